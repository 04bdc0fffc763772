//! `rapport people`.

use std::io::Write;

use jiff::civil::Date;
use serde::Serialize;

use super::{Result, terminal_text};
use crate::{
    domain::{
        cadence::{CadenceStatus, cadence_status},
        moment::Moment,
        person::Profile,
    },
    journal::clock::Clock,
    store::{Db, PersonSummary},
    wording::{
        cadence::short_cadence,
        next_meeting,
        text::lowercase_first,
        today::{UNRAISED_FLAG, describe_last_met},
    },
};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Print a JSON array
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, db: &Db, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let today = clock.now().date();
    let summaries = db.person_summaries(today)?;
    if arguments.json {
        let people: Vec<PersonJson> = summaries.iter().map(|summary| PersonJson::new(summary, today)).collect();
        serde_json::to_writer_pretty(&mut *out, &people)?;
        return Ok(writeln!(out)?);
    }
    if summaries.is_empty() {
        return Ok(writeln!(out, "Nobody yet. Open the window to add the people you meet.")?);
    }
    let (archived, active): (Vec<&PersonSummary>, Vec<&PersonSummary>) =
        summaries.iter().partition(|summary| summary.person.archived_at.is_some());
    for summary in active {
        write_person(summary, today, out)?;
    }
    if !archived.is_empty() {
        writeln!(out, "Archived:")?;
        for summary in archived {
            write!(out, "{}", terminal_text::wrap_indented(&headline(&summary.person.profile), 2))?;
        }
    }
    Ok(())
}

fn write_person(summary: &PersonSummary, today: Date, out: &mut dyn Write) -> Result {
    let profile = &summary.person.profile;
    let cadence = profile.cadence.map(short_cadence);
    let met = lowercase_first(&describe_last_met(summary.last_met.as_ref().map(Moment::day), today));
    let flag = summary.has_unraised_flag.then(|| UNRAISED_FLAG.to_owned());
    let facts: Vec<String> =
        [cadence, Some(met), next_meeting_text(summary, today), flag].into_iter().flatten().collect();
    write!(out, "{}", terminal_text::wrap_indented(&headline(profile), 0))?;
    write!(out, "{}", terminal_text::wrap_indented(&facts.join(" · "), 2))?;
    Ok(())
}

fn headline(profile: &Profile) -> String {
    let work = [&profile.role, &profile.team];
    let work: Vec<&str> = work.into_iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
    let parts = [profile.name.clone(), work.join(", ")];
    parts.join(" · ").trim_end_matches(" · ").to_owned()
}

fn next_meeting_text(summary: &PersonSummary, today: Date) -> Option<String> {
    let (lead_in, when) = next_meeting::long_label(summary.schedule.next(today), today);
    (!when.is_empty()).then(|| format!("{} {when}", lowercase_first(lead_in)))
}

fn current_cadence_status(summary: &PersonSummary, today: Date) -> Option<CadenceStatus> {
    cadence_status(summary.schedule.cadence, summary.schedule.anchor, today)
}

/// A person as `--json` writes them. Scripts rely on the names of the fields, so they never change.
#[derive(Serialize)]
struct PersonJson<'a> {
    uid: String,
    #[serde(flatten)]
    profile: &'a Profile,
    added: &'a Moment,
    archived: Option<&'a Moment>,
    last_met: Option<&'a Moment>,
    planned: Option<&'a Moment>,
    /// The day on which the next one-on-one is or was due by the cadence.
    due: Option<Date>,
    overdue_days: i64,
    unraised_flag: bool,
    running: bool,
}

impl<'a> PersonJson<'a> {
    fn new(summary: &'a PersonSummary, today: Date) -> Self {
        let status = current_cadence_status(summary, today).filter(|_| summary.person.archived_at.is_none());
        Self {
            uid: summary.person.uid.to_string(),
            profile: &summary.person.profile,
            added: &summary.person.added_at,
            archived: summary.person.archived_at.as_ref(),
            last_met: summary.last_met.as_ref(),
            planned: summary.schedule.planned.as_ref(),
            due: status.map(CadenceStatus::due),
            overdue_days: match status {
                Some(CadenceStatus::Overdue { days, .. }) => days,
                _ => 0,
            },
            unraised_flag: summary.has_unraised_flag,
            running: summary.schedule.is_running,
        }
    }
}
