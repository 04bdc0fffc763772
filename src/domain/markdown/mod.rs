//! The text of an entry as it was meant: Markdown's emphasis, lists, links and code, as plain blocks.
//!
//! The window draws the blocks; the brief, a list and a search result take the [`plain()`] words.

mod definitions;
mod parse;
mod words;

pub use definitions::{literal_definitions, with_backslashes};
pub use parse::{Block, Face, Kind, Span, parse, plain};
