//! The rows of a table: by which sign its cells are parted, and where each row begins.

use csv::{ReaderBuilder, StringRecord};

/// How much of a table is looked at to find the sign.
const LOOKED_AT: usize = 64 << 10;
const ROWS_LOOKED_AT: usize = 30;

/// The signs, the likeliest first.
const SIGNS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A row, and the line it begins on.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub line: u64,
    pub cells: StringRecord,
    /// It has a quote that nothing ends where it should.
    pub is_open: bool,
}

/// A table that is read row by row.
pub(super) struct Rows<'a> {
    rest: &'a str,
    line: u64,
    sign: u8,
    /// How much may still be read again, where a quote is astray.
    again: usize,
    reader: Option<csv::Reader<&'a [u8]>>,
}

impl<'a> Rows<'a> {
    /// The rows of a text. What Excel writes about the sign in a first line is heeded, and is no row.
    pub fn of(text: &'a str) -> Self {
        let (rest, line, sign) = match said(text) {
            Some((sign, rest)) => (rest, 2, sign),
            None => (text, 1, guessed(text)),
        };
        Self { rest, line, sign, again: text.len().saturating_mul(4), reader: None }
    }

    /// By which sign the cells are parted.
    pub fn sign(&self) -> char {
        char::from(self.sign)
    }

    /// How many bytes of the text are still to be read.
    pub fn left(&self) -> usize {
        self.rest.len().saturating_sub(self.reader.as_ref().map_or(0, |reader| byte(reader.position())))
    }

    fn begin(&self) -> csv::Reader<&'a [u8]> {
        reader(self.sign).from_reader(self.rest.as_bytes())
    }
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let mut reader = match self.reader.take() {
            Some(reader) => reader,
            None => self.begin(),
        };
        let mut cells = StringRecord::new();
        // The text is UTF-8, and rows may be of any length: nothing can go wrong but the end.
        if !reader.read_record(&mut cells).unwrap_or(false) {
            return None;
        }
        let start = cells.position().cloned().unwrap_or_else(csv::Position::new);
        let end = byte(reader.position());
        let line = self.line + start.line() - 1;
        let raw = self.rest.get(byte(&start)..end).unwrap_or("");
        let body = raw.trim_start_matches(['\n', '\r']);
        let is_open = is_astray(body.as_bytes(), self.sign);
        if is_open && body.trim_end().contains('\n') && raw.len() <= self.again {
            // It swallowed all that follows: read on behind its first line.
            self.again -= raw.len();
            let skipped = raw.len() - body.len();
            let first = skipped + body.find('\n').map_or(body.len(), |at| at + 1);
            self.line = line + raw.get(..first).unwrap_or("").bytes().filter(|byte| *byte == b'\n').count() as u64;
            self.rest = self.rest.get(byte(&start) + first..).unwrap_or("");
            return Some(Row { line: line_of(line, raw, skipped), cells, is_open });
        }
        self.reader = Some(reader);
        Some(Row { line: line_of(line, raw, raw.len() - body.len()), cells, is_open })
    }
}

/// Whether a quote in a row has no end, or ends in the middle of a cell.
fn is_astray(row: &[u8], sign: u8) -> bool {
    #[derive(PartialEq)]
    enum In {
        Start,
        Plain,
        Quotes,
        Behind,
    }
    let mut at = In::Start;
    for byte in row {
        at = match (at, *byte) {
            (In::Quotes, b'"') => In::Behind,
            // Two of them are one.
            (In::Start | In::Behind, b'"') | (In::Quotes, _) => In::Quotes,
            (_, byte) if byte == sign || matches!(byte, b'\n' | b'\r') => In::Start,
            (In::Behind, b' ') => In::Behind,
            (In::Behind, _) => return true,
            (In::Start | In::Plain, _) => In::Plain,
        };
    }
    at == In::Quotes
}

/// Empty lines before a row are passed over, and are not where it begins.
fn line_of(line: u64, raw: &str, skipped: usize) -> u64 {
    line + raw.get(..skipped).unwrap_or("").bytes().filter(|byte| *byte == b'\n').count() as u64
}

fn byte(position: &csv::Position) -> usize {
    usize::try_from(position.byte()).unwrap_or(usize::MAX)
}

fn reader(sign: u8) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(sign).has_headers(false).flexible(true);
    builder
}

/// `sep=;`
fn said(text: &str) -> Option<(u8, &str)> {
    let (first, rest) = text.split_once('\n')?;
    let sign = first.trim_end_matches('\r').strip_prefix("sep=")?.as_bytes().first().copied()?;
    SIGNS.contains(&sign).then_some((sign, rest))
}

/// The sign that parts most rows into the same number of cells.
fn guessed(text: &str) -> u8 {
    let start = text.get(..text.floor_char_boundary(LOOKED_AT)).unwrap_or(text);
    let score = |sign: u8| {
        let lengths: Vec<usize> = reader(sign)
            .from_reader(start.as_bytes())
            .into_records()
            .take(ROWS_LOOKED_AT)
            .filter_map(|row| Some(row.ok()?.len()))
            .collect();
        let first = lengths.first().copied().unwrap_or(0);
        let same = lengths.iter().filter(|length| **length == first).count();
        if first > 1 { (same, first) } else { (0, 0) }
    };
    // Of two that are as good the first.
    SIGNS.into_iter().rev().max_by_key(|sign| score(*sign)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<(u64, Vec<String>, bool)> {
        Rows::of(text).map(|row| (row.line, row.cells.iter().map(str::to_owned).collect(), row.is_open)).collect()
    }

    #[test]
    fn the_sign_between_cells_is_found() {
        for (text, sign) in [
            ("a,b,c\n1,2,3\n", ','),
            ("a;b;c\n1,5;2;3\n", ';'),
            ("a\tb\tc\n1, 2\t3\t4\n", '\t'),
            ("a|b\nc, d|e\n", '|'),
            ("sep=;\na,b;c\n", ';'),
            ("\"a;b\",c\n\"d;e\",f\n", ','),
            ("a\nb\n", ','),
            ("", ','),
        ] {
            assert_eq!(Rows::of(text).sign(), sign, "{text}");
        }
    }

    #[test]
    fn rows_know_the_line_they_begin_on() {
        let text = "a,b\r\n\r\n\"two\nlines\",c\r\nd,e,f\r\ng";
        let lines: Vec<(u64, usize)> = all(text).into_iter().map(|(line, cells, _)| (line, cells.len())).collect();
        assert_eq!(lines, [(1, 2), (3, 2), (5, 3), (6, 1)]);
        assert_eq!(all("sep=,\na,b\n").first().map(|(line, ..)| *line), Some(2));
    }

    #[test]
    fn a_quote_astray_in_one_line_is_seen() {
        let rows = all("a,b\n1,\"He said \"no\" to it\"\n2,\"well\" \n3,6\" tall\n4,\"open");
        let open: Vec<bool> = rows.iter().map(|(.., open)| *open).collect();
        assert_eq!(open, [false, true, false, false, true]);
    }

    #[test]
    fn a_quote_that_nothing_ends_costs_one_line() {
        let text = "a,b\n1,\"astray\n2,well\n3,\"quo\"\"ted\"\n4,also \"astray\n5,well\n";
        let rows = all(text);
        let shown: Vec<(u64, &str, bool)> =
            rows.iter().map(|(line, cells, open)| (*line, cells[0].as_str(), *open)).collect();
        assert_eq!(
            shown,
            [(1, "a", false), (2, "1", true), (3, "2", false), (4, "3", false), (5, "4", false), (6, "5", false)]
        );
    }
}
