//! What can be read from, and who reads it.

use std::path::{Path, PathBuf};

use super::{Ground, Harvest, Result, Watch, full};
use crate::domain::words::words;

words! {
    /// A kind of source.
    pub enum Sort {
        /// A folder of notes, or one document with dated headings.
        Markdown = "markdown",
        /// A table.
        Csv = "csv",
        /// The full form of a journal.
        Json = "json",
        /// A calendar.
        Ics = "ics",
    }
}

impl Sort {
    /// What a path is, by whether it is a folder and by how its name ends; `None` where that says nothing.
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

    /// What it is called in a sentence.
    pub fn said(self) -> &'static str {
        match self {
            Self::Markdown => "Markdown notes",
            Self::Csv => "a table",
            Self::Json => "a journal as JSON",
            Self::Ics => "a calendar",
        }
    }
}

/// A source, and how it is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The full form of a journal.
    Json {
        /// The file.
        path: PathBuf,
    },
}

/// Reads a source; with `person`, what is about nobody by itself is about them, and of a source that knows whom it is
/// about only what is about them.
///
/// # Errors
/// Where nothing of it can be read, or it was stopped.
pub fn read(source: &Source, person: Option<&str>, ground: &Ground, watch: &mut Watch<'_>) -> Result<Harvest> {
    match source {
        Source::Json { path } => full::read(path, person, ground, watch),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_path_is_follows_from_its_name() {
        for (path, expected) in [
            (".", Some(Sort::Markdown)),
            ("notes/Dana.md", Some(Sort::Markdown)),
            ("1-1.TXT", Some(Sort::Markdown)),
            ("team.csv", Some(Sort::Csv)),
            ("Rapport 2026-11-24.json", Some(Sort::Json)),
            ("work.ICS", Some(Sort::Ics)),
            ("photo.png", None),
            ("Makefile", None),
            (".md", None),
        ] {
            assert_eq!(Sort::guess(Path::new(path)), expected, "{path}");
        }
    }
}
