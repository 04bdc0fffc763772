//! Incremental search in the timeline: matches are highlighted, counted and stepped through.
//!
//! The index of the journal says which entries have the words, a batch per frame, the latest first;
//! so no frame waits for it, and recent entries are found at once. Only of entries with later
//! events are the texts read, to tell which of the events match.

use std::{collections::HashMap, sync::Arc};

use eframe::egui::{Id, Ui, accesskit::Live};

use super::list::TimelineList;
use crate::{
    domain::{
        id::EntryId,
        search::query::Query,
        timeline::{Timeline, TimelineEvent, TimelineRow, TimelineRows},
    },
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

/// How many entries a frame takes from the index.
const ENTRIES_PER_FRAME: usize = 2_000;
/// Of how many events a frame reads the texts.
const EVENTS_PER_FRAME: usize = 200;
const WIDTH: f32 = 190.0;

/// The query and the matches.
#[derive(Default)]
pub(super) struct TimelineSearch {
    text: String,
    query: Option<Arc<Query>>,
    progress: Progress,
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

/// How far the search is.
#[derive(Default)]
struct Progress {
    /// The indices of the events of each entry; `None` until the search begins.
    events: Option<HashMap<EntryId, Vec<u32>>>,
    /// The last entry that the index has told; `None` before the first.
    last: Option<EntryId>,
    /// Whether the index has told all.
    is_complete: bool,
    /// Entries with later events, whose texts are still to be read.
    unread: Vec<EntryId>,
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
        self.restart();
    }

    /// Drops the matches, as the timeline may have changed.
    pub(super) fn invalidate(&mut self) {
        self.restart();
    }

    /// Marks the hits as out of date, after the rows have changed.
    pub(super) fn on_rows_changed(&mut self) {
        self.hits = None;
    }

    /// The query to highlight, if there is one.
    pub(super) fn query(&self) -> Option<&Arc<Query>> {
        self.query.as_ref()
    }

    fn restart(&mut self) {
        self.progress = Progress::default();
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
            let query = parse(&self.text);
            if self.query.is_none() {
                self.origin = list.first_visible_event();
            }
            if self.query != query {
                self.query = query;
                self.current_event = None;
                // The timeline is the same.
                let events = self.progress.events.take();
                self.restart();
                self.progress.events = events;
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
        self.progress.is_complete && self.progress.unread.is_empty()
    }

    /// Searches another batch of entries, and selects the current match.
    pub(super) fn advance(&mut self, ui: &Ui, screen: &mut ScreenContext<'_>, list: &mut TimelineList) {
        let Some(query) = self.query.clone() else { return };
        let Some((timeline, rows)) = list.loaded() else { return };
        if !self.is_done() {
            let match_count = self.matches.len();
            self.search_next_entries(screen, &query, timeline);
            self.read_next_events(screen, &query, timeline);
            if self.matches.len() > match_count {
                self.hits = None;
            }
            ui.request_repaint();
        }
        if self.hits.is_none() {
            self.hits = Some(visible_hits(timeline, rows, &self.matches));
        }
        self.select_current(list);
    }

    fn search_next_entries(&mut self, screen: &mut ScreenContext<'_>, query: &Query, timeline: &Timeline) {
        let Progress { events, last, is_complete, unread } = &mut self.progress;
        if *is_complete {
            return;
        }
        let events = events.get_or_insert_with(|| events_by_entry(timeline));
        let below = last.unwrap_or(EntryId(i64::MAX));
        let found = match screen.journal.entries_with_words(query, below, ENTRIES_PER_FRAME) {
            Ok(found) => found,
            // It is made again, after which the search begins anew.
            Err(StoreError::SearchIndexDamaged(_)) => Vec::new(),
            Err(error) => {
                *screen.error = Some(error.user_facing_error());
                Vec::new()
            }
        };
        *is_complete = found.len() < ENTRIES_PER_FRAME;
        *last = found.last().copied();
        for entry in found {
            match events.get(&entry).map(Vec::as_slice) {
                Some([written]) => self.matches.push(*written),
                // About somebody else.
                None | Some([]) => {}
                Some(_) => unread.push(entry),
            }
        }
    }

    /// Tells which events of an entry match: each is shown with the text of its entry.
    fn read_next_events(&mut self, screen: &mut ScreenContext<'_>, query: &Query, timeline: &Timeline) {
        let Progress { events: Some(events), unread, .. } = &mut self.progress else { return };
        let mut read = 0;
        while read < EVENTS_PER_FRAME
            && let Some(entry) = unread.pop()
        {
            let indices = events.get(&entry).map_or(&[][..], Vec::as_slice);
            let before = self.matches.len();
            for index in indices {
                let event = usize::try_from(*index).ok().and_then(|index| timeline.events.get(index));
                let texts = event.map(|event| screen.read(|db| db.search_text(entry, event.event_index)));
                let texts = texts.unwrap_or_default();
                if query.matches_words(&[texts[0].as_str(), texts[1].as_str()]) {
                    self.matches.push(*index);
                }
                read += 1;
            }
            // The words are in several of its texts: it is found where it was written.
            if self.matches.len() == before {
                self.matches.extend(indices.last());
            }
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

/// Nothing is a filter here.
fn parse(text: &str) -> Option<Arc<Query>> {
    let query = Query::parse_words(text);
    (!query.is_empty()).then(|| Arc::new(query))
}

/// The indices of the events of each entry, the writing last.
fn events_by_entry(timeline: &Timeline) -> HashMap<EntryId, Vec<u32>> {
    let mut events: HashMap<EntryId, Vec<u32>> = HashMap::new();
    for (index, event) in (0_u32..).zip(&timeline.events) {
        events.entry(event.entry).or_default().push(index);
    }
    events
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
