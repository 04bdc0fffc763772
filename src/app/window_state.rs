//! The state of the window, restored when it is opened again: page, scroll position, theme and
//! size.

use std::time::Duration;

use eframe::egui::{Context, ThemePreference, Vec2};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::workspace::{MAX_ZOOM, MIN_ZOOM};
use crate::{
    journal::Journal,
    ui::{self, route::Route, widget::virtual_list::ScrollPosition},
};

/// The name of the setting that holds it.
const SETTING_NAME: &str = "window";
/// The size of the first window, in points.
pub const DEFAULT_SIZE: [f32; 2] = [1280.0, 820.0];
/// Resizing and scrolling come in bursts: the state is saved after a pause of this length.
const SAVE_DEBOUNCE: Duration = Duration::from_millis(500);

/// The state of the window, as stored in the setting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WindowState {
    /// The page that was shown.
    pub route: Route,
    /// The date of the last use: on a later date the window opens on Today.
    pub day: Option<Date>,
    /// The scroll position of the timeline: row, key of the row, and offset in points.
    pub timeline: Option<(usize, u64, f32)>,
    /// The theme: light, dark, or that of the system.
    #[serde(with = "Theme")]
    pub theme: ThemePreference,
    /// The zoom factor, 1.0 by default.
    pub zoom: f32,
    /// The size of the window, in points without zoom.
    pub size: [f32; 2],
}

impl Default for WindowState {
    fn default() -> Self {
        Self {
            route: Route::default(),
            day: None,
            timeline: None,
            theme: ThemePreference::System,
            zoom: 1.0,
            size: DEFAULT_SIZE,
        }
    }
}

impl WindowState {
    /// The stored state, with values out of range clamped; the default if it cannot be read.
    pub fn load(journal: &Journal) -> Self {
        let stored: Option<Self> = journal.read(|db| db.setting(SETTING_NAME)).unwrap_or_default();
        let mut state = stored.unwrap_or_default();
        if state.route == Route::FirstRun || state.day != Some(journal.today()) {
            state.route = Route::Today;
        }
        state.zoom = state.zoom.clamp(MIN_ZOOM, MAX_ZOOM);
        let [width, height] = state.size;
        let [min_width, min_height] = ui::MIN_WINDOW_SIZE;
        state.size = [width.clamp(min_width, 8_000.0), height.clamp(min_height, 8_000.0)];
        state
    }

    /// The scroll position of the timeline.
    pub fn timeline_position(&self) -> Option<ScrollPosition> {
        self.timeline.map(|(row, key, offset)| ScrollPosition { row, key, offset })
    }

    /// Takes theme and size from the context. `size` in points is stored instead where the window
    /// is only for now of another size, as beside a call. `zoom` is the chosen one, which a narrow
    /// window may have no room for.
    pub fn update_from(&mut self, ctx: &Context, zoom: f32, size: Option<Vec2>) {
        self.theme = ctx.options(|options| options.theme_preference);
        self.zoom = zoom;
        let inner_size = || Some(ctx.input(|input| input.viewport().inner_rect)?.size());
        if let Some(size) = size.or_else(inner_size) {
            self.size = (size * ctx.zoom_factor()).into();
        }
    }
}

/// The names of themes in the setting.
#[derive(Serialize, Deserialize)]
#[serde(remote = "ThemePreference", rename_all = "snake_case")]
enum Theme {
    Dark,
    Light,
    System,
}

/// Saves the state once it has not changed for a while.
pub struct WindowStateSaver {
    saved: WindowState,
    latest: WindowState,
    changed_at: Duration,
}

impl WindowStateSaver {
    /// A saver that knows the stored state.
    pub fn new(saved: WindowState) -> Self {
        Self { latest: saved.clone(), saved, changed_at: Duration::ZERO }
    }

    /// Takes the state of this frame. Returns the time until it wants to be called again, if any.
    pub fn update(&mut self, journal: &Journal, state: WindowState, now: Duration) -> Option<Duration> {
        if state != self.latest {
            self.latest = state;
            self.changed_at = now;
        }
        if self.latest == self.saved {
            return None;
        }
        let remaining = (self.changed_at + SAVE_DEBOUNCE).saturating_sub(now);
        if remaining.is_zero() {
            self.save(journal);
            return None;
        }
        Some(remaining)
    }

    /// Saves the latest state now.
    pub fn save(&mut self, journal: &Journal) {
        if self.latest != self.saved {
            journal.set_setting(SETTING_NAME, &self.latest);
            self.saved = self.latest.clone();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// See `tests/frozen.rs`: these names are persisted in journals.
    #[test]
    fn the_setting_keeps_its_names_and_words() {
        for theme in ["dark", "light", "system"] {
            let json = format!(
                r#"{{"route":"today","day":"2026-11-24","timeline":[3,77,-12.5],"theme":"{theme}","zoom":1.25,"size":[1280.0,820.0]}}"#
            );
            let state: WindowState = serde_json::from_str(&json).expect("a state");
            assert_eq!(serde_json::to_string(&state).expect("JSON"), json);
        }
    }
}
