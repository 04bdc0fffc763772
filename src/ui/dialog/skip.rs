//! Why is this one-on-one skipped? A skipped one shows; what is open stays with the person.

use eframe::egui::{Context, Id, Key, Modifiers};

use crate::{
    domain::id::PersonId,
    journal::change::Change,
    ui::{
        action::Action,
        desk::Desk,
        keys, text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::Field},
    },
};

/// The dialog.
pub struct Skip {
    person: PersonId,
    place: String,
    about: String,
    reason: String,
}

impl Skip {
    /// Asks about the one-on-one that comes next with a person, or was to be.
    pub fn open(person: PersonId, desk: &mut Desk<'_>) -> Option<Self> {
        let (person, meetings) = desk.read(|db| db.person_with_meetings(person))?;
        let them = person.profile.short_name();
        let (before, when) = meetings.next(desk.today).in_full(desk.today);
        let place = format!("skip/{}", person.uid);
        Some(Self {
            person: person.id,
            about: format!("{before} {when}. What is open stays with {them}, and is there when you meet."),
            reason: desk.draft(&place).map(|draft| draft.text).unwrap_or_default(),
            place,
        })
    }

    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, desk: &mut Desk<'_>) -> bool {
        let output =
            Dialog::new(Id::unique("skip"), "Skip this one-on-one").width(480.0).note("Only you can read this.").show(
                ctx,
                |ui| {
                    ui.label(text::body(&self.about).color(Tokens::of(ui).ink_soft));
                    let field = Field::line("Why? (if you like)", &mut self.reason).hint("On leave, release week, ill");
                    let typed = field.show(ui).response.changed();
                    (
                        keys::take(ui, Modifiers::NONE, Key::Enter) || keys::take(ui, Modifiers::COMMAND, Key::Enter),
                        typed,
                    )
                },
                |ui| (ui.add(Button::primary("Skip it")).clicked(), ui.add(Button::plain("Cancel")).clicked()),
            );
        let (skip, cancel) = output.buttons;
        let (enter, typed) = output.body;
        if typed {
            desk.typed(&self.place, "", &self.reason);
        }
        if skip || enter {
            let change = Change::Skip { person: self.person, reason: self.reason.clone() };
            desk.ask(Action::MakeDrafted(change, self.place.clone()));
            return true;
        }
        // Esc only closes: what was typed waits as a draft for the next time.
        if cancel {
            desk.typed(&self.place, "", "");
        }
        cancel || output.closed
    }
}
