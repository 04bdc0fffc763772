//! The journal: an open file with a reader, a writer thread, changes, undo and drafts.
//!
//! Reads are direct. Changes are queued to the writer thread, which answers with events. A page
//! keeps what it has read together with the [generation](Journal::generation) and reads again when
//! that has changed.
//!
//! ```
//! use std::sync::Arc;
//!
//! use rapport::{
//!     domain::{parse::entry_line::parse_entry_line, person::Profile},
//!     journal::{Journal, change::Change, clock::SystemClock},
//! };
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = tempfile::tempdir()?; let journal =
//! Journal::open(&folder.path().join("journal.rapport"), Arc::new(SystemClock), || {})?; let now =
//! journal.now();
//!
//! let profile = Profile::with_name("Dana Whitfield"); let dana =
//! journal.commit(Change::AddPeople(vec![profile]), &now)?.ok_or("one person was added")?; let line
//! = parse_entry_line("! Quieter than usual", now.date())?; journal.commit(Change::AddEntry {
//! person: dana, one_on_one: None, line }, &now)?;
//! assert_eq!(journal.db().open_entries(dana)?[0].text, "Quieter than usual");
//!
//! journal.undo();
//! journal.flush()?;
//! assert!(journal.db().open_entries(dana)?.is_empty());
//! # Ok(())
//! # }
//! ```

mod background_reader;
pub mod background_search;
pub mod background_timeline;
pub mod backup;
pub mod change;
pub mod clock;
pub mod core_dump;
mod damage;
pub mod drafts;
pub mod emergency_save;
pub mod erase;
pub mod followed_calendar;
pub mod formats;
pub mod history_search;
pub mod import_bundle;
#[cfg(feature = "window")]
pub mod keychain;
pub mod passphrase;
pub mod paths;
pub mod print_file;
pub mod progress;
pub mod save_as;
mod search;
mod stop_reason;
pub mod tidy;
pub mod today_view;
pub mod watch;
mod window_slot;
mod writer;
pub mod writer_event;

use std::{
    cell::OnceCell,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, channel},
    },
};

use jiff::{Zoned, civil::Date};
use serde::Serialize;

use self::{
    backup::BackupLock,
    change::{Change, ChangeError},
    clock::Clock,
    erase::EraseOutcome,
    progress::Progress,
    save_as::Unsaved,
    watch::FileWatch,
    window_slot::WindowSlot,
    writer::{Writer, WriterCommand, WriterState},
    writer_event::{ChangeTicket, WriterEvent},
};
pub use self::{damage::DamageReporter, stop_reason::StopReason, writer::DraftKey};
use crate::{
    domain::{
        erase::{EraseRequest, EraseSummary, InterruptedErase},
        id::{PersonId, Uid},
        moment::Moment,
    },
    store::{Db, Draft, FileKey, OpenOptions, ReadOnlyReason, StoreError, UndoDirection},
};

/// An open journal. If it takes no changes (any more), [`Journal::stop_reason`] says why.
pub struct Journal {
    /// Started when the journal is first [set active](Journal::set_active); holds `None` if the
    /// file cannot be watched.
    watch: OnceCell<Option<FileWatch>>,
    db: Db,
    writer: Writer,
    state: Arc<WriterState>,
    clock: Arc<dyn Clock>,
    next_ticket: AtomicU64,
    interrupted_erase: Option<InterruptedErase>,
    is_encrypted: bool,
}

impl Journal {
    /// Opens the journal at `path` and creates it if it is missing. A journal that cannot be
    /// written, but read, is opened for reading only. `wake` is called from another thread when
    /// there is something new to show.
    ///
    /// # Errors
    /// As [`OpenOptions::open`]; also fails if the writer thread cannot be started.
    pub fn open(
        path: &Path,
        clock: Arc<dyn Clock>,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Result<Self, StoreError> {
        Self::from_db(OpenOptions::new().create().or_read_only().open(path)?, clock, wake)
    }

    /// Opens a journal for reading only, because the user asked for it. What can still be read of a
    /// damaged file is shown.
    ///
    /// # Errors
    /// Fails if the file cannot be read at all or is not a journal.
    pub fn open_read_only(
        path: &Path,
        clock: Arc<dyn Clock>,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Result<Self, StoreError> {
        Self::from_db(Db::open_read_only(path, ReadOnlyReason::Requested)?, clock, wake)
    }

    /// Opens an existing journal for writing.
    ///
    /// # Errors
    /// As [`Journal::open`]; also fails if there is no file, or it cannot be written.
    pub fn open_existing(path: &Path, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        Self::from_db(Db::open_existing(path)?, clock, || {})
    }

    fn from_db(
        writing: Db,
        clock: Arc<dyn Clock>,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Result<Self, StoreError> {
        let db = writing.open_another_reader()?;
        let state = WriterState::new(db.path(), wake);
        if let Some(reason) = writing.read_only_reason() {
            state.stop(StopReason::ReadOnly(reason));
        }
        let path = db.path().to_owned();
        let (interrupted_erase, is_encrypted) = (writing.interrupted_erase(), writing.is_encrypted());
        let writer = Writer::spawn(writing, Arc::clone(&state)).map_err(|source| StoreError::Io { path, source })?;
        let next_ticket = AtomicU64::new(1);
        Ok(Self { watch: OnceCell::new(), db, writer, state, clock, next_ticket, interrupted_erase, is_encrypted })
    }

    /// The read-only connection, for a single query. Use [`Journal::read`] for several.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Runs `work` in one read transaction, so that all its queries see the same state of the file.
    /// If the file turns out to be damaged, nothing more is written to it.
    ///
    /// # Errors
    /// Fails if the file cannot be read, or with the error of `work`.
    pub fn read<T>(&self, work: impl FnOnce(&Db) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.db.snapshot(work).inspect_err(|error| {
            self.state.stop_after(error);
            if self.stop_reason() == Some(StopReason::Damaged) {
                // It may be a file that another program has overwritten after it was replaced.
                self.check_file();
            }
        })
    }

    /// Opens another read-only connection, for work on another thread.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn open_reader(&self) -> Result<Db, StoreError> {
        self.db.open_another_reader()
    }

    /// Reports damage that is met on another thread.
    pub fn damage_reporter(&self) -> DamageReporter {
        DamageReporter::new(&self.state)
    }

    /// The path of the journal.
    pub fn path(&self) -> &Path {
        self.db.path()
    }

    /// Whether the file is encrypted.
    pub fn is_encrypted(&self) -> bool {
        self.is_encrypted
    }

    /// The key of an encrypted journal; `None` if it is not encrypted.
    ///
    /// # Errors
    /// Fails if the key is no longer known.
    pub fn key(&self) -> Result<Option<Arc<FileKey>>, StoreError> {
        self.db.key()
    }

    /// A number that grows with every change to the journal, including those of other windows that
    /// have been noticed.
    pub fn generation(&self) -> u64 {
        self.state.generation()
    }

    /// Sets whether the window on this journal is visible and focused. Then the file is compared
    /// with the one that was opened; when the window is left, the write-ahead log is folded into
    /// the file.
    ///
    /// The first call with `true` starts a file watch, so that the
    /// [generation](Journal::generation) also grows with changes of other windows. While active,
    /// the file is also checked at a slow interval, in case the watch misses something. A journal
    /// that is never active (the terminal's) checks nothing.
    pub fn set_active(&self, active: bool) {
        if active {
            let files = [self.db.write_ahead_log(), self.db.real_path().to_owned()];
            let start = || FileWatch::start(&files, self.writer.on_file_changed());
            self.watch.get_or_init(start);
        }
        self.writer.send(WriterCommand::SetActive(active));
    }

    /// The current time, in the zone of the leader.
    pub fn now(&self) -> Zoned {
        self.clock.now()
    }

    /// The current day, in the zone of the leader.
    pub fn today(&self) -> Date {
        self.now().date()
    }

    /// Queues a change. Its result comes as a [`WriterEvent`] with the returned ticket.
    pub fn submit(&self, change: Change) -> ChangeTicket {
        self.submit_command(change, None, Arc::default())
    }

    /// Queues a long change. `progress` reports how far it is and can cancel it.
    pub fn submit_with_progress(&self, change: Change, progress: Arc<Progress>) -> ChangeTicket {
        self.submit_command(change, None, progress)
    }

    /// Queues a change that was typed as a draft. The draft is removed in the same transaction.
    pub fn submit_with_draft(&self, change: Change, draft: DraftKey) -> ChangeTicket {
        self.submit_command(change, Some(draft), Arc::default())
    }

    fn submit_command(&self, change: Change, draft: Option<DraftKey>, progress: Arc<Progress>) -> ChangeTicket {
        let ticket = ChangeTicket(self.next_ticket.fetch_add(1, Ordering::Relaxed));
        self.writer.send(WriterCommand::Submit { ticket, change, at: Moment::from(&self.now()), draft, progress });
        ticket
    }

    /// Makes a change dated `when` and waits until it is stored. Returns the person it was about,
    /// if it was one.
    ///
    /// # Errors
    /// Fails, without changing the journal, if the change breaks a rule or the file cannot be
    /// written.
    pub fn commit(&self, change: Change, when: &Zoned) -> Result<Option<PersonId>, ChangeError> {
        self.commit_with_progress(change, when, Arc::default())
    }

    /// As [`Journal::commit`], for a long change. `progress` reports how far it is and can cancel
    /// it.
    ///
    /// # Errors
    /// As [`Journal::commit`]; also fails if the change is cancelled.
    pub fn commit_with_progress(
        &self,
        change: Change,
        when: &Zoned,
        progress: Arc<Progress>,
    ) -> Result<Option<PersonId>, ChangeError> {
        let (reply_to, reply) = channel();
        self.writer.send(WriterCommand::CommitAndReply { change, at: Moment::from(when), progress, reply_to });
        reply.recv().unwrap_or_else(|_| Err(self.state.stop_error().into()))
    }

    /// What an erase would remove.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn plan_erase(&self, request: &EraseRequest) -> Result<EraseSummary, StoreError> {
        self.read(|db| Ok(db.erase_targets(request)?.summary().clone()))
    }

    /// Queues an erase. Its result comes as [`WriterEvent::Erased`] or
    /// [`WriterEvent::EraseFailed`].
    ///
    /// `lock` is kept until it is done, so that no backup is made of what is erased.
    pub fn submit_erase(&self, request: EraseRequest, lock: Option<Arc<BackupLock>>) {
        let at = Moment::from(&self.now());
        self.writer.send(WriterCommand::Erase { request, at, lock, reply_to: None });
    }

    /// Erases and waits until it is done. `lock` is kept until then, so that no backup is made of
    /// what is erased.
    ///
    /// # Errors
    /// Fails, without erasing anything, if the file cannot be read or written.
    pub fn erase(&self, request: EraseRequest, lock: Option<BackupLock>) -> Result<EraseOutcome, StoreError> {
        let (reply_to, reply) = channel();
        let at = Moment::from(&self.now());
        let lock = lock.map(Arc::new);
        self.writer.send(WriterCommand::Erase { request, at, lock, reply_to: Some(reply_to) });
        reply.recv().unwrap_or_else(|_| Err(self.state.stop_error()))
    }

    /// What became of an erase that was interrupted before the journal was opened.
    pub fn interrupted_erase(&self) -> Option<InterruptedErase> {
        self.interrupted_erase
    }

    /// Queues the removal of old changes from the log, and of temporary files that a killed process
    /// has left beside the journal and in the documents folder.
    pub fn tidy(&self) {
        let now = self.now();
        self.writer.send(WriterCommand::Tidy { today: now.date(), now_ms: now.timestamp().as_millisecond() });
    }

    /// Queues an undo of the latest change.
    pub fn undo(&self) {
        self.writer.send(WriterCommand::UndoOrRedo(UndoDirection::Undo));
    }

    /// Queues a redo of the change that was undone last.
    pub fn redo(&self) {
        self.writer.send(WriterCommand::UndoOrRedo(UndoDirection::Redo));
    }

    /// Takes the events since the last call.
    pub fn poll_events(&self) -> Vec<WriterEvent> {
        self.state.take_events()
    }

    /// Queues the saving of a setting.
    pub fn set_setting(&self, name: &'static str, value: &impl Serialize) {
        self.save_setting(name, value, false);
    }

    /// Saves a setting and raises the [generation](Journal::generation), so that whatever depends
    /// on it is updated.
    pub fn set_observed_setting(&self, name: &'static str, value: &impl Serialize) {
        self.save_setting(name, value, true);
    }

    fn save_setting(&self, name: &'static str, value: &impl Serialize, observed: bool) {
        match serde_json::to_value(value) {
            Ok(value) => self.writer.send(WriterCommand::SaveSetting { name, value, observed }),
            Err(error) => tracing::warn!(%error, name, "a setting could not be serialised"),
        }
    }

    /// Waits until everything queued is done.
    ///
    /// # Errors
    /// Fails with the [reason](Journal::stop_reason) if the writer has stopped. Each queued change
    /// is rejected with an event.
    pub fn flush(&self) -> Result<(), StoreError> {
        let (reply_to, done) = channel();
        self.writer.send(WriterCommand::Flush(reply_to));
        done.recv().map_err(|_| self.state.stop_error())
    }

    /// Waits until everything queued is stored, and folded into the one file. With another window
    /// open, the newest changes may stay in the log beside it.
    ///
    /// # Errors
    /// As [`Journal::flush`].
    pub fn fold_log(&self) -> Result<(), StoreError> {
        let (reply_to, done) = channel();
        self.writer.send(WriterCommand::FoldLog(reply_to));
        done.recv().map_err(|_| self.state.stop_error())?
    }

    /// Raises the generation, so that everything shown is read again.
    pub fn read_again(&self) {
        self.state.bump_generation();
    }

    /// Why the journal takes no more changes; `None` as long as it does.
    pub fn stop_reason(&self) -> Option<StopReason> {
        self.state.stop_reason()
    }

    /// The error of every change from now on, if the journal takes no more.
    pub fn stop_error(&self) -> Option<StoreError> {
        self.stop_reason().map(|reason| reason.error(self.path()))
    }

    /// Compares the file at the path with the one that was opened, on the writer's thread. If it
    /// is another, the writer stops with [`StopReason::Displaced`]. This also happens before each
    /// write, when the window becomes active, and when the file watch reports it.
    pub fn check_file(&self) {
        self.writer.send(WriterCommand::CheckFile);
    }

    /// Writes everything to a new journal at `path`: what is in the open file, wherever that has
    /// gone, and what was not stored in it. Answered with [`WriterEvent::SavedAs`]. An existing
    /// file is never overwritten.
    pub fn save_as(&self, path: &Path, unsaved: Unsaved) {
        let at = Moment::from(&self.now());
        self.writer.send(WriterCommand::SaveAs { path: path.to_owned(), unsaved, at });
    }

    /// Queues a notice that comes once everything queued before is done: a value, or the end of the
    /// channel if the writer has stopped. Also wakes the window.
    pub fn begin_flush(&self) -> Receiver<()> {
        let (reply_to, done) = channel();
        self.writer.send(WriterCommand::Flush(reply_to));
        done
    }

    /// Compares the journal with the file that is at its path now. Answered with
    /// [`WriterEvent::Compared`].
    pub fn compare_with_replacement(&self) {
        self.writer.send(WriterCommand::CompareWithReplacement);
    }

    fn save_draft(&self, draft: Draft, slot: u32, revision: u64) {
        let now_ms = self.now().timestamp().as_millisecond();
        self.writer.send(WriterCommand::SaveDraft { draft, slot, revision, now_ms });
    }

    /// Claims a window slot and takes over the drafts of windows that are gone. A journal that is
    /// open for reading only needs none; this is also where it turns out that the disk is full.
    fn claim_slot(&self) -> Result<Option<WindowSlot>, StoreError> {
        let (reply_to, reply) = channel();
        self.writer.send(WriterCommand::ClaimSlot(reply_to));
        let claimed = reply.recv().unwrap_or_else(|_| Err(self.state.stop_error()));
        if let Some(reason) = claimed.as_ref().err().and_then(StoreError::read_only_reason) {
            self.state.stop(StopReason::ReadOnly(reason));
        }
        match (claimed, self.stop_reason()) {
            (Err(_), Some(StopReason::ReadOnly(_))) => Ok(None),
            (claimed, _) => claimed.map(Some),
        }
    }
}

/// A new uid (`UUIDv7`) with the time `now`.
fn new_uid(now: &Moment) -> Uid {
    let ms = u64::try_from(now.at_ms()).unwrap_or(0);
    let nanos = u32::try_from(ms % 1_000 * 1_000_000).unwrap_or(0);
    Uid(uuid::Uuid::new_v7(uuid::Timestamp::from_unix_time(ms / 1_000, nanos, 0, 0)))
}
