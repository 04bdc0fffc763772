//! How the window looks: theme and zoom.

use eframe::egui::{ThemePreference, Ui};

use crate::ui::{
    text,
    tokens::Tokens,
    widget::{button::Button, heading::section_label, segmented::segmented},
    width_class,
};

const THEMES: [(ThemePreference, &str); 3] =
    [(ThemePreference::System, "System"), (ThemePreference::Light, "Light"), (ThemePreference::Dark, "Dark")];

/// The change of the zoom factor per click.
const ZOOM_STEP: f32 = 0.1;
const ZOOM_RANGE: std::ops::RangeInclusive<f32> = 0.7..=3.0;

pub(super) fn show(ui: &mut Ui) {
    section_label(ui, "Theme");
    show_theme(ui);
    ui.add_space(12.0);
    section_label(ui, "Zoom");
    show_zoom(ui);
}

fn show_theme(ui: &mut Ui) {
    let mut theme = ui.ctx().options(|options| options.theme_preference);
    if segmented(ui, "Theme", &mut theme, &THEMES).changed() {
        ui.ctx().set_theme(theme);
    }
}

fn show_zoom(ui: &mut Ui) {
    let zoom = ui.ctx().zoom_factor();
    let set = |ui: &Ui, zoom: f32| {
        ui.ctx().set_zoom_factor(((zoom * 10.0).round() / 10.0).clamp(*ZOOM_RANGE.start(), *ZOOM_RANGE.end()));
    };
    ui.horizontal_wrapped(|ui| {
        if ui.add(Button::plain("Zoom out").small()).clicked() {
            set(ui, zoom - ZOOM_STEP);
        }
        let fits = zoom + ZOOM_STEP <= width_class::max_zoom(ui.ctx());
        let zoom_in = ui.add_enabled(fits, Button::plain("Zoom in").small());
        if zoom_in.on_disabled_hover_text("The window is too small for more.").clicked() {
            set(ui, zoom + ZOOM_STEP);
        }
        if ui.add_enabled((zoom - 1.0).abs() > 0.01, Button::quiet("Reset").small()).clicked() {
            set(ui, 1.0);
        }
        ui.label(text::small(format!("{:.0}%", zoom * 100.0)).color(Tokens::of(ui).ink_soft));
    });
}
