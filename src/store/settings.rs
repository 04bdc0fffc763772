//! Settings: values stored as JSON by name.

use rusqlite::{OptionalExtension as _, params};
use serde::{Serialize, de::DeserializeOwned};

use super::{Db, error::Result};

impl Db {
    /// A setting; `None` if it was never set or its value cannot be read as a `T`.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn setting<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>> {
        let mut statement = self.prepare("SELECT value FROM settings WHERE name = ?1")?;
        let value: Option<String> = statement.query_row([name], |row| row.get(0)).optional()?;
        Ok(value.and_then(|value| serde_json::from_str(&value).ok()))
    }

    /// Removes a setting, if there is one.
    ///
    /// # Errors
    /// Fails if the file cannot be written.
    pub fn remove_setting(&self, name: &str) -> Result<()> {
        self.prepare("DELETE FROM settings WHERE name = ?1")?.execute([name])?;
        Ok(())
    }

    /// Saves a setting.
    ///
    /// # Errors
    /// Fails if the file cannot be written.
    pub fn set_setting(&self, name: &str, value: &impl Serialize) -> Result<()> {
        let sql = "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2";
        self.prepare(sql)?.execute(params![name, serde_json::to_string(value)?])?;
        Ok(())
    }
}
