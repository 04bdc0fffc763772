//! Each change is applied completely or not at all.

use jiff::civil::date;
use rapport::{
    domain::{
        entry::{Detail, Entry, fields::EntryFields, kind::action::Party},
        id::{EntryId, OneOnOneId, PersonId},
        name::NameError,
        one_on_one::OneOnOneState,
        parse::{
            entry_line::{EntryLine, TextError},
            prefix::Prefix,
        },
        person::{Person, Profile},
    },
    journal::{
        change::{Change, ChangeError, RuleViolation, kind::ChangeKind},
        writer_event::{UndoneChange, WriterEvent},
    },
    store::{Draft, Record, StoreError},
};

use crate::support::{TempJournal, assert_clean, jot_change, minutes_after_now, moment, query_number, zoned};

const ANA: PersonId = PersonId(1);
const BO: PersonId = PersonId(2);

fn add_people(names: &[&str]) -> Change {
    Change::AddPeople(names.iter().map(|name| Profile::with_name(*name)).collect())
}

fn people_names(journal: &TempJournal) -> Vec<String> {
    journal.db().people().unwrap().into_iter().map(|person| person.profile.name).collect()
}

fn ana(journal: &TempJournal) -> Person {
    journal.db().person(ANA).unwrap().unwrap()
}

fn latest_entry(journal: &TempJournal) -> Entry {
    let newest = journal.db().timeline(ANA).unwrap().events[0].entry;
    journal.db().entry(newest).unwrap().unwrap()
}

fn change_count(journal: &TempJournal) -> i64 {
    query_number(&journal.raw_connection(), "SELECT count(*) FROM changes")
}

/// Waits for the writer and returns its events.
fn flush_events(journal: &TempJournal) -> Vec<WriterEvent> {
    journal.flush().unwrap();
    journal.poll_events()
}

#[test]
fn new_people_are_appended_in_order() {
    let journal = TempJournal::with_people(&["Ana", "Bo"]);
    journal.commit(add_people(&["  Cleo \t Ray ", "山田 花子"])).unwrap();
    assert_eq!(people_names(&journal), ["Ana", "Bo", "Cleo Ray", "山田 花子"]);
    assert_eq!(ana(&journal).added_at, moment(0));
}

#[test]
fn a_person_is_edited_archived_and_brought_back() {
    let journal = TempJournal::with_people(&["Ana"]);
    let profile =
        Profile { role: "Engineer".into(), since: Some(date(2024, 2, 29)), ..Profile::with_name(" Ana\nLima ") };
    let about = journal.commit(Change::EditPerson { person: ANA, profile: profile.clone() }).unwrap();
    assert_eq!(about, Some(ANA));
    assert_eq!(ana(&journal).profile, Profile { name: "Ana Lima".into(), ..profile });

    journal.clock.set(minutes_after_now(5));
    journal.commit(Change::Archive(ANA)).unwrap();
    assert_eq!(ana(&journal).archived_at, Some(moment(5)));
    journal.commit(Change::Unarchive(ANA)).unwrap();
    assert_eq!(ana(&journal).archived_at, None);
}

#[test]
fn reorder_keeps_the_position_of_unnamed_people() {
    let journal = TempJournal::with_people(&["Ana", "Bo", "Cleo", "Dan"]);
    journal.commit(Change::ReorderPeople([4, 2, 1].map(PersonId).to_vec())).unwrap();
    assert_eq!(people_names(&journal), ["Dan", "Bo", "Cleo", "Ana"]);
}

#[test]
fn a_one_on_one_begins_takes_jots_and_is_wrapped_up() {
    let journal = TempJournal::with_people(&["Ana"]);
    journal.commit(Change::StartMeeting(ANA)).unwrap();
    let running = journal.db().running_one_on_one(ANA).unwrap().unwrap();
    assert_eq!((running.at, running.state), (moment(0), OneOnOneState::Held));
    journal.commit(jot_change(1, Some(1), "+ calm in the demo")).unwrap();
    journal.clock.set(minutes_after_now(45));
    journal.commit(Change::WrapUp { one_on_one: running.id, minutes: 40 }).unwrap();
    let over = journal.db().one_on_one(running.id).unwrap().unwrap();
    assert_eq!((over.wrapped_up_at, over.minutes), (Some(moment(45)), Some(40)));
    assert_eq!(journal.db().entries_in_one_on_one(running.id).unwrap().len(), 1);
    journal.commit(Change::StartMeeting(ANA)).unwrap();
    assert_ne!(journal.db().running_one_on_one(ANA).unwrap().unwrap().id, running.id, "another one may follow");
}

#[test]
fn nothing_to_note_is_a_meeting_too() {
    let journal = TempJournal::with_people(&["Ana"]);
    journal.commit(Change::NothingToNote(ANA)).unwrap();
    let met = journal.db().latest_met(ANA).unwrap().unwrap();
    assert_eq!((met.state, met.at), (OneOnOneState::NothingToNote, moment(0)));
    assert_eq!(journal.db().running_one_on_one(ANA).unwrap(), None);
}

#[test]
fn starting_a_meeting_uses_the_one_planned_for_today() {
    for (planned, expected) in [(0, 1), (-24 * 60, 1), (8 * 60, 1), (24 * 60, 2)] {
        let journal = TempJournal::with_people(&["Ana"]);
        let at = Record::OneOnOne(rapport::domain::one_on_one::OneOnOne {
            id: OneOnOneId(1),
            uid: rapport::domain::id::Uid::new(1, 1),
            person: ANA,
            at: moment(planned),
            state: OneOnOneState::Planned,
            wrapped_up_at: None,
            minutes: None,
            reason: String::new(),
            planned_end: None,
        });
        rapport::store::Db::open_existing(&journal.file()).unwrap().put(&at).unwrap();
        journal.commit(Change::StartMeeting(ANA)).unwrap();
        let running = journal.db().running_one_on_one(ANA).unwrap().unwrap();
        assert_eq!((running.id, running.at), (OneOnOneId(expected), moment(0)), "planned {planned} minutes from now");
    }
}

#[test]
fn every_prefix_creates_an_entry_of_its_kind() {
    let journal = TempJournal::with_people(&["Ana"]);
    for mark in Prefix::ALL {
        let jot = EntryLine { prefix: mark, text: format!("about #{mark}"), due: None, invalid_date: None };
        let about = journal.commit(Change::AddEntry { person: ANA, one_on_one: None, line: jot }).unwrap();
        assert_eq!(about, Some(ANA));
        let entry = latest_entry(&journal);
        assert_eq!((entry.kind(), entry.text), (mark.kind(), format!("about #{mark}")));
        assert_eq!((entry.detail, entry.written_at), (Detail::from_prefix(mark, None), moment(0)));
    }
    assert_clean(journal.db());
}

#[test]
fn entry_is_edited_trashed_and_restored() {
    let journal = TempJournal::with_people(&["Ana"]);
    let id = journal.jot(1, "[] send the plan by friday");
    let due = |day| Change::EditText { entry: id, text: " send the #plan\r\nand ask ".into(), due: day };
    journal.commit(due(Some(date(2026, 12, 1)))).unwrap();
    let entry = journal.db().entry(id).unwrap().unwrap();
    assert_eq!(entry.text, "send the #plan\nand ask");
    assert!(matches!(&entry.detail, Detail::Action(action) if action.due == Some(date(2026, 12, 1))));
    assert_eq!(entry.written_at, moment(0), "it stays where it was written");

    journal.clock.set(minutes_after_now(3));
    journal.commit(Change::Trash(id)).unwrap();
    assert_eq!(journal.db().entry(id).unwrap().unwrap().trashed_at, Some(moment(3)));
    assert!(journal.db().timeline(ANA).unwrap().is_empty());
    journal.commit(Change::Restore(id)).unwrap();
    assert_eq!(journal.db().entry(id).unwrap(), Some(entry));
}

#[test]
fn entry_keeps_the_given_time_and_zone() {
    let journal = TempJournal::with_people(&["Ana"]);
    let when = zoned("2024-02-29T23:59:59.999-10:00[-10:00]");
    rapport::journal::Journal::commit(&journal, jot_change(1, None, "long ago"), &when).unwrap();
    let entry = latest_entry(&journal);
    assert_eq!(entry.written_at.day(), date(2024, 2, 29));
    assert_eq!(entry.written_at.zone(), "-10");
}

type ViolationCase = (&'static str, fn(&TempJournal) -> Change, fn(&RuleViolation) -> bool);

fn wrap_up(id: i64, minutes: u32) -> Change {
    Change::WrapUp { one_on_one: OneOnOneId(id), minutes }
}

fn edit(person: i64, name: &str) -> Change {
    Change::EditPerson { person: PersonId(person), profile: Profile::with_name(name) }
}

fn jot_flag(text: &str) -> Change {
    let jot = EntryLine { prefix: Prefix::Flag, text: text.to_owned(), due: None, invalid_date: None };
    Change::AddEntry { person: ANA, one_on_one: None, line: jot }
}

fn edit_text(id: i64, text: &str) -> Change {
    Change::EditText { entry: EntryId(id), text: text.to_owned(), due: None }
}

fn due_in_year_0(_: &TempJournal) -> Change {
    let jot =
        EntryLine { prefix: Prefix::MyAction, text: "send it".into(), due: Some(date(0, 12, 31)), invalid_date: None };
    Change::AddEntry { person: ANA, one_on_one: None, line: jot }
}

fn since_year_0(_: &TempJournal) -> Change {
    let profile = Profile { since: Some(date(0, 1, 1)), ..Profile::with_name("Ana") };
    Change::EditPerson { person: ANA, profile }
}

fn put_in_year_0(_: &TempJournal) -> Change {
    Change::Reclassify { entry: EntryId(1), prefix: None, day: date(-1, 1, 1), person: ANA }
}

/// A journal in which Ana (1) is in a one-on-one (1), Bo’s (2) is finished, Cleo (3) is archived,
/// and entry 1 is about Ana.
const VIOLATIONS: &[ViolationCase] = &[
    ("a name that is taken", |_| add_people(&["Dan", "ANA"]), |r| *r == RuleViolation::NameTaken("ANA".into())),
    ("a name twice at once", |_| add_people(&["Dan", "dan"]), |r| *r == RuleViolation::NameTaken("dan".into())),
    ("a name in the archive", |_| add_people(&["cleo "]), |r| *r == RuleViolation::NameArchived("cleo".into())),
    ("no name", |_| add_people(&["Dan", " \u{200B} "]), |r| matches!(r, RuleViolation::InvalidName(NameError::Empty))),
    ("renamed to another", |_| edit(1, "bo"), |r| *r == RuleViolation::NameTaken("bo".into())),
    ("renamed to nothing", |_| edit(1, ""), |r| matches!(r, RuleViolation::InvalidName(NameError::Empty))),
    ("edited, but gone", |_| edit(9, "Zoe"), |r| *r == RuleViolation::NotFound("person")),
    ("archived, but gone", |_| Change::Archive(PersonId(9)), |r| *r == RuleViolation::NotFound("person")),
    ("brought back, but gone", |_| Change::Unarchive(PersonId(9)), |r| *r == RuleViolation::NotFound("person")),
    (
        "ordered, but one is gone",
        |_| Change::ReorderPeople([2, 9, 1].map(PersonId).to_vec()),
        |r| *r == RuleViolation::NotFound("person"),
    ),
    ("begun twice", |_| Change::StartMeeting(ANA), |r| *r == RuleViolation::AlreadyRunning("Ana".into())),
    ("begun, but gone", |_| Change::StartMeeting(PersonId(9)), |r| *r == RuleViolation::NotFound("person")),
    ("nothing to note, but gone", |_| Change::NothingToNote(PersonId(9)), |r| *r == RuleViolation::NotFound("person")),
    ("wrapped up twice", |_| wrap_up(2, 5), |r| *r == RuleViolation::NotRunning),
    ("wrapped up, but gone", |_| wrap_up(9, 5), |r| *r == RuleViolation::NotFound("one-on-one")),
    ("longer than a day", |_| wrap_up(1, 2_000), |r| *r == RuleViolation::MeetingTooLong(2_000)),
    ("a jot without text", |_| jot_flag(" \n\u{FEFF}"), |r| *r == RuleViolation::InvalidText(TextError::Empty)),
    (
        "a jot of a megabyte",
        |_| jot_flag(&"a".repeat(1_000_000)),
        |r| *r == RuleViolation::InvalidText(TextError::TooLong { chars: 1_000_000 }),
    ),
    ("a jot about somebody gone", |_| jot_change(9, None, "hm"), |r| *r == RuleViolation::NotFound("person")),
    (
        "a jot in a meeting that is gone",
        |_| jot_change(1, Some(9), "hm"),
        |r| *r == RuleViolation::NotFound("one-on-one"),
    ),
    ("a jot in another's meeting", |_| jot_change(1, Some(2), "hm"), |r| *r == RuleViolation::NotFound("one-on-one")),
    ("rewritten to nothing", |_| edit_text(1, "  "), |r| *r == RuleViolation::InvalidText(TextError::Empty)),
    ("rewritten, but gone", |_| edit_text(9, "hm"), |r| *r == RuleViolation::NotFound("entry")),
    ("due before the calendar", due_in_year_0, |r| *r == RuleViolation::DateOutOfRange),
    ("with them since before the calendar", since_year_0, |r| *r == RuleViolation::DateOutOfRange),
    ("put before the calendar", put_in_year_0, |r| *r == RuleViolation::DateOutOfRange),
    ("trashed, but gone", |_| Change::Trash(EntryId(9)), |r| *r == RuleViolation::NotFound("entry")),
    ("restored, but gone", |_| Change::Restore(EntryId(9)), |r| *r == RuleViolation::NotFound("entry")),
];

fn journal_for_violations() -> TempJournal {
    let journal = TempJournal::with_people(&["Ana", "Bo", "Cleo"]);
    for change in [
        Change::StartMeeting(ANA),
        Change::StartMeeting(BO),
        wrap_up(2, 30),
        Change::Archive(PersonId(3)),
        jot_change(1, None, "hello"),
    ] {
        journal.commit(change).unwrap();
    }
    journal
}

#[test]
fn rule_violations_change_nothing_and_give_the_reason() {
    let journal = journal_for_violations();
    // Something to redo, which a rejected change must not discard.
    journal.jot(1, "to be taken back");
    journal.undo();
    flush_events(&journal);
    let (before, logged) = (journal.content_rows(), change_count(&journal));
    for (name, change, is_right) in VIOLATIONS {
        let error = journal.commit(change(&journal)).expect_err(name);
        let ChangeError::RuleViolation(refusal) = &error else { panic!("{name}: {error:?}") };
        assert!(is_right(refusal), "{name}: {refusal:?}");
        assert!(error.to_string().ends_with('.'), "{name}: {error}");

        let ticket = journal.submit(change(&journal));
        let notices = flush_events(&journal);
        let [WriterEvent::Rejected { ticket: of, change: back, .. }] = notices.as_slice() else {
            panic!("{name}: {notices:?}")
        };
        assert_eq!((*of, back), (ticket, &change(&journal)), "{name}");
    }
    assert_eq!(journal.content_rows(), before);
    assert_eq!(change_count(&journal), logged);
    journal.redo();
    assert!(matches!(flush_events(&journal).as_slice(), [WriterEvent::Redone(_)]));
}

#[test]
fn a_change_with_nothing_to_do_leaves_no_trace() {
    let journal = journal_for_violations();
    journal.commit(Change::Trash(EntryId(1))).unwrap();
    journal.undo();
    flush_events(&journal);
    journal.clock.set(minutes_after_now(60));
    let cleo = PersonId(3);
    let same: [fn() -> Change; 8] = [
        || add_people(&[]),
        || edit(1, "Ana"),
        || edit(1, " Ana "),
        || Change::Unarchive(ANA),
        || Change::ReorderPeople([1, 2, 3].map(PersonId).to_vec()),
        || Change::ReorderPeople(Vec::new()),
        || edit_text(1, "hello "),
        || Change::Restore(EntryId(1)),
    ];
    let (before, logged) = (journal.content_rows(), change_count(&journal));
    for change in same {
        journal.commit(change()).unwrap();
        assert_eq!(journal.content_rows(), before, "{:?}", change());
        assert_eq!(change_count(&journal), logged, "{:?}", change());
    }
    // Archiving again keeps the first date.
    journal.commit(Change::Archive(cleo)).unwrap();
    assert_eq!(journal.content_rows(), before);
    journal.redo();
    assert!(
        matches!(flush_events(&journal).as_slice(), [WriterEvent::Redone(_)]),
        "there is still something to make again"
    );
    let trashed = journal.content_rows();
    journal.commit(Change::Trash(EntryId(1))).unwrap();
    assert_eq!(journal.content_rows(), trashed);
}

#[test]
fn events_name_the_change_and_the_person() {
    let journal = TempJournal::with_people(&["Ana"]);
    let ticket = journal.submit(jot_change(1, None, "hello"));
    let other = journal.submit(add_people(&["Bo", "Cleo"]));
    let notices = flush_events(&journal);
    let tickets = notices.iter().map(|notice| match notice {
        WriterEvent::Committed { ticket, kind: deed, person, entry } => (*ticket, *deed, *person, *entry),
        other => panic!("{other:?}"),
    });
    let expected =
        [(ticket, ChangeKind::AddEntry, Some(ANA), Some(EntryId(1))), (other, ChangeKind::AddPeople, None, None)];
    assert_eq!(tickets.collect::<Vec<_>>(), expected);
    assert!(flush_events(&journal).is_empty(), "a notice is given once");

    journal.undo();
    journal.undo();
    journal.redo();
    let notices = flush_events(&journal);
    let [WriterEvent::Undone(first), WriterEvent::Undone(second), WriterEvent::Redone(again)] = notices.as_slice()
    else {
        panic!("{notices:?}")
    };
    assert_eq!((first.kind, first.person), (Some(ChangeKind::AddPeople), None));
    assert_eq!((second.kind, second.person), (Some(ChangeKind::AddEntry), Some(ANA)));
    let entry = |change: &UndoneChange| change.entry.as_ref().map(|entry| entry.id);
    assert_eq!((entry(first), entry(second)), (None, Some(EntryId(1))));
    assert_eq!(again, second);
}

#[test]
fn undo_goes_on_after_the_journal_was_closed() {
    let mut journal = TempJournal::with_people(&["Ana"]);
    let before = journal.content_rows();
    journal.jot(1, "+ thanked the new one");
    let kept = journal.content_rows();
    journal.reopen();
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(journal.content_rows(), before);
    journal.reopen();
    journal.redo();
    journal.flush().unwrap();
    assert_eq!(journal.content_rows(), kept);
}

#[test]
fn new_change_clears_the_redo_history() {
    let journal = TempJournal::with_people(&["Ana"]);
    journal.jot(1, "first");
    journal.jot(1, "second");
    journal.undo();
    journal.flush().unwrap();
    journal.jot(1, "third");
    let written = journal.content_rows();
    flush_events(&journal);
    journal.redo();
    assert!(matches!(flush_events(&journal).as_slice(), [WriterEvent::NothingToUndo]));
    assert_eq!(journal.content_rows(), written);
    // Undo skips the change that can no longer be undone.
    journal.undo();
    journal.undo();
    journal.redo();
    journal.flush().unwrap();
    let texts = || -> Vec<String> {
        journal.db().entries_outside_meetings_since(ANA, None, 9).unwrap().into_iter().map(|entry| entry.text).collect()
    };
    assert_eq!(texts(), ["first"]);
    journal.redo();
    journal.flush().unwrap();
    assert_eq!(texts(), ["first", "third"]);
    for _ in 0..9 {
        journal.undo();
    }
    assert!(matches!(flush_events(&journal).last(), Some(WriterEvent::NothingToUndo)));
    assert_eq!(people_names(&journal), Vec::<String>::new());
}

#[test]
fn committing_a_jot_deletes_its_draft_atomically() {
    let journal = TempJournal::with_people(&["Ana"]);
    let mut drafts = rapport::journal::drafts::Drafts::open(&journal).unwrap();
    let draft = Draft { field_key: "jot/1".into(), prefix: String::new(), text: "hello".into() };
    drafts.set_text(draft, std::time::Duration::ZERO);
    drafts.save_all(&journal);
    journal.flush().unwrap();
    let key = drafts.draft_key("jot/1");
    assert!(journal.db().draft("jot/1", key.slot).unwrap().is_some());
    // A reader sees either the draft or the entry, never both or neither.
    let raw = journal.raw_connection();
    let both = "SELECT (SELECT count(*) FROM drafts) + (SELECT count(*) FROM entries)";
    journal.submit_with_draft(jot_change(1, None, "hello"), key);
    loop {
        assert_eq!(query_number(&raw, both), 1);
        if query_number(&raw, "SELECT count(*) FROM drafts") == 0 {
            break;
        }
    }
    assert_eq!(query_number(&raw, both), 1);
}

#[test]
fn failed_change_is_returned_and_the_journal_keeps_working() {
    let journal = TempJournal::with_people(&["Ana"]);
    let mut drafts = rapport::journal::drafts::Drafts::open(&journal).unwrap();
    let draft = Draft { field_key: "jot/1".into(), prefix: String::new(), text: "hello".into() };
    drafts.set_text(draft.clone(), std::time::Duration::ZERO);
    drafts.save_all(&journal);
    flush_events(&journal);
    let before = journal.content_rows();
    let raw = journal.raw_connection();
    raw.execute_batch("CREATE TRIGGER no BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'on purpose'); END")
        .unwrap();

    let change = jot_change(1, None, "hello");
    let ticket = journal.submit_with_draft(change.clone(), drafts.draft_key("jot/1"));
    drafts.mark_submitted("jot/1");
    let notices = flush_events(&journal);
    let [WriterEvent::Rejected { ticket: of, change: back, error: ChangeError::Store(StoreError::Sqlite(_)) }] =
        notices.as_slice()
    else {
        panic!("{notices:?}")
    };
    assert_eq!((*of, back), (ticket, &change));
    assert_eq!(back.user_text().as_deref(), Some("hello"));
    drafts.on_event(&notices[0]);
    assert_eq!(drafts.load(&journal, "jot/1").unwrap(), Some(draft), "the draft is there again");
    assert_eq!(journal.content_rows(), before);

    raw.execute_batch("DROP TRIGGER no").unwrap();
    journal.submit_with_draft(change, drafts.draft_key("jot/1"));
    assert!(matches!(flush_events(&journal).as_slice(), [WriterEvent::Committed { .. }]));
    assert_eq!(latest_entry(&journal).text, "hello");
    assert_eq!(query_number(&raw, "SELECT count(*) FROM drafts"), 0);
    assert_clean(journal.db());
}

#[test]
fn settings_are_written_in_order() {
    let mut journal = TempJournal::with_people(&[]);
    journal.set_setting("theme", &"light");
    journal.set_setting("theme", &"dark");
    journal.reopen();
    assert_eq!(journal.db().setting::<String>("theme").unwrap().as_deref(), Some("dark"));
    assert_eq!(journal.db().setting::<u32>("theme").unwrap(), None, "of another form");
    assert_eq!(journal.db().setting::<String>("zoom").unwrap(), None);
}

#[test]
fn user_text_can_be_recovered_from_a_change() {
    let goal = EntryFields::Goal {
        why: "a staff role".into(),
        success: String::new(),
        support: " time ".into(),
        target: None,
    };
    let profile =
        Profile { role: "Engineer".into(), personal_details: "Tea,\nquiet".into(), ..Profile::with_name("Bo") };
    let entry = EntryId(1);
    let cases = [
        (Change::EditFields { entry, fields: goal }, Some("a staff role\ntime")),
        (Change::EditFields { entry, fields: EntryFields::Topic { from: Party::Them } }, None),
        (Change::EditPerson { person: ANA, profile }, Some("Bo\nEngineer\nTea,\nquiet")),
        (add_people(&["Bo", "Cleo"]), Some("Bo\nCleo")),
        (Change::RecordTold { entry, words: "by mail".into(), day: None }, Some("by mail")),
        (
            Change::ReplaceExpectation {
                entry,
                text: "early".into(),
                provide: String::new(),
                their_words: "soon".into(),
            },
            Some("early\nsoon"),
        ),
        (Change::StartMeeting(ANA), None),
    ];
    for (change, text) in cases {
        assert_eq!(change.user_text().as_deref(), text, "{change:?}");
    }
}
