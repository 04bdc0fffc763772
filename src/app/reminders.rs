//! Reminders while the window is open, through the desktop's notification service. A thread of its own asks the journal now
//! and then, so that a window that is left alone draws nothing, and a slow service keeps nobody waiting.

use std::{
    path::Path,
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    time::Duration,
};

use notify_rust::Notification;

use crate::{
    domain::reminder::{MINUTES_BEFORE, PlannedMeeting, due_reminders},
    journal::clock::Clock,
    store::{Db, StoreError},
    ui::dialog::settings::REMINDERS_SETTING,
    wording::reminder::reminder_text,
};

/// How often the journal is asked. A reminder is at most that much late; after the computer slept, too.
const POLL_INTERVAL: Duration = Duration::from_secs(15);

/// The thread that reminds, until this is dropped.
pub struct ReminderThread {
    /// Dropping it ends the thread, which is not waited for: the service may be slow.
    _shutdown: Sender<()>,
}

impl ReminderThread {
    /// Reminds of what is planned in the journal at `path`, as long as its settings say so.
    pub fn start(path: &Path, clock: Arc<dyn Clock>) -> Self {
        let (open, closed) = channel();
        let path = path.to_owned();
        let begun = std::thread::Builder::new().name("reminders".into()).spawn(move || match Db::open_reader(&path) {
            Ok(db) => run(&db, &*clock, &closed),
            Err(error) => tracing::warn!(%error, "nothing is reminded of"),
        });
        if let Err(error) = begun {
            tracing::warn!(%error, "nothing is reminded of");
        }
        Self { _shutdown: open }
    }
}

fn run(db: &Db, clock: &dyn Clock, closed: &Receiver<()>) {
    let mut told: Vec<PlannedMeeting> = Vec::new();
    loop {
        if let Err(error) = notify_due(db, clock.now().timestamp().as_millisecond(), &mut told) {
            tracing::warn!(%error, "the journal was not asked for reminders");
        }
        if closed.recv_timeout(POLL_INTERVAL) != Err(RecvTimeoutError::Timeout) {
            return;
        }
    }
}

/// Tells what is due, each once.
fn notify_due(db: &Db, now_ms: i64, notified: &mut Vec<PlannedMeeting>) -> Result<(), StoreError> {
    if !db.setting::<bool>(REMINDERS_SETTING)?.unwrap_or_default() {
        return Ok(());
    }
    let planned = db.planned_between(now_ms, now_ms + MINUTES_BEFORE * 60_000)?;
    let now_due: Vec<PlannedMeeting> = due_reminders(&planned, notified, now_ms).cloned().collect();
    for one in now_due {
        show_notification(&reminder_text(&one.1));
        notified.push(one);
    }
    // What is over is not asked for again.
    notified.retain(|(_, at)| at.at_ms() >= now_ms);
    Ok(())
}

/// Where there is no service, or none that answers, nothing is lost: the window says the same.
fn show_notification(text: &str) {
    let shown = Notification::new().appname("Rapport").icon("rapport").summary(text).show();
    if let Err(error) = shown {
        tracing::warn!(%error, "the desktop took no reminder");
    }
}
