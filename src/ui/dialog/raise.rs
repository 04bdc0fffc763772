//! Raise it: next time, or you just did and they said something.

use eframe::egui::{Context, Id, Key, Modifiers, Ui};

use crate::{
    domain::{
        day::say_day,
        entry::{Detail, Entry},
        flag::RaiseWhen,
        id::EntryId,
        kind::Kind,
        life::Move,
    },
    journal::change::Change,
    ui::{
        action::Action,
        desk::Desk,
        keys, kinds, text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::Field, markdown::plain, segmented::segmented},
    },
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    OnTheTable,
    JustDid,
}

/// The dialog.
pub struct Raise {
    entry: EntryId,
    place: String,
    about: String,
    way: Way,
    words: String,
    running: bool,
    /// When the two of you meet next, where that is planned.
    next: Option<String>,
    /// The caret goes to the words.
    wants_words: bool,
}

impl Raise {
    /// Asks about a flag, with what was being answered when it was last left.
    pub fn open(entry: &Entry, desk: &mut Desk<'_>) -> Self {
        let place = format!("raise/{}", entry.uid);
        let words = desk.draft(&place).map(|draft| draft.text).unwrap_or_default();
        let running = desk.read(|db| db.running(entry.person)).is_some();
        let planned = desk.read(|db| db.next_planned(entry.person)).map(|planned| planned.at.day());
        let on_the_table = matches!(&entry.detail, Detail::Flag(flag) if flag.raise_when == RaiseWhen::NextOneOnOne);
        // While you talk, or when it lies there already, it is raised; before, it is put there.
        let did = running || on_the_table || !words.is_empty();
        Self {
            entry: entry.id,
            place,
            about: text::beginning(&plain(&entry.text)),
            way: if did { Way::JustDid } else { Way::OnTheTable },
            words,
            running,
            next: planned.filter(|day| *day >= desk.today).map(|day| say_day(day, desk.today)),
            wants_words: did,
        }
    }

    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, desk: &mut Desk<'_>) -> bool {
        let output = Dialog::new(Id::unique("raise"), "Raise it")
            .width(480.0)
            .chip(|ui| drop(ui.add(kinds::chip(Kind::Flag))))
            .note("Only you can read this.")
            .show(
                ctx,
                |ui| {
                    let typed = self.show_body(ui);
                    (keys::take(ui, Modifiers::COMMAND, Key::Enter), typed)
                },
                |ui| (ui.add(Button::primary("Keep it")).clicked(), ui.add(Button::plain("Cancel")).clicked()),
            );
        let (done, cancel) = output.buttons;
        let (enter, typed) = output.body;
        if typed {
            desk.typed(&self.place, "", &self.words);
        }
        if done || enter {
            let does = |wanted| Change::Move { entry: self.entry, wanted };
            desk.ask(match self.way {
                // What they said before is not lost: it waits for the day it is raised.
                Way::OnTheTable => Action::Make(does(Move::Plan(RaiseWhen::NextOneOnOne))),
                Way::JustDid => Action::MakeDrafted(does(Move::Raise(self.words.clone())), self.place.clone()),
            });
            return true;
        }
        // Esc only closes: what was typed waits as a draft for the next time.
        if cancel {
            desk.typed(&self.place, "", "");
        }
        cancel || output.closed
    }

    /// Whether the words are others than before.
    fn show_body(&mut self, ui: &mut Ui) -> bool {
        let t = Tokens::of(ui);
        ui.label(text::body(&self.about).color(t.ink_soft));
        let ways = [(Way::OnTheTable, "On the next one-on-one’s table"), (Way::JustDid, "I just did")];
        self.wants_words |= segmented(ui, "When", &mut self.way, &ways).changed() && self.way == Way::JustDid;
        if self.way == Way::OnTheTable {
            let day = self.next.as_ref().map_or_else(String::new, |day| format!(" Planned for {day}."));
            let said = format!("It stands first there, and stays until you raised it.{day}");
            ui.label(text::small(said).color(t.ink_soft));
            return false;
        }
        let field = Field::lines("What did they say?", &mut self.words, 2).show(ui);
        if self.wants_words {
            field.response.request_focus();
            self.wants_words = !field.response.has_focus();
        }
        let kept = if self.running { "It is recorded in this one-on-one." } else { "It is dated now." };
        ui.label(text::fine(kept).color(t.ink_faint));
        field.response.changed()
    }
}
