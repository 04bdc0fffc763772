//! The passphrase: set, used, changed and removed in the window, and the lock.

use std::fs;

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use rapport::{
    app::StartRequest,
    store::{Db, forget_key, is_encrypted},
};

use crate::{support::TempJournal, window::Window};

pub const PASSPHRASE: &str = "canoe lantern voyage";
pub const LOCKED: &str = "Locked";
const COMPOSER: &str = "Jot about Dana";

/// A journal that only the window has open, as another program would keep its text on the disk.
pub fn journal() -> TempJournal {
    let mut journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot(1, "written before");
    journal.close();
    journal
}

fn type_into(window: &mut Window, field: &str, text: &str) {
    window.get_by_role_and_label(Role::PasswordInput, field).focus();
    window.step();
    window.step();
    window.type_text(text);
}

pub fn open_privacy(window: &mut Window) {
    window.press_with(Modifiers::COMMAND, Key::Comma);
    window.click(Role::Tab, "Privacy & backup");
}

/// Sets the passphrase and confirms the recovery key.
fn set_passphrase(window: &mut Window) {
    open_privacy(window);
    window.click_button("Set a passphrase…");
    type_into(window, "New passphrase", PASSPHRASE);
    type_into(window, "The same again", PASSPHRASE);
    window.click_button("Encrypt journal");
    window.wait_for(Role::Dialog, "Your recovery key");
}

/// A window on an encrypted journal, on Meet of the first person.
pub fn encrypted_window(journal: &TempJournal) -> Window {
    let mut window = Window::open(journal);
    set_passphrase(&mut window);
    window.click_button("Later");
    window.press_with(Modifiers::COMMAND, Key::T);
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    window.press_with(Modifiers::COMMAND, Key::Num2);
    window.wait_for_entries(&["Note: written before"]);
    window
}

pub fn unlock(window: &mut Window, passphrase: &str) {
    type_into(window, "Passphrase", passphrase);
    window.click_button("Unlock");
}

/// Changes the passphrase in Settings.
pub fn change_passphrase(window: &mut Window, new: &str) {
    window.click_button("Change…");
    type_into(window, "Current passphrase", PASSPHRASE);
    type_into(window, "New passphrase", new);
    type_into(window, "The same again", new);
    window.click_button("Change");
    window.wait_for(Role::Dialog, "Your recovery key");
    window.click_button("Later");
}

#[test]
fn passphrase_encrypts_the_journal_and_its_recovery_key_is_confirmed_by_a_group() {
    let journal = journal();
    let mut window = Window::open(&journal);
    set_passphrase(&mut window);
    assert!(is_encrypted(&journal.file()));
    let key = Db::open_reader(&journal.file()).unwrap().recovery_key().unwrap().unwrap();
    window.fill("When you have it, type group 7", "WRONG");
    window.click_button("Confirm");
    assert!(window.has_text("That’s another group. Compare it letter by letter."), "{}", window.visible_text());
    window.fill("When you have it, type group 7", &key.group(6).to_lowercase());
    window.click_button("Confirm");
    window.wait_for_text("Your journal is encrypted");
    window.wait_until("it is remembered", |window| window.visible_text().contains("you have the recovery key"));
    window.close();
    let bytes = fs::read(journal.file()).unwrap();
    assert!(!bytes.windows(7).any(|window| window == b"written"));
}

#[test]
fn printed_recovery_key_is_a_page_of_the_owner_until_the_dialog_is_closed() {
    use std::os::unix::fs::PermissionsExt as _;

    let journal = journal();
    let mut window = Window::open(&journal);
    set_passphrase(&mut window);
    assert!(window.has_text("Your journal is encrypted."), "{}", window.visible_text());
    let page = journal.file().with_extension("print.html");
    window.click_button("Print");
    assert!(window.has_text("The page opens in your browser. It’s deleted when you close this."));
    let key = Db::open_reader(&journal.file()).unwrap().recovery_key().unwrap().unwrap();
    let printed = fs::read_to_string(&page).unwrap();
    assert!(printed.contains(key.group(12).as_str()), "{printed}");
    assert_eq!(fs::metadata(&page).unwrap().permissions().mode() & 0o777, 0o600);
    window.click_button("Later");
    assert!(!page.exists());
}

#[test]
fn two_different_entries_of_a_new_passphrase_are_refused_and_a_weak_one_is_said() {
    let journal = journal();
    let mut window = Window::open(&journal);
    open_privacy(&mut window);
    window.click_button("Set a passphrase…");
    type_into(&mut window, "New passphrase", "password");
    assert!(window.visible_text().contains("Weak: it’s like a common password."), "{}", window.visible_text());
    type_into(&mut window, "The same again", "passwords");
    window.click_button("Encrypt journal");
    assert!(window.has_text("The two are different."), "{}", window.visible_text());
    window.press(Key::Escape);
    assert!(!is_encrypted(&journal.file()));
}

#[test]
fn locking_hides_everything_and_unlocking_returns_to_the_page_and_the_draft() {
    let journal = journal();
    let mut window = encrypted_window(&journal);
    window.focus_field(COMPOSER);
    window.type_text("half a thought");
    window.press_with(Modifiers::COMMAND, Key::L);
    let text = window.visible_text();
    assert!(text.contains(LOCKED) && text.contains("journal.rapport"), "{text}");
    assert!(!text.contains("Dana") && !text.contains("written") && !text.contains("half"), "{text}");
    unlock(&mut window, PASSPHRASE);
    window.wait_for_entries(&["Note: written before"]);
    assert_eq!(window.field_text(COMPOSER), "half a thought");
}

#[test]
fn wrong_passphrase_is_said_in_one_line_and_the_next_try_has_to_wait() {
    let journal = journal();
    let mut window = encrypted_window(&journal);
    window.press_with(Modifiers::COMMAND, Key::L);
    unlock(&mut window, "canoe lantern");
    window.wait_for_text("Wrong passphrase.");
    let is_disabled = |window: &Window| {
        use egui_kittest::kittest::NodeT as _;
        window.get_button("Unlock").accesskit_node().is_disabled()
    };
    assert!(is_disabled(&window));
    window.advance_time(1.2);
    assert!(!is_disabled(&window));
    // What was typed is still there.
    type_into(&mut window, "Passphrase", " voyage");
    window.click_button("Unlock");
    window.wait_for_entries(&["Note: written before"]);
}

#[test]
fn recovery_key_unlocks_the_journal_at_the_next_start() {
    let journal = journal();
    let window = encrypted_window(&journal);
    let db = Db::open_reader(&journal.file()).unwrap();
    let (file_key, key) = (db.key().unwrap().unwrap(), db.recovery_key().unwrap().unwrap());
    drop(db);
    window.close();
    forget_key(&file_key);
    let mut window = Window::open(&journal);
    assert!(window.has_text("Only your passphrase opens this journal."), "{}", window.visible_text());
    window.click_button("Use your recovery key");
    window.fill("Recovery key", "ABCDE-FGH");
    window.click_button("Unlock");
    assert!(window.visible_text().contains("13 groups of five letters") || window.visible_text().contains("group 1"));
    window.fill("Recovery key", &key.to_string());
    window.click_button("Unlock");
    window.wait_for_entries(&["Note: written before"]);
}

#[test]
fn journal_locks_itself_after_a_while_without_input() {
    let journal = journal();
    let mut window = encrypted_window(&journal);
    open_privacy(&mut window);
    window.click(Role::RadioButton, "1 min");
    window.advance_time(50.0);
    assert!(!window.has_text(LOCKED));
    window.press(Key::ArrowDown);
    window.advance_time(50.0);
    assert!(!window.has_text(LOCKED), "input was 50 seconds ago");
    window.advance_time(15.0);
    assert!(window.has_text(LOCKED), "{}", window.visible_text());
}

#[test]
fn passphrase_is_changed_and_removed_only_with_the_current_one() {
    let journal = journal();
    let mut window = encrypted_window(&journal);
    open_privacy(&mut window);
    window.click_button("Remove…");
    type_into(&mut window, "Passphrase", "another");
    window.click_button("Remove");
    window.wait_for_text("Wrong passphrase.");
    assert!(is_encrypted(&journal.file()));
    window.press(Key::Escape);
    change_passphrase(&mut window, "a quite different one");
    window.press_with(Modifiers::COMMAND, Key::L);
    unlock(&mut window, "a quite different one");
    window.wait_for_text("Privacy & backup");
    window.click_button("Remove…");
    type_into(&mut window, "Passphrase", "a quite different one");
    window.click_button("Remove");
    window.wait_until("it is plain", |window| window.has_text("Anyone who can read your files can read this journal"));
    assert!(!is_encrypted(&journal.file()));
}

#[test]
fn lock_without_a_passphrase_shows_where_to_set_one() {
    let journal = journal();
    let mut window = Window::open(&journal);
    window.press_with(Modifiers::COMMAND, Key::L);
    assert!(window.has(Role::Button, "Set a passphrase…"), "{}", window.visible_text());
    assert!(!window.has_text(LOCKED));
}

#[test]
fn capture_while_locked_asks_to_unlock_and_opens_then() {
    let journal = journal();
    let mut window = encrypted_window(&journal);
    window.press_with(Modifiers::COMMAND, Key::L);
    let request = StartRequest::Capture { text: "dana ! quiet today".to_owned() };
    window.state().start_requests().send(request).unwrap();
    window.settle();
    assert!(window.has_text("Unlock to save what you jot."), "{}", window.visible_text());
    unlock(&mut window, PASSPHRASE);
    window.wait_for_text("quiet today");
}
