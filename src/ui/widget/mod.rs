//! The pieces that every screen is built from.
//!
//! Each can be reached and used from the keyboard, says its name and role to a screen reader, and shows a ring while it
//! has the focus. They look at [`Tokens`](super::tokens::Tokens) for colours, and keep no data of the journal.

pub mod avatar;
pub mod banner;
pub mod button;
pub mod card;
pub mod checkbox;
pub mod chip;
pub mod choices;
pub mod dialog;
pub mod elide;
pub mod empty;
mod fenwick;
pub mod field;
pub mod key_hint;
pub mod link;
pub mod markdown;
pub mod marks;
pub mod menu;
pub mod nav_row;
pub mod notice;
pub(super) mod paint;
pub mod path;
pub mod person_row;
pub mod progress;
pub mod scale;
pub mod section_label;
pub mod segmented;
pub mod steps;
pub mod tabs;
pub mod virtual_list;
pub mod wait_row;
