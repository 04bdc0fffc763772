//! Helpers for composing text.

use std::fmt::Display;

/// A count with its noun: "1 day", "3 days".
pub fn pluralize(count: impl Display + PartialEq<i32> + Copy, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// The text with its first letter in upper case.
pub fn capitalize(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The text with its first letter in lower case.
pub fn lowercase_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// A count with its noun, and "no" for zero: "no entries", "1 entry", "12 entries".
pub fn count_of(count: u32, one: &str, many: &str) -> String {
    match count {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    }
}

/// A number up to `max` (at most 12) as a word, and a larger one in digits: "no", "one", "twelve",
/// "13".
pub fn number_word(count: usize, max: usize) -> String {
    const WORDS: [&str; 13] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let word = WORDS.get(count).filter(|_| count <= max);
    word.map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

/// The parts that are not empty, with dots between them.
pub fn join_parts<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// "Why it matters: …"; empty where the text is.
pub fn labelled(label: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{label}: {text}") }
}
