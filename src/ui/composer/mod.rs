//! The composer: one line of thought becomes one entry. [`line`] understands what is typed; this is its field, its chips
//! and its keys.

pub mod line;

use eframe::egui::{
    Align2, CornerRadius, Event, EventFilter, FocusDirection, Frame, Id, Margin, ScrollArea, Stroke, TextEdit, Ui,
    text::{CCursor, CCursorRange},
    text_edit::{TextEditOutput, TextEditState},
};

use self::line::{ComposerLine, ParsedDueDate};
use super::{
    action::{HistoryCommand, Navigation},
    icons, keys,
    kind_style::tone,
    screen_context::ScreenContext,
    shortcut::Shortcut,
    text,
    text::{Type, Weight},
    tokens::{Tokens, Tone, size},
    widget::{chip::KindChip, field::apply_line_height},
};
use crate::{
    domain::{
        id::EntryId,
        parse::{entry_line::EntryLine, prefix::Prefix},
    },
    store::Draft,
    wording::date::format_date,
};

/// Beyond this many letters the text needs the room that the hint of keys takes.
const HINT_MAX_CHARS: usize = 56;
/// Narrower than this, there is no room for the hint of keys.
const HINT_MIN_WIDTH: f32 = 520.0;

/// The composer of one place, as on a person's page.
pub struct Composer {
    field_key: String,
    id: Id,
    line: ComposerLine,
    error: Option<String>,
    wants_focus: bool,
    /// The line is another than the draft that was kept of it.
    is_dirty: bool,
}

impl Composer {
    /// The composer at `place`, with what was being written there.
    pub fn open(field_key: String, screen: &mut ScreenContext<'_>) -> Self {
        let line = screen
            .draft(&field_key)
            .map(|draft| ComposerLine::from_draft(&draft.prefix, draft.text))
            .unwrap_or_default();
        Self {
            id: Id::unique(("composer", &field_key)),
            field_key,
            line,
            error: None,
            wants_focus: true,
            is_dirty: false,
        }
    }

    /// Where its draft is kept.
    pub fn field_key(&self) -> &str {
        &self.field_key
    }

    /// Whether this is what is being written here.
    pub fn matches_draft(&self, draft: &Draft) -> bool {
        self.field_key == draft.field_key && self.line.text == draft.text && self.line.draft_prefix() == draft.prefix
    }

    /// Whether no text stands in it.
    pub fn is_empty(&self) -> bool {
        self.line.text.is_empty()
    }

    /// Puts the caret into it.
    pub fn focus(&mut self) {
        self.wants_focus = true;
    }

    /// Shows it. A line that was finished is returned; `hint` stands in it while it is empty, and Up edits `last`.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        hint: &str,
        last: Option<EntryId>,
    ) -> Option<EntryLine> {
        let focused = ui.memory(|memory| memory.has_focus(self.id));
        // A click elsewhere can take the focus away in the frame that asks for it: it is asked for until it is there. A
        // dialog keeps what it has.
        let takes_focus = self.wants_focus && !focused;
        self.wants_focus = takes_focus && !screen.is_dialog_open;
        let finished = if focused { self.handle_keys(ui, screen, last) } else { None };
        let t = Tokens::of(ui);
        let stroke = Stroke::new(1.0, if focused { t.accent } else { t.line });
        let frame = Frame::new()
            .fill(t.card)
            .stroke(stroke)
            .corner_radius(CornerRadius::same(size::CARD_RADIUS))
            .inner_margin(Margin::symmetric(14, 10));
        frame.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            self.show_text(ui, hint, takes_focus);
            self.show_parse_result(ui, screen);
            self.show_chips(ui);
        });
        if std::mem::take(&mut self.is_dirty) {
            screen.set_draft(&self.field_key, self.line.draft_prefix(), &self.line.text);
        }
        finished
    }

    /// The line was kept, or handed over to be: begin the next one.
    pub fn clear(&mut self, ui: &Ui) {
        self.line = ComposerLine::default();
        self.error = None;
        self.wants_focus = true;
        reset_undo_history(ui, self.id);
    }

    /// What the composer does with keys before the text sees them.
    fn handle_keys(&mut self, ui: &Ui, screen: &mut ScreenContext<'_>, last: Option<EntryId>) -> Option<EntryLine> {
        if Shortcut::NextPrefix.consume(ui) {
            self.line.prefix = self.line.prefix.next();
            self.is_dirty = true;
        }
        if Shortcut::PreviousPrefix.consume(ui) {
            self.line.prefix = self.line.prefix.previous();
            self.is_dirty = true;
        }
        if Shortcut::DismissDate.consume(ui) && !self.line.dismiss_date(screen.today) {
            // On to what comes after it: from nowhere, Tab would begin at the top and end here again.
            ui.memory_mut(|memory| memory.move_focus(FocusDirection::Next));
        }
        if self.is_caret_at_start(ui) && self.line.prefix != Prefix::Note && Shortcut::RemovePrefix.consume(ui) {
            let came = self.line.on_backspace().unwrap_or_default();
            move_caret(ui, self.id, came);
            self.is_dirty = true;
        }
        if self.is_empty() {
            Self::handle_keys_when_empty(ui, screen, last);
        }
        if let Some(problem) = keys::reject_oversized_paste(ui, &self.line.text) {
            self.error = Some(problem);
        }
        if !Shortcut::SubmitLine.consume(ui) {
            return None;
        }
        match self.line.parse(screen.today) {
            Ok(jot) => Some(jot),
            Err(error) => {
                self.error = Some(error.to_string());
                None
            }
        }
    }

    /// With nothing typed, Up, Ctrl+M and undo are about the journal.
    fn handle_keys_when_empty(ui: &Ui, screen: &mut ScreenContext<'_>, last: Option<EntryId>) {
        if Shortcut::EditLastEntry.consume(ui)
            && let Some(entry) = last
        {
            screen.dispatch(Navigation::EditEntry(entry));
        }
        if Shortcut::Redo.consume(ui) {
            screen.dispatch(HistoryCommand::Redo);
        }
        if Shortcut::Undo.consume(ui) {
            screen.dispatch(HistoryCommand::Undo);
        }
    }

    fn is_caret_at_start(&self, ui: &Ui) -> bool {
        let range = TextEditState::load(ui, self.id).and_then(|state| state.cursor.char_range());
        range.is_some_and(|range| range.is_empty() && range.primary.index == 0.into())
    }

    fn show_text(&mut self, ui: &mut Ui, hint: &str, takes_focus: bool) {
        let t = Tokens::of(ui);
        let most = (ui.ctx().content_rect().height() * 0.4).max(60.0);
        let output =
            ScrollArea::vertical().id_salt("composer text").max_height(most).show(ui, |ui| self.edit(ui, hint)).inner;
        if takes_focus {
            output.response.response.request_focus();
        }
        if output.response.response.changed() {
            self.on_changed(ui);
        }
        let short = self.line.text.chars().count() <= HINT_MAX_CHARS && !self.line.text.contains('\n');
        if short && ui.available_width() > HINT_MIN_WIDTH {
            let at = output.response.response.rect.right_top();
            let font = text::font(Type::Fine, Weight::Regular);
            let (submit, new_line) = (Shortcut::SubmitLine.label(ui), Shortcut::NewLine.label(ui));
            let hint = format!("{submit} keeps it · {new_line} new line");
            ui.painter().text(at, Align2::RIGHT_TOP, hint, font, t.ink_faint);
        }
    }

    fn edit(&mut self, ui: &mut Ui, hint: &str) -> TextEditOutput {
        apply_line_height(ui, Type::Body);
        let output = TextEdit::multiline(&mut self.line.text)
            .id(self.id)
            .font(text::font(Type::Body, Weight::Regular))
            .hint_text(hint.to_owned())
            .frame(Frame::NONE)
            .desired_rows(1)
            .desired_width(f32::INFINITY)
            .return_key(Shortcut::NewLine.keys())
            .event_filter(EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true })
            .show(ui);
        output.response.response.clone().accessible_name(hint);
        output
    }

    /// The text is another than before. A mark is read where something was typed, never while an input method composes.
    fn on_changed(&mut self, ui: &Ui) {
        self.error = None;
        self.is_dirty = true;
        let (typed, pasted) = ui.input(|input| {
            let typed = input.events.iter().any(|event| matches!(event, Event::Text(_)));
            let pasted =
                input.events.iter().any(|event| matches!(event, Event::Paste(_) | Event::MiddleClickPaste { .. }));
            (typed, pasted)
        });
        if pasted {
            self.line.on_pasted();
        } else if typed && self.line.on_typed().is_some() {
            move_caret(ui, self.id, self.line.text.chars().count());
            ui.ctx().request_repaint();
        }
    }

    /// The day that was read, or why the line cannot be kept.
    fn show_parse_result(&mut self, ui: &mut Ui, screen: &ScreenContext<'_>) {
        let t = Tokens::of(ui);
        let warn = t.kind_ink(Tone::Flag);
        match self.line.due_date(screen.today) {
            Some(ParsedDueDate::Valid(found)) => {
                let day = format_date(found.date, screen.today);
                ui.label(
                    text::fine(format!("{} Due {day} · Esc takes it back", icons::CALENDAR))
                        .color(t.kind_ink(Tone::Action)),
                );
            }
            Some(ParsedDueDate::Invalid(words)) => {
                ui.label(
                    text::fine(format!("{} There is no {words}. It stays in the text.", icons::WARNING_CIRCLE))
                        .color(warn),
                );
            }
            None => {}
        }
        if let Some(problem) = &self.error {
            ui.label(text::fine(format!("{} {problem}", icons::WARNING_CIRCLE)).color(warn));
        }
    }

    fn show_chips(&mut self, ui: &mut Ui) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = [6.0, 6.0].into();
            for chip in Prefix::CHIPS {
                let lit = self.line.prefix == chip || self.line.prefix == chip.counterpart();
                let shown = if lit { self.line.prefix } else { chip };
                let sign = if shown == Prefix::Note { "·" } else { shown.symbol() };
                if ui.add(KindChip::new(tone(shown.kind()), sign, shown.label(), lit)).clicked() {
                    self.line.select_prefix(chip);
                    self.is_dirty = true;
                    self.wants_focus = true;
                }
            }
        });
    }
}

/// Puts the caret behind the first `chars` letters; what was typed before cannot be had back with undo, as its mark is gone.
fn move_caret(ui: &Ui, id: Id, chars: usize) {
    let Some(mut state) = TextEditState::load(ui, id) else { return };
    state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(chars))));
    state.clear_undoer();
    state.store(ui, id);
}

/// The next line's undo must not bring back the line before.
fn reset_undo_history(ui: &Ui, id: Id) {
    move_caret(ui, id, 0);
}
