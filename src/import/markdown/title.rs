//! Parses titles: headings, names of files and folders, and lines above others.

use super::{
    super::one_on_one_words::ONE_ON_ONE_SPELLINGS,
    vocabulary::{CONNECTORS, MEETING_WORDS, NAME_PARTICLES, SectionHint, is_non_name, parse_hint},
};
use crate::{
    domain::parse::date::{self, DateMatch, PartialDate},
    wording::text::capitalize,
};

/// The longest line that is parsed as a title, in bytes.
pub(super) const MAX_TITLE_LEN: usize = 240;

/// The parts of a title.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Title {
    /// The date, and its text.
    pub day: Option<(PartialDate, String)>,
    /// The year that the title consists of, or begins or ends with.
    pub year: Option<i16>,
    /// Whether it is that of a meeting.
    pub is_meeting: bool,
    /// Whether it is that of a meeting of two.
    pub is_one_on_one: bool,
    /// Whether it is that of a log, which is kept between meetings.
    pub is_log: bool,
    /// What the lines below it are.
    pub hint: Option<SectionHint>,
    /// The rest: names, or words.
    pub parts: Vec<TitlePart>,
}

/// A part of a title that may be a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TitlePart {
    pub text: String,
    /// Whether it is a link.
    pub is_link: bool,
}

impl Title {
    /// Parses a heading or a line.
    pub(super) fn parse(text: &str) -> Self {
        Self::parse_as(text, false)
    }

    /// Parses the name of a file or folder, in which punctuation stands for spaces.
    pub(super) fn parse_file_name(name: &str) -> Self {
        let mut title = Self::parse_as(name, !name.contains(char::is_whitespace));
        for part in &mut title.parts {
            let mut words: Vec<&str> = part.text.split_whitespace().collect();
            let log = words.iter().any(|word| is_one_of(word, &["log", "logs", "observations", "journal", "diary"]));
            title.is_log |= log;
            if words.len() > 1 {
                words.retain(|word| {
                    !is_one_of(word, &["log", "logs", "observations", "journal", "diary", "notes", "note"])
                });
                part.text = words.join(" ");
            }
        }
        title
    }

    fn parse_as(text: &str, slug: bool) -> Self {
        if text.len() > MAX_TITLE_LEN {
            return Self { parts: vec![TitlePart { text: text.to_owned(), is_link: false }], ..Self::default() };
        }
        let mut title = Self { hint: parse_hint(text), year: date::standalone_year(text), ..Self::default() };
        if title.hint.is_some() || title.year.is_some() {
            return title;
        }
        for (chunk, link) in split_links(text) {
            title.parse_chunk(chunk, link, slug);
        }
        if title.day.is_none() {
            title.year = date::year_at_edge(text);
        }
        title
    }

    fn parse_chunk(&mut self, chunk: &str, link: bool, slug: bool) {
        let mut rest = chunk.to_owned();
        if self.day.is_none()
            && let Some(DateMatch { date: day, range }) = date::find_date(&rest)
        {
            self.day = Some((day, chunk.get(range.clone()).unwrap_or_default().to_owned()));
            rest.replace_range(range, "\n");
        }
        while let Some((range, two)) = find_meeting_word(&rest) {
            self.is_meeting = true;
            self.is_one_on_one |= two;
            rest.replace_range(range, "\n");
        }
        if slug {
            rest = rest.replace(['-', '_', '.'], " ");
        }
        let separates = |c: char| "\n,;:|/&+()[]{}\"“”—–•><=→·#".contains(c);
        let pieces: Vec<&str> = if link { rest.split('\n').collect() } else { rest.split(separates).collect() };
        for piece in pieces.into_iter().flat_map(|piece| piece.split(" - ")) {
            let mut words: Vec<&str> = Vec::new();
            for word in piece.split_whitespace() {
                let lower = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
                let connects = !link && CONNECTORS.contains(&lower.as_str());
                self.is_meeting |= connects && lower == "with";
                if connects {
                    self.push_part(&words.join(" "), link);
                    words.clear();
                } else if !date::is_weekday(&lower) {
                    words.push(word);
                }
            }
            self.push_part(&words.join(" "), link);
        }
    }

    fn push_part(&mut self, text: &str, link: bool) {
        let text = text.trim_matches(|c: char| !c.is_alphanumeric());
        let text = ["'s", "’s"].into_iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
        if text.chars().any(char::is_alphabetic) {
            self.parts.push(TitlePart { text: text.to_owned(), is_link: link });
        }
    }

    /// The parts that are no names, as one line.
    pub(super) fn label(&self, is_name: impl Fn(&TitlePart) -> bool) -> Option<String> {
        let rest: Vec<&str> = self.parts.iter().filter(|part| !is_name(part)).map(|part| part.text.as_str()).collect();
        (!rest.is_empty()).then(|| rest.join(" – "))
    }
}

fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.contains(&word.to_lowercase().as_str())
}

/// The text split at its links; a link is its target, or its text.
fn split_links(text: &str) -> Vec<(&str, bool)> {
    let mut chunks = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("[[")
        && let Some((inside, behind)) = after.split_once("]]")
    {
        chunks.push((before, false));
        chunks.push((link_target(inside), true));
        rest = behind;
    }
    while let Some((before, after)) = rest.split_once('[')
        && let Some((label, behind)) = after.split_once("](")
        && let Some((_, behind)) = behind.split_once(')')
    {
        chunks.push((before, false));
        chunks.push((label, true));
        rest = behind;
    }
    chunks.push((rest, false));
    chunks
}

/// The page that a wiki link leads to.
pub(super) fn link_target(inside: &str) -> &str {
    let page = inside.split(['|', '#', '^']).next().unwrap_or(inside).trim().trim_end_matches('\\');
    let page = page.rsplit('/').next().unwrap_or(page);
    page.strip_suffix(".md").unwrap_or(page)
}

/// The range of a word for a meeting, and whether it is one of two.
fn find_meeting_word(text: &str) -> Option<(std::ops::Range<usize>, bool)> {
    let lower = text.to_ascii_lowercase();
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let find = |word: &&str| {
        lower.match_indices(word).map(|(at, found)| at..at + found.len()).find(|range| {
            !letter(lower.get(..range.start).and_then(|before| before.chars().next_back()))
                && !lower.get(..range.end).is_some_and(|end| end.ends_with("on-call") || end.ends_with("on call"))
                && !letter(lower.get(range.end..).and_then(|after| after.chars().next()))
        })
    };
    let one_on_one = ONE_ON_ONE_SPELLINGS.iter().find_map(find).map(|range| (range, true));
    one_on_one.or_else(|| MEETING_WORDS.iter().find_map(find).map(|range| (range, false)))
}

/// The name that a text looks like, capitalised; with `anyhow` it need not begin with capitals.
pub(super) fn parse_name(text: &str, allow_lowercase: bool) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() || words.len() > 4 || text.chars().count() > 60 {
        return None;
    }
    let mut label = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let lower = word.to_lowercase();
        let letters = |c: char| c.is_alphabetic() || "'’.-\u{200C}\u{200D}".contains(c) || is_combining_mark(c);
        if is_non_name(&lower) || !word.starts_with(char::is_alphabetic) || !word.chars().all(letters) {
            return None;
        }
        let particle = index > 0 && NAME_PARTICLES.contains(&lower.as_str());
        let small = word.starts_with(char::is_lowercase);
        if small && !allow_lowercase && !particle {
            return None;
        }
        // Words in capitals are abbreviations: API, OKR.
        let shouted = word.chars().count() > 1 && word.chars().all(char::is_uppercase) && !lower.eq(*word);
        if shouted && words.len() == 1 {
            return None;
        }
        label.push(if small && !particle { capitalize(word) } else { (*word).to_owned() });
    }
    let label = label.join(" ");
    (label.chars().filter(|c| c.is_alphabetic()).count() > 1).then_some(label)
}

pub(super) fn is_combining_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn summarize(title: &Title) -> String {
        let day = title.day.as_ref().map_or("-", |(_, said)| said);
        let parts: Vec<String> =
            title.parts.iter().map(|part| format!("{}{}", part.text, if part.is_link { "°" } else { "" })).collect();
        format!("{day}{} {}", if title.is_meeting { " 1-1" } else { "" }, parts.join(" | "))
    }

    #[test]
    fn titles_are_split_into_parts() {
        for (text, expected) in [
            ("2024-03-03 Dana 1-1", "2024-03-03 1-1 Dana"),
            ("1-1 with Dana 2024-03-03", "2024-03-03 1-1 Dana"),
            ("1:1 Dana Whitfield / me", "- 1-1 Dana Whitfield"),
            ("Weekly with Dana and Tomás", "- 1-1 Dana | Tomás"),
            ("Dana’s 1-1", "- 1-1 Dana"),
            ("Tue 3 Mar 2024 — Dana W.", "Tue 3 Mar 2024 Dana W"),
            ("[[Dana Whitfield]] #1-1", "- 1-1 Dana Whitfield°"),
            ("[[People/Dana Whitfield|Dana]] on the rota", "- Dana Whitfield° | on the rota"),
            ("[Dana](dana.md): catch-up", "- 1-1 Dana°"),
            ("[[2024-03-03]] catch up [[Dana]]", "2024-03-03 1-1 Dana°"),
            ("2024-03-03 – Career talk", "2024-03-03 Career talk"),
            ("👩 Dana", "- Dana"),
            ("One-on-One: Lena <> Alex", "- 1-1 Lena | Alex"),
            ("1-1-2024 Dana", "1-1-2024 Dana"),
            ("On-call", "- On-call"),
            ("Anne-Marie O’Neill", "- Anne-Marie O’Neill"),
            ("[[", "- "),
            ("", "- "),
        ] {
            assert_eq!(summarize(&Title::parse(text)), expected, "{text}");
        }
        for (text, expected) in [
            ("dana-whitfield", "- dana whitfield"),
            ("dana-1-1-2024-03-03", "2024-03-03 1-1 dana"),
            ("2024_03_03", "2024_03_03 "),
            ("20240303_dana", "20240303 dana"),
            ("1-1s", "- 1-1 "),
            ("Dana Whitfield", "- Dana Whitfield"),
            ("dana-notes", "- dana"),
            ("Dana log", "- Dana"),
        ] {
            assert_eq!(summarize(&Title::parse_file_name(text)), expected, "{text}");
        }
    }

    #[test]
    fn names_are_recognized_by_shape() {
        for (text, expected) in [
            ("Dana", Some("Dana")),
            ("Dana W.", Some("Dana W.")),
            ("Anne-Marie O’Neill", Some("Anne-Marie O’Neill")),
            ("Joost van den Berg", Some("Joost van den Berg")),
            ("François Élu", Some("François Élu")),
            ("山田太郎", Some("山田太郎")),
            ("אורי לוי", Some("אורי לוי")),
            ("dana whitfield", None),
            ("Next Steps", None),
            ("Hiring Plan", None),
            ("Career talk", None),
            ("Q3 Numbers", None),
            ("API", None),
            ("X", None),
            ("One Two Three Four Five", None),
            ("Monday", None),
            ("", None),
        ] {
            assert_eq!(parse_name(text, false).as_deref(), expected, "{text}");
        }
        assert_eq!(parse_name("dana whitfield", true).as_deref(), Some("Dana Whitfield"));
        assert_eq!(parse_name("daily notes", true), None);
    }

    proptest! {
        #[test]
        fn parser_never_panics(text in "(\\[\\[|\\]\\]|[|#,]|1-1|2024-03-03|with|Dana|\\PC){0,10}") {
            let title = Title::parse(&text);
            title.label(|_| false);
            Title::parse_file_name(&text);
            parse_name(&text, true);
        }
    }
}
