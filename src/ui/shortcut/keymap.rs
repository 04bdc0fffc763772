//! The key combinations in force: those of the table, with the changes made in the settings.

use std::{collections::BTreeMap, sync::Arc};

use eframe::egui::{Context, Id, Key, KeyboardShortcut, Modifiers};
use serde_json::Value;

use super::{
    SHORTCUTS, Scope, Shortcut, ShortcutRow,
    rejection::{Rejection, reserved},
};

/// The name of the setting that holds the changed key combinations.
pub const SHORTCUTS_SETTING: &str = "shortcuts";

/// The commands whose keys can be changed, with the words that the setting has for them.
const CHANGEABLE: &[(Shortcut, &str)] = &[
    (Shortcut::Palette, "palette"),
    (Shortcut::Redo, "redo"),
    (Shortcut::MovePersonUp, "move_person_up"),
    (Shortcut::MovePersonDown, "move_person_down"),
    (Shortcut::AddPerson, "add_person"),
    (Shortcut::ScheduleMeeting, "schedule_meeting"),
    (Shortcut::ReviewPeriod, "review_period"),
    (Shortcut::SearchEverything, "search_everything"),
    (Shortcut::BesideCall, "beside_call"),
    (Shortcut::KeepOnTop, "keep_on_top"),
    (Shortcut::DiscreetMode, "discreet_mode"),
    (Shortcut::PreviousRegion, "previous_region"),
    (Shortcut::NextRegion, "next_region"),
    (Shortcut::StartOrWrapUp, "start_or_wrap_up"),
    (Shortcut::Today, "today"),
    (Shortcut::FocusComposer, "jot"),
    (Shortcut::PrepareTab, "prepare"),
    (Shortcut::MeetTab, "meet"),
    (Shortcut::TimelineTab, "timeline"),
    (Shortcut::ReviewTab, "review"),
    (Shortcut::FocusSearch, "search_history"),
    (Shortcut::GoToDate, "go_to_date"),
    (Shortcut::Reflect, "reflect"),
    (Shortcut::QuestionLibrary, "questions"),
    (Shortcut::Import, "import"),
    (Shortcut::PreviousPerson, "previous_person"),
    (Shortcut::NextPerson, "next_person"),
    (Shortcut::Undo, "undo"),
    (Shortcut::Lock, "lock"),
    (Shortcut::Settings, "settings"),
    (Shortcut::Shortcuts, "shortcuts"),
];

/// The keys of all commands. A changed combination replaces all default ones of its command.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Keymap {
    changed: BTreeMap<Shortcut, KeyboardShortcut>,
}

impl Keymap {
    /// The words that the setting has for the commands.
    pub fn words() -> impl Iterator<Item = &'static str> {
        CHANGEABLE.iter().map(|(_, word)| *word)
    }

    /// Reads the setting. What cannot be read, may not be used or clashes has its default keys.
    pub fn from_setting(stored: &Value, is_mac: bool) -> Self {
        let read = |(shortcut, word): &(Shortcut, &str)| {
            let keys = parse_keys(stored.get(word)?.as_str()?, is_mac)?;
            (check_reserved(*shortcut, keys, is_mac).is_ok() && !is_default(*shortcut, keys))
                .then_some((*shortcut, keys))
        };
        let mut keymap = Self { changed: CHANGEABLE.iter().filter_map(read).collect() };
        while let Some(clashing) = keymap.changed.keys().copied().rfind(|shortcut| keymap.has_clash(*shortcut)) {
            keymap.changed.remove(&clashing);
        }
        keymap
    }

    /// What the setting stores: the words of the changed commands and their keys.
    pub fn to_setting(&self) -> BTreeMap<&'static str, String> {
        let stored =
            |(shortcut, word): &(Shortcut, &'static str)| Some((*word, format_keys(*self.changed.get(shortcut)?)));
        CHANGEABLE.iter().filter_map(stored).collect()
    }

    /// The keys in force in this context.
    pub fn of(ctx: &Context) -> Arc<Self> {
        ctx.data(|data| data.get_temp(keymap_id())).unwrap_or_default()
    }

    /// Puts it in force.
    pub fn install(self, ctx: &Context) {
        ctx.data_mut(|data| data.insert_temp(keymap_id(), Arc::new(self)));
    }

    /// Whether the keys of any command were changed.
    pub fn has_changes(&self) -> bool {
        !self.changed.is_empty()
    }

    /// Whether the keys of this command were changed.
    pub fn is_changed(&self, shortcut: Shortcut) -> bool {
        self.changed.contains_key(&shortcut)
    }

    /// Gives a command other keys.
    ///
    /// # Errors
    /// Fails if the keys are needed for something else or belong to another command.
    pub fn change(&mut self, shortcut: Shortcut, keys: KeyboardShortcut, is_mac: bool) -> Result<(), Rejection> {
        check_reserved(shortcut, keys, is_mac)?;
        if let Some(other) = self.user_of(shortcut, keys) {
            return Err(Rejection::Clash(other.name()));
        }
        if is_default(shortcut, keys) {
            return self.reset(shortcut);
        }
        self.changed.insert(shortcut, keys);
        Ok(())
    }

    /// Gives a command its default keys.
    ///
    /// # Errors
    /// Fails if another command has been given them.
    pub fn reset(&mut self, shortcut: Shortcut) -> Result<(), Rejection> {
        if let Some(other) = shortcut.rows().find_map(|row| self.user_of(shortcut, row.keys)) {
            return Err(Rejection::Clash(other.name()));
        }
        self.changed.remove(&shortcut);
        Ok(())
    }

    /// The key combinations of a command.
    pub fn keys_of(&self, shortcut: Shortcut) -> impl Iterator<Item = KeyboardShortcut> + use<> {
        let changed = self.changed.get(&shortcut).copied();
        let default = shortcut.rows().map(|row| row.keys).filter(move |_| changed.is_none());
        changed.into_iter().chain(default)
    }

    /// The keys of a row of the table: for a changed command its first row has them all.
    pub(super) fn keys_of_row(&self, row: &ShortcutRow) -> Option<KeyboardShortcut> {
        match self.changed.get(&row.shortcut) {
            None => Some(row.keys),
            Some(keys) => is_first_row(row).then_some(*keys),
        }
    }

    fn has_clash(&self, shortcut: Shortcut) -> bool {
        self.keys_of(shortcut).any(|keys| self.user_of(shortcut, keys).is_some())
    }

    /// The other command that these keys would run where `shortcut` works.
    fn user_of(&self, shortcut: Shortcut, keys: KeyboardShortcut) -> Option<Shortcut> {
        let scope = shortcut.rows().next()?.scope;
        let is_user = |row: &&ShortcutRow| {
            row.shortcut != shortcut
                && can_work_together(scope, row.scope)
                && self.keys_of_row(row).is_some_and(|others| overlap(keys, others))
        };
        SHORTCUTS.iter().find(is_user).map(|row| row.shortcut)
    }
}

impl Shortcut {
    /// Whether its keys can be changed in the settings.
    pub fn is_changeable(self) -> bool {
        CHANGEABLE.iter().any(|(shortcut, _)| *shortcut == self)
    }

    /// What it is called on the page of shortcuts.
    pub fn name(self) -> &'static str {
        let described = |shortcut: Self| shortcut.rows().find_map(|row| row.description);
        let of_counterpart =
            || SHORTCUTS.iter().find(|row| row.shortcut.counterpart() == Some(self)).and_then(|row| row.description);
        described(self).or_else(of_counterpart).unwrap_or("another command")
    }
}

fn keymap_id() -> Id {
    Id::unique("rapport: keys in force")
}

fn is_first_row(row: &ShortcutRow) -> bool {
    row.shortcut.rows().next().is_some_and(|first| first.keys == row.keys)
}

fn is_default(shortcut: Shortcut, keys: KeyboardShortcut) -> bool {
    shortcut.rows().any(|row| row.keys == keys)
}

/// The keys of undo and redo are those of text fields too, which these commands leave them to.
fn check_reserved(shortcut: Shortcut, keys: KeyboardShortcut, is_mac: bool) -> Result<(), Rejection> {
    let is_history = matches!(shortcut, Shortcut::Undo | Shortcut::Redo) && is_text_history(keys);
    match reserved(keys, is_mac) {
        Some(rejection) if !is_history && !is_default(shortcut, keys) => Err(rejection),
        _ => Ok(()),
    }
}

/// Whether text fields undo or redo with these keys.
pub(super) fn is_text_history(keys: KeyboardShortcut) -> bool {
    let shift_command = Modifiers::COMMAND.plus(Modifiers::SHIFT);
    [(Modifiers::COMMAND, Key::Z), (shift_command, Key::Z), (Modifiers::COMMAND, Key::Y)]
        .contains(&(keys.modifiers, keys.logical_key))
}

/// Whether one press can run both: a dialog keeps the keys of pages from working.
fn can_work_together(one: Scope, other: Scope) -> bool {
    let is_of_dialog = |scope| matches!(scope, Scope::Dialog | Scope::Palette);
    let is_of_other_window = |scope| scope == Scope::Capture;
    if is_of_other_window(one) || is_of_other_window(other) {
        return false;
    }
    !(one == Scope::Global && is_of_dialog(other) || other == Scope::Global && is_of_dialog(one))
}

/// Whether a press can be both combinations: some keyboards need Shift or Alt for a sign.
pub(super) fn overlap(one: KeyboardShortcut, other: KeyboardShortcut) -> bool {
    let plain = |keys: KeyboardShortcut| Modifiers { shift: false, alt: false, ..keys.modifiers };
    one.logical_key == other.logical_key
        && (one.modifiers == other.modifiers || is_sign(one.logical_key) && plain(one) == plain(other))
}

/// Whether the key is a sign, such as “/”, that some keyboards have on another key.
pub(super) fn is_sign(key: Key) -> bool {
    matches!(
        key,
        Key::Colon
            | Key::Comma
            | Key::Minus
            | Key::Period
            | Key::Plus
            | Key::Equals
            | Key::Semicolon
            | Key::Backslash
            | Key::Slash
            | Key::Pipe
            | Key::Questionmark
            | Key::Exclamationmark
            | Key::OpenBracket
            | Key::CloseBracket
            | Key::OpenCurlyBracket
            | Key::CloseCurlyBracket
            | Key::Backtick
            | Key::Quote
    )
}

/// The same keys on every system, such as “command+shift+K”: on a Mac, “command” is Cmd.
pub fn format_keys(keys: KeyboardShortcut) -> String {
    let Modifiers { alt, ctrl, shift, command, .. } = keys.modifiers;
    let held = [(command, "command"), (ctrl, "ctrl"), (alt, "alt"), (shift, "shift")];
    let mut parts: Vec<&str> = held.into_iter().filter(|(is_held, _)| *is_held).map(|(_, word)| word).collect();
    parts.push(keys.logical_key.name());
    parts.join("+")
}

/// Reads what [`format_keys`] has written.
pub(super) fn parse_keys(text: &str, is_mac: bool) -> Option<KeyboardShortcut> {
    let mut parts: Vec<&str> = text.split('+').collect();
    let key = Key::from_name(parts.pop()?)?;
    let mut modifiers = Modifiers::NONE;
    for part in parts {
        modifiers = modifiers.plus(match part {
            // Only a Mac has both.
            "ctrl" if is_mac => Modifiers::CTRL,
            "command" | "ctrl" => Modifiers::COMMAND,
            "alt" => Modifiers::ALT,
            "shift" => Modifiers::SHIFT,
            _ => return None,
        });
    }
    Some(KeyboardShortcut::new(modifiers, key))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn keys(text: &str) -> KeyboardShortcut {
        parse_keys(text, false).unwrap()
    }

    fn changed(stored: &Value) -> BTreeMap<&'static str, String> {
        Keymap::from_setting(stored, false).to_setting()
    }

    #[test]
    fn every_command_that_works_on_every_page_can_be_changed() {
        for row in SHORTCUTS.iter().filter(|row| row.action.is_some()) {
            assert!(row.shortcut.is_changeable(), "{:?} needs a word in CHANGEABLE", row.shortcut);
        }
        for (shortcut, word) in CHANGEABLE {
            assert!(shortcut.rows().all(|row| row.action.is_some()), "{word}");
        }
    }

    #[test]
    fn changed_keys_are_stored_and_read_again() {
        let mut keymap = Keymap::default();
        keymap.change(Shortcut::Today, keys("command+shift+H"), false).unwrap();
        keymap.change(Shortcut::Shortcuts, keys("alt+F2"), false).unwrap();
        let stored = serde_json::to_value(keymap.to_setting()).unwrap();
        assert_eq!(stored, json!({"today": "command+shift+H", "shortcuts": "alt+F2"}));
        assert_eq!(Keymap::from_setting(&stored, false), keymap);
        assert_eq!(keymap.keys_of(Shortcut::Shortcuts).count(), 1, "they replace both");
    }

    #[test]
    fn a_stored_value_that_cannot_be_used_leaves_the_default() {
        for stored in [
            json!(null),
            json!(["today"]),
            json!({"today": 3}),
            json!({"today": ""}),
            json!({"today": "K"}),
            json!({"today": "hyper+K"}),
            json!({"today": "command+Nonsense"}),
            json!({"today": "command+C"}),
            json!({"today": "command+R"}),
            json!({"today": "command+E"}),
            json!({"unknown": "command+B"}),
        ] {
            assert_eq!(changed(&stored), BTreeMap::new(), "{stored}");
        }
    }

    #[test]
    fn of_two_clashing_stored_values_one_falls_back() {
        let swapped = json!({"today": "command+R", "reflect": "command+T"});
        assert_eq!(changed(&swapped).len(), 2, "both are free of clashes together");
        let same = json!({"today": "command+B", "reflect": "command+B"});
        assert_eq!(changed(&same).len(), 1);
        let chain = json!({"today": "command+R", "reflect": "command+B", "questions": "command+B"});
        assert_eq!(changed(&chain).len(), 2);
    }

    #[test]
    fn a_clash_names_the_other_command() {
        let clash = |shortcut, text| match Keymap::default().change(shortcut, keys(text), false) {
            Err(Rejection::Clash(name)) => name,
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(clash(Shortcut::Today, "command+R"), "Reflect");
        assert_eq!(clash(Shortcut::Today, "command+E"), "Add to / remove from evidence");
        assert_eq!(clash(Shortcut::Today, "command+shift+7"), "Change the kind of your last entry, 1 to 9");
        assert_eq!(clash(Shortcut::Today, "command+PageUp"), "Earlier / later month");
        // Some keyboards need Shift for the sign.
        assert_eq!(clash(Shortcut::Today, "command+shift+Slash"), "Keyboard shortcuts");
        // The palette is open over dialogs, which are confirmed with these keys.
        assert!(Keymap::default().change(Shortcut::Palette, keys("command+Enter"), false).is_err());
    }

    #[test]
    fn the_default_keys_come_back_unless_another_command_has_them() {
        let mut keymap = Keymap::default();
        keymap.change(Shortcut::Today, keys("command+B"), false).unwrap();
        keymap.change(Shortcut::Reflect, keys("command+T"), false).unwrap();
        assert_eq!(keymap.reset(Shortcut::Today), Err(Rejection::Clash("Reflect")));
        keymap.reset(Shortcut::Reflect).unwrap();
        keymap.change(Shortcut::Today, keys("command+T"), false).unwrap();
        assert!(!keymap.has_changes());
    }

    #[test]
    fn undo_and_redo_can_have_the_keys_of_text_fields() {
        let mut keymap = Keymap::default();
        keymap.change(Shortcut::Redo, keys("command+Y"), false).unwrap();
        keymap.reset(Shortcut::Redo).unwrap();
        assert!(keymap.change(Shortcut::Today, keys("command+Y"), false).is_err());
    }
}
