//! The zoom that was chosen, and the one that the window has room for.

use eframe::egui::Context;

use crate::ui::width_class;

/// The smallest zoom factor, also for a window that a tiling window manager made very narrow.
pub const MIN_ZOOM: f32 = 0.5;
/// The largest zoom factor.
pub const MAX_ZOOM: f32 = 3.0;
/// Zoom factors that differ by less are the same.
const TOLERANCE: f32 = 0.001;

/// The zoom of the window. In a window that is too small for the chosen one it is as large as fits,
/// and the chosen one comes back with the size.
pub(super) struct Zoom {
    chosen: f32,
    applied: f32,
}

impl Zoom {
    pub(super) fn new(chosen: f32) -> Self {
        Self { chosen, applied: chosen }
    }

    pub(super) fn chosen(&self) -> f32 {
        self.chosen
    }

    /// Takes what was chosen since the last frame, with the keys of egui or in the settings, and
    /// applies as much of it as fits.
    pub(super) fn update(&mut self, ctx: &Context) {
        let current = ctx.zoom_factor();
        let fitting = self.fitting(current, width_class::max_zoom(ctx));
        if (fitting - current).abs() > TOLERANCE {
            ctx.set_zoom_factor(fitting);
        }
    }

    fn fitting(&mut self, current: f32, max: f32) -> f32 {
        if current < self.applied - TOLERANCE {
            self.chosen = current;
        } else if current > self.applied + TOLERANCE {
            self.chosen = self.chosen.max(current);
        }
        self.chosen = self.chosen.clamp(MIN_ZOOM, MAX_ZOOM);
        self.applied = self.chosen.min(max).max(MIN_ZOOM);
        self.applied
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The applied and the chosen zoom, in percent.
    fn percent(zoom: &mut Zoom, current: f32, max: f32) -> [String; 2] {
        [zoom.fitting(current, max), zoom.chosen()].map(|factor| format!("{:.0}", factor * 100.0))
    }

    #[test]
    fn a_narrow_window_lowers_the_zoom_until_it_is_wide_again() {
        let mut zoom = Zoom::new(2.0);
        for (case, current, max, expected) in [
            ("wide", 2.0, 3.5, ["200", "200"]),
            ("beside a call", 2.0, 1.1, ["110", "200"]),
            ("the next frame", 1.1, 1.1, ["110", "200"]),
            ("wide again", 1.1, 3.5, ["200", "200"]),
        ] {
            assert_eq!(percent(&mut zoom, current, max), expected, "{case}");
        }
    }

    #[test]
    fn zooming_in_a_narrow_window_changes_what_was_chosen() {
        let mut zoom = Zoom::new(2.0);
        percent(&mut zoom, 2.0, 1.1);
        for (case, current, max, expected) in [
            ("there is no room for more", 1.2, 1.1, ["110", "200"]),
            ("out", 1.0, 1.1, ["100", "100"]),
            ("more than the largest", 4.0, 9.0, ["300", "300"]),
            ("less than the smallest fits", 3.0, 0.1, ["50", "300"]),
        ] {
            assert_eq!(percent(&mut zoom, current, max), expected, "{case}");
        }
    }
}
