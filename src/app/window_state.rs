//! Where the window was left: the same page, the same place, the same size when it is opened again.

use std::time::Duration;

use eframe::egui::{Context, ThemePreference};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    journal::Journal,
    ui::{route::Route, widget::virtual_list::ScrollPosition},
};

/// The name of the setting.
const SETTING_NAME: &str = "window";
/// The size of the first window, in points.
pub const DEFAULT_SIZE: [f32; 2] = [1280.0, 820.0];
/// Moving and scrolling come in bursts; the place is kept when they pause.
const SAVE_DEBOUNCE: Duration = Duration::from_millis(500);

/// Where the window was left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WindowState {
    /// The page.
    pub route: Route,
    /// The day on which it was shown: the next day begins with Today.
    pub day: Option<Date>,
    /// Where the timeline of that page stood.
    pub timeline: Option<(usize, u64, f32)>,
    /// Light, dark, or as the system has it.
    #[serde(with = "Theme")]
    pub theme: ThemePreference,
    /// How large everything is; 1 as drawn.
    pub zoom: f32,
    /// The window, in points of the screen.
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
    /// What the journal remembers; as at first where it cannot say.
    pub fn load(journal: &Journal) -> Self {
        let known: Option<Self> = journal.read(|db| db.setting(SETTING_NAME)).unwrap_or_default();
        let mut state = known.unwrap_or_default();
        if state.route == Route::FirstRun || state.day != Some(journal.today()) {
            state.route = Route::Today;
        }
        state.zoom = state.zoom.clamp(0.5, 3.0);
        state.size = state.size.map(|side| side.clamp(400.0, 8_000.0));
        state
    }

    /// Where the timeline stood.
    pub fn timeline_position(&self) -> Option<ScrollPosition> {
        self.timeline.map(|(row, key, offset)| ScrollPosition { row, key, offset })
    }

    /// What the context says of itself.
    pub fn update_from(&mut self, ctx: &Context) {
        self.theme = ctx.options(|options| options.theme_preference);
        self.zoom = ctx.zoom_factor();
        if let Some(rect) = ctx.input(|input| input.viewport().inner_rect) {
            self.size = [rect.width() * self.zoom, rect.height() * self.zoom];
        }
    }
}

/// How the theme is written in the setting.
#[derive(Serialize, Deserialize)]
#[serde(remote = "ThemePreference", rename_all = "snake_case")]
enum Theme {
    Dark,
    Light,
    System,
}

/// Keeps the state when it has settled.
pub struct WindowStateSaver {
    saved: WindowState,
    latest: WindowState,
    changed_at: Duration,
}

impl WindowStateSaver {
    /// What is kept already.
    pub fn new(saved: WindowState) -> Self {
        Self { latest: saved.clone(), saved, changed_at: Duration::ZERO }
    }

    /// Hears the state of this frame; returns when it wants to be asked again.
    pub fn update(&mut self, journal: &Journal, state: WindowState, now: Duration) -> Option<Duration> {
        if state != self.latest {
            self.latest = state;
            self.changed_at = now;
        }
        if self.latest == self.saved {
            return None;
        }
        let left = (self.changed_at + SAVE_DEBOUNCE).saturating_sub(now);
        if left.is_zero() {
            self.save(journal);
            return None;
        }
        Some(left)
    }

    /// Keeps the latest state now.
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

    /// See `tests/frozen.rs`: these names stand in people's files.
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
