//! Copies drafts, settings and the change log, as far as they can be read.

use std::ops::ControlFlow;

use rusqlite::{params, types::Value};

use super::{
    super::{Db, Draft, Record},
    RecoverError,
    rebuild::Rebuild,
};
use crate::domain::recovery::{Loss, LossKind, LostRecord};

/// How far the next id of a table may lie above the highest id found, to be believed.
const MAX_ID_GAP: i64 = 1_000_000;

type Result<T = ()> = std::result::Result<T, RecoverError>;

impl Rebuild<'_, '_> {
    pub(super) fn write_drafts_and_settings(&mut self) -> Result {
        let mut statement = self.old.conn.prepare("SELECT place, slot, mark, text, saved_at FROM drafts")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let draft = Draft { field_key: row.get(0)?, prefix: row.get(2)?, text: row.get(3)? };
            self.new.put_draft(&draft, row.get(1)?, row.get(4)?)?;
        }
        let mut statement = self.old.conn.prepare("SELECT name, value FROM settings")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let value: String = row.get(1)?;
            if let Ok(value) = serde_json::from_str::<serde_json::Value>(&value) {
                self.new.set_setting(&row.get::<_, String>(0)?, &value)?;
            }
        }
        for (table, lost) in [("drafts", LostRecord::Draft), ("settings", LostRecord::Setting)] {
            if self.is_damaged(table) {
                self.report.losses.push(Loss::new(LossKind::Gone, lost));
            }
        }
        Ok(())
    }

    /// Copies the changes whose records can be read, so that they can be undone, and the versions
    /// of entries can be shown.
    pub(super) fn write_change_log(&mut self) -> Result {
        self.copy_table("devices", "1", |_, _| true)?;
        let changes = "device IN (SELECT id FROM devices) AND id IN (SELECT change FROM edits)";
        self.copy_table("changes", changes, |_, _| true)?;
        let is_readable = |names: &[String], values: &[Value]| {
            let text = |name: &str| {
                let value = names.iter().position(|column| column == name).and_then(|index| values.get(index));
                if let Some(Value::Text(text)) = value { Some(text) } else { None }
            };
            let Some(kind) = text("record").and_then(|kind| kind.parse().ok()) else { return false };
            [text("before"), text("after")].into_iter().flatten().all(|json| Record::from_json(kind, json).is_ok())
        };
        let edits = "change IN (SELECT id FROM changes WHERE device IN (SELECT id FROM devices))";
        self.copy_table("edits", edits, is_readable)?;
        self.new.conn.execute("DELETE FROM changes WHERE id NOT IN (SELECT change FROM edits)", [])?;
        let count = |db: &Db| db.conn.query_row("SELECT count(*) FROM edits", [], |row| row.get::<_, i64>(0));
        if self.is_damaged("edits") || self.is_damaged("changes") || count(self.old)? != count(self.new)? {
            self.report.losses.push(Loss::new(LossKind::Gone, LostRecord::Change));
        }
        Ok(())
    }

    fn copy_table(&mut self, table: &str, condition: &str, keep: impl Fn(&[String], &[Value]) -> bool) -> Result {
        let mut read = self.old.conn.prepare(&format!("SELECT * FROM {table} WHERE {condition}"))?;
        let names: Vec<String> = read.column_names().into_iter().map(str::to_owned).collect();
        let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
        let marks = vec!["?"; names.len()].join(", ");
        let sql = format!("INSERT INTO {table} ({}) VALUES ({marks})", quoted.join(", "));
        let mut write = self.new.conn.prepare(&sql)?;
        let mut rows = read.query([])?;
        while let Some(row) = rows.next()? {
            let values = (0..names.len()).map(|index| row.get(index)).collect::<rusqlite::Result<Vec<Value>>>()?;
            if keep(&names, &values) {
                write.execute(rusqlite::params_from_iter(values))?;
            }
            self.done += 1;
            if self.done.is_multiple_of(256) && (self.on_progress)(self.total, self.total) == ControlFlow::Break(()) {
                return Err(RecoverError::Cancelled);
            }
        }
        Ok(())
    }

    /// Lets no id be used again that the damaged journal has used.
    pub(super) fn write_sequences(&mut self) -> Result {
        for (table, next) in &self.salvage.sequences {
            let sql = "UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1 AND ?2 - seq BETWEEN 0 AND ?3";
            self.new.conn.execute(sql, params![table, next, MAX_ID_GAP])?;
        }
        Ok(())
    }
}
