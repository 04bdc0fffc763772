//! The parser of queries.

use std::ops::Range;

use super::{
    DayRelation, Filter, FilterKey, MAX_PARTS, MAX_WORDS, Meaning, Part, Query, QueryContext, Remark, StateFilter, Term,
};
use crate::domain::{
    name::{NameMatchError, find_by_name},
    parse::date::parse_past_range,
    search::{kind::SearchKind, words::words},
    short_name::NameFacts,
    subject::find_subjects,
};

/// The most words of a date: "27 nov 2026".
const MAX_DATE_WORDS: usize = 3;

pub(super) fn parse(input: &str, context: &QueryContext<'_>) -> Query {
    Parser::new(input, Some(context)).parse()
}

pub(super) fn parse_words(input: &str) -> Query {
    Parser::new(input, None).parse()
}

struct Parser<'a> {
    input: &'a str,
    /// What filters mean; without it, there are none.
    context: Option<&'a QueryContext<'a>>,
    query: Query,
    word_count: usize,
    group: usize,
    /// Whether an "or" precedes.
    joins_next: bool,
}

impl<'a> Parser<'a> {
    fn new(input: &'a str, context: Option<&'a QueryContext<'a>>) -> Self {
        Self { input, context, query: Query::default(), word_count: 0, group: 0, joins_next: false }
    }

    fn parse(mut self) -> Query {
        let mut at = 0;
        while let Some(start) = self.skip_whitespace(at) {
            if self.query.parts.len() >= MAX_PARTS || self.word_count >= MAX_WORDS {
                self.remark(Remark::TooLong);
                break;
            }
            at = self.read_part(start);
        }
        if self.query.parts.is_empty() && self.query.remarks.is_empty() && !self.input.trim().is_empty() {
            self.remark(Remark::NothingToSearch);
        }
        self.query
    }

    fn rest(&self, at: usize) -> &'a str {
        self.input.get(at..).unwrap_or_default()
    }

    /// The start of the next part; `None` at the end.
    fn skip_whitespace(&self, at: usize) -> Option<usize> {
        let rest = self.rest(at);
        let trimmed = rest.trim_start();
        (!trimmed.is_empty()).then(|| at + rest.len() - trimmed.len())
    }

    /// Reads the part that begins at `start`. Returns where it ends.
    fn read_part(&mut self, start: usize) -> usize {
        let without_dashes = self.rest(start).trim_start_matches('-');
        let content = self.input.len() - without_dashes.len();
        let is_excluded = content > start;
        if without_dashes.is_empty() || without_dashes.starts_with(char::is_whitespace) {
            return content;
        }
        if without_dashes.starts_with(is_quote) {
            let (quoted, end, is_closed) = self.read_quoted(content);
            self.push_term(start..end, is_excluded, quoted, !is_closed);
            return end;
        }
        let end = self.chunk_end(content);
        let chunk = self.input.get(content..end).unwrap_or_default();
        if !is_excluded && chunk.eq_ignore_ascii_case("or") {
            self.joins_next = matches!(self.query.parts.last(), Some(Part { meaning: Meaning::Term(_), .. }));
            return end;
        }
        if chunk == "AND" {
            return end;
        }
        if let Some(context) = self.context {
            if let Some(subject) = self.parse_subject(chunk, end) {
                self.push(start..end, is_excluded, Meaning::Filter(subject));
                return end;
            }
            if let Some((key, value)) = chunk.split_once(':') {
                return self.read_keyed(context, start..end, content, is_excluded, (key, value));
            }
        }
        self.push_term(start..end, is_excluded, chunk, true);
        end
    }

    /// The end of the part that begins at `at`: white space, or a quote that is not the value of a
    /// filter.
    fn chunk_end(&self, at: usize) -> usize {
        let mut before = ' ';
        for (offset, c) in self.rest(at).char_indices() {
            if c.is_whitespace() {
                return at + offset;
            }
            if is_quote(c) {
                return if before == ':' { self.read_quoted(at + offset).1 } else { at + offset };
            }
            before = c;
        }
        self.input.len()
    }

    /// The text in quotes that begins at `at`, where it ends, and whether the quotes are closed.
    fn read_quoted(&self, at: usize) -> (&'a str, usize, bool) {
        let open = self.rest(at).chars().next().map_or(0, char::len_utf8);
        let inside = self.rest(at + open);
        match inside.char_indices().find(|(_, c)| is_quote(*c)) {
            Some((offset, c)) => (inside.get(..offset).unwrap_or_default(), at + open + offset + c.len_utf8(), true),
            None => (inside, self.input.len(), false),
        }
    }

    fn parse_subject(&self, chunk: &str, end: usize) -> Option<Filter> {
        let subject = find_subjects(chunk).into_iter().next().filter(|subject| subject.range == (0..chunk.len()))?;
        Some(Filter::Subject { word: subject.word, is_prefix: end == self.input.len() })
    }

    fn read_keyed(
        &mut self,
        context: &QueryContext<'_>,
        Range { start, end }: Range<usize>,
        content: usize,
        is_excluded: bool,
        (key, value): (&str, &'a str),
    ) -> usize {
        let known = FilterKey::ALL.into_iter().find(|known| known.as_str().eq_ignore_ascii_case(key));
        let Some(known) = known else {
            let looks_like_filter = key.len() > 1 && key.chars().all(|c| c.is_ascii_alphabetic());
            if looks_like_filter && value.starts_with(|c: char| c.is_alphanumeric() || is_quote(c)) {
                self.remark(Remark::UnknownFilter(key.to_owned()));
            }
            let chunk = self.input.get(content..end).unwrap_or_default();
            self.push_term(start..end, is_excluded, chunk, true);
            return end;
        };
        let value_at = content + key.len() + 1;
        let bare = value.trim_matches(is_quote).trim();
        if bare.is_empty() {
            self.remark(Remark::MissingValue(known));
            return end;
        }
        let (filter, end) = match known {
            FilterKey::Before => self.parse_days(context, DayRelation::Before, value_at..end, bare),
            FilterKey::After => self.parse_days(context, DayRelation::After, value_at..end, bare),
            FilterKey::In => self.parse_days(context, DayRelation::In, value_at..end, bare),
            FilterKey::Kind => (SearchKind::parse(bare).map(Filter::Kind), end),
            FilterKey::Person => (parse_person(context, bare), end),
            FilterKey::Is => (parse_state(bare).map(Filter::State), end),
        };
        if let Some(filter) = filter {
            self.push(start..end, is_excluded, Meaning::Filter(filter));
        } else {
            self.remark(Remark::UnknownValue(known, bare.to_owned()));
            self.push_term(start..end, is_excluded, bare, true);
        }
        end
    }

    /// A date of up to three words, of which as many as possible are taken.
    fn parse_days(
        &self,
        context: &QueryContext<'_>,
        relation: DayRelation,
        Range { start: value_at, end }: Range<usize>,
        value: &str,
    ) -> (Option<Filter>, usize) {
        let days = |text: &str| {
            let (first, last) = parse_past_range(text, context.today).ok()?;
            Some(Filter::Days { relation, first, last })
        };
        let mut best = (days(value), end);
        if self.rest(value_at).starts_with(is_quote) {
            return best;
        }
        let mut next = end;
        for _ in 1..MAX_DATE_WORDS {
            let Some(word) = self.skip_whitespace(next) else { break };
            next = self.chunk_end(word);
            if next == word {
                break;
            }
            let text = self.input.get(value_at..next).unwrap_or_default();
            if let Some(filter) = days(text) {
                best = (Some(filter), next);
            }
        }
        best
    }

    fn push_term(&mut self, range: Range<usize>, is_excluded: bool, text: &str, is_prefix: bool) {
        let mut found: Vec<String> = words(text).into_iter().map(|word| word.text).collect();
        if found.len() > MAX_WORDS - self.word_count {
            found.truncate(MAX_WORDS - self.word_count);
            self.remark(Remark::TooLong);
        }
        if found.is_empty() {
            return;
        }
        self.word_count += found.len();
        self.push(range, is_excluded, Meaning::Term(Term { words: found, is_prefix }));
    }

    fn push(&mut self, range: Range<usize>, is_excluded: bool, meaning: Meaning) {
        let is_alternative =
            std::mem::take(&mut self.joins_next) && !is_excluded && matches!(meaning, Meaning::Term(_));
        if !is_alternative {
            self.group += 1;
        }
        self.query.parts.push(Part { range, is_excluded, meaning, group: self.group });
    }

    fn remark(&mut self, remark: Remark) {
        if !self.query.remarks.contains(&remark) {
            self.query.remarks.push(remark);
        }
    }
}

fn parse_person(context: &QueryContext<'_>, name: &str) -> Option<Filter> {
    let found: Vec<&NameFacts> = match find_by_name(name, context.people, NameFacts::names) {
        Ok(person) => vec![person],
        Err(NameMatchError::Ambiguous { names, .. }) => {
            context.people.iter().filter(|person| names.contains(&person.name)).collect()
        }
        Err(NameMatchError::NotFound { .. }) => Vec::new(),
    };
    let first = found.first()?;
    Some(Filter::Person { name: first.name.clone(), people: found.iter().map(|person| person.id).collect() })
}

fn parse_state(value: &str) -> Option<StateFilter> {
    Some(match value.to_lowercase().as_str() {
        "open" => StateFilter::Open,
        "late" | "overdue" => StateFilter::Late,
        "evidence" => StateFilter::Evidence,
        "trash" | "trashed" => StateFilter::Trash,
        _ => return None,
    })
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}
