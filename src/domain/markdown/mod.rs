//! Markdown of entries as blocks of styled spans.
//!
//! The window draws the blocks; the brief, lists and search results use [`to_plain_text`].

mod inline_tokens;
mod link_definitions;
mod parse;

pub use link_definitions::{escape_link_definitions, insert_backslashes};
pub use parse::{Block, BlockKind, Span, SpanStyle, hidden_addresses, parse, to_plain_text};
