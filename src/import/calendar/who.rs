//! With whom an event is: with one person of the journal, with one who could be new, or with none or several.

use std::collections::{HashMap, HashSet};

use super::event::{Contents, Event, Guest};
use crate::{
    domain::{
        name::{clean_name, fold},
        person::Person,
    },
    import::names,
};

/// With whom an event is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum With {
    /// Somebody of the journal, by their place among its people.
    Known(usize),
    /// Somebody else, by name.
    New(String),
    /// Three people or more.
    Group,
    /// You said no.
    Declined,
    /// Somebody is named, but it does not look like a one-on-one.
    Unclear,
    /// It names two people, and it is not clear which of them is you.
    WhichIsYou,
    /// Nobody we look for.
    Nobody,
}

/// An event, and how much it looks like a one-on-one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meeting {
    pub with: With,
    /// Whether it says that it is one: “1:1”, “one on one”.
    pub says_so: bool,
    /// Whether they are asked to it, and not only named.
    pub is_asked: bool,
}

/// What is known of the people of a calendar and of a journal.
pub(super) struct Circle<'a> {
    people: Vec<Known<'a>>,
    /// The addresses of whose calendar it is.
    own: HashSet<String>,
    /// Names of theirs, folded.
    own_names: HashSet<String>,
}

struct Known<'a> {
    person: &'a Person,
    words: Vec<String>,
    /// Whether nobody else has the same first name.
    alone: bool,
}

/// How people write that it is a one-on-one, without signs.
const ONE_ON_ONE: [&[&str]; 9] = [
    &["1", "1"],
    &["1on1"],
    &["1", "on", "1"],
    &["121"],
    &["1to1"],
    &["1", "to", "1"],
    &["one", "on", "one"],
    &["one", "to", "one"],
    &["o3"],
];

/// Words beside a name that say no more than that people meet.
const FILLERS: [&str; 45] = [
    "with",
    "w",
    "and",
    "und",
    "mit",
    "et",
    "avec",
    "con",
    "y",
    "e",
    "x",
    "meeting",
    "meet",
    "meets",
    "sync",
    "catch",
    "up",
    "catchup",
    "check",
    "in",
    "checkin",
    "weekly",
    "biweekly",
    "bi",
    "fortnightly",
    "monthly",
    "regular",
    "coffee",
    "lunch",
    "walk",
    "chat",
    "talk",
    "call",
    "zoom",
    "teams",
    "jour",
    "fixe",
    "jf",
    "touchpoint",
    "touch",
    "base",
    "my",
    "the",
    "re",
    "fwd",
];

impl<'a> Circle<'a> {
    /// Looks through a calendar for whose it is.
    pub fn of(contents: &Contents, people: &'a [Person]) -> Self {
        let words: Vec<Vec<String>> = people.iter().map(|person| words(&person.profile.name)).collect();
        let first = |words: &[String]| words.first().cloned();
        let people = people.iter().zip(&words).map(|(person, of)| Known {
            person,
            alone: words.iter().filter(|other| first(other) == first(of)).count() == 1,
            words: of.clone(),
        });
        let mut circle = Self { people: people.collect(), own: HashSet::new(), own_names: HashSet::new() };
        circle.find_yourself(contents);
        circle
    }

    /// Who is in the most events is whose calendar it is; a calendar that is called by an address says it itself.
    fn find_yourself(&mut self, contents: &Contents) {
        let name = contents.name.trim().to_lowercase();
        let mut counts: HashMap<&str, (usize, &str)> = HashMap::with_capacity(contents.events.len());
        for guest in contents.events.iter().flat_map(|event| &event.guests).filter(|guest| !guest.address.is_empty()) {
            let (count, called) = counts.entry(&guest.address).or_default();
            *count += 1;
            if called.is_empty() {
                *called = &guest.name;
            }
        }
        let most = counts.values().map(|(count, _)| *count).max().unwrap_or(0);
        let mut leading = counts.iter().filter(|(_, (count, _))| *count == most);
        let by_count = leading.next().filter(|_| most >= 2 && leading.next().is_none()).map(|(address, _)| *address);
        let own = if name.contains('@') { Some(name.as_str()) } else { by_count };
        if let Some(own) = own {
            if let Some((_, called)) = counts.get(own) {
                self.add_yourself(called);
            }
            self.add_yourself(&name_of_address(own).unwrap_or_default());
            self.own.insert(own.to_owned());
        }
        if !name.contains('@') && self.known(&contents.name).is_none() {
            self.add_yourself(&contents.name);
        }
        // Who stands in the titles of one-on-ones with different people is yourself.
        let mut beside: HashMap<String, HashSet<String>> = HashMap::new();
        for event in contents.events.iter().take(20_000) {
            if let [a, b] = named_in(&event.summary).as_slice() {
                beside.entry(fold(a)).or_default().insert(fold(b));
                beside.entry(fold(b)).or_default().insert(fold(a));
            }
        }
        let found = beside.into_iter().filter(|(_, others)| others.len() >= 2).max_by_key(|(_, others)| others.len());
        if let Some((name, _)) = found.filter(|(name, _)| self.known(name).is_none()) {
            self.own_names.insert(name);
        }
    }

    fn add_yourself(&mut self, name: &str) {
        let words = words(name);
        let first = words.first().cloned();
        self.own_names.extend(first.into_iter().chain((!words.is_empty()).then(|| words.join(" "))));
    }

    /// With whom an event is.
    pub fn meeting(&self, event: &Event) -> Meeting {
        let says_so = says_one_on_one(&event.summary);
        let among_guests = self.among_guests(event, says_so);
        let is_asked = among_guests.is_some();
        let with = among_guests.unwrap_or_else(|| self.in_title(&event.summary, says_so));
        Meeting { with, says_so, is_asked }
    }

    /// By who takes part; `None` where only yourself does, or nobody is named.
    fn among_guests(&self, event: &Event, says_so: bool) -> Option<With> {
        let (own, others): (Vec<&Guest>, Vec<&Guest>) = event.guests.iter().partition(|guest| self.is_own(guest));
        if self.is_declined(event) {
            return Some(With::Declined);
        }
        let known: Vec<usize> = others.iter().filter_map(|guest| self.known_guest(guest)).collect();
        match (others.as_slice(), known.as_slice()) {
            ([], _) => None,
            ([_], [known]) => Some(With::Known(*known)),
            ([guest], []) if says_so => Some(name_of(guest).map_or(With::Nobody, With::New)),
            // Again and again the two of you alone.
            ([guest], []) if !own.is_empty() && !event.rules.is_empty() => Some(self.again_with(guest, &event.summary)),
            ([_], _) => Some(With::Nobody),
            // Nobody said which of the two is yourself.
            ([_, _], [known]) if own.is_empty() => Some(With::Known(*known)),
            ([_, _], []) if own.is_empty() && says_so => Some(With::WhichIsYou),
            ([_, _], []) if own.is_empty() => Some(With::Nobody),
            (_, []) => Some(if says_so { With::Group } else { With::Nobody }),
            _ => Some(With::Group),
        }
    }

    /// Somebody new whom you meet again and again, where the title says nothing else.
    fn again_with(&self, guest: &Guest, title: &str) -> With {
        let Some(name) = name_of(guest) else { return With::Nobody };
        if self.says_no_more(&words(title), &words(&name)) { With::New(name) } else { With::Unclear }
    }

    /// Whether a title has nothing but a name, yours, and words about meeting.
    fn says_no_more(&self, title: &[String], name: &[String]) -> bool {
        let is_own = |word: &String| self.own_names.iter().any(|own| own.split(' ').any(|own| own == word));
        title.iter().all(|word| {
            name.contains(word)
                || FILLERS.contains(&word.as_str())
                || ONE_WORDS.contains(&word.as_str())
                || word == "s"
                || word.chars().all(|c| c.is_ascii_digit())
                || is_own(word)
        })
    }

    fn in_title(&self, title: &str, says_so: bool) -> With {
        // What is in brackets is about something else.
        let title = title.split(['(', '[']).next().filter(|title| !named_in(title).is_empty()).unwrap_or(title);
        let in_title = words(title);
        let mut known: Vec<usize> = Vec::new();
        for (place, one) in self.people.iter().enumerate() {
            let first = one
                .words
                .get(..1)
                .filter(|_| one.alone && one.words.first().is_some_and(|word| word.chars().count() > 1));
            if holds(&in_title, &one.words) || first.is_some_and(|first| holds(&in_title, first)) {
                known.push(place);
            }
        }
        match known.as_slice() {
            [] if !says_so => With::Nobody,
            [] if in_title.iter().any(|word| NO_MEETING.contains(&word.as_str())) => With::Unclear,
            [] => self.new_in_title(title),
            [one] => {
                let of = self.people.get(*one).map(|one| one.words.as_slice()).unwrap_or_default();
                let two = named_in(title).len() == 2 && title.contains(['/', '<', '↔', '⇄']);
                if self.says_no_more(&in_title, of) || two { With::Known(*one) } else { With::Unclear }
            }
            _ if says_so => With::Group,
            _ => With::Unclear,
        }
    }

    /// Somebody new, by a title as “Dana / Alex 1:1”.
    fn new_in_title(&self, title: &str) -> With {
        let named = named_in(title);
        let mut others = named.iter().filter(|name| !self.own_names.contains(&fold(name)));
        match (others.next(), others.next(), others.next()) {
            (Some(one), None, _) => With::New(one.clone()),
            (Some(_), Some(_), None) if named.len() == 2 => With::WhichIsYou,
            (Some(_), Some(_), _) => With::Group,
            (None, ..) => With::Unclear,
        }
    }

    /// Whether you said no to it.
    pub fn is_declined(&self, event: &Event) -> bool {
        event.guests.iter().any(|guest| guest.declined && self.is_own(guest))
    }

    fn is_own(&self, guest: &Guest) -> bool {
        if guest.address.is_empty() {
            let name = words(&guest.name);
            name.len() > 1 && self.own_names.contains(&name.join(" "))
        } else {
            self.own.contains(&guest.address)
        }
    }

    fn known_guest(&self, guest: &Guest) -> Option<usize> {
        let name = readable_name(guest);
        self.known(&name).or_else(|| {
            let (local, _) = guest.address.split_once('@')?;
            self.known(&local.replace(['.', '_', '-'], " ")).or_else(|| {
                // As in dwhitfield@ or danaw@.
                let mut fits = self.people.iter().enumerate().filter(|(_, one)| match one.words.as_slice() {
                    [first, .., last] => {
                        let start = |word: &str| word.chars().next().map(String::from).unwrap_or_default();
                        let local = fold(local);
                        local == start(first) + last
                            || local == first.clone() + &start(last)
                            || local == first.clone() + last
                    }
                    _ => false,
                });
                fits.next().filter(|_| fits.next().is_none()).map(|(place, _)| place)
            })
        })
    }

    /// Who of the journal has this name, whole or a part of it that nobody else has.
    fn known(&self, name: &str) -> Option<usize> {
        let said = words(name);
        if said.is_empty() {
            return None;
        }
        let one = |fits: &dyn Fn(&Known<'_>) -> bool| {
            let mut found = self.people.iter().enumerate().filter(|(_, one)| !one.words.is_empty() && fits(one));
            found.next().filter(|_| found.next().is_none()).map(|(place, _)| place)
        };
        one(&|one| one.words == said)
            .or_else(|| one(&|one| one.words.len() > 1 && one.words.iter().all(|word| said.contains(word))))
            .or_else(|| one(&|one| one.alone && one.words.len() == 1 && one.words.first() == said.first()))
            .or_else(|| one(&|one| one.alone && said.len() == 1 && one.words.first() == said.first()))
    }

    /// A person of the journal.
    pub fn person(&self, place: usize) -> Option<&'a Person> {
        self.people.get(place).map(|one| one.person)
    }
}

/// The words of a text, folded, without signs.
fn words(text: &str) -> Vec<String> {
    fold(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether the words stand there one after the other.
fn holds(all: &[String], wanted: &[String]) -> bool {
    !wanted.is_empty() && all.windows(wanted.len()).any(|some| some == wanted)
}

fn says_one_on_one(title: &str) -> bool {
    let all = words(title);
    ONE_ON_ONE.iter().any(|wanted| all.windows(wanted.len()).any(|some| some == *wanted))
}

/// The names that a title is made of: what is left between the signs without “1:1” and the words about meeting.
fn named_in(title: &str) -> Vec<String> {
    let mut names = Vec::new();
    let signs = |c: char| matches!(c, '/' | '<' | '>' | '&' | '+' | '|' | ':' | '–' | '—' | ',' | '↔' | '⇄');
    // What is in brackets is about something else.
    let title = title.split(['(', '[']).next().unwrap_or(title);
    for part in title.split(signs) {
        let mut name: Vec<&str> = Vec::new();
        let mut parts: Vec<String> = Vec::new();
        for word in part.split_whitespace() {
            let folded = words(word);
            let is_filler = folded.is_empty()
                || folded.iter().all(|word| {
                    FILLERS.contains(&word.as_str())
                        || word.chars().all(|c| c.is_ascii_digit())
                        || ONE_WORDS.contains(&word.as_str())
                });
            let is_name = word.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
            if is_filler || !is_name {
                parts.push(name.join(" "));
                name.clear();
            }
            if !is_filler && !is_name {
                // It is about something: no title made of names.
                return Vec::new();
            }
            if !is_filler {
                name.push(word);
            }
        }
        parts.push(name.join(" "));
        names.extend(parts.into_iter().filter(|name| !name.is_empty()));
    }
    names.retain(|name| name.split_whitespace().count() <= 4);
    let mut seen = HashSet::new();
    names.retain(|name| seen.insert(fold(name)));
    names.into_iter().map(|name| without_ending(&name)).collect()
}

/// The words of “1:1” that are not digits.
const ONE_WORDS: [&str; 6] = ["one", "on", "to", "1on1", "o3", "1to1"];

/// Words of time that you keep for yourself around a meeting.
const NO_MEETING: [&str; 12] = [
    "prep",
    "prepare",
    "preparation",
    "preparing",
    "hold",
    "block",
    "blocked",
    "placeholder",
    "debrief",
    "notes",
    "vorbereitung",
    "vorbereiten",
];

/// “Dana’s” is Dana.
fn without_ending(name: &str) -> String {
    let name = name.trim_end_matches(|c: char| !c.is_alphanumeric());
    ["'s", "’s"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name).to_owned()
}

/// The name of a guest in the order in which it is spoken.
fn readable_name(guest: &Guest) -> String {
    let name = guest.name.trim().trim_matches(['\'', '"']);
    if name.contains('@') {
        return String::new();
    }
    names::spoken(name)
}

fn name_of(guest: &Guest) -> Option<String> {
    let name = readable_name(guest);
    let name = if name.is_empty() { name_of_address(&guest.address)? } else { name };
    clean_name(&name).ok()
}

/// `dana.whitfield@example.org` is Dana Whitfield, most likely.
fn name_of_address(address: &str) -> Option<String> {
    let (local, _) = address.split_once('@')?;
    let local = local.split('+').next().unwrap_or(local);
    let words = local.split(['.', '_', '-']).map(|word| word.trim_matches(|c: char| c.is_ascii_digit()));
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_uppercase().chain(chars).collect::<String>())
    };
    let name: Vec<String> = words.filter_map(capital).collect();
    (!name.is_empty()).then(|| name.join(" "))
}
