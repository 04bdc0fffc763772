//! Another kind, another day, another person: where an entry belongs after all.

use eframe::egui::{Context, Id, Key, Modifiers, Ui};
use jiff::civil::Date;

use crate::{
    domain::{
        day::parse_past_day,
        entry::Entry,
        id::{EntryId, PersonId},
        kind::Kind,
        mark::Mark,
        person::Person,
    },
    journal::change::{Change, Refusal},
    ui::{
        action::Action,
        desk::Desk,
        keys, kinds, text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::Field, markdown::plain, menu::select},
    },
};

/// The dialog.
pub struct Refile {
    entry: EntryId,
    about: String,
    kind: Kind,
    /// As it is; another mark makes it another kind.
    was: Mark,
    mark: Mark,
    /// It stays what it is and about whom it is: a goal and its check-ins are one.
    tied: bool,
    /// The day it is of.
    written: Date,
    day: String,
    person: PersonId,
    people: Vec<(PersonId, String)>,
    tried: bool,
}

impl Refile {
    /// Asks about an entry.
    pub fn open(entry: &Entry, desk: &mut Desk<'_>) -> Self {
        let people = desk.read(crate::store::Db::people);
        let mark = entry.detail.mark().unwrap_or_default();
        let tied = match entry.kind() {
            Kind::CheckIn => true,
            Kind::Goal => desk.read(|db| db.has_check_ins(entry.id)),
            _ => false,
        };
        Self {
            entry: entry.id,
            about: plain(&entry.text),
            kind: entry.kind(),
            was: mark,
            mark,
            tied,
            written: entry.written.day(),
            day: entry.written.day().to_string(),
            person: entry.person,
            people: people.into_iter().map(|person| (person.id, named(&person))).collect(),
            tried: false,
        }
    }

    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, desk: &mut Desk<'_>) -> bool {
        let day = self.read_day(desk.today);
        let error = day.as_ref().err().filter(|_| self.tried).cloned();
        let kind = if self.mark == self.was { self.kind } else { self.mark.kind() };
        let output = Dialog::new(Id::unique("refile"), "Where it belongs")
            .width(480.0)
            .chip(move |ui| drop(ui.add(kinds::chip(kind))))
            .note("Ctrl+Z takes it back.")
            .show(
                ctx,
                |ui| {
                    self.show_body(ui, error.as_deref());
                    keys::take(ui, Modifiers::COMMAND, Key::Enter)
                },
                |ui| (ui.add(Button::primary("Move it")).clicked(), ui.add(Button::plain("Cancel")).clicked()),
            );
        let (done, cancel) = output.buttons;
        if done || output.body {
            self.tried = true;
            if let Ok(day) = day {
                let mark = (self.mark != self.was).then_some(self.mark);
                desk.ask(Action::Make(Change::Refile { entry: self.entry, mark, day, person: self.person }));
                return true;
            }
        }
        cancel || output.closed
    }

    fn show_body(&mut self, ui: &mut Ui, error: Option<&str>) {
        let t = Tokens::of(ui);
        ui.label(text::body(&self.about).color(t.ink_soft));
        if self.tied {
            ui.label(text::small(Refusal::GoalAndCheckIns.to_string()).color(t.ink_soft));
        } else {
            self.show_kind_and_person(ui);
        }
        Field::line("Written on", &mut self.day)
            .hint("yesterday, 12 nov, 2026-11-12")
            .error(error)
            .width(260.0)
            .show(ui);
        if self.mark != self.was {
            let lost = "As another kind it begins anew; what happened to it so far stays in its versions.";
            ui.label(text::fine(lost).color(t.ink_soft));
        }
    }

    fn show_kind_and_person(&mut self, ui: &mut Ui) {
        let marks = Mark::ALL.map(|mark| (mark, mark.word()));
        row(ui, "Kind", |ui| drop(select(ui, "Kind", &mut self.mark, &marks)));
        let people: Vec<(PersonId, &str)> = self.people.iter().map(|(id, name)| (*id, name.as_str())).collect();
        row(ui, "About", |ui| drop(select(ui, "About", &mut self.person, &people)));
    }

    fn read_day(&self, today: Date) -> Result<Date, String> {
        let day = parse_past_day(self.day.trim(), today).map_err(|error| error.to_string())?;
        if day > today && day != self.written { Err(Refusal::StillToCome.to_string()) } else { Ok(day) }
    }
}

/// Who is in the archive is still somebody to write about, and is marked.
fn named(person: &Person) -> String {
    let archived = if person.archived.is_some() { " (archived)" } else { "" };
    format!("{}{archived}", person.profile.name)
}

fn row(ui: &mut Ui, label: &str, add: impl FnOnce(&mut Ui)) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.label(text::small_strong(label).color(Tokens::of(ui).ink));
        add(ui);
    });
}
