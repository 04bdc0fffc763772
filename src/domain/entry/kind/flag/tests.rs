use jiff::civil::{Date, date};

use crate::domain::{
    entry::{
        Detail, Entry,
        kind::flag::{Flag, FlagState, RaisePlan},
        state::EntryState,
        transition::{EventContext, Transition, TransitionError},
    },
    id::{EntryId, PersonId, Uid},
    moment::Moment,
    parse::prefix::Prefix,
};

/// The day the flag was noticed.
const NOTICED: Date = date(2026, 11, 24);
const LATER: Date = date(2026, 12, 8);
const NEXT: RaisePlan = RaisePlan::NextOneOnOne;
const UNDECIDED: RaisePlan = RaisePlan::Undecided;

fn at(day: Date) -> Moment {
    let noon = day.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).expect("noon").timestamp();
    Moment::from_parts(noon.as_millisecond(), 0, "UTC".into()).expect("a moment")
}

fn entry(prefix: Prefix) -> Entry {
    let (text, detail) = ("Quiet in two design reviews".into(), Detail::from_prefix(prefix, None));
    Entry::new(EntryId(1), Uid::NIL, PersonId(1), at(NOTICED), text, detail)
}

fn apply(entry: &mut Entry, transition: &Transition, day: Date) -> Result<(), TransitionError> {
    entry.apply(transition, EventContext { uid: Uid::NIL, at: at(day), one_on_one: None })
}

/// A flag after these transitions, all on the day it was noticed.
fn flag_after(transitions: &[Transition]) -> Entry {
    let mut entry = entry(Prefix::Flag);
    for transition in transitions {
        apply(&mut entry, transition, NOTICED).unwrap_or_else(|error| panic!("{transition:?}: {error}"));
    }
    entry
}

fn flag_of(entry: &Entry) -> &Flag {
    let Detail::Flag(flag) = &entry.detail else { panic!("it is a flag") };
    flag
}

fn comment() -> String {
    "felt talked over".into()
}

fn raise() -> Transition {
    Transition::Raise(comment())
}

fn settle(recheck_on: Option<Date>) -> Transition {
    Transition::Settle { outcome: comment(), recheck_on }
}

#[test]
fn plan_lasts_until_the_next_event() {
    let next = Transition::Plan(NEXT);
    let today = Transition::Plan(RaisePlan::On(NOTICED));
    for (case, transitions, state, raise_plan, watch_until) in [
        ("planned for the next one-on-one", vec![next.clone()], FlagState::Noticed, NEXT, None),
        ("planned for today", vec![today.clone()], FlagState::Noticed, RaisePlan::On(NOTICED), None),
        (
            "replaced by another plan",
            vec![next.clone(), today.clone()],
            FlagState::Noticed,
            RaisePlan::On(NOTICED),
            None,
        ),
        ("plan removed", vec![next.clone(), Transition::Plan(UNDECIDED)], FlagState::Noticed, UNDECIDED, None),
        ("plan removed by reopening", vec![next.clone(), Transition::Reopen], FlagState::Noticed, UNDECIDED, None),
        ("watched instead", vec![next.clone(), Transition::Watch(LATER)], FlagState::Watching, UNDECIDED, Some(LATER)),
        ("planned instead of watched", vec![Transition::Watch(LATER), next.clone()], FlagState::Noticed, NEXT, None),
        (
            "no longer watched",
            vec![Transition::Watch(LATER), Transition::Plan(UNDECIDED)],
            FlagState::Noticed,
            UNDECIDED,
            None,
        ),
        ("raised", vec![next.clone(), raise()], FlagState::Raised, UNDECIDED, None),
        ("raised, then reopened", vec![next.clone(), raise(), Transition::Reopen], FlagState::Noticed, UNDECIDED, None),
        ("let go", vec![today, Transition::LetGo(comment())], FlagState::LetGo, UNDECIDED, None),
        ("settled", vec![next, raise(), settle(None)], FlagState::Settled, UNDECIDED, None),
    ] {
        let entry = flag_after(&transitions);
        let flag = flag_of(&entry);
        assert_eq!((flag.state, flag.raise_plan, flag.watch_until), (state, raise_plan, watch_until), "{case}");
        assert_eq!(entry.validation_error(), None, "{case}");
    }
}

#[test]
fn invalid_flag_transitions_are_rejected_without_side_effects() {
    let not_now = "That isn’t possible: this flag is";
    for (case, transitions, rejected, message) in [
        (
            "to be raised yesterday",
            vec![],
            Transition::Plan(RaisePlan::On(date(2026, 11, 23))),
            "Choose today or a later day.",
        ),
        ("watched until today", vec![Transition::Plan(NEXT)], Transition::Watch(NOTICED), "Choose a day after today."),
        ("planned after it was raised", vec![raise()], Transition::Plan(NEXT), not_now),
        ("plan removed after it was raised", vec![raise()], Transition::Plan(UNDECIDED), not_now),
        ("planned after it was settled", vec![raise(), settle(None)], Transition::Plan(NEXT), not_now),
        (
            "planned for a day after it was let go",
            vec![Transition::LetGo(comment())],
            Transition::Plan(RaisePlan::On(LATER)),
            not_now,
        ),
        ("watched after it was let go", vec![Transition::LetGo(comment())], Transition::Watch(LATER), not_now),
        ("settled while planned", vec![Transition::Plan(NEXT)], settle(None), not_now),
        ("looked at again before it was raised", vec![Transition::Plan(NEXT)], Transition::Recheck(comment()), not_now),
        ("looked at again while watched", vec![Transition::Watch(LATER)], Transition::Recheck(comment()), not_now),
        ("looked at again before it was settled", vec![raise()], Transition::Recheck(comment()), not_now),
        (
            "looked at again after it was let go",
            vec![Transition::LetGo(comment())],
            Transition::Recheck(comment()),
            not_now,
        ),
        (
            "looked at again without a day for it",
            vec![raise(), settle(None)],
            Transition::Recheck(comment()),
            "It has no date to check again.",
        ),
        (
            "looked at again twice",
            vec![raise(), settle(Some(LATER)), Transition::Recheck(String::new())],
            Transition::Recheck(String::new()),
            "It has no date to check again.",
        ),
        (
            "looked at again with too long a comment",
            vec![raise(), settle(Some(LATER))],
            Transition::Recheck("x".repeat(crate::domain::parse::entry_line::MAX_ENTRY_CHARS + 1)),
            "has 100,001 characters",
        ),
        (
            "raised after it was looked at again",
            vec![raise(), settle(Some(LATER)), Transition::Recheck(String::new())],
            raise(),
            not_now,
        ),
        ("reopened without a plan", vec![], Transition::Reopen, "it hasn’t been updated yet."),
    ] {
        let mut entry = flag_after(&transitions);
        let before = entry.clone();
        let error = apply(&mut entry, &rejected, NOTICED).expect_err(case);
        assert!(error.to_string().contains(message), "{case}: {error}");
        assert_eq!(entry, before, "{case}");
    }
}

#[test]
fn only_flags_can_be_planned_watched_or_rechecked() {
    for prefix in Prefix::ALL.into_iter().filter(|prefix| *prefix != Prefix::Flag) {
        for rejected in [
            Transition::Plan(NEXT),
            Transition::Plan(UNDECIDED),
            Transition::Watch(LATER),
            Transition::Recheck(comment()),
        ] {
            let mut entry = entry(prefix);
            let before = entry.clone();
            let error = apply(&mut entry, &rejected, NOTICED).expect_err("not a flag");
            assert_eq!(error, TransitionError::UnsupportedKind(prefix.kind()), "{prefix:?}");
            assert_eq!(entry, before);
        }
    }
}

#[test]
fn recheck_keeps_the_outcome_and_can_be_reopened() {
    let mut entry = flag_after(&[raise(), settle(Some(LATER))]);
    apply(&mut entry, &Transition::Recheck("comments in writing".into()), LATER).expect("looked at again");
    assert_eq!((flag_of(&entry).recheck_on, entry.detail.state()), (None, Some(EntryState::Flag(FlagState::Settled))));
    assert_eq!(entry.validation_error(), None);
    apply(&mut entry, &Transition::Reopen, LATER).expect("not looked at again");
    assert_eq!(
        (flag_of(&entry).recheck_on, entry.detail.state()),
        (Some(LATER), Some(EntryState::Flag(FlagState::Settled))),
        "it is still to be rechecked"
    );
    assert_eq!(entry.validation_error(), None);
}

#[test]
fn planned_flag_is_on_agenda_from_its_date() {
    for (transitions, day, is_on_agenda, is_still_watched) in [
        (vec![], NOTICED, false, false),
        (vec![Transition::Plan(NEXT)], NOTICED, true, false),
        (vec![Transition::Plan(RaisePlan::On(LATER))], NOTICED, false, false),
        (vec![Transition::Plan(RaisePlan::On(LATER))], LATER, true, false),
        (vec![Transition::Plan(RaisePlan::On(LATER))], date(2026, 12, 9), true, false),
        (vec![Transition::Watch(LATER)], NOTICED, false, true),
        (vec![Transition::Watch(LATER)], LATER, false, false),
    ] {
        let entry = flag_after(&transitions);
        assert_eq!(
            (flag_of(&entry).is_on_agenda(day), flag_of(&entry).is_still_watched(day)),
            (is_on_agenda, is_still_watched),
            "{transitions:?} {day}"
        );
    }
}

#[test]
fn flag_without_raise_plan_deserializes_as_undecided() {
    let old = r#"{"usually":"","lately":"","need":"","state":"noticed","watch_until":null,"check_again":null}"#;
    let flag: Flag = serde_json::from_str(old).expect("a flag");
    assert_eq!(flag, Flag::default());
    for plan in [UNDECIDED, NEXT, RaisePlan::On(LATER)] {
        let json = serde_json::to_string(&plan).expect("JSON");
        assert_eq!(serde_json::from_str::<RaisePlan>(&json).expect(&json), plan);
    }
}
