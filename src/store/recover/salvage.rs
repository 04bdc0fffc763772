//! Finds the rows of a damaged journal and puts them into a scratch database in memory, whose
//! constraints tell which of them can be true.

use std::collections::{BTreeSet, HashMap, HashSet};

use rusqlite::{
    Connection,
    types::{Value, ValueRef},
};

use super::{
    super::{StoreError, checksum, error::Result},
    ProgressFn, RecoverError,
    node::{self, RawRow, TreeType},
    pages::Pages,
    schema::{self, Index, Schema, Table},
};
use crate::domain::id::Uid;

/// The highest position in a list of a person that is believed.
const MAX_POSITION: i64 = 10_000;

/// What identifies a row of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum RowKey {
    Id(i64),
    Uid(Uid),
}

/// What the indexes, or what is left of a row, tell about it.
#[derive(Debug, Clone, Default)]
pub(super) struct RowFacts {
    pub uid: Option<Uid>,
    pub person: Option<i64>,
    pub entry: Option<i64>,
    pub one_on_one: Option<i64>,
    pub at_ms: Option<i64>,
    pub offset_s: Option<i64>,
    pub kind: Option<String>,
}

/// The rows that were found.
pub(super) struct Salvage {
    /// A journal of the version of the damaged one, without foreign keys.
    pub conn: Connection,
    /// The tables of which a part could not be read.
    pub damaged_tables: BTreeSet<String>,
    pub unreadable_pages: BTreeSet<u32>,
    /// The rows of each table whose content is damaged: cut, repaired, or against their checksum.
    pub suspects: HashMap<String, HashSet<RowKey>>,
    /// The rows of which a text ends early.
    pub cut: HashMap<String, HashSet<RowKey>>,
    /// What is known about the rows of damaged tables from elsewhere.
    pub facts: HashMap<String, HashMap<RowKey, RowFacts>>,
    /// The next ids that tables had.
    pub sequences: Vec<(String, i64)>,
}

impl Salvage {
    /// Reads all pages.
    pub(super) fn read(pages: &Pages, on_progress: &mut ProgressFn<'_>) -> Result<Self, RecoverError> {
        let schema_walk = Walk::of(pages, 1, TreeType::Table);
        let found: Vec<SchemaRow> = schema_walk.rows.iter().filter_map(SchemaRow::read).collect();
        let sql = found.iter().map(|row| (row.name.clone(), row.sql.clone())).collect();
        let version = schema::detect_version(&sql, pages.schema_version())?;
        let mut conn = schema::scratch_database()?;
        schema::migrate_to(&mut conn, version)?;
        let schema = Schema::of(&conn)?;
        let salvage = Self {
            conn,
            damaged_tables: BTreeSet::new(),
            unreadable_pages: schema_walk.damaged.clone(),
            suspects: HashMap::new(),
            cut: HashMap::new(),
            facts: HashMap::new(),
            sequences: Vec::new(),
        };
        let roots = found.iter().map(|row| (row.name.as_str(), row.root)).collect();
        let mut reader =
            Reader { pages, schema: &schema, roots, salvage, used: schema_walk.used, steps: 0, on_progress };
        reader.salvage.conn.execute_batch("BEGIN").map_err(StoreError::from)?;
        reader.read_tables()?;
        if !reader.salvage.damaged_tables.is_empty() {
            reader.read_indexes()?;
            reader.read_lost_pages()?;
        }
        reader.read_sequences();
        let salvage = reader.salvage;
        salvage.conn.execute_batch("COMMIT").map_err(StoreError::from)?;
        Ok(salvage)
    }
}

/// A row of the table that describes the schema.
struct SchemaRow {
    name: String,
    root: u32,
    sql: String,
}

impl SchemaRow {
    fn read(row: &RawRow) -> Option<Self> {
        let [Value::Text(_), Value::Text(name), Value::Text(_), Value::Integer(root), sql] = row.values.as_slice()
        else {
            return None;
        };
        let sql = if let Value::Text(sql) = sql { sql.clone() } else { String::new() };
        Some(Self { name: name.clone(), root: u32::try_from(*root).ok()?, sql })
    }
}

/// All that can be reached from the root of a tree.
#[derive(Default)]
struct Walk {
    rows: Vec<RawRow>,
    used: HashSet<u32>,
    damaged: BTreeSet<u32>,
}

impl Walk {
    fn of(pages: &Pages, root: u32, tree: TreeType) -> Self {
        let mut walk = Self::default();
        // Last first, so that the rows come in the order of their keys.
        let mut stack = vec![root];
        while let Some(number) = stack.pop() {
            if !(1..=pages.count()).contains(&number) || !walk.used.insert(number) {
                walk.damaged.insert(number);
                continue;
            }
            let node = node::read_node(pages, number, tree);
            if node.is_damaged {
                walk.damaged.insert(number);
            }
            walk.rows.extend(node.rows);
            walk.used.extend(node.overflow);
            stack.extend(node.children.into_iter().rev());
        }
        walk
    }
}

/// What became of a row that was added to the scratch database.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Added {
    New,
    /// There is a row with this key, or with a value that must be unique.
    Conflict,
    Rejected,
}

struct Reader<'a, 'p> {
    pages: &'a Pages,
    schema: &'a Schema,
    roots: HashMap<&'a str, u32>,
    salvage: Salvage,
    /// The pages that are a part of a tree.
    used: HashSet<u32>,
    steps: u64,
    on_progress: &'a mut ProgressFn<'p>,
}

impl Reader<'_, '_> {
    fn step(&mut self, count: usize) -> Result<(), RecoverError> {
        self.steps += count as u64;
        let total = u64::from(self.pages.count()) * 2;
        match (self.on_progress)(self.steps.min(total / 2), total) {
            std::ops::ControlFlow::Break(()) => Err(RecoverError::Cancelled),
            std::ops::ControlFlow::Continue(()) => Ok(()),
        }
    }

    fn read_tables(&mut self) -> Result<(), RecoverError> {
        for table in &self.schema.tables {
            let Some(&root) = self.roots.get(table.name.as_str()) else {
                self.salvage.damaged_tables.insert(table.name.clone());
                continue;
            };
            let walk = Walk::of(self.pages, root, table.tree);
            self.step(walk.used.len())?;
            let mut is_damaged = !walk.damaged.is_empty();
            let (whole, cut): (Vec<&RawRow>, Vec<&RawRow>) = walk.rows.iter().partition(|row| row.is_whole);
            for row in whole.into_iter().chain(cut) {
                is_damaged |= self.add_row(table, row) != Added::New;
            }
            if is_damaged {
                self.salvage.damaged_tables.insert(table.name.clone());
            }
            self.used.extend(walk.used);
            self.salvage.unreadable_pages.extend(walk.damaged.into_iter().filter(|page| *page != 0));
        }
        Ok(())
    }

    /// Adds a row of a tree. What is left of one that cannot be true is kept as facts.
    fn add_row(&mut self, table: &Table, row: &RawRow) -> Added {
        let Some(mut values) = table.arrange(row) else { return Added::Rejected };
        let key = row_key(table, &values);
        let is_sound = row.is_whole && checksum_matches(table, &values) != Some(false);
        if !row.is_whole {
            for (column, value) in table.columns.iter().zip(&mut values) {
                if column.is_text && column.is_required && value.is_none() {
                    *value = Some(Value::Text(String::new()));
                }
            }
        }
        let mut added = self.insert(table, &values);
        let mut is_repaired = false;
        if added == Added::Rejected {
            added = self.insert_repaired(table, &values);
            is_repaired = added == Added::New;
        }
        let Some(key) = key else { return added };
        match added {
            Added::Rejected | Added::Conflict => {
                self.note_facts(table, key, |column| table.value(&values, column));
            }
            Added::New if !is_sound || is_repaired => {
                self.salvage.suspects.entry(table.name.clone()).or_default().insert(key);
                if !row.is_whole {
                    self.salvage.cut.entry(table.name.clone()).or_default().insert(key);
                }
            }
            Added::New => {}
        }
        added
    }

    fn insert(&self, table: &Table, values: &[Option<Value>]) -> Added {
        let given = || table.columns.iter().zip(values).filter(|(column, _)| column.name != checksum::COLUMN);
        let given = || given().filter_map(|(column, value)| Some((column, value.as_ref()?)));
        if given().any(|(column, value)| column.name == "nth" && is_over(value, MAX_POSITION)) {
            return Added::Rejected;
        }
        let names: Vec<String> = given().map(|(column, _)| format!("\"{}\"", column.name)).collect();
        let marks = vec!["?"; names.len()].join(", ");
        let sql = format!("INSERT INTO {} ({}) VALUES ({marks})", table.name, names.join(", "));
        let inserted =
            self.salvage.conn.prepare_cached(&sql).and_then(|mut statement| {
                statement.execute(rusqlite::params_from_iter(given().map(|(_, value)| value)))
            });
        match inserted {
            Ok(_) => Added::New,
            Err(error) => {
                use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID, SQLITE_CONSTRAINT_UNIQUE};
                match error.sqlite_error().map(|error| error.extended_code) {
                    Some(SQLITE_CONSTRAINT_PRIMARYKEY | SQLITE_CONSTRAINT_ROWID | SQLITE_CONSTRAINT_UNIQUE) => {
                        Added::Conflict
                    }
                    _ => Added::Rejected,
                }
            }
        }
    }

    /// Adds a row with one value replaced: the one whose damage makes it impossible.
    fn insert_repaired(&self, table: &Table, values: &[Option<Value>]) -> Added {
        for (index, column) in table.columns.iter().enumerate() {
            let replacement = match (table.name.as_str(), column.name.as_str()) {
                ("entries", "kind") => Value::Text("note".into()),
                ("people", "relation") => Value::Text("report".into()),
                (_, "offset_s") => Value::Integer(0),
                ("people", "since" | "birthday" | "colour") => Value::Null,
                (_, "uid") if matches!(values.get(index), Some(Some(Value::Blob(uid))) if uid.len() != 16) => {
                    let uid = Uid::from_content(&["recovered", &table.name, &format!("{:?}", values.first())]);
                    Value::Blob(uid.0.as_bytes().to_vec())
                }
                _ => continue,
            };
            let mut repaired = values.to_vec();
            repaired[index] = Some(replacement);
            if self.insert(table, &repaired) == Added::New {
                return Added::New;
            }
        }
        Added::Rejected
    }

    /// Reads what the indexes of damaged tables tell about rows that are missing.
    fn read_indexes(&mut self) -> Result<(), RecoverError> {
        for index in &self.schema.indexes {
            let (Some(table), Some(&root)) = (self.schema.table(&index.table), self.roots.get(index.name.as_str()))
            else {
                continue;
            };
            let walk = Walk::of(self.pages, root, TreeType::Index);
            self.step(walk.used.len())?;
            self.used.extend(walk.used.iter().copied());
            if !self.salvage.damaged_tables.contains(&index.table) {
                continue;
            }
            for row in walk.rows.iter().filter(|row| row.is_whole && row.values.len() == index.columns.len()) {
                if let Some(key) = index_key(table, index, row) {
                    let value = |name: &str| {
                        let position = index.columns.iter().position(|column| column == name)?;
                        row.values.get(position)
                    };
                    self.note_facts(table, key, value);
                }
            }
        }
        Ok(())
    }

    fn note_facts<'v>(&mut self, table: &Table, key: RowKey, value: impl Fn(&str) -> Option<&'v Value>) {
        let integer = |name: &str| match value(name) {
            Some(Value::Integer(number)) => Some(*number),
            _ => None,
        };
        let facts = self.salvage.facts.entry(table.name.clone()).or_default().entry(key).or_default();
        facts.uid = facts.uid.or_else(|| value("uid").and_then(as_uid));
        facts.person = facts.person.or_else(|| integer("person"));
        facts.entry = facts.entry.or_else(|| integer("entry"));
        facts.one_on_one = facts.one_on_one.or_else(|| integer("one_on_one"));
        let at_ms = || ["written_at", "at", "begun_at"].into_iter().find_map(integer);
        facts.at_ms = facts.at_ms.or_else(at_ms);
        facts.offset_s = facts.offset_s.or_else(|| integer("offset_s"));
        if let (None, Some(Value::Text(kind))) = (&facts.kind, value("kind")) {
            facts.kind = Some(kind.clone());
        }
    }

    /// Reads the pages to which no tree leads any more. Their rows are taken for those of damaged
    /// tables, where they fit and no row with their key was found.
    fn read_lost_pages(&mut self) -> Result<(), RecoverError> {
        let free: HashSet<u32> = self.pages.free_pages().into_iter().collect();
        for number in 2..=self.pages.count() {
            if self.used.contains(&number) || free.contains(&number) {
                continue;
            }
            let Some(tree) = node::tree_type(self.pages, number) else { continue };
            self.step(1)?;
            for row in node::read_node(self.pages, number, tree).rows.iter().filter(|row| row.is_whole) {
                self.add_lost_row(tree, row);
            }
        }
        Ok(())
    }

    fn add_lost_row(&mut self, tree: TreeType, row: &RawRow) {
        for table in self.schema.tables.iter().filter(|table| table.tree == tree) {
            if !self.salvage.damaged_tables.contains(&table.name) {
                continue;
            }
            let Some(values) = table.arrange(row) else { continue };
            let is_sound = checksum_matches(table, &values) != Some(false);
            match self.insert(table, &values) {
                Added::Rejected => {}
                Added::Conflict => return,
                Added::New => {
                    if let (false, Some(key)) = (is_sound, row_key(table, &values)) {
                        self.salvage.suspects.entry(table.name.clone()).or_default().insert(key);
                    }
                    return;
                }
            }
        }
    }

    fn read_sequences(&mut self) {
        let Some(&root) = self.roots.get("sqlite_sequence") else { return };
        for row in Walk::of(self.pages, root, TreeType::Table).rows {
            if let [Value::Text(table), Value::Integer(next)] = row.values.as_slice() {
                self.salvage.sequences.push((table.clone(), *next));
            }
        }
    }
}

fn is_over(value: &Value, most: i64) -> bool {
    matches!(value, Value::Integer(number) if *number > most)
}

fn as_uid(value: &Value) -> Option<Uid> {
    match value {
        Value::Blob(bytes) => uuid::Uuid::from_slice(bytes).ok().map(Uid),
        _ => None,
    }
}

/// The key of a row: its integer key, otherwise its uid. An edit of the change log has that of its
/// change.
fn row_key(table: &Table, values: &[Option<Value>]) -> Option<RowKey> {
    let id = match table.rowid_alias {
        Some(alias) if table.name != "edits" => values.get(alias)?.as_ref(),
        _ => table.value(values, "change"),
    };
    match id {
        Some(Value::Integer(id)) => Some(RowKey::Id(*id)),
        _ => table.value(values, "uid").and_then(as_uid).map(RowKey::Uid),
    }
}

/// The key of the row of `table` that a row of its index points at.
fn index_key(table: &Table, index: &Index, row: &RawRow) -> Option<RowKey> {
    match (table.tree, row.values.last()?) {
        (TreeType::Table, Value::Integer(id)) => Some(RowKey::Id(*id)),
        (TreeType::Index, _) => {
            let position = index.columns.iter().position(|column| column == "uid")?;
            as_uid(row.values.get(position)?).map(RowKey::Uid)
        }
        _ => None,
    }
}

/// Whether a row is as it was written; `None` if it was written without a checksum.
fn checksum_matches(table: &Table, values: &[Option<Value>]) -> Option<bool> {
    let Value::Integer(stored) = table.value(values, checksum::COLUMN)? else { return None };
    let others = table.columns.iter().zip(values).filter(|(column, _)| column.name != checksum::COLUMN);
    let others = others.map(|(_, value)| value.as_ref().map_or(ValueRef::Null, ValueRef::from));
    Some(*stored == checksum::row_checksum(&table.name, others))
}
