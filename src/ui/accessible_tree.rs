//! What assistive technology is told and may ask for, in one place for the whole window: egui's
//! [`Plugin`] sees the tree of every frame, and every request before the frame.

use eframe::egui::{
    Context, Event, FullOutput, Id, LayerId, Plugin, RawInput, Rect, Response, Ui, WidgetRects,
    accesskit::{self, AriaCurrent, Live, Node, NodeId, Role, TreeUpdate},
};

/// The letters that fonts of icons use: they are no text.
const ICONS: std::ops::RangeInclusive<char> = '\u{e000}'..='\u{f8ff}';

/// Called once per context, by [`crate::ui::install`].
pub fn install(ctx: &Context) {
    ctx.add_plugin(AccessibleTree::default());
}

/// Sets the name of the window.
pub fn set_window_name(ctx: &Context, name: &str) {
    ctx.with_plugin(|tree: &mut AccessibleTree| name.clone_into(&mut tree.window_name));
}

/// Makes a [`Ui`] a group with a role and a name: what is shown in it is in that group.
pub fn mark_group(ui: &Ui, role: Role, name: &str) {
    ui.accesskit_node_builder(ui.unique_id(), |node| {
        node.set_role(role);
        node.set_label(name);
    });
}

/// Makes a control an item of a list, at this place of it: `index` is from 0, and other items may
/// not be shown. `is_current` is whether it is the page or the row that is open.
pub fn mark_item(ui: &Ui, id: Id, (index, count): (usize, usize), is_current: bool) {
    mark_place(ui, id, index, count);
    ui.accesskit_node_builder(id, |node| {
        node.set_role(Role::ListItem);
        node.clear_toggled();
        node.set_selected(is_current);
        if is_current {
            node.set_aria_current(AriaCurrent::True);
        }
    });
}

/// Tells the place of an item in a list, whose other items may not be shown. `index` is from 0.
pub fn mark_place(ui: &Ui, id: Id, index: usize, count: usize) {
    ui.accesskit_node_builder(id, |node| {
        node.set_position_in_set(index + 1);
        node.set_size_of_set(count);
    });
}

/// Tells the place of a [`Ui`] that can be clicked: egui takes the room it was given, which can be
/// without a limit.
pub fn mark_bounds(ui: &Ui, response: &Response) {
    let Rect { min, max } = response.rect;
    ui.accesskit_node_builder(response.id, |node| {
        node.set_bounds(accesskit::Rect::new(min.x.into(), min.y.into(), max.x.into(), max.y.into()));
    });
}

/// Has a screen reader say what has changed where the focus is not. The text stays in the tree
/// until the next one.
pub fn announce(ctx: &Context, text: &str) {
    ctx.with_plugin(|tree: &mut AccessibleTree| {
        text.clone_into(&mut tree.announcement);
        tree.announced_count += 1;
    });
}

#[derive(Default)]
struct AccessibleTree {
    window_name: String,
    /// What was announced last.
    announcement: String,
    announced_count: u64,
}

impl Plugin for AccessibleTree {
    fn debug_name(&self) -> &'static str {
        "accessible tree"
    }

    /// Nothing behind a modal dialog can be used, as with the pointer.
    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        input.events.retain(|event| match event {
            Event::AccessKitActionRequest(request) => {
                layer_of(ctx, request.target_node).is_none_or(|layer| ctx.memory(|it| it.is_above_modal_layer(layer)))
            }
            _ => true,
        });
    }

    fn output_hook(&mut self, _: &Context, output: &mut FullOutput) {
        if let Some(update) = &mut output.platform_output.accesskit_update {
            self.amend(update);
        }
    }
}

impl AccessibleTree {
    fn amend(&self, update: &mut TreeUpdate) {
        self.add_announcement(update);
        for (_, node) in &mut update.nodes {
            if node.role() == Role::Window {
                node.set_language("en");
                node.set_label(self.window_name.as_str());
            }
            remove_icons(node);
            if node.description().is_some_and(|description| Some(description) == node.label()) {
                node.clear_description();
            }
        }
    }

    /// A node of its own for each: the same words twice are two announcements.
    fn add_announcement(&self, update: &mut TreeUpdate) {
        if self.announcement.is_empty() {
            return;
        }
        let id = Id::unique(("announcement", self.announced_count)).accesskit_id();
        if let Some((_, window)) = update.nodes.iter_mut().find(|(_, node)| node.role() == Role::Window) {
            window.push_child(id);
            let mut node = Node::new(Role::Status);
            node.set_label(self.announcement.as_str());
            node.set_live(Live::Polite);
            update.nodes.push((id, node));
        }
    }
}

/// The layer of a widget of the last frame.
fn layer_of(ctx: &Context, node: NodeId) -> Option<LayerId> {
    let layer_in = |widgets: &WidgetRects| {
        let mut all =
            widgets.layers().flat_map(|(layer, widgets)| widgets.iter().map(move |widget| (*layer, widget.id)));
        all.find(|(_, id)| id.accesskit_id() == node).map(|(layer, _)| layer)
    };
    ctx.viewport(|viewport| layer_in(&viewport.this_pass.widgets).or_else(|| layer_in(&viewport.prev_pass.widgets)))
}

/// Removes icons from what is read aloud; what is nothing else is decoration.
fn remove_icons(node: &mut Node) {
    let without = |text: &str| text.contains(is_icon).then(|| text.replace(is_icon, "").trim().to_owned());
    let label = node.label().and_then(without);
    let value = node.value().and_then(without);
    let is_decoration = node.role() == Role::Label && [&label, &value].into_iter().flatten().any(String::is_empty);
    if let Some(label) = label {
        node.set_label(label);
    }
    if let Some(value) = value {
        node.set_value(value);
    }
    if is_decoration {
        node.set_hidden();
    }
}

fn is_icon(letter: char) -> bool {
    ICONS.contains(&letter)
}

#[cfg(test)]
mod tests {
    use eframe::egui::Modal;
    use egui_kittest::{
        Harness,
        kittest::{NodeT, Queryable as _},
    };

    use super::*;
    use crate::ui::icons;

    #[test]
    fn a_request_for_what_is_behind_a_dialog_is_ignored() {
        let show = |ui: &mut Ui, (is_open, clicked): &mut (bool, bool)| {
            *clicked |= ui.button("Behind").clicked();
            if *is_open {
                Modal::new(Id::unique("dialog")).show(ui, |ui| ui.label("In front"));
            }
        };
        for is_open in [true, false] {
            let mut harness =
                Harness::builder().with_context_setup(crate::ui::install).build_ui_state(show, (is_open, false));
            harness.run();
            harness.get_by_label("Behind").click_accesskit();
            harness.run();
            assert_eq!(harness.state().1, !is_open);
        }
    }

    #[test]
    fn icons_are_not_read_aloud() {
        let mut harness = Harness::builder().with_context_setup(crate::ui::install).build_ui(|ui| {
            ui.label(icons::WARNING);
            ui.label(format!("{} Late", icons::WARNING));
        });
        harness.run();
        harness.get_by_label("Late");
        let nodes: Vec<_> = harness.root().children_recursive().collect();
        let labels = nodes.iter().map(NodeT::accesskit_node).filter(|node| node.role() == Role::Label);
        let heard: Vec<bool> = labels.map(|node| node.is_hidden()).collect();
        assert_eq!(heard.iter().filter(|hidden| **hidden).count(), 1, "{heard:?}");
    }
}
