//! Automatic backups of an open journal, on a thread of their own: once a day while it is open, and
//! when it is closed. The folder may be slow, as a network drive is; nobody waits for it.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    time::Duration,
};

use super::{
    BackupError, BackupFolders, BackupOutcome, BackupProblem, BackupStatus, make_backup, needs_backup, read_status,
};
use crate::{
    domain::{backup::BackupReason, moment::Moment},
    journal::{DamageReporter, clock::Clock, progress::Progress},
    store::{BackupLabel, Db},
};

/// The delay before the first check, so that the start of the program is not slowed down.
const FIRST_CHECK: Duration = Duration::from_mins(2);
/// How often it is checked whether the day has changed.
const CHECK_INTERVAL: Duration = Duration::from_mins(10);
/// The delay before another attempt after an error.
const RETRY_DELAY: Duration = Duration::from_hours(1);
/// How long an automatic backup waits for that of another window or for an erase, and one that was
/// asked for.
const PATIENCE: [Duration; 2] = [Duration::ZERO, Duration::from_secs(10)];

/// Makes the backups of an open journal. Dropping it ends the thread without waiting.
pub struct BackupService {
    commands: Sender<Command>,
    shared: Arc<Shared>,
    /// Disconnected when the thread has ended.
    ended: Receiver<()>,
}

enum Command {
    BackUp(BackupReason),
    Refresh,
    Close,
}

/// A backup that is being made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupJob {
    /// How many pages are copied.
    pub done: u64,
    /// How many there are; 0 before the first report.
    pub total: u64,
}

struct Shared {
    status: Mutex<Option<Arc<BackupStatus>>>,
    progress: Mutex<Arc<Progress>>,
    running: AtomicBool,
    /// The result of a backup that was asked for, until it is taken.
    result: Mutex<Option<(BackupReason, Result<(), BackupProblem>)>>,
    wake: Box<dyn Fn() + Send + Sync>,
}

impl BackupService {
    /// Starts the thread for the journal at `journal`. `damage` is told if that is damaged; `wake`
    /// is called from it when there is something new to show. Without a thread there are no
    /// automatic backups.
    pub fn start(
        journal: &Path,
        default_folder: Option<PathBuf>,
        clock: Arc<dyn Clock>,
        damage: DamageReporter,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        let shared = Arc::new(Shared {
            status: Mutex::default(),
            progress: Mutex::default(),
            running: AtomicBool::new(false),
            result: Mutex::default(),
            wake: Box::new(wake),
        });
        let (commands, inbox) = channel();
        let (alive, ended) = channel();
        let mut worker = Worker {
            journal: journal.to_owned(),
            default_folder,
            clock,
            damage,
            shared: Arc::clone(&shared),
            newest: None,
            failure: None,
        };
        let spawned = std::thread::Builder::new().name("backups".into()).spawn(move || {
            let _alive: Sender<()> = alive;
            worker.run(&inbox);
        });
        if let Err(error) = spawned {
            tracing::warn!(%error, "no backups are made");
        }
        Self { commands, shared, ended }
    }

    /// Makes a backup now. Its result is returned by [`BackupService::take_result`]. Before an
    /// operation, it is made only if something was written since the newest one.
    pub fn back_up(&self, reason: BackupReason) {
        self.shared.running.store(true, Ordering::Release);
        self.send(Command::BackUp(reason));
    }

    /// Reads the status again, after the folders were changed or a page that shows it was opened.
    pub fn refresh(&self) {
        self.send(Command::Refresh);
    }

    fn send(&self, command: Command) {
        // Fails only if the thread has ended; its state then says so no longer.
        if self.commands.send(command).is_err() {
            self.shared.running.store(false, Ordering::Release);
        }
    }

    /// The latest status; `None` before it was read.
    pub fn status(&self) -> Option<Arc<BackupStatus>> {
        lock(&self.shared.status).clone()
    }

    /// The backup that is being made.
    pub fn job(&self) -> Option<BackupJob> {
        let (done, total) = lock(&self.shared.progress).done_and_total();
        self.shared.running.load(Ordering::Acquire).then_some(BackupJob { done, total })
    }

    /// The result of the last backup that was asked for, once.
    pub fn take_result(&self) -> Option<(BackupReason, Result<(), BackupProblem>)> {
        lock(&self.shared.result).take()
    }

    /// Makes a last backup if something was written since the newest one, and ends the thread.
    /// Waits for at most `patience`: a folder may be on a drive that does not answer.
    pub fn close(&self, patience: Duration) {
        self.send(Command::Close);
        if self.ended.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
            lock(&self.shared.progress).cancel();
            tracing::warn!("the backup on closing took too long");
        }
    }
}

/// The thread.
struct Worker {
    journal: PathBuf,
    default_folder: Option<PathBuf>,
    clock: Arc<dyn Clock>,
    damage: DamageReporter,
    shared: Arc<Shared>,
    /// When the newest backup was made.
    newest: Option<Moment>,
    /// Why the last attempt failed, until one succeeds.
    failure: Option<BackupProblem>,
}

impl Worker {
    fn run(&mut self, inbox: &Receiver<Command>) {
        self.publish_status();
        let mut wait = FIRST_CHECK;
        loop {
            match inbox.recv_timeout(wait) {
                Ok(Command::BackUp(reason)) => self.back_up_on_request(reason),
                Ok(Command::Refresh) => self.publish_status(),
                Ok(Command::Close) => {
                    self.back_up_if_changed();
                    return;
                }
                Err(RecvTimeoutError::Timeout) => {
                    let today = self.clock.now().date();
                    if self.newest.as_ref().is_none_or(|newest| newest.day() != today) {
                        self.back_up_if_changed();
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
            wait = if self.failure.is_some() { RETRY_DELAY } else { CHECK_INTERVAL };
        }
    }

    fn back_up_on_request(&mut self, reason: BackupReason) {
        let is_needed = || needs_backup(&self.journal, self.default_folder.as_deref()).unwrap_or(true);
        if reason.is_before_operation() && !is_needed() {
            return self.finish_request(reason, Ok(()));
        }
        let made = self.back_up(reason, PATIENCE[1]);
        let result = match made {
            Ok(BackupOutcome { second_folder_error: None, .. }) => Ok(()),
            Ok(BackupOutcome { second_folder_error: Some(error), .. }) | Err(error) => Err(BackupProblem::from(&error)),
        };
        self.finish_request(reason, result);
    }

    fn finish_request(&self, reason: BackupReason, result: Result<(), BackupProblem>) {
        *lock(&self.shared.result) = Some((reason, result));
        self.shared.running.store(false, Ordering::Release);
        (self.shared.wake)();
    }

    fn back_up_if_changed(&mut self) {
        match needs_backup(&self.journal, self.default_folder.as_deref()) {
            Ok(false) => {}
            Ok(true) => drop(self.back_up(BackupReason::Automatic, PATIENCE[0])),
            Err(error) => {
                self.report_damage(&error);
                tracing::warn!(%error, "no backup was made");
            }
        }
    }

    fn back_up(&mut self, reason: BackupReason, patience: Duration) -> Result<BackupOutcome, BackupError> {
        let progress = Arc::<Progress>::default();
        *lock(&self.shared.progress) = Arc::clone(&progress);
        self.shared.running.store(true, Ordering::Release);
        let label = BackupLabel { made_at: Moment::from(&self.clock.now()), reason };
        let keeps_all = reason.is_before_operation();
        let made = self.folders().map(|folders| BackupFolders { keeps_all, ..folders }).and_then(|folders| {
            make_backup(&self.journal, &folders, &label, patience, &mut |done, total| progress.report(done, total))
        });
        self.shared.running.store(false, Ordering::Release);
        let error = match &made {
            // The other window makes one in its place, or erases: then the next check makes one.
            Err(BackupError::AlreadyRunning) => None,
            Ok(outcome) => outcome.second_folder_error.as_ref(),
            Err(error) => Some(error),
        };
        if let Some(error) = error {
            self.report_damage(error);
            tracing::warn!(%error, "a backup was not made");
        }
        self.failure = error.map(BackupProblem::from);
        self.publish_status();
        made
    }

    fn report_damage(&self, error: &BackupError) {
        if let Some(error) = error.store_error() {
            self.damage.report(error);
        }
    }

    fn folders(&self) -> Result<BackupFolders, BackupError> {
        BackupFolders::of_journal(&Db::open_reader(&self.journal)?, self.default_folder.as_deref())
    }

    /// Reads the status and wakes the window if it has changed.
    fn publish_status(&mut self) {
        let db = match Db::open_reader(&self.journal) {
            Ok(db) => db,
            Err(error) => {
                self.damage.report(&error);
                return tracing::warn!(%error, "the backups cannot be listed");
            }
        };
        let mut status = read_status(&db, self.default_folder.as_deref());
        status.problem = status.problem.or_else(|| self.failure.clone());
        self.newest = status.newest.as_ref().map(|newest| newest.manifest.made_at.clone());
        let is_new = {
            let mut shared = lock(&self.shared.status);
            let is_new = shared.as_deref() != Some(&status);
            *shared = Some(Arc::new(status));
            is_new
        };
        if is_new {
            (self.shared.wake)();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
