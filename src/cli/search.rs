//! `rapport search`.

use std::io::{IsTerminal as _, Write};

use jiff::civil::Date;
use serde::Serialize;

use super::{Result, terminal_text};
use crate::{
    domain::{
        id::PersonId,
        search::query::{FilterKey, Query, QueryContext},
        short_name::NameFacts,
    },
    journal::clock::Clock,
    store::{Db, SearchExtent, SearchHit, SearchOptions, SearchOrder, SearchResults},
    wording::search::{capped_note, describe_remark, describe_total, did_you_mean, no_hits, suggested_query},
};

/// How much of a text is shown around its first match, in columns.
const EXCERPT_COLUMNS: usize = 68;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Words, "phrases", -not, or, kind:flag, person:dana, before:2026-10, after:march, in:2024,
    /// is:open, is:late, is:evidence, is:trash, #subject; best in single quotes. After -- it may
    /// begin with a -
    #[arg(value_name = "QUERY", required = true, num_args = 1..)]
    query: Vec<String>,
    /// Show at most so many
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Print a JSON object
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, db: &Db, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let today = clock.now().date();
    let people: Vec<NameFacts> = db.people()?.iter().map(NameFacts::from).collect();
    let input = join_query(&arguments.query);
    let query = Query::parse(&input, &QueryContext { today, people: &people });
    let options =
        SearchOptions { limit: arguments.limit, order: SearchOrder::BestMatch, today, extent: SearchExtent::Counted };
    let results = db.search(&query, &options)?;
    let output = Output { query: &query, people: &people, results: &results };
    if arguments.json {
        serde_json::to_writer_pretty(&mut *out, &output.json())?;
        return Ok(writeln!(out)?);
    }
    output.write_text(db, &input, std::io::stdout().is_terminal(), out)
}

/// The query of several arguments. The shell has removed the quotes around one with spaces, so
/// they are put back.
fn join_query(arguments: &[String]) -> String {
    let quoted = |argument: &String| {
        if arguments.len() == 1 || !argument.contains(char::is_whitespace) || argument.contains('"') {
            return argument.clone();
        }
        match argument.split_once(':') {
            Some((key, value)) if FilterKey::ALL.iter().any(|known| known.as_str() == key) => {
                format!("{key}:\"{value}\"")
            }
            _ => format!("\"{argument}\""),
        }
    };
    arguments.iter().map(quoted).collect::<Vec<_>>().join(" ")
}

/// What is printed.
struct Output<'a> {
    query: &'a Query,
    people: &'a [NameFacts],
    results: &'a SearchResults,
}

impl Output<'_> {
    fn name(&self, person: Option<PersonId>) -> &str {
        let found = self.people.iter().find(|facts| Some(facts.id) == person);
        found.map_or("You", |facts| facts.name.as_str())
    }

    /// Writes the hits by person, in the order of their best ones.
    fn write_text(&self, db: &Db, input: &str, is_terminal: bool, out: &mut dyn Write) -> Result {
        for remark in self.query.remarks() {
            write!(out, "{}", terminal_text::wrap_indented(&describe_remark(remark), 0))?;
        }
        if self.results.hits.is_empty() {
            writeln!(out, "{}", no_hits(self.query))?;
        }
        let mut people: Vec<Option<PersonId>> = Vec::new();
        for hit in &self.results.hits {
            if !people.contains(&hit.person) {
                people.push(hit.person);
            }
        }
        for (index, person) in people.into_iter().enumerate() {
            let gap = if index > 0 { "\n" } else { "" };
            writeln!(out, "{gap}{}", terminal_text::single_line(self.name(person), terminal_text::TERMINAL_COLUMNS))?;
            for hit in self.results.hits.iter().filter(|hit| hit.person == person) {
                self.write_hit(hit, is_terminal, out)?;
            }
        }
        if self.results.total > self.results.hits.len() {
            let shown = self.results.hits.len();
            writeln!(
                out,
                "\n{} Showing {shown}; --limit shows more.",
                describe_total(self.results.total, self.results.is_capped)
            )?;
        }
        if self.results.is_capped {
            writeln!(out, "{}", capped_note())?;
        }
        if self.results.total == 0 {
            for suggestion in db.search_suggestions(self.query)? {
                let suggested = suggested_query(self.query, input, suggestion.part, &suggestion.word);
                writeln!(out, "{}", did_you_mean(&suggested))?;
            }
        }
        Ok(())
    }

    fn write_hit(&self, hit: &SearchHit, is_terminal: bool, out: &mut dyn Write) -> Result {
        let day = hit.day.strftime("%-d %b %Y");
        let number = hit.entry_id().map(|id| format!(" #{}", id.0)).unwrap_or_default();
        writeln!(out, "  {day}  {}{number}", hit.kind.label())?;
        let lines = self.matching_lines(hit);
        for line in lines {
            writeln!(out, "    {}", self.mark(&excerpt(self.query, &line), is_terminal))?;
        }
        Ok(())
    }

    /// The main text, and the other texts that match.
    fn matching_lines(&self, hit: &SearchHit) -> Vec<String> {
        let others = hit.other_texts().into_iter().filter(|text| !self.query.match_ranges(text).is_empty());
        let main = Some(hit.text()).filter(|text| !text.is_empty());
        main.into_iter().chain(others).map(str::to_owned).collect()
    }

    /// Marks what matches, on a terminal.
    fn mark(&self, text: &str, is_terminal: bool) -> String {
        if !is_terminal {
            return text.to_owned();
        }
        let ranges = self.query.match_ranges(text);
        let mut marked = String::new();
        for (index, c) in text.chars().enumerate() {
            if ranges.iter().any(|range| range.start == index) {
                marked.push_str("\u{1B}[1m");
            }
            marked.push(c);
            if ranges.iter().any(|range| range.end == index + 1) {
                marked.push_str("\u{1B}[0m");
            }
        }
        marked
    }

    fn json(&self) -> ResultsJson {
        let hit = |hit: &SearchHit| HitJson {
            person: hit.person.map(|person| self.name(Some(person)).to_owned()),
            kind: hit.kind.as_str(),
            number: hit.entry_id().map(|id| id.0),
            uid: hit.record.uid().to_string(),
            on: hit.day,
            text: hit.text().to_owned(),
            also: self.matching_lines(hit).into_iter().filter(|line| line != hit.text()).collect(),
        };
        ResultsJson {
            total: self.results.total,
            more: self.results.is_capped,
            not_understood: self.query.remarks().iter().map(describe_remark).collect(),
            hits: self.results.hits.iter().map(hit).collect(),
        }
    }
}

/// One line of a text, with its first match within the columns of a terminal.
fn excerpt(query: &Query, text: &str) -> String {
    let line = |text: &str| terminal_text::single_line(text, EXCERPT_COLUMNS);
    let Some(first) = query.match_ranges(text).into_iter().next().filter(|range| range.end > EXCERPT_COLUMNS) else {
        return line(text);
    };
    // Begins with a whole word.
    let start = first.start.saturating_sub(EXCERPT_COLUMNS / 3);
    let skipped: String = text.chars().skip(start).collect();
    let from_word = skipped.split_once(char::is_whitespace).map_or(skipped.as_str(), |(_, rest)| rest);
    line(&format!("… {from_word}"))
}

#[derive(Serialize)]
struct ResultsJson {
    total: usize,
    more: bool,
    not_understood: Vec<String>,
    hits: Vec<HitJson>,
}

#[derive(Serialize)]
struct HitJson {
    person: Option<String>,
    kind: &'static str,
    number: Option<i64>,
    uid: String,
    on: Date,
    text: String,
    also: Vec<String>,
}
