//! Names of people, in any script: cleaning, initials, search by name.

use std::fmt;

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::{
    normalize::{base_letters, is_accent},
    text_cleaning::{has_visible_text, is_isolate, is_stripped, quote_input},
};

/// The longest name, in characters (Unicode scalar values).
pub const MAX_NAME_CHARS: usize = 200;

/// How many names a message lists before it counts the rest.
const MAX_LISTED_NAMES: usize = 8;

/// A line is searched for a name of at most so many words at its beginning.
const MAX_NAME_WORDS: usize = 5;

/// Why a text cannot be a name. The messages are shown to the user.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NameError {
    /// There is no visible character.
    #[error("Enter a name.")]
    Empty,
    /// It is longer than [`MAX_NAME_CHARS`].
    #[error(
        "This name has {} characters; the maximum is {MAX_NAME_CHARS}.",
        super::text_cleaning::format_thousands(*.chars)
    )]
    TooLong {
        /// The length in characters.
        chars: usize,
    },
}

/// Cleans a name: white space is collapsed to single spaces; control characters are removed, as is
/// what could change the direction of the surrounding text (bidi embeddings, overrides and
/// isolates). Joiners and right-to-left marks stay, since some names need them.
///
/// # Errors
/// If nothing visible is left, or more than [`MAX_NAME_CHARS`] characters are.
pub fn clean_name(name: &str) -> Result<String, NameError> {
    let clean = collapse_whitespace(name);
    if !has_visible_text(&clean) {
        return Err(NameError::Empty);
    }
    let chars = clean.chars().count();
    if chars > MAX_NAME_CHARS {
        return Err(NameError::TooLong { chars });
    }
    Ok(clean)
}

/// Cleans a name without checking its length.
pub(super) fn collapse_whitespace(name: &str) -> String {
    let visible: String = name.chars().filter(|c| c.is_whitespace() || !(is_stripped(*c) || is_isolate(*c))).collect();
    let words: Vec<&str> = visible.split_whitespace().collect();
    words.join(" ")
}

/// The initials for an avatar: the first letters of the first and last words, in upper case where
/// the script has one. A single word gives one letter, as does a Chinese or Japanese name written
/// without a space.
///
/// A letter is an extended grapheme cluster, so accents and vowel signs stay with it. Punctuation
/// and emoji before a letter are skipped, and so is everything from a bracket on, as in `Dana
/// Whitfield (Platform)`. A name without letters gives its first grapheme, an empty one nothing.
pub fn initials(name: &str) -> String {
    let mut letters = outside_brackets(name).into_iter().filter_map(first_letter);
    match (letters.next(), letters.next_back()) {
        (Some(first), Some(last)) => uppercase_letter(first) + &uppercase_letter(last),
        (Some(only), None) => uppercase_letter(only),
        _ => {
            first_letter(name).or_else(|| name.trim().graphemes(true).next()).map(uppercase_letter).unwrap_or_default()
        }
    }
}

/// The words of a name up to the first bracket.
pub(super) fn outside_brackets(name: &str) -> Vec<&str> {
    name.split_whitespace().take_while(|word| !word.starts_with(['(', '[', '{', '（'])).collect()
}

/// The first grapheme of a word with a letter or a digit in it.
fn first_letter(word: &str) -> Option<&str> {
    word.graphemes(true).find(|grapheme| grapheme.contains(char::is_alphanumeric))
}

/// One letter in upper case. Georgian is left alone: its capitals are for headings, and few fonts
/// have them. Of an upper case of two letters ("ß") only the first is used.
fn uppercase_letter(letter: &str) -> String {
    if letter.starts_with(|c| matches!(c, '\u{10D0}'..='\u{10FF}')) {
        return letter.to_owned();
    }
    let upper = letter.to_uppercase();
    upper.graphemes(true).next().unwrap_or(letter).to_owned()
}

/// Why a query does not find exactly one person. The messages are shown to the user.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NameMatchError {
    /// No name matches.
    #[error("There’s nobody called {}.", quote_input(.query))]
    NotFound {
        /// The query.
        query: String,
    },
    /// Several names match.
    #[error("{} could be {}. Use more of the name.", quote_input(.query), NameList(.names))]
    Ambiguous {
        /// The query.
        query: String,
        /// The names that match, in the order given.
        names: Vec<String>,
    },
}

struct NameList<'a>(&'a [String]);

impl fmt::Display for NameList<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: Vec<&str> = self.0.iter().take(MAX_LISTED_NAMES).map(String::as_str).collect();
        f.write_str(&shown.join(" or "))?;
        match self.0.len().saturating_sub(MAX_LISTED_NAMES) {
            0 => Ok(()),
            more => write!(f, " or {more} more"),
        }
    }
}

/// How many names of an item are looked at, and whether one matches.
type MatchRule<'r> = (usize, &'r dyn Fn(&str) -> bool);

/// Finds the one item of whose names one, or an unambiguous part of it, is `query`. The first name
/// of an item is its whole name, which messages list.
///
/// Case is ignored, and so are accents (`tomas` finds Tomás) unless they tell two people apart. The
/// first of these rules that anyone matches decides: the whole name; the whole name without
/// accents; the beginning of a word in any name; any part of one.
///
/// # Errors
/// If nobody matches, or several do by the same rule.
pub fn find_by_name<'a, T, const N: usize>(
    query: &str,
    all: &'a [T],
    names: impl Fn(&T) -> [&str; N],
) -> Result<&'a T, NameMatchError> {
    let exact = case_insensitive_key(query);
    let normalized = normalize_name(query);
    let not_found = || NameMatchError::NotFound { query: query.to_owned() };
    if exact.is_empty() {
        return Err(not_found());
    }
    let rules: [MatchRule<'_>; 4] = [
        (1, &|name| case_insensitive_key(name) == exact),
        (1, &|name| normalize_name(name) == normalized),
        // Accents alone normalize to nothing, which is a part of every name.
        (N, &|name| !normalized.is_empty() && matches_word_start(&normalize_name(name), &normalized)),
        (N, &|name| !normalized.is_empty() && normalize_name(name).contains(&normalized)),
    ];
    for (count, rule) in rules {
        let matches: Vec<&T> = all.iter().filter(|item| names(item).into_iter().take(count).any(rule)).collect();
        match matches.as_slice() {
            [] => {}
            [item] => return Ok(item),
            several => {
                return Err(NameMatchError::Ambiguous {
                    query: query.to_owned(),
                    names: several
                        .iter()
                        .filter_map(|item| names(item).first().map(|name| (*name).to_owned()))
                        .collect(),
                });
            }
        }
    }
    Err(not_found())
}

/// The longest beginning of a line that names exactly one item, and the rest of the line. Only the
/// beginnings of words in a name count, and a comma or colon after the name is left out.
///
/// # Errors
/// If the line begins with nobody's name, or its first word could be several people.
pub fn split_leading_name<'a, 'line, T, const N: usize>(
    line: &'line str,
    all: &'a [T],
    names: impl Fn(&T) -> [&str; N],
) -> Result<(&'a T, &'line str), NameMatchError> {
    let mut error = NameMatchError::NotFound { query: String::new() };
    for (query, rest) in leading_words(line) {
        match find_by_name(query, all, &names) {
            Ok(found)
                if names(found)
                    .into_iter()
                    .any(|name| matches_word_start(&normalize_name(name), &normalize_name(query))) =>
            {
                return Ok((found, rest));
            }
            Ok(_) => error = NameMatchError::NotFound { query: query.to_owned() },
            Err(failed) => error = failed,
        }
    }
    Err(error)
}

/// The longest beginning of a line that could name several items: those, and the rest of the line.
pub fn split_ambiguous_name<'a, 'line, T, const N: usize>(
    line: &'line str,
    all: &'a [T],
    names: impl Fn(&T) -> [&str; N],
) -> Option<(Vec<&'a T>, &'line str)> {
    leading_words(line).into_iter().find_map(|(query, rest)| {
        let Err(NameMatchError::Ambiguous { names: found, .. }) = find_by_name(query, all, &names) else { return None };
        let begins = |name: &&str| matches_word_start(&normalize_name(name), &normalize_name(query));
        let is_meant = |item: &&T| {
            let of_item = names(item);
            of_item.first().is_some_and(|whole| found.iter().any(|other| other == whole)) && of_item.iter().any(begins)
        };
        let meant: Vec<&T> = all.iter().filter(is_meant).collect();
        (!meant.is_empty()).then_some((meant, rest))
    })
}

/// The beginnings of a line that can be a name, the longest first, each with the rest of the line.
fn leading_words(line: &str) -> Vec<(&str, &str)> {
    let ends = line.split_whitespace().scan(0, |from, word| {
        *from += line.get(*from..)?.find(word)? + word.len();
        Some(*from)
    });
    let split = |end| {
        let (query, rest) = line.split_at_checked(end)?;
        Some((query.trim().trim_end_matches([',', ':']), rest.strip_prefix(' ').unwrap_or(rest)))
    };
    let mut found: Vec<(&str, &str)> = ends.take(MAX_NAME_WORDS).filter_map(split).collect();
    found.reverse();
    found
}

fn matches_word_start(name: &str, part: &str) -> bool {
    name.match_indices(part)
        .any(|(at, _)| name.get(..at).is_some_and(|before| !before.ends_with(char::is_alphanumeric)))
}

/// A key that is equal for names that differ only in case and Unicode composition.
pub(super) fn case_insensitive_key(name: &str) -> String {
    collapse_whitespace(name).to_lowercase().nfc().collect()
}

/// A name without case and accents, for comparison.
pub fn normalize_name(name: &str) -> String {
    let unaccented: String = collapse_whitespace(name).to_lowercase().nfkd().filter(|c| !is_accent(*c)).nfc().collect();
    let mut out = String::with_capacity(unaccented.len());
    for c in unaccented.chars() {
        match base_letters(c) {
            Some(plain) => out.push_str(plain),
            None => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_beginning_that_could_be_several_is_split_off() {
        let all = ["Dana Whitfield", "Tomás Álvarez", "Dana Okafor", "Danilo Wong"];
        let split = |line| {
            let (found, rest) = split_ambiguous_name(line, &all, |name| [*name])?;
            Some((found.into_iter().copied().collect::<Vec<_>>(), rest))
        };
        assert_eq!(split("dana ! quiet"), Some((vec!["Dana Whitfield", "Dana Okafor"], "! quiet")));
        assert_eq!(split("Dan: quiet"), Some((vec!["Dana Whitfield", "Dana Okafor", "Danilo Wong"], "quiet")));
        assert_eq!(split("dana"), Some((vec!["Dana Whitfield", "Dana Okafor"], "")));
        assert_eq!(split("tomas ! quiet"), None, "he is the only one");
        // It is a part of names, but begins none.
        assert_eq!(split("a quiet day"), split("a"));
        assert_eq!(split("quiet"), None);
        assert_eq!(split(""), None);
    }

    #[test]
    fn clean_name_is_one_line_without_invisible_characters() {
        let cases = [
            ("unchanged", "Dana Whitfield", "Dana Whitfield"),
            ("collapsed", "  Dana \t\n Whitfield\u{A0}", "Dana Whitfield"),
            ("no control characters", "Da\0na\u{7}", "Dana"),
            ("no bidi control characters", "\u{202E}Dana\u{2066}\u{FEFF}", "Dana"),
            ("joiners", "می\u{200C}نا", "می\u{200C}نا"),
            ("any script", "渡辺 健二", "渡辺 健二"),
        ];
        for (case, name, expected) in cases {
            assert_eq!(clean_name(name).as_deref(), Ok(expected), "{case}");
        }
    }

    #[test]
    fn name_length_is_limited() {
        for name in ["", " \t", "\u{200B}", "\0\u{2066}"] {
            assert_eq!(clean_name(name), Err(NameError::Empty), "{name:?}");
        }
        let longest = "é".repeat(200);
        assert_eq!(clean_name(&longest), Ok(longest.clone()));
        let error = clean_name(&format!("{longest}é")).unwrap_err();
        assert_eq!(error.to_string(), "This name has 201 characters; the maximum is 200.");
    }

    #[test]
    fn initials_are_the_first_letters_of_the_first_and_last_words() {
        let cases = [
            ("two words", "Dana Whitfield", "DW"),
            ("more words", "Maria del Carmen Ruiz", "MR"),
            ("one word", "Cher", "C"),
            ("lower case", "dana whitfield", "DW"),
            ("accents", "Élodie Ångström", "ÉÅ"),
            ("accents on their own", "e\u{301}lodie", "E\u{301}"),
            ("a hyphen does not count", "Jean-Luc Picard", "JP"),
            ("Cyrillic", "иван петров", "ИП"),
            ("Chinese without a space", "王小明", "王"),
            ("Japanese with a space", "渡辺 健二", "渡健"),
            ("Hindi keeps its vowel signs", "किरण शर्मा", "किश"),
            ("Arabic", "ليلى حداد", "لح"),
            ("Georgian has no capitals here", "ნინო", "ნ"),
            ("punctuation first", "“Bo” (the) 'Li'", "B"),
            ("emoji first", "🦊 Dana 🎉", "D"),
            ("a word in brackets", "Dana Whitfield (Platform)", "DW"),
            ("only brackets", "🦊 (Dana)", "D"),
            ("no letter at all", "🦊 🎉", "🦊"),
            ("a letter with two in upper case", "ßen", "S"),
            ("nothing", "  ", ""),
        ];
        for (case, name, expected) in cases {
            assert_eq!(initials(name), expected, "{case}");
        }
    }

    const PEOPLE: [&str; 8] = [
        "Dana Whitfield",
        "Tomás Ferreira",
        "Ana",
        "Anaïs O’Brien",
        "Søren Łukasz",
        "渡辺 健二",
        "Kim Lee",
        "Kimberly Lee",
    ];

    fn find(query: &str) -> Result<&'static str, NameMatchError> {
        find_by_name(query, &PEOPLE, |name| [name]).copied()
    }

    #[test]
    fn unambiguous_part_of_a_name_matches() {
        let cases = [
            ("the whole name", "Dana Whitfield", "Dana Whitfield"),
            ("in any case and spacing", " dana   WHITFIELD ", "Dana Whitfield"),
            ("a first name", "dana", "Dana Whitfield"),
            ("the beginning of any word", "whit", "Dana Whitfield"),
            ("over a space", "dana w", "Dana Whitfield"),
            ("a part inside a word", "field", "Dana Whitfield"),
            ("without the accent", "tomas", "Tomás Ferreira"),
            ("with a combining accent", "toma\u{301}s", "Tomás Ferreira"),
            ("the whole name wins over a part", "ana", "Ana"),
            ("without accents and curly quotes", "anais o'brien", "Anaïs O’Brien"),
            ("after an apostrophe", "brien", "Anaïs O’Brien"),
            ("letters with a stroke", "soren lukasz", "Søren Łukasz"),
            ("another script", "健二", "渡辺 健二"),
            ("the whole name wins over a longer one", "kim lee", "Kim Lee"),
        ];
        for (case, query, expected) in cases {
            assert_eq!(find(query), Ok(expected), "{case}");
        }
    }

    #[test]
    fn a_line_begins_with_the_longest_name_that_fits() {
        let split = |line| split_leading_name(line, &PEOPLE, |name| [name]).map(|(name, rest)| (*name, rest));
        for (line, name, rest) in [
            ("dana ! quiet today", "Dana Whitfield", "! quiet today"),
            ("Dana Whitfield: quiet", "Dana Whitfield", "quiet"),
            ("kim lee was late", "Kim Lee", "was late"),
            ("  tomas, [] send it", "Tomás Ferreira", "[] send it"),
            ("ana said so", "Ana", "said so"),
            ("dana", "Dana Whitfield", ""),
        ] {
            assert_eq!(split(line), Ok((name, rest)), "{line:?}");
        }
        assert_eq!(split("lee was late").unwrap_err().to_string(), find("lee").unwrap_err().to_string());
        assert!(matches!(split("field trip"), Err(NameMatchError::NotFound { .. })), "inside a word it is no name");
        assert!(matches!(split("the talk went well"), Err(NameMatchError::NotFound { .. })));
        assert!(matches!(split(""), Err(NameMatchError::NotFound { .. })));
    }

    #[test]
    fn ambiguous_name_is_an_error() {
        let error = find("lee").unwrap_err();
        assert_eq!(error.to_string(), "“lee” could be Kim Lee or Kimberly Lee. Use more of the name.");
        let twins = ["Bo", "bo"];
        assert!(matches!(
            find_by_name("BO", &twins, |name| [name]),
            Err(NameMatchError::Ambiguous { names, .. }) if names == twins
        ));
        let many = vec!["Bo Li"; 10];
        let message = find_by_name("bo", &many, |name| [name]).unwrap_err().to_string();
        assert!(message.ends_with("or Bo Li or 2 more. Use more of the name."));
    }

    #[test]
    fn accents_disambiguate_otherwise_equal_names() {
        let two = ["Tomas", "Tomás"];
        assert_eq!(find_by_name("tomás", &two, |name| [name]), Ok(&"Tomás"));
        assert_eq!(find_by_name("TOMAS", &two, |name| [name]), Ok(&"Tomas"));
    }

    #[test]
    fn vowel_signs_are_not_accents() {
        let two = ["किरण", "करण"];
        assert_eq!(find_by_name("कर", &two, |name| [name]), Ok(&"करण"));
    }

    #[test]
    fn empty_query_matches_nobody() {
        for query in ["", "  ", "\u{301}", "zed", "danna"] {
            assert!(matches!(find(query), Err(NameMatchError::NotFound { .. })), "{query:?}");
        }
        assert_eq!(find("zed").unwrap_err().to_string(), "There’s nobody called “zed”.");
    }

    proptest! {
        #[test]
        fn clean_name_and_initials_never_panic(text in "(\\PC|[\0\n\t ]){0,30}") {
            let letters = initials(&text);
            prop_assert!(letters.graphemes(true).count() <= 2 || !text.is_ascii());
            if let Ok(name) = clean_name(&text) {
                prop_assert_eq!(clean_name(&name), Ok(name.clone()));
                prop_assert!(!initials(&name).is_empty());
                prop_assert_eq!(find_by_name(&name, &[name.as_str()], |n| [n]).is_ok(), true);
            }
        }
    }
}
