//! The dialog that skips the next one-on-one. The skip is recorded; open entries stay with the
//! person.

use eframe::egui::{Context, Id};

use crate::{
    domain::id::PersonId,
    journal::change::Change,
    ui::{
        action::Submission,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::TextField},
    },
    wording::next_meeting,
};

/// Skips the next one-on-one of a person, with an optional reason.
pub struct SkipMeetingDialog {
    person: PersonId,
    field_key: String,
    description: String,
    reason: String,
}

impl SkipMeetingDialog {
    /// Opens it for the next one-on-one of a person, or the one that is overdue.
    pub fn open(person: PersonId, screen: &mut ScreenContext<'_>) -> Option<Self> {
        let (person, meetings) = screen.read(|db| db.person_with_schedule(person))?;
        let (label, when) = next_meeting::long_label(meetings.next(screen.today), screen.today);
        let field_key = format!("skip/{}", person.uid);
        Some(Self {
            person: person.id,
            description: format!("{label} {when}. Open items carry over."),
            reason: screen.draft(&field_key).map(|draft| draft.text).unwrap_or_default(),
            field_key,
        })
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let output =
            Dialog::new(Id::unique("skip"), "Skip this one-on-one").width(480.0).note("Only you can read this.").show(
                ctx,
                |ui| {
                    ui.label(text::body(&self.description).color(Tokens::of(ui).ink_soft));
                    let field = TextField::singleline("Reason (optional)", &mut self.reason)
                        .hint("On leave, release week, off sick");
                    let typed = field.show(ui).response.changed();
                    (Shortcut::ConfirmDialog.consume(ui) || Shortcut::SubmitDialog.consume(ui), typed)
                },
                |ui| (ui.add(Button::primary("Skip")).clicked(), ui.add(Button::plain("Cancel")).clicked()),
            );
        let (skip, cancel) = output.buttons;
        let (enter, typed) = output.body;
        if typed {
            screen.set_draft(&self.field_key, "", &self.reason);
        }
        if skip || enter {
            let change = Change::SkipMeeting { person: self.person, reason: self.reason.clone() };
            screen.dispatch(Submission::with_draft(change, self.field_key.clone()));
            return true;
        }
        // Esc keeps the draft for the next time; only Cancel discards it.
        if cancel {
            screen.set_draft(&self.field_key, "", "");
        }
        cancel || output.closed
    }
}
