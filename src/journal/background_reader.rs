//! A thread that reads from the journal for whoever asked last, so that no window waits for it.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread::JoinHandle,
};

use super::{DamageReporter, Journal};
use crate::store::{Db, Interrupter, StoreError};

/// A thread with its own connection. It answers the latest request, in one part or several, and
/// ends when this is dropped.
pub(super) struct BackgroundReader<Q, A> {
    requests: Option<Sender<(u64, Q)>>,
    answers: Receiver<(u64, A)>,
    /// The number of the latest request.
    latest: Arc<AtomicU64>,
    interrupter: Interrupter,
    thread: Option<JoinHandle<()>>,
}

/// With what a request is answered.
pub(super) struct Replies<'a, A> {
    number: u64,
    latest: &'a AtomicU64,
    answer_to: &'a Sender<(u64, A)>,
    wake: &'a dyn Fn(),
}

impl<Q: Send + 'static, A: Send + 'static> BackgroundReader<Q, A> {
    /// Starts the thread. On it, `answer` is called for each request, and `wake` whenever there is
    /// a part of an answer. A request is skipped if another has followed already.
    ///
    /// # Errors
    /// Fails if the file cannot be opened again, or the thread cannot be started.
    pub(super) fn start(
        journal: &Journal,
        name: &str,
        wake: impl Fn() + Send + 'static,
        mut answer: impl FnMut(&JournalReader, Q, &Replies<'_, A>) + Send + 'static,
    ) -> Result<Self, StoreError> {
        let reader = JournalReader { db: journal.open_reader()?, damage: journal.damage_reporter() };
        let interrupter = reader.db.interrupter();
        let (requests, receiver) = channel();
        let (answer_to, answers) = channel();
        let latest = Arc::new(AtomicU64::new(0));
        let newest = Arc::clone(&latest);
        let work = move || {
            while let Ok(first) = receiver.recv() {
                let (number, request) = receiver.try_iter().last().unwrap_or(first);
                let replies = Replies { number, latest: &newest, answer_to: &answer_to, wake: &wake };
                answer(&reader, request, &replies);
            }
        };
        let spawned = std::thread::Builder::new().name(name.to_owned()).spawn(work);
        let failed = |source: io::Error| StoreError::Io { path: journal.path().to_owned(), source };
        let thread = Some(spawned.map_err(failed)?);
        Ok(Self { requests: Some(requests), answers, latest, interrupter, thread })
    }

    /// Asks for something in place of what was asked for before.
    pub(super) fn request(&mut self, request: Q) {
        let number = self.latest.fetch_add(1, Ordering::SeqCst) + 1;
        if let Some(requests) = &self.requests {
            // Without a thread there is no answer.
            let _ = requests.send((number, request));
        }
    }

    /// The next part of the answer to the latest request.
    pub(super) fn poll(&self) -> Option<A> {
        let latest = self.latest.load(Ordering::SeqCst);
        self.answers.try_iter().find_map(|(number, answer)| (number == latest).then_some(answer))
    }
}

impl<Q, A> Drop for BackgroundReader<Q, A> {
    fn drop(&mut self) {
        // What is being read is wanted no more.
        self.latest.store(u64::MAX, Ordering::SeqCst);
        self.interrupter.interrupt();
        self.requests = None;
        // The file is closed before whatever follows.
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("a thread that reads the journal panicked");
        }
    }
}

impl<A> Replies<'_, A> {
    /// Sends a part of the answer.
    pub(super) fn send(&self, answer: A) {
        // The window may have gone.
        let _ = self.answer_to.send((self.number, answer));
        (self.wake)();
    }

    /// Whether the rest of the answer is wanted no more.
    pub(super) fn is_outdated(&self) -> bool {
        self.latest.load(Ordering::SeqCst) != self.number
    }
}

/// The journal on a thread that only reads it.
pub(super) struct JournalReader {
    db: Db,
    damage: DamageReporter,
}

impl JournalReader {
    /// Reads, and reports damage.
    pub(super) fn read<T>(&self, read: impl FnOnce(&Db) -> Result<T, StoreError>) -> Result<T, StoreError> {
        read(&self.db).inspect_err(|error| self.damage.report(error))
    }
}
