//! The title of the window, which is its name in the accessibility tree, too: where one is.

use eframe::egui::{Context, ViewportCommand, ViewportId};

use crate::ui::accessible_tree;

/// The title where it says nothing else.
pub(super) const DEFAULT_TITLE: &str = "Rapport";

/// The title as it was last set.
pub(super) struct WindowTitle(String);

impl Default for WindowTitle {
    fn default() -> Self {
        Self(DEFAULT_TITLE.to_owned())
    }
}

impl WindowTitle {
    /// Shows where one is, as in "Dana Whitfield, Prepare – Rapport"; without a place, the name of
    /// the program alone.
    pub(super) fn update(&mut self, ctx: &Context, place: Option<String>) {
        let title = place.map_or_else(|| DEFAULT_TITLE.to_owned(), |place| format!("{place} – {DEFAULT_TITLE}"));
        if title != self.0 {
            accessible_tree::set_window_name(ctx, &title);
            ctx.send_viewport_cmd_to(ViewportId::ROOT, ViewportCommand::Title(title.clone()));
            self.0 = title;
        }
    }
}
