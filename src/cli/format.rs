//! `rapport format`: lists the formats of one-on-ones, and puts one on an agenda.

use std::{io::Write, path::Path};

use serde::Serialize;

use super::{
    CliError, Result, find_person,
    terminal_text::{pluralize, single_line},
    transitions::open_journal,
};
use crate::{
    domain::{
        format::{Format, FormatLibrary, is_agenda_item},
        name::find_by_name,
        person::Person,
    },
    journal::{Journal, change::Change, clock::Clock, formats::read_formats},
};

/// Lines are not cut off.
const MAX_COLUMNS: usize = usize::MAX;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Whose agenda: a name, or enough of it to be unambiguous; without it, the formats are listed
    name: Option<String>,
    /// The format, or enough of its name; without it, the standing format of the person
    format: Option<String>,
    /// Print the list as JSON
    #[arg(long, conflicts_with = "name")]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, path: &Path, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let library = read_formats(path);
    match &arguments.name {
        Some(name) => add(name, arguments.format.as_deref(), &library, path, clock, out),
        None if arguments.json => list_as_json(&library, out),
        None => list(&library, out),
    }
}

fn add(
    name: &str,
    format: Option<&str>,
    library: &FormatLibrary,
    path: &Path,
    clock: &dyn Clock,
    out: &mut dyn Write,
) -> Result {
    let now = clock.now();
    let journal = open_journal(path, &now)?;
    let person = journal.read(|db| Ok(find_person::by_name(db, name)))??;
    let format = match format {
        Some(query) => find(library, query)?,
        None => standing(library, &person)?,
    };
    let topics = missing_topics(&journal, &person, format)?;
    let (added, total) = (topics.len(), format.topics.len());
    let (name, title) = (&person.profile.name, &format.name);
    if added == 0 {
        return Ok(writeln!(out, "All of “{title}” is on the agenda with {name} already. Nothing was changed.")?);
    }
    journal.commit(Change::AddTopics { person: person.id, topics }, &now)?;
    let rest = if added < total { " The others were there already.".to_owned() } else { String::new() };
    Ok(writeln!(out, "Added to the agenda with {name}: {} of “{title}”.{rest}", pluralize(added, "topic", "topics"))?)
}

fn missing_topics(journal: &Journal, person: &Person, format: &Format) -> Result<Vec<String>> {
    let open = journal.read(|db| db.open_entries(person.id))?;
    let agenda: Vec<String> = open.into_iter().filter(is_agenda_item).map(|entry| entry.text).collect();
    Ok(format.missing_topics(&person.profile, &agenda))
}

/// The one format whose name, or an unambiguous part of it, is `query`.
pub(super) fn find<'a>(library: &'a FormatLibrary, query: &str) -> Result<&'a Format> {
    find_by_name(query, &library.formats, |format| [format.name.as_str()]).map_err(|_| {
        let names: Vec<&str> = library.formats.iter().map(|format| format.name.as_str()).collect();
        CliError::runtime(format!(
            "“{}” isn’t the name of one format. Choose one of: {}.{}",
            single_line(query, MAX_COLUMNS),
            names.join(", "),
            describe_problems(library)
        ))
    })
}

fn standing<'a>(library: &'a FormatLibrary, person: &Person) -> Result<&'a Format> {
    let (name, standing) = (&person.profile.name, &person.profile.format);
    if standing.is_empty() {
        let hint = "Name one, or set it with “rapport person edit NAME --format FORMAT”.";
        return Err(CliError::usage(format!("{name} has no standing format. {hint}")));
    }
    library.find(standing).ok_or_else(|| {
        let problems = describe_problems(library);
        CliError::runtime(format!("There is no format “{standing}” any more. “rapport format” lists them.{problems}"))
    })
}

/// The files that are no format, as sentences with a space before each.
fn describe_problems(library: &FormatLibrary) -> String {
    let problem = |(file, reason): (&str, &str)| format!(" {} isn’t used: {reason}.", single_line(file, MAX_COLUMNS));
    library.problems.iter().map(|found| problem((&found.file, &found.reason))).collect()
}

fn list(library: &FormatLibrary, out: &mut dyn Write) -> Result {
    for format in &library.formats {
        let own = if format.is_own { " (your own)" } else { "" };
        writeln!(out, "{}{own}", single_line(&format.name, MAX_COLUMNS))?;
        for topic in &format.topics {
            writeln!(out, "  - {}", single_line(topic, MAX_COLUMNS))?;
        }
    }
    for problem in &library.problems {
        writeln!(
            out,
            "{} isn’t used: {}.",
            single_line(&problem.file, MAX_COLUMNS),
            single_line(&problem.reason, MAX_COLUMNS)
        )?;
    }
    Ok(())
}

fn list_as_json(library: &FormatLibrary, out: &mut dyn Write) -> Result {
    let formats: Vec<FormatJson<'_>> = library
        .formats
        .iter()
        .map(|format| FormatJson { name: &format.name, topics: &format.topics, own: format.is_own })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &formats)?;
    Ok(writeln!(out)?)
}

/// A format as `--json` writes it. Scripts rely on the names of the fields, so they never change.
#[derive(Serialize)]
struct FormatJson<'a> {
    name: &'a str,
    topics: &'a [String],
    own: bool,
}
