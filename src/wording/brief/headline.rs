//! The sentence at the top of the brief.
//!
//! A thing waits on the leader when the next step is theirs: a flag that nobody raised and that is not only watched, a
//! flag whose day to look again has come, a promise of theirs that is late or that the other does not know is kept, and
//! praise that was not told for three days. The flags among these are conversations. What the other promised, topics and
//! quiet goals do not wait on the leader; of topics it is said how many there are when nothing waits.

use jiff::civil::Date;

use crate::domain::{
    brief::agenda::{is_recheck_due, is_unraised_now},
    entry::{
        Detail, Entry,
        kind::action::{ActionState, Party},
    },
};

/// Praise that was not told for so many days waits.
const PRAISE_DUE_AFTER_DAYS: i32 = 3;

/// The sentence, from all that is open.
pub(super) fn headline(open: &[Entry], today: Date) -> String {
    let waits = |entry: &&Entry| needs_attention(entry, today);
    let is_flag = |entry: &&Entry| matches!(entry.detail, Detail::Flag(_));
    let waiting = open.iter().filter(waits).count();
    let conversations = open.iter().filter(waits).filter(is_flag).count();
    match (waiting, conversations) {
        (0, _) => nothing_pending(open),
        (1, 0) => "One thing is waiting on you.".to_owned(),
        (1, _) => "One thing is waiting on you. It is a conversation.".to_owned(),
        (_, 0) => format!("{} are waiting on you.", count_things(waiting)),
        (_, 1) => format!("{} are waiting on you. One of them is a conversation.", count_things(waiting)),
        (2, _) => "Two things are waiting on you. Both are conversations.".to_owned(),
        _ if conversations == waiting => {
            format!("{} are waiting on you. All of them are conversations.", count_things(waiting))
        }
        _ => format!(
            "{} are waiting on you. {} of them are conversations.",
            count_things(waiting),
            number_word(conversations)
        ),
    }
}

fn nothing_pending(open: &[Entry]) -> String {
    let topics =
        open.iter().filter(|entry| matches!(&entry.detail, Detail::Topic(topic) if topic.state.is_open())).count();
    match topics {
        0 => "Nothing is waiting on you. Ask, then listen.".to_owned(),
        1 => "Nothing is waiting on you. There is one thing to talk about.".to_owned(),
        many => format!("Nothing is waiting on you. There are {} to talk about.", count_things(many).to_lowercase()),
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
            praise.state.is_open() && (today - entry.written_at.day()).get_days() >= PRAISE_DUE_AFTER_DAYS
        }
        _ => false,
    }
}

fn count_things(count: usize) -> String {
    format!("{} things", number_word(count))
}

/// In letters up to twelve.
fn number_word(count: usize) -> String {
    const WORDS: [&str; 13] =
        ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"];
    WORDS.get(count).map_or_else(|| count.to_string(), |word| (*word).to_owned())
}
