//! `rapport recap`: what both agreed, to send to the person.

use std::{collections::BTreeMap, io::Write};

use jiff::civil::Date;
use serde::Serialize;

use super::{CliError, Result, date_args, find_person};
use crate::{
    domain::{
        entry::kind::Kind,
        person::Person,
        recap::{build_recap, build_shared_agenda},
    },
    export,
    journal::clock::Clock,
    store::Db,
    wording::recap::{SharedText, agenda_text, recap_text},
};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Who you met: a name, or enough of it to be unambiguous
    name: String,
    /// The day of the one-on-one; without it, the last one
    #[arg(long, value_name = "DAY", conflicts_with = "agenda")]
    date: Option<String>,
    /// What to talk about next time, instead of what you agreed
    #[arg(long)]
    agenda: bool,
    /// Print Markdown
    #[arg(long, group = "form")]
    markdown: bool,
    /// Print a JSON object
    #[arg(long, group = "form")]
    json: bool,
}

/// The text with what it was made of.
struct Shared {
    text: SharedText,
    /// The day of the one-on-one, where it is known.
    day: Option<Date>,
    left_out: Vec<(Kind, usize)>,
}

pub(super) fn run(arguments: &Arguments, db: &Db, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let today = clock.now().date();
    let person = find_person::by_name(db, &arguments.name)?;
    let shared = if arguments.agenda { agenda(db, &person, today)? } else { recap(arguments, db, &person, today)? };
    let text = if arguments.markdown { export::recap::markdown(&shared.text) } else { shared.text.to_plain_text() };
    if arguments.json {
        let left_out = shared.left_out.iter().map(|(kind, count)| (kind.as_str(), *count)).collect();
        let json = RecapJson { name: &person.profile.name, date: shared.day, text: &text, left_out };
        serde_json::to_writer_pretty(&mut *out, &json)?;
        return Ok(writeln!(out)?);
    }
    // Nothing but the text, since it may be piped into a mail.
    Ok(write!(out, "{text}")?)
}

fn recap(arguments: &Arguments, db: &Db, person: &Person, today: Date) -> Result<Shared> {
    let day = arguments.date.as_ref().map(|text| date_args::parse_past_day("--date", text, today)).transpose()?;
    let name = &person.profile.name;
    let nothing = || {
        let on = day.map(|day| format!(" on {}", day.strftime("%a %-d %b %Y"))).unwrap_or_default();
        CliError::runtime(format!("There was no one-on-one with {name}{on}."))
    };
    let meeting = db.one_on_one_to_recap(person.id, day)?.ok_or_else(nothing)?;
    let recap = build_recap(&db.recap_input(meeting.id, today)?.ok_or_else(nothing)?);
    Ok(Shared { text: recap_text(&recap), day: Some(recap.day), left_out: recap.left_out })
}

fn agenda(db: &Db, person: &Person, today: Date) -> Result<Shared> {
    let gone = || CliError::runtime(format!("{} is no longer in the journal.", person.profile.name));
    let agenda = build_shared_agenda(&db.agenda_input(person.id, today)?.ok_or_else(gone)?);
    Ok(Shared { text: agenda_text(&agenda), day: agenda.next.map(|(day, _)| day), left_out: agenda.left_out })
}

/// A recap as `--json` writes it. Scripts rely on the names of the fields, so they never change.
#[derive(Serialize)]
struct RecapJson<'a> {
    name: &'a str,
    date: Option<Date>,
    text: &'a str,
    /// How many entries were left out because they are private, by kind.
    left_out: BTreeMap<&'a str, usize>,
}
