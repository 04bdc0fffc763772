//! The evidence of a period, as on the Review page.

use jiff::{Span, Zoned, civil::Date};
use rapport::{
    domain::{
        entry::{
            kind::{Kind, check_in::Closeness},
            transition::Transition,
        },
        id::{EntryId, PersonId},
        review::{evidence::Evidence, period::Period},
    },
    journal::{Journal, change::Change},
    wording::evidence::describe_meeting_counts,
};

use crate::support::{NOW, TempJournal, jot_change, zoned};

const DANA: PersonId = PersonId(1);

fn days_ago(days: i64) -> Zoned {
    zoned(NOW).checked_sub(Span::new().days(days)).unwrap()
}

fn commit_days_ago(journal: &TempJournal, days: i64, change: Change) {
    Journal::commit(journal, change, &days_ago(days)).unwrap();
}

fn jot_days_ago(journal: &TempJournal, days: i64, line: &str) -> EntryId {
    commit_days_ago(journal, days, jot_change(1, None, line));
    EntryId(crate::support::max_id(&journal.file(), "entries"))
}

fn autumn_evidence(journal: &TempJournal) -> Evidence {
    let day = |text: &str| text.parse::<Date>().unwrap();
    journal.db().evidence(DANA, Period::new(day("2026-09-01"), day("2026-11-30")).unwrap()).unwrap()
}

/// Each item: id, day written, and day shown.
fn describe_items(evidence: &Evidence) -> Vec<String> {
    let say = |piece: &rapport::domain::review::evidence::EvidenceItem| {
        format!("{} {} {} {}", piece.entry.0, piece.kind, piece.written_on, piece.day)
    };
    evidence.items.iter().map(say).collect()
}

#[test]
fn evidence_contains_entries_written_or_active_in_the_period() {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Tomás"]);
    let goal = jot_days_ago(&journal, 200, "^ a goal of the spring");
    let flag = jot_days_ago(&journal, 190, "! a flag of the spring");
    jot_days_ago(&journal, 190, "! a flag that is quiet");
    let expectation = jot_days_ago(&journal, 180, "= decide inside the team");
    let action = jot_days_ago(&journal, 170, "[] an action of the spring");
    let note = jot_days_ago(&journal, 30, "a note");
    let gone = jot_days_ago(&journal, 20, "a note in the trash");
    commit_days_ago(&journal, 0, jot_change(2, None, "about another"));
    commit_days_ago(&journal, 40, Change::CheckIn { goal, closeness: Closeness::try_from(2).unwrap() });
    let check_in = EntryId(crate::support::max_id(&journal.file(), "entries"));
    commit_days_ago(
        &journal,
        35,
        Change::Transition { entry: flag, transition: Transition::Raise("she was tired".into()) },
    );
    commit_days_ago(&journal, 33, Change::Transition { entry: action, transition: Transition::MarkDone });
    commit_days_ago(&journal, 10, Change::Trash(gone));
    let [goal, flag, expectation, note, check_in] = [goal, flag, expectation, note, check_in].map(|id| id.0);
    assert_eq!(
        describe_items(&autumn_evidence(&journal)),
        [
            format!("{note} note 2026-10-25 2026-10-25"),
            format!("{flag} flag 2026-05-18 2026-10-20"),
            format!("{check_in} check_in 2026-10-15 2026-10-15"),
            format!("{goal} goal 2026-05-08 2026-10-15"),
            format!("{expectation} expectation 2026-05-28 2026-05-28"),
        ]
    );
    commit_days_ago(&journal, 5, Change::Trash(EntryId(check_in)));
    commit_days_ago(&journal, 5, Change::Trash(EntryId(expectation)));
    let kinds: Vec<Kind> = autumn_evidence(&journal).items.iter().map(|piece| piece.kind).collect();
    assert_eq!(kinds, [Kind::Note, Kind::Flag], "what is in the trash says nothing");
}

#[test]
fn period_bounds_follow_the_writers_time_zone() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    for (at, line) in [
        ("2026-08-31T23:30:00+02:00[+02:00]", "the day before"),
        ("2026-09-01T00:10:00+13:00[+13:00]", "the first, far in the east"),
        ("2026-11-30T23:50:00-11:00[-11:00]", "the last, far in the west"),
        ("2026-12-01T00:01:00-11:00[-11:00]", "the day after"),
    ] {
        Journal::commit(&journal, jot_change(1, None, line), &zoned(at)).unwrap();
    }
    let days: Vec<String> = autumn_evidence(&journal).items.iter().map(|piece| piece.written_on.to_string()).collect();
    assert_eq!(days, ["2026-11-30", "2026-09-01"]);
}

#[test]
fn picking_several_entries_is_one_undoable_change() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let entries: Vec<EntryId> =
        (0..5).map(|number| jot_days_ago(&journal, number, &format!("note {number}"))).collect();
    assert_eq!(autumn_evidence(&journal).picked_count(), 0);
    journal.commit(Change::SetEvidence { entries: entries.clone(), picked: true }).unwrap();
    assert_eq!(autumn_evidence(&journal).picked_count(), 5);
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(autumn_evidence(&journal).picked_count(), 0, "one step takes all of them back");
    journal.redo();
    journal.flush().unwrap();
    assert_eq!(autumn_evidence(&journal).picked_count(), 5);
    let two = entries.into_iter().take(2).collect();
    journal.commit(Change::SetEvidence { entries: two, picked: false }).unwrap();
    assert_eq!(autumn_evidence(&journal).picked_count(), 3);
    crate::support::assert_clean(journal.db());
}

#[test]
fn one_on_ones_are_counted_when_they_were_held_or_skipped() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    commit_days_ago(&journal, 100, Change::NothingToNote(DANA));
    commit_days_ago(&journal, 30, Change::NothingToNote(DANA));
    commit_days_ago(&journal, 20, Change::StartMeeting(DANA));
    let one_on_one = journal.db().running_one_on_one(DANA).unwrap().unwrap().id;
    commit_days_ago(&journal, 20, Change::WrapUp { one_on_one, minutes: 30 });
    commit_days_ago(&journal, 10, Change::SkipMeeting { person: DANA, reason: "ill".into() });
    assert_eq!(
        describe_meeting_counts(autumn_evidence(&journal).meeting_counts).as_deref(),
        Some("2 of 3 one-on-ones held, 1 skipped")
    );
}

#[test]
fn check_ins_of_a_goal_are_those_of_the_period() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let goal = jot_days_ago(&journal, 200, "^ a goal");
    for (days, close) in [(150, 1), (60, 2), (20, 4)] {
        commit_days_ago(&journal, days, Change::CheckIn { goal, closeness: Closeness::try_from(close).unwrap() });
    }
    let period = Period::new("2026-09-01".parse().unwrap(), "2026-11-30".parse().unwrap()).unwrap();
    let felt: Vec<u8> =
        journal.db().check_ins_in(goal, period).unwrap().iter().map(|(_, close)| u8::from(*close)).collect();
    assert_eq!(felt, [2, 4]);
}

#[test]
fn subjects_come_from_the_evidence_items() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let one = jot_days_ago(&journal, 5, "about #growth and #team");
    jot_days_ago(&journal, 4, "about nothing");
    let evidence = autumn_evidence(&journal);
    let subjects = journal.db().evidence_subjects(&evidence).unwrap();
    assert_eq!(subjects, [(one, "growth".to_owned()), (one, "team".to_owned())]);
}
