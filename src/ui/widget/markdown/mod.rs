//! The text of an entry with the emphasis, lists, links and code of Markdown.
//!
//! [`parse()`] turns text into blocks; [`MarkdownText`] caches them and their layout for as long as
//! the text stays the same.

pub mod opened_link;
mod show;

pub use crate::domain::markdown::{Block, BlockKind, Span, SpanStyle, parse, to_plain_text};
pub use show::MarkdownText;
