//! The mapping of the people of a source to those of the journal, guessed and corrected by the
//! user.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::{
    domain::{
        id::{PersonId, Uid},
        name::{clean_name, initials},
        person::Person,
    },
    import::Preview,
    journal::import_bundle::{ImportBundle, PersonMapping},
};

/// Who a person of the source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PersonChoice {
    /// A new person.
    New,
    /// A person of the journal.
    Existing(PersonId),
    /// The same as another person of the source.
    SameAs(Uid),
    /// Left out, with all their records.
    Skip,
}

/// The user's decision about a person of the source; survives another read of it.
#[derive(Debug, Clone)]
pub(super) struct PersonDecision {
    choice: PersonChoice,
    name: String,
}

/// A person of the source.
pub(super) struct SourcePerson {
    /// Their uid.
    pub uid: Uid,
    /// Their index in the bundle.
    bundle_index: usize,
    /// Their name in the source.
    pub source_name: String,
    /// Their name in the journal, where they are new.
    pub name: String,
    pub initials: String,
    pub choice: PersonChoice,
    /// The number of records about them.
    pub record_count: usize,
    /// Whether the user corrected anything.
    is_user_decided: bool,
    /// The index of their part of the preview.
    pub preview_index: Option<usize>,
    /// The validation error of the name.
    pub name_error: Option<String>,
    /// Whether the name is being edited.
    pub is_editing_name: bool,
    /// Whether examples are shown.
    pub is_expanded: bool,
}

/// The people of the source, those with the most records first.
#[derive(Default)]
pub(super) struct PeopleMapping {
    pub rows: Vec<SourcePerson>,
    /// The people of the journal by normalized name.
    ids_by_name: HashMap<String, PersonId>,
    names_by_id: HashMap<PersonId, String>,
    /// Whether any name is invalid.
    has_invalid_name: bool,
}

impl PeopleMapping {
    /// Guesses the mapping, and applies earlier decisions.
    pub fn from_bundle(
        bundle: &ImportBundle,
        existing_people: &[Person],
        decisions: &HashMap<Uid, PersonDecision>,
    ) -> Self {
        let mut record_counts: HashMap<PersonId, usize> = HashMap::new();
        let person_ids = bundle.one_on_ones.iter().map(|one| one.person);
        let person_ids = person_ids.chain(bundle.entries.iter().map(|entry| entry.person));
        let person_ids = person_ids.chain(bundle.needs.iter().map(|need| need.person));
        for person in person_ids.chain(bundle.asked_questions.iter().map(|asked| asked.person)) {
            *record_counts.entry(person).or_default() += 1;
        }
        let uids: HashMap<Uid, PersonId> = existing_people.iter().map(|person| (person.uid, person.id)).collect();
        let ids_by_name: HashMap<String, PersonId> =
            existing_people.iter().map(|person| (normalize_name(&person.profile.name), person.id)).collect();
        let rows = bundle.people.iter().enumerate().map(|(index, imported)| {
            let person = &imported.person;
            let source_name = person.profile.name.clone();
            let decision = decisions.get(&person.uid);
            let guess = match imported.mapping {
                PersonMapping::Existing(id) => PersonChoice::Existing(id),
                PersonMapping::Skip => PersonChoice::Skip,
                PersonMapping::ByName => {
                    let existing = uids.get(&person.uid).or_else(|| ids_by_name.get(&normalize_name(&source_name)));
                    existing.map_or(PersonChoice::New, |id| PersonChoice::Existing(*id))
                }
            };
            let name = decision.map_or_else(|| source_name.clone(), |decision| decision.name.clone());
            SourcePerson {
                uid: person.uid,
                bundle_index: index,
                initials: initials(&name),
                name,
                source_name,
                choice: decision.map_or(guess, |decision| decision.choice),
                record_count: record_counts.get(&person.id).copied().unwrap_or_default(),
                is_user_decided: decision.is_some(),
                preview_index: None,
                name_error: None,
                is_editing_name: false,
                is_expanded: false,
            }
        });
        let mut rows: Vec<SourcePerson> = rows.collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.record_count));
        let names_by_id = existing_people.iter().map(|person| (person.id, person.profile.name.clone())).collect();
        let mut mapping = Self { rows, ids_by_name, names_by_id, has_invalid_name: false };
        mapping.validate_names();
        mapping
    }

    /// The decisions the user made.
    pub fn user_decisions(&self) -> HashMap<Uid, PersonDecision> {
        let decided = self.rows.iter().filter(|row| row.is_user_decided);
        decided.map(|row| (row.uid, PersonDecision { choice: row.choice, name: row.name.clone() })).collect()
    }

    /// The decisions to apply to the bundle.
    pub fn decisions(&self) -> PersonDecisions {
        let rows: HashMap<Uid, &SourcePerson> = self.rows.iter().map(|row| (row.uid, row)).collect();
        let decide = |row: &SourcePerson| {
            let target = match row.choice {
                PersonChoice::SameAs(uid) => rows.get(&uid).copied().unwrap_or(row),
                _ => row,
            };
            let mapping = match target.choice {
                // `SameAs` is followed only once.
                PersonChoice::New | PersonChoice::SameAs(_) => PersonMapping::ByName,
                PersonChoice::Existing(person) => PersonMapping::Existing(person),
                PersonChoice::Skip => PersonMapping::Skip,
            };
            (row.bundle_index, clean_name(&target.name).unwrap_or_default(), mapping)
        };
        PersonDecisions(self.rows.iter().map(decide).collect())
    }

    /// Sets who a person is.
    pub fn choose(&mut self, index: usize, choice: PersonChoice) {
        let Some(row) = self.rows.get_mut(index) else { return };
        (row.choice, row.is_user_decided) = (choice, true);
        row.is_editing_name = false;
        let uid = row.uid;
        // Only a new person can be the target of `SameAs`.
        if choice != PersonChoice::New {
            for other in &mut self.rows {
                if other.choice == PersonChoice::SameAs(uid) {
                    other.choice = choice;
                }
            }
        }
        self.validate_names();
    }

    /// The name of a new person was edited.
    pub fn on_name_changed(&mut self, index: usize) {
        if let Some(row) = self.rows.get_mut(index) {
            row.is_user_decided = true;
            row.initials = initials(&row.name);
        }
        self.validate_names();
    }

    /// Editing the name ended: the name of a person of the journal maps to that person.
    pub fn on_name_finished(&mut self, index: usize) {
        let Some(row) = self.rows.get_mut(index) else { return };
        row.is_editing_name = row.name_error.is_some();
        if let Some(existing) = self.ids_by_name.get(&normalize_name(&row.name)).copied() {
            self.choose(index, PersonChoice::Existing(existing));
        }
    }

    fn validate_names(&mut self) {
        for row in &mut self.rows {
            let error = clean_name(&row.name).err().filter(|_| row.choice == PersonChoice::New);
            row.name_error = error.map(|error| error.to_string());
            row.is_editing_name |= row.name_error.is_some();
        }
        self.has_invalid_name = self.rows.iter().any(|row| row.name_error.is_some());
    }

    /// Whether all names are valid.
    pub fn is_valid(&self) -> bool {
        !self.has_invalid_name
    }

    /// The name in the journal; `None` for a person left out.
    pub fn final_name<'a>(&'a self, row: &'a SourcePerson) -> Option<&'a str> {
        match row.choice {
            PersonChoice::New => Some(row.name.as_str()),
            PersonChoice::Existing(id) => self.names_by_id.get(&id).map(String::as_str),
            PersonChoice::SameAs(uid) => {
                let other = self.rows.iter().find(|other| other.uid == uid)?;
                if matches!(other.choice, PersonChoice::SameAs(_)) { Some(&other.name) } else { self.final_name(other) }
            }
            PersonChoice::Skip => None,
        }
    }

    /// Assigns the parts of the preview to the rows.
    pub fn apply_preview(&mut self, preview: &Preview) {
        let previews: HashMap<String, usize> =
            preview.people.iter().enumerate().map(|(index, person)| (normalize_name(&person.name), index)).collect();
        let names: Vec<Option<String>> = self.rows.iter().map(|row| self.final_name(row).map(normalize_name)).collect();
        for (row, name) in self.rows.iter_mut().zip(names) {
            // `SameAs` rows have no part of their own.
            let name = name.filter(|_| !matches!(row.choice, PersonChoice::SameAs(_)));
            row.preview_index = name.and_then(|name| previews.get(&name).copied());
        }
    }

    /// The number of people who are new or get new records.
    pub fn count_people(preview: &Preview) -> usize {
        let names: HashSet<String> = preview.people.iter().map(|person| normalize_name(&person.name)).collect();
        names.len() + preview.new_people.iter().filter(|name| !names.contains(&normalize_name(name))).count()
    }
}

/// Decisions about the people of a bundle: index in the bundle, name and mapping.
pub(super) struct PersonDecisions(Vec<(usize, String, PersonMapping)>);

impl PersonDecisions {
    /// Applies them to the bundle, which is cloned only if it changes and is shared.
    pub fn apply(&self, bundle: &mut Arc<ImportBundle>) {
        let is_applied = |(index, name, mapping): &(usize, String, PersonMapping)| {
            let imported = bundle.people.get(*index);
            imported.is_some_and(|imported| imported.person.profile.name == *name && imported.mapping == *mapping)
        };
        if self.0.iter().all(is_applied) {
            return;
        }
        let bundle = Arc::make_mut(bundle);
        for (index, name, mapping) in &self.0 {
            if let Some(imported) = bundle.people.get_mut(*index) {
                imported.person.profile.name.clone_from(name);
                imported.mapping = *mapping;
            }
        }
    }
}

/// The form of a name used for comparison.
pub(super) fn normalize_name(name: &str) -> String {
    clean_name(name).unwrap_or_else(|_| name.to_owned()).to_lowercase()
}
