//! Things from elsewhere, to be brought into a journal at once.

use std::collections::HashSet;

use crate::domain::{
    cadence::Cadence,
    entry::Entry,
    id::PersonId,
    intention::Intention,
    need::Need,
    one_on_one::OneOnOne,
    person::Person,
    question::{AskedQuestion, QuestionOverride},
    review::{Review, Template},
    self_check::SelfCheck,
};

/// What is to be brought in. The rows that its things name, their own and those they point at, are of this bundle alone:
/// they get others in the journal. What says who they are there is their lasting names: a thing that the journal has
/// already is not brought in again, and is left as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportBundle {
    /// Whom the things are about.
    pub people: Vec<ImportedPerson>,
    /// The rhythm in which to meet somebody from now on, also somebody who is in the journal.
    pub cadences: Vec<(PersonId, Cadence)>,
    /// Answers to what people need.
    pub needs: Vec<Need>,
    /// One-on-ones. Where the journal has a planned one with that person, a planned one moves it, and adds none.
    pub one_on_ones: Vec<OneOnOne>,
    /// Entries, with their details and steps.
    pub entries: Vec<Entry>,
    /// Questions of your own, and hidden ones.
    pub questions: Vec<QuestionOverride>,
    /// What was put on the table.
    pub asked_questions: Vec<AskedQuestion>,
    /// Self-checks.
    pub self_checks: Vec<SelfCheck>,
    /// What you set out to do.
    pub intentions: Vec<Intention>,
    /// Reviews, finished and begun.
    pub reviews: Vec<Review>,
    /// Templates of your own.
    pub templates: Vec<Template>,
}

/// Somebody whom things of a bundle are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedPerson {
    /// As they are read; added so where they are new.
    pub person: Person,
    /// Who they are in the journal.
    pub mapping: PersonMapping,
}

/// Who somebody of a bundle is in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonMapping {
    /// The person of that lasting name; else the one of that name; else somebody new.
    ByName,
    /// This person of the journal.
    Existing(PersonId),
    /// Nobody: what is about them is left out.
    Skip,
}

impl ImportBundle {
    /// How many things it holds, people too.
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

    /// How many of its things are about somebody who is left out, those people too.
    pub fn skipped_count(&self) -> usize {
        let nowhere = |arrival: &&ImportedPerson| arrival.mapping == PersonMapping::Skip;
        let out: HashSet<PersonId> = self.people.iter().filter(nowhere).map(|arrival| arrival.person.id).collect();
        let about = [
            self.needs.iter().filter(|need| out.contains(&need.person)).count(),
            self.one_on_ones.iter().filter(|one| out.contains(&one.person)).count(),
            self.entries.iter().filter(|entry| out.contains(&entry.person)).count(),
            self.asked_questions.iter().filter(|asked| out.contains(&asked.person)).count(),
            self.reviews.iter().filter(|review| out.contains(&review.person)).count(),
        ];
        out.len() + about.iter().sum::<usize>()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
