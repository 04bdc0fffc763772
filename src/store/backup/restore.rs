//! Restoring: a backup with the current schema in memory, and the journal that takes its content.

use std::path::Path;

use rusqlite::{OptionalExtension as _, params};

use super::{MANIFEST_SETTING, Result, copy_database, open_temp, temp_file_for};
use crate::store::{Db, StoreError, encryption, migrate::MigrationHooks, read_only};

impl Db {
    /// Loads a backup, or another copy of a journal, into memory and migrates it there, so that it
    /// can be read with the current schema. Nothing is written to the disk.
    ///
    /// # Errors
    /// Fails if the file cannot be read, is not a journal, has a newer schema or cannot be
    /// migrated.
    pub fn load_copy(path: &Path) -> Result<Self> {
        let source = Self::open_copy(path)?;
        let mut copy = Self::from_connection(read_only::copy_to_memory(&source.conn, path)?, path)?;
        copy.migrate(MigrationHooks::default(), &mut |_| {})?;
        Ok(copy)
    }

    /// Turns a [loaded](Db::load_copy) backup into what replaces a journal: without its manifest,
    /// and with the drafts and these settings of the journal as it is now, which are not part of
    /// its history.
    ///
    /// # Errors
    /// Fails if `journal` cannot be read.
    pub fn keep_current(&self, journal: &Self, settings: &[&str]) -> Result<()> {
        self.transaction(|copy| {
            copy.conn.execute("DELETE FROM drafts", [])?;
            let mut drafts = journal.conn.prepare("SELECT place, slot, mark, text, saved_at FROM drafts")?;
            let mut rows = drafts.query([])?;
            while let Some(row) = rows.next()? {
                let values =
                    [row.get::<_, rusqlite::types::Value>(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?];
                let sql = "INSERT INTO drafts (place, slot, mark, text, saved_at) VALUES (?1, ?2, ?3, ?4, ?5)";
                copy.conn.execute(sql, rusqlite::params_from_iter(values))?;
            }
            for name in settings {
                copy.conn.execute("DELETE FROM settings WHERE name = ?1", [name])?;
                let value = "SELECT value FROM settings WHERE name = ?1";
                let value: Option<String> = journal.conn.query_row(value, [name], |row| row.get(0)).optional()?;
                if let Some(value) = value {
                    copy.conn.execute("INSERT INTO settings (name, value) VALUES (?1, ?2)", params![name, value])?;
                }
            }
            Ok(())
        })
    }

    /// Removes the manifest from a [loaded](Db::load_copy) backup.
    ///
    /// # Errors
    /// Fails if the settings cannot be changed.
    pub fn remove_manifest(&self) -> Result<()> {
        self.conn.execute("DELETE FROM settings WHERE name = ?1", [MANIFEST_SETTING])?;
        Ok(())
    }

    /// Replaces the whole content of this journal with that of `copy`, in one transaction. Other
    /// connections see the old content or the new, and notice the change as any other.
    ///
    /// # Errors
    /// Fails, without changing the journal, if it cannot be written.
    pub fn replace_content(&mut self, copy: &Self) -> Result<()> {
        self.conn.flush_prepared_statement_cache();
        copy_database(&copy.conn, &mut self.conn, &self.path, &mut |_, _| Ok::<_, StoreError>(()))
    }

    /// Writes this copy to a new journal at `path`.
    ///
    /// # Errors
    /// Fails, and leaves no file, if `path` or one of its `SQLite` sidecar files exists or the
    /// folder cannot be written.
    pub fn write_journal(&self, path: &Path) -> Result<()> {
        Self::ensure_not_exists(path)?;
        let temp = temp_file_for(path)?;
        let mut out = open_temp(temp.temp_path(), path, encryption::key_of(&self.conn)?.as_deref())?;
        copy_database(&self.conn, &mut out, path, &mut |_, _| Ok::<_, StoreError>(()))?;
        out.close().map_err(|(_, error)| StoreError::from_sqlite(path, error))?;
        temp.persist_noclobber().map_err(|source| StoreError::from_io(path, source))
    }
}
