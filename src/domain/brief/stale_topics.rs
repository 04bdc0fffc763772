//! Topics that were not discussed for six weeks or longer.
//!
//! Tracked are a few subjects and feedback for the leader. A subject was last discussed on the last
//! day on which a live entry names it (an open topic does not count). One that was never named
//! counts from the day the person was added. At most a year is looked back on.

use jiff::civil::Date;

use crate::domain::date::days_between;

/// From this many days on, a topic is stale.
pub const STALE_AFTER_DAYS: i32 = 42;
/// How far back entries are searched, in days.
pub const LOOKBACK_DAYS: i32 = 365;
/// The subjects that are tracked.
pub const TRACKED_SUBJECTS: [&str; 6] = ["career", "workload", "wellbeing", "growth", "purpose", "team"];
/// At most so many are shown: a hint, not a checklist.
const MAX_STALE_TOPICS: usize = 3;

/// A topic that was not discussed for long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StaleTopic {
    /// The subject, without its `#`; `None` for feedback for the leader.
    pub subject: Option<&'static str>,
    /// The days since it was last discussed, or since the person was added; at most
    /// [`LOOKBACK_DAYS`].
    pub days: i32,
    /// Whether it was ever discussed.
    pub was_discussed: bool,
}

/// When topics were last discussed, within [`LOOKBACK_DAYS`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LastDiscussed {
    /// The last day of each subject.
    pub subjects: Vec<(String, Date)>,
    /// The last day on which the leader was given feedback.
    pub feedback: Option<Date>,
}

/// The stale topics, longest first; equals in the order of [`TRACKED_SUBJECTS`], after feedback for
/// the leader.
pub fn stale_topics(last_discussed: &LastDiscussed, added: Date, today: Date) -> Vec<StaleTopic> {
    let last = |word: &str| last_discussed.subjects.iter().find(|(known, _)| known == word).map(|(_, day)| *day);
    let subjects = TRACKED_SUBJECTS.into_iter().map(|word| (Some(word), last(word)));
    let mut topics: Vec<StaleTopic> = std::iter::once((None, last_discussed.feedback))
        .chain(subjects)
        .map(|(subject, last)| StaleTopic {
            subject,
            days: days_between(last.unwrap_or(added), today).min(LOOKBACK_DAYS),
            was_discussed: last.is_some(),
        })
        .filter(|topic| topic.days >= STALE_AFTER_DAYS)
        .collect();
    topics.sort_by_key(|topic| std::cmp::Reverse(topic.days));
    topics.truncate(MAX_STALE_TOPICS);
    topics
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 24);

    fn days_ago(days: i32) -> Date {
        TODAY.checked_sub(jiff::Span::new().days(days)).unwrap()
    }

    fn topics(subjects: &[(&str, i32)], feedback: Option<i32>, added: i32) -> Vec<String> {
        let subjects = subjects.iter().map(|(word, days)| ((*word).to_owned(), days_ago(*days))).collect();
        let spoken = LastDiscussed { subjects, feedback: feedback.map(days_ago) };
        let found = stale_topics(&spoken, days_ago(added), TODAY).into_iter();
        found
            .map(|topic| {
                let since = if topic.was_discussed { "" } else { " since added" };
                format!("{}: {}{since}", topic.subject.unwrap_or("feedback"), topic.days)
            })
            .collect()
    }

    #[test]
    fn stalest_topics_come_first_and_at_most_three() {
        let all = [("career", 94), ("workload", 61), ("wellbeing", 3), ("growth", 41), ("purpose", 50), ("team", 1)];
        assert_eq!(topics(&all, Some(120), 900), ["feedback: 120", "career: 94", "workload: 61"]);
        assert_eq!(topics(&all, Some(0), 900), ["career: 94", "workload: 61", "purpose: 50"]);
    }

    #[test]
    fn never_discussed_topics_count_from_the_day_the_person_was_added() {
        assert_eq!(topics(&[], None, 41), [""; 0], "somebody new is no silence");
        assert_eq!(
            topics(&[], None, 42),
            ["feedback: 42 since added", "career: 42 since added", "workload: 42 since added"]
        );
        let over = ["feedback: 365 since added", "career: 365 since added", "workload: 365 since added"];
        assert_eq!(topics(&[], None, 4_000), over);
    }

    #[test]
    fn untracked_subjects_are_ignored() {
        let all = [("career", 1), ("workload", 1), ("wellbeing", 1), ("growth", 1), ("purpose", 1), ("team", 1)];
        assert_eq!(topics(&[all.as_slice(), &[("on-call", 300)]].concat(), Some(1), 900), [""; 0]);
    }
}
