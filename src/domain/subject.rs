//! Subjects: hashtags (`#word`) anywhere in a text.

use std::{collections::HashMap, ops::Range};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::text_cleaning::is_direction_mark;

/// A hashtag in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The word without `#`, in lower case and composed (Unicode NFC), so that it does not depend
    /// on the keyboard.
    pub word: String,
    /// Its range in the text, in bytes, including the `#`.
    pub range: Range<usize>,
}

/// Every subject in the text, in order and with repetitions.
///
/// `#` begins a subject at the start of the text, after white space or after an opening bracket or
/// quote, so `C#`, `##` and the `#` of a URL are no subjects, and neither is anything inside
/// Markdown code. The word begins with a letter of any script and goes on with letters, digits, `-`
/// and `_`; it never ends with `-` or `_`.
pub fn find_subjects(text: &str) -> Vec<Subject> {
    // The common case, and this is called for every line on screen.
    if !text.contains('#') {
        return Vec::new();
    }
    let code = code_spans(text);
    let mut subjects = Vec::new();
    let mut before = (None, None);
    for (at, c) in text.char_indices() {
        if c == '#' && can_start_after(before) && !is_within(&code, at) {
            subjects.extend(parse_subject_at(text, at));
        }
        // Right-to-left text may have an invisible direction mark between the space and the `#`.
        if !is_direction_mark(c) {
            before = (before.1, Some(c));
        }
    }
    subjects
}

/// Whether a subject may begin after these two characters, the nearer of which is the second.
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

/// Parses the subject whose `#` is at this byte.
fn parse_subject_at(text: &str, at: usize) -> Option<Subject> {
    let after = text.get(at..)?.strip_prefix('#')?;
    if !after.starts_with(char::is_alphabetic) {
        return None;
    }
    let end = after.find(|c: char| !is_subject_char(c)).unwrap_or(after.len());
    let word = after.get(..end)?.trim_end_matches(['-', '_', '\u{200C}', '\u{200D}']);
    Some(Subject { word: word.to_lowercase().nfc().collect(), range: at..at + '#'.len_utf8() + word.len() })
}

/// A character that can continue a subject. Accents, vowel signs and joiners belong to the letter
/// before them.
fn is_subject_char(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '-' | '_' | '\u{200C}' | '\u{200D}')
}

/// A run of backticks.
struct BacktickRun {
    range: Range<usize>,
    /// Whether a backslash precedes it, so that it does not open code.
    escaped: bool,
    /// The number of blank lines before it.
    paragraph: usize,
}

impl BacktickRun {
    /// What a closing run must have in common with this one: the length, and for inline code the
    /// paragraph, so that a lone backtick hides one paragraph at most.
    fn matching_key(&self) -> (usize, usize) {
        let is_fence = self.range.len() >= 3;
        (self.range.len(), if is_fence { 0 } else { self.paragraph })
    }
}

/// The ranges of Markdown code in a text, including the backticks, in order.
fn code_spans(text: &str) -> Vec<Range<usize>> {
    let runs = backtick_runs(text);
    let closers = closing_ends(&runs);
    let mut spans = Vec::new();
    let mut last_end = 0;
    for (run, closer) in runs.iter().zip(closers) {
        if run.escaped || run.range.start < last_end {
            continue;
        }
        if let Some(end) = closer {
            spans.push(run.range.start..end);
            last_end = end;
        }
    }
    spans
}

/// For every run, the end of the next run that would close it. Searched from the back, so that it
/// takes linear time also for text full of backticks.
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
            ("after a direction mark", "\u{200F}#עבודה", &["עבודה"]),
        ];
        for (case, text, expected) in cases {
            assert_eq!(words(text), *expected, "{case}");
        }
    }

    #[test]
    fn other_uses_of_hash_are_not_subjects() {
        let cases = [
            ("a programming language", "C# and F#"),
            ("a URL", "see https://example.com/#frag or http://x/a#b"),
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
        for (case, text) in cases {
            assert_eq!(words(text), Vec::<String>::new(), "{case}");
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
        for (case, text) in cases {
            assert_eq!(words(text), ["career"], "{case}");
        }
    }

    #[test]
    fn range_covers_hash_and_word() {
        let text = "Grüße (#Wachstum-) ok";
        let subjects = find_subjects(text);
        let ranges: Vec<&str> = subjects.iter().map(|s| text.get(s.range.clone()).unwrap_or_default()).collect();
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
