//! How long did it take?

use eframe::egui::{Context, Id, Key, Modifiers, Ui};
use jiff::civil::Date;

use crate::{
    domain::{
        aside::in_short, day::say_day, entry::Entry, kind::Kind, moment::Moment, one_on_one::OneOnOne, person::Person,
    },
    journal::change::Change,
    ui::{
        action::Action,
        desk::Desk,
        icons, keys,
        kinds::{chip, tone},
        text,
        tokens::Tokens,
        widget::{
            button::Button, dialog::Dialog, elide::elide, field::Field, markdown::plain, section_label::section_label,
        },
    },
};

/// The end of a one-on-one.
pub struct WrapUp {
    one_on_one: OneOnOne,
    title: String,
    minutes: String,
    /// How many jots of each kind.
    jotted: Vec<(Kind, usize)>,
    /// What was promised in this one-on-one.
    promised: Vec<Line>,
    /// What is open for the next time, whenever it was written.
    on_the_table: Vec<Line>,
    next: Option<String>,
}

/// One thing in a list: its kind, what it is, and how it stands.
struct Line {
    kind: Kind,
    text: String,
}

impl Line {
    fn new(entry: &Entry, today: Date, them: &str) -> Self {
        let stands = in_short(entry, today, them).map(|aside| format!(" · {}", aside.text)).unwrap_or_default();
        Self { kind: entry.kind(), text: format!("{}{stands}", plain(&entry.text)) }
    }
}

impl WrapUp {
    /// Asks about the one-on-one that is going on with a person.
    pub fn new(one_on_one: OneOnOne, person: &Person, desk: &mut Desk<'_>) -> Self {
        let them = person.profile.short_name();
        let now = Moment::from(&desk.journal.now());
        let minutes = now.minutes_since(&one_on_one.at).min(OneOnOne::MAX_MINUTES);
        let entries: Vec<Entry> = desk.read(|db| db.entries_of(one_on_one.id));
        let open: Vec<Entry> = desk.read(|db| db.open_entries(person.id));
        let line = |entry: &Entry| Line::new(entry, desk.today, them);
        let is_promised = |entry: &&Entry| entry.kind() == Kind::Action;
        let promised: Vec<Line> = entries.iter().filter(is_promised).map(line).collect();
        let is_promised_here = |entry: &Entry| is_promised(&entry) && entry.one_on_one == Some(one_on_one.id);
        let on_the_table = TABLE.iter().flat_map(|kind| open.iter().filter(move |entry| entry.kind() == *kind));
        let on_the_table = on_the_table.filter(|entry| !is_promised_here(entry)).map(line).collect();
        Self {
            title: format!("Wrap up with {them}"),
            minutes: minutes.to_string(),
            jotted: counted(&entries),
            promised,
            on_the_table,
            next: next(person, desk),
            one_on_one,
        }
    }

    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, desk: &mut Desk<'_>) -> bool {
        let minutes = self.minutes.trim().parse::<u32>().ok().filter(|minutes| *minutes <= OneOnOne::MAX_MINUTES);
        let error = minutes.is_none().then_some("Say it in minutes, from 0 to 1440.");
        let title = self.title.clone();
        let output = Dialog::new(Id::unique("wrap up"), &title).width(520.0).show(
            ctx,
            |ui| {
                let field = Field::line("How long did it take, in minutes?", &mut self.minutes)
                    .width(240.0)
                    .error(error)
                    .show(ui);
                show_jotted(ui, &self.jotted);
                show_lines(ui, "Promised", &self.promised);
                show_lines(ui, "Still on the table, for next time", &self.on_the_table);
                show_next(ui, self.next.as_deref());
                let enter = ui.input(|input| input.key_pressed(Key::Enter));
                (field.response.lost_focus() && enter) || keys::take(ui, Modifiers::COMMAND, Key::Enter)
            },
            |ui| {
                let done = ui.add_enabled(minutes.is_some(), Button::primary("Wrap up")).clicked();
                (done, ui.add(Button::plain("Not yet")).clicked())
            },
        );
        let (done, not_yet) = output.buttons;
        if let Some(minutes) = minutes
            && (done || output.body)
        {
            desk.ask(Action::Make(Change::WrapUp { one_on_one: self.one_on_one.id, minutes }));
            return true;
        }
        not_yet || output.closed
    }
}

/// What stands on the table, what was noticed before what was promised: as in the rail.
const TABLE: [Kind; 4] = [Kind::Flag, Kind::Topic, Kind::Action, Kind::Praise];

fn counted(entries: &[Entry]) -> Vec<(Kind, usize)> {
    let count = |kind: Kind| entries.iter().filter(|entry| entry.kind() == kind).count();
    Kind::ALL.into_iter().map(|kind| (kind, count(kind))).filter(|(_, count)| *count > 0).collect()
}

/// The day that is planned, or the one that the rhythm leads to.
fn next(person: &Person, desk: &mut Desk<'_>) -> Option<String> {
    let planned = desk.read(|db| db.next_planned(person.id)).map(|planned| planned.at.day());
    let rhythm = || person.profile.cadence.map(|cadence| cadence.next_after(desk.today));
    planned.or_else(rhythm).map(|day| say_day(day, desk.today))
}

/// A label with what belongs to it close below.
fn part(ui: &mut Ui, label: &str, add: impl FnOnce(&mut Ui)) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        section_label(ui, label);
        add(ui);
    });
}

fn show_next(ui: &mut Ui, next: Option<&str>) {
    if let Some(next) = next {
        part(ui, "Next one-on-one", |ui| drop(ui.label(text::small(next).color(Tokens::of(ui).ink))));
    }
}

fn show_jotted(ui: &mut Ui, jotted: &[(Kind, usize)]) {
    let t = Tokens::of(ui);
    part(ui, "Jotted", |ui| {
        if jotted.is_empty() {
            ui.label(text::small("Nothing was jotted. It still counts as held.").color(t.ink_soft));
            return;
        }
        ui.horizontal_wrapped(|ui| {
            for (kind, count) in jotted {
                ui.add(chip(*kind));
                ui.label(text::small(count.to_string()).color(t.ink_soft));
                ui.add_space(6.0);
            }
        });
    });
}

/// A few lines below a label, each with the sign of its kind; what is beyond them is a number.
fn show_lines(ui: &mut Ui, label: &str, lines: &[Line]) {
    const MOST: usize = 6;
    if lines.is_empty() {
        return;
    }
    let t = Tokens::of(ui);
    part(ui, label, |ui| {
        for line in lines.iter().take(MOST) {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                let tone = tone(line.kind);
                let icon = ui.label(text::small(icons::for_tone(tone)).color(t.kind_ink(tone)));
                icon.accessible_name(line.kind.word());
                elide(ui, text::small(&line.text).color(t.ink));
            });
        }
        if lines.len() > MOST {
            ui.label(text::fine(format!("and {} more", lines.len() - MOST)).color(t.ink_faint));
        }
    });
}
