//! What time it is. The only place that asks the computer.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Zoned;

/// Something that knows the time and the zone the leader is in.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Zoned;
}

/// The computer's clock and zone.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the computer")]
    fn now(&self) -> Zoned {
        Zoned::now()
    }
}

/// A clock that stands still until it is set: for tests, benches and pictures, where every run has the same day.
#[derive(Debug, Clone)]
pub struct FixedClock(Arc<Mutex<Zoned>>);

impl FixedClock {
    /// Stands at `now`.
    pub fn new(now: Zoned) -> Self {
        Self(Arc::new(Mutex::new(now)))
    }

    /// Stands at `now` from here on.
    pub fn set(&self, now: Zoned) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Zoned {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
