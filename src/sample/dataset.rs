//! The contents of a sample journal, before they are written.

use super::SampleCounts;
use crate::{
    domain::{
        entry::{Detail, Entry},
        id::{EntryId, OneOnOneId, PersonId},
        intention::Intention,
        need::Need,
        one_on_one::OneOnOne,
        person::Person,
        review::Review,
        self_check::SelfCheck,
    },
    store::{Db, Record, StoreError},
};

/// All records; the id of each is its index here plus one.
#[derive(Default)]
pub(super) struct Dataset {
    pub(super) people: Vec<Person>,
    pub(super) needs: Vec<Need>,
    pub(super) one_on_ones: Vec<OneOnOne>,
    pub(super) entries: Vec<Entry>,
    pub(super) self_checks: Vec<SelfCheck>,
    pub(super) intentions: Vec<Intention>,
    pub(super) reviews: Vec<Review>,
}

impl Dataset {
    pub(super) fn next_person_id(&self) -> PersonId {
        PersonId(row_id(self.people.len()))
    }

    pub(super) fn next_one_on_one_id(&self) -> OneOnOneId {
        OneOnOneId(row_id(self.one_on_ones.len()))
    }

    pub(super) fn next_entry_id(&self) -> EntryId {
        EntryId(row_id(self.entries.len()))
    }

    /// Sorts the records by time, as a real journal is written, instead of person by person. The
    /// order decides where the rows lie in the file, and so how fast queries are.
    pub(super) fn sorted_by_time(mut self) -> Self {
        let one_on_ones = sort_and_map_ids(&mut self.one_on_ones, |meeting| meeting.at.at_ms(), |meeting| meeting.id.0);
        let entries = sort_and_map_ids(&mut self.entries, |entry| entry.written_at.at_ms(), |entry| entry.id.0);
        for (index, meeting) in self.one_on_ones.iter_mut().enumerate() {
            meeting.id = OneOnOneId(row_id(index));
        }
        for (index, entry) in self.entries.iter_mut().enumerate() {
            entry.id = EntryId(row_id(index));
            let event_meetings = entry.events.iter_mut().map(|event| &mut event.one_on_one);
            for id in event_meetings.chain([&mut entry.one_on_one]).flatten() {
                id.0 = mapped_id(&one_on_ones, id.0);
            }
            if let Detail::CheckIn(check_in) = &mut entry.detail {
                check_in.goal.0 = mapped_id(&entries, check_in.goal.0);
            }
        }
        self.needs.sort_by_key(|need| need.written_at.at_ms());
        self
    }

    pub(super) fn write_to(&self, db: &Db) -> Result<(), StoreError> {
        for person in &self.people {
            db.put(&Record::Person(Box::new(person.clone())))?;
        }
        for need in &self.needs {
            db.put(&Record::Need(need.clone()))?;
        }
        for one_on_one in &self.one_on_ones {
            db.put(&Record::OneOnOne(one_on_one.clone()))?;
        }
        for entry in &self.entries {
            db.put(&Record::Entry(Box::new(entry.clone())))?;
        }
        for check in &self.self_checks {
            db.put(&Record::SelfCheck(check.clone()))?;
        }
        for intention in &self.intentions {
            db.put(&Record::Intention(intention.clone()))?;
        }
        for review in &self.reviews {
            db.put(&Record::Review(review.clone()))?;
        }
        Ok(())
    }

    pub(super) fn counts(&self) -> SampleCounts {
        SampleCounts { people: self.people.len(), one_on_ones: self.one_on_ones.len(), entries: self.entries.len() }
    }
}

/// The id of the record at an index: ids start at 1.
fn row_id(index: usize) -> i64 {
    i64::try_from(index).map_or(i64::MAX, |index| index.saturating_add(1))
}

/// Sorts by time and returns the new id of each old one.
fn sort_and_map_ids<T>(records: &mut [T], time: impl Fn(&T) -> i64, id: impl Fn(&T) -> i64) -> Vec<i64> {
    records.sort_by_key(|record| (time(record), id(record)));
    let mut new_ids = vec![0; records.len()];
    for (index, record) in records.iter().enumerate() {
        if let Some(new_id) = mapped_id_mut(&mut new_ids, id(record)) {
            *new_id = row_id(index);
        }
    }
    new_ids
}

fn mapped_id_mut(new_ids: &mut [i64], id: i64) -> Option<&mut i64> {
    new_ids.get_mut(usize::try_from(id - 1).ok()?)
}

fn mapped_id(new_ids: &[i64], id: i64) -> i64 {
    usize::try_from(id - 1).ok().and_then(|index| new_ids.get(index).copied()).unwrap_or(id)
}
