//! When is the next one-on-one? Set, or moved.

use eframe::egui::{Context, Id, Key, Modifiers, Ui};
use jiff::{
    Zoned,
    civil::{DateTime, Time},
};

use crate::{
    domain::{
        cadence::Cadence,
        day::ago,
        id::PersonId,
        meeting::Next,
        moment::Moment,
        when::{WhenError, parse_when},
    },
    journal::change::Change,
    ui::{
        action::Action,
        desk::Desk,
        icons, keys, text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::Field},
    },
};

/// The dialog.
pub struct SetNext {
    person: PersonId,
    title: String,
    place: String,
    /// As it stands, in words.
    so_far: String,
    /// Where only a day is written.
    usual: Option<Time>,
    skippable: bool,
    when: String,
    tried: bool,
}

impl SetNext {
    /// Asks about a person; who is archived comes back first.
    pub fn open(person: PersonId, desk: &mut Desk<'_>) -> Option<Self> {
        let found = desk.read(|db| db.person_with_meetings(person));
        let (person, meetings) = found.filter(|(person, _)| person.archived.is_none())?;
        let next = meetings.next(desk.today);
        let (before, when) = next.in_full(desk.today);
        let rhythm = meetings.cadence.map(|cadence| format!(" ({cadence})"));
        let by = if matches!(next, Next::ByCadence { .. }) { rhythm.unwrap_or_default() } else { String::new() };
        let place = format!("next/{}", person.uid);
        Some(Self {
            person: person.id,
            title: format!("Next one-on-one with {}", person.profile.short_name()),
            so_far: if when.is_empty() {
                String::new()
            } else {
                format!("So far: {} {when}{by}", before.to_lowercase())
            },
            usual: next.time().or_else(|| meetings.cadence.and_then(Cadence::time)),
            skippable: !matches!(next, Next::Nothing | Next::Now),
            when: desk.draft(&place).map(|draft| draft.text).unwrap_or_default(),
            place,
            tried: false,
        })
    }

    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, desk: &mut Desk<'_>) -> bool {
        let now = desk.journal.now();
        let read = parse_when(&self.when, self.usual, now.datetime());
        let title = self.title.clone();
        let skippable = self.skippable;
        let output = Dialog::new(Id::unique("set next"), &title).width(480.0).show(
            ctx,
            |ui| {
                let typed = self.show_body(ui, &read, &now);
                (keys::take(ui, Modifiers::NONE, Key::Enter) || keys::take(ui, Modifiers::COMMAND, Key::Enter), typed)
            },
            |ui| {
                let set = ui.add(Button::primary("Set it")).clicked();
                let cancel = ui.add(Button::plain("Cancel")).clicked();
                let skip = skippable && ui.add(Button::quiet("Skip this one…").icon(icons::SKIPPED)).clicked();
                (set, cancel, skip)
            },
        );
        let (set, cancel, skip) = output.buttons;
        let (enter, typed) = output.body;
        if typed {
            desk.typed(&self.place, "", &self.when);
        }
        if skip {
            desk.typed(&self.place, "", "");
            desk.ask(Action::Skip(self.person));
            return true;
        }
        if set || enter {
            self.tried = true;
            if let Some(at) = read.ok().and_then(|at| at.to_zoned(now.time_zone().clone()).ok()) {
                let change = Change::Plan { person: self.person, at: Moment::from(&at) };
                desk.ask(Action::MakeDrafted(change, self.place.clone()));
                return true;
            }
        }
        // Esc only closes: what was typed waits as a draft for the next time.
        if cancel {
            desk.typed(&self.place, "", "");
        }
        cancel || output.closed
    }

    /// Whether the text is another than before.
    fn show_body(&mut self, ui: &mut Ui, read: &Result<DateTime, WhenError>, now: &Zoned) -> bool {
        let t = Tokens::of(ui);
        if !self.so_far.is_empty() {
            ui.label(text::body(&self.so_far).color(t.ink_soft));
        }
        let error = read.as_ref().err().filter(|_| self.tried).map(ToString::to_string);
        let field = Field::line("When", &mut self.when).hint("tue 10:00, tomorrow 9:30, 27 nov 14:00");
        let typed = field.error(error.as_deref()).show(ui).response.changed();
        // The clock of that place says another time where the hour is missing.
        if let Ok(Ok(at)) = read.as_ref().map(|at| at.to_zoned(now.time_zone().clone())) {
            let said = format!("{}, {}", at.strftime("%A %-d %B %Y, %H:%M"), ago(at.date(), now.date()));
            ui.label(text::fine(said).color(t.ink_faint));
        }
        typed
    }
}
