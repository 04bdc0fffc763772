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
    Failure, Result,
    long::Long,
    text::{counted, line},
    who,
};
use crate::{
    domain::moment::Moment,
    domain::name::find_by_name,
    import::{
        Ask, Ground, Harvest, Preview, Unread,
        days::DayOrder,
        known::recognise,
        preview,
        source::{self, Sort, Source},
        table::{self, Column, Head, Mapping},
    },
    journal::{
        Journal,
        bundle::{Belongs, Bundle},
        change::Change,
        clock::{Clock, SetClock},
        notice::Notice,
        progress::Progress,
    },
    store::{Db, StoreError},
};

/// How many of what could not be read are listed.
const LISTED: usize = 20;

/// How often it is looked how far the journal is.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// How much is said of the columns of a table.
const COLUMNS: usize = 400;

/// The widest first line of an entry that is shown.
const FIRST: usize = 50;

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
    #[arg(value_name = "SORT", value_parser = sort)]
    sort: Sort,
    /// The file; of notes also a folder
    path: PathBuf,
    /// Whom notes and rows are about that name nobody; of a journal or a calendar only what is about them
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    /// How days such as 03/04/24 are read: day-first or month-first
    #[arg(long, value_name = "ORDER", value_parser = day_order)]
    days: Option<DayOrder>,
    /// Which column of a table is what, by name or number; else as its header suggests
    #[arg(long, value_name = "person=Employee,day=Date,text=3")]
    map: Option<Mapping>,
    /// Somebody of the source is a person of the journal by another name; may be given more than once
    #[arg(long = "as", value_name = "THERE=HERE")]
    same: Vec<String>,
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

fn sort(said: &str) -> std::result::Result<Sort, String> {
    said.parse().map_err(|_| {
        let sorts: Vec<&str> = Sort::ALL.iter().map(|sort| sort.as_str()).collect();
        format!("what can be brought in is {}", sorts.join(", "))
    })
}

fn day_order(said: &str) -> std::result::Result<DayOrder, String> {
    said.parse().map_err(|_| "03/04/24 is 3 April with day-first, 4 March with month-first".to_owned())
}

pub(super) fn run(arguments: &Arguments, path: &Path, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let now = clock.now();
    let (db, _scratch) = here(path)?;
    let mut long = Long::begin()?;
    let ground = Ground { now: now.clone(), people: db.people()? };
    let quiet = arguments.json;
    let source = source(arguments);
    let mut watch = |done: u64, of: u64| {
        if !quiet {
            long.tell(out, || format!("Reading: {}%", done.saturating_mul(100).checked_div(of).unwrap_or(0)));
        }
        long.go_on()
    };
    let read = source::read(&source, arguments.person.as_deref(), &ground, &mut watch);
    long.clear(out);
    let mut harvest = read?;
    if let Some(question) = harvest.asks.first().filter(|_| !arguments.dry_run) {
        return Err(Failure::wrong_use(asked(question)));
    }
    recognise(&db, &mut harvest.bundle)?;
    who_is_who(&db, &mut harvest.bundle, arguments)?;
    let bundle = Arc::new(std::mem::take(&mut harvest.bundle));
    let shown = preview(&db, &bundle, &Moment::from(&now))?;
    drop(db);
    if !arguments.dry_run && !shown.is_nothing() {
        let journal = Journal::open(path, Arc::new(SetClock::at(now)), || {})?;
        bring_in(&journal, bundle, &mut long, quiet, out)?;
    }
    let head = table_of(arguments, &harvest);
    if arguments.json {
        as_json(arguments, &harvest, &shown, head.as_ref(), out)
    } else {
        say(arguments, &harvest, &shown, head.as_ref(), out)
    }
}

/// The start of a table of which the columns were read as they were said or offered, with that mapping.
fn table_of(arguments: &Arguments, harvest: &Harvest) -> Option<Head> {
    let is_table = arguments.sort == Sort::Csv && harvest.asks.is_empty();
    let mut head = is_table.then(|| table::look(&arguments.path).ok()).flatten()?;
    if let Some(said) = &arguments.map {
        head.mapping = said.clone();
    }
    // Ours is read whole.
    (!head.is_ours || arguments.map.is_some()).then_some(head)
}

/// What the journal has. Where there is none yet, it begins with the import; until then an empty one stands for it.
fn here(path: &Path) -> Result<(Db, Option<tempfile::TempDir>)> {
    match Db::open_existing(path) {
        Err(StoreError::Missing(_)) => {
            let scratch = tempfile::tempdir()?;
            Ok((Db::open(&scratch.path().join("journal.rapport"))?, Some(scratch)))
        }
        there => Ok((there?, None)),
    }
}

fn source(arguments: &Arguments) -> Source {
    let path = arguments.path.clone();
    match arguments.sort {
        Sort::Json => Source::Json { path },
        Sort::Ics => Source::Ics { path },
        Sort::Markdown => Source::Markdown { path, day_order: arguments.days },
        Sort::Csv => Source::Csv { path, mapping: arguments.map.clone(), day_order: arguments.days },
    }
}

fn asked(ask: &Ask) -> String {
    match ask {
        Ask::DayOrder { example } => format!(
            "{example} can be read in two ways. Say which: --days {} or --days {}. Nothing was brought in.",
            DayOrder::DayFirst.as_str(),
            DayOrder::MonthFirst.as_str()
        ),
        Ask::Columns { header, missing } => format!(
            "{} Say it by their names or numbers: --map person=Employee,day=Date,text=3. Nothing was brought in.",
            columns(header, missing)
        ),
    }
}

/// Which columns cannot be found, and which there are.
fn columns(header: &[String], missing: &[Column]) -> String {
    let missing: Vec<String> = missing.iter().map(|column| format!("the {}", column.as_str())).collect();
    let there = if header.is_empty() {
        "The columns of the table have no names".to_owned()
    } else {
        format!("The table has {}", line(&header.join(", "), 200))
    };
    format!("{there}: it is not clear which is {}.", missing.join(", which is "))
}

/// Puts into the bundle who was said to be whom.
fn who_is_who(db: &Db, bundle: &mut Bundle, arguments: &Arguments) -> Result {
    let mut said = Vec::new();
    for same in &arguments.same {
        let (there, here) = same.split_once('=').ok_or_else(|| {
            Failure::wrong_use(format!("--as {same}: say it as THERE=HERE, as in --as \"D. W.=Dana\"."))
        })?;
        said.push((there, Belongs::To(who::find(db, here)?.id)));
    }
    said.extend(arguments.skip.iter().map(|there| (there.as_str(), Belongs::Nowhere)));
    for (there, belongs) in said {
        let found = find_by_name(there, &bundle.people, |arrival| &arrival.person.profile.name);
        let row = found.map_err(|error| Failure::wrong_use(format!("{error} That is said of the source.")))?.person.id;
        for arrival in bundle.people.iter_mut().filter(|arrival| arrival.person.id == row) {
            arrival.belongs = belongs;
        }
    }
    Ok(())
}

/// Brings it in, and waits until it is kept.
fn bring_in(journal: &Journal, bundle: Arc<Bundle>, long: &mut Long, quiet: bool, out: &mut dyn Write) -> Result {
    let progress = Arc::new(Progress::default());
    journal.submit_long(Change::BringIn(bundle), Arc::clone(&progress));
    loop {
        std::thread::sleep(LOOK_EVERY);
        if long.go_on().is_break() {
            progress.stop();
        }
        if !quiet {
            let (done, of) = progress.so_far();
            long.tell(out, || format!("Bringing in: {done} of {of}"));
        }
        for notice in journal.notices() {
            match notice {
                Notice::Kept { .. } => {
                    long.clear(out);
                    return Ok(());
                }
                Notice::NotKept { error, .. } => {
                    long.clear(out);
                    return Err(error.into());
                }
                _ => {}
            }
        }
    }
}

fn say(arguments: &Arguments, harvest: &Harvest, shown: &Preview, head: Option<&Head>, out: &mut dyn Write) -> Result {
    let path = arguments.path.display();
    match (shown.is_nothing(), arguments.dry_run) {
        (true, _) if shown.known > 0 => writeln!(out, "Nothing new in {path}: the journal has all of it.")?,
        // What it would bring is not known before that was said; only the question is.
        (true, _) if !harvest.asks.is_empty() => {}
        (true, _) => writeln!(out, "There is nothing to bring in from {path}.")?,
        (false, true) => writeln!(out, "Would bring in from {path}:")?,
        (false, false) => writeln!(out, "Brought in from {path}:")?,
    }
    if let [first, more @ ..] = shown.new_people.as_slice() {
        let shown: Vec<String> =
            std::iter::once(first).chain(more).take(LISTED).map(|name| line(name, FIRST)).collect();
        let rest = (1 + more.len()).saturating_sub(LISTED);
        let rest = if rest == 0 { String::new() } else { format!(" and {rest} more") };
        writeln!(out, "  New: {}{rest}", shown.join(", "))?;
    }
    for gain in &shown.gains {
        let mut things = vec![];
        let entries: usize = gain.entries.values().map(|(count, _)| count).sum();
        if entries > 0 {
            things.push(counted(entries, "entry", "entries"));
        }
        if gain.one_on_ones > 0 {
            things.push(counted(gain.one_on_ones, "one-on-one", "one-on-ones"));
        }
        if gain.others > 0 {
            things.push(counted(gain.others, "other thing", "other things"));
        }
        writeln!(out, "  {}: {}", line(&gain.name, FIRST), things.join(", "))?;
        for (kind, (count, first)) in &gain.entries {
            let what = counted(*count, kind.word(), kind.plural()).to_lowercase();
            writeln!(out, "    {what}, first “{}”", line(first, FIRST))?;
        }
    }
    if shown.own > 0 {
        writeln!(out, "  About yourself: {}", counted(shown.own, "thing", "things"))?;
    }
    if shown.changed > 0 {
        writeln!(out, "  Changed here: {} of when you meet", counted(shown.changed, "thing", "things"))?;
    }
    if shown.known > 0 && !shown.is_nothing() {
        writeln!(out, "{} here already.", counted(shown.known, "thing is", "things are"))?;
    }
    if shown.left_out > 0 {
        writeln!(out, "{} left out, as you said.", counted(shown.left_out, "thing is", "things are"))?;
    }
    if let Some(head) = head {
        let read = Column::ALL.iter().filter_map(|of| Some(format!("{}={}", of.as_str(), head.mapping.get(*of)?)));
        let left = head.left(&head.mapping);
        let left = if left.is_empty() { String::new() } else { format!("; not read: {}", left.join(", ")) };
        writeln!(out, "Columns: {}.", line(&format!("{}{left}", read.collect::<Vec<_>>().join(", ")), COLUMNS))?;
    }
    for aside in &harvest.aside {
        writeln!(out, "Left aside: {} {}.", aside.count, aside.what)?;
    }
    for ask in &harvest.asks {
        match ask {
            Ask::DayOrder { example } => {
                writeln!(
                    out,
                    "To be said first: {example} can be read in two ways (--days day-first or month-first)."
                )?;
            }
            Ask::Columns { header, missing } => {
                writeln!(out, "To be said first: {} Use --map.", columns(header, missing))?;
            }
        }
    }
    not_read(&harvest.unread, out)?;
    if !arguments.dry_run && !shown.is_nothing() {
        writeln!(out, "One “rapport undo” takes all of it back.")?;
    }
    Ok(())
}

fn not_read(unread: &[Unread], out: &mut dyn Write) -> Result {
    if unread.is_empty() {
        return Ok(());
    }
    writeln!(out, "{} not be read:", counted(unread.len(), "thing could", "things could"))?;
    for Unread { file, line: at, why } in unread.iter().take(LISTED) {
        let at = at.map_or(String::new(), |at| format!(":{at}"));
        writeln!(out, "  {}{at}: {}", line(&file.to_string_lossy(), usize::MAX), line(why, usize::MAX))?;
    }
    if unread.len() > LISTED {
        writeln!(out, "  and {} more; --json lists all of them", unread.len() - LISTED)?;
    }
    Ok(())
}

fn as_json(
    arguments: &Arguments,
    harvest: &Harvest,
    shown: &Preview,
    head: Option<&Head>,
    out: &mut dyn Write,
) -> Result {
    let people: Vec<Value> = shown
        .gains
        .iter()
        .map(|gain| {
            let entries: Map<String, Value> = gain
                .entries
                .iter()
                .map(|(kind, (count, first))| (kind.as_str().to_owned(), json!({ "count": count, "first": first })))
                .collect();
            json!({ "name": gain.name, "one_on_ones": gain.one_on_ones, "entries": entries, "others": gain.others })
        })
        .collect();
    let asks: Vec<Value> = harvest
        .asks
        .iter()
        .map(|ask| match ask {
            Ask::DayOrder { example } => json!({ "ask": "days", "example": example }),
            Ask::Columns { header, missing } => json!({ "ask": "columns", "header": header, "missing": missing }),
        })
        .collect();
    let columns = head.map(|head| {
        let read = Column::ALL.iter().filter_map(|of| Some((of.as_str(), head.mapping.get(*of)?.to_string())));
        json!({ "read": read.collect::<BTreeMap<_, _>>(), "left": head.left(&head.mapping) })
    });
    let said = json!({
        "path": arguments.path.to_string_lossy(),
        "sort": arguments.sort,
        "dry_run": arguments.dry_run,
        "new_people": shown.new_people,
        "people": people,
        "own": shown.own,
        "changed": shown.changed,
        "known": shown.known,
        "left_out": shown.left_out,
        "columns": columns,
        "aside": harvest.aside,
        "asks": asks,
        "unread": harvest.unread,
    });
    serde_json::to_writer_pretty(&mut *out, &said)?;
    Ok(writeln!(out)?)
}
