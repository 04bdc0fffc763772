//! The dialog that raises a flag: at the next one-on-one, or with the response when it was just
//! raised.

use eframe::egui::{Context, Id, Ui};

use crate::{
    domain::{
        entry::{
            Detail, Entry,
            kind::{Kind, flag::RaisePlan},
            transition::Transition,
        },
        id::EntryId,
    },
    journal::change::Change,
    ui::{
        action::{Action, Submission},
        kind_style,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::Tokens,
        widget::{
            button::Button,
            dialog::Dialog,
            field::{TextField, is_typing_offered},
            markdown::to_plain_text,
            segmented::segmented,
        },
    },
    wording::date::format_date,
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum RaiseOption {
    NextMeeting,
    AlreadyRaised,
}

/// Raises a flag, or plans to.
pub struct RaiseFlagDialog {
    entry: EntryId,
    field_key: String,
    entry_text: String,
    option: RaiseOption,
    response_text: String,
    is_meeting_running: bool,
    /// The date of the next one-on-one, where one is planned.
    next_meeting_label: Option<String>,
    /// The response field is to be focused.
    focus_response: bool,
}

impl RaiseFlagDialog {
    /// Opens it for a flag, with the draft of an earlier response.
    pub fn open(entry: &Entry, screen: &mut ScreenContext<'_>) -> Self {
        let field_key = format!("raise/{}", entry.uid);
        let response_text = screen.draft(&field_key).map(|draft| draft.text).unwrap_or_default();
        let is_meeting_running = screen.read(|db| db.running_one_on_one(entry.person)).is_some();
        let planned = screen.read(|db| db.next_planned(entry.person)).map(|planned| planned.at.day());
        let is_on_agenda = matches!(&entry.detail, Detail::Flag(flag) if flag.raise_plan == RaisePlan::NextOneOnOne);
        // During a one-on-one, or when it is on the agenda already, it was raised just now.
        let already_raised = is_meeting_running || is_on_agenda || !response_text.is_empty();
        Self {
            entry: entry.id,
            field_key,
            entry_text: text::excerpt(&to_plain_text(&entry.text)),
            option: if already_raised { RaiseOption::AlreadyRaised } else { RaiseOption::NextMeeting },
            response_text,
            is_meeting_running,
            next_meeting_label: planned.filter(|day| *day >= screen.today).map(|day| format_date(day, screen.today)),
            focus_response: already_raised,
        }
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let output = Dialog::new(Id::unique("raise"), "Raise flag")
            .width(480.0)
            .title_contents(|ui| drop(ui.add(kind_style::chip(Kind::Flag))))
            .note("Only you can read this.")
            .show(
                ctx,
                |ui| {
                    let typed = self.show_body(ui);
                    (Shortcut::SubmitDialog.consume(ui), typed)
                },
                |ui| (ui.add(Button::primary("Save")).clicked(), ui.add(Button::plain("Cancel")).clicked()),
            );
        let (done, cancel) = output.buttons;
        let (enter, typed) = output.body;
        if typed {
            screen.set_draft(&self.field_key, "", &self.response_text);
        }
        if done || enter {
            let change = |transition| Change::Transition { entry: self.entry, transition };
            screen.dispatch(match self.option {
                // The typed response is kept as a draft until the flag is raised.
                RaiseOption::NextMeeting => Action::from(change(Transition::Plan(RaisePlan::NextOneOnOne))),
                RaiseOption::AlreadyRaised => Action::from(Submission::with_draft(
                    change(Transition::Raise(self.response_text.clone())),
                    self.field_key.clone(),
                )),
            });
            return true;
        }
        // Esc keeps the draft for the next time; only Cancel discards it.
        if cancel {
            screen.set_draft(&self.field_key, "", "");
        }
        cancel || output.closed
    }

    /// Returns whether the response changed.
    fn show_body(&mut self, ui: &mut Ui) -> bool {
        let t = Tokens::of(ui);
        ui.label(text::body(&self.entry_text).color(t.ink_soft));
        let options =
            [(RaiseOption::NextMeeting, "At the next one-on-one"), (RaiseOption::AlreadyRaised, "I just did")];
        self.focus_response |=
            segmented(ui, "When", &mut self.option, &options).changed() && self.option == RaiseOption::AlreadyRaised;
        if is_typing_offered(ui) {
            // Words are a response, so it was raised.
            self.option = RaiseOption::AlreadyRaised;
        }
        if self.option == RaiseOption::NextMeeting {
            let day = self.next_meeting_label.as_ref().map_or_else(String::new, |day| format!(" Planned for {day}."));
            let text = format!("Stays at the top until you raise it.{day}");
            ui.label(text::small(text).color(t.ink_soft));
            return false;
        }
        let field = TextField::multiline("What did they say?", &mut self.response_text, 2).show(ui);
        if self.focus_response {
            field.response.request_focus();
            self.focus_response = !field.response.has_focus();
        }
        let note = if self.is_meeting_running { "Saved to this one-on-one." } else { "Dated today." };
        ui.label(text::fine(note).color(t.ink_faint));
        field.response.changed()
    }
}
