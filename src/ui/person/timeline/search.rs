//! Incremental search in the timeline: matches are highlighted, counted and stepped through.
//!
//! The text of the timeline is indexed a batch per frame, newest first, and only while the search
//! is in use; so no frame waits for it, and recent entries are found at once.

use std::sync::Arc;

use eframe::egui::{Id, Ui, accesskit::Live};

use super::list::TimelineList;
use crate::{
    domain::{
        id::EntryId,
        search::{SearchIndex, SearchQuery},
        timeline::{Timeline, TimelineEvent, TimelineRow, TimelineRows},
    },
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

/// How many events a frame adds to the index.
const EVENTS_PER_FRAME: usize = 400;
const WIDTH: f32 = 190.0;

/// The query, the index and the matches.
#[derive(Default)]
pub(super) struct TimelineSearch {
    text: String,
    query: Option<Arc<SearchQuery>>,
    index: SearchIndex<u32>,
    /// How many events have been searched for the current query.
    searched: usize,
    /// How many events there are.
    total: usize,
    /// Indices of the matching events, newest first.
    matches: Vec<u32>,
    /// The matches that the filter shows, in the order of the rows; `None` when out of date.
    hits: Option<Vec<SearchHit>>,
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
        self.query = SearchQuery::new(&words.replace('"', " ")).map(Arc::new);
        self.current_event = Some(TimelineEvent::written_key(entry));
        self.restart();
    }

    /// Drops the index and the matches, as the timeline may have changed.
    pub(super) fn invalidate(&mut self) {
        self.index = SearchIndex::default();
        self.restart();
    }

    /// Marks the hits as out of date, after the rows have changed.
    pub(super) fn on_rows_changed(&mut self) {
        self.hits = None;
    }

    /// The query to highlight, if there is one.
    pub(super) fn query(&self) -> Option<&Arc<SearchQuery>> {
        self.query.as_ref()
    }

    fn restart(&mut self) {
        self.searched = 0;
        self.matches.clear();
        self.hits = None;
    }

    /// Clears the query and removes the highlight.
    pub(super) fn clear(&mut self, list: &mut TimelineList) {
        self.text.clear();
        self.query = None;
        self.current_event = None;
        self.restart();
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
            Some(SearchCommand::NextOrPrevious(direction)) => self.step(list, direction),
            Some(SearchCommand::FocusMatch) => {
                if let Some(event_key) = self.current_event {
                    list.focus_event(event_key);
                }
            }
            Some(SearchCommand::Clear) => {
                self.clear(list);
                let previous = self.previous_focus.take();
                ui.memory_mut(|memory| match previous {
                    Some(previous) => memory.request_focus(previous),
                    None => memory.surrender_focus(field_id()),
                });
            }
            None => {}
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
            let query = SearchQuery::new(&self.text).map(Arc::new);
            if self.query.is_none() {
                self.origin = list.first_visible_event();
            }
            if self.query != query {
                self.query = query;
                self.current_event = None;
                self.restart();
            }
        }
        command
    }

    /// "3 of 17", with the buttons for previous, next and clear.
    fn show_count(&self, ui: &mut Ui) -> Option<SearchCommand> {
        self.query.as_ref()?;
        let hits = self.hits.as_deref().unwrap_or_default();
        let position = hits.iter().position(|hit| Some(hit.event_key) == self.current_event);
        let suffix = if self.is_done() { "" } else { "+" };
        let text = match position {
            Some(position) => format!("{} of {}{suffix}", position + 1, hits.len()),
            None if self.is_done() => "none".to_owned(),
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
        if self.query.is_none() || !self.is_done() || self.hits.as_ref().is_none_or(|hits| !hits.is_empty()) {
            return false;
        }
        let elsewhere = self.matches.len();
        let text = match filter_label {
            Some(filter_label) if elsewhere > 0 => {
                format!("No matches for “{}” in {filter_label}, but {elsewhere} elsewhere.", self.text.trim())
            }
            Some(filter_label) => {
                format!("No matches for “{}” in {filter_label} or elsewhere.", self.text.trim())
            }
            None => format!("No matches for “{}”.", self.text.trim()),
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

    fn is_done(&self) -> bool {
        self.searched == self.total
    }

    /// Indexes and searches another batch of events, and selects the current match.
    pub(super) fn advance(&mut self, ui: &Ui, screen: &mut ScreenContext<'_>, list: &mut TimelineList) {
        if self.query.is_none() && !self.has_focus {
            if !self.index.is_empty() {
                self.invalidate();
            }
            return;
        }
        let Some((timeline, rows)) = list.loaded() else { return };
        self.total = timeline.events.len();
        if self.index.len() < self.total {
            self.index_next_events(screen, &timeline.events);
            ui.request_repaint();
        }
        let Some(query) = &self.query else { return };
        if self.searched < self.index.len() {
            let match_count = self.matches.len();
            self.matches.extend(self.index.search(query, self.searched));
            self.searched = self.index.len();
            if self.matches.len() > match_count {
                self.hits = None;
            }
        }
        if self.hits.is_none() {
            self.hits = Some(visible_hits(timeline, rows, &self.matches));
        }
        self.select_current(list);
    }

    fn index_next_events(&mut self, screen: &mut ScreenContext<'_>, events: &[TimelineEvent]) {
        for (index, event) in (0_u32..).zip(events).skip(self.index.len()).take(EVENTS_PER_FRAME) {
            let texts = screen.read(|db| db.search_text(event.entry, event.event_index));
            self.index.push(index, texts.iter().map(String::as_str));
        }
    }

    /// Keeps the current match, or selects the first one at or after `origin`.
    fn select_current(&mut self, list: &mut TimelineList) {
        let Some(hits) = &self.hits else { return };
        if hits.iter().any(|hit| Some(hit.event_key) == self.current_event) {
            return;
        }
        let from_origin = hits.iter().position(|hit| hit.event_index >= self.origin);
        let first = from_origin.or_else(|| (self.is_done() && !hits.is_empty()).then_some(0));
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
        let hits = self.hits.as_deref().unwrap_or_default();
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
