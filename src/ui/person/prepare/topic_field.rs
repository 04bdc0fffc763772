//! The field for a new topic, at the end of the list.

use eframe::egui::{Id, Ui};

use crate::{
    domain::parse::{entry_line::EntryLine, prefix::Prefix},
    journal::change::Change,
    ui::{
        action::Submission, person::PersonSnapshot, screen_context::ScreenContext, shortcut::Shortcut,
        widget::field::TextField,
    },
};

/// The field; `None` while it is closed.
#[derive(Default)]
pub(super) struct TopicField(Option<TopicDraft>);

struct TopicDraft {
    text: String,
    field_key: String,
    wants_focus: bool,
}

impl TopicField {
    pub(super) fn is_open(&self) -> bool {
        self.0.is_some()
    }

    /// Opens the field with the draft it was last left with.
    pub(super) fn open(&mut self, ui: &Ui, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot) {
        let field_key = format!("topic/{}", snapshot.person.uid);
        let text = screen.draft(&field_key).map(|draft| draft.text).unwrap_or_default();
        self.0 = Some(TopicDraft { text, field_key, wants_focus: true });
        ui.request_repaint();
    }

    /// Enter saves the topic and clears the field; Esc, or Enter in the empty field, closes it.
    pub(super) fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot) {
        let Some(draft) = &mut self.0 else { return };
        let id = Id::unique(("topic", snapshot.person.id.0));
        let has_focus = !screen.is_dialog_open && ui.memory(|memory| memory.has_focus(id));
        let enter = has_focus && Shortcut::SubmitField.consume(ui);
        if enter && draft.text.trim().is_empty() {
            self.0 = None;
            return;
        }
        if enter {
            let line = EntryLine { prefix: Prefix::Topic, text: draft.text.clone(), due: None, invalid_date: None };
            let one_on_one = snapshot.running_meeting.as_ref().map(|running| running.id);
            let change = Change::AddEntry { person: snapshot.person.id, one_on_one, line };
            screen.dispatch(Submission::with_draft(change, draft.field_key.clone()));
            draft.text.clear();
        }
        let (submit, cancel) = (Shortcut::SubmitField.label(ui), Shortcut::CancelField.label(ui));
        let hint = format!("What do you want to talk about? {submit} to save, {cancel} when done");
        let output = TextField::singleline("Topic", &mut draft.text).hide_label().hint(&hint).id(id).show(ui);
        if std::mem::take(&mut draft.wants_focus) {
            output.response.request_focus();
            output.response.scroll_to_me(None);
        }
        if output.response.changed() {
            screen.set_draft(&draft.field_key, "", &draft.text);
        }
        // Esc has taken the focus away by now; the text stays as a draft.
        if output.response.lost_focus() && Shortcut::CancelField.is_pressed(ui) {
            self.0 = None;
        }
    }
}
