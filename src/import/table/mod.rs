//! Tables (CSV): a row for each thing that was written down.
//!
//! Which column is what is offered from the header, and can be said otherwise ([`Mapping`]). Our own export is known by its
//! header and read without asking. A row about nobody, of no day or without a text is told with its line.

mod kinds;
mod making;
mod mapping;
mod own;
mod rows;

use std::{ops::ControlFlow, path::Path};

use jiff::tz::TimeZone;

pub use self::mapping::{Column, Mapping, MappingError, Place};
use self::{
    making::Making,
    rows::{Row, Rows},
};
use super::{
    Ask, Ground, Harvest, ImportError, Result, Watch,
    days::{self, DayOrder, Reading},
    misses::Misses,
    text,
};

/// How many rows and cells of a table are shown, and how much of a cell.
const ROWS_SHOWN: usize = 5;
const CELLS_SHOWN: usize = 200;
const CHARS_SHOWN: usize = 120;

/// How many rows are made into entries at once: more than anybody wrote.
const MOST_ROWS: usize = 100_000;

/// How many cells may stand in a line: each takes more memory than the sign behind it.
const MOST_CELLS: usize = 10_000;

/// How many rows are read between two words about how far it is.
const SAY_EVERY: usize = 256;

/// How a table is to be read, where that was said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Which column is what; else as it is offered.
    pub mapping: Option<Mapping>,
    /// Whether the day or the month is first; else as the days of the table show.
    pub day_order: Option<DayOrder>,
    /// About whom rows are that name nobody.
    pub person: Option<String>,
}

/// The start of a table, to choose columns by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The sign between the cells.
    pub sign: char,
    /// The names of the columns; empty where the first row is one like the others.
    pub header: Vec<String>,
    /// The first rows, long cells cut.
    pub rows: Vec<Vec<String>>,
    /// What the names suggest.
    pub mapping: Mapping,
    /// Whether it is an export of ours.
    pub is_ours: bool,
}

impl Head {
    /// The names of the columns that are not read.
    pub fn left(&self, mapping: &Mapping) -> Vec<&str> {
        let read = mapping.places(&self.header).unwrap_or_default();
        let names = self.header.iter().enumerate().filter(|(_, name)| !name.is_empty());
        names.filter(|(nth, _)| !read.values().any(|place| place == nth)).map(|(_, name)| name.as_str()).collect()
    }
}

/// Looks at the start of a table.
///
/// # Errors
/// Where it cannot be read, or is empty.
pub fn look(path: &Path) -> Result<Head> {
    let text = text::read(path)?.text;
    not_too_wide(path, &text)?;
    head(&text, None).ok_or_else(|| unreadable(path, "is empty"))
}

/// Reads a table.
///
/// # Errors
/// Where it cannot be read, has not the columns that were said, or whoever watches says to stop.
pub fn read(path: &Path, options: &Options, ground: &Ground, watch: &mut Watch<'_>) -> Result<Harvest> {
    let text = text::read(path)?;
    let mut misses = Misses::of(path);
    if let Some(line) = text.damaged {
        misses.add(line, text::Text::DAMAGED);
    }
    let text = text.text;
    not_too_wide(path, &text)?;
    let head = head(&text, options.mapping.as_ref()).ok_or_else(|| unreadable(path, "is empty"))?;
    let is_ours = head.is_ours && options.mapping.is_none();
    let mapping = options.mapping.as_ref().unwrap_or(&head.mapping);
    let mut missing = mapping.missing();
    missing.retain(|column| *column != Column::Person || options.person.is_none());
    if !missing.is_empty() {
        let ask = Ask::Columns { header: head.header, missing };
        return Ok(Harvest { unread: misses.into_list(), asks: vec![ask], ..Harvest::default() });
    }
    let places = mapping.places(&head.header).map_err(|error| match error {
        MappingError::NotThere(name) => unreadable(path, &format!("has no column “{name}”")),
        error => unreadable(path, &format!("cannot be read like that: {error}")),
    })?;
    let has_header = !head.header.is_empty();
    let table = Table { text: &text, has_header };
    let zone = ground.now.time_zone();
    let mut order = options.day_order;
    if order.is_none() {
        let columns = [Column::Day, Column::Due].map(|column| places.get(&column).copied());
        order = match table.order(&columns, zone, watch)? {
            Order::Needless => None,
            Order::Shown(order) => Some(order),
            Order::Open { example } => {
                let asks = vec![Ask::DayOrder { example }];
                return Ok(Harvest { unread: misses.into_list(), asks, ..Harvest::default() });
            }
        };
    }
    let mut making = Making::of(&places, order, options.person.as_deref(), ground, misses);
    // Without names the first row says how many columns there are.
    let width = if has_header { head.header.len() } else { head.rows.first().map_or(0, Vec::len) };
    let mut rows = table.rows();
    let mut nth = 0_usize;
    while let Some(row) = rows.next() {
        say(nth, &text, &rows, watch)?;
        nth += 1;
        if making.len() >= MOST_ROWS {
            making.stop(row.line);
            break;
        }
        if row.is_open {
            making.misses.add(row.line, "has a quote astray");
        } else if is_ours {
            making.own(&row);
        } else {
            making.row(&row, &head.header, width, rows.sign());
        }
    }
    Ok(making.harvest(is_ours))
}

fn not_too_wide(path: &Path, text: &str) -> Result {
    let sign = Rows::of(text).sign();
    match (1_u64..).zip(text.lines()).find(|(_, line)| line.matches(sign).count() > MOST_CELLS) {
        Some((nth, _)) => Err(unreadable(path, &format!("has more than {MOST_CELLS} cells in line {nth}"))),
        None => Ok(()),
    }
}

fn unreadable(path: &Path, why: &str) -> ImportError {
    ImportError::Unreadable { path: path.to_owned(), why: why.to_owned() }
}

fn say(nth: usize, text: &str, rows: &Rows<'_>, watch: &mut Watch<'_>) -> Result {
    let all = text.len();
    let is_time = nth.is_multiple_of(SAY_EVERY);
    if is_time && watch((all - rows.left().min(all)) as u64, all as u64) == ControlFlow::Break(()) {
        return Err(ImportError::Stopped);
    }
    Ok(())
}

/// The start of a table; `None` where nothing is in it.
fn head(text: &str, mapping: Option<&Mapping>) -> Option<Head> {
    let mut rows = Rows::of(text).filter(|row| !is_blank(row));
    let sign = Rows::of(text).sign();
    let first = rows.next()?;
    let names: Vec<String> = first.cells.iter().take(CELLS_SHOWN).map(|cell| shortened(cell.trim())).collect();
    let offered = Mapping::offered(&names);
    let any_day = || first.cells.iter().any(|cell| days::read(cell, &TimeZone::UTC).is_some());
    let is_header = match mapping {
        Some(mapping) if !mapping.is_by_place() => true,
        Some(_) => !any_day(),
        None => offered.missing().is_empty() || !any_day(),
    };
    let shown = |row: &Row| row.cells.iter().take(CELLS_SHOWN).map(shortened).collect::<Vec<_>>();
    let mut start: Vec<Vec<String>> = rows.take(ROWS_SHOWN).map(|row| shown(&row)).collect();
    if !is_header {
        start.insert(0, shown(&first));
        start.truncate(ROWS_SHOWN);
    }
    Some(Head {
        sign,
        is_ours: own::is_header(&names),
        mapping: if is_header { offered } else { Mapping::default() },
        header: if is_header { names } else { Vec::new() },
        rows: start,
    })
}

fn shortened(cell: &str) -> String {
    cell.chars().take(CHARS_SHOWN).collect()
}

fn is_blank(row: &Row) -> bool {
    row.cells.iter().all(|cell| cell.trim().is_empty())
}

/// A table, its header known.
struct Table<'a> {
    text: &'a str,
    has_header: bool,
}

/// In which order the days of a table are written.
enum Order {
    /// No day can be read in two ways.
    Needless,
    /// Some days can be read in one way alone, and all the same.
    Shown(DayOrder),
    /// Nothing shows it.
    Open { example: String },
}

impl<'a> Table<'a> {
    /// The rows, without those that are empty and without the header.
    fn rows(&self) -> Rest<'a> {
        Rest { rows: Rows::of(self.text), header_is_next: self.has_header }
    }

    fn order(&self, columns: &[Option<usize>], zone: &TimeZone, watch: &mut Watch<'_>) -> Result<Order> {
        let mut shown = [false; 2];
        let mut example = None;
        let mut rows = self.rows();
        let mut nth = 0;
        while let Some(row) = rows.next() {
            say(nth, self.text, &rows.rows, watch)?;
            nth += 1;
            for cell in columns.iter().flatten().filter_map(|place| row.cells.get(*place)) {
                let Some(written) = days::read(cell, zone) else { continue };
                match (written.shows, written.reading) {
                    (Some(DayOrder::DayFirst), _) => shown[0] = true,
                    (Some(DayOrder::MonthFirst), _) => shown[1] = true,
                    (None, Reading::Either { .. }) if example.is_none() => example = Some(cell.trim().to_owned()),
                    _ => {}
                }
            }
        }
        Ok(match (shown, example) {
            (_, None) => Order::Needless,
            ([true, false], _) => Order::Shown(DayOrder::DayFirst),
            ([false, true], _) => Order::Shown(DayOrder::MonthFirst),
            (_, Some(example)) => Order::Open { example },
        })
    }
}

struct Rest<'a> {
    rows: Rows<'a>,
    header_is_next: bool,
}

impl<'a> std::ops::Deref for Rest<'a> {
    type Target = Rows<'a>;

    fn deref(&self) -> &Rows<'a> {
        &self.rows
    }
}

impl Iterator for Rest<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let row = self.rows.find(|row| !is_blank(row))?;
        if std::mem::take(&mut self.header_is_next) { self.next() } else { Some(row) }
    }
}
