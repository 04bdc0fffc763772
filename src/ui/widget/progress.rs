//! How far long work is.

use eframe::egui::{ProgressBar, Role, Ui, WidgetInfo};

use crate::{
    domain::next_meeting::capitalize,
    ui::{text, tokens::Tokens},
};

/// A bar, and below it in words how far it is: “1,204 of 3,000 entries”. `what` is said alone while the end is not known.
pub fn progress_bar(ui: &mut Ui, (done, of): (u64, u64), what: &str) {
    if of == 0 {
        show_bar(ui, 0.0, &capitalize(what));
    } else {
        let said = format!("{} of {} {what}", text::group_digits(done.min(of)), text::group_digits(of));
        show_bar(ui, done as f32 / of as f32, &said);
    }
}

/// The same where what is counted means nothing to a person: “34% read”.
pub fn percent_bar(ui: &mut Ui, (done, of): (u64, u64), what: &str) {
    let part = if of == 0 { 0.0 } else { (done as f32 / of as f32).min(1.0) };
    show_bar(ui, part, &format!("{:.0}% {what}", part * 100.0));
}

fn show_bar(ui: &mut Ui, part: f32, said: &str) {
    let t = Tokens::of(ui);
    let bar = ui.add(ProgressBar::new(part).fill(t.accent).desired_height(6.0).corner_radius(3));
    bar.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, ui.is_enabled(), said));
    ui.label(text::small(said).color(t.ink_soft));
}
