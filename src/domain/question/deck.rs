//! The built-in deck of questions: `assets/questions.txt` and its parser.

use std::{collections::HashSet, sync::LazyLock};

use super::{Question, Theme};

const DECK_FILE: &str = include_str!("../../../assets/questions.txt");

/// The built-in questions, theme by theme. The file is part of the program, and a test ensures that
/// it can be parsed.
pub fn deck() -> &'static [Question] {
    static DECK: LazyLock<Vec<Question>> = LazyLock::new(|| parse_deck(DECK_FILE).unwrap_or_default());
    &DECK
}

/// Why a deck cannot be parsed, with the line number, from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeckError {
    /// There is no such theme.
    #[error("line {0}: unknown theme")]
    UnknownTheme(usize),
    /// A question is before the first theme.
    #[error("line {0}: a question comes before the first theme")]
    MissingTheme(usize),
    /// A question has not three lines.
    #[error("line {0}: a question has three lines: its name, the question, and when to ask it")]
    WrongLineCount(usize),
    /// A name is malformed or repeated.
    #[error("line {0}: a name has lower-case letters and hyphens, and is unique")]
    InvalidName(usize),
}

/// Parses a deck. The head of the file describes the format.
///
/// # Errors
/// If the text is not in that format.
pub fn parse_deck(text: &str) -> Result<Vec<Question>, DeckError> {
    let mut questions: Vec<Question> = Vec::new();
    let mut names = HashSet::new();
    let mut theme = None;
    let mut block: Vec<&str> = Vec::new();
    let lines = text.lines().map(str::trim).chain([""]);
    for (line_number, line) in (1..).zip(lines) {
        if line.starts_with('#') {
            continue;
        }
        if !line.is_empty() && !line.starts_with("==") {
            block.push(line);
            continue;
        }
        match std::mem::take(&mut block)[..] {
            [] => {}
            [name, text, suitable_for] => {
                let theme = theme.ok_or(DeckError::MissingTheme(line_number))?;
                let is_name = name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
                if !is_name || !names.insert(name) {
                    return Err(DeckError::InvalidName(line_number));
                }
                let [key, text, suitable_for] = [name, text, suitable_for].map(str::to_owned);
                questions.push(Question { key, theme, text, suitable_for });
            }
            _ => return Err(DeckError::WrongLineCount(line_number)),
        }
        if let Some(word) = line.strip_prefix("==") {
            theme = Some(word.trim().parse::<Theme>().map_err(|_| DeckError::UnknownTheme(line_number))?);
        }
    }
    Ok(questions)
}
