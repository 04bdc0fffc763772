//! A virtualised list: only the visible rows, of varying height, are built.
//!
//! The height of a row is estimated until it is first visible. When the height of a row above turns
//! out different, nothing visible jumps: the row at the top is the anchor, and the scroll offset
//! follows it. The time per frame does not depend on the number of rows; only when the rows
//! themselves change are all keys compared once.

use std::{collections::HashMap, ops::Range};

use eframe::egui::{Rect, Role, ScrollArea, Ui, UiBuilder, pos2, scroll_area::ScrollAreaOutput};

use super::{fenwick::FenwickTree, scroll};
use crate::ui::{
    accessible_tree::{mark_group, mark_place},
    keys,
};

/// Rows this far outside the viewport are built too, so that heights are known before they matter.
const OVERSCAN: f64 = 160.0;
/// The number of other widths whose row heights are cached.
const MAX_CACHED_WIDTHS: usize = 3;

/// A scroll position: the row at the top, and how far it is scrolled out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ScrollPosition {
    /// The index of the row at the top.
    pub row: usize,
    /// Its key, to find it again when rows were inserted or removed above.
    pub key: u64,
    /// How much of it is above the viewport, in points.
    pub offset: f32,
}

/// Where to scroll in the next frame.
#[derive(Clone, Copy, Debug)]
enum ScrollTarget {
    /// This far into this row, at the top.
    Position(ScrollPosition),
    /// The end of the list.
    End,
    /// An exact offset, after heights above the anchor were corrected.
    Offset(f32),
}

/// The state of a list between frames. Keep it as long as the list may be shown again.
#[derive(Debug)]
pub struct VirtualList {
    name: &'static str,
    rows: FenwickTree,
    keys: Vec<u64>,
    /// Measured heights by key; survives changes of the rows.
    height_cache: HashMap<u64, f32>,
    /// The row width at which these heights were measured.
    width: f32,
    /// The heights at previous widths, latest last: the list may return to one of them.
    height_cache_by_width: Vec<(f32, HashMap<u64, f32>)>,
    estimated_height: f32,
    gap: f32,
    bottom_padding: f32,
    position: ScrollPosition,
    target: Option<ScrollTarget>,
    /// The number of rows built in the last frame.
    rendered_count: usize,
    /// The first of them.
    first_rendered: usize,
    /// The top of the first row of the list on the screen.
    origin: f32,
}

impl VirtualList {
    /// A list with an accessible name, and rows of about `estimated_height`.
    #[must_use]
    pub fn new(name: &'static str, estimated_height: f32) -> Self {
        Self {
            name,
            rows: FenwickTree::default(),
            keys: Vec::new(),
            height_cache: HashMap::new(),
            width: 0.0,
            height_cache_by_width: Vec::new(),
            estimated_height: estimated_height.max(1.0),
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
    pub fn bottom_padding(mut self, padding: f32) -> Self {
        self.bottom_padding = padding;
        self
    }

    /// The scroll position of the last frame.
    #[must_use]
    pub fn position(&self) -> ScrollPosition {
        self.position
    }

    /// The rows built in this frame or the last: the visible ones and a few beyond.
    #[must_use]
    pub fn rendered_range(&self) -> Range<usize> {
        self.first_rendered..self.first_rendered + self.rendered_count
    }

    /// The top of a row on the screen; an estimate for rows far outside the viewport.
    #[must_use]
    pub fn row_top(&self, row: usize) -> f32 {
        to_points(f64::from(self.origin) + self.rows.top(row))
    }

    /// Scrolls to a position in the next frame. A row that has moved is found by its key.
    pub fn scroll_to(&mut self, position: ScrollPosition) {
        self.target = Some(ScrollTarget::Position(position));
    }

    /// Scrolls to the end in the next frame.
    pub fn scroll_to_end(&mut self) {
        self.target = Some(ScrollTarget::End);
    }

    /// Whether a requested scroll is still under way.
    #[must_use]
    pub fn is_scrolling(&self) -> bool {
        self.target.is_some()
    }

    /// Shows `len` rows in a scroll area that fills the available space, with its bar in the margin
    /// at the right.
    ///
    /// `key` identifies a row: it must stay the same for the same row, whatever its index. When a
    /// visible row has another key than before, all keys are compared again. `add` builds one row;
    /// it may be called twice for one frame.
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
        let target = self.target.take();
        let total = self.rows.total();
        let end = (to_points(total) - self.gap + self.bottom_padding - ui.available_height()).max(0.0);
        let requested = target.map(|target| self.target_offset(target));
        if let Some(offset) = requested {
            // Beyond its end, the area would bounce back.
            area = area.vertical_scroll_offset(offset.clamp(0.0, end));
        }
        let mut shift = 0.0;
        let out = scroll::with_bar_in_margin(ui, |ui| {
            area.show_viewport(ui, |ui, viewport| {
                keys::scroll_by_page(ui, viewport.height());
                shift = self.show_rows(ui, viewport, &key, &mut add);
            })
        });
        let offset = out.state.clamped_offset().y;
        if requested.is_some_and(|offset| offset > end) && (self.rows.total() - total).abs() > 0.01 {
            // The last rows are higher than estimated: the end is further down.
            self.target = target;
            ui.request_discard("rows at the end have another height than estimated");
            ui.request_repaint();
            return out;
        }
        if shift.abs() > 0.0 {
            // The heights are known now: draw this frame again with the anchor in place.
            self.target.get_or_insert(ScrollTarget::Offset(offset + shift));
            ui.request_discard("rows above the anchor have another height than estimated");
        } else {
            self.store_position(offset);
        }
        if self.target.is_some() {
            ui.request_repaint();
        }
        out
    }

    /// Restores the heights measured at this width, if any; otherwise those of the old width serve
    /// as estimates.
    fn on_width_changed(&mut self, width: f32) {
        if (self.width - width).abs() < 0.5 {
            return;
        }
        let before = std::mem::replace(&mut self.width, width);
        if self.keys.is_empty() {
            return;
        }
        let cached = self.height_cache_by_width.iter().position(|(other, _)| (other - width).abs() < 0.5);
        let heights = cached.map_or_else(|| self.height_cache.clone(), |at| self.height_cache_by_width.remove(at).1);
        self.height_cache_by_width.push((before, std::mem::replace(&mut self.height_cache, heights)));
        if self.height_cache_by_width.len() > MAX_CACHED_WIDTHS {
            self.height_cache_by_width.remove(0);
        }
        // Forces a rebuild with these heights; the row at the top stays in place.
        self.keys.clear();
    }

    /// Rebuilds the tree when the rows are not those of the last frame.
    fn sync_keys(&mut self, len: usize, key: &impl Fn(usize) -> u64) {
        let first = self.position.row;
        let last = (first + self.rendered_count.max(1)).min(len);
        let changed = len != self.keys.len() || (first..last).any(|row| self.keys.get(row) != Some(&key(row)));
        if changed {
            self.rebuild(len, key);
        }
    }

    fn rebuild(&mut self, len: usize, key: &impl Fn(usize) -> u64) {
        let had_rows = self.rows.len() > 0;
        self.keys = (0..len).map(key).collect();
        let estimate = self.estimated_height + self.gap;
        let height = |key: &u64| self.height_cache.get(key).copied().unwrap_or(estimate);
        self.rows = FenwickTree::new(self.keys.iter().map(height).collect());
        if self.height_cache.len() > 2 * len + 256 {
            let live_keys: std::collections::HashSet<u64> = self.keys.iter().copied().collect();
            self.height_cache.retain(|key, _| live_keys.contains(key));
        }
        // At the very top, new rows should be seen; anywhere else, what is visible stays in place.
        let at_top = self.position.row == 0 && self.position.offset <= 0.5;
        if had_rows && self.target.is_none() && !at_top {
            self.target = Some(ScrollTarget::Position(self.position));
        }
    }

    /// The scroll offset of a target.
    fn target_offset(&self, target: ScrollTarget) -> f32 {
        match target {
            ScrollTarget::End => f32::INFINITY,
            ScrollTarget::Offset(offset) => offset,
            ScrollTarget::Position(position) => {
                let row = self.find_row(position);
                let within = position.offset.min(self.rows.height(row));
                to_points(self.rows.top(row)) + within
            }
        }
    }

    fn find_row(&self, position: ScrollPosition) -> usize {
        if self.keys.get(position.row) == Some(&position.key) {
            return position.row;
        }
        let index = self.keys.iter().position(|key| *key == position.key);
        index.unwrap_or(position.row.min(self.keys.len().saturating_sub(1)))
    }

    /// Builds the visible rows and returns how far measured heights above the anchor moved it.
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
        mark_group(ui, Role::List, self.name);
        self.rendered_count = 0;
        self.origin = ui.max_rect().top();
        let (from, to) = (f64::from(viewport.top()) - OVERSCAN, f64::from(viewport.bottom()) + OVERSCAN);
        let first = self.rows.row_at(from);
        self.first_rendered = first;
        let anchor = self.anchor_row(first, f64::from(viewport.top()), to);
        let mut shift = 0.0;
        let mut row = first;
        let mut top = self.rows.top(first);
        while row < self.rows.len() && top < to {
            let height = show_row(ui, top, key(row), |ui| {
                mark_place(ui, ui.unique_id(), row, self.rows.len());
                add(ui, row);
            });
            let height = height + self.gap;
            if (height - self.rows.height(row)).abs() > 0.01 {
                let grown = self.rows.set(row, height);
                if row < anchor {
                    shift += grown;
                }
            }
            if let Some(key) = self.keys.get(row) {
                self.height_cache.insert(*key, height);
            }
            top += f64::from(height);
            row += 1;
            self.rendered_count += 1;
        }
        scroll::reveal_focus(ui);
        shift
    }

    /// The row that must not move: the previous top row while it is visible, else the current one.
    fn anchor_row(&self, first: usize, viewport_top: f64, bottom: f64) -> usize {
        let before = self.position.row;
        if before >= first && self.rows.top(before) < bottom { before } else { self.rows.row_at(viewport_top) }
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
    let builder = builder.accessibility_role(Role::ListItem);
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

    /// The position of a row, in a list whose keys are the row indices.
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
        let state = State { list: VirtualList::new("Rows", 60.0).gap(8.0), keys: (0..len).collect() };
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
            let shift = top_of(&harness, shown) - at;
            assert!((shift - 30.0).abs() < 1.5, "row {shown} moved by {shift}");
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
        let position = first.state().list.position();
        let mut second = harness(500);
        second.state_mut().list.scroll_to(position);
        second.run_ok();
        assert_eq!(second.state().list.position(), position);
    }

    #[test]
    fn width_change_keeps_the_position_and_reuses_cached_heights() {
        let mut harness = harness(500);
        harness.state_mut().list.scroll_to(position_of_row(200));
        harness.run_ok();
        let heights = harness.state().list.height_cache.clone();
        harness.set_size(vec2(300.0, 600.0));
        harness.run_ok();
        assert_eq!(harness.state().list.position().row, 200);
        assert!(harness.state().list.height_cache.len() >= heights.len(), "what was known is the guess");
        harness.set_size(vec2(400.0, 600.0));
        harness.run_ok();
        assert_eq!(harness.state().list.height_cache, heights);
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
