//! How long did it take?

use eframe::egui::{Context, Id, Key, Modifiers, Ui};

use crate::{
    domain::{
        aside::asides, day::say_day, entry::Entry, kind::Kind, moment::Moment, one_on_one::OneOnOne, person::Person,
    },
    journal::change::Change,
    ui::{
        action::Action,
        desk::Desk,
        keys,
        kinds::chip,
        text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::Field, markdown::plain, section_label::section_label},
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
    promised: Vec<String>,
    /// What was not talked about.
    on_the_table: Vec<String>,
    next: String,
}

impl WrapUp {
    /// Asks about the one-on-one that is going on with a person.
    pub fn new(one_on_one: OneOnOne, person: &Person, desk: &mut Desk<'_>) -> Self {
        let them = person.profile.short_name();
        let now = Moment::from(&desk.journal.now());
        let minutes = now.minutes_since(&one_on_one.at).min(OneOnOne::MAX_MINUTES);
        let entries: Vec<Entry> = desk.read(|db| db.entries_of(one_on_one.id));
        let open: Vec<Entry> = desk.read(|db| db.open_entries(person.id));
        let planned = desk.read(|db| db.next_planned(person.id)).map(|planned| planned.at.day());
        let next = planned.or_else(|| person.profile.cadence.map(|cadence| cadence.next_after(desk.today)));
        let said = |entry: &Entry, today| {
            let by = asides(entry, today, them).first().map(|aside| format!(" · {}", aside.text)).unwrap_or_default();
            format!("{}{by}", plain(&entry.text))
        };
        let count = |kind: Kind| entries.iter().filter(|entry| entry.kind() == kind).count();
        Self {
            title: format!("Wrap up with {them}"),
            minutes: minutes.to_string(),
            jotted: Kind::ALL.into_iter().map(|kind| (kind, count(kind))).filter(|(_, count)| *count > 0).collect(),
            promised: entries
                .iter()
                .filter(|entry| entry.kind() == Kind::Action)
                .map(|entry| said(entry, desk.today))
                .collect(),
            on_the_table: open
                .iter()
                .filter(|entry| {
                    matches!(entry.kind(), Kind::Topic | Kind::Flag) && entry.one_on_one != Some(one_on_one.id)
                })
                .map(|entry| plain(&entry.text))
                .collect(),
            next: next.map_or_else(String::new, |day| format!("Next: {}", say_day(day, desk.today))),
            one_on_one,
        }
    }

    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, desk: &mut Desk<'_>) -> bool {
        let minutes = self.minutes.trim().parse::<u32>().ok().filter(|minutes| *minutes <= OneOnOne::MAX_MINUTES);
        let error = minutes.is_none().then_some("Say it in minutes, from 0 to 1440.");
        let (title, next) = (self.title.clone(), self.next.clone());
        let output = Dialog::new(Id::unique("wrap up"), &title).width(480.0).note(&next).show(
            ctx,
            |ui| {
                let field = Field::line("How long did it take, in minutes?", &mut self.minutes)
                    .width(240.0)
                    .error(error)
                    .show(ui);
                show_jotted(ui, &self.jotted);
                show_lines(ui, "Promised", &self.promised);
                show_lines(ui, "Still on the table, for next time", &self.on_the_table);
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

fn show_jotted(ui: &mut Ui, jotted: &[(Kind, usize)]) {
    let t = Tokens::of(ui);
    section_label(ui, "Jotted");
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
}

/// A few lines below a label; what is beyond them is a number.
fn show_lines(ui: &mut Ui, label: &str, lines: &[String]) {
    const MOST: usize = 5;
    if lines.is_empty() {
        return;
    }
    let t = Tokens::of(ui);
    section_label(ui, label);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for line in lines.iter().take(MOST) {
            ui.label(text::small(line).color(t.ink));
        }
        if lines.len() > MOST {
            ui.label(text::fine(format!("and {} more", lines.len() - MOST)).color(t.ink_faint));
        }
    });
}
