//! `rapport today`: the content of the window’s Today page.

use std::io::Write;

use jiff::civil::Date;
use serde::Serialize;

use super::{
    Result,
    entry::format_id,
    terminal_text::{TERMINAL_COLUMNS, single_line, wrap_indented},
};
use crate::{
    domain::{
        attention::{AttentionItem, StalePerson},
        id::EntryId,
    },
    journal::{
        clock::Clock,
        today_view::{PersonCard, TodayView},
    },
    store::Db,
    wording::{
        date::format_date,
        today::{describe_stale_person, stale_people_heading},
    },
};

/// Without `--all`, at most so many items are listed.
const MAX_LISTED: usize = 12;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// List everything, not only the most urgent
    #[arg(long)]
    all: bool,
    /// Print a JSON object with everything
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, db: &Db, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let today = clock.now().date();
    let summaries = db.person_summaries(today)?;
    let day = TodayView::load(db, &summaries, today)?;
    if arguments.json {
        serde_json::to_writer_pretty(&mut *out, &TodayJson::new(db, &day, today)?)?;
        return Ok(writeln!(out)?);
    }
    if day.people.is_empty() {
        return Ok(writeln!(out, "Nobody yet. Open the window to add the people you meet.")?);
    }
    writeln!(out, "{}", today.strftime("%A, %-d %B"))?;
    write!(out, "{}", wrap_indented(&day.summary, 0))?;
    write_cards(&day, out)?;
    write_attention(db, &day, today, arguments.all, out)?;
    writeln!(out)?;
    write!(out, "{}", wrap_indented(&stale_people_text(&day), 0))?;
    Ok(())
}

fn write_cards(day: &TodayView, out: &mut dyn Write) -> Result {
    for card in &day.cards {
        writeln!(out)?;
        write!(out, "{}", wrap_indented(&format!("{} · {}", card.person.profile.name, card.when_text), 0))?;
        write!(out, "{}", wrap_indented(&card.highlights, 2))?;
    }
    if day.more_today > 0 {
        writeln!(out, "\nand {} more today", day.more_today)?;
    }
    Ok(())
}

fn write_attention(db: &Db, day: &TodayView, today: Date, all: bool, out: &mut dyn Write) -> Result {
    let now = &day.attention.now;
    let limit = if all { now.len() } else { MAX_LISTED };
    let shown = now.iter().take(limit);
    let width = shown.clone().map(|item| format_id(item.entry).len()).max().unwrap_or(0);
    if !now.is_empty() {
        writeln!(out, "\nNeeds your attention")?;
    }
    for item in shown {
        let name = short_name(day, item);
        let indent = width + 4;
        let head = format!("{} · {name} · {}", item.kind.label(), entry_text(db, item.entry)?);
        writeln!(out, "  {:width$}  {}", format_id(item.entry), single_line(&head, TERMINAL_COLUMNS - indent))?;
        write!(out, "{}", wrap_indented(&item.reason.long_label(name, today), indent))?;
    }
    if now.len() > limit {
        writeln!(out, "  and {} more: “rapport today --all”", now.len() - limit)?;
    }
    if let Some(soonest) = day.attention.snoozed.first().and_then(|item| item.snoozed_until) {
        let count = day.attention.snoozed.len();
        writeln!(out, "  {count} snoozed; next returns {}", format_date(soonest, today))?;
    }
    Ok(())
}

fn short_name<'a>(day: &'a TodayView, item: &AttentionItem) -> &'a str {
    day.person(item.person).map_or("", |person| person.short_name())
}

fn entry_text(db: &Db, entry: EntryId) -> Result<String> {
    Ok(db.entry(entry)?.map(|entry| entry.text).unwrap_or_default())
}

fn stale_people_text(day: &TodayView) -> String {
    let names: Vec<String> = day.stale_people.iter().filter_map(|person| stale_person_text(day, person)).collect();
    let line = stale_people_heading(&day.stale_people, day.is_everybody_covered);
    if names.is_empty() { line.to_owned() } else { format!("{line} {}", names.join(" · ")) }
}

fn stale_person_text(day: &TodayView, person: &StalePerson) -> Option<String> {
    let name = day.person(person.person)?.short_name();
    Some(describe_stale_person(name, person))
}

/// The page as `--json` writes it. Scripts rely on the names of the fields, so they never change.
#[derive(Serialize)]
struct TodayJson<'a> {
    date: Date,
    summary: &'a str,
    meet: Vec<MeetingJson<'a>>,
    #[serde(rename = "waits")]
    attention: Vec<AttentionJson<'a>>,
    #[serde(rename = "put_off")]
    snoozed: Vec<AttentionJson<'a>>,
    #[serde(rename = "walk_around")]
    stale_people: Vec<StalePersonJson<'a>>,
}

#[derive(Serialize)]
struct MeetingJson<'a> {
    name: &'a str,
    day: Option<Date>,
    time: Option<String>,
    overdue_days: i32,
    #[serde(rename = "stands_out")]
    highlights: &'a str,
}

#[derive(Serialize)]
struct AttentionJson<'a> {
    id: EntryId,
    kind: &'static str,
    name: &'a str,
    text: String,
    #[serde(rename = "why")]
    reason: String,
    until: Option<Date>,
}

#[derive(Serialize)]
struct StalePersonJson<'a> {
    name: &'a str,
    days: i32,
    ever: bool,
}

impl<'a> TodayJson<'a> {
    fn new(db: &Db, day: &'a TodayView, today: Date) -> Result<Self> {
        let meeting = |card: &'a PersonCard| MeetingJson {
            name: &card.person.profile.name,
            day: card.next.day(),
            time: card.next.time().map(|time| time.strftime("%H:%M").to_string()),
            overdue_days: card.next.days_late(today),
            highlights: &card.highlights,
        };
        let name = |id| day.person(id).map_or("", |person| person.profile.name.as_str());
        let attention = |items: &[AttentionItem]| -> Result<Vec<AttentionJson<'a>>> {
            let listed = |item: &AttentionItem| {
                Ok(AttentionJson {
                    id: item.entry,
                    kind: item.kind.as_str(),
                    name: name(item.person),
                    text: entry_text(db, item.entry)?,
                    reason: item.reason.short_label(short_name(day, item)),
                    until: item.snoozed_until,
                })
            };
            items.iter().map(listed).collect()
        };
        let stale_person = |stale: &StalePerson| StalePersonJson {
            name: name(stale.person),
            days: stale.days,
            ever: stale.has_entries,
        };
        Ok(Self {
            date: today,
            summary: &day.summary,
            meet: day.cards.iter().map(meeting).collect(),
            attention: attention(&day.attention.now)?,
            snoozed: attention(&day.attention.snoozed)?,
            stale_people: day.stale_people.iter().map(stale_person).collect(),
        })
    }
}
