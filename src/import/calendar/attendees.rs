//! Matches the attendees and the title of an event to one person.

use std::collections::{HashMap, HashSet};

use super::event::{Attendee, CalendarData, Event};
use crate::{
    domain::{
        name::{clean_name, normalize_name},
        person::Person,
    },
    import::{
        one_on_one_words::{ONE_ON_ONE_PHRASES, ONE_ON_ONE_WORDS},
        person_name,
    },
};

/// Whom an event is with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Counterpart {
    /// A person of the journal, by index.
    Existing(usize),
    /// Somebody new, by name.
    New(String),
    /// Three people or more.
    Group,
    /// The leader declined.
    Declined,
    /// Somebody is named, but it does not look like a one-on-one.
    Unclear,
    /// It names two people, and it is unclear which of them is the leader.
    AmbiguousSelf,
    /// Nobody relevant.
    Nobody,
}

/// Whom an event is with, and how much it looks like a one-on-one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MeetingMatch {
    pub counterpart: Counterpart,
    /// Whether it calls itself one: “1:1”, “one on one”.
    pub is_explicit: bool,
    /// Whether they are invited, not only named in the title.
    pub is_invited: bool,
}

/// Knows the people of the journal and the owner of the calendar.
pub(super) struct AttendeeMatcher<'a> {
    people: Vec<KnownPerson<'a>>,
    /// Addresses of the owner.
    own_addresses: HashSet<String>,
    /// Normalised names of the owner.
    own_names: HashSet<String>,
}

struct KnownPerson<'a> {
    person: &'a Person,
    name_words: Vec<String>,
    /// Whether nobody else has this first name.
    has_unique_first_name: bool,
}

/// Words beside a name that only say that people meet.
const FILLER_WORDS: [&str; 45] = [
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

impl<'a> AttendeeMatcher<'a> {
    /// Finds the owner of the calendar.
    pub fn new(calendar: &CalendarData, people: &'a [Person]) -> Self {
        let words: Vec<Vec<String>> = people.iter().map(|person| split_words(&person.profile.name)).collect();
        let first = |words: &[String]| words.first().cloned();
        let people = people.iter().zip(&words).map(|(person, of)| KnownPerson {
            person,
            has_unique_first_name: words.iter().filter(|other| first(other) == first(of)).count() == 1,
            name_words: of.clone(),
        });
        let mut circle = Self { people: people.collect(), own_addresses: HashSet::new(), own_names: HashSet::new() };
        circle.identify_owner(calendar);
        circle
    }

    /// The owner is who takes part in most events; a calendar that is named after an address tells
    /// it directly.
    fn identify_owner(&mut self, calendar: &CalendarData) {
        let name = calendar.name.trim().to_lowercase();
        let mut counts: HashMap<&str, (usize, &str)> = HashMap::with_capacity(calendar.events.len());
        for guest in calendar.events.iter().flat_map(|event| &event.attendees).filter(|guest| !guest.address.is_empty())
        {
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
                self.add_own_name(called);
            }
            self.add_own_name(&name_from_address(own).unwrap_or_default());
            self.own_addresses.insert(own.to_owned());
        }
        if !name.contains('@') && self.find_person(&calendar.name).is_none() {
            self.add_own_name(&calendar.name);
        }
        // Who is in the titles of one-on-ones with different people is the owner.
        let mut beside: HashMap<String, HashSet<String>> = HashMap::new();
        for event in calendar.events.iter().take(20_000) {
            if let [a, b] = names_in_title(&event.summary).as_slice() {
                beside.entry(normalize_name(a)).or_default().insert(normalize_name(b));
                beside.entry(normalize_name(b)).or_default().insert(normalize_name(a));
            }
        }
        let found = beside.into_iter().filter(|(_, others)| others.len() >= 2).max_by_key(|(_, others)| others.len());
        if let Some((name, _)) = found.filter(|(name, _)| self.find_person(name).is_none()) {
            self.own_names.insert(name);
        }
    }

    fn add_own_name(&mut self, name: &str) {
        let words = split_words(name);
        let first = words.first().cloned();
        self.own_names.extend(first.into_iter().chain((!words.is_empty()).then(|| words.join(" "))));
    }

    /// Matches an event.
    pub fn match_event(&self, event: &Event) -> MeetingMatch {
        let says_so = mentions_one_on_one(&event.summary);
        let among_guests = self.match_attendees(event, says_so);
        let is_asked = among_guests.is_some();
        let with = among_guests.unwrap_or_else(|| self.match_title(&event.summary, says_so));
        MeetingMatch { counterpart: with, is_explicit: says_so, is_invited: is_asked }
    }

    /// Matches by attendees; `None` if there is only the owner, or nobody.
    fn match_attendees(&self, event: &Event, is_explicit: bool) -> Option<Counterpart> {
        let (own, others): (Vec<&Attendee>, Vec<&Attendee>) =
            event.attendees.iter().partition(|guest| self.is_own(guest));
        if self.is_declined(event) {
            return Some(Counterpart::Declined);
        }
        let known: Vec<usize> = others.iter().filter_map(|guest| self.find_attendee(guest)).collect();
        match (others.as_slice(), known.as_slice()) {
            ([], _) => None,
            ([_], [known]) => Some(Counterpart::Existing(*known)),
            ([guest], []) if is_explicit => Some(attendee_name(guest).map_or(Counterpart::Nobody, Counterpart::New)),
            // A recurring event of only the two.
            ([guest], []) if !own.is_empty() && !event.rrules.is_empty() => {
                Some(self.match_recurring(guest, &event.summary))
            }
            ([_], _) => Some(Counterpart::Nobody),
            // Neither of the two is known to be the owner.
            ([_, _], [known]) if own.is_empty() => Some(Counterpart::Existing(*known)),
            ([_, _], []) if own.is_empty() && is_explicit => Some(Counterpart::AmbiguousSelf),
            ([_, _], []) if own.is_empty() => Some(Counterpart::Nobody),
            (_, []) => Some(if is_explicit { Counterpart::Group } else { Counterpart::Nobody }),
            _ => Some(Counterpart::Group),
        }
    }

    /// Somebody new with recurring events, where the title says nothing else.
    fn match_recurring(&self, attendee: &Attendee, title: &str) -> Counterpart {
        let Some(name) = attendee_name(attendee) else { return Counterpart::Nobody };
        if self.has_only_filler(&split_words(title), &split_words(&name)) {
            Counterpart::New(name)
        } else {
            Counterpart::Unclear
        }
    }

    /// Whether a title consists of a name, the owner's name, and words about meeting.
    fn has_only_filler(&self, title: &[String], name: &[String]) -> bool {
        let is_own = |word: &String| self.own_names.iter().any(|own| own.split(' ').any(|own| own == word));
        title.iter().all(|word| {
            name.contains(word)
                || FILLER_WORDS.contains(&word.as_str())
                || ONE_ON_ONE_WORDS.contains(&word.as_str())
                || word == "s"
                || word.chars().all(|c| c.is_ascii_digit())
                || is_own(word)
        })
    }

    fn match_title(&self, title: &str, is_explicit: bool) -> Counterpart {
        // Text in brackets is about something else.
        let title = title.split(['(', '[']).next().filter(|title| !names_in_title(title).is_empty()).unwrap_or(title);
        let in_title = split_words(title);
        let mut known: Vec<usize> = Vec::new();
        for (index, one) in self.people.iter().enumerate() {
            let first = one.name_words.get(..1).filter(|_| {
                one.has_unique_first_name && one.name_words.first().is_some_and(|word| word.chars().count() > 1)
            });
            if contains_words(&in_title, &one.name_words) || first.is_some_and(|first| contains_words(&in_title, first))
            {
                known.push(index);
            }
        }
        match known.as_slice() {
            [] if !is_explicit => Counterpart::Nobody,
            [] if in_title.iter().any(|word| BLOCKED_TIME_WORDS.contains(&word.as_str())) => Counterpart::Unclear,
            [] => self.match_new_in_title(title),
            [one] => {
                let of = self.people.get(*one).map(|one| one.name_words.as_slice()).unwrap_or_default();
                let two = names_in_title(title).len() == 2 && title.contains(['/', '<', '↔', '⇄']);
                if self.has_only_filler(&in_title, of) || two {
                    Counterpart::Existing(*one)
                } else {
                    Counterpart::Unclear
                }
            }
            _ if is_explicit => Counterpart::Group,
            _ => Counterpart::Unclear,
        }
    }

    /// Somebody new, by a title such as “Dana / Alex 1:1”.
    fn match_new_in_title(&self, title: &str) -> Counterpart {
        let named = names_in_title(title);
        let mut others = named.iter().filter(|name| !self.own_names.contains(&normalize_name(name)));
        match (others.next(), others.next(), others.next()) {
            (Some(one), None, _) => Counterpart::New(one.clone()),
            (Some(_), Some(_), None) if named.len() == 2 => Counterpart::AmbiguousSelf,
            (Some(_), Some(_), _) => Counterpart::Group,
            (None, ..) => Counterpart::Unclear,
        }
    }

    /// Whether the owner declined.
    pub fn is_declined(&self, event: &Event) -> bool {
        event.attendees.iter().any(|guest| guest.declined && self.is_own(guest))
    }

    fn is_own(&self, attendee: &Attendee) -> bool {
        if attendee.address.is_empty() {
            let name = split_words(&attendee.name);
            name.len() > 1 && self.own_names.contains(&name.join(" "))
        } else {
            self.own_addresses.contains(&attendee.address)
        }
    }

    fn find_attendee(&self, attendee: &Attendee) -> Option<usize> {
        let name = display_name(attendee);
        self.find_person(&name).or_else(|| {
            let (local, _) = attendee.address.split_once('@')?;
            self.find_person(&local.replace(['.', '_', '-'], " ")).or_else(|| {
                // As in dwhitfield@ or danaw@.
                let mut fits = self.people.iter().enumerate().filter(|(_, one)| match one.name_words.as_slice() {
                    [first, .., last] => {
                        let start = |word: &str| word.chars().next().map(String::from).unwrap_or_default();
                        let local = normalize_name(local);
                        local == start(first) + last
                            || local == first.clone() + &start(last)
                            || local == first.clone() + last
                    }
                    _ => false,
                });
                fits.next().filter(|_| fits.next().is_none()).map(|(index, _)| index)
            })
        })
    }

    /// The person of the journal with this name, or with a part of it that nobody else has.
    fn find_person(&self, name: &str) -> Option<usize> {
        let spelled = split_words(name);
        if spelled.is_empty() {
            return None;
        }
        let one = |fits: &dyn Fn(&KnownPerson<'_>) -> bool| {
            let mut found = self.people.iter().enumerate().filter(|(_, one)| !one.name_words.is_empty() && fits(one));
            found.next().filter(|_| found.next().is_none()).map(|(index, _)| index)
        };
        one(&|one| one.name_words == spelled)
            .or_else(|| {
                one(&|one| one.name_words.len() > 1 && one.name_words.iter().all(|word| spelled.contains(word)))
            })
            .or_else(|| {
                one(&|one| {
                    one.has_unique_first_name && one.name_words.len() == 1 && one.name_words.first() == spelled.first()
                })
            })
            .or_else(|| {
                one(&|one| one.has_unique_first_name && spelled.len() == 1 && one.name_words.first() == spelled.first())
            })
    }

    /// A person of the journal, by index.
    pub fn person(&self, index: usize) -> Option<&'a Person> {
        self.people.get(index).map(|one| one.person)
    }
}

/// The normalised words of a text, without punctuation.
fn split_words(text: &str) -> Vec<String> {
    normalize_name(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether `words` occur in `all` as a sequence.
fn contains_words(all: &[String], words: &[String]) -> bool {
    !words.is_empty() && all.windows(words.len()).any(|some| some == words)
}

fn mentions_one_on_one(title: &str) -> bool {
    let all = split_words(title);
    ONE_ON_ONE_PHRASES.iter().any(|phrase| all.windows(phrase.len()).any(|some| some == *phrase))
}

/// The names in a title: what is left without “1:1” and words about meeting.
fn names_in_title(title: &str) -> Vec<String> {
    let mut names = Vec::new();
    let signs = |c: char| matches!(c, '/' | '<' | '>' | '&' | '+' | '|' | ':' | '–' | '—' | ',' | '↔' | '⇄');
    // Text in brackets is about something else.
    let title = title.split(['(', '[']).next().unwrap_or(title);
    for part in title.split(signs) {
        let mut name: Vec<&str> = Vec::new();
        let mut parts: Vec<String> = Vec::new();
        for word in part.split_whitespace() {
            let words = split_words(word);
            let is_filler = words.is_empty()
                || words.iter().all(|word| {
                    FILLER_WORDS.contains(&word.as_str())
                        || word.chars().all(|c| c.is_ascii_digit())
                        || ONE_ON_ONE_WORDS.contains(&word.as_str())
                });
            let is_name = word.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
            if is_filler || !is_name {
                parts.push(name.join(" "));
                name.clear();
            }
            if !is_filler && !is_name {
                // Other words: the title is about something, and not made of names.
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
    names.retain(|name| seen.insert(normalize_name(name)));
    names.into_iter().map(|name| strip_possessive(&name)).collect()
}

/// Words for time that the owner blocks around a meeting.
const BLOCKED_TIME_WORDS: [&str; 12] = [
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
fn strip_possessive(name: &str) -> String {
    let name = name.trim_end_matches(|c: char| !c.is_alphanumeric());
    ["'s", "’s"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name).to_owned()
}

/// The name of an attendee, given name first.
fn display_name(attendee: &Attendee) -> String {
    let name = attendee.name.trim().trim_matches(['\'', '"']);
    if name.contains('@') {
        return String::new();
    }
    person_name::given_name_first(name)
}

fn attendee_name(attendee: &Attendee) -> Option<String> {
    let name = display_name(attendee);
    let name = if name.is_empty() { name_from_address(&attendee.address)? } else { name };
    clean_name(&name).ok()
}

/// The likely name of `dana.whitfield@example.org`: Dana Whitfield.
fn name_from_address(address: &str) -> Option<String> {
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
