//! Input that fields and scroll areas share: oversized pastes, focus and scrolling by pages.

use eframe::egui::{Event, Response, Ui, vec2};

use super::shortcut::Shortcut;
use crate::domain::parse::entry_line::{MAX_ENTRY_CHARS, TextError};

/// Rejects a paste that would make an entry too long, rather than truncating it, and returns the
/// error. `text` is the content of the focused field.
pub fn reject_oversized_paste(ui: &Ui, text: &str) -> Option<String> {
    ui.input_mut(|input| {
        let mut error = None;
        input.events.retain(|event| {
            let Event::Paste(pasted) = event else { return true };
            // There are at least as many bytes as characters: a short text needs no counting.
            if text.len() + pasted.len() <= MAX_ENTRY_CHARS {
                return true;
            }
            let chars = text.chars().count() + pasted.chars().count();
            let fits = chars <= MAX_ENTRY_CHARS;
            if !fits {
                error = Some(TextError::TooLong { chars }.to_string());
            }
            fits
        });
        error
    })
}

/// Scrolls to a widget that has just gained the focus.
pub fn scroll_to_on_focus(response: &Response) {
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
}

/// Scrolls the enclosing area by a page on `PageUp` and `PageDown`, unless a dialog covers it.
/// `height` is the visible height of the area in points.
pub fn scroll_by_page(ui: &Ui, height: f32) {
    // A line or two stays visible.
    let page = (height - 40.0).max(40.0);
    let is_reachable = ui.memory(|memory| memory.allows_interaction(ui.layer_id()));
    for (shortcut, distance) in [(Shortcut::PageUp, page), (Shortcut::PageDown, -page)] {
        if is_reachable && shortcut.consume(ui) {
            ui.scroll_with_delta(vec2(0.0, distance));
        }
    }
}
