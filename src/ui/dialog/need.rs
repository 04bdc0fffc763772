//! "What does this person need to be successful?": the answer that stands, written anew; earlier ones stay readable.

use eframe::egui::{Context, Id, Key, Modifiers, Ui};

use crate::{
    domain::{day::say_day, id::PersonId, need::Need, person::Person},
    journal::change::Change,
    ui::{
        action::Action,
        desk::Desk,
        keys, text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::Field, section_label::section_label},
    },
};

/// The dialog.
pub struct AnswerNeed {
    person: PersonId,
    title: String,
    place: String,
    answer: String,
    earlier: Vec<Need>,
}

impl AnswerNeed {
    /// Asks about a person, with the answer that stands to begin from.
    pub fn open(person: &Person, desk: &mut Desk<'_>) -> Self {
        let earlier: Vec<Need> = desk.read(|db| db.needs(person.id));
        let place = format!("need/{}", person.uid);
        let standing = earlier.first().map(|need| need.text.clone()).unwrap_or_default();
        Self {
            person: person.id,
            title: format!("What does {} need to be successful?", person.profile.short_name()),
            answer: desk.draft(&place).map_or(standing, |draft| draft.text),
            place,
            earlier,
        }
    }

    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, desk: &mut Desk<'_>) -> bool {
        let title = self.title.clone();
        let new =
            !self.answer.trim().is_empty() && self.earlier.first().is_none_or(|need| need.text != self.answer.trim());
        let output = Dialog::new(Id::unique("need"), &title).note("Only you can read this.").show(
            ctx,
            |ui| {
                let field = Field::lines("The answer, as of today", &mut self.answer, 2);
                if field.hint("Before you react: what would help them?").show(ui).response.changed() {
                    desk.typed(&self.place, "", &self.answer);
                }
                show_earlier(ui, &self.earlier, desk);
                keys::take(ui, Modifiers::COMMAND, Key::Enter)
            },
            |ui| {
                let keep = ui.add_enabled(new, Button::primary("Keep it")).clicked();
                (keep, ui.add(Button::plain("Cancel")).clicked())
            },
        );
        let (keep, cancel) = output.buttons;
        if new && (keep || output.body) {
            let change = Change::AnswerNeed { person: self.person, text: self.answer.clone() };
            desk.ask(Action::MakeDrafted(change, self.place.clone()));
            return true;
        }
        if cancel {
            desk.typed(&self.place, "", "");
        }
        cancel || output.closed
    }
}

fn show_earlier(ui: &mut Ui, earlier: &[Need], desk: &Desk<'_>) {
    if earlier.is_empty() {
        return;
    }
    let t = Tokens::of(ui);
    ui.add_space(4.0);
    section_label(ui, "So far");
    for need in earlier {
        ui.label(text::small(&need.text).color(t.ink));
        ui.label(text::fine(say_day(need.written.day(), desk.today)).color(t.ink_faint));
    }
}
