//! `rapport today`: what the page Today shows.

use std::io::Write;

use jiff::civil::Date;
use serde::Serialize;

use super::{
    Result,
    entry::number,
    text::{COLUMNS, indented, line},
};
use crate::{
    domain::{
        day::say_day,
        id::EntryId,
        today::{Unseen, Wait, walk_around_line},
    },
    journal::{
        clock::Clock,
        today::{Card, Day},
    },
    store::Db,
};

/// So many are listed before the rest is asked for.
const FIRST: usize = 12;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// List everything that waits, not only the loudest
    #[arg(long)]
    all: bool,
    /// Write a JSON object, with everything in it
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, db: &Db, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let today = clock.now().date();
    let glances = db.glances(today)?;
    let day = Day::read(db, &glances, today)?;
    if arguments.json {
        serde_json::to_writer_pretty(&mut *out, &AsJson::new(db, &day, today)?)?;
        return Ok(writeln!(out)?);
    }
    if day.people.is_empty() {
        return Ok(writeln!(out, "Nobody yet. Open the window to add the people you meet.")?);
    }
    writeln!(out, "{}", today.strftime("%A, %-d %B"))?;
    write!(out, "{}", indented(&day.summary, 0))?;
    write_cards(&day, out)?;
    write_waits(db, &day, today, arguments.all, out)?;
    writeln!(out)?;
    write!(out, "{}", indented(&walk_around(&day), 0))?;
    Ok(())
}

fn write_cards(day: &Day, out: &mut dyn Write) -> Result {
    for card in &day.cards {
        writeln!(out)?;
        write!(out, "{}", indented(&format!("{} · {}", card.person.profile.name, card.when), 0))?;
        write!(out, "{}", indented(&card.line, 2))?;
    }
    if day.more_today > 0 {
        writeln!(out, "\nand {} more today", day.more_today)?;
    }
    Ok(())
}

fn write_waits(db: &Db, day: &Day, today: Date, all: bool, out: &mut dyn Write) -> Result {
    let now = &day.waiting.now;
    let most = if all { now.len() } else { FIRST };
    let shown = now.iter().take(most);
    let width = shown.clone().map(|wait| number(wait.entry).len()).max().unwrap_or(0);
    if !now.is_empty() {
        writeln!(out, "\nDon’t hope it fixes itself")?;
    }
    for wait in shown {
        let them = them(day, wait);
        let indent = width + 4;
        let head = format!("{} · {them} · {}", wait.kind.word(), text(db, wait.entry)?);
        writeln!(out, "  {:width$}  {}", number(wait.entry), line(&head, COLUMNS - indent))?;
        write!(out, "{}", indented(&wait.why.in_full(them, today), indent))?;
    }
    if now.len() > most {
        writeln!(out, "  and {} more: “rapport today --all”", now.len() - most)?;
    }
    if let Some(soonest) = day.waiting.later.first().and_then(|wait| wait.put_off) {
        let count = day.waiting.later.len();
        writeln!(out, "  {count} put off; the next is back {}", say_day(soonest, today))?;
    }
    Ok(())
}

fn them<'a>(day: &'a Day, wait: &Wait) -> &'a str {
    day.person(wait.person).map_or("", |person| person.profile.short_name())
}

fn text(db: &Db, entry: EntryId) -> Result<String> {
    Ok(db.entry(entry)?.map(|entry| entry.text).unwrap_or_default())
}

fn walk_around(day: &Day) -> String {
    let names: Vec<String> = day.unseen.iter().filter_map(|unseen| say_unseen(day, unseen)).collect();
    let line = format!("Walk around. {}", walk_around_line(&day.unseen));
    if names.is_empty() { line } else { format!("{line} {}", names.join(" · ")) }
}

fn say_unseen(day: &Day, unseen: &Unseen) -> Option<String> {
    let name = day.person(unseen.person)?.profile.short_name();
    Some(if unseen.ever { format!("{name}, {} days", unseen.days) } else { format!("{name}, nothing yet") })
}

/// The day as `--json` writes it. The names of the fields never change.
#[derive(Serialize)]
struct AsJson<'a> {
    date: Date,
    summary: &'a str,
    meet: Vec<Meeting<'a>>,
    waits: Vec<Waits<'a>>,
    put_off: Vec<Waits<'a>>,
    walk_around: Vec<NotSeen<'a>>,
}

#[derive(Serialize)]
struct Meeting<'a> {
    name: &'a str,
    day: Option<Date>,
    time: Option<String>,
    overdue_days: i32,
    stands_out: &'a str,
}

#[derive(Serialize)]
struct Waits<'a> {
    id: EntryId,
    kind: &'static str,
    name: &'a str,
    text: String,
    why: String,
    until: Option<Date>,
}

#[derive(Serialize)]
struct NotSeen<'a> {
    name: &'a str,
    days: i32,
    ever: bool,
}

impl<'a> AsJson<'a> {
    fn new(db: &Db, day: &'a Day, today: Date) -> Result<Self> {
        let meeting = |card: &'a Card| Meeting {
            name: &card.person.profile.name,
            day: card.next.day(),
            time: card.next.time().map(|time| time.strftime("%H:%M").to_string()),
            overdue_days: card.next.days_late(today),
            stands_out: &card.line,
        };
        let name = |id| day.person(id).map_or("", |person| person.profile.name.as_str());
        let waits = |waits: &[Wait]| -> Result<Vec<Waits<'a>>> {
            let listed = |wait: &Wait| {
                Ok(Waits {
                    id: wait.entry,
                    kind: wait.kind.as_str(),
                    name: name(wait.person),
                    text: text(db, wait.entry)?,
                    why: wait.why.in_short(them(day, wait)),
                    until: wait.put_off,
                })
            };
            waits.iter().map(listed).collect()
        };
        let not_seen = |unseen: &Unseen| NotSeen { name: name(unseen.person), days: unseen.days, ever: unseen.ever };
        Ok(Self {
            date: today,
            summary: &day.summary,
            meet: day.cards.iter().map(meeting).collect(),
            waits: waits(&day.waiting.now)?,
            put_off: waits(&day.waiting.later)?,
            walk_around: day.unseen.iter().map(not_seen).collect(),
        })
    }
}
