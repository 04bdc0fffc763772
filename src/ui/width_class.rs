//! Which layout the window has, by its own points. Pages ask here instead of comparing widths.

use eframe::egui::Context;

use super::{MIN_WINDOW_SIZE, tokens::size};

/// Zoom factors are multiples of this while they follow the size of the window.
const ZOOM_STEP: f32 = 0.05;
/// A zoomed window is at least so high, in points: below that, the composer would be cut off.
const MIN_ZOOMED_HEIGHT: f32 = 400.0;

/// The layout of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WidthClass {
    /// One column below a bar with a menu, which has what the sidebar has in a wider window.
    Compact,
    /// The sidebar is a strip of icons and avatars.
    Medium,
    /// Sidebar, page and side panel.
    Wide,
}

impl WidthClass {
    /// The layout of the window.
    #[must_use]
    pub fn of(ctx: &Context) -> Self {
        Self::for_width(ctx.content_rect().width())
    }

    fn for_width(width: f32) -> Self {
        if width >= size::WIDE {
            Self::Wide
        } else if width >= size::MEDIUM {
            Self::Medium
        } else {
            Self::Compact
        }
    }

    /// The margin at the left and the right of a page.
    #[must_use]
    pub fn page_margin(self) -> i8 {
        match self {
            Self::Compact => size::PAGE_MARGIN_COMPACT,
            Self::Medium | Self::Wide => size::PAGE_MARGIN,
        }
    }
}

/// The largest zoom factor at which the window is as wide as the narrowest layout needs, and high
/// enough, if it is so without zoom.
#[must_use]
pub fn max_zoom(ctx: &Context) -> f32 {
    let zoom = ctx.pixels_per_point() / ctx.native_pixels_per_point().unwrap_or(1.0);
    let size = ctx.content_rect().size() * zoom;
    let room = (size.x / MIN_WINDOW_SIZE[0]).min((size.y / MIN_ZOOMED_HEIGHT).max(1.0));
    // Rounding must not take a step away from a window that is exactly large enough.
    ((room + 0.001) / ZOOM_STEP).floor() * ZOOM_STEP
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_changes_at_600_and_at_1000_points() {
        for (width, class) in [
            (360.0, WidthClass::Compact),
            (599.9, WidthClass::Compact),
            (600.0, WidthClass::Medium),
            (999.9, WidthClass::Medium),
            (1000.0, WidthClass::Wide),
        ] {
            assert_eq!(WidthClass::for_width(width), class, "{width}");
        }
    }
}
