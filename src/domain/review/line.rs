//! What stands small under a piece of evidence: its day, and how it went over the period.

use jiff::civil::Date;

use super::{evidence::Piece, period::Period};
use crate::domain::{
    action::By,
    aside::{Aside, Voice, asides, climb, in_short, level_words},
    check_in::Closeness,
    delegation::DelegationState,
    entry::{Detail, Entry},
    expectation::{Expectation, ExpectationState},
    feedback::Direction,
    goal::GoalState,
    step::What,
};

/// What is said of a flag that is not picked.
pub const PRIVATE: &str = "private: stays out of an export unless you pick it";
/// What is said of one that is.
pub const PICKED: &str = "private, but picked: it can leave in the export of a review";

/// What is known beside a piece.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    /// Today.
    pub today: Date,
    /// How the person is called in passing.
    pub them: &'a str,
    /// The period.
    pub period: Period,
    /// Of a goal, its check-ins up to the end of the period, oldest first.
    pub check_ins: &'a [(Date, Closeness)],
    /// Of a check-in, the goal.
    pub goal: Option<&'a str>,
}

/// The lines under a piece: the first begins with its day.
pub fn lines(entry: &Entry, piece: &Piece, beside: &Beside<'_>) -> Vec<Aside> {
    let Beside { today, them, .. } = *beside;
    let since = (piece.written < beside.period.from()).then(|| format!("since {}", dated(piece.written, today)));
    let first = |parts: Vec<String>| {
        let parts = std::iter::once(dated(piece.day, today)).chain(since.clone()).chain(parts);
        Aside::more(parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "))
    };
    // What waits to be told stands behind the day here; elsewhere it insists.
    let short = || in_short(entry, today, them).map(|aside| aside.text).unwrap_or_default();
    match &entry.detail {
        Detail::Note(_) => vec![first(Vec::new())],
        Detail::Flag(_) => {
            let private = if piece.picked { PICKED } else { PRIVATE };
            let private = Aside { text: private.to_owned(), voice: Voice::Urgent };
            vec![first(vec![short()]), private]
        }
        Detail::Goal(goal) => {
            let way = way(beside.check_ins, beside.period, today);
            match goal.state {
                GoalState::Active => vec![first(vec![way.unwrap_or_else(|| "no check-in in this period".to_owned())])],
                _ => vec![first(vec![way.unwrap_or_default(), short()])],
            }
        }
        Detail::CheckIn(check_in) => {
            let close = format!("feels {} of 5 close", u8::from(check_in.closeness));
            let goal = beside.goal.map(|goal| Aside::more(goal.to_owned()));
            [first(vec![close])].into_iter().chain(goal).collect()
        }
        Detail::Feedback(feedback) => {
            let direction = if feedback.direction == Direction::Given { "given" } else { "received" };
            let changed = labelled("What you changed", &feedback.changed);
            [first(vec![direction.to_owned()])].into_iter().chain(changed).collect()
        }
        Detail::Delegation(delegation) => {
            let level = entry.level().unwrap_or(delegation.level);
            let way = climb(entry, today).unwrap_or_else(|| level_words(level).to_owned());
            let ended = delegation.state != DelegationState::WithThem;
            let end = asides(entry, today, them).pop().filter(|_| ended);
            [first(vec![way])].into_iter().chain(end).collect()
        }
        Detail::Expectation(expectation) => {
            let state = in_force(entry, expectation, today);
            let provide = labelled("I will provide", &expectation.provide);
            [first(vec![state])].into_iter().chain(provide).collect()
        }
        Detail::Action(action) => {
            let who = if action.by == By::Me { "you" } else { them };
            let said = short();
            // Whose it is stands in what is said already, where anything is.
            vec![first(vec![if said.is_empty() { who.to_owned() } else { said }])]
        }
        Detail::Praise(_) | Detail::Topic(_) => vec![first(vec![short()])],
    }
}

/// "2 → 4 in 5 check-ins, 3 Jun – 10 Nov": from the first check-in of the period to the last.
pub fn way(check_ins: &[(Date, Closeness)], period: Period, today: Date) -> Option<String> {
    let within: Vec<_> = check_ins.iter().filter(|(day, _)| period.contains(*day)).collect();
    Some(match within.as_slice() {
        [] => return None,
        [(day, closeness)] => format!("one check-in, {} of 5 on {}", u8::from(*closeness), dated(*day, today)),
        [(from, begun), .., (to, now)] => format!(
            "{} → {} in {} check-ins, {} – {}",
            u8::from(*begun),
            u8::from(*now),
            within.len(),
            dated(*from, today),
            dated(*to, today)
        ),
    })
}

/// Whether it holds, and when it was last said aloud: the support is part of what was said.
fn in_force(entry: &Entry, expectation: &Expectation, today: Date) -> String {
    let said = match entry.last(|what| what == What::Said) {
        Some(step) => format!("last said {}", dated(step.at.day(), today)),
        None => "never said aloud".to_owned(),
    };
    match expectation.state {
        ExpectationState::Current => format!("in force, {said}"),
        ExpectationState::Replaced => match entry.last(|what| what == What::Replaced) {
            Some(step) => format!("replaced {}, {said}", dated(step.at.day(), today)),
            None => format!("replaced, {said}"),
        },
    }
}

fn labelled(label: &str, text: &str) -> Option<Aside> {
    (!text.is_empty()).then(|| Aside::more(format!("{label}: {text}")))
}

/// "24 Nov", and of another year "24 Nov 2025".
fn dated(day: Date, today: Date) -> String {
    day.strftime(if day.year() == today.year() { "%-d %b" } else { "%-d %b %Y" }).to_string()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{
        delegation::Level,
        id::{EntryId, PersonId, Uid},
        mark::Mark,
        moment::Moment,
        step::Step,
    };

    const TODAY: Date = date(2026, 11, 24);

    fn at(day: Date) -> Moment {
        let midday = jiff::tz::Offset::UTC.to_timestamp(day.at(12, 0, 0, 0)).unwrap();
        Moment::from_parts(midday.as_millisecond(), 0, "UTC".into()).unwrap()
    }

    fn entry(mark: Mark, day: Date, steps: &[(What, Date, &str)]) -> Entry {
        let step = |(what, day, words): &(What, Date, &str)| Step {
            uid: Uid(uuid::Uuid::nil()),
            at: at(*day),
            one_on_one: None,
            what: *what,
            words: (*words).to_owned(),
        };
        let mut entry = Entry {
            id: EntryId(1),
            uid: Uid(uuid::Uuid::nil()),
            person: PersonId(1),
            one_on_one: None,
            written: at(day),
            text: "words".into(),
            detail: Detail::begun(mark, None),
            steps: steps.iter().map(step).collect(),
            trashed: None,
            put_off: None,
            evidence: false,
        };
        entry.follow_steps();
        entry
    }

    fn said(entry: &Entry, day: Date, check_ins: &[(Date, u8)]) -> Vec<String> {
        let period = Period::new(date(2026, 6, 1), date(2026, 11, 30)).unwrap();
        let check_ins: Vec<_> =
            check_ins.iter().map(|(day, close)| (*day, Closeness::try_from(*close).unwrap())).collect();
        let piece = Piece { entry: entry.id, kind: entry.kind(), written: entry.written.day(), day, picked: false };
        let beside = Beside { today: TODAY, them: "Dana", period, check_ins: &check_ins, goal: None };
        lines(entry, &piece, &beside).into_iter().map(|aside| aside.text).collect()
    }

    #[test]
    fn a_goal_says_its_way_from_the_first_to_the_last_check_in_of_the_period() {
        let goal = entry(Mark::Goal, date(2026, 6, 2), &[]);
        let last = date(2026, 11, 10);
        let five =
            [(date(2026, 6, 3), 2), (date(2026, 7, 1), 2), (date(2026, 8, 1), 3), (date(2026, 9, 1), 3), (last, 4)];
        assert_eq!(said(&goal, last, &five), ["10 Nov · 2 → 4 in 5 check-ins, 3 Jun – 10 Nov"]);
        assert_eq!(said(&goal, last, &five[4..]), ["10 Nov · one check-in, 4 of 5 on 10 Nov"]);
        assert_eq!(said(&goal, date(2026, 6, 2), &[]), ["2 Jun · no check-in in this period"]);
        let before = [(date(2025, 12, 3), 1), (date(2026, 6, 3), 2), (date(2026, 12, 1), 5)];
        assert_eq!(said(&goal, last, &before), ["10 Nov · one check-in, 2 of 5 on 3 Jun"]);
        let old = entry(Mark::Goal, date(2025, 3, 2), &[(What::Reached, last, "with help")]);
        let expected = "10 Nov · since 2 Mar 2025 · Reached Tue 10 Nov: with help";
        assert_eq!(said(&old, last, &[]), [expected]);
    }

    #[test]
    fn other_kinds_say_what_became_of_them() {
        let day = date(2026, 9, 15);
        let of = |mark, steps: &[(What, Date, &str)]| said(&entry(mark, day, steps), day, &[]);
        assert_eq!(of(Mark::Note, &[]), ["15 Sep"]);
        assert_eq!(of(Mark::Praise, &[]), ["15 Sep · you haven’t told Dana yet"]);
        assert_eq!(of(Mark::Praise, &[(What::Told, day, "over coffee")]), ["15 Sep · told Tue 15 Sep: over coffee"]);
        assert_eq!(of(Mark::FeedbackGiven, &[]), ["15 Sep · given"]);
        assert_eq!(of(Mark::Delegation, &[]), ["15 Sep · they decide and tell you"]);
        let climbed = [(What::Level(Level::Delegate), date(2026, 10, 2), "")];
        assert_eq!(of(Mark::Delegation, &climbed), ["15 Sep · inquire → delegate Fri 2 Oct"]);
        let done = [climbed[0], (What::Complete, date(2026, 11, 2), "under budget")];
        assert_eq!(
            of(Mark::Delegation, &done),
            ["15 Sep · inquire → delegate Fri 2 Oct", "Complete Mon 2 Nov: under budget"]
        );
        assert_eq!(of(Mark::Expectation, &[]), ["15 Sep · in force, never said aloud"]);
        let said_aloud = [(What::Said, date(2026, 10, 2), "")];
        assert_eq!(of(Mark::Expectation, &said_aloud), ["15 Sep · in force, last said 2 Oct"]);
        assert_eq!(of(Mark::MyAction, &[]), ["15 Sep · you"]);
        assert_eq!(of(Mark::TheirAction, &[]), ["15 Sep · Dana"]);
    }

    #[test]
    fn what_you_changed_and_what_you_provide_are_said() {
        let day = date(2026, 8, 19);
        let mut received = entry(Mark::FeedbackReceived, day, &[]);
        if let Detail::Feedback(feedback) = &mut received.detail {
            feedback.changed = "stopped the weekly sign-off".into();
        }
        assert_eq!(said(&received, day, &[]), ["19 Aug · received", "What you changed: stopped the weekly sign-off"]);
        let mut expected = entry(Mark::Expectation, date(2025, 8, 19), &[]);
        if let Detail::Expectation(expectation) = &mut expected.detail {
            expectation.provide = "an answer within a day".into();
        }
        assert_eq!(
            said(&expected, date(2025, 8, 19), &[]),
            ["19 Aug 2025 · since 19 Aug 2025 · in force, never said aloud", "I will provide: an answer within a day"]
        );
    }

    #[test]
    fn a_flag_is_marked_private() {
        let day = date(2026, 11, 12);
        let lines = said(&entry(Mark::Flag, day, &[]), day, &[]);
        assert_eq!(lines, ["12 Nov · Noticed 12 days ago, still not raised", PRIVATE]);
    }
}
