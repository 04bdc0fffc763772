//! Timeline: all that was written about a person, newest first, with the months as landmarks. Only what is in sight is read
//! and laid out.

use std::collections::HashMap;

use eframe::egui::{Align, Layout, Ui, vec2};
use jiff::civil::Date;

use super::Facts;
use crate::{
    domain::{day::say_day, id::EntryId},
    store::{Db, IndexRow, StoreError},
    ui::{
        desk::Desk,
        entry::{Shown, editor::EntryEditor, say_one_on_one},
        icons,
        kinds::chip,
        text,
        tokens::{Tokens, size},
        widget::{
            card,
            empty::Empty,
            virtual_list::{Place, VirtualList},
        },
    },
};

/// An entry of two lines, as most are.
const ESTIMATE: f32 = 64.0;
const GAP: f32 = 12.0;
const DAY_WIDTH: f32 = 84.0;
/// Entries that were read are kept up to this many.
const REMEMBER: usize = 400;
/// Keys of months are told from those of entries by this bit.
const MONTH_KEY: u64 = 1 << 63;

/// One row of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    /// A month begins; how many entries it holds.
    Month { first: Date, count: usize },
    /// An entry; the day stands at the left once a day.
    Entry { entry: IndexRow, first_of_day: bool },
}

impl Row {
    fn key(&self) -> u64 {
        match self {
            Self::Month { first, .. } => {
                let months = i64::from(first.year()) * 12 + i64::from(first.month());
                MONTH_KEY | months.unsigned_abs()
            }
            Self::Entry { entry, .. } => entry.id.0.unsigned_abs(),
        }
    }
}

/// The rows of a history, newest first.
fn rows_of(index: &[IndexRow]) -> Vec<Row> {
    let mut rows = Vec::with_capacity(index.len() + index.len() / 8 + 1);
    let month = |entry: &IndexRow| entry.day.first_of_month();
    for chunk in index.chunk_by(|a, b| month(a) == month(b)) {
        let Some(first) = chunk.first() else { continue };
        rows.push(Row::Month { first: month(first), count: chunk.len() });
        let mut before = None;
        for entry in chunk {
            rows.push(Row::Entry { entry: *entry, first_of_day: before != Some(entry.day) });
            before = Some(entry.day);
        }
    }
    rows
}

/// Reads an entry, with the one-on-one it belongs to under it.
fn read_entry(db: &Db, id: EntryId, today: Date, them: &str) -> Result<Option<Shown>, StoreError> {
    let Some(entry) = db.entry(id)? else { return Ok(None) };
    let time = entry.written.time().strftime("%H:%M").to_string();
    let one_on_one = entry.one_on_one.map(|id| db.one_on_one(id)).transpose()?.flatten();
    let more = match &one_on_one {
        Some(one_on_one) => format!("{}, {time}", say_one_on_one(one_on_one)),
        None => time,
    };
    Shown::new(db, entry, today, them, Some(more)).map(Some)
}

/// What the timeline keeps between frames.
pub(super) struct Timeline {
    rows: Option<Vec<Row>>,
    read: HashMap<EntryId, Shown>,
    list: VirtualList,
}

impl Timeline {
    /// A timeline that opens at a place it was left at.
    pub(super) fn at(place: Option<Place>) -> Self {
        let mut list = VirtualList::new(ESTIMATE).gap(GAP);
        if let Some(place) = place {
            list.restore(place);
        }
        Self { rows: None, read: HashMap::new(), list }
    }

    /// Reads everything again when it is shown next.
    pub(super) fn forget(&mut self) {
        self.rows = None;
        self.read.clear();
    }

    /// Where it stands.
    pub(super) fn place(&self) -> Place {
        self.list.place()
    }

    pub(super) fn show(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, facts: &Facts, editor: &mut Option<EntryEditor>) {
        let person = &facts.person;
        let them = person.profile.short_name();
        let Self { rows, read, list } = self;
        let rows = rows.get_or_insert_with(|| rows_of(&desk.read(|db| db.timeline_index(person.id))));
        if rows.is_empty() {
            ui.add_space(96.0);
            let line = format!("{them}’s years will be here.");
            Empty::new(icons::BOOK, &line, "Every jot, newest first, on the day it was written.").show(ui);
            return;
        }
        if read.len() > REMEMBER {
            read.clear();
        }
        let rows: &[Row] = rows;
        list.show(
            ui,
            ("timeline", person.id.0),
            rows.len(),
            |row| rows.get(row).map_or(0, Row::key),
            |ui, row| match rows.get(row) {
                Some(Row::Month { first, count }) => show_month(ui, *first, *count, row == 0),
                Some(Row::Entry { entry, first_of_day }) => {
                    let day = first_of_day.then(|| say_short(entry.day, desk.today));
                    let known = read.entry(entry.id);
                    let Some(shown) = find(known, desk, them) else { return };
                    show_entry(ui, desk, shown, day.as_deref(), editor);
                }
                None => {}
            },
        );
    }
}

type Known<'a> = std::collections::hash_map::Entry<'a, EntryId, Shown>;

/// The entry as it was read before, or read now. Nothing where it is gone since the rows were read.
fn find<'a>(known: Known<'a>, desk: &mut Desk<'_>, them: &str) -> Option<&'a mut Shown> {
    match known {
        Known::Occupied(read) => Some(read.into_mut()),
        Known::Vacant(place) => {
            let (id, today) = (*place.key(), desk.today);
            desk.read(|db| read_entry(db, id, today, them)).map(|read| place.insert(read))
        }
    }
}

/// "Today", "Yesterday", "17 Nov"; the year is said by the month.
fn say_short(day: Date, today: Date) -> String {
    match say_day(day, today).as_str() {
        "today" => "Today".to_owned(),
        "yesterday" => "Yesterday".to_owned(),
        _ => day.strftime("%-d %b").to_string(),
    }
}

fn show_month(ui: &mut Ui, first: Date, count: usize, at_top: bool) {
    let t = Tokens::of(ui);
    ui.add_space(if at_top { 20.0 } else { 14.0 });
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        ui.label(text::section(first.strftime("%B %Y").to_string()).color(t.ink));
        let entries = if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") };
        ui.label(text::fine(entries).color(t.ink_faint));
    });
}

/// The day at the left, once a day, and the entry on its card.
fn show_entry(
    ui: &mut Ui,
    desk: &mut Desk<'_>,
    shown: &mut Shown,
    day: Option<&str>,
    editor: &mut Option<EntryEditor>,
) {
    let t = Tokens::of(ui);
    let width = ui.available_width() - size::PAGE_MARGIN;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.allocate_ui_with_layout(vec2(DAY_WIDTH, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(DAY_WIDTH);
            ui.add_space(14.0);
            if let Some(day) = day {
                ui.label(text::small(day).color(t.ink_faint));
            }
        });
        ui.allocate_ui_with_layout(vec2(width - DAY_WIDTH, 0.0), Layout::top_down(Align::Min), |ui| {
            shown.scope(ui, desk, |shown, ui, desk, looked_at| {
                card::card(ui, |ui| show_card(ui, desk, shown, editor, looked_at));
            });
        });
    });
}

fn show_card(ui: &mut Ui, desk: &mut Desk<'_>, shown: &mut Shown, editor: &mut Option<EntryEditor>, looked_at: bool) {
    const RIGHT: f32 = 150.0;
    let width = ui.available_width();
    ui.set_width(width);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.allocate_ui_with_layout(vec2(width - RIGHT, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(width - RIGHT);
            shown.show_text(ui, desk, editor);
        });
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            ui.add(chip(shown.entry.kind()));
            shown.show_menu(ui, desk, looked_at);
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::kind::Kind;
    use jiff::civil::date;

    #[test]
    fn months_stand_before_their_entries_and_a_day_is_said_once() {
        let entry = |id, day| IndexRow { id: EntryId(id), day, kind: Kind::Note };
        let index = [
            entry(4, date(2026, 11, 24)),
            entry(3, date(2026, 11, 24)),
            entry(2, date(2026, 10, 31)),
            entry(1, date(2025, 10, 31)),
        ];
        let said: Vec<String> = rows_of(&index)
            .iter()
            .map(|row| match row {
                Row::Month { first, count } => format!("{first} {count}"),
                Row::Entry { entry, first_of_day } => format!("{} {first_of_day}", entry.id.0),
            })
            .collect();
        assert_eq!(said, ["2026-11-01 2", "4 true", "3 false", "2026-10-01 1", "2 true", "2025-10-01 1", "1 true"]);
    }

    #[test]
    fn no_two_rows_share_a_key() {
        let index: Vec<IndexRow> = (1..400)
            .map(|id| IndexRow {
                id: EntryId(id),
                day: date(2026, 1, 1).checked_add(jiff::Span::new().days(-id)).expect("a day"),
                kind: Kind::Note,
            })
            .collect();
        let rows = rows_of(&index);
        let keys: std::collections::HashSet<u64> = rows.iter().map(Row::key).collect();
        assert_eq!(keys.len(), rows.len());
    }
}
