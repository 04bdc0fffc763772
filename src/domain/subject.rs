//! Subjects: a `#word` anywhere in a text.

use std::{collections::HashMap, ops::Range};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::text_cleaning::is_direction_mark;

/// A `#word` in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The word without `#`, in lower case and composed (Unicode NFC), so that
    /// the same subject typed on two keyboards is one subject.
    pub word: String,
    /// Where it stands in the text: bytes, with the `#`.
    pub range: Range<usize>,
}

/// Every subject in the text, in the order in which they stand; one that stands
/// there twice is listed twice.
///
/// `#` begins a subject at the start of the text, after white space or after an
/// opening bracket or quote, so `C#`, `##` and the `#` of an address are not
/// subjects, and neither is anything inside Markdown code. The word begins with
/// a letter of any script and goes on with letters, digits, `-` and `_`; it
/// never ends with `-` or `_`.
pub fn find_subjects(text: &str) -> Vec<Subject> {
    // Most text has none, and this is asked for every line on screen.
    if !text.contains('#') {
        return Vec::new();
    }
    let code = code_spans(text);
    let mut found = Vec::new();
    let mut before = (None, None);
    for (at, c) in text.char_indices() {
        if c == '#' && can_start_after(before) && !is_within(&code, at) {
            found.extend(parse_subject_at(text, at));
        }
        // Marks of direction stand between `#` and the space before it in
        // right-to-left text, and nobody sees them.
        if !is_direction_mark(c) {
            before = (before.1, Some(c));
        }
    }
    found
}

/// Whether a subject may begin after these two characters (the nearer is second).
fn can_start_after(before: (Option<char>, Option<char>)) -> bool {
    match before {
        (_, None) => true,
        // `[text](#place)` is a link within the text.
        (Some(']'), Some('(')) => false,
        (_, Some(c)) => {
            c.is_whitespace()
                || matches!(c, '(' | '[' | '{' | '"' | '\'' | '“' | '‘' | '„' | '‚' | '«' | '‹')
                || matches!(c, '—' | '–' | '¿' | '¡' | '*' | '（' | '［' | '「' | '『' | '【')
        }
    }
}

fn is_within(spans: &[Range<usize>], at: usize) -> bool {
    let next = spans.partition_point(|span| span.end <= at);
    spans.get(next).is_some_and(|span| span.contains(&at))
}

/// The subject whose `#` stands at this byte.
fn parse_subject_at(text: &str, at: usize) -> Option<Subject> {
    let after = text.get(at..)?.strip_prefix('#')?;
    if !after.starts_with(char::is_alphabetic) {
        return None;
    }
    let end = after.find(|c: char| !is_subject_char(c)).unwrap_or(after.len());
    let word = after.get(..end)?.trim_end_matches(['-', '_', '\u{200C}', '\u{200D}']);
    Some(Subject { word: word.to_lowercase().nfc().collect(), range: at..at + '#'.len_utf8() + word.len() })
}

/// Accents, vowel signs and joiners belong to the letter before them.
fn is_subject_char(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '-' | '_' | '\u{200C}' | '\u{200D}')
}

/// A run of backticks.
struct BacktickRun {
    range: Range<usize>,
    /// After a backslash, so that it opens nothing.
    escaped: bool,
    /// How many blank lines stand before it.
    paragraph: usize,
}

impl BacktickRun {
    /// What a run must share with this one to close it: the length, and for code
    /// in a line the paragraph, so that a lone backtick hides one paragraph at most.
    fn matching_key(&self) -> (usize, usize) {
        let fence = self.range.len() >= 3;
        (self.range.len(), if fence { 0 } else { self.paragraph })
    }
}

/// The Markdown code in a text, backticks included, in order.
fn code_spans(text: &str) -> Vec<Range<usize>> {
    let runs = backtick_runs(text);
    let closers = closing_ends(&runs);
    let mut spans = Vec::new();
    let mut done = 0;
    for (run, closer) in runs.iter().zip(closers) {
        if run.escaped || run.range.start < done {
            continue;
        }
        if let Some(end) = closer {
            spans.push(run.range.start..end);
            done = end;
        }
    }
    spans
}

/// For every run the end of the next run that would close it. From the back, so
/// that a paste full of backticks takes no longer than any other.
fn closing_ends(runs: &[BacktickRun]) -> Vec<Option<usize>> {
    let mut next = HashMap::new();
    let mut ends: Vec<Option<usize>> =
        runs.iter().rev().map(|run| next.insert(run.matching_key(), run.range.end)).collect();
    ends.reverse();
    ends
}

fn backtick_runs(text: &str) -> Vec<BacktickRun> {
    let mut runs: Vec<BacktickRun> = Vec::new();
    let mut blank = true;
    let mut paragraph = 0;
    let mut backslashes = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '`' => match runs.last_mut() {
                Some(run) if run.range.end == at => run.range.end = at + 1,
                _ => runs.push(BacktickRun { range: at..at + 1, escaped: backslashes % 2 == 1, paragraph }),
            },
            '\n' if blank => paragraph += 1,
            _ => {}
        }
        backslashes = if c == '\\' { backslashes + 1 } else { 0 };
        blank = c == '\n' || (blank && c.is_whitespace());
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<String> {
        find_subjects(text).into_iter().map(|s| s.word).collect()
    }

    #[test]
    fn hash_and_word_is_a_subject_at_word_starts() {
        let cases: &[(&str, &str, &[&str])] = &[
            ("at the start", "#career talk", &["career"]),
            ("after a space", "talked #career", &["career"]),
            ("on a line of its own", "talked\n#career", &["career"]),
            ("after an opening bracket", "(#career)", &["career"]),
            ("after a quote", "\"#career\" ‘#team’", &["career", "team"]),
            ("inside emphasis", "**#career**", &["career"]),
            ("in lower case", "#Career", &["career"]),
            ("before punctuation", "#career, #team.", &["career", "team"]),
            ("twice", "#team and #team", &["team", "team"]),
            ("with digits, - and _", "#on-call_2 now", &["on-call_2"]),
            ("without a hyphen at the end", "#career- or", &["career"]),
            ("in another script", "#работа #仕事 #उन्नति", &["работа", "仕事", "उन्नति"]),
            ("composed or not", "#cafe\u{301} #café", &["café", "café"]),
            ("after a mark of direction", "\u{200F}#עבודה", &["עבודה"]),
        ];
        for (rule, text, expected) in cases {
            assert_eq!(words(text), *expected, "{rule}");
        }
    }

    #[test]
    fn other_uses_of_hash_are_not_subjects() {
        let cases = [
            ("a language", "C# and F#"),
            ("an address", "see https://example.com/#frag or http://x/a#b"),
            ("a link within the text", "[there](#place)"),
            ("a heading", "# Heading ## More"),
            ("two hashes", "##career"),
            ("a number", "#1 and #2nd"),
            ("alone", "# #"),
            ("escaped", "\\#career"),
            ("in a code span", "run `#career` now"),
            ("in a longer code span", "``a ` #career`` now"),
            ("in a fence", "```\n\n#career\n```"),
        ];
        for (rule, text) in cases {
            assert_eq!(words(text), Vec::<String>::new(), "{rule}");
        }
    }

    #[test]
    fn unmatched_backtick_hides_no_subject() {
        let cases = [
            ("unclosed", "it's 5` and #career"),
            ("closed by another length", "` and `` #career"),
            ("closed in another paragraph", "a ` b\n\n#career ` c"),
            ("escaped", "\\` #career `"),
            ("after code", "`a` #career `b`"),
        ];
        for (rule, text) in cases {
            assert_eq!(words(text), ["career"], "{rule}");
        }
    }

    #[test]
    fn range_covers_hash_and_word() {
        let text = "Grüße (#Wachstum-) ok";
        let found = find_subjects(text);
        let ranges: Vec<&str> = found.iter().map(|s| text.get(s.range.clone()).unwrap_or_default()).collect();
        assert_eq!(ranges, ["#Wachstum"]);
    }

    proptest! {
        #[test]
        fn parser_never_panics(
            text in "([#` \n(a-c_\\-é仕\\\\\u{301}\u{200F}]|\\PC){0,40}"
        ) {
            let mut end = 0;
            for subject in find_subjects(&text) {
                let slice = text.get(subject.range.clone()).unwrap();
                prop_assert!(slice.starts_with('#') && subject.range.start >= end);
                prop_assert!(!subject.word.is_empty() && !subject.word.ends_with(['-', '_']));
                end = subject.range.end;
            }
        }
    }
}
