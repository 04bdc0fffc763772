//! The composer: the field in which a new entry is written, with its chips and keys. [`mod@line`]
//! parses the text.

pub mod line;

use eframe::egui::{
    Align2, CornerRadius, Event, EventFilter, FocusDirection, Frame, Id, Margin, Rect, Role, ScrollArea, Stroke,
    TextEdit, Ui, UiBuilder,
    accesskit::Live,
    pos2,
    text_edit::{TextEditOutput, TextEditState},
    vec2,
};

use self::line::{ComposerLine, ParsedDueDate};
use super::{
    accessible_tree::{announce, mark_group, mark_place},
    action::{HistoryCommand, Navigation},
    discreet, icons, keys,
    kind_style::tone,
    screen_context::ScreenContext,
    shortcut::Shortcut,
    text,
    text::{Type, Weight},
    tokens::{Tokens, Tone, size},
    widget::{
        button::{Button, IconButton},
        chip::KindChip,
        field::{self, apply_line_height, keep_caret_in_text, move_caret},
        scroll, tabs,
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
/// Space between the text and the button that saves.
const BUTTON_GAP: f32 = 12.0;

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
        let prefix_before = self.line.prefix;
        let is_finished = focused && self.handle_keys(ui, screen, last);
        let t = Tokens::of(ui);
        let stroke = Stroke::new(1.0, if focused { t.accent } else { t.line });
        let frame = Frame::new()
            .fill(t.card)
            .stroke(stroke)
            .corner_radius(CornerRadius::same(size::CARD_RADIUS))
            .inner_margin(Margin::symmetric(14, 10));
        let notice = screen.read_only_notice();
        let saves = frame.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            ui.set_min_width(ui.available_width());
            let button_place = ui.add_enabled_ui(notice.is_none(), |ui| self.show_text(ui, hint, takes_focus)).inner;
            self.show_parse_result(ui, screen);
            if let Some(notice) = notice {
                // A text of its own, which screen readers reach: the disabled field takes no focus.
                ui.label(text::fine(notice).color(t.ink_soft));
                return false;
            }
            self.show_kinds(ui);
            self.show_save_button(ui, button_place)
        });
        if self.line.prefix != prefix_before {
            announce(ui, self.line.prefix.label());
        }
        if std::mem::take(&mut self.is_dirty) {
            screen.set_draft(&self.field_key, self.line.draft_prefix(), &self.line.text);
        }
        if is_finished || saves.inner { self.finish(screen) } else { None }
    }

    /// Clears the field for the next line, after one was submitted.
    pub fn clear(&mut self, ui: &Ui) {
        self.line = ComposerLine::default();
        self.error = None;
        self.wants_focus = true;
        reset_undo_history(ui, self.id);
    }

    /// The entry of the line; the error is shown if there is none.
    fn finish(&mut self, screen: &ScreenContext<'_>) -> Option<EntryLine> {
        match self.line.parse(screen.today) {
            Ok(line) => Some(line),
            Err(error) => {
                self.error = Some(error.to_string());
                None
            }
        }
    }

    /// Consumes keys before the text field sees them. Returns whether the line is finished.
    fn handle_keys(&mut self, ui: &Ui, screen: &mut ScreenContext<'_>, last: Option<EntryId>) -> bool {
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
        Shortcut::SubmitLine.consume(ui)
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

    /// Shows the field, and returns the place of the button that saves, at its right.
    fn show_text(&mut self, ui: &mut Ui, hint: &str, takes_focus: bool) -> Rect {
        let t = Tokens::of(ui);
        let max_height = (ui.ctx().content_rect().height() * 0.4).max(60.0);
        let area = ScrollArea::vertical().id_salt("composer text").max_height(max_height);
        let is_wide = ui.available_width() > HINT_MIN_WIDTH;
        let button_place = save_button_place(ui, is_wide);
        let room = vec2(button_place.left() - BUTTON_GAP - ui.cursor().left(), 0.0);
        let output = ui
            .allocate_ui(room, |ui| scroll::with_bar_in_margin(ui, |ui| area.show(ui, |ui| self.edit(ui, hint)).inner))
            .inner;
        if takes_focus {
            output.response.response.request_focus();
        }
        if output.response.response.changed() {
            self.on_changed(ui);
        }
        let is_short = self.line.text.chars().count() <= HINT_MAX_CHARS && !self.line.text.contains('\n');
        if is_short && is_wide {
            let at = pos2(button_place.left() - BUTTON_GAP, output.response.response.rect.top());
            let font = text::font(Type::Fine, Weight::Regular);
            let hint = format!("{} for a new line", Shortcut::NewLine.label(ui));
            ui.painter().text(at, Align2::RIGHT_TOP, hint, font, t.ink_faint);
        }
        button_place
    }

    /// For those who cannot press Enter. Returns whether it was pressed.
    fn show_save_button(&self, ui: &mut Ui, place: Rect) -> bool {
        let mut ui = ui.new_child(UiBuilder::new().max_rect(place));
        let key = Shortcut::SubmitLine.label(&ui);
        let is_enabled = !self.line.text.trim().is_empty();
        let button = if place.width() > size::CONTROL_SMALL {
            ui.add_enabled(is_enabled, Button::quiet("Save").shortcut(&key).small())
        } else {
            ui.add_enabled(is_enabled, IconButton::new(icons::CHECK, "Save").small())
        };
        button.accessible_name("Save entry").clicked()
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
            .event_filter(EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true })
            .show(ui);
        output.response.response.clone().accessible_name(hint);
        let [save, line, next, previous] =
            [Shortcut::SubmitLine, Shortcut::NewLine, Shortcut::NextPrefix, Shortcut::PreviousPrefix]
                .map(|shortcut| shortcut.label(ui));
        ui.accesskit_node_builder(self.id, |node| {
            node.set_description(format!(
                "{save} saves, {line} starts a new line, {next} and {previous} change the kind."
            ));
        });
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
        let understood = match self.line.due_date(screen.today) {
            Some(ParsedDueDate::Valid(due)) => {
                let day = format_date(due.date, screen.today);
                let text = format!("{} Due {day} · Esc to ignore", icons::CALENDAR);
                Some(text::fine(text).color(t.kind_ink(Tone::Action)))
            }
            Some(ParsedDueDate::Invalid(words)) => {
                let text = format!("{} There’s no {words}, so it stays in the text.", icons::WARNING_CIRCLE);
                Some(text::fine(text).color(warn))
            }
            None => None,
        };
        if let Some(text) = understood {
            let label = ui.label(text);
            ui.accesskit_node_builder(label.id, |node| node.set_live(Live::Polite));
        }
        if let Some(error) = &self.error {
            let label = ui.label(text::fine(format!("{} {error}", icons::WARNING_CIRCLE)).color(warn));
            field::mark_error(ui, self.id, &label);
        }
    }

    /// The kinds as one choice: a single Tab stop, in which the arrow keys move.
    fn show_kinds(&mut self, ui: &mut Ui) {
        /// Space between two chips.
        const GAP: f32 = 6.0;
        let chip_id = |chip: usize| self.id.with(("kind", chip));
        let chip_of = |line: &ComposerLine, chip: Prefix| {
            let is_selected = line.prefix == chip || line.prefix == chip.counterpart();
            let prefix = if is_selected { line.prefix } else { chip };
            let symbol = if prefix == Prefix::Note { "·" } else { prefix.symbol() };
            KindChip::new(tone(prefix.kind()), symbol, prefix.label(), is_selected)
        };
        let widths = Prefix::CHIPS.iter().map(|chip| chip_of(&self.line, *chip).width(ui) + GAP);
        let words_fit = widths.sum::<f32>() - GAP <= ui.available_width();
        let mut focus = None;
        let mut chosen = None;
        ui.horizontal_wrapped(|ui| {
            mark_group(ui, Role::RadioGroup, "Kind");
            ui.spacing_mut().item_spacing = [GAP, GAP].into();
            for (index, chip) in Prefix::CHIPS.into_iter().enumerate() {
                let widget = chip_of(&self.line, chip);
                let widget = if words_fit { widget } else { widget.short() };
                let response = widget.show(ui, chip_id(index));
                mark_place(ui, response.id, index, Prefix::CHIPS.len());
                if response.clicked() {
                    chosen = Some(chip);
                    self.wants_focus = true;
                }
                if response.has_focus()
                    && let Some(to) = tabs::consume_arrow_key(ui, &response, index, Prefix::CHIPS.len())
                {
                    chosen = Prefix::CHIPS.get(to).copied();
                    focus = Some(chip_id(to));
                }
            }
        });
        tabs::request_focus_on(ui, focus);
        if let Some(chip) = chosen {
            self.line.select_prefix(chip);
            self.is_dirty = true;
        }
    }
}

/// The place of the button that saves: at the right end of the first line of text, which is lower
/// than the button.
fn save_button_place(ui: &Ui, is_wide: bool) -> Rect {
    let width = if is_wide {
        Button::quiet("Save").shortcut(&Shortcut::SubmitLine.label(ui)).small().width(ui)
    } else {
        size::CONTROL_SMALL
    };
    let right_top = ui.cursor().min + vec2(ui.available_width(), 0.0);
    let outset = (size::CONTROL_SMALL - Type::Body.line_height()) / 2.0;
    let min = right_top + vec2(outset - width, -outset);
    Rect::from_min_size(min, vec2(width, size::CONTROL_SMALL))
}

/// Clears the undo history, which must not bring back the previous line.
fn reset_undo_history(ui: &Ui, id: Id) {
    move_caret(ui, id, 0);
}
