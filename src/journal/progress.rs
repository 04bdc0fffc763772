//! How far long work is, seen from another thread, and the word to stop it.

use std::{
    ops::ControlFlow,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
};

/// Reports progress as `(done, total)`; `Break` asks the work to stop.
pub type ProgressFn<'a> = dyn FnMut(u64, u64) -> ControlFlow<()> + 'a;

/// Long work that is going on. Shared between who does it and who watches.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
}

impl Progress {
    /// Says how far it is: so many of so many. Who does the work ends it where the answer is to break off.
    pub fn report(&self, done: u64, total: u64) -> ControlFlow<()> {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        if self.cancelled.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// How many of how many are done; 0 of 0 before it began.
    pub fn done_and_total(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }

    /// Asks for it to end; nothing of it stays then.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}
