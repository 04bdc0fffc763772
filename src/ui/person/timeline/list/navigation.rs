//! Navigation in the timeline: jumps to a month, a date or an entry, keyboard movement between
//! cards, and the scroll anchor that survives a change of filter.

use std::sync::Arc;

use eframe::egui::{Id, Rect, Response, Ui, accesskit::AriaCurrent, style::ScrollAnimation};
use jiff::civil::Date;

use super::{TimelineList, row::COLLAPSED_COUNT};
use crate::{
    domain::{
        month_histogram::{CountedEntry, MonthRow, month_rows},
        timeline::{KindSet, Timeline, TimelineRow, TimelineRows},
    },
    ui::{
        action::ListDirection,
        tokens::{Tokens, size},
        widget::{
            paint_util,
            virtual_list::{ScrollPosition, VirtualList},
        },
    },
};

/// The cards drawn in a frame, and the one that keyboard or search have highlighted.
#[derive(Default)]
pub(super) struct Highlight {
    /// From top to bottom.
    drawn_cards: Vec<DrawnCard>,
    /// A row being scrolled into view; its first card (down) or last card (up) then gets the focus.
    pending_focus_row: Option<(usize, ListDirection)>,
    /// The event to scroll to once its card is drawn.
    scroll_to: Option<u64>,
    /// The current match of the search.
    highlighted_event: Option<u64>,
}

struct DrawnCard {
    row: usize,
    event_key: u64,
    id: Id,
    rect: Rect,
}

impl Highlight {
    pub(super) fn begin_frame(&mut self) {
        self.drawn_cards.clear();
    }

    /// Records a drawn card, paints its rings and scrolls to it when that was requested.
    pub(super) fn on_card_drawn(&mut self, ui: &Ui, row: usize, event_key: u64, card: &Response) {
        if self.scroll_to.take_if(|requested| *requested == event_key).is_some() {
            ui.scroll_to_rect_animation(card.rect.expand(10.0), None, ScrollAnimation::none());
        }
        if self.highlighted_event == Some(event_key) {
            paint_util::ring(ui, card.rect, size::CARD_RADIUS, Tokens::of(ui).accent);
            ui.accesskit_node_builder(card.id, |node| node.set_aria_current(AriaCurrent::True));
        }
        paint_util::focus_ring(ui, card, card.rect, size::CARD_RADIUS);
        self.drawn_cards.push(DrawnCard { row, event_key, id: card.id, rect: card.rect });
    }

    /// The event of the pending row that gets the focus, once the row has been drawn.
    fn take_pending_focus(&mut self) -> Option<u64> {
        let (row, direction) = self.pending_focus_row?;
        let mut row_cards = self.drawn_cards.iter().filter(|card| card.row == row);
        let card = if direction == ListDirection::Down { row_cards.next() } else { row_cards.next_back() }?;
        self.pending_focus_row = None;
        Some(card.event_key)
    }

    /// Whether an event was drawn in this frame, or before it began, in the last one.
    pub(super) fn has_drawn(&self, event_key: u64) -> bool {
        self.drawn_cards.iter().any(|card| card.event_key == event_key)
    }

    /// Whether the whole card of an event is inside the viewport.
    fn is_fully_visible(&self, event_key: u64, viewport: Rect) -> bool {
        let inside = |card: &DrawnCard| viewport.top() <= card.rect.top() && card.rect.bottom() <= viewport.bottom();
        self.drawn_cards.iter().any(|card| card.event_key == event_key && inside(card))
    }
}

impl TimelineList {
    /// Scrolls to a month, or to the latest one before it.
    pub(in super::super) fn go_to_month(&mut self, first: Date) {
        let Some((_, rows)) = &self.read else { return };
        if let Some(row) = rows.row_of_month(first) {
            self.requested_month = Some((first, None));
            self.scroll_row_to_top(row);
        }
    }

    /// Scrolls to the newest row of a date, or to the latest one before it; to the month heading
    /// above, when the row is the first of its month.
    pub(in super::super) fn go_to_date(&mut self, date: Date) {
        let Some((timeline, rows)) = &self.read else { return };
        let Some(row) = rows.row_of_day(date, timeline) else { return };
        let month = rows.rows.get(row).map(|row| row.day(timeline).first_of_month());
        let above = row.checked_sub(1).filter(|above| matches!(rows.rows.get(*above), Some(TimelineRow::Month { .. })));
        self.requested_month = month.map(|month| (month, None));
        self.scroll_row_to_top(above.unwrap_or(row));
    }

    pub(in super::super) fn go_to_top(&mut self) {
        self.scroll_row_to_top(0);
    }

    pub(in super::super) fn go_to_end(&mut self) {
        self.list.scroll_to_end();
    }

    /// The month in view: the one last jumped to, until somebody scrolls; then the one at the top.
    pub(in super::super) fn visible_month(&mut self) -> Option<Date> {
        let position = self.list.position();
        if let Some((month, _)) = self
            .requested_month
            .filter(|(_, rest_position)| rest_position.is_none_or(|rest_position| rest_position == position))
        {
            return Some(month);
        }
        self.requested_month = None;
        let (timeline, rows) = self.read.as_ref()?;
        let visible = rows.rows.get(position.row..)?;
        let row = visible.iter().find(|row| !matches!(row, TimelineRow::EmptyMonths { .. }))?;
        Some(row.day(timeline).first_of_month())
    }

    /// The months of the timeline with their counts. Entries that the filter hides are not counted,
    /// but their months are still listed.
    pub(in super::super) fn months(&self) -> Vec<MonthRow> {
        let Some((timeline, _)) = &self.read else { return Vec::new() };
        let written = timeline.events.iter().filter(|event| event.is_written());
        month_rows(written.map(|event| CountedEntry {
            day: event.day,
            is_counted: self.kinds.contains(event.kind),
            is_flag: event.kind == crate::domain::entry::kind::Kind::Flag,
        }))
    }

    /// Moves the focus to the next card in a direction; from outside the list, to the first in
    /// view.
    pub(in super::super) fn move_focus(&mut self, ui: &Ui, direction: ListDirection) {
        let focused = ui.memory(eframe::egui::Memory::focused);
        let drawn = &self.highlight.drawn_cards;
        let focused_index = drawn.iter().position(|card| Some(card.id) == focused);
        let Some(focused_index) = focused_index else {
            let first = drawn.iter().find(|card| card.rect.top() >= self.viewport.top() - 1.0).or(drawn.first());
            self.focus_request = first.map(|card| card.event_key);
            return;
        };
        let next = match direction {
            ListDirection::Down => drawn.get(focused_index + 1),
            ListDirection::Up => focused_index.checked_sub(1).and_then(|previous| drawn.get(previous)),
        };
        if let Some(next) = next {
            self.focus_request = Some(next.event_key);
            return;
        }
        let Some(row) = drawn.get(focused_index).and_then(|card| self.next_entry_row(card.row, direction)) else {
            return;
        };
        self.highlight.pending_focus_row = Some((row, direction));
        self.scroll_row_to_top(row);
    }

    /// The next row that holds an entry.
    fn next_entry_row(&self, row: usize, direction: ListDirection) -> Option<usize> {
        let (_, rows) = self.read.as_ref()?;
        let holds = |row: &usize| rows.rows.get(*row).is_some_and(TimelineRow::holds_entries);
        match direction {
            ListDirection::Down => (row + 1..rows.rows.len()).find(holds),
            ListDirection::Up => (0..row).rev().find(holds),
        }
    }

    pub(in super::super) fn focus_event(&mut self, event_key: u64) {
        self.focus_request = Some(event_key);
    }

    pub(in super::super) fn has_rows(&self) -> bool {
        self.read.as_ref().is_some_and(|(_, rows)| !rows.rows.is_empty())
    }

    /// Highlights an event and scrolls to its row; `None` removes the highlight.
    pub(in super::super) fn highlight_event(&mut self, event: Option<(usize, u64)>) {
        self.highlight.highlighted_event = event.map(|(_, event_key)| event_key);
        let Some((row, event_key)) = event else { return };
        if self.highlight.is_fully_visible(event_key, self.viewport) {
            return;
        }
        self.expand_meeting(row, event_key);
        self.highlight.scroll_to = Some(event_key);
        if !self.list.rendered_range().contains(&row) {
            self.scroll_row_to_top(row);
        }
    }

    /// Expands a meeting whose collapsed card would hide the event.
    fn expand_meeting(&mut self, row: usize, event_key: u64) {
        let Some((timeline, rows)) = &self.read else { return };
        let Some(row @ TimelineRow::Meeting { .. }) = rows.rows.get(row) else { return };
        let index = rows.events(row, timeline).position(|event| event.key() == event_key);
        if index.is_some_and(|index| index >= COLLAPSED_COUNT) {
            self.expanded_meetings.insert(row.key(timeline));
        }
    }

    pub(super) fn scroll_row_to_top(&mut self, row: usize) {
        if let Some((timeline, rows)) = &self.read
            && let Some(key) = rows.rows.get(row).map(|row| row.key(timeline))
        {
            self.list.scroll_to(ScrollPosition { row, key, offset: 0.0 });
        }
    }

    /// Filters by kind and keeps the scroll position near the row at the top. Returns whether the
    /// filter has changed.
    pub(in super::super) fn set_filter(&mut self, kinds: KindSet) -> bool {
        if self.kinds == kinds {
            return false;
        }
        self.kinds = kinds;
        let Some((timeline, rows)) = &mut self.read else { return true };
        // Switching back and forth between two filters returns to the same place.
        let position = self.list.position();
        let previous = self.filter_anchor.take().filter(|(_, rest)| rest.is_none_or(|rest| rest == position));
        let anchor = previous.map(|(anchor, _)| anchor).or_else(|| ScrollAnchor::from_list(&self.list, rows));
        *rows = crate::domain::timeline::build_rows(timeline, kinds);
        self.requested_month = None;
        if let Some(anchor) = anchor {
            if let Some((row, offset)) = anchor.find_row(rows)
                && let Some(new_row) = rows.rows.get(row)
            {
                self.list.scroll_to(ScrollPosition { row, key: new_row.key(timeline), offset });
            }
            self.filter_anchor = Some((anchor, None));
        }
        true
    }

    /// Ends a frame: resolves a pending focus and records where a requested scroll has come to
    /// rest, so that later scrolling by the user can be told from it.
    pub(super) fn end_frame(&mut self, ui: &Ui) {
        if let Some(event_key) = self.highlight.take_pending_focus() {
            self.focus_request = Some(event_key);
            ui.request_repaint();
        }
        if self.list.is_scrolling() {
            return;
        }
        let position = self.list.position();
        let rests =
            [self.requested_month.as_mut().map(|(_, rest)| rest), self.filter_anchor.as_mut().map(|(_, rest)| rest)];
        for rest in rests.into_iter().flatten() {
            rest.get_or_insert(position);
        }
    }

    pub(in super::super) fn loaded(&self) -> Option<&(Arc<Timeline>, TimelineRows)> {
        self.read.as_ref()
    }

    /// Index of the newest event in view.
    pub(in super::super) fn first_visible_event(&self) -> u32 {
        let position = self.list.position();
        let rows = self.read.as_ref().and_then(|(_, rows)| Some((rows, rows.rows.get(position.row..)?)));
        rows.and_then(|(rows, visible)| visible.iter().find_map(|row| first_event_of_row(row, rows)))
            .unwrap_or_default()
    }
}

/// The row that stays in place while the rows of the list change.
#[derive(Clone, Copy)]
pub(super) enum ScrollAnchor {
    /// The first day of a month, and how far its heading is scrolled past the top.
    Month(Date, f32),
    /// The index of an event, and how far its row is scrolled past the top.
    Event(u32, f32),
}

impl ScrollAnchor {
    /// The row at the top of the viewport; `None` at the very top, where the list stays at the top.
    fn from_list(list: &VirtualList, rows: &TimelineRows) -> Option<Self> {
        let position = list.position();
        if position.row == 0 && position.offset <= 0.5 {
            return None;
        }
        let visible = rows.rows.get(position.row..)?;
        if let Some(TimelineRow::Month { first, .. } | TimelineRow::EmptyMonths { to: first, .. }) = visible.first() {
            return Some(Self::Month(*first, position.offset));
        }
        let (index, event_index) =
            visible.iter().enumerate().find_map(|(index, row)| Some((index, first_event_of_row(row, rows)?)))?;
        Some(Self::Event(event_index, if index == 0 { position.offset } else { 0.0 }))
    }

    /// The anchored row and its offset among new rows, or the next row further down.
    fn find_row(&self, rows: &TimelineRows) -> Option<(usize, f32)> {
        let last = rows.rows.len().checked_sub(1)?;
        match self {
            Self::Month(first, offset) => Some((rows.row_of_month(*first)?, *offset)),
            Self::Event(event_index, offset) => {
                let event_of = |row: &TimelineRow| first_event_of_row(row, rows);
                let row = rows.rows.iter().position(|row| event_of(row).is_some_and(|index| index >= *event_index));
                let row = row.unwrap_or(last);
                let is_same = rows.rows.get(row).and_then(event_of) == Some(*event_index);
                Some((row, if is_same { *offset } else { 0.0 }))
            }
        }
    }
}

/// The index of the first event of a row.
fn first_event_of_row(row: &TimelineRow, rows: &TimelineRows) -> Option<u32> {
    match row {
        TimelineRow::Event { index, .. } => Some(*index),
        TimelineRow::Meeting { members_start: start, .. } => rows.members.get(usize::try_from(*start).ok()?).copied(),
        TimelineRow::Month { .. }
        | TimelineRow::EmptyMonths { .. }
        | TimelineRow::SkippedMeeting { .. }
        | TimelineRow::FinishedReview { .. } => None,
    }
}
