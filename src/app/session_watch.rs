//! Hears from the system when the computer is about to sleep, its screen is locked, or somebody
//! else takes the screen, so that the journal is locked then.
//!
//! On Linux `systemd-logind` says so (`man org.freedesktop.login1`); on other systems nobody is
//! asked.

use std::{
    sync::mpsc::{Receiver, Sender, channel},
    time::Duration,
};

/// How long the computer is kept awake for the journal to be locked.
const SLEEP_DELAY: Duration = Duration::from_secs(2);

/// A request to lock the journal. Dropping it says that it is locked.
pub(super) struct LockRequest {
    _done: Sender<()>,
}

/// Receives the requests of the system.
pub(super) struct SessionWatch {
    requests: Receiver<LockRequest>,
}

impl SessionWatch {
    /// Starts to listen, on a thread that runs as long as the program. `wake` is called with each
    /// request. `None` if nobody can be listened to.
    pub(super) fn start(wake: impl Fn() + Send + 'static) -> Option<Self> {
        let (sender, requests) = channel();
        let requester = Requester { sender, wake: Box::new(wake) };
        let watch = move || {
            if let Err(error) = watch(&requester) {
                tracing::info!(%error, "the journal is not locked when the computer sleeps or its screen is locked");
            }
        };
        let spawned = std::thread::Builder::new().name("session".into()).spawn(watch);
        spawned.inspect_err(|error| tracing::warn!(%error, "the session is not watched")).ok()?;
        Some(Self { requests })
    }

    /// The requests since the last call.
    pub(super) fn take_requests(&self) -> Vec<LockRequest> {
        self.requests.try_iter().collect()
    }
}

/// Asks the window to lock the journal.
struct Requester {
    sender: Sender<LockRequest>,
    wake: Box<dyn Fn() + Send>,
}

impl Requester {
    /// Asks, and waits for a short time until it is done.
    fn request_lock(&self) {
        let (done, is_done) = channel();
        if self.sender.send(LockRequest { _done: done }).is_ok() {
            (self.wake)();
            // Ends with an error as soon as the request is dropped.
            let _ = is_done.recv_timeout(SLEEP_DELAY);
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn watch(_: &Requester) -> Result<(), std::io::Error> {
    Err(std::io::ErrorKind::Unsupported.into())
}

#[cfg(target_os = "linux")]
fn watch(requester: &Requester) -> zbus::Result<()> {
    logind::watch(requester)
}

#[cfg(target_os = "linux")]
mod logind {
    use std::collections::HashMap;

    use zbus::{
        MatchRule, Message,
        blocking::{Connection, MessageIterator},
        message::Type,
        zvariant::{OwnedFd, OwnedObjectPath, OwnedValue},
    };

    use super::Requester;

    const SERVICE: &str = "org.freedesktop.login1";
    const MANAGER_PATH: &str = "/org/freedesktop/login1";
    const MANAGER: &str = "org.freedesktop.login1.Manager";

    /// Listens until the bus is gone.
    pub(super) fn watch(requester: &Requester) -> zbus::Result<()> {
        let bus = Connection::system()?;
        let rule = MatchRule::builder().msg_type(Type::Signal).sender(SERVICE)?.build();
        // Before the session is asked for, so that nothing is missed.
        let signals = MessageIterator::for_match_rule(rule, &bus, None)?;
        let reply =
            bus.call_method(Some(SERVICE), MANAGER_PATH, Some(MANAGER), "GetSessionByPID", &std::process::id())?;
        let session: OwnedObjectPath = reply.body().deserialize()?;
        let mut delay = delay_sleep(&bus);
        for signal in signals {
            match Event::of(&signal?, session.as_str()) {
                Some(Event::Sleep) => {
                    requester.request_lock();
                    // Closing it lets the computer sleep.
                    delay = None;
                }
                Some(Event::WakeUp) if delay.is_none() => delay = delay_sleep(&bus),
                Some(Event::Lock) => requester.request_lock(),
                Some(Event::WakeUp) | None => {}
            }
        }
        Ok(())
    }

    /// Asks to be waited for before the computer sleeps, for as long as this is open.
    fn delay_sleep(bus: &Connection) -> Option<OwnedFd> {
        let arguments = ("sleep", "Rapport", "The journal is locked first", "delay");
        let reply = bus.call_method(Some(SERVICE), MANAGER_PATH, Some(MANAGER), "Inhibit", &arguments);
        reply.and_then(|reply| reply.body().deserialize()).ok()
    }

    enum Event {
        Sleep,
        WakeUp,
        Lock,
    }

    impl Event {
        /// What a signal says about this session; `None` if nothing that matters.
        fn of(signal: &Message, session: &str) -> Option<Self> {
            let header = signal.header();
            let is_of_session = header.path().is_some_and(|path| path.as_str() == session);
            match header.member()?.as_str() {
                "PrepareForSleep" => {
                    let begins: bool = signal.body().deserialize().ok()?;
                    Some(if begins { Self::Sleep } else { Self::WakeUp })
                }
                "Lock" if is_of_session => Some(Self::Lock),
                "PropertiesChanged" if is_of_session => {
                    let body = signal.body();
                    let (_, changed, _): (String, HashMap<String, OwnedValue>, Vec<String>) =
                        body.deserialize().ok()?;
                    let is_now = |name: &str, value: bool| {
                        changed.get(name).and_then(|changed| bool::try_from(changed).ok()) == Some(value)
                    };
                    (is_now("LockedHint", true) || is_now("Active", false)).then_some(Self::Lock)
                }
                _ => None,
            }
        }
    }
}
