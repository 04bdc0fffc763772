//! The full form of a journal, as `rapport export journal --format json` writes it (`docs/export.md`); that of a person
//! or of some days too.
//!
//! A document that is cut, damaged or newer is read not at all. A thing in it that is wrong by itself is told with its line
//! and left out; whatever points at it is told too. Texts and names are made as clean as typed ones.

mod join;
mod things;

use std::{ops::ControlFlow, path::Path};

use serde::{
    Deserialize,
    de::{DeserializeSeed, Deserializer as _, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use self::things::{Fault, Reading};
use super::{Ground, Harvest, ImportError, Result, Unread, Watch, text};

/// The newest form that is understood.
const FORMAT: u64 = 1;

/// The longest document that is read: hundreds of thousands of entries.
const MOST_BYTES: u64 = 512 << 20;

/// How many things may be wrong before the document as a whole is.
const MOST_UNREAD: usize = 1_000;

/// How many things are read between two words about how far it is.
const SAY_EVERY: u64 = 256;

/// Reads a document.
///
/// # Errors
/// Where there is no such document, it is cut, damaged or of a newer Rapport, or it was stopped.
pub fn read(path: &Path, _: &Ground, watch: &mut Watch<'_>) -> Result<Harvest> {
    let bytes = text::bytes(path, MOST_BYTES)?;
    let unreadable = |why: String| ImportError::Unreadable { path: path.to_owned(), why };
    let text::Text { text, damaged } = text::of_bytes(bytes).ok_or_else(|| unreadable("is not text".to_owned()))?;
    if let Some(line) = damaged {
        return Err(unreadable(format!("is damaged in line {line}: there are bytes that are no letters")));
    }
    let head = head(&text).map_err(unreadable)?;
    let mut document = Document {
        text: &text,
        counted: (0, 1),
        things: 0,
        reading: Reading::begun(head.is_whole()),
        unread: Vec::new(),
        watch,
        ended: None,
    };
    let walked = serde_json::Deserializer::from_str(&text).deserialize_map(Lists(&mut document));
    let Document { mut reading, mut unread, ended, .. } = document;
    match (ended, walked) {
        (Some(Ended::Stopped), _) => return Err(ImportError::Stopped),
        (Some(Ended::TooMuch), _) => {
            let first = unread.first().map_or(String::new(), |first| format!(" (line {}: {})", first.0, first.1));
            return Err(unreadable(format!("has more than {MOST_UNREAD} things that cannot be read{first}")));
        }
        (None, Err(error)) => return Err(unreadable(is_no_document(&error))),
        (None, Ok(())) => {}
    }
    unread.extend(reading.join());
    unread.sort();
    let bundle = reading.bundle;
    let unread =
        unread.into_iter().map(|(line, why)| Unread { file: path.to_owned(), line: Some(line), why }).collect();
    Ok(Harvest { bundle, unread, ..Harvest::default() })
}

/// What a document says of itself.
#[derive(Deserialize)]
struct Head<'a> {
    format: u64,
    #[serde(borrow)]
    of: Option<&'a RawValue>,
    from: Option<IgnoredAny>,
    to: Option<IgnoredAny>,
}

impl Head<'_> {
    fn is_of(&self, what: &str) -> bool {
        self.of.is_some_and(|of| serde_json::from_str(of.get()).is_ok_and(|of: String| of == what))
    }

    /// Whether nothing in it points at what is not in it.
    fn is_whole(&self) -> bool {
        self.is_of("journal") && self.from.is_none() && self.to.is_none()
    }
}

/// Walks the whole document once for its head, wherever it stands: so a newer one is known for what it is before
/// anything in it seems to be wrong, and one that was cut is not begun.
fn head(text: &str) -> std::result::Result<Head<'_>, String> {
    #[derive(Deserialize)]
    struct Whole<'a> {
        #[serde(borrow)]
        rapport: Option<&'a RawValue>,
    }
    let no_journal = || "is JSON, but no journal of Rapport's".to_owned();
    if text.trim_start().starts_with('[') && serde_json::from_str::<IgnoredAny>(text).is_ok() {
        return Err(no_journal());
    }
    let whole: Whole<'_> = serde_json::from_str(text).map_err(|error| is_no_document(&error))?;
    let head: Head<'_> = serde_json::from_str(whole.rapport.ok_or_else(no_journal)?.get()).map_err(|_| no_journal())?;
    if head.format > FORMAT {
        return Err(format!(
            "was written by a newer Rapport (form {}; this one knows up to {FORMAT}): bring this one up to date",
            head.format
        ));
    }
    if head.format > 0 && (head.is_of("journal") || head.is_of("person")) { Ok(head) } else { Err(no_journal()) }
}

fn is_no_document(error: &serde_json::Error) -> String {
    match error.classify() {
        serde_json::error::Category::Eof if error.line() <= 1 && error.column() == 0 => "is empty".to_owned(),
        serde_json::error::Category::Eof => {
            format!("ends in the middle, in line {}: the rest of it is missing", error.line())
        }
        serde_json::error::Category::Data => "is JSON, but no journal of Rapport's".to_owned(),
        _ => format!("is not JSON: line {}, column {} is none", error.line(), error.column()),
    }
}

/// The document while it is walked.
struct Document<'t, 'w, 'h> {
    text: &'t str,
    /// How far the lines are counted: a place in the text, and its line.
    counted: (usize, u64),
    things: u64,
    reading: Reading,
    unread: Vec<(u64, String)>,
    watch: &'w mut Watch<'h>,
    ended: Option<Ended>,
}

/// Why the walk ended early.
enum Ended {
    Stopped,
    TooMuch,
}

impl<'t> Document<'t, '_, '_> {
    /// The place of a part of the text, and its line.
    fn place(&mut self, part: &'t str) -> (usize, u64) {
        let at = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let (from, line) = self.counted;
        let between = self.text.get(from..at).unwrap_or_default();
        self.counted = (at.max(from), line + between.matches('\n').count() as u64);
        (at, self.counted.1)
    }

    /// Reads a thing of a list.
    fn take(&mut self, list: List, raw: &'t RawValue) -> std::result::Result<(), Ended> {
        let (at, line) = self.place(raw.get());
        self.things += 1;
        let (done, of) = (at as u64, self.text.len() as u64);
        if self.things % SAY_EVERY == 1 && (self.watch)(done, of) == ControlFlow::Break(()) {
            return Err(Ended::Stopped);
        }
        if let Err(Fault { below, why }) = list(&mut self.reading, raw.get(), line) {
            self.unread.push((line + below, why));
        }
        if self.unread.len() > MOST_UNREAD { Err(Ended::TooMuch) } else { Ok(()) }
    }
}

/// How a thing of a list is read; it stands in that line.
type List = fn(&mut Reading, &str, u64) -> std::result::Result<(), Fault>;

/// The lists that are known; any other is passed over.
fn list(name: &str) -> Option<List> {
    Some(match name {
        "people" => Reading::person,
        "needs" => Reading::need,
        "one_on_ones" => Reading::one_on_one,
        "entries" => Reading::entry,
        "questions" => Reading::question,
        "asked" => Reading::asked,
        "self_checks" => Reading::self_check,
        "intentions" => Reading::intention,
        "reviews" => Reading::review,
        "templates" => Reading::template,
        _ => return None,
    })
}

/// The document as a map of lists.
struct Lists<'d, 't, 'w, 'h>(&'d mut Document<'t, 'w, 'h>);

impl<'t> Visitor<'t> for Lists<'_, 't, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("lists by their names")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> std::result::Result<(), A::Error> {
        while let Some(name) = map.next_key::<std::borrow::Cow<'_, str>>()? {
            match list(&name) {
                Some(list) => map.next_value_seed(Things { document: self.0, list })?,
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

/// The things of a list.
struct Things<'d, 't, 'w, 'h> {
    document: &'d mut Document<'t, 'w, 'h>,
    list: List,
}

impl<'t> DeserializeSeed<'t> for Things<'_, 't, '_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'t>>(self, from: D) -> std::result::Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'t> Visitor<'t> for Things<'_, 't, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut seq: A) -> std::result::Result<(), A::Error> {
        while let Some(raw) = seq.next_element::<&RawValue>()? {
            if let Err(ended) = self.document.take(self.list, raw) {
                self.document.ended = Some(ended);
                return Err(A::Error::custom("ended"));
            }
        }
        Ok(())
    }
}
