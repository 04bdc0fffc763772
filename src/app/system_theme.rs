//! Light or dark, as the system has it, where the window cannot ask it itself (X11 and Wayland).

use dark_light::Mode;
use eframe::egui::{Context, Theme};

/// Follows the system's theme from now on, on a thread of its own: the session bus may be slow, or not there at all.
pub fn follow(ctx: &Context) {
    let ctx = ctx.clone();
    let begun = std::thread::Builder::new().name("theme".into()).spawn(move || {
        if let Ok(mode) = dark_light::detect() {
            apply(&ctx, mode);
        }
        if let Ok(changes) = dark_light::subscribe() {
            changes.iter().for_each(|mode| apply(&ctx, mode));
        }
    });
    if let Err(error) = begun {
        tracing::debug!(%error, "the system's theme is not followed");
    }
}

/// The fallback is what egui takes where winit knows no theme.
fn apply(ctx: &Context, mode: Mode) {
    let theme = if mode == Mode::Dark { Theme::Dark } else { Theme::Light };
    ctx.options_mut(|options| options.fallback_theme = theme);
    ctx.request_repaint();
}
