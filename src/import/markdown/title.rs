//! A title taken apart: the heading of a section, the name of a file or folder, a line that stands over others.

use super::{
    dates::{self, Found, Said},
    words::{CONNECTORS, Hint, MEETINGS, ONE_ON_ONES, PARTICLES, hint, names_no_one},
};

/// The longest line that is looked at as a title.
pub(super) const LONGEST: usize = 240;

/// What a title says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Title {
    /// The day, and how it is written.
    pub day: Option<(Said, String)>,
    /// The year that the title is, or begins or ends with.
    pub year: Option<i16>,
    /// It is that of a meeting.
    pub meeting: bool,
    /// It says that this was a meeting of two.
    pub two: bool,
    /// It is that of a log, which is kept between meetings.
    pub log: bool,
    /// What stands under it.
    pub hint: Option<Hint>,
    /// The rest: names, or words.
    pub parts: Vec<Part>,
}

/// A part of a title that may be a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub text: String,
    /// It is a link.
    pub link: bool,
}

impl Title {
    /// Takes a heading or a line apart.
    pub(super) fn read(text: &str) -> Self {
        Self::take_apart(text, false)
    }

    /// Takes the name of a file or a folder apart, in which signs stand for spaces.
    pub(super) fn of_name(name: &str) -> Self {
        let mut title = Self::take_apart(name, !name.contains(char::is_whitespace));
        for part in &mut title.parts {
            let mut words: Vec<&str> = part.text.split_whitespace().collect();
            let log = words.iter().any(|word| is_one_of(word, &["log", "logs", "observations", "journal", "diary"]));
            title.log |= log;
            if words.len() > 1 {
                words.retain(|word| {
                    !is_one_of(word, &["log", "logs", "observations", "journal", "diary", "notes", "note"])
                });
                part.text = words.join(" ");
            }
        }
        title
    }

    fn take_apart(text: &str, slug: bool) -> Self {
        if text.len() > LONGEST {
            return Self { parts: vec![Part { text: text.to_owned(), link: false }], ..Self::default() };
        }
        let mut title = Self { hint: hint(text), year: dates::year(text), ..Self::default() };
        if title.hint.is_some() || title.year.is_some() {
            return title;
        }
        for (chunk, link) in chunks(text) {
            title.take_chunk(chunk, link, slug);
        }
        if title.day.is_none() {
            title.year = dates::year_beside(text);
        }
        title
    }

    fn take_chunk(&mut self, chunk: &str, link: bool, slug: bool) {
        let mut rest = chunk.to_owned();
        if self.day.is_none()
            && let Some(Found { said, range }) = dates::find(&rest)
        {
            self.day = Some((said, chunk.get(range.clone()).unwrap_or_default().to_owned()));
            rest.replace_range(range, "\n");
        }
        while let Some((range, two)) = meeting(&rest) {
            self.meeting = true;
            self.two |= two;
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
                self.meeting |= connects && lower == "with";
                if connects {
                    self.push(&words.join(" "), link);
                    words.clear();
                } else if !dates::is_weekday(&lower) {
                    words.push(word);
                }
            }
            self.push(&words.join(" "), link);
        }
    }

    fn push(&mut self, text: &str, link: bool) {
        let text = text.trim_matches(|c: char| !c.is_alphanumeric());
        let text = ["'s", "’s"].into_iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
        if text.chars().any(char::is_alphabetic) {
            self.parts.push(Part { text: text.to_owned(), link });
        }
    }

    /// What stands in it beside the parts that are names, as one line.
    pub(super) fn label(&self, is_name: impl Fn(&Part) -> bool) -> Option<String> {
        let rest: Vec<&str> = self.parts.iter().filter(|part| !is_name(part)).map(|part| part.text.as_str()).collect();
        (!rest.is_empty()).then(|| rest.join(" – "))
    }
}

fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.contains(&word.to_lowercase().as_str())
}

/// The text cut at its links; a link is where it leads, or what is shown for it.
fn chunks(text: &str) -> Vec<(&str, bool)> {
    let mut chunks = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("[[")
        && let Some((inside, behind)) = after.split_once("]]")
    {
        chunks.push((before, false));
        chunks.push((target(inside), true));
        rest = behind;
    }
    while let Some((before, after)) = rest.split_once('[')
        && let Some((shown, behind)) = after.split_once("](")
        && let Some((_, behind)) = behind.split_once(')')
    {
        chunks.push((before, false));
        chunks.push((shown, true));
        rest = behind;
    }
    chunks.push((rest, false));
    chunks
}

/// The name of the page that a wiki link leads to.
pub(super) fn target(inside: &str) -> &str {
    let page = inside.split(['|', '#', '^']).next().unwrap_or(inside).trim().trim_end_matches('\\');
    let page = page.rsplit('/').next().unwrap_or(page);
    page.strip_suffix(".md").unwrap_or(page)
}

/// Where a text has a word for a one-on-one or another meeting, and whether it is one for a meeting of two.
fn meeting(text: &str) -> Option<(std::ops::Range<usize>, bool)> {
    let lower = text.to_ascii_lowercase();
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let find = |word: &&str| {
        lower.match_indices(word).map(|(at, found)| at..at + found.len()).find(|range| {
            !letter(lower.get(..range.start).and_then(|before| before.chars().next_back()))
                && !lower.get(..range.end).is_some_and(|end| end.ends_with("on-call") || end.ends_with("on call"))
                && !letter(lower.get(range.end..).and_then(|after| after.chars().next()))
        })
    };
    let of_two = ONE_ON_ONES.iter().find_map(find).map(|range| (range, true));
    of_two.or_else(|| MEETINGS.iter().find_map(find).map(|range| (range, false)))
}

/// The name that a text is by its looks, as it would be written; `anyhow` where it need not begin with capitals.
pub(super) fn name(text: &str, anyhow: bool) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() || words.len() > 4 || text.chars().count() > 60 {
        return None;
    }
    let mut shown = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let lower = word.to_lowercase();
        let letters = |c: char| c.is_alphabetic() || "'’.-\u{200C}\u{200D}".contains(c) || is_mark(c);
        if names_no_one(&lower) || !word.starts_with(char::is_alphabetic) || !word.chars().all(letters) {
            return None;
        }
        let particle = index > 0 && PARTICLES.contains(&lower.as_str());
        let small = word.starts_with(char::is_lowercase);
        if small && !anyhow && !particle {
            return None;
        }
        // Shouted words are abbreviations: API, OKR.
        let shouted = word.chars().count() > 1 && word.chars().all(char::is_uppercase) && !lower.eq(*word);
        if shouted && words.len() == 1 {
            return None;
        }
        shown.push(if small && !particle { capital(word) } else { (*word).to_owned() });
    }
    let shown = shown.join(" ");
    (shown.chars().filter(|c| c.is_alphabetic()).count() > 1).then_some(shown)
}

pub(super) fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn short(title: &Title) -> String {
        let day = title.day.as_ref().map_or("-", |(_, said)| said);
        let parts: Vec<String> =
            title.parts.iter().map(|part| format!("{}{}", part.text, if part.link { "°" } else { "" })).collect();
        format!("{day}{} {}", if title.meeting { " 1-1" } else { "" }, parts.join(" | "))
    }

    #[test]
    fn titles_come_apart() {
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
            assert_eq!(short(&Title::read(text)), expected, "{text}");
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
            assert_eq!(short(&Title::of_name(text)), expected, "{text}");
        }
    }

    #[test]
    fn names_are_told_from_words_by_their_looks() {
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
            assert_eq!(name(text, false).as_deref(), expected, "{text}");
        }
        assert_eq!(name("dana whitfield", true).as_deref(), Some("Dana Whitfield"));
        assert_eq!(name("daily notes", true), None);
    }

    proptest! {
        #[test]
        fn no_title_is_too_odd(text in "(\\[\\[|\\]\\]|[|#,]|1-1|2024-03-03|with|Dana|\\PC){0,10}") {
            let title = Title::read(&text);
            title.label(|_| false);
            Title::of_name(&text);
            name(&text, true);
        }
    }
}
