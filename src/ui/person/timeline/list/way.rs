//! The way through a history: to a month, a day or an entry, from one entry to the next, and the place that is kept.

use eframe::egui::{Id, Rect, Response, Ui, accesskit::AriaCurrent, style::ScrollAnimation};
use jiff::civil::Date;

use super::{Moments, row::FIRST};
use crate::{
    domain::{
        months::{Line, Written, lines},
        timeline::{History, Kinds, Row, Rows},
    },
    ui::{
        action::Way,
        tokens::{Tokens, size},
        widget::{
            paint,
            virtual_list::{Place, VirtualList},
        },
    },
};

/// What the keyboard and the search point at.
#[derive(Default)]
pub(super) struct Pointed {
    /// The cards of this frame, from top to bottom.
    drawn: Vec<Drawn>,
    /// A row that was out of sight, whose first or last card shall get the focus.
    beyond: Option<(usize, Way)>,
    /// The moment that shall be scrolled to once it is drawn.
    scroll_to: Option<u64>,
    /// The moment that stands out, since it was looked for.
    out: Option<u64>,
}

/// A card that was drawn.
struct Drawn {
    row: usize,
    moment: u64,
    id: Id,
    rect: Rect,
}

impl Pointed {
    /// A frame begins.
    pub(super) fn begin(&mut self) {
        self.drawn.clear();
    }

    /// The card of a moment was drawn in a row.
    pub(super) fn drew(&mut self, ui: &Ui, row: usize, moment: u64, card: &Response) {
        if self.scroll_to.take_if(|wanted| *wanted == moment).is_some() {
            ui.scroll_to_rect_animation(card.rect.expand(10.0), None, ScrollAnimation::none());
        }
        if self.out == Some(moment) {
            paint::ring(ui, card.rect, size::CARD_RADIUS, Tokens::of(ui).accent);
            ui.accesskit_node_builder(card.id, |node| node.set_aria_current(AriaCurrent::True));
        }
        paint::focus_ring(ui, card, card.rect, size::CARD_RADIUS);
        self.drawn.push(Drawn { row, moment, id: card.id, rect: card.rect });
    }

    /// The card that shall have the focus, of a row that has come into sight.
    fn arrived(&mut self) -> Option<u64> {
        let (row, way) = self.beyond?;
        let mut of_row = self.drawn.iter().filter(|card| card.row == row);
        let card = if way == Way::Down { of_row.next() } else { of_row.next_back() }?;
        self.beyond = None;
        Some(card.moment)
    }

    /// Whether a moment was drawn in this frame, or in the last one.
    pub(super) fn has_drawn(&self, moment: u64) -> bool {
        self.drawn.iter().any(|card| card.moment == moment)
    }

    /// Whether the card of a moment is in sight, all of it.
    fn sees(&self, moment: u64, sight: Rect) -> bool {
        let inside = |card: &Drawn| sight.top() <= card.rect.top() && card.rect.bottom() <= sight.bottom();
        self.drawn.iter().any(|card| card.moment == moment && inside(card))
    }
}

impl Moments {
    /// Where a month begins, or the latest one before it.
    pub(in super::super) fn go_to_month(&mut self, first: Date) {
        let Some((_, ordered)) = &self.read else { return };
        if let Some(row) = ordered.row_of_month(first) {
            self.asked = Some((first, None));
            self.bring_to_top(row);
        }
    }

    /// The first that stands on a day, or the latest before it; below its month where the month begins with it.
    pub(in super::super) fn go_to_day(&mut self, day: Date) {
        let Some((history, ordered)) = &self.read else { return };
        let Some(row) = ordered.row_of_day(day, history) else { return };
        let found = ordered.list.get(row).map(|row| row.day(history).first_of_month());
        let above = row.checked_sub(1).filter(|above| matches!(ordered.list.get(*above), Some(Row::Month { .. })));
        self.asked = found.map(|month| (month, None));
        self.bring_to_top(above.unwrap_or(row));
    }

    /// The latest moment.
    pub(in super::super) fn go_to_top(&mut self) {
        self.bring_to_top(0);
    }

    /// The first moment there was.
    pub(in super::super) fn go_to_end(&mut self) {
        self.list.go_to_end();
    }

    /// The month that is in sight: the one that was asked for, while nobody scrolled since; else the one at the top.
    pub(in super::super) fn month(&mut self) -> Option<Date> {
        let place = self.list.place();
        if let Some((month, _)) = self.asked.filter(|(_, rest)| rest.is_none_or(|rest| rest == place)) {
            return Some(month);
        }
        self.asked = None;
        let (history, ordered) = self.read.as_ref()?;
        let seen = ordered.list.get(place.row..)?;
        let row = seen.iter().find(|row| !matches!(row, Row::Quiet { .. }))?;
        Some(row.day(history).first_of_month())
    }

    /// The months of the history. What is left out of the list is not counted, but keeps its month.
    pub(in super::super) fn months(&self) -> Vec<Line> {
        let Some((history, _)) = &self.read else { return Vec::new() };
        let written = history.happenings.iter().filter(|moment| moment.is_written());
        lines(written.map(|moment| Written {
            day: moment.day,
            counts: self.kinds.contains(moment.kind),
            flag: moment.kind == crate::domain::kind::Kind::Flag,
        }))
    }

    /// The focus goes to the next entry in a direction; from outside the list, to the first one in sight.
    pub(in super::super) fn step(&mut self, ui: &Ui, way: Way) {
        let focused = ui.memory(eframe::egui::Memory::focused);
        let drawn = &self.pointed.drawn;
        let at = drawn.iter().position(|card| Some(card.id) == focused);
        let Some(at) = at else {
            let first = drawn.iter().find(|card| card.rect.top() >= self.sight.top() - 1.0).or(drawn.first());
            self.wanted = first.map(|card| card.moment);
            return;
        };
        let next = match way {
            Way::Down => drawn.get(at + 1),
            Way::Up => at.checked_sub(1).and_then(|before| drawn.get(before)),
        };
        if let Some(next) = next {
            self.wanted = Some(next.moment);
            return;
        }
        let Some(row) = drawn.get(at).and_then(|card| self.beyond(card.row, way)) else { return };
        self.pointed.beyond = Some((row, way));
        self.go_to(row);
    }

    /// The next row with an entry on it.
    fn beyond(&self, row: usize, way: Way) -> Option<usize> {
        let (_, ordered) = self.read.as_ref()?;
        let holds = |at: &usize| ordered.list.get(*at).is_some_and(Row::holds_entries);
        match way {
            Way::Down => (row + 1..ordered.list.len()).find(holds),
            Way::Up => (0..row).rev().find(holds),
        }
    }

    /// The card of a moment gets the focus.
    pub(in super::super) fn focus(&mut self, moment: u64) {
        self.wanted = Some(moment);
    }

    /// Whether there is anything to show.
    pub(in super::super) fn has_rows(&self) -> bool {
        self.read.as_ref().is_some_and(|(_, ordered)| !ordered.list.is_empty())
    }

    /// Lets a moment of a row stand out, and brings it into sight; or none.
    pub(in super::super) fn bring_out(&mut self, found: Option<(usize, u64)>) {
        self.pointed.out = found.map(|(_, moment)| moment);
        let Some((row, moment)) = found else { return };
        if self.pointed.sees(moment, self.sight) {
            return;
        }
        self.unfold(row, moment);
        self.pointed.scroll_to = Some(moment);
        if !self.list.made().contains(&row) {
            self.go_to(row);
        }
    }

    /// A one-on-one shows all of it rather than to hide what was looked for.
    fn unfold(&mut self, row: usize, moment: u64) {
        let Some((history, ordered)) = &self.read else { return };
        let Some(found @ Row::Meeting { .. }) = ordered.list.get(row) else { return };
        let nth = ordered.moments(found, history).position(|held| held.key() == moment);
        if nth.is_some_and(|nth| nth >= FIRST) {
            self.unfolded.insert(found.key(history));
        }
    }

    /// Brings a row to the very top.
    fn bring_to_top(&mut self, row: usize) {
        if let Some((history, ordered)) = &self.read
            && let Some(found) = ordered.list.get(row)
        {
            self.list.restore(Place { row, key: found.key(history), offset: 0.0 });
        }
    }

    /// Shows only what is of these kinds, and stays near what was at the top. Whether it was otherwise before.
    pub(in super::super) fn narrow(&mut self, kinds: Kinds) -> bool {
        if self.kinds == kinds {
            return false;
        }
        self.kinds = kinds;
        let Some((history, ordered)) = &mut self.read else { return true };
        // Who goes back and forth between two filters comes back to the same place.
        let place = self.list.place();
        let held = self.held.take().filter(|(_, rest)| rest.is_none_or(|rest| rest == place));
        let anchor = held.map(|(anchor, _)| anchor).or_else(|| Anchor::of(&self.list, ordered));
        *ordered = crate::domain::timeline::rows(history, kinds);
        self.asked = None;
        if let Some(anchor) = anchor {
            if let Some((row, offset)) = anchor.find(ordered)
                && let Some(found) = ordered.list.get(row)
            {
                self.list.restore(Place { row, key: found.key(history), offset });
            }
            self.held = Some((anchor, None));
        }
        true
    }

    /// A frame ends: where the list came to rest after it was told where to go is where it still is, until somebody scrolls.
    pub(super) fn rest(&mut self, ui: &Ui) {
        if let Some(moment) = self.pointed.arrived() {
            self.wanted = Some(moment);
            ui.request_repaint();
        }
        if self.list.is_going() {
            return;
        }
        let place = self.list.place();
        let rests = [self.asked.as_mut().map(|(_, rest)| rest), self.held.as_mut().map(|(_, rest)| rest)];
        for rest in rests.into_iter().flatten() {
            rest.get_or_insert(place);
        }
    }

    /// The history as it was read, and its rows.
    pub(in super::super) fn known(&self) -> Option<&(History, Rows)> {
        self.read.as_ref()
    }

    /// Where the list stands among the moments of the history: the newest that is in sight.
    pub(in super::super) fn first_in_sight(&self) -> u32 {
        let place = self.list.place();
        let rows = self.read.as_ref().and_then(|(_, ordered)| Some((ordered, ordered.list.get(place.row..)?)));
        rows.and_then(|(ordered, seen)| seen.iter().find_map(|row| moment_of(row, ordered))).unwrap_or_default()
    }
}

/// What a list is held by while its rows become others.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    /// A month, and how far its row is scrolled out.
    Month(Date, f32),
    /// A moment of the history, and how far its row is scrolled out.
    Moment(u32, f32),
}

impl Anchor {
    /// What is at the top of the list. Nothing at the very top: there one stays at the top.
    fn of(list: &VirtualList, ordered: &Rows) -> Option<Self> {
        let place = list.place();
        if place.row == 0 && place.offset <= 0.5 {
            return None;
        }
        let seen = ordered.list.get(place.row..)?;
        if let Some(Row::Month { first, .. } | Row::Quiet { to: first, .. }) = seen.first() {
            return Some(Self::Month(*first, place.offset));
        }
        let (nth, moment) = seen.iter().enumerate().find_map(|(nth, row)| Some((nth, moment_of(row, ordered)?)))?;
        Some(Self::Moment(moment, if nth == 0 { place.offset } else { 0.0 }))
    }

    /// The row that takes its place: its own, or else the next one further down.
    fn find(&self, ordered: &Rows) -> Option<(usize, f32)> {
        let last = ordered.list.len().checked_sub(1)?;
        match self {
            Self::Month(first, offset) => Some((ordered.row_of_month(*first)?, *offset)),
            Self::Moment(moment, offset) => {
                let of = |row: &Row| moment_of(row, ordered);
                let row = ordered.list.iter().position(|row| of(row).is_some_and(|at| at >= *moment));
                let row = row.unwrap_or(last);
                let same = ordered.list.get(row).and_then(of) == Some(*moment);
                Some((row, if same { *offset } else { 0.0 }))
            }
        }
    }
}

/// The moment that a row stands for: its place in the history.
fn moment_of(row: &Row, ordered: &Rows) -> Option<u32> {
    match row {
        Row::One { at, .. } => Some(*at),
        Row::Meeting { from, .. } => ordered.members.get(usize::try_from(*from).ok()?).copied(),
        Row::Month { .. } | Row::Quiet { .. } | Row::Skipped { .. } | Row::Review { .. } => None,
    }
}
