//! Timeline: all that was written about a person, newest first, with the months as landmarks. Only what is in sight is read
//! and laid out.

mod row;
mod rows;

use std::collections::HashMap;

use eframe::egui::Ui;

use self::{
    row::{read_entry, say_short, show_entry, show_month},
    rows::{Row, rows_of},
};
use super::Facts;
use crate::{
    domain::id::EntryId,
    ui::{
        desk::Desk,
        entry::{Shown, editor::EntryEditor},
        icons,
        widget::{
            empty::Empty,
            virtual_list::{Place, VirtualList},
        },
    },
};

/// An entry of two lines, as most are.
const ESTIMATE: f32 = 64.0;
const GAP: f32 = 12.0;
/// Entries that were read are kept up to this many.
const REMEMBER: usize = 400;

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

    /// Stands at an entry when it is shown next.
    pub(super) fn go_to(&mut self, entry: EntryId) {
        self.list.restore(Place { row: 0, key: entry.0.unsigned_abs(), offset: 0.0 });
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
