//! What an import would change.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use super::{Change, ImportBundle};
use crate::{
    domain::{entry::kind::Kind, id::PersonId, moment::Moment},
    journal::{change, change::ChangeError, import_bundle::PersonMapping},
    store::{Db, Edit, Record, StoreError},
};

/// What the journal would gain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preview {
    /// The people who would be added, in order.
    pub new_people: Vec<String>,
    /// What would be added for each person, in the order of the people; only people with additions.
    pub people: Vec<PersonPreview>,
    /// How many existing records would change: cadences, and planned one-on-ones that move.
    pub changed: usize,
    /// How many of the leader's own records would be added: questions, self-checks, intentions,
    /// templates.
    pub leader_records: usize,
    /// How many records of the source the journal already has, without people.
    pub existing: usize,
    /// How many records of the source were erased from the journal, and stay out.
    pub erased: usize,
    /// How many records are about somebody who is left out.
    pub skipped: usize,
}

impl Preview {
    /// Whether the journal would stay as it is.
    pub fn is_empty(&self) -> bool {
        self.new_people.is_empty() && self.people.is_empty() && self.changed == 0 && self.leader_records == 0
    }
}

/// What would be added for one person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonPreview {
    /// Their name.
    pub name: String,
    /// How many one-on-ones.
    pub one_on_ones: usize,
    /// For each kind, how many entries and the first line of the oldest.
    pub entries: BTreeMap<Kind, (usize, String)>,
    /// How many other records: need answers, asked questions, reviews.
    pub other_records: usize,
}

/// Computes what importing the bundle would do; nothing is written.
///
/// # Errors
/// If it cannot be imported, or the journal cannot be read.
pub fn preview(db: &Db, bundle: &Arc<ImportBundle>, now: &Moment) -> Result<Preview, ChangeError> {
    let (edits, people, erased) = db.snapshot(|db| {
        let edits = change::plan(db, &Change::Import(Arc::clone(bundle)), now)?;
        Ok::<_, ChangeError>((edits, db.people()?, count_erased(db, bundle)?))
    })?;
    let mut counting = PreviewBuilder {
        names: people.into_iter().map(|person| (person.id, person.profile.name)).collect(),
        preview: Preview { erased, ..Preview::default() },
        ..PreviewBuilder::default()
    };
    for edit in edits {
        match edit {
            Edit { before: Some(before), .. } => {
                counting.preview.changed += 1;
                counting.moved += usize::from(matches!(before, Record::OneOnOne(_)));
            }
            Edit { after: Some(record), .. } => counting.add(record),
            Edit { .. } => {}
        }
    }
    Ok(counting.finish(bundle))
}

/// How many records about people who are not left out were erased and have not been added again.
fn count_erased(db: &Db, bundle: &ImportBundle) -> Result<usize, StoreError> {
    let skipped: HashSet<PersonId> = bundle
        .people
        .iter()
        .filter(|imported| imported.mapping == PersonMapping::Skip)
        .map(|imported| imported.person.id)
        .collect();
    let mut count = 0;
    for (kind, uid, about) in bundle.records() {
        if about.is_none_or(|person| !skipped.contains(&person)) && db.is_erased(kind, uid)? && !db.exists(kind, uid)? {
            count += 1;
        }
    }
    Ok(count)
}

#[derive(Default)]
struct PreviewBuilder {
    preview: Preview,
    names: HashMap<PersonId, String>,
    people: BTreeMap<PersonId, PersonPreview>,
    /// When the entry that is shown for its kind was written.
    oldest_entries: HashMap<(PersonId, Kind), Moment>,
    added: usize,
    /// How many planned one-on-ones move.
    moved: usize,
}

impl PreviewBuilder {
    fn add(&mut self, record: Record) {
        self.added += 1;
        match record {
            Record::Person(person) => {
                self.preview.new_people.push(person.profile.name.clone());
                self.names.insert(person.id, person.profile.name);
            }
            Record::OneOnOne(one_on_one) => self.person_mut(one_on_one.person).one_on_ones += 1,
            Record::Entry(entry) => {
                let (person, kind) = (entry.person, entry.kind());
                let oldest = self.oldest_entries.get(&(person, kind)).is_none_or(|oldest| entry.written_at < *oldest);
                let (count, first) = self.person_mut(person).entries.entry(kind).or_default();
                *count += 1;
                if oldest {
                    entry.text.lines().next().unwrap_or_default().clone_into(first);
                    self.oldest_entries.insert((person, kind), entry.written_at);
                }
            }
            Record::Need(need) => self.person_mut(need.person).other_records += 1,
            Record::AskedQuestion(asked) => self.person_mut(asked.person).other_records += 1,
            Record::Review(review) => self.person_mut(review.person).other_records += 1,
            Record::Question(_) | Record::SelfCheck(_) | Record::Intention(_) | Record::Template(_) => {
                self.preview.leader_records += 1;
            }
        }
    }

    fn person_mut(&mut self, person: PersonId) -> &mut PersonPreview {
        let name = self.names.get(&person).cloned().unwrap_or_default();
        self.people.entry(person).or_insert_with(|| PersonPreview { name, ..PersonPreview::default() })
    }

    fn finish(self, bundle: &ImportBundle) -> Preview {
        let left_out = bundle.skipped_count();
        let nowhere = bundle.people.iter().filter(|imported| imported.mapping == PersonMapping::Skip).count();
        let things = bundle.len() - bundle.people.len();
        let come = self.added - self.preview.new_people.len() + self.moved;
        let known = things.saturating_sub(come + left_out - nowhere + self.preview.erased);
        Preview { people: self.people.into_values().collect(), existing: known, skipped: left_out, ..self.preview }
    }
}
