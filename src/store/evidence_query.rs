//! The evidence of a review period, read from indexes without any text.

use std::collections::HashMap;

use jiff::civil::Date;
use rusqlite::{OptionalExtension as _, params};

use super::{Db, balance::earliest_ms, error::Result, timeline::CivilDayCache};
use crate::domain::{
    entry::kind::{Kind, check_in::Closeness},
    id::{EntryId, PersonId},
    moment::Moment,
    review::{
        evidence::{Evidence, EvidenceItem, MeetingCounts},
        period::Period,
    },
};

/// The entries written between two instants.
const ENTRIES_WRITTEN: &str = "SELECT id, kind, written_at, offset_s FROM entries INDEXED BY entries_of_person
     WHERE person = ?1 AND trashed IS NULL AND written_at BETWEEN ?2 AND ?3";
/// The events between two instants.
const EVENTS: &str = "SELECT entry, at, offset_s FROM steps INDEXED BY steps_of_person
     WHERE person = ?1 AND at BETWEEN ?2 AND ?3 ORDER BY at";
const PICKED_ENTRIES: &str = "SELECT entry FROM evidence ORDER BY entry";
/// The current expectations written before an instant.
const CURRENT_EXPECTATIONS: &str = "SELECT id FROM entries INDEXED BY entries_of_kind
     WHERE person = ?1 AND kind = 'expectation' AND trashed IS NULL AND written_at < ?2
       AND EXISTS (SELECT 1 FROM expectations WHERE entry = entries.id AND state = 'current')";

impl Db {
    /// The evidence about a person in a period: entries written in it, goals, flags and delegations
    /// with an event in it, and the current expectations. Without the trash, and without texts.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn evidence(&self, person: PersonId, period: Period) -> Result<Evidence> {
        let range_ms = (earliest_ms(period.first_day()), latest_ms(period.last_day()));
        let picked = self.picked_entry_ids()?;
        let mut found = self.entries_written_in(person, period, range_ms)?;
        self.add_check_ins(person, &mut found)?;
        self.add_events_in(person, period, range_ms, &mut found)?;
        self.add_current_expectations(person, range_ms.0, &mut found)?;
        let items =
            found.into_values().map(|item| EvidenceItem { picked: picked.binary_search(&item.entry).is_ok(), ..item });
        Ok(Evidence::from_parts(items.collect(), self.meeting_counts(person, period, range_ms)?))
    }

    /// The subjects of each item of the evidence.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn evidence_subjects(&self, evidence: &Evidence) -> Result<Vec<(EntryId, String)>> {
        let mut subjects = Vec::new();
        for item in &evidence.items {
            let words = self.subjects_of(item.entry)?;
            subjects.extend(words.into_iter().map(|word| (item.entry, word)));
        }
        Ok(subjects)
    }

    /// The day on which the last review of a person was finished.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn last_review_finished_on(&self, person: PersonId) -> Result<Option<Date>> {
        let sql = "SELECT finished FROM reviews INDEXED BY reviews_finished
                   WHERE person = ?1 AND finished IS NOT NULL";
        let mut statement = self.prepare(sql)?;
        let finished = statement.query_map([person], |row| row.get(0))?.collect::<rusqlite::Result<Vec<Moment>>>()?;
        Ok(finished.into_iter().max().map(|finished| finished.day()))
    }

    /// The check-ins on a goal in a period, with their days and closeness, oldest first, without
    /// the trash.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn check_ins_in(&self, goal: EntryId, period: Period) -> Result<Vec<(Date, Closeness)>> {
        let sql = "SELECT entries.day, check_ins.closeness FROM check_ins JOIN entries ON entries.id = check_ins.entry
                   WHERE check_ins.goal = ?1 AND entries.trashed IS NULL AND entries.day BETWEEN ?2 AND ?3
                   ORDER BY entries.written_at, entries.id";
        let mut statement = self.prepare(sql)?;
        let rows = statement
            .query_map(params![goal, period.first_day(), period.last_day()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The picked entries of all people, ordered by id.
    fn picked_entry_ids(&self) -> Result<Vec<EntryId>> {
        let mut statement = self.prepare(PICKED_ENTRIES)?;
        let picked = statement.query_map([], |row| row.get(0))?;
        Ok(picked.collect::<rusqlite::Result<_>>()?)
    }

    fn entries_written_in(
        &self,
        person: PersonId,
        period: Period,
        (from, to): (i64, i64),
    ) -> Result<HashMap<EntryId, EvidenceItem>> {
        let mut days = CivilDayCache::default();
        let mut found = HashMap::new();
        let mut statement = self.prepare(ENTRIES_WRITTEN)?;
        let mut rows = statement.query(params![person, from, to])?;
        while let Some(row) = rows.next()? {
            let written_on = days.civil_day(row.get(2)?, row.get(3)?);
            if period.contains(written_on) {
                let (entry, kind) = (row.get(0)?, row.get(1)?);
                found.insert(entry, EvidenceItem { entry, kind, written_on, day: written_on, picked: false });
            }
        }
        Ok(found)
    }

    /// Dates each goal by its last check-in in the period.
    fn add_check_ins(&self, person: PersonId, found: &mut HashMap<EntryId, EvidenceItem>) -> Result<()> {
        let is_check_in = |item: &&EvidenceItem| item.kind == Kind::CheckIn;
        let check_ins: Vec<EvidenceItem> = found.values().filter(is_check_in).copied().collect();
        if check_ins.is_empty() {
            return Ok(());
        }
        let goals = self.check_in_goals(person)?;
        for check_in in check_ins {
            if let Some(goal) = goals.get(&check_in.entry) {
                self.extend_to(*goal, check_in.day, found)?;
            }
        }
        Ok(())
    }

    /// Dates each goal, flag and delegation by its last event in the period.
    fn add_events_in(
        &self,
        person: PersonId,
        period: Period,
        (from, to): (i64, i64),
        found: &mut HashMap<EntryId, EvidenceItem>,
    ) -> Result<()> {
        let mut days = CivilDayCache::default();
        let mut statement = self.prepare(EVENTS)?;
        let mut rows = statement.query(params![person, from, to])?;
        while let Some(row) = rows.next()? {
            let day = days.civil_day(row.get(1)?, row.get(2)?);
            if period.contains(day) {
                self.extend_to(row.get(0)?, day, found)?;
            }
        }
        Ok(())
    }

    /// Dates a goal, flag or delegation by `day` if that is later, and adds it if it was written
    /// before the period.
    fn extend_to(&self, entry: EntryId, day: Date, found: &mut HashMap<EntryId, EvidenceItem>) -> Result<()> {
        let is_ongoing = |kind: Kind| matches!(kind, Kind::Goal | Kind::Flag | Kind::Delegation);
        if let Some(item) = found.get_mut(&entry) {
            if is_ongoing(item.kind) {
                item.day = item.day.max(day);
            }
        } else if let Some((kind, written_on)) = self.kind_and_day(entry)?
            && is_ongoing(kind)
        {
            found.insert(entry, EvidenceItem { entry, kind, written_on, day, picked: false });
        }
        Ok(())
    }

    /// Adds the expectations written before the period that are current.
    fn add_current_expectations(
        &self,
        person: PersonId,
        before_ms: i64,
        found: &mut HashMap<EntryId, EvidenceItem>,
    ) -> Result<()> {
        let mut statement = self.prepare(CURRENT_EXPECTATIONS)?;
        // This may include entries of the first day of the period, in the zone of the writer; those
        // were found already.
        let entries = statement.query_map(params![person, before_ms + 2 * DAY_MS], |row| row.get(0))?;
        for entry in entries.collect::<rusqlite::Result<Vec<EntryId>>>()? {
            if let Some((kind, written_on)) = self.kind_and_day(entry)? {
                found.entry(entry).or_insert(EvidenceItem { entry, kind, written_on, day: written_on, picked: false });
            }
        }
        Ok(())
    }

    /// The kind and the day of an entry, unless it is in the trash.
    fn kind_and_day(&self, entry: EntryId) -> Result<Option<(Kind, Date)>> {
        let sql = "SELECT kind, day FROM entries WHERE id = ?1 AND trashed IS NULL";
        let mut statement = self.prepare(sql)?;
        Ok(statement.query_row([entry], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
    }

    fn meeting_counts(&self, person: PersonId, period: Period, (from, to): (i64, i64)) -> Result<MeetingCounts> {
        let sql = "SELECT count(*) FILTER (WHERE state <> 'skipped'), count(*) FILTER (WHERE state = 'skipped')
                   FROM one_on_ones INDEXED BY one_on_ones_of_person
                   WHERE person = ?1 AND at BETWEEN ?2 AND ?3 AND state <> 'planned' AND day BETWEEN ?4 AND ?5";
        let values = params![person, from, to, period.first_day(), period.last_day()];
        let counts = self
            .prepare(sql)?
            .query_row(values, |row| Ok(MeetingCounts { held: row.get(0)?, skipped: row.get(1)? }))?;
        Ok(counts)
    }
}

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// An instant, in milliseconds since 1970, after the end of `day` in every time zone.
fn latest_ms(day: Date) -> i64 {
    // Covers the range of `earliest_ms`, the day itself, and the largest offset to the west, with
    // room to spare.
    earliest_ms(day).saturating_add(4 * DAY_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_queries_use_covering_indexes() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("journal.rapport")).unwrap();
        for (sql, index) in [(ENTRIES_WRITTEN, "entries_of_person"), (EVENTS, "steps_of_person")] {
            let mut statement = db.conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let steps: Vec<String> =
                statement.query_map([1, 2, 3], |row| row.get(3)).unwrap().map(rusqlite::Result::unwrap).collect();
            assert_eq!(steps.len(), 1, "{steps:?}");
            assert!(steps[0].contains(&format!("USING COVERING INDEX {index} (person=?")), "{steps:?}");
        }
    }
}
