//! The text field of the draft: typing, insertions, drag and drop, and the hints while it is empty.

use eframe::egui::{
    CursorIcon, DragAndDrop, Frame, Id, Label, Margin, Response, Sense, Stroke, TextBuffer, TextEdit, Ui, UiBuilder,
    text::{CCursor, CCursorRange},
    text_edit::{TextEditOutput, TextEditState},
    vec2,
};

use super::{Quotation, ReviewDraft, highlight};
use crate::{
    domain::{
        id::EntryId,
        person::Person,
        review::{fill_placeholders, insert_block},
    },
    ui::{
        action::DialogRequest,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::{Tokens, size},
        widget::{field::keep_caret_in_text, scroll},
    },
    wording::review::judgement_question,
};

/// Minimum height of the field when it does not fill the page, and when hints are below it.
const MIN_HEIGHT: f32 = 260.0;
const MIN_HEIGHT_EMPTY: f32 = 66.0;
/// Margin around the caret when it is scrolled into view.
const CARET_MARGIN: f32 = 40.0;

/// A text to insert into the draft.
pub(super) struct PendingInsert {
    text: String,
    /// The private entry to confirm first.
    private_entry: Option<EntryId>,
    /// The character index below whose line it goes; `None` for the caret.
    position: Option<usize>,
    /// Whether the field takes the focus, to continue in the inserted text.
    continues_writing: bool,
}

impl PendingInsert {
    /// A quotation, below the line of a character index or of the caret.
    pub(super) fn from_quotation(quotation: Quotation, position: Option<usize>) -> Self {
        Self { text: quotation.text, private_entry: quotation.private_entry, position, continues_writing: false }
    }

    /// The headings of a template.
    pub(super) fn from_template(template: &str, about: &Person) -> Self {
        Self {
            text: fill_placeholders(template, &about.profile),
            private_entry: None,
            position: None,
            continues_writing: true,
        }
    }
}

impl ReviewDraft {
    pub(super) fn show_card(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, person: &Person, fills: bool) {
        let t = Tokens::of(ui);
        if self.is_empty() {
            self.show_latest_finished(ui, screen);
        }
        self.confirm_private_inserts(screen);
        self.apply_inserts(ui, screen, fills);
        let focused = ui.memory(|memory| memory.has_focus(self.id));
        let is_dragging = DragAndDrop::has_payload_of_type::<Quotation>(ui);
        let line = if focused || is_dragging { t.accent } else { t.line };
        let frame = Frame::new()
            .fill(t.card)
            .stroke(Stroke::new(1.0, line))
            .corner_radius(size::CARD_RADIUS)
            .inner_margin(Margin { left: 22, right: 22, top: 12, bottom: 10 });
        let height = ui.available_height() - frame.total_margin().sum().y;
        let sheet = UiBuilder::new().id_salt("sheet").sense(Sense::CLICK);
        let sheet = ui.scope_builder(sheet, |ui| {
            frame.show(ui, |ui| {
                ui.set_width(ui.available_width());
                if !fills {
                    self.show_text(ui, screen, person, MIN_HEIGHT);
                    return;
                }
                ui.set_height(height);
                scroll::vertical(ui, "draft", |ui| self.show_text(ui, screen, person, height));
            });
        });
        // The field of an empty draft is as low as its line: a click anywhere in the sheet reaches
        // it.
        if sheet.response.clicked() && self.is_empty() {
            self.wants_focus = true;
            ui.request_repaint();
        }
    }

    fn show_text(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, person: &Person, height: f32) {
        ui.set_max_width(ui.available_width().min(size::MEASURE));
        let short_name = person.short_name();
        let is_empty = self.is_empty();
        self.apply_selection(ui);
        let output = self.edit(ui, short_name, if is_empty { MIN_HEIGHT_EMPTY } else { height });
        let response = output.response.response.clone();
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
        }
        if response.changed() {
            self.on_changed(screen);
        }
        if response.lost_focus() {
            self.save(screen);
        }
        self.highlighter.paint_quotes(ui, &output.galley, output.galley_pos);
        self.handle_drop(ui, &output);
        if std::mem::take(&mut self.scroll_to_caret)
            && let Some(caret) = output.state.cursor.char_range()
        {
            let caret = output.galley.pos_from_cursor(caret.primary).translate(output.galley_pos.to_vec2());
            ui.scroll_to_rect(caret.expand(CARET_MARGIN), None);
        }
        if self.wording_check.enabled {
            self.show_judgement_words(ui, &output);
        }
        if is_empty {
            self.show_empty_hints(ui, person);
        }
    }

    /// Applies the pending selection once the field has the focus; without it egui drops a
    /// selection.
    fn apply_selection(&mut self, ui: &Ui) {
        if !ui.memory(|memory| memory.has_focus(self.id)) {
            return;
        }
        let Some(range) = self.pending_selection.take() else { return };
        let mut state = TextEditState::load(ui, self.id).unwrap_or_default();
        let selection = CCursorRange::two(CCursor::new(range.start), CCursor::new(range.end));
        state.cursor.set_char_range(Some(selection));
        state.store(ui, self.id);
        self.scroll_to_caret = true;
    }

    fn edit(&mut self, ui: &mut Ui, short_name: &str, height: f32) -> TextEditOutput {
        let hint = format!("What will you say to {short_name}? What you saw, and when.");
        let Self { text, highlighter, id, .. } = self;
        keep_caret_in_text(ui, *id, text);
        let mut layouter = |ui: &Ui, text: &dyn TextBuffer, width: f32| highlighter.lay_out(ui, text.as_str(), width);
        let output = TextEdit::multiline(text)
            .id(*id)
            .font(text::font(text::Type::Body, text::Weight::Regular))
            .hint_text(hint)
            .frame(Frame::NONE)
            .desired_width(f32::INFINITY)
            .min_size(vec2(0.0, height))
            .layouter(&mut layouter)
            .show(ui);
        output.response.response.clone().accessible_name(format!("Review of {short_name}"));
        output
    }

    /// Asks to confirm quotations of private flags, since the review is exported, and drops them.
    /// Once picked, a flag can be quoted like other evidence.
    fn confirm_private_inserts(&mut self, screen: &mut ScreenContext<'_>) {
        for private in self
            .pending_inserts
            .extract_if(.., |insert| insert.private_entry.is_some())
            .filter_map(|insert| insert.private_entry)
        {
            screen.dispatch(DialogRequest::ConfirmPrivateEvidence(private));
        }
    }

    /// Inserts the pending texts, each as one undo step of the field.
    fn apply_inserts(&mut self, ui: &Ui, screen: &mut ScreenContext<'_>, fills: bool) {
        for PendingInsert { text: inserted, position, continues_writing, .. } in
            std::mem::take(&mut self.pending_inserts)
        {
            let mut state = TextEditState::load(ui, self.id).unwrap_or_default();
            let caret = state.cursor.char_range();
            let position = position.or(caret.map(|caret| caret.primary.index.0)).unwrap_or(usize::MAX);
            let (text, end) = insert_block(&self.text, byte_offset(&self.text, position), &inserted);
            // In an empty draft, the caret goes below the first heading of a template.
            let first = text.len() - text.trim_start_matches('\n').len();
            let end = match text.find('\n').filter(|_| continues_writing && self.is_empty()) {
                Some(end) => first + end + 1,
                None => end,
            };
            let mut undoer = state.undoer();
            undoer.add_undo(&(caret.unwrap_or_default(), self.text.clone()));
            state.set_undoer(undoer);
            let end = text.get(..end).unwrap_or(&text).chars().count();
            state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(end))));
            state.store(ui, self.id);
            self.text = text;
            // In a page that scrolls as a whole, quoting from the list must not scroll away from
            // it.
            self.scroll_to_caret = fills || continues_writing;
            self.on_changed(screen);
            // A field without focus will not be left, which would save it.
            if continues_writing {
                self.wants_focus = true;
            } else if !ui.memory(|memory| memory.has_focus(self.id)) {
                self.save(screen);
            }
        }
    }

    /// Inserts dropped evidence below the line under the pointer.
    fn handle_drop(&mut self, ui: &Ui, output: &TextEditOutput) {
        let response: &Response = &output.response.response;
        if response.dnd_hover_payload::<Quotation>().is_some() {
            ui.set_cursor_icon(CursorIcon::Copy);
        }
        let Some(dropped) = response.dnd_release_payload::<Quotation>() else { return };
        let at = ui.input(|input| input.pointer.interact_pos());
        let at = at.map(|at| output.galley.cursor_from_pos(at - output.galley_pos).index.0);
        self.pending_inserts.push(PendingInsert::from_quotation(dropped.as_ref().clone(), at));
        ui.request_repaint();
    }

    /// Underlines judging words, with a question as tooltip.
    fn show_judgement_words(&mut self, ui: &Ui, output: &TextEditOutput) {
        self.wording_check.scan(&self.text);
        for (index, word) in
            highlight::visible_rects(&output.galley, output.galley_pos, ui.clip_rect(), self.wording_check.ranges())
        {
            highlight::paint_dotted_underline(ui, word);
            let question = self.wording_check.word(index).map(judgement_question).unwrap_or_default();
            let id = self.id.with(("judging", index, word.top().to_bits()));
            ui.interact(word, id, eframe::egui::Sense::hover()).on_hover_text(question);
        }
    }

    fn show_empty_hints(&mut self, ui: &mut Ui, person: &Person) {
        let short_name = person.short_name();
        self.show_template_buttons(ui, person);
        ui.add_space(6.0);
        let explanation = format!(
            "Saved as you type, on this computer only. Add evidence with {key}, or drag it here. It’s quoted word for \
             word, with its date. {short_name} sees nothing until you share it.",
            key = Shortcut::QuoteEvidence.label(ui),
        );
        ui.add(Label::new(text::small(explanation).color(Tokens::of(ui).ink_faint)).wrap());
    }
}

/// The byte offset of a character index.
fn byte_offset(text: &str, char_index: usize) -> usize {
    text.char_indices().nth(char_index).map_or(text.len(), |(at, _)| at)
}

/// Clears the undo history of the field, which must not bring back the text of another review.
pub(super) fn reset_undo_history(ui: &Ui, id: Id) {
    if let Some(mut state) = TextEditState::load(ui, id) {
        state.cursor.set_char_range(None);
        state.clear_undoer();
        state.store(ui, id);
    }
}
