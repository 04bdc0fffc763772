//! The composer: the field in which a new entry is written, with its chips and keys. [`mod@line`]
//! parses the text.

pub mod line;

use eframe::egui::{
    Align2, CornerRadius, Event, EventFilter, FocusDirection, Frame, Id, Margin, ScrollArea, Stroke, TextEdit, Ui,
    text_edit::{TextEditOutput, TextEditState},
};

use self::line::{ComposerLine, ParsedDueDate};
use super::{
    action::{HistoryCommand, Navigation},
    discreet, icons, keys,
    kind_style::tone,
    screen_context::ScreenContext,
    shortcut::Shortcut,
    text,
    text::{Type, Weight},
    tokens::{Tokens, Tone, size},
    widget::{
        chip::KindChip,
        field::{apply_line_height, keep_caret_in_text, move_caret},
        scroll,
    },
};
use crate::{
    domain::{
        id::EntryId,
        parse::{entry_line::EntryLine, prefix::Prefix},
        person::Person,
    },
    store::Draft,
    wording::date::format_date,
};

/// The hint about keys is hidden when the text has more characters than this.
const HINT_MAX_CHARS: usize = 56;
/// The hint about keys is hidden when the field is narrower than this.
const HINT_MIN_WIDTH: f32 = 520.0;

/// The draft key of the composer for a person, the same wherever one is shown.
pub fn composer_field_key(person: &Person) -> String {
    format!("jot/{}", person.uid)
}

/// A composer with its own draft.
pub struct Composer {
    field_key: String,
    id: Id,
    line: ComposerLine,
    error: Option<String>,
    wants_focus: bool,
    /// Whether the line differs from the stored draft.
    is_dirty: bool,
}

impl Composer {
    /// Opens the composer with the draft stored under a key.
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

    /// The key of its draft.
    pub fn field_key(&self) -> &str {
        &self.field_key
    }

    /// Whether the composer holds exactly this draft.
    pub fn matches_draft(&self, draft: &Draft) -> bool {
        self.field_key == draft.field_key && self.line.text == draft.text && self.line.draft_prefix() == draft.prefix
    }

    /// Whether it has no text.
    pub fn is_empty(&self) -> bool {
        self.line.text.is_empty()
    }

    /// Focuses the field.
    pub fn focus(&mut self) {
        self.wants_focus = true;
    }

    /// Shows the composer and returns a finished line. `hint` is shown while it is empty; Up edits
    /// the entry `last`.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        hint: &str,
        last: Option<EntryId>,
    ) -> Option<EntryLine> {
        let focused = ui.memory(|memory| memory.has_focus(self.id));
        // A click elsewhere can take the focus away in the frame that requests it, so it is
        // requested until it is there. An open dialog keeps the focus.
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
        let notice = screen.read_only_notice();
        frame.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            ui.add_enabled_ui(notice.is_none(), |ui| self.show_text(ui, hint, takes_focus));
            self.show_parse_result(ui, screen);
            match notice {
                // A text of its own, which screen readers reach: the disabled field takes no focus.
                Some(notice) => drop(ui.label(text::fine(notice).color(t.ink_soft))),
                None => self.show_chips(ui),
            }
        });
        if std::mem::take(&mut self.is_dirty) {
            screen.set_draft(&self.field_key, self.line.draft_prefix(), &self.line.text);
        }
        finished
    }

    /// Clears the field for the next line, after one was submitted.
    pub fn clear(&mut self, ui: &Ui) {
        self.line = ComposerLine::default();
        self.error = None;
        self.wants_focus = true;
        reset_undo_history(ui, self.id);
    }

    /// Consumes keys before the text field sees them, and returns a finished line.
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
            // Without a focused widget, Tab would begin at the top of the page and return here.
            ui.memory_mut(|memory| memory.move_focus(FocusDirection::Next));
        }
        if self.is_caret_at_start(ui) && self.line.prefix != Prefix::Note && Shortcut::RemovePrefix.consume(ui) {
            let added_chars = self.line.on_backspace().unwrap_or_default();
            move_caret(ui, self.id, added_chars);
            self.is_dirty = true;
        }
        if self.is_empty() {
            Self::handle_keys_when_empty(ui, screen, last);
        }
        if let Some(error) = keys::reject_oversized_paste(ui, &self.line.text) {
            self.error = Some(error);
        }
        if !Shortcut::SubmitLine.consume(ui) {
            return None;
        }
        match self.line.parse(screen.today) {
            Ok(line) => Some(line),
            Err(error) => {
                self.error = Some(error.to_string());
                None
            }
        }
    }

    /// In an empty field, Up edits the last entry, and undo and redo apply to the journal.
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
        let max_height = (ui.ctx().content_rect().height() * 0.4).max(60.0);
        let area = ScrollArea::vertical().id_salt("composer text").max_height(max_height);
        let output = scroll::with_bar_in_margin(ui, |ui| area.show(ui, |ui| self.edit(ui, hint)).inner);
        if takes_focus {
            output.response.response.request_focus();
        }
        if output.response.response.changed() {
            self.on_changed(ui);
        }
        let is_short = self.line.text.chars().count() <= HINT_MAX_CHARS && !self.line.text.contains('\n');
        if is_short && ui.available_width() > HINT_MIN_WIDTH {
            let at = output.response.response.rect.right_top();
            let font = text::font(Type::Fine, Weight::Regular);
            let (submit, new_line) = (Shortcut::SubmitLine.label(ui), Shortcut::NewLine.label(ui));
            let hint = format!("{submit} to save · {new_line} for a new line");
            ui.painter().text(at, Align2::RIGHT_TOP, hint, font, t.ink_faint);
        }
    }

    fn edit(&mut self, ui: &mut Ui, hint: &str) -> TextEditOutput {
        apply_line_height(ui, Type::Body);
        keep_caret_in_text(ui, self.id, &self.line.text);
        let output = TextEdit::multiline(&mut self.line.text)
            .id(self.id)
            .font(text::font(Type::Body, Weight::Regular))
            .hint_text(discreet::hint(hint))
            .frame(Frame::NONE)
            .desired_rows(1)
            .desired_width(f32::INFINITY)
            .return_key(Shortcut::NewLine.keys())
            .event_filter(EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true })
            .show(ui);
        output.response.response.clone().accessible_name(hint);
        output
    }

    /// Handles changed text. A prefix is parsed only after typed text, not while an input method
    /// composes.
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

    /// The parsed due date, or why the line cannot be saved.
    fn show_parse_result(&mut self, ui: &mut Ui, screen: &ScreenContext<'_>) {
        let t = Tokens::of(ui);
        let warn = t.kind_ink(Tone::Flag);
        match self.line.due_date(screen.today) {
            Some(ParsedDueDate::Valid(due)) => {
                let day = format_date(due.date, screen.today);
                ui.label(
                    text::fine(format!("{} Due {day} · Esc to ignore", icons::CALENDAR))
                        .color(t.kind_ink(Tone::Action)),
                );
            }
            Some(ParsedDueDate::Invalid(words)) => {
                ui.label(
                    text::fine(format!("{} There’s no {words}, so it stays in the text.", icons::WARNING_CIRCLE))
                        .color(warn),
                );
            }
            None => {}
        }
        if let Some(error) = &self.error {
            ui.label(text::fine(format!("{} {error}", icons::WARNING_CIRCLE)).color(warn));
        }
    }

    fn show_chips(&mut self, ui: &mut Ui) {
        /// Space between two chips.
        const GAP: f32 = 6.0;
        let chip_of = |line: &ComposerLine, chip: Prefix| {
            let is_selected = line.prefix == chip || line.prefix == chip.counterpart();
            let prefix = if is_selected { line.prefix } else { chip };
            let symbol = if prefix == Prefix::Note { "·" } else { prefix.symbol() };
            KindChip::new(tone(prefix.kind()), symbol, prefix.label(), is_selected)
        };
        let widths = Prefix::CHIPS.iter().map(|chip| chip_of(&self.line, *chip).width(ui) + GAP);
        let words_fit = widths.sum::<f32>() - GAP <= ui.available_width();
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = [GAP, GAP].into();
            for chip in Prefix::CHIPS {
                let widget = chip_of(&self.line, chip);
                if ui.add(if words_fit { widget } else { widget.short() }).clicked() {
                    self.line.select_prefix(chip);
                    self.is_dirty = true;
                    self.wants_focus = true;
                }
            }
        });
    }
}

/// Clears the undo history, which must not bring back the previous line.
fn reset_undo_history(ui: &Ui, id: Id) {
    move_caret(ui, id, 0);
}
