//! What is open with a person, as counts.

use crate::{domain::entry::kind::Kind, wording::text::pluralize};

/// What is open, in one line: "3 on the agenda, 2 actions".
pub fn open_items_summary(agenda: usize, actions: usize) -> String {
    match (agenda, actions) {
        (0, 0) => "Nothing on the agenda".to_owned(),
        (0, actions) => pluralize_count(actions, "action"),
        (agenda, 0) => format!("{agenda} on the agenda"),
        (agenda, actions) => format!("{agenda} on the agenda, {}", pluralize_count(actions, "action")),
    }
}

/// How many of them are late: "1 late"; `None` for none.
pub fn late_label(late: usize) -> Option<String> {
    (late > 0).then(|| format!("{late} late"))
}

/// The open items of one kind: "2 actions, 1 late".
pub fn kind_count(kind: Kind, count: usize, late: usize) -> String {
    let counted = match kind {
        // These have no plural.
        Kind::Praise | Kind::Feedback => format!("{count} {}", kind.label().to_lowercase()),
        _ => pluralize_count(count, &kind.label().to_lowercase()),
    };
    match late_label(late) {
        Some(late) => format!("{counted}, {late}"),
        None => counted,
    }
}

fn pluralize_count(count: usize, noun: &str) -> String {
    pluralize(i32::try_from(count).unwrap_or(i32::MAX), noun)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_items_are_counted_in_one_line() {
        for (agenda, actions, line) in [
            (0, 0, "Nothing on the agenda"),
            (3, 2, "3 on the agenda, 2 actions"),
            (1, 0, "1 on the agenda"),
            (0, 1, "1 action"),
        ] {
            assert_eq!(open_items_summary(agenda, actions), line);
        }
        assert_eq!(kind_count(Kind::Action, 2, 1), "2 actions, 1 late");
        assert_eq!(kind_count(Kind::Praise, 2, 0), "2 praise");
        assert_eq!(kind_count(Kind::Topic, 1, 0), "1 topic");
    }
}
