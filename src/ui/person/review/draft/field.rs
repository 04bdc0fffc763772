//! The field of the draft: typed, set in, dropped on, and what stands in its place while there is nothing in it.

use eframe::egui::{
    CursorIcon, DragAndDrop, Frame, Id, Label, Margin, Response, ScrollArea, Stroke, TextBuffer, TextEdit, Ui,
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
        text,
        tokens::{Tokens, size},
    },
    wording::review::judgement_question,
};

/// How high the field is at least where it does not fill what there is, and where something stands below it.
const MIN_HEIGHT: f32 = 260.0;
const MIN_HEIGHT_EMPTY: f32 = 66.0;
/// Around the caret, when it is brought into sight.
const CARET_MARGIN: f32 = 40.0;

/// Something that is to be set into the text.
pub(super) struct PendingInsert {
    text: String,
    /// What is asked about first.
    private_entry: Option<EntryId>,
    /// The letter it goes below, where that is not the caret's.
    position: Option<usize>,
    /// Whether one writes on in it at once.
    continues_writing: bool,
}

impl PendingInsert {
    /// A quotation for the line of a letter, or of the caret.
    pub(super) fn from_quotation(quotation: Quotation, position: Option<usize>) -> Self {
        Self { text: quotation.text, private_entry: quotation.private_entry, position, continues_writing: false }
    }

    /// Headings, to be written on in.
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
        let carried = DragAndDrop::has_payload_of_type::<Quotation>(ui);
        let line = if focused || carried { t.accent } else { t.line };
        let frame = Frame::new()
            .fill(t.card)
            .stroke(Stroke::new(1.0, line))
            .corner_radius(size::CARD_RADIUS)
            .inner_margin(Margin { left: 22, right: 10, top: 12, bottom: 10 });
        let height = ui.available_height() - frame.total_margin().sum().y;
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            if !fills {
                self.show_text(ui, screen, person, MIN_HEIGHT);
                return;
            }
            ui.set_height(height);
            ScrollArea::vertical().id_salt("draft").auto_shrink([false, false]).show(ui, |ui| {
                self.show_text(ui, screen, person, height);
            });
        });
    }

    fn show_text(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, person: &Person, height: f32) {
        // The bar of the scrolled part stands at the right of the text.
        ui.set_max_width(ui.available_width() - 12.0);
        let them = person.profile.short_name();
        let empty = self.is_empty();
        self.apply_selection(ui);
        let output = self.edit(ui, them, if empty { MIN_HEIGHT_EMPTY } else { height });
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
        if empty {
            self.show_empty_hints(ui, person);
        }
    }

    /// Marks what is to be marked, once the field has the focus: one that has none forgets it.
    fn apply_selection(&mut self, ui: &Ui) {
        if !ui.memory(|memory| memory.has_focus(self.id)) {
            return;
        }
        let Some(range) = self.pending_selection.take() else { return };
        let mut state = TextEditState::load(ui, self.id).unwrap_or_default();
        let marked = CCursorRange::two(CCursor::new(range.start), CCursor::new(range.end));
        state.cursor.set_char_range(Some(marked));
        state.store(ui, self.id);
        self.scroll_to_caret = true;
    }

    fn edit(&mut self, ui: &mut Ui, them: &str, height: f32) -> TextEditOutput {
        let hint = format!("What will you say to {them}? What you saw, and when.");
        let Self { text, highlighter: look, id, .. } = self;
        let mut layouter = |ui: &Ui, text: &dyn TextBuffer, width: f32| look.lay_out(ui, text.as_str(), width);
        let output = TextEdit::multiline(text)
            .id(*id)
            .font(text::font(text::Type::Body, text::Weight::Regular))
            .hint_text(hint)
            .frame(Frame::NONE)
            .desired_width(f32::INFINITY)
            .min_size(vec2(0.0, height))
            .layouter(&mut layouter)
            .show(ui);
        output.response.response.clone().accessible_name(format!("What you will say to {them}"));
        output
    }

    /// A flag that was not picked is asked about first: its words would stand in a text that is exported. Once it is picked, it
    /// is quoted as anything else.
    fn confirm_private_inserts(&mut self, screen: &mut ScreenContext<'_>) {
        for private in self
            .pending_inserts
            .extract_if(.., |set_in| set_in.private_entry.is_some())
            .filter_map(|set_in| set_in.private_entry)
        {
            screen.dispatch(DialogRequest::ConfirmPrivateEvidence(private));
        }
    }

    /// Sets in what was asked for, as one step that the field's undo takes back.
    fn apply_inserts(&mut self, ui: &Ui, screen: &mut ScreenContext<'_>, fills: bool) {
        for PendingInsert { text: piece, position: at, continues_writing: writes_on, .. } in
            std::mem::take(&mut self.pending_inserts)
        {
            let mut state = TextEditState::load(ui, self.id).unwrap_or_default();
            let caret = state.cursor.char_range();
            let at = at.or(caret.map(|caret| caret.primary.index.0)).unwrap_or(usize::MAX);
            let (text, goes_on) = insert_block(&self.text, byte_offset(&self.text, at), &piece);
            // One begins to write below the first heading, not behind the last.
            let first = text.len() - text.trim_start_matches('\n').len();
            let goes_on = match text.find('\n').filter(|_| writes_on && self.is_empty()) {
                Some(end) => first + end + 1,
                None => goes_on,
            };
            let mut undoer = state.undoer();
            undoer.add_undo(&(caret.unwrap_or_default(), self.text.clone()));
            state.set_undoer(undoer);
            let goes_on = text.get(..goes_on).unwrap_or(&text).chars().count();
            state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(goes_on))));
            state.store(ui, self.id);
            self.text = text;
            // Where the whole page would scroll, who quotes from the list stays there.
            self.scroll_to_caret = fills || writes_on;
            self.on_changed(screen);
            // Nobody leaves a field that has no focus.
            if writes_on {
                self.wants_focus = true;
            } else if !ui.memory(|memory| memory.has_focus(self.id)) {
                self.save(screen);
            }
        }
    }

    /// Evidence that was dragged here goes below the line it was dropped on.
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

    /// What judges is dotted below, and asks when the pointer rests on it.
    fn show_judgement_words(&mut self, ui: &Ui, output: &TextEditOutput) {
        self.wording_check.scan(&self.text);
        for (nth, word) in
            highlight::visible_rects(&output.galley, output.galley_pos, ui.clip_rect(), self.wording_check.ranges())
        {
            highlight::paint_dotted_underline(ui, word);
            let asked = self.wording_check.word(nth).map(judgement_question).unwrap_or_default();
            let id = self.id.with(("judging", nth, word.top().to_bits()));
            ui.interact(word, id, eframe::egui::Sense::hover()).on_hover_text(asked);
        }
    }

    fn show_empty_hints(&mut self, ui: &mut Ui, person: &Person) {
        let them = person.profile.short_name();
        self.show_template_buttons(ui, person);
        ui.add_space(6.0);
        let said = format!(
            "What you write here is saved as you type, on this computer only. Put evidence in with one key, or drag it here: \
             it stands in your text in the words you wrote then, with its day. {them} sees none of it before you say or give it."
        );
        ui.add(Label::new(text::small(said).color(Tokens::of(ui).ink_faint)).wrap());
    }
}

/// Where a letter begins.
fn byte_offset(text: &str, letter: usize) -> usize {
    text.char_indices().nth(letter).map_or(text.len(), |(at, _)| at)
}

/// The field's own undo must not bring back another text than that of this review.
pub(super) fn reset_undo_history(ui: &Ui, id: Id) {
    if let Some(mut state) = TextEditState::load(ui, id) {
        state.cursor.set_char_range(None);
        state.clear_undoer();
        state.store(ui, id);
    }
}
