//! The wording of the fields that only some kinds of entries have.

use crate::domain::entry::{
    Detail,
    kind::{feedback::Direction, flag::Flag},
};

/// The label of the button that asks for the fields of a new entry, while all of them are empty;
/// none for kinds without such a question.
pub fn follow_up_label(detail: &Detail) -> Option<&'static str> {
    if detail.texts().iter().any(|text| !text.is_empty()) {
        return None;
    }
    match detail {
        Detail::Flag(flag) => (*flag == Flag::default()).then_some("More about it…"),
        Detail::Goal(_) => Some("Why does it matter?"),
        Detail::Feedback(feedback) if feedback.direction == Direction::Received => {
            Some("What do you change because of it?")
        }
        Detail::Feedback(_) => Some("In which situation?"),
        Detail::Delegation(_) => Some("Who decides, with which support?"),
        Detail::Expectation(_) => Some("What will you provide?"),
        Detail::Note(_) | Detail::CheckIn(_) | Detail::Action(_) | Detail::Praise(_) | Detail::Topic(_) => None,
    }
}
