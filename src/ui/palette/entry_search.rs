//! The entries and other records in the palette. A thread searches them, so that no key waits for
//! it. Until it has, those found before stay in the list.

use eframe::egui::Context;
use jiff::civil::Date;

use super::results::{Choice, Lead, MAX_ROWS, ResultRow};
use crate::{
    domain::{
        id::PersonId,
        markdown::{hidden_addresses, to_plain_text},
        search::{
            kind::SearchKind,
            query::{Query, QueryContext},
        },
        short_name::NameFacts,
    },
    journal::background_search::{AnswerContent, BackgroundSearch, SearchRequest},
    store::{PersonSummary, SearchExtent, SearchHit, SearchOrder, StoreError},
    ui::{screen_context::ScreenContext, search},
    wording::date::format_short_date,
};

/// What is searched for.
#[derive(Clone, PartialEq)]
pub(super) struct EntryQuery {
    /// The query, as on the Search page.
    pub input: String,
    /// The person that it is limited to, if the line begins with a name.
    pub person: Option<PersonId>,
}

/// The search, with what it has found.
#[derive(Default)]
pub(super) struct EntrySearch {
    /// The thread; none until the first search.
    search: Option<BackgroundSearch>,
    asked: Option<Asked>,
    rows: Vec<ResultRow>,
}

/// What was asked for last.
struct Asked {
    query: EntryQuery,
    generation: u64,
    today: Date,
    parsed: Query,
    is_answered: bool,
}

impl EntrySearch {
    /// The rows of what was found last; not necessarily for what was asked for last.
    pub(super) fn rows(&self) -> &[ResultRow] {
        &self.rows
    }

    /// Whether something is being searched for.
    pub(super) fn is_pending(&self) -> bool {
        self.search.is_some() && self.asked.as_ref().is_some_and(|asked| !asked.is_answered)
    }

    /// Searches in place of the search before.
    pub(super) fn ask(
        &mut self,
        ctx: &Context,
        query: Option<EntryQuery>,
        people: &[PersonSummary],
        screen: &mut ScreenContext<'_>,
    ) {
        let Some(query) = query else {
            self.asked = None;
            self.rows.clear();
            return;
        };
        let (generation, today) = (screen.journal.generation(), screen.today);
        match &self.asked {
            Some(asked) if asked.query == query && asked.generation == generation && asked.today == today => return,
            // These have another place in the list, and other notes.
            Some(asked) if asked.query.person != query.person => self.rows.clear(),
            Some(_) | None => {}
        }
        let people: Vec<NameFacts> = people.iter().map(|summary| NameFacts::from(&summary.person)).collect();
        let parsed = Query::parse(&query.input, &QueryContext { today, people: &people });
        let input = query.input.clone();
        self.asked = Some(Asked { query, generation, today, parsed, is_answered: false });
        if self.search.is_none() {
            let ctx = ctx.clone();
            match BackgroundSearch::start(screen.journal, move || ctx.request_repaint()) {
                Ok(search) => self.search = Some(search),
                Err(error) => *screen.error = Some(error.user_facing_error()),
            }
        }
        if let Some(search) = &mut self.search {
            let (order, extent) = (SearchOrder::BestMatch, SearchExtent::WhileTyping);
            search.request(SearchRequest { input, people, today, order, limit: MAX_ROWS, extent });
        }
    }

    /// Takes what was found since the last call. Returns whether there was an answer.
    pub(super) fn take_found(&mut self, people: &[PersonSummary], screen: &mut ScreenContext<'_>) -> bool {
        let mut has_answer = false;
        while let Some(answer) = self.search.as_ref().and_then(|search| search.poll(screen.journal)) {
            let (AnswerContent::Results(results), Some(asked)) = (answer, &mut self.asked) else { continue };
            let hits = match *results {
                Ok(results) => results.hits,
                // The index is being made again, after which the search begins anew.
                Err(StoreError::SearchIndexDamaged(_)) => Vec::new(),
                Err(error) => {
                    *screen.error = Some(error.user_facing_error());
                    Vec::new()
                }
            };
            let short_name = |id: Option<PersonId>| {
                let summary =
                    people.iter().find(|summary| Some(summary.person.id) == id && asked.query.person.is_none());
                summary.map(|summary| summary.person.short_name()).unwrap_or_default()
            };
            let row = |hit: &SearchHit| hit_row(hit, &asked.parsed, short_name(hit.person), screen.today);
            self.rows = hits.iter().filter_map(row).collect();
            asked.is_answered = true;
            has_answer = true;
        }
        has_answer
    }
}

/// The line of a hit that matches; none for what has no place in the window.
fn hit_row(hit: &SearchHit, query: &Query, person: &str, today: Date) -> Option<ResultRow> {
    let action = search::navigation(hit)?;
    let texts: Vec<String> = std::iter::once(hit.text()).chain(hit.other_texts()).map(to_plain_text).collect();
    let is_match = |line: &&str| !query.match_ranges(line).is_empty();
    let first = texts.first()?;
    // The words may be only in an address.
    let with_address = hidden_addresses(hit.text()).into_iter().map(|address| format!("{first} · {address}"));
    let with_address: Vec<String> = with_address.collect();
    let mut lines = texts.iter().flat_map(|text| text.lines()).chain(with_address.iter().map(String::as_str));
    let text = lines.find(is_match).unwrap_or(first);
    let day = format_short_date(hit.day, today);
    Some(ResultRow {
        lead: match hit.kind {
            SearchKind::Entry(kind) => Lead::Kind(kind),
            other => Lead::Word(other.label()),
        },
        text: text.to_owned(),
        matches: query.match_ranges(text),
        note: if person.is_empty() { day } else { format!("{person} · {day}") },
        shortcut: None,
        sort: hit.kind.label(),
        choice: Choice::Run(vec![action.into()]),
        command: None,
    })
}
