//! A list of very many rows of different heights, of which only those in sight are made.
//!
//! A row's height is found out when it is first in sight, and estimated before. What is in sight never jumps when a height above
//! it turns out to be another than was thought: the row at the top is the anchor, and the offset follows it. In a frame nothing
//! takes longer for more rows; only when the rows themselves change are all of them looked at once.

use std::{collections::HashMap, ops::Range};

use eframe::egui::{Rect, ScrollArea, Ui, UiBuilder, pos2, scroll_area::ScrollAreaOutput};

use super::fenwick::FenwickTree;
use crate::ui::keys;

/// Rows this far out of sight are made too, so that heights are known before they matter.
const OVERSCAN: f64 = 160.0;
/// The heights at so many other widths are remembered.
const MAX_CACHED_WIDTHS: usize = 3;

/// Where a list stands: the row at the top, and how far it is scrolled out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ScrollPosition {
    /// The row at the top.
    pub row: usize,
    /// Its key, so that the place is found again when rows were added or taken away above.
    pub key: u64,
    /// How much of it is out of sight.
    pub offset: f32,
}

/// Where a list shall go.
#[derive(Clone, Copy, Debug)]
enum ScrollTarget {
    /// This far into this row, at the top.
    Position(ScrollPosition),
    /// The very end.
    End,
    /// An exact offset, after heights above the anchor were corrected.
    Offset(f32),
}

/// What a list remembers between frames. Keep it as long as the list may be shown again.
#[derive(Debug)]
pub struct VirtualList {
    rows: FenwickTree,
    keys: Vec<u64>,
    /// The height of each row that was in sight, by its key: it outlives changes of the rows.
    height_cache: HashMap<u64, f32>,
    /// How wide the rows are that these heights are of.
    width: f32,
    /// The heights at widths the list had before, the latest last: it may have them again.
    height_cache_by_width: Vec<(f32, HashMap<u64, f32>)>,
    estimated_height: f32,
    gap: f32,
    bottom_padding: f32,
    position: ScrollPosition,
    target: Option<ScrollTarget>,
    /// How many rows were made in the last frame, the first of them, and where on the screen the rows begin.
    rendered_count: usize,
    first_rendered: usize,
    origin: f32,
}

impl VirtualList {
    /// A list whose rows are about `estimate` high.
    #[must_use]
    pub fn new(estimate: f32) -> Self {
        Self {
            rows: FenwickTree::default(),
            keys: Vec::new(),
            height_cache: HashMap::new(),
            width: 0.0,
            height_cache_by_width: Vec::new(),
            estimated_height: estimate.max(1.0),
            gap: 0.0,
            bottom_padding: 0.0,
            position: ScrollPosition::default(),
            target: None,
            rendered_count: 0,
            first_rendered: 0,
            origin: 0.0,
        }
    }

    /// The space between two rows.
    #[must_use]
    pub fn gap(mut self, gap: f32) -> Self {
        self.gap = gap;
        self
    }

    /// The space below the last row.
    #[must_use]
    pub fn bottom_padding(mut self, foot: f32) -> Self {
        self.bottom_padding = foot;
        self
    }

    /// The row at the top and how far it is scrolled out, as of the last frame.
    #[must_use]
    pub fn position(&self) -> ScrollPosition {
        self.position
    }

    /// The rows that were made in this frame, or in the last one: those in sight and a few beyond.
    #[must_use]
    pub fn rendered_range(&self) -> Range<usize> {
        self.first_rendered..self.first_rendered + self.rendered_count
    }

    /// Where on the screen a row begins. What is far out of sight is a guess.
    #[must_use]
    pub fn row_top(&self, row: usize) -> f32 {
        to_points(f64::from(self.origin) + self.rows.top(row))
    }

    /// Goes back to a place in the next frame. A row that is not where it was is searched by its key.
    pub fn scroll_to(&mut self, place: ScrollPosition) {
        self.target = Some(ScrollTarget::Position(place));
    }

    /// Goes to the very end in the next frame.
    pub fn scroll_to_end(&mut self) {
        self.target = Some(ScrollTarget::End);
    }

    /// Whether it is on its way to where it was told to go.
    #[must_use]
    pub fn is_scrolling(&self) -> bool {
        self.target.is_some()
    }

    /// Shows `len` rows in a scroll area that fills the room there is.
    ///
    /// `key` says which row is which: it must be the same for the same row as long as the list lives, whatever its index is. A row
    /// whose key is not the one that was there before makes the list look at all keys again. `add` makes one row; it may be
    /// called twice for one picture.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        id_salt: impl std::hash::Hash + std::fmt::Debug,
        len: usize,
        key: impl Fn(usize) -> u64,
        mut add: impl FnMut(&mut Ui, usize),
    ) -> ScrollAreaOutput<()> {
        self.on_width_changed(ui.available_width());
        self.sync_keys(len, &key);
        let mut area = ScrollArea::vertical().id_salt(id_salt).auto_shrink([false, false]);
        let goal = self.target.take();
        let total = self.rows.total();
        let end = (to_points(total) - self.gap + self.bottom_padding - ui.available_height()).max(0.0);
        let wanted = goal.map(|goal| self.target_offset(goal));
        if let Some(offset) = wanted {
            // Beyond its end, the area would swing back.
            area = area.vertical_scroll_offset(offset.clamp(0.0, end));
        }
        let mut moved = 0.0;
        let out = area.show_viewport(ui, |ui, viewport| {
            keys::scroll_by_page(ui, viewport.height());
            moved = self.show_rows(ui, viewport, &key, &mut add);
        });
        let offset = out.state.clamped_offset().y;
        if wanted.is_some_and(|offset| offset > end) && (self.rows.total() - total).abs() > 0.01 {
            // The last rows are higher than was thought: the end is further down.
            self.target = goal;
            ui.request_discard("rows at the end have another height than was thought");
            ui.request_repaint();
            return out;
        }
        if moved.abs() > 0.0 {
            // The heights are known now: draw this frame again with the anchor where it was.
            self.target.get_or_insert(ScrollTarget::Offset(offset + moved));
            ui.request_discard("rows above the anchor have another height than was thought");
        } else {
            self.store_position(offset);
        }
        if self.target.is_some() {
            ui.request_repaint();
        }
        out
    }

    /// Where the rows are as wide as they were once, they are as high as then; else what is known is a guess.
    fn on_width_changed(&mut self, width: f32) {
        if (self.width - width).abs() < 0.5 {
            return;
        }
        let before = std::mem::replace(&mut self.width, width);
        if self.keys.is_empty() {
            return;
        }
        let again = self.height_cache_by_width.iter().position(|(other, _)| (other - width).abs() < 0.5);
        let known = again.map_or_else(|| self.height_cache.clone(), |at| self.height_cache_by_width.remove(at).1);
        self.height_cache_by_width.push((before, std::mem::replace(&mut self.height_cache, known)));
        if self.height_cache_by_width.len() > MAX_CACHED_WIDTHS {
            self.height_cache_by_width.remove(0);
        }
        // As high as it was thought until it is seen; what is at the top stays there.
        self.keys.clear();
    }

    /// Looks at all keys when the rows are not those of the last frame.
    fn sync_keys(&mut self, len: usize, key: &impl Fn(usize) -> u64) {
        let first = self.position.row;
        let last = (first + self.rendered_count.max(1)).min(len);
        let changed = len != self.keys.len() || (first..last).any(|row| self.keys.get(row) != Some(&key(row)));
        if changed {
            self.rebuild(len, key);
        }
    }

    fn rebuild(&mut self, len: usize, key: &impl Fn(usize) -> u64) {
        let had = self.rows.len() > 0;
        self.keys = (0..len).map(key).collect();
        let estimate = self.estimated_height + self.gap;
        let height = |key: &u64| self.height_cache.get(key).copied().unwrap_or(estimate);
        self.rows = FenwickTree::new(self.keys.iter().map(height).collect());
        if self.height_cache.len() > 2 * len + 256 {
            let alive: std::collections::HashSet<u64> = self.keys.iter().copied().collect();
            self.height_cache.retain(|key, _| alive.contains(key));
        }
        // At the very top, new rows shall be seen; anywhere else, what is in sight stays.
        let at_top = self.position.row == 0 && self.position.offset <= 0.5;
        if had && self.target.is_none() && !at_top {
            self.target = Some(ScrollTarget::Position(self.position));
        }
    }

    /// The offset that a goal asks for.
    fn target_offset(&self, goal: ScrollTarget) -> f32 {
        match goal {
            ScrollTarget::End => f32::INFINITY,
            ScrollTarget::Offset(offset) => offset,
            ScrollTarget::Position(place) => {
                let row = self.find_row(place);
                let within = place.offset.min(self.rows.height(row));
                to_points(self.rows.top(row)) + within
            }
        }
    }

    fn find_row(&self, place: ScrollPosition) -> usize {
        if self.keys.get(place.row) == Some(&place.key) {
            return place.row;
        }
        let found = self.keys.iter().position(|key| *key == place.key);
        found.unwrap_or(place.row.min(self.keys.len().saturating_sub(1)))
    }

    /// Makes the rows in sight, and says how far the anchor was moved by heights that were found out above it.
    fn show_rows(
        &mut self,
        ui: &mut Ui,
        viewport: Rect,
        key: &impl Fn(usize) -> u64,
        add: &mut impl FnMut(&mut Ui, usize),
    ) -> f32 {
        let total = to_points(self.rows.total()) - self.gap + self.bottom_padding;
        ui.set_height(total.max(0.0));
        ui.set_width(ui.available_width());
        self.rendered_count = 0;
        self.origin = ui.max_rect().top();
        let (from, to) = (f64::from(viewport.top()) - OVERSCAN, f64::from(viewport.bottom()) + OVERSCAN);
        let first = self.rows.row_at(from);
        self.first_rendered = first;
        let anchor = self.anchor_row(first, f64::from(viewport.top()), to);
        let mut moved = 0.0;
        let mut row = first;
        let mut top = self.rows.top(first);
        while row < self.rows.len() && top < to {
            let height = show_row(ui, top, key(row), |ui| add(ui, row)) + self.gap;
            if (height - self.rows.height(row)).abs() > 0.01 {
                let grown = self.rows.set(row, height);
                if row < anchor {
                    moved += grown;
                }
            }
            if let Some(key) = self.keys.get(row) {
                self.height_cache.insert(*key, height);
            }
            top += f64::from(height);
            row += 1;
            self.rendered_count += 1;
        }
        moved
    }

    /// The row that must not move: the one that was at the top in the last frame while it is among those in sight, else the one
    /// that is at the top now.
    fn anchor_row(&self, first: usize, sight: f64, to: f64) -> usize {
        let before = self.position.row;
        if before >= first && self.rows.top(before) < to { before } else { self.rows.row_at(sight) }
    }

    fn store_position(&mut self, offset: f32) {
        let offset = f64::from(offset.max(0.0));
        let row = self.rows.row_at(offset);
        self.position = ScrollPosition {
            row,
            key: self.keys.get(row).copied().unwrap_or_default(),
            offset: to_points(offset - self.rows.top(row)),
        };
    }
}

fn show_row(ui: &mut Ui, top: f64, key: u64, add: impl FnOnce(&mut Ui)) -> f32 {
    let outer = ui.max_rect();
    let origin = pos2(outer.left(), to_points(f64::from(outer.top()) + top));
    let room = Rect::from_min_max(origin, pos2(outer.right(), origin.y + f32::from(u16::MAX)));
    let builder = UiBuilder::new().scope_id(ui.scope_id().with(key)).max_rect(room);
    let mut row = ui.new_child(builder);
    add(&mut row);
    row.min_rect().height()
}

#[expect(clippy::cast_possible_truncation, reason = "egui counts in f32")]
fn to_points(distance: f64) -> f32 {
    distance as f32
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Event, Label, Modifiers, MouseWheelSource, MouseWheelUnit, TouchPhase, vec2};
    use egui_kittest::{Harness, kittest::Queryable as _};

    use super::*;

    struct State {
        list: VirtualList,
        keys: Vec<u64>,
    }

    /// The row at the top, of a list whose keys are the numbers of its rows.
    fn position_of_row(row: u16) -> ScrollPosition {
        ScrollPosition { row: row.into(), key: row.into(), offset: 0.0 }
    }

    fn height(key: u64) -> f32 {
        f32::from(u8::try_from(key % 7).unwrap_or(0)) * 20.0 + 24.0
    }

    fn show(ui: &mut Ui, state: &mut State) {
        let State { list, keys } = state;
        list.show(
            ui,
            "rows",
            keys.len(),
            |row| keys[row],
            |ui, row| {
                let key = keys[row];
                ui.set_height(height(key));
                ui.add(Label::new(format!("row {key}")));
            },
        );
    }

    fn harness(len: u64) -> Harness<'static, State> {
        let state = State { list: VirtualList::new(60.0).gap(8.0), keys: (0..len).collect() };
        Harness::builder()
            .with_size(vec2(400.0, 600.0))
            .with_context_setup(crate::ui::install)
            .build_ui_state(show, state)
    }

    fn scroll_wheel(harness: &mut Harness<'_, State>, by: f32) {
        harness.hover_at(pos2(200.0, 300.0));
        harness.event(Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, by),
            source: MouseWheelSource::Wheel,
            phase: TouchPhase::Move,
            modifiers: Modifiers::NONE,
        });
        harness.run_ok();
    }

    fn top_of(harness: &Harness<'_, State>, key: u64) -> f32 {
        harness.get_by_label(&format!("row {key}")).rect().top()
    }

    #[test]
    fn only_visible_rows_of_many_are_rendered() {
        let mut harness = harness(20_000);
        harness.run_ok();
        assert!(harness.state().list.rendered_count < 40, "{}", harness.state().list.rendered_count);
        harness.get_by_label("row 0");
        harness.state_mut().list.scroll_to(position_of_row(12_345));
        harness.run_ok();
        assert!(harness.state().list.rendered_count < 40, "{}", harness.state().list.rendered_count);
        assert_eq!(harness.state().list.position().row, 12_345);
        harness.get_by_label("row 12345");
    }

    #[test]
    fn visible_rows_do_not_jump_when_heights_above_are_measured() {
        let mut harness = harness(20_000);
        harness.state_mut().list.scroll_to(position_of_row(10_000));
        harness.run_ok();
        for _ in 0..12 {
            let shown: u64 = harness.state().list.position().key;
            let at = top_of(&harness, shown);
            scroll_wheel(&mut harness, 30.0);
            let moved = top_of(&harness, shown) - at;
            assert!((moved - 30.0).abs() < 1.5, "row {shown} moved by {moved}");
        }
        assert!(harness.state().list.position().row < 10_000);
    }

    #[test]
    fn rows_added_above_do_not_move_visible_rows() {
        let mut harness = harness(500);
        harness.state_mut().list.scroll_to(position_of_row(200));
        harness.run_ok();
        let before = top_of(&harness, 200);
        let state = harness.state_mut();
        state.keys.splice(0..0, 9_000..9_010);
        harness.run_ok();
        assert!((top_of(&harness, 200) - before).abs() < 1.0);
        assert_eq!(harness.state().list.position().row, 210);
    }

    #[test]
    fn scroll_position_is_restored_in_another_list() {
        let mut first = harness(500);
        first.state_mut().list.scroll_to(position_of_row(123));
        first.run_ok();
        scroll_wheel(&mut first, -10.0);
        let place = first.state().list.position();
        let mut second = harness(500);
        second.state_mut().list.scroll_to(place);
        second.run_ok();
        assert_eq!(second.state().list.position(), place);
    }

    #[test]
    fn width_change_keeps_the_position_and_reuses_cached_heights() {
        let mut harness = harness(500);
        harness.state_mut().list.scroll_to(position_of_row(200));
        harness.run_ok();
        let known = harness.state().list.height_cache.clone();
        harness.set_size(vec2(300.0, 600.0));
        harness.run_ok();
        assert_eq!(harness.state().list.position().row, 200);
        assert!(harness.state().list.height_cache.len() >= known.len(), "what was known is the guess");
        harness.set_size(vec2(400.0, 600.0));
        harness.run_ok();
        assert_eq!(harness.state().list.height_cache, known);
        assert_eq!(harness.state().list.position().row, 200);
    }

    #[test]
    fn row_top_matches_the_rendered_position() {
        let mut harness = harness(500);
        harness.state_mut().list.scroll_to(position_of_row(200));
        harness.run_ok();
        let list = &harness.state().list;
        assert!(list.rendered_range().contains(&200) && list.rendered_range().contains(&205));
        for key in [200, 205] {
            let row = usize::try_from(key).unwrap();
            assert!((top_of(&harness, key) - list.row_top(row)).abs() < 1.0);
        }
    }

    #[test]
    fn empty_list_is_supported() {
        let mut harness = harness(0);
        harness.state_mut().list.scroll_to(position_of_row(7));
        harness.run_ok();
        assert_eq!(harness.state().list.rendered_count, 0);
    }
}
