//! A row for each entry, for a spreadsheet. What a spreadsheet would take for a formula gets an apostrophe before it.

use std::{borrow::Cow, collections::HashMap, io::Write};

use ::csv::{QuoteStyle, Terminator, Writer, WriterBuilder};

use super::{
    About, Count, ExportError, Result,
    told::{Line, Told, say_time, told},
};
use crate::{
    domain::{
        entry::{Detail, Entry},
        id::PersonId,
        jot,
    },
    store::{Db, Slice},
};

/// The columns. New ones are added at the end.
const COLUMNS: [&str; 12] =
    ["day", "time", "zone", "person", "kind", "what", "state", "text", "subjects", "details", "one_on_one", "uid"];

/// So that a spreadsheet does not take the letters for those of an old code page.
const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// Writes the entries of a slice, oldest first.
pub(super) fn write(
    db: &Db,
    slice: &Slice,
    about: &About<'_>,
    out: &mut dyn Write,
    count: &mut Count<'_, '_>,
) -> Result {
    let names: HashMap<PersonId, &str> =
        about.people.iter().map(|person| (person.id, person.profile.name.as_str())).collect();
    out.write_all(BYTE_ORDER_MARK)?;
    let mut table = WriterBuilder::new().terminator(Terminator::CRLF).quote_style(QuoteStyle::Always).from_writer(out);
    table.write_record(COLUMNS)?;
    let mut put = |entry: &Entry, told: &Told| -> Result {
        let name = names.get(&entry.person).copied().unwrap_or_default();
        let one_on_one = match entry.one_on_one {
            Some(id) => db.one_on_one_name(id)?.to_string(),
            None => String::new(),
        };
        row(&mut table, entry, told, name, one_on_one)?;
        count.one_more()
    };
    match about.review {
        Some((_, evidence)) => evidence.pieces.iter().try_for_each(|proof| put(&proof.entry, &proof.told))?,
        None => db.each_entry(slice, |entry| {
            let goal = match &entry.detail {
                Detail::CheckIn(check_in) => db.entry_name(check_in.goal)?.1,
                _ => String::new(),
            };
            put(&entry, &told(&entry, &goal))
        })?,
    }
    table.flush()?;
    Ok(())
}

fn row(table: &mut Writer<impl Write>, entry: &Entry, told: &Told, name: &str, one_on_one: String) -> Result {
    let subjects: Vec<String> = jot::subjects(&entry.text).into_iter().map(|subject| subject.word).collect();
    let cells = [
        entry.written.day().to_string(),
        say_time(&entry.written),
        entry.written.zone().to_owned(),
        name.to_owned(),
        entry.kind().as_str().to_owned(),
        told.word.clone(),
        told.state.to_owned(),
        entry.text.clone(),
        subjects.join(" "),
        told.lines.iter().map(line).collect::<Vec<_>>().join("\n"),
        one_on_one,
        entry.uid.to_string(),
    ];
    Ok(table.write_record(cells.iter().map(|cell| defused(cell).into_owned()))?)
}

fn line(line: &Line) -> String {
    if line.text.trim().is_empty() { line.label.clone() } else { format!("{}: {}", line.label, line.text) }
}

/// A cell that no spreadsheet computes. The signs that begin a formula also stand in their wide forms, which some
/// spreadsheets read as the same, and white space before them is passed over.
fn defused(cell: &str) -> Cow<'_, str> {
    let starts = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    let breaks = |c: char| matches!(c, '\t' | '\r' | '\n');
    let computes = cell.starts_with(breaks) || cell.trim_start().starts_with(starts);
    if computes { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

impl From<::csv::Error> for ExportError {
    /// Rows of one length go wrong only where they are written to.
    fn from(error: ::csv::Error) -> Self {
        Self::Output(error.into())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_begins_a_formula_gets_an_apostrophe() {
        for (cell, expected) in [
            ("quiet today", "quiet today"),
            ("1 + 1 = 2", "1 + 1 = 2"),
            ("=1+1", "'=1+1"),
            ("+49 30", "'+49 30"),
            ("- a point", "'- a point"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\rx", "'\rx"),
            ("\nx", "'\nx"),
            (" =1", "' =1"),
            ("＝1", "'＝1"),
            ("'=1", "'=1"),
            ("", ""),
        ] {
            assert_eq!(defused(cell), expected);
        }
    }

    proptest! {
        #[test]
        fn no_cell_begins_a_formula_and_each_is_whole(cell in "[=+\\-@\t\r\n ';,\"a|]{0,12}|\\PC{0,12}") {
            let shown = defused(&cell);
            let first = shown.trim_start().chars().next();
            prop_assert!(!first.is_some_and(|c| "=+-@＝＋－＠".contains(c)), "{shown:?}");
            prop_assert!(shown == cell || shown.strip_prefix('\'') == Some(cell.as_str()));
        }
    }
}
