//! Entries: the row common to all kinds, and the subjects in the text.

use jiff::civil::Date;
use rusqlite::{OptionalExtension as _, Row, params};

use super::{Db, error::Result, sql_types};
use crate::domain::{
    entry::{
        Detail, Entry,
        kind::{Kind, check_in::Closeness},
    },
    id::{EntryId, OneOnOneId, PersonId},
    moment::Moment,
    parse::entry_line,
};

pub(super) const COLUMNS: &str = "id, uid, kind, person, one_on_one, written_at, offset_s, zone, text, trashed";

/// A filter on entries; a field that is `None` matches all.
#[derive(Debug, Clone, Copy, Default)]
pub struct EntryFilter {
    /// About this person.
    pub person: Option<PersonId>,
    /// Of this kind.
    pub kind: Option<Kind>,
    /// Written on this day or later.
    pub from: Option<Date>,
    /// Written on this day or earlier.
    pub to: Option<Date>,
}

impl Db {
    /// One entry, including the trash.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn entry(&self, id: EntryId) -> Result<Option<Entry>> {
        let sql = format!("SELECT {COLUMNS} FROM entries WHERE id = ?1");
        let found = self.prepare(&sql)?.query_row([id], read_entry).optional()?;
        found.map(|entry| self.load_details(entry)).transpose()
    }

    /// The entries that were added last, the latest first, without those in the trash. At most the
    /// last 200 are looked at.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn latest_entries(&self, limit: u32) -> Result<Vec<Entry>> {
        let sql = "SELECT id FROM entries WHERE id > (SELECT max(id) FROM entries) - 200 AND trashed IS NULL
            ORDER BY id DESC LIMIT ?1";
        let mut statement = self.prepare(sql)?;
        let ids: Vec<EntryId> = statement.query_map([limit], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        ids.into_iter().filter_map(|id| self.entry(id).transpose()).collect()
    }

    /// The entries written in a one-on-one, oldest first, without the trash.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn entries_in_one_on_one(&self, one_on_one: OneOnOneId) -> Result<Vec<Entry>> {
        let sql =
            format!("SELECT {COLUMNS} FROM entries WHERE one_on_one = ?1 AND trashed IS NULL ORDER BY written_at, id");
        self.query_entries(&sql, [one_on_one])
    }

    /// The latest `limit` entries about a person written outside one-on-ones at `since` or later,
    /// oldest first, without the trash.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn entries_outside_meetings_since(
        &self,
        person: PersonId,
        since: Option<&Moment>,
        limit: u32,
    ) -> Result<Vec<Entry>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM entries INDEXED BY entries_of_person
             WHERE person = ?1 AND one_on_one IS NULL AND trashed IS NULL AND written_at >= ?2
             ORDER BY written_at DESC, id DESC LIMIT ?3"
        );
        let since = since.map_or(i64::MIN, Moment::at_ms);
        let mut latest = self.query_entries(&sql, params![person, since, limit])?;
        latest.reverse();
        Ok(latest)
    }

    /// The entries about a person in the trash, the last trashed first.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn trashed_entries(&self, person: PersonId) -> Result<Vec<Entry>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM entries WHERE person = ?1 AND trashed IS NOT NULL ORDER BY trashed DESC, id DESC"
        );
        self.query_entries(&sql, [person])
    }

    /// The entries with an event in a one-on-one, whenever they were written, oldest first, without
    /// the trash.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn entries_with_events_in(&self, one_on_one: OneOnOneId) -> Result<Vec<Entry>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM entries WHERE trashed IS NULL AND id IN (SELECT entry FROM steps WHERE one_on_one = ?1)
             ORDER BY written_at, id"
        );
        self.query_entries(&sql, [one_on_one])
    }

    /// The settled flags about a person that are due for a recheck, oldest first.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn flags_due_for_recheck(&self, person: PersonId, today: Date) -> Result<Vec<Entry>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM entries NOT INDEXED WHERE person = ?1 AND trashed IS NULL
               AND id IN (SELECT entry FROM flags INDEXED BY flags_to_check_again WHERE check_again <= ?2)
             ORDER BY written_at, id"
        );
        self.query_entries(&sql, params![person, today])
    }

    /// The latest `limit` check-ins on a goal, with their days and closeness, oldest first, without
    /// the trash.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn latest_check_ins(&self, goal: EntryId, limit: u32) -> Result<Vec<(Date, Closeness)>> {
        let sql = "SELECT entries.day, check_ins.closeness FROM check_ins JOIN entries ON entries.id = check_ins.entry
                   WHERE check_ins.goal = ?1 AND entries.trashed IS NULL
                   ORDER BY entries.written_at DESC, entries.id DESC LIMIT ?2";
        let mut statement = self.prepare(sql)?;
        let rows = statement.query_map(params![goal, limit], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut latest = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        latest.reverse();
        Ok(latest)
    }

    /// Whether a goal has a check-in, including the trash.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn has_check_ins(&self, goal: EntryId) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM check_ins WHERE goal = ?1)";
        Ok(self.prepare(sql)?.query_row([goal], |row| row.get(0))?)
    }

    /// The open entries about a person, oldest first. The query starts from the few open details of
    /// all people, not from the many entries of the person.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn open_entries(&self, person: PersonId) -> Result<Vec<Entry>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM entries NOT INDEXED WHERE person = ?1 AND trashed IS NULL AND id IN (
                 SELECT entry FROM flags WHERE state IN ('noticed', 'watching', 'raised')
                 UNION ALL SELECT entry FROM actions WHERE state = 'open' OR (state = 'done' AND by = 'me')
                 UNION ALL SELECT entry FROM praise WHERE state = 'noticed'
                 UNION ALL SELECT entry FROM topics WHERE state = 'open'
                 UNION ALL SELECT entry FROM goals WHERE state IN ('active', 'paused')
                 UNION ALL SELECT entry FROM delegations WHERE state = 'with_them'
             ) ORDER BY written_at, id"
        );
        let mut open = self.query_entries(&sql, [person])?;
        open.retain(|entry| entry.detail.is_open());
        Ok(open)
    }

    /// The current expectations of a person, oldest first.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn current_expectations(&self, person: PersonId) -> Result<Vec<Entry>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM entries INDEXED BY entries_of_kind
             WHERE person = ?1 AND kind = 'expectation' AND trashed IS NULL
               AND EXISTS (SELECT 1 FROM expectations WHERE entry = entries.id AND state = 'current')
             ORDER BY written_at, id"
        );
        self.query_entries(&sql, [person])
    }

    /// Passes each matching entry to `each` as it is read, oldest first, without the trash.
    ///
    /// # Errors
    /// Fails if the file cannot be read, or with the error of `each`.
    pub fn for_each_filtered_entry<E: From<super::StoreError>>(
        &self,
        filter: &EntryFilter,
        mut each: impl FnMut(Entry) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = format!(
            "SELECT {COLUMNS} FROM entries
             WHERE trashed IS NULL AND (?1 IS NULL OR person = ?1) AND (?2 IS NULL OR kind = ?2)
               AND (?3 IS NULL OR day >= ?3) AND (?4 IS NULL OR day <= ?4)
             ORDER BY written_at, id"
        );
        let mut statement = self.prepare(&sql).map_err(super::StoreError::from)?;
        let values = params![filter.person, filter.kind, filter.from, filter.to];
        let rows = statement.query_map(values, read_entry).map_err(super::StoreError::from)?;
        for entry in rows {
            each(self.load_details(entry.map_err(super::StoreError::from)?)?)?;
        }
        Ok(())
    }

    /// Whether an entry was written before a day, including the trash.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn has_entries_before(&self, day: Date) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM entries WHERE written_at < ?1)";
        Ok(self.prepare(sql)?.query_row([super::balance::earliest_ms(day)], |row| row.get(0))?)
    }

    /// The id of the next entry.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn next_entry_id(&self) -> Result<EntryId> {
        Ok(EntryId(self.next_id("entries")?))
    }

    /// The whole entries found by a query that selects [`COLUMNS`].
    pub(super) fn query_entries(&self, sql: &str, values: impl rusqlite::Params) -> Result<Vec<Entry>> {
        let mut statement = self.prepare(sql)?;
        let rows = statement.query_map(values, read_entry)?.collect::<rusqlite::Result<Vec<_>>>()?;
        rows.into_iter().map(|entry| self.load_details(entry)).collect()
    }

    pub(super) fn load_details(&self, (mut entry, kind): (Entry, Kind)) -> Result<Entry> {
        entry.detail = self.detail(entry.id, kind)?;
        // In one statement: lists read many entries, and most of these have nothing of it.
        let sql = "SELECT EXISTS (SELECT 1 FROM steps WHERE entry = ?1), (SELECT until FROM snoozes WHERE entry = ?1),
                       EXISTS (SELECT 1 FROM evidence WHERE entry = ?1), (SELECT day FROM shared WHERE entry = ?1)";
        let has_events: bool = self.prepare(sql)?.query_row([entry.id], |row| {
            (entry.snoozed_until, entry.evidence, entry.shared_on) = (row.get(1)?, row.get(2)?, row.get(3)?);
            row.get(0)
        })?;
        if has_events {
            entry.events = self.entry_events(entry.id)?;
        }
        Ok(entry)
    }

    pub(super) fn put_entry(&self, entry: &Entry) -> Result<()> {
        let stored_kind = self.stored_kind(entry.id)?;
        let is_new = stored_kind.is_none();
        let document = if is_new { None } else { self.entry_document(entry.id)? };
        // A foreign key ties the detail to the kind, so the old detail is removed before the kind
        // changes.
        if let Some(stored_kind) = stored_kind.filter(|stored_kind| *stored_kind != entry.kind()) {
            self.delete_detail(entry.id, stored_kind)?;
        }
        let sql = "INSERT INTO entries (id, uid, kind, person, one_on_one, written_at, offset_s, zone, text, trashed)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                   ON CONFLICT (id) DO UPDATE SET
                       kind = ?3, person = ?4, one_on_one = ?5, written_at = ?6, offset_s = ?7, zone = ?8, text = ?9, trashed = ?10";
        self.prepare(sql)?.execute(params![
            entry.id,
            entry.uid,
            entry.kind(),
            entry.person,
            entry.one_on_one,
            entry.written_at.at_ms(),
            entry.written_at.offset_s(),
            entry.written_at.zone(),
            entry.text,
            entry.trashed_at,
        ])?;
        self.put_detail(entry)?;
        // A new entry has nothing to be removed.
        if !is_new || !entry.events.is_empty() {
            self.put_events(entry)?;
        }
        if !is_new || entry.snoozed_until.is_some() {
            self.put_snooze(entry)?;
        }
        if !is_new || entry.evidence {
            self.put_evidence(entry)?;
        }
        if !is_new || entry.shared_on.is_some() {
            self.put_shared(entry)?;
        }
        if is_new {
            self.add_subjects(entry)?;
        } else {
            self.put_subjects(entry)?;
        }
        self.index_entry(entry.id, document.as_ref())
    }

    /// The kind of an entry; `None` if there is no such entry.
    fn stored_kind(&self, id: EntryId) -> Result<Option<Kind>> {
        let sql = "SELECT kind FROM entries WHERE id = ?1";
        Ok(self.prepare(sql)?.query_row([id], |row| row.get(0)).optional()?)
    }

    pub(super) fn put_subjects(&self, entry: &Entry) -> Result<()> {
        self.prepare("DELETE FROM subjects WHERE entry = ?1")?.execute([entry.id])?;
        self.add_subjects(entry)
    }

    fn add_subjects(&self, entry: &Entry) -> Result<()> {
        for subject in entry_line::find_subjects(&entry.text) {
            let sql = "INSERT OR IGNORE INTO subjects (entry, word) VALUES (?1, ?2)";
            self.prepare(sql)?.execute(params![entry.id, subject.word])?;
        }
        Ok(())
    }

    pub(super) fn remove_entry(&self, id: EntryId) -> Result<()> {
        let document = self.entry_document(id)?;
        self.prepare("DELETE FROM entries WHERE id = ?1")?.execute([id])?;
        self.index_entry(id, document.as_ref())
    }
}

/// Reads the row common to all kinds; the detail is a placeholder until [`Db::load_details`].
pub(super) fn read_entry(row: &Row<'_>) -> rusqlite::Result<(Entry, Kind)> {
    let written_at = sql_types::read_moment(row, 5)?;
    let detail = Detail::Note(crate::domain::entry::kind::note::Note::default());
    let entry = Entry {
        one_on_one: row.get(4)?,
        trashed_at: row.get(9)?,
        ..Entry::new(row.get(0)?, row.get(1)?, row.get(3)?, written_at, row.get(8)?, detail)
    };
    Ok((entry, row.get(2)?))
}
