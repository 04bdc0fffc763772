//! What an import would do, before it is done.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use super::{Bundle, Change};
use crate::{
    domain::{id::PersonId, kind::Kind, moment::Moment},
    journal::{
        bundle::Belongs,
        change::{self, ChangeError},
    },
    store::{Db, Edit, Record},
};

/// What the journal would gain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preview {
    /// The people who would be added, in order.
    pub new_people: Vec<String>,
    /// What would be added about each person, in the order of the people; people about whom nothing is added are left out.
    pub gains: Vec<Gain>,
    /// What would change of what is there: rhythms, and planned one-on-ones that move.
    pub changed: usize,
    /// The leader's own things that would be added: questions, self-checks, what they set out to do, templates.
    pub own: usize,
    /// How many things of the source the journal has already; people are not counted.
    pub known: usize,
    /// How many things are about somebody who is left out.
    pub left_out: usize,
}

impl Preview {
    /// Whether the journal would stay as it is.
    pub fn is_nothing(&self) -> bool {
        self.new_people.is_empty() && self.gains.is_empty() && self.changed == 0 && self.own == 0
    }
}

/// What would be added about one person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gain {
    /// Their name.
    pub name: String,
    /// How many one-on-ones.
    pub one_on_ones: usize,
    /// How many entries of each kind, and the first line of the oldest.
    pub entries: BTreeMap<Kind, (usize, String)>,
    /// How many other things: answers to what they need, questions that were asked, reviews.
    pub others: usize,
}

/// Says what bringing in the bundle would do. Nothing is written.
///
/// # Errors
/// Why it cannot be brought in, or where the journal cannot be read.
pub fn preview(db: &Db, bundle: &Arc<Bundle>, now: &Moment) -> Result<Preview, ChangeError> {
    let (edits, people) = db.snapshot(|db| {
        let edits = change::plan(db, &Change::BringIn(Arc::clone(bundle)), now)?;
        Ok::<_, ChangeError>((edits, db.people()?))
    })?;
    let mut counting = Counting {
        names: people.into_iter().map(|person| (person.id, person.profile.name)).collect(),
        ..Counting::default()
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
    Ok(counting.preview(bundle))
}

#[derive(Default)]
struct Counting {
    preview: Preview,
    names: HashMap<PersonId, String>,
    gains: BTreeMap<PersonId, Gain>,
    /// When the entry was written that stands for its kind.
    oldest: HashMap<(PersonId, Kind), Moment>,
    added: usize,
    /// How many planned one-on-ones move.
    moved: usize,
}

impl Counting {
    fn add(&mut self, record: Record) {
        self.added += 1;
        match record {
            Record::Person(person) => {
                self.preview.new_people.push(person.profile.name.clone());
                self.names.insert(person.id, person.profile.name);
            }
            Record::OneOnOne(one_on_one) => self.gain(one_on_one.person).one_on_ones += 1,
            Record::Entry(entry) => {
                let (person, kind) = (entry.person, entry.kind());
                let oldest = self.oldest.get(&(person, kind)).is_none_or(|oldest| entry.written < *oldest);
                let (count, first) = self.gain(person).entries.entry(kind).or_default();
                *count += 1;
                if oldest {
                    entry.text.lines().next().unwrap_or_default().clone_into(first);
                    self.oldest.insert((person, kind), entry.written);
                }
            }
            Record::Need(need) => self.gain(need.person).others += 1,
            Record::Asked(asked) => self.gain(asked.person).others += 1,
            Record::Review(review) => self.gain(review.person).others += 1,
            Record::Question(_) | Record::SelfCheck(_) | Record::Intention(_) | Record::Template(_) => {
                self.preview.own += 1;
            }
        }
    }

    fn gain(&mut self, person: PersonId) -> &mut Gain {
        let name = self.names.get(&person).cloned().unwrap_or_default();
        self.gains.entry(person).or_insert_with(|| Gain { name, ..Gain::default() })
    }

    fn preview(self, bundle: &Bundle) -> Preview {
        let left_out = bundle.left_out();
        let nowhere = bundle.people.iter().filter(|arrival| arrival.belongs == Belongs::Nowhere).count();
        let things = bundle.len() - bundle.people.len();
        let come = self.added - self.preview.new_people.len() + self.moved;
        let known = things.saturating_sub(come + left_out - nowhere);
        Preview { gains: self.gains.into_values().collect(), known, left_out, ..self.preview }
    }
}
