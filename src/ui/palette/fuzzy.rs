//! Matching of names and commands by the beginnings of their words, and by any part: "gtd" finds
//! "Go to a date".

use std::ops::Range;

use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    pattern::{Atom, AtomKind, CaseMatching, Normalization, Pattern},
};

/// A matcher with its buffers, for many texts.
pub(super) struct FuzzyMatcher {
    matcher: Matcher,
    pattern: Pattern,
    letters: Vec<char>,
    indices: Vec<u32>,
}

/// How well a text matches.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FuzzyMatch {
    /// More is better.
    pub score: u32,
    /// What matches, in characters, sorted and merged.
    pub ranges: Vec<Range<usize>>,
}

impl FuzzyMatcher {
    /// A matcher of these words, in any order, as for names. Case and accents are ignored.
    pub(super) fn of_words(words: &str) -> Self {
        Self::of(Pattern::new(words, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy))
    }

    /// A matcher of these words in their order, as for commands.
    pub(super) fn of_phrase(words: &str) -> Self {
        let atom = Atom::new(words.trim(), CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy, false);
        let mut pattern = Pattern::default();
        pattern.atoms.push(atom);
        Self::of(pattern)
    }

    fn of(pattern: Pattern) -> Self {
        Self { matcher: Matcher::new(Config::DEFAULT), pattern, letters: Vec::new(), indices: Vec::new() }
    }

    /// How well a text matches, if it does.
    pub(super) fn matches(&mut self, text: &str) -> Option<FuzzyMatch> {
        self.indices.clear();
        let haystack = Utf32Str::new(text, &mut self.letters);
        let score = self.pattern.indices(haystack, &mut self.matcher, &mut self.indices)?;
        let letters: Vec<char> = text.chars().collect();
        let letter = |index: &u32| usize::try_from(*index).ok().and_then(|index| letters.get(index));
        self.indices.retain(|index| letter(index).is_some_and(|letter| !letter.is_whitespace()));
        let ranges = merged(&mut self.indices);
        has_word_starts(&letters, &ranges).then_some(FuzzyMatch { score, ranges })
    }
}

/// Whether what matches is one part of the text, or the beginnings of words. Letters that are
/// scattered over a text are there by chance.
fn has_word_starts(letters: &[char], ranges: &[Range<usize>]) -> bool {
    let starts_word = |range: &Range<usize>| {
        range.start.checked_sub(1).and_then(|before| letters.get(before)).is_none_or(|before| !before.is_alphanumeric())
    };
    ranges.len() == 1 || ranges.iter().all(starts_word)
}

/// Runs of consecutive indices.
fn merged(indices: &mut [u32]) -> Vec<Range<usize>> {
    indices.sort_unstable();
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for index in indices.iter().filter_map(|index| usize::try_from(*index).ok()) {
        match ranges.last_mut() {
            Some(range) if index <= range.end => range.end = range.end.max(index + 1),
            _ => ranges.push(index..index + 1),
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_of_words_and_parts_match() {
        for (words, text, expected) in [
            ("tomas", "Tomás Álvarez", "Tomás"),
            ("gtd", "Go to a date", "G|t|d"),
            ("ack", "Back up now", "ack"),
            ("up back", "Back up now", "Back|up"),
            ("watanabe", "渡辺 Watanabe", "Watanabe"),
            ("stng", "Settings", ""),
            ("xyz", "Settings", ""),
            ("dan", "Go to a date in this person’s history", ""),
        ] {
            let letters: Vec<char> = text.chars().collect();
            let ranges = FuzzyMatcher::of_words(words).matches(text).map(|found| found.ranges).unwrap_or_default();
            let parts: Vec<String> = ranges.into_iter().map(|range| letters[range].iter().collect()).collect();
            assert_eq!(parts.join("|"), expected, "{words} in {text}");
        }
    }

    #[test]
    fn a_phrase_matches_in_its_order_only() {
        let matches = |words: &str| FuzzyMatcher::of_phrase(words).matches("Back up now").is_some();
        assert!(matches("back now") && matches("BACK up") && matches("b u n"));
        assert!(!matches("up back"));
    }

    #[test]
    fn the_beginning_of_a_word_scores_more_than_its_middle() {
        let score = |text: &str| FuzzyMatcher::of_words("rem").matches(text).map(|found| found.score);
        assert!(score("Settings: Reminders") > score("Extremes"), "{:?}", score("Extremes"));
    }
}
