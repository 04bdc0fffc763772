//! Imports: added once, as one change that one undo reverts, or rejected as a whole.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use proptest::prelude::*;
use rapport::{
    domain::{
        cadence::Cadence,
        entry::{
            Detail, Entry,
            event::{EntryEvent, EventKind},
            kind::check_in::CheckIn,
        },
        id::{EntryId, OneOnOneId, PersonId, Uid},
        intention::Intention,
        meeting_prep::MeetingPrep,
        need::Need,
        one_on_one::{OneOnOne, OneOnOneState},
        parse::prefix::Prefix,
        person::{Person, Profile, ShortName},
        question::{AskedQuestion, CustomQuestion, QuestionOverride, Theme},
        review::{Review, Template},
        self_check::SelfCheck,
    },
    import::preview,
    journal::{
        Journal,
        change::{Change, ChangeError, RuleViolation},
        import_bundle::{ImportBundle, ImportedPerson, PersonMapping},
        progress::Progress,
        writer_event::WriterEvent,
    },
    store::StoreError,
};

use crate::support::{NOW, TempJournal, assert_clean, moment, query_number, zoned};

/// The uid that a source derives from a name.
fn content_uid(name: &str) -> Uid {
    Uid::from_content(&["test", name])
}

fn imported_person(row: i64, name: &str, belongs: PersonMapping) -> ImportedPerson {
    let person = Person {
        id: PersonId(row),
        uid: content_uid(name),
        profile: Profile::with_name(name),
        position: row,
        added_at: moment(-60),
        archived_at: None,
        meeting_prep: MeetingPrep::default(),
        short_name: ShortName::default(),
    };
    ImportedPerson { person, mapping: belongs }
}

fn imported_entry(row: i64, person: i64, mark: Prefix, text: &str) -> Entry {
    Entry {
        id: EntryId(row),
        uid: content_uid(text),
        person: PersonId(person),
        one_on_one: None,
        written_at: moment(-row),
        text: text.into(),
        detail: Detail::from_prefix(mark, None),
        events: Vec::new(),
        trashed_at: None,
        snoozed_until: None,
        evidence: false,
        shared_on: None,
    }
}

fn imported_one_on_one(row: i64, person: i64, state: OneOnOneState, minutes: i64) -> OneOnOne {
    OneOnOne {
        id: OneOnOneId(row),
        uid: content_uid(&format!("one-on-one {row}")),
        person: PersonId(person),
        at: moment(minutes),
        state,
        wrapped_up_at: None,
        minutes: None,
        reason: String::new(),
        planned_end: None,
    }
}

/// A bundle with Dana and records of each type about her.
fn sample_bundle() -> ImportBundle {
    let goal = imported_entry(11, 7, Prefix::Goal, "Runs the planning");
    let mut told = imported_entry(12, 7, Prefix::Praise, "Calm in the outage");
    told.detail = Detail::Praise(rapport::domain::entry::kind::praise::Praise {
        state: rapport::domain::entry::kind::praise::PraiseState::Told,
    });
    let step = |uid, what| EntryEvent {
        uid,
        at: moment(-5),
        one_on_one: Some(OneOnOneId(3)),
        kind: what,
        comment: "in the corridor".into(),
    };
    told.events = vec![step(content_uid("told"), EventKind::Told)];
    told.one_on_one = Some(OneOnOneId(3));
    let closeness = serde_json::from_str("4").unwrap();
    let check_in = Entry {
        detail: Detail::CheckIn(CheckIn { goal: EntryId(11), closeness }),
        ..imported_entry(10, 7, Prefix::Note, "She held the room")
    };
    let held = OneOnOne { wrapped_up_at: Some(moment(-50)), ..imported_one_on_one(3, 7, OneOnOneState::Held, -60) };
    let own = CustomQuestion { theme: Theme::Growth, text: "What did you learn?".into(), suitable_for: String::new() };
    ImportBundle {
        people: vec![imported_person(7, "Dana", PersonMapping::ByName)],
        needs: vec![Need {
            uid: content_uid("need"),
            person: PersonId(7),
            written_at: moment(-9),
            text: "Quiet".into(),
        }],
        one_on_ones: vec![held, imported_one_on_one(4, 7, OneOnOneState::Planned, 600)],
        entries: vec![check_in, goal, told],
        questions: vec![QuestionOverride {
            uid: content_uid("card"),
            question: content_uid("card").to_string(),
            custom: Some(own),
            written_at: moment(-9),
            hidden_at: None,
        }],
        asked_questions: vec![AskedQuestion {
            uid: content_uid("asked"),
            person: PersonId(7),
            question: "team-joy".into(),
            theme: Theme::Team,
            at: moment(-8),
        }],
        self_checks: vec![SelfCheck {
            uid: content_uid("check"),
            at: moment(-8),
            answers: [None; 4],
            comment: "Tired".into(),
        }],
        intentions: vec![Intention {
            uid: content_uid("intention"),
            written_at: moment(-8),
            text: "Ask".into(),
            outcome: None,
        }],
        reviews: vec![Review {
            uid: content_uid("review"),
            person: PersonId(7),
            from: moment(0).day(),
            to: moment(0).day(),
            started_at: moment(-8),
            text: "Far".into(),
            finished_at: None,
        }],
        templates: vec![Template {
            uid: content_uid("short"),
            name: "Short".into(),
            text: "## Far".into(),
            written_at: moment(-8),
        }],
        ..ImportBundle::default()
    }
}

fn import(journal: &TempJournal, bundle: &ImportBundle) -> Result<Option<PersonId>, ChangeError> {
    journal.commit(Change::Import(Arc::new(bundle.clone())))
}

fn undo(journal: &Journal) {
    journal.undo();
    journal.flush().unwrap();
}

fn redo(journal: &Journal) {
    journal.redo();
    journal.flush().unwrap();
}

fn entry_count(journal: &TempJournal) -> i64 {
    query_number(&journal.raw_connection(), "SELECT count(*) FROM entries")
}

#[test]
fn import_is_idempotent_and_undone_in_one_step() {
    for there in [&[][..], &["Ana", "Bo"]] {
        let mut journal = TempJournal::with_people(there);
        let before = (journal.content_rows(), journal.export_json());
        import(&journal, &sample_bundle()).unwrap();
        assert_clean(journal.db());
        let after = (journal.content_rows(), journal.export_json());
        for uid in
            ["Dana", "told", "Runs the planning", "need", "card", "asked", "check", "intention", "review", "short"]
        {
            assert_eq!(after.1.matches(&format!("\"uid\":\"{}\"", content_uid(uid))).count(), 1, "{uid}");
        }
        import(&journal, &sample_bundle()).unwrap();
        assert!((journal.content_rows(), journal.export_json()) == after, "a second time it is all there");
        undo(&journal);
        assert!((journal.content_rows(), journal.export_json()) == before);
        journal.reopen();
        redo(&journal);
        assert!((journal.content_rows(), journal.export_json()) == after);
        assert_clean(journal.db());
    }
}

#[test]
fn preview_counts_what_would_be_imported_and_writes_nothing() {
    let journal = TempJournal::with_people(&["Ana"]);
    journal.jot(1, "! quiet");
    let before = journal.export_json();
    let mut bundle = sample_bundle();
    bundle
        .people
        .extend([imported_person(1, "ana", PersonMapping::ByName), imported_person(2, "Nobody", PersonMapping::Skip)]);
    bundle.cadences = vec![(PersonId(1), "every 3 weeks".to_owned().try_into().unwrap())];
    bundle.entries.extend([
        imported_entry(20, 1, Prefix::Note, "Later\nand more"),
        imported_entry(21, 1, Prefix::Note, "First\nand more"),
    ]);
    bundle.entries.push(imported_entry(22, 2, Prefix::Note, "About nobody"));
    let preview = || preview(journal.db(), &Arc::new(bundle.clone()), &moment(0)).unwrap();
    let shown = preview();
    assert_eq!(shown.new_people, ["Dana"]);
    assert_eq!((shown.changed, shown.leader_records, shown.existing, shown.skipped), (1, 4, 0, 2));
    let [ana, dana] = shown.people.as_slice() else { panic!("{:?}", shown.people) };
    assert_eq!((ana.name.as_str(), ana.one_on_ones, ana.other_records), ("Ana", 0, 0));
    assert_eq!(ana.entries.values().collect::<Vec<_>>(), [&(2, "First".to_owned())]);
    assert_eq!((dana.name.as_str(), dana.one_on_ones, dana.other_records), ("Dana", 2, 3));
    assert_eq!(dana.entries.values().map(|(count, _)| count).sum::<usize>(), 3);
    assert_eq!(journal.export_json(), before);
    import(&journal, &bundle).unwrap();
    let again = preview();
    assert_eq!((again.new_people.len(), again.people.len(), again.changed, again.leader_records), (0, 0, 0, 0));
    assert_eq!((again.existing, again.skipped), (bundle.len() - bundle.people.len() - 1, 2));
}

#[test]
fn archived_person_matches_by_name() {
    let journal = TempJournal::with_people(&["Ana", "DANA"]);
    journal.commit(Change::Archive(PersonId(2))).unwrap();
    import(&journal, &sample_bundle()).unwrap();
    let people = journal.db().people().unwrap();
    assert_eq!(people.len(), 2);
    assert!(people[1].archived_at.is_some(), "they stay where they are");
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM entries WHERE person = 2"), 3);
}

#[test]
fn person_mapping_is_respected() {
    let journal = TempJournal::with_people(&["Ana", "Bo"]);
    let mut bundle = sample_bundle();
    bundle.people = vec![
        imported_person(7, "Dana", PersonMapping::Existing(PersonId(2))),
        imported_person(8, "D.", PersonMapping::Existing(PersonId(2))),
    ];
    bundle.entries.push(imported_entry(30, 8, Prefix::Note, "The same person"));
    import(&journal, &bundle).unwrap();
    assert_eq!(journal.db().people().unwrap().len(), 2);
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM entries WHERE person = 2"), 4);
    undo(&journal);

    bundle.people[0].mapping = PersonMapping::Skip;
    import(&journal, &bundle).unwrap();
    assert_eq!(entry_count(&journal), 1, "only what is about D.");
    let others = "SELECT (SELECT count(*) FROM needs) + (SELECT count(*) FROM asked) + (SELECT count(*) FROM reviews)
                  + (SELECT count(*) FROM one_on_ones)";
    assert_eq!(query_number(&journal.raw_connection(), others), 0);
    undo(&journal);

    bundle.people[0].mapping = PersonMapping::Existing(PersonId(99));
    let gone = import(&journal, &bundle);
    assert!(matches!(gone, Err(ChangeError::RuleViolation(RuleViolation::NotFound("person")))), "{gone:?}");
    assert_eq!(entry_count(&journal), 0);
}

#[test]
fn cadence_is_imported_and_undone() {
    let journal = TempJournal::with_people(&["Dana"]);
    let three_weeks: Cadence = "every 3 weeks".to_owned().try_into().unwrap();
    let cadence = || journal.db().people().unwrap()[0].profile.cadence;
    let before = cadence();
    import(&journal, &ImportBundle { cadences: vec![(PersonId(7), three_weeks)], ..sample_bundle() }).unwrap();
    assert_eq!(cadence(), Some(three_weeks));
    undo(&journal);
    assert_eq!(cadence(), before);
}

#[test]
fn only_a_calendar_import_moves_a_planned_one_on_one() {
    for (uid, moves) in [(content_uid("event"), true), (Uid::new(1, 1), false)] {
        let journal = TempJournal::with_people(&[]);
        let planned = |minutes| ImportBundle {
            people: vec![imported_person(7, "Dana", PersonMapping::ByName)],
            one_on_ones: vec![OneOnOne { uid, ..imported_one_on_one(4, 7, OneOnOneState::Planned, minutes) }],
            ..ImportBundle::default()
        };
        let at = || journal.db().next_planned(PersonId(1)).unwrap().unwrap().at;
        import(&journal, &planned(600)).unwrap();
        import(&journal, &planned(660)).unwrap();
        assert_eq!(at(), moment(if moves { 660 } else { 600 }));
        if moves {
            undo(&journal);
            assert_eq!(at(), moment(600));
        }
        assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM one_on_ones"), 1);
    }
}

#[test]
fn calendar_reimport_moves_the_same_planned_one_on_one() {
    let journal = TempJournal::with_people(&["Dana"]);
    let planned = |uid, row, minutes| OneOnOne { uid, ..imported_one_on_one(row, 7, OneOnOneState::Planned, minutes) };
    let of = |one_on_ones| ImportBundle {
        people: vec![imported_person(7, "Dana", PersonMapping::ByName)],
        one_on_ones,
        ..ImportBundle::default()
    };
    import(&journal, &of(vec![planned(Uid::new(1, 1), 1, 60), planned(Uid::new(2, 2), 2, 90)])).unwrap();
    let calendar = of(vec![planned(content_uid("event"), 3, 120)]);
    import(&journal, &calendar).unwrap();
    let once = journal.export_json();
    import(&journal, &calendar).unwrap();
    assert_eq!(journal.export_json(), once);
}

/// A bundle with Dana and a one-on-one of which only the notes are known.
fn bundle_with_noted_one_on_one(name: &str, minutes: i64) -> ImportBundle {
    let over = Some(moment(minutes));
    ImportBundle {
        people: vec![imported_person(7, "Dana", PersonMapping::ByName)],
        one_on_ones: vec![OneOnOne {
            uid: content_uid(name),
            wrapped_up_at: over,
            ..imported_one_on_one(3, 7, OneOnOneState::Held, minutes)
        }],
        entries: vec![Entry { one_on_one: Some(OneOnOneId(3)), ..imported_entry(9, 7, Prefix::Note, name) }],
        ..ImportBundle::default()
    }
}

#[test]
fn notes_of_the_same_day_join_the_existing_one_on_one() {
    let journal = TempJournal::with_people(&["Dana"]);
    journal.commit(Change::StartMeeting(PersonId(1))).unwrap();
    let running = journal.db().running_one_on_one(PersonId(1)).unwrap().unwrap();
    journal.commit(Change::WrapUp { one_on_one: running.id, minutes: 30 }).unwrap();
    let before = journal.export_json();
    import(&journal, &bundle_with_noted_one_on_one("Rota", -5)).unwrap();
    import(&journal, &bundle_with_noted_one_on_one("Promotion", -7)).unwrap();
    import(&journal, &bundle_with_noted_one_on_one("A week ago", -7 * 24 * 60)).unwrap();
    let in_it = "SELECT count(*) FROM entries WHERE one_on_one = 1";
    assert_eq!(query_number(&journal.raw_connection(), in_it), 2);
    assert_eq!(
        query_number(&journal.raw_connection(), "SELECT count(*) FROM one_on_ones"),
        2,
        "another day is another one"
    );
    assert_clean(journal.db());
    (0..3).for_each(|_| undo(&journal));
    assert_eq!(journal.export_json(), before);
}

#[test]
fn planned_one_on_one_counts_as_held_when_notes_exist() {
    let journal = TempJournal::with_people(&["Dana"]);
    journal.commit(Change::ScheduleMeeting { person: PersonId(1), at: moment(60) }).unwrap();
    let planned = journal.db().next_planned(PersonId(1)).unwrap().unwrap();
    let before = (journal.content_rows(), journal.export_json());
    import(&journal, &bundle_with_noted_one_on_one("Rota", -5)).unwrap();
    let held = journal.db().one_on_one(planned.id).unwrap().unwrap();
    assert_eq!((held.uid, held.state, held.at), (planned.uid, OneOnOneState::Held, moment(-5)));
    let after = journal.export_json();
    import(&journal, &bundle_with_noted_one_on_one("Rota", -5)).unwrap();
    assert_eq!(journal.export_json(), after, "once");
    assert_clean(journal.db());
    undo(&journal);
    assert!((journal.content_rows(), journal.export_json()) == before);
}

#[test]
fn imported_running_one_on_one_ends_if_another_is_running() {
    let journal = TempJournal::with_people(&["Dana"]);
    journal.commit(Change::StartMeeting(PersonId(1))).unwrap();
    let running = journal.db().running_one_on_one(PersonId(1)).unwrap().unwrap();
    let going_on =
        vec![imported_one_on_one(4, 7, OneOnOneState::Held, -60), imported_one_on_one(5, 7, OneOnOneState::Held, -30)];
    import(&journal, &ImportBundle { one_on_ones: going_on.clone(), ..sample_bundle() }).unwrap();
    assert_eq!(journal.db().running_one_on_one(PersonId(1)).unwrap().unwrap(), running);
    undo(&journal);
    journal.commit(Change::WrapUp { one_on_one: running.id, minutes: 30 }).unwrap();
    import(&journal, &ImportBundle { one_on_ones: going_on, ..sample_bundle() }).unwrap();
    assert_eq!(
        journal.db().running_one_on_one(PersonId(1)).unwrap().unwrap().uid,
        content_uid("one-on-one 4"),
        "the first of the two"
    );
    assert_clean(journal.db());
}

#[test]
fn imported_check_ins_are_linked_to_goals_and_one_on_ones() {
    let journal = TempJournal::with_people(&["Ana"]);
    import(&journal, &sample_bundle()).unwrap();
    let raw = journal.raw_connection();
    let of_the_goal =
        "SELECT count(*) FROM check_ins JOIN entries ON entries.id = goal WHERE text = 'Runs the planning'";
    assert_eq!(query_number(&raw, of_the_goal), 1);
    let in_one =
        "SELECT count(*) FROM entries JOIN one_on_ones ON one_on_ones.id = entries.one_on_one AND state = 'held'";
    assert_eq!(query_number(&raw, in_one), 1);
    assert_eq!(query_number(&raw, "SELECT count(*) FROM steps WHERE one_on_one IS NOT NULL AND person = 2"), 1);

    // The goal exists; a check-in on it comes from another source.
    let mut later = sample_bundle();
    later.entries[0].uid = content_uid("a second check-in");
    import(&journal, &later).unwrap();
    assert_eq!(query_number(&raw, of_the_goal), 2);
    // A check-in on something else, or on a goal of another person, is left out.
    let mut stray = sample_bundle();
    stray.people.push(imported_person(8, "Bo", PersonMapping::ByName));
    let on = |goal| Detail::CheckIn(CheckIn { goal: EntryId(goal), closeness: serde_json::from_str("2").unwrap() });
    for (number, person, goal) in [(40, 7, 12), (41, 8, 11), (42, 7, 99)] {
        stray.entries.push(Entry {
            detail: on(goal),
            ..imported_entry(number, person, Prefix::Note, &format!("stray {number}"))
        });
    }
    import(&journal, &stray).unwrap();
    assert_eq!(query_number(&raw, "SELECT count(*) FROM check_ins"), 2);
    assert_clean(journal.db());
}

#[test]
fn duplicates_within_a_source_are_imported_once() {
    let journal = TempJournal::with_people(&[]);
    let mut twice = sample_bundle();
    let once = twice.clone();
    twice.people.push(imported_person(70, "Dana", PersonMapping::ByName));
    twice.one_on_ones.extend(once.one_on_ones.clone());
    twice.entries.extend(once.entries.clone());
    twice.needs.extend(once.needs.clone());
    twice.questions.extend(once.questions.clone());
    twice.asked_questions.extend(once.asked_questions.clone());
    twice.self_checks.extend(once.self_checks.clone());
    twice.intentions.extend(once.intentions.clone());
    twice.reviews.extend(once.reviews.clone());
    twice.templates.extend(once.templates.clone());
    // Two entries with an event of the same uid keep both.
    let step = twice.entries[2].events[0].clone();
    twice.entries.push(Entry { uid: content_uid("other"), events: vec![step], ..twice.entries[2].clone() });
    import(&journal, &twice).unwrap();
    assert_clean(journal.db());
    assert_eq!(entry_count(&journal), 4);
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM steps"), 2);
    let same = TempJournal::with_people(&[]);
    import(&same, &once).unwrap();
    undo(&journal);
    import(&journal, &ImportBundle { entries: once.entries, ..twice }).unwrap();
    assert_eq!(journal.export_json(), same.export_json());
}

#[test]
fn two_people_with_one_uid_are_one_person_at_every_import() {
    let journal = TempJournal::with_people(&["Ana"]);
    journal.commit(Change::StartMeeting(PersonId(1))).unwrap();
    let mut bundle = ImportBundle::default();
    for (row, name) in [(4, "Ana"), (5, "Dana")] {
        let mut arrival = imported_person(row, name, PersonMapping::ByName);
        arrival.person.uid = content_uid("the same");
        bundle.people.push(arrival);
    }
    // On the day of the running one-on-one.
    bundle
        .one_on_ones
        .push(OneOnOne { wrapped_up_at: Some(moment(0)), ..imported_one_on_one(1, 4, OneOnOneState::Held, 0) });
    for _ in 0..2 {
        import(&journal, &bundle).unwrap();
        assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM people"), 1);
        assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM one_on_ones"), 1);
    }
}

#[test]
fn inconsistent_record_rejects_the_whole_import() {
    let journal = TempJournal::with_people(&["Ana"]);
    let before = journal.export_json();
    let mut unsound = sample_bundle();
    unsound.entries[2].events.clear();
    let message = import(&journal, &unsound).unwrap_err().to_string();
    assert_eq!(message, "An entry of 24 November 2026 can’t be imported: it is told, but its events say noticed.");
    let mut unsound = sample_bundle();
    unsound.one_on_ones[0].reason = "ill".into();
    let message = import(&journal, &unsound).unwrap_err().to_string();
    assert_eq!(message, "A one-on-one of 24 November 2026 can’t be imported: only a skipped one-on-one has a reason.");
    assert_eq!(journal.export_json(), before);
}

#[test]
fn failed_insert_rolls_back_the_import() {
    let journal = TempJournal::with_people(&["Ana"]);
    let before = (journal.content_rows(), journal.export_json());
    // The disk is full at one of the last records.
    journal
        .raw_connection()
        .execute_batch("CREATE TRIGGER full BEFORE INSERT ON templates BEGIN SELECT RAISE(ABORT, 'no more room'); END")
        .unwrap();
    assert!(matches!(import(&journal, &sample_bundle()), Err(ChangeError::Store(StoreError::Sqlite(_)))));
    assert!((journal.content_rows(), journal.export_json()) == before);
    journal.raw_connection().execute_batch("DROP TRIGGER full").unwrap();
    import(&journal, &sample_bundle()).unwrap();
    undo(&journal);
    assert!((journal.content_rows(), journal.export_json()) == before);
}

#[test]
fn cancelled_import_is_rolled_back() {
    let journal = TempJournal::with_people(&["Ana"]);
    let before = (journal.content_rows(), journal.export_json());
    let mut long = sample_bundle();
    // Many records, so that there is time to cancel.
    long.entries.extend((100..20_100).map(|number| imported_entry(number, 7, Prefix::Note, &format!("line {number}"))));
    let change = Change::Import(Arc::new(long));

    // Cancelled before it begins.
    let progress = Arc::new(Progress::default());
    progress.cancel();
    let stopped = journal.commit_with_progress(change.clone(), &zoned(NOW), Arc::clone(&progress));
    assert!(matches!(stopped, Err(ChangeError::Cancelled)), "{stopped:?}");
    assert_eq!(progress.done_and_total().0, 1);
    assert!((journal.content_rows(), journal.export_json()) == before);

    // Cancelled while it runs, by the thread that watches it.
    let progress = Arc::new(Progress::default());
    journal.submit_with_progress(change.clone(), Arc::clone(&progress));
    crate::support::wait_until("some of it is done", || progress.done_and_total().0 > 10);
    progress.cancel();
    journal.flush().unwrap();
    let (done, of) = progress.done_and_total();
    assert!(done < of, "it was over before it could be stopped: {done} of {of}");
    let notices = journal.poll_events();
    assert!(
        matches!(
            notices.as_slice(),
            [WriterEvent::Rejected { change: Change::Import(_), error: ChangeError::Cancelled, .. }]
        ),
        "{}",
        notices.len()
    );
    assert!((journal.content_rows(), journal.export_json()) == before);

    import(&journal, &sample_bundle()).unwrap();
    assert_eq!(entry_count(&journal), 3, "the next one is made as ever");
}

/// Long enough ago that every entry has its own minute.
fn arbitrary_bundle() -> impl Strategy<Value = ImportBundle> {
    let uid = || {
        (0..12_u8, any::<bool>()).prop_map(|(number, of_content)| {
            if of_content { content_uid(&number.to_string()) } else { Uid::new(u64::from(number), 7) }
        })
    };
    let who = || 0..5_i64;
    let belongs = prop_oneof![
        4 => Just(PersonMapping::ByName),
        2 => (1..4_i64).prop_map(|id| PersonMapping::Existing(PersonId(id))),
        1 => Just(PersonMapping::Skip),
    ];
    let name = prop::sample::select(vec!["Ana", "ana", "Bo", "Cleo", "Dana", " Dana "]);
    let person = (who(), uid(), name, belongs).prop_map(|(row, uid, name, belongs)| {
        let mut arrival = imported_person(row, name, belongs);
        arrival.person.uid = uid;
        arrival
    });
    let state = prop::sample::select(OneOnOneState::ALL.to_vec());
    let one = (uid(), who(), state, -90..90_i64, 0..3_i64).prop_map(|(uid, person, state, minutes, over)| {
        // Running, finished at once for notes only, or finished after half an hour.
        let wrapped_up = (over > 0 && state == OneOnOneState::Held).then(|| moment(minutes + 30 * (over - 1)));
        OneOnOne { uid, wrapped_up_at: wrapped_up, ..imported_one_on_one(minutes % 6, person, state, minutes) }
    });
    let mark = prop::sample::select(Prefix::ALL.to_vec());
    let entry =
        (0..9_i64, uid(), who(), mark, prop::option::of(-5..6_i64), prop::option::weighted(0.3, 0..9_i64), uid())
            .prop_map(|(row, uid, person, mark, one, goal, step)| {
                let mut entry = Entry { uid, ..imported_entry(row, person, mark, &format!("about {row} #it")) };
                entry.one_on_one = one.map(OneOnOneId);
                if let Some(goal) = goal {
                    let closeness = serde_json::from_str("3").unwrap();
                    entry.detail = Detail::CheckIn(CheckIn { goal: EntryId(goal), closeness });
                } else if mark == Prefix::Expectation {
                    let step = EntryEvent {
                        uid: step,
                        at: moment(0),
                        one_on_one: one.map(OneOnOneId),
                        kind: EventKind::SaidAloud,
                        comment: String::new(),
                    };
                    entry.events.push(step);
                    entry.detail = Detail::from_prefix(mark, None);
                }
                entry
            });
    let need = (uid(), who()).prop_map(|(uid, person)| Need {
        uid,
        person: PersonId(person),
        written_at: moment(1),
        text: "Quiet".into(),
    });
    let template = (uid(), prop::sample::select(vec!["Short", "SHORT", "Long"])).prop_map(|(uid, name)| Template {
        uid,
        name: name.into(),
        text: "## Far".into(),
        written_at: moment(2),
    });
    let review = (uid(), who(), any::<bool>()).prop_map(|(uid, person, finished)| Review {
        uid,
        person: PersonId(person),
        from: moment(0).day(),
        to: moment(0).day(),
        started_at: moment(3),
        text: "Far".into(),
        finished_at: finished.then(|| moment(4)),
    });
    let card =
        (uid(), prop::sample::select(vec!["team-joy", "growth-next"])).prop_map(|(uid, question)| QuestionOverride {
            uid,
            question: question.into(),
            custom: None,
            written_at: moment(1),
            hidden_at: Some(moment(1)),
        });
    // Most of the five people exist; records about missing ones are left out.
    let people = prop::collection::vec(person, 0..10);
    let rhythms = prop::collection::vec((who().prop_map(PersonId), Just(Cadence::default())), 0..2);
    let ones = prop::collection::vec(one, 0..6);
    let entries = prop::collection::vec(entry, 0..14);
    (
        people,
        rhythms,
        ones,
        entries,
        prop::collection::vec(need, 0..3),
        prop::collection::vec(template, 0..3),
        prop::collection::vec(review, 0..4),
        prop::collection::vec(card, 0..3),
    )
        .prop_map(|(people, rhythms, one_on_ones, entries, needs, templates, reviews, questions)| ImportBundle {
            people,
            cadences: rhythms,
            needs,
            one_on_ones,
            entries,
            questions,
            reviews,
            templates,
            ..ImportBundle::default()
        })
}

#[test]
fn any_import_is_idempotent_and_undoable() {
    let came = Mutex::new(BTreeSet::new());
    proptest!(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() },
              |(first in arbitrary_bundle(), second in arbitrary_bundle())| {
        let mut journal = TempJournal::with_people(&["Ana", "Bo", "Cleo"]);
        journal.commit(Change::StartMeeting(PersonId(1))).unwrap();
        journal.jot(1, "* Writes more");
        let mut states = vec![(journal.content_rows(), journal.export_json())];
        for bundle in [first, second] {
            import(&journal, &bundle).unwrap();
            let after = (journal.content_rows(), journal.export_json());
            assert_clean(journal.db());
            import(&journal, &bundle).unwrap();
            prop_assert!((journal.content_rows(), journal.export_json()) == after, "twice is not once");
            if states.last() != Some(&after) {
                states.push(after);
            }
        }
        came.lock().unwrap().insert(entry_count(&journal));
        for before in states.iter().rev().skip(1) {
            undo(&journal);
            prop_assert!((journal.content_rows(), journal.export_json()) == *before);
        }
        journal.reopen();
        for after in states.iter().skip(1) {
            redo(&journal);
            prop_assert!((journal.content_rows(), journal.export_json()) == *after);
        }
    });
    assert!(came.lock().unwrap().last().is_some_and(|most| *most > 6), "hardly anything came in");
}
