//! Following a calendar: what becomes of the planned one-on-ones when the calendar has changed.
//!
//! Only a change in the calendar moves a one-on-one. What the leader has moved since stays moved
//! until the calendar has another time for it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    id::{PersonId, Uid},
    moment::Moment,
    one_on_one::OneOnOne,
};

/// When a one-on-one is planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedTime {
    /// Its start.
    pub at: Moment,
    /// Its end, where that is known.
    pub end: Option<Timestamp>,
}

impl PlannedTime {
    /// The time of a planned one-on-one.
    pub fn of(planned: OneOnOne) -> Self {
        Self { at: planned.at, end: planned.planned_end }
    }

    fn seen(&self) -> SeenTime {
        let start = self.at.at_ms();
        match self.end {
            Some(end) => SeenTime::Whole(start, end.as_millisecond()),
            None => SeenTime::Start(start),
        }
    }
}

/// The next one-on-one with each person as the calendar had it when it was last read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LastSeen(BTreeMap<Uid, SeenTime>);

/// A start, and where it is known an end, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum SeenTime {
    Start(i64),
    Whole(i64, i64),
}

impl SeenTime {
    fn start(self) -> i64 {
        match self {
            Self::Start(start) | Self::Whole(start, _) => start,
        }
    }
}

impl LastSeen {
    /// Whether the calendar had a one-on-one with this person.
    pub fn contains(&self, person: Uid) -> bool {
        self.0.contains_key(&person)
    }
}

/// What is planned with a person, in the journal and in the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedWith {
    /// The person.
    pub id: PersonId,
    /// Their UUID.
    pub uid: Uid,
    /// The planned one-on-one of the journal.
    pub in_journal: Option<PlannedTime>,
    /// The next one-on-one of the calendar.
    pub in_calendar: Option<PlannedTime>,
}

/// A change of the planned one-on-one with a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedChange {
    /// The person.
    pub person: PersonId,
    /// When it was planned; `None` if it was not.
    pub before: Option<PlannedTime>,
    /// When it is planned now; `None` if it is no longer.
    pub after: Option<PlannedTime>,
}

impl PlannedChange {
    /// Whether it only says when a one-on-one ends whose end was not known, which is no news.
    pub fn only_adds_end(&self) -> bool {
        let [before, after] = [&self.before, &self.after].map(|time| time.as_ref().map(PlannedTime::seen));
        matches!((before, after), (Some(SeenTime::Start(from)), Some(SeenTime::Whole(to, _))) if from == to)
    }

    /// The change that reverts it.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self { person: self.person, before: self.after.clone(), after: self.before.clone() }
    }
}

/// The changes that follow from a calendar, and what was seen in it. Nothing is removed if the
/// calendar was not understood as a whole.
pub fn compare(
    people: &[PlannedWith],
    last_seen: &LastSeen,
    is_whole: bool,
    now: &Moment,
) -> (Vec<PlannedChange>, LastSeen) {
    let mut changes = Vec::new();
    let mut seen = LastSeen::default();
    for person in people {
        let last = last_seen.0.get(&person.uid).copied();
        let planned = person.in_journal.as_ref().map(PlannedTime::seen);
        // Whether one that has passed was held is for the leader to say first.
        let has_passed = person.in_journal.as_ref().is_some_and(|planned| planned.at <= *now);
        let keeps = has_passed || (person.in_calendar.is_none() && !is_whole);
        let in_calendar = person.in_calendar.as_ref().map(PlannedTime::seen);
        if let Some(time) = if keeps { last } else { in_calendar } {
            seen.0.insert(person.uid, time);
        }
        if keeps || in_calendar == last || in_calendar == planned {
            continue;
        }
        // What the leader has moved or planned stays while the calendar has the same start, or
        // none.
        let [in_calendar, planned, last] = [in_calendar, planned, last].map(|time| time.map(SeenTime::start));
        if planned != last && (in_calendar.is_none() || in_calendar == last) {
            continue;
        }
        let (before, after) = (person.in_journal.clone(), person.in_calendar.clone());
        changes.push(PlannedChange { person: person.id, before, after });
    }
    (changes, seen)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 100;

    fn moment(at_ms: i64) -> Moment {
        Moment::from_parts(at_ms, 0, "UTC".into()).expect("a moment")
    }

    fn planned_at(at_ms: i64) -> PlannedTime {
        PlannedTime { at: moment(at_ms), end: None }
    }

    fn assert_changes(
        case: &str,
        [planned, in_calendar, last]: [Option<PlannedTime>; 3],
        is_whole: bool,
        expected: Option<(Option<PlannedTime>, Option<PlannedTime>)>,
    ) {
        let people = [PlannedWith { id: PersonId(1), uid: Uid::NIL, in_journal: planned, in_calendar }];
        let last_seen = LastSeen(last.map(|time| (Uid::NIL, time.seen())).into_iter().collect());
        let (changes, seen) = compare(&people, &last_seen, is_whole, &moment(NOW));
        let expected: Vec<PlannedChange> =
            expected.map(|(before, after)| PlannedChange { person: PersonId(1), before, after }).into_iter().collect();
        assert_eq!(changes, expected, "{case}");
        // The same calendar again changes nothing, also after the change was undone.
        let applied = expected.first().map_or_else(|| people[0].in_journal.clone(), |change| change.after.clone());
        for in_journal in [applied, people[0].in_journal.clone()] {
            let again = [PlannedWith { in_journal, ..people[0].clone() }];
            assert_eq!(compare(&again, &seen, is_whole, &moment(NOW)).0, [], "{case}, again");
        }
    }

    #[test]
    fn only_a_change_in_the_calendar_changes_what_is_planned() {
        let whole = true;
        for (case, planned, in_calendar, last, is_whole, expected) in [
            ("new in the calendar", None, Some(200), None, whole, Some((None, Some(200)))),
            ("planned here already at that time", Some(200), Some(200), None, whole, None),
            ("the first read decides", Some(150), Some(200), None, whole, Some((Some(150), Some(200)))),
            ("moved in the calendar", Some(200), Some(300), Some(200), whole, Some((Some(200), Some(300)))),
            ("moved here only", Some(250), Some(200), Some(200), whole, None),
            ("moved in both: the calendar", Some(250), Some(300), Some(200), whole, Some((Some(250), Some(300)))),
            ("cleared here", None, Some(200), Some(200), whole, None),
            ("removed from the calendar", Some(200), None, Some(200), whole, Some((Some(200), None))),
            ("removed there, moved here", Some(250), None, Some(200), whole, None),
            ("never in the calendar", Some(200), None, None, whole, None),
            ("missing in a calendar with faults", Some(200), None, Some(200), false, None),
            ("moved in a calendar with faults", Some(200), Some(300), Some(200), false, Some((Some(200), Some(300)))),
            ("a passed one waits for an answer", Some(50), Some(300), Some(50), whole, None),
            ("the next one after a held one", None, Some(300), Some(50), whole, Some((None, Some(300)))),
        ] {
            let times = [planned, in_calendar, last].map(|at_ms| at_ms.map(planned_at));
            let expected = expected
                .map(|(before, after): (Option<i64>, Option<i64>)| (before.map(planned_at), after.map(planned_at)));
            assert_changes(case, times, is_whole, expected);
        }
    }

    #[test]
    fn end_follows_the_calendar_as_the_start_does() {
        let time = |(at_ms, end_ms): (i64, i64)| PlannedTime {
            at: moment(at_ms),
            end: (end_ms > 0).then(|| Timestamp::from_millisecond(end_ms).expect("an instant")),
        };
        for (case, planned, in_calendar, last, is_changed) in [
            ("an end that was not known before", (200, 0), (200, 230), (200, 0), true),
            ("longer in the calendar", (200, 230), (200, 245), (200, 230), true),
            ("no end any more", (200, 230), (200, 0), (200, 230), true),
            ("the same", (200, 230), (200, 230), (200, 230), false),
            ("moved here, longer in the calendar", (250, 280), (200, 245), (200, 230), false),
            ("moved here and in the calendar", (250, 280), (300, 330), (200, 230), true),
        ] {
            let times = [planned, in_calendar, last].map(|times| Some(time(times)));
            let expected = is_changed.then(|| (Some(time(planned)), Some(time(in_calendar))));
            assert_changes(case, times, true, expected);
        }
        let times = [None, Some(time((200, 245))), Some(time((200, 230)))];
        assert_changes("cleared here, longer in the calendar", times, true, None);
    }

    #[test]
    fn what_was_seen_is_read_as_older_versions_wrote_it() {
        let json = r#"{"019dc1a8-5a00-7000-8000-000000000001":200,"019dc1a8-5a00-7000-8000-000000000002":[200,230]}"#;
        let seen: LastSeen = serde_json::from_str(json).expect("what was seen");
        assert_eq!(serde_json::to_string(&seen).expect("JSON"), json);
    }
}
