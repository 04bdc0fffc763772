//! Keys that a field takes before its text does.

use eframe::egui::{Event, Key, Modifiers, Ui, vec2};

/// Takes the presses of a key with exactly these modifiers out of the input. Whether there was one.
pub fn take(ui: &Ui, modifiers: Modifiers, key: Key) -> bool {
    take_all(ui, modifiers, key) > 0
}

/// The same, for a key that goes on with each press: how many there were. On a busy machine several come in one frame.
pub fn take_all(ui: &Ui, modifiers: Modifiers, key: Key) -> usize {
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

/// `PageUp` and `PageDown` scroll the area that this part of the window is in, whose part in sight is `height` high. What lies
/// under a dialog stays where it is.
pub fn scroll_by_page(ui: &Ui, height: f32) {
    // A line or two of what was seen stays in sight.
    let page = (height - 40.0).max(40.0);
    let reachable = ui.memory(|memory| memory.allows_interaction(ui.layer_id()));
    for (key, way) in [(Key::PageUp, page), (Key::PageDown, -page)] {
        if reachable && take(ui, Modifiers::NONE, key) {
            ui.scroll_with_delta(vec2(0.0, way));
        }
    }
}
