//! The writer thread. It owns the only connection that writes, runs the commands of the window in
//! order, each in one transaction, and reports the result as a [`WriterEvent`]. A slow disk delays
//! the writer, never the window.

use std::{
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc::{Receiver, RecvTimeoutError, SendError, Sender, channel},
    },
    thread::JoinHandle,
};

use super::{
    change,
    change::{Change, ChangeError},
    new_uid,
    progress::Progress,
    watch::CheckSchedule,
    window_slot,
    window_slot::WindowSlot,
    writer_event::{ChangeTicket, UndoneChange, WriterEvent},
};
use crate::{
    domain::{
        id::{EntryId, PersonId},
        moment::Moment,
    },
    store::{Db, Draft, NewChange, StoreError, UndoDirection},
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
    /// Set by the first panic on the writer thread and never cleared: all later commands are
    /// rejected.
    stopped: AtomicBool,
    /// Whether a [`WriterCommand::FileChanged`] is queued that the writer has not handled yet.
    file_change_pending: AtomicBool,
    wake: Box<dyn Fn() + Send + Sync>,
}

impl WriterState {
    pub(super) fn new(wake: impl Fn() + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self {
            generation: AtomicU64::new(1),
            events: Mutex::default(),
            stopped: AtomicBool::new(false),
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

    pub(super) fn has_stopped(&self) -> bool {
        self.stopped.load(Ordering::Acquire)
    }

    /// Runs `work`; a panic in it stops the writer and is returned as [`StoreError::WriterGone`].
    fn catch_panic<T, E: From<StoreError>>(&self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        // Unwind safe: unwinding rolls the transaction back, and a stopped writer no longer uses
        // its connection.
        catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
            tracing::error!("the writer panicked and has stopped");
            self.stopped.store(true, Ordering::Release);
            Err(StoreError::WriterGone.into())
        })
    }

    fn wake(&self) {
        // A panic in the callback stops the writer like any other; there is no command to reject
        // for it.
        let _: Result<(), StoreError> = self.catch_panic(|| {
            (self.wake)();
            Ok(())
        });
    }

    fn bump_generation(&self) {
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
        match command {
            WriterCommand::Submit { ticket, change, .. } => {
                self.push_event(WriterEvent::Rejected { ticket, change, error: StoreError::WriterGone.into() });
            }
            WriterCommand::SaveDraft { draft, revision, .. } => {
                self.push_event(WriterEvent::DraftSaveFailed {
                    field_key: draft.field_key,
                    revision,
                    error: StoreError::WriterGone,
                });
            }
            WriterCommand::UndoOrRedo(_) => self.push_event(WriterEvent::UndoFailed(StoreError::WriterGone)),
            // Callers that wait for a reply get a disconnected channel.
            WriterCommand::CommitAndReply { .. }
            | WriterCommand::Flush(_)
            | WriterCommand::ClaimSlot(_)
            | WriterCommand::SaveSetting { .. }
            | WriterCommand::SetActive(_)
            | WriterCommand::FileChanged
            | WriterCommand::Close => {}
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
        if self.state.has_stopped() {
            self.state.reject(command);
        } else if let Err(SendError(command)) = self.commands.send(command) {
            tracing::error!("the writer is gone");
            self.state.reject(command);
        }
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
    while !state.has_stopped() {
        match inbox.recv_timeout(schedule.until_next()) {
            Ok(WriterCommand::SetActive(active)) => schedule.set_active(active),
            Ok(WriterCommand::FileChanged) => {
                schedule.on_event();
                // The commit is not visible yet: the first check follows after a short delay.
                continue;
            }
            Err(RecvTimeoutError::Timeout) => schedule.on_timeout(),
            Ok(WriterCommand::Close) | Err(RecvTimeoutError::Disconnected) => {
                if had_slot {
                    remove_slot_files(db);
                }
                return;
            }
            Ok(command) => {
                had_slot |= matches!(command, WriterCommand::ClaimSlot(_));
                handle(db, command, state);
            }
        }
        state.file_change_pending.store(false, Ordering::Release);
        let version = db.data_version().ok();
        if version != seen_version {
            seen_version = version;
            state.bump_generation();
        }
    }
    reject_all(inbox, state);
}

/// Removes the slot files that no window holds, so that a journal closed by its last window is one
/// file.
fn remove_slot_files(db: &Db) {
    let removed: Result<(), StoreError> = db.transaction(|db| {
        window_slot::remove_unheld_files(db.path());
        Ok(())
    });
    if let Err(error) = removed {
        tracing::warn!(%error, "the files of the slots stay until the journal is opened again");
    }
}

/// Rejects the commands that were queued before the writer stopped and those sent before the sender
/// knows it. Runs until the journal closes: dropping the receiver earlier would lose commands on
/// their way.
fn reject_all(inbox: &Receiver<WriterCommand>, state: &WriterState) {
    state.wake();
    for command in inbox {
        if matches!(command, WriterCommand::Close) {
            return;
        }
        state.reject(command);
        state.wake();
    }
}

fn handle(db: &Db, command: WriterCommand, state: &WriterState) {
    match command {
        WriterCommand::Submit { ticket, change, at, draft, progress } => {
            let result = state.catch_panic(|| commit(db, &change, &at, draft.as_ref(), &progress));
            if result.is_ok() {
                state.bump_generation();
            }
            state.emit(match result {
                Ok((person, entry)) => WriterEvent::Committed { ticket, kind: change.kind(), person, entry },
                Err(error) => WriterEvent::Rejected { ticket, change, error },
            });
        }
        WriterCommand::CommitAndReply { change, at, progress, reply_to } => {
            let result = state.catch_panic(|| commit(db, &change, &at, None, &progress));
            // The caller may have stopped waiting.
            let _ = reply_to.send(result.map(|(person, _)| person));
            state.bump_generation();
        }
        WriterCommand::UndoOrRedo(direction) => {
            let event = state.catch_panic(|| undo_or_redo(db, direction)).unwrap_or_else(WriterEvent::UndoFailed);
            state.bump_generation();
            state.emit(event);
        }
        WriterCommand::SaveDraft { draft, slot, revision, now_ms } => {
            let result = state.catch_panic(|| db.transaction(|db| db.put_draft(&draft, slot, now_ms)));
            let field_key = draft.field_key;
            state.emit(match result {
                Ok(()) => WriterEvent::DraftSaved { field_key, revision },
                Err(error) => WriterEvent::DraftSaveFailed { field_key, revision, error },
            });
        }
        WriterCommand::ClaimSlot(reply_to) => {
            // The caller may have stopped waiting.
            let _ = reply_to.send(state.catch_panic(|| db.transaction(window_slot::claim)));
            state.bump_generation();
        }
        WriterCommand::SaveSetting { name, value, observed } => {
            let result: Result<(), StoreError> =
                state.catch_panic(|| db.transaction(|db| db.set_setting(name, &value)));
            if let Err(error) = result {
                tracing::warn!(%error, name, "a setting was not kept");
            }
            if observed {
                state.bump_generation();
            }
        }
        WriterCommand::Flush(done) => drop(done.send(())),
        // Handled by `run`.
        WriterCommand::SetActive(_) | WriterCommand::FileChanged | WriterCommand::Close => {}
    }
}

/// The person and the entry that a change affected, if it was about one.
type ChangeTarget = (Option<PersonId>, Option<EntryId>);

/// Plans, applies and logs a change and removes its draft, in one transaction.
fn commit(
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
    let Some(change) = db.transaction::<_, StoreError>(|db| db.undo_or_redo(direction))? else {
        return Ok(WriterEvent::NothingToUndo);
    };
    let undone = UndoneChange { kind: change.kind.parse().ok(), person: change.person };
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
        let state = WriterState::new(|| {});
        let result: Result<(), StoreError> = state.catch_panic(|| {
            db.transaction(|db| {
                db.set_setting("half", &true)?;
                panic!("on purpose");
            })
        });
        assert!(matches!(result, Err(StoreError::WriterGone)));
        assert!(state.has_stopped());
        assert_eq!(db.setting::<bool>("half").unwrap(), None);
        db.transaction(|db| db.set_setting("whole", &true)).unwrap();
    }

    #[test]
    fn a_stopped_writer_rejects_what_was_queued_and_answers_no_flush() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("journal.rapport")).unwrap();
        let state = WriterState::new(|| {});
        let stopped: Result<(), StoreError> = state.catch_panic(|| panic!("on purpose"));
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
