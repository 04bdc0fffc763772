//! Keys that open the composer while another program has the focus, where the system allows it.
//!
//! On X11, the library looks for presses twenty times a second while there are such keys, so there
//! are none by default.

use std::{env, thread, time::Duration};

use eframe::egui::{Key, KeyboardShortcut};
use global_hotkey::{GlobalHotKeyEvent, GlobalHotKeyManager, HotKeyState, hotkey::HotKey};
use thiserror::Error;

use crate::ui::shortcut::GlobalKeySupport;

/// How often keys that are taken are asked for.
const ATTEMPTS: u32 = 6;
const RETRY_INTERVAL: Duration = Duration::from_millis(40);

/// Why keys cannot be used. The messages are shown to the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum GlobalShortcutError {
    /// Another program has them.
    #[error("another program uses these keys")]
    Taken,
    /// The keyboard has none like it, or the system refuses.
    #[error("the system does not allow these keys")]
    Refused,
}

/// The keys that are registered with the system, until it is dropped.
#[derive(Default)]
pub struct GlobalShortcut {
    registered: Option<Registered>,
}

struct Registered {
    manager: GlobalHotKeyManager,
    hotkey: HotKey,
    keys: KeyboardShortcut,
}

impl GlobalShortcut {
    /// Whether the system lets a program have such keys.
    pub fn support() -> GlobalKeySupport {
        let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
        if !cfg!(all(unix, not(target_os = "macos"))) {
            GlobalKeySupport::Supported
        } else if is_set("WAYLAND_DISPLAY") || is_set("WAYLAND_SOCKET") {
            GlobalKeySupport::Wayland
        } else if is_set("DISPLAY") {
            GlobalKeySupport::Supported
        } else {
            GlobalKeySupport::Unsupported
        }
    }

    /// Calls this for each press of the keys, whichever they are. Only the first call counts.
    pub fn on_press(act: impl Fn() + Send + Sync + 'static) {
        GlobalHotKeyEvent::set_event_handler(Some(move |event: GlobalHotKeyEvent| {
            if event.state == HotKeyState::Pressed {
                act();
            }
        }));
    }

    /// The keys that are registered.
    pub fn keys(&self) -> Option<KeyboardShortcut> {
        self.registered.as_ref().map(|registered| registered.keys)
    }

    /// Registers other keys, or none. Where that fails, the former ones stay.
    ///
    /// # Errors
    /// Fails if another program has them or the system refuses.
    pub fn set(&mut self, keys: Option<KeyboardShortcut>) -> Result<(), GlobalShortcutError> {
        let Some(keys) = keys else {
            self.release();
            return Ok(());
        };
        let hotkey = to_hotkey(keys).ok_or(GlobalShortcutError::Refused)?;
        if self.keys() == Some(keys) {
            return Ok(());
        }
        let manager = GlobalHotKeyManager::new().map_err(|_| GlobalShortcutError::Refused)?;
        register(&manager, hotkey)?;
        self.release();
        self.registered = Some(Registered { manager, hotkey, keys });
        Ok(())
    }

    fn release(&mut self) {
        if let Some(Registered { manager, hotkey, .. }) = self.registered.take()
            && let Err(error) = manager.unregister(hotkey)
        {
            tracing::warn!(%error, "the keys of quick capture stay until Rapport ends");
        }
    }
}

impl Drop for GlobalShortcut {
    fn drop(&mut self) {
        self.release();
    }
}

/// On X11, keys that were just released are free only a moment later.
fn register(manager: &GlobalHotKeyManager, hotkey: HotKey) -> Result<(), GlobalShortcutError> {
    for attempt in 1.. {
        match manager.register(hotkey) {
            Ok(()) => return Ok(()),
            Err(global_hotkey::Error::AlreadyRegistered(_)) if attempt < ATTEMPTS => thread::sleep(RETRY_INTERVAL),
            Err(global_hotkey::Error::AlreadyRegistered(_)) => return Err(GlobalShortcutError::Taken),
            Err(_) => return Err(GlobalShortcutError::Refused),
        }
    }
    Err(GlobalShortcutError::Refused)
}

fn to_hotkey(keys: KeyboardShortcut) -> Option<HotKey> {
    let modifiers = keys.modifiers;
    let held = [
        (modifiers.command, "CMDORCTRL"),
        (modifiers.ctrl, "CTRL"),
        (modifiers.alt, "ALT"),
        (modifiers.shift, "SHIFT"),
    ];
    let mut parts: Vec<&str> = held.into_iter().filter(|(is_held, _)| *is_held).map(|(_, name)| name).collect();
    parts.push(match keys.logical_key {
        Key::Backtick => "BACKQUOTE",
        Key::OpenBracket => "BRACKETLEFT",
        Key::CloseBracket => "BRACKETRIGHT",
        Key::Equals => "EQUAL",
        key => key.name(),
    });
    parts.join("+").parse().ok()
}

#[cfg(test)]
mod tests {
    use eframe::egui::Modifiers;

    use super::*;

    #[test]
    fn keys_that_can_be_chosen_are_known_to_the_system() {
        let keys =
            [Key::J, Key::Num7, Key::F9, Key::Space, Key::Enter, Key::Comma, Key::Slash, Key::Backtick, Key::PageUp];
        for key in keys.into_iter().chain([Key::OpenBracket, Key::Equals, Key::ArrowUp, Key::Semicolon, Key::Period]) {
            let keys = KeyboardShortcut::new(Modifiers::COMMAND | Modifiers::ALT, key);
            assert!(to_hotkey(keys).is_some(), "{key:?}");
        }
        assert!(to_hotkey(KeyboardShortcut::new(Modifiers::COMMAND, Key::Questionmark)).is_none());
    }
}
