//! Following a calendar: what becomes of the planned one-on-ones when the calendar has changed.
//!
//! Only a change in the calendar moves a one-on-one. What the leader has moved since stays moved
//! until the calendar has another time for it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    id::{PersonId, Uid},
    moment::Moment,
};

/// The next one-on-one with each person as the calendar had it when it was last read, in
/// milliseconds since 1970.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LastSeen(BTreeMap<Uid, i64>);

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
    pub in_journal: Option<Moment>,
    /// The next one-on-one of the calendar.
    pub in_calendar: Option<Moment>,
}

/// A change of the planned one-on-one with a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedChange {
    /// The person.
    pub person: PersonId,
    /// When it was planned; `None` if it was not.
    pub before: Option<Moment>,
    /// When it is planned now; `None` if it is no longer.
    pub after: Option<Moment>,
}

impl PlannedChange {
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
        let planned_ms = person.in_journal.as_ref().map(Moment::at_ms);
        // Whether one that has passed was held is for the leader to say first.
        let has_passed = person.in_journal.as_ref().is_some_and(|planned| planned <= now);
        let keeps = has_passed || (person.in_calendar.is_none() && !is_whole);
        let in_calendar = person.in_calendar.as_ref().map(Moment::at_ms);
        if let Some(at_ms) = if keeps { last } else { in_calendar } {
            seen.0.insert(person.uid, at_ms);
        }
        if keeps || in_calendar == last || in_calendar == planned_ms {
            continue;
        }
        // One that the leader has planned is not removed because the calendar lacks it.
        if in_calendar.is_none() && planned_ms != last {
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
            let people = [PlannedWith {
                id: PersonId(1),
                uid: Uid::NIL,
                in_journal: planned.map(moment),
                in_calendar: in_calendar.map(moment),
            }];
            let last_seen = LastSeen(last.map(|at_ms| (Uid::NIL, at_ms)).into_iter().collect());
            let (changes, seen) = compare(&people, &last_seen, is_whole, &moment(NOW));
            let expected: Vec<PlannedChange> = expected
                .map(|(before, after): (Option<i64>, Option<i64>)| PlannedChange {
                    person: PersonId(1),
                    before: before.map(moment),
                    after: after.map(moment),
                })
                .into_iter()
                .collect();
            assert_eq!(changes, expected, "{case}");
            // The same calendar again changes nothing, also after the change was undone.
            let applied = expected.first().map_or_else(|| people[0].in_journal.clone(), |change| change.after.clone());
            for in_journal in [applied, people[0].in_journal.clone()] {
                let again = [PlannedWith { in_journal, ..people[0].clone() }];
                assert_eq!(compare(&again, &seen, is_whole, &moment(NOW)).0, [], "{case}, again");
            }
        }
    }
}
