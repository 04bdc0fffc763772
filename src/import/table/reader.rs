//! Reads the rows of a table: the delimiter, quotes, and the line on which each row begins.

use csv::{ReaderBuilder, StringRecord};

/// How much of a table is inspected to guess the delimiter.
const SNIFF_BYTES: usize = 64 << 10;
const SNIFF_ROWS: usize = 30;

/// The possible delimiters, the likeliest first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A row, and the line on which it begins.
#[derive(Debug, Clone, Default)]
pub(super) struct CsvRow {
    pub line: u64,
    pub cells: StringRecord,
    /// Whether it has an unbalanced quote.
    pub has_stray_quote: bool,
}

/// Reads a table row by row.
pub(super) struct CsvReader<'a> {
    rest: &'a str,
    line: u64,
    delimiter: u8,
    /// How many bytes may still be read again after unbalanced quotes.
    reread_budget: usize,
    reader: Option<csv::Reader<&'a [u8]>>,
}

impl<'a> CsvReader<'a> {
    /// A reader of this text. The line `sep=;` that Excel writes sets the delimiter and is no row.
    pub fn new(text: &'a str) -> Self {
        let (rest, line, delimiter) = match declared_delimiter(text) {
            Some((delimiter, rest)) => (rest, 2, delimiter),
            None => (text, 1, guess_delimiter(text)),
        };
        Self { rest, line, delimiter, reread_budget: text.len().saturating_mul(4), reader: None }
    }

    /// The delimiter.
    pub fn delimiter(&self) -> char {
        char::from(self.delimiter)
    }

    /// How many bytes are left to read.
    pub fn remaining_bytes(&self) -> usize {
        self.rest.len().saturating_sub(self.reader.as_ref().map_or(0, |reader| byte_offset(reader.position())))
    }

    fn open_reader(&self) -> csv::Reader<&'a [u8]> {
        reader_builder(self.delimiter).from_reader(self.rest.as_bytes())
    }
}

impl Iterator for CsvReader<'_> {
    type Item = CsvRow;

    fn next(&mut self) -> Option<CsvRow> {
        let mut reader = match self.reader.take() {
            Some(reader) => reader,
            None => self.open_reader(),
        };
        let mut cells = StringRecord::new();
        // The text is UTF-8 and rows may have any length, so only the end can stop it.
        if !reader.read_record(&mut cells).unwrap_or(false) {
            return None;
        }
        let start = cells.position().cloned().unwrap_or_else(csv::Position::new);
        let end = byte_offset(reader.position());
        let line = self.line + start.line() - 1;
        let raw = self.rest.get(byte_offset(&start)..end).unwrap_or("");
        let body = raw.trim_start_matches(['\n', '\r']);
        let is_open = has_stray_quote(body.as_bytes(), self.delimiter);
        if is_open && body.trim_end().contains('\n') && raw.len() <= self.reread_budget {
            // The quote swallowed what follows: read on after its first line.
            self.reread_budget -= raw.len();
            let skipped = raw.len() - body.len();
            let first = skipped + body.find('\n').map_or(body.len(), |at| at + 1);
            self.line = line + raw.get(..first).unwrap_or("").bytes().filter(|byte| *byte == b'\n').count() as u64;
            self.rest = self.rest.get(byte_offset(&start) + first..).unwrap_or("");
            return Some(CsvRow { line: first_line(line, raw, skipped), cells, has_stray_quote: is_open });
        }
        self.reader = Some(reader);
        Some(CsvRow { line: first_line(line, raw, raw.len() - body.len()), cells, has_stray_quote: is_open })
    }
}

/// Whether a quote in a row is not closed, or closed within a cell.
fn has_stray_quote(row: &[u8], delimiter: u8) -> bool {
    #[derive(PartialEq)]
    enum State {
        Start,
        Plain,
        Quoted,
        AfterQuote,
    }
    let mut at = State::Start;
    for byte in row {
        at = match (at, *byte) {
            (State::Quoted, b'"') => State::AfterQuote,
            // A doubled quote is part of the text.
            (State::Start | State::AfterQuote, b'"') | (State::Quoted, _) => State::Quoted,
            (_, byte) if byte == delimiter || matches!(byte, b'\n' | b'\r') => State::Start,
            (State::AfterQuote, b' ') => State::AfterQuote,
            (State::AfterQuote, _) => return true,
            (State::Start | State::Plain, _) => State::Plain,
        };
    }
    at == State::Quoted
}

/// Skips empty lines before a row.
fn first_line(line: u64, raw: &str, skipped: usize) -> u64 {
    line + raw.get(..skipped).unwrap_or("").bytes().filter(|byte| *byte == b'\n').count() as u64
}

fn byte_offset(position: &csv::Position) -> usize {
    usize::try_from(position.byte()).unwrap_or(usize::MAX)
}

fn reader_builder(delimiter: u8) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(delimiter).has_headers(false).flexible(true);
    builder
}

/// The delimiter in `sep=;`, and the text after that line.
fn declared_delimiter(text: &str) -> Option<(u8, &str)> {
    let (first, rest) = text.split_once('\n')?;
    let delimiter = first.trim_end_matches('\r').strip_prefix("sep=")?.as_bytes().first().copied()?;
    DELIMITERS.contains(&delimiter).then_some((delimiter, rest))
}

/// The delimiter that splits most rows into the same number of cells.
fn guess_delimiter(text: &str) -> u8 {
    let start = text.get(..text.floor_char_boundary(SNIFF_BYTES)).unwrap_or(text);
    let score = |delimiter: u8| {
        let lengths: Vec<usize> = reader_builder(delimiter)
            .from_reader(start.as_bytes())
            .into_records()
            .take(SNIFF_ROWS)
            .filter_map(|row| Some(row.ok()?.len()))
            .collect();
        let first = lengths.first().copied().unwrap_or(0);
        let same = lengths.iter().filter(|length| **length == first).count();
        if first > 1 { (same, first) } else { (0, 0) }
    };
    // Of two that fit equally well, the first.
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| score(*delimiter)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &str) -> Vec<(u64, Vec<String>, bool)> {
        CsvReader::new(text)
            .map(|row| (row.line, row.cells.iter().map(str::to_owned).collect(), row.has_stray_quote))
            .collect()
    }

    #[test]
    fn detects_csv_delimiter() {
        for (text, delimiter) in [
            ("a,b,c\n1,2,3\n", ','),
            ("a;b;c\n1,5;2;3\n", ';'),
            ("a\tb\tc\n1, 2\t3\t4\n", '\t'),
            ("a|b\nc, d|e\n", '|'),
            ("sep=;\na,b;c\n", ';'),
            ("\"a;b\",c\n\"d;e\",f\n", ','),
            ("a\nb\n", ','),
            ("", ','),
        ] {
            assert_eq!(CsvReader::new(text).delimiter(), delimiter, "{text}");
        }
    }

    #[test]
    fn rows_know_the_line_they_begin_on() {
        let text = "a,b\r\n\r\n\"two\nlines\",c\r\nd,e,f\r\ng";
        let lines: Vec<(u64, usize)> = read_all(text).into_iter().map(|(line, cells, _)| (line, cells.len())).collect();
        assert_eq!(lines, [(1, 2), (3, 2), (5, 3), (6, 1)]);
        assert_eq!(read_all("sep=,\na,b\n").first().map(|(line, ..)| *line), Some(2));
    }

    #[test]
    fn unbalanced_quote_is_reported() {
        let rows = read_all("a,b\n1,\"He said \"no\" to it\"\n2,\"well\" \n3,6\" tall\n4,\"open");
        let open: Vec<bool> = rows.iter().map(|(.., open)| *open).collect();
        assert_eq!(open, [false, true, false, false, true]);
    }

    #[test]
    fn unterminated_quote_costs_only_its_line() {
        let text = "a,b\n1,\"astray\n2,well\n3,\"quo\"\"ted\"\n4,also \"astray\n5,well\n";
        let rows = read_all(text);
        let shown: Vec<(u64, &str, bool)> =
            rows.iter().map(|(line, cells, open)| (*line, cells[0].as_str(), *open)).collect();
        assert_eq!(
            shown,
            [(1, "a", false), (2, "1", true), (3, "2", false), (4, "3", false), (5, "4", false), (6, "5", false)]
        );
    }
}
