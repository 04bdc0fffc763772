//! The commands. They use the same library as the window and need no display.
//!
//! A command writes its output to a given `Write`, and returns a [`CliError`]: one line, and the
//! exit code.

mod amend;
mod backup;
mod brief;
mod capture;
mod check;
mod confirm;
mod date_args;
mod entry;
mod erase;
mod error;
mod export;
mod find_person;
mod format;
mod import;
mod jot;
mod list;
mod next;
mod open;
pub mod passphrase;
mod passphrase_prompt;
mod people;
mod person;
mod progress;
mod recap;
mod recover;
mod restore;
mod sample;
mod search;
mod terminal_text;
mod today;
mod transitions;
mod unlock;
mod value_enum;

use std::{
    ffi::OsString,
    io::{IsTerminal as _, Write},
    path::{Path, PathBuf},
};

use clap::{Parser, Subcommand};

pub use self::error::CliError;
use self::{
    transitions::UndoDirection,
    unlock::{unlock_if_encrypted, unlock_with_passphrase},
};
use crate::{
    domain::moment::Moment,
    journal::{backup::upgrade_if_older, clock::Clock, paths},
    sample as sample_journal,
    store::{Db, OpenOptions, discard_old_files, remove_registered_leftovers},
};

type Result<T = ()> = std::result::Result<T, CliError>;

/// A private journal for people managers.
///
/// Without a command it opens the window.
#[derive(Debug, Parser)]
#[command(name = "rapport", version, max_term_width = 100, after_help = transitions::HELP)]
pub struct Arguments {
    /// Open this journal instead of the one in your data folder
    #[arg(long, value_name = "PATH", global = true)]
    journal: Option<PathBuf>,
    /// Open the sample journal instead of your own
    #[arg(long, global = true, conflicts_with = "journal")]
    demo: bool,
    /// Read the passphrase from the first line of standard input
    #[arg(long, global = true)]
    passphrase_stdin: bool,
    #[command(subcommand)]
    command: Option<AnyCommand>,
}

#[derive(Debug, Subcommand)]
enum AnyCommand {
    #[command(flatten)]
    Terminal(Command),
    /// Open a small composer over everything (needs a display)
    Capture(capture::Arguments),
}

/// A command that needs no display.
#[derive(Debug, Subcommand)]
enum Command {
    /// Today’s one-on-ones and what needs your attention
    Today(today::Arguments),
    /// List the people you meet
    People(people::Arguments),
    /// Add a person, or change what you know about one
    Person(person::Arguments),
    /// Show, set or move the next one-on-one
    Next(next::NextArguments),
    /// Skip the next one-on-one
    Skip(next::SkipArguments),
    /// Add an entry
    Jot(jot::Arguments),
    /// List entries, oldest first
    List(list::Arguments),
    /// Search everything that was ever written
    Search(search::Arguments),
    /// Show the brief for a one-on-one
    Brief(brief::Arguments),
    /// Show what you both agreed, to send to the person
    Recap(recap::Arguments),
    /// List formats of one-on-ones, or put one on the agenda with a person
    Format(format::Arguments),
    /// List open items with their numbers (for expectations, use “list --kind expectation”)
    Open(open::Arguments),
    #[command(flatten)]
    Transition(transitions::TransitionCommand),
    /// Mark praise, or a completed action of yours, as told; optionally when and how
    #[command(hide = true)]
    Told(amend::ToldArguments),
    /// Set who brought up a topic
    #[command(hide = true)]
    Asked(amend::AskedArguments),
    /// Replace an expectation with a new one
    #[command(hide = true)]
    Replace(amend::ReplaceArguments),
    /// Undo the last change
    Undo,
    /// Redo the last undone change
    Redo,
    /// Check the journal for problems
    Check(check::Arguments),
    /// Recover a damaged journal into a new one
    Recover(recover::Arguments),
    /// Export a person's history, a review or the whole journal
    Export(export::Arguments),
    /// Import notes, a table, a calendar or another journal
    Import(import::Arguments),
    /// Back up the journal now
    Backup(backup::BackupArguments),
    /// List the backups of the journal, newest first
    Backups(backup::ListArguments),
    /// Check that a backup, or any copy of a journal, can be restored
    Verify(backup::VerifyArguments),
    /// Restore the journal, or entries about a person, from a backup
    Restore(restore::Arguments),
    /// Erase an entry, a person, the trash, drafts or everything before a day, for good
    Erase(erase::Arguments),
    /// Set, change or remove the passphrase that encrypts the journal
    Passphrase(passphrase::Arguments),
    /// Create a sample journal
    Sample(sample::Arguments),
}

/// What the arguments ask for.
#[derive(Debug)]
pub enum Invocation {
    /// To open the window.
    Window {
        /// The leader's own journal.
        journal: PathBuf,
        /// Whether the sample journal is opened first.
        demo: bool,
    },
    /// To open the composer over everything.
    Capture {
        /// The leader's own journal.
        journal: PathBuf,
        /// Whether the entry is for the sample journal.
        demo: bool,
        /// What is in it at first.
        text: String,
    },
    /// To run a command.
    Terminal(TerminalCommand),
}

/// A command with its global options.
#[derive(Debug)]
pub struct TerminalCommand {
    command: Command,
    journal: Option<PathBuf>,
    demo: bool,
    passphrase_stdin: bool,
}

impl Arguments {
    /// Parses the arguments of the program.
    ///
    /// # Errors
    /// Wrong usage; `--help` and `--version` also come back as an error of `clap`.
    pub fn from_args(arguments: impl IntoIterator<Item = OsString>) -> std::result::Result<Self, clap::Error> {
        Self::try_parse_from(arguments)
    }

    /// Resolves the arguments to a window or a command.
    ///
    /// # Errors
    /// No journal is named, and the system has no data folder.
    pub fn resolve(self) -> Result<Invocation> {
        let Self { journal, demo, passphrase_stdin, command } = self;
        // A window asks for the passphrase itself, unless it is given.
        let own_journal = |journal| {
            let path = journal_path(journal, false)?;
            if passphrase_stdin {
                unlock_if_encrypted(&path, true)?;
            }
            Ok::<_, CliError>(path)
        };
        Ok(match command {
            // The window upgrades it itself, and shows how far that is.
            None => Invocation::Window { journal: own_journal(journal)?, demo },
            Some(AnyCommand::Capture(arguments)) => {
                Invocation::Capture { journal: own_journal(journal)?, demo, text: arguments.into_text()? }
            }
            Some(AnyCommand::Terminal(command)) => {
                Invocation::Terminal(TerminalCommand { command, journal, demo, passphrase_stdin })
            }
        })
    }
}

impl TerminalCommand {
    /// Runs the command.
    ///
    /// # Errors
    /// Whatever the command reports, in one line.
    pub fn run(self, clock: &dyn Clock, out: &mut dyn Write) -> Result {
        remove_registered_leftovers(clock.now().timestamp().as_millisecond());
        let from_stdin = self.passphrase_stdin;
        let unlock =
            if matches!(self.command, Command::Passphrase(_)) { unlock_with_passphrase } else { unlock_if_encrypted };
        let journal = || prepare_journal(self.journal, self.demo, |path| unlock(path, from_stdin), clock);
        match self.command {
            Command::Today(arguments) => {
                open_existing(&journal()?)?.snapshot(|db| today::run(&arguments, db, clock, out))
            }
            Command::Next(arguments) => next::next(&arguments, &journal()?, clock, out),
            Command::Skip(arguments) => next::skip(&arguments, &journal()?, clock, out),
            Command::People(arguments) => {
                open_existing(&journal()?)?.snapshot(|db| people::run(&arguments, db, clock, out))
            }
            Command::Person(arguments) => person::run(&arguments, &journal()?, clock, out),
            Command::Jot(arguments) => jot::run(&arguments, &journal()?, clock, out),
            Command::List(arguments) => {
                open_existing(&journal()?)?.snapshot(|db| list::run(&arguments, db, clock, out))
            }
            Command::Search(arguments) => {
                open_existing(&journal()?)?.snapshot(|db| search::run(&arguments, db, clock, out))
            }
            Command::Brief(arguments) => {
                open_existing(&journal()?)?.snapshot(|db| brief::run(&arguments, db, clock, out))
            }
            Command::Recap(arguments) => {
                open_existing(&journal()?)?.snapshot(|db| recap::run(&arguments, db, clock, out))
            }
            Command::Format(arguments) => format::run(&arguments, &journal()?, clock, out),
            Command::Open(arguments) => {
                open_existing(&journal()?)?.snapshot(|db| open::run(&arguments, db, clock, out))
            }
            Command::Transition(command) => transitions::run(&command, &journal()?, clock, out),
            Command::Told(arguments) => amend::told(&arguments, &journal()?, clock, out),
            Command::Asked(arguments) => amend::asked(&arguments, &journal()?, clock, out),
            Command::Replace(arguments) => amend::replace(&arguments, &journal()?, clock, out),
            Command::Undo => transitions::undo_or_redo(UndoDirection::Undo, &journal()?, clock, out),
            Command::Redo => transitions::undo_or_redo(UndoDirection::Redo, &journal()?, clock, out),
            Command::Check(arguments) => check::run(&arguments, &journal()?, clock, out),
            Command::Recover(arguments) => recover::run(&arguments, from_stdin, clock, out),
            Command::Export(arguments) => {
                open_existing(&journal()?)?.snapshot(|db| export::run(&arguments, db, from_stdin, clock, out))
            }
            Command::Import(arguments) => import::run(&arguments, &journal()?, clock, out),
            Command::Backup(arguments) => backup::back_up(&arguments, &journal()?, clock, out),
            Command::Backups(arguments) => backup::list(&arguments, &journal()?, clock, out),
            Command::Verify(arguments) => backup::verify(&arguments, from_stdin, clock, out),
            Command::Restore(arguments) => restore::run(&arguments, &journal()?, from_stdin, clock, out),
            Command::Erase(arguments) => erase::run(&arguments, &journal()?, clock, out),
            Command::Passphrase(arguments) => passphrase::run(&arguments, &journal()?, from_stdin, clock, out),
            Command::Sample(arguments) => sample::run(&arguments, clock, out),
        }?;
        Ok(out.flush()?)
    }
}

/// The path of the journal that a command opens, which is brought up to date first. The sample
/// journal is written first if it does not exist.
fn prepare_journal(
    journal: Option<PathBuf>,
    demo: bool,
    unlock: impl FnOnce(&Path) -> Result,
    clock: &dyn Clock,
) -> Result<PathBuf> {
    let path = journal_path(journal, demo)?;
    if demo {
        sample_journal::create_if_missing(&path, clock.now().date())?;
    } else {
        unlock(&path)?;
        discard_old_files(&path);
        let now = Moment::from(&clock.now());
        upgrade_if_older(&path, paths::default_backups().as_deref(), &now, announce_upgrade);
    }
    Ok(path)
}

/// The path of the journal to open.
fn journal_path(journal: Option<PathBuf>, demo: bool) -> Result<PathBuf> {
    let default_path = if demo { paths::default_sample } else { paths::default_journal };
    journal
        .or_else(default_path)
        .ok_or_else(|| CliError::runtime("Rapport can’t find your data folder. Choose a journal with --journal PATH."))
}

/// Says on a terminal why the command takes longer this time.
fn announce_upgrade() {
    let mut terminal = std::io::stderr();
    if terminal.is_terminal() {
        let notice = "Updating the journal for this version of Rapport, after a backup. This happens once…";
        // A failed write is no reason not to do it.
        let _ = writeln!(terminal, "{notice}");
    }
}

/// Opens an existing journal: a command that only reads never creates one, and needs not to write.
fn open_existing(path: &Path) -> Result<Db> {
    Ok(OpenOptions::new().or_read_only().open(path)?)
}
