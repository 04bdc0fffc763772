//! `rapport open`.

use std::io::Write;

use jiff::civil::Date;
use serde::Serialize;

use super::{
    Result,
    entry::{Listed, number, word},
    text::{COLUMNS, indented, line},
    who,
};
use crate::{
    domain::{
        aside::{checked_in, in_short},
        day::ago,
        entry::{Detail, Entry},
        kind::Kind,
        person::Person,
    },
    journal::clock::Clock,
    store::Db,
};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Only about this person
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    /// Write a JSON array
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, db: &Db, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let today = clock.now().date();
    let people = match &arguments.person {
        Some(name) => vec![who::find(db, name)?],
        None => db.people()?.into_iter().filter(|person| person.archived.is_none()).collect(),
    };
    let mut open = Vec::new();
    for person in &people {
        let mut entries = db.open_entries(person.id)?;
        entries.extend(db.flags_to_check_again(person.id, today)?);
        entries.sort_by(|a, b| (&a.written, a.id).cmp(&(&b.written, b.id)));
        open.push((person, entries));
    }
    open.retain(|(_, entries)| !entries.is_empty());
    if arguments.json {
        return as_json(db, &open, today, out);
    }
    if open.is_empty() {
        let about = arguments.person.as_ref().and(people.first());
        let about = about.map_or_else(String::new, |person| format!(" about {}", person.profile.name));
        return Ok(writeln!(out, "Nothing is open{about}.")?);
    }
    let numbers = open.iter().flat_map(|(_, entries)| entries).map(|entry| number(entry.id).len());
    let width = numbers.max().unwrap_or(0);
    for (nth, (person, entries)) in open.iter().enumerate() {
        let above = if nth > 0 { "\n" } else { "" };
        write!(out, "{above}{}", indented(&person.profile.name, 0))?;
        for entry in entries {
            describe(db, entry, person, today, width, out)?;
        }
    }
    Ok(())
}

fn describe(db: &Db, entry: &Entry, person: &Person, today: Date, width: usize, out: &mut dyn Write) -> Result {
    let indent = width + 4;
    let head = line(&format!("{} · {}", word(&entry.detail), entry.text), COLUMNS - indent);
    writeln!(out, "  {:width$}  {head}", number(entry.id))?;
    let stands = in_short(entry, today, person.profile.short_name()).map(|aside| aside.text);
    let is_goal = entry.kind() == Kind::Goal;
    let latest = is_goal.then(|| db.latest_check_ins(entry.id, 1)).transpose()?;
    let checked_in = latest.map(|latest| checked_in(latest.last().copied(), today).text);
    let parts: Vec<String> = [stands, checked_in, age(entry, today)].into_iter().flatten().collect();
    Ok(write!(out, "{}", indented(&parts.join(" · "), indent))?)
}

/// Since when it is open, where its state does not say so.
fn age(entry: &Entry, today: Date) -> Option<String> {
    let since = ago(entry.written.day(), today);
    match &entry.detail {
        Detail::Flag(flag) if flag.state.is_unraised() => None,
        Detail::Flag(_) | Detail::Praise(_) => Some(format!("noticed {since}")),
        _ => Some(format!("written {since}")),
    }
}

/// An open entry as `--json` writes it: as a listing does, with its age.
#[derive(Serialize)]
struct Open<'a> {
    #[serde(flatten)]
    entry: Listed<'a>,
    /// Days since it was written.
    age_days: i32,
}

fn as_json(db: &Db, open: &[(&Person, Vec<Entry>)], today: Date, out: &mut dyn Write) -> Result {
    let mut before = "[\n";
    for (person, entries) in open {
        for entry in entries {
            write!(out, "{before}")?;
            before = ",\n";
            let age_days = (today - entry.written.day()).get_days();
            let entry = Listed::new(db, entry, &person.profile.name)?;
            serde_json::to_writer(&mut *out, &Open { entry, age_days })?;
        }
    }
    let end = if before == "[\n" { "[]" } else { "\n]" };
    Ok(writeln!(out, "{end}")?)
}
