//! What the palette lists for a line: a jot, people, commands and entries, best first.

use std::ops::Range;

use jiff::civil::Date;

use super::{
    PaletteHistory,
    entry_search::EntryQuery,
    fuzzy::{FuzzyMatch, FuzzyMatcher},
    jot::{Jot, ParsedLine},
};
use crate::{
    domain::{
        entry::{Entry, kind::Kind},
        id::PersonId,
        markdown::to_plain_text,
        name::initials,
        person::Person,
        text_cleaning::quote_input,
    },
    store::PersonSummary,
    ui::{
        action::{Action, Navigation},
        command::{Command, Run},
        icons,
        person_style::avatar_colour,
        route::{Route, Tab},
        screen_context::ScreenContext,
        shortcut::Shortcut,
    },
    wording::{date::format_short_date, next_meeting, quick_jot, text::capitalize},
};

/// The most rows. More would not be read, but typed over.
pub(super) const MAX_ROWS: usize = 9;
/// The most people and commands above entries that were found.
const MAX_NAMED: usize = 4;
/// Fewer letters would find nearly everything. Scripts without letters need one.
const MIN_SEARCHED_CHARS: usize = 2;
/// The rows of each sort while nothing is typed.
const RECENT_PEOPLE: usize = 3;
const RECENT_ENTRIES: u32 = 4;
const RECENT_COMMANDS: usize = 2;

/// What stands before the text of a row.
#[derive(Clone)]
pub(super) enum Lead {
    /// The avatar of a person.
    Avatar { initials: String, colour: usize },
    /// The chip of a kind.
    Kind(Kind),
    /// An icon.
    Icon(&'static str),
    /// The name of a record that is no entry.
    Word(&'static str),
}

/// What a row does.
#[derive(Clone)]
pub(super) enum Choice {
    /// Saves an entry.
    Jot,
    /// Dispatches these in their order.
    Run(Vec<Action>),
}

/// A row of the list.
#[derive(Clone)]
pub(super) struct ResultRow {
    pub lead: Lead,
    pub text: String,
    /// What matches in the text, in characters.
    pub matches: Vec<Range<usize>>,
    /// What stands at the end.
    pub note: String,
    /// The shortcut at the end.
    pub shortcut: Option<Shortcut>,
    /// What it is, for screen readers.
    pub sort: &'static str,
    pub choice: Choice,
    /// The name of the command, to be listed among the recent ones.
    pub command: Option<&'static str>,
}

impl ResultRow {
    /// Whether another row is about the same.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.sort == other.sort && self.text == other.text && self.note == other.note
    }
}

/// What the rows are found among.
pub struct PaletteSources<'a> {
    /// Everybody, archived people included.
    pub people: &'a [PersonSummary],
    /// The person of the page.
    pub current: Option<PersonId>,
    /// The tab that is shown.
    pub tab: Option<Tab>,
    /// Whether a one-on-one with the person of the page is going on.
    pub is_meeting: bool,
}

impl<'a> PaletteSources<'a> {
    fn current_person(&self) -> Option<&'a Person> {
        self.people.iter().map(|summary| &summary.person).find(|person| Some(person.id) == self.current)
    }
}

/// What was found for a line.
#[derive(Default)]
pub(super) struct Results {
    pub rows: Vec<ResultRow>,
    /// The entry that the line can become.
    pub jot: Option<Jot>,
    /// Whether the entries that were found come first.
    pub begins_with_entries: bool,
}

/// Finds the rows for a line, with those of the entries that were found.
pub(super) fn find(
    text: &str,
    line: ParsedLine<'_>,
    entries: &[ResultRow],
    commands: &[Command],
    sources: &PaletteSources<'_>,
    history: &PaletteHistory,
    screen: &mut ScreenContext<'_>,
) -> Results {
    if text.trim().is_empty() {
        let rows = recent_rows(commands, sources, history, screen);
        return Results { rows, jot: None, begins_with_entries: false };
    }
    let mut rows = Vec::new();
    if let Some(jot) = line.jot.as_ref().filter(|jot| jot.has_prefix) {
        rows.push(jot_row(jot, screen.today));
    }
    let mut named = named_rows(text, &line, commands, sources, screen.today);
    named.truncate(if entries.is_empty() { MAX_ROWS } else { MAX_NAMED });
    let search = search_row(&line);
    let entries = entries.iter().cloned();
    // A name followed by words searches that person.
    let begins_with_entries = line.named.is_some();
    if begins_with_entries {
        rows.extend(entries.chain(named));
        rows.truncate(MAX_ROWS - 1);
        rows.extend(search);
    } else {
        rows.extend(named.into_iter().chain(search).chain(entries));
        rows.truncate(MAX_ROWS);
    }
    Results { rows, jot: line.jot, begins_with_entries }
}

/// People and commands, by how well they match.
fn named_rows(
    text: &str,
    line: &ParsedLine<'_>,
    commands: &[Command],
    sources: &PaletteSources<'_>,
    today: Date,
) -> Vec<ResultRow> {
    let mut scored: Vec<(u32, ResultRow)> = Vec::new();
    if let Some(person) = line.named {
        let mut matcher = FuzzyMatcher::of_phrase(line.words);
        let about_person = commands.iter().filter(|command| command.run.needs_person());
        scored.extend(about_person.filter_map(|command| {
            let found = match_command(&mut matcher, command)?;
            Some((found.score, command_row(command, Some(person), sources, found.ranges)?))
        }));
    }
    let mut matcher = FuzzyMatcher::of_words(text);
    let current = sources.current_person();
    for summary in sources.people {
        if let Some(found) = match_person(&mut matcher, &summary.person) {
            scored.push((found.score, person_row(summary, today, found.ranges)));
        }
    }
    let mut matcher = FuzzyMatcher::of_phrase(text);
    scored.extend(commands.iter().filter_map(|command| {
        let found = match_command(&mut matcher, command)?;
        Some((found.score, command_row(command, current, sources, found.ranges)?))
    }));
    // Stable: people come before commands that match as well, and commands in their own order.
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    scored.into_iter().map(|(_, row)| row).collect()
}

/// What is searched for among everything that was ever written, about the person that was named, or
/// about anyone.
pub(super) fn entry_query(line: &ParsedLine<'_>) -> Option<EntryQuery> {
    let is_enough = line.words.chars().count() >= MIN_SEARCHED_CHARS || !line.words.is_ascii();
    if !is_enough || line.jot.as_ref().is_some_and(|jot| jot.has_prefix) {
        return None;
    }
    let words = without_begun_word(line.words);
    let input = match line.named {
        Some(person) => format!("person:\"{}\" {words}", person.profile.name),
        None => words.to_owned(),
    };
    Some(EntryQuery { input, person: line.named.map(|person| person.id) })
}

/// The search for the words on its page.
fn search_row(line: &ParsedLine<'_>) -> Option<ResultRow> {
    let words = line.words.trim();
    if words.is_empty() || line.jot.as_ref().is_some_and(|jot| jot.has_prefix) {
        return None;
    }
    let (query, note) = match line.named {
        Some(person) => (format!("person:\"{}\" {words}", person.profile.name), person.short_name().to_owned()),
        None => (words.to_owned(), String::new()),
    };
    Some(ResultRow {
        lead: Lead::Icon(icons::SEARCH),
        text: format!("Search for {}", quote_input(words)),
        matches: Vec::new(),
        note,
        shortcut: None,
        sort: "Search",
        choice: Choice::Run(vec![Action::SearchFor(query)]),
        command: None,
    })
}

/// Leaves out a single letter after other words: nearly everything has a word that begins so.
fn without_begun_word(words: &str) -> &str {
    match words.rsplit_once(' ') {
        Some((before, last)) if last.len() == 1 && !before.trim().is_empty() => before,
        _ => words,
    }
}

/// An archived person comes after those one meets.
fn match_person(matcher: &mut FuzzyMatcher, person: &Person) -> Option<FuzzyMatch> {
    let mut found = match matcher.matches(&person.profile.name) {
        Some(found) => found,
        None => FuzzyMatch { ranges: Vec::new(), ..matcher.matches(person.short_name())? },
    };
    if person.archived_at.is_some() {
        found.score /= 2;
    }
    Some(found)
}

/// By its name, or by other words for it, which count half.
fn match_command(matcher: &mut FuzzyMatcher, command: &Command) -> Option<FuzzyMatch> {
    matcher.matches(command.name).or_else(|| {
        let found = matcher.matches(command.keywords)?;
        Some(FuzzyMatch { score: found.score / 2, ranges: Vec::new() })
    })
}

/// The latest people, entries and commands, without the person whose page is open.
fn recent_rows(
    commands: &[Command],
    sources: &PaletteSources<'_>,
    history: &PaletteHistory,
    screen: &mut ScreenContext<'_>,
) -> Vec<ResultRow> {
    let today = screen.today;
    let entries = screen.read(|db| db.latest_entries(RECENT_ENTRIES));
    let people = history.people().chain(entries.iter().map(|entry| entry.person));
    let mut seen: Vec<PersonId> = sources.current.into_iter().collect();
    let mut rows = Vec::new();
    for person in people {
        let is_new = !seen.contains(&person) && seen.len() < RECENT_PEOPLE + usize::from(sources.current.is_some());
        if is_new && let Some(summary) = sources.people.iter().find(|summary| summary.person.id == person) {
            rows.push(person_row(summary, today, Vec::new()));
            seen.push(person);
        }
    }
    rows.extend(entries.iter().filter_map(|entry| {
        let about = sources.people.iter().find(|summary| summary.person.id == entry.person)?;
        Some(entry_row(entry, about.person.short_name(), today, Vec::new()))
    }));
    let current = sources.current_person();
    let recent = history.commands().filter_map(|name| commands.iter().find(|command| command.name == name));
    rows.extend(recent.filter_map(|command| command_row(command, current, sources, Vec::new())).take(RECENT_COMMANDS));
    rows
}

fn jot_row(jot: &Jot, today: Date) -> ResultRow {
    ResultRow {
        lead: Lead::Kind(jot.line.prefix.kind()),
        text: jot.line.text.clone(),
        matches: Vec::new(),
        note: quick_jot::describe_target(&jot.line, &jot.short_name, today),
        shortcut: None,
        sort: "Jot",
        choice: Choice::Jot,
        command: None,
    }
}

fn person_row(summary: &PersonSummary, today: Date, matches: Vec<Range<usize>>) -> ResultRow {
    let person = &summary.person;
    let note = if person.archived_at.is_some() {
        "Archived".to_owned()
    } else {
        capitalize(&next_meeting::short_label(summary.schedule.next(today), today))
    };
    ResultRow {
        lead: Lead::Avatar { initials: initials(&person.profile.name), colour: avatar_colour(person) },
        text: person.profile.name.clone(),
        matches,
        note,
        shortcut: None,
        sort: "Person",
        choice: Choice::Run(vec![Navigation::OpenPage(Route::Person(person.id, Tab::default())).into()]),
        command: None,
    }
}

fn entry_row(entry: &Entry, person: &str, today: Date, matches: Vec<Range<usize>>) -> ResultRow {
    let day = format_short_date(entry.written_at.day(), today);
    ResultRow {
        lead: Lead::Kind(entry.detail.kind()),
        text: to_plain_text(&entry.text),
        matches,
        note: if person.is_empty() { day } else { format!("{person} · {day}") },
        shortcut: None,
        sort: entry.detail.kind().label(),
        choice: Choice::Run(vec![Navigation::OpenEntry(entry.person, entry.id).into()]),
        command: None,
    }
}

/// A command about `person`, the one that was named or whose page is open; none where it does not
/// apply.
fn command_row(
    command: &Command,
    person: Option<&Person>,
    sources: &PaletteSources<'_>,
    matches: Vec<Range<usize>>,
) -> Option<ResultRow> {
    let actions = match (&command.run, person) {
        (Run::Always(action), _) => vec![action.clone()],
        (Run::OnPersonPage(action), Some(person)) if sources.current == Some(person.id) => vec![action.clone()],
        (Run::OnPersonPage(action), Some(person)) => {
            vec![Navigation::OpenPage(Route::Person(person.id, Tab::default())).into(), action.clone()]
        }
        (Run::With(make), Some(person)) => vec![make(person)?],
        (Run::OnTab(tab) | Run::DuringMeeting(tab), _) if sources.tab == Some(*tab) => {
            let is_possible = sources.is_meeting || matches!(command.run, Run::OnTab(_));
            vec![Action::PressShortcut(command.shortcut.filter(|_| is_possible)?)]
        }
        (Run::OnPersonPage(_) | Run::With(_), None) | (Run::OnTab(_) | Run::DuringMeeting(_), _) => return None,
    };
    let note = if command.run.needs_person() { person.map(Person::short_name).unwrap_or_default() } else { "" };
    Some(ResultRow {
        lead: Lead::Icon(icons::CARET_RIGHT),
        text: command.name.to_owned(),
        matches,
        note: note.to_owned(),
        shortcut: command.shortcut,
        sort: "Command",
        choice: Choice::Run(actions),
        command: Some(command.name),
    })
}
