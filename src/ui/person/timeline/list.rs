//! The moments of a history, one below the other. Only what is in sight is read and laid out.

mod way;

use std::collections::HashMap;

use eframe::egui::{Rect, Ui};
use jiff::civil::Date;

use self::way::{Anchor, Pointed};
use super::{
    super::Facts,
    row::{read_entry, say_short, show_entry, show_month},
};
use crate::{
    domain::{
        id::{EntryId, PersonId},
        timeline::{History, Kinds, Row, Rows, rows},
    },
    ui::{
        desk::Desk,
        entry::{Shown, editor::EntryEditor},
        widget::virtual_list::{Place, VirtualList},
    },
};

/// An entry of two lines, as most are.
const ESTIMATE: f32 = 64.0;
const GAP: f32 = 12.0;
/// Entries that were read are kept up to this many.
const REMEMBER: usize = 400;

/// A history as it is shown, in the order of its rows.
pub(super) struct Moments {
    read: Option<(History, Rows)>,
    kinds: Kinds,
    entries: HashMap<EntryId, Shown>,
    list: VirtualList,
    pointed: Pointed,
    /// Where the list was in the last frame.
    sight: Rect,
    /// A month that was asked for, and where the list came to rest.
    asked: Option<(Date, Option<Place>)>,
    /// What the list was held by when its rows became others, and where it came to rest.
    held: Option<(Anchor, Option<Place>)>,
}

impl Moments {
    /// A list that opens at a place it was left at.
    pub(super) fn at(place: Option<Place>) -> Self {
        let mut list = VirtualList::new(ESTIMATE).gap(GAP);
        if let Some(place) = place {
            list.restore(place);
        }
        Self {
            read: None,
            kinds: Kinds::ALL,
            entries: HashMap::new(),
            list,
            pointed: Pointed::default(),
            sight: Rect::NOTHING,
            asked: None,
            held: None,
        }
    }

    /// Reads everything again when it is shown next.
    pub(super) fn forget(&mut self) {
        self.read = None;
        self.entries.clear();
    }

    /// Where it stands.
    pub(super) fn place(&self) -> Place {
        self.list.place()
    }

    /// The history, and its rows as they are shown; read where they are not known.
    pub(super) fn read(&mut self, desk: &mut Desk<'_>, person: PersonId) -> (&History, &Rows) {
        let kinds = self.kinds;
        let (history, ordered) = self.read.get_or_insert_with(|| {
            let history = desk.read(|db| db.history(person));
            let ordered = rows(&history, kinds);
            (history, ordered)
        });
        (history, ordered)
    }

    /// Brings a row to the top.
    pub(super) fn go_to(&mut self, row: usize) {
        if let Some((history, ordered)) = &self.read
            && let Some(found) = ordered.list.get(row)
        {
            self.list.restore(Place { row, key: found.key(history), offset: 0.0 });
        }
    }

    /// Shows the rows in the room there is.
    pub(super) fn show(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, facts: &Facts, editor: &mut Option<EntryEditor>) {
        let person = &facts.person;
        let them = person.profile.short_name();
        self.read(desk, person.id);
        let Some((history, ordered)) = &self.read else { return };
        let (entries, list, pointed) = (&mut self.entries, &mut self.list, &mut self.pointed);
        pointed.begin();
        if entries.len() > REMEMBER {
            entries.clear();
        }
        self.sight = ui.available_rect_before_wrap();
        list.show(
            ui,
            ("timeline", person.id.0),
            ordered.list.len(),
            |row| ordered.list.get(row).map_or(0, |row| row.key(history)),
            |ui, at| {
                let Some(row) = ordered.list.get(at) else { return };
                if let Row::Month { first, count } = row {
                    show_month(ui, *first, *count, at == 0);
                }
                for moment in ordered.moments(row, history) {
                    let day = say_short(moment.day, desk.today);
                    let known = entries.entry(moment.entry);
                    let Some(shown) = find(known, desk, them) else { continue };
                    let card = show_entry(ui, desk, shown, Some(&day), editor);
                    pointed.drew(ui, at, moment.key(), &card);
                }
            },
        );
        pointed.end(ui);
        self.rest();
    }
}

type Known<'a> = std::collections::hash_map::Entry<'a, EntryId, Shown>;

/// The entry as it was read before, or read now. Nothing where it is gone since the rows were read.
fn find<'a>(known: Known<'a>, desk: &mut Desk<'_>, them: &str) -> Option<&'a mut Shown> {
    match known {
        Known::Occupied(read) => Some(read.into_mut()),
        Known::Vacant(place) => {
            let (id, today): (EntryId, Date) = (*place.key(), desk.today);
            desk.read(|db| read_entry(db, id, today, them)).map(|read| place.insert(read))
        }
    }
}
