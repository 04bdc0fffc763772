//! Raise it: next time, or you just did and they said something.

use eframe::egui::{Context, Id, Key, Modifiers, Ui};

use crate::{
    domain::{
        entry::{
            Detail, Entry,
            kind::{Kind, flag::RaisePlan},
            transition::Transition,
        },
        id::EntryId,
        parse::date::format_date,
    },
    journal::change::Change,
    ui::{
        action::Action,
        keys, kind_style,
        screen_context::ScreenContext,
        text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::TextField, markdown::to_plain_text, segmented::segmented},
    },
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum RaiseOption {
    NextMeeting,
    AlreadyRaised,
}

/// The dialog.
pub struct RaiseFlagDialog {
    entry: EntryId,
    field_key: String,
    entry_text: String,
    option: RaiseOption,
    response_text: String,
    is_meeting_running: bool,
    /// When the two of you meet next, where that is planned.
    next_meeting_label: Option<String>,
    /// The caret goes to the words.
    focus_response: bool,
}

impl RaiseFlagDialog {
    /// Asks about a flag, with what was being answered when it was last left.
    pub fn open(entry: &Entry, screen: &mut ScreenContext<'_>) -> Self {
        let field_key = format!("raise/{}", entry.uid);
        let response_text = screen.draft(&field_key).map(|draft| draft.text).unwrap_or_default();
        let is_meeting_running = screen.read(|db| db.running_one_on_one(entry.person)).is_some();
        let planned = screen.read(|db| db.next_planned(entry.person)).map(|planned| planned.at.day());
        let on_the_table = matches!(&entry.detail, Detail::Flag(flag) if flag.raise_plan == RaisePlan::NextOneOnOne);
        // While you talk, or when it lies there already, it is raised; before, it is put there.
        let did = is_meeting_running || on_the_table || !response_text.is_empty();
        Self {
            entry: entry.id,
            field_key,
            entry_text: text::excerpt(&to_plain_text(&entry.text)),
            option: if did { RaiseOption::AlreadyRaised } else { RaiseOption::NextMeeting },
            response_text,
            is_meeting_running,
            next_meeting_label: planned.filter(|day| *day >= screen.today).map(|day| format_date(day, screen.today)),
            focus_response: did,
        }
    }

    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let output = Dialog::new(Id::unique("raise"), "Raise it")
            .width(480.0)
            .title_contents(|ui| drop(ui.add(kind_style::chip(Kind::Flag))))
            .note("Only you can read this.")
            .show(
                ctx,
                |ui| {
                    let typed = self.show_body(ui);
                    (keys::consume_key(ui, Modifiers::COMMAND, Key::Enter), typed)
                },
                |ui| (ui.add(Button::primary("Keep it")).clicked(), ui.add(Button::plain("Cancel")).clicked()),
            );
        let (done, cancel) = output.buttons;
        let (enter, typed) = output.body;
        if typed {
            screen.set_draft(&self.field_key, "", &self.response_text);
        }
        if done || enter {
            let does = |wanted| Change::Transition { entry: self.entry, transition: wanted };
            screen.dispatch(match self.option {
                // What they said before is not lost: it waits for the day it is raised.
                RaiseOption::NextMeeting => Action::Submit(does(Transition::Plan(RaisePlan::NextOneOnOne))),
                RaiseOption::AlreadyRaised => {
                    Action::SubmitWithDraft(does(Transition::Raise(self.response_text.clone())), self.field_key.clone())
                }
            });
            return true;
        }
        // Esc only closes: what was typed waits as a draft for the next time.
        if cancel {
            screen.set_draft(&self.field_key, "", "");
        }
        cancel || output.closed
    }

    /// Whether the words are others than before.
    fn show_body(&mut self, ui: &mut Ui) -> bool {
        let t = Tokens::of(ui);
        ui.label(text::body(&self.entry_text).color(t.ink_soft));
        let ways =
            [(RaiseOption::NextMeeting, "On the next one-on-one’s table"), (RaiseOption::AlreadyRaised, "I just did")];
        self.focus_response |=
            segmented(ui, "When", &mut self.option, &ways).changed() && self.option == RaiseOption::AlreadyRaised;
        if self.option == RaiseOption::NextMeeting {
            let day = self.next_meeting_label.as_ref().map_or_else(String::new, |day| format!(" Planned for {day}."));
            let said = format!("It stands first there, and stays until you raised it.{day}");
            ui.label(text::small(said).color(t.ink_soft));
            return false;
        }
        let field = TextField::multiline("What did they say?", &mut self.response_text, 2).show(ui);
        if self.focus_response {
            field.response.request_focus();
            self.focus_response = !field.response.has_focus();
        }
        let kept = if self.is_meeting_running { "It is recorded in this one-on-one." } else { "It is dated now." };
        ui.label(text::fine(kept).color(t.ink_faint));
        field.response.changed()
    }
}
