//! Sources and the readers for them.

use std::path::{Path, PathBuf};

use super::{
    ImportContext, ImportError, ImportResult, ProgressFn, Result, calendar, dates::DayOrder, json, markdown, table,
};
use crate::{
    domain::{
        name::{NameMatchError, find_by_name},
        string_enum::string_enum,
    },
    journal::import_bundle::{ImportBundle, PersonMapping},
};

string_enum! {
    /// The format of a source.
    pub enum SourceFormat {
        /// A folder of notes, or one document with dated headings.
        Markdown = "markdown",
        /// A CSV table.
        Csv = "csv",
        /// A journal as JSON.
        Json = "json",
        /// An iCalendar file.
        Ics = "ics",
    }
}

impl SourceFormat {
    /// Guesses the format from whether the path is a folder and from its extension.
    pub fn guess(path: &Path) -> Option<Self> {
        if path.is_dir() {
            return Some(Self::Markdown);
        }
        let ending = path.extension()?.to_str()?.to_lowercase();
        Some(match ending.as_str() {
            "md" | "markdown" | "mdown" | "txt" | "text" => Self::Markdown,
            "csv" | "tsv" => Self::Csv,
            "json" => Self::Json,
            "ics" | "ical" | "ifb" => Self::Ics,
            _ => return None,
        })
    }

    /// Its name within a sentence.
    pub fn label(self) -> &'static str {
        match self {
            Self::Markdown => "Markdown notes",
            Self::Csv => "a table",
            Self::Json => "a Rapport journal",
            Self::Ics => "a calendar",
        }
    }
}

/// A source and its options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Markdown notes.
    Markdown {
        /// The folder, or the one document.
        path: PathBuf,
        /// The order of numeric dates, where the notes do not show it.
        day_order: Option<DayOrder>,
    },
    /// A journal as JSON.
    Json {
        /// The file.
        path: PathBuf,
    },
    /// A table.
    Csv {
        /// The file.
        path: PathBuf,
        /// The mapping of columns; by default guessed from the header.
        mapping: Option<table::Mapping>,
        /// The order of numeric dates, where the table does not show it.
        day_order: Option<DayOrder>,
    },
    /// A calendar.
    Ics {
        /// The file.
        path: PathBuf,
    },
}

impl Source {
    /// The path.
    pub fn path(&self) -> &Path {
        match self {
            Self::Markdown { path, .. } | Self::Csv { path, .. } | Self::Json { path } | Self::Ics { path } => path,
        }
    }
}

/// Reads a source. With `person`, notes and rows that name nobody are about that person, and of a
/// journal or a calendar only what is about them is kept.
///
/// # Errors
/// If nothing of it can be read, or it was cancelled.
pub fn read(
    source: &Source,
    person: Option<&str>,
    context: &ImportContext,
    on_progress: &mut ProgressFn<'_>,
) -> Result<ImportResult> {
    let mut result = match source {
        Source::Markdown { path, day_order } => return markdown::read(path, *day_order, person, context, on_progress),
        Source::Json { path } => json::read(path, context, on_progress),
        Source::Ics { path } => calendar::read(path, context, on_progress),
        Source::Csv { path, mapping, day_order } => {
            let person = person.map(str::to_owned);
            let options = table::Options { mapping: mapping.clone(), day_order: *day_order, person };
            return table::read(path, &options, context, on_progress);
        }
    }?;
    if let Some(name) = person {
        retain_person(&mut result.bundle, name)
            .map_err(|why| ImportError::Unreadable { path: source.path().to_owned(), reason: why })?;
    }
    Ok(result)
}

/// Drops what is not about the person of this name, the leader's own records included.
fn retain_person(bundle: &mut ImportBundle, name: &str) -> std::result::Result<(), String> {
    let found = find_by_name(name, &bundle.people, |imported| [&imported.person.profile.name]);
    let to_error =
        |error: NameMatchError| format!("can’t be limited to that person: {}", error.to_string().trim_end_matches('.'));
    let id = found.map_err(to_error)?.person.id;
    for imported in bundle.people.iter_mut().filter(|imported| imported.person.id != id) {
        imported.mapping = PersonMapping::Skip;
    }
    bundle.questions.clear();
    bundle.self_checks.clear();
    bundle.intentions.clear();
    bundle.templates.clear();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn format_is_guessed_from_the_file_name() {
        for (path, expected) in [
            (".", Some(SourceFormat::Markdown)),
            ("notes/Dana.md", Some(SourceFormat::Markdown)),
            ("1-1.TXT", Some(SourceFormat::Markdown)),
            ("team.csv", Some(SourceFormat::Csv)),
            ("Rapport 2026-11-24.json", Some(SourceFormat::Json)),
            ("work.ICS", Some(SourceFormat::Ics)),
            ("photo.png", None),
            ("Makefile", None),
            (".md", None),
        ] {
            assert_eq!(SourceFormat::guess(Path::new(path)), expected, "{path}");
        }
    }
}
