//! The widgets that every screen is built from.
//!
//! Each is usable from the keyboard, has an accessible name and role, and shows a ring while it has
//! the focus. They take colours from [`Tokens`](super::tokens::Tokens) and hold no data of the
//! journal.

pub mod attention_row;
pub mod avatar;
pub mod banner;
pub mod button;
pub mod card;
pub mod checkbox;
pub mod chip;
pub mod column;
pub mod count_button;
pub mod dialog;
pub mod discreet_mark;
pub mod drag_handle;
pub mod empty_state;
mod fenwick;
pub mod field;
pub mod fold_row;
pub mod heading;
pub mod key_hint;
pub mod link;
pub mod markdown;
pub mod menu;
pub mod nav_row;
pub(super) mod paint_util;
pub mod password_field;
pub mod person_row;
pub mod place_button;
pub mod progress;
pub mod radio_group;
pub mod rating_dots;
pub mod rating_scale;
pub mod scope;
pub mod scroll;
pub mod search_highlight;
pub mod segmented;
mod selectable_galley;
pub mod sparkline;
pub mod tabs;
pub mod toast;
pub mod truncated_label;
pub mod virtual_list;
