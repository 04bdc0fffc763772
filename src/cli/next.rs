//! `rapport next` and `rapport skip`: the next one-on-one with a person.

use std::{io::Write, path::Path};

use jiff::civil::Date;
use serde::Serialize;

use super::{CliError, Result, find_person, terminal_text::single_line, transitions::open_journal};
use crate::{
    domain::{
        cadence::Cadence,
        moment::Moment,
        next_meeting::{MeetingSchedule, NextMeeting},
        parse::datetime::parse_datetime,
        person::Person,
    },
    journal::{Journal, change::Change, clock::Clock},
    wording::{cadence::short_cadence, next_meeting},
};

/// The width to which a quoted reason is cut, in columns.
const MAX_QUOTED_COLUMNS: usize = 40;

#[derive(Debug, clap::Args)]
pub(super) struct NextArguments {
    /// Who you’re meeting: a name, or enough of it to be unambiguous
    name: String,
    /// The new time: tue 10:00, tomorrow at 9:30, 27 nov 14:00. Without it, shows the current one
    when: Vec<String>,
    /// Go back to the regular schedule
    #[arg(long, alias = "by-rhythm", conflicts_with = "when")]
    by_cadence: bool,
    /// Print a JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct SkipArguments {
    /// Who you’re meeting: a name, or enough of it to be unambiguous
    name: String,
    /// The reason
    #[arg(long, value_name = "WORDS")]
    reason: Option<String>,
    /// Print a JSON object
    #[arg(long)]
    json: bool,
}

pub(super) fn next(arguments: &NextArguments, path: &Path, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let now = clock.now();
    let journal = open_journal(path, &now)?;
    let person = find_active_person(&journal, &arguments.name)?;
    let meetings = journal.read(|db| db.meeting_schedule(&person))?;
    if arguments.by_cadence {
        if meetings.planned.is_none() {
            return Err(CliError::runtime(format!(
                "No one-on-one with {} is scheduled. Nothing was changed.",
                person.profile.name
            )));
        }
        journal.commit(Change::ClearSchedule(person.id), &now)?;
    } else if !arguments.when.is_empty() {
        let text = arguments.when.join(" ");
        let usual_time = meetings.next(now.date()).time().or_else(|| meetings.cadence.and_then(Cadence::time));
        let at =
            parse_datetime(&text, usual_time, now.datetime()).map_err(|error| CliError::usage(error.to_string()))?;
        let at = at.to_zoned(now.time_zone().clone());
        let at = at.map_err(|_| CliError::usage("That date is out of range."))?;
        journal.commit(Change::ScheduleMeeting { person: person.id, at: Moment::from(&at) }, &now)?;
    }
    write_next_meeting(&journal, &person, now.date(), arguments.json, out)
}

pub(super) fn skip(arguments: &SkipArguments, path: &Path, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let now = clock.now();
    let journal = open_journal(path, &now)?;
    let person = find_active_person(&journal, &arguments.name)?;
    let reason = arguments.reason.clone().unwrap_or_default();
    let why = if reason.trim().is_empty() {
        String::new()
    } else {
        format!(": {}", single_line(&reason, MAX_QUOTED_COLUMNS))
    };
    journal.commit(Change::SkipMeeting { person: person.id, reason }, &now)?;
    if !arguments.json {
        writeln!(out, "Skipped{why}. Open items carry over.")?;
    }
    write_next_meeting(&journal, &person, now.date(), arguments.json, out)
}

/// The person of that name, who must not be archived.
fn find_active_person(journal: &Journal, name: &str) -> Result<Person> {
    let person = journal.read(|db| Ok(find_person::by_name(db, name)))??;
    match person.archived_at {
        None => Ok(person),
        Some(_) => {
            Err(CliError::runtime(format!("{} is archived. Unarchive them in the window first.", person.profile.name)))
        }
    }
}

/// The next one-on-one as `--json` writes it. Scripts rely on the names of the fields, so they
/// never change.
#[derive(Serialize)]
struct NextMeetingJson<'a> {
    name: &'a str,
    cadence: Option<Cadence>,
    /// The time set by hand.
    planned: Option<&'a Moment>,
    /// The day, set by hand or by the cadence.
    day: Option<Date>,
    overdue_days: i32,
    running: bool,
}

fn write_next_meeting(journal: &Journal, person: &Person, today: Date, json: bool, out: &mut dyn Write) -> Result {
    let meetings: MeetingSchedule = journal.read(|db| db.meeting_schedule(person))?;
    let next = meetings.next(today);
    if json {
        let listed = NextMeetingJson {
            name: &person.profile.name,
            cadence: meetings.cadence,
            planned: meetings.planned.as_ref(),
            day: next.day(),
            overdue_days: next.days_late(today),
            running: meetings.is_running,
        };
        serde_json::to_writer_pretty(&mut *out, &listed)?;
        return Ok(writeln!(out)?);
    }
    let name = &person.profile.name;
    let (label, when) = next_meeting::long_label(next, today);
    let cadence = match (next, meetings.cadence) {
        (NextMeeting::ByCadence { .. }, Some(cadence)) => format!(" ({})", short_cadence(cadence)),
        _ => String::new(),
    };
    if next == NextMeeting::Unscheduled {
        return Ok(writeln!(out, "No one-on-one with {name} is scheduled, and they have no cadence.")?);
    }
    Ok(writeln!(out, "{name}: {} {when}{cadence}.", label.to_lowercase())?)
}
