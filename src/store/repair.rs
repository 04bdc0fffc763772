//! Repairs what follows from the rest of a journal: the schema, indexes, derived rows, and single
//! bits that a checksum tells. Everything else is evidence of damage, and stays as it is.

use rusqlite::{
    params_from_iter,
    types::{Value, ValueRef},
};

use super::{
    Db, StoreError,
    check::{CheckReport, MismatchedRow},
    checksum,
    error::Result,
    schema_check::SchemaDifference,
    search_index::is_index_damage,
};
use crate::domain::id::EntryId;

/// The longest row in which a flipped bit is looked for, in bytes; the time grows with its square.
const MAX_SEARCHED_BYTES: usize = 64 * 1024;

/// What a repair did, and what it left.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RepairReport {
    /// What was repaired, one line each. They name kinds and ids, never text of an entry.
    pub repaired: Vec<String>,
    /// The check of the repaired journal.
    pub remaining: CheckReport,
}

impl Db {
    /// Repairs what follows from the rest, in one transaction. With `accept_rows`, rows that do not
    /// match their checksums are taken as they are and get new ones.
    ///
    /// # Errors
    /// Fails with [`StoreError::Corrupt`], without a change, if a page is damaged: such a journal
    /// can only be recovered. Fails if the file cannot be written.
    pub fn repair(&self, accept_rows: bool) -> Result<RepairReport> {
        // A file with a damaged page must not be written to.
        if self.integrity_errors()?.iter().any(|line| !is_of_row_or_index(line)) {
            return Err(StoreError::Corrupt(self.path().to_owned()));
        }
        let repaired = self.transaction(|db| -> Result<Vec<String>> {
            let mut repaired = db.repair_schema()?;
            db.conn.execute_batch("REINDEX")?;
            repaired.extend(db.repair_rows(accept_rows)?);
            repaired.extend(db.repair_sequences()?);
            repaired.extend(db.repair_events()?);
            repaired.extend(db.repair_entries()?);
            repaired.extend(db.repair_search_index()?);
            Ok(repaired)
        })?;
        Ok(RepairReport { repaired, remaining: self.check()? })
    }

    /// Makes missing and different indexes and triggers again, and drops those that do not belong
    /// to a journal, and views. Tables hold data, so they stay as they are.
    fn repair_schema(&self) -> Result<Vec<String>> {
        let mut repaired = Vec::new();
        for difference in self.schema_differences()? {
            let (name, object, create) = match &difference {
                SchemaDifference::Missing(name, object) | SchemaDifference::Different(name, object) => {
                    (name, object, Some(&object.sql))
                }
                SchemaDifference::Foreign(name, object) => (name, object, None),
            };
            let object_type = object.object_type.as_str();
            let is_of_table = object_type == "index" && object.sql.is_empty();
            if is_of_table || !matches!(object_type, "index" | "trigger" | "view") {
                continue;
            }
            self.conn.execute_batch(&format!("DROP {object_type} IF EXISTS \"{}\"", name.replace('"', "\"\"")))?;
            if let Some(sql) = create {
                self.conn.execute_batch(sql)?;
                repaired.push(format!("made the {object_type} {name} again"));
            } else {
                let article = if object_type == "index" { "an" } else { "a" };
                repaired.push(format!("removed {article} {object_type} that Rapport did not make"));
            }
        }
        Ok(repaired)
    }

    /// The index of the search follows from the texts.
    fn repair_search_index(&self) -> Result<Vec<String>> {
        let is_damaged = match self.search_index_problems() {
            Ok(problems) => !problems.is_empty(),
            Err(error) if is_index_damage(&error) => true,
            // A row that cannot be read is a problem of the check.
            Err(_) => false,
        };
        if !is_damaged {
            return Ok(Vec::new());
        }
        self.rebuild_search_index(&mut |_, _| {})?;
        Ok(vec!["made the search index again".to_owned()])
    }

    /// Flips back single bits, and gives new checksums to rows whose own bits are right.
    fn repair_rows(&self, accept_rows: bool) -> Result<Vec<String>> {
        let mut repaired = Vec::new();
        for (table, columns) in self.checksummed_tables()? {
            for row in self.mismatched_rows(&table, &columns)? {
                let found = row.checksum.and_then(|stored| find_flipped_bit(&table, &row.values, stored));
                match found {
                    Some(FlippedBit::InValue(index, value))
                        if self.replace_value(&table, &columns, &row, index, &value)? =>
                    {
                        repaired.push(format!("flipped a bit of {} of {table} back", row.name));
                    }
                    Some(FlippedBit::InChecksum) => {
                        self.renew_checksum(&table, &columns, &row)?;
                        repaired.push(format!("renewed the damaged checksum of {} of {table}", row.name));
                    }
                    _ if accept_rows => {
                        self.renew_checksum(&table, &columns, &row)?;
                        repaired.push(format!("accepted {} of {table} as it is", row.name));
                    }
                    _ => {}
                }
            }
        }
        Ok(repaired)
    }

    /// Writes one value; `false` if a constraint rejects it.
    fn replace_value(
        &self,
        table: &str,
        columns: &[String],
        row: &MismatchedRow,
        index: usize,
        value: &Value,
    ) -> Result<bool> {
        let Some(column) = columns.get(index) else { return Ok(false) };
        let sql = format!("UPDATE {table} SET {column} = ? WHERE {}", row_condition(columns));
        let values = std::iter::once(value).chain(&row.values);
        match self.conn.execute(&sql, params_from_iter(values)) {
            Ok(rows) => Ok(rows > 0),
            Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    fn renew_checksum(&self, table: &str, columns: &[String], row: &MismatchedRow) -> Result<()> {
        let sql = format!(
            "UPDATE {table} SET {} = row_checksum('{table}', {}) WHERE {}",
            checksum::COLUMN,
            columns.join(", "),
            row_condition(columns)
        );
        self.conn.execute(&sql, params_from_iter(&row.values))?;
        Ok(())
    }

    fn repair_sequences(&self) -> Result<Vec<String>> {
        let mut repaired = Vec::new();
        for table in self.tables_with_low_sequence()? {
            self.conn.execute("DELETE FROM sqlite_sequence WHERE name = ?1", [&table])?;
            let sql = format!("INSERT INTO sqlite_sequence (name, seq) SELECT ?1, max(id) FROM {table}");
            self.conn.execute(&sql, [&table])?;
            repaired.push(format!("raised the next number of {table}"));
        }
        Ok(repaired)
    }

    /// Events follow the person of their entry.
    fn repair_events(&self) -> Result<Vec<String>> {
        let wrong = "SELECT steps.id FROM steps JOIN entries ON entries.id = steps.entry
                     WHERE steps.person IS NOT entries.person";
        let sql = format!(
            "UPDATE steps SET person = (SELECT person FROM entries WHERE entries.id = steps.entry) WHERE id IN ({wrong})"
        );
        let count = self.conn.execute(&sql, [])?;
        Ok((count > 0).then(|| format!("gave {count} steps the person of their entry")).into_iter().collect())
    }

    /// Subjects follow from texts, and states from events where the row itself is as written.
    fn repair_entries(&self) -> Result<Vec<String>> {
        let mut repaired = Vec::new();
        let mut are_rows_sound = true;
        for (table, columns) in self.checksummed_tables()? {
            are_rows_sound &= self.mismatched_rows(&table, &columns)?.is_empty();
        }
        let mut statement = self.conn.prepare("SELECT id FROM entries ORDER BY id")?;
        let ids = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<EntryId>>>()?;
        for id in ids {
            // What cannot be read stays a problem of the check.
            let Ok(Some(entry)) = self.entry(id) else { continue };
            if self.has_wrong_subjects(&entry)? {
                self.put_subjects(&entry)?;
                repaired.push(format!("found the subjects of entry {} again", id.0));
            }
            let mut expected = entry.clone();
            expected.recompute_state();
            // Writing the entry renews its checksums, which would hide damage.
            let is_sure = are_rows_sound && entry.validation_error().is_some() && expected.validation_error().is_none();
            if is_sure {
                self.put_entry(&expected)?;
                repaired.push(format!("set the state of entry {} to what its steps say", id.0));
            }
        }
        Ok(repaired)
    }
}

/// Whether a line of the integrity check is about the content of a row, of an index or of the
/// search index, not about a page.
fn is_of_row_or_index(line: &str) -> bool {
    let words = [
        "missing from index",
        "entries in index",
        "entry in index",
        "constraint failed in",
        " value in ",
        "fts5: ",
        "FTS5 table",
    ];
    words.iter().any(|word| line.contains(word))
}

/// Matches the row with these values.
fn row_condition(columns: &[String]) -> String {
    // A text that is not UTF-8 was read as bytes.
    let matches = columns.iter().map(|column| format!("CAST({column} AS BLOB) IS CAST(? AS BLOB)"));
    matches.collect::<Vec<_>>().join(" AND ")
}

/// The bit that makes a row differ from its checksum.
#[derive(Debug, PartialEq)]
enum FlippedBit {
    /// In the value of this column; as it was before.
    InValue(usize, Value),
    InChecksum,
}

/// Finds the only bit with which a row would match its checksum.
fn find_flipped_bit(table: &str, values: &[Value], stored: i64) -> Option<FlippedBit> {
    let sum_with = |changed: usize, value: ValueRef<'_>| {
        let each = values.iter().enumerate();
        let each = each.map(|(index, original)| if index == changed { value } else { ValueRef::from(original) });
        checksum::row_checksum(table, each)
    };
    let first = values.first()?;
    if (sum_with(0, ValueRef::from(first)) ^ stored).count_ones() == 1 {
        return Some(FlippedBit::InChecksum);
    }
    let size = values.iter().map(|value| value_bytes(value).len()).sum::<usize>();
    if size > MAX_SEARCHED_BYTES {
        return None;
    }
    for (index, value) in values.iter().enumerate() {
        let mut bytes = value_bytes(value);
        for bit in 0..bytes.len() * 8 {
            let mask = 1 << (bit % 8);
            bytes[bit / 8] ^= mask;
            let candidate = value_from_bytes(value, &bytes);
            if let Some(candidate) = candidate.filter(|candidate| sum_with(index, ValueRef::from(candidate)) == stored)
            {
                return Some(FlippedBit::InValue(index, candidate));
            }
            bytes[bit / 8] ^= mask;
        }
    }
    None
}

fn value_bytes(value: &Value) -> Vec<u8> {
    match value {
        Value::Null => Vec::new(),
        Value::Integer(number) => number.to_be_bytes().to_vec(),
        Value::Real(number) => number.to_be_bytes().to_vec(),
        Value::Text(text) => text.as_bytes().to_vec(),
        Value::Blob(bytes) => bytes.clone(),
    }
}

/// The value with these bytes. Bytes that are UTF-8 now may have been a text; a uid never is.
fn value_from_bytes(like: &Value, bytes: &[u8]) -> Option<Value> {
    Some(match like {
        Value::Null => return None,
        Value::Integer(_) => Value::Integer(i64::from_be_bytes(bytes.try_into().ok()?)),
        Value::Real(_) => Value::Real(f64::from_be_bytes(bytes.try_into().ok()?)),
        Value::Blob(_) if bytes.len() == 16 => Value::Blob(bytes.to_vec()),
        Value::Text(_) | Value::Blob(_) => Value::Text(std::str::from_utf8(bytes).ok()?.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flipped_bit_of_a_row_is_found() {
        let values =
            [Value::Integer(17), Value::Blob(vec![7; 16]), Value::Text("Quiet today, naïve".into()), Value::Null];
        let sum = |values: &[Value]| checksum::row_checksum("entries", values.iter().map(ValueRef::from));
        let stored = sum(&values);
        for index in 0..3 {
            for bit in 0..value_bytes(&values[index]).len() * 8 {
                let mut bytes = value_bytes(&values[index]);
                bytes[bit / 8] ^= 1 << (bit % 8);
                let mut damaged = values.clone();
                damaged[index] = match &values[index] {
                    Value::Text(_) => match String::from_utf8(bytes.clone()) {
                        Ok(text) => Value::Text(text),
                        // The check reads such a text as bytes.
                        Err(_) => continue,
                    },
                    like => value_from_bytes(like, &bytes).unwrap(),
                };
                let found = find_flipped_bit("entries", &damaged, stored);
                assert_eq!(found, Some(FlippedBit::InValue(index, values[index].clone())));
            }
        }
        for bit in 0..31 {
            assert_eq!(find_flipped_bit("entries", &values, stored ^ (1 << bit)), Some(FlippedBit::InChecksum));
        }
        let mut two = values.clone();
        two[2] = Value::Text("Quier todax, naïve".into());
        assert_eq!(find_flipped_bit("entries", &two, stored), None);
    }
}
