//! The keys that open the composer for quick capture while another program has the focus.

use eframe::egui::{Context, Id, KeyboardShortcut};
use serde_json::Value;

use super::{
    SHORTCUTS,
    keymap::{Keymap, overlap, parse_keys},
    rejection::{Rejection, is_function_key, reserved},
};

/// The name of the setting that holds these keys; there are none by default.
pub const CAPTURE_KEYS_SETTING: &str = "capture_shortcut";
/// What the keys do, as the page of shortcuts says it.
pub const CAPTURE_KEYS_NAME: &str = "Quick capture, from every program";

/// Whether the system lets a program have keys while another one has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum GlobalKeySupport {
    /// It does.
    Supported,
    /// There is no display, or one of another kind.
    #[default]
    Unsupported,
    /// On Wayland, only the desktop itself has such keys.
    Wayland,
}

/// The keys in force, and whether there can be any.
#[derive(Debug, Clone, Default)]
pub struct CaptureKeys {
    /// The keys.
    pub keys: Option<KeyboardShortcut>,
    /// Whether there can be any.
    pub support: GlobalKeySupport,
    /// Why the keys that were chosen are not in force.
    pub problem: Option<String>,
}

impl CaptureKeys {
    /// Those in force in this context.
    pub fn of(ctx: &Context) -> Self {
        ctx.data(|data| data.get_temp(capture_keys_id())).unwrap_or_default()
    }

    /// Puts them in force for what the window shows.
    pub fn install(self, ctx: &Context) {
        ctx.data_mut(|data| data.insert_temp(capture_keys_id(), self));
    }

    /// Reads the setting; none where it cannot be read or used.
    pub fn from_setting(stored: &Value, is_mac: bool) -> Option<KeyboardShortcut> {
        parse_keys(stored.as_str()?, is_mac).filter(|keys| check_reserved(*keys, is_mac).is_ok())
    }

    /// Whether these keys can be used.
    ///
    /// # Errors
    /// Fails if they are needed for something else or belong to a command of the window.
    pub fn check(ctx: &Context, keys: KeyboardShortcut) -> Result<(), Rejection> {
        check_reserved(keys, ctx.os().is_mac())?;
        let keymap = Keymap::of(ctx);
        let user = SHORTCUTS.iter().find(|row| keymap.keys_of_row(row).is_some_and(|others| overlap(keys, others)));
        user.map_or(Ok(()), |row| Err(Rejection::Clash(row.shortcut.name())))
    }
}

/// Other programs need function keys for themselves.
fn check_reserved(keys: KeyboardShortcut, is_mac: bool) -> Result<(), Rejection> {
    let modifiers = keys.modifiers;
    let has_modifier = modifiers.command || modifiers.ctrl || modifiers.alt;
    if is_function_key(keys.logical_key) && !has_modifier {
        return Err(Rejection::NeedsModifier);
    }
    reserved(keys, is_mac).map_or(Ok(()), Err)
}

fn capture_keys_id() -> Id {
    Id::unique("rapport: keys of quick capture")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_stored_value_that_cannot_be_used_means_no_keys() {
        for stored in [json!(null), json!(7), json!(""), json!("K"), json!("F9"), json!("command+C"), json!("command+")]
        {
            assert_eq!(CaptureKeys::from_setting(&stored, false), None, "{stored}");
        }
        assert!(CaptureKeys::from_setting(&json!("command+shift+J"), false).is_some());
    }
}
