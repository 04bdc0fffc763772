//! What people call things in their tables.

use jiff::civil::Date;

use crate::domain::{action::By, entry::Detail, mark::Mark, name::fold, step::What};

/// What a word in a column of kinds says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// What it is.
    Kind(Mark),
    /// It is a note from a one-on-one.
    Met,
}

/// Reads such a word; `None` where it is none that we know.
pub(super) fn kind(word: &str) -> Option<Said> {
    let plain = plain(word);
    let one = plain.strip_suffix('s').unwrap_or(&plain);
    let known =
        |word: &str| {
            let mark =
                match word {
                    "note" | "comment" | "observation" | "general" | "other" | "misc" | "info" | "update"
                    | "journal" | "log" | "notiz" | "personal" | "performance" => Mark::Note,
                    "flag" | "concern" | "issue" | "problem" | "risk" | "warning" | "red flag" | "worry"
                    | "blocker" => Mark::Flag,
                    "action" | "todo" | "to do" | "task" | "action item" | "action point" | "follow up"
                    | "followup" | "next step" | "my action" | "commitment" => Mark::MyAction,
                    "their action" | "action for them" | "their task" => Mark::TheirAction,
                    "praise" | "kudo" | "kudos" | "recognition" | "win" | "success" | "achievement" | "positive"
                    | "accomplishment" | "strength" | "shout out" | "shoutout" | "thank you" | "thanks" | "thank"
                    | "lob" => Mark::Praise,
                    "feedback"
                    | "feedback given"
                    | "given feedback"
                    | "constructive feedback"
                    | "constructive"
                    | "coaching"
                    | "improvement"
                    | "area for improvement" => Mark::FeedbackGiven,
                    "feedback received" | "received feedback" | "feedback from them" | "upward feedback"
                    | "feedback for me" => Mark::FeedbackReceived,
                    "goal" | "objective" | "okr" | "target" | "development goal" | "growth" | "ziel" => Mark::Goal,
                    "delegation" | "delegated" | "delegate" | "handed over" => Mark::Delegation,
                    "topic" | "agenda" | "agenda item" | "discussion point" | "talking point" | "to discuss"
                    | "thema" => Mark::Topic,
                    "expectation" | "expected" => Mark::Expectation,
                    _ => return None,
                };
            Some(Said::Kind(mark))
        };
    match one {
        "1 1" | "1 1 note" | "1on1" | "1 on 1" | "1on1 note" | "one on one" | "one on one note" | "one to one"
        | "meeting" | "meeting note" | "o3" | "catch up" | "check in note" => Some(Said::Met),
        one => known(one).or_else(|| known(&plain)),
    }
}

/// Where something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is not said.
    Unsaid,
    /// Still to be done.
    Open,
    /// Done, reached, told.
    Closed,
    /// Given up.
    Dropped,
    /// It rests.
    Paused,
}

/// Reads the word in a column of states.
pub(super) fn standing(word: &str) -> Standing {
    let plain = plain(word);
    match plain.as_str() {
        "" if word.trim().is_empty() => Standing::Unsaid,
        "done" | "closed" | "close" | "complete" | "completed" | "finished" | "yes" | "y" | "true" | "x" | "1"
        | "resolved" | "settled" | "told" | "reached" | "achieved" | "met" | "delivered" | "100" | "shared"
        | "given" | "talked about" | "discussed" | "erledigt" | "ja" | "fertig" | "hecho" | "termine"
        | "done and they know" => Standing::Closed,
        "dropped" | "cancelled" | "canceled" | "abandoned" | "obsolete" | "won t do" | "wont do" | "rejected"
        | "let go" => Standing::Dropped,
        "paused" | "on hold" | "parked" | "deferred" | "waiting" => Standing::Paused,
        _ if word.contains(['✓', '✔', '✅', '☑', '☒']) => Standing::Closed,
        _ => Standing::Open,
    }
}

/// Whose promise it is, by a word in a column of owners; `None` where it does not say.
pub(super) fn owner(word: &str, person: &str) -> Option<By> {
    let said = plain(word);
    let person = plain(person);
    match said.as_str() {
        "" => None,
        "me" | "i" | "my" | "mine" | "myself" | "manager" | "the manager" | "lead" | "leader" | "boss" | "ich"
        | "moi" | "yo" => Some(By::Me),
        "them" | "they" | "theirs" | "employee" | "report" | "team member" => Some(By::Them),
        said => {
            let whole = said == person;
            let part = person.split(' ').any(|word| word == said) || said.split(' ').next() == person.split(' ').next();
            Some(if whole || part { By::Them } else { By::Me })
        }
    }
}

/// Whether a cell says yes.
pub(super) fn yes(word: &str) -> bool {
    matches!(standing(word), Standing::Closed) || matches!(kind(word), Some(Said::Met))
}

/// What happened to an entry that stands so. What is old and of which nobody said that it is open is not asked for again.
pub(super) fn steps(detail: &Detail, standing: Standing, is_old: bool) -> &'static [What] {
    use Standing as On;
    match (detail, standing) {
        (Detail::Action(action), On::Closed) if action.by == By::Me => &[What::Done, What::Told],
        (Detail::Action(_), On::Closed) => &[What::Done],
        (Detail::Action(_) | Detail::Goal(_), On::Dropped) => &[What::Dropped],
        (Detail::Goal(_), On::Closed) => &[What::Reached],
        (Detail::Goal(_), On::Paused) => &[What::Paused],
        (Detail::Flag(_), On::Closed) => &[What::Raised, What::Settled],
        (Detail::Flag(_), On::Dropped) => &[What::LetGo],
        (Detail::Praise(_), On::Closed | On::Dropped) => &[What::Told],
        (Detail::Praise(_), On::Unsaid) if is_old => &[What::Told],
        (Detail::Delegation(_), On::Closed) => &[What::Complete],
        (Detail::Delegation(_), On::Dropped) => &[What::Back],
        (Detail::Expectation(_), On::Closed | On::Dropped) => &[What::Replaced],
        (Detail::Topic(_), On::Closed | On::Dropped) => &[What::Talked],
        (Detail::Topic(_), On::Unsaid) if is_old => &[What::Talked],
        _ => &[],
    }
}

/// Whether what was written on a day is so long ago that nobody waits for it.
pub(super) fn is_old(day: Date, today: Date) -> bool {
    (today - day).get_days() > 28
}

fn plain(word: &str) -> String {
    let folded = fold(word);
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(8).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_known_by_our_words_and_by_those_of_others() {
        let kind_of = |mark| Some(Said::Kind(mark));
        for (word, expected) in [
            ("Note", kind_of(Mark::Note)),
            ("1:1 note", Some(Said::Met)),
            ("One-on-One", Some(Said::Met)),
            ("Kudos", kind_of(Mark::Praise)),
            ("TODO", kind_of(Mark::MyAction)),
            ("To-Dos", kind_of(Mark::MyAction)),
            ("action items", kind_of(Mark::MyAction)),
            ("Their action", kind_of(Mark::TheirAction)),
            ("Concern", kind_of(Mark::Flag)),
            ("feedback given", kind_of(Mark::FeedbackGiven)),
            ("Feedback received", kind_of(Mark::FeedbackReceived)),
            ("check_in", None),
            ("Banana", None),
            ("", None),
        ] {
            assert_eq!(kind(word), expected, "{word}");
        }
        for mark in Mark::ALL {
            assert!(kind(mark.word()).is_some(), "our own word {}", mark.word());
        }
    }

    #[test]
    fn states_and_owners_are_read() {
        for (word, expected) in [
            ("Done", Standing::Closed),
            ("✅", Standing::Closed),
            ("yes", Standing::Closed),
            ("In progress", Standing::Open),
            ("no", Standing::Open),
            ("On hold", Standing::Paused),
            ("Won't do", Standing::Dropped),
            ("", Standing::Unsaid),
        ] {
            assert_eq!(standing(word), expected, "{word}");
        }
        for (word, expected) in [
            ("me", Some(By::Me)),
            ("Dana", Some(By::Them)),
            ("dana whitfield", Some(By::Them)),
            ("D. Whitfield", Some(By::Me)),
            ("Whitfield", Some(By::Them)),
            ("Alex Meyer", Some(By::Me)),
            ("", None),
        ] {
            assert_eq!(owner(word, "Dana Whitfield"), expected, "{word}");
        }
    }
}
