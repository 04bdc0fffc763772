//! Imports from other sources: parsed, previewed, and then applied as one change.
//!
//! A reader turns a source into an [`ImportResult`]: everything it understood as an
//! [`ImportBundle`], and everything it did not as diagnostics with file and line. [`preview()`]
//! tells what the journal would gain, and [`Change::Import`] applies it. Uids that follow from the
//! content ([`Uid::from_content`](crate::domain::id::Uid::from_content)) keep a second import of
//! the same source from duplicating anything.

pub mod calendar;
pub mod dates;
pub mod decode;
mod diagnostics;
mod error;
mod imported_person;
pub mod json;
pub mod markdown;
pub mod match_existing;
mod one_on_one_words;
mod person_name;
mod preview;
pub mod source;
pub mod table;

use std::path::PathBuf;

use jiff::Zoned;

pub use self::{
    error::ImportError,
    preview::{PersonPreview, Preview, preview},
};
pub use crate::journal::progress::ProgressFn;
use crate::{
    domain::person::Person,
    journal::{change::Change, import_bundle::ImportBundle},
};

type Result<T = (), E = ImportError> = std::result::Result<T, E>;

/// What readers need to know about the journal.
#[derive(Debug, Clone)]
pub struct ImportContext {
    /// The current time in the leader's zone: days without a time are noon in it, and nothing is
    /// written later than it.
    pub now: Zoned,
    /// Everybody in the journal, archived people included.
    pub people: Vec<Person>,
}

/// What was read from a source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportResult {
    /// Everything that was understood.
    pub bundle: ImportBundle,
    /// What could not be read, in the order of files and lines.
    pub diagnostics: Vec<Diagnostic>,
    /// What was left out on purpose.
    pub ignored: Vec<IgnoredItems>,
    /// What has to be decided before the import, because the source can be read in several ways.
    pub ambiguities: Vec<Ambiguity>,
}

/// Items of a source that were understood and left out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct IgnoredItems {
    /// How many.
    pub count: usize,
    /// What they are and why they are left out, in the plural: “events are with three or more
    /// people”.
    #[serde(rename = "what")]
    pub description: String,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Diagnostic {
    /// The file.
    #[serde(serialize_with = "serialize_path_lossy")]
    pub file: PathBuf,
    /// The line, from 1; `None` for the whole file.
    pub line: Option<u64>,
    /// The reason as the end of a sentence: “is not text”. It never contains a whole note.
    #[serde(rename = "why")]
    pub reason: String,
}

/// Paths need not be Unicode.
fn serialize_path_lossy<S: serde::Serializer>(path: &std::path::Path, to: S) -> std::result::Result<S::Ok, S::Error> {
    to.collect_str(&path.display())
}

/// A question about a source; readers take the answer as an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ambiguity {
    /// Dates like this one can be read with the day or the month first.
    DayOrder {
        /// One of them, as it is written.
        example: String,
    },
    /// The columns cannot be told from their names.
    Columns {
        /// The header; empty where there is none.
        header: Vec<String>,
        /// The required columns that were not recognised.
        missing: Vec<table::Column>,
    },
}
