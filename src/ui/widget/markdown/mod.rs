//! The text of an entry: what was typed, with Markdown's emphasis, lists, links and code shown as such.
//!
//! [`parse()`] turns text into plain blocks and knows no toolkit; [`Rich`] keeps them, and what egui needs to draw them,
//! for as long as the text stays the same.

mod parse;
mod show;
mod words;

pub use parse::{Block, Face, Kind, Span, parse, plain};
pub use show::Rich;
