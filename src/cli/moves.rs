//! What became of an entry, by its number: `rapport raise`, `done`, `told` and the like, and `undo` and `redo`.

use std::{io::Write, path::Path, sync::Arc};

use jiff::{Zoned, civil::Date};

use super::{Failure, Result, entry::number, text::line, when};
use crate::{
    domain::{
        action::By,
        aside::level_words,
        delegation::Level,
        entry::{Detail, Entry},
        flag::RaiseWhen,
        id::{EntryId, PersonId},
        life::Move,
    },
    journal::{
        Journal,
        change::Change,
        clock::{Clock, SetClock},
        notice::Notice,
        said,
    },
};

/// How much of an entry is repeated, in columns.
pub(super) const REPEATED: usize = 60;

/// The moves, by what they are about. They are left out of the list of commands, which would be lost among them.
pub(super) const HELP: &str = "What became of something; ID is its number in “rapport open” or “rapport list”:
  raise ID [WORDS]        a flag: you talked about it, and what they said
  raise ID --next         a flag: put it on the next one-on-one’s table
  watch ID --until DAY    a flag: only watch it, until that day
  settle ID WORDS         a raised flag: what came of it [--check-again DAY]
  looked ID [WORDS]       a settled flag that came back: you looked again
  let-go ID WORDS         a flag: why it ends
  done ID                 an action
  told ID [WORDS]         they know: of your action that is done, or of praise
                          [--on DAY]; again, to say later when and how
  talked ID [WORDS]       a topic
  asked ID me|them        a topic: who wants to talk about it
  pause ID [WORDS]        a goal; then resume ID
  reach ID [WORDS]        a goal
  drop ID [WORDS]         a goal or an action
  level ID LEVEL          a delegation; the levels go from tell to delegate
  back ID [WORDS]         a delegation: with you again
  complete ID [WORDS]     a delegation
  said ID                 an expectation: you said it aloud
  replace ID WORDS        an expectation gives way [--provide, --their-words]
  reopen ID               the latest of these did not happen";

#[derive(Debug, clap::Subcommand)]
pub(super) enum Verb {
    /// You talked about a flag; what they said. Or put it on the next one-on-one's table
    #[command(hide = true)]
    Raise {
        #[command(flatten)]
        given: WithWords,
        /// Not yet: put it on the table of the next one-on-one
        #[arg(long, conflicts_with = "words")]
        next: bool,
    },
    /// Only watch a flag, until a day on which it comes back
    #[command(hide = true)]
    Watch {
        #[command(flatten)]
        about: About,
        /// Until when: friday, 27 nov, in 2 weeks, 2026-12-08
        #[arg(long, value_name = "DAY")]
        until: String,
    },
    /// A raised flag ends with an outcome
    #[command(hide = true)]
    Settle {
        #[command(flatten)]
        needed: WithNeeded,
        /// The day to look again: in 2 weeks, 2026-12-08
        #[arg(long, value_name = "DAY")]
        check_again: Option<String>,
    },
    /// You looked again at a settled flag that was to come back; what you saw
    #[command(hide = true)]
    Looked(WithWords),
    /// A flag ends with a reason
    #[command(hide = true)]
    LetGo(WithNeeded),
    /// An action is done
    #[command(hide = true)]
    Done(About),
    /// You talked about a topic; what was said
    #[command(hide = true)]
    Talked(WithWords),
    /// A goal rests, and why
    #[command(hide = true)]
    Pause(WithWords),
    /// A goal that rests goes on
    #[command(hide = true)]
    Resume(About),
    /// A goal is reached, and how
    #[command(hide = true)]
    Reach(WithWords),
    /// A goal or an action is given up, and why
    #[command(hide = true)]
    Drop(WithWords),
    /// A delegation moves on the ladder
    #[command(hide = true)]
    Level {
        #[command(flatten)]
        about: About,
        /// tell, sell, consult, agree, advise, inquire or delegate: from you decide to they decide
        #[arg(value_parser = level)]
        level: Level,
    },
    /// A delegation is with you again, and why
    #[command(hide = true)]
    Back(WithWords),
    /// A delegation is complete
    #[command(hide = true)]
    Complete(WithWords),
    /// You said an expectation aloud
    #[command(hide = true)]
    Said(About),
    /// The latest thing that happened to it did not
    #[command(hide = true)]
    Reopen(About),
}

#[derive(Debug, clap::Args)]
pub(super) struct About {
    /// Its number as “rapport open” and “rapport list” show it, without the # (which a shell takes for a comment)
    #[arg(value_parser = id)]
    pub id: EntryId,
}

#[derive(Debug, clap::Args)]
pub(super) struct WithWords {
    #[command(flatten)]
    about: About,
    /// In a few words
    words: Vec<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct WithNeeded {
    #[command(flatten)]
    about: About,
    /// In a few words
    #[arg(required = true)]
    words: Vec<String>,
}

fn id(said: &str) -> std::result::Result<EntryId, String> {
    let digits = said.strip_prefix('#').unwrap_or(said);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.parse().ok().filter(|_| is_number);
    number.map(EntryId).ok_or_else(|| "it is a number, as “rapport open” shows it".to_owned())
}

fn level(said: &str) -> std::result::Result<Level, String> {
    said.to_lowercase().parse().map_err(|_| {
        let levels: Vec<&str> = Level::ALL.iter().map(|level| level.as_str()).collect();
        format!("the levels are {}", levels.join(", "))
    })
}

impl Verb {
    /// About which entry, and what.
    fn read(&self, today: Date) -> Result<(EntryId, Move)> {
        let with = |make: fn(String) -> Move, given: &WithWords| (given.about.id, make(given.words.join(" ")));
        Ok(match self {
            Self::Raise { given, next: true } => (given.about.id, Move::Plan(RaiseWhen::NextOneOnOne)),
            Self::Raise { given, .. } => with(Move::Raise, given),
            Self::Looked(given) => with(Move::LookAgain, given),
            Self::Talked(given) => with(Move::Talked, given),
            Self::Pause(given) => with(Move::Pause, given),
            Self::Reach(given) => with(Move::Reach, given),
            Self::Drop(given) => with(Move::Drop, given),
            Self::Back(given) => with(Move::TakeBack, given),
            Self::Complete(given) => with(Move::Complete, given),
            Self::LetGo(given) => (given.about.id, Move::LetGo(given.words.join(" "))),
            Self::Settle { needed, check_again } => {
                let day = check_again.as_ref().map(|day| when::day("--check-again", day, today)).transpose()?;
                (needed.about.id, Move::Settle { outcome: needed.words.join(" "), check_again: day })
            }
            Self::Watch { about, until } => (about.id, Move::Watch(when::day("--until", until, today)?)),
            Self::Level { about, level } => (about.id, Move::Level(*level)),
            Self::Done(about) => (about.id, Move::Done),
            Self::Resume(about) => (about.id, Move::Resume),
            Self::Said(about) => (about.id, Move::Say),
            Self::Reopen(about) => (about.id, Move::Reopen),
        })
    }
}

pub(super) fn run(verb: &Verb, path: &Path, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let (id, wanted) = verb.read(clock.now().date())?;
    make(id, &wanted, path, clock, out)
}

/// Does it, and says so.
pub(super) fn make(id: EntryId, wanted: &Move, path: &Path, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let now = clock.now();
    let journal = open(path, &now)?;
    find(&journal, id)?;
    let change = Change::Move { entry: id, wanted: wanted.clone() };
    let deed = change.deed();
    journal.commit(change, &now)?;
    let what = match wanted {
        Move::Watch(_) => "Watching",
        _ => said::done(deed).unwrap_or("Kept"),
    };
    let entry = find(&journal, id)?;
    let person = journal.read(|db| db.person(entry.person))?.map(|person| person.profile);
    let (name, them) = person.as_ref().map_or(("", "they"), |person| (&person.name, person.short_name()));
    let more = more(wanted, &entry, them).map_or_else(String::new, |more| format!(" {more}"));
    Ok(writeln!(out, "{what}: {}; {name}.{more}", line(&entry.text, REPEATED))?)
}

/// The journal's own clock is not asked: every change here is dated by hand.
pub(super) fn open(path: &Path, now: &Zoned) -> Result<Journal> {
    Ok(Journal::open_existing(path, Arc::new(SetClock::at(now.clone())))?)
}

pub(super) fn find(journal: &Journal, id: EntryId) -> Result<Entry> {
    let number = number(id);
    match journal.read(|db| db.entry(id))? {
        Some(entry) if entry.trashed.is_none() => Ok(entry),
        Some(_) => Err(Failure::happened(format!(
            "{number} is in the trash. Nothing was changed. Bring it back in the window first."
        ))),
        None => Err(Failure::happened(format!(
            "There is no {number} in this journal. Nothing was changed. “rapport open” shows the numbers."
        ))),
    }
}

/// What follows from it, in a sentence of its own.
fn more(wanted: &Move, entry: &Entry, them: &str) -> Option<String> {
    let day = |day: &Date| day.strftime("%a %-d %b %Y");
    match wanted {
        Move::Raise(_) => {
            let raised = entry.steps.last()?.at.day();
            Some(match (raised - entry.written.day()).get_days() {
                ..=0 => "Noticed the same day.".to_owned(),
                1 => "Noticed the day before.".to_owned(),
                days => format!("Noticed {days} days before."),
            })
        }
        Move::Watch(until) => Some(format!("Until {}.", day(until))),
        Move::Settle { check_again, .. } => {
            check_again.as_ref().map(|again| format!("To be looked at again on {}.", day(again)))
        }
        Move::Done => {
            let Detail::Action(action) = &entry.detail else { return None };
            (action.by == By::Me).then(|| format!("{them} does not know yet."))
        }
        Move::Level(level) => Some(format!("Now “{}”: {}.", level.as_str(), level_words(*level))),
        Move::Reopen => {
            let level = entry.level().map(|level| format!(", “{}”", level.as_str())).unwrap_or_default();
            entry.detail.state().map(|state| format!("It is {}{level}.", state.replace('_', " ")))
        }
        _ => None,
    }
}

/// Which way along what was done.
#[derive(Debug, Clone, Copy)]
pub(super) enum Way {
    Back,
    Again,
}

/// `rapport undo`, `rapport redo`.
pub(super) fn step(way: Way, path: &Path, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let journal = open(path, &clock.now())?;
    let nothing = match way {
        Way::Back => {
            journal.undo();
            "There is nothing to take back."
        }
        Way::Again => {
            journal.redo();
            "There is nothing to make again."
        }
    };
    journal.flush()?;
    for notice in journal.notices() {
        let (stepped, back) = match notice {
            Notice::TakenBack(stepped) => (stepped, true),
            Notice::MadeAgain(stepped) => (stepped, false),
            Notice::HistoryFailed(error) => return Err(error.into()),
            _ => continue,
        };
        let about = stepped.person.map(|person| name(&journal, person)).transpose()?.flatten();
        let about = about.map_or_else(String::new, |name| format!("; {name}"));
        return Ok(writeln!(out, "{}{about}.", said::stepped(stepped, back))?);
    }
    Err(Failure::happened(nothing))
}

pub(super) fn name(journal: &Journal, person: PersonId) -> Result<Option<String>> {
    Ok(journal.read(|db| db.person(person))?.map(|person| person.profile.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_help_names_every_move_with_what_it_takes() {
        let program = crate::cli::Arguments::command();
        let moves: Vec<&clap::Command> = program.get_subcommands().filter(|command| command.is_hide_set()).collect();
        assert_eq!(moves.len(), 19);
        for verb in moves {
            let name = verb.get_name();
            assert!(HELP.contains(&format!(" {name} ID")), "{name}");
        }
        assert!(HELP.lines().all(|line| line.chars().count() <= 80));
    }

    #[test]
    fn a_number_is_read_with_or_without_its_sign() {
        for (said, read) in [("12", Some(12)), ("#12", Some(12)), ("0", Some(0))] {
            assert_eq!(id(said).ok(), read.map(EntryId), "{said}");
        }
        for said in ["", "#", "##1", "+1", "1.0", "١", "99999999999999999999"] {
            assert!(id(said).is_err(), "{said}");
        }
    }
}
