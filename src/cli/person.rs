//! `rapport person add` and `rapport person edit`.

use std::{io::Write, path::Path};

use clap::Subcommand;

use super::{CliError, Result, find_person, format, transitions::open_journal};
use crate::{
    domain::{
        cadence::Cadence,
        name::clean_name,
        person::{Person, Profile},
        short_name::first_name,
    },
    journal::{change::Change, clock::Clock, formats::read_formats},
};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: PersonCommand,
}

#[derive(Debug, Subcommand)]
enum PersonCommand {
    /// Add a person
    Add {
        /// The full name
        name: String,
        #[command(flatten)]
        fields: Fields,
    },
    /// Change what you know about a person
    Edit {
        /// Who it’s about: a name, or enough of it to be unambiguous
        name: String,
        /// The new full name
        #[arg(long = "name", value_name = "NAME")]
        new_name: Option<String>,
        #[command(flatten)]
        fields: Fields,
    },
}

/// The fields that can be set; an empty value clears one.
#[derive(Debug, clap::Args)]
struct Fields {
    /// What you call them; without it, their first name
    #[arg(long, value_name = "NAME")]
    goes_by: Option<String>,
    /// Their role
    #[arg(long, value_name = "WORDS")]
    role: Option<String>,
    /// Their team
    #[arg(long, value_name = "WORDS")]
    team: Option<String>,
    /// Their pronouns
    #[arg(long, value_name = "WORDS")]
    pronouns: Option<String>,
    /// The standing format of your one-on-ones: career, or all of its name
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// How often you meet: weekly, every 2 weeks on Tuesday at 10:00
    #[arg(long, value_name = "CADENCE")]
    cadence: Option<String>,
}

pub(super) fn run(arguments: &Arguments, path: &Path, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    match &arguments.command {
        PersonCommand::Add { name, fields } => add(name, fields, path, clock, out),
        PersonCommand::Edit { name, new_name, fields } => edit(name, new_name.as_deref(), fields, path, clock, out),
    }
}

fn add(name: &str, fields: &Fields, path: &Path, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let now = clock.now();
    let journal = open_journal(path, &now)?;
    let name = parse_name("NAME", name)?;
    let profile = fields.apply_to(Profile::with_name(name.clone()), path)?;
    journal.commit(Change::AddPeople(vec![profile]), &now)?;
    let added = journal.read(|db| Ok(find_person::by_name(db, &name)))??;
    Ok(writeln!(out, "Added: {}.", describe(&added))?)
}

fn edit(
    name: &str,
    new_name: Option<&str>,
    fields: &Fields,
    path: &Path,
    clock: &dyn Clock,
    out: &mut dyn Write,
) -> Result {
    let now = clock.now();
    let journal = open_journal(path, &now)?;
    let person = journal.read(|db| Ok(find_person::by_name(db, name)))??;
    if new_name.is_none() && fields.is_empty() {
        return Err(CliError::usage("Say what to change, like --goes-by NAME. Nothing was changed."));
    }
    let mut profile = person.profile.clone();
    if let Some(new_name) = new_name {
        profile.name = parse_name("--name", new_name)?;
    }
    let profile = fields.apply_to(profile, path)?;
    journal.commit(Change::EditPerson { person: person.id, profile }, &now)?;
    let edited = journal.read(|db| db.person(person.id))?.unwrap_or(person);
    Ok(writeln!(out, "Saved: {}.", describe(&edited))?)
}

fn describe(person: &Person) -> String {
    let name = &person.profile.name;
    let called = person.profile.first_name();
    if called == first_name(name) { name.clone() } else { format!("{name}, goes by {called}") }
}

fn parse_name(argument: &str, text: &str) -> Result<String> {
    clean_name(text).map_err(|error| CliError::usage(format!("{argument}: {error}")))
}

impl Fields {
    fn is_empty(&self) -> bool {
        [&self.goes_by, &self.role, &self.team, &self.pronouns, &self.cadence, &self.format]
            .into_iter()
            .all(Option::is_none)
    }

    fn apply_to(&self, mut profile: Profile, journal: &Path) -> Result<Profile> {
        if let Some(goes_by) = &self.goes_by {
            let is_default = goes_by.trim().is_empty() || goes_by.trim() == first_name(&profile.name);
            profile.goes_by = if is_default { String::new() } else { parse_name("--goes-by", goes_by)? };
        }
        let texts =
            [(&self.role, &mut profile.role), (&self.team, &mut profile.team), (&self.pronouns, &mut profile.pronouns)];
        for (text, field) in texts {
            if let Some(text) = text {
                text.trim().clone_into(field);
            }
        }
        if let Some(format) = &self.format {
            profile.format = match format.trim() {
                "" => String::new(),
                query => format::find(&read_formats(journal), query)?.name.clone(),
            };
        }
        if let Some(cadence) = &self.cadence {
            let parsed = (!cadence.trim().is_empty()).then(|| cadence.parse::<Cadence>()).transpose();
            profile.cadence = parsed.map_err(|error| CliError::usage(format!("--cadence: {error}")))?;
        }
        Ok(profile)
    }
}
