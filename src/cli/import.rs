//! `rapport import`.

use std::{
    collections::BTreeMap,
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use serde_json::{Map, Value, json};

use super::{
    CliError, Result, find_person,
    progress::ProgressLine,
    terminal_text::{pluralize, single_line},
};
use crate::{
    domain::{moment::Moment, name::find_by_name},
    import::{
        Ambiguity, Diagnostic, ImportContext, ImportResult, Preview,
        dates::DayOrder,
        match_existing::match_existing,
        preview, source,
        source::{Source, SourceFormat},
        table,
        table::{Column, Mapping, TableHead},
    },
    journal::{
        Journal,
        change::Change,
        clock::{Clock, FixedClock},
        import_bundle::{ImportBundle, PersonMapping},
        progress::Progress,
        writer_event::WriterEvent,
    },
    store::{Db, StoreError},
};

/// How many of what could not be read are listed.
const MAX_LISTED: usize = 20;

/// How often it is looked how far the journal is.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// How much is said of the columns of a table.
const MAX_COLUMNS_LINE: usize = 400;

/// The widest first line of an entry that is shown.
const MAX_ENTRY_PREVIEW: usize = 50;

const HELP: &str = "Nothing is brought in that the journal has already, so the same source can be read again.
One “rapport undo” takes all of it back.

Ends with 0 where it was brought in, 1 where it could not be, 2 where there is something to say first
(which day 03/04/24 is, whom you mean), 130 where Ctrl+C stopped it; nothing was brought in then.

Examples:
  rapport import json Rapport.json --dry-run
  rapport import ics work.ics
  rapport import csv team.csv --map person=Employee,day=Date,text=Notes
  rapport import json old.json --as \"D. Whitfield=Dana\" --skip Tomas";

#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct Arguments {
    /// What it is: markdown (notes), csv (a table), json (a journal that was exported), ics (a calendar)
    #[arg(value_name = "SORT", value_parser = parse_format)]
    format: SourceFormat,
    /// The file; of notes also a folder
    path: PathBuf,
    /// Whom notes and rows are about that name nobody; of a journal or a calendar only what is about them
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    /// How days such as 03/04/24 are read: day-first or month-first
    #[arg(long, value_name = "ORDER", value_parser = parse_day_order)]
    days: Option<DayOrder>,
    /// Which column of a table is what, by name or number; else as its header suggests
    #[arg(long, value_name = "person=Employee,day=Date,text=3")]
    map: Option<Mapping>,
    /// Somebody of the source is a person of the journal by another name; may be given more than once
    #[arg(long = "as", value_name = "THERE=HERE")]
    mappings: Vec<String>,
    /// Leave out what is about somebody of the source; may be given more than once
    #[arg(long, value_name = "NAME")]
    skip: Vec<String>,
    /// Show what would come in, and bring in nothing
    #[arg(long)]
    dry_run: bool,
    /// Write a JSON object, with all that could not be read
    #[arg(long)]
    json: bool,
}

fn parse_format(text: &str) -> std::result::Result<SourceFormat, String> {
    text.parse().map_err(|_| {
        let sorts: Vec<&str> = SourceFormat::ALL.iter().map(|sort| sort.as_str()).collect();
        format!("what can be brought in is {}", sorts.join(", "))
    })
}

fn parse_day_order(text: &str) -> std::result::Result<DayOrder, String> {
    text.parse().map_err(|_| "03/04/24 is 3 April with day-first, 4 March with month-first".to_owned())
}

pub(super) fn run(arguments: &Arguments, path: &Path, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let now = clock.now();
    let (db, _scratch) = open_or_scratch(path)?;
    let mut long = ProgressLine::start()?;
    let ground = ImportContext { now: now.clone(), people: db.people()? };
    let quiet = arguments.json;
    let source = build_source(arguments);
    let mut watch = |done: u64, of: u64| {
        if !quiet {
            long.report(out, || format!("Reading: {}%", done.saturating_mul(100).checked_div(of).unwrap_or(0)));
        }
        long.check_interrupt()
    };
    let read = source::read(&source, arguments.person.as_deref(), &ground, &mut watch);
    long.clear(out);
    let mut harvest = read?;
    if let Some(question) = harvest.ambiguities.first().filter(|_| !arguments.dry_run) {
        return Err(CliError::usage(ambiguity_message(question)));
    }
    match_existing(&db, &mut harvest.bundle)?;
    apply_person_mappings(&db, &mut harvest.bundle, arguments)?;
    let bundle = Arc::new(std::mem::take(&mut harvest.bundle));
    let shown = preview(&db, &bundle, &Moment::from(&now))?;
    drop(db);
    if !arguments.dry_run && !shown.is_empty() {
        let journal = Journal::open(path, Arc::new(FixedClock::new(now)), || {})?;
        import_bundle(&journal, bundle, &mut long, quiet, out)?;
    }
    let head = table_head(arguments, &harvest);
    if arguments.json {
        write_json(arguments, &harvest, &shown, head.as_ref(), out)
    } else {
        write_summary(arguments, &harvest, &shown, head.as_ref(), out)
    }
}

/// The start of a table of which the columns were read as they were said or offered, with that mapping.
fn table_head(arguments: &Arguments, result: &ImportResult) -> Option<TableHead> {
    let is_table = arguments.format == SourceFormat::Csv && result.ambiguities.is_empty();
    let mut head = is_table.then(|| table::read_head(&arguments.path).ok()).flatten()?;
    if let Some(said) = &arguments.map {
        head.mapping = said.clone();
    }
    // The columns of a table with uids are not chosen.
    (!head.has_uids() || arguments.map.is_some()).then_some(head)
}

/// What the journal has. Where there is none yet, it begins with the import; until then an empty one stands for it.
fn open_or_scratch(path: &Path) -> Result<(Db, Option<tempfile::TempDir>)> {
    match Db::open_existing(path) {
        Err(StoreError::NotFound(_)) => {
            let scratch = tempfile::tempdir()?;
            Ok((Db::open(&scratch.path().join("journal.rapport"))?, Some(scratch)))
        }
        there => Ok((there?, None)),
    }
}

fn build_source(arguments: &Arguments) -> Source {
    let path = arguments.path.clone();
    match arguments.format {
        SourceFormat::Json => Source::Json { path },
        SourceFormat::Ics => Source::Ics { path },
        SourceFormat::Markdown => Source::Markdown { path, day_order: arguments.days },
        SourceFormat::Csv => Source::Csv { path, mapping: arguments.map.clone(), day_order: arguments.days },
    }
}

fn ambiguity_message(ambiguity: &Ambiguity) -> String {
    match ambiguity {
        Ambiguity::DayOrder { example } => format!(
            "{example} can be read in two ways. Say which: --days {} or --days {}. Nothing was brought in.",
            DayOrder::DayFirst.as_str(),
            DayOrder::MonthFirst.as_str()
        ),
        Ambiguity::Columns { header, missing } => format!(
            "{} Say it by their names or numbers: --map person=Employee,day=Date,text=3. Nothing was brought in.",
            missing_columns_message(header, missing)
        ),
    }
}

/// Which columns cannot be found, and which there are.
fn missing_columns_message(header: &[String], missing: &[Column]) -> String {
    let missing: Vec<String> = missing.iter().map(|column| format!("the {}", column.as_str())).collect();
    let there = if header.is_empty() {
        "The columns of the table have no names".to_owned()
    } else {
        format!("The table has {}", single_line(&header.join(", "), 200))
    };
    format!("{there}: it is not clear which is {}.", missing.join(", which is "))
}

/// Puts into the bundle who was said to be whom.
fn apply_person_mappings(db: &Db, bundle: &mut ImportBundle, arguments: &Arguments) -> Result {
    let mut said = Vec::new();
    for same in &arguments.mappings {
        let (there, here) = same
            .split_once('=')
            .ok_or_else(|| CliError::usage(format!("--as {same}: say it as THERE=HERE, as in --as \"D. W.=Dana\".")))?;
        said.push((there, PersonMapping::Existing(find_person::by_name(db, here)?.id)));
    }
    said.extend(arguments.skip.iter().map(|there| (there.as_str(), PersonMapping::Skip)));
    for (there, belongs) in said {
        let found = find_by_name(there, &bundle.people, |arrival| &arrival.person.profile.name);
        let row = found.map_err(|error| CliError::usage(format!("{error} That is said of the source.")))?.person.id;
        for arrival in bundle.people.iter_mut().filter(|arrival| arrival.person.id == row) {
            arrival.mapping = belongs;
        }
    }
    Ok(())
}

/// Brings it in, and waits until it is kept.
fn import_bundle(
    journal: &Journal,
    bundle: Arc<ImportBundle>,
    long: &mut ProgressLine,
    quiet: bool,
    out: &mut dyn Write,
) -> Result {
    let progress = Arc::new(Progress::default());
    journal.submit_with_progress(Change::Import(bundle), Arc::clone(&progress));
    loop {
        std::thread::sleep(POLL_INTERVAL);
        if long.check_interrupt().is_break() {
            progress.cancel();
        }
        if !quiet {
            let (done, of) = progress.done_and_total();
            long.report(out, || format!("Bringing in: {done} of {of}"));
        }
        for notice in journal.poll_events() {
            match notice {
                WriterEvent::Committed { .. } => {
                    long.clear(out);
                    return Ok(());
                }
                WriterEvent::Rejected { error, .. } => {
                    long.clear(out);
                    return Err(error.into());
                }
                _ => {}
            }
        }
    }
}

fn write_summary(
    arguments: &Arguments,
    result: &ImportResult,
    preview: &Preview,
    head: Option<&TableHead>,
    out: &mut dyn Write,
) -> Result {
    let path = arguments.path.display();
    match (preview.is_empty(), arguments.dry_run) {
        (true, _) if preview.existing > 0 => writeln!(out, "Nothing new in {path}: the journal has all of it.")?,
        // What it would bring is not known before that was said; only the question is.
        (true, _) if !result.ambiguities.is_empty() => {}
        (true, _) => writeln!(out, "There is nothing to bring in from {path}.")?,
        (false, true) => writeln!(out, "Would bring in from {path}:")?,
        (false, false) => writeln!(out, "Brought in from {path}:")?,
    }
    if let [first, more @ ..] = preview.new_people.as_slice() {
        let shown: Vec<String> = std::iter::once(first)
            .chain(more)
            .take(MAX_LISTED)
            .map(|name| single_line(name, MAX_ENTRY_PREVIEW))
            .collect();
        let rest = (1 + more.len()).saturating_sub(MAX_LISTED);
        let rest = if rest == 0 { String::new() } else { format!(" and {rest} more") };
        writeln!(out, "  New: {}{rest}", shown.join(", "))?;
    }
    for gain in &preview.people {
        let mut things = vec![];
        let entries: usize = gain.entries.values().map(|(count, _)| count).sum();
        if entries > 0 {
            things.push(pluralize(entries, "entry", "entries"));
        }
        if gain.one_on_ones > 0 {
            things.push(pluralize(gain.one_on_ones, "one-on-one", "one-on-ones"));
        }
        if gain.other_records > 0 {
            things.push(pluralize(gain.other_records, "other thing", "other things"));
        }
        writeln!(out, "  {}: {}", single_line(&gain.name, MAX_ENTRY_PREVIEW), things.join(", "))?;
        for (kind, (count, first)) in &gain.entries {
            let what = pluralize(*count, kind.label(), kind.plural_label()).to_lowercase();
            writeln!(out, "    {what}, first “{}”", single_line(first, MAX_ENTRY_PREVIEW))?;
        }
    }
    if preview.leader_records > 0 {
        writeln!(out, "  About yourself: {}", pluralize(preview.leader_records, "thing", "things"))?;
    }
    if preview.changed > 0 {
        writeln!(out, "  Changed here: {} of when you meet", pluralize(preview.changed, "thing", "things"))?;
    }
    if preview.existing > 0 && !preview.is_empty() {
        writeln!(out, "{} here already.", pluralize(preview.existing, "thing is", "things are"))?;
    }
    if preview.skipped > 0 {
        writeln!(out, "{} left out, as you said.", pluralize(preview.skipped, "thing is", "things are"))?;
    }
    if let Some(head) = head {
        let read = Column::ALL.iter().filter_map(|of| Some(format!("{}={}", of.as_str(), head.mapping.get(*of)?)));
        let left = head.unused_columns(&head.mapping);
        let left = if left.is_empty() { String::new() } else { format!("; not read: {}", left.join(", ")) };
        writeln!(
            out,
            "Columns: {}.",
            single_line(&format!("{}{left}", read.collect::<Vec<_>>().join(", ")), MAX_COLUMNS_LINE)
        )?;
    }
    for aside in &result.ignored {
        writeln!(out, "Left aside: {} {}.", aside.count, aside.description)?;
    }
    for ask in &result.ambiguities {
        match ask {
            Ambiguity::DayOrder { example } => {
                writeln!(
                    out,
                    "To be said first: {example} can be read in two ways (--days day-first or month-first)."
                )?;
            }
            Ambiguity::Columns { header, missing } => {
                writeln!(out, "To be said first: {} Use --map.", missing_columns_message(header, missing))?;
            }
        }
    }
    write_diagnostics(&result.diagnostics, out)?;
    if !arguments.dry_run && !preview.is_empty() {
        writeln!(out, "One “rapport undo” takes all of it back.")?;
    }
    Ok(())
}

fn write_diagnostics(diagnostics: &[Diagnostic], out: &mut dyn Write) -> Result {
    if diagnostics.is_empty() {
        return Ok(());
    }
    writeln!(out, "{} not be read:", pluralize(diagnostics.len(), "thing could", "things could"))?;
    for Diagnostic { file, line: at, reason: why } in diagnostics.iter().take(MAX_LISTED) {
        let at = at.map_or(String::new(), |at| format!(":{at}"));
        writeln!(out, "  {}{at}: {}", single_line(&file.to_string_lossy(), usize::MAX), single_line(why, usize::MAX))?;
    }
    if diagnostics.len() > MAX_LISTED {
        writeln!(out, "  and {} more; --json lists all of them", diagnostics.len() - MAX_LISTED)?;
    }
    Ok(())
}

fn write_json(
    arguments: &Arguments,
    result: &ImportResult,
    preview: &Preview,
    head: Option<&TableHead>,
    out: &mut dyn Write,
) -> Result {
    let people: Vec<Value> = preview
        .people
        .iter()
        .map(|gain| {
            let entries: Map<String, Value> = gain
                .entries
                .iter()
                .map(|(kind, (count, first))| (kind.as_str().to_owned(), json!({ "count": count, "first": first })))
                .collect();
            json!({ "name": gain.name, "one_on_ones": gain.one_on_ones, "entries": entries, "others": gain.other_records })
        })
        .collect();
    let asks: Vec<Value> = result
        .ambiguities
        .iter()
        .map(|ask| match ask {
            Ambiguity::DayOrder { example } => json!({ "ask": "days", "example": example }),
            Ambiguity::Columns { header, missing } => json!({ "ask": "columns", "header": header, "missing": missing }),
        })
        .collect();
    let columns = head.map(|head| {
        let read = Column::ALL.iter().filter_map(|of| Some((of.as_str(), head.mapping.get(*of)?.to_string())));
        json!({ "read": read.collect::<BTreeMap<_, _>>(), "left": head.unused_columns(&head.mapping) })
    });
    let said = json!({
        "path": arguments.path.to_string_lossy(),
        "sort": arguments.format,
        "dry_run": arguments.dry_run,
        "new_people": preview.new_people,
        "people": people,
        "own": preview.leader_records,
        "changed": preview.changed,
        "known": preview.existing,
        "left_out": preview.skipped,
        "columns": columns,
        "aside": result.ignored,
        "asks": asks,
        "unread": result.diagnostics,
    });
    serde_json::to_writer_pretty(&mut *out, &said)?;
    Ok(writeln!(out)?)
}
