//! Why is this one-on-one skipped? A skipped one shows; what is open stays with the person.

use eframe::egui::{Context, Id, Key, Modifiers};

use crate::{
    domain::id::PersonId,
    journal::change::Change,
    ui::{
        action::Action,
        keys,
        screen_context::ScreenContext,
        text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::TextField},
    },
};

/// The dialog.
pub struct SkipMeetingDialog {
    person: PersonId,
    field_key: String,
    description: String,
    reason: String,
}

impl SkipMeetingDialog {
    /// Asks about the one-on-one that comes next with a person, or was to be.
    pub fn open(person: PersonId, screen: &mut ScreenContext<'_>) -> Option<Self> {
        let (person, meetings) = screen.read(|db| db.person_with_schedule(person))?;
        let them = person.profile.short_name();
        let (before, when) = meetings.next(screen.today).long_label(screen.today);
        let place = format!("skip/{}", person.uid);
        Some(Self {
            person: person.id,
            description: format!("{before} {when}. What is open stays with {them}, and is there when you meet."),
            reason: screen.draft(&place).map(|draft| draft.text).unwrap_or_default(),
            field_key: place,
        })
    }

    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let output =
            Dialog::new(Id::unique("skip"), "Skip this one-on-one").width(480.0).note("Only you can read this.").show(
                ctx,
                |ui| {
                    ui.label(text::body(&self.description).color(Tokens::of(ui).ink_soft));
                    let field = TextField::singleline("Why? (if you like)", &mut self.reason)
                        .hint("On leave, release week, ill");
                    let typed = field.show(ui).response.changed();
                    (
                        keys::consume_key(ui, Modifiers::NONE, Key::Enter)
                            || keys::consume_key(ui, Modifiers::COMMAND, Key::Enter),
                        typed,
                    )
                },
                |ui| (ui.add(Button::primary("Skip it")).clicked(), ui.add(Button::plain("Cancel")).clicked()),
            );
        let (skip, cancel) = output.buttons;
        let (enter, typed) = output.body;
        if typed {
            screen.set_draft(&self.field_key, "", &self.reason);
        }
        if skip || enter {
            let change = Change::SkipMeeting { person: self.person, reason: self.reason.clone() };
            screen.dispatch(Action::SubmitWithDraft(change, self.field_key.clone()));
            return true;
        }
        // Esc only closes: what was typed waits as a draft for the next time.
        if cancel {
            screen.set_draft(&self.field_key, "", "");
        }
        cancel || output.closed
    }
}
