//! What a sample journal holds, before it is written.

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

/// Everything, each with a key that says where it stands here.
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

    /// As a real journal is written: one thing after the other, and not one person after the other. It decides where the
    /// rows lie in the file, and so how fast they are found.
    pub(super) fn sorted_by_time(mut self) -> Self {
        let one_on_ones = sort_and_map_ids(&mut self.one_on_ones, |one| one.at.at_ms(), |one| one.id.0);
        let entries = sort_and_map_ids(&mut self.entries, |entry| entry.written_at.at_ms(), |entry| entry.id.0);
        for (nth, one) in self.one_on_ones.iter_mut().enumerate() {
            one.id = OneOnOneId(row_id(nth));
        }
        for (nth, entry) in self.entries.iter_mut().enumerate() {
            entry.id = EntryId(row_id(nth));
            let of_steps = entry.events.iter_mut().map(|step| &mut step.one_on_one);
            for id in of_steps.chain([&mut entry.one_on_one]).flatten() {
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
            db.put(&Record::Person(person.clone()))?;
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

/// The key of what stands at that place: they count from 1.
fn row_id(index: usize) -> i64 {
    i64::try_from(index).map_or(i64::MAX, |nth| nth.saturating_add(1))
}

/// Sorts by time, and says for each place where what stood there stands now.
fn sort_and_map_ids<T>(all: &mut [T], at: impl Fn(&T) -> i64, id: impl Fn(&T) -> i64) -> Vec<i64> {
    all.sort_by_key(|one| (at(one), id(one)));
    let mut places = vec![0; all.len()];
    for (nth, one) in all.iter().enumerate() {
        if let Some(place) = mapped_id_mut(&mut places, id(one)) {
            *place = row_id(nth);
        }
    }
    places
}

fn mapped_id_mut(places: &mut [i64], key: i64) -> Option<&mut i64> {
    places.get_mut(usize::try_from(key - 1).ok()?)
}

fn mapped_id(places: &[i64], key: i64) -> i64 {
    usize::try_from(key - 1).ok().and_then(|nth| places.get(nth).copied()).unwrap_or(key)
}
