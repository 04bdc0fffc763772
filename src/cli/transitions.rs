//! State transitions of an entry, by its number (`rapport raise`, `done`, …), and `undo` and
//! `redo`.

use std::{io::Write, path::Path, sync::Arc};

use jiff::{Zoned, civil::Date};

use super::{CliError, Result, date_args, entry::format_id, terminal_text::single_line};
use crate::{
    domain::{
        entry::{
            Detail, Entry,
            kind::{action::Party, delegation::Level, flag::RaisePlan},
            transition::Transition,
        },
        id::{EntryId, PersonId},
    },
    journal::{
        Journal,
        change::Change,
        clock::{Clock, FixedClock},
        writer_event::WriterEvent,
    },
    wording::{
        change_label::{self, ChangedItem},
        erase,
    },
};

/// The width to which a quoted entry is cut, in columns.
pub(super) const MAX_QUOTED_COLUMNS: usize = 60;

/// The transition commands, by kind. They are hidden from the list of commands, which they would
/// swamp.
pub(super) const HELP: &str = "Update an entry; ID is its number in “rapport open” or “rapport list”:
  raise ID [WORDS]        flag: you raised it; what they said
  raise ID --next         flag: put it on the agenda of the next one-on-one
  watch ID --until DAY    flag: watch it until that day
  settle ID WORDS         raised flag: the outcome [--check-again DAY]
  looked ID [WORDS]       settled flag to check again: what you saw
  let-go ID WORDS         flag: let it go, with a reason
  done ID                 action: done
  told ID [WORDS]         praise, or your completed action: you told them
                          [--on DAY]; run again to add when and how
  talked ID [WORDS]       topic: discussed
  asked ID me|them        topic: who brought it up
  pause ID [WORDS]        goal: paused; continue with resume ID
  reach ID [WORDS]        goal: reached
  drop ID [WORDS]         goal or action: dropped
  level ID LEVEL          delegation: new level, from tell to delegate
  back ID [WORDS]         delegation: back with you
  complete ID [WORDS]     delegation: complete
  said ID                 expectation: discussed
  replace ID WORDS        expectation: a new one [--provide, --their-words]
  reopen ID               undo the latest of these";

#[derive(Debug, clap::Subcommand)]
pub(super) enum TransitionCommand {
    /// Mark a flag as raised, or put it on the agenda of the next one-on-one
    #[command(hide = true)]
    Raise {
        #[command(flatten)]
        target: OptionalWords,
        /// Put it on the agenda of the next one-on-one instead
        #[arg(long, conflicts_with = "words")]
        next: bool,
    },
    /// Watch a flag until a day
    #[command(hide = true)]
    Watch {
        #[command(flatten)]
        target: EntryArgument,
        /// The day it returns: friday, 27 nov, in 2 weeks, 2026-12-08
        #[arg(long, value_name = "DAY")]
        until: String,
    },
    /// Settle a raised flag with an outcome
    #[command(hide = true)]
    Settle {
        #[command(flatten)]
        target: RequiredWords,
        /// The day to check again: in 2 weeks, 2026-12-08
        #[arg(long, value_name = "DAY")]
        check_again: Option<String>,
    },
    /// Mark a settled flag as checked again
    #[command(hide = true)]
    Looked(OptionalWords),
    /// Let a flag go, with a reason
    #[command(hide = true)]
    LetGo(RequiredWords),
    /// Mark an action as done
    #[command(hide = true)]
    Done(EntryArgument),
    /// Mark a topic as discussed
    #[command(hide = true)]
    Talked(OptionalWords),
    /// Pause a goal
    #[command(hide = true)]
    Pause(OptionalWords),
    /// Resume a paused goal
    #[command(hide = true)]
    Resume(EntryArgument),
    /// Mark a goal as reached
    #[command(hide = true)]
    Reach(OptionalWords),
    /// Drop a goal or an action
    #[command(hide = true)]
    Drop(OptionalWords),
    /// Change the level of a delegation
    #[command(hide = true)]
    Level {
        #[command(flatten)]
        target: EntryArgument,
        /// Who decides, from you alone to them alone
        #[arg(value_enum, ignore_case = true)]
        level: Level,
    },
    /// Take a delegation back
    #[command(hide = true)]
    Back(OptionalWords),
    /// Mark a delegation as complete
    #[command(hide = true)]
    Complete(OptionalWords),
    /// Mark an expectation as discussed
    #[command(hide = true)]
    Said(EntryArgument),
    /// Undo the latest update of an entry
    #[command(hide = true)]
    Reopen(EntryArgument),
}

#[derive(Debug, clap::Args)]
pub(super) struct EntryArgument {
    /// Its number as “rapport open” and “rapport list” show it, without the # (which a shell takes
    /// for a comment)
    #[arg(value_parser = parse_entry_id)]
    pub id: EntryId,
}

#[derive(Debug, clap::Args)]
pub(super) struct OptionalWords {
    #[command(flatten)]
    target: EntryArgument,
    /// The details
    words: Vec<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct RequiredWords {
    #[command(flatten)]
    target: EntryArgument,
    /// The details
    #[arg(required = true)]
    words: Vec<String>,
}

pub(super) fn parse_entry_id(text: &str) -> std::result::Result<EntryId, String> {
    let digits = text.strip_prefix('#').unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.parse().ok().filter(|_| is_number);
    number.map(EntryId).ok_or_else(|| "use a number, as shown by “rapport open”".to_owned())
}

impl TransitionCommand {
    /// The entry, and its transition.
    fn resolve(&self, today: Date) -> Result<(EntryId, Transition)> {
        let with = |transition: fn(String) -> Transition, arguments: &OptionalWords| {
            (arguments.target.id, transition(arguments.words.join(" ")))
        };
        Ok(match self {
            Self::Raise { target, next: true } => (target.target.id, Transition::Plan(RaisePlan::NextOneOnOne)),
            Self::Raise { target, .. } => with(Transition::Raise, target),
            Self::Looked(arguments) => with(Transition::Recheck, arguments),
            Self::Talked(arguments) => with(Transition::Discuss, arguments),
            Self::Pause(arguments) => with(Transition::Pause, arguments),
            Self::Reach(arguments) => with(Transition::Reach, arguments),
            Self::Drop(arguments) => with(Transition::Drop, arguments),
            Self::Back(arguments) => with(Transition::TakeBack, arguments),
            Self::Complete(arguments) => with(Transition::Complete, arguments),
            Self::LetGo(arguments) => (arguments.target.id, Transition::LetGo(arguments.words.join(" "))),
            Self::Settle { target, check_again } => {
                let day =
                    check_again.as_ref().map(|day| date_args::parse_day("--check-again", day, today)).transpose()?;
                (target.target.id, Transition::Settle { outcome: target.words.join(" "), recheck_on: day })
            }
            Self::Watch { target, until } => {
                (target.id, Transition::Watch(date_args::parse_day("--until", until, today)?))
            }
            Self::Level { target, level } => (target.id, Transition::ChangeLevel(*level)),
            Self::Done(target) => (target.id, Transition::MarkDone),
            Self::Resume(target) => (target.id, Transition::Resume),
            Self::Said(target) => (target.id, Transition::SayAloud),
            Self::Reopen(target) => (target.id, Transition::Reopen),
        })
    }
}

pub(super) fn run(command: &TransitionCommand, path: &Path, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let (id, transition) = command.resolve(clock.now().date())?;
    apply_transition(id, &transition, path, clock, out)
}

/// Commits the transition, and writes a line that confirms it.
pub(super) fn apply_transition(
    id: EntryId,
    transition: &Transition,
    path: &Path,
    clock: &dyn Clock,
    out: &mut dyn Write,
) -> Result {
    let now = clock.now();
    let journal = open_journal(path, &now)?;
    find_entry(&journal, id)?;
    let change = Change::Transition { entry: id, transition: transition.clone() };
    let kind = change.kind();
    journal.commit(change, &now)?;
    let label = change_label::label(kind).unwrap_or("Saved");
    let entry = find_entry(&journal, id)?;
    let person = journal.read(|db| db.person(entry.person))?;
    let (name, short_name) =
        person.as_ref().map_or(("", "they"), |person| (person.profile.name.as_str(), person.short_name()));
    let more = follow_up(transition, &entry, short_name).map_or_else(String::new, |more| format!(" {more}"));
    Ok(writeln!(out, "{label}: {}; {name}.{more}", single_line(&entry.text, MAX_QUOTED_COLUMNS))?)
}

/// Opens an existing journal. Its clock stands at `now`, the time that commands give each change.
pub(super) fn open_journal(path: &Path, now: &Zoned) -> Result<Journal> {
    Ok(Journal::open_existing(path, Arc::new(FixedClock::new(now.clone())))?)
}

pub(super) fn find_entry(journal: &Journal, id: EntryId) -> Result<Entry> {
    let number = format_id(id);
    match journal.read(|db| db.entry(id))? {
        Some(entry) if entry.trashed_at.is_none() => Ok(entry),
        Some(_) => Err(CliError::runtime(format!(
            "{number} is in the trash. Nothing was changed. Restore it in the window first."
        ))),
        None => Err(CliError::runtime(format!(
            "There’s no {number} in this journal. Nothing was changed. “rapport open” lists the numbers."
        ))),
    }
}

/// A second sentence of the confirmation.
fn follow_up(transition: &Transition, entry: &Entry, short_name: &str) -> Option<String> {
    let day = |day: &Date| day.strftime("%a %-d %b %Y");
    match transition {
        Transition::Raise(_) => {
            let raised = entry.events.last()?.at.day();
            Some(match (raised - entry.written_at.day()).get_days() {
                ..=0 => "Noticed the same day.".to_owned(),
                1 => "Noticed the day before.".to_owned(),
                days => format!("Noticed {days} days before."),
            })
        }
        Transition::Watch(until) => Some(format!("Until {}.", day(until))),
        Transition::Settle { recheck_on, .. } => {
            recheck_on.as_ref().map(|date| format!("Check again on {}.", day(date)))
        }
        Transition::MarkDone => {
            let Detail::Action(action) = &entry.detail else { return None };
            (action.by == Party::Me).then(|| format!("Not told {short_name} yet."))
        }
        Transition::ChangeLevel(level) => Some(format!("Now “{}”: {}.", level.as_str(), level.description())),
        Transition::Reopen => {
            let level = entry.delegation_level().map(|level| format!(", “{}”", level.as_str())).unwrap_or_default();
            entry.detail.state().map(|state| format!("Now {}{level}.", state.label()))
        }
        Transition::Plan(_)
        | Transition::LetGo(_)
        | Transition::Recheck(_)
        | Transition::MarkTold(_)
        | Transition::Discuss(_)
        | Transition::Pause(_)
        | Transition::Resume
        | Transition::Reach(_)
        | Transition::Drop(_)
        | Transition::TakeBack(_)
        | Transition::Complete(_)
        | Transition::SayAloud => None,
    }
}

/// Which way along what was done.
#[derive(Debug, Clone, Copy)]
pub(super) enum UndoDirection {
    Undo,
    Redo,
}

/// `rapport undo`, `rapport redo`.
pub(super) fn undo_or_redo(direction: UndoDirection, path: &Path, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let journal = open_journal(path, &clock.now())?;
    let nothing = match direction {
        UndoDirection::Undo => {
            journal.undo();
            "Nothing to undo."
        }
        UndoDirection::Redo => {
            journal.redo();
            "Nothing to redo."
        }
    };
    journal.flush()?;
    for notice in journal.poll_events() {
        let (stepped, back) = match notice {
            WriterEvent::Undone(stepped) => (stepped, true),
            WriterEvent::Redone(stepped) => (stepped, false),
            WriterEvent::UndoFailed(error) => return Err(error.into()),
            WriterEvent::EraseCannotBeUndone => {
                return Err(CliError::runtime(format!("{}.", erase::UNDO_STOPS_HERE)));
            }
            _ => continue,
        };
        let name = stepped.person.map(|person| person_name(&journal, person)).transpose()?.flatten();
        let item = ChangedItem { entry: stepped.entry.as_deref(), person: name.as_deref() };
        return Ok(writeln!(out, "{}.", change_label::undo_notice(stepped.kind, back, item))?);
    }
    Err(CliError::runtime(nothing))
}

pub(super) fn person_name(journal: &Journal, person: PersonId) -> Result<Option<String>> {
    Ok(journal.read(|db| db.person(person))?.map(|person| person.profile.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn help_lists_every_transition_command() {
        let program = crate::cli::Arguments::command();
        let commands: Vec<&clap::Command> = program.get_subcommands().filter(|command| command.is_hide_set()).collect();
        assert_eq!(commands.len(), 19);
        for command in commands {
            let name = command.get_name();
            assert!(HELP.contains(&format!(" {name} ID")), "{name}");
        }
        assert!(HELP.lines().all(|line| line.chars().count() <= 80));
    }

    #[test]
    fn entry_id_parses_with_or_without_hash_sign() {
        for (text, id) in [("12", Some(12)), ("#12", Some(12)), ("0", Some(0))] {
            assert_eq!(parse_entry_id(text).ok(), id.map(EntryId), "{text}");
        }
        for text in ["", "#", "##1", "+1", "1.0", "١", "99999999999999999999"] {
            assert!(parse_entry_id(text).is_err(), "{text}");
        }
    }
}
