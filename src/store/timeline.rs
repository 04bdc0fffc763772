//! The timeline of a person, read from covering indexes without any text.

use std::collections::HashMap;

use jiff::civil::Date;
use rusqlite::Row;

use super::{Db, error::Result, sql_types::conversion_error};
use crate::domain::{
    entry::{
        event::EventKind,
        kind::{Kind, delegation::Level},
    },
    id::{EntryId, PersonId},
    moment::Moment,
    review::period::Period,
    timeline::{FinishedReview, SkippedMeeting, Timeline, TimelineEvent, TimelineEventKind},
};

/// The entries. This and the following queries are each answered by a covering index.
const ENTRIES: &str = "SELECT id, kind, written_at, offset_s, one_on_one FROM entries INDEXED BY entries_of_person
     WHERE person = ?1 AND trashed IS NULL ORDER BY written_at DESC, id DESC";
/// The events, including those of entries in the trash.
const EVENTS: &str = "SELECT entry, at, offset_s, one_on_one, what, level FROM steps INDEXED BY steps_of_person
     WHERE person = ?1 ORDER BY at, id";
const CHECK_INS: &str = "SELECT entry, goal FROM check_ins INDEXED BY check_ins_of_person WHERE person = ?1";
const SKIPPED_MEETINGS: &str = "SELECT id, at, offset_s FROM one_on_ones INDEXED BY one_on_ones_skipped
     WHERE person = ?1 AND state = 'skipped' ORDER BY at DESC";
/// The finished reviews.
const FINISHED_REVIEWS: &str = "SELECT uid, finished, from_day, to_day FROM reviews INDEXED BY reviews_finished
     WHERE person = ?1 AND finished IS NOT NULL";

impl Db {
    /// The timeline of a person: entries and their events, skipped one-on-ones and finished
    /// reviews, newest first. Without the trash, and without texts.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn timeline(&self, person: PersonId) -> Result<Timeline> {
        let mut days = CivilDayCache::default();
        let goals = self.check_in_goals(person)?;
        let mut events = self.entry_written_events(person, &goals, &mut days)?;
        self.add_events(person, &mut events, &mut days)?;
        let mut statement = self.prepare(SKIPPED_MEETINGS)?;
        let skipped = statement.query_map([person], |row| {
            let at_ms = row.get(1)?;
            Ok(SkippedMeeting { one_on_one: row.get(0)?, at_ms, day: days.civil_day(at_ms, row.get(2)?) })
        })?;
        let skipped = skipped.collect::<rusqlite::Result<_>>()?;
        Ok(Timeline::from_parts(events, skipped).with_reviews(self.timeline_reviews(person)?))
    }

    fn timeline_reviews(&self, person: PersonId) -> Result<Vec<FinishedReview>> {
        let mut statement = self.prepare(FINISHED_REVIEWS)?;
        let reviews = statement.query_map([person], |row| {
            let finished: Moment = row.get(1)?;
            let period = Period::new(row.get(2)?, row.get(3)?).map_err(|error| conversion_error(2, error))?;
            Ok(FinishedReview { review: row.get(0)?, at_ms: finished.at_ms(), day: finished.day(), period })
        })?;
        Ok(reviews.collect::<rusqlite::Result<_>>()?)
    }

    pub(super) fn check_in_goals(&self, person: PersonId) -> Result<HashMap<EntryId, EntryId>> {
        let mut statement = self.prepare(CHECK_INS)?;
        let pairs = statement.query_map([person], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(pairs.collect::<rusqlite::Result<_>>()?)
    }

    fn entry_written_events(
        &self,
        person: PersonId,
        goals: &HashMap<EntryId, EntryId>,
        days: &mut CivilDayCache,
    ) -> Result<Vec<TimelineEvent>> {
        let mut statement = self.prepare(ENTRIES)?;
        let rows = statement.query_map([person], |row| {
            let entry = row.get(0)?;
            let at_ms = row.get(2)?;
            let goal = goals.get(&entry);
            Ok(TimelineEvent {
                entry,
                at_ms,
                one_on_one: row.get(4)?,
                event_kind: goal
                    .map_or(TimelineEventKind::Written, |goal| TimelineEventKind::CheckedIn { goal: *goal }),
                day: days.civil_day(at_ms, row.get(3)?),
                event_index: 0,
                kind: row.get(1)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn add_events(&self, person: PersonId, events: &mut Vec<TimelineEvent>, days: &mut CivilDayCache) -> Result<()> {
        let mut live = LiveEntries::from_written(events);
        let mut statement = self.prepare(EVENTS)?;
        let mut rows = statement.query([person])?;
        while let Some(row) = rows.next()? {
            let entry = row.get(0)?;
            let Some((kind, event_index)) = live.next_event(entry) else { continue };
            let at_ms = row.get(1)?;
            events.push(TimelineEvent {
                entry,
                at_ms,
                one_on_one: row.get(3)?,
                event_kind: TimelineEventKind::Event(read_event_kind(row, 4)?),
                day: days.civil_day(at_ms, row.get(2)?),
                event_index,
                kind,
            });
        }
        Ok(())
    }
}

/// The entries that are not in the trash, sorted by id, each with its kind and the number of events
/// seen.
struct LiveEntries {
    entries: Vec<(EntryId, Kind, u16)>,
}

impl LiveEntries {
    fn from_written(written: &[TimelineEvent]) -> Self {
        let mut entries: Vec<_> = written.iter().rev().map(|event| (event.entry, event.kind, 0)).collect();
        // Almost sorted already: only entries moved to another day are out of order.
        entries.sort_by_key(|(entry, ..)| *entry);
        Self { entries }
    }

    fn next_event(&mut self, entry: EntryId) -> Option<(Kind, u16)> {
        let index = self.entries.binary_search_by_key(&entry, |(entry, ..)| *entry).ok()?;
        let (_, kind, seen) = self.entries.get_mut(index)?;
        *seen = seen.saturating_add(1);
        Some((*kind, *seen))
    }
}

/// Converts instants to civil days and caches the last result.
#[derive(Default)]
pub(super) struct CivilDayCache {
    cached: Option<(i64, Date)>,
}

impl CivilDayCache {
    pub(super) fn civil_day(&mut self, at_ms: i64, offset_s: i32) -> Date {
        const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
        let day_number = at_ms.saturating_add(i64::from(offset_s) * 1_000).div_euclid(DAY_MS);
        if let Some((cached, day)) = self.cached
            && cached == day_number
        {
            return day;
        }
        let day = Moment::from_parts(at_ms, offset_s, String::new()).map_or(Date::MIN, |moment| moment.day());
        self.cached = Some((day_number, day));
        day
    }
}

/// Reads the kind of an event, with the level in the next column.
fn read_event_kind(row: &Row<'_>, column: usize) -> rusqlite::Result<EventKind> {
    let word = row.get_ref(column)?.as_str()?;
    let level: Option<Level> = row.get(column + 1)?;
    EventKind::from_parts(word, level).map_err(|error| conversion_error(column, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timeline_queries_use_covering_indexes() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("journal.rapport")).unwrap();
        for (sql, index) in [
            (ENTRIES, "entries_of_person"),
            (EVENTS, "steps_of_person"),
            (CHECK_INS, "check_ins_of_person"),
            (SKIPPED_MEETINGS, "one_on_ones_skipped"),
            (FINISHED_REVIEWS, "reviews_finished"),
        ] {
            let mut statement = db.conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let steps: Vec<String> =
                statement.query_map([1], |row| row.get(3)).unwrap().map(rusqlite::Result::unwrap).collect();
            assert_eq!(steps.len(), 1, "{steps:?}");
            assert!(steps[0].contains(&format!("USING COVERING INDEX {index} (person=?")), "{steps:?}");
        }
    }
}
