//! The answers to "What does this person need to be successful?" as text.

/// "1 earlier answer", "3 earlier answers"; `None` where there is none.
pub fn earlier_answers(count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some("1 earlier answer".to_owned()),
        count => Some(format!("{count} earlier answers")),
    }
}
