//! Where the window stands: beside a call, on top of the others, or as it was.

use eframe::egui::{Context, Pos2, Vec2, ViewportCommand, ViewportInfo, WindowLevel, pos2, vec2};

use super::Workspace;
use crate::ui::{action::WindowCommand, discreet, tokens::size};

/// Shown once where the desktop lets no program keep its window on top, as under Wayland.
const NOT_ON_TOP: &str = "This desktop doesn’t let Rapport stay on top. The menu of the window may offer it.";

/// What was changed about the place of the window, and how it was before.
#[derive(Default)]
pub(super) struct WindowPlacement {
    before: Option<Geometry>,
    is_on_top: bool,
    was_refusal_shown: bool,
}

/// Place and size of the window, in points.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Geometry {
    /// The upper left corner; `None` where the desktop does not tell.
    position: Option<Pos2>,
    /// The size without its frame.
    size: Vec2,
}

impl WindowPlacement {
    /// The size without its frame that the window goes back to, while it is beside a call.
    pub(super) fn size_before(&self) -> Option<Vec2> {
        self.before.map(|before| before.size)
    }
}

impl Workspace {
    pub(super) fn run_window_command(&mut self, ctx: &Context, command: WindowCommand) {
        match command {
            WindowCommand::SetTheme(theme) => ctx.set_theme(theme),
            WindowCommand::ToggleBesideCall => self.toggle_beside_call(ctx),
            WindowCommand::ToggleOnTop => self.set_on_top(ctx, !self.placement.is_on_top),
            WindowCommand::ToggleDiscreet => discreet::set(ctx, !discreet::is_on(ctx)),
        }
    }

    fn toggle_beside_call(&mut self, ctx: &Context) {
        if let Some(before) = self.placement.before.take() {
            place(ctx, before);
            return self.set_on_top(ctx, false);
        }
        let Some((before, beside)) = ctx.input(|input| beside_call(input.viewport())) else { return };
        self.placement.before = Some(before);
        place(ctx, beside);
        self.set_on_top(ctx, true);
    }

    fn set_on_top(&mut self, ctx: &Context, on_top: bool) {
        let level = if on_top { WindowLevel::AlwaysOnTop } else { WindowLevel::Normal };
        ctx.send_viewport_cmd(ViewportCommand::WindowLevel(level));
        self.placement.is_on_top = on_top;
        // Wayland tells no place and takes no level.
        let is_refused = on_top && ctx.input(|input| input.viewport().outer_rect.is_none());
        if is_refused && !std::mem::replace(&mut self.placement.was_refusal_shown, true) {
            self.show_notice(ctx, NOT_ON_TOP.to_owned());
        }
    }
}

fn place(ctx: &Context, geometry: Geometry) {
    ctx.send_viewport_cmd(ViewportCommand::InnerSize(geometry.size));
    if let Some(position) = geometry.position {
        ctx.send_viewport_cmd(ViewportCommand::OuterPosition(position));
    }
}

/// The geometry of the window now, and beside a call: compact, as high as it is, at the right edge
/// of the screen. `None` before the size is known.
fn beside_call(viewport: &ViewportInfo) -> Option<(Geometry, Geometry)> {
    let inner = viewport.inner_rect?;
    let before = Geometry { position: viewport.outer_rect.map(|outer| outer.min), size: inner.size() };
    let size = vec2(size::BESIDE_CALL, inner.height());
    let position = viewport.outer_rect.map(|outer| {
        let frame_width = outer.width() - inner.width();
        // On a screen to the right of the first one, the window stays within its own right edge.
        let edge = viewport.monitor_size.map_or(outer.right(), |monitor| monitor.x.max(outer.right()));
        pos2(edge - size.x - frame_width, outer.top())
    });
    Some((before, Geometry { position, size }))
}

#[cfg(test)]
mod tests {
    use eframe::egui::Rect;

    use super::*;

    fn viewport(outer: Option<Rect>, monitor_size: Option<Vec2>) -> ViewportInfo {
        let inner_rect = Some(Rect::from_min_size(pos2(104.0, 130.0), vec2(1_280.0, 820.0)));
        ViewportInfo { inner_rect, outer_rect: outer, monitor_size, ..ViewportInfo::default() }
    }

    #[test]
    fn window_goes_to_the_right_edge_of_its_screen() {
        let outer = Rect::from_min_size(pos2(100.0, 100.0), vec2(1_288.0, 854.0));
        let on_second = outer.translate(vec2(2_000.0, 0.0));
        let screen = Some(vec2(1_920.0, 1_080.0));
        for (case, outer, monitor_size, position) in [
            ("one screen", Some(outer), screen, Some(pos2(1_920.0 - size::BESIDE_CALL - 8.0, 100.0))),
            ("a screen further right", Some(on_second), screen, Some(pos2(3_388.0 - size::BESIDE_CALL - 8.0, 100.0))),
            ("an unknown screen", Some(outer), None, Some(pos2(1_388.0 - size::BESIDE_CALL - 8.0, 100.0))),
            ("no places under Wayland", None, screen, None),
        ] {
            let (before, beside) = beside_call(&viewport(outer, monitor_size)).unwrap_or_else(|| unreachable!());
            assert_eq!(beside, Geometry { position, size: vec2(size::BESIDE_CALL, 820.0) }, "{case}");
            assert_eq!(before.size, vec2(1_280.0, 820.0), "{case}");
        }
        assert_eq!(beside_call(&ViewportInfo::default()), None);
    }
}
