//! Drafts: unsaved text of the fields of a window.

use rusqlite::{OptionalExtension as _, params};

use super::{Db, error::Result};

/// The unsaved text of a field in one window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The field, such as `jot/<uid>`.
    pub field_key: String,
    /// The stored name of the prefix that the composer recognized; empty if none.
    pub prefix: String,
    /// The text as typed.
    pub text: String,
}

impl Db {
    /// The draft of a field in the window of this slot.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn draft(&self, field_key: &str, slot: u32) -> Result<Option<Draft>> {
        let sql = "SELECT mark, text FROM drafts WHERE place = ?1 AND slot = ?2";
        let read = |row: &rusqlite::Row<'_>| {
            Ok(Draft { field_key: field_key.to_owned(), prefix: row.get(0)?, text: row.get(1)? })
        };
        Ok(self.prepare(sql)?.query_row(params![field_key, slot], read).optional()?)
    }

    /// Saves a draft, or removes it if it is empty.
    ///
    /// # Errors
    /// Fails if the file cannot be written.
    pub fn put_draft(&self, draft: &Draft, slot: u32, now_ms: i64) -> Result<()> {
        if draft.text.is_empty() && draft.prefix.is_empty() {
            return self.remove_draft(&draft.field_key, slot);
        }
        let sql = "INSERT INTO drafts (place, slot, mark, text, saved_at) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT (place, slot) DO UPDATE SET mark = ?3, text = ?4, saved_at = ?5";
        self.prepare(sql)?.execute(params![draft.field_key, slot, draft.prefix, draft.text, now_ms])?;
        Ok(())
    }

    /// Removes a draft.
    ///
    /// # Errors
    /// Fails if the file cannot be written.
    pub fn remove_draft(&self, field_key: &str, slot: u32) -> Result<()> {
        let sql = "DELETE FROM drafts WHERE place = ?1 AND slot = ?2";
        self.prepare(sql)?.execute(params![field_key, slot])?;
        Ok(())
    }

    /// The slots that have drafts.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn draft_slots(&self) -> Result<Vec<u32>> {
        let mut statement = self.prepare("SELECT DISTINCT slot FROM drafts ORDER BY slot")?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Moves the drafts of slot `from` to slot `to`. If both have text for a field, the texts are
    /// joined with a line break and the prefix of `to` is kept.
    ///
    /// # Errors
    /// Fails if the file cannot be written.
    pub fn adopt_drafts(&self, from: u32, to: u32) -> Result<()> {
        let sql = "INSERT INTO drafts (place, slot, mark, text, saved_at)
                   SELECT place, ?2, mark, text, saved_at FROM drafts WHERE slot = ?1
                   ON CONFLICT (place, slot) DO UPDATE SET
                       mark = CASE text WHEN '' THEN excluded.mark ELSE mark END,
                       text = CASE text WHEN '' THEN excluded.text ELSE text || char(10) || excluded.text END
                   WHERE excluded.text <> ''";
        self.prepare(sql)?.execute(params![from, to])?;
        self.prepare("DELETE FROM drafts WHERE slot = ?1")?.execute([from])?;
        Ok(())
    }
}
