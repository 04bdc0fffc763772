//! An encrypted journal opens with the key in the keychain of the desktop: GNOME Keyring on a
//! private session bus.

use std::{io::Write as _, process::Stdio, thread, time::Duration};

use rapport::{
    domain::passphrase::Passphrase,
    journal::keychain::Keychain,
    store::{Db, unlock},
};

use zbus::zvariant::{OwnedObjectPath, OwnedValue};

use super::{
    Program, RunResult, Sandbox, encrypted,
    encrypted::{PASSPHRASE, encrypted_sandbox, is_open},
    has_display,
    session_bus::{KeyringDaemon, PrivateBus},
    wait_until,
};

/// After this long, a window that could open its journal without asking has done so.
const TIME_TO_OPEN: Duration = Duration::from_secs(3);

/// A keychain that does not answer, as one that waits for somebody to type a password.
struct SlowService;

#[zbus::interface(name = "org.freedesktop.Secret.Service")]
impl SlowService {
    #[expect(clippy::unused_self, reason = "the protocol says what its methods take")]
    fn open_session(&self, algorithm: String, input: OwnedValue) -> zbus::fdo::Result<(OwnedValue, OwnedObjectPath)> {
        drop((algorithm, input));
        thread::sleep(3 * TIME_TO_OPEN);
        Err(zbus::fdo::Error::Failed("nobody typed a password".to_owned()))
    }
}

/// Stores the key of the journal, as the setting does.
fn store_key(desk: &Sandbox, keyring: &KeyringDaemon) {
    let passphrase = Passphrase::new(PASSPHRASE).unwrap();
    unlock(&desk.journal_path(), &passphrase).unwrap();
    let key = Db::open_existing(&desk.journal_path()).unwrap().key().unwrap().unwrap();
    Keychain::on_bus(&keyring.bus.address).store_key(&desk.journal_path(), &key).unwrap();
}

fn start(desk: &Sandbox, bus: &str) -> Program {
    encrypted::start(desk, &[("DBUS_SESSION_BUS_ADDRESS", bus)], false)
}

/// The window asks for the passphrase, and opens the journal with it.
fn assert_asks(desk: &Sandbox, bus: &str) {
    let program = start(desk, bus);
    thread::sleep(TIME_TO_OPEN);
    assert!(!is_open(desk), "it was opened without asking");
    program.type_text(PASSPHRASE);
    program.press("Return");
    wait_until("the passphrase opens the journal", || is_open(desk));
    program.close();
}

#[test]
fn key_in_the_keychain_opens_the_journal_without_asking_until_it_is_removed() {
    let test = "key_in_the_keychain_opens_the_journal_without_asking_until_it_is_removed";
    if !has_display(test) {
        return;
    }
    let Some(keyring) = KeyringDaemon::start(test) else { return };
    let desk = encrypted_sandbox();
    store_key(&desk, &keyring);
    let program = start(&desk, &keyring.bus.address);
    wait_until("the journal is open", || is_open(&desk));
    program.close();
    assert!(!is_open(&desk));
    let key = Db::open_existing(&desk.journal_path()).unwrap().key().unwrap().unwrap();
    Keychain::on_bus(&keyring.bus.address).remove_key(&key).unwrap();
    assert_asks(&desk, &keyring.bus.address);
}

#[test]
fn window_asks_where_the_keychain_is_locked_or_has_a_wrong_key() {
    let test = "window_asks_where_the_keychain_is_locked_or_has_a_wrong_key";
    if !has_display(test) {
        return;
    }
    let Some(keyring) = KeyringDaemon::start(test) else { return };
    let desk = encrypted_sandbox();
    store_key(&desk, &keyring);
    keyring.with_service(|service| {
        let collection = service.get_default_collection().unwrap();
        let items = collection.get_all_items().unwrap();
        assert_eq!(items.len(), 1);
        assert_eq!(items[0].get_label().unwrap(), "Rapport: journal.rapport");
        items[0].set_secret(b"00000-00000", "text/plain").unwrap();
    });
    assert_asks(&desk, &keyring.bus.address);
    store_key(&desk, &keyring);
    keyring.lock();
    assert_asks(&desk, &keyring.bus.address);
}

#[test]
fn window_asks_without_a_keychain_and_with_one_that_does_not_answer() {
    let test = "window_asks_without_a_keychain_and_with_one_that_does_not_answer";
    if !has_display(test) {
        return;
    }
    let Some(bus) = PrivateBus::start(test) else { return };
    let desk = encrypted_sandbox();
    assert_asks(&desk, "unix:path=/nonexistent/bus");
    let builder = zbus::blocking::connection::Builder::address(bus.address.as_str()).unwrap();
    let builder = builder.serve_at("/org/freedesktop/secrets", SlowService).unwrap();
    let _service = builder.name("org.freedesktop.secrets").unwrap().build().unwrap();
    assert_asks(&desk, &bus.address);
}

#[test]
fn commands_use_the_key_but_changes_of_the_passphrase_ask() {
    let test = "commands_use_the_key_but_changes_of_the_passphrase_ask";
    let Some(keyring) = KeyringDaemon::start(test) else { return };
    let desk = encrypted_sandbox();
    store_key(&desk, &keyring);
    let run = |arguments: &[&str], input: &str| {
        let mut command = desk.command(arguments.iter().copied());
        command.arg("--journal").arg(desk.journal_path()).env("DBUS_SESSION_BUS_ADDRESS", &keyring.bus.address);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        RunResult::from_output(child.wait_with_output().unwrap())
    };
    assert!(run(&["people"], "").success().contains("Dana"));
    for about_passphrase in [["passphrase", "remove"], ["passphrase", "recovery-key"]] {
        let answer = run(&about_passphrase, "").stderr;
        assert!(answer.contains("There’s no terminal to ask for the passphrase."), "{answer}");
    }
    let typed = format!("{PASSPHRASE}\nquite another one\n");
    run(&["passphrase", "change", "--passphrase-stdin"], &typed).success();
    assert!(run(&["people"], "").success().contains("Dana"), "the new key is in the keychain");
    let count_keys = || {
        keyring.with_service(|service| {
            let collection = service.get_default_collection().unwrap();
            collection.get_all_items().unwrap().len()
        })
    };
    assert_eq!(count_keys(), 1, "and not the old one");
    run(&["passphrase", "remove", "--yes", "--passphrase-stdin"], "quite another one\n").success();
    assert_eq!(count_keys(), 0);
}
