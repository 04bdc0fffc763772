//! The text of an entry: what was typed, with Markdown's emphasis, lists, links and code shown as such.
//!
//! [`parse()`] turns text into plain blocks; [`Rich`] keeps them, and what egui needs to draw them, for as long as the
//! text stays the same.

mod show;

pub use crate::domain::markdown::{Block, BlockKind, Span, SpanStyle, parse, to_plain_text};
pub use show::MarkdownText;
