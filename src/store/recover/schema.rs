//! The schema that a damaged journal had, and how it lays out rows.

use std::{
    collections::{HashMap, HashSet},
    path::PathBuf,
};

use rusqlite::{Connection, types::Value};
use rusqlite_migration::{M, Migrations};

use super::{
    super::{MIGRATIONS, SCHEMA_VERSION, StoreError, error::Result, register_functions},
    node::{RawRow, TreeType},
};

/// The tables and indexes of one schema version.
pub(super) struct Schema {
    pub tables: Vec<Table>,
    pub indexes: Vec<Index>,
}

/// A table and the layout of its rows.
pub(super) struct Table {
    pub name: String,
    pub tree: TreeType,
    /// The columns that are stored, in the order of their declaration.
    pub columns: Vec<Column>,
    /// The columns in the order in which they are stored.
    stored: Vec<usize>,
    /// The column that is another name of the rowid.
    pub rowid_alias: Option<usize>,
}

/// A column that is stored.
pub(super) struct Column {
    pub name: String,
    pub is_text: bool,
    pub is_required: bool,
}

/// An index and the names of its columns in the order in which they are stored; those of the key of
/// its table come last.
pub(super) struct Index {
    pub name: String,
    pub table: String,
    pub columns: Vec<String>,
}

impl Schema {
    /// Reads the schema of a database.
    pub(super) fn of(conn: &Connection) -> Result<Self> {
        let mut schema = Self { tables: Vec::new(), indexes: Vec::new() };
        let sql = "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
                   AND name NOT LIKE 'sqlite_%' ORDER BY name";
        let mut statement = conn.prepare(sql)?;
        let names = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?)))?;
        for found in names {
            let (name, is_without_rowid) = found?;
            schema.indexes.extend(Index::of_table(conn, &name, is_without_rowid)?);
            schema.tables.push(Table::read(conn, name, is_without_rowid)?);
        }
        Ok(schema)
    }

    /// The table with this name.
    pub(super) fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }
}

impl Table {
    fn read(conn: &Connection, name: String, is_without_rowid: bool) -> Result<Self> {
        // Generated columns, which are hidden, are not stored.
        let sql =
            "SELECT name, type, \"notnull\" AND dflt_value IS NULL, pk FROM pragma_table_xinfo(?1) WHERE hidden = 0";
        let mut statement = conn.prepare(sql)?;
        let rows = statement.query_map([&name], |row| {
            let kind: String = row.get(1)?;
            let column = Column { name: row.get(0)?, is_text: kind == "TEXT", is_required: row.get(2)? };
            Ok((column, kind == "INTEGER", row.get::<_, u16>(3)?))
        })?;
        let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        let mut key: Vec<(u16, usize)> =
            (0..).zip(&rows).filter(|(_, (_, _, pk))| *pk > 0).map(|(index, (_, _, pk))| (*pk, index)).collect();
        key.sort_unstable();
        let rowid_alias = match key.as_slice() {
            [(_, index)] if !is_without_rowid && rows[*index].1 => Some(*index),
            _ => None,
        };
        let mut stored: Vec<usize> = (0..rows.len()).collect();
        if is_without_rowid {
            let is_key = |index: &usize| key.iter().any(|(_, of_key)| of_key == index);
            stored.retain(|index| !is_key(index));
            stored.splice(0..0, key.iter().map(|(_, index)| *index));
        }
        let tree = if is_without_rowid { TreeType::Index } else { TreeType::Table };
        Ok(Self { name, tree, columns: rows.into_iter().map(|row| row.0).collect(), stored, rowid_alias })
    }

    /// The values of a row by the columns of the table, `None` for those it does not have; `None`
    /// if it cannot be of this table.
    pub(super) fn arrange(&self, row: &RawRow) -> Option<Vec<Option<Value>>> {
        if row.values.len() > self.stored.len() || row.rowid.is_some() != (self.tree == TreeType::Table) {
            return None;
        }
        let mut arranged = vec![None; self.columns.len()];
        for (value, index) in row.values.iter().zip(&self.stored) {
            // A text whose type is damaged.
            let value = match value {
                Value::Blob(bytes) if self.columns[*index].is_text => {
                    Value::Text(String::from_utf8_lossy(bytes).into_owned())
                }
                value => value.clone(),
            };
            arranged[*index] = Some(value);
        }
        if let (Some(alias), Some(rowid)) = (self.rowid_alias, row.rowid) {
            // The key is stored once, outside the row.
            if arranged[alias] != Some(Value::Null) {
                return None;
            }
            arranged[alias] = Some(Value::Integer(rowid));
        }
        Some(arranged)
    }

    /// The value of a column in an arranged row.
    pub(super) fn value<'a>(&self, row: &'a [Option<Value>], column: &str) -> Option<&'a Value> {
        let index = self.columns.iter().position(|known| known.name == column)?;
        row.get(index)?.as_ref()
    }
}

impl Index {
    fn of_table(conn: &Connection, table: &str, is_without_rowid: bool) -> Result<Vec<Self>> {
        // The primary key of a table without rowid is the table itself.
        let mut statement = conn.prepare("SELECT name FROM pragma_index_list(?1) WHERE origin <> 'pk' OR NOT ?2")?;
        let names = statement.query_map((table, is_without_rowid), |row| row.get::<_, String>(0))?;
        names
            .map(|name| {
                let name = name?;
                let mut statement = conn.prepare("SELECT name FROM pragma_index_xinfo(?1) ORDER BY seqno")?;
                let columns = statement.query_map([&name], |row| row.get::<_, Option<String>>(0))?;
                let columns = columns.map(|column| Ok(column?.unwrap_or_else(|| "id".to_owned())));
                let columns = columns.collect::<rusqlite::Result<_>>()?;
                Ok(Self { name, table: table.to_owned(), columns })
            })
            .collect()
    }
}

/// An empty database in memory. Nothing refers to anything in it, so rows can be added as they are
/// found.
pub(super) fn scratch_database() -> Result<Connection> {
    let conn = Connection::open_in_memory()?;
    register_functions(&conn)?;
    conn.pragma_update(None, "foreign_keys", false)?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(conn)
}

/// Migrates a database to a schema version.
pub(super) fn migrate_to(conn: &mut Connection, version: i64) -> Result<()> {
    let migrations = Migrations::new(MIGRATIONS.iter().map(|sql| M::up(sql)).collect());
    let count = usize::try_from(version).unwrap_or(MIGRATIONS.len());
    migrations.to_version(conn, count).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
        _ => StoreError::Migration { path: PathBuf::new(), from: 0, to: version },
    })
}

/// The schema version whose tables and indexes are most like those found; the one in the header
/// decides between equals.
pub(super) fn detect_version(found: &HashSet<(String, String)>, in_header: i64) -> Result<i64> {
    let in_header = Some(in_header).filter(|version| (1..=SCHEMA_VERSION).contains(version));
    if let Some(version) = in_header {
        let mut conn = scratch_database()?;
        migrate_to(&mut conn, version)?;
        if schema_sql(&conn)?.into_iter().all(|row| found.contains(&row)) {
            return Ok(version);
        }
    }
    let mut best = (0, in_header.unwrap_or(SCHEMA_VERSION));
    let mut conn = scratch_database()?;
    for version in 1..=SCHEMA_VERSION {
        migrate_to(&mut conn, version)?;
        let alike = schema_sql(&conn)?.into_iter().filter(|row| found.contains(row)).count();
        let is_better = alike > best.0 || (alike == best.0 && Some(best.1) != in_header);
        if alike > 0 && is_better {
            best = (alike, version);
        }
    }
    Ok(best.1)
}

/// The names of the tables and indexes of a database, and the statements that create them.
fn schema_sql(conn: &Connection) -> rusqlite::Result<HashMap<String, String>> {
    let mut statement = conn.prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")?;
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}
