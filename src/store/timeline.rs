//! A person's history, from indexes alone.

use std::collections::HashMap;

use jiff::civil::Date;
use rusqlite::Row;

use super::{Db, error::Result, row::unreadable};
use crate::domain::{
    delegation::Level,
    id::{EntryId, PersonId},
    kind::Kind,
    moment::Moment,
    review::period::Period,
    step::What,
    timeline::{Finished, Happened, Happening, History, Skipped},
};

/// What was written. These queries are answered by an index each.
const WRITTEN: &str = "SELECT id, kind, written_at, offset_s, one_on_one FROM entries INDEXED BY entries_of_person
     WHERE person = ?1 AND trashed IS NULL ORDER BY written_at DESC, id DESC";
/// What became of it, also of what lies in the trash.
const STEPS: &str = "SELECT entry, at, offset_s, one_on_one, what, level FROM steps INDEXED BY steps_of_person
     WHERE person = ?1 ORDER BY at, id";
const CHECK_INS: &str = "SELECT entry, goal FROM check_ins INDEXED BY check_ins_of_person WHERE person = ?1";
const SKIPPED: &str = "SELECT id, at, offset_s FROM one_on_ones INDEXED BY one_on_ones_skipped
     WHERE person = ?1 AND state = 'skipped' ORDER BY at DESC";
/// Few, of a few words each.
const REVIEWS: &str = "SELECT uid, finished, from_day, to_day FROM reviews INDEXED BY reviews_finished
     WHERE person = ?1 AND finished IS NOT NULL";

impl Db {
    /// What was written about a person and what became of it, newest first, without a word of text and without the trash.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn history(&self, person: PersonId) -> Result<History> {
        let mut days = Days::default();
        let goals = self.goals_of_check_ins(person)?;
        let mut happenings = self.written(person, &goals, &mut days)?;
        self.add_steps(person, &mut happenings, &mut days)?;
        let mut statement = self.prepare(SKIPPED)?;
        let skipped = statement.query_map([person], |row| {
            let at_ms = row.get(1)?;
            Ok(Skipped { one_on_one: row.get(0)?, at_ms, day: days.of(at_ms, row.get(2)?) })
        })?;
        let skipped = skipped.collect::<rusqlite::Result<_>>()?;
        Ok(History::from_parts(happenings, skipped).with_reviews(self.reviews_in_history(person)?))
    }

    fn reviews_in_history(&self, person: PersonId) -> Result<Vec<Finished>> {
        let mut statement = self.prepare(REVIEWS)?;
        let reviews = statement.query_map([person], |row| {
            let finished: Moment = row.get(1)?;
            let period = Period::new(row.get(2)?, row.get(3)?).map_err(|error| unreadable(2, error))?;
            Ok(Finished { review: row.get(0)?, at_ms: finished.at_ms(), day: finished.day(), period })
        })?;
        Ok(reviews.collect::<rusqlite::Result<_>>()?)
    }

    pub(super) fn goals_of_check_ins(&self, person: PersonId) -> Result<HashMap<EntryId, EntryId>> {
        let mut statement = self.prepare(CHECK_INS)?;
        let pairs = statement.query_map([person], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(pairs.collect::<rusqlite::Result<_>>()?)
    }

    fn written(&self, person: PersonId, goals: &HashMap<EntryId, EntryId>, days: &mut Days) -> Result<Vec<Happening>> {
        let mut statement = self.prepare(WRITTEN)?;
        let rows = statement.query_map([person], |row| {
            let entry = row.get(0)?;
            let at_ms = row.get(2)?;
            let goal = goals.get(&entry);
            Ok(Happening {
                entry,
                at_ms,
                one_on_one: row.get(4)?,
                what: goal.map_or(Happened::Written, |goal| Happened::CheckedIn { goal: *goal }),
                day: days.of(at_ms, row.get(3)?),
                nth: 0,
                kind: kind(row, 1)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn add_steps(&self, person: PersonId, happenings: &mut Vec<Happening>, days: &mut Days) -> Result<()> {
        let mut live = Live::of(happenings);
        let mut statement = self.prepare(STEPS)?;
        let mut rows = statement.query([person])?;
        while let Some(row) = rows.next()? {
            let entry = row.get(0)?;
            let Some((kind, nth)) = live.next_step(entry) else { continue };
            let at_ms = row.get(1)?;
            happenings.push(Happening {
                entry,
                at_ms,
                one_on_one: row.get(3)?,
                what: Happened::Step(what(row, 4)?),
                day: days.of(at_ms, row.get(2)?),
                nth,
                kind,
            });
        }
        Ok(())
    }
}

/// The entries that are not in the trash, found by their keys: each with its kind and how many steps were met.
struct Live {
    entries: Vec<(EntryId, Kind, u16)>,
}

impl Live {
    fn of(written: &[Happening]) -> Self {
        let mut entries: Vec<_> = written.iter().rev().map(|moment| (moment.entry, moment.kind, 0)).collect();
        // In order already, but for what was moved to another day.
        entries.sort_by_key(|(entry, ..)| *entry);
        Self { entries }
    }

    fn next_step(&mut self, entry: EntryId) -> Option<(Kind, u16)> {
        let at = self.entries.binary_search_by_key(&entry, |(entry, ..)| *entry).ok()?;
        let (_, kind, steps) = self.entries.get_mut(at)?;
        *steps = steps.saturating_add(1);
        Some((*kind, *steps))
    }
}

/// Says on which civil day an instant falls; the one that was asked for last is known.
#[derive(Default)]
pub(super) struct Days {
    known: Option<(i64, Date)>,
}

impl Days {
    pub(super) fn of(&mut self, at_ms: i64, offset_s: i32) -> Date {
        const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
        let number = at_ms.saturating_add(i64::from(offset_s) * 1_000).div_euclid(DAY_MS);
        if let Some((known, day)) = self.known
            && known == number
        {
            return day;
        }
        let day = Moment::from_parts(at_ms, offset_s, String::new()).map_or(Date::MIN, |moment| moment.day());
        self.known = Some((number, day));
        day
    }
}

/// As the database writes it: there are tens of thousands of them, so that the words people type are not tried.
pub(super) fn kind(row: &Row<'_>, column: usize) -> rusqlite::Result<Kind> {
    let word = row.get_ref(column)?.as_str()?;
    let known = Kind::ALL.into_iter().find(|kind| kind.as_str() == word);
    known.map_or_else(|| row.get(column), Ok)
}

/// What happened, and the level in the column after it.
fn what(row: &Row<'_>, column: usize) -> rusqlite::Result<What> {
    let word = row.get_ref(column)?.as_str()?;
    let level: Option<Level> = row.get(column + 1)?;
    What::from_parts(word, level).map_err(|error| unreadable(column, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_history_is_read_without_touching_a_text() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("journal.rapport")).unwrap();
        for (sql, index) in [
            (WRITTEN, "entries_of_person"),
            (STEPS, "steps_of_person"),
            (CHECK_INS, "check_ins_of_person"),
            (SKIPPED, "one_on_ones_skipped"),
            (REVIEWS, "reviews_finished"),
        ] {
            let mut statement = db.conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let steps: Vec<String> =
                statement.query_map([1], |row| row.get(3)).unwrap().map(rusqlite::Result::unwrap).collect();
            assert_eq!(steps.len(), 1, "{steps:?}");
            assert!(steps[0].contains(&format!("USING COVERING INDEX {index} (person=?")), "{steps:?}");
        }
    }
}
