//! Tables (CSV): a row for each entry.
//!
//! The columns are guessed from the header and can be mapped otherwise ([`Mapping`]). A table whose
//! rows have uids, as our own export, is read without asking. A row without a person, a date or a
//! text is reported with its line.

mod mapping;
mod reader;
mod row_builder;
mod uid_columns;
mod vocabulary;

use std::{ops::ControlFlow, path::Path};

use jiff::tz::TimeZone;

pub use self::mapping::{Column, ColumnRef, Mapping, MappingError};
use self::{
    reader::{CsvReader, CsvRow},
    row_builder::RowBuilder,
    uid_columns::UidColumns,
};
use super::{
    Ambiguity, ImportContext, ImportError, ImportResult, ProgressFn, Result,
    dates::{DayOrder, OrderEvidence},
    decode,
    diagnostics::Diagnostics,
};
use crate::domain::parse::date::parse_written;

/// How many rows and cells of a table a preview shows, and how many characters of a cell.
const PREVIEW_ROWS: usize = 5;
const PREVIEW_CELLS: usize = 200;
const PREVIEW_CHARS: usize = 120;

/// The most rows that are imported at once: more than anybody wrote.
const MAX_ROWS: usize = 100_000;

/// The most cells in a line: each takes more memory than its delimiter.
const MAX_CELLS: usize = 10_000;

/// How many rows are read between two reports of progress.
const PROGRESS_INTERVAL: usize = 256;

/// Options for reading a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The mapping of columns; by default guessed from the header.
    pub mapping: Option<Mapping>,
    /// The order of numeric dates; by default detected.
    pub day_order: Option<DayOrder>,
    /// The person of rows that name nobody.
    pub person: Option<String>,
}

/// The start of a table, to choose columns by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableHead {
    /// The delimiter.
    pub delimiter: char,
    /// The header; empty where the first row holds data.
    pub header: Vec<String>,
    /// The first rows, with long cells cut.
    pub rows: Vec<Vec<String>>,
    /// The guessed mapping.
    pub mapping: Mapping,
    uid_columns: Option<UidColumns>,
}

impl TableHead {
    /// Whether every row has a uid, as in Rapport's own export, and the required columns are
    /// recognised.
    pub fn has_uids(&self) -> bool {
        self.uid_columns.is_some()
    }

    /// The names of the columns that are not read.
    pub fn unused_columns(&self, mapping: &Mapping) -> Vec<&str> {
        let read = mapping.resolve(&self.header).unwrap_or_default();
        let names = self.header.iter().enumerate().filter(|(_, name)| !name.is_empty());
        names.filter(|(index, _)| !read.values().any(|column| column == index)).map(|(_, name)| name.as_str()).collect()
    }
}

/// Reads the start of a table.
///
/// # Errors
/// If it cannot be read, or is empty.
pub fn read_head(path: &Path) -> Result<TableHead> {
    let text = decode::read_text(path)?.text;
    check_width(path, &text)?;
    parse_head(&text, None).ok_or_else(|| unreadable_error(path, "is empty"))
}

/// Reads a table.
///
/// # Errors
/// If it cannot be read, lacks a mapped column, or the callback asks to stop.
pub fn read(
    path: &Path,
    options: &Options,
    context: &ImportContext,
    on_progress: &mut ProgressFn<'_>,
) -> Result<ImportResult> {
    let text = decode::read_text(path)?;
    let mut diagnostics = Diagnostics::new(path);
    if let Some(line) = text.first_damaged_line {
        diagnostics.add(line, decode::DecodedText::DAMAGED_MESSAGE);
    }
    let text = text.text;
    check_width(path, &text)?;
    let head = parse_head(&text, options.mapping.as_ref()).ok_or_else(|| unreadable_error(path, "is empty"))?;
    let uid_columns = head.uid_columns.filter(|_| options.mapping.is_none());
    let mapping = options.mapping.as_ref().unwrap_or(&head.mapping);
    let mut missing = mapping.missing();
    missing.retain(|column| *column != Column::Person || options.person.is_none());
    if !missing.is_empty() {
        let ambiguity = Ambiguity::Columns { header: head.header, missing };
        return Ok(ImportResult {
            diagnostics: diagnostics.into_list(),
            ambiguities: vec![ambiguity],
            ..ImportResult::default()
        });
    }
    let columns_by_kind = mapping.resolve(&head.header).map_err(|error| match error {
        MappingError::ColumnNotFound(name) => unreadable_error(path, &format!("has no column “{name}”")),
        error => unreadable_error(path, &format!("can’t be read like that: {error}")),
    })?;
    let has_header = !head.header.is_empty();
    let table = Table { text: &text, has_header };
    let zone = context.now.time_zone();
    let mut order = options.day_order;
    if order.is_none() {
        let columns = [Column::Day, Column::Due].map(|column| columns_by_kind.get(&column).copied());
        let evidence = table.collect_order_evidence(&columns, zone, on_progress)?;
        order = evidence.order();
        if let (None, Some(example)) = (order, evidence.example()) {
            let ambiguities = vec![Ambiguity::DayOrder { example: example.to_owned() }];
            return Ok(ImportResult { diagnostics: diagnostics.into_list(), ambiguities, ..ImportResult::default() });
        }
    }
    let mut builder =
        RowBuilder::new(&columns_by_kind, uid_columns, order, options.person.as_deref(), context, diagnostics);
    // Without a header the first row tells the number of columns.
    let width = if has_header { head.header.len() } else { head.rows.first().map_or(0, Vec::len) };
    let mut rows = table.rows();
    let mut index = 0_usize;
    while let Some(row) = rows.next() {
        report_progress(index, &text, &rows, on_progress)?;
        index += 1;
        if builder.len() >= MAX_ROWS {
            builder.report_row_limit(row.line);
            break;
        }
        if row.has_stray_quote {
            builder.diagnostics.add(row.line, "has an unbalanced quote");
        } else {
            builder.add_row(&row, &head.header, width, rows.delimiter());
        }
    }
    Ok(builder.finish())
}

fn check_width(path: &Path, text: &str) -> Result {
    let delimiter = CsvReader::new(text).delimiter();
    match (1_u64..).zip(text.lines()).find(|(_, line)| line.matches(delimiter).count() > MAX_CELLS) {
        Some((index, _)) => Err(unreadable_error(path, &format!("has more than {MAX_CELLS} cells in line {index}"))),
        None => Ok(()),
    }
}

fn unreadable_error(path: &Path, reason: &str) -> ImportError {
    ImportError::Unreadable { path: path.to_owned(), reason: reason.to_owned() }
}

fn report_progress(row_count: usize, text: &str, rows: &CsvReader<'_>, on_progress: &mut ProgressFn<'_>) -> Result {
    let total = text.len();
    let is_time = row_count.is_multiple_of(PROGRESS_INTERVAL);
    if is_time
        && on_progress((total - rows.remaining_bytes().min(total)) as u64, total as u64) == ControlFlow::Break(())
    {
        return Err(ImportError::Cancelled);
    }
    Ok(())
}

/// The start of a table; `None` if it is empty.
fn parse_head(text: &str, mapping: Option<&Mapping>) -> Option<TableHead> {
    let mut rows = CsvReader::new(text).filter(|row| !is_blank_row(row));
    let delimiter = CsvReader::new(text).delimiter();
    let first = rows.next()?;
    let names: Vec<String> = first.cells.iter().take(PREVIEW_CELLS).map(|cell| truncate_cell(cell.trim())).collect();
    let guessed = Mapping::from_header(&names);
    let any_day = || first.cells.iter().any(|cell| parse_written(cell, &TimeZone::UTC).is_some());
    let is_header = match mapping {
        Some(mapping) if !mapping.is_positional() => true,
        Some(_) => !any_day(),
        None => guessed.missing().is_empty() || !any_day(),
    };
    let preview = |row: &CsvRow| row.cells.iter().take(PREVIEW_CELLS).map(truncate_cell).collect::<Vec<_>>();
    let mut preview_rows: Vec<Vec<String>> = rows.take(PREVIEW_ROWS).map(|row| preview(&row)).collect();
    if !is_header {
        preview_rows.insert(0, preview(&first));
        preview_rows.truncate(PREVIEW_ROWS);
    }
    let has_required = is_header && guessed.missing().is_empty();
    let uid_columns = has_required.then(|| UidColumns::find(&names, DataRows::new(text, true))).flatten();
    Some(TableHead {
        delimiter,
        uid_columns,
        mapping: if is_header { guessed } else { Mapping::default() },
        header: if is_header { names } else { Vec::new() },
        rows: preview_rows,
    })
}

fn truncate_cell(cell: &str) -> String {
    cell.chars().take(PREVIEW_CHARS).collect()
}

fn is_blank_row(row: &CsvRow) -> bool {
    row.cells.iter().all(|cell| cell.trim().is_empty())
}

/// A table with known header.
struct Table<'a> {
    text: &'a str,
    has_header: bool,
}

impl<'a> Table<'a> {
    /// The rows, without empty ones and the header.
    fn rows(&self) -> DataRows<'a> {
        DataRows::new(self.text, self.has_header)
    }

    fn collect_order_evidence(
        &self,
        columns: &[Option<usize>],
        zone: &TimeZone,
        on_progress: &mut ProgressFn<'_>,
    ) -> Result<OrderEvidence> {
        let mut evidence = OrderEvidence::default();
        let mut rows = self.rows();
        let mut index = 0;
        while let Some(row) = rows.next() {
            report_progress(index, self.text, &rows.rows, on_progress)?;
            index += 1;
            for cell in columns.iter().flatten().filter_map(|column| row.cells.get(*column)) {
                let Some(parsed) = parse_written(cell, zone) else { continue };
                evidence.add_order(parsed.implied_order);
                evidence.add_date(parsed.date, cell.trim());
            }
        }
        Ok(evidence)
    }
}

struct DataRows<'a> {
    rows: CsvReader<'a>,
    skip_header: bool,
}

impl<'a> DataRows<'a> {
    fn new(text: &'a str, skip_header: bool) -> Self {
        Self { rows: CsvReader::new(text), skip_header }
    }
}

impl<'a> std::ops::Deref for DataRows<'a> {
    type Target = CsvReader<'a>;

    fn deref(&self) -> &CsvReader<'a> {
        &self.rows
    }
}

impl Iterator for DataRows<'_> {
    type Item = CsvRow;

    fn next(&mut self) -> Option<CsvRow> {
        let row = self.rows.find(|row| !is_blank_row(row))?;
        if std::mem::take(&mut self.skip_header) { self.next() } else { Some(row) }
    }
}
