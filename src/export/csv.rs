//! The CSV export: a row per entry. A cell that a spreadsheet would take for a formula gets a
//! leading apostrophe.

use std::{collections::HashMap, io::Write};

use ::csv::{QuoteStyle, Terminator, Writer, WriterBuilder};

use super::{ExportContent, ExportError, ProgressCounter, Result};
use crate::{
    domain::{
        entry::{Detail, Entry},
        formula_guard::guard_formula,
        id::PersonId,
        parse::entry_line,
    },
    store::{Db, ExportFilter},
    wording::entry_description::{DetailLine, EntryDescription, describe_entry, format_time},
};

/// The columns. New ones are added at the end.
const COLUMNS: [&str; 12] =
    ["day", "time", "zone", "person", "kind", "what", "state", "text", "subjects", "details", "one_on_one", "uid"];

/// Byte order mark, so that spreadsheets detect UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// Writes the entries of a filter, oldest first.
pub(super) fn write(
    db: &Db,
    filter: &ExportFilter,
    content: &ExportContent<'_>,
    out: &mut dyn Write,
    progress: &mut ProgressCounter<'_, '_>,
) -> Result {
    let names: HashMap<PersonId, &str> =
        content.people.iter().map(|person| (person.id, person.profile.name.as_str())).collect();
    out.write_all(BYTE_ORDER_MARK)?;
    let mut table = WriterBuilder::new().terminator(Terminator::CRLF).quote_style(QuoteStyle::Always).from_writer(out);
    table.write_record(COLUMNS)?;
    let mut put = |entry: &Entry, told: &EntryDescription| -> Result {
        let name = names.get(&entry.person).copied().unwrap_or_default();
        let one_on_one = match entry.one_on_one {
            Some(id) => db.one_on_one_uid(id)?.to_string(),
            None => String::new(),
        };
        write_row(&mut table, entry, told, name, one_on_one)?;
        progress.increment()
    };
    match content.review {
        Some((_, evidence)) => evidence.rows.iter().try_for_each(|proof| put(&proof.entry, &proof.description))?,
        None => db.for_each_entry(filter, |entry| {
            let goal = match &entry.detail {
                Detail::CheckIn(check_in) => db.entry_uid_and_text(check_in.goal)?.1,
                _ => String::new(),
            };
            put(&entry, &describe_entry(&entry, &goal))
        })?,
    }
    table.flush()?;
    Ok(())
}

fn write_row(
    table: &mut Writer<impl Write>,
    entry: &Entry,
    description: &EntryDescription,
    name: &str,
    one_on_one: String,
) -> Result {
    let subjects: Vec<String> =
        entry_line::find_subjects(&entry.text).into_iter().map(|subject| subject.word).collect();
    let cells = [
        entry.written_at.day().to_string(),
        format_time(&entry.written_at),
        entry.written_at.zone().to_owned(),
        name.to_owned(),
        entry.kind().as_str().to_owned(),
        description.kind_label.clone(),
        description.status.to_owned(),
        entry.text.clone(),
        subjects.join(" "),
        description.details.iter().map(format_detail).collect::<Vec<_>>().join("\n"),
        one_on_one,
        entry.uid.to_string(),
    ];
    Ok(table.write_record(cells.iter().map(|cell| guard_formula(cell).into_owned()))?)
}

fn format_detail(line: &DetailLine) -> String {
    if line.text.trim().is_empty() { line.label.clone() } else { format!("{}: {}", line.label, line.text) }
}

impl From<::csv::Error> for ExportError {
    /// Rows of equal length fail only if the output does.
    fn from(error: ::csv::Error) -> Self {
        Self::Output(error.into())
    }
}
