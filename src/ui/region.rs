//! The parts of the window: sidebar, page and side panel. F6 moves the focus between them, and a
//! screen reader knows them as landmarks.

use eframe::egui::{
    Context, Id, InnerResponse, LayerId, Memory, Panel, Rect, Ui, UiBuilder, WidgetRect, accesskit::Role,
};

use super::{accessible_tree::mark_group, action::ListDirection};

/// A part of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Region {
    /// The sidebar, or the bar or strip that stands for it.
    Sidebar,
    /// The page, without its side panel.
    Page,
    /// The panel at the right of the page.
    SidePanel,
}

impl Region {
    const ALL: [Self; 3] = [Self::Sidebar, Self::Page, Self::SidePanel];
}

/// Where the parts are; none where one is not shown.
#[derive(Clone, Copy, Default)]
struct Places {
    sidebar: Option<(u64, Rect)>,
    side_panel: Option<(u64, Rect)>,
}

impl Places {
    /// The part that a widget is in.
    fn region_at(&self, place: Rect, pass: u64) -> Region {
        // A panel that was not shown in this or the last pass is gone.
        let contains = |part: Option<(u64, Rect)>| {
            part.is_some_and(|(shown, rect)| shown + 1 >= pass && rect.contains(place.center()))
        };
        if contains(self.sidebar) {
            Region::Sidebar
        } else if contains(self.side_panel) {
            Region::SidePanel
        } else {
            Region::Page
        }
    }
}

fn places_id() -> Id {
    Id::unique("rapport: parts of the window")
}

/// Shows the sidebar, or the bar or strip that stands for it.
pub fn show_sidebar<R>(ui: &mut Ui, panel: Panel, add: impl FnOnce(&mut Ui) -> R) -> R {
    let InnerResponse { inner, response } = panel.show(ui, |ui| {
        mark_group(ui, Role::Navigation, "Sidebar");
        add(ui)
    });
    let pass = ui.cumulative_pass_nr();
    ui.data_mut(|data| {
        data.get_temp_mut_or_default::<Places>(places_id()).sidebar = Some((pass, response.rect));
    });
    inner
}

/// Shows a panel beside the page. `name` says what is in it.
pub fn show_side_panel<R>(ui: &mut Ui, panel: Panel, name: &str, add: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let shown = panel.show(ui, |ui| {
        mark_group(ui, Role::Complementary, name);
        add(ui)
    });
    let pass = ui.cumulative_pass_nr();
    ui.data_mut(|data| {
        data.get_temp_mut_or_default::<Places>(places_id()).side_panel = Some((pass, shown.response.rect));
    });
    shown
}

/// Shows a page in the rest of the window.
pub fn show_page(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui)) {
    ui.scope_builder(UiBuilder::new().accessibility_role(Role::Main).accessibility_label(name), add);
}

/// Moves the focus to the first control of the next part of the window that has one, or of the
/// previous one. Without a focus, it goes to the page.
pub fn move_focus(ctx: &Context, direction: ListDirection) {
    let places = ctx.data(|data| data.get_temp::<Places>(places_id())).unwrap_or_default();
    let pass = ctx.cumulative_pass_nr();
    let focused = ctx.memory(Memory::focused);
    let controls: Vec<(Id, Region)> = ctx.viewport(|viewport| {
        let widgets = viewport.prev_pass.widgets.get_layer(LayerId::background());
        let is_control = |widget: &&WidgetRect| widget.enabled && widget.sense.is_focusable();
        widgets.filter(is_control).map(|widget| (widget.id, places.region_at(widget.rect, pass))).collect()
    });
    let current = controls.iter().find(|(id, _)| Some(*id) == focused).map(|(_, region)| *region);
    let target = others_in_order(current, direction)
        .into_iter()
        .find_map(|region| controls.iter().find(|(_, other)| *other == region).map(|(id, _)| *id));
    if let Some(id) = target {
        ctx.memory_mut(|memory| memory.request_focus(id));
    }
}

/// The parts in the order in which the focus tries them.
fn others_in_order(current: Option<Region>, direction: ListDirection) -> [Region; 2] {
    let Some(current) = current else { return [Region::Page, Region::Sidebar] };
    let at = Region::ALL.iter().position(|region| *region == current).unwrap_or_default();
    let step = |by: usize| Region::ALL.get((at + by) % 3).copied().unwrap_or(Region::Page);
    match direction {
        ListDirection::Down => [step(1), step(2)],
        ListDirection::Up => [step(2), step(1)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_follow_one_another_around_the_window() {
        use Region::{Page, SidePanel, Sidebar};
        for (current, direction, expected) in [
            (None, ListDirection::Down, [Page, Sidebar]),
            (Some(Sidebar), ListDirection::Down, [Page, SidePanel]),
            (Some(Page), ListDirection::Down, [SidePanel, Sidebar]),
            (Some(SidePanel), ListDirection::Down, [Sidebar, Page]),
            (Some(Page), ListDirection::Up, [Sidebar, SidePanel]),
            (Some(Sidebar), ListDirection::Up, [SidePanel, Page]),
        ] {
            assert_eq!(others_in_order(current, direction), expected, "{current:?}");
        }
    }
}
