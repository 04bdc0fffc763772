//! The lines of a note and what each is.
//!
//! Notes are read line by line and not as `CommonMark`: people set headings without blank lines around them, indent lists with
//! tabs under tabs, and leave half a list in a paragraph; an outliner writes everything as bullets, at any depth. What an
//! entry keeps is the text as it was typed, which a tree of events would have to be turned back into. A line is looked at once,
//! and nothing here calls itself, so that neither a deep nor a long note is a danger.

use super::machine;

/// One line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// From 1, in the file.
    pub number: u64,
    /// How far it is set in, in columns; a tab goes to the next column of four.
    pub indent: usize,
    pub sort: Sort<'a>,
}

/// The lines of a text. A note of very short lines has nearly as many of them as bytes, so each is kept as small as can be.
pub(super) struct Lines<'a> {
    text: &'a str,
    all: Vec<Kept>,
}

/// A line as it is kept: where its words stand in the text, instead of the words.
struct Kept {
    start: u32,
    length: u32,
    number: u32,
    indent: u16,
    sort: KeptSort,
}

/// What a line is, without its words.
enum KeptSort {
    Blank,
    Heading(u8),
    Bullet(Option<Check>),
    Text,
    Code,
}

impl<'a> Lines<'a> {
    /// The line at a place, from 0.
    pub fn get(&self, at: usize) -> Option<Line<'a>> {
        self.all.get(at).map(|kept| self.line(kept))
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Line<'a>> {
        self.all.iter().map(|kept| self.line(kept))
    }

    fn line(&self, kept: &Kept) -> Line<'a> {
        let [start, length] = [kept.start, kept.length].map(|number| usize::try_from(number).unwrap_or(usize::MAX));
        let words = self.text.get(start..start.saturating_add(length)).unwrap_or_default();
        let sort = match kept.sort {
            KeptSort::Blank => Sort::Blank,
            KeptSort::Heading(level) => Sort::Heading(level.into(), words),
            KeptSort::Bullet(check) => Sort::Bullet(check, words),
            KeptSort::Text => Sort::Text(words),
            KeptSort::Code => Sort::Code(words),
        };
        Line { number: kept.number.into(), indent: kept.indent.into(), sort }
    }

    fn push(&mut self, number: u64, indent: usize, sort: Sort<'a>) {
        let (sort, words) = match sort {
            Sort::Blank => (KeptSort::Blank, ""),
            Sort::Heading(level, words) => (KeptSort::Heading(u8::try_from(level).unwrap_or(6)), words),
            Sort::Bullet(check, words) => (KeptSort::Bullet(check), words),
            Sort::Text(words) => (KeptSort::Text, words),
            Sort::Code(words) => (KeptSort::Code, words),
        };
        // A text has at most some hundred millions of bytes.
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        self.all.push(Kept {
            start: small((words.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize)),
            length: small(words.len()),
            number: u32::try_from(number).unwrap_or(u32::MAX),
            indent: u16::try_from(indent).unwrap_or(u16::MAX),
            sort,
        });
    }
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort<'a> {
    Blank,
    /// Its level, from 1 to 6, and its text.
    Heading(usize, &'a str),
    /// A line of a list: the box before its text, and the text.
    Bullet(Option<Check>, &'a str),
    Text(&'a str),
    /// Within a block of code or its fences, as it stands.
    Code(&'a str),
}

/// A box before the text of a bullet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Check {
    Open,
    Done,
    /// Given up.
    Dropped,
}

/// The lines of a text that begins with this line of its file.
pub(super) fn lines(text: &str, first: u64) -> Lines<'_> {
    let mut reader = Reader::default();
    // Room for all of them at once: a list that grows is there twice.
    let mut lines = Lines { text, all: Vec::with_capacity(room(text)) };
    for (number, raw) in (first..).zip(text.lines()) {
        let sort = reader.sort(raw);
        if let Some(level) = underlines(raw)
            && reader.fence.is_none()
            && !before_last_is_text(&lines)
            && let Some(under @ Kept { sort: KeptSort::Text, indent: 0, .. }) = lines.all.last_mut()
            && usize::try_from(under.length).is_ok_and(|length| length <= super::title::LONGEST)
        {
            under.sort = KeptSort::Heading(level);
            continue;
        }
        // One empty line says as much as many.
        if sort == Sort::Blank && matches!(lines.all.last(), Some(Kept { sort: KeptSort::Blank, .. })) {
            continue;
        }
        lines.push(number, indent(raw), sort);
    }
    lines
}

/// How many lines will be kept at most: of several empty ones only the first is.
fn room(text: &str) -> usize {
    let mut was_empty = false;
    let kept = text.lines().filter(|line| {
        let is_empty = line.trim().is_empty();
        !(std::mem::replace(&mut was_empty, is_empty) && is_empty)
    });
    kept.count()
}

/// A line under more than one line of text is a line across, whatever `CommonMark` says: nobody's title has two lines.
fn before_last_is_text(lines: &Lines<'_>) -> bool {
    let before_last = lines.all.iter().rev().nth(1);
    before_last.is_some_and(|line| matches!(line.sort, KeptSort::Text | KeptSort::Bullet(_)))
}

#[derive(Default)]
struct Reader<'a> {
    /// What the fence began with: its sign, and how many of it.
    fence: Option<(char, usize)>,
    /// It is a question to a program, not something that was written down.
    asks: bool,
    comment: Option<&'a str>,
}

impl Reader<'_> {
    fn sort<'a>(&mut self, raw: &'a str) -> Sort<'a> {
        let line = raw.trim();
        if let Some((sign, count)) = self.fence {
            let closing = line.chars().take_while(|c| *c == sign).count();
            if closing >= count && line.len() == closing * sign.len_utf8() {
                self.fence = None;
            }
            return self.code(raw);
        }
        if let Some(end) = self.comment {
            if line.contains(end) {
                self.comment = None;
            }
            return Sort::Blank;
        }
        for sign in ['`', '~'] {
            let count = line.chars().take_while(|c| *c == sign).count();
            if count >= 3 && !line.trim_start_matches(sign).contains(sign) {
                self.fence = Some((sign, count));
                self.asks = machine::is_query(line.trim_start_matches(sign).trim_start());
                return self.code(raw);
            }
        }
        for (begin, end) in [("<!--", "-->"), ("%%", "%%")] {
            if let Some(rest) = line.strip_prefix(begin) {
                if rest.trim_end().ends_with(end) || rest.is_empty() && end == "-->" {
                    return Sort::Blank;
                }
                if !rest.contains(end) {
                    self.comment = Some(end);
                    return Sort::Blank;
                }
            }
        }
        sort(line)
    }

    fn code<'a>(&self, raw: &'a str) -> Sort<'a> {
        if self.asks { Sort::Blank } else { Sort::Code(raw.trim_end()) }
    }
}

fn sort(line: &str) -> Sort<'_> {
    if line.is_empty() || is_rule(line) || machine::is_own(line) {
        return Sort::Blank;
    }
    if let Some((level, text)) = heading(line) {
        return Sort::Heading(level, text);
    }
    match machine::callout(line) {
        Some("") => return Sort::Blank,
        Some(title) => return Sort::Text(title),
        None => {}
    }
    let Some(text) = bullet(line) else { return Sort::Text(line) };
    // An outliner keeps headings and properties in bullets, too.
    let text = if machine::is_own(text) { "" } else { heading(text).map_or(text, |(_, text)| text) };
    let (check, text) = boxed(text);
    Sort::Bullet(check, text)
}

fn heading(line: &str) -> Option<(usize, &str)> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    let spaced = text.starts_with([' ', '\t']) || (text.is_empty() && level > 1);
    (spaced && (1..=6).contains(&level)).then(|| (level, text.trim().trim_end_matches('#').trim_end()))
}

/// The line under a title, of `===` or `---`.
fn underlines(raw: &str) -> Option<u8> {
    let line = raw.trim_end();
    let only = |sign: char| line.len() >= 3 && line.chars().all(|c| c == sign);
    if only('=') { Some(1) } else { only('-').then_some(2) }
}

fn is_rule(line: &str) -> bool {
    let mut signs = line.chars().filter(|c| !c.is_whitespace());
    let first = signs.next();
    first.is_some_and(|first| {
        matches!(first, '-' | '*' | '_' | '=') && signs.clone().count() >= 2 && signs.all(|c| c == first)
    })
}

/// The text after the sign of a list.
fn bullet(line: &str) -> Option<&str> {
    if let Some(rest) = line.strip_prefix(['-', '*', '+', '•', '–']) {
        return (rest.is_empty() || rest.starts_with([' ', '\t', '\u{A0}'])).then(|| rest.trim_start());
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..)?.strip_prefix(['.', ')'])?;
    // `3. März` is a day.
    let day = super::dates::find(line.get(..line.floor_char_boundary(40))?).is_some_and(|found| found.range.start == 0);
    ((1..=3).contains(&digits) && rest.starts_with(' ') && !day).then(|| rest.trim_start())
}

/// The box before a text: `[ ] `, `[x] `, `TODO `, `DONE `.
fn boxed(text: &str) -> (Option<Check>, &str) {
    let mut chars = text.chars();
    if let (Some('['), Some(inside), Some(']')) = (chars.next(), chars.next(), chars.next()) {
        let rest = chars.as_str();
        if rest.is_empty() || rest.starts_with(char::is_whitespace) {
            let found = match inside {
                'x' | 'X' | '✓' | '✔' => Check::Done,
                '-' => Check::Dropped,
                ' ' | '/' | '>' | '<' | '!' | '?' | '*' => Check::Open,
                _ => return (None, text),
            };
            return (Some(found), rest.trim_start());
        }
    }
    if let Some(rest) = text.strip_prefix("[] ") {
        return (Some(Check::Open), rest.trim_start());
    }
    let signs = [("☐", Check::Open), ("☑", Check::Done), ("✅", Check::Done), ("☒", Check::Done)];
    if let Some((rest, found)) = signs.into_iter().find_map(|(sign, found)| Some((text.strip_prefix(sign)?, found))) {
        return (Some(found), rest.trim_start_matches('\u{FE0F}').trim_start());
    }
    let Some((word, rest)) = text.split_once(' ') else { return (None, text) };
    match word {
        "TODO" | "DOING" | "LATER" | "NOW" | "WAITING" | "IN-PROGRESS" => (Some(Check::Open), rest.trim_start()),
        "DONE" => (Some(Check::Done), rest.trim_start()),
        "CANCELED" | "CANCELLED" => (Some(Check::Dropped), rest.trim_start()),
        _ => (None, text),
    }
}

fn indent(raw: &str) -> usize {
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
    fn every_line_is_told_for_what_it_is() {
        for (line, expected) in [
            ("", Sort::Blank),
            ("---", Sort::Blank),
            ("* * *", Sort::Blank),
            ("# Dana", Sort::Heading(1, "Dana")),
            ("### Actions ###", Sort::Heading(3, "Actions")),
            ("####### seven", Sort::Text("####### seven")),
            ("#career", Sort::Text("#career")),
            ("- a", Sort::Bullet(None, "a")),
            ("\t* a", Sort::Bullet(None, "a")),
            ("2. a", Sort::Bullet(None, "a")),
            ("3. März 2024", Sort::Text("3. März 2024")),
            ("-a", Sort::Text("-a")),
            ("- [ ] a", Sort::Bullet(Some(Check::Open), "a")),
            ("- [x] a", Sort::Bullet(Some(Check::Done), "a")),
            ("- [X] a", Sort::Bullet(Some(Check::Done), "a")),
            ("- [-] a", Sort::Bullet(Some(Check::Dropped), "a")),
            ("- [/] a", Sort::Bullet(Some(Check::Open), "a")),
            ("- [x](a.md)", Sort::Bullet(None, "[x](a.md)")),
            ("- [[a]]", Sort::Bullet(None, "[[a]]")),
            ("- TODO a", Sort::Bullet(Some(Check::Open), "a")),
            ("- DONE a", Sort::Bullet(Some(Check::Done), "a")),
            ("- ## Heading", Sort::Bullet(None, "Heading")),
            ("id:: 65e4", Sort::Blank),
            ("due:: 2024-03-10", Sort::Text("due:: 2024-03-10")),
            ("mood:: tired", Sort::Text("mood:: tired")),
            ("- Concerns:: she wants to leave", Sort::Bullet(None, "Concerns:: she wants to leave")),
            ("- {{query (todo TODO)}}", Sort::Bullet(None, "")),
            ("> [!warning]", Sort::Blank),
            ("> [!warning] tired", Sort::Text("tired")),
            ("```dataview", Sort::Blank),
            ("^3fa85f", Sort::Blank),
            ("> said", Sort::Text("> said")),
            ("<!-- gone -->", Sort::Blank),
            ("%% gone %%", Sort::Blank),
            ("```rust", Sort::Code("```rust")),
        ] {
            assert_eq!(lines(line, 1).get(0).map_or(Sort::Blank, |line| line.sort), expected, "{line}");
        }
    }

    #[test]
    fn code_comments_and_underlined_titles_take_more_than_a_line() {
        let text = "Dana\n====\n```\n# no heading\n```\n<!-- a\n# b\n-->\n\t- deep\n\nTuesday\n---\n";
        let said: Vec<(u64, usize, Sort<'_>)> =
            lines(text, 5).iter().map(|line| (line.number, line.indent, line.sort)).collect();
        let expected = [
            (5, 0, Sort::Heading(1, "Dana")),
            (7, 0, Sort::Code("```")),
            (8, 0, Sort::Code("# no heading")),
            (9, 0, Sort::Code("```")),
            (10, 0, Sort::Blank),
            (13, 4, Sort::Bullet(None, "deep")),
            (14, 0, Sort::Blank),
            (15, 0, Sort::Heading(2, "Tuesday")),
        ];
        assert_eq!(said, expected);
    }
}
