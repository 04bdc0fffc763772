//! Who is who: whom of the journal each person of a source is, as it was guessed and put right.

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

/// Who somebody of a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PersonChoice {
    /// Somebody new.
    New,
    /// This person of the journal.
    Existing(PersonId),
    /// Whoever this other person of the source is.
    SameAs(Uid),
    /// Nobody: what is about them is left out.
    Skip,
}

/// What was decided about somebody of a source; it outlives another reading.
#[derive(Debug, Clone)]
pub(super) struct PersonDecision {
    choice: PersonChoice,
    name: String,
}

/// Somebody of a source.
pub(super) struct SourcePerson {
    /// Their lasting name.
    pub uid: Uid,
    /// Where they stand in the bundle.
    bundle_index: usize,
    /// As the source names them.
    pub source_name: String,
    /// As they are named in the journal, where they are new.
    pub name: String,
    pub initials: String,
    pub choice: PersonChoice,
    /// How many things of the source are about them.
    pub record_count: usize,
    /// Whether anything was put right by hand.
    is_user_decided: bool,
    /// Which gain of the preview is theirs.
    pub preview_index: Option<usize>,
    /// What is wrong with the name.
    pub name_error: Option<String>,
    /// The name is being written.
    pub is_editing_name: bool,
    /// The first of each kind is shown.
    pub is_expanded: bool,
}

/// Everybody of a source, those with the most about them first.
#[derive(Default)]
pub(super) struct PeopleMapping {
    pub rows: Vec<SourcePerson>,
    /// The people of the journal by their names.
    ids_by_name: HashMap<String, PersonId>,
    names_by_id: HashMap<PersonId, String>,
    /// A name is no name.
    has_invalid_name: bool,
}

impl PeopleMapping {
    /// Guesses, and keeps what was decided before.
    pub fn from_bundle(bundle: &ImportBundle, known: &[Person], decided: &HashMap<Uid, PersonDecision>) -> Self {
        let mut things: HashMap<PersonId, usize> = HashMap::new();
        let about = bundle.one_on_ones.iter().map(|one| one.person);
        let about = about.chain(bundle.entries.iter().map(|entry| entry.person));
        let about = about.chain(bundle.needs.iter().map(|need| need.person));
        for person in about.chain(bundle.asked_questions.iter().map(|asked| asked.person)) {
            *things.entry(person).or_default() += 1;
        }
        let uids: HashMap<Uid, PersonId> = known.iter().map(|person| (person.uid, person.id)).collect();
        let by_name: HashMap<String, PersonId> =
            known.iter().map(|person| (normalize_name(&person.profile.name), person.id)).collect();
        let rows = bundle.people.iter().enumerate().map(|(nth, arrival)| {
            let person = &arrival.person;
            let read_as = person.profile.name.clone();
            let before = decided.get(&person.uid);
            let guess = match arrival.mapping {
                PersonMapping::Existing(id) => PersonChoice::Existing(id),
                PersonMapping::Skip => PersonChoice::Skip,
                PersonMapping::ByName => {
                    let there = uids.get(&person.uid).or_else(|| by_name.get(&normalize_name(&read_as)));
                    there.map_or(PersonChoice::New, |id| PersonChoice::Existing(*id))
                }
            };
            let name = before.map_or_else(|| read_as.clone(), |before| before.name.clone());
            SourcePerson {
                uid: person.uid,
                bundle_index: nth,
                initials: initials(&name),
                name,
                source_name: read_as,
                choice: before.map_or(guess, |before| before.choice),
                record_count: things.get(&person.id).copied().unwrap_or_default(),
                is_user_decided: before.is_some(),
                preview_index: None,
                name_error: None,
                is_editing_name: false,
                is_expanded: false,
            }
        });
        let mut rows: Vec<SourcePerson> = rows.collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.record_count));
        let names = known.iter().map(|person| (person.id, person.profile.name.clone())).collect();
        let mut who = Self { rows, ids_by_name: by_name, names_by_id: names, has_invalid_name: false };
        who.validate_names();
        who
    }

    /// What was put right by hand.
    pub fn user_decisions(&self) -> HashMap<Uid, PersonDecision> {
        let by_hand = self.rows.iter().filter(|row| row.is_user_decided);
        by_hand.map(|row| (row.uid, PersonDecision { choice: row.choice, name: row.name.clone() })).collect()
    }

    /// What the bundle is to say.
    pub fn decisions(&self) -> PersonDecisions {
        let rows: HashMap<Uid, &SourcePerson> = self.rows.iter().map(|row| (row.uid, row)).collect();
        let decide = |row: &SourcePerson| {
            let stands = match row.choice {
                PersonChoice::SameAs(uid) => rows.get(&uid).copied().unwrap_or(row),
                _ => row,
            };
            let belongs = match stands.choice {
                // Somebody of the source who is somebody of the source goes no further.
                PersonChoice::New | PersonChoice::SameAs(_) => PersonMapping::ByName,
                PersonChoice::Existing(person) => PersonMapping::Existing(person),
                PersonChoice::Skip => PersonMapping::Skip,
            };
            (row.bundle_index, clean_name(&stands.name).unwrap_or_default(), belongs)
        };
        PersonDecisions(self.rows.iter().map(decide).collect())
    }

    /// Somebody is somebody else than was guessed.
    pub fn choose(&mut self, nth: usize, choice: PersonChoice) {
        let Some(row) = self.rows.get_mut(nth) else { return };
        (row.choice, row.is_user_decided) = (choice, true);
        row.is_editing_name = false;
        let uid = row.uid;
        // Who is themselves somebody else of the source cannot stand for others.
        if choice != PersonChoice::New {
            for other in &mut self.rows {
                if other.choice == PersonChoice::SameAs(uid) {
                    other.choice = choice;
                }
            }
        }
        self.validate_names();
    }

    /// Another name is being written for somebody new.
    pub fn on_name_changed(&mut self, nth: usize) {
        if let Some(row) = self.rows.get_mut(nth) {
            row.is_user_decided = true;
            row.initials = initials(&row.name);
        }
        self.validate_names();
    }

    /// Another name was written: that of somebody in the journal makes them that person.
    pub fn on_name_finished(&mut self, nth: usize) {
        let Some(row) = self.rows.get_mut(nth) else { return };
        row.is_editing_name = row.name_error.is_some();
        if let Some(there) = self.ids_by_name.get(&normalize_name(&row.name)).copied() {
            self.choose(nth, PersonChoice::Existing(there));
        }
    }

    fn validate_names(&mut self) {
        for row in &mut self.rows {
            let wrong = clean_name(&row.name).err().filter(|_| row.choice == PersonChoice::New);
            row.name_error = wrong.map(|wrong| wrong.to_string());
            row.is_editing_name |= row.name_error.is_some();
        }
        self.has_invalid_name = self.rows.iter().any(|row| row.name_error.is_some());
    }

    /// Whether all names are names.
    pub fn is_valid(&self) -> bool {
        !self.has_invalid_name
    }

    /// The name of whom somebody of the source is, where they come in.
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

    /// Finds what the preview says about each.
    pub fn apply_preview(&mut self, preview: &Preview) {
        let gains: HashMap<String, usize> =
            preview.people.iter().enumerate().map(|(nth, gain)| (normalize_name(&gain.name), nth)).collect();
        let names: Vec<Option<String>> = self.rows.iter().map(|row| self.final_name(row).map(normalize_name)).collect();
        for (row, name) in self.rows.iter_mut().zip(names) {
            // Who is somebody else of the source is shown there.
            let name = name.filter(|_| !matches!(row.choice, PersonChoice::SameAs(_)));
            row.preview_index = name.and_then(|name| gains.get(&name).copied());
        }
    }

    /// How many people something is written about, or who are new.
    pub fn count_people(preview: &Preview) -> usize {
        let with: HashSet<String> = preview.people.iter().map(|gain| normalize_name(&gain.name)).collect();
        with.len() + preview.new_people.iter().filter(|name| !with.contains(&normalize_name(name))).count()
    }
}

/// What a bundle is to say about its people: where they stand in it, their names, and whom they belong to.
pub(super) struct PersonDecisions(Vec<(usize, String, PersonMapping)>);

impl PersonDecisions {
    /// Says it. A bundle that nobody else holds is not copied.
    pub fn apply(&self, bundle: &mut Arc<ImportBundle>) {
        let is = |(nth, name, belongs): &(usize, String, PersonMapping)| {
            let arrival = bundle.people.get(*nth);
            arrival.is_some_and(|arrival| arrival.person.profile.name == *name && arrival.mapping == *belongs)
        };
        if self.0.iter().all(is) {
            return;
        }
        let bundle = Arc::make_mut(bundle);
        for (nth, name, belongs) in &self.0 {
            if let Some(arrival) = bundle.people.get_mut(*nth) {
                arrival.person.profile.name.clone_from(name);
                arrival.mapping = *belongs;
            }
        }
    }
}

/// A name as it is compared.
fn normalize_name(name: &str) -> String {
    clean_name(name).unwrap_or_else(|_| name.to_owned()).to_lowercase()
}
