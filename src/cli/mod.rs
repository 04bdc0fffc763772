//! The journal from a terminal: the same library as the window, and no display.
//!
//! What a command has to show goes to the `Write` it is given. What went wrong comes back as a [`Failure`]: one line, and
//! the code to end with.

mod amend;
mod brief;
mod check;
mod date_args;
mod entry;
mod error;
mod export;
mod find_person;
mod import;
mod jot;
mod list;
mod next;
mod open;
mod people;
mod progress;
mod sample;
mod terminal_text;
mod today;
mod transitions;

use std::{
    ffi::OsString,
    io::Write,
    path::{Path, PathBuf},
};

use clap::{Parser, Subcommand};

pub use self::error::CliError;
use self::transitions::UndoDirection;
use crate::{
    journal::{clock::Clock, paths},
    sample as sample_journal,
    store::Db,
};

type Result<T = ()> = std::result::Result<T, CliError>;

/// A private journal for people who lead other people.
///
/// Without a command it opens the window.
#[derive(Debug, Parser)]
#[command(name = "rapport", version, max_term_width = 100, after_help = transitions::HELP)]
pub struct Arguments {
    /// Open this journal, not the one in your data folder
    #[arg(long, value_name = "PATH", global = true)]
    journal: Option<PathBuf>,
    /// Open the sample journal, and leave your own alone
    #[arg(long, global = true, conflicts_with = "journal")]
    demo: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Whom you meet, what waits on you, and whom you have not written about
    Today(today::Arguments),
    /// List the people you meet
    People(people::Arguments),
    /// Say, set or move when you meet somebody next
    Next(next::NextArguments),
    /// Skip the next one-on-one with somebody
    Skip(next::SkipArguments),
    /// Keep a line about somebody
    Jot(jot::Arguments),
    /// List entries, oldest first
    List(list::Arguments),
    /// Read what to know before you meet somebody
    Brief(brief::Arguments),
    /// List all that is open, each with its number (expectations hold, and are in “list --kind expectation”)
    Open(open::Arguments),
    #[command(flatten)]
    Transition(transitions::TransitionCommand),
    /// They know: of an action of yours that is done, or of praise; when and how
    #[command(hide = true)]
    Told(amend::ToldArguments),
    /// Who wants to talk about a topic
    #[command(hide = true)]
    Asked(amend::AskedArguments),
    /// A new expectation takes the place of an old one
    #[command(hide = true)]
    Replace(amend::ReplaceArguments),
    /// Take the latest change back, whoever made it
    Undo,
    /// Make the change that was taken back last again
    Redo,
    /// Look the journal over: the file, and the rules of all that is in it
    Check(check::Arguments),
    /// Write a person's history, a review or the journal to a file: a page to print, Markdown, a table, or everything
    Export(export::Arguments),
    /// Bring in what you have elsewhere: notes, a table, a calendar, or a journal as JSON
    Import(import::Arguments),
    /// Write a sample journal to a new file
    Sample(sample::Arguments),
}

/// What the program was called for.
#[derive(Debug)]
pub enum Invocation {
    /// The window.
    Window {
        /// Over this journal.
        journal: PathBuf,
        /// Over the sample first.
        demo: bool,
    },
    /// A command in the terminal.
    Terminal(TerminalCommand),
}

/// A command that is ready to run.
#[derive(Debug)]
pub struct TerminalCommand {
    command: Command,
    journal: Option<PathBuf>,
    demo: bool,
}

impl Arguments {
    /// Reads the arguments of the program.
    ///
    /// # Errors
    /// What `clap` says about wrong use, or the help that was asked for.
    pub fn from_args(arguments: impl IntoIterator<Item = OsString>) -> std::result::Result<Self, clap::Error> {
        Self::try_parse_from(arguments)
    }

    /// What is to be done.
    ///
    /// # Errors
    /// Where there is no journal to open, since nobody said which.
    pub fn resolve(self, clock: &dyn Clock) -> Result<Invocation> {
        let Self { journal, demo, command } = self;
        Ok(match command {
            None => Invocation::Window { journal: journal_path(journal, false, clock)?, demo },
            Some(command) => Invocation::Terminal(TerminalCommand { command, journal, demo }),
        })
    }
}

impl TerminalCommand {
    /// Runs the command.
    ///
    /// # Errors
    /// What went wrong, in one line.
    pub fn run(self, clock: &dyn Clock, out: &mut dyn Write) -> Result {
        let journal = || journal_path(self.journal, self.demo, clock);
        match self.command {
            Command::Today(arguments) => {
                open_existing(&journal()?)?.snapshot(|db| today::run(&arguments, db, clock, out))
            }
            Command::Next(arguments) => next::next(&arguments, &journal()?, clock, out),
            Command::Skip(arguments) => next::skip(&arguments, &journal()?, clock, out),
            Command::People(arguments) => {
                open_existing(&journal()?)?.snapshot(|db| people::run(&arguments, db, clock, out))
            }
            Command::Jot(arguments) => jot::run(&arguments, &journal()?, clock, out),
            Command::List(arguments) => {
                open_existing(&journal()?)?.snapshot(|db| list::run(&arguments, db, clock, out))
            }
            Command::Brief(arguments) => {
                open_existing(&journal()?)?.snapshot(|db| brief::run(&arguments, db, clock, out))
            }
            Command::Open(arguments) => {
                open_existing(&journal()?)?.snapshot(|db| open::run(&arguments, db, clock, out))
            }
            Command::Transition(verb) => transitions::run(&verb, &journal()?, clock, out),
            Command::Told(told) => amend::told(&told, &journal()?, clock, out),
            Command::Asked(asked) => amend::asked(&asked, &journal()?, clock, out),
            Command::Replace(given) => amend::replace(&given, &journal()?, clock, out),
            Command::Undo => transitions::undo_or_redo(UndoDirection::Undo, &journal()?, clock, out),
            Command::Redo => transitions::undo_or_redo(UndoDirection::Redo, &journal()?, clock, out),
            Command::Check(arguments) => open_existing(&journal()?)?.snapshot(|db| check::run(&arguments, db, out)),
            Command::Export(arguments) => {
                open_existing(&journal()?)?.snapshot(|db| export::run(&arguments, db, clock, out))
            }
            Command::Import(arguments) => import::run(&arguments, &journal()?, clock, out),
            Command::Sample(arguments) => sample::run(&arguments, clock, out),
        }?;
        Ok(out.flush()?)
    }
}

/// The journal that is meant; the sample is written first where there is none yet.
fn journal_path(journal: Option<PathBuf>, demo: bool, clock: &dyn Clock) -> Result<PathBuf> {
    let usual = if demo { paths::default_sample } else { paths::default_journal };
    let path = journal.or_else(usual).ok_or_else(|| {
        CliError::runtime("This computer does not say where your data lies. Name a journal with --journal PATH.")
    })?;
    if demo {
        sample_journal::create_if_missing(&path, clock.now().date())?;
    }
    Ok(path)
}

/// Opens a journal that must be there: what only reads never makes one.
fn open_existing(path: &Path) -> Result<Db> {
    Ok(Db::open_existing(path)?)
}
