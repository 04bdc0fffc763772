//! The rows of a history: which there are, and in which order.

use jiff::civil::Date;

use crate::store::IndexRow;

/// Keys of months are told from those of entries by this bit.
const MONTH_KEY: u64 = 1 << 63;

/// One row of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Row {
    /// A month begins; how many entries it holds.
    Month { first: Date, count: usize },
    /// An entry; the day stands at the left once a day.
    Entry { entry: IndexRow, first_of_day: bool },
}

impl Row {
    /// Lasting as long as what it shows.
    pub(super) fn key(&self) -> u64 {
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
pub(super) fn rows_of(index: &[IndexRow]) -> Vec<Row> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{id::EntryId, kind::Kind};
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
