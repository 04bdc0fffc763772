//! The change log: each change with its records before and after. Undo and the versions of an entry
//! read it.
//!
//! The log does not repeat a record that a change in force has added: it is in the journal, or the
//! next edit has it as `before`. Undoing that change moves the record into the log, redoing it
//! moves it back.

use jiff::civil::Date;
use rusqlite::{OptionalExtension as _, params};

use super::{Db, Record, RecordKind, StoreError, error::Result};
use crate::domain::{
    change_kind::ChangeKind,
    entry::Entry,
    id::{ChangeId, PersonId, Uid},
    moment::Moment,
};

/// One record before and after a change: no `before` if it was created, no `after` if it was
/// removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The record before the change.
    pub before: Option<Record>,
    /// The record after the change.
    pub after: Option<Record>,
}

impl Edit {
    /// The edit that creates a record.
    pub fn created(after: Record) -> Self {
        Self { before: None, after: Some(after) }
    }

    /// The edit that replaces an existing record.
    pub fn updated(before: Record, after: Record) -> Self {
        Self { before: Some(before), after: Some(after) }
    }

    /// The edit that reverts this one.
    #[must_use]
    pub fn inverse(self) -> Self {
        Self { before: self.after, after: self.before }
    }

    fn record_key(&self) -> Option<(RecordKind, Uid)> {
        self.after.as_ref().or(self.before.as_ref()).map(|record| (record.kind(), record.uid()))
    }
}

/// The header of a change to be logged.
#[derive(Debug, Clone, Copy)]
pub struct NewChange<'a> {
    /// The stored name of its [kind](crate::domain::change_kind::ChangeKind).
    pub kind: &'a str,
    /// The person it is about, if it is about exactly one.
    pub person: Option<PersonId>,
    /// The uid of the change.
    pub uid: Uid,
    /// When it was made.
    pub made_at: &'a Moment,
}

/// A change in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedChange {
    /// The row id.
    pub id: ChangeId,
    /// The stored name of its kind, such as `jot`.
    pub kind: String,
    /// The person it is about, if it is about exactly one.
    pub person: Option<PersonId>,
    /// When it was made.
    pub made_at: Moment,
}

/// A change that was undone or redone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SteppedChange {
    /// The change.
    pub change: LoggedChange,
    /// The entry that it created or updated, if it was one and nothing else.
    pub entry: Option<Entry>,
}

/// The result of undo or redo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HistoryStep {
    /// This change was undone or redone.
    Applied(Box<SteppedChange>),
    /// There is nothing to undo or redo.
    Nothing,
    /// The latest change is an erase, which cannot be undone.
    Erased,
}

/// An entry as a change left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryVersion {
    /// When the change was made.
    pub made_at: Moment,
    /// The stored name of the kind of the change.
    pub kind: String,
    /// The whole entry after the change.
    pub entry: Entry,
}

/// An edit as the log has it.
struct LoggedEdit {
    index: i64,
    kind: RecordKind,
    uid: Uid,
    /// Neither `before` nor `after` if the record was added and the change is in force.
    edit: Edit,
}

/// The direction of a step through the change log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoDirection {
    /// Reverts the latest change in force.
    Undo,
    /// Applies the change again that was undone last.
    Redo,
}

/// The uid of the entry that the edits add, update or remove, if they do nothing else.
fn only_entry(edits: &[LoggedEdit]) -> Option<Uid> {
    match edits {
        [edit] => (edit.kind == RecordKind::Entry).then_some(edit.uid),
        _ => None,
    }
}

impl Db {
    /// Applies the edits and logs them as one change; undone changes can no longer be redone. Calls
    /// `each` after every edit. Must run inside a transaction.
    ///
    /// # Errors
    /// Fails if the file cannot be written or a constraint rejects an edit, or with the error of
    /// `each`.
    pub fn apply_and_log<E: From<StoreError>>(
        &self,
        change: &NewChange<'_>,
        edits: &[Edit],
        mut each: impl FnMut() -> Result<(), E>,
    ) -> Result<(), E> {
        let id = self.log_change(change)?;
        for (index, edit) in (0_i64..).zip(edits) {
            self.apply_edit(edit)?;
            self.log_edit(id, index, edit)?;
            each()?;
        }
        Ok(())
    }

    pub(super) fn log_change(&self, change: &NewChange<'_>) -> Result<ChangeId> {
        let NewChange { kind, person, uid, made_at } = *change;
        self.prepare("UPDATE changes INDEXED BY changes_by_state SET state = 'gone' WHERE state = 'undone'")?
            .execute([])?;
        let sql = "INSERT INTO changes (uid, device, made, what, person) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.prepare(sql)?.execute(params![uid, self.device_id(uid, made_at)?, made_at, kind, person])?;
        Ok(ChangeId(self.conn.last_insert_rowid()))
    }

    /// Undoes or redoes one change. Must run inside a transaction.
    ///
    /// # Errors
    /// Fails if the file cannot be written.
    pub fn undo_or_redo(&self, direction: UndoDirection) -> Result<HistoryStep> {
        let Some(change) = self.peek_history(direction)? else {
            return Ok(HistoryStep::Nothing);
        };
        if change.kind == ChangeKind::Erase.as_str() {
            return Ok(HistoryStep::Erased);
        }
        let edits = self.edits_of_change(change.id)?;
        let uid = only_entry(&edits);
        let before = self.entry_with_uid(uid)?;
        let state = match direction {
            UndoDirection::Undo => {
                edits.into_iter().rev().try_for_each(|edit| self.undo_edit(change.id, edit))?;
                "undone"
            }
            UndoDirection::Redo => {
                edits.into_iter().try_for_each(|edit| self.redo_edit(change.id, &edit))?;
                "done"
            }
        };
        self.prepare("UPDATE changes SET state = ?2 WHERE id = ?1")?.execute(params![change.id, state])?;
        // An entry that the change adds or removes is there on one side only.
        let entry = self.entry_with_uid(uid)?.or(before);
        Ok(HistoryStep::Applied(Box::new(SteppedChange { change, entry })))
    }

    fn entry_with_uid(&self, uid: Option<Uid>) -> Result<Option<Entry>> {
        let found = uid.map(|uid| self.entry_by_uid(uid)).transpose()?.flatten();
        found.map_or(Ok(None), |(id, ..)| self.entry(id))
    }

    /// The change that undo or redo would affect next.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn peek_history(&self, direction: UndoDirection) -> Result<Option<LoggedChange>> {
        let condition = match direction {
            UndoDirection::Undo => "WHERE state = 'done' ORDER BY id DESC",
            UndoDirection::Redo => "WHERE state = 'undone' ORDER BY id ASC",
        };
        let sql = format!("SELECT id, what, person, made FROM changes INDEXED BY changes_by_state {condition} LIMIT 1");
        let mut statement = self.prepare(&sql)?;
        let read = |row: &rusqlite::Row<'_>| {
            Ok(LoggedChange { id: row.get(0)?, kind: row.get(1)?, person: row.get(2)?, made_at: row.get(3)? })
        };
        Ok(statement.query_row([], read).optional()?)
    }

    /// All versions of an entry that were not in the trash, latest first: the first is the current
    /// one, the last the entry as written.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn versions(&self, entry: &Entry) -> Result<Vec<EntryVersion>> {
        let sql = "SELECT changes.made, changes.what, edits.before, edits.after FROM edits
                   JOIN changes ON changes.id = edits.change
                   WHERE edits.uid = ?1 AND edits.record = 'entry' AND changes.state = 'done' AND changes.what <> 'erase'
                   ORDER BY changes.id DESC, edits.nth DESC";
        let mut statement = self.prepare(sql)?;
        let mut rows = statement.query([entry.uid])?;
        let mut versions = Vec::new();
        // The entry before the changes read so far.
        let mut earlier = Some(entry.clone());
        while let Some(row) = rows.next()? {
            let (before, after): (Option<String>, Option<String>) = (row.get(2)?, row.get(3)?);
            let is_addition = before.is_none();
            let before = before.map(|before| serde_json::from_str(&before)).transpose()?;
            let later = std::mem::replace(&mut earlier, before);
            let after = match after {
                Some(after) => Some(serde_json::from_str(&after)?),
                None => later.filter(|_| is_addition),
            };
            if let Some(entry) = after {
                versions.push(EntryVersion { made_at: row.get(0)?, kind: row.get(1)?, entry });
            }
        }
        // The entries of a sample were never logged: they were written as the first change found
        // them.
        if let Some(first) = earlier {
            versions.push(EntryVersion { made_at: first.written_at.clone(), kind: "jot".to_owned(), entry: first });
        }
        versions.retain(|version| version.entry.trashed_at.is_none());
        Ok(versions)
    }

    /// How many edits [`Db::trim_log`] would remove.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn count_edits_before(&self, day: Date) -> Result<u64> {
        let Some(first_kept) = self.first_change_from(day)? else { return Ok(0) };
        let sql = "SELECT count(*) FROM edits JOIN changes ON changes.id = edits.change
                   WHERE changes.id < ?1 AND changes.what <> 'erase'";
        let count: i64 = self.prepare(sql)?.query_row([first_kept], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// Removes the changes before a day from the log, and returns how many edits went. Undo and
    /// versions then go back to that day. What was erased stays noted. Must run inside a
    /// transaction.
    ///
    /// Only the beginning of the log is removed: undo works backwards, so it never comes to a
    /// change whose predecessor is missing.
    ///
    /// # Errors
    /// Fails if the file cannot be written.
    pub fn trim_log(&self, day: Date) -> Result<u64> {
        let count = self.count_edits_before(day)?;
        if let Some(first_kept) = self.first_change_from(day)? {
            self.prepare("DELETE FROM changes WHERE id < ?1 AND what <> 'erase'")?.execute([first_kept])?;
        }
        Ok(count)
    }

    /// The first change made on a day or later, before which the log can be removed; `None` if all
    /// changes are older, so that the latest can still be undone.
    fn first_change_from(&self, day: Date) -> Result<Option<ChangeId>> {
        let sql = "SELECT min(id) FROM changes WHERE substr(made, 1, 10) >= ?1";
        Ok(self.prepare(sql)?.query_row([day], |row| row.get(0))?)
    }

    fn edits_of_change(&self, change: ChangeId) -> Result<Vec<LoggedEdit>> {
        let sql = "SELECT nth, record, uid, before, after FROM edits WHERE change = ?1 ORDER BY nth";
        let mut statement = self.prepare(sql)?;
        let mut rows = statement.query([change])?;
        let mut edits = Vec::new();
        while let Some(row) = rows.next()? {
            let kind: RecordKind =
                row.get::<_, String>(1)?.parse().map_err(|error| super::sql_types::conversion_error(1, error))?;
            let read = |json: Option<String>| json.map(|json| Record::from_json(kind, &json)).transpose();
            let edit = Edit { before: read(row.get(3)?)?, after: read(row.get(4)?)? };
            edits.push(LoggedEdit { index: row.get(0)?, kind, uid: row.get(2)?, edit });
        }
        Ok(edits)
    }

    fn undo_edit(&self, change: ChangeId, logged: LoggedEdit) -> Result<()> {
        let LoggedEdit { index, kind, uid, mut edit } = logged;
        if edit.before.is_none() && edit.after.is_none() {
            edit.after = self.record(kind, uid)?;
            self.set_logged_after(change, index, edit.after.as_ref())?;
        }
        self.apply_edit(&edit.inverse())
    }

    fn redo_edit(&self, change: ChangeId, logged: &LoggedEdit) -> Result<()> {
        self.apply_edit(&logged.edit)?;
        if logged.edit.before.is_none() { self.set_logged_after(change, logged.index, None) } else { Ok(()) }
    }

    fn set_logged_after(&self, change: ChangeId, index: i64, after: Option<&Record>) -> Result<()> {
        let after = after.map(Record::to_json).transpose()?;
        self.prepare("UPDATE edits SET after = ?3 WHERE change = ?1 AND nth = ?2")?
            .execute(params![change, index, after])?;
        Ok(())
    }

    fn apply_edit(&self, edit: &Edit) -> Result<()> {
        match edit {
            // Evidence may change for a whole period at once, so only the flag is written.
            Edit { before: Some(Record::Entry(before)), after: Some(Record::Entry(after)) }
                if before.differs_only_in_evidence(after) =>
            {
                self.put_evidence(after)
            }
            Edit { after: Some(after), .. } => self.put(after),
            Edit { before: Some(before), after: None } => self.remove(before),
            Edit { before: None, after: None } => Ok(()),
        }
    }

    fn log_edit(&self, change: ChangeId, index: i64, edit: &Edit) -> Result<()> {
        let Some((kind, uid)) = edit.record_key() else {
            return Ok(());
        };
        let before = edit.before.as_ref().map(Record::to_json).transpose()?;
        // An added record is in the journal.
        let after = edit.after.as_ref().filter(|_| before.is_some()).map(Record::to_json).transpose()?;
        let sql = "INSERT INTO edits (change, nth, record, uid, before, after) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        self.prepare(sql)?.execute(params![change, index, kind.as_str(), uid, before, after])?;
        Ok(())
    }

    /// The row id of this copy of the journal; created with the first change.
    fn device_id(&self, uid: Uid, now: &Moment) -> Result<i64> {
        let existing = self
            .prepare("SELECT id FROM devices ORDER BY id DESC LIMIT 1")?
            .query_row([], |row| row.get(0))
            .optional()?;
        if let Some(id) = existing {
            return Ok(id);
        }
        self.prepare("INSERT INTO devices (uid, added) VALUES (?1, ?2)")?.execute(params![uid, now])?;
        Ok(self.conn.last_insert_rowid())
    }
}
