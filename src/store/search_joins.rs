//! Other spellings of the words of a query that occur in the journal: as one word, or as two.

use std::ops::Range;

use super::{Db, error::Result};
use crate::domain::search::query::{Meaning, Part, Query, Term};

/// Each half of a split word has at least so many letters.
const MIN_HALF_CHARS: usize = 2;
/// Longer words are not split.
const MAX_SPLIT_CHARS: usize = 24;

/// Words that occur, in the place of words of a query that are spelled in another way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Respelling {
    /// The place in the input, in bytes.
    pub range: Range<usize>,
    /// The words, in quotes if they are a phrase.
    pub words: String,
}

impl Db {
    /// Words of the query that also occur joined ("oncall" for "on call"), or in two ("on call" for
    /// "oncall").
    ///
    /// # Errors
    /// Fails if the index has to be made again, or if the file cannot be read.
    pub fn respellings(&self, query: &Query) -> Result<Vec<Respelling>> {
        let mut found = Vec::new();
        let parts: Vec<(&Part, &Term)> = query.parts().iter().filter_map(required_term).collect();
        for (index, (part, term)) in parts.iter().enumerate() {
            match term.words.as_slice() {
                [word] => {
                    if let Some((first, second)) = self.split_word(word)? {
                        found.push(Respelling { range: part.range.clone(), words: format!("\"{first} {second}\"") });
                    }
                    if let Some((next, following)) = parts.get(index + 1)
                        && let [second] = following.words.as_slice()
                    {
                        found.extend(self.join_words(word, second, part.range.start..next.range.end)?);
                    }
                }
                [first, second] => found.extend(self.join_words(first, second, part.range.clone())?),
                _ => {}
            }
        }
        Ok(found)
    }

    fn join_words(&self, first: &str, second: &str, range: Range<usize>) -> Result<Option<Respelling>> {
        let joined = format!("{first}{second}");
        let sql = "SELECT EXISTS (SELECT 1 FROM search_terms WHERE term = ?1)";
        let occurs = self.prepare(sql)?.query_row([&joined], |row| row.get(0))?;
        Ok(if occurs { Some(Respelling { range, words: joined }) } else { None })
    }

    /// The two words that occur one after the other and are this word together.
    fn split_word(&self, word: &str) -> Result<Option<(String, String)>> {
        let chars: Vec<char> = word.chars().collect();
        if chars.len() > MAX_SPLIT_CHARS {
            return Ok(None);
        }
        let last = chars.len().saturating_sub(MIN_HALF_CHARS);
        let sql = "SELECT EXISTS (SELECT 1 FROM search_index WHERE search_index MATCH ?1)";
        for at in MIN_HALF_CHARS..=last {
            let (first, second) = chars.split_at(at);
            let (first, second): (String, String) = (first.iter().collect(), second.iter().collect());
            // Words have only letters, digits and characters beyond ASCII: they end no quotes.
            if self.prepare(sql)?.query_row([format!("\"{first} {second}\"")], |row| row.get(0))? {
                return Ok(Some((first, second)));
            }
        }
        Ok(None)
    }
}

fn required_term(part: &Part) -> Option<(&Part, &Term)> {
    match &part.meaning {
        Meaning::Term(term) if !part.is_excluded => Some((part, term)),
        _ => None,
    }
}
