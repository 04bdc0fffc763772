//! The self-checks as line charts, one for each question, in order of time.

use eframe::egui::{CornerRadius, Label, Pos2, Rect, Response, Role, Sense, Stroke, Ui, Vec2, WidgetInfo, vec2};
use jiff::civil::Date;

use crate::{
    domain::self_check::{SCALES, Scale, ScaleStep, SelfCheck},
    journal::change::{Change, leader::LeaderChange},
    ui::{
        icons,
        screen_context::ScreenContext,
        text,
        tokens::{Tokens, size},
        widget::{
            heading::section_label,
            menu::{self, MenuItem},
            sparkline::plot_points,
        },
    },
    wording::{date::format_date, self_check::describe_step},
};

const HEIGHT: f32 = 36.0;
const DOT_RADIUS: f32 = 2.5;
/// How many of the latest self-checks are listed with their comments.
const MAX_NOTES: usize = 6;

pub(super) fn show(ui: &mut Ui, screen: &mut ScreenContext<'_>, checks: &[SelfCheck]) {
    let t = Tokens::of(ui);
    section_label(ui, "You, over time");
    if checks.is_empty() {
        let explanation = "Each self-check adds a dot. After a few, you’ll see where you’re heading.";
        ui.add(Label::new(text::small(explanation).color(t.ink_soft)).wrap());
        ui.add_space(20.0);
        return;
    }
    for (index, scale) in SCALES.iter().enumerate() {
        let steps: Vec<(Date, ScaleStep)> =
            checks.iter().filter_map(|check| Some((check.at.day(), check.answers.get(index).copied()??))).collect();
        show_scale(ui, scale, &steps, screen.today);
    }
    show_latest_notes(ui, screen, checks);
    ui.add_space(20.0);
}

fn show_scale(ui: &mut Ui, scale: &Scale, steps: &[(Date, ScaleStep)], today: Date) {
    let t = Tokens::of(ui);
    let Some((_, last)) = steps.last() else { return };
    ui.add_space(4.0);
    ui.add(Label::new(text::small(scale.question).color(t.ink)).wrap());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    if ui.is_rect_visible(rect) {
        paint_chart(ui, rect, steps, &response);
    }
    let descriptions: Vec<String> = steps
        .iter()
        .map(|(day, step)| format!("{}: {}", format_date(*day, today), describe_step(*scale, *step)))
        .collect();
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Label, true, format!("{} {}", scale.question, descriptions.join(", ")))
    });
    if let Some(at) = response.hover_pos() {
        let nearest = step_points(plot_rect(rect), steps)
            .iter()
            .enumerate()
            .min_by(|(_, a), (_, b)| (a.x - at.x).abs().total_cmp(&(b.x - at.x).abs()))
            .map(|(index, _)| index);
        if let Some(description) = nearest.and_then(|index| descriptions.get(index)) {
            response.on_hover_text(description);
        }
    }
    ui.label(text::fine(format!("Last time: {}", describe_step(*scale, *last))).color(t.ink_soft));
}

fn plot_rect(rect: Rect) -> Rect {
    rect.shrink2(Vec2::new(DOT_RADIUS + 2.0, DOT_RADIUS + 4.0))
}

fn paint_chart(ui: &Ui, rect: Rect, steps: &[(Date, ScaleStep)], response: &Response) {
    let t = Tokens::of(ui);
    let plot = plot_rect(rect);
    // The middle of the scale.
    ui.painter().hline(rect.x_range(), plot.center().y, Stroke::new(1.0, t.line));
    let points = step_points(plot, steps);
    if let Some(last) = points.last() {
        ui.painter().circle_filled(*last, DOT_RADIUS + 1.0, t.accent);
    }
    if points.len() > 1 {
        for point in &points {
            ui.painter().circle_filled(*point, DOT_RADIUS, t.accent);
        }
        ui.painter().line(points, Stroke::new(1.5, t.accent));
    }
    if response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(4), t.hover);
    }
}

fn step_points(plot: Rect, steps: &[(Date, ScaleStep)]) -> Vec<Pos2> {
    plot_points(plot, steps.iter().map(|(_, step)| u8::from(*step)))
}

/// The comments of the latest self-checks, each with a menu to delete it.
fn show_latest_notes(ui: &mut Ui, screen: &mut ScreenContext<'_>, checks: &[SelfCheck]) {
    let t = Tokens::of(ui);
    ui.add_space(8.0);
    for check in checks.iter().rev().take(MAX_NOTES) {
        let day = format_date(check.at.day(), screen.today);
        ui.push_id(check.uid, |ui| {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                let width = (ui.available_width() - size::CONTROL_SMALL - 6.0).max(0.0);
                ui.vertical(|ui| {
                    ui.set_width(width);
                    ui.spacing_mut().item_spacing.y = 0.0;
                    if !check.comment.is_empty() {
                        ui.add(Label::new(text::small(&check.comment).color(t.ink)).wrap());
                    }
                    ui.label(text::fine(&day).color(t.ink_faint));
                });
                menu::more_button(ui, &format!("More for the self-check, {day}"), |ui| {
                    if menu::item(ui, MenuItem::new("Delete").icon(icons::TRASH)) {
                        let change = LeaderChange::DeleteSelfCheck(check.uid);
                        screen.dispatch(Change::Leader(change));
                    }
                });
            });
        });
    }
}
