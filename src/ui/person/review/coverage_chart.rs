//! The coverage chart: a bar for each month (or year) of the period, with a sentence beside or
//! below. A click on a bar opens its month in the timeline.

use eframe::egui::{
    Align, Align2, Color32, CornerRadius, Id, Label, Layout, Rect, Response, Role, Sense, Ui, UiBuilder, WidgetInfo,
    pos2, text::LayoutJob, vec2,
};

use crate::{
    domain::review::coverage::{BarStatus, BarUnit, Coverage, CoverageBar},
    ui::{
        action::Navigation,
        route::Tab,
        screen_context::ScreenContext,
        text::{self, Type, Weight},
        tokens::{Tokens, Tone, size},
        widget::{card::frame, paint_util, tabs},
    },
    wording::coverage::{CoverageText, describe_bar},
};

/// Height of the bars with their labels.
const HEIGHT: f32 = 150.0;
/// Height of the line with the names of the months.
const LABEL_HEIGHT: f32 = 22.0;
/// Height of a line of text above a bar.
const FIGURE_HEIGHT: f32 = 17.0;
const MAX_BAR_HEIGHT: f32 = 92.0;
const MIN_BAR_HEIGHT: f32 = 4.0;
const MAX_BAR_WIDTH: f32 = 26.0;
/// The sentence is beside the chart up to this number of bars, on a card at least this wide.
const MAX_BARS_BESIDE_TEXT: usize = 7;
const MIN_WIDTH_BESIDE_TEXT: f32 = 340.0;
/// Width of the sentence beside the bars, and the space between.
const TEXT_WIDTH: f32 = 136.0;
const GAP: f32 = 14.0;
/// Column width that is needed for the count, and for the word "thin".
const MIN_WIDTH_FOR_FIGURE: f32 = 17.0;
const MIN_WIDTH_FOR_THIN: f32 = 30.0;
/// Column width that is needed for the name of a month.
const MIN_WIDTH_FOR_LABEL: f32 = 30.0;

/// Shows the card.
pub(super) fn show(ui: &mut Ui, screen: &mut ScreenContext<'_>, coverage: &Coverage, text: &CoverageText) {
    frame(Tokens::of(ui)).show(ui, |ui| {
        let width = ui.available_width();
        let is_beside = coverage.bars.len() <= MAX_BARS_BESIDE_TEXT && width >= MIN_WIDTH_BESIDE_TEXT;
        let chart_width = if is_beside { width - TEXT_WIDTH - GAP } else { width };
        if is_beside {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                show_bars(ui, screen, coverage, chart_width);
                let (_, rect) = ui.allocate_space(vec2(TEXT_WIDTH, HEIGHT));
                let job = coverage_text(ui, text, TEXT_WIDTH);
                let height = ui.fonts_mut(|fonts| fonts.layout_job(job.clone())).size().y;
                let top = (rect.center().y - height / 2.0).round().max(rect.top());
                let rect = Rect::from_min_max(pos2(rect.left(), top), rect.right_bottom());
                let layout = Layout::top_down(Align::Min);
                ui.new_child(UiBuilder::new().id_salt("sentence").max_rect(rect).layout(layout)).add(Label::new(job));
            });
        } else {
            ui.spacing_mut().item_spacing.y = 6.0;
            show_bars(ui, screen, coverage, chart_width);
            let job = coverage_text(ui, text, width);
            ui.add(Label::new(job));
        }
    });
}

/// Lays out the sentence; an emphasized lead is bold, in the colour of flags.
fn coverage_text(ui: &Ui, coverage_text: &CoverageText, width: f32) -> LayoutJob {
    let t = Tokens::of(ui);
    let (weight, ink) = if coverage_text.is_emphasized {
        (Weight::SemiBold, t.kind_ink(Tone::Flag))
    } else {
        (Weight::Regular, t.ink_soft)
    };
    let mut job = LayoutJob::default();
    job.append(&coverage_text.lead, 0.0, text::format(Type::Fine, weight, ink));
    job.append(&coverage_text.rest, 0.0, text::format(Type::Fine, Weight::Regular, t.ink_soft));
    job.wrap.max_width = width;
    job
}

fn show_bars(ui: &mut Ui, screen: &mut ScreenContext<'_>, coverage: &Coverage, width: f32) {
    let (area, _) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::hover());
    let count = coverage.bars.len();
    let Some(last) = count.checked_sub(1) else { return };
    let spacing = width / count as f32;
    let max_entries = coverage.max_entries().max(1);
    // When the names do not all fit, every second (third, …) is shown, counted from the last.
    let label_step =
        (1..=count).find(|label_step| spacing * *label_step as f32 >= MIN_WIDTH_FOR_LABEL).unwrap_or(count);
    let id = |index: usize| -> Id { ui.scope_id().with(("bar", index)) };
    // Roving tab stop: it begins at the first thin month, or else at the last.
    let tab_stop = coverage.bars.iter().position(|bar| bar.status == BarStatus::Thin).unwrap_or(last);
    let mut focus = None;
    for (index, bar) in coverage.bars.iter().enumerate() {
        let left = area.left() + spacing * index as f32;
        let column = Rect::from_min_max(pos2(left, area.top()), pos2(left + spacing, area.bottom()));
        let is_stop = index == tab_stop || ui.memory(|memory| memory.has_focus(id(index)));
        let has_label = (last - index).is_multiple_of(label_step);
        let layout = BarLayout { column, has_label, height: bar.entries as f32 / max_entries as f32 * MAX_BAR_HEIGHT };
        let response = show_bar(ui, id(index), coverage, bar, &layout, is_stop);
        if response.clicked() {
            screen.dispatch(Navigation::OpenTab(Tab::Timeline));
            screen.dispatch(Navigation::GoToDate(bar.period.last_day()));
        }
        if response.has_focus()
            && let Some(to) = tabs::consume_arrow_key(ui, &response, index, count)
        {
            focus = Some(id(to));
        }
    }
    tabs::request_focus_on(ui, focus);
}

/// The place of a bar in the chart.
struct BarLayout {
    column: Rect,
    has_label: bool,
    height: f32,
}

fn show_bar(
    ui: &Ui,
    id: Id,
    coverage: &Coverage,
    bar: &CoverageBar,
    layout: &BarLayout,
    is_tab_stop: bool,
) -> Response {
    let t = Tokens::of(ui);
    let BarLayout { column, has_label, height } = *layout;
    let response = ui.interact(column, id, if is_tab_stop { Sense::click() } else { Sense::CLICK });
    let description = describe_bar(coverage, bar);
    let is_thin = bar.status == BarStatus::Thin;
    let background = column.shrink2(vec2(1.0, 0.0));
    if paint_util::is_highlighted(&response) {
        ui.painter().rect_filled(background, CornerRadius::same(size::CHIP_RADIUS), t.hover);
    }
    let (ink, weight) =
        if is_thin { (t.kind_ink(Tone::Flag), Weight::SemiBold) } else { (t.ink_soft, Weight::Regular) };
    let painter = ui.painter();
    let baseline = column.bottom() - LABEL_HEIGHT;
    let width = MAX_BAR_WIDTH.min((column.width() * 0.6).max(2.0));
    let rect = Rect::from_min_max(
        pos2((column.center().x - width / 2.0).round(), (baseline - height.max(MIN_BAR_HEIGHT)).round()),
        pos2((column.center().x + width / 2.0).round(), baseline),
    );
    let is_in_period = !matches!(bar.status, BarStatus::BeforeJoining | BarStatus::Future);
    if is_in_period {
        paint_bar(ui, rect, coverage, bar);
    }
    let paint_label = |y: f32, words: &str, format| {
        let galley = paint_util::layout_line(ui, words, format, f32::INFINITY);
        let rect = Align2::CENTER_CENTER.anchor_size(pos2(column.center().x, y), galley.size());
        painter.galley(rect.min.round(), galley, ink);
    };
    let fine = |weight| text::format(Type::Fine, weight, Color32::PLACEHOLDER);
    if is_in_period && column.width() >= MIN_WIDTH_FOR_FIGURE {
        paint_label(rect.top() - FIGURE_HEIGHT / 2.0, &bar.entries.to_string(), fine(weight));
    }
    if is_thin && column.width() >= MIN_WIDTH_FOR_THIN {
        paint_label(rect.top() - FIGURE_HEIGHT * 1.4, "thin", fine(Weight::SemiBold));
    }
    if has_label {
        let name = match bar.unit {
            BarUnit::Month => bar.period.first_day().strftime("%b").to_string(),
            BarUnit::Year => bar.period.first_day().strftime("%Y").to_string(),
        };
        paint_label(baseline + LABEL_HEIGHT / 2.0 + 2.0, &name, fine(weight));
    }
    paint_util::focus_ring(ui, &response, background.shrink(2.0), size::CHIP_RADIUS);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &description));
    response.on_hover_ui(|ui| drop(ui.label(text::small(description))))
}

/// Paints a bar; its solid part stands for the picked entries.
fn paint_bar(ui: &Ui, rect: Rect, coverage: &Coverage, bar: &CoverageBar) {
    let t = Tokens::of(ui);
    let colour = if bar.status == BarStatus::Thin { t.kind_ink(Tone::Flag) } else { t.accent };
    let corners = CornerRadius { nw: 4, ne: 4, sw: 0, se: 0 };
    if !coverage.is_about_evidence() {
        ui.painter().rect_filled(rect, corners, t.card.blend(colour.gamma_multiply(0.86)));
        return;
    }
    ui.painter().rect_filled(rect, corners, t.card.blend(colour.gamma_multiply(0.4)));
    if bar.picked > 0 {
        let part = (rect.height() * bar.picked as f32 / bar.entries.max(1) as f32).max(2.0);
        let top = rect.bottom() - part.round();
        let corners = if bar.picked == bar.entries { corners } else { CornerRadius::ZERO };
        ui.painter().rect_filled(rect.with_min_y(top), corners, colour);
    }
}
