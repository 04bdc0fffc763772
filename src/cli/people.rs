//! `rapport people`.

use std::io::Write;

use jiff::civil::Date;
use serde::Serialize;

use super::{Result, text};
use crate::{
    domain::{
        cadence::{Standing, standing},
        day::{ago, say_day},
        meeting::Next,
        moment::Moment,
        person::Profile,
    },
    journal::clock::Clock,
    store::{Db, Glance},
};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Write a JSON array
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, db: &Db, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let today = clock.now().date();
    let glances = db.glances(today)?;
    if arguments.json {
        let people: Vec<Listed> = glances.iter().map(|one| Listed::new(one, today)).collect();
        serde_json::to_writer_pretty(&mut *out, &people)?;
        return Ok(writeln!(out)?);
    }
    if glances.is_empty() {
        return Ok(writeln!(out, "Nobody yet. Open the window to add the people you meet.")?);
    }
    let (archived, active): (Vec<&Glance>, Vec<&Glance>) =
        glances.iter().partition(|glance| glance.person.archived.is_some());
    for glance in active {
        describe(glance, today, out)?;
    }
    if !archived.is_empty() {
        writeln!(out, "In the archive:")?;
        for glance in archived {
            write!(out, "{}", text::indented(&headline(&glance.person.profile), 2))?;
        }
    }
    Ok(())
}

fn describe(glance: &Glance, today: Date, out: &mut dyn Write) -> Result {
    let profile = &glance.person.profile;
    let cadence = profile.cadence.map(|cadence| cadence.to_string());
    let met = glance
        .last_met
        .as_ref()
        .map_or_else(|| "not met yet".to_owned(), |met| format!("last met {}", ago(met.day(), today)));
    let flag = glance.unraised.then(|| "a flag not raised yet".to_owned());
    let facts: Vec<String> = [cadence, Some(met), next(glance, today), flag].into_iter().flatten().collect();
    write!(out, "{}", text::indented(&headline(profile), 0))?;
    write!(out, "{}", text::indented(&facts.join(" · "), 2))?;
    Ok(())
}

fn headline(profile: &Profile) -> String {
    let work = [&profile.role, &profile.team];
    let work: Vec<&str> = work.into_iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
    let parts = [profile.name.clone(), work.join(", ")];
    parts.join(" · ").trim_end_matches(" · ").to_owned()
}

fn next(glance: &Glance, today: Date) -> Option<String> {
    match glance.meetings.next(today) {
        Next::Nothing => None,
        Next::Now => Some("a one-on-one is going on".to_owned()),
        Next::Planned { day, time } => Some(format!("planned {}, {}", say_day(day, today), time.strftime("%H:%M"))),
        Next::ByCadence { standing, time } => {
            let time = time.map(|time| format!(", {}", time.strftime("%H:%M"))).unwrap_or_default();
            Some(match standing {
                Standing::OnTime { due } => format!("next {}{time}", say_day(due, today)),
                Standing::Due { due } if due < today => format!("due since {}", say_day(due, today)),
                Standing::Due { .. } => format!("due today{time}"),
                Standing::Overdue { due, .. } => format!("was due {}", ago(due, today)),
            })
        }
    }
}

fn standing_of(glance: &Glance, today: Date) -> Option<Standing> {
    standing(glance.meetings.cadence, glance.meetings.last, today)
}

/// A person as `--json` writes them. The names of the fields never change.
#[derive(Serialize)]
struct Listed<'a> {
    uid: String,
    #[serde(flatten)]
    profile: &'a Profile,
    added: &'a Moment,
    archived: Option<&'a Moment>,
    last_met: Option<&'a Moment>,
    planned: Option<&'a Moment>,
    /// The day on which the next one-on-one is, or was, due by the cadence.
    due: Option<Date>,
    overdue_days: i64,
    unraised_flag: bool,
    running: bool,
}

impl<'a> Listed<'a> {
    fn new(glance: &'a Glance, today: Date) -> Self {
        let standing = standing_of(glance, today).filter(|_| glance.person.archived.is_none());
        Self {
            uid: glance.person.uid.to_string(),
            profile: &glance.person.profile,
            added: &glance.person.added,
            archived: glance.person.archived.as_ref(),
            last_met: glance.last_met.as_ref(),
            planned: glance.meetings.planned.as_ref(),
            due: standing.map(Standing::due),
            overdue_days: match standing {
                Some(Standing::Overdue { days, .. }) => days,
                _ => 0,
            },
            unraised_flag: glance.unraised,
            running: glance.meetings.running,
        }
    }
}
