//! A topic, typed where it will stand.

use eframe::egui::{Id, Key, Modifiers, Ui};

use crate::{
    domain::{jot::Jot, mark::Mark},
    journal::change::Change,
    ui::{action::Action, desk::Desk, keys, person::Facts, widget::field::Field},
};

/// The field, while it is open.
#[derive(Default)]
pub(super) struct AddTopic(Option<Open>);

struct Open {
    text: String,
    /// Its draft is kept under this name.
    place: String,
    /// It takes the caret when it is shown next.
    wants_caret: bool,
}

impl AddTopic {
    pub(super) fn is_open(&self) -> bool {
        self.0.is_some()
    }

    /// Opens it with what was being written in it when it was last left.
    pub(super) fn open(&mut self, ui: &Ui, desk: &mut Desk<'_>, facts: &Facts) {
        let place = format!("topic/{}", facts.person.uid);
        let text = desk.draft(&place).map(|draft| draft.text).unwrap_or_default();
        self.0 = Some(Open { text, place, wants_caret: true });
        ui.request_repaint();
    }

    /// Enter keeps the topic and waits for the next; Enter in an empty field and Esc close it.
    pub(super) fn show(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, facts: &Facts) {
        let Some(open) = &mut self.0 else { return };
        let id = Id::unique(("topic", facts.person.id.0));
        let writing = !desk.asking && ui.memory(|memory| memory.has_focus(id));
        let enter = writing && keys::take(ui, Modifiers::NONE, Key::Enter);
        if enter && open.text.trim().is_empty() {
            self.0 = None;
            return;
        }
        if enter {
            let jot = Jot { mark: Mark::Topic, text: open.text.clone(), due: None, no_such_day: None };
            let one_on_one = facts.running.as_ref().map(|running| running.id);
            let change = Change::Jot { person: facts.person.id, one_on_one, jot };
            desk.ask(Action::MakeDrafted(change, open.place.clone()));
            open.text.clear();
        }
        let hint = "What do you want to talk about? Enter keeps it, Esc is done";
        let shown = Field::line("A topic", &mut open.text).hide_label().hint(hint).id(id).show(ui);
        if std::mem::take(&mut open.wants_caret) {
            shown.response.request_focus();
            shown.response.scroll_to_me(None);
        }
        if shown.response.changed() {
            desk.typed(&open.place, "", &open.text);
        }
        // Esc has taken the focus away by now; what was typed waits as a draft.
        if shown.response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape)) {
            self.0 = None;
        }
    }
}
