//! A hit as the list of results shows it: prepared once, when its row is first seen.

use jiff::civil::Date;

use crate::{
    domain::{
        entry::Detail,
        id::PersonId,
        markdown::{hidden_addresses, to_plain_text},
        search::query::Query,
    },
    store::{Record, SearchHit},
    ui::{
        action::{Action, DialogRequest, FoundPlace, Navigation},
        marked_text::MarkedText,
        route::{Route, Tab},
    },
    wording::search_hit::{describe_entry, excerpt_around, labelled_texts},
};

/// About three lines of text.
const MAX_CHARS: usize = 240;
/// One line of a text beside the main one.
const MAX_OTHER_CHARS: usize = 110;

/// The texts of a row.
pub(super) struct PreparedHit {
    pub main: MarkedText,
    /// The line that matches outside the main text: "Lately: on call two weeks running".
    pub other: Option<MarkedText>,
    /// Where it was written, and what became of it.
    pub meta: String,
    pub day: String,
    /// The accessible name.
    pub name: String,
}

impl PreparedHit {
    pub(super) fn new(hit: &SearchHit, query: &Query, person: &str, today: Date) -> Self {
        let text = main_text(hit);
        let marks = query.match_ranges(&text);
        let has_all = query.required_terms().is_empty() || query.matches_words(&[&text]);
        let other = if has_all { None } else { other_match(hit, query) };
        let (text, marks) = excerpt_around(&text, &marks, MAX_CHARS);
        let meta = match &hit.record {
            Record::Entry(entry) => describe_entry(entry, today),
            Record::Review(review) => review.period().label(),
            _ => String::new(),
        };
        let day = hit.day.strftime("%-d %b %Y").to_string();
        let about = if person.is_empty() { String::new() } else { format!(", {person}") };
        let name = format!("{}: {text}{about}, {day}", hit.kind.label());
        Self { main: MarkedText { text, marks }, other, meta, day, name }
    }
}

/// The main text; of a check-in without a line, how close the goal felt.
pub(super) fn main_text(hit: &SearchHit) -> String {
    let text = to_plain_text(hit.text());
    match &hit.record {
        Record::Entry(entry) if text.is_empty() => match &entry.detail {
            Detail::CheckIn(check_in) => format!("{} of 5", u8::from(check_in.closeness)),
            _ => text,
        },
        Record::Person(person) if text.is_empty() => person.profile.name.clone(),
        _ => text,
    }
}

fn other_match(hit: &SearchHit, query: &Query) -> Option<MarkedText> {
    let texts: Vec<(&'static str, &str)> = match &hit.record {
        Record::Entry(entry) => labelled_texts(entry),
        Record::Person(person) => vec![("Role", &person.profile.role), ("Team", &person.profile.team)],
        _ => Vec::new(),
    };
    // Where a link leads is shown only if nothing else has the words.
    let addresses = std::iter::once(hit.text()).chain(texts.iter().map(|(_, text)| *text)).flat_map(hidden_addresses);
    let addresses: Vec<(&'static str, String)> = addresses.map(|address| ("Link", address)).collect();
    let plain = texts.iter().map(|(label, text)| (*label, to_plain_text(text)));
    plain.chain(addresses).find_map(|(label, text)| {
        let marks = query.match_ranges(&text);
        if marks.is_empty() {
            return None;
        }
        let (excerpt, marks) = excerpt_around(&text, &marks, MAX_OTHER_CHARS);
        let lead = label.chars().count() + 2;
        let marks = marks.into_iter().map(|range| range.start + lead..range.end + lead).collect();
        Some(MarkedText { text: format!("{label}: {excerpt}"), marks })
    })
}

/// The number that stays with a hit, whatever its place among the results.
pub(super) fn key(hit: &SearchHit) -> u64 {
    let bits = |uid: crate::domain::id::Uid| uid.0.as_u64_pair().1 >> 1;
    match &hit.record {
        Record::Entry(entry) => entry.id.0.unsigned_abs(),
        Record::Need(need) => bits(need.uid),
        Record::OneOnOne(one_on_one) => bits(one_on_one.uid),
        Record::Person(person) => bits(person.uid),
        Record::SelfCheck(check) => bits(check.uid),
        Record::Intention(intention) => bits(intention.uid),
        Record::Review(review) => bits(review.uid),
        Record::Question(_) | Record::AskedQuestion(_) | Record::Template(_) => 0,
    }
}

/// Where a hit is in the window; none for what has no place in it.
pub fn navigation(hit: &SearchHit) -> Option<Navigation> {
    Some(match (&hit.record, hit.person) {
        (Record::Entry(entry), _) => Navigation::OpenEntry(entry.person, entry.id),
        (Record::Review(review), Some(person)) => Navigation::OpenReview(person, review.uid),
        (Record::SelfCheck(_) | Record::Intention(_), _) => Navigation::OpenPage(Route::Reflect),
        (_, Some(person)) => Navigation::OpenPage(Route::Person(person, Tab::Prepare)),
        (_, None) => return None,
    })
}

/// What opens a hit. Its words are marked there.
pub(super) fn open(hit: &SearchHit, words: &str) -> Option<Action> {
    if let (Record::Entry(entry), Some(person)) = (&hit.record, hit.person)
        && entry.trashed_at.is_some()
    {
        return Some(trash_of(person));
    }
    let navigation = navigation(hit)?;
    Some(Action::OpenFound(FoundPlace { navigation, words: words.to_owned() }))
}

fn trash_of(person: PersonId) -> Action {
    DialogRequest::Trash(person).into()
}
