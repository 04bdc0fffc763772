//! The virtual list of timeline rows: only the rows in view are read and laid out.

mod navigation;

use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    sync::Arc,
};

use eframe::egui::{
    CornerRadius, Id, Label, Rect, Response, Sense, Stroke, StrokeKind, Tooltip, Ui, lerp, pos2,
    style::ScrollAnimation, vec2,
};
use jiff::civil::Date;

use self::navigation::{Highlight, ScrollAnchor};
use super::{
    super::PersonSnapshot,
    lanes::{LaneColumns, LanePainter},
    row::{
        self, MeetingCard, load_event_view, show_event, show_meeting_event, show_month, show_quiet, show_review,
        show_skipped,
    },
};
use crate::{
    domain::{
        entry::kind::Kind,
        id::{EntryId, OneOnOneId, PersonId},
        one_on_one::OneOnOne,
        timeline::{KindSet, Timeline, TimelineEvent, TimelineRow, TimelineRows, build_rows, lanes::Lane},
    },
    ui::{
        action::Navigation,
        entry::{EntryView, editor::EntryEditor},
        kind_style::tone,
        screen_context::ScreenContext,
        text,
        tokens::{DIMMED_OPACITY, MOTION, Tokens, size},
        widget::{
            scroll,
            virtual_list::{ScrollPosition, VirtualList},
        },
    },
    wording::timeline::duration::describe_duration,
};

/// Height of an entry with two lines of text, the most frequent row.
const ESTIMATED_ROW_HEIGHT: f32 = 64.0;
const GAP: f32 = 14.0;
/// Space below the oldest row.
const BOTTOM_PADDING: f32 = 24.0;
/// The row cache is emptied when it holds more event views than this.
const MAX_CACHED_EVENTS: usize = 400;
/// Distance from the top at which an entry lands that was scrolled into view.
const SCROLL_MARGIN_TOP: f32 = 120.0;

/// The list with its loaded data, filter and scroll state.
pub(super) struct TimelineList {
    read: Option<(Arc<Timeline>, TimelineRows)>,
    kinds: KindSet,
    row_cache: RowCache,
    list: VirtualList,
    /// Row keys of the meetings that show all their entries.
    expanded_meetings: HashSet<u64>,
    /// Key of the event that gets the focus once its card is drawn.
    focus_request: Option<u64>,
    /// The entry that was being edited in the last frame.
    edited_entry: Option<EntryId>,
    /// The goal, flag or delegation whose lane was highlighted in the last frame.
    highlighted_entry: Option<EntryId>,
    highlight: Highlight,
    /// The area of the list in the last frame.
    viewport: Rect,
    /// The month last jumped to, and the position at which scrolling to it ended.
    requested_month: Option<(Date, Option<ScrollPosition>)>,
    /// The anchor of the last change of filter, and the position at which scrolling to it ended.
    filter_anchor: Option<(ScrollAnchor, Option<ScrollPosition>)>,
}

/// Journal data of the rows that have been in view.
#[derive(Default)]
struct RowCache {
    /// By event key, and whether the event is shown on the card of its meeting.
    views: HashMap<(u64, bool), EntryView>,
    one_on_ones: HashMap<OneOnOneId, OneOnOne>,
}

impl TimelineList {
    /// A list that opens at a remembered scroll position.
    pub(super) fn with_scroll_position(position: Option<ScrollPosition>) -> Self {
        let mut list = VirtualList::new("Timeline", ESTIMATED_ROW_HEIGHT).gap(GAP).bottom_padding(BOTTOM_PADDING);
        if let Some(position) = position {
            list.scroll_to(position);
        }
        Self {
            read: None,
            kinds: KindSet::ALL,
            row_cache: RowCache::default(),
            list,
            expanded_meetings: HashSet::new(),
            focus_request: None,
            edited_entry: None,
            highlighted_entry: None,
            highlight: Highlight::default(),
            viewport: Rect::NOTHING,
            requested_month: None,
            filter_anchor: None,
        }
    }

    /// Drops the loaded data, so that the next frame reads it again.
    pub(super) fn invalidate(&mut self) {
        self.read = None;
        self.row_cache = RowCache::default();
    }

    pub(super) fn scroll_position(&self) -> ScrollPosition {
        self.list.position()
    }

    /// The timeline of a person and its rows under the current filter; loaded if necessary.
    pub(super) fn read(&mut self, screen: &mut ScreenContext<'_>, person: PersonId) -> (&Timeline, &TimelineRows) {
        let kinds = self.kinds;
        let (timeline, rows) = self.read.get_or_insert_with(|| {
            let timeline = Arc::new(screen.read(|db| db.timeline(person)));
            let rows = build_rows(&timeline, kinds);
            (timeline, rows)
        });
        (timeline, rows)
    }

    /// Scrolls until an entry is in view; expands its meeting, so that the entry cannot be hidden.
    fn scroll_to_entry(&mut self, entry: EntryId) {
        let Some((timeline, rows)) = &self.read else { return };
        let Some(event_key) = timeline.written_event(entry).map(TimelineEvent::key) else { return };
        if self.highlight.has_drawn(event_key) {
            return;
        }
        let Some(row) = rows.row_of_entry(entry, timeline) else { return };
        let Some(key) = rows.rows.get(row).map(|row| row.key(timeline)) else { return };
        if let Some(TimelineRow::Meeting { .. }) = rows.rows.get(row) {
            self.expanded_meetings.insert(key);
        }
        if !self.list.rendered_range().contains(&row) {
            self.list.scroll_to(ScrollPosition { row, key, offset: -SCROLL_MARGIN_TOP });
        }
    }

    /// Scrolls to an entry and focuses it.
    pub(super) fn go_to_entry(&mut self, entry: EntryId) {
        self.scroll_to_entry(entry);
        let written = self.read.as_ref().and_then(|(timeline, _)| timeline.written_event(entry));
        self.focus_request = written.map(TimelineEvent::key);
    }

    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        snapshot: &PersonSnapshot,
        editor: &mut Option<EntryEditor>,
    ) {
        let person = &snapshot.person;
        self.read(screen, person.id);
        let edited = editor.as_ref().map(EntryEditor::entry);
        if edited != self.edited_entry
            && let Some(entry) = edited
        {
            self.scroll_to_entry(entry);
        }
        self.edited_entry = edited;
        let Some((timeline, rows)) = &self.read else { return };
        if self.row_cache.views.len() > MAX_CACHED_EVENTS {
            self.row_cache = RowCache::default();
        }
        let viewport = ui.available_rect_before_wrap();
        self.viewport = viewport;
        self.highlight.begin_frame();
        let columns = LaneColumns::for_rows(rows, viewport.width());
        let dim_amount =
            ui.animate_bool_with_time(ui.scope_id().with("brought out"), self.highlighted_entry.is_some(), MOTION);
        let mut renderer = RowRenderer {
            timeline,
            rows,
            columns,
            row_cache: &mut self.row_cache,
            expanded_meetings: &mut self.expanded_meetings,
            focus_request: &mut self.focus_request,
            highlight: &mut self.highlight,
            person: person.id,
            short_name: person.short_name(),
            highlighted_lane: self.highlighted_entry.map(|entry| (entry, dim_amount)),
            source_requested: None,
            focused: None,
        };
        let output = self.list.show(
            ui,
            ("timeline", person.id.0),
            rows.rows.len(),
            |row| rows.rows.get(row).map_or(0, |row| row.key(timeline)),
            |ui, at| renderer.show_row(ui, screen, at, editor),
        );
        let (source_requested, focused) = (renderer.source_requested, renderer.focused);
        let highlighted = self.highlighted_entry.map(|entry| (entry, dim_amount));
        let painter = LanePainter { timeline, rows, list: &self.list, columns, viewport, highlight: highlighted };
        painter.paint(ui);
        // The scroll area has faded the cards only.
        scroll::fade_edges(ui, painter.lanes_rect(), &output);
        let highlighted = show_lane_description(ui, screen, &painter, focused.as_ref());
        if highlighted != self.highlighted_entry {
            self.highlighted_entry = highlighted;
            ui.request_repaint();
        }
        if let Some(entry) = source_requested {
            self.go_to_entry(entry);
            ui.request_repaint();
        }
        self.end_frame(ui);
    }
}

/// Draws the rows of one frame and collects what happened in them.
struct RowRenderer<'a> {
    timeline: &'a Timeline,
    rows: &'a TimelineRows,
    columns: LaneColumns,
    row_cache: &'a mut RowCache,
    expanded_meetings: &'a mut HashSet<u64>,
    focus_request: &'a mut Option<u64>,
    highlight: &'a mut Highlight,
    person: PersonId,
    short_name: &'a str,
    highlighted_lane: Option<(EntryId, f32)>,
    /// The entry whose source link was clicked: the list scrolls to it.
    source_requested: Option<EntryId>,
    /// The row and the response of the focused card.
    focused: Option<(u32, Response)>,
}

impl RowRenderer<'_> {
    fn show_row(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        index: usize,
        editor: &mut Option<EntryEditor>,
    ) {
        let Some(row) = self.rows.rows.get(index) else { return };
        let layout = |starts_day: bool| row::RowLayout {
            columns: self.columns,
            day: starts_day.then(|| row.day(self.timeline)),
        };
        match row {
            TimelineRow::Month { first, count } => show_month(ui, self.columns, *first, *count, index == 0),
            TimelineRow::EmptyMonths { from, to } => show_quiet(ui, self.columns, *from, *to),
            TimelineRow::SkippedMeeting { starts_day, .. } => {
                let layout = layout(*starts_day);
                self.dim_unrelated(ui, None);
                let one_on_one = row.one_on_one(self.timeline).and_then(|id| self.row_cache.one_on_one(screen, id));
                show_skipped(ui, &layout, screen.today, one_on_one);
            }
            TimelineRow::FinishedReview { starts_day, .. } => {
                let layout = layout(*starts_day);
                self.dim_unrelated(ui, None);
                if let Some(finished) = row.finished_review(self.timeline)
                    && show_review(ui, &layout, screen.today, finished)
                {
                    screen.dispatch(Navigation::OpenReview(self.person, finished.review));
                }
            }
            TimelineRow::Event { starts_day, .. } => {
                let layout = layout(*starts_day);
                let row_number = u32::try_from(index).ok();
                let lane = row_number.and_then(|row| self.rows.lane_layout.lane_at_row(row));
                self.dim_unrelated(ui, lane.map(|lane| lane.entry));
                for event in self.rows.events(row, self.timeline) {
                    let Some(view) = self.row_cache.event_view(screen, event, self.short_name, false) else { continue };
                    let card = show_event(ui, screen, &layout, view, editor);
                    if self.highlighted_lane.is_some_and(|(entry, _)| entry == view.entry.id) {
                        bring_out(ui, card.rect, view.entry.kind());
                    }
                    let source_requested = view.take_source_request();
                    self.on_card_drawn(ui, index, event, card, source_requested);
                }
            }
            TimelineRow::Meeting { starts_day, .. } => {
                let layout = layout(*starts_day);
                self.dim_unrelated(ui, None);
                self.show_meeting(ui, screen, index, row, &layout, editor);
            }
        }
    }

    /// Dims what is not part of the highlighted lane.
    fn dim_unrelated(&self, ui: &mut Ui, entry: Option<EntryId>) {
        if let Some((highlighted, dim_amount)) = self.highlighted_lane
            && entry != Some(highlighted)
        {
            ui.multiply_opacity(lerp(1.0..=DIMMED_OPACITY, dim_amount));
        }
    }

    fn show_meeting(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        row_index: usize,
        row: &TimelineRow,
        layout: &row::RowLayout,
        editor: &mut Option<EntryEditor>,
    ) {
        let events: Vec<&TimelineEvent> = self.rows.events(row, self.timeline).collect();
        let key = row.key(self.timeline);
        let one_on_one = row.one_on_one(self.timeline).and_then(|id| self.row_cache.one_on_one(screen, id)).cloned();
        let meeting = MeetingCard {
            one_on_one: one_on_one.as_ref(),
            count: events.len(),
            is_expanded: self.expanded_meetings.contains(&key),
        };
        let left = ui.max_rect().left();
        let toggled = meeting.show(ui, screen, layout, |ui, screen, index| {
            let Some(event) = events.get(index) else { return };
            let Some(view) = self.row_cache.event_view(screen, event, self.short_name, true) else { return };
            let line = show_meeting_event(ui, screen, layout, left, view, editor);
            let source_requested = view.take_source_request();
            self.on_card_drawn(ui, row_index, event, line, source_requested);
        });
        if toggled && !self.expanded_meetings.remove(&key) {
            self.expanded_meetings.insert(key);
        }
    }

    /// Applies a pending focus request to a drawn card and records its focus and its source link.
    fn on_card_drawn(&mut self, ui: &Ui, row: usize, event: &TimelineEvent, card: Response, source_requested: bool) {
        if self.focus_request.take_if(|requested| *requested == event.key()).is_some() {
            card.request_focus();
            ui.scroll_to_rect_animation(card.rect.expand(10.0), None, ScrollAnimation::none());
        }
        self.highlight.on_card_drawn(ui, row, event.key(), &card);
        if source_requested {
            self.source_requested = Some(event.entry);
        }
        if card.has_focus()
            && let Ok(row) = u32::try_from(row)
        {
            self.focused = Some((row, card));
        }
    }
}

impl RowCache {
    /// The cached view of an event, loaded on first use; `None` when it was deleted meanwhile.
    fn event_view(
        &mut self,
        screen: &mut ScreenContext<'_>,
        event: &TimelineEvent,
        short_name: &str,
        on_meeting_card: bool,
    ) -> Option<&mut EntryView> {
        match self.views.entry((event.key(), on_meeting_card)) {
            Entry::Occupied(cached) => Some(cached.into_mut()),
            Entry::Vacant(slot) => {
                let today = screen.today;
                screen
                    .read(|db| load_event_view(db, event, today, short_name, on_meeting_card))
                    .map(|loaded| slot.insert(loaded))
            }
        }
    }

    fn one_on_one(&mut self, screen: &mut ScreenContext<'_>, id: OneOnOneId) -> Option<&OneOnOne> {
        match self.one_on_ones.entry(id) {
            Entry::Occupied(cached) => Some(cached.into_mut()),
            Entry::Vacant(slot) => screen.read(|db| db.one_on_one(id)).map(|loaded| &*slot.insert(loaded)),
        }
    }
}

/// Shows how long the lane under the pointer, or of the focused card, lasted. Returns its entry.
fn show_lane_description(
    ui: &Ui,
    screen: &ScreenContext<'_>,
    painter: &LanePainter<'_>,
    focused: Option<&(u32, Response)>,
) -> Option<EntryId> {
    let description = |lane: &Lane| describe_duration(lane, painter.rows, painter.timeline, screen.today);
    let lanes_rect = painter.lanes_rect();
    let response = ui.interact(lanes_rect, ui.scope_id().with("lanes"), Sense::hover());
    let pointed = response.hover_pos().and_then(|at| painter.lane_at(at).map(|lane| (lane, at)));
    if let Some((lane, at)) = pointed {
        let marker = Rect::from_center_size(at, vec2(0.0, 24.0));
        show_lane_tooltip(ui, painter, response.id, marker, &description(lane));
        return Some(lane.entry);
    }
    let (row, card) = focused?;
    let lane = painter.rows.lane_layout.lane_at_row(*row)?;
    let text = description(lane);
    ui.accesskit_node_builder(card.id, |node| node.set_description(text.clone()));
    if painter.viewport.contains(pos2(painter.viewport.center().x, card.rect.top() + 1.0)) {
        show_lane_tooltip(ui, painter, card.id.with("run"), painter.marker_rect(*row), &text);
    }
    Some(lane.entry)
}

/// Shows a tooltip below a marker, left of the cards, so that it covers no text of them.
fn show_lane_tooltip(ui: &Ui, painter: &LanePainter<'_>, id: Id, marker: Rect, text: &str) {
    /// From the edge of the tooltip to its text.
    const PADDING: f32 = 20.0;
    let left = painter.viewport.left();
    let anchor = Rect::from_x_y_ranges(left..=marker.right(), marker.y_range());
    let width = (painter.columns.card_left - PADDING).min(260.0);
    Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), id, anchor).width(width).show(|ui| {
        ui.set_max_width(width);
        ui.add(Label::new(text::small(text).color(Tokens::of(ui).ink)).wrap());
    });
}

/// Outlines an event of the highlighted lane in the colour of its kind.
fn bring_out(ui: &Ui, rect: Rect, kind: Kind) {
    let stroke = Stroke::new(1.5, Tokens::of(ui).kind_ink(tone(kind)));
    ui.painter().rect_stroke(rect.expand(3.0), CornerRadius::same(size::CARD_RADIUS), stroke, StrokeKind::Outside);
}
