//! How a period is covered: a bar for each month, and the sentence beside or below them. Each bar leads to its month in the
//! timeline.

use eframe::egui::{
    Align, Align2, Color32, CornerRadius, Id, Label, Layout, Rect, Response, Role, Sense, Ui, UiBuilder, WidgetInfo,
    pos2, text::LayoutJob, vec2,
};

use crate::{
    domain::review::recency::{Bar, Recency, Said, Standing, Unit},
    ui::{
        action::Action,
        desk::Desk,
        route::Tab,
        text::{self, Type, Weight},
        tokens::{Tokens, Tone, size},
        widget::{card::frame, paint, tabs},
    },
};

/// As high as the bars are with their words.
const HEIGHT: f32 = 150.0;
/// The line with the names of the months.
const NAMES: f32 = 22.0;
/// Above a bar: its figure, and that it is thin.
const FIGURE: f32 = 17.0;
/// The highest bar, and the lowest.
const MOST: f32 = 92.0;
const LEAST: f32 = 4.0;
const WIDEST: f32 = 26.0;
/// Beside so few bars there is room for the sentence, on a card that is so wide.
const BESIDE: usize = 7;
const ROOM: f32 = 340.0;
/// The sentence beside the bars, and the space between.
const SENTENCE: f32 = 136.0;
const GAP: f32 = 14.0;
/// A bar needs so much for its figure, and for "thin".
const FOR_FIGURE: f32 = 17.0;
const FOR_THIN: f32 = 30.0;
/// A name needs so much.
const FOR_NAME: f32 = 30.0;

/// Shows the card.
pub(super) fn show(ui: &mut Ui, desk: &mut Desk<'_>, recency: &Recency, said: &Said) {
    frame(Tokens::of(ui)).show(ui, |ui| {
        let room = ui.available_width();
        let beside = recency.bars.len() <= BESIDE && room >= ROOM;
        let width = if beside { room - SENTENCE - GAP } else { room };
        if beside {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                show_bars(ui, desk, recency, width);
                let (_, place) = ui.allocate_space(vec2(SENTENCE, HEIGHT));
                let job = sentence(ui, said, SENTENCE);
                let high = ui.fonts_mut(|fonts| fonts.layout_job(job.clone())).size().y;
                let top = (place.center().y - high / 2.0).round().max(place.top());
                let place = Rect::from_min_max(pos2(place.left(), top), place.right_bottom());
                let layout = Layout::top_down(Align::Min);
                ui.new_child(UiBuilder::new().id_salt("sentence").max_rect(place).layout(layout)).add(Label::new(job));
            });
        } else {
            ui.spacing_mut().item_spacing.y = 6.0;
            show_bars(ui, desk, recency, width);
            let job = sentence(ui, said, room);
            ui.add(Label::new(job));
        }
    });
}

/// What is to be seen first is heavier, and where it is loud it has the ink of a flag.
fn sentence(ui: &Ui, said: &Said, width: f32) -> LayoutJob {
    let t = Tokens::of(ui);
    let (weight, ink) =
        if said.loud { (Weight::SemiBold, t.kind_ink(Tone::Flag)) } else { (Weight::Regular, t.ink_soft) };
    let mut job = LayoutJob::default();
    job.append(&said.first, 0.0, text::format(Type::Fine, weight, ink));
    job.append(&said.rest, 0.0, text::format(Type::Fine, Weight::Regular, t.ink_soft));
    job.wrap.max_width = width;
    job
}

fn show_bars(ui: &mut Ui, desk: &mut Desk<'_>, recency: &Recency, width: f32) {
    let (area, _) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::hover());
    let count = recency.bars.len();
    let Some(last) = count.checked_sub(1) else { return };
    let pitch = width / count as f32;
    let most = recency.most().max(1);
    // Where there is no room for all names, every second or third is said, and always the last.
    let every = (FOR_NAME / pitch).ceil().max(1.0) as usize;
    let id = |nth: usize| -> Id { ui.scope_id().with(("bar", nth)) };
    // One of them is a stop of the Tab key: the first that is thin, or the latest.
    let stop = recency.bars.iter().position(|bar| bar.standing == Standing::Thin).unwrap_or(last);
    let mut focus = None;
    for (nth, bar) in recency.bars.iter().enumerate() {
        let left = area.left() + pitch * nth as f32;
        let column = Rect::from_min_max(pos2(left, area.top()), pos2(left + pitch, area.bottom()));
        let is_stop = nth == stop || ui.memory(|memory| memory.has_focus(id(nth)));
        let named = (last - nth).is_multiple_of(every);
        let drawn = Drawn { column, named, high: bar.entries as f32 / most as f32 * MOST };
        let response = show_bar(ui, id(nth), recency, bar, &drawn, is_stop);
        if response.clicked() {
            desk.ask(Action::OpenTab(Tab::Timeline));
            desk.ask(Action::GoToDay(bar.days.to()));
        }
        if response.has_focus()
            && let Some(to) = tabs::arrow(ui, &response, nth, count)
        {
            focus = Some(id(to));
        }
    }
    tabs::hand_over(ui, focus);
}

/// Where a bar is drawn.
struct Drawn {
    column: Rect,
    /// Whether its name is said below it.
    named: bool,
    high: f32,
}

fn show_bar(ui: &Ui, id: Id, recency: &Recency, bar: &Bar, drawn: &Drawn, stop: bool) -> Response {
    let t = Tokens::of(ui);
    let Drawn { column, named, high } = *drawn;
    let response = ui.interact(column, id, if stop { Sense::click() } else { Sense::CLICK });
    let said = recency.say_bar(bar);
    let thin = bar.standing == Standing::Thin;
    let ground = column.shrink2(vec2(1.0, 0.0));
    if paint::is_lit(&response) {
        ui.painter().rect_filled(ground, CornerRadius::same(size::CHIP_RADIUS), t.hover);
    }
    let (ink, weight) = if thin { (t.kind_ink(Tone::Flag), Weight::SemiBold) } else { (t.ink_soft, Weight::Regular) };
    let painter = ui.painter();
    let foot = column.bottom() - NAMES;
    let width = WIDEST.min((column.width() * 0.6).max(2.0));
    let rect = Rect::from_min_max(
        pos2((column.center().x - width / 2.0).round(), (foot - high.max(LEAST)).round()),
        pos2((column.center().x + width / 2.0).round(), foot),
    );
    let is_there = !matches!(bar.standing, Standing::BeforeThem | Standing::ToCome);
    if is_there {
        paint_bar(ui, rect, recency, bar);
    }
    let at = |y: f32, words: &str, format| {
        let galley = paint::one_line(ui, words, format, f32::INFINITY);
        let rect = Align2::CENTER_CENTER.anchor_size(pos2(column.center().x, y), galley.size());
        painter.galley(rect.min.round(), galley, ink);
    };
    let fine = |weight| text::format(Type::Fine, weight, Color32::PLACEHOLDER);
    if is_there && column.width() >= FOR_FIGURE {
        at(rect.top() - FIGURE / 2.0, &bar.entries.to_string(), fine(weight));
    }
    if thin && column.width() >= FOR_THIN {
        at(rect.top() - FIGURE * 1.4, "thin", fine(Weight::SemiBold));
    }
    if named {
        let word = match bar.unit {
            Unit::Month => bar.days.from().strftime("%b").to_string(),
            Unit::Year => bar.days.from().strftime("%Y").to_string(),
        };
        at(foot + NAMES / 2.0 + 2.0, &word, fine(weight));
    }
    paint::focus_ring(ui, &response, ground.shrink(2.0), size::CHIP_RADIUS);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &said));
    response.on_hover_ui(|ui| drop(ui.label(text::small(said))))
}

/// The bar itself; what is picked of it is its solid part.
fn paint_bar(ui: &Ui, rect: Rect, recency: &Recency, bar: &Bar) {
    let t = Tokens::of(ui);
    let colour = if bar.standing == Standing::Thin { t.kind_ink(Tone::Flag) } else { t.accent };
    let corners = CornerRadius { nw: 4, ne: 4, sw: 0, se: 0 };
    if !recency.of_evidence() {
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
