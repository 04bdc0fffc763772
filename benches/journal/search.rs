//! Searching everything that was ever written, beside bare FTS5 on the same file.

use std::{
    fmt::Write as _,
    hint::black_box,
    path::Path,
    sync::{Arc, mpsc::channel},
    time::Instant,
};

use rapport::{
    journal::{
        Journal,
        background_search::{BackgroundSearch, SearchRequest},
        clock::FixedClock,
    },
    store::{SearchExtent, SearchOrder},
};
use rusqlite::Connection;

use super::{
    Result,
    figures::{Figure, Times},
};

/// Queries as they are typed, with the expression that FTS5 has for them: rare and common words,
/// beginnings, phrases.
const QUERIES: [(&str, &str); 16] = [
    ("on call", "\"on\"* AND \"call\"*"),
    ("\"on call\"", "\"on call\""),
    ("review", "\"review\"*"),
    ("design review", "\"design\"* AND \"review\"*"),
    ("plan", "\"plan\"*"),
    ("week", "\"week\"*"),
    ("migration", "\"migration\"*"),
    ("cus", "\"cus\"*"),
    ("asked before", "\"asked\"* AND \"before\"*"),
    ("the plan", "\"the\"* AND \"plan\"*"),
    ("ladder or promotion", "\"ladder\"* OR \"promotion\"*"),
    ("holiday -week", "\"holiday\"* NOT \"week\"*"),
    ("kind:flag week", "\"week\"*"),
    ("in:2025 call", "\"call\"*"),
    ("quiet", "\"quiet\"*"),
    ("conference talk", "\"conference\"* AND \"talk\"*"),
];

/// What is typed into the palette.
const TYPED: &str = "the migration review";
/// The rows that it lists.
const LISTED: usize = 9;

const ROUNDS: usize = 20;
/// The hits that a page shows at first.
const SHOWN: usize = 50;

/// A search with its counts and hits, and the rows that FTS5 alone ranks best.
pub fn measure_search(path: &Path, clock: &FixedClock) -> Result<Vec<(&'static str, Figure)>> {
    let journal = Journal::open_existing(path, Arc::new(clock.clone()))?;
    let raw = Connection::open(path)?;
    if let Some(key) = journal.db().recovery_key()? {
        let mut digits = String::new();
        for byte in key.key() {
            write!(digits, "{byte:02x}")?;
        }
        raw.pragma_update(None, "key", format!("x'{digits}'"))?;
    }
    let mut ranked =
        raw.prepare("SELECT rowid FROM search_index WHERE search_index MATCH ?1 ORDER BY rank LIMIT ?2")?;
    let (mut searches, mut bare) = (Vec::new(), Vec::new());
    for (input, expression) in QUERIES {
        let query = journal.parse_query(input)?;
        for round in 0..=ROUNDS {
            let started = Instant::now();
            black_box(journal.search(&query, SHOWN, SearchOrder::BestMatch)?);
            let searched = started.elapsed();
            let started = Instant::now();
            let rows = ranked.query_map((expression, i64::try_from(SHOWN)?), |row| row.get::<_, i64>(0))?;
            black_box(rows.collect::<rusqlite::Result<Vec<_>>>()?);
            // The first round reads the pages.
            if round > 0 {
                searches.push(searched);
                bare.push(started.elapsed());
            }
        }
    }
    let (searches, bare) = (Times::from_durations(searches), Times::from_durations(bare));
    let (slow, slow_bare) = (searches.percentile(95), bare.percentile(95));
    Ok(vec![
        ("A search with its counts and 50 hits, wall", Figure::Times(searches)),
        ("The same with bare FTS5, wall", Figure::Times(bare)),
        ("The 95th percentile of a search, wall", Figure::Once(slow)),
        ("That ÷ the one of bare FTS5", Figure::Ratio(slow.as_secs_f64() / slow_bare.as_secs_f64())),
        ("What the palette finds for a key, on its thread, wall", Figure::Times(measure_typed(&journal)?)),
        ("The search index ÷ the text", Figure::Ratio(index_to_text(&raw)?)),
    ])
}

/// From a key in the palette until its entries are found, for each beginning of what is typed.
fn measure_typed(journal: &Journal) -> Result<Times> {
    let (found, answered) = channel();
    // Without a receiver the measuring is over.
    let wake = move || {
        let _ = found.send(());
    };
    let mut search = BackgroundSearch::start(journal, wake)?;
    let mut times = Vec::new();
    for round in 0..=ROUNDS {
        for end in 2..=TYPED.len() {
            let started = Instant::now();
            search.request(SearchRequest {
                input: TYPED.chars().take(end).collect(),
                people: Vec::new(),
                today: journal.today(),
                order: SearchOrder::BestMatch,
                limit: LISTED,
                extent: SearchExtent::WhileTyping,
            });
            answered.recv()?;
            if round > 0 {
                times.push(started.elapsed());
            }
            black_box(search.poll(journal).ok_or("the search was not answered")?);
        }
    }
    Ok(Times::from_durations(times))
}

/// The texts that are indexed.
const TEXTS: [(&str, &str); 12] = [
    ("entries", "text"),
    ("steps", "words"),
    ("flags", "usually || lately || need"),
    ("goals", "why || success || support"),
    ("feedback", "situation || behaviour || impact || changed"),
    ("delegations", "support"),
    ("expectations", "provide || their_words"),
    ("needs", "text"),
    ("reviews", "text"),
    ("one_on_ones", "reason"),
    ("self_checks", "line"),
    ("intentions", "text"),
];

/// The size of the index in relation to the text that is in it.
fn index_to_text(raw: &Connection) -> Result<f64> {
    let sum = |sql: &str| raw.query_row(sql, [], |row| row.get::<_, f64>(0));
    let index = sum("SELECT CAST(sum(pgsize) AS REAL) FROM dbstat WHERE name LIKE 'search_%'")?;
    let mut text = 0.0;
    for (table, column) in TEXTS {
        text += sum(&format!("SELECT CAST(coalesce(sum(octet_length({column})), 0) AS REAL) FROM {table}"))?;
    }
    Ok(index / text)
}
