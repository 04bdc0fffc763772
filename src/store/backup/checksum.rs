//! A checksum of everything in a journal, by which a copy is compared with it.

use std::hash::Hasher as _;

use rusqlite::types::ValueRef;
use siphasher::sip128::{Hasher128 as _, SipHasher13};

use super::{MANIFEST_SETTING, Result};
use crate::store::Db;

impl Db {
    /// The checksum of all rows of all tables and of the schema, without the manifest of a backup.
    /// It does not depend on the order of the rows or on how the file stores them, and it must
    /// never change: backups hold it.
    pub(in crate::store) fn content_checksum(&self) -> Result<String> {
        let schema = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'";
        let mut sum = self.hash_rows("sqlite_schema", schema, None)?;
        for table in self.content_tables()? {
            let quoted = table.replace('"', "\"\"");
            let rows = if table == "settings" {
                self.hash_rows(&table, "SELECT * FROM settings WHERE name <> ?1", Some(MANIFEST_SETTING))?
            } else {
                self.hash_rows(&table, &format!("SELECT * FROM \"{quoted}\""), None)?
            };
            sum = sum.wrapping_add(rows);
        }
        Ok(format!("{sum:032x}"))
    }

    /// The tables that hold rows: not those that `SQLite` computes.
    fn content_tables(&self) -> Result<Vec<String>> {
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_stat%'
                   AND sql NOT LIKE 'CREATE VIRTUAL%'";
        let read =
            || -> rusqlite::Result<Vec<String>> { self.conn.prepare(sql)?.query_map([], |row| row.get(0))?.collect() };
        read().map_err(|error| self.sqlite_error(error))
    }

    fn hash_rows(&self, table: &str, sql: &str, parameter: Option<&str>) -> Result<u128> {
        let hash = || -> rusqlite::Result<u128> {
            let mut statement = self.conn.prepare(sql)?;
            let columns = statement.column_count();
            let mut rows = statement.query(rusqlite::params_from_iter(parameter))?;
            let mut sum = 0_u128;
            while let Some(row) = rows.next()? {
                let mut hasher = SipHasher13::new();
                write_bytes(&mut hasher, 0, table.as_bytes());
                for column in 0..columns {
                    write_value(&mut hasher, row.get_ref(column)?);
                }
                sum = sum.wrapping_add(hasher.finish128().as_u128());
            }
            Ok(sum)
        };
        hash().map_err(|error| self.sqlite_error(error))
    }
}

fn write_value(hasher: &mut SipHasher13, value: ValueRef<'_>) {
    match value {
        ValueRef::Null => hasher.write(&[0]),
        ValueRef::Integer(number) => write_bytes(hasher, 1, &number.to_le_bytes()),
        ValueRef::Real(number) => write_bytes(hasher, 2, &number.to_bits().to_le_bytes()),
        ValueRef::Text(bytes) => write_bytes(hasher, 3, bytes),
        ValueRef::Blob(bytes) => write_bytes(hasher, 4, bytes),
    }
}

/// With the type and the length, so that no two rows write the same bytes.
fn write_bytes(hasher: &mut SipHasher13, type_tag: u8, bytes: &[u8]) {
    hasher.write(&[type_tag]);
    hasher.write(&(bytes.len() as u64).to_le_bytes());
    hasher.write(bytes);
}
