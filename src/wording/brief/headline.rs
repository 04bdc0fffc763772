//! The headline of the brief: how much waits on the leader.
//!
//! An entry waits on the leader when the next step is theirs: an unraised flag that is not being
//! watched, a flag due for a recheck, an action of theirs that is late or done but not told, and
//! praise not told for three days. Flags among these are conversations. When nothing waits, the
//! headline counts the topics.
//!
//! The rules differ from [`attention_reason`](crate::domain::attention::attention_reason), which
//! also counts what is due today, what the other person promised, and goals.

use jiff::civil::Date;

use crate::{
    domain::{
        brief::agenda::{is_recheck_due, is_unraised_now},
        date::days_between,
        entry::{
            Detail, Entry,
            kind::action::{ActionState, Party},
        },
    },
    wording::text::{capitalize, number_word},
};

/// Praise that was not told for so many days waits.
const PRAISE_DUE_AFTER_DAYS: i32 = 3;
/// Numbers up to this one are spelled out.
const MAX_NUMBER_WORD: usize = 12;

/// The headline for the open entries of a person.
pub(super) fn headline(open: &[Entry], today: Date) -> String {
    let waits = |entry: &&Entry| needs_attention(entry, today);
    let is_flag = |entry: &&Entry| matches!(entry.detail, Detail::Flag(_));
    let waiting = open.iter().filter(waits).count();
    let conversations = open.iter().filter(waits).filter(is_flag).count();
    match (waiting, conversations) {
        (0, _) => nothing_pending(open),
        (1, 0) => "One item needs your attention.".to_owned(),
        (1, _) => "One item needs your attention: a conversation.".to_owned(),
        (_, 0) => format!("{} need your attention.", count_items(waiting)),
        (_, 1) => format!("{} need your attention, one of them a conversation.", count_items(waiting)),
        (2, _) => "Two items need your attention, both conversations.".to_owned(),
        _ if conversations == waiting => {
            format!("{} need your attention, all of them conversations.", count_items(waiting))
        }
        _ => format!(
            "{} need your attention, {} of them conversations.",
            count_items(waiting),
            number_word(conversations, MAX_NUMBER_WORD)
        ),
    }
}

fn nothing_pending(open: &[Entry]) -> String {
    let topics =
        open.iter().filter(|entry| matches!(&entry.detail, Detail::Topic(topic) if topic.state.is_open())).count();
    match topics {
        0 => "Nothing needs your attention. Ask, then listen.".to_owned(),
        1 => "Nothing needs your attention. One topic to discuss.".to_owned(),
        many => format!(
            "Nothing needs your attention. {} topics to discuss.",
            capitalize(&number_word(many, MAX_NUMBER_WORD))
        ),
    }
}

/// Whether the next step is the leader's.
fn needs_attention(entry: &Entry, today: Date) -> bool {
    match &entry.detail {
        Detail::Flag(flag) => is_unraised_now(flag, today) || is_recheck_due(flag, today),
        Detail::Action(action) => {
            action.by == Party::Me && (action.days_late(today) > 0 || action.state == ActionState::Done)
        }
        Detail::Praise(praise) => {
            praise.state.is_open() && days_between(entry.written_at.day(), today) >= PRAISE_DUE_AFTER_DAYS
        }
        _ => false,
    }
}

/// "Three things".
fn count_items(count: usize) -> String {
    format!("{} items", capitalize(&number_word(count, MAX_NUMBER_WORD)))
}
