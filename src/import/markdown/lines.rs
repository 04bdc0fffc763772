//! The lines of a note, classified.
//!
//! Notes are read line by line and not as `CommonMark`: people write headings without blank lines
//! around them, indent lists by tabs under tabs, and leave half a list in a paragraph; outliners
//! write everything as bullets, at any depth. Entries keep the text as typed, which a syntax tree
//! would have to be turned back into. Each line is visited once and nothing recurses, so that deep
//! or long notes are no danger.

use super::app_syntax;
use crate::domain::parse::date::find_date;

/// A line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NoteLine<'a> {
    /// The line number in the file, from 1.
    pub number: u64,
    /// The indentation in columns; a tab goes to the next multiple of four.
    pub indent: usize,
    pub kind: LineKind<'a>,
}

/// The lines of a text. A note of very short lines has nearly as many lines as bytes, so each is
/// stored compactly.
pub(super) struct NoteLines<'a> {
    text: &'a str,
    lines: Vec<CompactLine>,
}

/// A stored line: the position of its text, instead of the text.
struct CompactLine {
    start: u32,
    length: u32,
    number: u32,
    indent: u16,
    kind: CompactLineKind,
}

/// The kind of a line, without its text.
enum CompactLineKind {
    Blank,
    Heading(u8),
    Bullet(Option<Checkbox>),
    Text,
    Code,
}

impl<'a> NoteLines<'a> {
    /// The line at an index, from 0.
    pub fn get(&self, at: usize) -> Option<NoteLine<'a>> {
        self.lines.get(at).map(|kept| self.line(kept))
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = NoteLine<'a>> {
        self.lines.iter().map(|kept| self.line(kept))
    }

    fn line(&self, kept: &CompactLine) -> NoteLine<'a> {
        let [start, length] = [kept.start, kept.length].map(|number| usize::try_from(number).unwrap_or(usize::MAX));
        let words = self.text.get(start..start.saturating_add(length)).unwrap_or_default();
        let sort = match kept.kind {
            CompactLineKind::Blank => LineKind::Blank,
            CompactLineKind::Heading(level) => LineKind::Heading(level.into(), words),
            CompactLineKind::Bullet(check) => LineKind::Bullet(check, words),
            CompactLineKind::Text => LineKind::Text(words),
            CompactLineKind::Code => LineKind::Code(words),
        };
        NoteLine { number: kept.number.into(), indent: kept.indent.into(), kind: sort }
    }

    fn push(&mut self, number: u64, indent: usize, sort: LineKind<'a>) {
        let (sort, words) = match sort {
            LineKind::Blank => (CompactLineKind::Blank, ""),
            LineKind::Heading(level, words) => (CompactLineKind::Heading(u8::try_from(level).unwrap_or(6)), words),
            LineKind::Bullet(check, words) => (CompactLineKind::Bullet(check), words),
            LineKind::Text(words) => (CompactLineKind::Text, words),
            LineKind::Code(words) => (CompactLineKind::Code, words),
        };
        // A text has at most some hundred million bytes.
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        self.lines.push(CompactLine {
            start: small((words.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize)),
            length: small(words.len()),
            number: u32::try_from(number).unwrap_or(u32::MAX),
            indent: u16::try_from(indent).unwrap_or(u16::MAX),
            kind: sort,
        });
    }
}

/// The kind of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind<'a> {
    Blank,
    /// A heading: its level, from 1 to 6, and its text.
    Heading(usize, &'a str),
    /// A list item: its checkbox and its text.
    Bullet(Option<Checkbox>, &'a str),
    Text(&'a str),
    /// A line of a code block or its fences, verbatim.
    Code(&'a str),
}

/// The checkbox of a list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Checkbox {
    Open,
    Done,
    /// Cancelled.
    Dropped,
}

/// Parses the lines of a text that begins on this line of its file.
pub(super) fn parse_lines(text: &str, first: u64) -> NoteLines<'_> {
    let mut reader = LineClassifier::default();
    // Allocated at once: growing would hold them twice.
    let mut lines = NoteLines { text, lines: Vec::with_capacity(count_kept_lines(text)) };
    for (number, raw) in (first..).zip(text.lines()) {
        let sort = reader.classify(raw);
        if let Some(level) = setext_level(raw)
            && reader.fence.is_none()
            && !is_before_last_text(&lines)
            && let Some(under @ CompactLine { kind: CompactLineKind::Text, indent: 0, .. }) = lines.lines.last_mut()
            && usize::try_from(under.length).is_ok_and(|length| length <= super::title::MAX_TITLE_LEN)
        {
            under.kind = CompactLineKind::Heading(level);
            continue;
        }
        // Several empty lines are kept as one.
        if sort == LineKind::Blank
            && matches!(lines.lines.last(), Some(CompactLine { kind: CompactLineKind::Blank, .. }))
        {
            continue;
        }
        lines.push(number, indent_columns(raw), sort);
    }
    lines
}

/// How many lines are stored at most: of several empty ones only the first.
fn count_kept_lines(text: &str) -> usize {
    let mut was_empty = false;
    let kept = text.lines().filter(|line| {
        let is_empty = line.trim().is_empty();
        !(std::mem::replace(&mut was_empty, is_empty) && is_empty)
    });
    kept.count()
}

/// A line of `---` below more than one line of text is a rule, whatever `CommonMark` says: titles
/// have one line.
fn is_before_last_text(lines: &NoteLines<'_>) -> bool {
    let before_last = lines.lines.iter().rev().nth(1);
    before_last.is_some_and(|line| matches!(line.kind, CompactLineKind::Text | CompactLineKind::Bullet(_)))
}

#[derive(Default)]
struct LineClassifier<'a> {
    /// The character of the fence, and how many.
    fence: Option<(char, usize)>,
    /// Whether it contains a query to a program.
    is_query: bool,
    comment_end: Option<&'a str>,
}

impl LineClassifier<'_> {
    fn classify<'a>(&mut self, raw: &'a str) -> LineKind<'a> {
        let line = raw.trim();
        if let Some((sign, count)) = self.fence {
            let closing = line.chars().take_while(|c| *c == sign).count();
            if closing >= count && line.len() == closing * sign.len_utf8() {
                self.fence = None;
            }
            return self.code_line(raw);
        }
        if let Some(end) = self.comment_end {
            if line.contains(end) {
                self.comment_end = None;
            }
            return LineKind::Blank;
        }
        for sign in ['`', '~'] {
            let count = line.chars().take_while(|c| *c == sign).count();
            if count >= 3 && !line.trim_start_matches(sign).contains(sign) {
                self.fence = Some((sign, count));
                self.is_query = app_syntax::is_query_fence(line.trim_start_matches(sign).trim_start());
                return self.code_line(raw);
            }
        }
        for (begin, end) in [("<!--", "-->"), ("%%", "%%")] {
            if let Some(rest) = line.strip_prefix(begin) {
                if rest.trim_end().ends_with(end) || rest.is_empty() && end == "-->" {
                    return LineKind::Blank;
                }
                if !rest.contains(end) {
                    self.comment_end = Some(end);
                    return LineKind::Blank;
                }
            }
        }
        classify_line(line)
    }

    fn code_line<'a>(&self, raw: &'a str) -> LineKind<'a> {
        if self.is_query { LineKind::Blank } else { LineKind::Code(raw.trim_end()) }
    }
}

fn classify_line(line: &str) -> LineKind<'_> {
    if line.is_empty() || is_thematic_break(line) || app_syntax::is_app_line(line) {
        return LineKind::Blank;
    }
    if let Some((level, text)) = parse_heading(line) {
        return LineKind::Heading(level, text);
    }
    match app_syntax::parse_callout(line) {
        Some("") => return LineKind::Blank,
        Some(title) => return LineKind::Text(title),
        None => {}
    }
    let Some(text) = strip_bullet(line) else { return LineKind::Text(line) };
    // Outliners write headings and properties as bullets, too.
    let text = if app_syntax::is_app_line(text) { "" } else { parse_heading(text).map_or(text, |(_, text)| text) };
    let (check, text) = parse_checkbox(text);
    LineKind::Bullet(check, text)
}

fn parse_heading(line: &str) -> Option<(usize, &str)> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    let spaced = text.starts_with([' ', '\t']) || (text.is_empty() && level > 1);
    (spaced && (1..=6).contains(&level)).then(|| (level, text.trim().trim_end_matches('#').trim_end()))
}

/// An underline of a title: `===` or `---`.
fn setext_level(raw: &str) -> Option<u8> {
    let line = raw.trim_end();
    let only = |sign: char| line.len() >= 3 && line.chars().all(|c| c == sign);
    if only('=') { Some(1) } else { only('-').then_some(2) }
}

fn is_thematic_break(line: &str) -> bool {
    let mut signs = line.chars().filter(|c| !c.is_whitespace());
    let first = signs.next();
    first.is_some_and(|first| {
        matches!(first, '-' | '*' | '_' | '=') && signs.clone().count() >= 2 && signs.all(|c| c == first)
    })
}

/// The text after a list marker.
fn strip_bullet(line: &str) -> Option<&str> {
    if let Some(rest) = line.strip_prefix(['-', '*', '+', '•', '–']) {
        return (rest.is_empty() || rest.starts_with([' ', '\t', '\u{A0}'])).then(|| rest.trim_start());
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..)?.strip_prefix(['.', ')'])?;
    // `3. März` is a date.
    let day = find_date(line.get(..line.floor_char_boundary(40))?).is_some_and(|found| found.range.start == 0);
    ((1..=3).contains(&digits) && rest.starts_with(' ') && !day).then(|| rest.trim_start())
}

/// The checkbox before a text: `[ ] `, `[x] `, `TODO `, `DONE `.
fn parse_checkbox(text: &str) -> (Option<Checkbox>, &str) {
    let mut chars = text.chars();
    if let (Some('['), Some(inside), Some(']')) = (chars.next(), chars.next(), chars.next()) {
        let rest = chars.as_str();
        if rest.is_empty() || rest.starts_with(char::is_whitespace) {
            let found = match inside {
                'x' | 'X' | '✓' | '✔' => Checkbox::Done,
                '-' => Checkbox::Dropped,
                ' ' | '/' | '>' | '<' | '!' | '?' | '*' => Checkbox::Open,
                _ => return (None, text),
            };
            return (Some(found), rest.trim_start());
        }
    }
    if let Some(rest) = text.strip_prefix("[] ") {
        return (Some(Checkbox::Open), rest.trim_start());
    }
    let signs = [("☐", Checkbox::Open), ("☑", Checkbox::Done), ("✅", Checkbox::Done), ("☒", Checkbox::Done)];
    if let Some((rest, found)) = signs.into_iter().find_map(|(sign, found)| Some((text.strip_prefix(sign)?, found))) {
        return (Some(found), rest.trim_start_matches('\u{FE0F}').trim_start());
    }
    let Some((word, rest)) = text.split_once(' ') else { return (None, text) };
    match word {
        "TODO" | "DOING" | "LATER" | "NOW" | "WAITING" | "IN-PROGRESS" => (Some(Checkbox::Open), rest.trim_start()),
        "DONE" => (Some(Checkbox::Done), rest.trim_start()),
        "CANCELED" | "CANCELLED" => (Some(Checkbox::Dropped), rest.trim_start()),
        _ => (None, text),
    }
}

fn indent_columns(raw: &str) -> usize {
    let mut columns = 0;
    for c in raw.chars() {
        match c {
            '\t' => columns = (columns / 4 + 1) * 4,
            ' ' => columns += 1,
            _ => break,
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_classified() {
        for (line, expected) in [
            ("", LineKind::Blank),
            ("---", LineKind::Blank),
            ("* * *", LineKind::Blank),
            ("# Dana", LineKind::Heading(1, "Dana")),
            ("### Actions ###", LineKind::Heading(3, "Actions")),
            ("####### seven", LineKind::Text("####### seven")),
            ("#career", LineKind::Text("#career")),
            ("- a", LineKind::Bullet(None, "a")),
            ("\t* a", LineKind::Bullet(None, "a")),
            ("2. a", LineKind::Bullet(None, "a")),
            ("3. März 2024", LineKind::Text("3. März 2024")),
            ("-a", LineKind::Text("-a")),
            ("- [ ] a", LineKind::Bullet(Some(Checkbox::Open), "a")),
            ("- [x] a", LineKind::Bullet(Some(Checkbox::Done), "a")),
            ("- [X] a", LineKind::Bullet(Some(Checkbox::Done), "a")),
            ("- [-] a", LineKind::Bullet(Some(Checkbox::Dropped), "a")),
            ("- [/] a", LineKind::Bullet(Some(Checkbox::Open), "a")),
            ("- [x](a.md)", LineKind::Bullet(None, "[x](a.md)")),
            ("- [[a]]", LineKind::Bullet(None, "[[a]]")),
            ("- TODO a", LineKind::Bullet(Some(Checkbox::Open), "a")),
            ("- DONE a", LineKind::Bullet(Some(Checkbox::Done), "a")),
            ("- ## Heading", LineKind::Bullet(None, "Heading")),
            ("id:: 65e4", LineKind::Blank),
            ("due:: 2024-03-10", LineKind::Text("due:: 2024-03-10")),
            ("mood:: tired", LineKind::Text("mood:: tired")),
            ("- Concerns:: she wants to leave", LineKind::Bullet(None, "Concerns:: she wants to leave")),
            ("- {{query (todo TODO)}}", LineKind::Bullet(None, "")),
            ("> [!warning]", LineKind::Blank),
            ("> [!warning] tired", LineKind::Text("tired")),
            ("```dataview", LineKind::Blank),
            ("^3fa85f", LineKind::Blank),
            ("> said", LineKind::Text("> said")),
            ("<!-- gone -->", LineKind::Blank),
            ("%% gone %%", LineKind::Blank),
            ("```rust", LineKind::Code("```rust")),
        ] {
            assert_eq!(parse_lines(line, 1).get(0).map_or(LineKind::Blank, |line| line.kind), expected, "{line}");
        }
    }

    #[test]
    fn code_comments_and_setext_headings_span_lines() {
        let text = "Dana\n====\n```\n# no heading\n```\n<!-- a\n# b\n-->\n\t- deep\n\nTuesday\n---\n";
        let actual: Vec<(u64, usize, LineKind<'_>)> =
            parse_lines(text, 5).iter().map(|line| (line.number, line.indent, line.kind)).collect();
        let expected = [
            (5, 0, LineKind::Heading(1, "Dana")),
            (7, 0, LineKind::Code("```")),
            (8, 0, LineKind::Code("# no heading")),
            (9, 0, LineKind::Code("```")),
            (10, 0, LineKind::Blank),
            (13, 4, LineKind::Bullet(None, "deep")),
            (14, 0, LineKind::Blank),
            (15, 0, LineKind::Heading(2, "Tuesday")),
        ];
        assert_eq!(actual, expected);
    }
}
