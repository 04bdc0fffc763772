//! What leaves the journal because the leader asked for it, in the forms that others read. Makes text and nothing else:
//! whoever asks says where it goes.

pub mod html;
pub mod markdown;
