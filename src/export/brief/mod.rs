//! The brief of a person, as others read it. Makes text and nothing else: whoever asks says where it goes.

mod html;
mod markdown;

pub use self::{html::render as html, markdown::render as markdown};
