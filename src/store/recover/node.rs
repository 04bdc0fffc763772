//! The nodes of `SQLite`'s B-trees and the rows in them, read as far as they are whole.

use rusqlite::types::Value;

use super::pages::{Pages, read_u16, read_u32};

/// The length of the header of the file, which is the beginning of page 1.
const FILE_HEADER_SIZE: usize = 100;
/// More than any row of a journal has.
const MAX_COLUMNS: usize = 100;

/// The type of a B-tree: rows by an integer key, or rows that are keys themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TreeType {
    Table,
    Index,
}

/// A node as far as it can be read.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub children: Vec<u32>,
    pub rows: Vec<RawRow>,
    /// Overflow pages of the rows.
    pub overflow: Vec<u32>,
    /// Whether a part of it could not be read.
    pub is_damaged: bool,
}

/// A row as stored.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RawRow {
    /// The integer key; `None` in an index.
    pub rowid: Option<i64>,
    pub values: Vec<Value>,
    /// Whether the row was read to its end, and all its texts are UTF-8.
    pub is_whole: bool,
}

/// The type of the tree to which a page seems to belong.
pub(super) fn tree_type(pages: &Pages, number: u32) -> Option<TreeType> {
    match pages.page(number)?.get(header_offset(number))? {
        5 | 13 => Some(TreeType::Table),
        2 | 10 => Some(TreeType::Index),
        _ => None,
    }
}

/// Reads a page as a node of a tree of this type. A page whose type is damaged is read as a leaf.
pub(super) fn read_node(pages: &Pages, number: u32, tree: TreeType) -> Node {
    let mut node = Node::default();
    let Some(page) = pages.page(number) else {
        node.is_damaged = true;
        return node;
    };
    let start = header_offset(number);
    let (is_leaf, is_type_damaged) = match (page.get(start), tree) {
        (Some(5), TreeType::Table) | (Some(2), TreeType::Index) => (false, false),
        (Some(13), TreeType::Table) | (Some(10), TreeType::Index) => (true, false),
        _ => (true, true),
    };
    node.is_damaged = is_type_damaged;
    let pointers = start + if is_leaf { 8 } else { 12 };
    let count = usize::from(read_u16(page, start + 3).unwrap_or(0)).min((page.len() - pointers) / 2);
    for index in 0..count {
        let offset = usize::from(read_u16(page, pointers + 2 * index).unwrap_or(0));
        if offset < pointers
            || offset >= page.len()
            || read_cell(pages, page, offset, tree, is_leaf, &mut node).is_none()
        {
            node.is_damaged = true;
        }
    }
    if !is_leaf {
        node.children.extend(read_u32(page, start + 8));
    }
    node
}

fn header_offset(number: u32) -> usize {
    if number == 1 { FILE_HEADER_SIZE } else { 0 }
}

fn read_cell(pages: &Pages, page: &[u8], mut at: usize, tree: TreeType, is_leaf: bool, node: &mut Node) -> Option<()> {
    if !is_leaf {
        node.children.push(read_u32(page, at)?);
        at += 4;
        if tree == TreeType::Table {
            return Some(());
        }
    }
    let (size, length) = read_varint(page.get(at..)?)?;
    at += length;
    let mut rowid = None;
    if tree == TreeType::Table {
        let (key, length) = read_varint(page.get(at..)?)?;
        at += length;
        rowid = Some(key.cast_signed());
    }
    let payload = read_payload(pages, page, at, size, tree, &mut node.overflow)?;
    let (values, is_whole) = decode_record(&payload)?;
    node.is_damaged |= !is_whole;
    node.rows.push(RawRow { rowid, values, is_whole });
    Some(())
}

/// The bytes of a row, from its node and its overflow pages, as far as they can be read.
fn read_payload(
    pages: &Pages,
    page: &[u8],
    at: usize,
    size: u64,
    tree: TreeType,
    overflow: &mut Vec<u32>,
) -> Option<Vec<u8>> {
    let usable = pages.usable_size();
    let size = usize::try_from(size).ok()?;
    let min_local = (usable - 12) * 32 / 255 - 23;
    let max_local = match tree {
        TreeType::Table => usable - 35,
        TreeType::Index => (usable - 12) * 64 / 255 - 23,
    };
    if size <= max_local {
        return Some(page.get(at..page.len().min(at + size))?.to_vec());
    }
    let surplus = min_local + (size - min_local) % (usable - 4);
    let local = if surplus <= max_local { surplus } else { min_local };
    let mut payload = page.get(at..page.len().min(at + local))?.to_vec();
    let mut next = read_u32(page, at + local).unwrap_or(0);
    let mut seen = Vec::new();
    while payload.len() < size {
        let Some(content) = pages.page(next).filter(|_| !seen.contains(&next)) else { break };
        seen.push(next);
        let part = content.get(4..usable)?;
        payload.extend_from_slice(part.get(..part.len().min(size - payload.len()))?);
        next = read_u32(content, 0)?;
    }
    overflow.append(&mut seen);
    Some(payload)
}

/// The values of a row, and whether it is whole. A text that is cut keeps its beginning.
fn decode_record(payload: &[u8]) -> Option<(Vec<Value>, bool)> {
    let (header_size, mut at) = read_varint(payload)?;
    let header_size = usize::try_from(header_size).ok()?;
    let mut types = Vec::new();
    while at < header_size {
        let (serial_type, length) = read_varint(payload.get(at..)?)?;
        types.push(serial_type);
        at += length;
    }
    if at != header_size || types.is_empty() || types.len() > MAX_COLUMNS {
        return None;
    }
    let mut values = Vec::with_capacity(types.len());
    let mut is_whole = true;
    for serial_type in types {
        let size = value_size(serial_type)?;
        let rest = payload.get(at..).unwrap_or_default();
        let bytes = rest.get(..size.min(rest.len()))?;
        at += size;
        let is_cut = bytes.len() < size;
        let (value, is_valid) = decode_value(serial_type, bytes, is_cut)?;
        is_whole &= is_valid && !is_cut;
        values.extend(value);
        if is_cut {
            break;
        }
    }
    Some((values, is_whole))
}

fn value_size(serial_type: u64) -> Option<usize> {
    Some(match serial_type {
        0 | 8 | 9 => 0,
        1..=4 => usize::try_from(serial_type).ok()?,
        5 => 6,
        6 | 7 => 8,
        10 | 11 => return None,
        _ => usize::try_from((serial_type - 12) / 2).ok()?,
    })
}

/// A value and whether it is valid; no value if it is cut and cannot be used.
fn decode_value(serial_type: u64, bytes: &[u8], is_cut: bool) -> Option<(Option<Value>, bool)> {
    let value = match serial_type {
        0 => Value::Null,
        8 => Value::Integer(0),
        9 => Value::Integer(1),
        13.. if serial_type % 2 == 1 => {
            // No text of a journal has a zero; a page that was overwritten with them does.
            let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
            let is_cut = is_cut || end < bytes.len();
            let text = String::from_utf8_lossy(&bytes[..end]);
            let is_valid = end == bytes.len() && matches!(text, std::borrow::Cow::Borrowed(_));
            let text = if is_cut { text.trim_end_matches('\u{fffd}').to_owned() } else { text.into_owned() };
            return Some((Some(Value::Text(text)), is_valid));
        }
        _ if is_cut => return Some((None, false)),
        1..=6 => {
            let sign = if bytes.first()? & 0x80 == 0 { 0 } else { -1 };
            Value::Integer(bytes.iter().fold(sign, |number, byte| (number << 8) | i64::from(*byte)))
        }
        7 => Value::Real(f64::from_be_bytes(bytes.try_into().ok()?)),
        _ => Value::Blob(bytes.to_vec()),
    };
    Some((Some(value), true))
}

/// A variable-length number and its length in bytes.
fn read_varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut number = 0_u64;
    for (index, &byte) in bytes.iter().enumerate().take(8) {
        number = (number << 7) | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((number, index + 1));
        }
    }
    Some(((number << 8) | u64::from(*bytes.get(8)?), 9))
}
