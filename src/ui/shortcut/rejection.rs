//! Key combinations that cannot be the shortcut of a command.

use eframe::egui::{Key, KeyboardShortcut, Modifiers};

/// Why a key combination cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejection {
    /// The command with this name has it.
    Clash(&'static str),
    /// The key alone types or moves something.
    NeedsModifier,
    /// It edits text.
    TextEditing,
    /// It types a sign, such as “€”.
    TypesSign,
    /// It moves the focus.
    Focus,
    /// It closes and cancels.
    Cancel,
    /// It zooms the window.
    Zoom,
    /// It belongs to the desktop.
    System,
}

impl Rejection {
    /// The reason, for the combination that is shown as `label`.
    pub fn sentence(self, label: &str, is_mac: bool) -> String {
        match self {
            Self::Clash(name) => format!("{label} is already used for “{name}”."),
            Self::NeedsModifier if is_mac => format!("{label} alone is needed elsewhere. Add Cmd or Ctrl."),
            Self::NeedsModifier => format!("{label} alone is needed elsewhere. Add Ctrl or Alt."),
            Self::TextEditing => format!("{label} is needed for editing text."),
            Self::TypesSign => format!("{label} types a sign."),
            Self::Focus => format!("{label} moves the focus."),
            Self::Cancel => format!("{label} closes and cancels."),
            Self::Zoom => format!("{label} zooms the window."),
            Self::System => format!("{label} is used by the system."),
        }
    }
}

/// What a combination is needed for, if it is.
pub(super) fn reserved(keys: KeyboardShortcut, is_mac: bool) -> Option<Rejection> {
    let KeyboardShortcut { modifiers, logical_key: key } = keys;
    let has_command = modifiers.command || modifiers.ctrl;
    if key == Key::Tab {
        Some(Rejection::Focus)
    } else if key == Key::Escape {
        Some(Rejection::Cancel)
    } else if is_system(modifiers, key, is_mac) {
        Some(Rejection::System)
    } else if is_function_key(key) {
        None
    } else if !has_command && !modifiers.alt {
        Some(Rejection::NeedsModifier)
    } else if edits_text(modifiers, key) {
        Some(Rejection::TextEditing)
    } else if modifiers.command && matches!(key, Key::Plus | Key::Minus | Key::Equals | Key::Num0) {
        Some(Rejection::Zoom)
    } else if modifiers.alt && types_sign(key) && (is_mac && !has_command || cfg!(windows) && has_command) {
        // Option on a Mac; AltGr on Windows, which reports it as Ctrl+Alt.
        Some(Rejection::TypesSign)
    } else {
        None
    }
}

pub(super) fn is_function_key(key: Key) -> bool {
    (Key::F1..=Key::F35).contains(&key)
}

fn types_sign(key: Key) -> bool {
    key.name().chars().count() == 1 || super::keymap::is_sign(key)
}

fn edits_text(modifiers: Modifiers, key: Key) -> bool {
    match key {
        Key::A | Key::C | Key::V | Key::X | Key::Y => modifiers.command && !modifiers.alt && !modifiers.shift,
        Key::Z => modifiers.command && !modifiers.alt,
        Key::ArrowLeft | Key::ArrowRight | Key::Home | Key::End | Key::Backspace | Key::Delete | Key::Insert => true,
        Key::ArrowUp | Key::ArrowDown => modifiers.command || modifiers.ctrl,
        _ => false,
    }
}

fn is_system(modifiers: Modifiers, key: Key, is_mac: bool) -> bool {
    let is_taken = if is_mac {
        modifiers.command
            && !modifiers.shift
            && matches!(key, Key::Q | Key::W | Key::H | Key::M | Key::Space | Key::Backtick)
    } else {
        modifiers.alt && matches!(key, Key::F4 | Key::Space)
    };
    // After the function keys come those of browsers, players and the keyboard itself.
    key > Key::F35 || matches!(key, Key::Copy | Key::Cut | Key::Paste) || is_taken
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMAND: Modifiers = Modifiers::COMMAND;
    const SHIFT: Modifiers = Modifiers::SHIFT;
    const ALT: Modifiers = Modifiers::ALT;

    #[test]
    fn keys_that_typing_or_the_system_needs_are_reserved() {
        use Rejection::{Cancel, Focus, NeedsModifier, System, TextEditing, TypesSign, Zoom};
        for (modifiers, key, is_mac, expected) in [
            (Modifiers::NONE, Key::K, false, Some(NeedsModifier)),
            (SHIFT, Key::K, false, Some(NeedsModifier)),
            (Modifiers::NONE, Key::Enter, false, Some(NeedsModifier)),
            (Modifiers::NONE, Key::Delete, false, Some(NeedsModifier)),
            (Modifiers::NONE, Key::Tab, false, Some(Focus)),
            (COMMAND, Key::Tab, false, Some(Focus)),
            (COMMAND, Key::Escape, false, Some(Cancel)),
            (COMMAND, Key::A, false, Some(TextEditing)),
            (COMMAND, Key::C, false, Some(TextEditing)),
            (COMMAND, Key::V, false, Some(TextEditing)),
            (COMMAND, Key::X, false, Some(TextEditing)),
            (COMMAND, Key::Z, false, Some(TextEditing)),
            (COMMAND | SHIFT, Key::Z, false, Some(TextEditing)),
            (COMMAND, Key::ArrowLeft, false, Some(TextEditing)),
            (ALT, Key::Backspace, false, Some(TextEditing)),
            (COMMAND | SHIFT, Key::End, false, Some(TextEditing)),
            (COMMAND, Key::Plus, false, Some(Zoom)),
            (COMMAND, Key::Num0, false, Some(Zoom)),
            (ALT, Key::F4, false, Some(System)),
            (ALT, Key::F4, true, None),
            (COMMAND, Key::Q, true, Some(System)),
            (COMMAND, Key::Q, false, None),
            (COMMAND, Key::BrowserBack, false, Some(System)),
            (ALT, Key::E, true, Some(TypesSign)),
            (ALT, Key::E, false, None),
            (COMMAND | ALT, Key::E, false, cfg!(windows).then_some(TypesSign)),
            (COMMAND | ALT, Key::E, true, None),
            (Modifiers::NONE, Key::F9, false, None),
            (SHIFT, Key::F9, false, None),
            (COMMAND | SHIFT, Key::A, false, None),
            (COMMAND, Key::B, false, None),
            (ALT, Key::ArrowUp, false, None),
            (COMMAND, Key::Enter, false, None),
            (COMMAND, Key::Comma, false, None),
        ] {
            let keys = KeyboardShortcut::new(modifiers, key);
            assert_eq!(reserved(keys, is_mac), expected, "{modifiers:?} {key:?} mac: {is_mac}");
        }
    }
}
