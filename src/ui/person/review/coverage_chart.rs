//! How a period is covered: a bar for each month, and the sentence beside or below them. Each bar leads to its month in the
//! timeline.

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

/// As high as the bars are with their words.
const HEIGHT: f32 = 150.0;
/// The line with the names of the months.
const LABEL_HEIGHT: f32 = 22.0;
/// Above a bar: its figure, and that it is thin.
const FIGURE_HEIGHT: f32 = 17.0;
/// The highest bar, and the lowest.
const MAX_BAR_HEIGHT: f32 = 92.0;
const MIN_BAR_HEIGHT: f32 = 4.0;
const MAX_BAR_WIDTH: f32 = 26.0;
/// Beside so few bars there is room for the sentence, on a card that is so wide.
const MAX_BARS_BESIDE_TEXT: usize = 7;
const MIN_WIDTH_BESIDE_TEXT: f32 = 340.0;
/// The sentence beside the bars, and the space between.
const TEXT_WIDTH: f32 = 136.0;
const GAP: f32 = 14.0;
/// A bar needs so much for its figure, and for "thin".
const MIN_WIDTH_FOR_FIGURE: f32 = 17.0;
const MIN_WIDTH_FOR_THIN: f32 = 30.0;
/// A name needs so much.
const MIN_WIDTH_FOR_LABEL: f32 = 30.0;

/// Shows the card.
pub(super) fn show(ui: &mut Ui, screen: &mut ScreenContext<'_>, recency: &Coverage, said: &CoverageText) {
    frame(Tokens::of(ui)).show(ui, |ui| {
        let room = ui.available_width();
        let beside = recency.bars.len() <= MAX_BARS_BESIDE_TEXT && room >= MIN_WIDTH_BESIDE_TEXT;
        let width = if beside { room - TEXT_WIDTH - GAP } else { room };
        if beside {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                show_bars(ui, screen, recency, width);
                let (_, place) = ui.allocate_space(vec2(TEXT_WIDTH, HEIGHT));
                let job = coverage_text(ui, said, TEXT_WIDTH);
                let high = ui.fonts_mut(|fonts| fonts.layout_job(job.clone())).size().y;
                let top = (place.center().y - high / 2.0).round().max(place.top());
                let place = Rect::from_min_max(pos2(place.left(), top), place.right_bottom());
                let layout = Layout::top_down(Align::Min);
                ui.new_child(UiBuilder::new().id_salt("sentence").max_rect(place).layout(layout)).add(Label::new(job));
            });
        } else {
            ui.spacing_mut().item_spacing.y = 6.0;
            show_bars(ui, screen, recency, width);
            let job = coverage_text(ui, said, room);
            ui.add(Label::new(job));
        }
    });
}

/// What is to be seen first is heavier, and where it is loud it has the ink of a flag.
fn coverage_text(ui: &Ui, said: &CoverageText, width: f32) -> LayoutJob {
    let t = Tokens::of(ui);
    let (weight, ink) =
        if said.is_emphasized { (Weight::SemiBold, t.kind_ink(Tone::Flag)) } else { (Weight::Regular, t.ink_soft) };
    let mut job = LayoutJob::default();
    job.append(&said.lead, 0.0, text::format(Type::Fine, weight, ink));
    job.append(&said.rest, 0.0, text::format(Type::Fine, Weight::Regular, t.ink_soft));
    job.wrap.max_width = width;
    job
}

fn show_bars(ui: &mut Ui, screen: &mut ScreenContext<'_>, recency: &Coverage, width: f32) {
    let (area, _) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::hover());
    let count = recency.bars.len();
    let Some(last) = count.checked_sub(1) else { return };
    let pitch = width / count as f32;
    let most = recency.max_entries().max(1);
    // Where there is no room for all names, every second or third is said, and always the last.
    let every = (1..=count).find(|every| pitch * *every as f32 >= MIN_WIDTH_FOR_LABEL).unwrap_or(count);
    let id = |nth: usize| -> Id { ui.scope_id().with(("bar", nth)) };
    // One of them is a stop of the Tab key: the first that is thin, or the latest.
    let stop = recency.bars.iter().position(|bar| bar.status == BarStatus::Thin).unwrap_or(last);
    let mut focus = None;
    for (nth, bar) in recency.bars.iter().enumerate() {
        let left = area.left() + pitch * nth as f32;
        let column = Rect::from_min_max(pos2(left, area.top()), pos2(left + pitch, area.bottom()));
        let is_stop = nth == stop || ui.memory(|memory| memory.has_focus(id(nth)));
        let named = (last - nth).is_multiple_of(every);
        let drawn = BarLayout { column, has_label: named, height: bar.entries as f32 / most as f32 * MAX_BAR_HEIGHT };
        let response = show_bar(ui, id(nth), recency, bar, &drawn, is_stop);
        if response.clicked() {
            screen.dispatch(Navigation::OpenTab(Tab::Timeline));
            screen.dispatch(Navigation::GoToDate(bar.period.last_day()));
        }
        if response.has_focus()
            && let Some(to) = tabs::consume_arrow_key(ui, &response, nth, count)
        {
            focus = Some(id(to));
        }
    }
    tabs::request_focus_on(ui, focus);
}

/// Where a bar is drawn.
struct BarLayout {
    column: Rect,
    /// Whether its name is said below it.
    has_label: bool,
    height: f32,
}

fn show_bar(ui: &Ui, id: Id, recency: &Coverage, bar: &CoverageBar, drawn: &BarLayout, stop: bool) -> Response {
    let t = Tokens::of(ui);
    let BarLayout { column, has_label: named, height: high } = *drawn;
    let response = ui.interact(column, id, if stop { Sense::click() } else { Sense::CLICK });
    let said = describe_bar(recency, bar);
    let thin = bar.status == BarStatus::Thin;
    let ground = column.shrink2(vec2(1.0, 0.0));
    if paint_util::is_highlighted(&response) {
        ui.painter().rect_filled(ground, CornerRadius::same(size::CHIP_RADIUS), t.hover);
    }
    let (ink, weight) = if thin { (t.kind_ink(Tone::Flag), Weight::SemiBold) } else { (t.ink_soft, Weight::Regular) };
    let painter = ui.painter();
    let foot = column.bottom() - LABEL_HEIGHT;
    let width = MAX_BAR_WIDTH.min((column.width() * 0.6).max(2.0));
    let rect = Rect::from_min_max(
        pos2((column.center().x - width / 2.0).round(), (foot - high.max(MIN_BAR_HEIGHT)).round()),
        pos2((column.center().x + width / 2.0).round(), foot),
    );
    let is_there = !matches!(bar.status, BarStatus::BeforeJoining | BarStatus::Future);
    if is_there {
        paint_bar(ui, rect, recency, bar);
    }
    let at = |y: f32, words: &str, format| {
        let galley = paint_util::layout_line(ui, words, format, f32::INFINITY);
        let rect = Align2::CENTER_CENTER.anchor_size(pos2(column.center().x, y), galley.size());
        painter.galley(rect.min.round(), galley, ink);
    };
    let fine = |weight| text::format(Type::Fine, weight, Color32::PLACEHOLDER);
    if is_there && column.width() >= MIN_WIDTH_FOR_FIGURE {
        at(rect.top() - FIGURE_HEIGHT / 2.0, &bar.entries.to_string(), fine(weight));
    }
    if thin && column.width() >= MIN_WIDTH_FOR_THIN {
        at(rect.top() - FIGURE_HEIGHT * 1.4, "thin", fine(Weight::SemiBold));
    }
    if named {
        let word = match bar.unit {
            BarUnit::Month => bar.period.first_day().strftime("%b").to_string(),
            BarUnit::Year => bar.period.first_day().strftime("%Y").to_string(),
        };
        at(foot + LABEL_HEIGHT / 2.0 + 2.0, &word, fine(weight));
    }
    paint_util::focus_ring(ui, &response, ground.shrink(2.0), size::CHIP_RADIUS);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &said));
    response.on_hover_ui(|ui| drop(ui.label(text::small(said))))
}

/// The bar itself; what is picked of it is its solid part.
fn paint_bar(ui: &Ui, rect: Rect, recency: &Coverage, bar: &CoverageBar) {
    let t = Tokens::of(ui);
    let colour = if bar.status == BarStatus::Thin { t.kind_ink(Tone::Flag) } else { t.accent };
    let corners = CornerRadius { nw: 4, ne: 4, sw: 0, se: 0 };
    if !recency.is_about_evidence() {
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
