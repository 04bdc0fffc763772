//! `rapport list`.

use std::{collections::HashMap, io::Write};

use jiff::civil::Date;

use super::{
    CliError, Result, date_args,
    entry::{EntryJson, entry_label},
    find_person, terminal_text,
};
use crate::{
    domain::{
        entry::{Entry, kind::Kind},
        id::PersonId,
    },
    journal::clock::Clock,
    store::{Db, EntryFilter},
};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Only about this person
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    /// Only of this kind
    #[arg(long, value_name = "KIND", value_enum, ignore_case = true)]
    kind: Option<Kind>,
    /// From this day: 2026-11-24, 1 nov, friday, 3 weeks ago
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Up to this day
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// Print a JSON array
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, db: &Db, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let today = clock.now().date();
    let parse = |option: &str, value: &Option<String>| match value {
        Some(text) => date_args::parse_past_day(option, text, today).map(Some),
        None => Ok(None),
    };
    let (from, to) = (parse("--from", &arguments.from)?, parse("--to", &arguments.to)?);
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        return Err(CliError::usage(format!("--from {from} is after --to {to}: swap them.")));
    }
    let person = arguments.person.as_deref().map(|name| find_person::by_name(db, name)).transpose()?;
    let filter = EntryFilter { person: person.as_ref().map(|person| person.id), kind: arguments.kind, from, to };
    let names: HashMap<PersonId, String> =
        db.people()?.into_iter().map(|person| (person.id, person.profile.name)).collect();
    let name = |entry: &Entry| names.get(&entry.person).map_or("", String::as_str);
    if arguments.json {
        return write_json(db, &filter, name, out);
    }
    if !write_text(db, &filter, name, out)? {
        writeln!(out, "{}", no_results_message(&filter, person.map(|person| person.profile.name).as_deref()))?;
    }
    Ok(())
}

/// Writes an array with one entry on each line, streaming from the database.
fn write_json<'n>(db: &Db, filter: &EntryFilter, name: impl Fn(&Entry) -> &'n str, out: &mut dyn Write) -> Result {
    let mut separator = "[\n";
    db.for_each_filtered_entry(filter, |entry| -> Result {
        write!(out, "{separator}")?;
        separator = ",\n";
        serde_json::to_writer(&mut *out, &EntryJson::new(db, &entry, name(&entry))?)?;
        Ok(())
    })?;
    let end = if separator == "[\n" { "[]" } else { "\n]" };
    Ok(writeln!(out, "{end}")?)
}

/// Writes the entries under a heading for each day. Returns whether there were any.
fn write_text<'n>(
    db: &Db,
    filter: &EntryFilter,
    name: impl Fn(&Entry) -> &'n str,
    out: &mut dyn Write,
) -> Result<bool> {
    let mut last: Option<Date> = None;
    db.for_each_filtered_entry(filter, |entry| -> Result {
        let day = entry.written_at.day();
        if last != Some(day) {
            let gap = if last.is_some() { "\n" } else { "" };
            writeln!(out, "{gap}{}", day.strftime("%A %-d %B %Y"))?;
            last = Some(day);
        }
        let name = match filter.person {
            Some(_) => String::new(),
            None => format!("{} · ", name(&entry)),
        };
        let time = entry.written_at.time().strftime("%H:%M");
        let head = terminal_text::wrap_indented(&format!("{name}{}", entry_label(&entry)), 9);
        write!(out, "  {time}  {}", head.trim_start())?;
        write!(out, "{}", terminal_text::wrap_indented(&entry.text, 9))?;
        Ok(())
    })?;
    Ok(last.is_some())
}

/// The line for an empty list. It repeats the filter, with the dates as they were read.
fn no_results_message(filter: &EntryFilter, person: Option<&str>) -> String {
    let kind = filter.kind.map(|kind| format!(" of kind {}", kind.label().to_lowercase()));
    let person = person.map(|name| format!(" about {name}"));
    let day = |word: &str, day: Option<Date>| day.map(|day| format!(" {word} {}", day.strftime("%a %-d %b %Y")));
    let parts = [kind, person, day("from", filter.from), day("to", filter.to)];
    let filter: String = parts.into_iter().flatten().collect();
    format!("No entries{filter}.")
}
