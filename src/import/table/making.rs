//! What the rows of a table become.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::{ToSpan as _, civil::Date};

use super::{
    kinds::{self, Said},
    mapping::Column,
    own,
    rows::Row,
};
use crate::{
    domain::{
        action::By,
        entry::{Detail, Entry},
        id::{EntryId, OneOnOneId, PersonId, Uid},
        jot::{self, JotError},
        mark::Mark,
        moment::Moment,
        name::{clean_name, fold},
        one_on_one::{OneOnOne, OneOnOneState},
        person::{Person, Profile},
        prepare::Prepare,
        step::{Step, What},
    },
    import::{
        Aside, Ground, Harvest,
        days::{self, DayOrder, LATELY, Reading},
        misses::Misses,
        names,
    },
    journal::bundle::{Arrival, Belongs, Bundle},
};

/// What the rows that were read so far became.
pub(super) struct Making<'a> {
    places: &'a BTreeMap<Column, usize>,
    order: Option<DayOrder>,
    /// About whom rows are that name nobody.
    person: Option<&'a str>,
    pub(super) ground: &'a Ground,
    pub(super) misses: Misses,
    pub(super) bundle: Bundle,
    by_name: HashMap<String, PersonId>,
    /// The one-on-ones, by their lasting names.
    met: HashMap<Uid, OneOnOneId>,
    seen: HashSet<(PersonId, Uid)>,
    twice: usize,
    unknown: HashSet<String>,
}

/// What is wrong with a row, as the end of a sentence.
pub(super) type Wrong = String;

impl<'a> Making<'a> {
    pub fn of(
        places: &'a BTreeMap<Column, usize>,
        order: Option<DayOrder>,
        person: Option<&'a str>,
        ground: &'a Ground,
        misses: Misses,
    ) -> Self {
        Self {
            places,
            order,
            person,
            ground,
            misses,
            bundle: Bundle::default(),
            by_name: HashMap::new(),
            met: HashMap::new(),
            seen: HashSet::new(),
            twice: 0,
            unknown: HashSet::new(),
        }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.bundle.entries.len()
    }

    /// There are more rows than are read at once.
    pub fn stop(&mut self, line: u64) {
        self.misses.add(line, "is where it ends: no more rows are read at once. Take the table apart");
    }

    /// A row of somebody's table.
    pub fn row(&mut self, row: &Row, header: &[String], width: usize, sign: char) {
        // A header in the middle: several tables were put into one.
        let is_header = !header.is_empty() && row.cells.iter().map(str::trim).eq(header.iter().map(String::as_str));
        if is_header {
            return;
        }
        if let Err(wrong) = self.try_row(row, width, sign) {
            self.misses.add(row.line, wrong);
        }
    }

    fn try_row(&mut self, row: &Row, width: usize, sign: char) -> Result<(), Wrong> {
        let cell = |column: Column| {
            let cell = self.places.get(&column).and_then(|place| row.cells.get(*place));
            cell.unwrap_or("").trim()
        };
        let mut text = cell(Column::Text).to_owned();
        let behind: Vec<&str> = row.cells.iter().skip(width).collect();
        if behind.iter().any(|cell| !cell.trim().is_empty()) {
            // Signs that nobody quoted in the last cell are of the text, where the text is there.
            if self.places.get(&Column::Text).map(|place| place + 1) != Some(width) {
                return Err(format!("has {} cells, and there are {width} columns", row.cells.len()));
            }
            for more in behind {
                text.push(sign);
                text.push_str(more);
            }
        }
        let written = self.written(cell(Column::Day), cell(Column::Time))?;
        let name = match (cell(Column::Person), self.person) {
            ("", None) => return Err("names nobody".to_owned()),
            ("", Some(person)) => person.to_owned(),
            (name, _) => self.full_name(name, cell(Column::LastName))?,
        };
        let title = cell(Column::Title);
        if text.is_empty() {
            title.clone_into(&mut text);
        } else if !title.is_empty() && !text.starts_with(title) {
            text = format!("{title}\n{text}");
        }
        let mut text = jot::clean(&text).map_err(|error| match error {
            JotError::Empty => "has no text".to_owned(),
            JotError::TooLong { chars } => {
                format!("has a text of {chars} characters; one entry holds up to {}", jot::MAX_CHARS)
            }
        })?;
        let word = cell(Column::Kind);
        let (mark, mut met) = match kinds::kind(word) {
            Some(Said::Kind(mark)) => (mark, false),
            Some(Said::Met) => (Mark::Note, true),
            None => (Mark::Note, false),
        };
        let is_unknown = !word.is_empty() && kinds::kind(word).is_none();
        met |= kinds::yes(cell(Column::OneOnOne));
        let due = self.due(cell(Column::Due), row.line);
        let mut detail = Detail::begun(mark, due);
        match (&mut detail, kinds::owner(cell(Column::By), &name)) {
            (Detail::Action(action), Some(by)) => action.by = by,
            (Detail::Topic(topic), Some(by)) => topic.from = by,
            (Detail::Goal(goal), _) => goal.target = due,
            (Detail::Delegation(delegation), _) => delegation.hands_off_until = due,
            _ => {}
        }
        // Whose it is comes into the lasting name when it is known who is who.
        let uid = Uid::of_content(&["row", &written.day().to_string(), word, &text]);
        for subject in subjects(cell(Column::Subjects), &text) {
            text.push_str(" #");
            text.push_str(&subject);
        }
        let is_old = kinds::is_old(written.day(), self.ground.now.date());
        let steps = kinds::steps(&detail, kinds::standing(cell(Column::State)), is_old);
        let steps = steps.iter().map(|what| (*what, written.clone(), String::new())).collect();
        if is_unknown && self.unknown.len() < 100 && self.unknown.insert(word.to_lowercase()) {
            let shown: String = word.chars().take(40).collect();
            self.misses.add(row.line, format!("is a “{shown}”, which is no kind here; such rows become notes"));
        }
        let person = self.somebody(&name)?;
        let one_on_one = met.then(|| {
            let day = written.day();
            let uid = Uid::of_content(&["one-on-one", &person.0.to_string(), &day.to_string()]);
            self.met(uid, person, &written)
        });
        self.add(Entry {
            id: EntryId(0),
            uid,
            person,
            one_on_one,
            written,
            text,
            detail,
            steps: steps_of(uid, steps),
            trashed: None,
            put_off: None,
            evidence: false,
        })
    }

    /// A row of our own export.
    pub fn own(&mut self, row: &Row) {
        if let Err(wrong) = own::entry(self, row).and_then(|entry| self.add(entry)) {
            self.misses.add(row.line, wrong);
        }
    }

    fn add(&mut self, mut entry: Entry) -> Result<(), Wrong> {
        entry.follow_steps();
        if let Some(problem) = entry.problem() {
            return Err(format!("cannot be: {problem}"));
        }
        if !self.seen.insert((entry.person, entry.uid)) {
            self.twice += 1;
            return Ok(());
        }
        entry.id = EntryId(i64::try_from(self.bundle.entries.len()).unwrap_or(i64::MAX).saturating_add(1));
        self.bundle.entries.push(entry);
        Ok(())
    }

    fn written(&self, day: &str, time: &str) -> Result<Moment, Wrong> {
        let written = days::read(day, self.ground.now.time_zone());
        let written = written.ok_or_else(|| match day {
            "" => "has no day".to_owned(),
            day => format!("is of “{}”, which is no day", day.chars().take(40).collect::<String>()),
        })?;
        let day = self.day(written.reading, day)?;
        let time = written.time.or_else(|| days::time_of_day(time));
        let moment = match time {
            Some(time) => days::at(day, time, self.ground),
            None => days::at_noon(day, self.ground),
        };
        moment.ok_or_else(|| format!("is of {day}, which has not come yet"))
    }

    fn day(&self, reading: Reading, said: &str) -> Result<Date, Wrong> {
        let shown = || said.chars().take(40).collect::<String>();
        reading.day(self.order).ok_or_else(|| format!("has the day {}, which is in no calendar", shown()))
    }

    /// A day by which something is to be done; one that is none is told, and costs no row.
    fn due(&mut self, said: &str, line: u64) -> Option<Date> {
        if !said.contains(char::is_alphanumeric) {
            return None;
        }
        let written = days::read(said, self.ground.now.time_zone());
        let due = written.and_then(|written| written.reading.day(self.order));
        if due.is_none() {
            let shown: String = said.chars().take(40).collect();
            self.misses.add(line, format!("is due “{shown}”, which is no day; it comes in without one"));
        }
        due
    }

    /// Whom a row names, in the order in which names are spoken.
    fn full_name(&self, name: &str, last: &str) -> Result<String, Wrong> {
        let name = names::without_links(name);
        let name = if last.is_empty() { name } else { names::joined(&name, last) };
        let halves = name.split_once(',').map(|halves| <[&str; 2]>::from(halves).map(str::trim));
        if let Some(halves) = halves {
            let is_somebody = |half: &str| half.contains(' ') || known(&self.ground.people, &fold(half)).is_some();
            if halves.into_iter().all(is_somebody) || name.matches(',').count() > 1 {
                return Err(format!("names more than one person: {}", name.chars().take(60).collect::<String>()));
            }
        }
        let name = if halves.is_some() { names::spoken(&name) } else { name };
        clean_name(&name).map_err(|error| sentence_end(&error.to_string()))
    }

    /// Whom a name is about, and who that is in the journal.
    pub(super) fn somebody(&mut self, name: &str) -> Result<PersonId, Wrong> {
        let key = fold(name);
        if let Some(id) = self.by_name.get(&key) {
            return Ok(*id);
        }
        let name = clean_name(name).map_err(|error| sentence_end(&error.to_string()))?;
        let known = known(&self.ground.people, &key);
        let so_far = &self.bundle.people;
        if let Some(same) = known.and_then(|known| so_far.iter().find(|one| one.belongs == Belongs::To(known.id))) {
            let id = same.person.id;
            self.by_name.insert(key, id);
            return Ok(id);
        }
        let id = PersonId(i64::try_from(so_far.len()).unwrap_or(i64::MAX).saturating_add(1));
        let arrival = if let Some(person) = known {
            Arrival { person: Person { id, ..person.clone() }, belongs: Belongs::To(person.id) }
        } else {
            let person = Person {
                id,
                uid: Uid::of_content(&["person", &key]),
                profile: Profile::named(name),
                place: id.0 - 1,
                added: Moment::from(&self.ground.now),
                archived: None,
                prepare: Prepare::default(),
            };
            Arrival { person, belongs: Belongs::AsNamed }
        };
        self.bundle.people.push(arrival);
        self.by_name.insert(key, id);
        Ok(id)
    }

    /// The one-on-one of that name, held then; the first thing that was written in it says when.
    pub(super) fn met(&mut self, uid: Uid, person: PersonId, at: &Moment) -> OneOnOneId {
        if let Some(id) = self.met.get(&uid) {
            return *id;
        }
        let id = OneOnOneId(i64::try_from(self.met.len()).unwrap_or(i64::MAX).saturating_add(1));
        self.met.insert(uid, id);
        self.bundle.one_on_ones.push(OneOnOne {
            id,
            uid,
            person,
            at: at.clone(),
            state: OneOnOneState::Held,
            wrapped_up: Some(at.clone()),
            minutes: None,
            reason: String::new(),
        });
        id
    }

    /// A goal of somebody by its text.
    pub(super) fn goal(&self, person: PersonId, text: &str) -> Option<EntryId> {
        let entries = self.bundle.entries.iter().rev();
        let mut goals = entries.filter(|entry| entry.person == person && matches!(entry.detail, Detail::Goal(_)));
        goals.find(|goal| goal.text == text).map(|goal| goal.id)
    }

    /// A first name alone is the one person of the table who has it.
    fn join_first_names(&mut self) {
        let mut full: HashMap<String, Option<PersonId>> = HashMap::new();
        let folded: Vec<(PersonId, String)> =
            self.bundle.people.iter().map(|one| (one.person.id, fold(&one.person.profile.name))).collect();
        for (id, name) in &folded {
            if let Some((first, _)) = name.split_once(' ') {
                full.entry(first.to_owned()).and_modify(|found| *found = None).or_insert(Some(*id));
            }
        }
        let same: HashMap<PersonId, PersonId> =
            folded.iter().filter_map(|(id, name)| Some((*id, full.get(name).copied()??))).collect();
        let is_alone = |arrival: &Arrival| arrival.belongs == Belongs::AsNamed && same.contains_key(&arrival.person.id);
        let joined: HashSet<PersonId> =
            self.bundle.people.iter().filter(|arrival| is_alone(arrival)).map(|arrival| arrival.person.id).collect();
        self.bundle.people.retain(|arrival| !joined.contains(&arrival.person.id));
        let whole = |id: PersonId| same.get(&id).copied().filter(|_| joined.contains(&id)).unwrap_or(id);
        self.bundle.entries.iter_mut().for_each(|entry| entry.person = whole(entry.person));
        self.bundle.one_on_ones.iter_mut().for_each(|one| one.person = whole(one.person));
    }

    /// Everything is named by whom it is about, who may be written in several ways. What came to have one name is one.
    fn name_all(&mut self) {
        let people: HashMap<PersonId, String> =
            self.bundle.people.iter().map(|one| (one.person.id, one.person.uid.to_string())).collect();
        let of = |id: PersonId| people.get(&id).map_or("", String::as_str);
        let mut kept: HashMap<Uid, OneOnOneId> = HashMap::new();
        let mut same: HashMap<OneOnOneId, OneOnOneId> = HashMap::new();
        self.bundle.one_on_ones.retain_mut(|one| {
            // As notes name it, so that it is the same one wherever it was written down.
            one.uid = Uid::of_content(&["one-on-one", of(one.person), &one.at.day().to_string()]);
            let id = *kept.entry(one.uid).or_insert(one.id);
            same.insert(one.id, id);
            id == one.id
        });
        self.seen.clear();
        let (seen, twice) = (&mut self.seen, &mut self.twice);
        self.bundle.entries.retain_mut(|entry| {
            entry.uid = Uid::of_content(&["row", of(entry.person), &entry.uid.to_string()]);
            entry.one_on_one = entry.one_on_one.and_then(|id| same.get(&id).copied());
            for (nth, step) in entry.steps.iter_mut().enumerate() {
                step.uid = step_name(entry.uid, nth);
            }
            let is_first = seen.insert((entry.person, entry.uid));
            *twice += usize::from(!is_first);
            is_first
        });
    }

    /// Whoever was written about last long ago is not met every week.
    fn leave_rhythms_open(&mut self) {
        let mut latest: HashMap<PersonId, Date> = HashMap::new();
        for entry in &self.bundle.entries {
            let day = entry.written.day();
            latest.entry(entry.person).and_modify(|known| *known = day.max(*known)).or_insert(day);
        }
        let lately = self.ground.now.date().saturating_sub(LATELY.days());
        for arrival in self.bundle.people.iter_mut().filter(|arrival| arrival.belongs == Belongs::AsNamed) {
            if latest.get(&arrival.person.id).is_some_and(|day| *day < lately) {
                arrival.person.profile.cadence = None;
            }
        }
    }

    /// All of it. In a table of ours everybody is who they are.
    pub fn harvest(mut self, is_ours: bool) -> Harvest {
        if !is_ours {
            self.join_first_names();
            self.name_all();
        }
        self.leave_rhythms_open();
        let rows = if self.twice == 1 { "row" } else { "rows" };
        let aside =
            (self.twice > 0).then(|| Aside { count: self.twice, what: format!("{rows} that stood there before") });
        Harvest {
            bundle: self.bundle,
            unread: self.misses.into_list(),
            aside: aside.into_iter().collect(),
            asks: Vec::new(),
        }
    }
}

/// Who of the journal has this name, whole, or as the first name that nobody else has.
fn known<'a>(people: &'a [Person], key: &str) -> Option<&'a Person> {
    let one = |fits: &dyn Fn(&str) -> bool| {
        let mut found = people.iter().filter(|person| fits(&fold(&person.profile.name)));
        found.next().filter(|_| found.next().is_none())
    };
    one(&|name| name == key).or_else(|| one(&|name| name.split(' ').next() == Some(key)))
}

/// The steps of an entry, each with its lasting name, in the order of time.
pub(super) fn steps_of(entry: Uid, steps: Vec<(What, Moment, String)>) -> Vec<Step> {
    let named = steps.into_iter().enumerate().map(|(nth, (what, at, words))| Step {
        uid: step_name(entry, nth),
        at,
        one_on_one: None,
        what,
        words,
    });
    named.collect()
}

fn step_name(entry: Uid, nth: usize) -> Uid {
    Uid::of_content(&["step", &entry.to_string(), &nth.to_string()])
}

/// The subjects of a cell that the text has not yet.
fn subjects(cell: &str, text: &str) -> Vec<String> {
    let parts = if cell.contains([',', ';', '|']) || !cell.contains('#') {
        cell.split([',', ';', '|']).collect::<Vec<_>>()
    } else {
        cell.split_whitespace().collect()
    };
    let has: Vec<String> = jot::subjects(text).into_iter().map(|subject| subject.word).collect();
    let words = parts.into_iter().take(20).filter_map(|part| {
        let word: String = part.trim().trim_start_matches('#').split_whitespace().collect::<Vec<_>>().join("-");
        let subject = jot::subjects(&format!("#{word}")).into_iter().next()?;
        // What is more than a word would be cut.
        (subject.range.len() == word.len() + 1 && !has.contains(&subject.word)).then_some(word)
    });
    words.collect()
}

/// A message that stands alone, as the end of another sentence.
fn sentence_end(message: &str) -> String {
    let mut chars = message.trim_end_matches('.').chars();
    let first = chars.next().map(|first| first.to_lowercase().collect::<String>()).unwrap_or_default();
    format!("cannot be kept: {first}{}", chars.as_str())
}

/// Who promised it, by our own word for it.
pub(super) fn side(what: &str) -> By {
    if what.starts_with("Their") { By::Them } else { By::Me }
}
