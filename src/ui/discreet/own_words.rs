//! Which texts are words of the program, dates or names.
//!
//! The words are the string literals of the sources, which `build.rs` collects; a literal with
//! placeholders, as `Undid: note about {}`, matches what is filled in with such words again. A text
//! that is put together in another way is hidden, and so is a bare count: it follows from what was
//! written.

use std::{
    collections::{HashMap, HashSet, hash_map::DefaultHasher},
    hash::{Hash as _, Hasher as _},
    sync::LazyLock,
};

use unicode_segmentation::UnicodeSegmentation as _;

/// The texts of the program, one a line, in lower case; a NUL stands for what is filled in.
const OWN_WORDS: &str = include_str!(concat!(env!("OUT_DIR"), "/own_words.txt"));

/// Stands for the initials of a person while a text is compared.
const PERSON: char = '\u{1}';

/// What may follow a name within its last word.
const POSSESSIVES: [&str; 3] = ["", "’s", "'s"];

/// How deep texts are filled into texts.
const MAX_DEPTH: usize = 3;

/// Texts that are longer are nobody’s but the journal’s.
const MAX_CHARS: usize = 600;

/// How many texts are remembered: those of a few pages.
const MAX_REMEMBERED: usize = 4_000;

/// Words of dates, and of the names of keys.
const DATE_WORDS: &str = "mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday jan feb \
    mar apr may jun jul aug sep oct nov dec january february march april june july august september october november \
    december today tomorrow yesterday now day days week weeks month months year years hour hours minute minutes min h \
    ago in next last this since until from to at on every and the am pm overdue weekly monthly";
const UNITS: [&str; 8] = ["day", "week", "month", "year", "hour", "minute", "ago", "overdue"];
const KEYS: &str = "ctrl cmd shift alt option enter esc escape tab space delete backspace up down left right home end \
    pageup pagedown plus minus comma";

static TEXTS: LazyLock<OwnTexts> = LazyLock::new(OwnTexts::load);

/// What becomes of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is shown.
    Own,
    /// It is shown with initials for names.
    Named(String),
    /// It is hidden.
    Hidden,
}

/// Tells the texts of the program from those of the journal.
#[derive(Default)]
pub(super) struct TextFilter {
    /// Names in lower case with the initials, the longest first.
    names: Vec<(String, String)>,
    /// What was found out, by the hash of the text: the texts themselves are not remembered.
    known: HashMap<u64, Verdict>,
    laid_out: HashSet<u64>,
}

impl TextFilter {
    /// Says which names there are, each with the letters on the avatar.
    pub(super) fn set_names(&mut self, names: impl Iterator<Item = (String, String)>) {
        self.names = names.filter(|(name, _)| !name.trim().is_empty()).collect();
        for (name, _) in &mut self.names {
            *name = name.to_lowercase();
        }
        self.names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        self.known.clear();
    }

    /// Forgets what was found out about texts.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    /// Whether a text is laid out for the first time.
    pub(super) fn is_new(&mut self, text: &str) -> bool {
        self.laid_out.insert(hash(text))
    }

    /// What becomes of a text.
    pub(super) fn judge(&mut self, text: &str) -> Verdict {
        let key = hash(text);
        if let Some(verdict) = self.known.get(&key) {
            return verdict.clone();
        }
        if self.known.len() >= MAX_REMEMBERED {
            self.known.clear();
        }
        let verdict = self.find_out(text);
        self.known.insert(key, verdict.clone());
        verdict
    }

    fn find_out(&self, text: &str) -> Verdict {
        if text.chars().nth(MAX_CHARS).is_some() {
            return Verdict::Hidden;
        }
        let trimmed = text.trim();
        if self.names.iter().any(|(_, initials)| initials == trimmed) {
            return Verdict::Own;
        }
        // A name that is also a word of the program is a name, and so is a full name anywhere: the
        // program has some as examples.
        let lower = trimmed.to_lowercase();
        let is_name = |(name, _): &(String, String)| *name == lower || (name.contains(' ') && lower.contains(name));
        if !self.names.iter().any(is_name) && is_own(text) {
            return Verdict::Own;
        }
        match self.with_initials(text) {
            Some((named, pattern)) if is_own(&pattern) => Verdict::Named(named),
            _ => Verdict::Hidden,
        }
    }

    /// The text with initials for names, and the same with a sign for each; none without a name.
    fn with_initials(&self, text: &str) -> Option<(String, String)> {
        let (mut named, mut pattern, mut found) = (String::new(), String::new(), false);
        let words: Vec<(usize, &str)> = text.split_word_bound_indices().collect();
        let mut next = 0;
        while let Some((start, word)) = words.get(next) {
            let rest = text.get(*start..).unwrap_or_default();
            // How many words a name of this length has, and what follows it in the last of them.
            let ends = |length: usize| {
                words.iter().skip(next).enumerate().find_map(|(index, (at, word))| {
                    let end = start + length;
                    let after = text.get(end..at + word.len()).filter(|after| POSSESSIVES.contains(after))?;
                    (*at < end).then_some((index + 1, after))
                })
            };
            let name = self.names.iter().find_map(|(name, initials)| {
                let length = matching_length(rest, name)?;
                Some((ends(length)?, initials))
            });
            if let Some(((count, after), initials)) = name {
                named.push_str(&spaced(initials));
                named.push_str(after);
                pattern.push(PERSON);
                pattern.push_str(after);
                (next, found) = (next + count, true);
            } else {
                named.push_str(word);
                pattern.push_str(word);
                next += 1;
            }
        }
        found.then_some((named, pattern))
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// `DW` as `D. W.`
fn spaced(initials: &str) -> String {
    let letters: Vec<String> = initials.graphemes(true).map(|letter| format!("{letter}.")).collect();
    letters.join(" ")
}

/// The length in bytes of the beginning of a text that is this name, whatever its case.
fn matching_length(text: &str, name: &str) -> Option<usize> {
    let mut lower = String::new();
    for (start, letter) in text.char_indices() {
        lower.extend(letter.to_lowercase());
        if lower.len() >= name.len() {
            return (lower == name).then_some(start + letter.len_utf8());
        }
        if !name.starts_with(&lower) {
            return None;
        }
    }
    None
}

/// The texts of the program.
struct OwnTexts {
    whole: HashSet<&'static str>,
    /// The fixed parts of the texts with placeholders.
    templates: Vec<Vec<&'static str>>,
}

impl OwnTexts {
    fn load() -> Self {
        let (mut whole, mut templates) = (HashSet::new(), Vec::new());
        for text in OWN_WORDS.lines() {
            if text.contains('\0') {
                let parts: Vec<&str> = text.split('\0').collect();
                // One with hardly a letter of its own, as `{}: {}`, would match anything that has
                // such words in it.
                if parts.iter().flat_map(|part| part.chars()).filter(|c| c.is_alphabetic()).count() > 2 {
                    templates.push(parts);
                }
            } else {
                whole.insert(text);
            }
        }
        Self { whole, templates }
    }
}

fn is_own(text: &str) -> bool {
    // Icons are letters of a private area.
    let text: String = text.chars().filter(|c| !('\u{e000}'..='\u{f8ff}').contains(c)).collect();
    let text = text.to_lowercase().replace('\u{a0}', " ");
    let mut comparison = Comparison::default();
    text.lines().all(|line| comparison.is_own_line(line, 0))
}

/// The comparison of a text with those of the program.
#[derive(Default)]
struct Comparison<'a> {
    /// What was found out about its parts, which templates share.
    known: HashMap<&'a str, bool>,
}

impl<'a> Comparison<'a> {
    fn is_own_line(&mut self, line: &'a str, depth: usize) -> bool {
        let line = line.trim();
        if let Some(known) = self.known.get(line) {
            return *known;
        }
        let is_own = self.compare(line, depth);
        // At the greatest depth less is tried.
        if is_own || depth < MAX_DEPTH {
            self.known.insert(line, is_own);
        }
        is_own
    }

    fn compare(&mut self, line: &'a str, depth: usize) -> bool {
        if !line.contains(|c: char| c.is_alphanumeric() || c == PERSON) {
            return true;
        }
        let plain = line.trim_matches(|c: char| !c.is_alphanumeric() && c != PERSON);
        if plain.is_empty() || TEXTS.whole.contains(line) || TEXTS.whole.contains(plain) || is_date_or_key(plain) {
            return true;
        }
        if depth >= MAX_DEPTH {
            return false;
        }
        let is_split = [" · ", ". ", ", ", ": ", "; ", " — ", " – ", " ("].iter().any(|separator| {
            let parts = line.split_once(separator);
            parts.is_some_and(|(before, after)| {
                self.is_own_line(before, depth + 1) && self.is_own_line(after, depth + 1)
            })
        });
        is_split
            || TEXTS.templates.iter().any(|parts| has_parts(line, parts) && self.matches_template(line, parts, depth))
    }

    /// Whether a line is this text, filled in with words of the program.
    fn matches_template(&mut self, line: &'a str, parts: &[&str], depth: usize) -> bool {
        let Some((first, rest)) = parts.split_first() else { return false };
        let Some(after) = line.strip_prefix(first) else { return false };
        let has_unit = parts.iter().any(|part| UNITS.iter().any(|unit| part.contains(unit)));
        self.matches_rest(after, rest, depth, has_unit)
    }

    fn matches_rest(&mut self, text: &'a str, parts: &[&str], depth: usize, has_unit: bool) -> bool {
        let Some((part, rest)) = parts.split_first() else { return text.is_empty() };
        if rest.is_empty() {
            return text.strip_suffix(part).is_some_and(|fill| self.fits(fill, depth, has_unit));
        }
        if part.is_empty() {
            return false;
        }
        text.match_indices(part).any(|(at, found)| {
            let (fill, after) = (text.get(..at).unwrap_or_default(), text.get(at + found.len()..).unwrap_or_default());
            self.fits(fill, depth, has_unit) && self.matches_rest(after, rest, depth, has_unit)
        })
    }

    /// Whether this may be filled in.
    fn fits(&mut self, fill: &'a str, depth: usize, has_unit: bool) -> bool {
        let is_number = fill.chars().all(|c| c.is_ascii_digit()) && !fill.is_empty();
        (is_number && has_unit) || (!is_number && self.is_own_line(fill, depth + 1))
    }
}

/// Whether the fixed parts of a template are in a line, one after the other.
fn has_parts(line: &str, parts: &[&str]) -> bool {
    let Some((first, rest)) = parts.split_first() else { return false };
    let Some(mut rest_of_line) = line.strip_prefix(first) else { return false };
    if !rest.last().is_some_and(|last| rest_of_line.ends_with(last)) {
        return false;
    }
    rest.iter().all(|part| match rest_of_line.find(part) {
        Some(at) => {
            rest_of_line = rest_of_line.get(at + part.len()..).unwrap_or_default();
            true
        }
        None => false,
    })
}

/// Whether it is a day, a time, how long something took, or the name of a key. A number alone is a
/// count, unless it is a year.
fn is_date_or_key(text: &str) -> bool {
    let text = text.strip_prefix("last met ").unwrap_or(text);
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || ",.–-/+()%".contains(c)).filter(|word| !word.is_empty()).collect();
    let is_in = |list: &str, word: &str| list.split_whitespace().any(|other| other == word);
    let is_number = |word: &str| word.chars().all(|c| c.is_ascii_digit());
    let is_time = |word: &str| word.contains(':') && word.chars().all(|c| c.is_ascii_digit() || c == ':');
    let is_year = |word: &str| word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && is_number(word);
    let is_key = |word: &str| {
        is_in(KEYS, word) || word.strip_prefix('f').is_some_and(|rest| !rest.is_empty() && is_number(rest))
    };
    let is_person = |word: &str| word.chars().all(|c| c == PERSON);
    let is_letter = |word: &str| text.contains('+') && word.chars().nth(1).is_none();
    let is_anchor =
        |word: &str| is_time(word) || is_year(word) || is_key(word) || is_person(word) || is_in(DATE_WORDS, word);
    words.iter().all(|word| is_anchor(word) || is_number(word) || is_letter(word))
        && words.iter().any(|word| is_anchor(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter() -> TextFilter {
        let mut filter = TextFilter::default();
        let names = [("Dana Whitfield", "DW"), ("Dana", "DW"), ("May Ng", "MN"), ("May", "MN"), ("小林", "小")];
        filter.set_names(names.map(|(name, initials)| (name.to_owned(), initials.to_owned())).into_iter());
        filter
    }

    #[test]
    fn words_of_the_program_and_dates_are_shown() {
        for text in [
            "Needs your attention",
            "NEEDS YOUR ATTENTION",
            "Search or jot…",
            "Today 10:00",
            "Tuesday, 24 November",
            "Thu 26 Nov",
            "9 days overdue",
            "November 2026",
            "Ctrl+K",
            "Ctrl+Shift+F",
            "DW",
            "·",
            "",
        ] {
            assert_eq!(filter().judge(text), Verdict::Own, "{text}");
        }
    }

    #[test]
    fn names_become_initials() {
        for (text, expected) in [
            ("Dana Whitfield", "D. W."),
            ("Dana", "D. W."),
            ("May", "M. N."),
            ("小林", "小."),
            ("About Dana", "About D. W."),
            ("Dana Whitfield, Today 10:00", "D. W., Today 10:00"),
            ("Export Dana’s history", "Export D. W.’s history"),
        ] {
            assert_eq!(filter().judge(text), Verdict::Named(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_was_written_is_hidden() {
        for text in [
            "Talk to Finance about the second on-call engineer",
            "Dana was quiet",
            "Marcus Oyelaran",
            "Danae",
            "14",
            "3 flags",
            "quiet this week",
            "Export Marcus’s history",
            "Needs your attention\nquiet this week",
        ] {
            assert_eq!(filter().judge(text), Verdict::Hidden, "{text}");
        }
    }
}
