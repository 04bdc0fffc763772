//! The text of an entry as it was meant: Markdown's emphasis, lists, links and code, as plain blocks.
//!
//! The window draws the blocks; the brief, a list and a search result take the [`plain()`] words.

mod definitions;
mod parse;
mod words;

pub use definitions::{escape_link_definitions, insert_backslashes};
pub use parse::{Block, SpanStyle, BlockKind, Span, parse, to_plain_text};
