//! What the pointer or the keyboard’s focus rests on.

use std::collections::HashSet;

use eframe::egui::{Context, Id, Memory, Pos2, Rect, accesskit::NodeId};

/// A row is at most so high. What is higher, such as a page, has more than one text.
const MAX_ROW_HEIGHT: f32 = 60.0;

/// What is shown although discreet mode is on.
pub(super) struct Revealed {
    pointer: Option<Pos2>,
    /// The control with the focus, and the rows under the pointer.
    places: Vec<Rect>,
    nodes: HashSet<NodeId>,
}

impl Revealed {
    /// What is revealed in the frame that ends now.
    pub(super) fn now(ctx: &Context) -> Self {
        let pointer = ctx.pointer_hover_pos();
        let focused = ctx.memory(Memory::focused);
        let hovered: Vec<Id> = ctx.interaction_snapshot(|snapshot| snapshot.hovered.iter().copied().collect());
        let mut revealed = Self { pointer, places: Vec::new(), nodes: HashSet::new() };
        for (id, is_focused) in
            focused.map(|id| (id, true)).into_iter().chain(hovered.into_iter().map(|id| (id, false)))
        {
            let Some(response) = ctx.read_response(id) else { continue };
            // A bar of the window is as high as a row.
            if is_focused || (response.rect.height() <= MAX_ROW_HEIGHT && response.sense.senses_click()) {
                revealed.places.push(response.interact_rect);
                revealed.nodes.insert(id.accesskit_id());
            }
        }
        revealed
    }

    /// Whether a text that is painted here is shown.
    pub(super) fn shows_text(&self, place: Rect) -> bool {
        self.pointer.is_some_and(|pointer| place.contains(pointer))
            || self.places.iter().any(|row| row.contains(place.center()))
    }

    /// Whether a node is what the pointer or the focus rests on.
    pub(super) fn shows_node(&self, node: NodeId, place: Option<Rect>) -> bool {
        self.nodes.contains(&node)
            || place.is_some_and(|place| {
                place.height() <= MAX_ROW_HEIGHT && self.pointer.is_some_and(|pointer| place.contains(pointer))
            })
    }
}
