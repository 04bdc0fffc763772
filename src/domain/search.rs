//! Finding words in what was written, whatever their case and accents.
//!
//! [`Wanted`] is what is looked for: words that must all be there, in any order, each anywhere in a word ("resent" is in
//! "presented"). [`Haystack`] holds the words of a whole history once, folded, so that every further key looks through them in
//! a moment.

use std::ops::Range;

use super::normalize::normalize_char;

/// The words that are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchQuery {
    /// Folded, the longest first: it is the rarest.
    words: Vec<String>,
}

impl SearchQuery {
    /// From what a person typed; nothing where there is nothing to look for.
    pub fn new(input: &str) -> Option<Self> {
        let mut words: Vec<String> = input.split_whitespace().map(normalized).filter(|word| !word.is_empty()).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words.dedup();
        (!words.is_empty()).then_some(Self { words })
    }

    /// Where the words stand in a text: characters, from the first to the last, none twice.
    pub fn match_ranges(&self, text: &str) -> Vec<Range<usize>> {
        let folded = NormalizedText::new(text);
        let mut marks: Vec<Range<usize>> = Vec::new();
        for word in &self.words {
            marks.extend(folded.text.match_indices(word.as_str()).map(|(at, _)| folded.source_range(at, word.len())));
        }
        marks.sort_by_key(|mark| (mark.start, mark.end));
        marks.dedup_by(|next, mark| {
            let touches = next.start <= mark.end;
            if touches {
                mark.end = mark.end.max(next.end);
            }
            touches
        });
        marks
    }

    /// Whether all the words stand in a text that was folded.
    fn matches(&self, folded: &str) -> bool {
        self.words.iter().all(|word| folded.contains(word.as_str()))
    }
}

/// A text without case and accents.
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

/// A folded text that knows where each of its bytes came from.
struct NormalizedText {
    text: String,
    /// The character of the source, for each byte, and one more for the end.
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

    /// The characters that some bytes came from, with the accents that follow the last of them.
    fn source_range(&self, at: usize, bytes: usize) -> Range<usize> {
        let of = |byte: usize| self.source_chars.get(byte).copied().unwrap_or_default();
        let (start, last, next) = (of(at), of(at + bytes - 1), of(at + bytes));
        start..next.max(last + 1)
    }
}

/// The words of a history, each thing that was written under a key of its own.
#[derive(Debug)]
pub struct SearchIndex<K> {
    text: String,
    /// The key of each thing, and where its words end.
    documents: Vec<(K, usize)>,
}

impl<K> Default for SearchIndex<K> {
    fn default() -> Self {
        Self { text: String::new(), documents: Vec::new() }
    }
}

impl<K: Copy> SearchIndex<K> {
    /// Adds a thing with its words.
    pub fn push<'a>(&mut self, key: K, words: impl IntoIterator<Item = &'a str>) {
        for part in words {
            push_normalized(&mut self.text, part);
            self.text.push('\n');
        }
        self.documents.push((key, self.text.len()));
    }

    /// How many things there are.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// The keys of those from the `first` on in which all the words are, in the order they were added.
    pub fn search(&self, wanted: &SearchQuery, first: usize) -> Vec<K> {
        let mut found = Vec::new();
        let Some(rarest) = wanted.words.first() else { return found };
        let mut nth = first;
        let mut begin = first.checked_sub(1).and_then(|before| self.documents.get(before)).map_or(0, |(_, end)| *end);
        let mut sight = begin;
        // One look through all the text: what has not the rarest word is passed over unread.
        while let Some(at) = self.text.get(sight..).and_then(|rest| rest.find(rarest.as_str())) {
            let at = sight + at;
            while let Some((_, end)) = self.documents.get(nth).filter(|(_, end)| *end <= at) {
                begin = *end;
                nth += 1;
            }
            let Some((key, end)) = self.documents.get(nth) else { break };
            if wanted.words.len() == 1 || self.text.get(begin..*end).is_some_and(|text| wanted.matches(text)) {
                found.push(*key);
            }
            sight = *end;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn query(input: &str) -> SearchQuery {
        SearchQuery::new(input).unwrap()
    }

    /// The marked parts of a text.
    fn matched_parts(input: &str, text: &str) -> Vec<String> {
        let cut = |mark: Range<usize>| text.chars().skip(mark.start).take(mark.len()).collect();
        query(input).match_ranges(text).into_iter().map(cut).collect()
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
        for (said, text, expected) in cases {
            assert_eq!(matched_parts(said, text), expected, "{said:?} in {text:?}");
        }
    }

    #[test]
    fn query_without_visible_text_is_none() {
        for said in ["", " \t\n", "\u{301}"] {
            assert_eq!(SearchQuery::new(said), None, "{said:?}");
        }
    }

    fn sample_index() -> SearchIndex<u8> {
        let mut hay = SearchIndex::default();
        hay.push(1, ["Tomás presented", "raised: the design"]);
        hay.push(2, []);
        hay.push(3, ["a design", "review"]);
        hay.push(4, ["tomas", "Design"]);
        hay
    }

    #[test]
    fn all_words_must_match_within_one_document() {
        let hay = sample_index();
        let cases: [(&str, &[u8]); 6] = [
            ("tomas", &[1, 4]),
            ("design", &[1, 3, 4]),
            ("design tomas", &[1, 4]),
            ("review design", &[3]),
            ("presentedraised", &[]),
            ("review tomas", &[]),
        ];
        for (said, expected) in cases {
            assert_eq!(hay.search(&query(said), 0), expected, "{said:?}");
        }
    }

    #[test]
    fn search_can_start_at_a_later_document() {
        let hay = sample_index();
        assert_eq!(hay.search(&query("design"), 1), [3, 4]);
        assert_eq!(hay.search(&query("design"), 3), [4]);
        assert_eq!(hay.search(&query("design"), 4), [0u8; 0]);
        assert_eq!(SearchIndex::<u8>::default().search(&query("a"), 0), [0u8; 0]);
    }

    proptest! {
        #[test]
        fn documents_found_agree_with_match_ranges(
            texts in proptest::collection::vec("[aàAbß \u{301}c]{0,12}", 0..8),
            said in "[aAbcs]{1,3}( [aábc]{1,2})?",
        ) {
            let mut hay = SearchIndex::default();
            for (nth, text) in texts.iter().enumerate() {
                hay.push(nth, [text.as_str()]);
            }
            let wanted = query(&said);
            let found = hay.search(&wanted, 0);
            for (nth, text) in texts.iter().enumerate() {
                let all = said.split_whitespace().all(|word| !matched_parts(word, text).is_empty());
                prop_assert_eq!(found.contains(&nth), all, "{:?} in {:?}", &said, text);
                let chars = text.chars().count();
                let marks = wanted.match_ranges(text);
                prop_assert!(marks.iter().all(|mark| mark.start < mark.end && mark.end <= chars));
                prop_assert!(marks.is_sorted_by(|a, b| a.end < b.start));
            }
        }
    }
}
