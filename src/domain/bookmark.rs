//! Bookmarks: notes made in a one-on-one with one key, to be filled in when it is wrapped up.

use super::{
    entry::{Entry, kind::Kind},
    parse::{entry_line::EntryLine, prefix::Prefix},
};

/// The text of a bookmark until it is filled in.
pub const BOOKMARK_TEXT: &str = "Come back to this";

/// The line that adds a bookmark.
#[must_use]
pub fn bookmark_line() -> EntryLine {
    EntryLine { prefix: Prefix::Note, text: BOOKMARK_TEXT.to_owned(), due: None, invalid_date: None }
}

/// Whether an entry is a bookmark that was not filled in.
#[must_use]
pub fn is_bookmark(entry: &Entry) -> bool {
    entry.kind() == Kind::Note && entry.text == BOOKMARK_TEXT
}
