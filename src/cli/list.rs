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
        entry::{
            Entry,
            kind::{Kind, KindError},
        },
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
    /// Only of this kind: note, flag, goal, check-in, action, praise, feedback, delegation, expectation or topic
    #[arg(long, value_name = "KIND", value_parser = parse_kind)]
    kind: Option<Kind>,
    /// Only from this day on: 2026-11-24, 1 nov, friday, 3 weeks ago
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Only up to this day
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// Write a JSON array
    #[arg(long)]
    json: bool,
}

fn parse_kind(text: &str) -> std::result::Result<Kind, KindError> {
    text.parse()
}

pub(super) fn run(arguments: &Arguments, db: &Db, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let today = clock.now().date();
    let day = |option: &str, said: &Option<String>| match said {
        Some(said) => date_args::parse_past_day(option, said, today).map(Some),
        None => Ok(None),
    };
    let (from, to) = (day("--from", &arguments.from)?, day("--to", &arguments.to)?);
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        return Err(CliError::usage(format!("--from {from} is after --to {to}: swap them.")));
    }
    let wanted = arguments.person.as_deref();
    let person = wanted.map(|name| find_person::by_name(db, name)).transpose()?;
    let filter = EntryFilter { person: person.as_ref().map(|person| person.id), kind: arguments.kind, from, to };
    let names: HashMap<PersonId, String> =
        db.people()?.into_iter().map(|person| (person.id, person.profile.name)).collect();
    let name = |entry: &Entry| names.get(&entry.person).map_or("", String::as_str);
    if arguments.json {
        return write_json(db, &filter, name, out);
    }
    let found = write_text(db, &filter, name, out)?;
    if !found {
        writeln!(out, "{}", no_results_message(&filter, person.map(|person| person.profile.name).as_deref()))?;
    }
    Ok(())
}

/// One array, an entry on each line, written as it is read.
fn write_json<'n>(db: &Db, filter: &EntryFilter, name: impl Fn(&Entry) -> &'n str, out: &mut dyn Write) -> Result {
    let mut before = "[\n";
    db.for_each_filtered_entry(filter, |entry| -> Result {
        write!(out, "{before}")?;
        before = ",\n";
        serde_json::to_writer(&mut *out, &EntryJson::new(db, &entry, name(&entry))?)?;
        Ok(())
    })?;
    let end = if before == "[\n" { "[]" } else { "\n]" };
    Ok(writeln!(out, "{end}")?)
}

/// Days as landmarks, and under each what was written. Says whether there was anything.
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
            let above = if last.is_some() { "\n" } else { "" };
            writeln!(out, "{above}{}", day.strftime("%A %-d %B %Y"))?;
            last = Some(day);
        }
        let who = match filter.person {
            Some(_) => String::new(),
            None => format!("{} · ", name(&entry)),
        };
        let time = entry.written_at.time().strftime("%H:%M");
        let head = terminal_text::wrap_indented(&format!("{who}{}", entry_label(&entry)), 9);
        write!(out, "  {time}  {}", head.trim_start())?;
        write!(out, "{}", terminal_text::wrap_indented(&entry.text, 9))?;
        Ok(())
    })?;
    Ok(last.is_some())
}

/// What was looked for and not found, with the days as they were understood.
fn no_results_message(filter: &EntryFilter, person: Option<&str>) -> String {
    let kind = filter.kind.map(|kind| format!(" of the kind {}", kind.label().to_lowercase()));
    let about = person.map(|name| format!(" about {name}"));
    let day = |word: &str, day: Option<Date>| day.map(|day| format!(" {word} {}", day.strftime("%a %-d %b %Y")));
    let parts = [kind, about, day("from", filter.from), day("to", filter.to)];
    let narrowed: String = parts.into_iter().flatten().collect();
    format!("Nothing is written here{narrowed}.")
}
