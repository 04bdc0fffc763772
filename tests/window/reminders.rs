//! Reminders of the real program, on a private session bus with a notification service.
#![expect(
    clippy::needless_pass_by_value,
    clippy::too_many_arguments,
    clippy::unused_self,
    reason = "the protocol says what its methods take"
)]

use std::{
    collections::HashMap,
    fs,
    sync::{
        Arc,
        mpsc::{Receiver, Sender, TryRecvError, channel},
    },
};

use jiff::{Span, Zoned};
use rapport::{
    domain::{
        id::{OneOnOneId, PersonId, Uid},
        moment::Moment,
        one_on_one::{OneOnOne, OneOnOneState},
    },
    journal::{
        Journal,
        clock::{Clock as _, SystemClock},
    },
    store::{Db, Record},
};
use zbus::{blocking::connection::Builder, zvariant::OwnedValue};

use super::{
    HANG_TIMEOUT, Program, Sandbox, encrypted, encrypted::is_open, entry_texts, has_display, sandbox_with_dana,
    session_bus::PrivateBus, wait_until,
};

/// A session bus with a notification service.
struct SessionBus {
    bus: PrivateBus,
    notifications: Receiver<Notification>,
    _service: zbus::blocking::Connection,
}

/// A notification with everything that the service received.
#[derive(Debug)]
struct Notification {
    summary: String,
    other_arguments: String,
}

/// Like those of every desktop.
struct NotificationService(Sender<Notification>);

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl NotificationService {
    fn notify(
        &self,
        app: String,
        replaces: u32,
        icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        expires: i32,
    ) -> u32 {
        let rest = format!("{app} {replaces} {icon} {body} {actions:?} {hints:?} {expires}");
        self.0.send(Notification { summary, other_arguments: rest }).unwrap();
        1
    }

    fn get_capabilities(&self) -> Vec<String> {
        vec!["body".to_owned()]
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        let [name, vendor, version, specification] = ["test", "test", "1", "1.2"].map(str::to_owned);
        (name, vendor, version, specification)
    }
}

impl SessionBus {
    /// `None`, with a message, if there is no display or no `dbus-daemon`.
    fn start(test: &str) -> Option<Self> {
        if !has_display(test) {
            return None;
        }
        let bus = PrivateBus::start(test)?;
        let (told, shown) = channel();
        let service = Builder::address(bus.address.as_str())
            .unwrap()
            .serve_at("/org/freedesktop/Notifications", NotificationService(told))
            .unwrap()
            .name("org.freedesktop.Notifications")
            .unwrap()
            .build()
            .unwrap();
        Some(Self { bus, notifications: shown, _service: service })
    }

    /// The next notification; fails if none arrives.
    #[track_caller]
    fn next(&self) -> Notification {
        let shown = self.notifications.recv_timeout(HANG_TIMEOUT);
        assert!(shown.is_ok(), "still waiting after {HANG_TIMEOUT:?}: a reminder is shown");
        shown.unwrap()
    }
}

fn set_reminders(desk: &Sandbox, on: bool) {
    let journal = Journal::open(&desk.journal_path(), Arc::new(SystemClock), || {}).unwrap();
    journal.set_setting("reminders", &on);
    journal.flush().unwrap();
}

/// Plans a one-on-one with Dana in `minutes`.
fn plan_one_on_one(desk: &Sandbox, id: i64, minutes: i64) -> Zoned {
    plan_one_on_one_in(desk, id, Span::new().minutes(minutes))
}

fn plan_one_on_one_in(desk: &Sandbox, id: i64, time: Span) -> Zoned {
    let at = SystemClock.now().checked_add(time).unwrap();
    let planned = OneOnOne {
        id: OneOnOneId(id),
        uid: Uid::new(7, u128::from(id.unsigned_abs())),
        person: PersonId(1),
        at: Moment::from(&at),
        state: OneOnOneState::Planned,
        wrapped_up_at: None,
        minutes: None,
        reason: String::new(),
        planned_end: None,
    };
    let db = Db::open_existing(&desk.journal_path()).unwrap();
    db.put(&Record::OneOnOne(planned)).unwrap();
    at
}

fn summary(at: &Zoned) -> String {
    format!("One-on-one at {}", at.strftime("%H:%M"))
}

fn has_reminder_thread(program: &Program) -> bool {
    let threads = fs::read_dir(format!("/proc/{}/task", program.child.id())).unwrap();
    // Other threads may end meanwhile.
    threads
        .map(|thread| thread.unwrap().path().join("comm"))
        .any(|name| fs::read_to_string(name).is_ok_and(|name| name == "reminders\n"))
}

#[test]
fn reminder_is_shown_once_and_without_a_name() {
    let Some(bus) = SessionBus::start("a_one_on_one_is_reminded_of_once_and_without_a_name") else { return };
    let desk = sandbox_with_dana();
    set_reminders(&desk, true);
    let at = plan_one_on_one(&desk, 1, 8);
    plan_one_on_one(&desk, 2, 30);
    let program = Program::start_with_bus(&desk, Some(&bus.bus.address));
    let shown = bus.next();
    assert_eq!(shown.summary, summary(&at));
    let all = format!("{shown:?}");
    assert!(!all.contains("Dana") && !all.contains("Whitfield") && !all.contains("DW"), "{all}");
    assert!(shown.other_arguments.starts_with("Rapport "), "{all}");
    // Reminders come in the order of their time: the first would be shown again before the new one.
    let later = plan_one_on_one(&desk, 3, 9);
    assert_eq!(bus.next().summary, summary(&later), "once, and not of the one in half an hour");
    program.close();
}

#[test]
fn no_reminders_until_switched_on() {
    let Some(bus) = SessionBus::start("nothing_is_reminded_of_until_it_is_switched_on") else { return };
    let desk = sandbox_with_dana();
    plan_one_on_one(&desk, 1, 8);
    let program = Program::start_with_bus(&desk, Some(&bus.bus.address));
    // The window has read its settings by the time it shows a jot.
    program.jot(&desk, "still here");
    assert!(!has_reminder_thread(&program), "reminders are off");
    assert_eq!(bus.notifications.try_recv().unwrap_err(), TryRecvError::Empty);
    set_reminders(&desk, true);
    bus.next();
    assert!(has_reminder_thread(&program));
    set_reminders(&desk, false);
    wait_until("the reminder thread has ended", || !has_reminder_thread(&program));
    program.close();
}

#[test]
fn without_a_bus_or_a_service_the_window_works_all_the_same() {
    let test = "without_a_bus_or_a_service_the_window_works_all_the_same";
    if !has_display(test) {
        return;
    }
    for bus in [None, Some("unix:path=/nonexistent/bus"), Some("not an address")] {
        let desk = sandbox_with_dana();
        set_reminders(&desk, true);
        plan_one_on_one(&desk, 1, 8);
        let program = Program::start_with_bus(&desk, bus);
        program.jot(&desk, "still here");
        assert_eq!(entry_texts(&desk), ["still here"], "{bus:?}");
        program.close();
    }
}

#[test]
fn reminder_comes_while_the_journal_is_locked() {
    let Some(bus) = SessionBus::start("reminder_comes_while_the_journal_is_locked") else { return };
    let desk = sandbox_with_dana();
    set_reminders(&desk, true);
    // It is due after half a minute, when the journal has been opened and locked.
    let at = plan_one_on_one_in(&desk, 1, Span::new().minutes(10).seconds(30));
    encrypted::encrypt(&desk);
    let program = encrypted::start(&desk, &[("DBUS_SESSION_BUS_ADDRESS", &bus.bus.address)], true);
    wait_until("the journal is open", || is_open(&desk));
    wait_until("the journal is locked", || {
        program.press("ctrl+l");
        !is_open(&desk)
    });
    assert_eq!(bus.notifications.try_recv().unwrap_err(), TryRecvError::Empty);
    assert_eq!(bus.next().summary, summary(&at));
    assert!(!is_open(&desk));
    program.kill();
}
