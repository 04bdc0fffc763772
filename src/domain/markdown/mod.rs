//! The text of an entry as it was meant: Markdown's emphasis, lists, links and code, as plain blocks.
//!
//! The window draws the blocks; the brief, a list and a search result take the [`plain()`] words.

mod inline_tokens;
mod link_definitions;
mod parse;

pub use link_definitions::{escape_link_definitions, insert_backslashes};
pub use parse::{Block, BlockKind, Span, SpanStyle, parse, to_plain_text};
