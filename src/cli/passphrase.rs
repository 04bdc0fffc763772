//! `rapport passphrase`.

use std::{io::Write, ops::ControlFlow, path::Path};

use clap::Subcommand;

use super::{
    CliError, Result, confirm, passphrase_prompt,
    unlock::{given_passphrase, parse},
};
use crate::{
    domain::{
        moment::Moment,
        passphrase::{Passphrase, PassphraseStrength},
        recovery_key::RecoveryKey,
    },
    journal::{
        clock::Clock,
        passphrase::{PASSPHRASE_SETTING, PassphraseOutcome, PassphraseStatus, remove_passphrase, set_passphrase},
        paths,
    },
    store::{Db, FileKey, OldFile},
    wording::{
        passphrase::{self, rating},
        user_error::NOTHING_CHANGED,
    },
};

const HELP: &str = "The passphrase is asked for on the terminal. In a script, --passphrase-stdin reads it from the
first line of standard input, and for “change” the new one from the second; RAPPORT_KEYFILE names a file
whose first line is the current one. It is never an argument: other programs can see those.

Without the passphrase and the recovery key nobody can open the journal, not even you.";

#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: PassphraseCommand,
}

#[derive(Debug, Subcommand)]
enum PassphraseCommand {
    /// Encrypt the journal and its backups with a passphrase
    Set,
    /// Change the passphrase of the journal and its backups
    Change,
    /// Remove the passphrase: the journal and its backups are not encrypted any more
    Remove {
        /// Remove it without asking
        #[arg(long)]
        yes: bool,
    },
    /// Show the recovery key, which opens the journal without the passphrase
    RecoveryKey,
}

/// Runs the command. The journal is unlocked.
pub(super) fn run(
    arguments: &Arguments,
    path: &Path,
    from_stdin: bool,
    clock: &dyn Clock,
    out: &mut dyn Write,
) -> Result {
    let db = Db::open_existing(path)?;
    let old_key = db.key()?;
    let is_encrypted = db.is_encrypted();
    match (&arguments.command, is_encrypted) {
        (PassphraseCommand::Set, true) => {
            return Err(CliError::usage(format!(
                "The journal has a passphrase already. {NOTHING_CHANGED} Use “rapport passphrase change”."
            )));
        }
        (PassphraseCommand::Change | PassphraseCommand::Remove { .. } | PassphraseCommand::RecoveryKey, false) => {
            return Err(CliError::usage(format!(
                "The journal has no passphrase. {NOTHING_CHANGED} Set one with “rapport passphrase set”."
            )));
        }
        (PassphraseCommand::RecoveryKey, true) => return show_recovery_key(&db, from_stdin, out),
        _ => drop(db),
    }
    let folder = paths::default_backups();
    let mut no_progress = |_: u64, _: u64| ControlFlow::Continue(());
    if let PassphraseCommand::Remove { yes } = arguments.command {
        if !yes && !confirm::ask("Anyone who can read your files will be able to read the journal. Go on?", out)? {
            return Ok(writeln!(out, "{NOTHING_CHANGED}")?);
        }
        let outcome = remove_passphrase(path, folder.as_deref(), &mut no_progress)?;
        replace_stored_key(path, old_key.as_deref());
        return write_outcome(false, &outcome, out);
    }
    let passphrase = new_passphrase(is_encrypted, from_stdin, out)?;
    let now = Moment::from(&clock.now());
    let outcome = set_passphrase(path, folder.as_deref(), &passphrase, &now, &mut no_progress)?;
    replace_stored_key(path, old_key.as_deref());
    if is_encrypted {
        writeln!(out, "The passphrase was changed.")?;
    }
    write_outcome(true, &outcome, out)?;
    show_recovery_key(&Db::open_existing(path)?, from_stdin, out)
}

/// Has the system keychain follow the change, if it has the old key.
#[cfg(feature = "window")]
fn replace_stored_key(path: &Path, old: Option<&FileKey>) {
    let keychain = crate::journal::keychain::Keychain::default();
    if let Some(Err(error)) = old.map(|old| keychain.replace_key(path, old)) {
        tracing::info!(%error, "the system keychain does not follow the change");
    }
}

/// A program without a window has none of the libraries of the desktop.
#[cfg(not(feature = "window"))]
fn replace_stored_key(_: &Path, _: Option<&FileKey>) {}

/// The new passphrase: from standard input, or typed twice.
fn new_passphrase(is_change: bool, from_stdin: bool, out: &mut dyn Write) -> Result<Passphrase> {
    // The key file has the current one.
    let given = if from_stdin || !is_change { given_passphrase(from_stdin)? } else { None };
    let typed = match given {
        Some(given) => given,
        None => passphrase_prompt::prompt_new("New passphrase: ", "The same again: ")?,
    };
    let passphrase = parse(&typed)?;
    let found = passphrase.rating();
    if found.strength < PassphraseStrength::Good {
        writeln!(out, "{}", rating(found))?;
    }
    Ok(passphrase)
}

fn write_outcome(is_encrypted: bool, outcome: &PassphraseOutcome, out: &mut dyn Write) -> Result {
    let PassphraseOutcome { old_file, backups, failed_backups } = outcome;
    let is_overwritten = *old_file == OldFile::Overwritten;
    writeln!(out, "{}", passphrase::outcome(is_encrypted, *backups, failed_backups.len(), is_overwritten))?;
    for path in failed_backups {
        writeln!(out, "  {}", path.display())?;
    }
    Ok(())
}

/// Shows the recovery key. A person has to prove that they have it.
fn show_recovery_key(db: &Db, from_stdin: bool, out: &mut dyn Write) -> Result {
    let Some(key) = db.recovery_key()? else { return Ok(()) };
    writeln!(out, "\nRecovery key, which opens the journal if you forget the passphrase:\n")?;
    for row in (0..RecoveryKey::GROUPS).collect::<Vec<_>>().chunks(5) {
        let groups: Vec<String> = row.iter().map(|group| key.group(*group).to_string()).collect();
        writeln!(out, "  {}", groups.join("  "))?;
    }
    writeln!(out, "\nPrint it or write it down, and store it away from this computer.")?;
    if from_stdin {
        return Ok(());
    }
    out.flush()?;
    // Not the first: whoever begins to write has that.
    let asked = RecoveryKey::GROUPS / 2;
    let typed = passphrase_prompt::prompt(&format!("When you have it, type group {}: ", asked + 1));
    let Ok(typed) = typed else { return Ok(()) };
    if !secrecy::ExposeSecret::expose_secret(&typed).trim().eq_ignore_ascii_case(&key.group(asked)) {
        return Ok(writeln!(out, "That’s another one. “rapport passphrase recovery-key” shows the key again.")?);
    }
    if let Some(status) = PassphraseStatus::read(db)? {
        let status = PassphraseStatus { has_recovery_key: true, ..status };
        db.transaction(|db| db.set_setting(PASSPHRASE_SETTING, &status))?;
    }
    Ok(writeln!(out, "Good: you have it.")?)
}
