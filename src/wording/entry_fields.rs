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
        Detail::Flag(flag) => (*flag == Flag::default()).then_some("Add details…"),
        Detail::Goal(_) => Some("Why does it matter?"),
        Detail::Feedback(feedback) if feedback.direction == Direction::Received => Some("What will you change?"),
        Detail::Feedback(_) => Some("What was the situation?"),
        Detail::Delegation(_) => Some("Who decides, and with what support?"),
        Detail::Expectation(_) => Some("What will you provide?"),
        Detail::Note(_) | Detail::CheckIn(_) | Detail::Action(_) | Detail::Praise(_) | Detail::Topic(_) => None,
    }
}
