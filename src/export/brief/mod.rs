//! Formats the brief of a person for the clipboard, the terminal and print.

mod html;
mod markdown;

pub use self::{html::render as html, markdown::render as markdown};
