//! Presses of keys, taken from the input of a frame.

use eframe::egui::{Context, Event, InputState, Key, KeyboardShortcut, Modifiers, Ui};

use super::{
    SHORTCUTS, Scope,
    keymap::{Keymap, is_sign, is_text_history},
};
use crate::ui::action::{Action, HistoryCommand};

/// Consumes the presses of shortcuts that work on every page and returns their actions. While a
/// dialog is open, these are only those that work there too. In a text field that has the focus,
/// undo and redo are those of the field.
pub fn consume_global(ctx: &Context, is_dialog_open: bool) -> Vec<Action> {
    let is_typing = ctx.text_edit_focused();
    let keymap = Keymap::of(ctx);
    let mut actions = Vec::new();
    for row in SHORTCUTS.iter().filter(|row| !is_dialog_open || row.scope == Scope::Everywhere) {
        let (Some(action), Some(keys)) = (&row.action, keymap.keys_of_row(row)) else { continue };
        match action {
            Action::History(command) if is_typing => ctx.input_mut(|input| press_for_field(input, keys, *command)),
            _ if ctx.input_mut(|input| remove_global_presses(input, keys)) => actions.push(action.clone()),
            _ => {}
        }
    }
    actions
}

/// Turns the presses of changed keys into those by which text fields undo and redo.
fn press_for_field(input: &mut InputState, keys: KeyboardShortcut, command: HistoryCommand) {
    if is_text_history(keys) {
        return;
    }
    let modifiers = match command {
        HistoryCommand::Undo => Modifiers::COMMAND,
        HistoryCommand::Redo => Modifiers::COMMAND.plus(Modifiers::SHIFT),
    };
    for _ in 0..remove_presses(input, keys) {
        let pressed = Event::Key { key: Key::Z, physical_key: None, pressed: true, repeat: false, modifiers };
        input.events.push(pressed);
    }
}

/// An additional Shift or Alt is ignored for a sign: some keyboards need it for “/”.
fn remove_global_presses(input: &mut InputState, keys: KeyboardShortcut) -> bool {
    if is_sign(keys.logical_key) { input.consume_shortcut(&keys) } else { remove_presses(input, keys) > 0 }
}

pub(super) fn consume_presses(ui: &Ui, keys: KeyboardShortcut) -> usize {
    ui.input_mut(|input| remove_presses(input, keys))
}

/// Removes the presses of exactly these keys and returns their number. A digit is also found by its
/// place on the keyboard: with Shift, or without it on a French keyboard, it has another sign.
fn remove_presses(input: &mut InputState, keys: KeyboardShortcut) -> usize {
    let is_press = |event: &Event| {
        matches!(event, Event::Key { key, physical_key, pressed: true, modifiers, .. }
            if modifiers.matches_exact(keys.modifiers)
                && (*key == keys.logical_key
                    || is_digit(keys.logical_key) && *physical_key == Some(keys.logical_key)))
    };
    let before = input.events.len();
    input.events.retain(|event| !is_press(event));
    before - input.events.len()
}

fn is_digit(key: Key) -> bool {
    (Key::Num0..=Key::Num9).contains(&key)
}

/// Takes all keys and text from the input, and returns the first combination that was pressed.
pub fn take_combination(ctx: &Context) -> Option<KeyboardShortcut> {
    let is_mac = ctx.os().is_mac();
    ctx.input_mut(|input| {
        let is_typed = |event: &mut Event| {
            matches!(event, Event::Key { .. } | Event::Text(_) | Event::Copy | Event::Cut | Event::Paste(_))
        };
        let typed: Vec<Event> = input.events.extract_if(.., is_typed).collect();
        typed.iter().find_map(|event| combination(event, is_mac))
    })
}

fn combination(event: &Event, is_mac: bool) -> Option<KeyboardShortcut> {
    match event {
        // egui reports these as what they do.
        Event::Copy => Some(KeyboardShortcut::new(Modifiers::COMMAND, Key::C)),
        Event::Cut => Some(KeyboardShortcut::new(Modifiers::COMMAND, Key::X)),
        Event::Paste(_) => Some(KeyboardShortcut::new(Modifiers::COMMAND, Key::V)),
        Event::Key { key, physical_key, pressed: true, repeat: false, modifiers } if !is_modifier(*key) => {
            let digit = physical_key.filter(|key| is_digit(*key));
            // With Shift, the key of a digit has another sign.
            let key = digit.filter(|_| modifiers.shift && is_sign(*key)).unwrap_or(*key);
            let modifiers = Modifiers {
                alt: modifiers.alt,
                shift: modifiers.shift,
                command: modifiers.command,
                ctrl: modifiers.ctrl && is_mac,
                mac_cmd: false,
            };
            Some(KeyboardShortcut::new(modifiers, key))
        }
        _ => None,
    }
}

fn is_modifier(key: Key) -> bool {
    matches!(
        key,
        Key::ShiftLeft
            | Key::ShiftRight
            | Key::ControlLeft
            | Key::ControlRight
            | Key::AltLeft
            | Key::AltRight
            | Key::SuperLeft
            | Key::SuperRight
            | Key::CapsLock
            | Key::NumLock
            | Key::ScrollLock
    )
}
