//! `rapport told`, `asked` and `replace`: additions to an entry, by its number.

use std::{io::Write, path::Path};

use super::{
    CliError, Result, date_args,
    entry::format_id,
    terminal_text::single_line,
    transitions::{EntryArgument, MAX_QUOTED_COLUMNS, apply_transition, find_entry, open_journal, person_name},
};
use crate::{
    domain::entry::{
        event::EventKind,
        fields::EntryFields,
        kind::{Kind, action::Party},
        transition::Transition,
    },
    journal::{change::Change, clock::Clock},
};

#[derive(Debug, clap::Args)]
pub(super) struct AskedArguments {
    #[command(flatten)]
    target: EntryArgument,
    /// Who wants to talk about it
    #[arg(value_enum, ignore_case = true)]
    who: Party,
}

#[derive(Debug, clap::Args)]
pub(super) struct ReplaceArguments {
    #[command(flatten)]
    target: EntryArgument,
    /// What you expect from now on
    #[arg(required = true)]
    words: Vec<String>,
    /// What you will provide
    #[arg(long, value_name = "WORDS", default_value = "")]
    provide: String,
    /// How they put it
    #[arg(long, value_name = "WORDS", default_value = "")]
    their_words: String,
}

#[derive(Debug, clap::Args)]
pub(super) struct ToldArguments {
    #[command(flatten)]
    target: EntryArgument,
    /// How you told them
    words: Vec<String>,
    /// When, if not today: yesterday, monday, 2026-11-20
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
}

/// `rapport told`: marks an entry as told, or changes how and when an entry was told.
pub(super) fn told(arguments: &ToldArguments, path: &Path, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let now = clock.now();
    let day = arguments.on.as_ref().map(|day| date_args::parse_past_day("--on", day, now.date())).transpose()?;
    let (id, words) = (arguments.target.id, arguments.words.join(" "));
    let journal = open_journal(path, &now)?;
    let entry = find_entry(&journal, id)?;
    let previous = entry.last_event(|kind| kind == EventKind::Told).map(|event| event.comment.clone());
    if day.is_none() && (words.is_empty() || previous.is_none()) {
        drop(journal);
        return apply_transition(id, &Transition::MarkTold(words), path, clock, out);
    }
    let words = if words.is_empty() { previous.unwrap_or_default() } else { words };
    journal.commit(Change::RecordTold { entry: id, words, day }, &now)?;
    let name = person_name(&journal, entry.person)?.unwrap_or_default();
    Ok(writeln!(out, "Marked as told: {}; {name}.", single_line(&entry.text, MAX_QUOTED_COLUMNS))?)
}

/// `rapport asked`: sets who asked for a topic.
pub(super) fn asked(arguments: &AskedArguments, path: &Path, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let now = clock.now();
    let journal = open_journal(path, &now)?;
    let id = arguments.target.id;
    let entry = find_entry(&journal, id)?;
    if entry.kind() != Kind::Topic {
        let line = format!("{} is not a topic. Nothing was changed.", format_id(id));
        return Err(CliError::runtime(line));
    }
    let fields = EntryFields::Topic { from: arguments.who };
    journal.commit(Change::EditFields { entry: id, fields }, &now)?;
    let who = if arguments.who == Party::Me { "You brought it up" } else { "They brought it up" };
    let name = person_name(&journal, entry.person)?.unwrap_or_default();
    Ok(writeln!(out, "{who}: {}; {name}.", single_line(&entry.text, MAX_QUOTED_COLUMNS))?)
}

/// `rapport replace`: replaces an expectation with a new one.
pub(super) fn replace(arguments: &ReplaceArguments, path: &Path, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let now = clock.now();
    let journal = open_journal(path, &now)?;
    let id = arguments.target.id;
    let old = find_entry(&journal, id)?;
    let (provide, their_words) = (arguments.provide.clone(), arguments.their_words.clone());
    let text = arguments.words.join(" ");
    journal.commit(Change::ReplaceExpectation { entry: id, text: text.clone(), provide, their_words }, &now)?;
    let name = person_name(&journal, old.person)?.unwrap_or_default();
    let (text, old) = (single_line(&text, MAX_QUOTED_COLUMNS), single_line(&old.text, MAX_QUOTED_COLUMNS));
    Ok(writeln!(out, "Expectation replaced: {text}; {name}.\nPreviously: {old}.")?)
}
