//! Saving an open journal as a new file, when the old one is gone or takes no more changes.

use std::path::Path;

use super::{
    change::{Change, ChangeError},
    progress::Progress,
    writer,
};
use crate::{
    domain::moment::Moment,
    store::{Db, Draft, StoreError},
};

/// What the window holds and the file does not.
#[derive(Debug, Default)]
pub struct Unsaved {
    /// The changes that were rejected, in their order.
    pub changes: Vec<Change>,
    /// The texts that are being written, each with the slot of its window.
    pub drafts: Vec<(Draft, u32)>,
}

/// Writes everything to a new journal at `path`. Returns how many of the changes could not be made
/// in it, because they break a rule there.
///
/// # Errors
/// Fails, leaving nothing at `path`, if something is there already or the new file cannot be
/// written, or a page of the old one cannot be read.
pub(super) fn save_as(db: &Db, path: &Path, unsaved: &Unsaved, at: &Moment) -> Result<usize, StoreError> {
    db.copy_to_new_file(path, |copy| {
        let mut rejected = 0;
        for change in &unsaved.changes {
            match writer::commit(copy, change, at, None, &Progress::default()) {
                Ok(_) => {}
                Err(ChangeError::Store(error)) => return Err(error),
                Err(ChangeError::RuleViolation(_) | ChangeError::Cancelled) => rejected += 1,
            }
        }
        copy.transaction(|copy| {
            unsaved.drafts.iter().try_for_each(|(draft, slot)| copy.put_draft(draft, *slot, at.at_ms()))
        })?;
        Ok(rejected)
    })
}
