//! Entries and one-on-ones of what the notes say.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    rc::Rc,
};

use jiff::{ToSpan as _, civil::Date};

use super::{
    super::{
        Ground,
        days::{DayOrder, LATELY, at_noon},
        misses::Misses,
    },
    files,
    front::says_person,
    outline::Check,
    promise,
    sections::{Item, Parts},
    title::{self, Title},
    who::Who,
    words::Hint,
};
use crate::{
    domain::{
        action::{Action, ActionState, By},
        entry::{Detail, Entry},
        feedback::Feedback,
        id::{EntryId, OneOnOneId, PersonId, Uid},
        jot,
        moment::Moment,
        note::Note,
        one_on_one::{OneOnOne, OneOnOneState},
        person::{Birthday, Person, Profile},
        praise::{Praise, PraiseState},
        prepare::Prepare,
        step::{Step, What},
        topic::{Topic, TopicState},
    },
    journal::bundle::{Arrival, Belongs, Bundle},
};

/// So many tags of a note come to each of its entries: with all of them a few long lines could become very much.
const MOST_SUBJECTS: usize = 8;

/// Something to make an entry of.
struct Found {
    item: Item,
    uid: Uid,
    tags: Rc<[String]>,
}

/// Makes a bundle, note by note.
pub(super) struct Making<'a> {
    who: &'a Who,
    order: Option<DayOrder>,
    ground: &'a Ground,
    /// What is to be made. Each by itself, so that it goes as its entry is made, and both are never there at once.
    #[expect(clippy::vec_box, reason = "a list keeps its room until the last of it is gone")]
    found: Vec<Box<Found>>,
    meetings: BTreeMap<(usize, Date), usize>,
    pages: HashMap<usize, Profile>,
    seen: HashSet<Uid>,
}

impl<'a> Making<'a> {
    pub(super) fn new(who: &'a Who, order: Option<DayOrder>, ground: &'a Ground) -> Self {
        Self {
            who,
            order,
            ground,
            found: Vec::new(),
            meetings: BTreeMap::new(),
            pages: HashMap::new(),
            seen: HashSet::new(),
        }
    }

    /// Takes what a note says.
    pub(super) fn add(&mut self, note: &files::Note, parts: Parts, misses: &mut Misses) {
        self.page(note);
        let tags: Rc<[String]> = subjects(&note.front.tags).into();
        for meeting in parts.meetings {
            self.meetings.entry(meeting).or_default();
        }
        // A line that stands twice on a day is two; a note that lies there twice is one.
        let mut times: HashMap<Uid, u64> = HashMap::new();
        let mut count = |uid: Uid| {
            let nth = times.entry(uid).or_default();
            *nth += 1;
            *nth
        };
        for mut item in parts.items {
            let Some(one) = self.who.people.get(item.person) else { continue };
            match jot::clean(&item.text) {
                Ok(text) => item.text = text,
                Err(jot::JotError::Empty) => continue,
                Err(jot::JotError::TooLong { chars }) => {
                    misses.add(item.line, format!("has {chars} characters; one entry holds up to {}", jot::MAX_CHARS));
                    continue;
                }
            }
            let name = |words: &str, nth: u64| uid_of(one.uid, item.day, words, nth);
            let line = first_words(&item);
            let short = name(&line, count(name(&line, 0)));
            let whole = promise::words(&item.text, item.day);
            let long = if whole == line { short } else { name(&whole, count(name(&whole, 0))) };
            if !self.seen.insert(long) {
                continue;
            }
            // Two notes that begin alike on a day are two, where they go on differently.
            let uid = if long == short || self.seen.insert(short) { short } else { long };
            if item.meeting {
                *self.meetings.entry((item.person, item.day)).or_default() += 1;
            }
            self.found.push(Box::new(Found { item, uid, tags: Rc::clone(&tags) }));
        }
    }

    /// What the page of a person says of them.
    fn page(&mut self, note: &files::Note) {
        let front = &note.front;
        let says = [&front.role, &front.team, &front.pronouns, &front.birthday, &front.since];
        let named = front.title.iter().flat_map(|name| Title::read(name).parts).chain(note.name.parts.clone());
        let Some(person) = named.into_iter().find_map(|part| self.who.find(&part.text)) else { return };
        let is_page = note.name.day.is_none() && !note.name.meeting;
        if !is_page || says.iter().all(|said| said.is_none()) {
            return;
        }
        let short =
            |said: &Option<String>| said.clone().filter(|said| said.len() <= title::LONGEST).unwrap_or_default();
        let since = front.since.as_ref().and_then(|said| super::dates::find(said)?.said.settle(self.order, None));
        let profile = Profile {
            role: short(&front.role),
            team: short(&front.team),
            pronouns: short(&front.pronouns),
            birthday: front.birthday.as_ref().and_then(|said| Birthday::read(said).ok()),
            since: since.filter(|day| *day <= self.ground.now.date()),
            ..Profile::named(String::new())
        };
        self.pages.entry(person).or_insert(profile);
    }

    /// Everything that was found.
    pub(super) fn bundle(mut self) -> Bundle {
        self.seen = HashSet::new();
        self.found.sort_by_key(|found| found.item.day);
        let found = std::mem::take(&mut self.found);
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
        let mut bundle = Bundle::default();
        let mut rows: HashMap<usize, PersonId> = HashMap::new();
        for (row, (person, latest)) in (1..).zip(&latest) {
            rows.insert(*person, PersonId(row));
            let since = first.get(person).and_then(|day| at_noon(*day, self.ground));
            bundle.people.extend(self.arrival(*person, row, *latest, since));
        }
        let mut met: HashMap<(usize, Date), OneOnOneId> = HashMap::new();
        for (row, ((person, day), entries)) in (1..).zip(&self.meetings) {
            let (Some(id), Some(one), Some(at)) =
                (rows.get(person), self.who.people.get(*person), at_noon(*day, self.ground))
            else {
                continue;
            };
            met.insert((*person, *day), OneOnOneId(row));
            let held = *entries > 0;
            bundle.one_on_ones.push(OneOnOne {
                id: OneOnOneId(row),
                uid: Uid::of_content(&["one-on-one", &one.uid.to_string(), &day.to_string()]),
                person: *id,
                state: if held { OneOnOneState::Held } else { OneOnOneState::NothingToNote },
                wrapped_up: held.then(|| at.clone()),
                at,
                minutes: None,
                reason: String::new(),
            });
        }
        bundle.entries.reserve_exact(found.len());
        for (row, found) in (1..).zip(found) {
            let Found { item, uid, tags } = *found;
            let (Some(id), Some(at)) = (rows.get(&item.person), at_noon(item.day, self.ground)) else { continue };
            // What was open when they last met is open still; of what was open before, nobody knows.
            let is_latest =
                last_met.get(&item.person).or(latest.get(&item.person)).is_some_and(|last| item.day >= *last);
            let made = self.made(&item, is_latest);
            let one_on_one = met.get(&(item.person, item.day)).copied().filter(|_| item.meeting);
            let step = |(what, on): (What, Date)| {
                let at = at_noon(on, self.ground).filter(|on| *on >= at).unwrap_or_else(|| at.clone());
                Step {
                    uid: Uid::of_content(&["step", &uid.to_string(), what.as_str()]),
                    one_on_one: one_on_one.filter(|_| on == item.day),
                    at,
                    what,
                    words: String::new(),
                }
            };
            bundle.entries.push(Entry {
                id: EntryId(row),
                uid,
                person: *id,
                one_on_one,
                steps: made.steps.into_iter().map(step).collect(),
                written: at.clone(),
                text: with_tags(made.text, &tags),
                detail: made.detail,
                trashed: None,
                put_off: None,
                evidence: false,
            });
        }
        bundle
    }

    fn arrival(&self, person: usize, row: i64, latest: Date, since: Option<Moment>) -> Option<Arrival> {
        let one = self.who.people.get(person)?;
        let now = Moment::from(&self.ground.now);
        if let Some(known) = &one.known {
            let person = Person { id: PersonId(row), ..known.clone() };
            return Some(Arrival { person, belongs: Belongs::To(known.id) });
        }
        let mut profile = self.pages.get(&person).cloned().unwrap_or_else(|| Profile::named(String::new()));
        profile.name.clone_from(&one.name);
        // Whoever was not met for long is not met every week.
        if latest < self.ground.now.date().saturating_sub(LATELY.days()) {
            profile.cadence = None;
        }
        let person = Person {
            id: PersonId(row),
            uid: one.uid,
            profile,
            place: row - 1,
            added: since.unwrap_or(now),
            archived: None,
            prepare: Prepare::default(),
        };
        Some(Arrival { person, belongs: Belongs::AsNamed })
    }

    /// What a line becomes. Only what was plainly promised, praised or talked about is more than a note.
    fn made(&self, item: &Item, is_latest: bool) -> Made {
        let listed = |hint: Hint| item.bullet && item.hint == Some(hint);
        let plain = |detail: Detail, steps: Vec<(What, Date)>| Made { text: item.text.clone(), detail, steps };
        let talked = || Detail::Topic(Topic { from: By::Me, state: TopicState::Talked });
        match item.check {
            Some(Check::Done) if listed(Hint::Agenda) => return plain(talked(), vec![(What::Talked, item.day)]),
            Some(Check::Open) if is_latest && (listed(Hint::Agenda) || listed(Hint::Next)) => {
                return plain(Detail::Topic(Topic::default()), Vec::new());
            }
            Some(_) if listed(Hint::Agenda) || listed(Hint::Next) => {}
            Some(check) => return self.action(item, check),
            None if listed(Hint::Actions) && is_latest => return self.action(item, Check::Open),
            None if listed(Hint::Praise) && item.meeting => {
                return plain(Detail::Praise(Praise { state: PraiseState::Told }), vec![(What::Told, item.day)]);
            }
            None if listed(Hint::Praise) => return plain(Detail::Praise(Praise::default()), Vec::new()),
            None if listed(Hint::Agenda) && item.meeting => return plain(talked(), vec![(What::Talked, item.day)]),
            None if listed(Hint::Next) && is_latest => return plain(Detail::Topic(Topic::default()), Vec::new()),
            None if listed(Hint::Given) => return plain(Detail::Feedback(Feedback::given()), Vec::new()),
            None if listed(Hint::Received) => return plain(Detail::Feedback(Feedback::received()), Vec::new()),
            None => {}
        }
        let text = match (&item.label, self.without_name(item)) {
            (Some(label), text) => {
                let joined = format!("{label}: {text}");
                jot::clean(&joined).unwrap_or(text)
            }
            (None, text) => text,
        };
        Made { text, detail: Detail::Note(Note::default()), steps: Vec::new() }
    }

    fn action(&self, item: &Item, check: Check) -> Made {
        let by_them = self.is_theirs(item);
        let text = self.without_name(item);
        let mine = ["me: ", "Me: ", "I: "].into_iter().find_map(|me| text.strip_prefix(me)).unwrap_or(&text);
        let promise = promise::read(mine, item.day, self.order);
        let by = if by_them { By::Them } else { By::Me };
        let on = promise.done.filter(|day| *day >= item.day && *day <= self.ground.now.date()).unwrap_or(item.day);
        let (state, steps) = match (check, by) {
            (Check::Open, _) => (ActionState::Open, Vec::new()),
            (Check::Done, By::Them) => (ActionState::Done, vec![(What::Done, on)]),
            // Nobody who ticks a box writes down that they said so; what was done before now is not to be told now.
            (Check::Done, By::Me) => (ActionState::Told, vec![(What::Done, on), (What::Told, on)]),
            (Check::Dropped, _) => (ActionState::Dropped, vec![(What::Dropped, on)]),
        };
        let text = jot::clean(&promise.text).unwrap_or_else(|_| item.text.clone());
        Made { text, detail: Detail::Action(Action { by, due: promise.due, state }), steps }
    }

    /// Whether a promise is theirs: it is put to their name, or ends with it in brackets. What only begins with their name
    /// is about them.
    fn is_theirs(&self, item: &Item) -> bool {
        let text = item.text.as_str();
        let starts = self.who.at_start(text).is_some_and(|(person, end)| {
            person == item.person && (text.starts_with('@') || promises(text.get(end..).unwrap_or_default()))
        });
        starts || self.in_brackets(text) == Some(item.person)
    }

    fn in_brackets(&self, text: &str) -> Option<usize> {
        let line = text.lines().next()?;
        let (_, inside) = line.strip_suffix(')')?.rsplit_once('(')?;
        self.who.find(inside.trim_start_matches('@'))
    }

    /// The text without the name of the person before a colon, or after an `@`: whose it is stands beside it.
    fn without_name(&self, item: &Item) -> String {
        let whole = item.text.as_str();
        let Some((person, end)) = self.who.at_start(whole) else { return whole.to_owned() };
        let rest = whole.get(end..).unwrap_or_default().trim_start_matches(['*', ')']);
        let cut = rest.strip_prefix(':').or_else(|| (whole.starts_with(['@', '('])).then_some(rest));
        match cut.map(|rest| rest.trim_start_matches(['*', ' ', ':'])) {
            Some(rest) if person == item.person && rest.contains(char::is_alphanumeric) => rest.to_owned(),
            _ => whole.to_owned(),
        }
    }
}

/// Whether what follows a name says that it is who promised.
fn promises(after: &str) -> bool {
    let after = after.trim_start_matches('*');
    [":", ")", " - ", " – ", " — ", " to ", " will "].iter().any(|sign| after.starts_with(sign))
}

struct Made {
    text: String,
    detail: Detail,
    steps: Vec<(What, Date)>,
}

/// Neither its kind nor its title is in the lasting name: a box that is ticked later, or a later meeting, makes it no other.
fn uid_of(person: Uid, day: Date, words: &str, nth: u64) -> Uid {
    Uid::of_content(&["entry", &person.to_string(), &day.to_string(), words, &nth.to_string()])
}

/// What a line is named by: for one of a list only itself, without tags at its end, since such a line grows.
fn first_words(item: &Item) -> String {
    let text = if item.bullet { item.text.lines().next().unwrap_or_default() } else { &item.text };
    let words = promise::words(text, item.day);
    let mut bare = words.as_str();
    while let Some((before, last)) = bare.trim_end().rsplit_once(' ')
        && last.starts_with('#')
    {
        bare = before;
    }
    let bare = bare.trim_end();
    if bare.contains(char::is_alphanumeric) && item.bullet { bare.to_owned() } else { words }
}

/// Tags of a whole note as subjects, without those that only say what sort of note it is.
fn subjects(tags: &[String]) -> Vec<String> {
    let sorts =
        ["daily", "journal", "note", "notes", "log", "1on1", "oneonone", "o3", "team", "meeting", "meetings", "inbox"];
    let words = tags.iter().map(|tag| {
        let signs = |c: char| if c.is_alphanumeric() || c == '_' { c } else { '-' };
        tag.to_lowercase().chars().map(signs).collect::<String>()
    });
    let mut subjects: Vec<String> = words
        .filter(|word| word.starts_with(char::is_alphabetic) && word.len() <= 40 && !sorts.contains(&word.as_str()))
        .filter(|word| !says_person(word))
        .filter(|word| !Title::read(word).meeting)
        .collect();
    subjects.sort();
    subjects.dedup();
    subjects.truncate(MOST_SUBJECTS);
    subjects
}

/// The text with the subjects of its note at the end of its first line, as far as they are not in it.
fn with_tags(text: String, tags: &[String]) -> String {
    let there: HashSet<String> = jot::subjects(&text).into_iter().map(|subject| subject.word).collect();
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
    jot::clean(&tagged).unwrap_or(text)
}
