//! `rapport export`.

use std::{
    io::{IsTerminal as _, Write},
    path::PathBuf,
};

use jiff::civil::Date;
use secrecy::SecretString;

use super::{CliError, Result, find_person, passphrase_prompt, progress::ProgressLine, terminal_text::pluralize};
use crate::{
    domain::{id::Uid, parse::date::parse_past_range, person::Person, review::Review},
    export,
    export::{ExportOptions, ExportScope, ExportSummary, Format},
    journal::clock::Clock,
    store::Db,
};

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum ExportTarget {
    /// One person’s history
    Person,
    /// One person’s review: the one you are writing, or else the latest
    Review,
    /// The whole journal
    Journal,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum ExtraContent {
    /// Flags, which are left out by default
    Flags,
}

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// What to export
    #[arg(value_enum)]
    what: ExportTarget,
    /// The format of the file
    #[arg(long, value_name = "FORMAT", value_enum)]
    format: Format,
    /// The file to write; - for standard output
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
    /// The person
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    /// The first day, month or year: 2026-11-24, 1 nov, friday, 3 weeks ago, july, last month. For
    /// a review, the earliest start of its period
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// The last day, month or year
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// Include flags, which are private and left out by default. A person’s JSON then includes
    /// reviews too, which may quote a flag. The journal’s JSON is always complete
    #[arg(long, value_name = "WHAT", value_enum)]
    with: Vec<ExtraContent>,
    /// Replace an existing file
    #[arg(long)]
    force: bool,
    /// Encrypt the file with a passphrase of its own, which is asked for. The program “age”
    /// decrypts it. With --passphrase-stdin it is the first line of standard input, or the second
    /// if the first is the passphrase of the journal
    #[arg(long)]
    encrypt: bool,
}

/// Runs the command. `from_stdin` is whether a passphrase is read from standard input.
pub(super) fn run(arguments: &Arguments, db: &Db, from_stdin: bool, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let options = export_options(arguments, db, clock)?;
    let is_to_stdout = arguments.out.as_os_str() == "-";
    if arguments.encrypt && is_to_stdout && std::io::stdout().is_terminal() {
        return Err(CliError::usage("An encrypted export isn’t text: choose a file with --out PATH."));
    }
    let passphrase = arguments.encrypt.then(|| new_passphrase(from_stdin)).transpose()?;
    let mut progress = ProgressLine::start()?;
    if is_to_stdout {
        let on_progress = &mut |_, _| progress.check_interrupt();
        match &passphrase {
            Some(passphrase) => export::write_encrypted(db, &options, passphrase, out, on_progress)?,
            None => export::write(db, &options, out, on_progress)?,
        };
        return Ok(());
    }
    let mut on_progress = |done, total| {
        progress.report(out, || format!("{done} of {total} entries"));
        progress.check_interrupt()
    };
    let target = export::Target { path: &arguments.out, replace: arguments.force, passphrase: passphrase.as_ref() };
    let summary = export::to_file(db, &options, &target, &mut on_progress);
    progress.clear(out);
    writeln!(out, "{}", summary_text(&options, summary?, arguments, db.is_encrypted()))?;
    Ok(())
}

fn new_passphrase(from_stdin: bool) -> Result<SecretString> {
    if from_stdin {
        passphrase_prompt::from_stdin()
    } else {
        passphrase_prompt::prompt_new("Passphrase for this file: ", "The same again: ")
    }
}

fn export_options(arguments: &Arguments, db: &Db, clock: &dyn Clock) -> Result<ExportOptions> {
    let today = clock.now().date();
    let parse = |option: &str, value: &Option<String>| {
        let range = value.as_ref().map(|text| parse_past_range(text, today)).transpose();
        range.map_err(|error| CliError::usage(format!("{option}: {error}")))
    };
    let from = parse("--from", &arguments.from)?.map(|(first, _)| first);
    let to = parse("--to", &arguments.to)?.map(|(_, last)| last);
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        return Err(CliError::usage(format!("--from {from} is after --to {to}: swap them.")));
    }
    let scope = match (arguments.what, &arguments.person) {
        (ExportTarget::Review, Some(name)) => {
            let review = find_review(db, &find_person::by_name(db, name)?, from, to)?;
            let with_flags = includes_flags(arguments);
            return Ok(ExportOptions {
                scope: ExportScope::Review(review),
                format: arguments.format,
                from: None,
                to: None,
                with_flags,
                today,
            });
        }
        (ExportTarget::Person, Some(name)) => ExportScope::Person(find_person::by_name(db, name)?.id),
        (ExportTarget::Journal, None) => ExportScope::Journal,
        (ExportTarget::Review | ExportTarget::Person, None) => {
            return Err(CliError::usage("Choose a person: --person NAME."));
        }
        (ExportTarget::Journal, Some(_)) => {
            return Err(CliError::usage("--person is only for “rapport export person” and “rapport export review”."));
        }
    };
    Ok(ExportOptions { scope, format: arguments.format, from, to, with_flags: includes_flags(arguments), today })
}

fn includes_flags(arguments: &Arguments) -> bool {
    arguments.with.iter().any(|with| matches!(with, ExtraContent::Flags))
}

/// The unfinished review, or else the latest finished one, whose period lies within these days.
fn find_review(db: &Db, person: &Person, from: Option<Date>, to: Option<Date>) -> Result<Uid> {
    let is_within =
        |review: &Review| from.is_none_or(|from| review.from >= from) && to.is_none_or(|to| review.to <= to);
    let mut reviews = db.unfinished_review(person.id)?.into_iter().chain(db.finished_reviews(person.id)?);
    reviews.find(is_within).map(|review| review.uid).ok_or_else(|| {
        let days = if from.or(to).is_some() { " in this period" } else { "" };
        let name = &person.profile.name;
        CliError::runtime(format!("There’s no review of {name}{days} yet. Write one in the window, under Review."))
    })
}

fn summary_text(
    options: &ExportOptions,
    result: ExportSummary,
    arguments: &Arguments,
    is_journal_encrypted: bool,
) -> String {
    let count = |count: u64, one, many| pluralize(usize::try_from(count).unwrap_or(usize::MAX), one, many);
    let flags = match result.flags_left_out {
        _ if options.is_full_export() => " It includes flags and the trash.".to_owned(),
        0 => String::new(),
        left_out if matches!(options.scope, ExportScope::Review(_)) => {
            format!(
                " {} left out; use --with flags to include them.",
                count(left_out, "flag you picked was", "flags you picked were")
            )
        }
        left_out => {
            format!(" {} left out; use --with flags to include them.", count(left_out, "flag was", "flags were"))
        }
    };
    let what = match options.scope {
        ExportScope::Review(_) => {
            format!("the review with {}", count(result.entries, "piece of evidence", "pieces of evidence"))
        }
        ExportScope::Journal | ExportScope::Person(_) => count(result.entries, "entry", "entries"),
    };
    let quoted = if result.quotes_a_flag { " The text quotes a flag." } else { "" };
    let encrypted = match (arguments.encrypt, is_journal_encrypted) {
        (true, _) => " Open it with “age --decrypt” and its passphrase.",
        (false, true) => " Unlike the journal, the file isn’t encrypted; --encrypt does that.",
        (false, false) => "",
    };
    format!("Exported {what} to {}.{flags}{quoted}{encrypted}", arguments.out.display())
}
