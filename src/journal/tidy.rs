//! Tidying when a window opens: old changes leave the log, and temporary files that a killed
//! process has left are removed.

use std::path::Path;

use jiff::civil::Date;

use super::paths;
use crate::{
    domain::retention::Retention,
    store::{Db, StoreError, discard_old_files, remove_leftovers, remove_registered_leftovers},
};

/// The setting that holds the [`Retention`].
pub const RETENTION_SETTING: &str = "retention";

/// The setting that counts the edits that have left the log.
pub const TRIMMED_SETTING: &str = "trimmed_edits";

/// The choices about old history.
///
/// # Errors
/// Fails if the file cannot be read.
pub fn retention(db: &Db) -> Result<Retention, StoreError> {
    Ok(db.setting(RETENTION_SETTING)?.unwrap_or_default())
}

/// How many earlier versions have left the log.
///
/// # Errors
/// Fails if the file cannot be read.
pub fn trimmed_count(db: &Db) -> Result<u64, StoreError> {
    Ok(db.setting(TRIMMED_SETTING)?.unwrap_or_default())
}

/// Tidies the journal and its folder.
pub(super) fn tidy(db: &Db, today: Date, now_ms: i64) {
    if let Err(error) = trim_log(db, today) {
        tracing::warn!(%error, "old changes stay in the log");
    }
    let beside = db.real_path().parent().map(Path::to_owned);
    for folder in beside.into_iter().chain(paths::documents_dir()) {
        remove_leftovers(&folder, db.real_path(), now_ms);
    }
    remove_registered_leftovers(now_ms);
    discard_old_files(db.path());
}

fn trim_log(db: &Db, today: Date) -> Result<(), StoreError> {
    let Some(kept_from) = retention(db)?.log_kept_from(today) else { return Ok(()) };
    if db.count_edits_before(kept_from)? == 0 {
        return Ok(());
    }
    db.transaction(|db| {
        let removed = db.trim_log(kept_from)?;
        db.set_setting(TRIMMED_SETTING, &(trimmed_count(db)? + removed))
    })
}
