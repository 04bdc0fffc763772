//! Keys that a field takes before its text does.

use eframe::egui::{Event, Key, Modifiers, Ui};

/// Takes one press of a key with exactly these modifiers out of the input. Whether there was one.
pub fn take(ui: &Ui, modifiers: Modifiers, key: Key) -> bool {
    let wanted = |event: &Event| {
        matches!(event, Event::Key { key: pressed_key, pressed: true, modifiers: held, .. }
            if *pressed_key == key && held.matches_exact(modifiers))
    };
    ui.input_mut(|input| {
        let before = input.events.len();
        input.events.retain(|event| !wanted(event));
        input.events.len() < before
    })
}
