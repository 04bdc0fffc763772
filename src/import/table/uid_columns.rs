//! Tables whose rows have uids, as Rapport's own export (`docs/export.md`): nothing in them is
//! guessed that a cell says.

use jiff::{civil::Date, tz::TimeZone};

use super::reader::CsvRow;
use crate::domain::{
    entry::kind::action::Party, formula_guard::strip_formula_guard, id::Uid, moment::Moment,
    parse::time::parse_exported_time,
};

/// The columns that only a table with uids has, by their index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct UidColumns {
    uid: usize,
    zone: Option<usize>,
    /// The kind in words, with whose it is: "Their action".
    kind_label: Option<usize>,
}

impl UidColumns {
    /// Finds the columns, where one is called `uid` and every row has a UUID in it.
    pub fn find(header: &[String], mut rows: impl Iterator<Item = CsvRow>) -> Option<Self> {
        let index = |name: &str| header.iter().position(|other| other == name);
        let columns = Self { uid: index("uid")?, zone: index("zone"), kind_label: index("what") };
        rows.all(|row| row.has_stray_quote || columns.uid(&row).is_some()).then_some(columns)
    }

    /// The uid of a row.
    pub fn uid(self, row: &CsvRow) -> Option<Uid> {
        unguarded_cell(row, self.uid).parse().ok().map(Uid)
    }

    /// The kind in words; empty where there is no such column.
    pub fn kind_label(self, row: &CsvRow) -> &str {
        self.kind_label.map_or("", |index| unguarded_cell(row, index))
    }

    /// Whose the entry is, where the kind in words says that it is theirs.
    pub fn owner(self, row: &CsvRow) -> Option<Party> {
        self.kind_label(row).to_lowercase().starts_with("their ").then_some(Party::Them)
    }

    /// The moment of a row, in the zone that it names; `None` where it is not complete.
    pub fn moment(self, row: &CsvRow, day: &str, time: &str) -> Option<Moment> {
        let day: Date = day.parse().ok()?;
        let time = parse_exported_time(time)?;
        let zone = unguarded_cell(row, self.zone?);
        // Where the zone has no name, its offset stands for it.
        if zone.starts_with(['+', '-']) {
            return format!("{day}T{time}{zone}").parse().ok();
        }
        let local = day.to_datetime(time).to_zoned(TimeZone::get(zone).ok()?).ok()?;
        Some(Moment::from(&local)).filter(|moment| moment.day().year() > 0)
    }
}

/// A cell of a table with uids, without what was added for spreadsheets.
pub(super) fn unguarded_cell(row: &CsvRow, index: usize) -> &str {
    strip_formula_guard(row.cells.get(index).unwrap_or("")).trim()
}
