//! The months at the right of a history: how much was written in each, where flags were noticed, and which one is in sight. A
//! click, a drag or the arrow keys go to another.

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
        widget::paint_util,
    },
    wording::month::describe_month,
};

const YEAR_HEIGHT: f32 = 24.0;
const MONTH_HEIGHT: f32 = 21.0;
const GAP_HEIGHT: f32 = 8.0;
/// From the left edge to the bars.
const LABEL_WIDTH: f32 = 34.0;
/// As long as the bar of the fullest month is.
const MAX_BAR_WIDTH: f32 = 44.0;
const BAR_HEIGHT: f32 = 8.0;
const DOT_RADIUS: f32 = 2.5;

/// The months of a history, and where they are scrolled to.
#[derive(Default)]
pub(super) struct MonthStrip {
    rows: Vec<MonthRow>,
    /// Where each line begins.
    tops: Vec<f32>,
    height: f32,
    /// The months among the lines, each with the line it is.
    months: Vec<(usize, MonthCount)>,
    /// What the fullest month holds.
    max_entries: u32,
    offset: f32,
    /// The month that was brought into sight last.
    revealed: Option<Date>,
    /// The month a drag has gone to.
    dragged: Option<Date>,
}

impl MonthStrip {
    /// Other months, or other numbers in them.
    pub(super) fn set_rows(&mut self, lines: Vec<MonthRow>) {
        self.tops.clear();
        self.months.clear();
        let mut top = 0.0;
        for (nth, line) in lines.iter().enumerate() {
            self.tops.push(top);
            top += row_height(line);
            if let MonthRow::Month(month) = line {
                self.months.push((nth, *month));
            }
        }
        self.height = top;
        self.max_entries = self.months.iter().map(|(_, month)| month.entries).max().unwrap_or_default();
        self.rows = lines;
    }

    /// The month so many further down than another, and no further than the last.
    pub(super) fn month_at_offset(&self, at: Date, by: isize) -> Option<Date> {
        let last = self.months.len().checked_sub(1)?;
        let place = self.month_index(at)?.saturating_add_signed(by).min(last);
        self.months.get(place).map(|(_, month)| month.first_day)
    }

    /// Shows the months, `at` among them as the one in sight; returns one to go to.
    pub(super) fn show(&mut self, ui: &mut Ui, at: Option<Date>) -> Option<Date> {
        let source = ScrollSource { drag: DragScroll::Never, ..ScrollSource::default() };
        let mut area = ScrollArea::vertical().id_salt("months").auto_shrink([false, false]).scroll_source(source);
        if let Some(offset) = self.offset_to_reveal(at, ui.available_height()) {
            area = area.vertical_scroll_offset(offset);
        }
        let out = area.show_viewport(ui, |ui, viewport| {
            ui.set_height(self.height);
            self.show_rows(ui, viewport, at)
        });
        self.offset = out.state.clamped_offset().y;
        out.inner
    }

    /// How far to scroll so that the month in sight is in sight here too, with a few beside it: once, when it has become
    /// another, and never under the pointer.
    fn offset_to_reveal(&mut self, at: Option<Date>, room: f32) -> Option<f32> {
        let at = at.filter(|_| self.dragged.is_none() && self.revealed != at)?;
        let (line, _) = *self.months.get(self.month_index(at)?)?;
        self.revealed = Some(at);
        let beside = (3.0 * MONTH_HEIGHT).min(room / 3.0);
        let (above, below) = (self.top(line) - beside, self.top(line) + MONTH_HEIGHT + beside);
        if above < self.offset {
            Some(above.max(0.0))
        } else if below > self.offset + room {
            Some(below - room)
        } else {
            None
        }
    }

    fn show_rows(&mut self, ui: &mut Ui, viewport: Rect, at: Option<Date>) -> Option<Date> {
        let origin = ui.max_rect().min;
        let first = self.row_at(viewport.top());
        let last = (self.row_at(viewport.bottom()) + 1).min(self.rows.len());
        let mut goal = self.handle_drag(ui, origin.y);
        let stop = self.tab_stop(first..last, at);
        let mut focus = None;
        for nth in first..last {
            let Some(line) = self.rows.get(nth) else { break };
            let place = pos2(origin.x, origin.y + self.top(nth));
            let rect = Rect::from_min_size(place, vec2(ui.max_rect().width(), row_height(line)));
            match line {
                MonthRow::Year(year) => show_year(ui, rect, *year),
                MonthRow::EmptyMonths => show_gap(ui, rect),
                MonthRow::Month(month) => {
                    let id = month_id(ui, month.first_day);
                    let response = self.show_month(ui, id, rect, month, at, stop == Some(nth));
                    if response.clicked() {
                        goal = Some(month.first_day);
                        focus = Some(id);
                    }
                    if let Some(way) = consume_arrow_key(ui, &response)
                        && let Some(next) = self.month_at_offset(month.first_day, way)
                    {
                        goal = Some(next);
                        focus = Some(month_id(ui, next));
                    }
                }
            }
        }
        if let Some(focus) = focus {
            ui.memory_mut(|memory| memory.request_focus(focus));
            ui.request_repaint();
        }
        goal
    }

    /// The month that the pointer is dragged to.
    fn handle_drag(&mut self, ui: &Ui, origin: f32) -> Option<Date> {
        let ground = ui.interact(ui.clip_rect(), ui.scope_id().with("drag"), Sense::DRAG);
        if !ground.dragged() {
            self.dragged = None;
            return None;
        }
        let pointer = ground.interact_pointer_pos()?;
        let goal = self.month_at(pointer.y - origin)?;
        if self.dragged == Some(goal) {
            return None;
        }
        self.dragged = Some(goal);
        Some(goal)
    }

    /// The line that Tab stops at: the month in sight, where it is in sight here too, else the first that is.
    fn tab_stop(&self, seen: Range<usize>, at: Option<Date>) -> Option<usize> {
        let own = at.and_then(|at| self.months.get(self.month_index(at)?)).map(|(line, _)| *line);
        own.filter(|line| seen.contains(line)).or_else(|| {
            let place = self.months.partition_point(|(line, _)| *line < seen.start);
            self.months.get(place).map(|(line, _)| *line)
        })
    }

    fn show_month(&self, ui: &Ui, id: Id, rect: Rect, month: &MonthCount, at: Option<Date>, stop: bool) -> Response {
        let is_at = at == Some(month.first_day);
        let response = ui.interact(rect, id, if stop { Sense::click() } else { Sense::CLICK });
        let t = Tokens::of(ui);
        if ui.is_rect_visible(rect) {
            let lit = paint_util::is_highlighted(&response);
            let corners = CornerRadius::same(6);
            let ground = rect.shrink2(vec2(0.0, 0.5)).expand2(vec2(7.0, 0.0));
            if is_at || lit {
                ui.painter().rect_filled(ground, corners, if is_at { t.accent_soft } else { t.hover });
            }
            let weight = if is_at { Weight::SemiBold } else { Weight::Regular };
            let format = text::format(Type::Fine, weight, Color32::PLACEHOLDER);
            let word = paint_util::layout_line(ui, &month.first_day.strftime("%b").to_string(), format, f32::INFINITY);
            paint_util::line_at(ui.painter(), rect.left(), rect, word, if is_at || lit { t.ink } else { t.ink_soft });
            let end = self.show_bar(ui, rect, month);
            if month.flags > 0 {
                ui.painter().circle_filled(pos2(end + 7.0, rect.center().y), DOT_RADIUS, t.kind_ink(Tone::Flag));
            }
            paint_util::focus_ring(ui, &response, ground.shrink(1.0), 6);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), describe_month(month)));
        ui.accesskit_node_builder(response.id, |node| {
            if is_at {
                node.set_aria_current(eframe::egui::accesskit::AriaCurrent::Date);
            }
        });
        response.on_hover_ui(|ui| drop(ui.label(text::small(describe_month(month)))))
    }

    /// The bar of a month, and where it ends.
    fn show_bar(&self, ui: &Ui, rect: Rect, month: &MonthCount) -> f32 {
        let left = rect.left() + LABEL_WIDTH;
        if month.entries == 0 {
            return left;
        }
        let part = month.entries as f32 / self.max_entries.max(1) as f32;
        let room = MAX_BAR_WIDTH.min(rect.width() - LABEL_WIDTH - 14.0).max(8.0);
        let bar = Rect::from_min_size(
            pos2(left, rect.center().y - BAR_HEIGHT / 2.0),
            vec2((part * room).max(3.0).round(), BAR_HEIGHT),
        );
        let colour = Tokens::of(ui).accent.gamma_multiply(0.5 + 0.4 * part);
        ui.painter().rect_filled(bar, CornerRadius::same(2), colour);
        bar.right()
    }

    /// Where a month stands among the months.
    fn month_index(&self, first: Date) -> Option<usize> {
        let place = self.months.partition_point(|(_, month)| month.first_day > first);
        self.months.get(place).is_some_and(|(_, month)| month.first_day == first).then_some(place)
    }

    fn top(&self, line: usize) -> f32 {
        self.tops.get(line).copied().unwrap_or_default()
    }

    fn row_at(&self, down: f32) -> usize {
        self.tops.partition_point(|top| *top <= down).saturating_sub(1)
    }

    /// The month this far down; of a year or a gap the one below it.
    fn month_at(&self, down: f32) -> Option<Date> {
        let line = self.row_at(down);
        let place = self.months.partition_point(|(of, _)| *of < line);
        self.months.get(place).or(self.months.last()).map(|(_, month)| month.first_day)
    }
}

fn row_height(line: &MonthRow) -> f32 {
    match line {
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
    let word = paint_util::layout_line(ui, &year.to_string(), format, f32::INFINITY);
    paint_util::line_at(ui.painter(), rect.left(), rect, word, t.ink_soft);
}

fn show_gap(ui: &Ui, rect: Rect) {
    let dot = pos2(rect.left() + 10.0, rect.center().y);
    ui.painter().circle_filled(dot, 1.0, Tokens::of(ui).outline);
}

/// How many months an arrow key goes down from the one that has the focus; the key is taken.
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
