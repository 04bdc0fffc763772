//! Every English sentence about the journal: pure functions from facts to text.

pub mod brief;
pub mod change_label;
pub(crate) mod date;
pub mod entry_caption;
pub mod evidence;
pub(crate) mod timeline;
pub(crate) mod today;
