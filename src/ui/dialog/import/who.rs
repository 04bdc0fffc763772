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
    journal::bundle::{Belongs, Bundle},
};

/// Who somebody of a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    /// Somebody new.
    New,
    /// This person of the journal.
    Same(PersonId),
    /// Whoever this other person of the source is.
    With(Uid),
    /// Nobody: what is about them is left out.
    Out,
}

/// What was decided about somebody of a source; it outlives another reading.
#[derive(Debug, Clone)]
pub(super) struct Decision {
    choice: Choice,
    name: String,
}

/// Somebody of a source.
pub(super) struct Row {
    /// Their lasting name.
    pub uid: Uid,
    /// Where they stand in the bundle.
    nth: usize,
    /// As the source names them.
    pub read_as: String,
    /// As they are named in the journal, where they are new.
    pub name: String,
    pub initials: String,
    pub choice: Choice,
    /// How many things of the source are about them.
    pub things: usize,
    /// Whether anything was put right by hand.
    decided: bool,
    /// Which gain of the preview is theirs.
    pub gain: Option<usize>,
    /// What is wrong with the name.
    pub wrong: Option<String>,
    /// The name is being written.
    pub writing: bool,
    /// The first of each kind is shown.
    pub open: bool,
}

/// Everybody of a source, those with the most about them first.
#[derive(Default)]
pub(super) struct Who {
    pub rows: Vec<Row>,
    /// The people of the journal by their names.
    known: HashMap<String, PersonId>,
    names: HashMap<PersonId, String>,
    /// A name is no name.
    is_wrong: bool,
}

impl Who {
    /// Guesses, and keeps what was decided before.
    pub fn of(bundle: &Bundle, known: &[Person], decided: &HashMap<Uid, Decision>) -> Self {
        let mut things: HashMap<PersonId, usize> = HashMap::new();
        let about = bundle.one_on_ones.iter().map(|one| one.person);
        let about = about.chain(bundle.entries.iter().map(|entry| entry.person));
        let about = about.chain(bundle.needs.iter().map(|need| need.person));
        for person in about.chain(bundle.asked.iter().map(|asked| asked.person)) {
            *things.entry(person).or_default() += 1;
        }
        let uids: HashMap<Uid, PersonId> = known.iter().map(|person| (person.uid, person.id)).collect();
        let by_name: HashMap<String, PersonId> =
            known.iter().map(|person| (folded(&person.profile.name), person.id)).collect();
        let rows = bundle.people.iter().enumerate().map(|(nth, arrival)| {
            let person = &arrival.person;
            let read_as = person.profile.name.clone();
            let before = decided.get(&person.uid);
            let guess = match arrival.belongs {
                Belongs::To(id) => Choice::Same(id),
                Belongs::Nowhere => Choice::Out,
                Belongs::AsNamed => {
                    let there = uids.get(&person.uid).or_else(|| by_name.get(&folded(&read_as)));
                    there.map_or(Choice::New, |id| Choice::Same(*id))
                }
            };
            let name = before.map_or_else(|| read_as.clone(), |before| before.name.clone());
            Row {
                uid: person.uid,
                nth,
                initials: initials(&name),
                name,
                read_as,
                choice: before.map_or(guess, |before| before.choice),
                things: things.get(&person.id).copied().unwrap_or_default(),
                decided: before.is_some(),
                gain: None,
                wrong: None,
                writing: false,
                open: false,
            }
        });
        let mut rows: Vec<Row> = rows.collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.things));
        let names = known.iter().map(|person| (person.id, person.profile.name.clone())).collect();
        let mut who = Self { rows, known: by_name, names, is_wrong: false };
        who.check();
        who
    }

    /// What was put right by hand.
    pub fn decided(&self) -> HashMap<Uid, Decision> {
        let by_hand = self.rows.iter().filter(|row| row.decided);
        by_hand.map(|row| (row.uid, Decision { choice: row.choice, name: row.name.clone() })).collect()
    }

    /// What the bundle is to say.
    pub fn decisions(&self) -> Decisions {
        let rows: HashMap<Uid, &Row> = self.rows.iter().map(|row| (row.uid, row)).collect();
        let decide = |row: &Row| {
            let stands = match row.choice {
                Choice::With(uid) => rows.get(&uid).copied().unwrap_or(row),
                _ => row,
            };
            let belongs = match stands.choice {
                // Somebody of the source who is somebody of the source goes no further.
                Choice::New | Choice::With(_) => Belongs::AsNamed,
                Choice::Same(person) => Belongs::To(person),
                Choice::Out => Belongs::Nowhere,
            };
            (row.nth, clean_name(&stands.name).unwrap_or_default(), belongs)
        };
        Decisions(self.rows.iter().map(decide).collect())
    }

    /// Somebody is somebody else than was guessed.
    pub fn choose(&mut self, nth: usize, choice: Choice) {
        let Some(row) = self.rows.get_mut(nth) else { return };
        (row.choice, row.decided) = (choice, true);
        row.writing = false;
        let uid = row.uid;
        // Who is themselves somebody else of the source cannot stand for others.
        if choice != Choice::New {
            for other in &mut self.rows {
                if other.choice == Choice::With(uid) {
                    other.choice = choice;
                }
            }
        }
        self.check();
    }

    /// Another name is being written for somebody new.
    pub fn renamed(&mut self, nth: usize) {
        if let Some(row) = self.rows.get_mut(nth) {
            row.decided = true;
            row.initials = initials(&row.name);
        }
        self.check();
    }

    /// Another name was written: that of somebody in the journal makes them that person.
    pub fn named(&mut self, nth: usize) {
        let Some(row) = self.rows.get_mut(nth) else { return };
        row.writing = row.wrong.is_some();
        if let Some(there) = self.known.get(&folded(&row.name)).copied() {
            self.choose(nth, Choice::Same(there));
        }
    }

    fn check(&mut self) {
        for row in &mut self.rows {
            let wrong = clean_name(&row.name).err().filter(|_| row.choice == Choice::New);
            row.wrong = wrong.map(|wrong| wrong.to_string());
            row.writing |= row.wrong.is_some();
        }
        self.is_wrong = self.rows.iter().any(|row| row.wrong.is_some());
    }

    /// Whether all names are names.
    pub fn is_sound(&self) -> bool {
        !self.is_wrong
    }

    /// The name of whom somebody of the source is, where they come in.
    pub fn name<'a>(&'a self, row: &'a Row) -> Option<&'a str> {
        match row.choice {
            Choice::New => Some(row.name.as_str()),
            Choice::Same(id) => self.names.get(&id).map(String::as_str),
            Choice::With(uid) => {
                let other = self.rows.iter().find(|other| other.uid == uid)?;
                if matches!(other.choice, Choice::With(_)) { Some(&other.name) } else { self.name(other) }
            }
            Choice::Out => None,
        }
    }

    /// Finds what the preview says about each.
    pub fn see(&mut self, preview: &Preview) {
        let gains: HashMap<String, usize> =
            preview.gains.iter().enumerate().map(|(nth, gain)| (folded(&gain.name), nth)).collect();
        let names: Vec<Option<String>> = self.rows.iter().map(|row| self.name(row).map(folded)).collect();
        for (row, name) in self.rows.iter_mut().zip(names) {
            // Who is somebody else of the source is shown there.
            let name = name.filter(|_| !matches!(row.choice, Choice::With(_)));
            row.gain = name.and_then(|name| gains.get(&name).copied());
        }
    }

    /// How many people something is written about, or who are new.
    pub fn count(preview: &Preview) -> usize {
        let with: HashSet<String> = preview.gains.iter().map(|gain| folded(&gain.name)).collect();
        with.len() + preview.new_people.iter().filter(|name| !with.contains(&folded(name))).count()
    }
}

/// What a bundle is to say about its people: where they stand in it, their names, and whom they belong to.
pub(super) struct Decisions(Vec<(usize, String, Belongs)>);

impl Decisions {
    /// Says it. A bundle that nobody else holds is not copied.
    pub fn apply(&self, bundle: &mut Arc<Bundle>) {
        let is = |(nth, name, belongs): &(usize, String, Belongs)| {
            let arrival = bundle.people.get(*nth);
            arrival.is_some_and(|arrival| arrival.person.profile.name == *name && arrival.belongs == *belongs)
        };
        if self.0.iter().all(is) {
            return;
        }
        let bundle = Arc::make_mut(bundle);
        for (nth, name, belongs) in &self.0 {
            if let Some(arrival) = bundle.people.get_mut(*nth) {
                arrival.person.profile.name.clone_from(name);
                arrival.belongs = *belongs;
            }
        }
    }
}

/// A name as it is compared.
fn folded(name: &str) -> String {
    clean_name(name).unwrap_or_else(|_| name.to_owned()).to_lowercase()
}
