//! Incremental search in the timeline: matches are highlighted, counted and stepped through.
//!
//! A thread finds them, so that no frame waits for it. Until it has, the matches before stay.

use std::{collections::HashSet, sync::Arc};

use eframe::egui::{Id, Ui, accesskit::Live};

use super::list::TimelineList;
use crate::{
    domain::{
        id::EntryId,
        search::query::Query,
        timeline::{Timeline, TimelineEvent, TimelineRow, TimelineRows},
    },
    journal::history_search::{HistoryMatches, HistoryRequest, HistorySearch},
    store::StoreError,
    ui::{
        action::ListDirection,
        icons,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::Tokens,
        widget::{
            button::{Button, IconButton},
            field::TextField,
            truncated_label::truncated_label,
        },
    },
};

const WIDTH: f32 = 190.0;

/// The query and the matches.
#[derive(Default)]
pub(super) struct TimelineSearch {
    text: String,
    query: Option<Arc<Query>>,
    /// The thread; none until the first search.
    search: Option<HistorySearch>,
    /// What is being searched for.
    asked: Option<Asked>,
    shown: ShownMatches,
    /// The matches that the filter shows, in the order of the rows.
    hits: Vec<SearchHit>,
    /// Whether the hits are not those of the matches or the rows any more.
    are_hits_outdated: bool,
    /// What is to be done as soon as there are matches of the query.
    postponed: Vec<SearchCommand>,
    /// Key of the current match.
    current_event: Option<u64>,
    /// The event index from which to select a match: the first in view when the search began, or
    /// the last match stepped to.
    origin: u32,
    has_focus: bool,
    wants_focus: bool,
    /// What had the focus before the search field, to return it on Esc.
    previous_focus: Option<Id>,
}

/// What was asked for last.
struct Asked {
    request: HistoryRequest,
    /// Whether the matches that are shown were found by this query, in the timeline before.
    is_repeated: bool,
    /// Whether the matches that are shown were found by this query.
    is_answered: bool,
    /// Whether the current match stays, if it is found.
    keeps_current: bool,
    /// The indices of the events that were found so far.
    found: Vec<u32>,
}

impl Asked {
    /// A request that follows another.
    fn after(before: Option<&Self>, request: HistoryRequest) -> Self {
        let same = before.filter(|before| before.request.query == request.query);
        let is_answered = same.is_some_and(|same| same.is_answered);
        let keeps_current = before.is_none() || same.is_some_and(|same| same.keeps_current);
        Self { request, is_repeated: is_answered, is_answered, keeps_current, found: Vec::new() }
    }

    fn is_for(&self, query: &Arc<Query>, timeline: &Arc<Timeline>) -> bool {
        self.request.query == *query && Arc::ptr_eq(&self.request.timeline, timeline)
    }
}

/// The matches that are shown; not necessarily those of the query yet.
#[derive(Default)]
struct ShownMatches {
    /// The words.
    text: String,
    /// Indices of the matching events.
    events: Vec<u32>,
    /// Whether these are all.
    is_complete: bool,
}

/// A match with its place in the list.
#[derive(Clone, Copy)]
struct SearchHit {
    row: usize,
    event_index: u32,
    event_key: u64,
}

/// What a key or a button of the search requests.
pub(super) enum SearchCommand {
    /// Step to the next (down) or previous (up) match.
    NextOrPrevious(ListDirection),
    /// Focus the card of the current match.
    FocusMatch,
    /// Clear the query.
    Clear,
}

impl TimelineSearch {
    /// Focuses the field in the next frame.
    pub(super) fn request_focus(&mut self) {
        self.wants_focus = true;
    }

    /// Searches for words. The current match is the one in this entry.
    pub(super) fn begin_at(&mut self, words: &str, entry: EntryId) {
        words.clone_into(&mut self.text);
        self.query = parse(words);
        self.current_event = Some(TimelineEvent::written_key(entry));
        self.forget_matches();
    }

    /// Marks the hits as out of date, after the rows have changed.
    pub(super) fn on_rows_changed(&mut self) {
        self.are_hits_outdated = true;
    }

    /// The query to highlight, if there is one.
    pub(super) fn query(&self) -> Option<&Arc<Query>> {
        self.query.as_ref()
    }

    fn forget_matches(&mut self) {
        self.asked = None;
        self.shown = ShownMatches::default();
        self.hits.clear();
        self.postponed.clear();
    }

    /// Clears the query and removes the highlight.
    pub(super) fn clear(&mut self, list: &mut TimelineList) {
        self.text.clear();
        self.query = None;
        self.current_event = None;
        self.forget_matches();
        list.highlight_event(None);
    }

    /// Shows the field with the match count and the buttons, and handles their keys.
    pub(super) fn show(&mut self, ui: &mut Ui, list: &mut TimelineList) {
        let mut command = self.show_field(ui, list);
        if let Some(clicked) = self.show_count(ui) {
            // After stepping with the pointer, typing continues in the field.
            self.wants_focus = !matches!(clicked, SearchCommand::Clear);
            ui.request_repaint();
            command = Some(clicked);
        }
        match command {
            Some(SearchCommand::Clear) => {
                self.clear(list);
                let previous = self.previous_focus.take();
                ui.memory_mut(|memory| match previous {
                    Some(previous) => memory.request_focus(previous),
                    None => memory.surrender_focus(field_id()),
                });
            }
            Some(command) if self.query.is_some() => self.postponed.push(command),
            Some(_) | None => {}
        }
    }

    /// Does what was asked for with a key or a button, once it is known which matches there are.
    fn carry_out_postponed(&mut self, list: &mut TimelineList) {
        for command in std::mem::take(&mut self.postponed) {
            match command {
                SearchCommand::NextOrPrevious(direction) => self.step(list, direction),
                SearchCommand::FocusMatch => {
                    if let Some(event_key) = self.current_event {
                        list.focus_event(event_key);
                    }
                }
                SearchCommand::Clear => self.clear(list),
            }
        }
    }

    fn show_field(&mut self, ui: &mut Ui, list: &TimelineList) -> Option<SearchCommand> {
        let (id, focused) = (field_id(), ui.memory(eframe::egui::Memory::focused));
        if focused != Some(id) && (focused.is_some() || (self.wants_focus && self.query.is_none())) {
            self.previous_focus = focused;
        }
        // egui drops the focus on Esc before any widget sees the key.
        let just_left = self.has_focus && focused.is_none();
        self.has_focus = focused == Some(id);
        let command = if self.has_focus || just_left { consume_search_key(ui) } else { None };
        let hint = format!("{} Search history", icons::SEARCH);
        let field = TextField::singleline("Search history", &mut self.text).hide_label().hint(&hint).on_page();
        let response = field.id(id).width(WIDTH).show(ui).response;
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
        }
        if response.changed() {
            let query = parse(&self.text);
            if self.query.is_none() {
                self.origin = list.first_visible_event();
            }
            self.query = query;
            if self.query.is_none() {
                self.current_event = None;
                self.forget_matches();
            }
        }
        command
    }

    /// "3 of 17", with the buttons for previous, next and clear.
    fn show_count(&self, ui: &mut Ui) -> Option<SearchCommand> {
        self.query.as_ref()?;
        let hits = &self.hits;
        let position = hits.iter().position(|hit| Some(hit.event_key) == self.current_event);
        let suffix = if self.shown.is_complete { "" } else { "+" };
        let text = match position {
            Some(position) => format!("{} of {}{suffix}", position + 1, hits.len()),
            None if self.shown.is_complete => "none".to_owned(),
            None => "…".to_owned(),
        };
        ui.add_space(6.0);
        let label = ui.label(text::fine(text).color(Tokens::of(ui).ink_soft));
        ui.accesskit_node_builder(label.id, |node| node.set_live(Live::Polite));
        let mut command = None;
        if !hits.is_empty() {
            if ui.add(IconButton::new(icons::ARROW_UP, "Previous match").small()).clicked() {
                command = Some(SearchCommand::NextOrPrevious(ListDirection::Up));
            }
            if ui.add(IconButton::new(icons::ARROW_DOWN, "Next match").small()).clicked() {
                command = Some(SearchCommand::NextOrPrevious(ListDirection::Down));
            }
        }
        if ui.add(IconButton::new(icons::CLOSE, "Clear search").small()).clicked() {
            command = Some(SearchCommand::Clear);
        }
        command
    }

    /// Shows a message when nothing matches. Returns whether all kinds are to be shown instead.
    pub(super) fn show_no_matches(&mut self, ui: &mut Ui, list: &mut TimelineList, filter_label: Option<&str>) -> bool {
        if !self.shown.is_complete || !self.hits.is_empty() {
            return false;
        }
        let elsewhere = self.shown.events.len();
        let text = match filter_label {
            Some(filter_label) if elsewhere > 0 => {
                format!("No matches for “{}” in {filter_label}, but {elsewhere} elsewhere.", self.shown.text)
            }
            Some(filter_label) => {
                format!("No matches for “{}” in {filter_label} or elsewhere.", self.shown.text)
            }
            None => format!("No matches for “{}”.", self.shown.text),
        };
        let mut shows_all = false;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            let max_width = (ui.available_width() - 240.0).max(120.0);
            ui.scope(|ui| {
                ui.set_max_width(max_width);
                truncated_label(ui, text::small(text).color(Tokens::of(ui).ink_soft));
            });
            if filter_label.is_some() && elsewhere > 0 {
                shows_all = ui.add(Button::plain("Show all").small()).clicked();
            }
            if ui.add(Button::plain("Clear").small()).clicked() {
                self.clear(list);
            }
        });
        shows_all
    }

    /// Searches if the query or the timeline has changed, and selects the current match.
    pub(super) fn advance(&mut self, ui: &Ui, screen: &mut ScreenContext<'_>, list: &mut TimelineList) {
        let Some(query) = &self.query else { return };
        let Some((timeline, rows)) = list.loaded() else { return };
        if self.asked.as_ref().is_none_or(|asked| !asked.is_for(query, timeline)) {
            let request = HistoryRequest { query: Arc::clone(query), timeline: Arc::clone(timeline) };
            self.ask(ui, screen, request);
        }
        self.take_found(ui, screen);
        if std::mem::take(&mut self.are_hits_outdated) {
            self.hits = visible_hits(timeline, rows, &self.shown.events);
        }
        if self.asked.as_ref().is_some_and(|asked| asked.is_answered) {
            self.select_current(list);
            self.carry_out_postponed(list);
        }
    }

    fn ask(&mut self, ui: &Ui, screen: &mut ScreenContext<'_>, request: HistoryRequest) {
        if self.search.is_none() {
            let ctx = ui.ctx().clone();
            match HistorySearch::start(screen.journal, move || ctx.request_repaint()) {
                Ok(search) => self.search = Some(search),
                Err(error) => *screen.error = Some(error.user_facing_error()),
            }
        }
        if let Some(search) = &mut self.search {
            search.request(request.clone());
        }
        if let Some(Asked { request: HistoryRequest { timeline, .. }, .. }) = &self.asked
            && !Arc::ptr_eq(timeline, &request.timeline)
        {
            self.shown.events = same_events(&request.timeline, timeline, &self.shown.events);
            self.are_hits_outdated = true;
        }
        self.asked = Some(Asked::after(self.asked.as_ref(), request));
    }

    fn take_found(&mut self, ui: &Ui, screen: &mut ScreenContext<'_>) {
        let (Some(search), Some(asked)) = (&self.search, &mut self.asked) else { return };
        while let Some(part) = search.poll(screen.journal).transpose() {
            let part = part.unwrap_or_else(|error| {
                // A damaged index is made again, after which the search begins anew.
                if !matches!(error, StoreError::SearchIndexDamaged(_)) {
                    *screen.error = Some(error.user_facing_error());
                }
                HistoryMatches { events: Vec::new(), is_complete: true }
            });
            asked.found.extend(part.events);
            // What is shown is not taken away to come again.
            if asked.is_repeated && !part.is_complete {
                continue;
            }
            if !asked.is_answered && !asked.keeps_current {
                self.current_event = None;
            }
            asked.is_answered = true;
            let text = self.text.trim().to_owned();
            self.shown = ShownMatches { text, events: asked.found.clone(), is_complete: part.is_complete };
            self.are_hits_outdated = true;
            ui.request_repaint();
        }
    }

    /// Keeps the current match, or selects the first one at or after `origin`.
    fn select_current(&mut self, list: &mut TimelineList) {
        let hits = &self.hits;
        if hits.iter().any(|hit| Some(hit.event_key) == self.current_event) {
            return;
        }
        let from_origin = hits.iter().position(|hit| hit.event_index >= self.origin);
        let first = from_origin.or_else(|| (self.shown.is_complete && !hits.is_empty()).then_some(0));
        if let Some(hit) = first.and_then(|first| hits.get(first)).copied() {
            self.highlight(list, hit);
        } else {
            self.current_event = None;
            list.highlight_event(None);
        }
    }

    fn highlight(&mut self, list: &mut TimelineList, hit: SearchHit) {
        self.current_event = Some(hit.event_key);
        list.highlight_event(Some((hit.row, hit.event_key)));
    }

    fn step(&mut self, list: &mut TimelineList, direction: ListDirection) {
        let hits = &self.hits;
        let Some(last) = hits.len().checked_sub(1) else { return };
        let position = hits.iter().position(|hit| Some(hit.event_key) == self.current_event);
        let next = match (direction, position) {
            (ListDirection::Down, Some(position)) if position < last => position + 1,
            (ListDirection::Up, Some(position)) => position.checked_sub(1).unwrap_or(last),
            _ => 0,
        };
        if let Some(hit) = hits.get(next).copied() {
            self.origin = hit.event_index;
            self.highlight(list, hit);
        }
    }
}

/// Nothing is a filter here.
fn parse(text: &str) -> Option<Arc<Query>> {
    let query = Query::parse_words(text);
    (!query.is_empty()).then(|| Arc::new(query))
}

/// The indices of events in a timeline that has been read again.
fn same_events(timeline: &Timeline, before: &Timeline, indices: &[u32]) -> Vec<u32> {
    let event_before = |index: &u32| usize::try_from(*index).ok().and_then(|index| before.events.get(index));
    let keys: HashSet<u64> = indices.iter().filter_map(event_before).map(TimelineEvent::key).collect();
    let events = (0_u32..).zip(&timeline.events);
    events.filter(|(_, event)| keys.contains(&event.key())).map(|(index, _)| index).collect()
}

fn field_id() -> Id {
    Id::unique("rapport: find in history")
}

/// Consumes a key of the field and returns its command.
fn consume_search_key(ui: &Ui) -> Option<SearchCommand> {
    [
        (Shortcut::NextMatch, SearchCommand::NextOrPrevious(ListDirection::Down)),
        (Shortcut::PreviousMatch, SearchCommand::NextOrPrevious(ListDirection::Up)),
        (Shortcut::FocusMatch, SearchCommand::FocusMatch),
        (Shortcut::ClearSearch, SearchCommand::Clear),
    ]
    .into_iter()
    .find_map(|(shortcut, command)| shortcut.consume(ui).then_some(command))
}

/// The matches that are among the rows, in the order of the rows.
fn visible_hits(timeline: &Timeline, rows: &TimelineRows, matches: &[u32]) -> Vec<SearchHit> {
    if matches.is_empty() {
        return Vec::new();
    }
    let mut is_found = vec![false; timeline.events.len()];
    for index in matches {
        if let Some(is_found) = usize::try_from(*index).ok().and_then(|index| is_found.get_mut(index)) {
            *is_found = true;
        }
    }
    let mut hits = Vec::with_capacity(matches.len());
    for (row, shown) in rows.rows.iter().enumerate() {
        for index in event_indices(shown, rows) {
            let at = usize::try_from(*index).unwrap_or(usize::MAX);
            if is_found.get(at).is_some_and(|is_found| *is_found)
                && let Some(event) = timeline.events.get(at)
            {
                hits.push(SearchHit { row, event_index: *index, event_key: event.key() });
            }
        }
    }
    hits
}

/// The event indices of a row.
fn event_indices<'a>(row: &'a TimelineRow, rows: &'a TimelineRows) -> &'a [u32] {
    match row {
        TimelineRow::Event { index: at, .. } => std::slice::from_ref(at),
        TimelineRow::Meeting { members_start: start, count, .. } => {
            let start = usize::try_from(*start).unwrap_or(usize::MAX);
            let count = usize::try_from(*count).unwrap_or_default();
            rows.members.get(start..start.saturating_add(count)).unwrap_or_default()
        }
        TimelineRow::Month { .. }
        | TimelineRow::EmptyMonths { .. }
        | TimelineRow::SkippedMeeting { .. }
        | TimelineRow::FinishedReview { .. } => &[],
    }
}
