//! Damage that is found by readers on other threads.

use std::sync::Arc;

use super::{StopReason, writer::WriterState};
use crate::store::StoreError;

/// Reports damage of the journal’s file from any thread: the writer stops, and the window says so,
/// whoever has met it.
#[derive(Clone)]
pub struct DamageReporter {
    state: Arc<WriterState>,
}

impl DamageReporter {
    pub(super) fn new(state: &Arc<WriterState>) -> Self {
        Self { state: Arc::clone(state) }
    }

    /// Stops the writer if the error says that the journal’s file is damaged. Errors of other
    /// files, as of a backup, are not reported.
    pub fn report(&self, error: &StoreError) {
        if error.is_damage_of(self.state.path()) {
            self.state.stop(StopReason::Damaged);
            self.state.wake();
        }
    }
}
