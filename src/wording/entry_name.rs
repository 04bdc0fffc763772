//! An entry in passing, by its kind and its person.

use crate::domain::entry::{
    Detail, Entry,
    kind::{action::Party, feedback::Direction},
};

/// "note about Amara", "praise for Kenji".
pub fn entry_name(entry: &Entry, person: &str) -> String {
    match &entry.detail {
        Detail::Note(_) => format!("note about {person}"),
        Detail::Flag(_) => format!("flag about {person}"),
        Detail::Goal(_) => format!("goal for {person}"),
        Detail::CheckIn(_) => format!("check-in with {person}"),
        Detail::Action(action) => match action.by {
            Party::Me => format!("action for {person}"),
            Party::Them => format!("{person}’s action"),
        },
        Detail::Praise(_) => format!("praise for {person}"),
        Detail::Feedback(feedback) => match feedback.direction {
            Direction::Given => format!("feedback for {person}"),
            Direction::Received => format!("feedback from {person}"),
        },
        Detail::Delegation(_) => format!("delegation to {person}"),
        Detail::Expectation(_) => format!("expectation of {person}"),
        Detail::Topic(_) => format!("topic for {person}"),
    }
}
