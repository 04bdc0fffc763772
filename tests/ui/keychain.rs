//! The key of the journal in the system keychain: stored, used, replaced and removed in the window.
#![cfg(target_os = "linux")]

use std::sync::Arc;

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use rapport::{
    journal::keychain::Keychain,
    store::{Db, FileKey, forget_key},
};

use super::passphrase::{LOCKED, change_passphrase, encrypted_window, journal, open_privacy, unlock};
use crate::{session_bus::KeyringDaemon, support::TempJournal, window::Window};

const SWITCH: &str = "Open with the system keychain";

fn key(journal: &TempJournal) -> Arc<FileKey> {
    Db::open_reader(&journal.file()).unwrap().key().unwrap().unwrap()
}

/// Opens the tab of Settings, and waits until the keychain has answered.
fn open_settings(window: &mut Window) {
    open_privacy(window);
    window.wait_until("the keychain has answered", |window| {
        !window.get_by_role_and_label(Role::CheckBox, SWITCH).accesskit_node().is_disabled()
    });
}

fn start_again(window: Window, journal: &TempJournal, keychain: &Keychain) -> Window {
    let key = key(journal);
    window.close();
    forget_key(&key);
    let mut window = Window::launch(journal);
    window.state_mut().use_keychain(keychain.clone());
    window
}

#[test]
fn switched_on_it_opens_the_journal_without_asking_but_not_after_locking() {
    let Some(keyring) = KeyringDaemon::start("switched_on_it_opens_the_journal_without_asking") else { return };
    let keychain = Keychain::on_bus(&keyring.bus.address);
    let journal = journal();
    let mut window = encrypted_window(&journal);
    window.state_mut().use_keychain(keychain.clone());
    open_settings(&mut window);
    assert!(!window.is_toggled(Role::CheckBox, SWITCH), "off at first");
    window.click(Role::CheckBox, SWITCH);
    let first = key(&journal);
    window.wait_until("the key is stored", |_| keychain.has_key(&first).unwrap());
    let mut window = start_again(window, &journal, &keychain);
    window.wait_for_text("Privacy & backup");
    window.press_with(Modifiers::COMMAND, Key::L);
    window.advance_time(5.0);
    assert!(window.has_text(LOCKED), "{}", window.visible_text());
    unlock(&mut window, super::passphrase::PASSPHRASE);
    window.wait_for_text("Privacy & backup");

    change_passphrase(&mut window, "a quite different one");
    let second = key(&journal);
    assert!(keychain.has_key(&second).unwrap() && !keychain.has_key(&first).unwrap());
    let mut window = start_again(window, &journal, &keychain);
    window.wait_for_text("Privacy & backup");
    open_settings(&mut window);
    assert!(window.is_toggled(Role::CheckBox, SWITCH));
    window.click(Role::CheckBox, SWITCH);
    // While the service removes it, it may be found and not be there any more.
    window.wait_until("the key is removed", |_| !keychain.has_key(&second).unwrap_or(true));
    let window = start_again(window, &journal, &keychain);
    assert!(window.has_text(LOCKED), "{}", window.visible_text());
}

#[test]
fn locked_keychain_is_said_in_one_line() {
    let Some(keyring) = KeyringDaemon::start("locked_keychain_is_said_in_one_line") else { return };
    let keychain = Keychain::on_bus(&keyring.bus.address);
    let journal = journal();
    let mut window = encrypted_window(&journal);
    window.state_mut().use_keychain(keychain.clone());
    open_settings(&mut window);
    keyring.lock();
    window.click(Role::CheckBox, SWITCH);
    window.wait_for_text("Your system keychain is locked. Unlock it and try again.");
    assert!(!window.is_toggled(Role::CheckBox, SWITCH));
}

#[test]
fn keychain_that_does_not_answer_cannot_be_switched_on() {
    let journal = journal();
    let mut window = encrypted_window(&journal);
    window.state_mut().use_keychain(Keychain::on_bus("unix:path=/nonexistent/bus"));
    open_privacy(&mut window);
    window.wait_for_text("No system keychain answers");
    assert!(window.get_by_role_and_label(Role::CheckBox, SWITCH).accesskit_node().is_disabled());
}
