//! The vocabulary of tables: kinds, states and owners.

use jiff::civil::Date;

use crate::domain::{
    entry::{Detail, event::EventKind, kind::action::Party},
    name::normalize_name,
    parse::prefix::Prefix,
};
use crate::import::one_on_one_words::ONE_ON_ONE_PHRASES;

/// The meaning of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EntryKindGuess {
    /// A kind of entry.
    Kind(Prefix),
    /// A note from a one-on-one.
    OneOnOneNote,
}

/// Reads a kind; `None` if it is unknown.
pub(super) fn guess_kind(word: &str) -> Option<EntryKindGuess> {
    let plain = normalize_words(word);
    let singular = plain.strip_suffix('s').unwrap_or(&plain);
    let known =
        |word: &str| {
            let prefix =
                match word {
                    "note" | "comment" | "observation" | "general" | "other" | "misc" | "info" | "update"
                    | "journal" | "log" | "notiz" | "personal" | "performance" => Prefix::Note,
                    "flag" | "concern" | "issue" | "problem" | "risk" | "warning" | "red flag" | "worry"
                    | "blocker" => Prefix::Flag,
                    "action" | "todo" | "to do" | "task" | "action item" | "action point" | "follow up"
                    | "followup" | "next step" | "my action" | "commitment" => Prefix::MyAction,
                    "their action" | "action for them" | "their task" => Prefix::TheirAction,
                    "praise" | "kudo" | "kudos" | "recognition" | "win" | "success" | "achievement" | "positive"
                    | "accomplishment" | "strength" | "shout out" | "shoutout" | "thank you" | "thanks" | "thank"
                    | "lob" => Prefix::Praise,
                    "feedback"
                    | "feedback given"
                    | "given feedback"
                    | "constructive feedback"
                    | "constructive"
                    | "coaching"
                    | "improvement"
                    | "area for improvement" => Prefix::FeedbackGiven,
                    "feedback received" | "received feedback" | "feedback from them" | "upward feedback"
                    | "feedback for me" => Prefix::FeedbackReceived,
                    "goal" | "objective" | "okr" | "target" | "development goal" | "growth" | "ziel" => Prefix::Goal,
                    "delegation" | "delegated" | "delegate" | "handed over" => Prefix::Delegation,
                    "topic" | "agenda" | "agenda item" | "discussion point" | "talking point" | "to discuss"
                    | "thema" => Prefix::Topic,
                    "expectation" | "expected" => Prefix::Expectation,
                    _ => return None,
                };
            Some(EntryKindGuess::Kind(prefix))
        };
    let meeting: Vec<&str> = singular.strip_suffix(" note").unwrap_or(singular).split(' ').collect();
    match singular {
        _ if ONE_ON_ONE_PHRASES.contains(&meeting.as_slice()) => Some(EntryKindGuess::OneOnOneNote),
        "meeting" | "meeting note" | "catch up" | "check in note" => Some(EntryKindGuess::OneOnOneNote),
        singular => known(singular).or_else(|| known(&plain)),
    }
}

/// The meaning of a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StatusWord {
    /// It is empty.
    Unspecified,
    /// Still open.
    Open,
    /// Done, reached, told.
    Closed,
    /// Done, but the person does not know yet.
    DoneUntold,
    /// Raised with the person, and not settled.
    Raised,
    /// Dropped.
    Dropped,
    /// Paused.
    Paused,
}

/// Reads a state; an unknown one is open.
pub(super) fn parse_status(word: &str) -> StatusWord {
    let plain = normalize_words(word);
    match plain.as_str() {
        "" if word.trim().is_empty() => StatusWord::Unspecified,
        "done" | "closed" | "close" | "complete" | "completed" | "finished" | "yes" | "y" | "true" | "x" | "1"
        | "resolved" | "settled" | "told" | "reached" | "achieved" | "met" | "delivered" | "100" | "shared"
        | "given" | "talked about" | "discussed" | "erledigt" | "ja" | "fertig" | "hecho" | "termine"
        | "done and told" | "done and they know" => StatusWord::Closed,
        "done not told yet" => StatusWord::DoneUntold,
        "raised" => StatusWord::Raised,
        "dropped" | "cancelled" | "canceled" | "abandoned" | "obsolete" | "won t do" | "wont do" | "rejected"
        | "let go" | "back with you" | "replaced" => StatusWord::Dropped,
        "paused" | "on hold" | "parked" | "deferred" | "waiting" => StatusWord::Paused,
        _ if word.contains(['✓', '✔', '✅', '☑', '☒']) => StatusWord::Closed,
        _ => StatusWord::Open,
    }
}

/// Reads an owner; `None` if the cell is empty.
pub(super) fn guess_owner(word: &str, person: &str) -> Option<Party> {
    let words = normalize_words(word);
    let person = normalize_words(person);
    match words.as_str() {
        "" => None,
        "me" | "i" | "my" | "mine" | "myself" | "manager" | "the manager" | "lead" | "leader" | "boss" | "ich"
        | "moi" | "yo" => Some(Party::Me),
        "them" | "they" | "theirs" | "employee" | "report" | "team member" => Some(Party::Them),
        words => {
            let is_name = words == person;
            let is_part =
                person.split(' ').any(|word| word == words) || words.split(' ').next() == person.split(' ').next();
            Some(if is_name || is_part { Party::Them } else { Party::Me })
        }
    }
}

/// Whether a cell says yes.
pub(super) fn is_yes(word: &str) -> bool {
    matches!(parse_status(word), StatusWord::Closed) || matches!(guess_kind(word), Some(EntryKindGuess::OneOnOneNote))
}

/// The events of an entry in this state. An old one without a state counts as told or discussed.
pub(super) fn events_for_status(detail: &Detail, status: StatusWord, is_old: bool) -> &'static [EventKind] {
    use StatusWord as On;
    match (detail, status) {
        (Detail::Action(action), On::Closed) if action.by == Party::Me => &[EventKind::Done, EventKind::Told],
        (Detail::Action(_), On::Closed | On::DoneUntold) => &[EventKind::Done],
        (Detail::Action(_) | Detail::Goal(_), On::Dropped) => &[EventKind::Dropped],
        (Detail::Goal(_), On::Closed) => &[EventKind::Reached],
        (Detail::Goal(_), On::Paused) => &[EventKind::Paused],
        (Detail::Flag(_), On::Closed) => &[EventKind::Raised, EventKind::Settled],
        (Detail::Flag(_), On::Raised) => &[EventKind::Raised],
        (Detail::Flag(_), On::Dropped) => &[EventKind::LetGo],
        (Detail::Praise(_), On::Closed | On::Dropped) => &[EventKind::Told],
        (Detail::Praise(_), On::Unspecified) if is_old => &[EventKind::Told],
        (Detail::Delegation(_), On::Closed) => &[EventKind::Completed],
        (Detail::Delegation(_), On::Dropped) => &[EventKind::TakenBack],
        (Detail::Expectation(_), On::Closed | On::Dropped) => &[EventKind::Replaced],
        (Detail::Topic(_), On::Closed | On::Dropped) => &[EventKind::Discussed],
        (Detail::Topic(_), On::Unspecified) if is_old => &[EventKind::Discussed],
        _ => &[],
    }
}

/// Whether a day is so long ago that nothing of it is waiting.
pub(super) fn is_old(day: Date, today: Date) -> bool {
    (today - day).get_days() > 28
}

fn normalize_words(word: &str) -> String {
    let normalized = normalize_name(word);
    let words: Vec<&str> =
        normalized.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(8).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_recognized_in_our_and_common_wording() {
        let kind_of = |prefix| Some(EntryKindGuess::Kind(prefix));
        for (word, expected) in [
            ("Note", kind_of(Prefix::Note)),
            ("1:1 note", Some(EntryKindGuess::OneOnOneNote)),
            ("One-on-One", Some(EntryKindGuess::OneOnOneNote)),
            ("Kudos", kind_of(Prefix::Praise)),
            ("TODO", kind_of(Prefix::MyAction)),
            ("To-Dos", kind_of(Prefix::MyAction)),
            ("action items", kind_of(Prefix::MyAction)),
            ("Their action", kind_of(Prefix::TheirAction)),
            ("Concern", kind_of(Prefix::Flag)),
            ("feedback given", kind_of(Prefix::FeedbackGiven)),
            ("Feedback received", kind_of(Prefix::FeedbackReceived)),
            ("check_in", None),
            ("Banana", None),
            ("", None),
        ] {
            assert_eq!(guess_kind(word), expected, "{word}");
        }
        for prefix in Prefix::ALL {
            assert!(guess_kind(prefix.label()).is_some(), "our own word {}", prefix.label());
        }
    }

    #[test]
    fn statuses_and_owners_are_recognized() {
        for (word, expected) in [
            ("Done", StatusWord::Closed),
            ("✅", StatusWord::Closed),
            ("yes", StatusWord::Closed),
            ("In progress", StatusWord::Open),
            ("no", StatusWord::Open),
            ("On hold", StatusWord::Paused),
            ("Won't do", StatusWord::Dropped),
            ("", StatusWord::Unspecified),
        ] {
            assert_eq!(parse_status(word), expected, "{word}");
        }
        for (word, expected) in [
            ("me", Some(Party::Me)),
            ("Dana", Some(Party::Them)),
            ("dana whitfield", Some(Party::Them)),
            ("D. Whitfield", Some(Party::Me)),
            ("Whitfield", Some(Party::Them)),
            ("Alex Meyer", Some(Party::Me)),
            ("", None),
        ] {
            assert_eq!(guess_owner(word, "Dana Whitfield"), expected, "{word}");
        }
    }
}
