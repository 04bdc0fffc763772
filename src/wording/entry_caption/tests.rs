use jiff::civil::date;

use super::*;
use crate::domain::{
    entry::transition::{EventContext, Transition, TransitionError},
    id::{EntryId, PersonId, Uid},
    moment::Moment,
    parse::prefix::Prefix,
};

/// The day the flag was noticed.
const NOTICED: Date = date(2026, 11, 24);
const LATER: Date = date(2026, 12, 8);
const NEXT: RaisePlan = RaisePlan::NextOneOnOne;

fn at(day: Date) -> Moment {
    let noon = day.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).expect("noon").timestamp();
    Moment::from_parts(noon.as_millisecond(), 0, "UTC".into()).expect("a moment")
}

fn entry(mark: Prefix) -> Entry {
    Entry {
        id: EntryId(1),
        uid: Uid::NIL,
        person: PersonId(1),
        one_on_one: None,
        written_at: at(NOTICED),
        text: "Quiet in two design reviews".into(),
        detail: Detail::from_prefix(mark, None),
        events: Vec::new(),
        trashed_at: None,
        snoozed_until: None,
        evidence: false,
        shared_on: None,
    }
}

fn apply(entry: &mut Entry, transition: &Transition, day: Date) -> Result<(), TransitionError> {
    entry.apply(transition, EventContext { uid: Uid::NIL, at: at(day), one_on_one: None })
}

/// A flag after these moves, all on the day it was noticed.
fn flag_after(moves: &[Transition]) -> Entry {
    let mut entry = entry(Prefix::Flag);
    for wanted in moves {
        apply(&mut entry, wanted, NOTICED).unwrap_or_else(|error| panic!("{wanted:?}: {error}"));
    }
    entry
}

fn comment() -> String {
    "felt talked over".into()
}

fn raise() -> Transition {
    Transition::Raise(comment())
}

fn settle(check_again: Option<Date>) -> Transition {
    Transition::Settle { outcome: comment(), recheck_on: check_again }
}

#[test]
fn flag_caption_shows_plan_and_escalates_with_age() {
    let on = |day| vec![Transition::Plan(RaisePlan::On(day))];
    for (moves, day, said, voice) in [
        (vec![], date(2026, 11, 26), "Noticed 2 days ago, not raised yet", Emphasis::Normal),
        (vec![], date(2026, 11, 27), "Noticed 3 days ago, not raised yet", Emphasis::Attention),
        (vec![], date(2026, 12, 4), "Noticed 10 days ago, still not raised", Emphasis::Critical),
        (
            vec![Transition::Plan(NEXT)],
            NOTICED,
            "Noticed today, not raised yet · for the next one-on-one",
            Emphasis::Normal,
        ),
        (
            vec![Transition::Plan(NEXT)],
            date(2026, 12, 4),
            "Noticed 10 days ago, still not raised · for the next one-on-one",
            Emphasis::Critical,
        ),
        (on(NOTICED), NOTICED, "Noticed today, not raised yet · to raise today", Emphasis::Attention),
        (
            on(date(2026, 11, 26)),
            date(2026, 11, 25),
            "Noticed yesterday, not raised yet · to raise tomorrow",
            Emphasis::Normal,
        ),
        (
            on(NOTICED),
            date(2026, 11, 25),
            "Noticed yesterday, not raised yet · you planned to raise it yesterday",
            Emphasis::Attention,
        ),
        (
            vec![Transition::Watch(LATER)],
            date(2026, 12, 7),
            "Noticed 13 days ago, watching until tomorrow",
            Emphasis::Normal,
        ),
        (
            vec![Transition::Watch(LATER)],
            LATER,
            "Watched until today · noticed 14 days ago, still not raised",
            Emphasis::Critical,
        ),
        (
            vec![Transition::Watch(date(2026, 11, 25))],
            date(2026, 11, 26),
            "Watched until yesterday · noticed 2 days ago, not raised yet",
            Emphasis::Attention,
        ),
    ] {
        let aside = captions(&flag_after(&moves), day, "Dana").pop().expect("a line");
        assert_eq!((aside.text.as_str(), aside.emphasis), (said, voice));
    }
}

#[test]
fn settled_flag_caption_includes_the_recheck() {
    let mut entry = flag_after(&[raise(), settle(Some(LATER))]);
    apply(&mut entry, &Transition::Recheck("comments in writing".into()), LATER).expect("rechecked");
    let captions = captions(&entry, LATER, "Dana");
    let texts: Vec<&str> = captions.iter().map(|caption| caption.text.as_str()).collect();
    let status = "Settled Tue 24 Nov: felt talked over · checked again today: comments in writing";
    assert_eq!(texts, ["felt talked over", status]);
}
