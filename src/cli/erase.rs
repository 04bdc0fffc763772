//! `rapport erase`.

use std::{io::Write, ops::ControlFlow, path::Path};

use jiff::civil::Date;

use super::{
    CliError, Result, confirm, date_args, find_person,
    terminal_text::pluralize,
    transitions::{open_journal, parse_entry_id},
};
use crate::{
    domain::{
        erase::{EraseRequest, EraseScope, EraseSummary},
        id::EntryId,
        moment::Moment,
    },
    journal::{
        Journal,
        clock::Clock,
        erase::{BackupsWithRecords, backups_with, erase_in_backups, lock_backups},
        paths,
    },
    wording::{backup::made_at, erase},
};

#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "options of the terminal")]
pub(super) struct Arguments {
    /// The number of an entry, as “rapport list” shows it, without the #
    #[arg(value_parser = parse_entry_id, group = "scope", required_unless_present_any = ["person", "trash", "before", "drafts"])]
    id: Option<EntryId>,
    /// Erase this person and everything about them
    #[arg(long, value_name = "NAME", group = "scope")]
    person: Option<String>,
    /// Erase everything in the trash, and what was deleted or undone before
    #[arg(long, group = "scope")]
    trash: bool,
    /// Erase everything written before this day
    #[arg(long, value_name = "DAY", group = "scope")]
    before: Option<String>,
    /// Erase all drafts, too
    #[arg(long)]
    drafts: bool,
    /// Erase it in the backups, too
    #[arg(long)]
    backups: bool,
    /// Only say what would be erased
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
    /// Erase without asking
    #[arg(long)]
    yes: bool,
}

pub(super) fn run(arguments: &Arguments, path: &Path, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let now = clock.now();
    let journal = open_journal(path, &now)?;
    write_interrupted(&journal, out)?;
    let request = EraseRequest { scope: scope(arguments, &journal, now.date())?, all_drafts: arguments.drafts };
    let plan = journal.plan_erase(&request)?;
    if plan.is_empty() {
        return Ok(writeln!(out, "There is nothing to erase.")?);
    }
    write_plan(&request, &plan, out)?;
    let folder = paths::default_backups();
    let backups = journal.read(|db| Ok(backups_with(db, &request, folder.as_deref())))??;
    write_backups(&backups, now.date(), arguments.backups, out)?;
    if arguments.dry_run {
        return Ok(());
    }
    writeln!(out, "{}", erase::CANNOT_BE_UNDONE)?;
    if !arguments.yes && !confirm::ask(&erase::question(&plan), out)? {
        return Ok(writeln!(out, "Nothing was erased.")?);
    }
    let locked = journal.read(|db| Ok(lock_backups(db, &request, folder.as_deref())))??;
    if locked.found != backups {
        writeln!(out, "{}", erase::MADE_MEANWHILE)?;
        write_backups(&locked.found, now.date(), arguments.backups, out)?;
    }
    if arguments.backups {
        erase_there_first(&locked.found, &Moment::from(&now), out)?;
    }
    let outcome = journal.erase(request, locked.lock)?;
    writeln!(out, "{}.", erase::erased_notice(&outcome.summary))?;
    if !outcome.is_rebuilt {
        writeln!(out, "{}", erase::NOT_REBUILT)?;
    }
    Ok(())
}

fn write_backups(found: &BackupsWithRecords, today: Date, erase_there: bool, out: &mut dyn Write) -> Result {
    for file in &found.unreadable {
        writeln!(out, "{}", erase::unreadable_backup(file))?;
    }
    if found.backups.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", erase::in_backups(found.backups.len(), erase_there))?;
    for backup in &found.backups {
        writeln!(out, "  {}: {}", made_at(&backup.manifest.made_at, today), backup.path.display())?;
    }
    Ok(())
}

/// Erases in the backups. The journal comes last, so that what fails can be tried again.
fn erase_there_first(found: &BackupsWithRecords, at: &Moment, out: &mut dyn Write) -> Result {
    let failed = erase_in_backups(found, at, &mut |_, _| ControlFlow::Continue(()));
    let done = found.backups.len() - failed.len();
    if done > 0 {
        writeln!(out, "Erased in {}.", pluralize(done, "backup", "backups"))?;
    }
    if failed.is_empty() {
        return Ok(());
    }
    out.flush()?;
    let files: Vec<String> =
        failed.iter().map(|failed| format!("{}: {}", failed.path.display(), failed.error)).collect();
    Err(CliError::runtime(format!(
        "It is still in {}, and in the journal: {} Try again, delete the file, or leave out --backups.",
        pluralize(failed.len(), "backup", "backups"),
        files.join(" ")
    )))
}

fn scope(arguments: &Arguments, journal: &Journal, today: Date) -> Result<EraseScope> {
    if let Some(id) = arguments.id {
        let entry = journal.read(|db| db.entry(id))?.ok_or_else(|| {
            CliError::runtime(format!(
                "There is no entry {} in this journal. Nothing was erased. “rapport list” shows the numbers.",
                id.0
            ))
        })?;
        return Ok(EraseScope::Entries(vec![entry.uid]));
    }
    if let Some(name) = &arguments.person {
        return Ok(EraseScope::Person(journal.read(|db| Ok(find_person::by_name(db, name)))??.uid));
    }
    if let Some(day) = &arguments.before {
        let day = date_args::parse_past_day("--before", day, today)?;
        if day > today {
            return Err(CliError::usage(format!(
                "--before: {} is in the future. Nothing was erased. Give today or an earlier day.",
                day.strftime("%-d %B %Y")
            )));
        }
        return Ok(EraseScope::Before(day));
    }
    Ok(if arguments.trash { EraseScope::Trash } else { EraseScope::Nothing })
}

fn write_plan(request: &EraseRequest, plan: &EraseSummary, out: &mut dyn Write) -> Result {
    writeln!(out, "{}", erase::WHAT_GOES)?;
    for line in erase::describe(plan) {
        writeln!(out, "  {line}")?;
    }
    for note in erase::notes(request, plan) {
        writeln!(out, "{note}")?;
    }
    Ok(())
}

fn write_interrupted(journal: &Journal, out: &mut dyn Write) -> Result {
    if let Some(interrupted) = journal.interrupted_erase() {
        writeln!(out, "{}", erase::interrupted_notice(interrupted))?;
    }
    Ok(())
}
