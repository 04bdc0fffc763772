//! The latest version of a record in the change log of a damaged journal.

use rusqlite::{OptionalExtension as _, params};

use super::super::{Db, Record, RecordKind, error::Result};
use crate::domain::{change_kind::ChangeKind, id::Uid};

/// What the change log says about a record.
pub(super) enum LoggedState {
    /// It was never logged or only added, or the log cannot be read.
    Unknown,
    /// It was removed.
    Removed,
    /// Its latest version.
    Latest(Record),
    /// A version that may not be the latest.
    Earlier(Record),
}

/// Reads the state of a record after all changes that are in force. `is_suspect` tells whether an
/// edit of a change is damaged.
pub(super) fn logged_state(
    db: &Db,
    kind: RecordKind,
    uid: Uid,
    is_suspect: impl Fn(i64) -> bool,
) -> Result<LoggedState> {
    let sql = "SELECT edits.change, coalesce(changes.state, 'done'), edits.before, edits.after, changes.what
               FROM edits LEFT JOIN changes ON changes.id = edits.change
               WHERE edits.uid = ?1 AND edits.record = ?2 ORDER BY edits.change DESC, edits.nth DESC";
    let mut statement = db.conn.prepare_cached(sql)?;
    let mut rows = statement.query(params![uid, kind.as_str()])?;
    let mut is_latest = true;
    // The record as it was before the changes that were undone.
    let mut before_undone = None;
    while let Some(row) = rows.next()? {
        let (change, state): (i64, String) = (row.get(0)?, row.get(1)?);
        let (before, after): (Option<String>, Option<String>) = (row.get(2)?, row.get(3)?);
        let is_in_force = state == "done";
        if row.get::<_, Option<String>>(4)?.as_deref() == Some(ChangeKind::Erase.as_str()) {
            return Ok(LoggedState::Removed);
        }
        let json = match (is_in_force, before, after) {
            (true, _, Some(after)) => after,
            (true, Some(_), None) => return Ok(LoggedState::Removed),
            // Added, and not repeated here: only what later changes found is known.
            (true, None, None) => break,
            (false, Some(before), _) => before,
            (false, None, _) => {
                before_undone = None;
                continue;
            }
        };
        match Record::from_json(kind, &json) {
            Ok(record) if is_in_force => {
                let is_sure = is_latest && !is_suspect(change);
                return Ok(if is_sure { LoggedState::Latest(record) } else { LoggedState::Earlier(record) });
            }
            Ok(record) => before_undone = Some(record),
            Err(_) => is_latest = false,
        }
    }
    Ok(match before_undone {
        Some(record) if is_latest => LoggedState::Latest(record),
        Some(record) => LoggedState::Earlier(record),
        None => LoggedState::Unknown,
    })
}

/// The uids of all records of a kind in the change log.
pub(super) fn logged_uids(db: &Db, kind: RecordKind) -> Result<Vec<Uid>> {
    let mut statement = db.conn.prepare_cached("SELECT DISTINCT uid FROM edits WHERE record = ?1")?;
    Ok(statement.query_map([kind.as_str()], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// The uid in the column `uid` of a row, if the row exists.
pub(super) fn uid_of_row(db: &Db, table: &str, id: i64) -> Result<Option<Uid>> {
    let sql = format!("SELECT uid FROM {table} WHERE id = ?1");
    Ok(db.conn.prepare_cached(&sql)?.query_row([id], |row| row.get(0)).optional()?)
}
