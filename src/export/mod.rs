//! Exports the journal, a person or a review as HTML, Markdown, CSV or JSON. `docs/export.md`
//! describes each.
//!
//! `document` writes HTML and Markdown, `csv` a row per entry (`wording::entry_description` has
//! the words), `json` everything; [`brief`] formats the brief of a person. Documents are streamed
//! from one snapshot of the journal, never held as a whole. [`to_file`] replaces its target
//! atomically.

pub mod brief;
mod csv;
mod document;
mod encryption;
mod error;
mod evidence;
mod json;
mod output_file;
pub mod recap;
pub mod recovery_key;

use std::{
    io::Write,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use jiff::civil::Date;
use secrecy::SecretString;

use self::evidence::Evidence;
pub use self::{encryption::write_encrypted, error::ExportError};
pub use crate::journal::progress::ProgressFn;
use crate::{
    domain::{
        id::{PersonId, Uid},
        meeting_prep::MeetingPrep,
        name::clean_name,
        person::{Person, Profile, ShortName},
        review::{Review, contains_flag_quotation},
        string_enum::string_enum,
    },
    store::{Db, ExportFilter},
};

type Result<T = (), E = ExportError> = std::result::Result<T, E>;

string_enum! {
    /// The format of a document.
    pub enum Format {
        /// One page to read and print.
        Html = "html",
        /// A text to read and edit.
        Markdown = "markdown",
        /// A table with a row per entry.
        Csv = "csv",
        /// Everything, for another program or another copy of Rapport.
        Json = "json",
    }
}

impl Format {
    /// The file extension.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// Whether it includes the text of a review; a table does not.
    pub fn includes_text(self) -> bool {
        self != Self::Csv
    }
}

/// What is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportScope {
    /// The whole journal.
    Journal,
    /// One person.
    Person(PersonId),
    /// One review: its text, then the evidence of its period.
    Review(Uid),
}

/// The options of an export.
#[derive(Debug, Clone, Copy)]
pub struct ExportOptions {
    /// What to export.
    pub scope: ExportScope,
    /// The format.
    pub format: Format,
    /// The first day, inclusive.
    pub from: Option<Date>,
    /// The last day, inclusive.
    pub to: Option<Date>,
    /// Whether to include flags, which are private.
    pub with_flags: bool,
    /// The date of the document.
    pub today: Date,
}

impl ExportOptions {
    /// Whether it is complete: everything in the journal, including flags and the trash, so that it
    /// can be imported again without loss.
    pub fn is_full_export(&self) -> bool {
        self.scope == ExportScope::Journal && self.format == Format::Json
    }

    /// Whether it includes flags.
    pub fn includes_flags(&self) -> bool {
        self.with_flags || self.is_full_export()
    }

    /// The filter for entries; a review has its [`Evidence`] instead.
    fn filter(&self) -> ExportFilter {
        let person = match self.scope {
            ExportScope::Person(person) => Some(person),
            ExportScope::Journal | ExportScope::Review(_) => None,
        };
        ExportFilter {
            person,
            from: self.from,
            to: self.to,
            include_flags: self.includes_flags(),
            include_trashed: self.is_full_export(),
        }
    }
}

/// What was exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExportSummary {
    /// Number of entries.
    pub entries: u64,
    /// Number of flags in the period that were left out.
    pub flags_left_out: u64,
    /// Whether it includes the text of a review that quotes a flag.
    pub quotes_a_flag: bool,
}

/// Streams a document to `out`.
///
/// # Errors
/// If the journal cannot be read, `out` cannot be written, or `on_progress` cancels; `out` then has
/// a part of the document.
pub fn write(
    db: &Db,
    options: &ExportOptions,
    out: &mut dyn Write,
    on_progress: &mut ProgressFn<'_>,
) -> Result<ExportSummary> {
    db.snapshot(|db| {
        let review = find_review(db, options.scope)?;
        let slice = options.filter();
        let people = find_people(db, options.scope, review.as_ref())?;
        let evidence = match (&review, people.first()) {
            (Some(review), Some(person)) => Some(Evidence::load(db, review, person, options)?),
            _ => None,
        };
        let about = ExportContent { people: &people, review: review.as_ref().zip(evidence.as_ref()) };
        let made = summarize(db, options, &slice, &about)?;
        let entries = made.entries;
        let count = &mut ProgressCounter { done: 0, total: entries, on_progress };
        match options.format {
            Format::Html | Format::Markdown => document::write(db, options, &slice, &about, made, out, count),
            Format::Csv => csv::write(db, &slice, &about, out, count),
            Format::Json => json::write(db, options, &slice, &about, out, count),
        }?;
        out.flush()?;
        Ok(made)
    })
}

/// The number of entries to expect, for progress.
fn summarize(
    db: &Db,
    options: &ExportOptions,
    filter: &ExportFilter,
    content: &ExportContent<'_>,
) -> Result<ExportSummary> {
    if let Some((review, evidence)) = content.review {
        let entries = u64::try_from(evidence.rows.len()).unwrap_or(u64::MAX);
        let quotes_a_flag = options.format.includes_text() && contains_flag_quotation(&review.text);
        return Ok(ExportSummary { entries, flags_left_out: evidence.flags_left_out, quotes_a_flag });
    }
    let entries = db.count_entries(filter)?;
    let with_flags = db.count_entries(&ExportFilter { include_flags: true, ..*filter })?;
    Ok(ExportSummary { entries, flags_left_out: with_flags - entries, quotes_a_flag: false })
}

/// The file that a document is written to.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// Its path.
    pub path: &'a Path,
    /// Whether an existing file is replaced.
    pub replace: bool,
    /// The passphrase that it is encrypted with.
    pub passphrase: Option<&'a SecretString>,
}

impl<'a> Target<'a> {
    /// A file that is not encrypted.
    pub fn plain(path: &'a Path, replace: bool) -> Self {
        Self { path, replace, passphrase: None }
    }
}

/// Writes a document to a file, atomically and with mode 0600.
///
/// # Errors
/// As [`write()`]; also if the target exists and is not to be replaced, or it cannot be written.
/// The target is then unchanged.
pub fn to_file(
    db: &Db,
    options: &ExportOptions,
    target: &Target<'_>,
    on_progress: &mut ProgressFn<'_>,
) -> Result<ExportSummary> {
    let file = output_file::OutputFile::prepare(target.path, target.replace, db.path())?;
    file.write_with(|out| match target.passphrase {
        Some(passphrase) => write_encrypted(db, options, passphrase, out, on_progress),
        None => write(db, options, out, on_progress),
    })
}

/// A suggested file name: "Dana Whitfield.html", "Dana Whitfield, review of November 2026.html",
/// "Rapport 2026-11-24.json". `subject` is the name of the person, or what stands for it.
pub fn file_name(subject: Option<&str>, review: Option<&Review>, format: Format, today: Date) -> String {
    let stem = match (subject, review) {
        (Some(subject), Some(review)) => format!("{subject}, review of {}", review.to.strftime("%B %Y")),
        (Some(subject), None) => subject.to_owned(),
        (None, _) => format!("Rapport {today}"),
    };
    // Characters that some system forbids in a name; a leading dot would hide the file.
    let fits = |c: char| !c.is_control() && !"/\\:*?\"<>|".contains(c);
    let stem: String = stem.chars().map(|c| if fits(c) { c } else { ' ' }).collect();
    let stem = clean_name(&stem).unwrap_or_default();
    let stem: String = stem.trim_matches(['.', ' ']).chars().take(60).collect();
    let stem = if stem.trim().is_empty() { "Rapport" } else { stem.trim_end() };
    format!("{stem}.{}", format.extension())
}

/// The extension of an encrypted file, after that of its format.
pub const ENCRYPTED_EXTENSION: &str = "age";

/// The path with the extension of `format` unless it has that of any format; "Dr. Smith" has none.
pub fn with_extension(path: &Path, format: Format) -> PathBuf {
    let has = |format: &Format| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(format.extension()));
    if Format::ALL.iter().any(has) {
        return path.to_owned();
    }
    let mut named = path.as_os_str().to_owned();
    named.push(".");
    named.push(format.extension());
    named.into()
}

/// The content of a document.
struct ExportContent<'a> {
    people: &'a [Person],
    /// The review with its evidence.
    review: Option<(&'a Review, &'a Evidence)>,
}

fn find_review(db: &Db, scope: ExportScope) -> Result<Option<Review>> {
    match scope {
        ExportScope::Review(uid) => Ok(Some(db.review(uid)?.ok_or(ExportError::ReviewNotFound)?)),
        ExportScope::Journal | ExportScope::Person(_) => Ok(None),
    }
}

/// The people in it, in their order.
fn find_people(db: &Db, scope: ExportScope, review: Option<&Review>) -> Result<Vec<Person>> {
    let one = |id| -> Result<Vec<Person>> { Ok(vec![db.person(id)?.ok_or(ExportError::PersonNotFound)?]) };
    match (scope, review) {
        (ExportScope::Person(id), _) => one(id),
        (ExportScope::Review(_), Some(review)) => {
            Ok(one(review.person)?.into_iter().map(without_private_fields).collect())
        }
        _ => Ok(db.people()?),
    }
}

/// A person without the leader's private notes and the names of others, since they may read their
/// review.
fn without_private_fields(person: Person) -> Person {
    let Profile { name, goes_by, relation, role, team, since, pronouns, .. } = person.profile;
    let profile = Profile { goes_by, relation, role, team, since, pronouns, cadence: None, ..Profile::with_name(name) };
    Person { profile, meeting_prep: MeetingPrep::default(), short_name: ShortName::default(), ..person }
}

/// Reports progress in entries.
struct ProgressCounter<'a, 'w> {
    done: u64,
    total: u64,
    on_progress: &'a mut ProgressFn<'w>,
}

impl ProgressCounter<'_, '_> {
    fn increment(&mut self) -> Result {
        self.done += 1;
        match (self.on_progress)(self.done, self.total) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(ExportError::Cancelled),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn extension_is_added_unless_a_known_one_is_present() {
        for (path, expected) in [
            ("/docs/dana.html", "/docs/dana.html"),
            ("/docs/dana.MD", "/docs/dana.MD"),
            ("/docs/dana.json", "/docs/dana.json"),
            ("/docs/dana", "/docs/dana.html"),
            ("/docs/Dr. Smith", "/docs/Dr. Smith.html"),
            ("/docs/v1.2", "/docs/v1.2.html"),
            ("/docs/.html", "/docs/.html.html"),
        ] {
            assert_eq!(with_extension(Path::new(path), Format::Html), Path::new(expected));
        }
    }

    #[test]
    fn file_names_are_portable_and_named_after_the_person() {
        for (name, expected) in [
            ("Dana Whitfield", "Dana Whitfield.html"),
            ("Łukasz/Ana: “x”?", "Łukasz Ana “x”.html"),
            ("../../etc", "etc.html"),
            ("...", "Rapport.html"),
            ("小林", "小林.html"),
        ] {
            assert_eq!(file_name(Some(name), None, Format::Html, date(2026, 11, 24)), expected);
        }
        assert_eq!(file_name(None, None, Format::Json, date(2026, 11, 24)), "Rapport 2026-11-24.json");
    }
}
