//! The way through a history: to a month, a day or an entry, from one entry to the next, and the place that is kept.

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

/// What the keyboard and the search point at.
#[derive(Default)]
pub(super) struct Highlight {
    /// The cards of this frame, from top to bottom.
    drawn_cards: Vec<DrawnCard>,
    /// A row that was out of sight, whose first or last card shall get the focus.
    pending_focus_row: Option<(usize, ListDirection)>,
    /// The moment that shall be scrolled to once it is drawn.
    scroll_to: Option<u64>,
    /// The moment that stands out, since it was looked for.
    highlighted_event: Option<u64>,
}

/// A card that was drawn.
struct DrawnCard {
    row: usize,
    event_key: u64,
    id: Id,
    rect: Rect,
}

impl Highlight {
    /// A frame begins.
    pub(super) fn begin_frame(&mut self) {
        self.drawn_cards.clear();
    }

    /// The card of a moment was drawn in a row.
    pub(super) fn on_card_drawn(&mut self, ui: &Ui, row: usize, moment: u64, card: &Response) {
        if self.scroll_to.take_if(|wanted| *wanted == moment).is_some() {
            ui.scroll_to_rect_animation(card.rect.expand(10.0), None, ScrollAnimation::none());
        }
        if self.highlighted_event == Some(moment) {
            paint_util::ring(ui, card.rect, size::CARD_RADIUS, Tokens::of(ui).accent);
            ui.accesskit_node_builder(card.id, |node| node.set_aria_current(AriaCurrent::True));
        }
        paint_util::focus_ring(ui, card, card.rect, size::CARD_RADIUS);
        self.drawn_cards.push(DrawnCard { row, event_key: moment, id: card.id, rect: card.rect });
    }

    /// The card that shall have the focus, of a row that has come into sight.
    fn take_pending_focus(&mut self) -> Option<u64> {
        let (row, way) = self.pending_focus_row?;
        let mut of_row = self.drawn_cards.iter().filter(|card| card.row == row);
        let card = if way == ListDirection::Down { of_row.next() } else { of_row.next_back() }?;
        self.pending_focus_row = None;
        Some(card.event_key)
    }

    /// Whether a moment was drawn in this frame, or in the last one.
    pub(super) fn has_drawn(&self, moment: u64) -> bool {
        self.drawn_cards.iter().any(|card| card.event_key == moment)
    }

    /// Whether the card of a moment is in sight, all of it.
    fn is_fully_visible(&self, moment: u64, sight: Rect) -> bool {
        let inside = |card: &DrawnCard| sight.top() <= card.rect.top() && card.rect.bottom() <= sight.bottom();
        self.drawn_cards.iter().any(|card| card.event_key == moment && inside(card))
    }
}

impl TimelineList {
    /// Where a month begins, or the latest one before it.
    pub(in super::super) fn go_to_month(&mut self, first: Date) {
        let Some((_, ordered)) = &self.read else { return };
        if let Some(row) = ordered.row_of_month(first) {
            self.requested_month = Some((first, None));
            self.scroll_row_to_top(row);
        }
    }

    /// The first that stands on a day, or the latest before it; below its month where the month begins with it.
    pub(in super::super) fn go_to_date(&mut self, day: Date) {
        let Some((history, ordered)) = &self.read else { return };
        let Some(row) = ordered.row_of_day(day, history) else { return };
        let found = ordered.rows.get(row).map(|row| row.day(history).first_of_month());
        let above =
            row.checked_sub(1).filter(|above| matches!(ordered.rows.get(*above), Some(TimelineRow::Month { .. })));
        self.requested_month = found.map(|month| (month, None));
        self.scroll_row_to_top(above.unwrap_or(row));
    }

    /// The latest moment.
    pub(in super::super) fn go_to_top(&mut self) {
        self.scroll_row_to_top(0);
    }

    /// The first moment there was.
    pub(in super::super) fn go_to_end(&mut self) {
        self.list.scroll_to_end();
    }

    /// The month that is in sight: the one that was asked for, while nobody scrolled since; else the one at the top.
    pub(in super::super) fn visible_month(&mut self) -> Option<Date> {
        let place = self.list.position();
        if let Some((month, _)) = self.requested_month.filter(|(_, rest)| rest.is_none_or(|rest| rest == place)) {
            return Some(month);
        }
        self.requested_month = None;
        let (history, ordered) = self.read.as_ref()?;
        let seen = ordered.rows.get(place.row..)?;
        let row = seen.iter().find(|row| !matches!(row, TimelineRow::EmptyMonths { .. }))?;
        Some(row.day(history).first_of_month())
    }

    /// The months of the history. What is left out of the list is not counted, but keeps its month.
    pub(in super::super) fn months(&self) -> Vec<MonthRow> {
        let Some((history, _)) = &self.read else { return Vec::new() };
        let written = history.events.iter().filter(|moment| moment.is_written());
        month_rows(written.map(|moment| CountedEntry {
            day: moment.day,
            is_counted: self.kinds.contains(moment.kind),
            is_flag: moment.kind == crate::domain::entry::kind::Kind::Flag,
        }))
    }

    /// The focus goes to the next entry in a direction; from outside the list, to the first one in sight.
    pub(in super::super) fn move_focus(&mut self, ui: &Ui, way: ListDirection) {
        let focused = ui.memory(eframe::egui::Memory::focused);
        let drawn = &self.highlight.drawn_cards;
        let at = drawn.iter().position(|card| Some(card.id) == focused);
        let Some(at) = at else {
            let first = drawn.iter().find(|card| card.rect.top() >= self.viewport.top() - 1.0).or(drawn.first());
            self.focus_request = first.map(|card| card.event_key);
            return;
        };
        let next = match way {
            ListDirection::Down => drawn.get(at + 1),
            ListDirection::Up => at.checked_sub(1).and_then(|before| drawn.get(before)),
        };
        if let Some(next) = next {
            self.focus_request = Some(next.event_key);
            return;
        }
        let Some(row) = drawn.get(at).and_then(|card| self.next_entry_row(card.row, way)) else { return };
        self.highlight.pending_focus_row = Some((row, way));
        self.go_to_row(row);
    }

    /// The next row with an entry on it.
    fn next_entry_row(&self, row: usize, way: ListDirection) -> Option<usize> {
        let (_, ordered) = self.read.as_ref()?;
        let holds = |at: &usize| ordered.rows.get(*at).is_some_and(TimelineRow::holds_entries);
        match way {
            ListDirection::Down => (row + 1..ordered.rows.len()).find(holds),
            ListDirection::Up => (0..row).rev().find(holds),
        }
    }

    /// The card of a moment gets the focus.
    pub(in super::super) fn focus_event(&mut self, moment: u64) {
        self.focus_request = Some(moment);
    }

    /// Whether there is anything to show.
    pub(in super::super) fn has_rows(&self) -> bool {
        self.read.as_ref().is_some_and(|(_, ordered)| !ordered.rows.is_empty())
    }

    /// Lets a moment of a row stand out, and brings it into sight; or none.
    pub(in super::super) fn highlight_event(&mut self, found: Option<(usize, u64)>) {
        self.highlight.highlighted_event = found.map(|(_, moment)| moment);
        let Some((row, moment)) = found else { return };
        if self.highlight.is_fully_visible(moment, self.viewport) {
            return;
        }
        self.expand_meeting(row, moment);
        self.highlight.scroll_to = Some(moment);
        if !self.list.rendered_range().contains(&row) {
            self.go_to_row(row);
        }
    }

    /// A one-on-one shows all of it rather than to hide what was looked for.
    fn expand_meeting(&mut self, row: usize, moment: u64) {
        let Some((history, ordered)) = &self.read else { return };
        let Some(found @ TimelineRow::Meeting { .. }) = ordered.rows.get(row) else { return };
        let nth = ordered.events(found, history).position(|held| held.key() == moment);
        if nth.is_some_and(|nth| nth >= COLLAPSED_COUNT) {
            self.expanded_meetings.insert(found.key(history));
        }
    }

    /// Brings a row to the very top.
    fn scroll_row_to_top(&mut self, row: usize) {
        if let Some((history, ordered)) = &self.read
            && let Some(found) = ordered.rows.get(row)
        {
            self.list.scroll_to(ScrollPosition { row, key: found.key(history), offset: 0.0 });
        }
    }

    /// Shows only what is of these kinds, and stays near what was at the top. Whether it was otherwise before.
    pub(in super::super) fn set_filter(&mut self, kinds: KindSet) -> bool {
        if self.kinds == kinds {
            return false;
        }
        self.kinds = kinds;
        let Some((history, ordered)) = &mut self.read else { return true };
        // Who goes back and forth between two filters comes back to the same place.
        let place = self.list.position();
        let held = self.filter_anchor.take().filter(|(_, rest)| rest.is_none_or(|rest| rest == place));
        let anchor = held.map(|(anchor, _)| anchor).or_else(|| ScrollAnchor::from_list(&self.list, ordered));
        *ordered = crate::domain::timeline::build_rows(history, kinds);
        self.requested_month = None;
        if let Some(anchor) = anchor {
            if let Some((row, offset)) = anchor.find_row(ordered)
                && let Some(found) = ordered.rows.get(row)
            {
                self.list.scroll_to(ScrollPosition { row, key: found.key(history), offset });
            }
            self.filter_anchor = Some((anchor, None));
        }
        true
    }

    /// A frame ends: where the list came to rest after it was told where to go is where it still is, until somebody scrolls.
    pub(super) fn end_frame(&mut self, ui: &Ui) {
        if let Some(moment) = self.highlight.take_pending_focus() {
            self.focus_request = Some(moment);
            ui.request_repaint();
        }
        if self.list.is_scrolling() {
            return;
        }
        let place = self.list.position();
        let rests =
            [self.requested_month.as_mut().map(|(_, rest)| rest), self.filter_anchor.as_mut().map(|(_, rest)| rest)];
        for rest in rests.into_iter().flatten() {
            rest.get_or_insert(place);
        }
    }

    /// The history as it was read, and its rows.
    pub(in super::super) fn loaded(&self) -> Option<&(Timeline, TimelineRows)> {
        self.read.as_ref()
    }

    /// Where the list stands among the moments of the history: the newest that is in sight.
    pub(in super::super) fn first_visible_event(&self) -> u32 {
        let place = self.list.position();
        let rows = self.read.as_ref().and_then(|(_, ordered)| Some((ordered, ordered.rows.get(place.row..)?)));
        rows.and_then(|(ordered, seen)| seen.iter().find_map(|row| first_event_of_row(row, ordered)))
            .unwrap_or_default()
    }
}

/// What a list is held by while its rows become others.
#[derive(Clone, Copy)]
pub(super) enum ScrollAnchor {
    /// A month, and how far its row is scrolled out.
    Month(Date, f32),
    /// A moment of the history, and how far its row is scrolled out.
    Event(u32, f32),
}

impl ScrollAnchor {
    /// What is at the top of the list. Nothing at the very top: there one stays at the top.
    fn from_list(list: &VirtualList, ordered: &TimelineRows) -> Option<Self> {
        let place = list.position();
        if place.row == 0 && place.offset <= 0.5 {
            return None;
        }
        let seen = ordered.rows.get(place.row..)?;
        if let Some(TimelineRow::Month { first, .. } | TimelineRow::EmptyMonths { to: first, .. }) = seen.first() {
            return Some(Self::Month(*first, place.offset));
        }
        let (nth, moment) =
            seen.iter().enumerate().find_map(|(nth, row)| Some((nth, first_event_of_row(row, ordered)?)))?;
        Some(Self::Event(moment, if nth == 0 { place.offset } else { 0.0 }))
    }

    /// The row that takes its place: its own, or else the next one further down.
    fn find_row(&self, ordered: &TimelineRows) -> Option<(usize, f32)> {
        let last = ordered.rows.len().checked_sub(1)?;
        match self {
            Self::Month(first, offset) => Some((ordered.row_of_month(*first)?, *offset)),
            Self::Event(moment, offset) => {
                let of = |row: &TimelineRow| first_event_of_row(row, ordered);
                let row = ordered.rows.iter().position(|row| of(row).is_some_and(|at| at >= *moment));
                let row = row.unwrap_or(last);
                let same = ordered.rows.get(row).and_then(of) == Some(*moment);
                Some((row, if same { *offset } else { 0.0 }))
            }
        }
    }
}

/// The moment that a row stands for: its place in the history.
fn first_event_of_row(row: &TimelineRow, ordered: &TimelineRows) -> Option<u32> {
    match row {
        TimelineRow::Event { index: at, .. } => Some(*at),
        TimelineRow::Meeting { members_start: from, .. } => ordered.members.get(usize::try_from(*from).ok()?).copied(),
        TimelineRow::Month { .. }
        | TimelineRow::EmptyMonths { .. }
        | TimelineRow::SkippedMeeting { .. }
        | TimelineRow::FinishedReview { .. } => None,
    }
}
