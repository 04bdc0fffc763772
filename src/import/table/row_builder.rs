//! Builds entries from the rows of a table.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::{ToSpan as _, civil::Date};

use super::{
    mapping::Column,
    reader::CsvRow,
    uid_columns::{UidColumns, unguarded_cell},
    vocabulary,
    vocabulary::EntryKindGuess,
};
use crate::{
    domain::{
        entry::{
            Detail, Entry,
            event::{EntryEvent, EventKind},
            kind::Kind,
        },
        id::{EntryId, OneOnOneId, PersonId, Uid},
        moment::Moment,
        name::{clean_name, normalize_name},
        one_on_one::{OneOnOne, OneOnOneState},
        parse::{
            date::{PartialDate, parse_written},
            entry_line,
            entry_line::TextError,
            prefix::Prefix,
            time::parse_exported_time,
        },
        person::{Person, Profile},
    },
    import::{
        IgnoredItems, ImportContext, ImportResult, dates,
        dates::{DayOrder, RECENT_DAYS},
        diagnostics::Diagnostics,
        imported_person::{existing_person, new_person, person_uid},
        person_name,
    },
    journal::import_bundle::{ImportBundle, ImportedPerson, PersonMapping},
};

/// Builds the bundle row by row.
pub(super) struct RowBuilder<'a> {
    columns: &'a BTreeMap<Column, usize>,
    uid_columns: Option<UidColumns>,
    day_order: Option<DayOrder>,
    /// The person of rows that name nobody.
    default_person: Option<&'a str>,
    context: &'a ImportContext,
    pub(super) diagnostics: Diagnostics,
    bundle: ImportBundle,
    person_ids: HashMap<String, PersonId>,
    /// The one-on-ones by their uids.
    one_on_one_ids: HashMap<Uid, OneOnOneId>,
    seen_entries: HashSet<(PersonId, Uid)>,
    duplicates: usize,
    unknown_kinds: HashSet<String>,
}

/// Why a row is rejected, as the end of a sentence.
pub(super) type RowError = String;

impl<'a> RowBuilder<'a> {
    pub fn new(
        columns: &'a BTreeMap<Column, usize>,
        uid_columns: Option<UidColumns>,
        day_order: Option<DayOrder>,
        default_person: Option<&'a str>,
        context: &'a ImportContext,
        diagnostics: Diagnostics,
    ) -> Self {
        Self {
            columns,
            uid_columns,
            day_order,
            default_person,
            context,
            diagnostics,
            bundle: ImportBundle::default(),
            person_ids: HashMap::new(),
            one_on_one_ids: HashMap::new(),
            seen_entries: HashSet::new(),
            duplicates: 0,
            unknown_kinds: HashSet::new(),
        }
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.bundle.entries.len()
    }

    /// Reports that the table has too many rows.
    pub fn report_row_limit(&mut self, line: u64) {
        self.diagnostics.add(line, "is the last row that was read: the table is too long. Split it into parts");
    }

    /// Adds a row, or reports why it is rejected.
    pub fn add_row(&mut self, row: &CsvRow, header: &[String], width: usize, delimiter: char) {
        // A repeated header: several tables were concatenated.
        let is_header = !header.is_empty() && row.cells.iter().map(str::trim).eq(header.iter().map(String::as_str));
        if is_header {
            return;
        }
        if let Err(reason) = self.try_add_row(row, width, delimiter) {
            self.diagnostics.add(row.line, reason);
        }
    }

    fn try_add_row(&mut self, row: &CsvRow, width: usize, delimiter: char) -> Result<(), RowError> {
        let uid_columns = self.uid_columns;
        let cell = |column: Column| match self.columns.get(&column) {
            Some(index) if uid_columns.is_some() => unguarded_cell(row, *index),
            Some(index) => row.cells.get(*index).unwrap_or("").trim(),
            None => "",
        };
        let mut text = cell(Column::Text).to_owned();
        let extra_cells: Vec<&str> = row.cells.iter().skip(width).collect();
        if extra_cells.iter().any(|cell| !cell.trim().is_empty()) {
            // Unquoted delimiters in the last cell belong to the text, where that is the last
            // column.
            if self.columns.get(&Column::Text).map(|index| index + 1) != Some(width) {
                return Err(format!("has {} cells, and there are {width} columns", row.cells.len()));
            }
            for extra in extra_cells {
                text.push(delimiter);
                text.push_str(extra);
            }
        }
        let exact = uid_columns.and_then(|columns| columns.moment(row, cell(Column::Day), cell(Column::Time)));
        let written_at = match exact {
            Some(moment) => moment.min(Moment::from(&self.context.now)),
            None => self.parse_moment(cell(Column::Day), cell(Column::Time))?,
        };
        let name = match (cell(Column::Person), self.default_person) {
            ("", None) => return Err("names no person".to_owned()),
            ("", Some(person)) => person.to_owned(),
            (name, _) if uid_columns.is_some() && cell(Column::LastName).is_empty() => name.to_owned(),
            (name, _) => self.full_name(name, cell(Column::LastName))?,
        };
        let title = cell(Column::Title);
        if text.is_empty() {
            title.clone_into(&mut text);
        } else if !title.is_empty() && !text.starts_with(title) {
            text = format!("{title}\n{text}");
        }
        let mut text = entry_line::clean_text(&text).map_err(|error| match error {
            TextError::Empty => "has no text".to_owned(),
            TextError::TooLong { chars } => {
                format!("has a text of {chars} characters; an entry can have up to {}", entry_line::MAX_ENTRY_CHARS)
            }
        })?;
        let word = cell(Column::Kind);
        let guess = uid_columns
            .and_then(|columns| vocabulary::guess_kind(columns.kind_label(row)))
            .or_else(|| vocabulary::guess_kind(word));
        let (prefix, mut is_met) = match guess {
            Some(EntryKindGuess::Kind(prefix)) => (prefix, false),
            Some(EntryKindGuess::OneOnOneNote) => (Prefix::Note, true),
            None => (Prefix::Note, false),
        };
        // Without its goal a check-in is a note.
        let is_check_in = uid_columns.is_some() && word == Kind::CheckIn.as_str();
        let is_unknown = !word.is_empty() && guess.is_none() && !is_check_in;
        is_met |= vocabulary::is_yes(cell(Column::OneOnOne));
        let due = self.parse_due(cell(Column::Due), row.line);
        let mut detail = Detail::from_prefix(prefix, due);
        let owner = vocabulary::guess_owner(cell(Column::By), &name)
            .or_else(|| uid_columns.and_then(|columns| columns.owner(row)));
        match (&mut detail, owner) {
            (Detail::Action(action), Some(by)) => action.by = by,
            (Detail::Topic(topic), Some(by)) => topic.from = by,
            (Detail::Goal(goal), _) => goal.target = due,
            (Detail::Delegation(delegation), _) => delegation.hands_off_until = due,
            _ => {}
        }
        // The person becomes part of it in `assign_uids`, when names are resolved.
        let uid = uid_columns
            .and_then(|columns| columns.uid(row))
            .unwrap_or_else(|| Uid::from_content(&["row", &written_at.day().to_string(), word, &text]));
        for subject in missing_subjects(cell(Column::Subjects), &text) {
            text.push_str(" #");
            text.push_str(&subject);
        }
        let is_old = vocabulary::is_old(written_at.day(), self.context.now.date());
        let events = vocabulary::events_for_status(&detail, vocabulary::parse_status(cell(Column::State)), is_old);
        let events = events.iter().map(|kind| (*kind, written_at.clone(), String::new())).collect();
        if is_unknown && self.unknown_kinds.len() < 100 && self.unknown_kinds.insert(word.to_lowercase()) {
            let shown: String = word.chars().take(40).collect();
            self.diagnostics.add(row.line, format!("has the unknown kind “{shown}”; such rows become notes"));
        }
        let person = self.person_id(&name)?;
        let own_uid = uid_columns.and_then(|_| cell(Column::OneOnOne).parse().ok().map(Uid));
        let one_on_one = (is_met || own_uid.is_some()).then(|| {
            let day = written_at.day();
            let uid =
                own_uid.unwrap_or_else(|| Uid::from_content(&["one-on-one", &person.0.to_string(), &day.to_string()]));
            self.one_on_one_id(uid, person, &written_at)
        });
        let entry = Entry::new(EntryId(0), uid, person, written_at, text, detail);
        self.add_entry(Entry { one_on_one, events: build_events(uid, events), ..entry })
    }

    fn add_entry(&mut self, mut entry: Entry) -> Result<(), RowError> {
        entry.recompute_state();
        if let Some(problem) = entry.validation_error() {
            return Err(format!("is invalid: {problem}"));
        }
        if !self.seen_entries.insert((entry.person, entry.uid)) {
            self.duplicates += 1;
            return Ok(());
        }
        entry.id = EntryId(i64::try_from(self.bundle.entries.len()).unwrap_or(i64::MAX).saturating_add(1));
        self.bundle.entries.push(entry);
        Ok(())
    }

    fn parse_moment(&self, day: &str, time: &str) -> Result<Moment, RowError> {
        let written_at = parse_written(day, self.context.now.time_zone());
        let written_at = written_at.ok_or_else(|| match day {
            "" => "has no date".to_owned(),
            day => format!("is dated “{}”, which isn’t a valid date", day.chars().take(40).collect::<String>()),
        })?;
        let day = self.resolve_date(written_at.date, day)?;
        let time = written_at.time.or_else(|| parse_exported_time(time));
        let moment = match time {
            Some(time) => dates::moment_at(day, time, self.context),
            None => dates::moment_at_noon(day, self.context),
        };
        moment.ok_or_else(|| format!("is dated {day}, which is in the future"))
    }

    fn resolve_date(&self, reading: PartialDate, text: &str) -> Result<Date, RowError> {
        let shown = || text.chars().take(40).collect::<String>();
        reading.resolve(self.day_order, None).ok_or_else(|| format!("is dated {}, which isn’t a valid date", shown()))
    }

    /// Parses a due date. An invalid one is reported, and the row kept.
    fn parse_due(&mut self, text: &str, line: u64) -> Option<Date> {
        if !text.contains(char::is_alphanumeric) {
            return None;
        }
        let written_at = parse_written(text, self.context.now.time_zone());
        let due = written_at.and_then(|written_at| written_at.date.resolve(self.day_order, None));
        if due.is_none() {
            let shown: String = text.chars().take(40).collect();
            self.diagnostics
                .add(line, format!("is due “{shown}”, which isn’t a valid date; it was imported without a due date"));
        }
        due
    }

    /// The name of the person, given name first.
    fn full_name(&self, name: &str, last: &str) -> Result<String, RowError> {
        let name = person_name::strip_links(name);
        let name = if last.is_empty() { name } else { person_name::join_names(&name, last) };
        let halves = name.split_once(',').map(|halves| <[&str; 2]>::from(halves).map(str::trim));
        if let Some(halves) = halves {
            let is_somebody =
                |half: &str| half.contains(' ') || find_person(&self.context.people, &normalize_name(half)).is_some();
            if halves.into_iter().all(is_somebody) || name.matches(',').count() > 1 {
                return Err(format!("names more than one person: {}", name.chars().take(60).collect::<String>()));
            }
        }
        let name = if halves.is_some() { person_name::given_name_first(&name) } else { name };
        clean_name(&name).map_err(|error| as_row_error(&error.to_string()))
    }

    /// The id of a person in the bundle, who is added if new.
    fn person_id(&mut self, name: &str) -> Result<PersonId, RowError> {
        let key = normalize_name(name);
        if let Some(id) = self.person_ids.get(&key) {
            return Ok(*id);
        }
        let name = clean_name(name).map_err(|error| as_row_error(&error.to_string()))?;
        let known = find_person(&self.context.people, &key);
        let people = &self.bundle.people;
        if let Some(merged) =
            known.and_then(|known| people.iter().find(|one| one.mapping == PersonMapping::Existing(known.id)))
        {
            let id = merged.person.id;
            self.person_ids.insert(key, id);
            return Ok(id);
        }
        let id = PersonId(i64::try_from(people.len()).unwrap_or(i64::MAX).saturating_add(1));
        let imported = if let Some(person) = known {
            existing_person(id, person)
        } else {
            new_person(id, person_uid(&key), Profile::with_name(name), Moment::from(&self.context.now))
        };
        self.bundle.people.push(imported);
        self.person_ids.insert(key, id);
        Ok(id)
    }

    /// The id of the one-on-one, which is added if new, held at the moment of its first entry.
    fn one_on_one_id(&mut self, uid: Uid, person: PersonId, at: &Moment) -> OneOnOneId {
        if let Some(id) = self.one_on_one_ids.get(&uid) {
            return *id;
        }
        let id = OneOnOneId(i64::try_from(self.one_on_one_ids.len()).unwrap_or(i64::MAX).saturating_add(1));
        self.one_on_one_ids.insert(uid, id);
        self.bundle.one_on_ones.push(OneOnOne {
            id,
            uid,
            person,
            at: at.clone(),
            state: OneOnOneState::Held,
            wrapped_up_at: Some(at.clone()),
            minutes: None,
            reason: String::new(),
            planned_end: None,
        });
        id
    }

    /// Merges people with only a first name into the one person of the table who has it.
    fn merge_first_names(&mut self) {
        let mut by_first_name: HashMap<String, Option<PersonId>> = HashMap::new();
        let names: Vec<(PersonId, String)> =
            self.bundle.people.iter().map(|one| (one.person.id, normalize_name(&one.person.profile.name))).collect();
        for (id, name) in &names {
            if let Some((first, _)) = name.split_once(' ') {
                by_first_name.entry(first.to_owned()).and_modify(|found| *found = None).or_insert(Some(*id));
            }
        }
        let merged: HashMap<PersonId, PersonId> =
            names.iter().filter_map(|(id, name)| Some((*id, by_first_name.get(name).copied()??))).collect();
        let is_alone = |imported: &ImportedPerson| {
            imported.mapping == PersonMapping::ByName && merged.contains_key(&imported.person.id)
        };
        let merged_ids: HashSet<PersonId> = self
            .bundle
            .people
            .iter()
            .filter(|imported| is_alone(imported))
            .map(|imported| imported.person.id)
            .collect();
        self.bundle.people.retain(|imported| !merged_ids.contains(&imported.person.id));
        let merged_id = |id: PersonId| merged.get(&id).copied().filter(|_| merged_ids.contains(&id)).unwrap_or(id);
        self.bundle.entries.iter_mut().for_each(|entry| entry.person = merged_id(entry.person));
        self.bundle.one_on_ones.iter_mut().for_each(|one| one.person = merged_id(one.person));
    }

    /// Derives all uids from the person, whose name may be spelled in several ways, and drops what
    /// then is equal.
    fn assign_uids(&mut self) {
        let people: HashMap<PersonId, String> =
            self.bundle.people.iter().map(|one| (one.person.id, one.person.uid.to_string())).collect();
        let of = |id: PersonId| people.get(&id).map_or("", String::as_str);
        let mut by_uid: HashMap<Uid, OneOnOneId> = HashMap::new();
        let mut merged: HashMap<OneOnOneId, OneOnOneId> = HashMap::new();
        self.bundle.one_on_ones.retain_mut(|one| {
            // The same uid as for notes, so that it is the same one-on-one wherever it was written
            // down.
            one.uid = Uid::from_content(&["one-on-one", of(one.person), &one.at.day().to_string()]);
            let id = *by_uid.entry(one.uid).or_insert(one.id);
            merged.insert(one.id, id);
            id == one.id
        });
        self.seen_entries.clear();
        let (seen, duplicates) = (&mut self.seen_entries, &mut self.duplicates);
        self.bundle.entries.retain_mut(|entry| {
            entry.uid = Uid::from_content(&["row", of(entry.person), &entry.uid.to_string()]);
            entry.one_on_one = entry.one_on_one.and_then(|id| merged.get(&id).copied());
            for (index, event) in entry.events.iter_mut().enumerate() {
                event.uid = event_uid(entry.uid, index);
            }
            let is_first = seen.insert((entry.person, entry.uid));
            *duplicates += usize::from(!is_first);
            is_first
        });
    }

    /// A new person whose latest entry is old has no cadence yet.
    fn clear_stale_cadences(&mut self) {
        let mut latest: HashMap<PersonId, Date> = HashMap::new();
        for entry in &self.bundle.entries {
            let day = entry.written_at.day();
            latest.entry(entry.person).and_modify(|known| *known = day.max(*known)).or_insert(day);
        }
        let recent_from = self.context.now.date().saturating_sub(RECENT_DAYS.days());
        for imported in self.bundle.people.iter_mut().filter(|imported| imported.mapping == PersonMapping::ByName) {
            if latest.get(&imported.person.id).is_some_and(|day| *day < recent_from) {
                imported.person.profile.cadence = None;
            }
        }
    }

    /// The result. In a table with uids, names and uids are final.
    pub fn finish(mut self) -> ImportResult {
        if self.uid_columns.is_none() {
            self.merge_first_names();
            self.assign_uids();
        }
        self.clear_stale_cadences();
        let rows = if self.duplicates == 1 { "row" } else { "rows" };
        let ignored = (self.duplicates > 0)
            .then(|| IgnoredItems { count: self.duplicates, description: format!("{rows} from before") });
        ImportResult {
            bundle: self.bundle,
            diagnostics: self.diagnostics.into_list(),
            ignored: ignored.into_iter().collect(),
            ambiguities: Vec::new(),
        }
    }
}

/// The person of the journal with this name, or the only one with this first name.
fn find_person<'a>(people: &'a [Person], key: &str) -> Option<&'a Person> {
    let one = |fits: &dyn Fn(&str) -> bool| {
        let mut found = people.iter().filter(|person| fits(&normalize_name(&person.profile.name)));
        found.next().filter(|_| found.next().is_none())
    };
    one(&|name| name == key).or_else(|| one(&|name| name.split(' ').next() == Some(key)))
}

/// The events of an entry in the order of time, with their uids.
fn build_events(entry: Uid, events: Vec<(EventKind, Moment, String)>) -> Vec<EntryEvent> {
    let events = events.into_iter().enumerate().map(|(index, (kind, at, words))| EntryEvent {
        uid: event_uid(entry, index),
        at,
        one_on_one: None,
        kind,
        comment: words,
    });
    events.collect()
}

fn event_uid(entry: Uid, index: usize) -> Uid {
    Uid::from_content(&["step", &entry.to_string(), &index.to_string()])
}

/// The subjects of a cell that the text does not have.
fn missing_subjects(cell: &str, text: &str) -> Vec<String> {
    let parts = if cell.contains([',', ';', '|']) || !cell.contains('#') {
        cell.split([',', ';', '|']).collect::<Vec<_>>()
    } else {
        cell.split_whitespace().collect()
    };
    let has: Vec<String> = entry_line::find_subjects(text).into_iter().map(|subject| subject.word).collect();
    let words = parts.into_iter().take(20).filter_map(|part| {
        let word: String = part.trim().trim_start_matches('#').split_whitespace().collect::<Vec<_>>().join("-");
        let subject = entry_line::find_subjects(&format!("#{word}")).into_iter().next()?;
        // A subject is one word: what is longer would be cut.
        (subject.range.len() == word.len() + 1 && !has.contains(&subject.word)).then_some(word)
    });
    words.collect()
}

/// Turns a message into the end of a sentence.
fn as_row_error(message: &str) -> String {
    let mut chars = message.trim_end_matches('.').chars();
    let first = chars.next().map(|first| first.to_lowercase().collect::<String>()).unwrap_or_default();
    format!("can’t be imported: {first}{}", chars.as_str())
}
