//! What comes into a journal from elsewhere: read first, shown, and only then brought in, as one change.
//!
//! A reader makes a [`Harvest`] of a source: everything it understood as a [`Bundle`], and everything it did not, with file
//! and line. [`preview`] says what the journal would gain. [`Change::BringIn`] does it; lasting names that follow from the
//! content ([`Uid::of_content`](crate::domain::id::Uid::of_content)) keep a second reading of the same source from doubling anything.

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

/// What readers know of where they read into.
#[derive(Debug, Clone)]
pub struct ImportContext {
    /// Now, where the leader is: days without a time are noon in this zone, and nothing is written later than today.
    pub now: Zoned,
    /// Everybody in the journal, also who is archived.
    pub people: Vec<Person>,
}

/// What was read from a source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportResult {
    /// All that was understood.
    pub bundle: ImportBundle,
    /// What could not be read, in the order of files and lines.
    pub diagnostics: Vec<Diagnostic>,
    /// What was left aside on purpose.
    pub ignored: Vec<IgnoredItems>,
    /// Where the source can be read in more than one way: what to ask before it is brought in.
    pub ambiguities: Vec<Ambiguity>,
}

/// So many things of a source that were understood, and left aside.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct IgnoredItems {
    /// How many.
    pub count: usize,
    /// What they are and why, for several of them: “events are with three or more people”.
    #[serde(rename = "what")]
    pub description: String,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Diagnostic {
    /// The file.
    #[serde(serialize_with = "serialize_path_lossy")]
    pub file: PathBuf,
    /// The line in it, from 1; none where it is the whole file.
    pub line: Option<u64>,
    /// Why, as the end of a sentence: “is not text”, “the day 2024-13-01 is in no calendar”. Never a whole note.
    #[serde(rename = "why")]
    pub reason: String,
}

/// Some systems have names that are no text.
fn serialize_path_lossy<S: serde::Serializer>(path: &std::path::Path, to: S) -> std::result::Result<S::Ok, S::Error> {
    to.collect_str(&path.display())
}

/// A question about a source, which its reader takes the answer of as an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ambiguity {
    /// Days like this one can be read with the day or the month first.
    DayOrder {
        /// One of them, as it stands there.
        example: String,
    },
    /// Which column is what cannot be seen from the names of the columns.
    Columns {
        /// Their names; empty where there are none.
        header: Vec<String>,
        /// What is needed, and not found.
        missing: Vec<table::Column>,
    },
}
