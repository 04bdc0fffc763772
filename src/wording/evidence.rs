//! Evidence for a review as text: captions, group headings and meeting counts.

use jiff::civil::Date;

use crate::{
    domain::{
        attention::Emphasis,
        entry::{
            Detail, Entry,
            event::EventKind,
            kind::{
                action::Party,
                check_in::Closeness,
                delegation::DelegationState,
                expectation::{Expectation, ExpectationState},
                feedback::Direction,
                goal::GoalState,
            },
        },
        review::{
            evidence::{EvidenceGroup, EvidenceItem, MeetingCounts},
            period::Period,
        },
    },
    wording::{
        date::format_short_date,
        entry_caption::{Caption, captions, level_history, status_caption},
        text::labelled,
    },
};

/// The note on a flag that is not picked.
pub const PRIVATE_FLAG_NOTE: &str = "Private. Exported only if you pick it";
/// The note on a flag that is picked.
pub const PICKED_FLAG_NOTE: &str = "Private, but picked: it can be exported with the review";

/// The heading of what still holds but began before the period.
pub const BEFORE_PERIOD: &str = "Since before this period";

/// "10 of 12 one-on-ones held, 2 skipped"; `None` where there was none.
pub fn describe_meeting_counts(MeetingCounts { held, skipped }: MeetingCounts) -> Option<String> {
    let total = held + skipped;
    let noun = if total == 1 { "one-on-one" } else { "one-on-ones" };
    match (held, skipped) {
        (0, 0) => None,
        (held, 0) => Some(format!("{held} {noun} held, none skipped")),
        (held, skipped) => Some(format!("{held} of {total} {noun} held, {skipped} skipped")),
    }
}

/// The heading of a group in the list of evidence: "October 2026", "Praise", "#career".
pub fn group_label(group: &EvidenceGroup) -> String {
    match group {
        EvidenceGroup::Month(first_day) => first_day.strftime("%B %Y").to_string(),
        EvidenceGroup::BeforePeriod => BEFORE_PERIOD.to_owned(),
        EvidenceGroup::Kind(kind) => kind.plural_label().to_owned(),
        EvidenceGroup::Subject(word) => format!("#{word}"),
        EvidenceGroup::NoSubject => "No subject".to_owned(),
    }
}

/// What is needed besides an entry for its captions.
#[derive(Debug, Clone, Copy)]
pub struct EvidenceContext<'a> {
    /// Today.
    pub today: Date,
    /// The short name of the person.
    pub short_name: &'a str,
    /// The period of the review.
    pub period: Period,
    /// The check-ins of a goal up to the end of the period, oldest first.
    pub check_ins: &'a [(Date, Closeness)],
    /// The text of the goal of a check-in.
    pub goal_text: Option<&'a str>,
}

/// The captions under an item of evidence; the first begins with its day.
pub fn evidence_captions(entry: &Entry, item: &EvidenceItem, context: &EvidenceContext<'_>) -> Vec<Caption> {
    let EvidenceContext { today, short_name: them, .. } = *context;
    let since = (item.written_on < context.period.first_day())
        .then(|| format!("since {}", format_short_date(item.written_on, today)));
    let first = |parts: Vec<String>| {
        let parts = std::iter::once(format_short_date(item.day, today)).chain(since.clone()).chain(parts);
        Caption::new(parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "))
    };
    // The emphasis is dropped: in a review nothing is urgent.
    let short = || status_caption(entry, today, them).map(|caption| caption.text).unwrap_or_default();
    match &entry.detail {
        Detail::Note(_) => vec![first(Vec::new())],
        Detail::Flag(_) => {
            let private = if item.picked { PICKED_FLAG_NOTE } else { PRIVATE_FLAG_NOTE };
            let private = Caption { text: private.to_owned(), emphasis: Emphasis::Attention };
            vec![first(vec![short()]), private]
        }
        Detail::Goal(goal) => {
            let progress = progress_summary(context.check_ins, context.period, today);
            match goal.state {
                GoalState::Active => {
                    vec![first(vec![progress.unwrap_or_else(|| "no check-ins in this period".to_owned())])]
                }
                GoalState::Paused | GoalState::Reached | GoalState::Dropped => {
                    vec![first(vec![progress.unwrap_or_default(), short()])]
                }
            }
        }
        Detail::CheckIn(check_in) => {
            let close = format!("{} of 5", u8::from(check_in.closeness));
            let goal = context.goal_text.map(|goal| Caption::new(goal.to_owned()));
            [first(vec![close])].into_iter().chain(goal).collect()
        }
        Detail::Feedback(feedback) => {
            let direction = if feedback.direction == Direction::Given { "given" } else { "received" };
            let changed = labelled_caption("What you changed", &feedback.changed);
            [first(vec![direction.to_owned()])].into_iter().chain(changed).collect()
        }
        Detail::Delegation(delegation) => {
            let level = entry.delegation_level().unwrap_or(delegation.level);
            let progress = level_history(entry, today).unwrap_or_else(|| level.description().to_owned());
            let ended = delegation.state != DelegationState::WithThem;
            let end = captions(entry, today, them).pop().filter(|_| ended);
            [first(vec![progress])].into_iter().chain(end).collect()
        }
        Detail::Expectation(expectation) => {
            let state = expectation_status(entry, expectation, today);
            let provide = labelled_caption("I will provide", &expectation.provide);
            [first(vec![state])].into_iter().chain(provide).collect()
        }
        Detail::Action(action) => {
            let who = if action.by == Party::Me { "you" } else { them };
            let status = short();
            // The status names its owner already.
            vec![first(vec![if status.is_empty() { who.to_owned() } else { status }])]
        }
        Detail::Praise(_) | Detail::Topic(_) => vec![first(vec![short()])],
    }
}

/// "2 → 4 in 5 check-ins, 3 Jun – 10 Nov": from the first check-in of the period to the last.
pub fn progress_summary(check_ins: &[(Date, Closeness)], period: Period, today: Date) -> Option<String> {
    let within: Vec<_> = check_ins.iter().filter(|(day, _)| period.contains(*day)).collect();
    Some(match within.as_slice() {
        [] => return None,
        [(day, closeness)] => {
            format!("one check-in, {} of 5 on {}", u8::from(*closeness), format_short_date(*day, today))
        }
        [(from, begun), .., (to, now)] => format!(
            "{} → {} in {} check-ins, {} – {}",
            u8::from(*begun),
            u8::from(*now),
            within.len(),
            format_short_date(*from, today),
            format_short_date(*to, today)
        ),
    })
}

/// Whether it is in force, and when it was last said aloud.
fn expectation_status(entry: &Entry, expectation: &Expectation, today: Date) -> String {
    let said = match entry.last_event(|what| what == EventKind::SaidAloud) {
        Some(event) => format!("last discussed {}", format_short_date(event.at.day(), today)),
        None => "never discussed".to_owned(),
    };
    match expectation.state {
        ExpectationState::Current => format!("current, {said}"),
        ExpectationState::Replaced => match entry.last_event(|what| what == EventKind::Replaced) {
            Some(event) => format!("replaced {}, {said}", format_short_date(event.at.day(), today)),
            None => format!("replaced, {said}"),
        },
    }
}

/// One labelled line; none where the text is empty.
fn labelled_caption(label: &str, text: &str) -> Option<Caption> {
    Some(labelled(label, text)).filter(|line| !line.is_empty()).map(Caption::new)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{
        entry::{
            event::EntryEvent,
            kind::{Kind, delegation::Level},
        },
        id::{EntryId, PersonId, Uid},
        moment::Moment,
        parse::prefix::Prefix,
    };

    const TODAY: Date = date(2026, 11, 24);

    fn at(day: Date) -> Moment {
        let midday = jiff::tz::Offset::UTC.to_timestamp(day.at(12, 0, 0, 0)).unwrap();
        Moment::from_parts(midday.as_millisecond(), 0, "UTC".into()).unwrap()
    }

    fn entry(mark: Prefix, day: Date, steps: &[(EventKind, Date, &str)]) -> Entry {
        let step = |(what, day, words): &(EventKind, Date, &str)| EntryEvent {
            uid: Uid(uuid::Uuid::nil()),
            at: at(*day),
            one_on_one: None,
            kind: *what,
            comment: (*words).to_owned(),
        };
        let mut entry = Entry {
            id: EntryId(1),
            uid: Uid(uuid::Uuid::nil()),
            person: PersonId(1),
            one_on_one: None,
            written_at: at(day),
            text: "words".into(),
            detail: Detail::from_prefix(mark, None),
            events: steps.iter().map(step).collect(),
            trashed_at: None,
            snoozed_until: None,
            evidence: false,
            shared_on: None,
        };
        entry.recompute_state();
        entry
    }

    fn caption_texts(entry: &Entry, day: Date, check_ins: &[(Date, u8)]) -> Vec<String> {
        let period = Period::new(date(2026, 6, 1), date(2026, 11, 30)).unwrap();
        let check_ins: Vec<_> =
            check_ins.iter().map(|(day, close)| (*day, Closeness::try_from(*close).unwrap())).collect();
        let item = EvidenceItem {
            entry: entry.id,
            kind: entry.kind(),
            written_on: entry.written_at.day(),
            day,
            picked: false,
        };
        let context =
            EvidenceContext { today: TODAY, short_name: "Dana", period, check_ins: &check_ins, goal_text: None };
        evidence_captions(entry, &item, &context).into_iter().map(|caption| caption.text).collect()
    }

    #[test]
    fn goal_caption_summarizes_progress_in_the_period() {
        let goal = entry(Prefix::Goal, date(2026, 6, 2), &[]);
        let last = date(2026, 11, 10);
        let five =
            [(date(2026, 6, 3), 2), (date(2026, 7, 1), 2), (date(2026, 8, 1), 3), (date(2026, 9, 1), 3), (last, 4)];
        assert_eq!(caption_texts(&goal, last, &five), ["10 Nov · 2 → 4 in 5 check-ins, 3 Jun – 10 Nov"]);
        assert_eq!(caption_texts(&goal, last, &five[4..]), ["10 Nov · one check-in, 4 of 5 on 10 Nov"]);
        assert_eq!(caption_texts(&goal, date(2026, 6, 2), &[]), ["2 Jun · no check-ins in this period"]);
        let before = [(date(2025, 12, 3), 1), (date(2026, 6, 3), 2), (date(2026, 12, 1), 5)];
        assert_eq!(caption_texts(&goal, last, &before), ["10 Nov · one check-in, 2 of 5 on 3 Jun"]);
        let old = entry(Prefix::Goal, date(2025, 3, 2), &[(EventKind::Reached, last, "with help")]);
        let expected = "10 Nov · since 2 Mar 2025 · Reached Tue 10 Nov: with help";
        assert_eq!(caption_texts(&old, last, &[]), [expected]);
    }

    #[test]
    fn captions_of_other_kinds_show_their_status() {
        let day = date(2026, 9, 15);
        let of = |mark, steps: &[(EventKind, Date, &str)]| caption_texts(&entry(mark, day, steps), day, &[]);
        assert_eq!(of(Prefix::Note, &[]), ["15 Sep"]);
        assert_eq!(of(Prefix::Praise, &[]), ["15 Sep · you haven’t told Dana yet"]);
        assert_eq!(
            of(Prefix::Praise, &[(EventKind::Told, day, "over coffee")]),
            ["15 Sep · told Tue 15 Sep: over coffee"]
        );
        assert_eq!(of(Prefix::FeedbackGiven, &[]), ["15 Sep · given"]);
        assert_eq!(of(Prefix::Delegation, &[]), ["15 Sep · they decide, then tell you"]);
        let climbed = [(EventKind::LevelChanged(Level::Delegate), date(2026, 10, 2), "")];
        assert_eq!(of(Prefix::Delegation, &climbed), ["15 Sep · inquire → delegate Fri 2 Oct"]);
        let done = [climbed[0], (EventKind::Completed, date(2026, 11, 2), "under budget")];
        assert_eq!(
            of(Prefix::Delegation, &done),
            ["15 Sep · inquire → delegate Fri 2 Oct", "Completed Mon 2 Nov: under budget"]
        );
        assert_eq!(of(Prefix::Expectation, &[]), ["15 Sep · current, never discussed"]);
        let said_aloud = [(EventKind::SaidAloud, date(2026, 10, 2), "")];
        assert_eq!(of(Prefix::Expectation, &said_aloud), ["15 Sep · current, last discussed 2 Oct"]);
        assert_eq!(of(Prefix::MyAction, &[]), ["15 Sep · you"]);
        assert_eq!(of(Prefix::TheirAction, &[]), ["15 Sep · Dana"]);
    }

    #[test]
    fn captions_include_changes_made_and_support_provided() {
        let day = date(2026, 8, 19);
        let mut received = entry(Prefix::FeedbackReceived, day, &[]);
        if let Detail::Feedback(feedback) = &mut received.detail {
            feedback.changed = "stopped the weekly sign-off".into();
        }
        assert_eq!(
            caption_texts(&received, day, &[]),
            ["19 Aug · received", "What you changed: stopped the weekly sign-off"]
        );
        let mut expected = entry(Prefix::Expectation, date(2025, 8, 19), &[]);
        if let Detail::Expectation(expectation) = &mut expected.detail {
            expectation.provide = "an answer within a day".into();
        }
        assert_eq!(
            caption_texts(&expected, date(2025, 8, 19), &[]),
            ["19 Aug 2025 · since 19 Aug 2025 · current, never discussed", "I will provide: an answer within a day"]
        );
    }

    #[test]
    fn a_flag_is_marked_private() {
        let day = date(2026, 11, 12);
        let lines = caption_texts(&entry(Prefix::Flag, day, &[]), day, &[]);
        assert_eq!(lines, ["12 Nov · Noticed 12 days ago, still not raised", PRIVATE_FLAG_NOTE]);
    }

    #[test]
    fn meeting_counts_are_described_in_one_line() {
        for (held, skipped, said) in [
            (0, 0, None),
            (1, 0, Some("1 one-on-one held, none skipped")),
            (10, 2, Some("10 of 12 one-on-ones held, 2 skipped")),
            (0, 1, Some("0 of 1 one-on-one held, 1 skipped")),
        ] {
            assert_eq!(describe_meeting_counts(MeetingCounts { held, skipped }).as_deref(), said);
        }
    }

    #[test]
    fn groups_have_a_heading() {
        for (group, expected) in [
            (EvidenceGroup::Month(date(2026, 11, 1)), "November 2026"),
            (EvidenceGroup::BeforePeriod, "Since before this period"),
            (EvidenceGroup::Kind(Kind::Goal), "Goals"),
            (EvidenceGroup::Subject("growth".to_owned()), "#growth"),
            (EvidenceGroup::NoSubject, "No subject"),
        ] {
            assert_eq!(group_label(&group), expected);
        }
    }
}
