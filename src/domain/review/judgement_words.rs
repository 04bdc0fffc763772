//! The wording check: finds words in a draft that judge instead of describing what was seen.

use std::{collections::HashMap, ops::Range, sync::LazyLock};

use unicode_segmentation::UnicodeSegmentation as _;

use super::draft_lines::{DraftLineKind, classify_lines};

const WORD_LIST_FILE: &str = include_str!("../../../assets/judging-words.txt");

/// A judging word or phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgementWord {
    /// Its byte range in the text.
    pub range: Range<usize>,
    /// The entry of the word list.
    pub word: &'static str,
}

/// Finds the words and phrases of `assets/judging-words.txt`: whole words in any case, the longest
/// match at each place. Quotations and code are skipped.
pub fn find_judgement_words(text: &str) -> Vec<JudgementWord> {
    let mut found = Vec::new();
    for line in classify_lines(text) {
        if matches!(line.kind, DraftLineKind::Text | DraftLineKind::Heading { .. }) {
            let start = line.range.start;
            find_in_line(text.get(line.range).unwrap_or_default(), start, &mut found);
        }
    }
    found
}

fn find_in_line(line: &str, start: usize, found: &mut Vec<JudgementWord>) {
    let words: Vec<(usize, &str, String)> =
        split_words(line).map(|(at, word)| (at, word, normalize_word(word))).collect();
    let mut index = 0;
    while let Some((at, _, first)) = words.get(index) {
        let known = PHRASES.get(first.as_str()).into_iter().flatten().find(|known| {
            let here = words.get(index..index + known.words.len());
            here.is_some_and(|here| here.iter().zip(&known.words).all(|((_, _, word), part)| word == part))
        });
        let Some(known) = known else {
            index += 1;
            continue;
        };
        index += known.words.len();
        let end = words.get(index - 1).map_or(*at, |(at, word, _)| at + word.len());
        found.push(JudgementWord { range: start + at..start + end, word: known.phrase });
    }
}

/// The words of a line with their byte offsets: Unicode words, also split at `.`, `:` and `_`.
fn split_words(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let glue = |c: char| matches!(c, '.' | ':' | '_');
    let parts = move |(at, word): (usize, &'_ str)| {
        let mut from = at;
        let parts: Vec<(usize, usize)> = word
            .split(glue)
            .map(|part| {
                let here = (from, part.len());
                from += part.len() + 1;
                here
            })
            .filter(|(_, length)| *length > 0)
            .collect();
        parts
    };
    line.unicode_word_indices().flat_map(parts).filter_map(|(at, length)| Some((at, line.get(at..at + length)?)))
}

struct ListedPhrase {
    phrase: &'static str,
    words: Vec<String>,
}

/// The phrases by their first word, the longest first.
static PHRASES: LazyLock<HashMap<String, Vec<ListedPhrase>>> = LazyLock::new(|| {
    let mut list: HashMap<String, Vec<ListedPhrase>> = HashMap::new();
    for word in WORD_LIST_FILE.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let parts: Vec<String> = split_words(word).map(|(_, part)| normalize_word(part)).collect();
        if let Some(first) = parts.first() {
            list.entry(first.clone()).or_default().push(ListedPhrase { phrase: word, words: parts });
        }
    }
    for known in list.values_mut() {
        known.sort_by_key(|known| std::cmp::Reverse(known.words.len()));
    }
    list
});

/// Lower case, with straight apostrophes.
fn normalize_word(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_whole_judgement_words_outside_quotes_and_code() {
        for (text, expected) in [
            ("", &[][..]),
            ("She was late on 3 November.", &[]),
            ("She is always late, and NEVER says so.", &["always", "NEVER"]),
            ("Hallways and nevertheless are other words; so is lazybones.", &[]),
            ("Always.Lazy—attitude!", &["Always", "Lazy", "attitude"]),
            ("A bad attitude; an attitude  problem", &["bad attitude", "attitude  problem"]),
            ("He doesn’t care and doesn't care", &["doesn’t care", "doesn't care"]),
            ("Passive-aggressive, or passive", &["Passive-aggressive", "passive"]),
            ("Not a team player", &["Not a team player"]),
            ("> she is always late\n\nI hear always", &["always"]),
            ("```\nalways\n```\n## Never again", &["Never"]),
            ("Élan, naïve, 絶対に, دائما: never", &["never"]),
            ("every\ntime", &[]),
            ("**always** and _never_ and `lazy`", &["always", "never", "lazy"]),
        ] {
            let found: Vec<&str> =
                find_judgement_words(text).into_iter().map(|found| text.get(found.range).expect("a word")).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn word_list_is_lowercase_and_unique() {
        let mut met = std::collections::HashSet::new();
        for word in WORD_LIST_FILE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            assert_eq!(word, word.trim().to_lowercase(), "{word}");
            assert!(met.insert(word), "{word} stands there twice");
            assert!(
                find_judgement_words(word).iter().any(|found| found.word == word && found.range == (0..word.len())),
                "{word}"
            );
        }
        assert!(met.len() > 40);
    }
}
