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
    change::{self, Change, ChangeError},
    new_uid,
    notice::{Notice, Stepped, Ticket},
    progress::Progress,
    slot::{self, Slot},
};
use crate::{
    domain::{
        id::{EntryId, PersonId},
        moment::Moment,
    },
    store::{Db, Draft, History, NewChange, StoreError},
};

/// How often the file is asked whether another window has written to it.
const LOOK_EVERY: Duration = Duration::from_millis(400);

/// Something for the writer to do.
pub(super) enum Order {
    /// Make a change; with it goes the draft that it was written as.
    Change { ticket: Ticket, change: Change, when: Moment, draft: Option<DraftKey>, progress: Arc<Progress> },
    /// Take the latest change back, or make the last one taken back again.
    Step(History),
    /// Keep a draft.
    Draft { draft: Draft, slot: u32, revision: u64, now_ms: i64 },
    /// Claim a slot among the windows, with the drafts of windows that are gone.
    ClaimSlot(Sender<Result<Slot, StoreError>>),
    /// Keep a setting.
    Setting { name: &'static str, value: serde_json::Value },
    /// Say when all before this is done; dropped unanswered once the writer has stopped.
    Flush(Sender<()>),
    /// Say what becomes of one change to whoever waits for it.
    Answer { change: Change, when: Moment, progress: Arc<Progress>, to: Sender<Result<Option<PersonId>, ChangeError>> },
}

/// Which field of which window a draft is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftKey {
    /// The field.
    pub place: String,
    /// The window.
    pub slot: u32,
}

/// What the writer and the window both see.
pub(super) struct Shared {
    generation: AtomicU64,
    notices: Mutex<Vec<Notice>>,
    /// Set by the first panic on the writer thread, for good: from then on every order is rejected.
    stopped: AtomicBool,
    wake: Box<dyn Fn() + Send + Sync>,
}

impl Shared {
    pub(super) fn new(wake: impl Fn() + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self {
            generation: AtomicU64::new(1),
            notices: Mutex::default(),
            stopped: AtomicBool::new(false),
            wake: Box::new(wake),
        })
    }

    pub(super) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    pub(super) fn take_notices(&self) -> Vec<Notice> {
        std::mem::take(&mut *self.notices.lock().unwrap_or_else(PoisonError::into_inner))
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
            Err(StoreError::Stopped.into())
        })
    }

    fn wake(&self) {
        // A panic in the callback stops the writer, like any other; there is no order left to reject for it.
        let _: Result<(), StoreError> = self.catch_panic(|| {
            (self.wake)();
            Ok(())
        });
    }

    fn changed(&self) {
        self.generation.fetch_add(1, Ordering::AcqRel);
        self.wake();
    }

    fn say(&self, notice: Notice) {
        self.put(notice);
        self.wake();
    }

    fn put(&self, notice: Notice) {
        self.notices.lock().unwrap_or_else(PoisonError::into_inner).push(notice);
    }

    fn give_back(&self, order: Order) {
        match order {
            Order::Change { ticket, change, .. } => {
                self.put(Notice::NotKept { ticket, change, error: StoreError::Stopped.into() });
            }
            Order::Draft { draft, revision, .. } => {
                self.put(Notice::DraftNotKept { place: draft.place, revision, error: StoreError::Stopped });
            }
            Order::Step(_) => self.put(Notice::HistoryFailed(StoreError::Stopped)),
            // Who waits for these hears it from the channel that is dropped here.
            Order::Answer { .. } | Order::Flush(_) | Order::ClaimSlot(_) | Order::Setting { .. } => {}
        }
    }
}

/// The window's end of the writer.
pub(super) struct Writer {
    orders: Option<Sender<Order>>,
    thread: Option<JoinHandle<()>>,
    shared: Arc<Shared>,
}

impl Writer {
    pub(super) fn start(db: Db, shared: Arc<Shared>) -> std::io::Result<Self> {
        let (orders, inbox) = channel();
        let seen_by_both = Arc::clone(&shared);
        let thread =
            std::thread::Builder::new().name("writer".into()).spawn(move || work(&db, &inbox, &seen_by_both))?;
        Ok(Self { orders: Some(orders), thread: Some(thread), shared })
    }

    /// Queues an order. Once the writer has stopped, the order comes back as a notice, so that no text is lost in silence.
    pub(super) fn order(&self, order: Order) {
        if self.shared.has_stopped() {
            self.shared.give_back(order);
        } else if let Some(orders) = &self.orders
            && let Err(SendError(order)) = orders.send(order)
        {
            tracing::error!("the writer is gone");
            self.shared.give_back(order);
        }
    }
}

impl Drop for Writer {
    /// All that was ordered is done before the journal closes.
    fn drop(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the writer ended badly");
        }
    }
}

fn work(db: &Db, inbox: &Receiver<Order>, shared: &Shared) {
    let mut seen = db.data_version().ok();
    let mut had_slot = false;
    while !shared.has_stopped() {
        match inbox.recv_timeout(LOOK_EVERY) {
            Ok(order) => {
                had_slot |= matches!(order, Order::ClaimSlot(_));
                follow(db, order, shared);
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
            shared.changed();
        }
    }
    reject_all(inbox, shared);
}

/// Leaves the journal one file when the last window on it closes.
fn remove_slot_files(db: &Db) {
    let removed: Result<(), StoreError> = db.transaction(|db| {
        slot::remove_unheld_files(db.path());
        Ok(())
    });
    if let Err(error) = removed {
        tracing::warn!(%error, "the files of the slots stay until the journal is opened again");
    }
}

/// Gives back whatever was queued before the writer stopped, or is sent while the sender does not know that yet.
/// Ends when the journal closes: a receiver that is dropped earlier would lose what is on its way.
fn reject_all(inbox: &Receiver<Order>, shared: &Shared) {
    shared.wake();
    for order in inbox {
        shared.give_back(order);
        shared.wake();
    }
}

fn follow(db: &Db, order: Order, shared: &Shared) {
    match order {
        Order::Change { ticket, change, when, draft, progress } => {
            let kept = shared.catch_panic(|| make(db, &change, &when, draft.as_ref(), &progress));
            if kept.is_ok() {
                shared.changed();
            }
            shared.say(match kept {
                Ok((person, entry)) => Notice::Kept { ticket, deed: change.deed(), person, entry },
                Err(error) => Notice::NotKept { ticket, change, error },
            });
        }
        Order::Answer { change, when, progress, to } => {
            let kept = shared.catch_panic(|| make(db, &change, &when, None, &progress));
            // Whoever asked may have stopped waiting.
            let _ = to.send(kept.map(|(person, _)| person));
            shared.changed();
        }
        Order::Step(history) => {
            let notice = shared.catch_panic(|| step(db, history)).unwrap_or_else(Notice::HistoryFailed);
            shared.changed();
            shared.say(notice);
        }
        Order::Draft { draft, slot, revision, now_ms } => {
            let place = draft.place.clone();
            let kept = shared.catch_panic(|| db.transaction(|db| db.put_draft(&draft, slot, now_ms)));
            shared.say(match kept {
                Ok(()) => Notice::DraftKept { place, revision },
                Err(error) => Notice::DraftNotKept { place, revision, error },
            });
        }
        Order::ClaimSlot(to) => {
            // Whoever asked may have stopped waiting.
            let _ = to.send(shared.catch_panic(|| db.transaction(slot::claim)));
            shared.changed();
        }
        Order::Setting { name, value } => {
            let kept: Result<(), StoreError> =
                shared.catch_panic(|| db.transaction(|db| db.set_setting(name, &value)));
            if let Err(error) = kept {
                tracing::warn!(%error, name, "a setting was not kept");
            }
        }
        Order::Flush(done) => drop(done.send(())),
    }
}

/// About whom and about which entry a change was, where it was about one.
type About = (Option<PersonId>, Option<EntryId>);

/// Makes a change in one transaction with its inverse, and takes its draft away in the same.
fn make(
    db: &Db,
    change: &Change,
    when: &Moment,
    draft: Option<&DraftKey>,
    progress: &Progress,
) -> Result<About, ChangeError> {
    db.transaction(|db| {
        let edits = change::plan(db, change, when)?;
        let person = change::about(&edits);
        let entry = change::about_entry(&edits);
        if !edits.is_empty() {
            let new = NewChange { what: change.deed().as_str(), person, uid: new_uid(when), made: when };
            let mut done = 0;
            db.apply_and_log(&new, &edits, || {
                done += 1;
                match progress.say(done, edits.len() as u64) {
                    ControlFlow::Continue(()) => Ok(()),
                    ControlFlow::Break(()) => Err(ChangeError::Stopped),
                }
            })?;
        }
        if let Some(DraftKey { place, slot }) = draft {
            db.remove_draft(place, *slot)?;
        }
        Ok((person, entry))
    })
}

fn step(db: &Db, history: History) -> Result<Notice, StoreError> {
    let Some(change) = db.transaction::<_, StoreError>(|db| db.step_history(history))? else {
        return Ok(Notice::NoFurther);
    };
    let stepped = Stepped { deed: change.what.parse().ok(), person: change.person };
    Ok(match history {
        History::ToUndo => Notice::TakenBack(stepped),
        History::ToRedo => Notice::MadeAgain(stepped),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_within_a_transaction_rolls_it_back_and_stops_the_writer() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("journal.rapport")).unwrap();
        let shared = Shared::new(|| {});
        let half_done: Result<(), StoreError> = shared.catch_panic(|| {
            db.transaction(|db| {
                db.set_setting("half", &true)?;
                panic!("on purpose");
            })
        });
        assert!(matches!(half_done, Err(StoreError::Stopped)));
        assert!(shared.has_stopped());
        assert_eq!(db.setting::<bool>("half").unwrap(), None);
        db.transaction(|db| db.set_setting("whole", &true)).unwrap();
    }

    #[test]
    fn a_stopped_writer_rejects_what_was_queued_and_answers_no_flush() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("journal.rapport")).unwrap();
        let shared = Shared::new(|| {});
        let stopped: Result<(), StoreError> = shared.catch_panic(|| panic!("on purpose"));
        assert!(stopped.is_err());
        let (orders, inbox) = channel();
        let draft = Draft { place: "jot/1".into(), mark: String::new(), text: "half a th".into() };
        orders.send(Order::Draft { draft, slot: 1, revision: 7, now_ms: 0 }).unwrap();
        orders.send(Order::Step(History::ToUndo)).unwrap();
        let (to, done) = channel();
        orders.send(Order::Flush(to)).unwrap();
        drop(orders);
        work(&db, &inbox, &shared);
        let notices = shared.take_notices();
        assert!(
            matches!(
                notices.as_slice(),
                [
                    Notice::DraftNotKept { revision: 7, error: StoreError::Stopped, .. },
                    Notice::HistoryFailed(StoreError::Stopped)
                ]
            ),
            "{notices:?}"
        );
        assert!(done.recv().is_err());
        assert_eq!(db.draft("jot/1", 1).unwrap(), None);
    }
}
