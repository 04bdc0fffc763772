//! `rapport export`.

use std::{io::Write, path::PathBuf};

use jiff::civil::Date;

use super::{CliError, Result, find_person, progress::ProgressLine, terminal_text::pluralize};
use crate::{
    domain::{id::Uid, parse::date::parse_past_range, person::Person, review::Review},
    export,
    export::{ExportOptions, ExportScope, ExportSummary, Format},
    journal::clock::Clock,
    store::Db,
};

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum ExportTarget {
    /// What is written about one person
    Person,
    /// What you will say to one person about a period: the review that is being written, or else
    /// the latest
    Review,
    /// All of the journal
    Journal,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum ExtraContent {
    /// Flags, which are left out otherwise
    Flags,
}

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// What to export
    #[arg(value_enum)]
    what: ExportTarget,
    /// The form of the document
    #[arg(long, value_name = "FORMAT", value_enum)]
    format: Format,
    /// The new file; - writes to the terminal
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
    /// Whose history
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    /// Only from this day on, or from the first of a month or a year: 2026-11-24, 1 nov, friday, 3
    /// weeks ago, july, last month; of a review, that its period begins then or later
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Only up to this day, or to the last of a month or a year
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// Flags are private, and left out unless you ask for them; with them the JSON of a person has
    /// your reviews too, which may quote one. The JSON of the journal always has all
    #[arg(long, value_name = "WHAT", value_enum)]
    with: Vec<ExtraContent>,
    /// Replace the file where it is there already
    #[arg(long)]
    force: bool,
}

pub(super) fn run(arguments: &Arguments, db: &Db, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let options = export_options(arguments, db, clock)?;
    let mut progress = ProgressLine::start()?;
    if arguments.out.as_os_str() == "-" {
        export::write(db, &options, out, &mut |_, _| progress.check_interrupt())?;
        return Ok(());
    }
    let mut on_progress = |done, total| {
        progress.report(out, || format!("{done} of {total} entries"));
        progress.check_interrupt()
    };
    let summary = export::to_file(db, &options, &arguments.out, arguments.force, &mut on_progress);
    progress.clear(out);
    writeln!(out, "{}", summary_text(&options, summary?, arguments))?;
    Ok(())
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
        (ExportTarget::Review, None) => return Err(CliError::usage("Say whose review: --person NAME.")),
        (ExportTarget::Person, Some(name)) => ExportScope::Person(find_person::by_name(db, name)?.id),
        (ExportTarget::Journal, None) => ExportScope::Journal,
        (ExportTarget::Person, None) => return Err(CliError::usage("Say whose history: --person NAME.")),
        (ExportTarget::Journal, Some(_)) => {
            return Err(CliError::usage("--person is for “rapport export person”: the journal is of everybody."));
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
        let days = if from.or(to).is_some() { " within these days" } else { "" };
        let name = &person.profile.name;
        CliError::runtime(format!("There is no review of {name}{days} yet. Write one in the window, under Review."))
    })
}

fn summary_text(options: &ExportOptions, result: ExportSummary, arguments: &Arguments) -> String {
    let count = |count: u64, one, many| pluralize(usize::try_from(count).unwrap_or(usize::MAX), one, many);
    let flags = match result.flags_left_out {
        _ if options.is_full_export() => " Flags and the trash are in it.".to_owned(),
        0 => String::new(),
        left_out if matches!(options.scope, ExportScope::Review(_)) => {
            format!(
                " {} left out: --with flags puts them in.",
                count(left_out, "flag that you picked is", "flags that you picked are")
            )
        }
        left_out => format!(" {} left out: --with flags puts them in.", count(left_out, "flag is", "flags are")),
    };
    let what = match options.scope {
        ExportScope::Review(_) => {
            format!("the review with {}", count(result.entries, "piece of evidence", "pieces of evidence"))
        }
        ExportScope::Journal | ExportScope::Person(_) => count(result.entries, "entry", "entries"),
    };
    let quoted = if result.quotes_a_flag { " The text quotes a flag." } else { "" };
    format!("Exported {what} to {}.{flags}{quoted}", arguments.out.display())
}
