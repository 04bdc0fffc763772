//! The writer thread. It owns the only connection that writes, runs the commands of the window in
//! order, each in one transaction, and reports the result as a [`WriterEvent`]. A slow disk delays
//! the writer, never the window.

use std::{
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc::{Receiver, RecvTimeoutError, SendError, Sender, channel},
    },
    thread::JoinHandle,
};

use jiff::civil::Date;

use super::{
    StopReason,
    backup::{BackupLock, compare_with_replacement},
    change,
    change::{Change, ChangeError},
    erase,
    erase::EraseOutcome,
    new_uid,
    progress::Progress,
    save_as,
    save_as::Unsaved,
    tidy,
    watch::CheckSchedule,
    window_slot,
    window_slot::WindowSlot,
    writer_event::{ChangeTicket, UndoneChange, WriterEvent},
};
use crate::{
    domain::{
        erase::EraseRequest,
        id::{EntryId, PersonId},
        moment::Moment,
    },
    store::{Db, Displacement, Draft, HistoryStep, NewChange, StoreError, UndoDirection},
};

/// A request to the writer thread.
pub(super) enum WriterCommand {
    /// Commits a change and removes the draft it was typed in, in the same transaction.
    Submit {
        ticket: ChangeTicket,
        change: Change,
        at: Moment,
        draft: Option<DraftKey>,
        progress: Arc<Progress>,
    },
    /// Erases records. The result is sent to the caller if one waits for it, or else reported as an
    /// event.
    Erase {
        request: EraseRequest,
        at: Moment,
        /// Keeps a backup from being made until it is done.
        lock: Option<Arc<BackupLock>>,
        reply_to: Option<Sender<Result<EraseOutcome, StoreError>>>,
    },
    /// Removes old changes from the log, and temporary files that a killed process has left.
    Tidy {
        today: Date,
        now_ms: i64,
    },
    /// Undoes the latest change, or redoes the last one undone.
    UndoOrRedo(UndoDirection),
    SaveDraft {
        draft: Draft,
        slot: u32,
        revision: u64,
        now_ms: i64,
    },
    /// Claims a window slot and takes over the drafts of windows that are gone.
    ClaimSlot(Sender<Result<WindowSlot, StoreError>>),
    /// Saves a setting; raises the generation if it is `observed`.
    SaveSetting {
        name: &'static str,
        value: serde_json::Value,
        observed: bool,
    },
    /// Replies once all earlier commands are done; the sender is dropped if the writer has stopped.
    Flush(Sender<()>),
    /// The window became active or inactive.
    SetActive(bool),
    /// The file watch reported a write, of this process or another.
    FileChanged,
    /// Makes the search index again, which is damaged.
    RebuildSearchIndex,
    /// Compares the file at the path with the one that was opened.
    CheckFile,
    /// Folds the write-ahead log into the file and replies.
    FoldLog(Sender<Result<(), StoreError>>),
    /// Compares the journal with the file that has replaced its own.
    CompareWithReplacement,
    /// Writes everything to a new journal, also what was not stored.
    SaveAs {
        path: PathBuf,
        unsaved: Unsaved,
        at: Moment,
    },
    /// Ends the thread once all earlier commands are done.
    Close,
    /// Commits a change and sends the result to the caller, who waits for it.
    CommitAndReply {
        change: Change,
        at: Moment,
        progress: Arc<Progress>,
        reply_to: Sender<Result<Option<PersonId>, ChangeError>>,
    },
}

/// Identifies a draft: the field it was typed in, and the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftKey {
    /// The field, such as `jot/<uid>`.
    pub field_key: String,
    /// The slot of the window.
    pub slot: u32,
}

/// The state shared by the writer thread and the window.
pub(super) struct WriterState {
    generation: AtomicU64,
    events: Mutex<Vec<WriterEvent>>,
    /// Never cleared once it is set: all later commands are rejected.
    stopped: Mutex<Option<StopReason>>,
    path: PathBuf,
    /// Whether a [`WriterCommand::FileChanged`] is queued that the writer has not handled yet.
    file_change_pending: AtomicBool,
    wake: Box<dyn Fn() + Send + Sync>,
}

impl WriterState {
    pub(super) fn new(path: &Path, wake: impl Fn() + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self {
            generation: AtomicU64::new(1),
            events: Mutex::default(),
            stopped: Mutex::default(),
            path: path.to_owned(),
            file_change_pending: AtomicBool::new(false),
            wake: Box::new(wake),
        })
    }

    pub(super) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    pub(super) fn take_events(&self) -> Vec<WriterEvent> {
        std::mem::take(&mut *self.events.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn stop_reason(&self) -> Option<StopReason> {
        *self.stopped.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The error of whatever comes after the writer has stopped.
    pub(super) fn stop_error(&self) -> StoreError {
        self.stop_reason().unwrap_or(StopReason::Panicked).error(&self.path)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Stops the writer. The first reason stands, unless a later one
    /// [explains](StopReason::explains) it.
    pub(super) fn stop(&self, reason: StopReason) {
        let mut stopped = self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        if stopped.is_none_or(|first| reason.explains(first)) {
            *stopped = Some(reason);
            drop(stopped);
            tracing::warn!(?reason, "the writer takes no more changes");
            self.push_event(WriterEvent::Stopped(reason));
        }
    }

    /// Stops the writer if nothing may be written after this error.
    pub(super) fn stop_after(&self, error: &StoreError) {
        if let Some(reason) = StopReason::after(error) {
            self.stop(reason);
        }
    }

    /// Runs `work`; a panic in it stops the writer and is returned as [`StoreError::WriterGone`].
    /// So does an error after which nothing may be written.
    fn guard<T, E: From<StoreError> + AsStoreError>(&self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        // Unwind safe: unwinding rolls the transaction back, and a writer that has panicked no
        // longer uses its connection.
        let result = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
            self.stop(StopReason::Panicked);
            Err(StoreError::WriterGone.into())
        });
        if let Err(Some(error)) = result.as_ref().map_err(AsStoreError::as_store_error) {
            self.stop_after(error);
        }
        result
    }

    pub(super) fn wake(&self) {
        // A panic in the callback stops the writer like any other; there is no command to reject
        // for it.
        let _: Result<(), StoreError> = self.guard(|| {
            (self.wake)();
            Ok(())
        });
    }

    pub(super) fn bump_generation(&self) {
        self.generation.fetch_add(1, Ordering::AcqRel);
        self.wake();
    }

    fn emit(&self, event: WriterEvent) {
        self.push_event(event);
        self.wake();
    }

    fn push_event(&self, event: WriterEvent) {
        self.events.lock().unwrap_or_else(PoisonError::into_inner).push(event);
    }

    fn reject(&self, command: WriterCommand) {
        let error = self.stop_error();
        match command {
            WriterCommand::Submit { ticket, change, .. } => {
                self.push_event(WriterEvent::Rejected { ticket, change, error: error.into() });
            }
            WriterCommand::SaveDraft { draft, revision, .. } => {
                self.push_event(WriterEvent::DraftSaveFailed { field_key: draft.field_key, revision, error });
            }
            WriterCommand::UndoOrRedo(_) => self.push_event(WriterEvent::UndoFailed(error)),
            WriterCommand::SaveAs { path, .. } => {
                self.push_event(WriterEvent::SavedAs { path, result: Err(error) });
            }
            WriterCommand::Erase { reply_to: None, .. } => self.push_event(WriterEvent::EraseFailed(error)),
            // Callers that wait for a reply get a disconnected channel.
            WriterCommand::CommitAndReply { .. }
            | WriterCommand::Erase { .. }
            | WriterCommand::Tidy { .. }
            | WriterCommand::Flush(_)
            | WriterCommand::FoldLog(_)
            | WriterCommand::ClaimSlot(_)
            | WriterCommand::SaveSetting { .. }
            | WriterCommand::SetActive(_)
            | WriterCommand::RebuildSearchIndex
            | WriterCommand::CheckFile
            | WriterCommand::CompareWithReplacement
            | WriterCommand::FileChanged
            | WriterCommand::Close => {}
        }
    }
}

/// An error that may be one of the file.
trait AsStoreError {
    fn as_store_error(&self) -> Option<&StoreError>;
}

impl AsStoreError for StoreError {
    fn as_store_error(&self) -> Option<&StoreError> {
        Some(self)
    }
}

impl AsStoreError for ChangeError {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}

/// The handle to the writer thread. Dropping it waits until all queued commands are done.
pub(super) struct Writer {
    commands: Sender<WriterCommand>,
    thread: Option<JoinHandle<()>>,
    state: Arc<WriterState>,
}

impl Writer {
    pub(super) fn spawn(db: Db, state: Arc<WriterState>) -> std::io::Result<Self> {
        let (commands, inbox) = channel();
        let thread_state = Arc::clone(&state);
        let thread =
            std::thread::Builder::new().name("writer".into()).spawn(move || run(&db, &inbox, &thread_state))?;
        Ok(Self { commands, thread: Some(thread), state })
    }

    /// Queues a command. If the writer has stopped, the command comes back as an event, so that no
    /// text is lost.
    pub(super) fn send(&self, command: WriterCommand) {
        if let Err(SendError(command)) = self.commands.send(command) {
            tracing::error!("the writer has stopped");
            self.state.reject(command);
        }
    }

    /// Queues commands without the handle, from any thread.
    pub(super) fn sender(&self) -> Sender<WriterCommand> {
        self.commands.clone()
    }

    /// The callback of a file watch. Further events are dropped until the writer has handled the
    /// first.
    pub(super) fn on_file_changed(&self) -> impl Fn() + Send + 'static {
        let (commands, state) = (self.commands.clone(), Arc::clone(&self.state));
        move || {
            if !state.file_change_pending.swap(true, Ordering::AcqRel) {
                // Fails when the writer has ended, which needs no check of the file.
                let _ = commands.send(WriterCommand::FileChanged);
            }
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // A command, because the file watch also holds a sender and keeps the channel open a little
        // longer.
        let _ = self.commands.send(WriterCommand::Close);
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the writer ended badly");
        }
    }
}

fn run(db: &Db, inbox: &Receiver<WriterCommand>, state: &WriterState) {
    let mut seen_version = db.data_version().ok();
    let mut schedule = CheckSchedule::default();
    let mut had_slot = false;
    loop {
        match inbox.recv_timeout(schedule.until_next()) {
            Ok(WriterCommand::SetActive(active)) => {
                schedule.set_active(active);
                if active {
                    check_file(db, state);
                } else {
                    fold_log(db, state);
                }
            }
            Ok(WriterCommand::FileChanged) => {
                schedule.on_event();
                check_file(db, state);
                // The commit is not visible yet: the first check follows after a short delay.
                continue;
            }
            Err(RecvTimeoutError::Timeout) => {
                schedule.on_timeout();
                check_file(db, state);
            }
            Ok(WriterCommand::Close) | Err(RecvTimeoutError::Disconnected) => {
                close(db, had_slot, state);
                return;
            }
            Ok(command) => {
                had_slot |= matches!(command, WriterCommand::ClaimSlot(_));
                run_command(db, command, state);
            }
        }
        state.file_change_pending.store(false, Ordering::Release);
        if matches!(state.stop_reason(), Some(StopReason::Panicked | StopReason::Displaced(_))) {
            continue;
        }
        let version = db.data_version().ok();
        if version != seen_version {
            seen_version = version;
            state.bump_generation();
        }
    }
}

/// Handles a command, or rejects it if the writer has stopped.
fn run_command(db: &Db, command: WriterCommand, state: &WriterState) {
    match (command, state.stop_reason()) {
        (WriterCommand::SaveAs { path, unsaved, at }, reason) if reason != Some(StopReason::Panicked) => {
            let result = state.guard(|| save_as::save_as(db, &path, &unsaved, &at));
            state.emit(WriterEvent::SavedAs { path, result });
        }
        (WriterCommand::CompareWithReplacement, reason) if reason != Some(StopReason::Panicked) => {
            state.emit(WriterEvent::Compared(compare_with_replacement(db.path(), db)));
        }
        (WriterCommand::CheckFile, _) => check_file(db, state),
        (command, None) => {
            handle(db, command, state);
            if let Some(StopReason::Displaced(_) | StopReason::Damaged) = state.stop_reason() {
                on_stopped(db, state);
            }
        }
        (command, Some(_)) => {
            state.reject(command);
            state.wake();
        }
    }
}

/// Stops the writer if the file at the path is no longer the one that was opened.
fn check_file(db: &Db, state: &WriterState) {
    let before = state.stop_reason();
    let can_change = before.is_none_or(StopReason::may_be_explained);
    if can_change && state.guard(|| db.verify_identity()).is_err() && state.stop_reason() != before {
        on_stopped(db, state);
    }
}

/// Leaves the file as its new state demands, once the writer has stopped.
fn on_stopped(db: &Db, state: &WriterState) {
    let done = match state.stop_reason() {
        Some(StopReason::Displaced(_)) => db.abandon_path(),
        Some(StopReason::Damaged) => db.keep_log_on_close(),
        Some(StopReason::ReadOnly(_) | StopReason::Panicked) | None => Ok(()),
    };
    if let Err(error) = done {
        tracing::error!(%error, "the log of the journal was not emptied");
    }
    state.wake();
}

/// Folds the log into the file, so that a copy of the file is a copy of the journal. What another
/// window reads at this moment stays in the log.
fn fold_log(db: &Db, state: &WriterState) {
    if state.stop_reason().is_none()
        && let Err(error) = state.guard(|| db.fold_log())
    {
        tracing::warn!(%error, "the log stays beside the journal");
        on_stopped(db, state);
    }
}

/// Leaves one complete file behind, if this was the last window on it.
fn close(db: &Db, had_slot: bool, state: &WriterState) {
    if state.stop_reason() == Some(StopReason::Damaged) {
        // It may have been a reader that found the damage.
        on_stopped(db, state);
    }
    match state.stop_reason() {
        None if had_slot => remove_slot_files(db),
        // Nothing can be written, but no other window opens a journal that is gone.
        Some(StopReason::Displaced(Displacement::Removed)) => window_slot::remove_unheld_files(db.real_path()),
        Some(StopReason::Displaced(_) | StopReason::ReadOnly(_) | StopReason::Damaged | StopReason::Panicked)
        | None => {}
    }
    fold_log(db, state);
}

/// Removes the slot files that no window holds, so that a journal closed by its last window is one
/// file.
fn remove_slot_files(db: &Db) {
    let removed: Result<(), StoreError> = db.transaction(|db| {
        window_slot::remove_unheld_files(db.real_path());
        Ok(())
    });
    if let Err(error) = removed {
        tracing::warn!(%error, "the files of the slots stay until the journal is opened again");
    }
}

fn handle(db: &Db, command: WriterCommand, state: &WriterState) {
    match command {
        WriterCommand::Submit { ticket, change, at, draft, progress } => {
            let result = state.guard(|| commit(db, &change, &at, draft.as_ref(), &progress));
            if result.is_ok() {
                state.bump_generation();
            }
            state.emit(match result {
                Ok((person, entry)) => WriterEvent::Committed { ticket, kind: change.kind(), person, entry },
                Err(error) => WriterEvent::Rejected { ticket, change, error },
            });
        }
        WriterCommand::CommitAndReply { change, at, progress, reply_to } => {
            let result = state.guard(|| commit(db, &change, &at, None, &progress));
            // The caller may have stopped waiting.
            let _ = reply_to.send(result.map(|(person, _)| person));
            state.bump_generation();
        }
        WriterCommand::Erase { request, at, lock, reply_to } => {
            let result = state.guard(|| erase::erase(db, &request, &at));
            drop(lock);
            state.bump_generation();
            match reply_to {
                // The caller may have stopped waiting.
                Some(reply_to) => drop(reply_to.send(result)),
                None => state.emit(match result {
                    Ok(outcome) => WriterEvent::Erased(Box::new(outcome)),
                    Err(error) => WriterEvent::EraseFailed(error),
                }),
            }
        }
        WriterCommand::Tidy { today, now_ms } => tidy::tidy(db, today, now_ms),
        WriterCommand::UndoOrRedo(direction) => {
            let event = state.guard(|| undo_or_redo(db, direction)).unwrap_or_else(WriterEvent::UndoFailed);
            state.bump_generation();
            state.emit(event);
        }
        WriterCommand::SaveDraft { draft, slot, revision, now_ms } => {
            let result = state.guard(|| db.transaction(|db| db.put_draft(&draft, slot, now_ms)));
            let field_key = draft.field_key;
            state.emit(match result {
                Ok(()) => WriterEvent::DraftSaved { field_key, revision },
                Err(error) => WriterEvent::DraftSaveFailed { field_key, revision, error },
            });
        }
        WriterCommand::ClaimSlot(reply_to) => {
            // The caller may have stopped waiting.
            let _ = reply_to.send(state.guard(|| db.transaction(window_slot::claim)));
            state.bump_generation();
        }
        WriterCommand::SaveSetting { name, value, observed } => {
            let result: Result<(), StoreError> = state.guard(|| db.transaction(|db| db.set_setting(name, &value)));
            if let Err(error) = result {
                tracing::warn!(%error, name, "a setting was not kept");
            }
            if observed {
                state.bump_generation();
            }
        }
        WriterCommand::Flush(done) => {
            // The caller may have stopped waiting.
            let _ = done.send(());
            state.wake();
        }
        // The caller may have stopped waiting.
        WriterCommand::FoldLog(reply_to) => drop(reply_to.send(state.guard(|| db.fold_log().map(drop)))),
        WriterCommand::RebuildSearchIndex => {
            // A failure is a damaged file or a full disk; the next search tries it again.
            if state.guard(|| db.make_search_index_again()).is_ok() {
                state.bump_generation();
                state.wake();
            }
        }
        // Handled by `run` and `run_command`.
        WriterCommand::SetActive(_)
        | WriterCommand::FileChanged
        | WriterCommand::CheckFile
        | WriterCommand::SaveAs { .. }
        | WriterCommand::CompareWithReplacement
        | WriterCommand::Close => {}
    }
}

/// The person and the entry that a change affected, if it was about one.
pub(super) type ChangeTarget = (Option<PersonId>, Option<EntryId>);

/// Plans, applies and logs a change and removes its draft, in one transaction.
pub(super) fn commit(
    db: &Db,
    change: &Change,
    at: &Moment,
    draft: Option<&DraftKey>,
    progress: &Progress,
) -> Result<ChangeTarget, ChangeError> {
    db.transaction(|db| {
        let edits = change::plan(db, change, at)?;
        let person = change::affected_person(&edits);
        let entry = change::affected_entry(&edits);
        if !edits.is_empty() {
            let new = NewChange { kind: change.kind().as_str(), person, uid: new_uid(at), made_at: at };
            let mut done = 0;
            db.apply_and_log(&new, &edits, || {
                done += 1;
                match progress.report(done, edits.len() as u64) {
                    ControlFlow::Continue(()) => Ok(()),
                    ControlFlow::Break(()) => Err(ChangeError::Cancelled),
                }
            })?;
        }
        if let Some(DraftKey { field_key, slot }) = draft {
            db.remove_draft(field_key, *slot)?;
        }
        Ok((person, entry))
    })
}

fn undo_or_redo(db: &Db, direction: UndoDirection) -> Result<WriterEvent, StoreError> {
    let stepped = match db.transaction::<_, StoreError>(|db| db.undo_or_redo(direction))? {
        HistoryStep::Applied(stepped) => *stepped,
        HistoryStep::Nothing => return Ok(WriterEvent::NothingToUndo),
        HistoryStep::Erased => return Ok(WriterEvent::EraseCannotBeUndone),
    };
    let undone = UndoneChange {
        kind: stepped.change.kind.parse().ok(),
        person: stepped.change.person,
        entry: stepped.entry.map(Box::new),
    };
    Ok(match direction {
        UndoDirection::Undo => WriterEvent::Undone(undone),
        UndoDirection::Redo => WriterEvent::Redone(undone),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_within_a_transaction_rolls_it_back_and_stops_the_writer() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("journal.rapport")).unwrap();
        let state = WriterState::new(db.path(), || {});
        let result: Result<(), StoreError> = state.guard(|| {
            db.transaction(|db| {
                db.set_setting("half", &true)?;
                panic!("on purpose");
            })
        });
        assert!(matches!(result, Err(StoreError::WriterGone)));
        assert_eq!(state.stop_reason(), Some(StopReason::Panicked));
        assert_eq!(db.setting::<bool>("half").unwrap(), None);
        db.transaction(|db| db.set_setting("whole", &true)).unwrap();
    }

    #[test]
    fn changed_passphrase_explains_why_pages_could_not_be_read() {
        let state = WriterState::new(Path::new("journal.rapport"), || {});
        let rekeyed = StopReason::Displaced(Displacement::Rekeyed);
        for (reason, expected) in [
            (StopReason::Displaced(Displacement::LogRemoved), StopReason::Displaced(Displacement::LogRemoved)),
            (StopReason::Damaged, StopReason::Displaced(Displacement::LogRemoved)),
            (rekeyed, rekeyed),
            (StopReason::Damaged, rekeyed),
            (StopReason::Displaced(Displacement::Removed), rekeyed),
        ] {
            state.stop(reason);
            assert_eq!(state.stop_reason(), Some(expected));
        }
        assert_eq!(state.take_events().len(), 2);
    }

    #[test]
    fn a_stopped_writer_rejects_what_was_queued_and_answers_no_flush() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("journal.rapport")).unwrap();
        let state = WriterState::new(db.path(), || {});
        let stopped: Result<(), StoreError> = state.guard(|| panic!("on purpose"));
        assert!(stopped.is_err());
        let (commands, inbox) = channel();
        let draft = Draft { field_key: "jot/1".into(), prefix: String::new(), text: "half a th".into() };
        commands.send(WriterCommand::SaveDraft { draft, slot: 1, revision: 7, now_ms: 0 }).unwrap();
        commands.send(WriterCommand::UndoOrRedo(UndoDirection::Undo)).unwrap();
        let (reply_to, done) = channel();
        commands.send(WriterCommand::Flush(reply_to)).unwrap();
        drop(commands);
        run(&db, &inbox, &state);
        let events = state.take_events();
        assert!(
            matches!(
                events.as_slice(),
                [
                    WriterEvent::Stopped(StopReason::Panicked),
                    WriterEvent::DraftSaveFailed { revision: 7, error: StoreError::WriterGone, .. },
                    WriterEvent::UndoFailed(StoreError::WriterGone)
                ]
            ),
            "{events:?}"
        );
        assert!(done.recv().is_err());
        assert_eq!(db.draft("jot/1", 1).unwrap(), None);
    }
}
