//! The open journal. Reads are direct; writes are queued to the writer thread, which answers with notices. What a screen
//! shows is kept with the [generation](Journal::generation) it was read at, and read again when that has changed.

pub mod change;
pub mod clock;
pub mod drafts;
pub mod import_bundle;
pub mod paths;
pub mod print_file;
pub mod progress;
pub mod today_view;
mod watch;
mod window_slot;
mod writer;
pub mod writer_event;

use std::{
    cell::OnceCell,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::channel,
    },
};

use jiff::{Zoned, civil::Date};
use serde::Serialize;

pub use self::writer::DraftKey;
use self::{
    change::{Change, ChangeError},
    clock::Clock,
    progress::Progress,
    watch::FileWatch,
    window_slot::WindowSlot,
    writer::{Writer, WriterCommand, WriterState},
    writer_event::{ChangeTicket, WriterEvent},
};
use crate::{
    domain::{
        id::{PersonId, Uid},
        moment::Moment,
    },
    store::{Db, Draft, StoreError, UndoDirection},
};

/// A journal that is open for reading and writing.
pub struct Journal {
    /// Started when the journal is first [set active](Journal::set_active); holds `None` if the file cannot be watched.
    watch: OnceCell<Option<FileWatch>>,
    db: Db,
    writer: Writer,
    state: Arc<WriterState>,
    clock: Arc<dyn Clock>,
    next_ticket: AtomicU64,
}

impl Journal {
    /// Opens the journal at `path`, and makes it first where there is none. `wake` is called, from another thread, when
    /// there is something new to show.
    ///
    /// # Errors
    /// Says what is wrong with the path, the file or its rights; the file is left as it was.
    pub fn open(
        path: &Path,
        clock: Arc<dyn Clock>,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Result<Self, StoreError> {
        Self::from_db(Db::open(path)?, clock, wake)
    }

    /// Opens a journal that must be there already.
    ///
    /// # Errors
    /// As [`Journal::open`]; also where there is no file.
    pub fn open_existing(path: &Path, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        Self::from_db(Db::open_existing(path)?, clock, || {})
    }

    fn from_db(
        writing: Db,
        clock: Arc<dyn Clock>,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Result<Self, StoreError> {
        let db = Db::open_reader(writing.path())?;
        let shared = WriterState::new(wake);
        let path = db.path().to_owned();
        let writer = Writer::spawn(writing, Arc::clone(&shared)).map_err(|source| StoreError::Io { path, source })?;
        Ok(Self { watch: OnceCell::new(), db, writer, state: shared, clock, next_ticket: AtomicU64::new(1) })
    }

    /// The connection that reads. For a single query; what takes several goes through [`Journal::read`].
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Reads in one snapshot: all that `work` asks for is of one state of the file, whatever others write meanwhile.
    ///
    /// # Errors
    /// What `work` says, or where the file cannot be read.
    pub fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(&Db) -> Result<T, E>) -> Result<T, E> {
        self.db.snapshot(work)
    }

    /// A further connection that only reads, for work on another thread.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn open_reader(&self) -> Result<Db, StoreError> {
        Db::open_reader(self.path())
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        self.db.path()
    }

    /// A number that grows whenever the journal may read differently, also by another window's hand.
    pub fn generation(&self) -> u64 {
        self.state.generation()
    }

    /// Sets whether the window on this journal is visible and focused.
    ///
    /// The first call with `true` starts a file watch, so that the [generation](Journal::generation) also grows with
    /// changes of other windows. While active, the file is also checked at a slow interval, in case the watch misses
    /// something. A journal that is never active (the terminal's) checks nothing.
    pub fn set_active(&self, active: bool) {
        if active {
            let start = || FileWatch::start(&self.db.write_ahead_log(), self.writer.on_file_changed());
            self.watch.get_or_init(start);
        }
        self.writer.send(WriterCommand::SetActive(active));
    }

    /// Now, where the leader is.
    pub fn now(&self) -> Zoned {
        self.clock.now()
    }

    /// Today, where the leader is.
    pub fn today(&self) -> Date {
        self.now().date()
    }

    /// Asks for a change; what becomes of it comes as a notice.
    pub fn submit(&self, change: Change) -> ChangeTicket {
        self.submit_command(change, None, Arc::default())
    }

    /// Asks for a change that takes long; `progress` says how far it is, and can stop it.
    pub fn submit_with_progress(&self, change: Change, progress: Arc<Progress>) -> ChangeTicket {
        self.submit_command(change, None, progress)
    }

    /// Asks for a change that was written as a draft; the draft goes in the moment the change is kept.
    pub fn submit_with_draft(&self, change: Change, draft: DraftKey) -> ChangeTicket {
        self.submit_command(change, Some(draft), Arc::default())
    }

    fn submit_command(&self, change: Change, draft: Option<DraftKey>, progress: Arc<Progress>) -> ChangeTicket {
        let ticket = ChangeTicket(self.next_ticket.fetch_add(1, Ordering::Relaxed));
        self.writer.send(WriterCommand::Submit { ticket, change, at: Moment::from(&self.now()), draft, progress });
        ticket
    }

    /// Makes a change, dated `when`, and waits until it is kept. Returns whom it was about.
    ///
    /// # Errors
    /// Why it was not made; nothing has changed then.
    pub fn commit(&self, change: Change, when: &Zoned) -> Result<Option<PersonId>, ChangeError> {
        self.commit_with_progress(change, when, Arc::default())
    }

    /// The same of a change that takes long; `progress` says how far it is, and can stop it.
    ///
    /// # Errors
    /// Why it was not made; nothing has changed then.
    pub fn commit_with_progress(
        &self,
        change: Change,
        when: &Zoned,
        progress: Arc<Progress>,
    ) -> Result<Option<PersonId>, ChangeError> {
        let (to, answer) = channel();
        self.writer.send(WriterCommand::CommitAndReply { change, at: Moment::from(when), progress, reply_to: to });
        answer.recv().unwrap_or_else(|_| Err(StoreError::WriterGone.into()))
    }

    /// Takes the latest change back.
    pub fn undo(&self) {
        self.writer.send(WriterCommand::UndoOrRedo(UndoDirection::Undo));
    }

    /// Makes the change that was taken back last again.
    pub fn redo(&self) {
        self.writer.send(WriterCommand::UndoOrRedo(UndoDirection::Redo));
    }

    /// What the writer has said since this was last asked.
    pub fn poll_events(&self) -> Vec<WriterEvent> {
        self.state.take_events()
    }

    /// Keeps a setting, in its turn.
    pub fn set_setting(&self, name: &'static str, value: &impl Serialize) {
        self.save_setting(name, value, false);
    }

    /// Saves a setting and raises the [generation](Journal::generation), so that whatever depends on it is updated.
    pub fn set_observed_setting(&self, name: &'static str, value: &impl Serialize) {
        self.save_setting(name, value, true);
    }

    fn save_setting(&self, name: &'static str, value: &impl Serialize, observed: bool) {
        match serde_json::to_value(value) {
            Ok(value) => self.writer.send(WriterCommand::SaveSetting { name, value, observed }),
            Err(error) => tracing::warn!(%error, name, "a setting has no form"),
        }
    }

    /// Waits until all that was asked is done.
    ///
    /// # Errors
    /// [`StoreError::Stopped`] where the writer has stopped: what it had not done by then was rejected, as a notice each.
    pub fn flush(&self) -> Result<(), StoreError> {
        let (to, done) = channel();
        self.writer.send(WriterCommand::Flush(to));
        done.recv().map_err(|_| StoreError::WriterGone)
    }

    /// Whether the writer has stopped after a panic: nothing is stored any more until the journal is opened again.
    pub fn has_stopped(&self) -> bool {
        self.state.has_stopped()
    }

    fn save_draft(&self, draft: Draft, slot: u32, revision: u64) {
        let now_ms = self.now().timestamp().as_millisecond();
        self.writer.send(WriterCommand::SaveDraft { draft, slot, revision, now_ms });
    }

    /// Claims a slot among the windows, and takes over the drafts of windows that are gone.
    fn claim_slot(&self) -> Result<WindowSlot, StoreError> {
        let (to, claimed) = channel();
        self.writer.send(WriterCommand::ClaimSlot(to));
        claimed.recv().unwrap_or(Err(StoreError::WriterGone))
    }
}

/// A new lasting name, given at `now`.
fn new_uid(now: &Moment) -> Uid {
    let ms = u64::try_from(now.at_ms()).unwrap_or(0);
    let nanos = u32::try_from(ms % 1_000 * 1_000_000).unwrap_or(0);
    Uid(uuid::Uuid::new_v7(uuid::Timestamp::from_unix_time(ms / 1_000, nanos, 0, 0)))
}
