//! The writer: a thread with the only connection that writes. It takes orders in turn, does each in one transaction, and
//! says what became of it. A slow disk keeps the writer waiting, never the window.

use std::{
    ops::ControlFlow,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
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
    /// Take over the drafts of a window that is gone.
    Adopt { from: u32, to: u32 },
    /// Keep a setting.
    Setting { name: &'static str, value: serde_json::Value },
    /// Say when all before this is done.
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
    wake: Box<dyn Fn() + Send + Sync>,
}

impl Shared {
    pub(super) fn new(wake: impl Fn() + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { generation: AtomicU64::new(1), notices: Mutex::default(), wake: Box::new(wake) })
    }

    pub(super) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    pub(super) fn take_notices(&self) -> Vec<Notice> {
        std::mem::take(&mut *self.notices.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn changed(&self) {
        self.generation.fetch_add(1, Ordering::AcqRel);
        (self.wake)();
    }

    fn say(&self, notice: Notice) {
        self.put(notice);
        (self.wake)();
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
            Order::Answer { .. } | Order::Flush(_) | Order::Adopt { .. } | Order::Setting { .. } => {}
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

    /// The writer lives as long as this end does. Should it have ended badly all the same, then what was ordered comes back
    /// as a notice, so that no text is lost in silence.
    pub(super) fn order(&self, order: Order) {
        if let Some(orders) = &self.orders
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
    loop {
        match inbox.recv_timeout(LOOK_EVERY) {
            Ok(order) => follow(db, order, shared),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        let version = db.data_version().ok();
        if version != seen {
            seen = version;
            shared.changed();
        }
    }
}

fn follow(db: &Db, order: Order, shared: &Shared) {
    match order {
        Order::Change { ticket, change, when, draft, progress } => {
            let kept = make(db, &change, &when, draft.as_ref(), &progress);
            if kept.is_ok() {
                shared.changed();
            }
            shared.say(match kept {
                Ok((person, entry)) => Notice::Kept { ticket, deed: change.deed(), person, entry },
                Err(error) => Notice::NotKept { ticket, change, error },
            });
        }
        Order::Answer { change, when, progress, to } => {
            // Whoever asked may have stopped waiting.
            let _ = to.send(make(db, &change, &when, None, &progress).map(|(person, _)| person));
            shared.changed();
        }
        Order::Step(history) => {
            let notice = step(db, history);
            shared.changed();
            shared.say(notice);
        }
        Order::Draft { draft, slot, revision, now_ms } => {
            let place = draft.place.clone();
            shared.say(match db.transaction(|db| db.put_draft(&draft, slot, now_ms)) {
                Ok(()) => Notice::DraftKept { place, revision },
                Err(error) => Notice::DraftNotKept { place, revision, error },
            });
        }
        Order::Adopt { from, to } => {
            if let Err(error) = db.transaction(|db| db.adopt_drafts(from, to)) {
                tracing::warn!(%error, "drafts of a closed window stay where they are");
            }
            shared.changed();
        }
        Order::Setting { name, value } => {
            let kept: Result<(), StoreError> = db.transaction(|db| db.set_setting(name, &value));
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

fn step(db: &Db, history: History) -> Notice {
    match db.transaction::<_, StoreError>(|db| db.step_history(history)) {
        Ok(None) => Notice::NoFurther,
        Err(error) => Notice::HistoryFailed(error),
        Ok(Some(change)) => {
            let stepped = Stepped { deed: change.what.parse().ok(), person: change.person };
            match history {
                History::ToUndo => Notice::TakenBack(stepped),
                History::ToRedo => Notice::MadeAgain(stepped),
            }
        }
    }
}
