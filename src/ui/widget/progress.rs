//! Progress bars.

use eframe::egui::{ProgressBar, Role, Ui, WidgetInfo};

use crate::{
    ui::{text, tokens::Tokens},
    wording::text::capitalize,
};

/// A progress bar with its text below: “1,204 of 3,000 entries”. Only `unit` is shown while the
/// total is unknown (0).
pub fn progress_bar(ui: &mut Ui, (done, total): (u64, u64), unit: &str) {
    if total == 0 {
        show_bar(ui, 0.0, &capitalize(unit));
    } else {
        let text = format!("{} of {} {unit}", text::group_digits(done.min(total)), text::group_digits(total));
        show_bar(ui, done as f32 / total as f32, &text);
    }
}

/// A progress bar for counts that mean nothing to the user: “34% read”.
pub fn percent_bar(ui: &mut Ui, (done, total): (u64, u64), unit: &str) {
    let fraction = if total == 0 { 0.0 } else { (done as f32 / total as f32).min(1.0) };
    show_bar(ui, fraction, &format!("{:.0}% {unit}", fraction * 100.0));
}

fn show_bar(ui: &mut Ui, fraction: f32, text: &str) {
    let t = Tokens::of(ui);
    let bar = ui.add(ProgressBar::new(fraction).fill(t.accent).desired_height(6.0).corner_radius(3));
    bar.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, ui.is_enabled(), text));
    ui.label(text::small(text).color(t.ink_soft));
}
