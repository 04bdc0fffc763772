//! A topic, typed where it will stand.

use eframe::egui::{Id, Ui};

use crate::{
    domain::parse::{entry_line::EntryLine, prefix::Prefix},
    journal::change::Change,
    ui::{
        action::Submission, person::PersonSnapshot, screen_context::ScreenContext, shortcut::Shortcut,
        widget::field::TextField,
    },
};

/// The field, while it is open.
#[derive(Default)]
pub(super) struct TopicField(Option<TopicDraft>);

struct TopicDraft {
    text: String,
    /// Its draft is kept under this name.
    field_key: String,
    /// It takes the caret when it is shown next.
    wants_focus: bool,
}

impl TopicField {
    pub(super) fn is_open(&self) -> bool {
        self.0.is_some()
    }

    /// Opens it with what was being written in it when it was last left.
    pub(super) fn open(&mut self, ui: &Ui, screen: &mut ScreenContext<'_>, facts: &PersonSnapshot) {
        let place = format!("topic/{}", facts.person.uid);
        let text = screen.draft(&place).map(|draft| draft.text).unwrap_or_default();
        self.0 = Some(TopicDraft { text, field_key: place, wants_focus: true });
        ui.request_repaint();
    }

    /// Enter keeps the topic and waits for the next; Enter in an empty field and Esc close it.
    pub(super) fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, facts: &PersonSnapshot) {
        let Some(open) = &mut self.0 else { return };
        let id = Id::unique(("topic", facts.person.id.0));
        let writing = !screen.is_dialog_open && ui.memory(|memory| memory.has_focus(id));
        let enter = writing && Shortcut::SubmitField.consume(ui);
        if enter && open.text.trim().is_empty() {
            self.0 = None;
            return;
        }
        if enter {
            let jot = EntryLine { prefix: Prefix::Topic, text: open.text.clone(), due: None, invalid_date: None };
            let one_on_one = facts.running_meeting.as_ref().map(|running| running.id);
            let change = Change::AddEntry { person: facts.person.id, one_on_one, line: jot };
            screen.dispatch(Submission::with_draft(change, open.field_key.clone()));
            open.text.clear();
        }
        let (submit, cancel) = (Shortcut::SubmitField.label(ui), Shortcut::CancelField.label(ui));
        let hint = format!("What do you want to talk about? {submit} keeps it, {cancel} is done");
        let shown = TextField::singleline("A topic", &mut open.text).hide_label().hint(&hint).id(id).show(ui);
        if std::mem::take(&mut open.wants_focus) {
            shown.response.request_focus();
            shown.response.scroll_to_me(None);
        }
        if shown.response.changed() {
            screen.set_draft(&open.field_key, "", &open.text);
        }
        // Esc has taken the focus away by now; what was typed waits as a draft.
        if shown.response.lost_focus() && Shortcut::CancelField.is_pressed(ui) {
            self.0 = None;
        }
    }
}
