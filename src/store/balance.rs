//! The balance of entries about the person and about the work.

use jiff::civil::Date;
use rusqlite::params;

use super::{Db, error::Result};
use crate::domain::{balance::Balance, id::PersonId};

/// More than the largest UTC offset: an entry written this long before a UTC midnight is not of
/// that day in any zone.
const MAX_ZONE_OFFSET_MS: i64 = 26 * 60 * 60 * 1_000;

impl Db {
    /// Counts the entries about a person written on the day `from` or later, without the trash, by
    /// what they are about.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn balance(&self, person: PersonId, from: Date) -> Result<Balance> {
        // The instant is in the index and narrows the rows; the day, in the zone of the writer,
        // decides.
        let sql = "SELECT entries.kind, coalesce(notes.about, 'unmarked'), count(*)
                   FROM entries INDEXED BY entries_of_person LEFT JOIN notes ON notes.entry = entries.id
                   WHERE entries.person = ?1 AND entries.trashed IS NULL AND entries.written_at >= ?2 AND entries.day >= ?3
                   GROUP BY 1, 2";
        let mut statement = self.prepare(sql)?;
        let mut rows = statement.query(params![person, earliest_ms(from), from])?;
        let mut balance = Balance::default();
        while let Some(row) = rows.next()? {
            balance.add(row.get(0)?, row.get(1)?, row.get(2)?);
        }
        Ok(balance)
    }
}

/// An instant, in milliseconds since 1970, before the start of `day` in every time zone.
pub(super) fn earliest_ms(day: Date) -> i64 {
    let midnight = jiff::tz::Offset::UTC.to_timestamp(day.at(0, 0, 0, 0));
    midnight.map_or(i64::MIN, |midnight| midnight.as_millisecond() - MAX_ZONE_OFFSET_MS)
}
