//! Every change, with what it changed as it was before and after: the ground of undo and of an entry's history.

use rusqlite::{OptionalExtension as _, params};

use super::{Db, Record, RecordKind, StoreError, error::Result};
use crate::domain::{
    entry::Entry,
    id::{ChangeId, PersonId, Uid},
    moment::Moment,
};

/// One thing before and after a change. Without a before it was made, without an after it was taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// As it was.
    pub before: Option<Record>,
    /// As it is now.
    pub after: Option<Record>,
}

impl Edit {
    /// Something new.
    pub fn created(after: Record) -> Self {
        Self { before: None, after: Some(after) }
    }

    /// Something that was there already.
    pub fn updated(before: Record, after: Record) -> Self {
        Self { before: Some(before), after: Some(after) }
    }

    /// What takes this back.
    #[must_use]
    pub fn inverse(self) -> Self {
        Self { before: self.after, after: self.before }
    }

    fn record_key(&self) -> Option<(RecordKind, Uid)> {
        self.after.as_ref().or(self.before.as_ref()).map(|record| (record.kind(), record.uid()))
    }
}

/// A change that is to be remembered.
#[derive(Debug, Clone, Copy)]
pub struct NewChange<'a> {
    /// The word of what was done.
    pub kind: &'a str,
    /// About whom, where it was about one person.
    pub person: Option<PersonId>,
    /// Its lasting name.
    pub uid: Uid,
    /// When.
    pub made_at: &'a Moment,
}

/// A change as the journal remembers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedChange {
    /// The row.
    pub id: ChangeId,
    /// The word of what was done, as in `jot`.
    pub kind: String,
    /// About whom, where it was about one person.
    pub person: Option<PersonId>,
    /// When.
    pub made_at: Moment,
}

/// An entry as it was left by a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryVersion {
    /// When.
    pub made_at: Moment,
    /// The word of what was done.
    pub kind: String,
    /// The entry, whole.
    pub entry: Entry,
}

/// Which end of the changes is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoDirection {
    /// The latest change in force, which undo takes back.
    Undo,
    /// The change that undo took back last, which redo brings again.
    Redo,
}

impl Db {
    /// Does what the edits say and remembers it; whatever had been taken back before cannot be had again after this.
    /// `each` is called after each edit. To be called within a transaction.
    ///
    /// # Errors
    /// Where the file cannot be written, or the schema's checks refuse an edit; what `each` says.
    pub fn apply_and_log<E: From<StoreError>>(
        &self,
        change: &NewChange<'_>,
        edits: &[Edit],
        mut each: impl FnMut() -> Result<(), E>,
    ) -> Result<(), E> {
        let id = self.log_change(change)?;
        for (nth, edit) in (0_i64..).zip(edits) {
            self.apply_edit(edit)?;
            self.log_edit(id, nth, edit)?;
            each()?;
        }
        Ok(())
    }

    fn log_change(&self, change: &NewChange<'_>) -> Result<ChangeId> {
        let NewChange { kind: what, person, uid, made_at: made } = *change;
        self.prepare("UPDATE changes INDEXED BY changes_by_state SET state = 'gone' WHERE state = 'undone'")?
            .execute([])?;
        let sql = "INSERT INTO changes (uid, device, made, what, person) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.prepare(sql)?.execute(params![uid, self.device_id(uid, made)?, made, what, person])?;
        Ok(ChangeId(self.conn.last_insert_rowid()))
    }

    /// Takes the latest change back, or brings the last one taken back again. To be called within a transaction.
    ///
    /// # Errors
    /// Where the file cannot be written; `Ok(None)` where there is nothing to take back or bring again.
    pub fn undo_or_redo(&self, direction: UndoDirection) -> Result<Option<LoggedChange>> {
        let Some(change) = self.peek_history(direction)? else {
            return Ok(None);
        };
        let mut edits = self.edits_of_change(change.id)?;
        let state = match direction {
            UndoDirection::Undo => {
                edits = edits.into_iter().rev().map(Edit::inverse).collect();
                "undone"
            }
            UndoDirection::Redo => "done",
        };
        edits.iter().try_for_each(|edit| self.apply_edit(edit))?;
        self.prepare("UPDATE changes SET state = ?2 WHERE id = ?1")?.execute(params![change.id, state])?;
        Ok(Some(change))
    }

    /// The change that undo or redo would step over next.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn peek_history(&self, direction: UndoDirection) -> Result<Option<LoggedChange>> {
        let which = match direction {
            UndoDirection::Undo => "WHERE state = 'done' ORDER BY id DESC",
            UndoDirection::Redo => "WHERE state = 'undone' ORDER BY id ASC",
        };
        let sql = format!("SELECT id, what, person, made FROM changes INDEXED BY changes_by_state {which} LIMIT 1");
        let mut statement = self.prepare(&sql)?;
        let read = |row: &rusqlite::Row<'_>| {
            Ok(LoggedChange { id: row.get(0)?, kind: row.get(1)?, person: row.get(2)?, made_at: row.get(3)? })
        };
        Ok(statement.query_row([], read).optional()?)
    }

    /// Every live version of an entry, the latest first, each with the moment and the word of what made it so; the first
    /// is how it stands, the last how it was written.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn versions(&self, entry: &Entry) -> Result<Vec<EntryVersion>> {
        let sql = "SELECT changes.made, changes.what, edits.before, edits.after FROM edits
                   JOIN changes ON changes.id = edits.change
                   WHERE edits.uid = ?1 AND edits.record = 'entry' AND changes.state = 'done' ORDER BY changes.id DESC";
        let mut statement = self.prepare(sql)?;
        let mut rows = statement.query([entry.uid])?;
        let mut versions = Vec::new();
        // What was never logged, as a sample's entries, was written as the first change found it.
        let mut first = Some(entry.clone());
        while let Some(row) = rows.next()? {
            let (before, after): (Option<String>, Option<String>) = (row.get(2)?, row.get(3)?);
            if let Some(after) = after {
                versions.push(EntryVersion {
                    made_at: row.get(0)?,
                    kind: row.get(1)?,
                    entry: serde_json::from_str(&after)?,
                });
            }
            first = before.map(|before| serde_json::from_str(&before)).transpose()?;
        }
        if let Some(first) = first {
            versions.push(EntryVersion { made_at: first.written_at.clone(), kind: "jot".to_owned(), entry: first });
        }
        versions.retain(|version| version.entry.trashed_at.is_none());
        Ok(versions)
    }

    fn edits_of_change(&self, change: ChangeId) -> Result<Vec<Edit>> {
        let sql = "SELECT record, before, after FROM edits WHERE change = ?1 ORDER BY nth";
        let mut statement = self.prepare(sql)?;
        let rows = statement.query_map([change], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?, row.get::<_, Option<String>>(2)?))
        })?;
        rows.map(|row| {
            let (kind, before, after) = row?;
            let kind: RecordKind = kind.parse().map_err(|error| super::sql_types::conversion_error(0, error))?;
            let read = |json: Option<String>| json.map(|json| Record::from_json(kind, &json)).transpose();
            Ok(Edit { before: read(before)?, after: read(after)? })
        })
        .collect()
    }

    fn apply_edit(&self, edit: &Edit) -> Result<()> {
        match edit {
            // Of a whole period at once: nothing of the entry itself has to be written again.
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

    fn log_edit(&self, change: ChangeId, nth: i64, edit: &Edit) -> Result<()> {
        let Some((kind, uid)) = edit.record_key() else {
            return Ok(());
        };
        let json = |record: &Option<Record>| record.as_ref().map(Record::to_json).transpose();
        let sql = "INSERT INTO edits (change, nth, record, uid, before, after) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        self.prepare(sql)?.execute(params![
            change,
            nth,
            kind.as_str(),
            uid,
            json(&edit.before)?,
            json(&edit.after)?
        ])?;
        Ok(())
    }

    /// The row of this copy of the journal; the first change gives the copy its name.
    fn device_id(&self, uid: Uid, now: &Moment) -> Result<i64> {
        let known = self
            .prepare("SELECT id FROM devices ORDER BY id DESC LIMIT 1")?
            .query_row([], |row| row.get(0))
            .optional()?;
        if let Some(id) = known {
            return Ok(id);
        }
        self.prepare("INSERT INTO devices (uid, added) VALUES (?1, ?2)")?.execute(params![uid, now])?;
        Ok(self.conn.last_insert_rowid())
    }
}
