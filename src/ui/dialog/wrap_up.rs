//! The dialog that ends a one-on-one: its length and a summary.

use eframe::egui::{Context, Id, Ui};
use jiff::civil::Date;

use crate::{
    domain::{
        entry::{Entry, kind::Kind},
        moment::Moment,
        one_on_one::OneOnOne,
        person::Person,
    },
    journal::change::Change,
    ui::{
        icons,
        kind_style::{chip, tone},
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::Tokens,
        widget::{
            button::Button, dialog::Dialog, field::TextField, markdown::to_plain_text, section_label::section_label,
            truncated_label::truncated_label,
        },
    },
    wording::{date::format_date, entry_caption::status_caption},
};

/// Ends a running one-on-one.
pub struct WrapUpDialog {
    one_on_one: OneOnOne,
    title: String,
    minutes: String,
    /// The number of entries of each kind.
    counts_by_kind: Vec<(Kind, usize)>,
    /// Actions promised in this one-on-one.
    promised_rows: Vec<EntryRow>,
    /// The open agenda for the next one, whenever it was written.
    agenda_rows: Vec<EntryRow>,
    next_meeting_label: Option<String>,
}

/// A listed entry: its kind, and its text with its status.
struct EntryRow {
    kind: Kind,
    text: String,
}

impl EntryRow {
    fn new(entry: &Entry, today: Date, short_name: &str) -> Self {
        let status =
            status_caption(entry, today, short_name).map(|caption| format!(" · {}", caption.text)).unwrap_or_default();
        Self { kind: entry.kind(), text: format!("{}{status}", to_plain_text(&entry.text)) }
    }
}

impl WrapUpDialog {
    /// Opens it for the running one-on-one of a person.
    pub fn new(one_on_one: OneOnOne, person: &Person, screen: &mut ScreenContext<'_>) -> Self {
        let short_name = person.profile.short_name();
        let now = Moment::from(&screen.journal.now());
        let minutes = now.minutes_since(&one_on_one.at).min(OneOnOne::MAX_MINUTES);
        let entries: Vec<Entry> = screen.read(|db| db.entries_in_one_on_one(one_on_one.id));
        let open: Vec<Entry> = screen.read(|db| db.open_entries(person.id));
        let to_row = |entry: &Entry| EntryRow::new(entry, screen.today, short_name);
        let is_promised = |entry: &&Entry| entry.kind() == Kind::Action;
        let promised_rows: Vec<EntryRow> = entries.iter().filter(is_promised).map(to_row).collect();
        let is_promised_here = |entry: &Entry| is_promised(&entry) && entry.one_on_one == Some(one_on_one.id);
        let agenda = AGENDA_KINDS.iter().flat_map(|kind| open.iter().filter(move |entry| entry.kind() == *kind));
        let agenda_rows = agenda.filter(|entry| !is_promised_here(entry)).map(to_row).collect();
        Self {
            title: format!("Wrap up with {short_name}"),
            minutes: minutes.to_string(),
            counts_by_kind: count_by_kind(&entries),
            promised_rows,
            agenda_rows,
            next_meeting_label: next_meeting_label(person, screen),
            one_on_one,
        }
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let minutes = self.minutes.trim().parse::<u32>().ok().filter(|minutes| *minutes <= OneOnOne::MAX_MINUTES);
        let error = minutes.is_none().then_some("Enter minutes, from 0 to 1440.");
        let title = self.title.clone();
        let output = Dialog::new(Id::unique("wrap up"), &title).width(520.0).show(
            ctx,
            |ui| {
                let field =
                    TextField::singleline("Duration (min)", &mut self.minutes).width(240.0).error(error).show(ui);
                show_counts(ui, &self.counts_by_kind);
                show_rows(ui, "Promised", &self.promised_rows);
                show_rows(ui, "Still open, for next time", &self.agenda_rows);
                show_next(ui, self.next_meeting_label.as_deref());
                let enter = Shortcut::SubmitField.is_pressed(ui);
                (field.response.lost_focus() && enter) || Shortcut::SubmitDialog.consume(ui)
            },
            |ui| {
                let done = ui.add_enabled(minutes.is_some(), Button::primary("Wrap up")).clicked();
                (done, ui.add(Button::plain("Cancel")).clicked())
            },
        );
        let (done, not_yet) = output.buttons;
        if let Some(minutes) = minutes
            && (done || output.body)
        {
            screen.dispatch(Change::WrapUp { one_on_one: self.one_on_one.id, minutes });
            return true;
        }
        not_yet || output.closed
    }
}

/// The kinds on the agenda, in the order of the side panel.
const AGENDA_KINDS: [Kind; 4] = [Kind::Flag, Kind::Topic, Kind::Action, Kind::Praise];

fn count_by_kind(entries: &[Entry]) -> Vec<(Kind, usize)> {
    let count = |kind: Kind| entries.iter().filter(|entry| entry.kind() == kind).count();
    Kind::ALL.iter().map(|&kind| (kind, count(kind))).filter(|(_, count)| *count > 0).collect()
}

/// The date of the planned one-on-one, or the one that the cadence gives.
fn next_meeting_label(person: &Person, screen: &mut ScreenContext<'_>) -> Option<String> {
    let planned = screen.read(|db| db.next_planned(person.id)).map(|planned| planned.at.day());
    let by_cadence = || person.profile.cadence.map(|cadence| cadence.next_after(screen.today));
    planned.or_else(by_cadence).map(|day| format_date(day, screen.today))
}

/// A label with its content directly below.
fn show_part(ui: &mut Ui, label: &str, add: impl FnOnce(&mut Ui)) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        section_label(ui, label);
        add(ui);
    });
}

fn show_next(ui: &mut Ui, next: Option<&str>) {
    if let Some(next) = next {
        show_part(ui, "Next one-on-one", |ui| drop(ui.label(text::small(next).color(Tokens::of(ui).ink))));
    }
}

fn show_counts(ui: &mut Ui, counts: &[(Kind, usize)]) {
    let t = Tokens::of(ui);
    show_part(ui, "Notes", |ui| {
        if counts.is_empty() {
            ui.label(text::small("No notes. It still counts as held.").color(t.ink_soft));
            return;
        }
        ui.horizontal_wrapped(|ui| {
            for (kind, count) in counts {
                ui.add(chip(*kind));
                ui.label(text::small(count.to_string()).color(t.ink_soft));
                ui.add_space(6.0);
            }
        });
    });
}

/// The first rows below a label, each with the icon of its kind, and the number of those left out.
fn show_rows(ui: &mut Ui, label: &str, rows: &[EntryRow]) {
    const MAX_ROWS: usize = 6;
    if rows.is_empty() {
        return;
    }
    let t = Tokens::of(ui);
    show_part(ui, label, |ui| {
        for row in rows.iter().take(MAX_ROWS) {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                let tone = tone(row.kind);
                let icon = ui.label(text::small(icons::for_tone(tone)).color(t.kind_ink(tone)));
                icon.accessible_name(row.kind.label());
                truncated_label(ui, text::small(&row.text).color(t.ink));
            });
        }
        if rows.len() > MAX_ROWS {
            ui.label(text::fine(format!("and {} more", rows.len() - MAX_ROWS)).color(t.ink_faint));
        }
    });
}
