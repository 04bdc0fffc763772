//! Builds entries and one-on-ones from the parsed notes.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    rc::Rc,
};

use jiff::{ToSpan as _, civil::Date};

use super::{
    super::{
        ImportContext,
        dates::{DayOrder, RECENT_DAYS, moment_at_noon},
        diagnostics::Diagnostics,
        imported_person::{existing_person, new_person},
    },
    files,
    front_matter::is_person_tag,
    lines::Checkbox,
    person_resolver::PersonResolver,
    sections::{NoteItem, NoteParts},
    task, title,
    title::Title,
    vocabulary::SectionHint,
};
use crate::{
    domain::{
        entry::{
            Detail, Entry,
            event::{EntryEvent, EventKind},
            kind::{
                action::{Action, ActionState, Party},
                feedback::Feedback,
                note::Note,
                praise::{Praise, PraiseState},
                topic::{Topic, TopicState},
            },
        },
        id::{EntryId, OneOnOneId, PersonId, Uid},
        moment::Moment,
        one_on_one::{OneOnOne, OneOnOneState},
        parse::date::find_date,
        parse::entry_line,
        person::{Birthday, Profile},
    },
    journal::import_bundle::{ImportBundle, ImportedPerson},
};

/// How many tags of a note are added to each of its entries: with all of them, many short lines
/// could grow too much.
const MAX_SUBJECTS: usize = 8;

/// An item to build an entry from.
struct PendingEntry {
    item: NoteItem,
    uid: Uid,
    tags: Rc<[String]>,
}

/// Builds a bundle note by note.
pub(super) struct BundleBuilder<'a> {
    resolver: &'a PersonResolver,
    day_order: Option<DayOrder>,
    context: &'a ImportContext,
    /// The collected items, boxed so that each is freed when its entry is built.
    #[expect(clippy::vec_box, reason = "a list keeps its room until the last of it is gone")]
    pending: Vec<Box<PendingEntry>>,
    meetings: BTreeMap<(usize, Date), usize>,
    profiles: HashMap<usize, Profile>,
    seen_uids: HashSet<Uid>,
}

impl<'a> BundleBuilder<'a> {
    pub(super) fn new(resolver: &'a PersonResolver, day_order: Option<DayOrder>, context: &'a ImportContext) -> Self {
        Self {
            resolver,
            day_order,
            context,
            pending: Vec::new(),
            meetings: BTreeMap::new(),
            profiles: HashMap::new(),
            seen_uids: HashSet::new(),
        }
    }

    /// Adds a parsed note.
    pub(super) fn add_note(&mut self, note: &files::NoteFile, parts: NoteParts, diagnostics: &mut Diagnostics) {
        self.read_profile(note);
        let tags: Rc<[String]> = tags_to_subjects(&note.front_matter.tags).into();
        for meeting in parts.meetings {
            self.meetings.entry(meeting).or_default();
        }
        // A line that occurs twice on a day is two entries; a note that exists twice is one.
        let mut times: HashMap<Uid, u64> = HashMap::new();
        let mut count = |uid: Uid| {
            let repetition = times.entry(uid).or_default();
            *repetition += 1;
            *repetition
        };
        for mut item in parts.items {
            let Some(one) = self.resolver.people.get(item.person) else { continue };
            match entry_line::clean_text(&item.text) {
                Ok(text) => item.text = text,
                Err(entry_line::TextError::Empty) => continue,
                Err(entry_line::TextError::TooLong { chars }) => {
                    diagnostics.add(
                        item.line,
                        format!("has {chars} characters; an entry can have up to {}", entry_line::MAX_ENTRY_CHARS),
                    );
                    continue;
                }
            }
            let name = |words: &str, repetition: u64| entry_uid(one.uid, item.day, words, repetition);
            let line = identifying_text(&item);
            let short = name(&line, count(name(&line, 0)));
            let whole = task::strip_markers(&item.text, item.day);
            let long = if whole == line { short } else { name(&whole, count(name(&whole, 0))) };
            if !self.seen_uids.insert(long) {
                continue;
            }
            // Two items that begin alike on a day are two if they continue differently.
            let uid = if long == short || self.seen_uids.insert(short) { short } else { long };
            if item.in_meeting {
                *self.meetings.entry((item.person, item.day)).or_default() += 1;
            }
            self.pending.push(Box::new(PendingEntry { item, uid, tags: Rc::clone(&tags) }));
        }
    }

    /// Reads the profile on the page of a person.
    fn read_profile(&mut self, note: &files::NoteFile) {
        let front = &note.front_matter;
        let says = [&front.role, &front.team, &front.pronouns, &front.birthday, &front.since];
        let named = front.title.iter().flat_map(|name| Title::parse(name).parts).chain(note.title.parts.clone());
        let Some(person) = named.into_iter().find_map(|part| self.resolver.find(&part.text)) else { return };
        let is_page = note.title.day.is_none() && !note.title.is_meeting;
        if !is_page || says.iter().all(|value| value.is_none()) {
            return;
        }
        let short = |value: &Option<String>| {
            value.clone().filter(|value| value.len() <= title::MAX_TITLE_LEN).unwrap_or_default()
        };
        let since = front.since.as_ref().and_then(|value| find_date(value)?.date.resolve(self.day_order, None));
        let profile = Profile {
            role: short(&front.role),
            team: short(&front.team),
            pronouns: short(&front.pronouns),
            birthday: front.birthday.as_ref().and_then(|value| Birthday::parse(value).ok()),
            since: since.filter(|day| *day <= self.context.now.date()),
            ..Profile::with_name(String::new())
        };
        self.profiles.entry(person).or_insert(profile);
    }

    /// Builds the bundle.
    pub(super) fn build(mut self) -> ImportBundle {
        self.seen_uids = HashSet::new();
        self.pending.sort_by_key(|found| found.item.day);
        let found = std::mem::take(&mut self.pending);
        let mut latest: BTreeMap<usize, Date> = BTreeMap::new();
        let mut last_met: HashMap<usize, Date> = HashMap::new();
        let mut first: BTreeMap<usize, Date> = BTreeMap::new();
        let days = found.iter().map(|found| (found.item.person, found.item.day)).chain(self.meetings.keys().copied());
        for (person, day) in days {
            latest.entry(person).and_modify(|latest| *latest = day.max(*latest)).or_insert(day);
            first.entry(person).and_modify(|first| *first = day.min(*first)).or_insert(day);
        }
        for (person, day) in self.meetings.keys() {
            last_met.insert(*person, *day);
        }
        let mut bundle = ImportBundle::default();
        let mut rows: HashMap<usize, PersonId> = HashMap::new();
        for (row, (person, latest)) in (1..).zip(&latest) {
            rows.insert(*person, PersonId(row));
            let since = first.get(person).and_then(|day| moment_at_noon(*day, self.context));
            bundle.people.extend(self.imported_person(*person, row, *latest, since));
        }
        let mut met: HashMap<(usize, Date), OneOnOneId> = HashMap::new();
        for (row, ((person, day), entries)) in (1..).zip(&self.meetings) {
            let (Some(id), Some(one), Some(at)) =
                (rows.get(person), self.resolver.people.get(*person), moment_at_noon(*day, self.context))
            else {
                continue;
            };
            met.insert((*person, *day), OneOnOneId(row));
            let has_notes = *entries > 0;
            bundle.one_on_ones.push(OneOnOne {
                id: OneOnOneId(row),
                uid: Uid::from_content(&["one-on-one", &one.uid.to_string(), &day.to_string()]),
                person: *id,
                state: if has_notes { OneOnOneState::Held } else { OneOnOneState::NothingToNote },
                wrapped_up_at: has_notes.then(|| at.clone()),
                at,
                minutes: None,
                reason: String::new(),
                planned_end: None,
            });
        }
        bundle.entries.reserve_exact(found.len());
        for (row, found) in (1..).zip(found) {
            let PendingEntry { item, uid, tags } = *found;
            let (Some(id), Some(at)) = (rows.get(&item.person), moment_at_noon(item.day, self.context)) else {
                continue;
            };
            // What was open at the latest meeting is still open; for earlier ones nobody knows.
            let is_latest =
                last_met.get(&item.person).or(latest.get(&item.person)).is_some_and(|last| item.day >= *last);
            let built = self.build_entry(&item, is_latest);
            let one_on_one = met.get(&(item.person, item.day)).copied().filter(|_| item.in_meeting);
            let step = |(what, on): (EventKind, Date)| {
                let at = moment_at_noon(on, self.context).filter(|on| *on >= at).unwrap_or_else(|| at.clone());
                EntryEvent {
                    uid: Uid::from_content(&["step", &uid.to_string(), what.as_str()]),
                    one_on_one: one_on_one.filter(|_| on == item.day),
                    at,
                    kind: what,
                    comment: String::new(),
                }
            };
            let events = built.events.into_iter().map(step).collect();
            let text = append_tags(built.text, &tags);
            let entry = Entry::new(EntryId(row), uid, *id, at.clone(), text, built.detail);
            bundle.entries.push(Entry { one_on_one, events, ..entry });
        }
        bundle
    }

    fn imported_person(&self, person: usize, row: i64, latest: Date, since: Option<Moment>) -> Option<ImportedPerson> {
        let one = self.resolver.people.get(person)?;
        let now = Moment::from(&self.context.now);
        if let Some(known) = &one.existing {
            return Some(existing_person(PersonId(row), known));
        }
        let mut profile = self.profiles.get(&person).cloned().unwrap_or_else(|| Profile::with_name(String::new()));
        profile.name.clone_from(&one.name);
        // Who was not met for long has no cadence yet.
        if latest < self.context.now.date().saturating_sub(RECENT_DAYS.days()) {
            profile.cadence = None;
        }
        Some(new_person(PersonId(row), one.uid, profile, since.unwrap_or(now)))
    }

    /// Builds the entry of an item. Only explicit actions, praise and topics are more than notes.
    fn build_entry(&self, item: &NoteItem, is_latest: bool) -> BuiltEntry {
        let listed = |hint: SectionHint| item.is_bullet && item.hint == Some(hint);
        let plain = |detail: Detail, steps: Vec<(EventKind, Date)>| BuiltEntry {
            text: item.text.clone(),
            detail,
            events: steps,
        };
        let talked = || Detail::Topic(Topic { from: Party::Me, state: TopicState::Discussed });
        match item.checkbox {
            Some(Checkbox::Done) if listed(SectionHint::Agenda) => {
                return plain(talked(), vec![(EventKind::Discussed, item.day)]);
            }
            Some(Checkbox::Open) if is_latest && (listed(SectionHint::Agenda) || listed(SectionHint::NextTime)) => {
                return plain(Detail::Topic(Topic::default()), Vec::new());
            }
            Some(_) if listed(SectionHint::Agenda) || listed(SectionHint::NextTime) => {}
            Some(check) => return self.build_action(item, check),
            None if listed(SectionHint::Actions) && is_latest => return self.build_action(item, Checkbox::Open),
            None if listed(SectionHint::Praise) && item.in_meeting => {
                return plain(Detail::Praise(Praise { state: PraiseState::Told }), vec![(EventKind::Told, item.day)]);
            }
            None if listed(SectionHint::Praise) => return plain(Detail::Praise(Praise::default()), Vec::new()),
            None if listed(SectionHint::Agenda) && item.in_meeting => {
                return plain(talked(), vec![(EventKind::Discussed, item.day)]);
            }
            None if listed(SectionHint::NextTime) && is_latest => {
                return plain(Detail::Topic(Topic::default()), Vec::new());
            }
            None if listed(SectionHint::FeedbackGiven) => {
                return plain(Detail::Feedback(Feedback::given()), Vec::new());
            }
            None if listed(SectionHint::FeedbackReceived) => {
                return plain(Detail::Feedback(Feedback::received()), Vec::new());
            }
            None => {}
        }
        let text = match (&item.label, self.strip_name(item)) {
            (Some(label), text) => {
                let joined = format!("{label}: {text}");
                entry_line::clean_text(&joined).unwrap_or(text)
            }
            (None, text) => text,
        };
        BuiltEntry { text, detail: Detail::Note(Note::default()), events: Vec::new() }
    }

    fn build_action(&self, item: &NoteItem, check: Checkbox) -> BuiltEntry {
        let is_theirs = self.is_their_action(item);
        let text = self.strip_name(item);
        let own_text = ["me: ", "Me: ", "I: "].into_iter().find_map(|me| text.strip_prefix(me)).unwrap_or(&text);
        let task = task::parse_task(own_text, item.day, self.day_order);
        let by = if is_theirs { Party::Them } else { Party::Me };
        let on = task.done.filter(|day| *day >= item.day && *day <= self.context.now.date()).unwrap_or(item.day);
        let (state, steps) = match (check, by) {
            (Checkbox::Open, _) => (ActionState::Open, Vec::new()),
            (Checkbox::Done, Party::Them) => (ActionState::Done, vec![(EventKind::Done, on)]),
            // Who ticks a box does not note that they told the person; what was done before now
            // should not wait to be told.
            (Checkbox::Done, Party::Me) => (ActionState::Told, vec![(EventKind::Done, on), (EventKind::Told, on)]),
            (Checkbox::Dropped, _) => (ActionState::Dropped, vec![(EventKind::Dropped, on)]),
        };
        let text = entry_line::clean_text(&task.text).unwrap_or_else(|_| item.text.clone());
        BuiltEntry { text, detail: Detail::Action(Action { by, due: task.due, state }), events: steps }
    }

    /// Whether an action is theirs: assigned to their name, or with it in brackets at the end. What
    /// merely begins with their name is about them.
    fn is_their_action(&self, item: &NoteItem) -> bool {
        let text = item.text.as_str();
        let starts = self.resolver.person_at_start(text).is_some_and(|(person, end)| {
            person == item.person && (text.starts_with('@') || is_promise_marker(text.get(end..).unwrap_or_default()))
        });
        starts || self.person_in_brackets(text) == Some(item.person)
    }

    fn person_in_brackets(&self, text: &str) -> Option<usize> {
        let line = text.lines().next()?;
        let (_, inside) = line.strip_suffix(')')?.rsplit_once('(')?;
        self.resolver.find(inside.trim_start_matches('@'))
    }

    /// The text without the name of the person before a colon or after an `@`: the owner is stored.
    fn strip_name(&self, item: &NoteItem) -> String {
        let whole = item.text.as_str();
        let Some((person, end)) = self.resolver.person_at_start(whole) else { return whole.to_owned() };
        let rest = whole.get(end..).unwrap_or_default().trim_start_matches(['*', ')']);
        let cut = rest.strip_prefix(':').or_else(|| (whole.starts_with(['@', '('])).then_some(rest));
        match cut.map(|rest| rest.trim_start_matches(['*', ' ', ':'])) {
            Some(rest) if person == item.person && rest.contains(char::is_alphanumeric) => rest.to_owned(),
            _ => whole.to_owned(),
        }
    }
}

/// Whether the text after a name assigns an action to it.
fn is_promise_marker(after: &str) -> bool {
    let after = after.trim_start_matches('*');
    [":", ")", " - ", " – ", " — ", " to ", " will "].iter().any(|sign| after.starts_with(sign))
}

struct BuiltEntry {
    text: String,
    detail: Detail,
    events: Vec<(EventKind, Date)>,
}

/// The uid of an item. It contains neither kind nor title, so that a box ticked later, or a later
/// meeting, keeps it.
fn entry_uid(person: Uid, day: Date, words: &str, occurrence: u64) -> Uid {
    Uid::from_content(&["entry", &person.to_string(), &day.to_string(), words, &occurrence.to_string()])
}

/// The part of an item that its uid follows from: of a bullet its own line without trailing tags,
/// since bullets grow.
fn identifying_text(item: &NoteItem) -> String {
    let text = if item.is_bullet { item.text.lines().next().unwrap_or_default() } else { &item.text };
    let words = task::strip_markers(text, item.day);
    let mut bare = words.as_str();
    while let Some((before, last)) = bare.trim_end().rsplit_once(' ')
        && last.starts_with('#')
    {
        bare = before;
    }
    let bare = bare.trim_end();
    if bare.contains(char::is_alphanumeric) && item.is_bullet { bare.to_owned() } else { words }
}

/// The tags of a note as subjects, without those that only give its type.
fn tags_to_subjects(tags: &[String]) -> Vec<String> {
    let sorts =
        ["daily", "journal", "note", "notes", "log", "1on1", "oneonone", "o3", "team", "meeting", "meetings", "inbox"];
    let words = tags.iter().map(|tag| {
        let signs = |c: char| if c.is_alphanumeric() || c == '_' { c } else { '-' };
        tag.to_lowercase().chars().map(signs).collect::<String>()
    });
    let mut subjects: Vec<String> = words
        .filter(|word| word.starts_with(char::is_alphabetic) && word.len() <= 40 && !sorts.contains(&word.as_str()))
        .filter(|word| !is_person_tag(word))
        .filter(|word| !Title::parse(word).is_meeting)
        .collect();
    subjects.sort();
    subjects.dedup();
    subjects.truncate(MAX_SUBJECTS);
    subjects
}

/// The text with the subjects of its note at the end of the first line, where they are missing.
fn append_tags(text: String, tags: &[String]) -> String {
    let there: HashSet<String> = entry_line::find_subjects(&text).into_iter().map(|subject| subject.word).collect();
    let mut more = String::new();
    for tag in tags.iter().filter(|tag| !there.contains(*tag)) {
        more.push_str(" #");
        more.push_str(tag);
    }
    if more.is_empty() || text.starts_with("```") {
        return text;
    }
    let (line, rest) = text.split_at(text.find('\n').unwrap_or(text.len()));
    let tagged = format!("{line}{more}{rest}");
    entry_line::clean_text(&tagged).unwrap_or(text)
}
