//! How the lanes look: the spine, and beside it a line for every goal, flag and delegation, drawn over all rows in sight at
//! once, so that it is one line however high the rows are.

use eframe::egui::{
    Color32, Painter, Pos2, Rect, Shape, Stroke, Ui,
    epaint::{CircleShape, CubicBezierShape, PathStroke},
    pos2,
};

use crate::{
    domain::{
        entry::kind::Kind,
        id::EntryId,
        timeline::{
            Timeline, TimelineRow, TimelineRows,
            lanes::{Lane, LaneMarker, LaneMarkerKind, MAX_COLUMNS},
        },
    },
    ui::{
        kind_style::tone,
        text,
        text::{Type, Weight},
        tokens::{Tokens, size},
        widget::virtual_list::VirtualList,
    },
};

/// From the top of a row to the middle of its first line, where its dot stands.
pub(super) const MARKER_OFFSET: f32 = 22.0;
/// How high a branch is between the spine and its lane.
const BRANCH_HEIGHT: f32 = 36.0;
const SPINE_WIDTH: f32 = 3.0;
const LANE_WIDTH: f32 = 2.4;
const THIN_WIDTH: f32 = 1.0;
/// From one dot of a dotted line to the next.
const DOT_SPACING: f32 = 6.5;
const END_RADIUS: f32 = 5.5;
const RING_RADIUS: f32 = 5.0;
const DOT_RADIUS: f32 = 4.5;
const SMALL_RADIUS: f32 = 3.5;
/// How far what is not brought out goes back into the page.
const FADE_AMOUNT: f32 = 0.6;
/// The page shows so far around what stands on a line.
const HALO_WIDTH: f32 = 2.0;

/// Where everything stands beside the cards, from the left edge of the list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct LaneColumns {
    /// Where the days end.
    pub day_right: f32,
    /// The middle of the spine.
    pub spine_x: f32,
    /// The middle of the lane next to the spine.
    first_lane_x: f32,
    /// From one lane to the next.
    lane_spacing: f32,
    /// Where the cards begin.
    pub card_left: f32,
}

impl LaneColumns {
    /// For so many lanes, in a list so wide.
    pub(super) fn for_rows(rows: &TimelineRows, room: f32) -> Self {
        let lanes = rows.lane_layout.column_count() + usize::from(rows.lane_layout.has_overflow());
        // There is always room for three: a new goal shall not wrap every text anew.
        let lanes = lanes.max(3) as f32;
        let is_narrow = room < 620.0;
        let lane_spacing = if is_narrow { 14.0 } else { (128.0 / lanes).clamp(18.0, 27.0) };
        let (day_right, spine_x) = if is_narrow { (52.0, 66.0) } else { (56.0, 84.0) };
        let first_lane_x = spine_x + lane_spacing.min(24.0);
        let card_left = first_lane_x + (lanes - 1.0) * lane_spacing + if is_narrow { 18.0 } else { 34.0 };
        Self { day_right, spine_x, first_lane_x, lane_spacing, card_left }
    }

    fn lane_x(&self, thread: &Lane) -> f32 {
        let lane = thread.column.map_or(MAX_COLUMNS, usize::from);
        self.first_lane_x + lane as f32 * self.lane_spacing
    }
}

/// All that the lanes are drawn from.
pub(super) struct LanePainter<'a> {
    pub timeline: &'a Timeline,
    pub rows: &'a TimelineRows,
    pub list: &'a VirtualList,
    pub columns: LaneColumns,
    /// What is seen of the list.
    pub viewport: Rect,
    /// The thing that is brought out, and how far the others have stepped back: from 0 to 1.
    pub highlight: Option<(EntryId, f32)>,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineStyle {
    Solid,
    Dotted,
    Thin,
}

impl LanePainter<'_> {
    /// Draws what is in sight.
    pub(super) fn paint(&self, ui: &Ui) {
        let painter = ui.painter().with_clip_rect(self.viewport.intersect(ui.clip_rect()));
        let t = Tokens::of(ui);
        let made = self.list.rendered_range();
        let (Ok(first), Ok(last)) = (u32::try_from(made.start), u32::try_from(made.end.saturating_sub(1))) else {
            return;
        };
        self.paint_spine(&painter, t);
        let threads: Vec<&Lane> = self.rows.lane_layout.lanes_in_rows(first, last).collect();
        self.paint_overflow_lane(ui, &painter, t);
        // What reaches farther out lies below, so that a branch crosses over it with a little room.
        for thread in threads.iter().filter(|thread| thread.column.is_some()) {
            self.paint_lane(&painter, t, thread, LanePart::Vertical);
        }
        for thread in &threads {
            self.paint_lane(&painter, t, thread, LanePart::Branches);
        }
        for row in made {
            self.paint_marker(&painter, t, row);
        }
    }

    /// The thing whose lane is at a place.
    pub(super) fn lane_at(&self, pos: Pos2) -> Option<&Lane> {
        let made = self.list.rendered_range();
        let first = u32::try_from(made.start).ok()?;
        let last = u32::try_from(made.end.checked_sub(1)?).ok()?;
        let reach = self.columns.lane_spacing / 2.0;
        let x = pos.x - self.viewport.left();
        let near = |thread: &&Lane| {
            let (top, bottom) = self.lane_y_range(thread);
            let on_lane = (x - self.columns.lane_x(thread)).abs() <= reach && top <= pos.y && pos.y <= bottom;
            let ends = [thread.bottom, thread.top].into_iter().enumerate();
            let on_spine = (x - self.columns.spine_x).abs() <= 10.0
                && ends
                    .filter(|(nth, _)| *nth == 0 || !thread.is_open)
                    .any(|(_, row)| (self.marker_y(row) - pos.y).abs() <= 10.0);
            on_spine || on_lane
        };
        self.rows.lane_layout.lanes_in_rows(first, last).filter(|thread| thread.column.is_some()).find(near)
    }

    /// The part of the list that the lanes are in.
    pub(super) fn lanes_rect(&self) -> Rect {
        let left = self.viewport.left() + self.columns.spine_x - 12.0;
        Rect::from_x_y_ranges(left..=self.viewport.left() + self.columns.card_left - 8.0, self.viewport.y_range())
    }

    /// The dot of a row that is on a lane.
    pub(super) fn marker_rect(&self, row: u32) -> Rect {
        let column =
            self.rows.lane_layout.lane_at_row(row).map_or(self.columns.spine_x, |thread| self.columns.lane_x(thread));
        let at = pos2(self.viewport.left() + column, self.marker_y(row));
        Rect::from_center_size(at, eframe::egui::Vec2::splat(2.0 * END_RADIUS + 4.0))
    }

    /// Where the dot of a row stands.
    fn marker_y(&self, row: u32) -> f32 {
        self.list.row_top(to_index(row)) + MARKER_OFFSET
    }

    /// From where to where a thread is to be seen; beyond the window it does not matter.
    fn lane_y_range(&self, thread: &Lane) -> (f32, f32) {
        let made = self.list.rendered_range();
        let beyond = 80.0;
        let top = if thread.is_open {
            self.list.row_top(0).max(self.viewport.top() - beyond)
        } else if made.contains(&to_index(thread.top)) {
            self.marker_y(thread.top)
        } else {
            self.viewport.top() - 4.0 * beyond
        };
        let bottom = if made.contains(&to_index(thread.bottom)) {
            self.marker_y(thread.bottom)
        } else {
            self.viewport.bottom() + 4.0 * beyond
        };
        (top, bottom)
    }

    fn pixel_aligned_x(&self, painter: &Painter, column: f32) -> f32 {
        let pixels = painter.pixels_per_point();
        let width = (LANE_WIDTH * pixels).round();
        let half = if (width % 2.0).abs() > 0.5 { 0.5 } else { 0.0 };
        (((self.viewport.left() + column) * pixels).floor() + half) / pixels
    }

    /// How far something steps back while another thing is brought out.
    /// Into the page and not into the air, so that what lies over each other shows no seam.
    fn faded(&self, t: &Tokens, thread: Option<&Lane>, colour: Color32) -> Color32 {
        match self.highlight {
            Some((out, far)) if thread.is_none_or(|thread| thread.entry != out) => {
                colour.lerp_to_gamma(t.page, FADE_AMOUNT * far)
            }
            _ => colour,
        }
    }

    fn paint_spine(&self, painter: &Painter, t: &Tokens) {
        let pixels = painter.pixels_per_point();
        let x = self.pixel_aligned_x(painter, self.columns.spine_x);
        let width = (SPINE_WIDTH * pixels).round() / pixels;
        let solid = |from: f32, to: f32| {
            if to > from {
                painter.add(Shape::line(vec![pos2(x, from), pos2(x, to)], PathStroke::new(width, t.line)));
            }
        };
        let mut from = self.list.row_top(0).max(self.viewport.top() - 8.0);
        for row in self.list.rendered_range() {
            let (top, below) = (self.list.row_top(row), self.list.row_top(row + 1));
            match self.rows.rows.get(row) {
                // Whole months without a word: the line thins out into dots.
                Some(TimelineRow::EmptyMonths { .. }) => {
                    solid(from, top);
                    paint_dots(painter, &[pos2(x, top), pos2(x, below)], 1.4, t.outline.gamma_multiply(0.55));
                    from = below;
                }
                // It did not happen: a gap in the line.
                Some(TimelineRow::SkippedMeeting { .. }) => {
                    let middle = top + SKIPPED_MARKER_OFFSET;
                    solid(from, middle - 8.0);
                    painter.circle_filled(pos2(x, middle), 1.4, t.outline);
                    from = middle + 8.0;
                }
                _ => {}
            }
        }
        let last = self.rows.rows.len().saturating_sub(1);
        let ends = self.list.rendered_range().contains(&last);
        solid(from, if ends { self.list.row_top(last) + MARKER_OFFSET } else { self.viewport.bottom() + 8.0 });
    }

    /// The lane of all that found none, and how many they are.
    fn paint_overflow_lane(&self, ui: &Ui, painter: &Painter, t: &Tokens) {
        if !self.rows.lane_layout.has_overflow() {
            return;
        }
        let column = self.columns.first_lane_x + MAX_COLUMNS as f32 * self.columns.lane_spacing;
        let x = self.pixel_aligned_x(painter, column);
        let mut said: Option<u32> = None;
        for row in self.list.rendered_range() {
            let Ok(at) = u32::try_from(row) else { continue };
            let count = self.rows.lane_layout.overflow_count_at(at);
            let (top, below) = (self.list.row_top(row), self.list.row_top(row + 1));
            if count > 0 {
                let line = PathStroke::new(LANE_WIDTH, self.faded(t, None, t.line));
                painter.add(Shape::line(vec![pos2(x, top), pos2(x, below)], line));
            }
            if count > 0 && said != Some(count) && below > self.viewport.top() + 24.0 {
                let y = (top + MARKER_OFFSET).max(self.viewport.top() + 12.0);
                self.paint_overflow_count(ui, painter, t, pos2(x, y), count);
            }
            said = Some(count);
        }
    }

    fn paint_overflow_count(&self, ui: &Ui, painter: &Painter, t: &Tokens, at: Pos2, count: u32) {
        let format = text::format(Type::Label, Weight::SemiBold, t.ink_soft);
        let job = eframe::egui::text::LayoutJob::single_section(format!("+{count}"), format);
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        let ground = Rect::from_center_size(at, galley.size() + eframe::egui::vec2(8.0, 0.0));
        painter.rect_filled(ground, f32::from(size::CHIP_RADIUS), t.sidebar);
        painter.galley(ground.center() - galley.size() / 2.0, galley, self.faded(t, None, t.ink_soft));
    }

    fn paint_lane(&self, painter: &Painter, t: &Tokens, thread: &Lane, part: LanePart) {
        let x = self.pixel_aligned_x(painter, self.columns.lane_x(thread));
        let spine = self.pixel_aligned_x(painter, self.columns.spine_x);
        let colour = self.faded(t, Some(thread), t.kind_ink(tone(thread.kind)));
        let marks = self.rows.lane_layout.markers(thread);
        let (top, bottom) = self.lane_y_range(thread);
        let begins = branch_height(bottom, marks.get(1).map(|mark| (self.marker_y(mark.row), mark.kind)));
        let before = marks.len().checked_sub(2).and_then(|at| marks.get(at));
        let ends = branch_height(top, before.map(|mark| (self.marker_y(mark.row), mark.kind)));
        let (from, to) = (bottom - begins, if thread.is_open { top } else { top + ends });
        match part {
            LanePart::Vertical => self.paint_vertical(painter, thread, x, (from, to), colour),
            LanePart::Branches => {
                let made = self.list.rendered_range();
                let width = pixel_aligned_width(painter, LANE_WIDTH);
                if made.contains(&to_index(thread.bottom)) {
                    let way = branch_curve(pos2(spine, bottom), pos2(x, from));
                    paint_branch(painter, t, &way, line_style_after(thread, marks, 0), width, colour);
                }
                if !thread.is_open && made.contains(&to_index(thread.top)) {
                    let way = branch_curve(pos2(spine, top), pos2(x, to));
                    let line = line_style_after(thread, marks, marks.len().saturating_sub(2));
                    paint_branch(painter, t, &way, line, width, colour);
                }
            }
        }
    }

    /// The upright part of a lane, from `from` up to `to`, as its marks say.
    fn paint_vertical(&self, painter: &Painter, thread: &Lane, x: f32, (from, to): (f32, f32), colour: Color32) {
        let marks = self.rows.lane_layout.markers(thread);
        let mut low = from;
        for (nth, _) in marks.iter().enumerate() {
            let next = marks.get(nth + 1).filter(|mark| mark.kind != LaneMarkerKind::End);
            let high = next.map_or(to, |mark| self.clamped_marker_y(mark.row)).clamp(to.min(from), from);
            let high = high.min(low);
            match line_style_after(thread, marks, nth) {
                LineStyle::Dotted => self.paint_dotted_vertical(painter, x, (high, low), colour),
                LineStyle::Solid => {
                    paint_vertical_line(painter, x, (high, low), pixel_aligned_width(painter, LANE_WIDTH), colour)
                }
                LineStyle::Thin => {
                    paint_vertical_line(painter, x, (high, low), pixel_aligned_width(painter, THIN_WIDTH), colour)
                }
            }
            low = high;
            if next.is_none() {
                break;
            }
        }
    }

    /// Where a row's dot stands, or beyond the window on its side.
    fn clamped_marker_y(&self, row: u32) -> f32 {
        let made = self.list.rendered_range();
        match to_index(row) {
            row if row < made.start => self.viewport.top() - 1_000.0,
            row if row >= made.end => self.viewport.bottom() + 1_000.0,
            _ => self.marker_y(row),
        }
    }

    /// Dots that stand still while one scrolls: between the tops of two rows there is always a whole number of them.
    fn paint_dotted_vertical(&self, painter: &Painter, x: f32, (high, low): (f32, f32), colour: Color32) {
        let mut at = low;
        for row in self.list.rendered_range().rev() {
            let top = self.list.row_top(row).max(high);
            if top < at {
                paint_dots(painter, &[pos2(x, at), pos2(x, top)], 1.4, colour);
                at = top;
            }
        }
    }

    /// What stands on the spine or on a lane for one row.
    fn paint_marker(&self, painter: &Painter, t: &Tokens, row: usize) {
        let Ok(number) = u32::try_from(row) else { return };
        let Some(shown) = self.rows.rows.get(row) else { return };
        let y = self.list.row_top(row) + MARKER_OFFSET;
        let on_spine = pos2(self.pixel_aligned_x(painter, self.columns.spine_x), y);
        let (kind, thread) = match shown {
            TimelineRow::Event { index: at, .. } => {
                let Some(moment) = self.timeline.events.get(to_index(*at)) else { return };
                (moment.kind, self.rows.lane_layout.lane_at_row(number))
            }
            TimelineRow::Meeting { .. } => {
                let ring = self.faded(t, None, t.outline);
                paint_ring_marker(painter, t, on_spine, SMALL_RADIUS, 2.0, ring);
                return;
            }
            TimelineRow::FinishedReview { .. } => {
                paint_filled_marker(painter, t, on_spine, DOT_RADIUS, self.faded(t, None, t.ink_soft));
                return;
            }
            _ => return,
        };
        let colour = self.faded(t, thread, t.kind_ink(tone(kind)));
        let Some(thread) = thread else {
            let radius = if kind == Kind::CheckIn { DOT_RADIUS } else { SMALL_RADIUS };
            paint_filled_marker(painter, t, on_spine, radius, colour);
            return;
        };
        let on_lane = pos2(self.pixel_aligned_x(painter, self.columns.lane_x(thread)), y);
        let sort = self.rows.lane_layout.markers(thread).iter().find(|mark| mark.row == number).map(|mark| mark.kind);
        match sort {
            Some(LaneMarkerKind::Start | LaneMarkerKind::End) => {
                paint_filled_marker(painter, t, on_spine, END_RADIUS, colour)
            }
            Some(LaneMarkerKind::Raised) => paint_ring_marker(painter, t, on_lane, RING_RADIUS, 2.2, colour),
            Some(LaneMarkerKind::Paused) => paint_ring_marker(painter, t, on_lane, SMALL_RADIUS, 1.4, colour),
            Some(LaneMarkerKind::Dot | LaneMarkerKind::Resumed) => {
                paint_filled_marker(painter, t, on_lane, DOT_RADIUS, colour)
            }
            None => {}
        }
    }
}

/// A branch goes over what it crosses, with the page around it.
fn paint_branch(painter: &Painter, t: &Tokens, way: &[Pos2], line: LineStyle, width: f32, colour: Color32) {
    let inner = way.get(3..way.len().saturating_sub(3)).unwrap_or_default();
    if line != LineStyle::Dotted {
        painter.add(Shape::line(inner.to_vec(), PathStroke::new(width + 2.0 * HALO_WIDTH, t.page)));
    }
    match line {
        LineStyle::Dotted => paint_dots(painter, way, 1.4, colour),
        LineStyle::Solid => {
            painter.add(Shape::line(way.to_vec(), PathStroke::new(width, colour)));
        }
        LineStyle::Thin => {
            painter.add(Shape::line(way.to_vec(), PathStroke::new(pixel_aligned_width(painter, THIN_WIDTH), colour)));
        }
    }
}

/// In the middle of its one line, a skipped one-on-one breaks the spine.
pub(super) const SKIPPED_MARKER_OFFSET: f32 = 10.0;

#[derive(Clone, Copy, PartialEq, Eq)]
enum LanePart {
    Vertical,
    Branches,
}

/// How the line is between this mark and the next one.
fn line_style_after(thread: &Lane, marks: &[LaneMarker], nth: usize) -> LineStyle {
    let so_far = marks.get(..=nth).unwrap_or(marks);
    let latest = so_far.iter().rev().find(|mark| matches!(mark.kind, LaneMarkerKind::Paused | LaneMarkerKind::Resumed));
    if latest.is_some_and(|mark| mark.kind == LaneMarkerKind::Paused) {
        LineStyle::Thin
    } else if thread.kind == Kind::Flag && !so_far.iter().any(|mark| mark.kind == LaneMarkerKind::Raised) {
        LineStyle::Dotted
    } else {
        LineStyle::Solid
    }
}

/// How high a branch can be so that it leaves room for what comes next on the lane.
fn branch_height(from: f32, next: Option<(f32, LaneMarkerKind)>) -> f32 {
    let room = next.map_or(BRANCH_HEIGHT, |(at, sort)| {
        let between = (from - at).abs();
        let meets_a_branch = matches!(sort, LaneMarkerKind::Start | LaneMarkerKind::End);
        if meets_a_branch { between / 2.0 } else { between - RING_RADIUS - 2.0 * HALO_WIDTH }
    });
    room.clamp(4.0, BRANCH_HEIGHT)
}

/// From the spine to a lane: it leaves upright and arrives upright.
fn branch_curve(from: Pos2, to: Pos2) -> Vec<Pos2> {
    const POINTS: u8 = 24;
    let lean = (to.y - from.y) * 0.72;
    let (out, back) = (pos2(from.x, from.y + lean), pos2(to.x, to.y - lean));
    let line = CubicBezierShape {
        points: [from, out, back, to],
        closed: false,
        fill: Color32::default(),
        stroke: PathStroke::default(),
    };
    (0..=POINTS).map(|nth| line.sample(f32::from(nth) / f32::from(POINTS))).collect()
}

fn paint_vertical_line(painter: &Painter, x: f32, (high, low): (f32, f32), width: f32, colour: Color32) {
    // Pieces of one line lie over each other by half a point, so that no seam is to be seen.
    let seen = painter.clip_rect().expand(8.0);
    let (high, low) = ((high - 0.5).max(seen.top()), (low + 0.5).min(seen.bottom()));
    if low > high {
        painter.add(Shape::line(vec![pos2(x, high), pos2(x, low)], PathStroke::new(width, colour)));
    }
}

/// Dots along a way, one at its beginning and as many as fit; none at its end, where the next way begins.
fn paint_dots(painter: &Painter, way: &[Pos2], radius: f32, colour: Color32) {
    let length: f32 =
        way.windows(2).map(|pair| pair.first().zip(pair.last()).map_or(0.0, |(a, b)| a.distance(*b))).sum();
    let count = (length / DOT_SPACING).round().max(1.0);
    let step = length / count;
    if step < 0.5 {
        return;
    }
    let mut next = 0.0;
    let mut gone = 0.0;
    for pair in way.windows(2) {
        let [from, to] = pair else { continue };
        let part = from.distance(*to);
        while next <= gone + part && next < length - step / 2.0 {
            let at = *from + (*to - *from) * ((next - gone) / part.max(f32::EPSILON));
            if painter.clip_rect().expand(radius).contains(at) {
                painter.add(Shape::Circle(CircleShape::filled(at, radius, colour)));
            }
            next += step;
        }
        gone += part;
    }
}

fn pixel_aligned_width(painter: &Painter, width: f32) -> f32 {
    let pixels = painter.pixels_per_point();
    (width * pixels).round().max(1.0) / pixels
}

fn paint_filled_marker(painter: &Painter, t: &Tokens, at: Pos2, radius: f32, colour: Color32) {
    painter.circle_filled(at, radius + HALO_WIDTH, t.page);
    painter.circle_filled(at, radius, colour);
}

fn paint_ring_marker(painter: &Painter, t: &Tokens, at: Pos2, radius: f32, width: f32, colour: Color32) {
    painter.circle_filled(at, radius + width / 2.0 + HALO_WIDTH, t.page);
    painter.circle_stroke(at, radius, Stroke::new(width, colour));
}

fn to_index(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}
