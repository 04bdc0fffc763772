//! A private message bus, and the keychain of a desktop on it.
#![allow(dead_code, reason = "every test file uses a part of this")]

use std::{
    fs,
    io::{self, BufRead as _, BufReader, Write as _},
    os::unix::fs::PermissionsExt as _,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use secret_service::{EncryptionType, blocking::SecretService};
use zbus::blocking::{Connection, connection::Builder, fdo::DBusProxy};

/// After this long without an answer, a service is taken to hang.
const HANG_TIMEOUT: Duration = Duration::from_mins(1);

/// A bus of its own; it ends with this.
pub struct PrivateBus {
    daemon: Child,
    /// Where it is reached.
    pub address: String,
}

impl PrivateBus {
    /// `None`, with a message, if there is no `dbus-daemon`.
    pub fn start(test: &str) -> Option<Self> {
        let mut command = Command::new("dbus-daemon");
        command.args(["--session", "--nofork", "--nopidfile", "--print-address"]);
        let mut daemon = spawn(command.stdout(Stdio::piped()), test)?;
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Some(Self { daemon, address: address.trim().to_owned() })
    }

    /// A connection to it.
    pub fn connect(&self) -> Connection {
        Builder::address(self.address.as_str()).unwrap().build().unwrap()
    }
}

impl Drop for PrivateBus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

/// GNOME Keyring, unlocked, on a bus of its own and with its files in a temporary folder.
pub struct KeyringDaemon {
    daemon: Child,
    /// The bus.
    pub bus: PrivateBus,
    _folder: tempfile::TempDir,
}

impl KeyringDaemon {
    /// `None`, with a message, if it is not installed.
    pub fn start(test: &str) -> Option<Self> {
        let bus = PrivateBus::start(test)?;
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
        let mut command = Command::new("gnome-keyring-daemon");
        command.args(["--foreground", "--unlock", "--components=secrets", "--control-directory"]).arg(folder.path());
        for name in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"] {
            command.env(name, folder.path());
        }
        command.env("DBUS_SESSION_BUS_ADDRESS", &bus.address).stdin(Stdio::piped()).stdout(Stdio::null());
        let mut daemon = spawn(&mut command, test)?;
        daemon.stdin.take().unwrap().write_all(b"password of the desktop").unwrap();
        let keyring = Self { daemon, bus, _folder: folder };
        let begun = Instant::now();
        while !keyring.is_ready() {
            assert!(begun.elapsed() < HANG_TIMEOUT, "{test}: still waiting for the keyring");
            thread::sleep(Duration::from_millis(20));
        }
        Some(keyring)
    }

    fn is_ready(&self) -> bool {
        let connection = self.bus.connect();
        // Anybody who calls a service that is not there has the bus start another one.
        let names = DBusProxy::new(&connection).unwrap();
        names.name_has_owner("org.freedesktop.secrets".try_into().unwrap()).unwrap()
            && SecretService::connect_with_existing(EncryptionType::Plain, connection)
                .is_ok_and(|service| service.get_default_collection().is_ok())
    }

    /// Calls `work` with its service.
    pub fn with_service<T>(&self, work: impl FnOnce(&SecretService<'static>) -> T) -> T {
        work(&SecretService::connect_with_existing(EncryptionType::Plain, self.bus.connect()).unwrap())
    }

    /// Locks it, as a desktop does when the leader signs out.
    pub fn lock(&self) {
        let service = SecretService::connect_with_existing(EncryptionType::Plain, self.bus.connect()).unwrap();
        service.get_default_collection().unwrap().lock().unwrap();
    }
}

impl Drop for KeyringDaemon {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

/// Starts a program. If it is not installed, says that the test is skipped, and fails where a
/// skipped test must.
fn spawn(command: &mut Command, test: &str) -> Option<Child> {
    if let Ok(child) = command.stderr(Stdio::null()).spawn() {
        return Some(child);
    }
    let program = command.get_program().to_string_lossy().into_owned();
    for variable in ["RAPPORT_WINDOW_TESTS", "RAPPORT_PICTURE_TESTS"] {
        let required = std::env::var_os(variable).is_some_and(|value| value == "required");
        assert!(!required, "{test}: {program} is missing, and {variable}=required");
    }
    // Not through the test harness, which hides the output of passing tests.
    io::stderr().write_all(format!("SKIPPED {test}: {program} missing\n").as_bytes()).unwrap();
    None
}
