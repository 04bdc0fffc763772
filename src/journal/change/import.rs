//! The plan of an import: one change, which one undo reverts, without duplicating existing records.

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::civil::Date;

use super::{Result, RuleViolation, entries::is_linked_goal};
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

/// Plans the records of the bundle that the journal does not have.
pub(super) fn plan_import(db: &Db, bundle: &ImportBundle, now: &Moment) -> Result<Vec<Edit>> {
    plan_restore(db, bundle, &BTreeSet::new(), now)
}

/// Plans an import in which the entries with the uids in `replaced` take the place of those that
/// the journal has.
pub(super) fn plan_restore(
    db: &Db,
    bundle: &ImportBundle,
    replaced: &BTreeSet<Uid>,
    now: &Moment,
) -> Result<Vec<Edit>> {
    let mut plan = ImportPlan::default();
    plan.plan_people(db, bundle, now)?;
    plan.plan_one_on_ones(db, &bundle.one_on_ones, now)?;
    plan.plan_entries(db, &bundle.entries, replaced)?;
    plan.plan_other_records(db, bundle)?;
    plan.plan_reviews(db, bundle)?;
    Ok(plan.edits)
}

/// The edits planned so far, and the mapping of ids in the bundle to ids in the journal. Records
/// about skipped people are not mapped.
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
        let mut index = PersonIndex::new(db.people()?);
        let (PersonId(mut next_id), mut position) = db.next_person_id_and_position()?;
        let journal_is_empty = index.people.is_empty();
        let cadences: HashMap<PersonId, Cadence> = bundle.cadences.iter().copied().collect();
        for ImportedPerson { person, mapping } in &bundle.people {
            let cadence = cadences.get(&person.id).copied();
            if let Some(found) = index.resolve(person, *mapping)? {
                self.person_ids.insert(person.id, found.id);
                // Imported cadences have no maximum gap, so the one in the journal is kept.
                let max_gap = found.profile.cadence.and_then(Cadence::max_gap);
                let cadence = cadence.map(|cadence| cadence.with_max_gap(max_gap).unwrap_or(cadence));
                if let Some(cadence) = cadence.filter(|cadence| found.profile.cadence != Some(*cadence)) {
                    let before = Record::Person(Box::new(found.clone()));
                    found.profile.cadence = Some(cadence);
                    self.edits.push(Edit::updated(before, Record::Person(Box::new(found.clone()))));
                }
            } else if *mapping != PersonMapping::Skip && !is_erased_with_all_records(db, bundle, person)? {
                let added = Person {
                    id: PersonId(next_id),
                    // In a journal with people, the imported position may be taken.
                    position: if journal_is_empty { person.position } else { position },
                    profile: Profile {
                        name: name::clean_name(&person.profile.name)?,
                        cadence: cadence.or(person.profile.cadence),
                        ..person.profile.clone()
                    },
                    added_at: person.added_at.clone().min(now.clone()),
                    ..person.clone()
                };
                (next_id, position) = (next_id + 1, position + 1);
                self.person_ids.insert(person.id, added.id);
                self.edits.push(Edit::created(Record::Person(Box::new(added.clone()))));
                index.add(added);
            }
        }
        Ok(())
    }

    fn plan_one_on_ones(&mut self, db: &Db, all: &[OneOnOne], now: &Moment) -> Result<()> {
        let OneOnOneId(mut next_id) = db.next_one_on_one_id()?;
        let mut running = HashSet::new();
        let mut added_as = HashMap::new();
        let mut rescheduled = HashSet::new();
        let mut held = HeldMeetings::default();
        self.mark_planned_as_held(db, all, &mut held)?;
        for imported in all {
            let Some(&person) = self.person_ids.get(&imported.person) else { continue };
            if let Some(&ids) = added_as.get(&imported.uid) {
                self.one_on_one_ids.insert(imported.id, ids);
                continue;
            }
            if let Some(existing) = db.one_on_one_by_uid(imported.uid)? {
                self.one_on_one_ids.insert(imported.id, (existing.id, existing.person));
                let both_planned = [imported.state, existing.state] == [OneOnOneState::Planned; 2];
                // Only calendars, whose uids follow from the content, are kept up to date
                // elsewhere. An older copy of the journal must not revert what was rescheduled here
                // since.
                if both_planned && imported.uid.is_content_derived() && !held.contains(existing.id) {
                    self.reschedule(existing, imported, &mut rescheduled);
                }
                continue;
            }
            if db.is_erased(RecordKind::OneOnOne, imported.uid)? {
                continue;
            }
            if is_date_only(imported)
                && let Some(existing) = held.find(db, person, imported.at.day())?
            {
                self.one_on_one_ids.insert(imported.id, (existing, person));
                continue;
            }
            // One one-on-one is planned at a time: an event of a calendar reschedules the planned
            // one, but never into the past.
            if imported.state == OneOnOneState::Planned
                && imported.uid.is_content_derived()
                && let Some(planned) = db.first_created_planned(person)?.filter(|planned| !held.contains(planned.id))
            {
                self.one_on_one_ids.insert(imported.id, (planned.id, person));
                if imported.at > *now {
                    self.reschedule(planned, imported, &mut rescheduled);
                }
                continue;
            }
            if let Some(problem) = imported.validation_error() {
                return Err(RuleViolation::InvalidMeeting(imported.at.day(), problem).into());
            }
            let mut added = OneOnOne { id: OneOnOneId(next_id), person, ..imported.clone() };
            // One one-on-one runs at a time: one that is running in the journal stays so.
            if added.is_running() && (!running.insert(person) || db.running_one_on_one(person)?.is_some()) {
                added.wrapped_up_at = Some(added.at.clone());
            }
            next_id += 1;
            if is_date_only(imported) && imported.state == OneOnOneState::Held {
                held.add(&added);
            }
            self.one_on_one_ids.insert(imported.id, (added.id, person));
            added_as.insert(imported.uid, (added.id, person));
            self.edits.push(Edit::created(Record::OneOnOne(added)));
        }
        Ok(())
    }

    /// Marks a planned one-on-one as held if the bundle has a date-only one of its day and no other
    /// was held that day.
    fn mark_planned_as_held(&mut self, db: &Db, all: &[OneOnOne], held: &mut HeldMeetings) -> Result<()> {
        let is_held_day = |imported: &&OneOnOne| is_date_only(imported) && imported.state == OneOnOneState::Held;
        for imported in all.iter().filter(is_held_day) {
            let Some(&person) = self.person_ids.get(&imported.person) else { continue };
            let day = imported.at.day();
            let is_known =
                db.one_on_one_by_uid(imported.uid)?.is_some() || db.is_erased(RecordKind::OneOnOne, imported.uid)?;
            if is_known || held.find(db, person, day)?.is_some() {
                continue;
            }
            let planned = db.next_planned(person)?.filter(|planned| planned.at.day() == day);
            if let Some(planned) = planned {
                let after = OneOnOne { id: planned.id, uid: planned.uid, person, ..imported.clone() };
                held.add(&after);
                self.edits.push(Edit::updated(Record::OneOnOne(planned), Record::OneOnOne(after)));
            }
        }
        Ok(())
    }

    /// Moves a planned one-on-one to the time of an imported one; the first imported one decides.
    fn reschedule(&mut self, planned: OneOnOne, imported: &OneOnOne, rescheduled: &mut HashSet<OneOnOneId>) {
        let is_same = planned.at.at_ms() == imported.at.at_ms() && planned.planned_end == imported.planned_end;
        if rescheduled.insert(planned.id) && !is_same {
            let moved = OneOnOne { at: imported.at.clone(), planned_end: imported.planned_end, ..planned.clone() };
            self.edits.push(Edit::updated(Record::OneOnOne(planned), Record::OneOnOne(moved)));
        }
    }

    fn plan_entries(&mut self, db: &Db, all: &[Entry], replaced: &BTreeSet<Uid>) -> Result<()> {
        let EntryId(mut next_id) = db.next_entry_id()?;
        let mut event_uids = HashSet::new();
        let mut added_as = HashMap::new();
        // Goals are planned before the check-ins that refer to them.
        let (check_ins, others): (Vec<&Entry>, Vec<&Entry>) =
            all.iter().partition(|entry| matches!(entry.detail, Detail::CheckIn(_)));
        for entry in others.into_iter().chain(check_ins) {
            let Some(&person) = self.person_ids.get(&entry.person) else { continue };
            let added = added_as.get(&entry.uid).copied();
            if let Some(existing) = added.map_or_else(|| db.entry_by_uid(entry.uid), |added| Ok(Some(added)))? {
                self.entry_ids.insert(entry.id, existing);
                if added.is_none() && replaced.contains(&entry.uid) {
                    self.replace_entry(db, existing.0, entry, person)?;
                }
                continue;
            }
            if db.is_erased(RecordKind::Entry, entry.uid)? {
                continue;
            }
            if let Some(problem) = entry.validation_error() {
                return Err(RuleViolation::InvalidEntry(entry.written_at.day(), problem).into());
            }
            let Some(detail) = self.remap_detail(entry, person) else { continue };
            let mut added = Entry { id: EntryId(next_id), person, detail, ..entry.clone() };
            added.one_on_one = self.remap_one_on_one(entry.one_on_one, person);
            for (index, event) in added.events.iter_mut().enumerate() {
                event.one_on_one = self.remap_one_on_one(event.one_on_one, person);
                // Uids of events are unique; a source may repeat one.
                if !event_uids.insert(event.uid) || db.event_exists(event.uid)? {
                    event.uid = Uid::from_content(&["step", &entry.uid.to_string(), &index.to_string()]);
                    event_uids.insert(event.uid);
                }
            }
            next_id += 1;
            let ids = (added.id, person, added.kind());
            self.entry_ids.insert(entry.id, ids);
            added_as.insert(entry.uid, ids);
            self.edits.push(Edit::created(Record::Entry(Box::new(added))));
        }
        Ok(())
    }

    /// Plans that an entry of the journal becomes as it is in the bundle.
    fn replace_entry(&mut self, db: &Db, id: EntryId, entry: &Entry, person: PersonId) -> Result<()> {
        let Some(before) = db.entry(id)? else { return Ok(()) };
        if (before.kind() != entry.kind() || before.person != person) && is_linked_goal(db, &before)? {
            return Err(RuleViolation::LinkedGoal.into());
        }
        let Some(detail) = self.remap_detail(entry, person) else { return Ok(()) };
        let mut after = Entry { id, person, detail, ..entry.clone() };
        after.one_on_one = self.remap_one_on_one(entry.one_on_one, person);
        for event in &mut after.events {
            event.one_on_one = self.remap_one_on_one(event.one_on_one, person);
        }
        // A goal that is replaced may be the one of check-ins that follow.
        self.entry_ids.insert(entry.id, (id, person, after.kind()));
        if after != before {
            let [before, after] = [before, after].map(|entry| Record::Entry(Box::new(entry)));
            self.edits.push(Edit::updated(before, after));
        }
        Ok(())
    }

    /// The detail with mapped ids; `None` for a check-in whose goal is not imported or is about
    /// another person.
    fn remap_detail(&self, entry: &Entry, person: PersonId) -> Option<Detail> {
        let mut detail = entry.detail.clone();
        if let Detail::CheckIn(check_in) = &mut detail {
            let is_own_goal = |(_, owner, kind): &&(EntryId, PersonId, Kind)| *owner == person && *kind == Kind::Goal;
            check_in.goal = self.entry_ids.get(&check_in.goal).filter(is_own_goal)?.0;
        }
        Some(detail)
    }

    fn remap_one_on_one(&self, one_on_one: Option<OneOnOneId>, person: PersonId) -> Option<OneOnOneId> {
        self.one_on_one_ids.get(&one_on_one?).filter(|(_, with)| *with == person).map(|(id, _)| *id)
    }

    fn plan_other_records(&mut self, db: &Db, bundle: &ImportBundle) -> Result<()> {
        let mapped = |person: &PersonId| self.person_ids.get(person).copied();
        let needs = bundle
            .needs
            .iter()
            .filter_map(|need| Some(Record::Need(Need { person: mapped(&need.person)?, ..need.clone() })));
        let asked = bundle.asked_questions.iter().filter_map(|asked| {
            Some(Record::AskedQuestion(AskedQuestion { person: mapped(&asked.person)?, ..asked.clone() }))
        });
        let mut questions: HashSet<String> =
            db.question_overrides()?.into_iter().map(|question| question.question).collect();
        let new_questions = bundle.questions.iter().filter(|question| questions.insert(question.question.clone()));
        let records: Vec<Record> = needs
            .chain(asked)
            .chain(new_questions.cloned().map(Record::Question))
            .chain(bundle.self_checks.iter().cloned().map(Record::SelfCheck))
            .chain(bundle.intentions.iter().cloned().map(Record::Intention))
            .collect();
        for record in records {
            self.add_unless_exists(db, record)?;
        }
        Ok(())
    }

    fn plan_reviews(&mut self, db: &Db, bundle: &ImportBundle) -> Result<()> {
        let mut unfinished = HashSet::new();
        for review in &bundle.reviews {
            let Some(&person) = self.person_ids.get(&review.person) else { continue };
            let mut added = Review { person, ..review.clone() };
            // One review of a person is unfinished at a time: one in the journal stays so, others
            // are finished.
            if added.finished_at.is_none() && (!unfinished.insert(person) || db.unfinished_review(person)?.is_some()) {
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

    /// Adds a record once, unless the journal has it or it was erased.
    fn add_unless_exists(&mut self, db: &Db, record: Record) -> Result<()> {
        let (kind, uid) = (record.kind(), record.uid());
        if self.seen_records.insert((kind, uid)) && !db.exists(kind, uid)? && !db.is_erased(kind, uid)? {
            self.edits.push(Edit::created(record));
        }
        Ok(())
    }
}

/// Whether a person was erased and the bundle has nothing about them that was not.
fn is_erased_with_all_records(db: &Db, bundle: &ImportBundle, person: &Person) -> Result<bool> {
    if !db.is_erased(RecordKind::Person, person.uid)? {
        return Ok(false);
    }
    let records = bundle.records().filter(|(_, _, about)| *about == Some(person.id));
    for (kind, uid, _) in records {
        if !db.is_erased(kind, uid)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether only the day of an imported one-on-one is known, not its time and length. It then stands
/// for any one-on-one held on that day.
fn is_date_only(imported: &OneOnOne) -> bool {
    let is_over = match imported.state {
        OneOnOneState::Held => imported.wrapped_up_at.as_ref() == Some(&imported.at),
        state => state == OneOnOneState::NothingToNote,
    };
    imported.uid.is_content_derived() && is_over && imported.minutes.is_none() && imported.validation_error().is_none()
}

/// One-on-ones held by person and day, loaded per person on demand.
#[derive(Default)]
struct HeldMeetings {
    loaded: HashSet<PersonId>,
    by_day: HashMap<(PersonId, Date), OneOnOneId>,
}

impl HeldMeetings {
    /// The one-on-one held with a person on a day.
    fn find(&mut self, db: &Db, person: PersonId, day: Date) -> Result<Option<OneOnOneId>> {
        if self.loaded.insert(person) {
            let latest = db.latest_one_on_ones(person, u32::MAX)?;
            latest.iter().filter(|meeting| meeting.state == OneOnOneState::Held).for_each(|meeting| self.add(meeting));
        }
        Ok(self.by_day.get(&(person, day)).copied())
    }

    fn add(&mut self, meeting: &OneOnOne) {
        self.by_day.entry((meeting.person, meeting.at.day())).or_insert(meeting.id);
    }

    fn contains(&self, id: OneOnOneId) -> bool {
        self.by_day.values().any(|held| *held == id)
    }
}

/// The people of the journal, including those added by the import.
struct PersonIndex {
    people: Vec<Person>,
    by_id: HashMap<PersonId, usize>,
    by_uid: HashMap<Uid, usize>,
    by_name: HashMap<String, usize>,
}

impl PersonIndex {
    fn new(people: Vec<Person>) -> Self {
        let mut index =
            Self { people: Vec::new(), by_id: HashMap::new(), by_uid: HashMap::new(), by_name: HashMap::new() };
        for person in people {
            index.add(person);
        }
        index
    }

    fn add(&mut self, person: Person) {
        let position = self.people.len();
        self.by_id.insert(person.id, position);
        self.by_uid.insert(person.uid, position);
        // An old journal may have names that differ only in case; the first in the sidebar is used.
        self.by_name.entry(person.profile.name.to_lowercase()).or_insert(position);
        self.people.push(person);
    }

    /// The person of the journal that an imported person maps to. A later person in the bundle with
    /// the same uid maps to the same one whatever their name; otherwise the next import would map
    /// the uid to someone else.
    fn resolve(&mut self, person: &Person, mapping: PersonMapping) -> Result<Option<&mut Person>> {
        let position = match mapping {
            PersonMapping::Skip => None,
            PersonMapping::Existing(id) => Some(*self.by_id.get(&id).ok_or(RuleViolation::NotFound("person"))?),
            PersonMapping::ByName => {
                let name = || name::clean_name(&person.profile.name).unwrap_or_default().to_lowercase();
                self.by_uid.get(&person.uid).or_else(|| self.by_name.get(&name())).copied()
            }
        };
        if let Some(position) = position {
            self.by_uid.entry(person.uid).or_insert(position);
        }
        Ok(position.and_then(|position| self.people.get_mut(position)))
    }
}
