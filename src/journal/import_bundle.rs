//! The records of an import, which one change adds to a journal.

use std::collections::HashSet;

use crate::{
    domain::{
        cadence::Cadence,
        entry::Entry,
        id::{PersonId, Uid},
        intention::Intention,
        need::Need,
        one_on_one::OneOnOne,
        person::Person,
        question::{AskedQuestion, QuestionOverride},
        review::{Review, Template},
        self_check::SelfCheck,
    },
    store::RecordKind,
};

/// The records to import. Their integer ids are valid only within the bundle and are mapped to new
/// ids in the journal. Records are identified by their uids: one that the journal has already is
/// left as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportBundle {
    /// The people that the records are about.
    pub people: Vec<ImportedPerson>,
    /// New cadences, also for people who are in the journal already.
    pub cadences: Vec<(PersonId, Cadence)>,
    /// Needs.
    pub needs: Vec<Need>,
    /// One-on-ones. A planned one of a calendar reschedules a planned one of the journal instead of
    /// adding another.
    pub one_on_ones: Vec<OneOnOne>,
    /// Entries, with their details and events.
    pub entries: Vec<Entry>,
    /// Custom and hidden questions.
    pub questions: Vec<QuestionOverride>,
    /// Asked questions.
    pub asked_questions: Vec<AskedQuestion>,
    /// Self-checks.
    pub self_checks: Vec<SelfCheck>,
    /// Intentions.
    pub intentions: Vec<Intention>,
    /// Reviews, finished or not.
    pub reviews: Vec<Review>,
    /// Templates.
    pub templates: Vec<Template>,
}

/// A person in a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedPerson {
    /// The person as read, added to the journal if they are new.
    pub person: Person,
    /// How the person maps to the journal.
    pub mapping: PersonMapping,
}

/// How a person in a bundle maps to the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonMapping {
    /// The person with the same uid, otherwise with the same name, otherwise a new person.
    ByName,
    /// This person in the journal.
    Existing(PersonId),
    /// Nobody: their records are left out.
    Skip,
}

impl ImportBundle {
    /// The number of records, including people.
    pub fn len(&self) -> usize {
        self.people.len()
            + self.needs.len()
            + self.one_on_ones.len()
            + self.entries.len()
            + self.questions.len()
            + self.asked_questions.len()
            + self.self_checks.len()
            + self.intentions.len()
            + self.reviews.len()
            + self.templates.len()
    }

    /// The kind, the uid and the person of every record except the people themselves.
    pub fn records(&self) -> impl Iterator<Item = (RecordKind, Uid, Option<PersonId>)> {
        let needs = self.needs.iter().map(|need| (RecordKind::Need, need.uid, Some(need.person)));
        let one_on_ones = self.one_on_ones.iter().map(|one| (RecordKind::OneOnOne, one.uid, Some(one.person)));
        let entries = self.entries.iter().map(|entry| (RecordKind::Entry, entry.uid, Some(entry.person)));
        let questions = self.questions.iter().map(|question| (RecordKind::Question, question.uid, None));
        let asked = self.asked_questions.iter().map(|asked| (RecordKind::AskedQuestion, asked.uid, Some(asked.person)));
        let self_checks = self.self_checks.iter().map(|check| (RecordKind::SelfCheck, check.uid, None));
        let intentions = self.intentions.iter().map(|intention| (RecordKind::Intention, intention.uid, None));
        let reviews = self.reviews.iter().map(|review| (RecordKind::Review, review.uid, Some(review.person)));
        let templates = self.templates.iter().map(|template| (RecordKind::Template, template.uid, None));
        needs
            .chain(one_on_ones)
            .chain(entries)
            .chain(questions)
            .chain(asked)
            .chain(self_checks)
            .chain(intentions)
            .chain(reviews)
            .chain(templates)
    }

    /// The number of records that are left out with skipped people, including those people.
    pub fn skipped_count(&self) -> usize {
        let is_skipped = |imported: &&ImportedPerson| imported.mapping == PersonMapping::Skip;
        let skipped: HashSet<PersonId> =
            self.people.iter().filter(is_skipped).map(|imported| imported.person.id).collect();
        let counts = [
            self.needs.iter().filter(|need| skipped.contains(&need.person)).count(),
            self.one_on_ones.iter().filter(|meeting| skipped.contains(&meeting.person)).count(),
            self.entries.iter().filter(|entry| skipped.contains(&entry.person)).count(),
            self.asked_questions.iter().filter(|asked| skipped.contains(&asked.person)).count(),
            self.reviews.iter().filter(|review| skipped.contains(&review.person)).count(),
        ];
        skipped.len() + counts.iter().sum::<usize>()
    }

    /// Whether there are no records.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
