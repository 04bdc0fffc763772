//! The month strip at the right of the timeline: entries per month, months with flags, and the
//! month in view. A click, a drag or the arrow keys scroll to another month.

use std::ops::Range;

use eframe::egui::{
    Color32, CornerRadius, EventFilter, Id, Rect, Response, Role, ScrollArea, Sense, Ui, WidgetInfo,
    containers::scroll_area::{DragScroll, ScrollSource},
    pos2, vec2,
};
use jiff::civil::Date;

use crate::{
    domain::month_histogram::{MonthCount, MonthRow},
    ui::{
        shortcut::Shortcut,
        text::{self, Type, Weight},
        tokens::{Tokens, Tone},
        widget::{paint_util, scroll},
    },
    wording::month::describe_month,
};

const YEAR_HEIGHT: f32 = 24.0;
const MONTH_HEIGHT: f32 = 21.0;
const GAP_HEIGHT: f32 = 8.0;
/// Width of the month names, left of the bars.
const LABEL_WIDTH: f32 = 34.0;
/// Length of the longest bar.
const MAX_BAR_WIDTH: f32 = 44.0;
const BAR_HEIGHT: f32 = 8.0;
const DOT_RADIUS: f32 = 2.5;

/// The rows of the strip, and its scroll state.
#[derive(Default)]
pub(super) struct MonthStrip {
    rows: Vec<MonthRow>,
    /// The top of each row.
    tops: Vec<f32>,
    height: f32,
    /// The months, newest first, each with its row index.
    months: Vec<(usize, MonthCount)>,
    /// The entry count of the longest bar.
    max_entries: u32,
    offset: f32,
    /// The month that was scrolled into view last.
    revealed: Option<Date>,
    /// The month that the current drag has reached.
    dragged: Option<Date>,
}

impl MonthStrip {
    /// Replaces the rows.
    pub(super) fn set_rows(&mut self, rows: Vec<MonthRow>) {
        self.tops.clear();
        self.months.clear();
        let mut top = 0.0;
        for (index, row) in rows.iter().enumerate() {
            self.tops.push(top);
            top += row_height(row);
            if let MonthRow::Month(month) = row {
                self.months.push((index, *month));
            }
        }
        self.height = top;
        self.max_entries = self.months.iter().map(|(_, month)| month.entries).max().unwrap_or_default();
        self.rows = rows;
    }

    /// The month `offset` months further down than another, at most the last.
    pub(super) fn month_at_offset(&self, month: Date, offset: isize) -> Option<Date> {
        let last = self.months.len().checked_sub(1)?;
        let index = self.month_index(month)?.saturating_add_signed(offset).min(last);
        self.months.get(index).map(|(_, month)| month.first_day)
    }

    /// Shows the strip with the month in view marked. Returns a month to scroll to.
    pub(super) fn show(&mut self, ui: &mut Ui, current: Option<Date>) -> Option<Date> {
        let scroll_source = ScrollSource { drag: DragScroll::Never, ..ScrollSource::default() };
        let mut area =
            ScrollArea::vertical().id_salt("months").auto_shrink([false, false]).scroll_source(scroll_source);
        if let Some(offset) = self.offset_to_reveal(current, ui.available_height()) {
            area = area.vertical_scroll_offset(offset);
        }
        let output = scroll::with_bar_in_margin(ui, |ui| {
            area.show_viewport(ui, |ui, viewport| {
                ui.set_height(self.height);
                self.show_rows(ui, viewport, current)
            })
        });
        self.offset = output.state.clamped_offset().y;
        output.inner
    }

    /// The scroll offset that shows the current month with a few around it; only when it has
    /// changed, and not during a drag.
    fn offset_to_reveal(&mut self, current: Option<Date>, height: f32) -> Option<f32> {
        let current = current.filter(|_| self.dragged.is_none() && self.revealed != current)?;
        let (row, _) = *self.months.get(self.month_index(current)?)?;
        self.revealed = Some(current);
        let margin = (3.0 * MONTH_HEIGHT).min(height / 3.0);
        let (above, below) = (self.top(row) - margin, self.top(row) + MONTH_HEIGHT + margin);
        if above < self.offset {
            Some(above.max(0.0))
        } else if below > self.offset + height {
            Some(below - height)
        } else {
            None
        }
    }

    fn show_rows(&mut self, ui: &mut Ui, viewport: Rect, current: Option<Date>) -> Option<Date> {
        let origin = ui.max_rect().min;
        let first = self.row_at(viewport.top());
        let last = (self.row_at(viewport.bottom()) + 1).min(self.rows.len());
        let mut target = self.handle_drag(ui, origin.y);
        let tab_stop = self.tab_stop(first..last, current);
        let mut focus = None;
        for index in first..last {
            let Some(row) = self.rows.get(index) else { break };
            let position = pos2(origin.x, origin.y + self.top(index));
            let rect = Rect::from_min_size(position, vec2(ui.max_rect().width(), row_height(row)));
            match row {
                MonthRow::Year(year) => show_year(ui, rect, *year),
                MonthRow::EmptyMonths => show_gap(ui, rect),
                MonthRow::Month(month) => {
                    let id = month_id(ui, month.first_day);
                    let response = self.show_month(ui, id, rect, month, current, tab_stop == Some(index));
                    if response.clicked() {
                        target = Some(month.first_day);
                        focus = Some(id);
                    }
                    if let Some(step) = consume_arrow_key(ui, &response)
                        && let Some(next) = self.month_at_offset(month.first_day, step)
                    {
                        target = Some(next);
                        focus = Some(month_id(ui, next));
                    }
                }
            }
        }
        if let Some(focus) = focus {
            ui.memory_mut(|memory| memory.request_focus(focus));
            ui.request_repaint();
        }
        target
    }

    /// The month that a drag has newly reached.
    fn handle_drag(&mut self, ui: &Ui, origin: f32) -> Option<Date> {
        let response = ui.interact(ui.clip_rect(), ui.scope_id().with("drag"), Sense::DRAG);
        if !response.dragged() {
            self.dragged = None;
            return None;
        }
        let pointer = response.interact_pointer_pos()?;
        let target = self.month_at(pointer.y - origin)?;
        if self.dragged == Some(target) {
            return None;
        }
        self.dragged = Some(target);
        Some(target)
    }

    /// The row that Tab stops at: the current month if it is visible in the strip, or the first
    /// visible.
    fn tab_stop(&self, visible: Range<usize>, current: Option<Date>) -> Option<usize> {
        let current_row = current.and_then(|current| self.months.get(self.month_index(current)?)).map(|(row, _)| *row);
        current_row.filter(|row| visible.contains(row)).or_else(|| {
            let index = self.months.partition_point(|(row, _)| *row < visible.start);
            self.months.get(index).map(|(row, _)| *row)
        })
    }

    fn show_month(
        &self,
        ui: &Ui,
        id: Id,
        rect: Rect,
        month: &MonthCount,
        current: Option<Date>,
        is_tab_stop: bool,
    ) -> Response {
        let is_current = current == Some(month.first_day);
        let response = ui.interact(rect, id, if is_tab_stop { Sense::click() } else { Sense::CLICK });
        let t = Tokens::of(ui);
        if ui.is_rect_visible(rect) {
            let is_highlighted = paint_util::is_highlighted(&response);
            let corners = CornerRadius::same(6);
            let background = rect.shrink2(vec2(0.0, 0.5)).expand2(vec2(7.0, 0.0));
            if is_current || is_highlighted {
                ui.painter().rect_filled(background, corners, if is_current { t.accent_soft } else { t.hover });
            }
            let weight = if is_current { Weight::SemiBold } else { Weight::Regular };
            let format = text::format(Type::Fine, weight, Color32::PLACEHOLDER);
            let label = paint_util::layout_line(ui, &month.first_day.strftime("%b").to_string(), format, f32::INFINITY);
            paint_util::line_at(
                ui.painter(),
                rect.left(),
                rect,
                label,
                if is_current || is_highlighted { t.ink } else { t.ink_soft },
            );
            let bar_right = self.show_bar(ui, rect, month);
            if month.flags > 0 {
                ui.painter().circle_filled(pos2(bar_right + 7.0, rect.center().y), DOT_RADIUS, t.kind_ink(Tone::Flag));
            }
            paint_util::focus_ring(ui, &response, background.shrink(1.0), 6);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), describe_month(month)));
        ui.accesskit_node_builder(response.id, |node| {
            if is_current {
                node.set_aria_current(eframe::egui::accesskit::AriaCurrent::Date);
            }
        });
        response.on_hover_ui(|ui| drop(ui.label(text::small(describe_month(month)))))
    }

    /// Paints the bar of a month and returns its right edge.
    fn show_bar(&self, ui: &Ui, rect: Rect, month: &MonthCount) -> f32 {
        let left = rect.left() + LABEL_WIDTH;
        if month.entries == 0 {
            return left;
        }
        let share = month.entries as f32 / self.max_entries.max(1) as f32;
        let max_width = MAX_BAR_WIDTH.min(rect.width() - LABEL_WIDTH - 14.0).max(8.0);
        let bar = Rect::from_min_size(
            pos2(left, rect.center().y - BAR_HEIGHT / 2.0),
            vec2((share * max_width).max(3.0).round(), BAR_HEIGHT),
        );
        let colour = Tokens::of(ui).accent.gamma_multiply(0.5 + 0.4 * share);
        ui.painter().rect_filled(bar, CornerRadius::same(2), colour);
        bar.right()
    }

    /// The index of a month in `months`.
    fn month_index(&self, first: Date) -> Option<usize> {
        let index = self.months.partition_point(|(_, month)| month.first_day > first);
        self.months.get(index).is_some_and(|(_, month)| month.first_day == first).then_some(index)
    }

    fn top(&self, row: usize) -> f32 {
        self.tops.get(row).copied().unwrap_or_default()
    }

    fn row_at(&self, y: f32) -> usize {
        self.tops.partition_point(|top| *top <= y).saturating_sub(1)
    }

    /// The month at a distance from the top; for a year or a gap, the month below it.
    fn month_at(&self, y: f32) -> Option<Date> {
        let row = self.row_at(y);
        let index = self.months.partition_point(|(of, _)| *of < row);
        self.months.get(index).or(self.months.last()).map(|(_, month)| month.first_day)
    }
}

fn row_height(row: &MonthRow) -> f32 {
    match row {
        MonthRow::Year(_) => YEAR_HEIGHT,
        MonthRow::Month(_) => MONTH_HEIGHT,
        MonthRow::EmptyMonths => GAP_HEIGHT,
    }
}

fn month_id(ui: &Ui, first: Date) -> Id {
    ui.scope_id().with(("month", first.year(), first.month()))
}

fn show_year(ui: &Ui, rect: Rect, year: i16) {
    let t = Tokens::of(ui);
    let format = text::format(Type::Label, Weight::SemiBold, Color32::PLACEHOLDER);
    let label = paint_util::layout_line(ui, &year.to_string(), format, f32::INFINITY);
    paint_util::line_at(ui.painter(), rect.left(), rect, label, t.ink_soft);
}

fn show_gap(ui: &Ui, rect: Rect) {
    let dot = pos2(rect.left() + 10.0, rect.center().y);
    ui.painter().circle_filled(dot, 1.0, Tokens::of(ui).outline);
}

/// Consumes an arrow key of the focused month: 1 for down, -1 for up.
fn consume_arrow_key(ui: &Ui, response: &Response) -> Option<isize> {
    if !response.has_focus() {
        return None;
    }
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    [(Shortcut::MonthBelow, 1), (Shortcut::MonthAbove, -1)]
        .into_iter()
        .find_map(|(shortcut, step)| shortcut.consume(ui).then_some(step))
}
