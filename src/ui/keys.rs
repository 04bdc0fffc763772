//! Keys that a field takes before its text does.

use eframe::egui::{Event, Key, Modifiers, Response, Ui, vec2};

use crate::domain::parse::entry_line::{MAX_ENTRY_CHARS, TextError};

/// Takes the presses of a key with exactly these modifiers out of the input. Whether there was one.
pub fn consume_key(ui: &Ui, modifiers: Modifiers, key: Key) -> bool {
    consume_key_presses(ui, modifiers, key) > 0
}

/// The same, for a key that goes on with each press: how many there were. On a busy machine several come in one frame.
pub fn consume_key_presses(ui: &Ui, modifiers: Modifiers, key: Key) -> usize {
    let wanted = |event: &Event| {
        matches!(event, Event::Key { key: pressed_key, pressed: true, modifiers: held, .. }
            if *pressed_key == key && held.matches_exact(modifiers))
    };
    ui.input_mut(|input| {
        let before = input.events.len();
        input.events.retain(|event| !wanted(event));
        before - input.events.len()
    })
}

/// A paste that no entry can hold is not taken at all, rather than cut; it is still on the clipboard. Says why, where there
/// was one; `text` is what stands in the field that has the focus.
pub fn reject_oversized_paste(ui: &Ui, text: &str) -> Option<String> {
    ui.input_mut(|input| {
        let mut refused = None;
        input.events.retain(|event| {
            let Event::Paste(pasted) = event else { return true };
            // Bytes are never fewer than letters: what is short needs no counting.
            if text.len() + pasted.len() <= MAX_ENTRY_CHARS {
                return true;
            }
            let chars = text.chars().count() + pasted.chars().count();
            let fits = chars <= MAX_ENTRY_CHARS;
            if !fits {
                refused = Some(TextError::TooLong { chars }.to_string());
            }
            fits
        });
        refused
    })
}

/// What comes to have the focus in an area that scrolls is brought into sight.
pub fn scroll_to_on_focus(response: &Response) {
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
}

/// `PageUp` and `PageDown` scroll the area that this part of the window is in, whose part in sight is `height` high. What lies
/// under a dialog stays where it is.
pub fn scroll_by_page(ui: &Ui, height: f32) {
    // A line or two of what was seen stays in sight.
    let page = (height - 40.0).max(40.0);
    let reachable = ui.memory(|memory| memory.allows_interaction(ui.layer_id()));
    for (key, way) in [(Key::PageUp, page), (Key::PageDown, -page)] {
        if reachable && consume_key(ui, Modifiers::NONE, key) {
            ui.scroll_with_delta(vec2(0.0, way));
        }
    }
}
