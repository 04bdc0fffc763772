//! `rapport open`.

use std::io::Write;

use jiff::civil::Date;
use serde::Serialize;

use super::{
    Result,
    entry::{EntryJson, format_id, kind_label},
    find_person,
    terminal_text::{TERMINAL_COLUMNS, single_line, wrap_indented},
};
use crate::{
    domain::{
        entry::{Detail, Entry, kind::Kind},
        person::Person,
    },
    journal::clock::Clock,
    store::Db,
    wording::{
        date::format_relative_date,
        entry_caption::{last_check_in_caption, status_caption},
    },
};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Only this person
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    /// Print a JSON array
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, db: &Db, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let today = clock.now().date();
    let people = match &arguments.person {
        Some(name) => vec![find_person::by_name(db, name)?],
        None => db.people()?.into_iter().filter(|person| person.archived_at.is_none()).collect(),
    };
    let mut open = Vec::new();
    for person in &people {
        let mut entries = db.open_entries(person.id)?;
        entries.extend(db.flags_due_for_recheck(person.id, today)?);
        entries.sort_by(|a, b| (&a.written_at, a.id).cmp(&(&b.written_at, b.id)));
        open.push((person, entries));
    }
    open.retain(|(_, entries)| !entries.is_empty());
    if arguments.json {
        return write_json(db, &open, today, out);
    }
    if open.is_empty() {
        let about = arguments.person.as_ref().and(people.first());
        let about = about.map_or_else(String::new, |person| format!(" about {}", person.profile.name));
        return Ok(writeln!(out, "No open items{about}.")?);
    }
    let numbers = open.iter().flat_map(|(_, entries)| entries).map(|entry| format_id(entry.id).len());
    let width = numbers.max().unwrap_or(0);
    for (index, (person, entries)) in open.iter().enumerate() {
        let gap = if index > 0 { "\n" } else { "" };
        write!(out, "{gap}{}", wrap_indented(&person.profile.name, 0))?;
        for entry in entries {
            write_entry(db, entry, person, today, width, out)?;
        }
    }
    Ok(())
}

fn write_entry(db: &Db, entry: &Entry, person: &Person, today: Date, width: usize, out: &mut dyn Write) -> Result {
    let indent = width + 4;
    let head = single_line(&format!("{} · {}", kind_label(&entry.detail), entry.text), TERMINAL_COLUMNS - indent);
    writeln!(out, "  {:width$}  {head}", format_id(entry.id))?;
    let status = status_caption(entry, today, person.short_name()).map(|caption| caption.text);
    let is_goal = entry.kind() == Kind::Goal;
    let latest = is_goal.then(|| db.latest_check_ins(entry.id, 1)).transpose()?;
    let checked_in = latest.map(|latest| last_check_in_caption(latest.last().copied(), today).text);
    let parts: Vec<String> = [status, checked_in, age_text(entry, today)].into_iter().flatten().collect();
    Ok(write!(out, "{}", wrap_indented(&parts.join(" · "), indent))?)
}

/// The age of an entry, unless its status says it.
fn age_text(entry: &Entry, today: Date) -> Option<String> {
    let since = format_relative_date(entry.written_at.day(), today);
    match &entry.detail {
        Detail::Flag(flag) if flag.state.is_unraised() => None,
        Detail::Flag(_) | Detail::Praise(_) => Some(format!("noticed {since}")),
        _ => Some(format!("written {since}")),
    }
}

/// An open entry as `--json` writes it: as `list` does, with its age.
#[derive(Serialize)]
struct OpenEntryJson<'a> {
    #[serde(flatten)]
    entry: EntryJson<'a>,
    /// Days since it was written.
    age_days: i32,
}

fn write_json(db: &Db, open: &[(&Person, Vec<Entry>)], today: Date, out: &mut dyn Write) -> Result {
    let mut separator = "[\n";
    for (person, entries) in open {
        for entry in entries {
            write!(out, "{separator}")?;
            separator = ",\n";
            let age_days = (today - entry.written_at.day()).get_days();
            let entry = EntryJson::new(db, entry, &person.profile.name)?;
            serde_json::to_writer(&mut *out, &OpenEntryJson { entry, age_days })?;
        }
    }
    let end = if separator == "[\n" { "[]" } else { "\n]" };
    Ok(writeln!(out, "{end}")?)
}
