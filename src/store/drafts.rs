//! Text that is being written.

use rusqlite::{OptionalExtension as _, params};

use super::{Db, error::Result};

/// The unfinished text of one field, as one window has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Which field, as in `jot/<uid>`.
    pub field_key: String,
    /// What the composer had understood of it: the word of its mark, or empty.
    pub prefix: String,
    /// The text as typed.
    pub text: String,
}

impl Db {
    /// What was being written in a field by the window of this slot.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn draft(&self, field_key: &str, slot: u32) -> Result<Option<Draft>> {
        let sql = "SELECT mark, text FROM drafts WHERE place = ?1 AND slot = ?2";
        let read = |row: &rusqlite::Row<'_>| {
            Ok(Draft { field_key: field_key.to_owned(), prefix: row.get(0)?, text: row.get(1)? })
        };
        Ok(self.prepare(sql)?.query_row(params![field_key, slot], read).optional()?)
    }

    /// Keeps a draft; one without text is taken away.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn put_draft(&self, draft: &Draft, slot: u32, now_ms: i64) -> Result<()> {
        if draft.text.is_empty() && draft.prefix.is_empty() {
            return self.remove_draft(&draft.field_key, slot);
        }
        let sql = "INSERT INTO drafts (place, slot, mark, text, saved_at) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT (place, slot) DO UPDATE SET mark = ?3, text = ?4, saved_at = ?5";
        self.prepare(sql)?.execute(params![draft.field_key, slot, draft.prefix, draft.text, now_ms])?;
        Ok(())
    }

    /// Takes a draft away.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn remove_draft(&self, field_key: &str, slot: u32) -> Result<()> {
        let sql = "DELETE FROM drafts WHERE place = ?1 AND slot = ?2";
        self.prepare(sql)?.execute(params![field_key, slot])?;
        Ok(())
    }

    /// The slots that hold drafts.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn draft_slots(&self) -> Result<Vec<u32>> {
        let mut statement = self.prepare("SELECT DISTINCT slot FROM drafts ORDER BY slot")?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Moves the drafts of a window that is gone to another's. Where both have text for one field, both are kept, one
    /// below the other, with the mark of the upper.
    ///
    /// # Errors
    /// Where the file cannot be written.
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
