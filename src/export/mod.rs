//! What leaves the journal: pages to read and print, a table to count in, and the full form that another Rapport can
//! read. `docs/export.md` describes each.
//!
//! One file per format: [`history`] is a page of HTML or Markdown ([`told`] has the words), [`csv`] has a row for each
//! entry, [`json`] has everything; the [`brief`] of a person is a text of its own. All of them are written as the journal is read, never held whole, and read the journal
//! as it was at one moment. [`to_file`] puts a document in its place when it is complete, or leaves nothing.

mod atomic_file;
pub mod brief;
mod csv;
mod describe_entry;
mod document;
mod error;
mod evidence;
mod json;

use std::{
    io::Write,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use jiff::civil::Date;

pub use self::error::ExportError;
use self::evidence::Evidence;
pub use crate::journal::progress::ProgressFn;
use crate::{
    domain::{
        id::{PersonId, Uid},
        meeting_prep::MeetingPrep,
        name::clean_name,
        person::{Person, Profile},
        review::{Review, contains_flag_quotation},
        string_enum::string_enum,
    },
    store::{Db, ExportFilter},
};

type Result<T = (), E = ExportError> = std::result::Result<T, E>;

string_enum! {
    /// What a document is written as.
    pub enum Format {
        /// A page to read and print, in one file.
        Html = "html",
        /// A text to read and go on with.
        Markdown = "markdown",
        /// A table with a row for each entry.
        Csv = "csv",
        /// Everything, for another program or another copy of Rapport.
        Json = "json",
    }
}

impl Format {
    /// What the name of such a file ends with.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// Whether the text of a review is in it; a table only has rows.
    pub fn includes_text(self) -> bool {
        self != Self::Csv
    }
}

/// What is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportScope {
    /// All of the journal.
    Journal,
    /// What is written about one person.
    Person(PersonId),
    /// One review: what it says, and the evidence of its period below it.
    Review(Uid),
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct ExportOptions {
    /// Of what.
    pub scope: ExportScope,
    /// As what.
    pub format: Format,
    /// Of this day or later.
    pub from: Option<Date>,
    /// Of this day or earlier.
    pub to: Option<Date>,
    /// Flags too, though they are private.
    pub with_flags: bool,
    /// The day a page is dated with.
    pub today: Date,
}

impl ExportOptions {
    /// Whether it is the full form: all that the journal holds, flags and the trash with it, so that nothing is missing
    /// where it is read in again.
    pub fn is_full_export(&self) -> bool {
        self.scope == ExportScope::Journal && self.format == Format::Json
    }

    /// Whether there are flags in it.
    pub fn includes_flags(&self) -> bool {
        self.with_flags || self.is_full_export()
    }

    /// What it is of; a review has its [`Evidence`] instead.
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
    /// How many entries are in it.
    pub entries: u64,
    /// How many flags of those days were left out.
    pub flags_left_out: u64,
    /// Whether it has the text of a review that quotes a flag.
    pub quotes_a_flag: bool,
}

/// Writes a document to `out` as the journal is read.
///
/// # Errors
/// Where the journal cannot be read or `out` cannot be written, or `watch` said to stop; then `out` has a part of it.
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

/// How much will be in it.
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

/// Writes a document to a file: beside its place, and moved there when it is complete. Only its owner can read it.
///
/// # Errors
/// As [`write`]; also where the place is taken and not to be `replace`d, or cannot be written. The place is as it was.
pub fn to_file(
    db: &Db,
    options: &ExportOptions,
    path: &Path,
    replace: bool,
    on_progress: &mut ProgressFn<'_>,
) -> Result<ExportSummary> {
    atomic_file::AtomicFile::prepare(path, replace, db.path())?.write_with(|out| write(db, options, out, on_progress))
}

/// A name for the file, without a folder: "Dana Whitfield.html", "Dana Whitfield, review of November 2026.html", "Rapport 2026-11-24.json".
pub fn file_name(person: Option<&Person>, review: Option<&Review>, format: Format, today: Date) -> String {
    let stem = match (person, review) {
        (Some(person), Some(review)) => {
            format!("{}, review of {}", person.profile.name, review.to.strftime("%B %Y"))
        }
        (Some(person), None) => person.profile.name.clone(),
        (None, _) => format!("Rapport {today}"),
    };
    // What some system does not take in a name; a dot at the beginning would hide the file.
    let fits = |c: char| !c.is_control() && !"/\\:*?\"<>|".contains(c);
    let stem: String = stem.chars().map(|c| if fits(c) { c } else { ' ' }).collect();
    let stem = clean_name(&stem).unwrap_or_default();
    let stem: String = stem.trim_matches(['.', ' ']).chars().take(60).collect();
    let stem = if stem.trim().is_empty() { "Rapport" } else { stem.trim_end() };
    format!("{stem}.{}", format.extension())
}

/// The path with the ending of a format, where it has that of none: what follows the dot of "Dr. Smith" is no ending.
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

/// What a document is about.
struct ExportContent<'a> {
    people: &'a [Person],
    /// The review it is of, with its evidence.
    review: Option<(&'a Review, &'a Evidence)>,
}

fn find_review(db: &Db, scope: ExportScope) -> Result<Option<Review>> {
    match scope {
        ExportScope::Review(uid) => Ok(Some(db.review(uid)?.ok_or(ExportError::ReviewNotFound)?)),
        ExportScope::Journal | ExportScope::Person(_) => Ok(None),
    }
}

/// Who is in it, in the order they were given.
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

/// Somebody without what is for your eyes only: a review may be handed on.
fn without_private_fields(person: Person) -> Person {
    let Profile { name, relation, role, team, since, pronouns, .. } = person.profile;
    let profile = Profile { relation, role, team, since, pronouns, cadence: None, ..Profile::with_name(name) };
    Person { profile, meeting_prep: MeetingPrep::default(), ..person }
}

/// Counts entries for whoever watches.
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
    use crate::domain::moment::Moment;

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
            let person = Person {
                id: PersonId(1),
                uid: Uid::NIL,
                profile: Profile::with_name(name),
                position: 0,
                added_at: Moment::from_parts(0, 0, "UTC".into()).unwrap(),
                archived_at: None,
                meeting_prep: MeetingPrep::default(),
            };
            assert_eq!(file_name(Some(&person), None, Format::Html, date(2026, 11, 24)), expected);
        }
        assert_eq!(file_name(None, None, Format::Json, date(2026, 11, 24)), "Rapport 2026-11-24.json");
    }
}
