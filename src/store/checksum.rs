//! Checksums of rows: each row with a text, state or date has one, written by triggers in the
//! statement that writes the row (`migrations/0012_checksums.sql`).
//!
//! A CRC-32 differs whenever one bit differs, or several within 32 bits, and tells which bit it
//! was. It is no protection against somebody who changes both.

use rusqlite::{Connection, functions::FunctionFlags, types::ValueRef};

use super::error::Result;

/// The name of the column, and the end of the names of the triggers that fill it.
pub(super) const COLUMN: &str = "checksum";

/// Adds the SQL functions that the triggers of a journal call to a connection. A connection
/// without them can read a journal, but not write it.
///
/// # Errors
/// Fails if `SQLite` cannot add a function.
pub fn register_functions(conn: &Connection) -> Result<()> {
    // Innocuous: the schema of an untrusted file may call it.
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    conn.create_scalar_function("row_checksum", -1, flags, |context| {
        let values = (1..context.len()).map(|index| context.get_raw(index));
        let table = if context.is_empty() { "" } else { context.get_raw(0).as_str()? };
        Ok(row_checksum(table, values))
    })?;
    Ok(())
}

/// The checksum of a row: of the name of its table and its values in the order of the columns.
pub(super) fn row_checksum<'a>(table: &str, values: impl IntoIterator<Item = ValueRef<'a>>) -> i64 {
    let mut crc = crc32fast::Hasher::new();
    crc.update(table.as_bytes());
    for value in values {
        let number;
        let (data_type, bytes): (u8, &[u8]) = match value {
            ValueRef::Null => (b'n', &[]),
            ValueRef::Integer(value) => {
                number = value.to_be_bytes();
                (b'i', &number)
            }
            ValueRef::Real(value) => {
                number = value.to_be_bytes();
                (b'r', &number)
            }
            ValueRef::Text(text) => (b't', text),
            ValueRef::Blob(blob) => (b'b', blob),
        };
        // With its type and length, so that no two rows have the same bytes.
        crc.update(&[data_type]);
        crc.update(&(bytes.len() as u64).to_be_bytes());
        crc.update(bytes);
    }
    // As a signed number it takes at most 4 bytes in a row.
    i64::from(crc.finalize().cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flipped_bit_and_every_moved_boundary_changes_the_checksum() {
        let sum = |text: &str, number: i64| {
            row_checksum("entries", [ValueRef::Text(text.as_bytes()), ValueRef::Integer(number), ValueRef::Null])
        };
        let original = sum("Quiet today", 7);
        assert_eq!(original, sum("Quiet today", 7));
        assert_eq!(original, -233_551_175, "it must never change: journals contain it");
        for bit in 0..64 {
            assert_ne!(original, sum("Quiet today", 7 ^ (1 << bit)));
        }
        for (index, letter) in "Quiet today".char_indices() {
            let flipped = char::from(u8::try_from(letter).unwrap() ^ 1).to_string();
            let mut text = "Quiet today".to_owned();
            text.replace_range(index..=index, &flipped);
            assert_ne!(original, sum(&text, 7));
        }
        let texts = |first: &str, second: &str| {
            row_checksum("entries", [ValueRef::Text(first.as_bytes()), ValueRef::Text(second.as_bytes())])
        };
        assert_ne!(texts("ab", ""), texts("a", "b"));
        assert_ne!(row_checksum("needs", []), row_checksum("notes", []));
    }
}
