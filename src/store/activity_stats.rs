//! Statistics of what the leader did with each person, for the Reflect page.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::{Params, Row, params};

use super::{Db, balance::earliest_ms, error::Result};
use crate::domain::{
    entry::{Detail, Entry, kind::feedback::Direction},
    id::PersonId,
    leader_stats::{FlagTiming, LeaderStats},
};

/// A flag raised in the period is counted if it was noticed at most this long before the period.
const MAX_NOTICED_TO_RAISED_MS: i64 = 400 * 24 * 60 * 60 * 1_000;

impl Db {
    /// The statistics of each person who is not archived, from the day `from` on, with the
    /// commitments overdue `today`. People without any activity are left out. Each statement reads
    /// only the entries of these days, person by person.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn leader_stats(&self, from: Date, today: Date) -> Result<BTreeMap<PersonId, LeaderStats>> {
        let mut stats = BTreeMap::new();
        let earliest = earliest_ms(from);
        let days = params![earliest, from];
        self.tally(
            &mut stats,
            "SELECT people.id, one_on_ones.state = 'skipped', count(*)
             FROM people CROSS JOIN one_on_ones INDEXED BY one_on_ones_of_person ON one_on_ones.person = people.id
             WHERE people.archived IS NULL AND one_on_ones.at >= ?1 AND one_on_ones.day >= ?2
               AND one_on_ones.state <> 'planned'
             GROUP BY 1, 2",
            days,
            |stats, row| {
                let count = if row.get(1)? { &mut stats.skipped } else { &mut stats.held };
                *count += row.get::<_, u32>(2)?;
                Ok(())
            },
        )?;
        self.tally(
            &mut stats,
            "SELECT people.id, entries.kind, coalesce(notes.about, 'unmarked'), count(*)
             FROM people CROSS JOIN entries INDEXED BY entries_of_person ON entries.person = people.id
             LEFT JOIN notes ON notes.entry = entries.id AND entries.kind = 'note'
             WHERE people.archived IS NULL AND entries.trashed IS NULL AND entries.written_at >= ?1 AND entries.day >= ?2
             GROUP BY 1, 2, 3",
            days,
            |stats, row| {
                stats.balance.add(row.get(1)?, row.get(2)?, row.get(3)?);
                Ok(())
            },
        )?;
        self.tally(
            &mut stats,
            "SELECT people.id, praise.state = 'told', count(*)
             FROM people CROSS JOIN entries INDEXED BY entries_of_kind ON entries.person = people.id
             CROSS JOIN praise ON praise.entry = entries.id
             WHERE people.archived IS NULL AND entries.trashed IS NULL AND entries.kind = 'praise'
               AND entries.written_at >= ?1 AND entries.day >= ?2
             GROUP BY 1, 2",
            days,
            |stats, row| {
                let count: u32 = row.get(2)?;
                stats.praise.noticed += count;
                stats.praise.told += if row.get(1)? { count } else { 0 };
                Ok(())
            },
        )?;
        self.tally_flags(&mut stats, from)?;
        self.tally(
            &mut stats,
            "SELECT people.id, actions.state IN ('done', 'told'), count(*)
             FROM people CROSS JOIN entries INDEXED BY entries_of_kind ON entries.person = people.id
             CROSS JOIN actions ON actions.entry = entries.id
             WHERE people.archived IS NULL AND entries.trashed IS NULL AND entries.kind = 'action' AND actions.by = 'me'
               AND entries.written_at >= ?1 AND entries.day >= ?2
             GROUP BY 1, 2",
            days,
            |stats, row| {
                let count: u32 = row.get(2)?;
                stats.commitments.made += count;
                stats.commitments.done += if row.get(1)? { count } else { 0 };
                Ok(())
            },
        )?;
        // Starts from the open actions, which are few.
        self.tally(
            &mut stats,
            "SELECT entries.person, count(*) FROM actions CROSS JOIN entries ON entries.id = actions.entry
             CROSS JOIN people ON people.id = entries.person
             WHERE actions.state = 'open' AND actions.by = 'me' AND actions.due < ?1
               AND entries.trashed IS NULL AND people.archived IS NULL
             GROUP BY 1",
            params![today],
            |stats, row| {
                stats.commitments.overdue = row.get(1)?;
                Ok(())
            },
        )?;
        Ok(stats)
    }

    /// Adds the flags first raised on `from` or later, and those not yet raised.
    fn tally_flags(&self, stats: &mut BTreeMap<PersonId, LeaderStats>, from: Date) -> Result<()> {
        self.tally(
            stats,
            "SELECT people.id, entries.day, min(date(steps.at / 1000 + steps.offset_s, 'unixepoch')) AS raised
             FROM people CROSS JOIN entries INDEXED BY entries_of_kind ON entries.person = people.id
             CROSS JOIN steps ON steps.entry = entries.id AND steps.what = 'raised'
             WHERE people.archived IS NULL AND entries.trashed IS NULL AND entries.kind = 'flag' AND entries.written_at >= ?1
             GROUP BY entries.id HAVING raised >= ?2",
            params![earliest_ms(from).saturating_sub(MAX_NOTICED_TO_RAISED_MS), from],
            |stats, row| {
                stats.flags.push(FlagTiming { noticed_on: row.get(1)?, raised_on: Some(row.get(2)?) });
                Ok(())
            },
        )?;
        self.tally(
            stats,
            "SELECT entries.person, entries.day FROM flags CROSS JOIN entries ON entries.id = flags.entry
             CROSS JOIN people ON people.id = entries.person
             WHERE flags.state IN ('noticed', 'watching', 'raised') AND flags.state <> 'raised'
               AND entries.trashed IS NULL AND people.archived IS NULL",
            [],
            |stats, row| {
                stats.flags.push(FlagTiming { noticed_on: row.get(1)?, raised_on: None });
                Ok(())
            },
        )
    }

    /// Runs a query whose first column is the person and passes each row to `count` with the
    /// statistics of that person.
    fn tally(
        &self,
        stats: &mut BTreeMap<PersonId, LeaderStats>,
        sql: &str,
        values: impl Params,
        mut count: impl FnMut(&mut LeaderStats, &Row<'_>) -> rusqlite::Result<()>,
    ) -> Result<()> {
        let mut statement = self.prepare(sql)?;
        let mut rows = statement.query(values)?;
        while let Some(row) = rows.next()? {
            count(stats.entry(row.get(0)?).or_default(), row)?;
        }
        Ok(())
    }

    /// The latest `limit` entries of feedback received on the day `from` or later from people who
    /// are not archived, newest first; without the trash.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn feedback_received(&self, from: Date, limit: u32) -> Result<Vec<Entry>> {
        let sql = "SELECT entries.id
                   FROM people CROSS JOIN entries INDEXED BY entries_of_kind ON entries.person = people.id
                   CROSS JOIN feedback ON feedback.entry = entries.id
                   WHERE people.archived IS NULL AND entries.trashed IS NULL AND entries.kind = 'feedback'
                     AND entries.written_at >= ?1 AND entries.day >= ?2 AND feedback.direction = ?3
                   ORDER BY entries.written_at DESC, entries.id DESC LIMIT ?4";
        let mut statement = self.prepare(sql)?;
        let values = params![earliest_ms(from), from, Direction::Received, limit];
        let ids = statement.query_map(values, |row| row.get(0))?;
        let ids = ids.collect::<rusqlite::Result<Vec<_>>>()?;
        let entries = ids.into_iter().map(|id| self.entry(id)).collect::<Result<Vec<_>>>()?;
        Ok(entries.into_iter().flatten().filter(|entry| matches!(entry.detail, Detail::Feedback(_))).collect())
    }
}
