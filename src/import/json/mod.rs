//! Journals as JSON, as `rapport export journal --format json` writes them (`docs/export.md`), and
//! exports of a person or a period.
//!
//! A document that is cut, damaged or of a newer version is rejected. An invalid record is reported
//! with its line and left out, and so is what refers to it. Texts and names are cleaned like typed
//! ones.

mod records;
mod resolve_refs;

use std::{ops::ControlFlow, path::Path};

use serde::{
    Deserialize,
    de::{DeserializeSeed, Deserializer as _, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use self::records::{DocumentState, RecordError};
use super::{Diagnostic, ImportContext, ImportError, ImportResult, ProgressFn, Result, decode};

/// The newest version of the format that is understood.
const MAX_FORMAT_VERSION: u64 = 1;

/// The longest document that is read, in bytes: hundreds of thousands of entries.
const MAX_BYTES: u64 = 512 << 20;

/// How many records may be invalid before the whole document is.
const MAX_ERRORS: usize = 1_000;

/// How many records are read between two reports of progress.
const PROGRESS_INTERVAL: u64 = 256;

/// Reads a document.
///
/// # Errors
/// If it does not exist, is cut, damaged or of a newer version, or was cancelled.
pub fn read(path: &Path, _: &ImportContext, on_progress: &mut ProgressFn<'_>) -> Result<ImportResult> {
    let bytes = decode::read_bytes(path, MAX_BYTES)?;
    let unreadable = |why: String| ImportError::Unreadable { path: path.to_owned(), reason: why };
    let decode::DecodedText { text, first_damaged_line: damaged } =
        decode::decode(bytes).ok_or_else(|| unreadable("is not text".to_owned()))?;
    if let Some(line) = damaged {
        return Err(unreadable(format!("is damaged on line {line}: it has invalid characters")));
    }
    let head = parse_header(&text).map_err(unreadable)?;
    let mut document = DocumentReader {
        text: &text,
        line_cursor: (0, 1),
        record_count: 0,
        state: DocumentState::new(head.is_complete()),
        errors: Vec::new(),
        on_progress,
        stop: None,
    };
    let walked = serde_json::Deserializer::from_str(&text).deserialize_map(ListsVisitor(&mut document));
    let DocumentReader { state: mut reading, errors: mut diagnostics, stop: ended, .. } = document;
    match (ended, walked) {
        (Some(ParseStop::Cancelled), _) => return Err(ImportError::Cancelled),
        (Some(ParseStop::TooManyErrors), _) => {
            let first = diagnostics.first().map_or(String::new(), |first| format!(" (line {}: {})", first.0, first.1));
            return Err(unreadable(format!("has more than {MAX_ERRORS} items that can’t be read{first}")));
        }
        (None, Err(error)) => return Err(unreadable(describe_json_error(&error))),
        (None, Ok(())) => {}
    }
    diagnostics.extend(reading.resolve_refs());
    diagnostics.sort();
    let bundle = reading.bundle;
    let diagnostics = diagnostics
        .into_iter()
        .map(|(line, why)| Diagnostic { file: path.to_owned(), line: Some(line), reason: why })
        .collect();
    Ok(ImportResult { bundle, diagnostics, ..ImportResult::default() })
}

/// The header of a document.
#[derive(Deserialize)]
struct Header<'a> {
    format: u64,
    #[serde(borrow)]
    of: Option<&'a RawValue>,
    from: Option<IgnoredAny>,
    to: Option<IgnoredAny>,
}

impl Header<'_> {
    fn has_scope(&self, what: &str) -> bool {
        self.of.is_some_and(|of| serde_json::from_str(of.get()).is_ok_and(|of: String| of == what))
    }

    /// Whether it is a whole journal, so that all references resolve within it.
    fn is_complete(&self) -> bool {
        self.has_scope("journal") && self.from.is_none() && self.to.is_none()
    }
}

/// Parses the whole document once for its header, wherever that stands, so that a newer version is
/// recognised before a record seems invalid, and a cut document is not begun.
fn parse_header(text: &str) -> std::result::Result<Header<'_>, String> {
    #[derive(Deserialize)]
    struct Root<'a> {
        #[serde(borrow)]
        rapport: Option<&'a RawValue>,
    }
    let no_journal = || "is JSON, but not a Rapport journal".to_owned();
    if text.trim_start().starts_with('[') && serde_json::from_str::<IgnoredAny>(text).is_ok() {
        return Err(no_journal());
    }
    let whole: Root<'_> = serde_json::from_str(text).map_err(|error| describe_json_error(&error))?;
    let head: Header<'_> =
        serde_json::from_str(whole.rapport.ok_or_else(no_journal)?.get()).map_err(|_| no_journal())?;
    if head.format > MAX_FORMAT_VERSION {
        return Err(format!(
            "was written by a newer version of Rapport (format {}; this version supports up to \
              {MAX_FORMAT_VERSION}). Update Rapport to import it",
            head.format
        ));
    }
    if head.format > 0 && (head.has_scope("journal") || head.has_scope("person")) {
        Ok(head)
    } else {
        Err(no_journal())
    }
}

fn describe_json_error(error: &serde_json::Error) -> String {
    match error.classify() {
        serde_json::error::Category::Eof if error.line() <= 1 && error.column() == 0 => "is empty".to_owned(),
        serde_json::error::Category::Eof => {
            format!("is incomplete: it ends in the middle of line {}", error.line())
        }
        serde_json::error::Category::Data => "is JSON, but not a Rapport journal".to_owned(),
        _ => format!("is not valid JSON: line {}, column {}", error.line(), error.column()),
    }
}

/// The state while a document is parsed.
struct DocumentReader<'t, 'w, 'h> {
    text: &'t str,
    /// Up to where lines are counted: an offset, and its line.
    line_cursor: (usize, u64),
    record_count: u64,
    state: DocumentState,
    errors: Vec<(u64, String)>,
    on_progress: &'w mut ProgressFn<'h>,
    stop: Option<ParseStop>,
}

/// Why parsing stopped early.
enum ParseStop {
    Cancelled,
    TooManyErrors,
}

impl<'t> DocumentReader<'t, '_, '_> {
    /// The offset of a part of the text, and its line.
    fn locate(&mut self, part: &'t str) -> (usize, u64) {
        let at = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let (from, line) = self.line_cursor;
        let between = self.text.get(from..at).unwrap_or_default();
        self.line_cursor = (at.max(from), line + between.matches('\n').count() as u64);
        (at, self.line_cursor.1)
    }

    /// Parses a record of a list.
    fn read_record(&mut self, list: ReadRecord, raw: &'t RawValue) -> std::result::Result<(), ParseStop> {
        let (at, line) = self.locate(raw.get());
        self.record_count += 1;
        let (done, of) = (at as u64, self.text.len() as u64);
        if self.record_count % PROGRESS_INTERVAL == 1 && (self.on_progress)(done, of) == ControlFlow::Break(()) {
            return Err(ParseStop::Cancelled);
        }
        if let Err(RecordError { line_offset: below, reason: why }) = list(&mut self.state, raw.get(), line) {
            self.errors.push((line + below, why));
        }
        if self.errors.len() > MAX_ERRORS { Err(ParseStop::TooManyErrors) } else { Ok(()) }
    }
}

/// Parses a record that begins on the given line.
type ReadRecord = fn(&mut DocumentState, &str, u64) -> std::result::Result<(), RecordError>;

/// The known lists; others are skipped.
fn record_reader(name: &str) -> Option<ReadRecord> {
    Some(match name {
        "people" => DocumentState::read_person,
        "needs" => DocumentState::read_need,
        "one_on_ones" => DocumentState::read_one_on_one,
        "entries" => DocumentState::read_entry,
        "questions" => DocumentState::read_question,
        "asked" => DocumentState::read_asked,
        "self_checks" => DocumentState::read_self_check,
        "intentions" => DocumentState::read_intention,
        "reviews" => DocumentState::read_review,
        "templates" => DocumentState::read_template,
        _ => return None,
    })
}

/// The document as a map of lists.
struct ListsVisitor<'d, 't, 'w, 'h>(&'d mut DocumentReader<'t, 'w, 'h>);

impl<'t> Visitor<'t> for ListsVisitor<'_, 't, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("named lists")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> std::result::Result<(), A::Error> {
        while let Some(name) = map.next_key::<std::borrow::Cow<'_, str>>()? {
            match record_reader(&name) {
                Some(list) => map.next_value_seed(RecordsVisitor { reader: self.0, read_record: list })?,
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

/// The records of a list.
struct RecordsVisitor<'d, 't, 'w, 'h> {
    reader: &'d mut DocumentReader<'t, 'w, 'h>,
    read_record: ReadRecord,
}

impl<'t> DeserializeSeed<'t> for RecordsVisitor<'_, 't, '_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'t>>(self, from: D) -> std::result::Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'t> Visitor<'t> for RecordsVisitor<'_, 't, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut seq: A) -> std::result::Result<(), A::Error> {
        while let Some(raw) = seq.next_element::<&RawValue>()? {
            if let Err(ended) = self.reader.read_record(self.read_record, raw) {
                self.reader.stop = Some(ended);
                return Err(A::Error::custom("ended"));
            }
        }
        Ok(())
    }
}
