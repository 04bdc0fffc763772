//! Text as the words of the search index: in lower case and without accents, as people type them.
//!
//! The index gets these words, so a query that is split by the same rules finds them whatever the
//! tokenizer of `SQLite` takes for a letter. Scripts that are written without spaces are split into
//! single characters: a part of a text is then a phrase. So is each emoji.
//!
//! The words of a text must not change without a migration that makes the index again.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::super::normalize::normalize_char;

/// Stands between two fields that are indexed together, as a word that nobody types, so that no
/// phrase begins in one field and ends in the next.
pub const FIELD_BREAK: char = '\u{E000}';

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word in lower case, without accents.
    pub text: String,
    /// The characters of the text that it stands for.
    pub chars: Range<usize>,
}

/// The words of a text, in order.
///
/// ```
/// use rapport::domain::search::words::words;
///
/// let found: Vec<String> = words("Tomás is on-call").into_iter().map(|word| word.text).collect();
/// assert_eq!(found, ["tomas", "is", "on", "call"]);
/// ```
pub fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let mut splitter = Splitter::new(|word: &str, chars| found.push(Word { text: word.to_owned(), chars }));
    splitter.read(text);
    found
}

/// The words of a text, separated by spaces, as the index has them.
pub fn indexed_text(text: &str) -> String {
    let mut indexed = String::with_capacity(text.len());
    let mut splitter = Splitter::new(|word: &str, _| {
        if !indexed.is_empty() {
            indexed.push(' ');
        }
        indexed.push_str(word);
    });
    splitter.read(text);
    indexed
}

/// What a normalized character is to the words.
enum Class {
    Letter,
    /// A word of its own.
    Single,
    /// Invisible, and no end of a word.
    Ignored,
    Separator,
}

impl Class {
    fn of(c: char) -> Self {
        match c {
            'a'..='z' | '0'..='9' => Self::Letter,
            _ if c.is_ascii() => Self::Separator,
            _ if is_ignored(c) => Self::Ignored,
            FIELD_BREAK => Self::Single,
            _ if is_single(c) => Self::Single,
            _ if c.is_alphanumeric() || is_combining_mark(c) => Self::Letter,
            _ => Self::Separator,
        }
    }
}

/// Joiners, direction marks, soft hyphens, variation selectors and skin tones.
const fn is_ignored(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}')
        || matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0100}'..='\u{E01EF}')
}

/// Scripts that are written without spaces between words, the letters of Hangul, and emoji.
const fn is_single(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
        || matches!(c, '\u{1100}'..='\u{11FF}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}')
        || matches!(c, '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30FA}' | '\u{30FC}'..='\u{318F}' | '\u{31F0}'..='\u{31FF}')
        || matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
        || matches!(c, '\u{2600}'..='\u{27BF}' | '\u{1F000}'..='\u{1FAFF}')
}

/// Splits text into words, character by character.
struct Splitter<F> {
    word: String,
    chars: Range<usize>,
    on_word: F,
}

impl<F: FnMut(&str, Range<usize>)> Splitter<F> {
    fn new(on_word: F) -> Self {
        Self { word: String::new(), chars: 0..0, on_word }
    }

    fn read(&mut self, text: &str) {
        for (index, c) in text.chars().enumerate() {
            let mut is_accent = true;
            normalize_char(c, |part| {
                is_accent = false;
                // Only now has a mathematical letter become one that has a lower case.
                part.to_lowercase().for_each(|part| self.push(index, part));
            });
            // An accent belongs to the letter before it.
            if is_accent && !self.word.is_empty() {
                self.chars.end = index + 1;
            }
        }
        self.end_word();
    }

    fn push(&mut self, index: usize, c: char) {
        match Class::of(c) {
            Class::Letter => {
                if self.word.is_empty() {
                    self.chars.start = index;
                }
                self.word.push(c);
                self.chars.end = index + 1;
            }
            Class::Single => {
                self.end_word();
                (self.on_word)(c.encode_utf8(&mut [0; 4]), index..index + 1);
            }
            Class::Ignored => {}
            Class::Separator => self.end_word(),
        }
    }

    fn end_word(&mut self) {
        if !self.word.is_empty() {
            (self.on_word)(&self.word, self.chars.clone());
            self.word.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_is_split_into_words_without_case_and_accents() {
        for (text, expected) in [
            ("", ""),
            ("  —  …", ""),
            ("Third week ON-CALL", "third week on call"),
            ("Tomás, Toma\u{301}s and MÜLLER", "tomas tomas and muller"),
            ("Straße, ærodrome, of\u{FB01}ce", "strasse aerodrome office"),
            ("don’t won't", "don t won t"),
            ("#well-being v2.0", "well being v2 0"),
            ("東京で会う", "東 京 て \u{3099} 会 う"),
            ("한국", "ᄒ ᅡ ᆫ ᄀ ᅮ ᆨ"),
            ("กินข้าว", "ก ิ น ข \u{e49} า ว"),
            ("नमस्ते दुनिया", "नमस्ते दुनिया"),
            ("كِتَاب جديد", "كتاب جديد"),
            ("done 🎉👍🏽 ok", "done 🎉 👍 ok"),
            ("soft\u{AD}hyphen", "softhyphen"),
            ("𝐁𝐨𝐥𝐝 Ｗｉｄｅ", "bold wide"),
        ] {
            assert_eq!(indexed_text(text), expected, "{text:?}");
        }
    }

    #[test]
    fn words_know_their_place_in_the_text() {
        let found =
            |text: &str| words(text).into_iter().map(|word| (word.chars.start, word.chars.end)).collect::<Vec<_>>();
        assert_eq!(found("Ask Tomás!"), [(0, 3), (4, 9)]);
        assert_eq!(found("Toma\u{301}s."), [(0, 6)]);
        assert_eq!(found("東京"), [(0, 1), (1, 2)]);
        assert_eq!(found("Æther"), [(0, 5)]);
    }

    proptest! {
        #[test]
        fn words_are_those_of_the_indexed_text(text in any::<String>()) {
            let found = words(&text);
            let joined = found.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
            prop_assert_eq!(&joined, &indexed_text(&text));
            let chars = text.chars().count();
            prop_assert!(found.iter().all(|word| word.chars.start < word.chars.end && word.chars.end <= chars));
            // The tokenizer of the index splits at ASCII characters other than letters and digits.
            let splits_alike = joined.split(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric());
            prop_assert_eq!(splits_alike.filter(|word| !word.is_empty()).count(), found.len());
        }
    }
}
