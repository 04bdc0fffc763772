//! What differs between a backup and the journal, by person, and the change that brings chosen
//! entries back.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    ops::ControlFlow,
    path::Path,
    sync::Arc,
};

use super::BackupError;
use crate::{
    domain::{
        entry::{Detail, Entry},
        id::{EntryId, OneOnOneId, PersonId, Uid},
        one_on_one::OneOnOne,
        person::Person,
    },
    journal::{
        change::Change,
        import_bundle::{ImportBundle, ImportedPerson, PersonMapping},
        progress::ProgressFn,
    },
    store::{Db, ExportFilter, Record, RecordKind, StoreError},
};

/// How many entries are read between two reports of progress.
const ENTRIES_PER_REPORT: u64 = 1_000;

/// What differs between a backup and the journal.
#[derive(Debug, Default)]
pub struct Comparison {
    /// The people with differences, in the order of the backup, then those who are only in the
    /// journal.
    pub people: Vec<PersonDifference>,
    /// How many of the leader's own records differ: self-checks, intentions, questions, templates.
    pub leader_records: usize,
    /// What the differing entries refer to, as in the backup.
    context: RestoreContext,
}

/// What differs about one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonDifference {
    /// The uid of the person.
    pub uid: Uid,
    /// Their name, as in the backup where they are in it.
    pub name: String,
    /// The entries that the backup has and the journal lacks, or has in another version; oldest
    /// first.
    pub entries: Vec<EntryDifference>,
    /// How many entries only the journal has.
    pub added_since: usize,
    /// How many other records differ: the profile, one-on-ones, needs, asked questions, reviews.
    pub other_records: usize,
}

/// An entry of the backup that the journal lacks or has in another version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryDifference {
    /// The entry as in the backup. Its ids are those of the backup.
    pub entry: Entry,
    /// Whether the journal has another version of it, perhaps in the trash.
    pub is_changed: bool,
}

#[derive(Debug, Default)]
struct RestoreContext {
    people: HashMap<PersonId, Person>,
    one_on_ones: HashMap<OneOnOneId, OneOnOne>,
    goals: HashMap<EntryId, Entry>,
}

/// Compares a backup with the journal.
///
/// # Errors
/// Fails if the backup or the journal cannot be read, or when `progress` cancels it.
pub fn compare(backup: &Path, journal: &Db, progress: &mut ProgressFn<'_>) -> Result<Comparison, BackupError> {
    let copy = Db::load_copy(backup)?;
    let filter = ExportFilter { include_flags: true, include_trashed: true, ..ExportFilter::default() };
    let total = copy.count_entries(&filter)? + journal.count_entries(&filter)?;
    let mut done = 0;
    let mut step = || {
        done += 1;
        let flow = if done % ENTRIES_PER_REPORT == 0 { progress(done, total) } else { ControlFlow::Continue(()) };
        if flow.is_break() { Err(BackupError::Cancelled) } else { Ok(()) }
    };
    let old = Content::read(&copy, &filter, &mut step)?;
    let new = journal.snapshot(|db| Content::read(db, &filter, &mut step))?;
    Ok(difference(old, &new))
}

/// Compares a journal whose file was replaced with the file that is at `path` now.
///
/// # Errors
/// Fails if either cannot be read.
pub(in crate::journal) fn compare_with_replacement(path: &Path, journal: &Db) -> Result<ReplacedFile, BackupError> {
    let there = Db::load_copy(path)?;
    let filter = ExportFilter { include_flags: true, include_trashed: true, ..ExportFilter::default() };
    let read = |db: &Db| Content::read(db, &filter, &mut || Ok(()));
    let only_there = difference(read(&there)?, &journal.snapshot(read)?);
    let only_here = difference(journal.snapshot(read)?, &read(&there)?);
    Ok(ReplacedFile { only_here: only_here.people, only_there: only_there.people })
}

/// What differs between a journal and the file that has replaced its own, by person. An entry that
/// both have in different versions is in both.
#[derive(Debug, Default)]
pub struct ReplacedFile {
    /// What the journal has and the file has not.
    pub only_here: Vec<PersonDifference>,
    /// What the file has and the journal has not.
    pub only_there: Vec<PersonDifference>,
}

impl Comparison {
    /// Whether the backup holds what the journal holds.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && self.leader_records == 0
    }

    /// The change that brings these entries back as they are in the backup, with the people,
    /// one-on-ones and goals that they need. One undo reverts it.
    pub fn restore_change(&self, chosen: &HashSet<Uid>) -> Change {
        let differing = self.people.iter().flat_map(|person| &person.entries).map(|difference| &difference.entry);
        let mut entries: BTreeMap<Uid, Entry> = BTreeMap::new();
        for entry in differing.filter(|entry| chosen.contains(&entry.uid)) {
            if let Detail::CheckIn(check_in) = &entry.detail
                && let Some(goal) = self.context.goals.get(&check_in.goal)
            {
                entries.insert(goal.uid, goal.clone());
            }
            entries.insert(entry.uid, entry.clone());
        }
        let people: BTreeSet<PersonId> = entries.values().map(|entry| entry.person).collect();
        let one_on_ones: BTreeSet<OneOnOneId> = entries.values().flat_map(one_on_ones_of).collect();
        let as_imported = |person: &Person| ImportedPerson { person: person.clone(), mapping: PersonMapping::ByName };
        let bundle = ImportBundle {
            people: people.iter().filter_map(|id| self.context.people.get(id)).map(as_imported).collect(),
            one_on_ones: one_on_ones.iter().filter_map(|id| self.context.one_on_ones.get(id)).cloned().collect(),
            entries: entries.into_values().collect(),
            ..ImportBundle::default()
        };
        Change::RestoreEntries { bundle: Arc::new(bundle), replaced: chosen.iter().copied().collect() }
    }
}

fn one_on_ones_of(entry: &Entry) -> impl Iterator<Item = OneOnOneId> + '_ {
    entry.one_on_one.into_iter().chain(entry.events.iter().filter_map(|event| event.one_on_one))
}

/// The records of one side.
struct Content {
    people: Vec<Person>,
    one_on_ones: HashMap<OneOnOneId, OneOnOne>,
    entries: Vec<Entry>,
    /// The other records, without the local ids, and the person they are about.
    others: HashMap<(RecordKind, Uid), (Option<Uid>, Record)>,
}

impl Content {
    fn read(
        db: &Db,
        filter: &ExportFilter,
        step: &mut impl FnMut() -> Result<(), BackupError>,
    ) -> Result<Self, BackupError> {
        let mut content =
            Self { people: db.people()?, one_on_ones: HashMap::new(), entries: Vec::new(), others: HashMap::new() };
        db.for_each_entry(filter, |entry| {
            content.entries.push(entry);
            step()
        })?;
        content.read_others(db, filter)?;
        Ok(content)
    }

    fn read_others(&mut self, db: &Db, filter: &ExportFilter) -> Result<(), StoreError> {
        let uids: HashMap<PersonId, Uid> = self.people.iter().map(|person| (person.id, person.uid)).collect();
        let nobody = PersonId(0);
        let others = &mut self.others;
        let mut add = |person: Option<PersonId>, record: Record| {
            let person = person.and_then(|id| uids.get(&id).copied());
            others.insert((record.kind(), record.uid()), (person, record));
            Ok::<_, StoreError>(())
        };
        for person in &self.people {
            add(Some(person.id), Record::Person(Box::new(Person { id: nobody, ..person.clone() })))?;
        }
        db.for_each_one_on_one(filter, |meeting| {
            self.one_on_ones.insert(meeting.id, meeting.clone());
            let person = Some(meeting.person);
            add(person, Record::OneOnOne(OneOnOne { id: OneOnOneId(0), person: nobody, ..meeting }))
        })?;
        db.for_each_need(filter, |mut need| {
            let person = std::mem::replace(&mut need.person, nobody);
            add(Some(person), Record::Need(need))
        })?;
        db.for_each_asked_question(filter, |mut asked| {
            let person = std::mem::replace(&mut asked.person, nobody);
            add(Some(person), Record::AskedQuestion(asked))
        })?;
        db.for_each_review(filter, |mut review| {
            let person = std::mem::replace(&mut review.person, nobody);
            add(Some(person), Record::Review(review))
        })?;
        db.for_each_self_check(filter, |check| add(None, Record::SelfCheck(check)))?;
        db.for_each_intention(filter, |intention| add(None, Record::Intention(intention)))?;
        db.question_overrides()?.into_iter().try_for_each(|question| add(None, Record::Question(question)))?;
        db.templates()?.into_iter().try_for_each(|template| add(None, Record::Template(template)))
    }

    /// The entries by uid, without local ids.
    fn portable_entries(&self) -> HashMap<Uid, PortableEntry<'_>> {
        let people: HashMap<PersonId, Uid> = self.people.iter().map(|person| (person.id, person.uid)).collect();
        let entries: HashMap<EntryId, Uid> = self.entries.iter().map(|entry| (entry.id, entry.uid)).collect();
        let meeting = |id: Option<OneOnOneId>| id.and_then(|id| self.one_on_ones.get(&id)).map(|meeting| meeting.uid);
        let portable = |entry: &'_ Entry| {
            let goal = if let Detail::CheckIn(check_in) = &entry.detail { entries.get(&check_in.goal) } else { None };
            let references = [people.get(&entry.person).copied(), goal.copied(), meeting(entry.one_on_one)];
            let of_events = entry.events.iter().map(|event| meeting(event.one_on_one));
            references.into_iter().chain(of_events).collect()
        };
        self.entries.iter().map(|entry| (entry.uid, PortableEntry { entry, references: portable(entry) })).collect()
    }
}

/// An entry with the uids of what it refers to.
struct PortableEntry<'a> {
    entry: &'a Entry,
    references: Vec<Option<Uid>>,
}

impl PortableEntry<'_> {
    fn is_same(&self, other: &Self) -> bool {
        self.references == other.references && without_ids(self.entry) == without_ids(other.entry)
    }
}

fn without_ids(entry: &Entry) -> Entry {
    let mut entry = Entry { id: EntryId(0), person: PersonId(0), one_on_one: None, ..entry.clone() };
    entry.events.iter_mut().for_each(|event| event.one_on_one = None);
    if let Detail::CheckIn(check_in) = &mut entry.detail {
        check_in.goal = EntryId(0);
    }
    entry
}

fn difference(old: Content, new: &Content) -> Comparison {
    let mut people: Vec<PersonDifference> = Vec::new();
    for person in old.people.iter().chain(&new.people) {
        if people.iter().all(|known| known.uid != person.uid) {
            let name = person.profile.name.clone();
            people.push(PersonDifference {
                uid: person.uid,
                name,
                entries: Vec::new(),
                added_since: 0,
                other_records: 0,
            });
        }
    }
    let positions: HashMap<Uid, usize> = people.iter().enumerate().map(|(index, person)| (person.uid, index)).collect();
    let uids = |content: &Content| -> HashMap<PersonId, Uid> {
        content.people.iter().map(|person| (person.id, person.uid)).collect()
    };
    let (old_uids, new_uids) = (uids(&old), uids(new));
    let position =
        |uids: &HashMap<PersonId, Uid>, id: PersonId| uids.get(&id).and_then(|uid| positions.get(uid)).copied();
    {
        let (old_entries, new_entries) = (old.portable_entries(), new.portable_entries());
        for entry in old.entries.iter().filter(|entry| entry.trashed_at.is_none()) {
            let current = new_entries.get(&entry.uid);
            let is_same = old_entries.get(&entry.uid).zip(current).is_some_and(|(old, new)| old.is_same(new));
            if let Some(index) = position(&old_uids, entry.person).filter(|_| !is_same) {
                let difference = EntryDifference { entry: entry.clone(), is_changed: current.is_some() };
                people[index].entries.push(difference);
            }
        }
        for entry in new.entries.iter().filter(|entry| entry.trashed_at.is_none()) {
            if let Some(index) = position(&new_uids, entry.person).filter(|_| !old_entries.contains_key(&entry.uid)) {
                people[index].added_since += 1;
            }
        }
    }
    let mut leader_records = 0;
    let keys: HashSet<&(RecordKind, Uid)> = old.others.keys().chain(new.others.keys()).collect();
    for key in keys.into_iter().filter(|key| old.others.get(key) != new.others.get(key)) {
        let person = old.others.get(key).or_else(|| new.others.get(key)).and_then(|(person, _)| *person);
        match person.and_then(|uid| positions.get(&uid)) {
            Some(index) => people[*index].other_records += 1,
            None => leader_records += 1,
        }
    }
    people.retain(|person| !person.entries.is_empty() || person.added_since + person.other_records > 0);
    Comparison { people, leader_records, context: RestoreContext::new(old) }
}

impl RestoreContext {
    fn new(old: Content) -> Self {
        let is_goal = |entry: &Entry| matches!(entry.detail, Detail::Goal(_));
        Self {
            people: old.people.into_iter().map(|person| (person.id, person)).collect(),
            one_on_ones: old.one_on_ones,
            goals: old.entries.into_iter().filter(is_goal).map(|goal| (goal.id, goal)).collect(),
        }
    }
}
