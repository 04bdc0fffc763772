//! Desktop notifications before planned one-on-ones, while the window is open.
//!
//! They are shown by a thread that runs only while reminders are switched on, so that an idle
//! window draws nothing and a slow notification service blocks nobody.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    time::Duration,
};

use notify_rust::Notification;

use crate::{
    domain::reminder::{PlannedMeeting, due_reminders, next_due_ms},
    journal::{DamageReporter, Journal, clock::Clock},
    store::{Db, StoreError},
    ui::settings::REMINDERS_SETTING,
    wording::reminder::reminder_text,
};

/// The longest sleep of the thread before a reminder. The time of a suspended computer does not
/// count as sleep, so after waking up a reminder may be this much late.
const MAX_SLEEP: Duration = Duration::from_mins(5);
/// The delay before the journal is read again after an error.
const RETRY_DELAY: Duration = Duration::from_mins(1);

/// Starts and stops the reminder thread, following the setting in the journal.
pub struct Reminders {
    journal: PathBuf,
    clock: Arc<dyn Clock>,
    /// The generation at which the setting was last read.
    generation: Option<u64>,
    thread: Option<ReminderThread>,
}

/// The handle to a running thread. Dropping it ends the thread without waiting, as the notification
/// service may be slow.
struct ReminderThread {
    /// Tells the thread that planned one-on-ones may have changed.
    changed: Sender<()>,
}

impl Reminders {
    /// Reminders for the journal at `path`; the thread starts with [`Reminders::update`].
    pub fn new(path: &Path, clock: Arc<dyn Clock>) -> Self {
        Self { journal: path.to_owned(), clock, generation: None, thread: None }
    }

    /// Starts, notifies or stops the thread if the journal has changed since the last call.
    pub fn update(&mut self, journal: &Journal) {
        let generation = journal.generation();
        if self.generation.replace(generation) == Some(generation) {
            return;
        }
        let enabled = journal.read(|db| db.setting::<bool>(REMINDERS_SETTING)).unwrap_or_default().unwrap_or_default();
        match &self.thread {
            // Sending fails only if the thread has ended, which it does not do by itself.
            Some(thread) if enabled => drop(thread.changed.send(())),
            None if enabled => {
                self.thread = spawn(self.journal.clone(), Arc::clone(&self.clock), journal.damage_reporter());
            }
            _ => self.thread = None,
        }
    }
}

fn spawn(path: PathBuf, clock: Arc<dyn Clock>, damage: DamageReporter) -> Option<ReminderThread> {
    let (changed, changes) = channel();
    let work = move || run(&path, &*clock, &damage, &changes);
    let spawned = std::thread::Builder::new().name("reminders".into()).spawn(work);
    spawned.inspect_err(|error| tracing::warn!(%error, "reminders are not available")).ok()?;
    Some(ReminderThread { changed })
}

fn run(journal: &Path, clock: &dyn Clock, damage: &DamageReporter, changes: &Receiver<()>) {
    let mut notified: Vec<PlannedMeeting> = Vec::new();
    loop {
        let now_ms = clock.now().timestamp().as_millisecond();
        let sleep = notify_due(journal, now_ms, &mut notified).unwrap_or_else(|error| {
            damage.report(&error);
            tracing::warn!(%error, "the journal could not be read for reminders");
            RETRY_DELAY
        });
        if changes.recv_timeout(sleep) == Err(RecvTimeoutError::Disconnected) {
            return;
        }
        // Several queued changes need only one read.
        changes.try_iter().for_each(drop);
    }
}

/// Shows the reminders that are due, each once, and returns how long to sleep unless something
/// changes.
fn notify_due(journal: &Path, now_ms: i64, notified: &mut Vec<PlannedMeeting>) -> Result<Duration, StoreError> {
    // The connection is closed at once: one that is still open when the window closes would leave
    // the write-ahead log beside the journal.
    let planned = Db::open_reader(journal)?.planned_between(now_ms, i64::MAX)?;
    let now_due: Vec<PlannedMeeting> = due_reminders(&planned, notified, now_ms).cloned().collect();
    for meeting in now_due {
        show_notification(&reminder_text(&meeting.1));
        notified.push(meeting);
    }
    // Past one-on-ones are not read again.
    notified.retain(|(_, at)| at.at_ms() >= now_ms);
    let sleep_until = |due_ms: i64| Duration::from_millis(due_ms.abs_diff(now_ms)).min(MAX_SLEEP);
    Ok(next_due_ms(&planned, now_ms).map_or(Duration::MAX, sleep_until))
}

/// Shows a notification. If there is no service, or it does not answer, nothing is lost: the window
/// shows the same.
fn show_notification(text: &str) {
    let shown = Notification::new().appname("Rapport").icon("rapport").summary(text).show();
    if let Err(error) = shown {
        tracing::warn!(%error, "the desktop did not accept the reminder");
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::journal::clock::FixedClock;

    fn open(path: &Path, clock: &Arc<dyn Clock>) -> Journal {
        Journal::open(path, Arc::clone(clock), || {}).unwrap()
    }

    #[test]
    fn thread_runs_only_while_reminders_are_enabled() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.rapport");
        let clock: Arc<dyn Clock> = Arc::new(FixedClock::new("2026-11-24T10:00:00+01:00[+01:00]".parse().unwrap()));
        let journal = open(&path, &clock);
        let mut reminders = Reminders::new(&path, Arc::clone(&clock));
        reminders.update(&journal);
        assert!(reminders.thread.is_none(), "off at first");
        for on in [true, false, true, true] {
            journal.set_observed_setting(REMINDERS_SETTING, &on);
            journal.flush().unwrap();
            reminders.update(&journal);
            assert_eq!(reminders.thread.is_some(), on);
        }
        // Switched off in another window.
        journal.set_active(true);
        let seen = journal.generation();
        let other = open(&path, &clock);
        other.set_observed_setting(REMINDERS_SETTING, &false);
        other.flush().unwrap();
        while journal.generation() == seen {
            std::thread::sleep(Duration::from_millis(5));
        }
        reminders.update(&journal);
        assert!(reminders.thread.is_none());
    }

    #[test]
    fn thread_sleeps_until_a_change_if_nothing_is_planned() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.rapport");
        let _db = Db::open(&path).unwrap();
        assert_eq!(notify_due(&path, 0, &mut Vec::new()).unwrap(), Duration::MAX);
    }
}
