//! An encrypted journal is locked when the computer sleeps, its screen is locked or somebody else
//! takes the screen, as `systemd-logind` says on a private system bus.
#![expect(clippy::needless_pass_by_value, clippy::unused_self, reason = "the protocol says what its methods take")]

use std::{
    collections::HashMap,
    fs,
    io::Read as _,
    os::fd::OwnedFd,
    sync::mpsc::{Receiver, Sender, channel},
};

use zbus::{
    blocking::{Connection, connection::Builder},
    zvariant::{OwnedObjectPath, Value},
};

use super::{
    HANG_TIMEOUT, encrypted,
    encrypted::{encrypted_sandbox, is_open},
    has_display,
    session_bus::PrivateBus,
    wait_until,
};

const SESSION: &str = "/org/freedesktop/login1/session/_31";
const MANAGER: &str = "/org/freedesktop/login1";

/// What the program needs of the login manager. It reports each delay of sleep: the end of a pipe
/// that is closed when the delay is over.
struct LoginManager(Sender<std::io::PipeReader>);

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl LoginManager {
    #[zbus(name = "GetSessionByPID")]
    fn session_by_pid(&self, pid: u32) -> OwnedObjectPath {
        assert_ne!(pid, 0);
        SESSION.try_into().unwrap()
    }

    fn inhibit(&self, what: String, who: String, why: String, mode: String) -> zbus::zvariant::OwnedFd {
        assert_eq!([what, who, mode], ["sleep", "Rapport", "delay"]);
        assert!(!why.is_empty());
        let (reader, writer) = std::io::pipe().unwrap();
        self.0.send(reader).unwrap();
        zbus::zvariant::OwnedFd::from(OwnedFd::from(writer))
    }
}

/// A system bus with a login manager.
struct SystemBus {
    bus: PrivateBus,
    service: Connection,
    delays: Receiver<std::io::PipeReader>,
}

impl SystemBus {
    fn start(test: &str) -> Option<Self> {
        if !has_display(test) {
            return None;
        }
        let bus = PrivateBus::start(test)?;
        let (sender, delays) = channel();
        let builder = Builder::address(bus.address.as_str()).unwrap();
        let builder = builder.serve_at(MANAGER, LoginManager(sender)).unwrap();
        let service = builder.name("org.freedesktop.login1").unwrap().build().unwrap();
        Some(Self { bus, service, delays })
    }

    fn emit<B: serde::ser::Serialize + zbus::zvariant::DynamicType>(
        &self,
        path: &str,
        interface: &str,
        member: &str,
        body: &B,
    ) {
        self.service.emit_signal(None::<&str>, path, interface, member, body).unwrap();
    }

    fn change_property(&self, name: &str, value: bool) {
        let changed = HashMap::from([(name, Value::from(value))]);
        let body = ("org.freedesktop.login1.Session", changed, Vec::<String>::new());
        self.emit(SESSION, "org.freedesktop.DBus.Properties", "PropertiesChanged", &body);
    }
}

fn assert_locks(what: &str, ask: impl Fn(&SystemBus)) -> Option<()> {
    let bus = SystemBus::start(what)?;
    let desk = encrypted_sandbox();
    let mut program = encrypted::start(&desk, &[("DBUS_SYSTEM_BUS_ADDRESS", &bus.bus.address)], true);
    // By then it listens.
    let mut delay = bus.delays.recv_timeout(HANG_TIMEOUT).unwrap();
    wait_until("the journal is open", || is_open(&desk));
    ask(&bus);
    wait_until(&format!("{what}: the journal is closed"), || !is_open(&desk));
    assert!(program.child.try_wait().unwrap().is_none(), "the window is still there");
    if what == "sleep" {
        let mut rest = Vec::new();
        delay.read_to_end(&mut rest).unwrap();
        bus.emit(MANAGER, "org.freedesktop.login1.Manager", "PrepareForSleep", &(false,));
        bus.delays.recv_timeout(HANG_TIMEOUT).unwrap();
    }
    program.kill();
    assert!(!fs::read(desk.journal_path()).unwrap().windows(4).any(|bytes| bytes == b"Dana"));
    Some(())
}

#[test]
fn sleep_of_the_computer_locks_the_journal_first() {
    assert_locks("sleep", |bus| {
        bus.emit(MANAGER, "org.freedesktop.login1.Manager", "PrepareForSleep", &(true,));
    });
}

#[test]
fn locked_screen_locks_the_journal() {
    assert_locks("Lock", |bus| bus.emit(SESSION, "org.freedesktop.login1.Session", "Lock", &()));
    assert_locks("LockedHint", |bus| bus.change_property("LockedHint", true));
}

#[test]
fn switch_to_another_user_locks_the_journal() {
    assert_locks("Active", |bus| bus.change_property("Active", false));
}
