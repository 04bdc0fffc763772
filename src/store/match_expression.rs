//! The expressions of FTS5 for the words of a query.

use rusqlite::OptionalExtension as _;

use super::{Db, error::Result};
use crate::domain::search::query::{Query, Term};

/// While one types, fewer letters than these have to be a whole word.
const MIN_BEGINNING_LETTERS: usize = 3;

/// Beginnings of so many letters are looked up in the index if they are words themselves, which are
/// common ones: for "the" with all that begins so, FTS5 would collect every place of them before
/// the first match.
const MAX_EXPANDED_LETTERS: usize = 3;

/// The most words that a beginning is replaced with. Finding each takes some hundredths of a
/// millisecond.
const MAX_EXPANDED_WORDS: usize = 24;

/// Of a query with more words, none is looked up.
const MAX_WORDS_TO_EXPAND: usize = 12;

/// With fewer entries, FTS5 collects the places as fast.
const MIN_ENTRIES_TO_EXPAND: i64 = 10_000;

/// Which words of a query may be the beginnings of longer ones.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Prefixes {
    All,
    /// The one that is typed last.
    Last,
    None,
}

impl Db {
    /// The expression of FTS5 for the words of a query; `None` if it requires none.
    pub(super) fn match_expression(&self, query: &Query, prefixes: Prefixes) -> Result<Option<String>> {
        let groups = query.required_terms();
        let Some(last) = groups.len().checked_sub(1) else { return Ok(None) };
        let expands = self.expands_beginnings(query)?;
        let mut required = Vec::with_capacity(groups.len());
        for (index, terms) in groups.iter().enumerate() {
            let may_begin = prefixes == Prefixes::All || prefixes == Prefixes::Last && index == last;
            let terms = terms.iter().map(|term| self.term_expression(term, may_begin, expands));
            let terms: Vec<String> = terms.collect::<Result<_>>()?;
            required.push(any_of(&terms));
        }
        let all = required.join(" AND ");
        Ok(Some(match self.excluded_expression(query)? {
            Some(excluded) => format!("({all}) NOT ({excluded})"),
            None => all,
        }))
    }

    /// The expression for what a query excludes, if it does.
    pub(super) fn excluded_expression(&self, query: &Query) -> Result<Option<String>> {
        let expands = self.expands_beginnings(query)?;
        let excluded: Vec<String> =
            query.excluded_terms().map(|term| self.term_expression(term, true, expands)).collect::<Result<_>>()?;
        Ok((!excluded.is_empty()).then(|| excluded.join(" OR ")))
    }

    /// Whether beginnings in a query are replaced with the words that begin so.
    fn expands_beginnings(&self, query: &Query) -> Result<bool> {
        let words = query.required_terms().iter().map(Vec::len).sum::<usize>() + query.excluded_terms().count();
        Ok(words <= MAX_WORDS_TO_EXPAND && self.next_id("entries")? > MIN_ENTRIES_TO_EXPAND)
    }

    fn term_expression(&self, term: &Term, may_begin: bool, expands: bool) -> Result<String> {
        let is_beginning = may_begin && term.is_prefix;
        if let ([word], true) = (term.words.as_slice(), is_beginning && expands)
            && word.is_ascii()
            && word.len() <= MAX_EXPANDED_LETTERS
            && let Some(words) = self.words_that_begin(word)?
        {
            let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
            return Ok(any_of(&words));
        }
        // Words have only letters, digits and characters beyond ASCII, so the quotes cannot be
        // left.
        Ok(format!("\"{}\"{}", term.words.join(" "), if is_beginning { "*" } else { "" }))
    }

    /// The words of the index that begin so, if the first is no more than the beginning; `None` if
    /// they are too many. Each is sought, so that the places of the one before are not read.
    pub(super) fn words_that_begin(&self, beginning: &str) -> Result<Option<Vec<String>>> {
        let mut next = self.prepare("SELECT term FROM search_places WHERE term >= ?1 LIMIT 1")?;
        let mut words = Vec::new();
        let mut from = beginning.to_owned();
        loop {
            let word: Option<String> = next.query_row([&from], |row| row.get(0)).optional()?;
            match word.filter(|word| word.starts_with(beginning)) {
                Some(word) if words.is_empty() && word != beginning => return Ok(None),
                Some(_) if words.len() == MAX_EXPANDED_WORDS => return Ok(None),
                Some(word) => {
                    // Nothing is between a word and itself with the lowest character.
                    from = format!("{word}\u{1}");
                    words.push(word);
                }
                None => return Ok(Some(words).filter(|words| !words.is_empty())),
            }
        }
    }
}

/// An expression for what has any of these.
fn any_of(terms: &[String]) -> String {
    if terms.len() == 1 { terms.concat() } else { format!("({})", terms.join(" OR ")) }
}

/// Whether a term is a letter or two, with which nearly everything has a word that begins.
pub(super) fn is_hardly_begun(term: &Term) -> bool {
    let is_short = |word: &String| word.is_ascii() && word.len() < MIN_BEGINNING_LETTERS;
    matches!(term.words.as_slice(), [word] if is_short(word))
}
