//! Bringing in what was read elsewhere: as one change, that one undo takes back, and without doubling what is there.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::{Result, RuleViolation};
use crate::{
    domain::{
        cadence::Cadence,
        entry::{Detail, Entry, kind::Kind},
        id::{EntryId, OneOnOneId, PersonId, Uid},
        moment::Moment,
        name,
        need::Need,
        one_on_one::{OneOnOne, OneOnOneState},
        person::{Person, Profile},
        question::AskedQuestion,
        review::Review,
    },
    journal::import_bundle::{ImportBundle, ImportedPerson, PersonMapping},
    store::{Db, Edit, Record, RecordKind},
};

/// Everything of the bundle that the journal has not.
pub(super) fn plan_import(db: &Db, bundle: &ImportBundle, now: &Moment) -> Result<Vec<Edit>> {
    let mut plan = ImportPlan::default();
    plan.plan_people(db, bundle, now)?;
    plan.plan_one_on_ones(db, &bundle.one_on_ones, now)?;
    plan.plan_entries(db, &bundle.entries)?;
    plan.plan_other_records(db, bundle)?;
    plan.plan_reviews(db, bundle)?;
    Ok(plan.edits)
}

/// What is to be done so far, and which row each row of the bundle is in the journal. What is about somebody left out has none.
#[derive(Default)]
struct ImportPlan {
    edits: Vec<Edit>,
    person_ids: HashMap<PersonId, PersonId>,
    one_on_one_ids: HashMap<OneOnOneId, (OneOnOneId, PersonId)>,
    entry_ids: HashMap<EntryId, (EntryId, PersonId, Kind)>,
    seen_records: HashSet<(RecordKind, Uid)>,
}

impl ImportPlan {
    fn plan_people(&mut self, db: &Db, bundle: &ImportBundle, now: &Moment) -> Result<()> {
        let mut known = PersonIndex::new(db.people()?);
        let (PersonId(mut row), mut place) = db.next_person_id_and_position()?;
        let is_first = known.people.is_empty();
        let rhythms: HashMap<PersonId, Cadence> = bundle.cadences.iter().copied().collect();
        for ImportedPerson { person, mapping: belongs } in &bundle.people {
            let rhythm = rhythms.get(&person.id).copied();
            if let Some(found) = known.resolve(person, *belongs)? {
                self.person_ids.insert(person.id, found.id);
                // Only the journal knows of a longest gap.
                let longest = found.profile.cadence.and_then(Cadence::max_gap);
                let rhythm = rhythm.map(|rhythm| rhythm.with_max_gap(longest).unwrap_or(rhythm));
                if let Some(rhythm) = rhythm.filter(|rhythm| found.profile.cadence != Some(*rhythm)) {
                    let before = Record::Person(found.clone());
                    found.profile.cadence = Some(rhythm);
                    self.edits.push(Edit::updated(before, Record::Person(found.clone())));
                }
            } else if *belongs != PersonMapping::Skip {
                let added = Person {
                    id: PersonId(row),
                    // Somebody else may have the same place where the bundle is read into a journal with people.
                    position: if is_first { person.position } else { place },
                    profile: Profile {
                        name: name::clean_name(&person.profile.name)?,
                        cadence: rhythm.or(person.profile.cadence),
                        ..person.profile.clone()
                    },
                    added_at: person.added_at.clone().min(now.clone()),
                    ..person.clone()
                };
                (row, place) = (row + 1, place + 1);
                self.person_ids.insert(person.id, added.id);
                self.edits.push(Edit::created(Record::Person(added.clone())));
                known.add(added);
            }
        }
        Ok(())
    }

    fn plan_one_on_ones(&mut self, db: &Db, all: &[OneOnOne], now: &Moment) -> Result<()> {
        let OneOnOneId(mut row) = db.next_one_on_one_id()?;
        let mut running = HashSet::new();
        let mut added_as = HashMap::new();
        let mut decided = HashSet::new();
        let mut days = HeldMeetings::default();
        self.mark_planned_as_held(db, all, &mut days)?;
        for one in all {
            let Some(&person) = self.person_ids.get(&one.person) else { continue };
            if let Some(&there) = added_as.get(&one.uid) {
                self.one_on_one_ids.insert(one.id, there);
                continue;
            }
            if let Some(there) = db.one_on_one_by_uid(one.uid)? {
                self.one_on_one_ids.insert(one.id, (there.id, there.person));
                let both_planned = [one.state, there.state] == [OneOnOneState::Planned; 2];
                // Only a calendar's, which is named by its content, is kept up to date elsewhere. An older copy of the
                // journal does not put back what was moved here since.
                if both_planned && one.uid.is_content_derived() && !days.contains(there.id) {
                    self.reschedule(there, one, &mut decided);
                }
                continue;
            }
            if is_date_only(one)
                && let Some(there) = days.find(db, person, one.at.day())?
            {
                self.one_on_one_ids.insert(one.id, (there, person));
                continue;
            }
            // Two people plan one at a time: what a calendar has moves the one that is planned here, but never to a time
            // that is over.
            if one.state == OneOnOneState::Planned
                && one.uid.is_content_derived()
                && let Some(there) = db.first_created_planned(person)?.filter(|there| !days.contains(there.id))
            {
                self.one_on_one_ids.insert(one.id, (there.id, person));
                if one.at > *now {
                    self.reschedule(there, one, &mut decided);
                }
                continue;
            }
            if let Some(problem) = one.validation_error() {
                return Err(RuleViolation::InvalidMeeting(one.at.day(), problem).into());
            }
            let mut added = OneOnOne { id: OneOnOneId(row), person, ..one.clone() };
            // Two people meet one one-on-one at a time: the one that goes on here stays so.
            if added.is_running() && (!running.insert(person) || db.running_one_on_one(person)?.is_some()) {
                added.wrapped_up_at = Some(added.at.clone());
            }
            row += 1;
            if is_date_only(one) && one.state == OneOnOneState::Held {
                days.add(&added);
            }
            self.one_on_one_ids.insert(one.id, (added.id, person));
            added_as.insert(one.uid, (added.id, person));
            self.edits.push(Edit::created(Record::OneOnOne(added)));
        }
        Ok(())
    }

    /// What was planned for the day of a note is what was held, where nothing else was.
    fn mark_planned_as_held(&mut self, db: &Db, all: &[OneOnOne], days: &mut HeldMeetings) -> Result<()> {
        for one in all.iter().filter(|one| is_date_only(one) && one.state == OneOnOneState::Held) {
            let Some(&person) = self.person_ids.get(&one.person) else { continue };
            if db.one_on_one_by_uid(one.uid)?.is_some() || days.find(db, person, one.at.day())?.is_some() {
                continue;
            }
            let planned = db.next_planned(person)?.filter(|planned| planned.at.day() == one.at.day());
            if let Some(planned) = planned {
                let held = OneOnOne { id: planned.id, uid: planned.uid, person, ..one.clone() };
                days.add(&held);
                self.edits.push(Edit::updated(Record::OneOnOne(planned), Record::OneOnOne(held)));
            }
        }
        Ok(())
    }

    /// Moves a planned one to the time of one that was read; the first that says so decides.
    fn reschedule(&mut self, there: OneOnOne, read: &OneOnOne, decided: &mut HashSet<OneOnOneId>) {
        if decided.insert(there.id) && there.at.at_ms() != read.at.at_ms() {
            let moved = OneOnOne { at: read.at.clone(), ..there.clone() };
            self.edits.push(Edit::updated(Record::OneOnOne(there), Record::OneOnOne(moved)));
        }
    }

    fn plan_entries(&mut self, db: &Db, all: &[Entry]) -> Result<()> {
        let EntryId(mut row) = db.next_entry_id()?;
        let mut steps = HashSet::new();
        let mut added_as = HashMap::new();
        // Goals are found before the check-ins that point at them, wherever they stand.
        let (check_ins, others): (Vec<&Entry>, Vec<&Entry>) =
            all.iter().partition(|entry| matches!(entry.detail, Detail::CheckIn(_)));
        for entry in others.into_iter().chain(check_ins) {
            let Some(&person) = self.person_ids.get(&entry.person) else { continue };
            let there = added_as.get(&entry.uid).copied();
            if let Some(there) = there.map_or_else(|| db.entry_by_uid(entry.uid), |there| Ok(Some(there)))? {
                self.entry_ids.insert(entry.id, there);
                continue;
            }
            if let Some(problem) = entry.validation_error() {
                return Err(RuleViolation::InvalidEntry(entry.written_at.day(), problem).into());
            }
            let Some(detail) = self.remap_detail(entry, person) else { continue };
            let mut added = Entry { id: EntryId(row), person, detail, ..entry.clone() };
            added.one_on_one = self.remap_one_on_one(entry.one_on_one, person);
            for (nth, step) in added.events.iter_mut().enumerate() {
                step.one_on_one = self.remap_one_on_one(step.one_on_one, person);
                // No two steps have one name, whatever a source says.
                if !steps.insert(step.uid) || db.event_exists(step.uid)? {
                    step.uid = Uid::from_content(&["step", &entry.uid.to_string(), &nth.to_string()]);
                    steps.insert(step.uid);
                }
            }
            row += 1;
            let there = (added.id, person, added.kind());
            self.entry_ids.insert(entry.id, there);
            added_as.insert(entry.uid, there);
            self.edits.push(Edit::created(Record::Entry(Box::new(added))));
        }
        Ok(())
    }

    /// A check-in on what is no goal of theirs has no place.
    fn remap_detail(&self, entry: &Entry, person: PersonId) -> Option<Detail> {
        let mut detail = entry.detail.clone();
        if let Detail::CheckIn(check_in) = &mut detail {
            let is_theirs = |(_, of, kind): &&(EntryId, PersonId, Kind)| *of == person && *kind == Kind::Goal;
            check_in.goal = self.entry_ids.get(&check_in.goal).filter(is_theirs)?.0;
        }
        Some(detail)
    }

    fn remap_one_on_one(&self, one_on_one: Option<OneOnOneId>, person: PersonId) -> Option<OneOnOneId> {
        self.one_on_one_ids.get(&one_on_one?).filter(|(_, with)| *with == person).map(|(id, _)| *id)
    }

    fn plan_other_records(&mut self, db: &Db, bundle: &ImportBundle) -> Result<()> {
        let of = |person: &PersonId| self.person_ids.get(person).copied();
        let needs = bundle
            .needs
            .iter()
            .filter_map(|need| Some(Record::Need(Need { person: of(&need.person)?, ..need.clone() })));
        let asked = bundle.asked_questions.iter().filter_map(|asked| {
            Some(Record::AskedQuestion(AskedQuestion { person: of(&asked.person)?, ..asked.clone() }))
        });
        let mut questions: HashSet<String> = db.question_overrides()?.into_iter().map(|card| card.question).collect();
        let cards = bundle.questions.iter().filter(|card| questions.insert(card.question.clone()));
        let records: Vec<Record> = needs
            .chain(asked)
            .chain(cards.cloned().map(Record::Question))
            .chain(bundle.self_checks.iter().cloned().map(Record::SelfCheck))
            .chain(bundle.intentions.iter().cloned().map(Record::Intention))
            .collect();
        for record in records {
            self.add_unless_exists(db, record)?;
        }
        Ok(())
    }

    fn plan_reviews(&mut self, db: &Db, bundle: &ImportBundle) -> Result<()> {
        let mut begun = HashSet::new();
        for review in &bundle.reviews {
            let Some(&person) = self.person_ids.get(&review.person) else { continue };
            let mut added = Review { person, ..review.clone() };
            // One review of a person is written at a time: the one that is begun here stays so.
            if added.finished_at.is_none() && (!begun.insert(person) || db.unfinished_review(person)?.is_some()) {
                added.finished_at = Some(added.started_at.clone());
            }
            self.add_unless_exists(db, Record::Review(added))?;
        }
        let mut names: HashSet<String> = db.templates()?.iter().map(|template| template.name.to_lowercase()).collect();
        for template in &bundle.templates {
            if names.insert(template.name.to_lowercase()) {
                self.add_unless_exists(db, Record::Template(template.clone()))?;
            }
        }
        Ok(())
    }

    /// Adds what has no row of its own, once.
    fn add_unless_exists(&mut self, db: &Db, record: Record) -> Result<()> {
        if self.seen_records.insert((record.kind(), record.uid())) && !db.exists(record.kind(), record.uid())? {
            self.edits.push(Edit::created(record));
        }
        Ok(())
    }
}

/// Whether all that is known of a one-on-one is that something of its day was written down: it has no time and no length of
/// its own, so that one that was held on that day is the same.
fn is_date_only(one: &OneOnOne) -> bool {
    let is_over = match one.state {
        OneOnOneState::Held => one.wrapped_up_at.as_ref() == Some(&one.at),
        state => state == OneOnOneState::NothingToNote,
    };
    one.uid.is_content_derived() && is_over && one.minutes.is_none() && one.validation_error().is_none()
}

/// On which days somebody was met, as far as that was asked.
#[derive(Default)]
struct HeldMeetings {
    loaded: HashSet<PersonId>,
    by_day: HashMap<(PersonId, Date), OneOnOneId>,
}

impl HeldMeetings {
    /// The one-on-one that was held with somebody on a day.
    fn find(&mut self, db: &Db, person: PersonId, day: Date) -> Result<Option<OneOnOneId>> {
        if self.loaded.insert(person) {
            let latest = db.latest_one_on_ones(person, u32::MAX)?;
            latest.iter().filter(|one| one.state == OneOnOneState::Held).for_each(|one| self.add(one));
        }
        Ok(self.by_day.get(&(person, day)).copied())
    }

    fn add(&mut self, one: &OneOnOne) {
        self.by_day.entry((one.person, one.at.day())).or_insert(one.id);
    }

    /// Whether one is among them.
    fn contains(&self, id: OneOnOneId) -> bool {
        self.by_day.values().any(|held| *held == id)
    }
}

/// Who is in the journal, or will be.
struct PersonIndex {
    people: Vec<Person>,
    by_id: HashMap<PersonId, usize>,
    by_uid: HashMap<Uid, usize>,
    by_name: HashMap<String, usize>,
}

impl PersonIndex {
    fn new(people: Vec<Person>) -> Self {
        let mut known =
            Self { people: Vec::new(), by_id: HashMap::new(), by_uid: HashMap::new(), by_name: HashMap::new() };
        for person in people {
            known.add(person);
        }
        known
    }

    fn add(&mut self, person: Person) {
        let at = self.people.len();
        self.by_id.insert(person.id, at);
        self.by_uid.insert(person.uid, at);
        // Of two that differ in case alone, which an older copy may hold, the first in the window is meant.
        self.by_name.entry(person.profile.name.to_lowercase()).or_insert(at);
        self.people.push(person);
    }

    /// Who of them somebody of a bundle is. Whoever has the same lasting name later in the bundle is the same, whatever they
    /// are called there: else the next reading would find somebody else by it.
    fn resolve(&mut self, person: &Person, belongs: PersonMapping) -> Result<Option<&mut Person>> {
        let at = match belongs {
            PersonMapping::Skip => None,
            PersonMapping::Existing(id) => Some(*self.by_id.get(&id).ok_or(RuleViolation::NotFound("person"))?),
            PersonMapping::ByName => {
                let name = || name::clean_name(&person.profile.name).unwrap_or_default().to_lowercase();
                self.by_uid.get(&person.uid).or_else(|| self.by_name.get(&name())).copied()
            }
        };
        if let Some(at) = at {
            self.by_uid.entry(person.uid).or_insert(at);
        }
        Ok(at.and_then(|at| self.people.get_mut(at)))
    }
}
