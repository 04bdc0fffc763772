//! `rapport jot`.

use std::{
    io::{Read as _, Write},
    path::Path,
    sync::Arc,
};

use jiff::Zoned;

use super::{CliError, Result, date_args, entry, find_person};
use crate::{
    domain::{
        entry::Detail,
        id::{OneOnOneId, PersonId},
        moment::Moment,
        parse::{entry_line, entry_line::EntryLine},
    },
    journal::{
        Journal,
        change::Change,
        clock::{Clock, FixedClock},
    },
};

/// More than an entry can hold, so that the error can say by how much the text is too long.
const MAX_STDIN_BYTES: u64 = 64 * 1024 * 1024;

/// The prefixes that set the kind of a jot.
const PREFIX_HELP: &str =
    "Prefixes, at the start of the text and followed by a space (quote them, so that the shell ignores them):
  !   flag        []  action, mine    [@] action, theirs
  +   praise      <   feedback given  <<  feedback received
  ^   goal        >   delegation      ?   topic
  =   expectation

A date at the end of an action sets when it is due: by friday, by 27 nov, tomorrow, in 2 weeks, 2026-11-27.

Examples:
  rapport jot dana \"! quiet in the review\"
  rapport jot dana \"[] talk to Finance by friday\"
  git log -1 --format=%s | rapport jot dana -";

#[derive(Debug, clap::Args)]
#[command(after_help = PREFIX_HELP)]
pub(super) struct Arguments {
    /// Who it’s about: a name, or enough of it to be unambiguous
    name: String,
    /// The text; - reads it from standard input
    #[arg(required = true)]
    text: Vec<String>,
    /// When it happened, if not now: 2026-11-24T10:00
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
}

pub(super) fn run(arguments: &Arguments, path: &Path, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let now = clock.now();
    let at = match &arguments.at {
        Some(text) => date_args::parse_moment(text, &now)?,
        None => now,
    };
    // Each change is dated explicitly, so the journal's clock stands at the same time.
    let journal = Journal::open_existing(path, Arc::new(FixedClock::new(at.clone())))?;
    let person = journal.read(|db| Ok(find_person::by_name(db, &arguments.name)))??;
    let jot = parse_line(&read_text(arguments)?, &at)?;
    let one_on_one = running_at(&journal, person.id, &at)?;
    let confirmation = confirmation(&person.profile.name, &jot, one_on_one.is_some());
    let change = Change::AddEntry { person: person.id, one_on_one, line: jot };
    journal.commit(change, &at)?;
    Ok(writeln!(out, "{confirmation}")?)
}

fn read_text(arguments: &Arguments) -> Result<String> {
    if arguments.text != ["-"] {
        return Ok(arguments.text.join(" "));
    }
    let mut bytes = Vec::new();
    std::io::stdin()
        .take(MAX_STDIN_BYTES)
        .read_to_end(&mut bytes)
        .map_err(|error| CliError::runtime(format!("Standard input could not be read: {error}. Nothing was saved.")))?;
    String::from_utf8(bytes).map_err(|_| CliError::runtime("Standard input is not UTF-8 text. Nothing was saved."))
}

/// Parses the jot. A due date that does not exist is an error here, where it cannot be corrected
/// afterwards.
fn parse_line(text: &str, at: &Zoned) -> Result<EntryLine> {
    let jot = entry_line::parse_entry_line(text, at.date()).map_err(|error| CliError::runtime(error.to_string()))?;
    match &jot.invalid_date {
        None => Ok(jot),
        Some(day) => Err(CliError::runtime(format!(
            "There’s no {day}. Nothing was saved. Use another date, or put a word after it."
        ))),
    }
}

/// The running one-on-one, if it had begun at that time.
fn running_at(journal: &Journal, person: PersonId, at: &Zoned) -> Result<Option<OneOnOneId>> {
    let running = journal.read(|db| db.running_one_on_one(person))?;
    Ok(running.filter(|meeting| meeting.at <= Moment::from(at)).map(|meeting| meeting.id))
}

/// The line that confirms a jot, as in "Saved for Dana Whitfield: action, due Fri 27 Nov 2026."
fn confirmation(name: &str, jot: &EntryLine, in_one_on_one: bool) -> String {
    let kind = entry::kind_label(&Detail::from_prefix(jot.prefix, None));
    let due = jot.due.map_or_else(String::new, |due| format!(", due {}", due.strftime("%a %-d %b %Y")));
    let place = if in_one_on_one { ", in the current one-on-one" } else { "" };
    format!("Saved for {name}: {}{due}{place}.", kind.to_lowercase())
}
