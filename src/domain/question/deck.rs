//! The deck: `assets/questions.txt`, which is made to be read by people.

use std::{collections::HashSet, sync::LazyLock};

use super::{Question, Theme};

const DECK_FILE: &str = include_str!("../../../assets/questions.txt");

/// The questions that Rapport brings along, theme by theme. The file is part of the program and its test holds that it
/// can be read.
pub fn deck() -> &'static [Question] {
    static DECK: LazyLock<Vec<Question>> = LazyLock::new(|| parse_deck(DECK_FILE).unwrap_or_default());
    &DECK
}

/// Why a deck cannot be read, with the line, from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeckError {
    /// No theme of this word.
    #[error("line {0}: there is no theme of that word")]
    UnknownTheme(usize),
    /// A question before the first theme.
    #[error("line {0}: a question stands before the first theme")]
    MissingTheme(usize),
    /// Not three lines.
    #[error("line {0}: a question is three lines: its name, the question, and whom it suits when")]
    WrongLineCount(usize),
    /// A name that is none, or stands there twice.
    #[error("line {0}: a name is small letters and hyphens, and stands there once")]
    InvalidName(usize),
}

/// Reads a deck; the top of the file says how it is written.
///
/// # Errors
/// Where it is not written so.
pub fn parse_deck(text: &str) -> Result<Vec<Question>, DeckError> {
    let mut questions: Vec<Question> = Vec::new();
    let mut names = HashSet::new();
    let mut theme = None;
    let mut block: Vec<&str> = Vec::new();
    let lines = text.lines().map(str::trim).chain([""]);
    for (at, line) in (1..).zip(lines) {
        if line.starts_with('#') {
            continue;
        }
        if !line.is_empty() && !line.starts_with("==") {
            block.push(line);
            continue;
        }
        match std::mem::take(&mut block)[..] {
            [] => {}
            [name, text, suits] => {
                let theme = theme.ok_or(DeckError::MissingTheme(at))?;
                let is_name = name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
                if !is_name || !names.insert(name) {
                    return Err(DeckError::InvalidName(at));
                }
                let [name, text, suits] = [name, text, suits].map(str::to_owned);
                questions.push(Question { key: name, theme, text, suitable_for: suits });
            }
            _ => return Err(DeckError::WrongLineCount(at)),
        }
        if let Some(word) = line.strip_prefix("==") {
            theme = Some(word.trim().parse::<Theme>().map_err(|_| DeckError::UnknownTheme(at))?);
        }
    }
    Ok(questions)
}
