//! Desktop notifications before planned one-on-ones, while the window is open. While the journal is
//! locked, they come from the times that were planned when it was locked.
//!
//! They are shown by a thread that runs only while reminders are switched on, so that an idle
//! window draws nothing and a slow notification service blocks nobody.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
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

/// The one-on-ones that were reminded of.
pub type Notified = Arc<Mutex<Vec<PlannedMeeting>>>;

/// Starts and stops the reminder thread, following the setting in the journal.
pub struct Reminders {
    journal: PathBuf,
    clock: Arc<dyn Clock>,
    notified: Notified,
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

/// Where the planned one-on-ones are read.
enum Source {
    Journal(PathBuf, DamageReporter),
    /// The journal is locked: these were planned before.
    Memory(Vec<PlannedMeeting>),
}

impl Source {
    fn planned(&self, now_ms: i64) -> Result<Vec<PlannedMeeting>, StoreError> {
        match self {
            // The connection is closed at once: one that is still open when the window closes would
            // leave the write-ahead log beside the journal.
            Self::Journal(path, damage) => Db::open_reader(path)
                .and_then(|db| db.planned_between(now_ms, i64::MAX))
                .inspect_err(|error| damage.report(error)),
            Self::Memory(planned) => Ok(planned.iter().filter(|(_, at)| at.at_ms() >= now_ms).cloned().collect()),
        }
    }
}

impl Reminders {
    /// Reminders for the journal at `path`; the thread starts with [`Reminders::update`]. Nothing
    /// that is in `notified` is reminded of again.
    pub fn new(path: &Path, clock: Arc<dyn Clock>, notified: Notified) -> Self {
        Self { journal: path.to_owned(), clock, notified, generation: None, thread: None }
    }

    /// Reminders for as long as the journal is locked, from the times that are planned now; `None`
    /// if they are switched off.
    pub fn while_locked(&self, journal: &Journal) -> Option<Self> {
        self.thread.as_ref()?;
        let now_ms = self.clock.now().timestamp().as_millisecond();
        let planned = journal.read(|db| db.planned_between(now_ms, i64::MAX));
        let planned = planned.inspect_err(|error| tracing::warn!(%error, "no reminders while locked")).ok()?;
        let mut reminders = Self::new(&self.journal, Arc::clone(&self.clock), Arc::clone(&self.notified));
        reminders.thread = reminders.spawn(Source::Memory(planned));
        Some(reminders)
    }

    fn spawn(&self, source: Source) -> Option<ReminderThread> {
        let (changed, changes) = channel();
        let (clock, notified) = (Arc::clone(&self.clock), Arc::clone(&self.notified));
        let work = move || run(&source, &*clock, &notified, &changes);
        let spawned = std::thread::Builder::new().name("reminders".into()).spawn(work);
        spawned.inspect_err(|error| tracing::warn!(%error, "reminders are not available")).ok()?;
        Some(ReminderThread { changed })
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
                self.thread = self.spawn(Source::Journal(self.journal.clone(), journal.damage_reporter()));
            }
            _ => self.thread = None,
        }
    }
}

fn run(source: &Source, clock: &dyn Clock, notified: &Notified, changes: &Receiver<()>) {
    loop {
        let now_ms = clock.now().timestamp().as_millisecond();
        let sleep = notify_due(source, now_ms, notified).unwrap_or_else(|error| {
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
fn notify_due(source: &Source, now_ms: i64, notified: &Notified) -> Result<Duration, StoreError> {
    let planned = source.planned(now_ms)?;
    for meeting in take_due(&planned, now_ms, notified) {
        show_notification(&reminder_text(&meeting.1));
    }
    let sleep_until = |due_ms: i64| Duration::from_millis(due_ms.abs_diff(now_ms)).min(MAX_SLEEP);
    Ok(next_due_ms(&planned, now_ms).map_or(Duration::MAX, sleep_until))
}

/// The one-on-ones to be reminded of now, which then are in `notified`.
fn take_due(planned: &[PlannedMeeting], now_ms: i64, notified: &Notified) -> Vec<PlannedMeeting> {
    let mut notified = notified.lock().unwrap_or_else(PoisonError::into_inner);
    let due: Vec<PlannedMeeting> = due_reminders(planned, &notified, now_ms).cloned().collect();
    notified.extend(due.iter().cloned());
    // Past one-on-ones are not read again.
    notified.retain(|(_, at)| at.at_ms() >= now_ms);
    due
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
    use crate::{
        domain::{id::OneOnOneId, moment::Moment},
        journal::clock::FixedClock,
    };

    fn open(path: &Path, clock: &Arc<dyn Clock>) -> Journal {
        Journal::open(path, Arc::clone(clock), || {}).unwrap()
    }

    #[test]
    fn thread_runs_only_while_reminders_are_enabled() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.rapport");
        let clock: Arc<dyn Clock> = Arc::new(FixedClock::new("2026-11-24T10:00:00+01:00[+01:00]".parse().unwrap()));
        let journal = open(&path, &clock);
        let mut reminders = Reminders::new(&path, Arc::clone(&clock), Notified::default());
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
        let source = Source::Memory(Vec::new());
        assert_eq!(notify_due(&source, 0, &Notified::default()).unwrap(), Duration::MAX);
    }

    #[test]
    fn what_was_reminded_of_before_the_journal_was_locked_is_not_again() {
        let meeting =
            |id, minutes: i64| (OneOnOneId(id), Moment::from_parts(minutes * 60_000, 0, "UTC".into()).unwrap());
        let (notified, planned) = (Notified::default(), vec![meeting(1, 15), meeting(2, 30)]);
        assert_eq!(take_due(&planned, 6 * 60_000, &notified), [meeting(1, 15)]);
        let locked = Source::Memory(planned);
        let planned_at = |minutes: i64| locked.planned(minutes * 60_000).unwrap();
        assert_eq!(take_due(&planned_at(7), 7 * 60_000, &notified), []);
        assert_eq!(take_due(&planned_at(21), 21 * 60_000, &notified), [meeting(2, 30)]);
        assert_eq!(planned_at(31), [], "what has begun is over");
    }
}
