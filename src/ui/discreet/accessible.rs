//! What screen readers are told while discreet mode is on.

use std::collections::HashSet;

use eframe::egui::{
    Rect,
    accesskit::{Node, NodeId, Role, TreeUpdate},
    pos2,
};

use super::{
    HIDDEN,
    own_words::{TextFilter, Verdict},
    reveal::Revealed,
};

/// Hides the texts of a tree. `states` are the places of painted states that are hidden.
pub(super) fn hide(filter: &mut TextFilter, revealed: &Revealed, states: &[Rect], update: &mut TreeUpdate) {
    let texts: HashSet<NodeId> =
        update.nodes.iter().filter(|(_, node)| node.role() == Role::TextRun).map(|(id, _)| *id).collect();
    let mut shown: HashSet<NodeId> = HashSet::new();
    for (id, node) in &update.nodes {
        let is_leaf = node.children().iter().all(|child| texts.contains(child));
        if is_leaf && revealed.shows_node(*id, bounds(node)) {
            shown.insert(*id);
            // The lines of its text.
            shown.extend(node.children());
        }
    }
    for (id, node) in update.nodes.iter_mut().filter(|(id, _)| !shown.contains(id)) {
        let is_leaf = node.children().iter().all(|child| texts.contains(child));
        let is_state = is_leaf
            && !texts.contains(id)
            && bounds(node).is_some_and(|place| states.iter().any(|state| place.contains_rect(*state)));
        hide_node(filter, node, is_state);
    }
}

fn bounds(node: &Node) -> Option<Rect> {
    #[expect(clippy::cast_possible_truncation, reason = "points of a window, which egui has as f32 itself")]
    let point = |x: f64, y: f64| pos2(x as f32, y as f32);
    node.bounds().map(|rect| Rect::from_min_max(point(rect.x0, rect.y0), point(rect.x1, rect.y1)))
}

fn hide_node(filter: &mut TextFilter, node: &mut Node, is_state: bool) {
    let mut replaced = |text: Option<&str>| {
        let text = text?;
        if is_state {
            return Some(HIDDEN.to_owned());
        }
        match filter.judge(text) {
            Verdict::Own => None,
            Verdict::Named(text) => Some(text),
            Verdict::Hidden => Some(HIDDEN.to_owned()),
        }
    };
    if let Some(text) = replaced(node.label()) {
        node.set_label(text);
    }
    if let Some(text) = replaced(node.description()) {
        node.set_description(text);
    }
    if let Some(text) = replaced(node.placeholder()) {
        node.set_placeholder(text);
    }
    if let Some(text) = replaced(node.tooltip()) {
        node.set_tooltip(text);
    }
    if let Some(text) = replaced(node.value()) {
        // The letters of a line, and what is selected of them, would be those of another text.
        let is_line = node.role() == Role::TextRun;
        node.set_value(if is_line { String::new() } else { text });
        node.clear_character_lengths();
        node.clear_character_positions();
        node.clear_character_widths();
        node.clear_word_starts();
        node.clear_text_selection();
    }
    node.clear_url();
}
