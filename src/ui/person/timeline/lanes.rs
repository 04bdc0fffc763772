//! How the lanes look: the spine, and beside it a line for every goal, flag and delegation, drawn over all rows in sight at
//! once, so that it is one line however high the rows are.

use eframe::egui::{
    Color32, Painter, Pos2, Rect, Shape, Stroke, Ui,
    epaint::{CircleShape, CubicBezierShape, PathStroke},
    pos2,
};

use crate::{
    domain::{
        id::EntryId,
        kind::Kind,
        timeline::{
            History, Row, Rows,
            lanes::{MOST, Mark, Sort, Thread},
        },
    },
    ui::{
        kinds::tone,
        text::{self, Type, Weight},
        tokens::{Tokens, size},
        widget::virtual_list::VirtualList,
    },
};

/// From the top of a row to the middle of its first line, where its dot stands.
pub(super) const ANCHOR: f32 = 22.0;
/// How high a branch is between the spine and its lane.
const BRANCH: f32 = 36.0;
const SPINE_WIDTH: f32 = 3.0;
const LANE_WIDTH: f32 = 2.4;
const THIN_WIDTH: f32 = 1.0;
/// From one dot of a dotted line to the next.
const DOTS: f32 = 6.5;
const END_RADIUS: f32 = 5.5;
const RING_RADIUS: f32 = 5.0;
const DOT_RADIUS: f32 = 4.5;
const SMALL_RADIUS: f32 = 3.5;
/// How far what is not brought out goes back into the page.
const FADED: f32 = 0.6;
/// The page shows so far around what stands on a line.
const AROUND: f32 = 2.0;

/// Where everything stands beside the cards, from the left edge of the list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Columns {
    /// Where the days end.
    pub day: f32,
    /// The middle of the spine.
    pub spine: f32,
    /// The middle of the lane next to the spine.
    first: f32,
    /// From one lane to the next.
    step: f32,
    /// Where the cards begin.
    pub card: f32,
}

impl Columns {
    /// For so many lanes, in a list so wide.
    pub(super) fn of(rows: &Rows, room: f32) -> Self {
        let lanes = rows.lanes.width() + usize::from(rows.lanes.folds());
        // There is always room for three: a new goal shall not wrap every text anew.
        let lanes = lanes.max(3) as f32;
        let is_narrow = room < 620.0;
        let step = if is_narrow { 14.0 } else { (128.0 / lanes).clamp(18.0, 27.0) };
        let (day, spine) = if is_narrow { (52.0, 66.0) } else { (56.0, 84.0) };
        let first = spine + step.min(24.0);
        let card = first + (lanes - 1.0) * step + if is_narrow { 18.0 } else { 34.0 };
        Self { day, spine, first, step, card }
    }

    fn lane(&self, thread: &Thread) -> f32 {
        let lane = thread.lane.map_or(MOST, usize::from);
        self.first + lane as f32 * self.step
    }
}

/// All that the lanes are drawn from.
pub(super) struct Drawing<'a> {
    pub history: &'a History,
    pub rows: &'a Rows,
    pub list: &'a VirtualList,
    pub columns: Columns,
    /// What is seen of the list.
    pub sight: Rect,
    /// The thing that is brought out, and how far the others have stepped back: from 0 to 1.
    pub out: Option<(EntryId, f32)>,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    Solid,
    Dotted,
    Thin,
}

impl Drawing<'_> {
    /// Draws what is in sight.
    pub(super) fn paint(&self, ui: &Ui) {
        let painter = ui.painter().with_clip_rect(self.sight.intersect(ui.clip_rect()));
        let t = Tokens::of(ui);
        let made = self.list.made();
        let (Ok(first), Ok(last)) = (u32::try_from(made.start), u32::try_from(made.end.saturating_sub(1))) else {
            return;
        };
        self.paint_spine(&painter, t);
        let threads: Vec<&Thread> = self.rows.lanes.beside(first, last).collect();
        self.paint_folded(ui, &painter, t);
        // What reaches farther out lies below, so that a branch crosses over it with a little room.
        for thread in threads.iter().filter(|thread| thread.lane.is_some()) {
            self.paint_thread(&painter, t, thread, Part::Run);
        }
        for thread in &threads {
            self.paint_thread(&painter, t, thread, Part::Branches);
        }
        for row in made {
            self.paint_moment(&painter, t, row);
        }
    }

    /// The thing whose lane is at a place.
    pub(super) fn at(&self, pos: Pos2) -> Option<&Thread> {
        let made = self.list.made();
        let first = u32::try_from(made.start).ok()?;
        let last = u32::try_from(made.end.checked_sub(1)?).ok()?;
        let reach = self.columns.step / 2.0;
        let x = pos.x - self.sight.left();
        let near = |thread: &&Thread| {
            let (top, bottom) = self.reach(thread);
            let on_lane = (x - self.columns.lane(thread)).abs() <= reach && top <= pos.y && pos.y <= bottom;
            let ends = [thread.bottom, thread.top].into_iter().enumerate();
            let on_spine = (x - self.columns.spine).abs() <= 10.0
                && ends
                    .filter(|(nth, _)| *nth == 0 || !thread.is_open)
                    .any(|(_, row)| (self.anchor(row) - pos.y).abs() <= 10.0);
            on_spine || on_lane
        };
        self.rows.lanes.beside(first, last).filter(|thread| thread.lane.is_some()).find(near)
    }

    /// The part of the list that the lanes are in.
    pub(super) fn beside(&self) -> Rect {
        let left = self.sight.left() + self.columns.spine - 12.0;
        Rect::from_x_y_ranges(left..=self.sight.left() + self.columns.card - 8.0, self.sight.y_range())
    }

    /// The dot of a row that is on a lane.
    pub(super) fn dot(&self, row: u32) -> Rect {
        let column = self.rows.lanes.of_row(row).map_or(self.columns.spine, |thread| self.columns.lane(thread));
        let at = pos2(self.sight.left() + column, self.anchor(row));
        Rect::from_center_size(at, eframe::egui::Vec2::splat(2.0 * END_RADIUS + 4.0))
    }

    /// Where the dot of a row stands.
    fn anchor(&self, row: u32) -> f32 {
        self.list.top(place_of(row)) + ANCHOR
    }

    /// From where to where a thread is to be seen; beyond the window it does not matter.
    fn reach(&self, thread: &Thread) -> (f32, f32) {
        let made = self.list.made();
        let beyond = 80.0;
        let top = if thread.is_open {
            self.list.top(0).max(self.sight.top() - beyond)
        } else if made.contains(&place_of(thread.top)) {
            self.anchor(thread.top)
        } else {
            self.sight.top() - 4.0 * beyond
        };
        let bottom = if made.contains(&place_of(thread.bottom)) {
            self.anchor(thread.bottom)
        } else {
            self.sight.bottom() + 4.0 * beyond
        };
        (top, bottom)
    }

    fn x(&self, painter: &Painter, column: f32) -> f32 {
        let pixels = painter.pixels_per_point();
        let width = (LANE_WIDTH * pixels).round();
        let half = if (width % 2.0).abs() > 0.5 { 0.5 } else { 0.0 };
        (((self.sight.left() + column) * pixels).floor() + half) / pixels
    }

    /// How far something steps back while another thing is brought out.
    /// Into the page and not into the air, so that what lies over each other shows no seam.
    fn faded(&self, t: &Tokens, thread: Option<&Thread>, colour: Color32) -> Color32 {
        match self.out {
            Some((out, far)) if thread.is_none_or(|thread| thread.entry != out) => {
                colour.lerp_to_gamma(t.page, FADED * far)
            }
            _ => colour,
        }
    }

    fn paint_spine(&self, painter: &Painter, t: &Tokens) {
        let pixels = painter.pixels_per_point();
        let x = self.x(painter, self.columns.spine);
        let width = (SPINE_WIDTH * pixels).round() / pixels;
        let solid = |from: f32, to: f32| {
            if to > from {
                painter.add(Shape::line(vec![pos2(x, from), pos2(x, to)], PathStroke::new(width, t.line)));
            }
        };
        let mut from = self.list.top(0).max(self.sight.top() - 8.0);
        for row in self.list.made() {
            let (top, below) = (self.list.top(row), self.list.top(row + 1));
            match self.rows.list.get(row) {
                // Whole months without a word: the line thins out into dots.
                Some(Row::Quiet { .. }) => {
                    solid(from, top);
                    dots(painter, &[pos2(x, top), pos2(x, below)], 1.4, t.outline.gamma_multiply(0.55));
                    from = below;
                }
                // It did not happen: a gap in the line.
                Some(Row::Skipped { .. }) => {
                    let middle = top + SKIPPED_MIDDLE;
                    solid(from, middle - 8.0);
                    painter.circle_filled(pos2(x, middle), 1.4, t.outline);
                    from = middle + 8.0;
                }
                _ => {}
            }
        }
        let last = self.rows.list.len().saturating_sub(1);
        let ends = self.list.made().contains(&last);
        solid(from, if ends { self.list.top(last) + ANCHOR } else { self.sight.bottom() + 8.0 });
    }

    /// The lane of all that found none, and how many they are.
    fn paint_folded(&self, ui: &Ui, painter: &Painter, t: &Tokens) {
        if !self.rows.lanes.folds() {
            return;
        }
        let column = self.columns.first + MOST as f32 * self.columns.step;
        let x = self.x(painter, column);
        let mut said: Option<u32> = None;
        for row in self.list.made() {
            let Ok(at) = u32::try_from(row) else { continue };
            let count = self.rows.lanes.folded_at(at);
            let (top, below) = (self.list.top(row), self.list.top(row + 1));
            if count > 0 {
                let line = PathStroke::new(LANE_WIDTH, self.faded(t, None, t.line));
                painter.add(Shape::line(vec![pos2(x, top), pos2(x, below)], line));
            }
            if count > 0 && said != Some(count) && below > self.sight.top() + 24.0 {
                let y = (top + ANCHOR).max(self.sight.top() + 12.0);
                self.paint_count(ui, painter, t, pos2(x, y), count);
            }
            said = Some(count);
        }
    }

    fn paint_count(&self, ui: &Ui, painter: &Painter, t: &Tokens, at: Pos2, count: u32) {
        let format = text::format(Type::Label, Weight::SemiBold, t.ink_soft);
        let job = eframe::egui::text::LayoutJob::single_section(format!("+{count}"), format);
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        let ground = Rect::from_center_size(at, galley.size() + eframe::egui::vec2(8.0, 0.0));
        painter.rect_filled(ground, f32::from(size::CHIP_RADIUS), t.sidebar);
        painter.galley(ground.center() - galley.size() / 2.0, galley, self.faded(t, None, t.ink_soft));
    }

    fn paint_thread(&self, painter: &Painter, t: &Tokens, thread: &Thread, part: Part) {
        let x = self.x(painter, self.columns.lane(thread));
        let spine = self.x(painter, self.columns.spine);
        let colour = self.faded(t, Some(thread), t.kind_ink(tone(thread.kind)));
        let marks = self.rows.lanes.marks(thread);
        let (top, bottom) = self.reach(thread);
        let begins = branch(bottom, marks.get(1).map(|mark| (self.anchor(mark.row), mark.sort)));
        let before = marks.len().checked_sub(2).and_then(|at| marks.get(at));
        let ends = branch(top, before.map(|mark| (self.anchor(mark.row), mark.sort)));
        let (from, to) = (bottom - begins, if thread.is_open { top } else { top + ends });
        match part {
            Part::Run => self.paint_run(painter, thread, x, (from, to), colour),
            Part::Branches => {
                let made = self.list.made();
                let width = snapped(painter, LANE_WIDTH);
                if made.contains(&place_of(thread.bottom)) {
                    let way = curve(pos2(spine, bottom), pos2(x, from));
                    paint_branch(painter, t, &way, line_after(thread, marks, 0), width, colour);
                }
                if !thread.is_open && made.contains(&place_of(thread.top)) {
                    let way = curve(pos2(spine, top), pos2(x, to));
                    let line = line_after(thread, marks, marks.len().saturating_sub(2));
                    paint_branch(painter, t, &way, line, width, colour);
                }
            }
        }
    }

    /// The upright part of a lane, from `from` up to `to`, as its marks say.
    fn paint_run(&self, painter: &Painter, thread: &Thread, x: f32, (from, to): (f32, f32), colour: Color32) {
        let marks = self.rows.lanes.marks(thread);
        let mut low = from;
        for (nth, _) in marks.iter().enumerate() {
            let next = marks.get(nth + 1).filter(|mark| mark.sort != Sort::End);
            let high = next.map_or(to, |mark| self.seen_anchor(mark.row)).clamp(to.min(from), from);
            let high = high.min(low);
            match line_after(thread, marks, nth) {
                Line::Dotted => self.dotted_run(painter, x, (high, low), colour),
                Line::Solid => run(painter, x, (high, low), snapped(painter, LANE_WIDTH), colour),
                Line::Thin => run(painter, x, (high, low), snapped(painter, THIN_WIDTH), colour),
            }
            low = high;
            if next.is_none() {
                break;
            }
        }
    }

    /// Where a row's dot stands, or beyond the window on its side.
    fn seen_anchor(&self, row: u32) -> f32 {
        let made = self.list.made();
        match place_of(row) {
            row if row < made.start => self.sight.top() - 1_000.0,
            row if row >= made.end => self.sight.bottom() + 1_000.0,
            _ => self.anchor(row),
        }
    }

    /// Dots that stand still while one scrolls: between the tops of two rows there is always a whole number of them.
    fn dotted_run(&self, painter: &Painter, x: f32, (high, low): (f32, f32), colour: Color32) {
        let mut at = low;
        for row in self.list.made().rev() {
            let top = self.list.top(row).max(high);
            if top < at {
                dots(painter, &[pos2(x, at), pos2(x, top)], 1.4, colour);
                at = top;
            }
        }
    }

    /// What stands on the spine or on a lane for one row.
    fn paint_moment(&self, painter: &Painter, t: &Tokens, row: usize) {
        let Ok(number) = u32::try_from(row) else { return };
        let Some(shown) = self.rows.list.get(row) else { return };
        let y = self.list.top(row) + ANCHOR;
        let on_spine = pos2(self.x(painter, self.columns.spine), y);
        let (kind, thread) = match shown {
            Row::One { at, .. } => {
                let Some(moment) = self.history.happenings.get(place_of(*at)) else { return };
                (moment.kind, self.rows.lanes.of_row(number))
            }
            Row::Meeting { .. } => {
                let ring = self.faded(t, None, t.outline);
                ringed(painter, t, on_spine, SMALL_RADIUS, 2.0, ring);
                return;
            }
            Row::Review { .. } => {
                dotted(painter, t, on_spine, DOT_RADIUS, self.faded(t, None, t.ink_soft));
                return;
            }
            _ => return,
        };
        let colour = self.faded(t, thread, t.kind_ink(tone(kind)));
        let Some(thread) = thread else {
            let radius = if kind == Kind::CheckIn { DOT_RADIUS } else { SMALL_RADIUS };
            dotted(painter, t, on_spine, radius, colour);
            return;
        };
        let on_lane = pos2(self.x(painter, self.columns.lane(thread)), y);
        let sort = self.rows.lanes.marks(thread).iter().find(|mark| mark.row == number).map(|mark| mark.sort);
        match sort {
            Some(Sort::Begin | Sort::End) => dotted(painter, t, on_spine, END_RADIUS, colour),
            Some(Sort::Raised) => ringed(painter, t, on_lane, RING_RADIUS, 2.2, colour),
            Some(Sort::Paused) => ringed(painter, t, on_lane, SMALL_RADIUS, 1.4, colour),
            Some(Sort::Dot | Sort::Resumed) => dotted(painter, t, on_lane, DOT_RADIUS, colour),
            None => {}
        }
    }
}

/// A branch goes over what it crosses, with the page around it.
fn paint_branch(painter: &Painter, t: &Tokens, way: &[Pos2], line: Line, width: f32, colour: Color32) {
    let inner = way.get(3..way.len().saturating_sub(3)).unwrap_or_default();
    if line != Line::Dotted {
        painter.add(Shape::line(inner.to_vec(), PathStroke::new(width + 2.0 * AROUND, t.page)));
    }
    match line {
        Line::Dotted => dots(painter, way, 1.4, colour),
        Line::Solid => {
            painter.add(Shape::line(way.to_vec(), PathStroke::new(width, colour)));
        }
        Line::Thin => {
            painter.add(Shape::line(way.to_vec(), PathStroke::new(snapped(painter, THIN_WIDTH), colour)));
        }
    }
}

/// In the middle of its one line, a skipped one-on-one breaks the spine.
pub(super) const SKIPPED_MIDDLE: f32 = 10.0;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Run,
    Branches,
}

/// How the line is between this mark and the next one.
fn line_after(thread: &Thread, marks: &[Mark], nth: usize) -> Line {
    let so_far = marks.get(..=nth).unwrap_or(marks);
    let latest = so_far.iter().rev().find(|mark| matches!(mark.sort, Sort::Paused | Sort::Resumed));
    if latest.is_some_and(|mark| mark.sort == Sort::Paused) {
        Line::Thin
    } else if thread.kind == Kind::Flag && !so_far.iter().any(|mark| mark.sort == Sort::Raised) {
        Line::Dotted
    } else {
        Line::Solid
    }
}

/// How high a branch can be so that it leaves room for what comes next on the lane.
fn branch(from: f32, next: Option<(f32, Sort)>) -> f32 {
    let room = next.map_or(BRANCH, |(at, sort)| {
        let between = (from - at).abs();
        let meets_a_branch = matches!(sort, Sort::Begin | Sort::End);
        if meets_a_branch { between / 2.0 } else { between - RING_RADIUS - 2.0 * AROUND }
    });
    room.clamp(4.0, BRANCH)
}

/// From the spine to a lane: it leaves upright and arrives upright.
fn curve(from: Pos2, to: Pos2) -> Vec<Pos2> {
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

fn run(painter: &Painter, x: f32, (high, low): (f32, f32), width: f32, colour: Color32) {
    // Pieces of one line lie over each other by half a point, so that no seam is to be seen.
    let seen = painter.clip_rect().expand(8.0);
    let (high, low) = ((high - 0.5).max(seen.top()), (low + 0.5).min(seen.bottom()));
    if low > high {
        painter.add(Shape::line(vec![pos2(x, high), pos2(x, low)], PathStroke::new(width, colour)));
    }
}

/// Dots along a way, one at its beginning and as many as fit; none at its end, where the next way begins.
fn dots(painter: &Painter, way: &[Pos2], radius: f32, colour: Color32) {
    let length: f32 =
        way.windows(2).map(|pair| pair.first().zip(pair.last()).map_or(0.0, |(a, b)| a.distance(*b))).sum();
    let count = (length / DOTS).round().max(1.0);
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

fn snapped(painter: &Painter, width: f32) -> f32 {
    let pixels = painter.pixels_per_point();
    (width * pixels).round().max(1.0) / pixels
}

fn dotted(painter: &Painter, t: &Tokens, at: Pos2, radius: f32, colour: Color32) {
    painter.circle_filled(at, radius + AROUND, t.page);
    painter.circle_filled(at, radius, colour);
}

fn ringed(painter: &Painter, t: &Tokens, at: Pos2, radius: f32, width: f32, colour: Color32) {
    painter.circle_filled(at, radius + width / 2.0 + AROUND, t.page);
    painter.circle_stroke(at, radius, Stroke::new(width, colour));
}

fn place_of(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}
