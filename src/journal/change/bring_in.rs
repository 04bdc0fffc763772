//! Bringing in what was read elsewhere: as one change, that one undo takes back, and without doubling what is there.

use std::collections::{HashMap, HashSet};

use super::{Refusal, Result};
use crate::{
    domain::{
        entry::{Detail, Entry},
        id::{EntryId, OneOnOneId, PersonId},
        moment::Moment,
        name,
        need::Need,
        one_on_one::{OneOnOne, OneOnOneState},
        person::{Person, Profile},
        question::Asked,
        review::Review,
    },
    journal::bundle::{Arrival, Belongs, Bundle},
    store::{Db, Edit, Record, RecordKind},
};

/// Everything of the bundle that the journal has not.
pub(super) fn bring_in(db: &Db, bundle: &Bundle, now: &Moment) -> Result<Vec<Edit>> {
    let mut plan = Plan::default();
    plan.people(db, bundle, now)?;
    plan.one_on_ones(db, &bundle.one_on_ones)?;
    plan.entries(db, &bundle.entries)?;
    plan.others(db, bundle)?;
    plan.reviews(db, bundle)?;
    Ok(plan.edits)
}

/// What is to be done so far, and which row each row of the bundle is in the journal. What is about somebody left out has none.
#[derive(Default)]
struct Plan {
    edits: Vec<Edit>,
    people: HashMap<PersonId, PersonId>,
    one_on_ones: HashMap<OneOnOneId, (OneOnOneId, PersonId)>,
    entries: HashMap<EntryId, (EntryId, PersonId)>,
}

impl Plan {
    fn people(&mut self, db: &Db, bundle: &Bundle, now: &Moment) -> Result<()> {
        let mut known = db.people()?;
        let (PersonId(mut row), mut place) = db.next_person()?;
        let is_first = known.is_empty();
        for Arrival { person, belongs } in &bundle.people {
            let rhythm = bundle.rhythms.iter().find(|(of, _)| *of == person.id).map(|(_, rhythm)| *rhythm);
            if let Some(found) = found(&known, person, *belongs)? {
                self.people.insert(person.id, found.id);
                if let Some(rhythm) = rhythm.filter(|rhythm| found.profile.cadence != Some(*rhythm)) {
                    let profile = Profile { cadence: Some(rhythm), ..found.profile.clone() };
                    let after = Person { profile, ..found.clone() };
                    self.edits.push(Edit::changed(Record::Person(found.clone()), Record::Person(after)));
                }
            } else if *belongs != Belongs::Nowhere {
                let added = Person {
                    id: PersonId(row),
                    // Somebody else may have the same place where the bundle is read into a journal with people.
                    place: if is_first { person.place } else { place },
                    profile: Profile {
                        name: name::clean_name(&person.profile.name)?,
                        cadence: rhythm.or(person.profile.cadence),
                        ..person.profile.clone()
                    },
                    added: person.added.clone().min(now.clone()),
                    ..person.clone()
                };
                (row, place) = (row + 1, place + 1);
                self.people.insert(person.id, added.id);
                known.push(added.clone());
                self.edits.push(Edit::made(Record::Person(added)));
            }
        }
        Ok(())
    }

    fn one_on_ones(&mut self, db: &Db, all: &[OneOnOne]) -> Result<()> {
        let OneOnOneId(mut row) = db.next_one_on_one_key()?;
        let mut running = HashSet::new();
        for one in all {
            let Some(&person) = self.people.get(&one.person) else { continue };
            if let Some(there) = db.one_on_one_named(one.uid)? {
                self.one_on_ones.insert(one.id, (there.id, there.person));
                let both_planned = [one.state, there.state] == [OneOnOneState::Planned; 2];
                if both_planned && there.at != one.at {
                    let moved = OneOnOne { at: one.at.clone(), ..there.clone() };
                    self.edits.push(Edit::changed(Record::OneOnOne(there), Record::OneOnOne(moved)));
                }
                continue;
            }
            let mut added = OneOnOne { id: OneOnOneId(row), person, ..one.clone() };
            // Two people meet one one-on-one at a time: the one that goes on here stays so.
            if added.is_running() && (!running.insert(person) || db.running(person)?.is_some()) {
                added.wrapped_up = Some(added.at.clone());
            }
            row += 1;
            self.one_on_ones.insert(one.id, (added.id, person));
            self.edits.push(Edit::made(Record::OneOnOne(added)));
        }
        Ok(())
    }

    fn entries(&mut self, db: &Db, all: &[Entry]) -> Result<()> {
        let EntryId(mut row) = db.next_entry_key()?;
        // Goals are found before the check-ins that point at them, wherever they stand.
        let (check_ins, others): (Vec<&Entry>, Vec<&Entry>) =
            all.iter().partition(|entry| matches!(entry.detail, Detail::CheckIn(_)));
        for entry in others.into_iter().chain(check_ins) {
            let Some(&person) = self.people.get(&entry.person) else { continue };
            if let Some(there) = db.entry_named(entry.uid)? {
                self.entries.insert(entry.id, there);
                continue;
            }
            if let Some(problem) = entry.problem() {
                return Err(Refusal::Unsound(entry.written.day(), problem).into());
            }
            let Some(detail) = self.detail(entry, person) else { continue };
            let mut added = Entry { id: EntryId(row), person, detail, ..entry.clone() };
            added.one_on_one = self.met_in(entry.one_on_one, person);
            for step in &mut added.steps {
                step.one_on_one = self.met_in(step.one_on_one, person);
            }
            row += 1;
            self.entries.insert(entry.id, (added.id, person));
            self.edits.push(Edit::made(Record::Entry(Box::new(added))));
        }
        Ok(())
    }

    /// A check-in on a goal of somebody else has no place.
    fn detail(&self, entry: &Entry, person: PersonId) -> Option<Detail> {
        let mut detail = entry.detail.clone();
        if let Detail::CheckIn(check_in) = &mut detail {
            check_in.goal = self.entries.get(&check_in.goal).filter(|(_, of)| *of == person)?.0;
        }
        Some(detail)
    }

    fn met_in(&self, one_on_one: Option<OneOnOneId>, person: PersonId) -> Option<OneOnOneId> {
        self.one_on_ones.get(&one_on_one?).filter(|(_, with)| *with == person).map(|(id, _)| *id)
    }

    fn others(&mut self, db: &Db, bundle: &Bundle) -> Result<()> {
        let of = |person: &PersonId| self.people.get(person).copied();
        let needs = bundle
            .needs
            .iter()
            .filter_map(|need| Some(Record::Need(Need { person: of(&need.person)?, ..need.clone() })));
        let asked = bundle
            .asked
            .iter()
            .filter_map(|asked| Some(Record::Asked(Asked { person: of(&asked.person)?, ..asked.clone() })));
        let questions: HashSet<String> = db.cards()?.into_iter().map(|card| card.question).collect();
        let cards = bundle.questions.iter().filter(|card| !questions.contains(&card.question));
        let records: Vec<Record> = needs
            .chain(asked)
            .chain(cards.cloned().map(Record::Question))
            .chain(bundle.self_checks.iter().cloned().map(Record::SelfCheck))
            .chain(bundle.intentions.iter().cloned().map(Record::Intention))
            .collect();
        for record in records {
            if !db.knows(record.kind(), record.uid())? {
                self.edits.push(Edit::made(record));
            }
        }
        Ok(())
    }
}

impl Plan {
    fn reviews(&mut self, db: &Db, bundle: &Bundle) -> Result<()> {
        let mut begun = HashSet::new();
        for review in &bundle.reviews {
            let Some(&person) = self.people.get(&review.person) else { continue };
            if db.knows(RecordKind::Review, review.uid)? {
                continue;
            }
            let mut added = Review { person, ..review.clone() };
            // One review of a person is written at a time: the one that is begun here stays so.
            if added.finished.is_none() && (!begun.insert(person) || db.begun_review(person)?.is_some()) {
                added.finished = Some(added.begun.clone());
            }
            self.edits.push(Edit::made(Record::Review(added)));
        }
        let names: HashSet<String> = db.templates()?.into_iter().map(|template| template.name.to_lowercase()).collect();
        for template in &bundle.templates {
            if !names.contains(&template.name.to_lowercase()) && !db.knows(RecordKind::Template, template.uid)? {
                self.edits.push(Edit::made(Record::Template(template.clone())));
            }
        }
        Ok(())
    }
}

/// Who of the journal somebody of a bundle is.
fn found<'a>(known: &'a [Person], person: &Person, belongs: Belongs) -> Result<Option<&'a Person>> {
    let name = person.profile.name.to_lowercase();
    Ok(match belongs {
        Belongs::Nowhere => None,
        Belongs::To(id) => Some(known.iter().find(|known| known.id == id).ok_or(Refusal::Gone("person"))?),
        Belongs::AsNamed => {
            let by_uid = known.iter().find(|known| known.uid == person.uid);
            by_uid.or_else(|| known.iter().find(|known| known.profile.name.to_lowercase() == name))
        }
    })
}
