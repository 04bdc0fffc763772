//! The writer: a thread with the only connection that writes. It takes orders in turn, does each in one transaction, and
//! says what became of it. A slow disk keeps the writer waiting, never the window.

use std::{
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc::{Receiver, RecvTimeoutError, SendError, Sender, channel},
    },
    thread::JoinHandle,
    time::Duration,
};

use super::{
    change,
    change::{Change, ChangeError},
    new_uid,
    progress::Progress,
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

/// How often the file is asked whether another window has written to it.
const POLL_INTERVAL: Duration = Duration::from_millis(400);

/// Something for the writer to do.
pub(super) enum WriterCommand {
    /// Make a change; with it goes the draft that it was written as.
    Submit { ticket: ChangeTicket, change: Change, at: Moment, draft: Option<DraftKey>, progress: Arc<Progress> },
    /// Take the latest change back, or make the last one taken back again.
    UndoOrRedo(UndoDirection),
    /// Keep a draft.
    SaveDraft { draft: Draft, slot: u32, revision: u64, now_ms: i64 },
    /// Claim a slot among the windows, with the drafts of windows that are gone.
    ClaimSlot(Sender<Result<WindowSlot, StoreError>>),
    /// Keep a setting.
    SaveSetting { name: &'static str, value: serde_json::Value },
    /// Say when all before this is done; dropped unanswered once the writer has stopped.
    Flush(Sender<()>),
    /// Say what becomes of one change to whoever waits for it.
    CommitAndReply {
        change: Change,
        at: Moment,
        progress: Arc<Progress>,
        reply_to: Sender<Result<Option<PersonId>, ChangeError>>,
    },
}

/// Which field of which window a draft is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftKey {
    /// The field.
    pub field_key: String,
    /// The window.
    pub slot: u32,
}

/// What the writer and the window both see.
pub(super) struct WriterState {
    generation: AtomicU64,
    events: Mutex<Vec<WriterEvent>>,
    /// Set by the first panic on the writer thread, for good: from then on every order is rejected.
    stopped: AtomicBool,
    wake: Box<dyn Fn() + Send + Sync>,
}

impl WriterState {
    pub(super) fn new(wake: impl Fn() + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self {
            generation: AtomicU64::new(1),
            events: Mutex::default(),
            stopped: AtomicBool::new(false),
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

    /// Runs `work`; a panic in it stops the writer and is returned as [`StoreError::Stopped`].
    fn catch_panic<T, E: From<StoreError>>(&self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        // Unwind safe: the transaction was rolled back while unwinding, and a stopped writer uses its connection no more.
        catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
            tracing::error!("the writer panicked and has stopped");
            self.stopped.store(true, Ordering::Release);
            Err(StoreError::WriterGone.into())
        })
    }

    fn wake(&self) {
        // A panic in the callback stops the writer, like any other; there is no order left to reject for it.
        let _: Result<(), StoreError> = self.catch_panic(|| {
            (self.wake)();
            Ok(())
        });
    }

    fn bump_generation(&self) {
        self.generation.fetch_add(1, Ordering::AcqRel);
        self.wake();
    }

    fn emit(&self, notice: WriterEvent) {
        self.push_event(notice);
        self.wake();
    }

    fn push_event(&self, notice: WriterEvent) {
        self.events.lock().unwrap_or_else(PoisonError::into_inner).push(notice);
    }

    fn reject(&self, order: WriterCommand) {
        match order {
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
            // Who waits for these hears it from the channel that is dropped here.
            WriterCommand::CommitAndReply { .. }
            | WriterCommand::Flush(_)
            | WriterCommand::ClaimSlot(_)
            | WriterCommand::SaveSetting { .. } => {}
        }
    }
}

/// The window's end of the writer.
pub(super) struct Writer {
    commands: Option<Sender<WriterCommand>>,
    thread: Option<JoinHandle<()>>,
    state: Arc<WriterState>,
}

impl Writer {
    pub(super) fn spawn(db: Db, shared: Arc<WriterState>) -> std::io::Result<Self> {
        let (orders, inbox) = channel();
        let seen_by_both = Arc::clone(&shared);
        let thread =
            std::thread::Builder::new().name("writer".into()).spawn(move || run(&db, &inbox, &seen_by_both))?;
        Ok(Self { commands: Some(orders), thread: Some(thread), state: shared })
    }

    /// Queues an order. Once the writer has stopped, the order comes back as a notice, so that no text is lost in silence.
    pub(super) fn send(&self, order: WriterCommand) {
        if self.state.has_stopped() {
            self.state.reject(order);
        } else if let Some(orders) = &self.commands
            && let Err(SendError(order)) = orders.send(order)
        {
            tracing::error!("the writer is gone");
            self.state.reject(order);
        }
    }
}

impl Drop for Writer {
    /// All that was ordered is done before the journal closes.
    fn drop(&mut self) {
        self.commands = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the writer ended badly");
        }
    }
}

fn run(db: &Db, inbox: &Receiver<WriterCommand>, shared: &WriterState) {
    let mut seen = db.data_version().ok();
    let mut had_slot = false;
    while !shared.has_stopped() {
        match inbox.recv_timeout(POLL_INTERVAL) {
            Ok(order) => {
                had_slot |= matches!(order, WriterCommand::ClaimSlot(_));
                handle(db, order, shared);
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                if had_slot {
                    remove_slot_files(db);
                }
                return;
            }
        }
        let version = db.data_version().ok();
        if version != seen {
            seen = version;
            shared.bump_generation();
        }
    }
    reject_all(inbox, shared);
}

/// Leaves the journal one file when the last window on it closes.
fn remove_slot_files(db: &Db) {
    let removed: Result<(), StoreError> = db.transaction(|db| {
        window_slot::remove_unheld_files(db.path());
        Ok(())
    });
    if let Err(error) = removed {
        tracing::warn!(%error, "the files of the slots stay until the journal is opened again");
    }
}

/// Gives back whatever was queued before the writer stopped, or is sent while the sender does not know that yet.
/// Ends when the journal closes: a receiver that is dropped earlier would lose what is on its way.
fn reject_all(inbox: &Receiver<WriterCommand>, shared: &WriterState) {
    shared.wake();
    for order in inbox {
        shared.reject(order);
        shared.wake();
    }
}

fn handle(db: &Db, order: WriterCommand, shared: &WriterState) {
    match order {
        WriterCommand::Submit { ticket, change, at: when, draft, progress } => {
            let kept = shared.catch_panic(|| commit(db, &change, &when, draft.as_ref(), &progress));
            if kept.is_ok() {
                shared.bump_generation();
            }
            shared.emit(match kept {
                Ok((person, entry)) => WriterEvent::Committed { ticket, kind: change.kind(), person, entry },
                Err(error) => WriterEvent::Rejected { ticket, change, error },
            });
        }
        WriterCommand::CommitAndReply { change, at: when, progress, reply_to: to } => {
            let kept = shared.catch_panic(|| commit(db, &change, &when, None, &progress));
            // Whoever asked may have stopped waiting.
            let _ = to.send(kept.map(|(person, _)| person));
            shared.bump_generation();
        }
        WriterCommand::UndoOrRedo(history) => {
            let notice = shared.catch_panic(|| undo_or_redo(db, history)).unwrap_or_else(WriterEvent::UndoFailed);
            shared.bump_generation();
            shared.emit(notice);
        }
        WriterCommand::SaveDraft { draft, slot, revision, now_ms } => {
            let place = draft.field_key.clone();
            let kept = shared.catch_panic(|| db.transaction(|db| db.put_draft(&draft, slot, now_ms)));
            shared.emit(match kept {
                Ok(()) => WriterEvent::DraftSaved { field_key: place, revision },
                Err(error) => WriterEvent::DraftSaveFailed { field_key: place, revision, error },
            });
        }
        WriterCommand::ClaimSlot(to) => {
            // Whoever asked may have stopped waiting.
            let _ = to.send(shared.catch_panic(|| db.transaction(window_slot::claim)));
            shared.bump_generation();
        }
        WriterCommand::SaveSetting { name, value } => {
            let kept: Result<(), StoreError> = shared.catch_panic(|| db.transaction(|db| db.set_setting(name, &value)));
            if let Err(error) = kept {
                tracing::warn!(%error, name, "a setting was not kept");
            }
        }
        WriterCommand::Flush(done) => drop(done.send(())),
    }
}

/// About whom and about which entry a change was, where it was about one.
type ChangeTarget = (Option<PersonId>, Option<EntryId>);

/// Makes a change in one transaction with its inverse, and takes its draft away in the same.
fn commit(
    db: &Db,
    change: &Change,
    when: &Moment,
    draft: Option<&DraftKey>,
    progress: &Progress,
) -> Result<ChangeTarget, ChangeError> {
    db.transaction(|db| {
        let edits = change::plan(db, change, when)?;
        let person = change::affected_person(&edits);
        let entry = change::affected_entry(&edits);
        if !edits.is_empty() {
            let new = NewChange { kind: change.kind().as_str(), person, uid: new_uid(when), made_at: when };
            let mut done = 0;
            db.apply_and_log(&new, &edits, || {
                done += 1;
                match progress.report(done, edits.len() as u64) {
                    ControlFlow::Continue(()) => Ok(()),
                    ControlFlow::Break(()) => Err(ChangeError::Cancelled),
                }
            })?;
        }
        if let Some(DraftKey { field_key: place, slot }) = draft {
            db.remove_draft(place, *slot)?;
        }
        Ok((person, entry))
    })
}

fn undo_or_redo(db: &Db, direction: UndoDirection) -> Result<WriterEvent, StoreError> {
    let Some(change) = db.transaction::<_, StoreError>(|db| db.undo_or_redo(direction))? else {
        return Ok(WriterEvent::NothingToUndo);
    };
    let stepped = UndoneChange { kind: change.kind.parse().ok(), person: change.person };
    Ok(match direction {
        UndoDirection::Undo => WriterEvent::Undone(stepped),
        UndoDirection::Redo => WriterEvent::Redone(stepped),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_within_a_transaction_rolls_it_back_and_stops_the_writer() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("journal.rapport")).unwrap();
        let shared = WriterState::new(|| {});
        let half_done: Result<(), StoreError> = shared.catch_panic(|| {
            db.transaction(|db| {
                db.set_setting("half", &true)?;
                panic!("on purpose");
            })
        });
        assert!(matches!(half_done, Err(StoreError::WriterGone)));
        assert!(shared.has_stopped());
        assert_eq!(db.setting::<bool>("half").unwrap(), None);
        db.transaction(|db| db.set_setting("whole", &true)).unwrap();
    }

    #[test]
    fn a_stopped_writer_rejects_what_was_queued_and_answers_no_flush() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("journal.rapport")).unwrap();
        let shared = WriterState::new(|| {});
        let stopped: Result<(), StoreError> = shared.catch_panic(|| panic!("on purpose"));
        assert!(stopped.is_err());
        let (orders, inbox) = channel();
        let draft = Draft { field_key: "jot/1".into(), prefix: String::new(), text: "half a th".into() };
        orders.send(WriterCommand::SaveDraft { draft, slot: 1, revision: 7, now_ms: 0 }).unwrap();
        orders.send(WriterCommand::UndoOrRedo(UndoDirection::Undo)).unwrap();
        let (to, done) = channel();
        orders.send(WriterCommand::Flush(to)).unwrap();
        drop(orders);
        run(&db, &inbox, &shared);
        let notices = shared.take_events();
        assert!(
            matches!(
                notices.as_slice(),
                [
                    WriterEvent::DraftSaveFailed { revision: 7, error: StoreError::WriterGone, .. },
                    WriterEvent::UndoFailed(StoreError::WriterGone)
                ]
            ),
            "{notices:?}"
        );
        assert!(done.recv().is_err());
        assert_eq!(db.draft("jot/1", 1).unwrap(), None);
    }
}
