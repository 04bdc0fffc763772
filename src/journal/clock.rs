//! Clocks. The only module that reads the time of the system.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Zoned;

/// A source of the current time and time zone.
pub trait Clock: Send + Sync {
    /// The current time, in the zone of the leader.
    fn now(&self) -> Zoned;
}

/// The clock and time zone of the system.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the only place that reads the system time")]
    fn now(&self) -> Zoned {
        Zoned::now()
    }
}

/// A clock that stands still until it is set, for reproducible tests, benchmarks and screenshots.
#[derive(Debug, Clone)]
pub struct FixedClock(Arc<Mutex<Zoned>>);

impl FixedClock {
    /// A clock that stands at `now`.
    pub fn new(now: Zoned) -> Self {
        Self(Arc::new(Mutex::new(now)))
    }

    /// Sets the time to `now`.
    pub fn set(&self, now: Zoned) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Zoned {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
