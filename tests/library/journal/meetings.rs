//! The next one-on-one: set, moved, skipped or due by the cadence; and snoozed items. All of it can
//! be undone, and open items stay with the person whatever happens to a meeting.

use jiff::civil::{Date, date};
use rapport::{
    domain::{
        attention::AttentionReason,
        entry::{
            fields::FlagFields,
            kind::flag::{FlagPlan, RaisePlan},
            transition::Transition,
        },
        id::{EntryId, PersonId},
        moment::Moment,
        one_on_one::OneOnOneState,
    },
    journal::{Journal, change::Change, today_view::TodayView},
    wording::next_meeting::long_label,
};

use crate::support::{TempJournal, assert_clean, jot_change, minutes_after_now, moment, query_number, zoned};

const DANA: PersonId = PersonId(1);

fn at(text: &str) -> Moment {
    Moment::from(&zoned(&format!("{text}+01:00[+01:00]")))
}

/// The label in the header: "Next one-on-one Tue 1 Dec".
fn next_meeting_label(journal: &TempJournal) -> String {
    let (_, meetings) = journal.db().person_with_schedule(DANA).unwrap().unwrap();
    let (before, when) = long_label(meetings.next(journal.today()), journal.today());
    format!("{before} {when}")
}

fn open_entry_ids(journal: &TempJournal) -> Vec<EntryId> {
    journal.db().open_entries(DANA).unwrap().iter().map(|entry| entry.id).collect()
}

#[test]
fn next_meeting_is_planned_moved_and_cleared() {
    let journal = TempJournal::with_people(&["Dana"]);
    let begun = journal.content_rows();
    assert_eq!(next_meeting_label(&journal), "Next one-on-one Tue 1 Dec");
    journal.commit(Change::ScheduleMeeting { person: DANA, at: at("2026-11-26T10:00:00") }).unwrap();
    assert_eq!(next_meeting_label(&journal), "Next one-on-one Thu 26 Nov, 10:00");
    journal.commit(Change::ScheduleMeeting { person: DANA, at: at("2026-11-27T15:00:00") }).unwrap();
    assert_eq!(next_meeting_label(&journal), "Next one-on-one Fri 27 Nov, 15:00");
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM one_on_ones"), 1, "moved, not set twice");
    journal.commit(Change::ClearSchedule(DANA)).unwrap();
    assert_eq!(next_meeting_label(&journal), "Next one-on-one Tue 1 Dec");
    for label in ["Next one-on-one Fri 27 Nov, 15:00", "Next one-on-one Thu 26 Nov, 10:00", "Next one-on-one Tue 1 Dec"]
    {
        journal.undo();
        journal.flush().unwrap();
        assert_eq!(next_meeting_label(&journal), label);
    }
    assert_eq!(journal.content_rows(), begun);
    assert!(journal.commit(Change::ClearSchedule(DANA)).is_err(), "nothing is set");
    let past = journal.commit(Change::ScheduleMeeting { person: DANA, at: moment(0) }).unwrap_err();
    assert_eq!(past.to_string(), "The next one-on-one has to be in the future.");
}

#[test]
fn cadence_counts_from_the_last_held_or_skipped_meeting() {
    let journal = TempJournal::with_people(&["Dana"]);
    let skip = || Change::SkipMeeting { person: DANA, reason: " release week ".into() };
    // Added today, so due in a week; skipped in advance.
    journal.commit(skip()).unwrap();
    assert_eq!(next_meeting_label(&journal), "Next one-on-one Tue 8 Dec");
    let skipped = journal.db().latest_one_on_ones(DANA, 12).unwrap();
    assert_eq!((skipped[0].at.day(), skipped[0].state), (date(2026, 12, 1), OneOnOneState::Skipped));
    assert_eq!(skipped[0].reason, "release week");
    // "Met, nothing to note" counts like any other.
    journal.clock.set(minutes_after_now(15 * 24 * 60));
    assert_eq!(next_meeting_label(&journal), "One-on-one 1 day overdue");
    journal.commit(Change::NothingToNote(DANA)).unwrap();
    assert_eq!(next_meeting_label(&journal), "Next one-on-one Wed 16 Dec");
    // A planned one is skipped at its own time.
    journal.commit(Change::ScheduleMeeting { person: DANA, at: at("2026-12-14T09:00:00") }).unwrap();
    journal.commit(Change::SkipMeeting { person: DANA, reason: String::new() }).unwrap();
    assert_eq!(next_meeting_label(&journal), "Next one-on-one Mon 21 Dec");
    for label in ["Next one-on-one Mon 14 Dec, 09:00", "Next one-on-one Wed 16 Dec", "One-on-one 1 day overdue"] {
        journal.undo();
        journal.flush().unwrap();
        assert_eq!(next_meeting_label(&journal), label);
    }
    assert_clean(journal.db());
}

#[test]
fn skip_without_plan_or_cadence_is_rejected() {
    let journal = TempJournal::with_people(&["Dana"]);
    let mut profile = journal.db().person(DANA).unwrap().unwrap().profile;
    profile.cadence = None;
    journal.commit(Change::EditPerson { person: DANA, profile }).unwrap();
    let refused = journal.commit(Change::SkipMeeting { person: DANA, reason: String::new() }).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "There’s no one-on-one with Dana to skip: none is scheduled, and they have no cadence."
    );
}

#[test]
fn meeting_changes_keep_open_items() {
    let journal = TempJournal::with_people(&["Dana"]);
    for line in
        ["! quiet today", "[] talk to Finance by friday", "? the Oslo move", "+ patient", "^ lead the migration"]
    {
        journal.jot(1, line);
    }
    let begun = open_entry_ids(&journal);
    assert_eq!(begun.len(), 5);
    for change in [
        Change::ScheduleMeeting { person: DANA, at: at("2026-11-26T10:00:00") },
        Change::ScheduleMeeting { person: DANA, at: at("2026-11-27T10:00:00") },
        Change::SkipMeeting { person: DANA, reason: "ill".into() },
        Change::SkipMeeting { person: DANA, reason: String::new() },
        Change::NothingToNote(DANA),
    ] {
        journal.commit(change.clone()).unwrap();
        assert_eq!(open_entry_ids(&journal), begun, "{change:?}");
    }
}

#[test]
fn snooze_lasts_until_the_next_event() {
    let journal = TempJournal::with_people(&["Dana"]);
    let flag = journal.jot(1, "! quiet today");
    let until = |day: Option<Date>| Change::Snooze { entry: flag, until: day };
    let snoozed_until_day = |journal: &TempJournal| journal.db().entry(flag).unwrap().unwrap().snoozed_until;
    assert!(journal.commit(until(Some(journal.today()))).is_err(), "today is not later");
    journal.commit(until(Some(date(2026, 12, 1)))).unwrap();
    assert_eq!(snoozed_until_day(&journal), Some(date(2026, 12, 1)));
    let things = journal.db().open_items(journal.today()).unwrap();
    assert_eq!(things.iter().map(|thing| thing.snoozed_until).collect::<Vec<_>>(), [Some(date(2026, 12, 1))]);
    journal.commit(until(None)).unwrap();
    assert_eq!(snoozed_until_day(&journal), None);
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(snoozed_until_day(&journal), Some(date(2026, 12, 1)));
    // Planning when to raise it answers the item too, in its dialog or alone.
    let on_the_table = Some(FlagPlan::Raise(RaisePlan::NextOneOnOne));
    let text = "quiet today".to_owned();
    journal.commit(Change::EditFlag { entry: flag, text, fields: FlagFields::default(), plan: on_the_table }).unwrap();
    assert_eq!(snoozed_until_day(&journal), None);
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(snoozed_until_day(&journal), Some(date(2026, 12, 1)));
    // It was snoozed as an item to raise; once raised, it needs attention for another reason.
    journal.commit(Change::Transition { entry: flag, transition: Transition::Raise("tired".into()) }).unwrap();
    assert_eq!(snoozed_until_day(&journal), None);
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(snoozed_until_day(&journal), Some(date(2026, 12, 1)));
    assert_clean(journal.db());
}

#[test]
fn today_view_lists_attention_items_in_order() {
    let journal = TempJournal::with_people(&["Dana", "Bo", "Gone"]);
    let then = |days: i64, person, line: &str| {
        Journal::commit(&journal, jot_change(person, None, line), &minutes_after_now(-days * 24 * 60)).unwrap();
    };
    then(12, 1, "! quiet");
    then(9, 2, "[] by 20 nov 2026 talk");
    then(9, 2, "[] talk by 20 nov 2026");
    then(3, 1, "+ patient");
    then(40, 1, "^ a goal");
    then(40, 3, "! of somebody who is gone");
    then(20, 1, "! raised and forgotten");
    journal.commit(Change::Archive(PersonId(3))).unwrap();
    Journal::commit(
        &journal,
        Change::Transition { entry: EntryId(7), transition: Transition::Raise(String::new()) },
        &minutes_after_now(-8 * 24 * 60),
    )
    .unwrap();
    let summaries = journal.db().person_summaries(journal.today()).unwrap();
    let day = TodayView::load(journal.db(), &summaries, journal.today()).unwrap();
    let whys: Vec<AttentionReason> = day.attention.now.iter().map(|wait| wait.reason).collect();
    assert_eq!(
        whys,
        [
            AttentionReason::FlagNotRaised(12),
            AttentionReason::ActionOverdue(4),
            AttentionReason::FlagWithoutOutcome(8),
            AttentionReason::GoalNeverCheckedIn(40),
            AttentionReason::PraiseNotTold(3)
        ]
    );
    // Entries in the trash need no attention.
    journal.commit(Change::Trash(EntryId(1))).unwrap();
    journal.commit(Change::CheckIn { goal: EntryId(5), closeness: 3.try_into().unwrap() }).unwrap();
    let day = TodayView::load(journal.db(), &summaries, journal.today()).unwrap();
    let whys: Vec<AttentionReason> = day.attention.now.iter().map(|wait| wait.reason).collect();
    assert_eq!(
        whys,
        [AttentionReason::ActionOverdue(4), AttentionReason::FlagWithoutOutcome(8), AttentionReason::PraiseNotTold(3)]
    );
}
