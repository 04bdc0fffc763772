//! Searching everything that was ever written, with the index of [`search_index`](super).

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::{ToSpan as _, civil::Date};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{
    Db, Record, RecordKind, SearchExtent, SearchFacets, SearchHit, SearchOptions, SearchOrder, SearchResults,
    StoreError, Suggestion,
    error::Result,
    match_expression::{Prefixes, is_hardly_begun},
    search_index::FIRST_OTHER_ID,
};
use crate::domain::{
    entry::kind::Kind,
    id::{EntryId, PersonId, Uid},
    search::{
        kind::SearchKind,
        query::{DayRelation, Filter, Meaning, Query, StateFilter, Term},
    },
};

/// The most matches that are ranked and counted. With more, the ones written down last are. A
/// search should take no longer than 10 ms, and each match takes about two microseconds.
const MAX_MATCHES: usize = 2_000;

/// The same for a list that is shown while a word is still being typed, in the frame of the key.
const MAX_MATCHES_WHILE_TYPING: usize = 500;

/// The shortest word for which a similar one is suggested, in characters.
const MIN_SUGGESTED_CHARS: usize = 4;

/// The day from which days are counted.
const EPOCH: Date = Date::constant(1970, 1, 1);

impl SearchExtent {
    fn max_matches(self) -> usize {
        match self {
            Self::Counted => MAX_MATCHES,
            Self::WhileTyping => MAX_MATCHES_WHILE_TYPING,
        }
    }
}

/// A document that matches, before it is read.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    id: i64,
    kind: SearchKind,
    person: Option<PersonId>,
    day: i64,
}

/// What a query asks for, apart from words.
struct Conditions {
    is_in_trash: bool,
    first_day: i64,
    last_day: i64,
    excluded_days: Vec<(i64, i64)>,
    /// As JSON; `None` for all.
    people: Option<String>,
    excluded_people: Vec<PersonId>,
    kinds: Vec<SearchKind>,
    excluded_kinds: Vec<SearchKind>,
    /// The entries that have the states and subjects; `None` for all.
    entries: Option<HashSet<i64>>,
    excluded_entries: HashSet<i64>,
    max_matches: usize,
}

impl Conditions {
    /// Whether a document is found, but for the filter of kinds.
    fn accept(&self, candidate: &Candidate) -> bool {
        self.entries.as_ref().is_none_or(|entries| entries.contains(&candidate.id))
            && !self.excluded_entries.contains(&candidate.id)
            && !candidate.person.is_some_and(|person| self.excluded_people.contains(&person))
            && !self.excluded_kinds.contains(&candidate.kind)
            && !self.excluded_days.iter().any(|(first, last)| (*first..=*last).contains(&candidate.day))
    }

    fn accept_kind(&self, candidate: &Candidate) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&candidate.kind)
    }
}

/// The documents that match, and how many of each kind would.
#[derive(Default)]
struct Candidates {
    found: Vec<Candidate>,
    kinds: BTreeMap<SearchKind, usize>,
    is_capped: bool,
}

impl Candidates {
    /// Adds a document. Returns whether more are wanted.
    fn add(&mut self, candidate: Candidate, conditions: &Conditions) -> bool {
        if conditions.accept(&candidate) {
            if conditions.accept_kind(&candidate) {
                if self.found.len() == conditions.max_matches {
                    self.is_capped = true;
                    return false;
                }
                self.found.push(candidate);
            }
            *self.kinds.entry(candidate.kind).or_default() += 1;
        }
        true
    }
}

impl Db {
    /// Searches everything that was ever written. Nothing is found by an empty query.
    ///
    /// # Errors
    /// Fails with [`StoreError::SearchIndexDamaged`] if the index has to be made again, or if the
    /// file cannot be read.
    pub fn search(&self, query: &Query, options: &SearchOptions) -> Result<SearchResults> {
        if query.is_empty() {
            return Ok(SearchResults::default());
        }
        self.search_in_snapshot(query, options).map_err(|error| match error {
            error if super::search_index::is_index_damage(&error) => StoreError::SearchIndexDamaged(self.path.clone()),
            error => error,
        })
    }

    fn search_in_snapshot(&self, query: &Query, options: &SearchOptions) -> Result<SearchResults> {
        self.snapshot(|db| {
            let conditions = db.conditions(query, options)?;
            let mut candidates = match options.extent {
                SearchExtent::Counted => db.candidates(query, &conditions, Prefixes::All)?,
                SearchExtent::WhileTyping => db.candidates_while_typing(query, &conditions, options.limit)?,
            };
            let facets = match options.extent {
                SearchExtent::Counted => db.facets(&candidates)?,
                SearchExtent::WhileTyping => SearchFacets::default(),
            };
            db.sort(&mut candidates.found, query, options)?;
            let best = candidates.found.iter().take(options.limit);
            let hits = best.map(|candidate| db.read_hit(candidate)).collect::<Result<_>>()?;
            Ok(SearchResults { hits, total: candidates.found.len(), is_capped: candidates.is_capped, facets })
        })
    }

    fn conditions(&self, query: &Query, options: &SearchOptions) -> Result<Conditions> {
        let mut conditions = Conditions {
            is_in_trash: query.is_in_trash(),
            first_day: i64::MIN,
            last_day: i64::MAX,
            excluded_days: Vec::new(),
            people: None,
            excluded_people: Vec::new(),
            kinds: query.kinds(),
            excluded_kinds: Vec::new(),
            entries: None,
            excluded_entries: HashSet::new(),
            max_matches: options.extent.max_matches(),
        };
        let mut people: Option<Vec<i64>> = None;
        for (filter, is_excluded) in query.filters() {
            match filter {
                Filter::Kind(kind) if is_excluded => conditions.excluded_kinds.push(*kind),
                Filter::Kind(_) | Filter::State(StateFilter::Trash) => {}
                Filter::Person { people: excluded, .. } if is_excluded => conditions.excluded_people.extend(excluded),
                Filter::Person { people: wanted, .. } => {
                    people.get_or_insert_default().extend(wanted.iter().map(|person| person.0));
                }
                Filter::Days { relation, first, last } => {
                    let (first, last) = (day_number(*first), day_number(*last));
                    let (first, last) = match relation {
                        DayRelation::Before => (i64::MIN, first - 1),
                        DayRelation::In => (first, last),
                        DayRelation::After => (last + 1, i64::MAX),
                    };
                    if is_excluded {
                        conditions.excluded_days.push((first, last));
                    } else {
                        conditions.first_day = conditions.first_day.max(first);
                        conditions.last_day = conditions.last_day.min(last);
                    }
                }
                Filter::State(state) => {
                    add_set(&mut conditions, self.entries_in_state(*state, options.today)?, is_excluded);
                }
                Filter::Subject { word, is_prefix } => {
                    add_set(&mut conditions, self.entries_with_subject(word, *is_prefix)?, is_excluded);
                }
            }
        }
        conditions.people = people.as_ref().map(serde_json::to_string).transpose()?;
        if query.required_terms().is_empty()
            && let Some(excluded) = self.excluded_expression(query)?
        {
            let found = self.matching_ids(&excluded, (i64::MIN, i64::MAX), usize::MAX)?;
            conditions.excluded_entries.extend(found);
        }
        Ok(conditions)
    }

    fn entries_in_state(&self, state: StateFilter, today: Date) -> Result<HashSet<i64>> {
        let (sql, has_day) = match state {
            StateFilter::Open => (OPEN_ENTRIES, false),
            StateFilter::Late => (LATE_ENTRIES, true),
            StateFilter::Evidence => ("SELECT entry FROM evidence", false),
            StateFilter::Trash => return Ok(HashSet::new()),
        };
        let mut statement = self.prepare(sql)?;
        let days = has_day.then_some(today);
        let ids = statement.query_map(rusqlite::params_from_iter(days), |row| row.get(0))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    fn entries_with_subject(&self, word: &str, is_prefix: bool) -> Result<HashSet<i64>> {
        let end = if is_prefix { format!("{word}{}", char::MAX) } else { word.to_owned() };
        let mut statement = self.prepare("SELECT entry FROM subjects WHERE word BETWEEN ?1 AND ?2")?;
        let ids = statement.query_map([word, &end], |row| row.get(0))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// Whole words match better, and the beginnings of words cost the most. So whole words come
    /// first, then the beginning of the last one, which is still being typed, and the beginnings of
    /// all only where these find too little. One or two letters are no beginning yet.
    fn candidates_while_typing(&self, query: &Query, conditions: &Conditions, limit: usize) -> Result<Candidates> {
        let terms = query.required_terms();
        let whole = self.candidates(query, conditions, Prefixes::None)?;
        let is_begun = matches!(terms.as_slice(), [only] if only.iter().all(|term| is_hardly_begun(term)));
        if terms.is_empty() || is_begun || whole.found.len() >= limit {
            return Ok(whole);
        }
        if terms.len() > 1 {
            let begun = self.candidates(query, conditions, Prefixes::Last)?;
            if begun.found.len() >= limit {
                return Ok(begun);
            }
        }
        self.candidates(query, conditions, Prefixes::All)
    }

    fn candidates(&self, query: &Query, conditions: &Conditions, prefixes: Prefixes) -> Result<Candidates> {
        match (self.match_expression(query, prefixes)?, &conditions.entries) {
            (Some(expression), _) => self.candidates_with_words(&expression, conditions),
            (None, Some(entries)) => self.candidates_of(entries, conditions),
            (None, None) => self.all_candidates(conditions),
        }
    }

    fn candidates_with_words(&self, expression: &str, conditions: &Conditions) -> Result<Candidates> {
        let sql = "SELECT documents.id, documents.kind, documents.person, documents.day
                   FROM search_index CROSS JOIN search_documents AS documents ON documents.id = search_index.rowid
                   WHERE search_index MATCH ?5 AND documents.trashed = ?1 AND documents.day BETWEEN ?2 AND ?3
                     AND (?4 IS NULL OR documents.person IN (SELECT value FROM json_each(?4)))
                   ORDER BY search_index.rowid DESC";
        let Conditions { is_in_trash, first_day, last_day, people, .. } = conditions;
        let mut statement = self.prepare(sql)?;
        let rows = statement.query(params![is_in_trash, first_day, last_day, people, expression])?;
        collect_candidates(rows, conditions)
    }

    fn all_candidates(&self, conditions: &Conditions) -> Result<Candidates> {
        let sql = "SELECT id, kind, person, day FROM search_documents
                   WHERE trashed = ?1 AND day BETWEEN ?2 AND ?3
                     AND (?4 IS NULL OR person IN (SELECT value FROM json_each(?4)))
                   ORDER BY id DESC";
        let Conditions { is_in_trash, first_day, last_day, people, .. } = conditions;
        let mut statement = self.prepare(sql)?;
        let rows = statement.query(params![is_in_trash, first_day, last_day, people])?;
        collect_candidates(rows, conditions)
    }

    fn candidates_of(&self, entries: &HashSet<i64>, conditions: &Conditions) -> Result<Candidates> {
        let sql = "SELECT id, kind, person, day FROM search_documents
                   WHERE id = ?5 AND trashed = ?1 AND day BETWEEN ?2 AND ?3
                     AND (?4 IS NULL OR person IN (SELECT value FROM json_each(?4)))";
        let Conditions { is_in_trash, first_day, last_day, people, .. } = conditions;
        let mut statement = self.prepare(sql)?;
        let mut ids: Vec<i64> = entries.iter().copied().collect();
        ids.sort_unstable_by(|a, b| b.cmp(a));
        let mut candidates = Candidates::default();
        for id in ids {
            let values = params![is_in_trash, first_day, last_day, people, id];
            let found = statement.query_row(values, read_candidate).optional()?.flatten();
            if let Some(candidate) = found
                && !candidates.add(candidate, conditions)
            {
                break;
            }
        }
        Ok(candidates)
    }

    /// The documents from one id to another that match an expression, the latest ones up to a
    /// limit.
    fn matching_ids(&self, expression: &str, (first, last): (i64, i64), limit: usize) -> Result<HashSet<i64>> {
        let sql = "SELECT rowid FROM search_index WHERE search_index MATCH ?1 AND rowid BETWEEN ?2 AND ?3
                   ORDER BY rowid DESC LIMIT ?4";
        let mut statement = self.prepare(sql)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let ids = statement.query_map(params![expression, first, last, limit], |row| row.get(0))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    fn facets(&self, candidates: &Candidates) -> Result<SearchFacets> {
        let mut people: HashMap<PersonId, usize> = HashMap::new();
        let mut days: HashMap<i64, usize> = HashMap::new();
        for candidate in &candidates.found {
            if let Some(person) = candidate.person {
                *people.entry(person).or_default() += 1;
            }
            *days.entry(candidate.day).or_default() += 1;
        }
        let mut years: BTreeMap<i16, usize> = BTreeMap::new();
        for (day, count) in days {
            *years.entry(date_of(day).year()).or_default() += count;
        }
        let mut people: Vec<(PersonId, usize)> = people.into_iter().collect();
        people.sort_by_key(|(person, count)| (std::cmp::Reverse(*count), *person));
        let mut subjects: Vec<(String, usize)> = self.count_subjects(&candidates.found)?.into_iter().collect();
        subjects.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(SearchFacets {
            people,
            kinds: candidates.kinds.iter().map(|(kind, count)| (*kind, *count)).collect(),
            years: years.into_iter().rev().collect(),
            subjects,
        })
    }

    fn count_subjects(&self, found: &[Candidate]) -> Result<HashMap<String, usize>> {
        let entries: Vec<i64> = found.iter().map(|candidate| candidate.id).filter(|id| *id < FIRST_OTHER_ID).collect();
        let sql =
            "SELECT subjects.word FROM json_each(?1) AS found CROSS JOIN subjects ON subjects.entry = found.value";
        let mut statement = self.prepare(sql)?;
        let mut rows = statement.query([serde_json::to_string(&entries)?])?;
        let mut counts: HashMap<String, usize> = HashMap::new();
        while let Some(row) = rows.next()? {
            let word = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            match counts.get_mut(word) {
                Some(count) => *count += 1,
                None => drop(counts.insert(word.to_owned(), 1)),
            }
        }
        Ok(counts)
    }

    fn sort(&self, found: &mut [Candidate], query: &Query, options: &SearchOptions) -> Result<()> {
        match options.order {
            SearchOrder::Newest => found.sort_by_key(|hit| std::cmp::Reverse((hit.day, hit.id))),
            SearchOrder::Oldest => found.sort_by_key(|hit| (hit.day, hit.id)),
            SearchOrder::BestMatch => {
                let whole_words = self.with_whole_words(found, query, options.extent.max_matches())?;
                let today = day_number(options.today);
                found.sort_by_cached_key(|hit| {
                    let has_whole_words = whole_words.contains(&hit.id);
                    let score = score(hit.kind, has_whole_words, today - hit.day);
                    (std::cmp::Reverse(score), std::cmp::Reverse((hit.day, hit.id)))
                });
            }
        }
        Ok(())
    }

    /// Those of the candidates whose main text has the words of the query as whole words.
    fn with_whole_words(&self, found: &[Candidate], query: &Query, limit: usize) -> Result<HashSet<i64>> {
        let ids = found.iter().map(|candidate| candidate.id);
        match (self.match_expression(query, Prefixes::None)?, ids.clone().min(), ids.max()) {
            (Some(expression), Some(first), Some(last)) if first < last => {
                self.matching_ids(&format!("text : ({expression})"), (first, last), limit)
            }
            _ => Ok(HashSet::new()),
        }
    }

    fn read_hit(&self, candidate: &Candidate) -> Result<SearchHit> {
        let record = if candidate.id < FIRST_OTHER_ID {
            self.entry(EntryId(candidate.id))?.map(|entry| Record::Entry(Box::new(entry)))
        } else {
            let sql = "SELECT uid FROM search_documents WHERE id = ?1";
            let uid: Uid = self.prepare(sql)?.query_row([candidate.id], |row| row.get(0))?;
            let kind = match candidate.kind {
                SearchKind::Entry(_) => RecordKind::Entry,
                SearchKind::Need => RecordKind::Need,
                SearchKind::Review => RecordKind::Review,
                SearchKind::OneOnOne => RecordKind::OneOnOne,
                SearchKind::PersonalDetails => RecordKind::Person,
                SearchKind::SelfCheck => RecordKind::SelfCheck,
                SearchKind::Intention => RecordKind::Intention,
            };
            self.record(kind, uid)?
        };
        let record = record.ok_or_else(|| StoreError::SearchIndexDamaged(self.path.clone()))?;
        let Candidate { kind, person, day, .. } = *candidate;
        Ok(SearchHit { kind, person, day: date_of(day), record })
    }

    /// What may have been meant by the words of a query that do not occur: words that are one
    /// letter off, those in most records first.
    ///
    /// # Errors
    /// As [`Db::search`].
    pub fn search_suggestions(&self, query: &Query) -> Result<Vec<Suggestion>> {
        let mut suggestions = Vec::new();
        for (part, meaning) in query.parts().iter().enumerate() {
            let Meaning::Term(Term { words, .. }) = &meaning.meaning else { continue };
            let [word] = words.as_slice() else { continue };
            if meaning.is_excluded || word.chars().count() < MIN_SUGGESTED_CHARS || self.occurs(word)? {
                continue;
            }
            let mut similar = self.similar_words(word)?;
            similar.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            suggestions.extend(similar.into_iter().take(1).map(|(word, count)| Suggestion { part, word, count }));
        }
        Ok(suggestions)
    }

    /// Whether a word of the index begins so.
    fn occurs(&self, word: &str) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM search_terms WHERE term BETWEEN ?1 AND ?2)";
        Ok(self.prepare(sql)?.query_row([word, &format!("{word}{}", char::MAX)], |row| row.get(0))?)
    }

    /// The words of the index that are one letter off, with the number of records.
    fn similar_words(&self, word: &str) -> Result<Vec<(String, u32)>> {
        let mut chars = word.chars();
        let Some(first) = chars.next() else { return Ok(Vec::new()) };
        let rest = chars.as_str();
        let mut similar = Vec::new();
        let mut statement = self.prepare("SELECT term, doc FROM search_terms WHERE term BETWEEN ?1 AND ?2")?;
        let mut rows = statement.query([first.to_string(), format!("{first}{}", char::MAX)])?;
        while let Some(row) = rows.next()? {
            let term = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            if is_one_letter_off(word, term) {
                similar.push((term.to_owned(), row.get(1)?));
            }
        }
        // A letter is wrong, missing or added at the beginning, or the first two are exchanged.
        let mut others: Vec<String> = ('a'..='z').flat_map(|c| [format!("{c}{rest}"), format!("{c}{word}")]).collect();
        others.push(rest.to_owned());
        let mut after_first = rest.chars();
        if let Some(second) = after_first.next() {
            others.push(format!("{second}{first}{}", after_first.as_str()));
        }
        for other in others.into_iter().filter(|other| !other.starts_with(first)) {
            let sql = "SELECT doc FROM search_terms WHERE term = ?1";
            if let Some(count) = self.prepare(sql)?.query_row([&other], |row| row.get(0)).optional()? {
                similar.push((other, count));
            }
        }
        Ok(similar)
    }
}

/// The entries about which something is still to be done.
const OPEN_ENTRIES: &str = "SELECT entry FROM flags WHERE state IN ('noticed', 'watching', 'raised')
    UNION ALL SELECT entry FROM actions WHERE state = 'open' OR (state = 'done' AND by = 'me')
    UNION ALL SELECT entry FROM praise WHERE state = 'noticed'
    UNION ALL SELECT entry FROM topics WHERE state = 'open'
    UNION ALL SELECT entry FROM goals WHERE state IN ('active', 'paused')
    UNION ALL SELECT entry FROM delegations WHERE state = 'with_them'";

/// The open entries whose day has passed.
const LATE_ENTRIES: &str = "SELECT entry FROM actions WHERE state = 'open' AND due < ?1
    UNION ALL SELECT entry FROM goals WHERE state IN ('active', 'paused') AND state = 'active' AND target < ?1
    UNION ALL SELECT entry FROM flags WHERE state IN ('noticed', 'watching', 'raised') AND state = 'watching'
        AND watch_until < ?1";

fn add_set(conditions: &mut Conditions, set: HashSet<i64>, is_excluded: bool) {
    if is_excluded {
        conditions.excluded_entries.extend(set);
    } else {
        conditions.entries = Some(match conditions.entries.take() {
            Some(entries) => entries.intersection(&set).copied().collect(),
            None => set,
        });
    }
}

fn collect_candidates(mut rows: rusqlite::Rows<'_>, conditions: &Conditions) -> Result<Candidates> {
    let mut candidates = Candidates::default();
    while let Some(row) = rows.next()? {
        if let Some(candidate) = read_candidate(row)?
            && !candidates.add(candidate, conditions)
        {
            break;
        }
    }
    Ok(candidates)
}

/// A document; `None` if its kind is unknown.
fn read_candidate(row: &Row<'_>) -> rusqlite::Result<Option<Candidate>> {
    let Some(kind) = SearchKind::from_code(row.get(1)?) else { return Ok(None) };
    Ok(Some(Candidate { id: row.get(0)?, kind, person: row.get(2)?, day: row.get(3)? }))
}

/// How good a match is, in thousandths: the whole words in the main text first, then what its kind
/// weighs and how near it is in time.
fn score(kind: SearchKind, has_whole_words: bool, age_days: i64) -> i64 {
    let weight = match kind {
        SearchKind::Entry(Kind::Flag) => 500,
        SearchKind::Entry(Kind::Goal | Kind::Feedback) => 400,
        SearchKind::Entry(Kind::Praise | Kind::Delegation | Kind::Expectation) | SearchKind::Need => 300,
        SearchKind::Entry(Kind::Action | Kind::Topic) | SearchKind::Review => 250,
        SearchKind::Entry(Kind::Note) => 200,
        SearchKind::Entry(Kind::CheckIn)
        | SearchKind::OneOnOne
        | SearchKind::PersonalDetails
        | SearchKind::SelfCheck
        | SearchKind::Intention => 100,
    };
    let nearness = 1_000 * 365 / (365 + age_days.abs());
    i64::from(has_whole_words) * 1_000 + weight + nearness
}

/// Whether one letter was changed, added, left out or exchanged with the next.
fn is_one_letter_off(word: &str, other: &str) -> bool {
    word != other && word.len().abs_diff(other.len()) <= 4 && strsim::osa_distance(word, other) == 1
}

/// The number of a day from 1970-01-01.
fn day_number(day: Date) -> i64 {
    (day - EPOCH).get_days().into()
}

fn date_of(day: i64) -> Date {
    i32::try_from(day).ok().and_then(|day| EPOCH.checked_add(day.days()).ok()).unwrap_or(EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_both_ways() {
        for day in [EPOCH, Date::constant(2026, 11, 24), Date::constant(1969, 12, 31), Date::constant(1, 1, 1)] {
            assert_eq!(date_of(day_number(day)), day);
        }
        assert_eq!(day_number(Date::constant(1970, 1, 2)), 1);
        assert_eq!(date_of(i64::MAX), EPOCH);
    }

    #[test]
    fn one_letter_may_be_off() {
        for (word, other, expected) in [
            ("lader", "ladder", true),
            ("laddder", "ladder", true),
            ("ladde", "ladder", true),
            ("ladfer", "ladder", true),
            ("alddr", "ladder", false),
            ("aldder", "ladder", true),
            ("ladder", "ladder", false),
            ("führung", "fuhrung", true),
            ("a", "", true),
        ] {
            assert_eq!(is_one_letter_off(word, other), expected, "{word} {other}");
        }
    }

    #[test]
    fn better_matches_come_first() {
        let flag = SearchKind::Entry(Kind::Flag);
        let note = SearchKind::Entry(Kind::Note);
        assert!(score(note, true, 0) > score(flag, false, 0));
        assert!(score(flag, true, 0) > score(note, true, 0));
        assert!(score(note, true, 10) > score(note, true, 1_000));
        assert!(score(note, true, 3_000) < score(note, false, 0) + 1_000);
    }
}
