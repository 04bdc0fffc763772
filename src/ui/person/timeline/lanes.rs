//! Paints the lanes: the spine, and beside it a line for every goal, flag and delegation. They are
//! painted over all rows in view at once, so that lines are continuous whatever the row heights.

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

/// From the top of a row to the middle of its first line, where its marker is.
pub(super) const MARKER_OFFSET: f32 = 22.0;
/// Height of the curve between the spine and a lane.
const BRANCH_HEIGHT: f32 = 36.0;
const SPINE_WIDTH: f32 = 3.0;
const LANE_WIDTH: f32 = 2.4;
const THIN_WIDTH: f32 = 1.0;
/// Distance between the dots of a dotted line.
const DOT_SPACING: f32 = 6.5;
const END_RADIUS: f32 = 5.5;
const RING_RADIUS: f32 = 5.0;
const DOT_RADIUS: f32 = 4.5;
const SMALL_RADIUS: f32 = 3.5;
/// How far lanes that are not highlighted are blended into the page, from 0 to 1.
const FADE_AMOUNT: f32 = 0.6;
/// Width of the page-coloured rim around markers and crossing branches.
const HALO_WIDTH: f32 = 2.0;

/// Below this width of the list, the lanes are as close together as they can be told apart.
const COMPACT_WIDTH: f32 = 480.0;

/// The columns of the list, as distances from its left edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct LaneColumns {
    /// The right edge of the dates.
    pub day_right: f32,
    /// The middle of the spine.
    pub spine_x: f32,
    /// The middle of the lane next to the spine.
    first_lane_x: f32,
    lane_spacing: f32,
    pub card_left: f32,
}

impl LaneColumns {
    /// The columns for the lanes of `rows`, in a list of the given width.
    pub(super) fn for_rows(rows: &TimelineRows, width: f32) -> Self {
        let lane_count = rows.lane_layout.column_count() + usize::from(rows.lane_layout.has_overflow());
        // At least three lanes: a new goal must not change where every text wraps.
        let lane_count = lane_count.max(3) as f32;
        if width < COMPACT_WIDTH {
            let (spine_x, lane_spacing) = (52.0, 8.0);
            let first_lane_x = spine_x + 10.0;
            let card_left = first_lane_x + (lane_count - 1.0) * lane_spacing + 12.0;
            return Self { day_right: 44.0, spine_x, first_lane_x, lane_spacing, card_left };
        }
        let is_narrow = width < 592.0;
        let lane_spacing = if is_narrow { 14.0 } else { (128.0 / lane_count).clamp(18.0, 27.0) };
        let (day_right, spine_x) = if is_narrow { (52.0, 66.0) } else { (56.0, 84.0) };
        let first_lane_x = spine_x + lane_spacing.min(24.0);
        let card_left = first_lane_x + (lane_count - 1.0) * lane_spacing + if is_narrow { 18.0 } else { 34.0 };
        Self { day_right, spine_x, first_lane_x, lane_spacing, card_left }
    }

    /// The columns of a narrow panel, in which the days are part of the rows.
    pub(super) fn for_preview(rows: &TimelineRows) -> Self {
        let lane_count = rows.lane_layout.column_count() + usize::from(rows.lane_layout.has_overflow());
        let lane_count = lane_count.max(1) as f32;
        let (spine_x, first_lane_x) = (8.0, 26.0);
        let lane_spacing = if lane_count > 3.0 { 9.0 } else { 13.0 };
        let card_left = first_lane_x + (lane_count - 1.0) * lane_spacing + 20.0;
        Self { day_right: 0.0, spine_x, first_lane_x, lane_spacing, card_left }
    }

    fn lane_x(&self, lane: &Lane) -> f32 {
        let column = lane.column.map_or(MAX_COLUMNS, usize::from);
        self.first_lane_x + column as f32 * self.lane_spacing
    }
}

/// What the lanes are painted from.
pub(super) struct LanePainter<'a> {
    pub timeline: &'a Timeline,
    pub rows: &'a TimelineRows,
    pub list: &'a VirtualList,
    pub columns: LaneColumns,
    /// The visible part of the list.
    pub viewport: Rect,
    /// The entry of the highlighted lane, and how far the others are faded, from 0 to 1.
    pub highlight: Option<(EntryId, f32)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineStyle {
    Solid,
    Dotted,
    Thin,
}

impl LanePainter<'_> {
    pub(super) fn paint(&self, ui: &Ui) {
        let painter = ui.painter().with_clip_rect(self.viewport.intersect(ui.clip_rect()));
        let t = Tokens::of(ui);
        let rendered = self.list.rendered_range();
        let (Ok(first), Ok(last)) = (u32::try_from(rendered.start), u32::try_from(rendered.end.saturating_sub(1)))
        else {
            return;
        };
        self.paint_spine(&painter, t);
        let lanes: Vec<&Lane> = self.rows.lane_layout.lanes_in_rows(first, last).collect();
        self.paint_overflow_lane(ui, &painter, t);
        // Branches are painted over verticals, with a rim of page colour where they cross.
        for lane in lanes.iter().filter(|lane| lane.column.is_some()) {
            self.paint_lane(&painter, t, lane, LanePart::Vertical);
        }
        for lane in &lanes {
            self.paint_lane(&painter, t, lane, LanePart::Branches);
        }
        for row in rendered {
            self.paint_marker(&painter, t, row);
        }
    }

    /// The lane at a position.
    pub(super) fn lane_at(&self, pos: Pos2) -> Option<&Lane> {
        let rendered = self.list.rendered_range();
        let first = u32::try_from(rendered.start).ok()?;
        let last = u32::try_from(rendered.end.checked_sub(1)?).ok()?;
        let reach = self.columns.lane_spacing / 2.0;
        let x = pos.x - self.viewport.left();
        let is_hit = |lane: &&Lane| {
            let (top, bottom) = self.lane_y_range(lane);
            let on_lane = (x - self.columns.lane_x(lane)).abs() <= reach && top <= pos.y && pos.y <= bottom;
            let ends = [lane.bottom, lane.top].into_iter().enumerate();
            let on_spine = (x - self.columns.spine_x).abs() <= 10.0
                && ends
                    .filter(|(index, _)| *index == 0 || !lane.is_open)
                    .any(|(_, row)| (self.marker_y(row) - pos.y).abs() <= 10.0);
            on_spine || on_lane
        };
        self.rows.lane_layout.lanes_in_rows(first, last).filter(|lane| lane.column.is_some()).find(is_hit)
    }

    /// The area that the lanes take.
    pub(super) fn lanes_rect(&self) -> Rect {
        let left = self.viewport.left() + self.columns.spine_x - 12.0;
        Rect::from_x_y_ranges(left..=self.viewport.left() + self.columns.card_left - 8.0, self.viewport.y_range())
    }

    /// The marker of a row, on its lane or on the spine.
    pub(super) fn marker_rect(&self, row: u32) -> Rect {
        let column =
            self.rows.lane_layout.lane_at_row(row).map_or(self.columns.spine_x, |lane| self.columns.lane_x(lane));
        let at = pos2(self.viewport.left() + column, self.marker_y(row));
        Rect::from_center_size(at, eframe::egui::Vec2::splat(2.0 * END_RADIUS + 4.0))
    }

    /// The vertical middle of the marker of a row.
    fn marker_y(&self, row: u32) -> f32 {
        self.list.row_top(to_index(row)) + MARKER_OFFSET
    }

    /// Top and bottom of a lane. Ends outside the rendered rows are only known to be out of view.
    fn lane_y_range(&self, lane: &Lane) -> (f32, f32) {
        let rendered = self.list.rendered_range();
        let margin = 80.0;
        let top = if lane.is_open {
            self.list.row_top(0).max(self.viewport.top() - margin)
        } else if rendered.contains(&to_index(lane.top)) {
            self.marker_y(lane.top)
        } else {
            self.viewport.top() - 4.0 * margin
        };
        let bottom = if rendered.contains(&to_index(lane.bottom)) {
            self.marker_y(lane.bottom)
        } else {
            self.viewport.bottom() + 4.0 * margin
        };
        (top, bottom)
    }

    fn pixel_aligned_x(&self, painter: &Painter, column: f32) -> f32 {
        let pixels = painter.pixels_per_point();
        let width = (LANE_WIDTH * pixels).round();
        let half = if (width % 2.0).abs() > 0.5 { 0.5 } else { 0.0 };
        (((self.viewport.left() + column) * pixels).floor() + half) / pixels
    }

    /// The colour of a lane, faded while another one is highlighted. Fading blends into the page
    /// colour and is not transparency, so that overlapping pieces show no seam.
    fn faded(&self, t: &Tokens, lane: Option<&Lane>, colour: Color32) -> Color32 {
        match self.highlight {
            Some((highlighted, amount)) if lane.is_none_or(|lane| lane.entry != highlighted) => {
                colour.lerp_to_gamma(t.page, FADE_AMOUNT * amount)
            }
            _ => colour,
        }
    }

    fn paint_spine(&self, painter: &Painter, t: &Tokens) {
        let pixels = painter.pixels_per_point();
        let x = self.pixel_aligned_x(painter, self.columns.spine_x);
        let width = (SPINE_WIDTH * pixels).round() / pixels;
        let paint_solid = |start: f32, end: f32| {
            if end > start {
                painter.add(Shape::line(vec![pos2(x, start), pos2(x, end)], PathStroke::new(width, t.line)));
            }
        };
        let mut start = self.list.row_top(0).max(self.viewport.top() - 8.0);
        for row in self.list.rendered_range() {
            let (top, below) = (self.list.row_top(row), self.list.row_top(row + 1));
            match self.rows.rows.get(row) {
                // Months without entries: the line becomes dots.
                Some(TimelineRow::EmptyMonths { .. }) => {
                    paint_solid(start, top);
                    paint_dots(painter, &[pos2(x, top), pos2(x, below)], 1.4, t.outline.gamma_multiply(0.55));
                    start = below;
                }
                // A gap in the line, around one dot.
                Some(TimelineRow::SkippedMeeting { .. }) => {
                    let middle = top + SKIPPED_MARKER_OFFSET;
                    paint_solid(start, middle - 8.0);
                    painter.circle_filled(pos2(x, middle), 1.4, t.outline);
                    start = middle + 8.0;
                }
                Some(
                    TimelineRow::Month { .. }
                    | TimelineRow::Event { .. }
                    | TimelineRow::Meeting { .. }
                    | TimelineRow::FinishedReview { .. },
                )
                | None => {}
            }
        }
        let last = self.rows.rows.len().saturating_sub(1);
        let ends = self.list.rendered_range().contains(&last);
        paint_solid(start, if ends { self.list.row_top(last) + MARKER_OFFSET } else { self.viewport.bottom() + 8.0 });
    }

    /// Paints the shared lane of the entries for which no lane is left, with their number.
    fn paint_overflow_lane(&self, ui: &Ui, painter: &Painter, t: &Tokens) {
        if !self.rows.lane_layout.has_overflow() {
            return;
        }
        let column = self.columns.first_lane_x + MAX_COLUMNS as f32 * self.columns.lane_spacing;
        let x = self.pixel_aligned_x(painter, column);
        let mut last_count: Option<u32> = None;
        for row in self.list.rendered_range() {
            let Ok(at) = u32::try_from(row) else { continue };
            let count = self.rows.lane_layout.overflow_count_at(at);
            let (top, below) = (self.list.row_top(row), self.list.row_top(row + 1));
            if count > 0 {
                let line = PathStroke::new(LANE_WIDTH, self.faded(t, None, t.line));
                painter.add(Shape::line(vec![pos2(x, top), pos2(x, below)], line));
            }
            if count > 0 && last_count != Some(count) && below > self.viewport.top() + 24.0 {
                let y = (top + MARKER_OFFSET).max(self.viewport.top() + 12.0);
                self.paint_overflow_count(ui, painter, t, pos2(x, y), count);
            }
            last_count = Some(count);
        }
    }

    fn paint_overflow_count(&self, ui: &Ui, painter: &Painter, t: &Tokens, at: Pos2, count: u32) {
        let format = text::format(Type::Label, Weight::SemiBold, t.ink_soft);
        let job = eframe::egui::text::LayoutJob::single_section(format!("+{count}"), format);
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        let background = Rect::from_center_size(at, galley.size() + eframe::egui::vec2(8.0, 0.0));
        painter.rect_filled(background, f32::from(size::CHIP_RADIUS), t.sidebar);
        painter.galley(background.center() - galley.size() / 2.0, galley, self.faded(t, None, t.ink_soft));
    }

    fn paint_lane(&self, painter: &Painter, t: &Tokens, lane: &Lane, part: LanePart) {
        let x = self.pixel_aligned_x(painter, self.columns.lane_x(lane));
        let spine = self.pixel_aligned_x(painter, self.columns.spine_x);
        let colour = self.faded(t, Some(lane), t.kind_ink(tone(lane.kind)));
        let markers = self.rows.lane_layout.markers(lane);
        let (top, bottom) = self.lane_y_range(lane);
        let start_height = branch_height(bottom, markers.get(1).map(|marker| (self.marker_y(marker.row), marker.kind)));
        let second_last = markers.len().checked_sub(2).and_then(|at| markers.get(at));
        let end_height = branch_height(top, second_last.map(|marker| (self.marker_y(marker.row), marker.kind)));
        let (from, to) = (bottom - start_height, if lane.is_open { top } else { top + end_height });
        match part {
            LanePart::Vertical => self.paint_vertical(painter, lane, x, (from, to), colour),
            LanePart::Branches => {
                let rendered = self.list.rendered_range();
                let width = pixel_aligned_width(painter, LANE_WIDTH);
                if rendered.contains(&to_index(lane.bottom)) {
                    let curve = branch_curve(pos2(spine, bottom), pos2(x, from));
                    paint_branch(painter, t, &curve, line_style_after(lane, markers, 0), width, colour);
                }
                if !lane.is_open && rendered.contains(&to_index(lane.top)) {
                    let curve = branch_curve(pos2(spine, top), pos2(x, to));
                    let line = line_style_after(lane, markers, markers.len().saturating_sub(2));
                    paint_branch(painter, t, &curve, line, width, colour);
                }
            }
        }
    }

    /// The vertical part of a lane, from `from` up to `to`, in the line styles of its markers.
    fn paint_vertical(&self, painter: &Painter, lane: &Lane, x: f32, (from, to): (f32, f32), colour: Color32) {
        let markers = self.rows.lane_layout.markers(lane);
        let mut low = from;
        for (index, _) in markers.iter().enumerate() {
            let next = markers.get(index + 1).filter(|marker| marker.kind != LaneMarkerKind::End);
            let high = next.map_or(to, |marker| self.clamped_marker_y(marker.row)).clamp(to.min(from), from);
            let high = high.min(low);
            match line_style_after(lane, markers, index) {
                LineStyle::Dotted => self.paint_dotted_vertical(painter, x, (high, low), colour),
                LineStyle::Solid => {
                    paint_vertical_line(painter, x, (high, low), pixel_aligned_width(painter, LANE_WIDTH), colour);
                }
                LineStyle::Thin => {
                    paint_vertical_line(painter, x, (high, low), pixel_aligned_width(painter, THIN_WIDTH), colour);
                }
            }
            low = high;
            if next.is_none() {
                break;
            }
        }
    }

    /// The middle of a row's marker, or a position outside the window on the row's side.
    fn clamped_marker_y(&self, row: u32) -> f32 {
        let rendered = self.list.rendered_range();
        match to_index(row) {
            row if row < rendered.start => self.viewport.top() - 1_000.0,
            row if row >= rendered.end => self.viewport.bottom() + 1_000.0,
            _ => self.marker_y(row),
        }
    }

    /// Dots that do not move while scrolling: there is a whole number of them between two row tops.
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

    /// Paints the marker of a row on the spine or on its lane.
    fn paint_marker(&self, painter: &Painter, t: &Tokens, row: usize) {
        let Ok(row_number) = u32::try_from(row) else { return };
        let Some(shown) = self.rows.rows.get(row) else { return };
        let y = self.list.row_top(row) + MARKER_OFFSET;
        let on_spine = pos2(self.pixel_aligned_x(painter, self.columns.spine_x), y);
        let (kind, lane) = match shown {
            TimelineRow::Event { index, .. } => {
                let Some(event) = self.timeline.events.get(to_index(*index)) else { return };
                (event.kind, self.rows.lane_layout.lane_at_row(row_number))
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
            TimelineRow::Month { .. } | TimelineRow::EmptyMonths { .. } | TimelineRow::SkippedMeeting { .. } => return,
        };
        let colour = self.faded(t, lane, t.kind_ink(tone(kind)));
        let Some(lane) = lane else {
            let radius = if kind == Kind::CheckIn { DOT_RADIUS } else { SMALL_RADIUS };
            paint_filled_marker(painter, t, on_spine, radius, colour);
            return;
        };
        let on_lane = pos2(self.pixel_aligned_x(painter, self.columns.lane_x(lane)), y);
        let marker_kind = self
            .rows
            .lane_layout
            .markers(lane)
            .iter()
            .find(|marker| marker.row == row_number)
            .map(|marker| marker.kind);
        match marker_kind {
            Some(LaneMarkerKind::Start | LaneMarkerKind::End) => {
                paint_filled_marker(painter, t, on_spine, END_RADIUS, colour);
            }
            Some(LaneMarkerKind::Raised) => paint_ring_marker(painter, t, on_lane, RING_RADIUS, 2.2, colour),
            Some(LaneMarkerKind::Paused) => paint_ring_marker(painter, t, on_lane, SMALL_RADIUS, 1.4, colour),
            Some(LaneMarkerKind::Dot | LaneMarkerKind::Resumed) => {
                paint_filled_marker(painter, t, on_lane, DOT_RADIUS, colour);
            }
            None => {}
        }
    }
}

/// Paints a branch over what it crosses, with a rim of page colour.
fn paint_branch(painter: &Painter, t: &Tokens, curve: &[Pos2], line: LineStyle, width: f32, colour: Color32) {
    let inner = curve.get(3..curve.len().saturating_sub(3)).unwrap_or_default();
    if line != LineStyle::Dotted {
        painter.add(Shape::line(inner.to_vec(), PathStroke::new(width + 2.0 * HALO_WIDTH, t.page)));
    }
    match line {
        LineStyle::Dotted => paint_dots(painter, curve, 1.4, colour),
        LineStyle::Solid => {
            painter.add(Shape::line(curve.to_vec(), PathStroke::new(width, colour)));
        }
        LineStyle::Thin => {
            painter.add(Shape::line(curve.to_vec(), PathStroke::new(pixel_aligned_width(painter, THIN_WIDTH), colour)));
        }
    }
}

/// From the top of a skipped one-on-one to the middle of its one line, where the spine has its gap.
pub(super) const SKIPPED_MARKER_OFFSET: f32 = 10.0;

#[derive(Clone, Copy, PartialEq, Eq)]
enum LanePart {
    Vertical,
    Branches,
}

/// The style of a lane between a marker and the next one: thin while paused, dotted for a flag that
/// has not been raised yet.
fn line_style_after(lane: &Lane, markers: &[LaneMarker], index: usize) -> LineStyle {
    let passed = markers.get(..=index).unwrap_or(markers);
    let latest =
        passed.iter().rev().find(|marker| matches!(marker.kind, LaneMarkerKind::Paused | LaneMarkerKind::Resumed));
    if latest.is_some_and(|marker| marker.kind == LaneMarkerKind::Paused) {
        LineStyle::Thin
    } else if lane.kind == Kind::Flag && !passed.iter().any(|marker| marker.kind == LaneMarkerKind::Raised) {
        LineStyle::Dotted
    } else {
        LineStyle::Solid
    }
}

/// The height of a branch, reduced where the next marker of the lane is near.
fn branch_height(from: f32, next: Option<(f32, LaneMarkerKind)>) -> f32 {
    let room = next.map_or(BRANCH_HEIGHT, |(at, kind)| {
        let between = (from - at).abs();
        let meets_a_branch = matches!(kind, LaneMarkerKind::Start | LaneMarkerKind::End);
        if meets_a_branch { between / 2.0 } else { between - RING_RADIUS - 2.0 * HALO_WIDTH }
    });
    room.clamp(4.0, BRANCH_HEIGHT)
}

/// The curve from the spine to a lane, vertical at both ends.
fn branch_curve(from: Pos2, to: Pos2) -> Vec<Pos2> {
    const POINTS: u8 = 24;
    let handle = (to.y - from.y) * 0.72;
    let (first_control, second_control) = (pos2(from.x, from.y + handle), pos2(to.x, to.y - handle));
    let line = CubicBezierShape {
        points: [from, first_control, second_control, to],
        closed: false,
        fill: Color32::default(),
        stroke: PathStroke::default(),
    };
    (0..=POINTS).map(|index| line.sample(f32::from(index) / f32::from(POINTS))).collect()
}

fn paint_vertical_line(painter: &Painter, x: f32, (high, low): (f32, f32), width: f32, colour: Color32) {
    // Pieces of one line overlap by half a point, so that no seam shows.
    let visible = painter.clip_rect().expand(8.0);
    let (high, low) = ((high - 0.5).max(visible.top()), (low + 0.5).min(visible.bottom()));
    if low > high {
        painter.add(Shape::line(vec![pos2(x, high), pos2(x, low)], PathStroke::new(width, colour)));
    }
}

/// Dots along a path, from its start, evenly spaced; none at its end, where the next path starts.
fn paint_dots(painter: &Painter, path: &[Pos2], radius: f32, colour: Color32) {
    let length: f32 =
        path.windows(2).map(|pair| pair.first().zip(pair.last()).map_or(0.0, |(a, b)| a.distance(*b))).sum();
    let count = (length / DOT_SPACING).round().max(1.0);
    let step = length / count;
    if step < 0.5 {
        return;
    }
    let mut next = 0.0;
    let mut travelled = 0.0;
    for pair in path.windows(2) {
        let [from, to] = pair else { continue };
        let part = from.distance(*to);
        while next <= travelled + part && next < length - step / 2.0 {
            let at = *from + (*to - *from) * ((next - travelled) / part.max(f32::EPSILON));
            if painter.clip_rect().expand(radius).contains(at) {
                painter.add(Shape::Circle(CircleShape::filled(at, radius, colour)));
            }
            next += step;
        }
        travelled += part;
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
