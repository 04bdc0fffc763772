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
    CliError, Result,
    backup::back_up_before,
    find_person,
    progress::ProgressLine,
    terminal_text::{pluralize, single_line},
};
use crate::{
    domain::{backup::BackupReason, moment::Moment, name::find_by_name},
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
    store::{Db, OpenOptions, StoreError},
};

/// At most so many diagnostics, or new people, are listed.
const MAX_LISTED: usize = 20;

/// How often the progress of the writer thread is read.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// The width to which the line about columns is cut.
const MAX_COLUMNS_LINE: usize = 400;

/// The width to which names and the first lines of entries are cut, in columns.
const MAX_ENTRY_PREVIEW: usize = 50;

const HELP: &str = "Importing the same source again won’t create duplicates. “rapport undo” undoes the whole import.

Exit codes: 0 imported, 1 failed, 2 more information needed (such as how to read 03/04/24, or who a
name refers to), 130 stopped with Ctrl+C. Except for 0, nothing was imported.

Examples:
  rapport import json Rapport.json --dry-run
  rapport import ics work.ics
  rapport import csv team.csv --map person=Employee,day=Date,text=Notes
  rapport import json old.json --as \"D. Whitfield=Dana\" --skip Tomas";

#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct Arguments {
    /// The format of the source
    #[arg(value_name = "FORMAT", value_enum)]
    format: SourceFormat,
    /// The file, or a folder of notes
    path: PathBuf,
    /// The person that notes and rows without a name are about. From a journal or a calendar,
    /// import only what is about this person
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    /// How to read dates like 03/04/24
    #[arg(long, value_name = "ORDER", value_enum)]
    days: Option<DayOrder>,
    /// What the columns of a table hold, by name or number. Guessed from the header by default
    #[arg(long, value_name = "person=Employee,day=Date,text=3")]
    map: Option<Mapping>,
    /// Match a person in the source to one in the journal. Can be repeated
    #[arg(long = "as", value_name = "SOURCE=JOURNAL")]
    mappings: Vec<String>,
    /// Skip a person in the source. Can be repeated
    #[arg(long, value_name = "NAME")]
    skip: Vec<String>,
    /// Preview the import without changing anything
    #[arg(long)]
    dry_run: bool,
    /// Print a JSON object, including everything that could not be read
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, path: &Path, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let now = clock.now();
    let (db, _scratch) = open_or_scratch(path)?;
    let mut progress = ProgressLine::start()?;
    let context = ImportContext { now: now.clone(), people: db.people()? };
    let quiet = arguments.json;
    let source = build_source(arguments);
    let mut on_progress = |done: u64, total: u64| {
        if !quiet {
            progress.report(out, || format!("Reading: {}%", done.saturating_mul(100).checked_div(total).unwrap_or(0)));
        }
        progress.check_interrupt()
    };
    let result = source::read(&source, arguments.person.as_deref(), &context, &mut on_progress);
    progress.clear(out);
    let mut result = result?;
    if let Some(question) = result.ambiguities.first().filter(|_| !arguments.dry_run) {
        return Err(CliError::usage(ambiguity_message(question)));
    }
    match_existing(&db, &mut result.bundle)?;
    apply_person_mappings(&db, &mut result.bundle, arguments)?;
    let bundle = Arc::new(std::mem::take(&mut result.bundle));
    let preview = preview(&db, &bundle, &Moment::from(&now))?;
    drop(db);
    if !arguments.dry_run && !preview.is_empty() {
        back_up_before(path, BackupReason::BeforeImport, &Moment::from(&now));
        let journal = Journal::open(path, Arc::new(FixedClock::new(now)), || {})?;
        import_bundle(&journal, bundle, &mut progress, quiet, out)?;
    }
    let head = table_head(arguments, &result);
    if arguments.json {
        write_json(arguments, &result, &preview, head.as_ref(), out)
    } else {
        write_summary(arguments, &result, &preview, head.as_ref(), out)
    }
}

/// The head of a table, with the mapping by which its columns were read.
fn table_head(arguments: &Arguments, result: &ImportResult) -> Option<TableHead> {
    let is_table = arguments.format == SourceFormat::Csv && result.ambiguities.is_empty();
    let mut head = is_table.then(|| table::read_head(&arguments.path).ok()).flatten()?;
    if let Some(mapping) = &arguments.map {
        head.mapping = mapping.clone();
    }
    // The columns of a table with uids are not chosen.
    (!head.has_uids() || arguments.map.is_some()).then_some(head)
}

/// Opens the journal, or an empty temporary one if there is none yet: the import creates it.
fn open_or_scratch(path: &Path) -> Result<(Db, Option<tempfile::TempDir>)> {
    match OpenOptions::new().or_read_only().open(path) {
        Err(StoreError::NotFound(_)) => {
            let scratch = tempfile::tempdir()?;
            Ok((Db::open(&scratch.path().join("journal.rapport"))?, Some(scratch)))
        }
        result => Ok((result?, None)),
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
            "{example} can be read two ways. Choose one with --days {} or --days {}. Nothing was imported.",
            DayOrder::DayFirst.as_str(),
            DayOrder::MonthFirst.as_str()
        ),
        Ambiguity::Columns { header, missing } => format!(
            "{} Name the columns: --map person=Employee,day=Date,text=3. Nothing was imported.",
            missing_columns_message(header, missing)
        ),
    }
}

/// Which columns are missing, and which the table has.
fn missing_columns_message(header: &[String], missing: &[Column]) -> String {
    let missing: Vec<String> = missing.iter().map(|column| format!("the {}", column.as_str())).collect();
    let header = if header.is_empty() {
        "The table’s columns have no names".to_owned()
    } else {
        format!("The table has the columns {}", single_line(&header.join(", "), 200))
    };
    format!("{header}; it’s unclear which one is {}.", missing.join(", and which is "))
}

/// Applies `--as` and `--skip` to the people of the bundle.
fn apply_person_mappings(db: &Db, bundle: &mut ImportBundle, arguments: &Arguments) -> Result {
    let mut mappings = Vec::new();
    for same in &arguments.mappings {
        let (there, here) = same
            .split_once('=')
            .ok_or_else(|| CliError::usage(format!("--as {same}: use SOURCE=JOURNAL, as in --as \"D. W.=Dana\".")))?;
        mappings.push((there, PersonMapping::Existing(find_person::by_name(db, here)?.id)));
    }
    mappings.extend(arguments.skip.iter().map(|there| (there.as_str(), PersonMapping::Skip)));
    for (there, mapping) in mappings {
        let found = find_by_name(there, &bundle.people, |person| [&person.person.profile.name]);
        let id =
            found.map_err(|error| CliError::usage(format!("{error} This is about names in the source.")))?.person.id;
        for person in bundle.people.iter_mut().filter(|person| person.person.id == id) {
            person.mapping = mapping;
        }
    }
    Ok(())
}

/// Commits the bundle, and waits until the writer has stored it.
fn import_bundle(
    journal: &Journal,
    bundle: Arc<ImportBundle>,
    line: &mut ProgressLine,
    quiet: bool,
    out: &mut dyn Write,
) -> Result {
    let progress = Arc::new(Progress::default());
    journal.submit_with_progress(Change::Import(bundle), Arc::clone(&progress));
    loop {
        std::thread::sleep(POLL_INTERVAL);
        if line.check_interrupt().is_break() {
            progress.cancel();
        }
        if !quiet {
            let (done, total) = progress.done_and_total();
            line.report(out, || format!("Importing: {done} of {total}"));
        }
        for event in journal.poll_events() {
            match event {
                WriterEvent::Committed { .. } => {
                    line.clear(out);
                    return Ok(());
                }
                WriterEvent::Rejected { error, .. } => {
                    line.clear(out);
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
        (true, _) if preview.existing > 0 => {
            writeln!(out, "Nothing new in {path}: everything is already in your journal.")?;
        }
        // Until the ambiguity is resolved, the content is unknown.
        (true, _) if !result.ambiguities.is_empty() => {}
        (true, _) => writeln!(out, "Nothing to import from {path}.")?,
        (false, true) => writeln!(out, "Would import from {path}:")?,
        (false, false) => writeln!(out, "Imported from {path}:")?,
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
    for person in &preview.people {
        let mut counts = vec![];
        let entries: usize = person.entries.values().map(|(count, _)| count).sum();
        if entries > 0 {
            counts.push(pluralize(entries, "entry", "entries"));
        }
        if person.one_on_ones > 0 {
            counts.push(pluralize(person.one_on_ones, "one-on-one", "one-on-ones"));
        }
        if person.other_records > 0 {
            counts.push(pluralize(person.other_records, "other item", "other items"));
        }
        writeln!(out, "  {}: {}", single_line(&person.name, MAX_ENTRY_PREVIEW), counts.join(", "))?;
        for (kind, (count, first)) in &person.entries {
            let noun = pluralize(*count, kind.label(), kind.plural_label()).to_lowercase();
            writeln!(out, "    {noun}, first “{}”", single_line(first, MAX_ENTRY_PREVIEW))?;
        }
    }
    if preview.leader_records > 0 {
        writeln!(out, "  About yourself: {}", pluralize(preview.leader_records, "item", "items"))?;
    }
    if preview.changed > 0 {
        writeln!(
            out,
            "  {}",
            pluralize(
                preview.changed,
                "changed cadence or planned one-on-one",
                "changed cadences or planned one-on-ones"
            )
        )?;
    }
    if preview.existing > 0 && !preview.is_empty() {
        writeln!(out, "{} already in your journal.", pluralize(preview.existing, "item is", "items are"))?;
    }
    if preview.erased > 0 {
        writeln!(
            out,
            "{} erased from the journal before, and stay out.",
            pluralize(preview.erased, "item was", "items were")
        )?;
    }
    if preview.skipped > 0 {
        writeln!(out, "{} skipped.", pluralize(preview.skipped, "item was", "items were"))?;
    }
    if let Some(head) = head {
        let used =
            Column::ALL.iter().filter_map(|column| Some(format!("{}={}", column.as_str(), head.mapping.get(*column)?)));
        let unused = head.unused_columns(&head.mapping);
        let unused = if unused.is_empty() { String::new() } else { format!("; not read: {}", unused.join(", ")) };
        writeln!(
            out,
            "Columns: {}.",
            single_line(&format!("{}{unused}", used.collect::<Vec<_>>().join(", ")), MAX_COLUMNS_LINE)
        )?;
    }
    for ignored in &result.ignored {
        writeln!(out, "Ignored: {} {}.", ignored.count, ignored.description)?;
    }
    for ambiguity in &result.ambiguities {
        match ambiguity {
            Ambiguity::DayOrder { example } => {
                writeln!(
                    out,
                    "More information needed: {example} can be read two ways (--days day-first or month-first)."
                )?;
            }
            Ambiguity::Columns { header, missing } => {
                writeln!(out, "More information needed: {} Use --map.", missing_columns_message(header, missing))?;
            }
        }
    }
    write_diagnostics(&result.diagnostics, out)?;
    if !arguments.dry_run && !preview.is_empty() {
        writeln!(out, "“rapport undo” undoes the whole import.")?;
    }
    Ok(())
}

fn write_diagnostics(diagnostics: &[Diagnostic], out: &mut dyn Write) -> Result {
    if diagnostics.is_empty() {
        return Ok(());
    }
    writeln!(out, "{} not be read:", pluralize(diagnostics.len(), "item could", "items could"))?;
    for Diagnostic { file, line, reason } in diagnostics.iter().take(MAX_LISTED) {
        let line = line.map_or(String::new(), |line| format!(":{line}"));
        writeln!(
            out,
            "  {}{line}: {}",
            single_line(&file.to_string_lossy(), usize::MAX),
            single_line(reason, usize::MAX)
        )?;
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
        .map(|person| {
            let entries: Map<String, Value> = person
                .entries
                .iter()
                .map(|(kind, (count, first))| (kind.as_str().to_owned(), json!({ "count": count, "first": first })))
                .collect();
            json!({ "name": person.name, "one_on_ones": person.one_on_ones, "entries": entries, "others": person.other_records })
        })
        .collect();
    let ambiguities: Vec<Value> = result
        .ambiguities
        .iter()
        .map(|ambiguity| match ambiguity {
            Ambiguity::DayOrder { example } => json!({ "ask": "days", "example": example }),
            Ambiguity::Columns { header, missing } => json!({ "ask": "columns", "header": header, "missing": missing }),
        })
        .collect();
    let columns = head.map(|head| {
        let read =
            Column::ALL.iter().filter_map(|column| Some((column.as_str(), head.mapping.get(*column)?.to_string())));
        json!({ "read": read.collect::<BTreeMap<_, _>>(), "left": head.unused_columns(&head.mapping) })
    });
    let summary = json!({
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
        "asks": ambiguities,
        "unread": result.diagnostics,
    });
    serde_json::to_writer_pretty(&mut *out, &summary)?;
    Ok(writeln!(out)?)
}
