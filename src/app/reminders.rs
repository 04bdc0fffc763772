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
    domain::reminder::{BEFORE_MIN, Planned, due, say},
    journal::clock::Clock,
    store::{Db, StoreError},
    ui::dialog::settings::REMINDERS,
};

/// How often the journal is asked. A reminder is at most that much late; after the computer slept, too.
const LOOK_EVERY: Duration = Duration::from_secs(15);

/// The thread that reminds, until this is dropped.
pub struct Reminders {
    /// Dropping it ends the thread, which is not waited for: the service may be slow.
    _open: Sender<()>,
}

impl Reminders {
    /// Reminds of what is planned in the journal at `path`, as long as its settings say so.
    pub fn begin(path: &Path, clock: Arc<dyn Clock>) -> Self {
        let (open, closed) = channel();
        let path = path.to_owned();
        let begun = std::thread::Builder::new().name("reminders".into()).spawn(move || match Db::open_reader(&path) {
            Ok(db) => remind(&db, &*clock, &closed),
            Err(error) => tracing::warn!(%error, "nothing is reminded of"),
        });
        if let Err(error) = begun {
            tracing::warn!(%error, "nothing is reminded of");
        }
        Self { _open: open }
    }
}

fn remind(db: &Db, clock: &dyn Clock, closed: &Receiver<()>) {
    let mut told: Vec<Planned> = Vec::new();
    loop {
        if let Err(error) = look(db, clock.now().timestamp().as_millisecond(), &mut told) {
            tracing::warn!(%error, "the journal was not asked for reminders");
        }
        if closed.recv_timeout(LOOK_EVERY) != Err(RecvTimeoutError::Timeout) {
            return;
        }
    }
}

/// Tells what is due, each once.
fn look(db: &Db, now_ms: i64, told: &mut Vec<Planned>) -> Result<(), StoreError> {
    if !db.setting::<bool>(REMINDERS)?.unwrap_or_default() {
        return Ok(());
    }
    let planned = db.planned_within(now_ms, now_ms + BEFORE_MIN * 60_000)?;
    let now_due: Vec<Planned> = due(&planned, told, now_ms).cloned().collect();
    for one in now_due {
        tell(&say(&one.1));
        told.push(one);
    }
    // What is over is not asked for again.
    told.retain(|(_, at)| at.at_ms() >= now_ms);
    Ok(())
}

/// Where there is no service, or none that answers, nothing is lost: the window says the same.
fn tell(said: &str) {
    let shown = Notification::new().appname("Rapport").icon("rapport").summary(said).show();
    if let Err(error) = shown {
        tracing::warn!(%error, "the desktop took no reminder");
    }
}
