//! The moments of a history, one below the other. Only what is in sight is read and laid out.

mod navigation;

use std::collections::{HashMap, HashSet, hash_map::Entry};

use eframe::egui::{Id, Label, Rect, Response, Sense, Tooltip, Ui, lerp, pos2, style::ScrollAnimation, vec2};
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
        id::{EntryId, OneOnOneId, PersonId},
        one_on_one::OneOnOne,
        timeline::{
            KindSet, Timeline, TimelineEvent, TimelineRow, TimelineRows, build_rows, describe_duration, lanes::Lane,
        },
    },
    ui::{
        action::Action,
        entry::{EntryView, editor::EntryEditor},
        screen_context::ScreenContext,
        text,
        tokens::{MOTION, Tokens},
        widget::virtual_list::{ScrollPosition, VirtualList},
    },
};

/// An entry of two lines, as most are.
const ESTIMATED_ROW_HEIGHT: f32 = 64.0;
const GAP: f32 = 14.0;
/// Below the first moment there was.
const BOTTOM_PADDING: f32 = 24.0;
/// Moments that were read are kept up to this many.
const MAX_CACHED_EVENTS: usize = 400;
/// What steps back is still to be read.
const DIMMED_OPACITY: f32 = 0.6;
/// What is brought into sight from afar stands so far below the top.
const SCROLL_MARGIN_TOP: f32 = 120.0;

/// A history as it is shown, in the order of its rows.
pub(super) struct TimelineList {
    read: Option<(Timeline, TimelineRows)>,
    kinds: KindSet,
    row_cache: RowCache,
    list: VirtualList,
    /// The one-on-ones that are unfolded, by the keys of their rows.
    expanded_meetings: HashSet<u64>,
    /// The moment that gets the focus when it is in sight.
    focus_request: Option<u64>,
    /// The entry that was being written anew in the last frame.
    edited_entry: Option<EntryId>,
    /// The goal, flag or delegation whose lane was brought out in the last frame.
    highlighted_entry: Option<EntryId>,
    highlight: Highlight,
    /// Where the list was in the last frame.
    viewport: Rect,
    /// A month that was asked for, and where the list came to rest.
    requested_month: Option<(Date, Option<ScrollPosition>)>,
    /// What the list was held by when its rows became others, and where it came to rest.
    filter_anchor: Option<(ScrollAnchor, Option<ScrollPosition>)>,
}

/// What was read of the journal for the rows that were in sight.
#[derive(Default)]
struct RowCache {
    /// By their keys, and whether they stand on the card of their one-on-one.
    views: HashMap<(u64, bool), EntryView>,
    one_on_ones: HashMap<OneOnOneId, OneOnOne>,
}

impl TimelineList {
    /// A list that opens at a place it was left at.
    pub(super) fn with_scroll_position(place: Option<ScrollPosition>) -> Self {
        let mut list = VirtualList::new(ESTIMATED_ROW_HEIGHT).gap(GAP).bottom_padding(BOTTOM_PADDING);
        if let Some(place) = place {
            list.scroll_to(place);
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

    /// Reads everything again when it is shown next.
    pub(super) fn invalidate(&mut self) {
        self.read = None;
        self.row_cache = RowCache::default();
    }

    /// Where it stands.
    pub(super) fn scroll_position(&self) -> ScrollPosition {
        self.list.position()
    }

    /// The history, and its rows as they are shown; read where they are not known.
    pub(super) fn read(&mut self, screen: &mut ScreenContext<'_>, person: PersonId) -> (&Timeline, &TimelineRows) {
        let kinds = self.kinds;
        let (history, ordered) = self.read.get_or_insert_with(|| {
            let history = screen.read(|db| db.timeline(person));
            let ordered = build_rows(&history, kinds);
            (history, ordered)
        });
        (history, ordered)
    }

    /// Brings a row to the top.
    fn go_to_row(&mut self, row: usize) {
        if let Some((history, ordered)) = &self.read
            && let Some(found) = ordered.rows.get(row)
        {
            self.list.scroll_to(ScrollPosition { row, key: found.key(history), offset: 0.0 });
        }
    }

    /// Brings what was written into sight, where it is not.
    fn scroll_to_entry(&mut self, entry: EntryId) {
        let Some((history, ordered)) = &self.read else { return };
        let Some(moment) = history.written_event(entry).map(TimelineEvent::key) else { return };
        if self.highlight.has_drawn(moment) {
            return;
        }
        let Some(row) = ordered.row_of_entry(entry, history) else { return };
        let Some(found) = ordered.rows.get(row) else { return };
        // A one-on-one shows all of it rather than to hide what was asked for.
        if let TimelineRow::Meeting { .. } = found {
            self.expanded_meetings.insert(found.key(history));
        }
        if !self.list.rendered_range().contains(&row) {
            self.list.scroll_to(ScrollPosition { row, key: found.key(history), offset: -SCROLL_MARGIN_TOP });
        }
    }

    /// Brings what was written into sight, and gives it the focus.
    pub(super) fn go_to_entry(&mut self, entry: EntryId) {
        self.scroll_to_entry(entry);
        let written = self.read.as_ref().and_then(|(history, _)| history.written_event(entry));
        self.focus_request = written.map(TimelineEvent::key);
    }

    /// Shows the rows in the room there is.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        facts: &PersonSnapshot,
        editor: &mut Option<EntryEditor>,
    ) {
        let person = &facts.person;
        self.read(screen, person.id);
        let editing = editor.as_ref().map(EntryEditor::entry);
        if editing != self.edited_entry
            && let Some(entry) = editing
        {
            self.scroll_to_entry(entry);
        }
        self.edited_entry = editing;
        let Some((history, ordered)) = &self.read else { return };
        if self.row_cache.views.len() > MAX_CACHED_EVENTS {
            self.row_cache = RowCache::default();
        }
        let sight = ui.available_rect_before_wrap();
        self.viewport = sight;
        self.highlight.begin_frame();
        let columns = LaneColumns::for_rows(ordered, sight.width());
        let far =
            ui.animate_bool_with_time(ui.scope_id().with("brought out"), self.highlighted_entry.is_some(), MOTION);
        let mut showing = RowRenderer {
            timeline: history,
            rows: ordered,
            columns,
            row_cache: &mut self.row_cache,
            expanded_meetings: &mut self.expanded_meetings,
            focus_request: &mut self.focus_request,
            highlight: &mut self.highlight,
            person: person.id,
            short_name: person.profile.short_name(),
            highlighted_lane: self.highlighted_entry.map(|entry| (entry, far)),
            source_requested: None,
            focused: None,
        };
        self.list.show(
            ui,
            ("timeline", person.id.0),
            ordered.rows.len(),
            |row| ordered.rows.get(row).map_or(0, |row| row.key(history)),
            |ui, at| showing.show_row(ui, screen, at, editor),
        );
        let (leads_to, focused) = (showing.source_requested, showing.focused);
        let out = self.highlighted_entry.map(|entry| (entry, far));
        let drawing = LanePainter {
            timeline: history,
            rows: ordered,
            list: &self.list,
            columns,
            viewport: sight,
            highlight: out,
        };
        drawing.paint(ui);
        let out = show_lane_description(ui, screen, &drawing, focused.as_ref());
        if out != self.highlighted_entry {
            self.highlighted_entry = out;
            ui.request_repaint();
        }
        if let Some(entry) = leads_to {
            self.go_to_entry(entry);
            ui.request_repaint();
        }
        self.end_frame(ui);
    }
}

/// The rows while they are shown.
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
    /// The entry that the way was asked to.
    source_requested: Option<EntryId>,
    /// The card that has the focus, and its row.
    focused: Option<(u32, Response)>,
}

impl RowRenderer<'_> {
    fn show_row(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, at: usize, editor: &mut Option<EntryEditor>) {
        let Some(row) = self.rows.rows.get(at) else { return };
        let place = |first_of_day: bool| row::RowLayout {
            columns: self.columns,
            day: first_of_day.then(|| row.day(self.timeline)),
        };
        match row {
            TimelineRow::Month { first, count } => show_month(ui, self.columns, *first, *count, at == 0),
            TimelineRow::EmptyMonths { from, to } => show_quiet(ui, self.columns, *from, *to),
            TimelineRow::SkippedMeeting { starts_day: first_of_day, .. } => {
                let place = place(*first_of_day);
                self.dim_unrelated(ui, None);
                let one_on_one = row.one_on_one(self.timeline).and_then(|id| self.row_cache.one_on_one(screen, id));
                show_skipped(ui, &place, screen.today, one_on_one);
            }
            TimelineRow::FinishedReview { starts_day: first_of_day, .. } => {
                let place = place(*first_of_day);
                self.dim_unrelated(ui, None);
                if let Some(finished) = row.finished_review(self.timeline)
                    && show_review(ui, &place, screen.today, finished)
                {
                    screen.dispatch(Action::OpenReview(self.person, finished.review));
                }
            }
            TimelineRow::Event { starts_day: first_of_day, .. } => {
                let place = place(*first_of_day);
                let number = u32::try_from(at).ok();
                let thread = number.and_then(|row| self.rows.lane_layout.lane_at_row(row));
                self.dim_unrelated(ui, thread.map(|thread| thread.entry));
                for moment in self.rows.events(row, self.timeline) {
                    let Some(shown) = self.row_cache.event_view(screen, moment, self.short_name, false) else {
                        continue;
                    };
                    let card = show_event(ui, screen, &place, shown, editor);
                    let leads = shown.take_source_request();
                    self.on_card_drawn(ui, at, moment, card, leads);
                }
            }
            TimelineRow::Meeting { starts_day: first_of_day, .. } => {
                let place = place(*first_of_day);
                self.dim_unrelated(ui, None);
                self.show_meeting(ui, screen, at, row, &place, editor);
            }
        }
    }

    /// What does not belong to what is brought out steps back a little.
    fn dim_unrelated(&self, ui: &mut Ui, thing: Option<EntryId>) {
        if let Some((out, far)) = self.highlighted_lane
            && thing != Some(out)
        {
            ui.multiply_opacity(lerp(1.0..=DIMMED_OPACITY, far));
        }
    }

    fn show_meeting(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        at: usize,
        row: &TimelineRow,
        place: &row::RowLayout,
        editor: &mut Option<EntryEditor>,
    ) {
        let moments: Vec<&TimelineEvent> = self.rows.events(row, self.timeline).collect();
        let key = row.key(self.timeline);
        let one_on_one = row.one_on_one(self.timeline).and_then(|id| self.row_cache.one_on_one(screen, id)).cloned();
        let meeting = MeetingCard {
            one_on_one: one_on_one.as_ref(),
            count: moments.len(),
            is_expanded: self.expanded_meetings.contains(&key),
        };
        let today = screen.today;
        let left = ui.max_rect().left();
        let turned = meeting.show(ui, place, today, |ui, nth| {
            let Some(moment) = moments.get(nth) else { return };
            let Some(shown) = self.row_cache.event_view(screen, moment, self.short_name, true) else { return };
            let line = show_meeting_event(ui, screen, place, left, shown, editor);
            let leads = shown.take_source_request();
            self.on_card_drawn(ui, at, moment, line, leads);
        });
        if turned && !self.expanded_meetings.remove(&key) {
            self.expanded_meetings.insert(key);
        }
    }

    /// A moment was drawn: it may get the focus, have it, or lead to what was written.
    fn on_card_drawn(&mut self, ui: &Ui, row: usize, moment: &TimelineEvent, card: Response, leads: bool) {
        if self.focus_request.take_if(|wanted| *wanted == moment.key()).is_some() {
            card.request_focus();
            ui.scroll_to_rect_animation(card.rect.expand(10.0), None, ScrollAnimation::none());
        }
        self.highlight.on_card_drawn(ui, row, moment.key(), &card);
        if leads {
            self.source_requested = Some(moment.entry);
        }
        if card.has_focus()
            && let Ok(row) = u32::try_from(row)
        {
            self.focused = Some((row, card));
        }
    }
}

impl RowCache {
    /// A moment as it was read before, or read now. Nothing where it is gone since the rows were read.
    fn event_view(
        &mut self,
        screen: &mut ScreenContext<'_>,
        moment: &TimelineEvent,
        them: &str,
        among_others: bool,
    ) -> Option<&mut EntryView> {
        match self.views.entry((moment.key(), among_others)) {
            Entry::Occupied(known) => Some(known.into_mut()),
            Entry::Vacant(place) => {
                let today = screen.today;
                screen.read(|db| load_event_view(db, moment, today, them, among_others)).map(|read| place.insert(read))
            }
        }
    }

    fn one_on_one(&mut self, screen: &mut ScreenContext<'_>, id: OneOnOneId) -> Option<&OneOnOne> {
        match self.one_on_ones.entry(id) {
            Entry::Occupied(known) => Some(known.into_mut()),
            Entry::Vacant(place) => screen.read(|db| db.one_on_one(id)).map(|read| &*place.insert(read)),
        }
    }
}

/// What the pointer is on, or has the focus, says how long it ran.
fn show_lane_description(
    ui: &Ui,
    screen: &ScreenContext<'_>,
    drawing: &LanePainter<'_>,
    focused: Option<&(u32, Response)>,
) -> Option<EntryId> {
    let say = |thread: &Lane| describe_duration(thread, drawing.rows, drawing.timeline, screen.today);
    let beside = drawing.lanes_rect();
    let response = ui.interact(beside, ui.scope_id().with("lanes"), Sense::hover());
    let pointed = response.hover_pos().and_then(|at| drawing.lane_at(at).map(|thread| (thread, at)));
    if let Some((thread, at)) = pointed {
        let dot = Rect::from_center_size(at, vec2(0.0, 24.0));
        show_lane_tooltip(ui, drawing, response.id, dot, &say(thread));
        return Some(thread.entry);
    }
    let (row, card) = focused?;
    let thread = drawing.rows.lane_layout.lane_at_row(*row)?;
    let said = say(thread);
    ui.accesskit_node_builder(card.id, |node| node.set_description(said.clone()));
    if drawing.viewport.contains(pos2(drawing.viewport.center().x, card.rect.top() + 1.0)) {
        show_lane_tooltip(ui, drawing, card.id.with("run"), drawing.marker_rect(*row), &said);
    }
    Some(thread.entry)
}

/// Says it below a dot, beside the cards: no word of them is covered.
fn show_lane_tooltip(ui: &Ui, drawing: &LanePainter<'_>, id: Id, dot: Rect, said: &str) {
    /// From the edge of what is said to its words.
    const AROUND: f32 = 20.0;
    let left = drawing.viewport.left();
    let anchor = Rect::from_x_y_ranges(left..=dot.right(), dot.y_range());
    let width = (drawing.columns.card_left - AROUND).min(260.0);
    Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), id, anchor).width(width).show(|ui| {
        ui.set_max_width(width);
        ui.add(Label::new(text::small(said).color(Tokens::of(ui).ink)).wrap());
    });
}
