//! Compares the schema of a journal with that of a new one.

use std::{collections::BTreeMap, sync::OnceLock};

use rusqlite::Connection;

use super::{Db, checksum, error::Result, recover::newest_schema};

/// The tables, indexes, triggers and views of a database by their names.
pub(super) type SchemaObjects = BTreeMap<String, SchemaObject>;

/// A table, index, trigger or view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SchemaObject {
    /// `table`, `index`, `trigger` or `view`.
    pub object_type: String,
    /// The table that it belongs to.
    pub table: String,
    /// The statement that creates it; empty for an index that comes with its table.
    pub sql: String,
}

impl SchemaObject {
    /// Whether both are the same, but for white space and quotes, which `SQLite` adds as it
    /// pleases.
    fn is_like(&self, other: &Self) -> bool {
        let bare = |sql: &str| sql.chars().filter(|c| !c.is_whitespace() && *c != '"').collect::<String>();
        (&self.object_type, &self.table) == (&other.object_type, &other.table) && bare(&self.sql) == bare(&other.sql)
    }
}

/// How the schema of a journal differs from that of a new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SchemaDifference {
    /// A new journal has it.
    Missing(String, SchemaObject),
    /// A new journal does not have it.
    Foreign(String, SchemaObject),
    /// Both have it, but it is not the same. Has the one of a new journal.
    Different(String, SchemaObject),
}

impl SchemaDifference {
    /// The problem as a line. The names of what does not belong to a journal are not repeated.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Missing(name, object) => format!("schema: the {} {name} is missing", object.object_type),
            Self::Foreign(_, object) => {
                let article = if object.object_type == "index" { "an" } else { "a" };
                format!("schema: there is {article} {} that Rapport did not make", object.object_type)
            }
            Self::Different(name, object) => {
                format!("schema: the {} {name} is not as Rapport makes it", object.object_type)
            }
        }
    }
}

/// What a new journal has. Made once, as it takes running every migration.
fn newest_schema_objects() -> Result<&'static SchemaObjects> {
    static OBJECTS: OnceLock<SchemaObjects> = OnceLock::new();
    if let Some(objects) = OBJECTS.get() {
        return Ok(objects);
    }
    let objects = schema_objects(&newest_schema()?)?;
    Ok(OBJECTS.get_or_init(|| objects))
}

impl Db {
    /// The differences between the schema of the journal and that of a new one.
    pub(super) fn schema_differences(&self) -> Result<Vec<SchemaDifference>> {
        let mut found = schema_objects(&self.conn)?;
        let mut differences = Vec::new();
        for (name, object) in newest_schema_objects()? {
            let (name, object) = (name.clone(), object.clone());
            match found.remove(&name) {
                None => differences.push(SchemaDifference::Missing(name, object)),
                Some(other) if !other.is_like(&object) => differences.push(SchemaDifference::Different(name, object)),
                Some(_) => {}
            }
        }
        differences.extend(found.into_iter().map(|(name, object)| SchemaDifference::Foreign(name, object)));
        Ok(differences)
    }

    /// The tables with checksums and their other stored columns, quoted.
    pub(super) fn checksummed_tables(&self) -> Result<Vec<(String, Vec<String>)>> {
        let sql = "SELECT tables.name, columns.name FROM pragma_table_list AS tables
                   JOIN pragma_table_xinfo(tables.name) AS columns
                   WHERE tables.schema = 'main' AND tables.type = 'table' AND columns.hidden = 0
                   ORDER BY tables.name, columns.cid";
        let mut statement = self.conn.prepare(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in rows {
            let (table, column) = row?;
            tables.entry(table).or_default().push(column);
        }
        let with_checksum = tables.into_iter().filter_map(|(table, columns)| {
            let others: Vec<String> =
                columns.iter().filter(|name| *name != checksum::COLUMN).map(|name| format!("\"{name}\"")).collect();
            (others.len() < columns.len()).then_some((table, others))
        });
        Ok(with_checksum.collect())
    }
}

fn schema_objects(conn: &Connection) -> Result<SchemaObjects> {
    // `ANALYZE` makes tables of its own.
    let sql = "SELECT name, type, tbl_name, coalesce(sql, '') FROM sqlite_schema
               WHERE name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\'";
    let mut statement = conn.prepare(sql)?;
    let read = |row: &rusqlite::Row<'_>| {
        Ok((row.get(0)?, SchemaObject { object_type: row.get(1)?, table: row.get(2)?, sql: row.get(3)? }))
    };
    let objects = statement.query_map([], read)?;
    Ok(objects.collect::<rusqlite::Result<_>>()?)
}
