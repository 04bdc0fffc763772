//! What was not talked about for long.
//!
//! The subjects that the field knows matter, and feedback for the leader. A subject was talked about on the last day on
//! which a live entry names it (a topic that is still to be talked about does not count). Six weeks without it are long.
//! What was never named counts from the day the person was added. At most a year is looked back on.

use jiff::civil::Date;
use serde::Serialize;

/// From this many days on, a silence is said.
pub const STALE_AFTER_DAYS: i32 = 42;
/// How far is looked back, in days.
pub const LOOKBACK_DAYS: i32 = 365;
/// The subjects, each with how it is said.
pub const TRACKED_SUBJECTS: [(&str, &str); 6] = [
    ("career", "Career"),
    ("workload", "Workload"),
    ("wellbeing", "Wellbeing"),
    ("growth", "Growth"),
    ("purpose", "Purpose"),
    ("team", "Team"),
];
/// How feedback for the leader is said.
const FEEDBACK_LABEL: &str = "Feedback for you";
/// More than this is a list to work off, and not a hint.
const MAX_STALE_TOPICS: usize = 3;

/// Something that was not talked about for long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StaleTopic {
    /// The `#word`; `None` for feedback for the leader.
    pub subject: Option<&'static str>,
    /// How it is said.
    pub name: &'static str,
    /// For how many days, as far as is looked back.
    pub days: i32,
    /// How long, in words.
    #[serde(rename = "said")]
    pub label: String,
}

/// When something was last talked about, as far as is looked back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LastDiscussed {
    /// The last day of each subject that was named.
    pub subjects: Vec<(String, Date)>,
    /// The last day on which the leader was given feedback.
    pub feedback: Option<Date>,
}

/// The silences, the longest first; of equals in the order of [`SUBJECTS`], feedback for the leader before them.
pub fn stale_topics(spoken: &LastDiscussed, added: Date, today: Date) -> Vec<StaleTopic> {
    let last = |word: &str| spoken.subjects.iter().find(|(known, _)| known == word).map(|(_, day)| *day);
    let all = TRACKED_SUBJECTS.into_iter().map(|(word, name)| (Some(word), name, last(word)));
    let mut silences: Vec<StaleTopic> = std::iter::once((None, FEEDBACK_LABEL, spoken.feedback))
        .chain(all)
        .filter_map(|(subject, name, last)| {
            let days = (today - last.unwrap_or(added)).get_days().min(LOOKBACK_DAYS);
            let said = match last {
                None if days < LOOKBACK_DAYS => "not yet".to_owned(),
                _ if days >= LOOKBACK_DAYS => "over a year".to_owned(),
                _ => format!("{days} days"),
            };
            (days >= STALE_AFTER_DAYS).then_some(StaleTopic { subject, name, days, label: said })
        })
        .collect();
    silences.sort_by_key(|silence| std::cmp::Reverse(silence.days));
    silences.truncate(MAX_STALE_TOPICS);
    silences
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 24);

    fn days_ago(days: i32) -> Date {
        TODAY.checked_sub(jiff::Span::new().days(days)).unwrap()
    }

    fn labels(subjects: &[(&str, i32)], feedback: Option<i32>, added: i32) -> Vec<String> {
        let subjects = subjects.iter().map(|(word, days)| ((*word).to_owned(), days_ago(*days))).collect();
        let spoken = LastDiscussed { subjects, feedback: feedback.map(days_ago) };
        let found = stale_topics(&spoken, days_ago(added), TODAY).into_iter();
        found.map(|silence| format!("{}: {}", silence.name, silence.label)).collect()
    }

    #[test]
    fn stalest_topics_come_first_and_at_most_three() {
        let all = [("career", 94), ("workload", 61), ("wellbeing", 3), ("growth", 41), ("purpose", 50), ("team", 1)];
        assert_eq!(
            labels(&all, Some(120), 900),
            ["Feedback for you: 120 days", "Career: 94 days", "Workload: 61 days"]
        );
        assert_eq!(labels(&all, Some(0), 900), ["Career: 94 days", "Workload: 61 days", "Purpose: 50 days"]);
    }

    #[test]
    fn never_discussed_topics_count_from_the_day_the_person_was_added() {
        assert_eq!(labels(&[], None, 41), [""; 0], "somebody new is no silence");
        assert_eq!(labels(&[], None, 42), ["Feedback for you: not yet", "Career: not yet", "Workload: not yet"]);
        let over = ["Feedback for you: over a year", "Career: over a year", "Workload: over a year"];
        assert_eq!(labels(&[], None, 4_000), over);
    }

    #[test]
    fn untracked_subjects_are_ignored() {
        let all = [("career", 1), ("workload", 1), ("wellbeing", 1), ("growth", 1), ("purpose", 1), ("team", 1)];
        assert_eq!(labels(&[all.as_slice(), &[("on-call", 300)]].concat(), Some(1), 900), [""; 0]);
    }
}
