//! Follows the light or dark theme of the system where winit cannot detect it (X11 and Wayland).

use dark_light::Mode;
use eframe::egui::{Context, Theme};

/// Follows the system’s theme on a thread of its own: the session bus may be slow or missing.
pub fn follow(ctx: &Context) {
    let ctx = ctx.clone();
    let spawned = std::thread::Builder::new().name("theme".into()).spawn(move || {
        if let Ok(mode) = dark_light::detect() {
            apply(&ctx, mode);
        }
        if let Ok(changes) = dark_light::subscribe() {
            changes.iter().for_each(|mode| apply(&ctx, mode));
        }
    });
    if let Err(error) = spawned {
        tracing::debug!(%error, "the system's theme cannot be followed");
    }
}

/// Sets the fallback theme, which egui uses where winit reports none.
fn apply(ctx: &Context, mode: Mode) {
    let theme = if mode == Mode::Dark { Theme::Dark } else { Theme::Light };
    ctx.options_mut(|options| options.fallback_theme = theme);
    ctx.request_repaint();
}
