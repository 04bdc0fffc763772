//! Full-text search that ignores case and accents.
//!
//! [`query`] is the language of the search over the whole journal, [`words`] what its index has of
//! a text.
//!
//! The search in what is on screen has no filters: a [`SearchQuery`] is a set of words that must
//! all occur, in any order, also inside a word ("resent" is in "presented"). A [`SearchIndex`]
//! keeps the normalized text of all documents, so that each keystroke is one scan of it.

pub mod facet;
pub mod kind;
pub mod query;
pub mod words;

use std::ops::Range;

use super::normalize::normalize_char;

/// The words to search for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchQuery {
    /// Normalized, the longest first: it is likely the rarest.
    words: Vec<String>,
}

impl SearchQuery {
    /// Parses what a person typed; `None` if there is nothing to search for.
    pub fn new(input: &str) -> Option<Self> {
        let mut words: Vec<String> = input.split_whitespace().map(normalized).filter(|word| !word.is_empty()).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words.dedup();
        (!words.is_empty()).then_some(Self { words })
    }

    /// The ranges of a text that match, in characters, sorted and merged.
    pub fn match_ranges(&self, text: &str) -> Vec<Range<usize>> {
        let normalized = NormalizedText::new(text);
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for word in &self.words {
            let matches = normalized.text.match_indices(word.as_str());
            ranges.extend(matches.map(|(at, _)| normalized.source_range(at, word.len())));
        }
        ranges.sort_by_key(|range| (range.start, range.end));
        ranges.dedup_by(|next, range| {
            let touches = next.start <= range.end;
            if touches {
                range.end = range.end.max(next.end);
            }
            touches
        });
        ranges
    }

    /// Whether a normalized text contains all words.
    fn matches(&self, normalized: &str) -> bool {
        self.words.iter().all(|word| normalized.contains(word.as_str()))
    }
}

/// Text without case and accents.
fn normalized(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_normalized(&mut out, text);
    out
}

fn push_normalized(out: &mut String, text: &str) {
    if text.is_ascii() {
        out.extend(text.chars().map(|c| c.to_ascii_lowercase()));
    } else {
        text.chars().for_each(|c| normalize_char(c, |part| out.push(part)));
    }
}

/// A normalized text that maps back to its source.
struct NormalizedText {
    text: String,
    /// The index of the source character for each byte, and one for the end.
    source_chars: Vec<usize>,
}

impl NormalizedText {
    fn new(source: &str) -> Self {
        let (mut text, mut source_chars) = (String::with_capacity(source.len()), Vec::with_capacity(source.len() + 1));
        let mut chars = 0;
        for c in source.chars() {
            normalize_char(c, |part| {
                text.push(part);
                source_chars.resize(text.len(), chars);
            });
            chars += 1;
        }
        source_chars.push(chars);
        Self { text, source_chars }
    }

    /// The range of source characters of some bytes, including the accents after the last one.
    fn source_range(&self, at: usize, bytes: usize) -> Range<usize> {
        let source_char = |byte: usize| self.source_chars.get(byte).copied().unwrap_or_default();
        let (start, last, next) = (source_char(at), source_char(at + bytes - 1), source_char(at + bytes));
        start..next.max(last + 1)
    }
}

/// The normalized text of many documents, each with a key.
#[derive(Debug)]
pub struct SearchIndex<K> {
    text: String,
    /// The key of each document, and the end of its text.
    documents: Vec<(K, usize)>,
}

impl<K> Default for SearchIndex<K> {
    fn default() -> Self {
        Self { text: String::new(), documents: Vec::new() }
    }
}

impl<K: Copy> SearchIndex<K> {
    /// Adds a document.
    pub fn push<'a>(&mut self, key: K, texts: impl IntoIterator<Item = &'a str>) {
        for text in texts {
            push_normalized(&mut self.text, text);
            self.text.push('\n');
        }
        self.documents.push((key, self.text.len()));
    }

    /// The number of documents.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether there are no documents.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// The keys of the matching documents from index `first` on, in the order of insertion.
    pub fn search(&self, query: &SearchQuery, first: usize) -> Vec<K> {
        let mut keys = Vec::new();
        let Some(rarest) = query.words.first() else { return keys };
        let mut index = first;
        let mut start = first.checked_sub(1).and_then(|before| self.documents.get(before)).map_or(0, |(_, end)| *end);
        let mut offset = start;
        // One scan for the rarest word over the text of all documents, not one for each document.
        while let Some(at) = self.text.get(offset..).and_then(|rest| rest.find(rarest.as_str())) {
            let at = offset + at;
            while let Some((_, end)) = self.documents.get(index).filter(|(_, end)| *end <= at) {
                start = *end;
                index += 1;
            }
            let Some((key, end)) = self.documents.get(index) else { break };
            if query.words.len() == 1 || self.text.get(start..*end).is_some_and(|text| query.matches(text)) {
                keys.push(*key);
            }
            offset = *end;
        }
        keys
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn query(input: &str) -> SearchQuery {
        SearchQuery::new(input).unwrap()
    }

    /// The parts of a text that match.
    fn matched_parts(input: &str, text: &str) -> Vec<String> {
        let part = |range: Range<usize>| text.chars().skip(range.start).take(range.len()).collect();
        query(input).match_ranges(text).into_iter().map(part).collect()
    }

    #[test]
    fn matches_ignore_case_and_accents() {
        let cases: [(&str, &str, &[&str]); 13] = [
            ("tomas", "Ask Tomás, then TOMÁS again", &["Tomás", "TOMÁS"]),
            ("tomás", "ask Tomas", &["Tomas"]),
            ("tomas", "ask Toma\u{301}s", &["Toma\u{301}s"]),
            ("toma", "ask Toma\u{301} now", &["Toma\u{301}"]),
            ("strasse", "die Straße", &["Straße"]),
            ("aero", "the ærodrome", &["æro"]),
            ("it's", "it’s late", &["it’s"]),
            ("design review", "The review of the design", &["review", "design"]),
            ("res present", "presented", &["present"]),
            ("fi", "of\u{FB01}ce", &["\u{FB01}"]),
            ("ИВАН", "спросить ивана", &["иван"]),
            ("كتاب", "كِتَاب", &["كِتَاب"]),
            ("x", "nothing", &[]),
        ];
        for (input, text, expected) in cases {
            assert_eq!(matched_parts(input, text), expected, "{input:?} in {text:?}");
        }
    }

    #[test]
    fn query_without_visible_text_is_none() {
        for input in ["", " \t\n", "\u{301}"] {
            assert_eq!(SearchQuery::new(input), None, "{input:?}");
        }
    }

    fn sample_index() -> SearchIndex<u8> {
        let mut index = SearchIndex::default();
        index.push(1, ["Tomás presented", "raised: the design"]);
        index.push(2, []);
        index.push(3, ["a design", "review"]);
        index.push(4, ["tomas", "Design"]);
        index
    }

    #[test]
    fn all_words_must_match_within_one_document() {
        let index = sample_index();
        let cases: [(&str, &[u8]); 6] = [
            ("tomas", &[1, 4]),
            ("design", &[1, 3, 4]),
            ("design tomas", &[1, 4]),
            ("review design", &[3]),
            ("presentedraised", &[]),
            ("review tomas", &[]),
        ];
        for (input, expected) in cases {
            assert_eq!(index.search(&query(input), 0), expected, "{input:?}");
        }
    }

    #[test]
    fn search_can_start_at_a_later_document() {
        let index = sample_index();
        assert_eq!(index.search(&query("design"), 1), [3, 4]);
        assert_eq!(index.search(&query("design"), 3), [4]);
        assert_eq!(index.search(&query("design"), 4), [0u8; 0]);
        assert_eq!(SearchIndex::<u8>::default().search(&query("a"), 0), [0u8; 0]);
    }

    proptest! {
        #[test]
        fn documents_found_agree_with_match_ranges(
            texts in proptest::collection::vec("[aàAbß \u{301}c]{0,12}", 0..8),
            input in "[aAbcs]{1,3}( [aábc]{1,2})?",
        ) {
            let mut index = SearchIndex::default();
            for (key, text) in texts.iter().enumerate() {
                index.push(key, [text.as_str()]);
            }
            let query = query(&input);
            let found = index.search(&query, 0);
            for (key, text) in texts.iter().enumerate() {
                let all = input.split_whitespace().all(|word| !matched_parts(word, text).is_empty());
                prop_assert_eq!(found.contains(&key), all, "{:?} in {:?}", &input, text);
                let chars = text.chars().count();
                let ranges = query.match_ranges(text);
                prop_assert!(ranges.iter().all(|range| range.start < range.end && range.end <= chars));
                prop_assert!(ranges.is_sorted_by(|a, b| a.end < b.start));
            }
        }
    }
}
