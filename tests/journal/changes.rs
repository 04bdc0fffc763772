//! Each change does what it says, or nothing.

use jiff::civil::date;
use rapport::{
    domain::{
        action::By,
        describe::Description,
        entry::{Detail, Entry},
        id::{EntryId, OneOnOneId, PersonId},
        jot::{Jot, JotError},
        mark::Mark,
        name::NameError,
        one_on_one::OneOnOneState,
        person::{Person, Profile},
    },
    journal::{
        change::{Change, ChangeError, Refusal},
        deed::Deed,
        notice::{Notice, Stepped},
    },
    store::{Draft, Record, StoreError},
};

use crate::support::{TempJournal, after, assert_clean, jotted, moment, number, zoned};

const ANA: PersonId = PersonId(1);
const BO: PersonId = PersonId(2);

fn named(names: &[&str]) -> Change {
    Change::AddPeople(names.iter().map(|name| Profile::named(*name)).collect())
}

fn names(journal: &TempJournal) -> Vec<String> {
    journal.db().people().unwrap().into_iter().map(|person| person.profile.name).collect()
}

fn ana(journal: &TempJournal) -> Person {
    journal.db().person(ANA).unwrap().unwrap()
}

fn latest(journal: &TempJournal) -> Entry {
    let newest = journal.db().history(ANA).unwrap().happenings[0].entry;
    journal.db().entry(newest).unwrap().unwrap()
}

fn changes(journal: &TempJournal) -> i64 {
    number(&journal.raw(), "SELECT count(*) FROM changes")
}

/// Waits for the writer, and returns all that it has said.
fn said(journal: &TempJournal) -> Vec<Notice> {
    journal.flush().unwrap();
    journal.notices()
}

#[test]
fn people_are_added_in_their_order_behind_those_who_are_there() {
    let journal = TempJournal::with(&["Ana", "Bo"]);
    journal.commit(named(&["  Cleo \t Ray ", "山田 花子"])).unwrap();
    assert_eq!(names(&journal), ["Ana", "Bo", "Cleo Ray", "山田 花子"]);
    assert_eq!(ana(&journal).added, moment(0));
}

#[test]
fn a_person_is_edited_archived_and_brought_back() {
    let journal = TempJournal::with(&["Ana"]);
    let profile = Profile { role: "Engineer".into(), since: Some(date(2024, 2, 29)), ..Profile::named(" Ana\nLima ") };
    let about = journal.commit(Change::EditPerson { person: ANA, profile: profile.clone() }).unwrap();
    assert_eq!(about, Some(ANA));
    assert_eq!(ana(&journal).profile, Profile { name: "Ana Lima".into(), ..profile });

    journal.clock.set(after(5));
    journal.commit(Change::Archive(ANA)).unwrap();
    assert_eq!(ana(&journal).archived, Some(moment(5)));
    journal.commit(Change::BringBack(ANA)).unwrap();
    assert_eq!(ana(&journal).archived, None);
}

#[test]
fn people_take_the_order_they_are_given_and_who_is_not_named_stays() {
    let journal = TempJournal::with(&["Ana", "Bo", "Cleo", "Dan"]);
    journal.commit(Change::Reorder([4, 2, 1].map(PersonId).to_vec())).unwrap();
    assert_eq!(names(&journal), ["Dan", "Bo", "Cleo", "Ana"]);
}

#[test]
fn a_one_on_one_begins_takes_jots_and_is_wrapped_up() {
    let journal = TempJournal::with(&["Ana"]);
    journal.commit(Change::Begin(ANA)).unwrap();
    let running = journal.db().running(ANA).unwrap().unwrap();
    assert_eq!((running.at, running.state), (moment(0), OneOnOneState::Held));
    journal.commit(jotted(1, Some(1), "+ calm in the demo")).unwrap();
    journal.clock.set(after(45));
    journal.commit(Change::WrapUp { one_on_one: running.id, minutes: 40 }).unwrap();
    let over = journal.db().one_on_one(running.id).unwrap().unwrap();
    assert_eq!((over.wrapped_up, over.minutes), (Some(moment(45)), Some(40)));
    assert_eq!(journal.db().entries_of(running.id).unwrap().len(), 1);
    journal.commit(Change::Begin(ANA)).unwrap();
    assert_ne!(journal.db().running(ANA).unwrap().unwrap().id, running.id, "another one may follow");
}

#[test]
fn nothing_to_note_is_a_meeting_too() {
    let journal = TempJournal::with(&["Ana"]);
    journal.commit(Change::NothingToNote(ANA)).unwrap();
    let met = journal.db().latest_met(ANA).unwrap().unwrap();
    assert_eq!((met.state, met.at), (OneOnOneState::NothingToNote, moment(0)));
    assert_eq!(journal.db().running(ANA).unwrap(), None);
}

#[test]
fn what_was_planned_for_today_is_what_begins_and_what_is_planned_later_stays() {
    for (planned, expected) in [(0, 1), (-24 * 60, 1), (8 * 60, 1), (24 * 60, 2)] {
        let journal = TempJournal::with(&["Ana"]);
        let at = Record::OneOnOne(rapport::domain::one_on_one::OneOnOne {
            id: OneOnOneId(1),
            uid: rapport::domain::id::Uid::new(1, 1),
            person: ANA,
            at: moment(planned),
            state: OneOnOneState::Planned,
            wrapped_up: None,
            minutes: None,
            reason: String::new(),
        });
        rapport::store::Db::open_existing(&journal.file()).unwrap().put(&at).unwrap();
        journal.commit(Change::Begin(ANA)).unwrap();
        let running = journal.db().running(ANA).unwrap().unwrap();
        assert_eq!((running.id, running.at), (OneOnOneId(expected), moment(0)), "planned {planned} minutes from now");
    }
}

#[test]
fn every_mark_becomes_an_entry_of_its_kind() {
    let journal = TempJournal::with(&["Ana"]);
    for mark in Mark::ALL {
        let jot = Jot { mark, text: format!("about #{mark}"), due: None, no_such_day: None };
        let about = journal.commit(Change::Jot { person: ANA, one_on_one: None, jot }).unwrap();
        assert_eq!(about, Some(ANA));
        let entry = latest(&journal);
        assert_eq!((entry.kind(), entry.text), (mark.kind(), format!("about #{mark}")));
        assert_eq!((entry.detail, entry.written), (Detail::begun(mark, None), moment(0)));
    }
    assert_clean(journal.db());
}

#[test]
fn an_entry_is_written_anew_trashed_and_restored() {
    let journal = TempJournal::with(&["Ana"]);
    let id = journal.jot(1, "[] send the plan by friday");
    let due = |day| Change::Rewrite { entry: id, text: " send the #plan\r\nand ask ".into(), due: day };
    journal.commit(due(Some(date(2026, 12, 1)))).unwrap();
    let entry = journal.db().entry(id).unwrap().unwrap();
    assert_eq!(entry.text, "send the #plan\nand ask");
    assert!(matches!(&entry.detail, Detail::Action(action) if action.due == Some(date(2026, 12, 1))));
    assert_eq!(entry.written, moment(0), "it stays where it was written");

    journal.clock.set(after(3));
    journal.commit(Change::Trash(id)).unwrap();
    assert_eq!(journal.db().entry(id).unwrap().unwrap().trashed, Some(moment(3)));
    assert!(journal.db().history(ANA).unwrap().is_empty());
    journal.commit(Change::Restore(id)).unwrap();
    assert_eq!(journal.db().entry(id).unwrap(), Some(entry));
}

#[test]
fn an_entry_is_dated_as_it_is_said_to_be() {
    let journal = TempJournal::with(&["Ana"]);
    let when = zoned("2024-02-29T23:59:59.999-10:00[-10:00]");
    rapport::journal::Journal::commit(&journal, jotted(1, None, "long ago"), &when).unwrap();
    let entry = latest(&journal);
    assert_eq!(entry.written.day(), date(2024, 2, 29));
    assert_eq!(entry.written.zone(), "-10");
}

type Case = (&'static str, fn(&TempJournal) -> Change, fn(&Refusal) -> bool);

fn wrap_up(id: i64, minutes: u32) -> Change {
    Change::WrapUp { one_on_one: OneOnOneId(id), minutes }
}

fn edit(person: i64, name: &str) -> Change {
    Change::EditPerson { person: PersonId(person), profile: Profile::named(name) }
}

fn jot_text(text: &str) -> Change {
    let jot = Jot { mark: Mark::Flag, text: text.to_owned(), due: None, no_such_day: None };
    Change::Jot { person: ANA, one_on_one: None, jot }
}

fn rewrite(id: i64, text: &str) -> Change {
    Change::Rewrite { entry: EntryId(id), text: text.to_owned(), due: None }
}

fn due_in_year_0(_: &TempJournal) -> Change {
    let jot = Jot { mark: Mark::MyAction, text: "send it".into(), due: Some(date(0, 12, 31)), no_such_day: None };
    Change::Jot { person: ANA, one_on_one: None, jot }
}

fn since_year_0(_: &TempJournal) -> Change {
    let profile = Profile { since: Some(date(0, 1, 1)), ..Profile::named("Ana") };
    Change::EditPerson { person: ANA, profile }
}

fn put_in_year_0(_: &TempJournal) -> Change {
    Change::Refile { entry: EntryId(1), mark: None, day: date(-1, 1, 1), person: ANA }
}

/// Ana (1) is in a one-on-one (1); Bo's (2) is wrapped up; Cleo (3) is archived; entry 1 is about Ana.
const REFUSED: &[Case] = &[
    ("a name that is taken", |_| named(&["Dan", "ANA"]), |r| *r == Refusal::NameTaken("ANA".into())),
    ("a name twice at once", |_| named(&["Dan", "dan"]), |r| *r == Refusal::NameTaken("dan".into())),
    ("a name in the archive", |_| named(&["cleo "]), |r| *r == Refusal::NameArchived("cleo".into())),
    ("no name", |_| named(&["Dan", " \u{200B} "]), |r| matches!(r, Refusal::Name(NameError::Empty))),
    ("renamed to another", |_| edit(1, "bo"), |r| *r == Refusal::NameTaken("bo".into())),
    ("renamed to nothing", |_| edit(1, ""), |r| matches!(r, Refusal::Name(NameError::Empty))),
    ("edited, but gone", |_| edit(9, "Zoe"), |r| *r == Refusal::Gone("person")),
    ("archived, but gone", |_| Change::Archive(PersonId(9)), |r| *r == Refusal::Gone("person")),
    ("brought back, but gone", |_| Change::BringBack(PersonId(9)), |r| *r == Refusal::Gone("person")),
    (
        "ordered, but one is gone",
        |_| Change::Reorder([2, 9, 1].map(PersonId).to_vec()),
        |r| *r == Refusal::Gone("person"),
    ),
    ("begun twice", |_| Change::Begin(ANA), |r| *r == Refusal::AlreadyRunning("Ana".into())),
    ("begun, but gone", |_| Change::Begin(PersonId(9)), |r| *r == Refusal::Gone("person")),
    ("nothing to note, but gone", |_| Change::NothingToNote(PersonId(9)), |r| *r == Refusal::Gone("person")),
    ("wrapped up twice", |_| wrap_up(2, 5), |r| *r == Refusal::NotRunning),
    ("wrapped up, but gone", |_| wrap_up(9, 5), |r| *r == Refusal::Gone("one-on-one")),
    ("longer than a day", |_| wrap_up(1, 2_000), |r| *r == Refusal::TooLong(2_000)),
    ("a jot without text", |_| jot_text(" \n\u{FEFF}"), |r| *r == Refusal::Text(JotError::Empty)),
    (
        "a jot of a megabyte",
        |_| jot_text(&"a".repeat(1_000_000)),
        |r| *r == Refusal::Text(JotError::TooLong { chars: 1_000_000 }),
    ),
    ("a jot about somebody gone", |_| jotted(9, None, "hm"), |r| *r == Refusal::Gone("person")),
    ("a jot in a meeting that is gone", |_| jotted(1, Some(9), "hm"), |r| *r == Refusal::Gone("one-on-one")),
    ("a jot in another's meeting", |_| jotted(1, Some(2), "hm"), |r| *r == Refusal::Gone("one-on-one")),
    ("rewritten to nothing", |_| rewrite(1, "  "), |r| *r == Refusal::Text(JotError::Empty)),
    ("rewritten, but gone", |_| rewrite(9, "hm"), |r| *r == Refusal::Gone("entry")),
    ("due before the calendar", due_in_year_0, |r| *r == Refusal::BeforeTheCalendar),
    ("with them since before the calendar", since_year_0, |r| *r == Refusal::BeforeTheCalendar),
    ("put before the calendar", put_in_year_0, |r| *r == Refusal::BeforeTheCalendar),
    ("trashed, but gone", |_| Change::Trash(EntryId(9)), |r| *r == Refusal::Gone("entry")),
    ("restored, but gone", |_| Change::Restore(EntryId(9)), |r| *r == Refusal::Gone("entry")),
];

fn for_refusals() -> TempJournal {
    let journal = TempJournal::with(&["Ana", "Bo", "Cleo"]);
    for change in
        [Change::Begin(ANA), Change::Begin(BO), wrap_up(2, 30), Change::Archive(PersonId(3)), jotted(1, None, "hello")]
    {
        journal.commit(change).unwrap();
    }
    journal
}

#[test]
fn what_is_refused_changes_nothing_and_says_why() {
    let journal = for_refusals();
    // Something to redo, which a refusal must not take away.
    journal.jot(1, "to be taken back");
    journal.undo();
    said(&journal);
    let (before, logged) = (journal.content(), changes(&journal));
    for (name, change, is_right) in REFUSED {
        let error = journal.commit(change(&journal)).expect_err(name);
        let ChangeError::Refused(refusal) = &error else { panic!("{name}: {error:?}") };
        assert!(is_right(refusal), "{name}: {refusal:?}");
        assert!(error.to_string().ends_with('.'), "{name}: {error}");

        let ticket = journal.submit(change(&journal));
        let notices = said(&journal);
        let [Notice::NotKept { ticket: of, change: back, .. }] = notices.as_slice() else {
            panic!("{name}: {notices:?}")
        };
        assert_eq!((*of, back), (ticket, &change(&journal)), "{name}");
    }
    assert_eq!(journal.content(), before);
    assert_eq!(changes(&journal), logged);
    journal.redo();
    assert!(matches!(said(&journal).as_slice(), [Notice::MadeAgain(_)]));
}

#[test]
fn a_change_with_nothing_to_do_leaves_no_trace() {
    let journal = for_refusals();
    journal.commit(Change::Trash(EntryId(1))).unwrap();
    journal.undo();
    said(&journal);
    journal.clock.set(after(60));
    let cleo = PersonId(3);
    let same: [fn() -> Change; 8] = [
        || named(&[]),
        || edit(1, "Ana"),
        || edit(1, " Ana "),
        || Change::BringBack(ANA),
        || Change::Reorder([1, 2, 3].map(PersonId).to_vec()),
        || Change::Reorder(Vec::new()),
        || rewrite(1, "hello "),
        || Change::Restore(EntryId(1)),
    ];
    let (before, logged) = (journal.content(), changes(&journal));
    for change in same {
        journal.commit(change()).unwrap();
        assert_eq!(journal.content(), before, "{:?}", change());
        assert_eq!(changes(&journal), logged, "{:?}", change());
    }
    // Put away is put away since the first time.
    journal.commit(Change::Archive(cleo)).unwrap();
    assert_eq!(journal.content(), before);
    journal.redo();
    assert!(matches!(said(&journal).as_slice(), [Notice::MadeAgain(_)]), "there is still something to make again");
    let trashed = journal.content();
    journal.commit(Change::Trash(EntryId(1))).unwrap();
    assert_eq!(journal.content(), trashed);
}

#[test]
fn notices_say_what_was_done_and_about_whom() {
    let journal = TempJournal::with(&["Ana"]);
    let ticket = journal.submit(jotted(1, None, "hello"));
    let other = journal.submit(named(&["Bo", "Cleo"]));
    let notices = said(&journal);
    let kept = notices.iter().map(|notice| match notice {
        Notice::Kept { ticket, deed, person, entry } => (*ticket, *deed, *person, *entry),
        other => panic!("{other:?}"),
    });
    let expected = [(ticket, Deed::Jot, Some(ANA), Some(EntryId(1))), (other, Deed::AddPeople, None, None)];
    assert_eq!(kept.collect::<Vec<_>>(), expected);
    assert!(said(&journal).is_empty(), "a notice is given once");

    journal.undo();
    journal.undo();
    journal.redo();
    let notices = said(&journal);
    let stepped = |deed, person| Stepped { deed: Some(deed), person };
    let [Notice::TakenBack(first), Notice::TakenBack(second), Notice::MadeAgain(again)] = notices.as_slice() else {
        panic!("{notices:?}")
    };
    assert_eq!(*first, stepped(Deed::AddPeople, None));
    assert_eq!(*second, stepped(Deed::Jot, Some(ANA)));
    assert_eq!(again, second);
}

#[test]
fn undo_goes_on_after_the_journal_was_closed() {
    let mut journal = TempJournal::with(&["Ana"]);
    let before = journal.content();
    journal.jot(1, "+ thanked the new one");
    let kept = journal.content();
    journal.reopen();
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(journal.content(), before);
    journal.reopen();
    journal.redo();
    journal.flush().unwrap();
    assert_eq!(journal.content(), kept);
}

#[test]
fn a_new_change_ends_what_could_be_made_again() {
    let journal = TempJournal::with(&["Ana"]);
    journal.jot(1, "first");
    journal.jot(1, "second");
    journal.undo();
    journal.flush().unwrap();
    journal.jot(1, "third");
    let written = journal.content();
    said(&journal);
    journal.redo();
    assert!(matches!(said(&journal).as_slice(), [Notice::NoFurther]));
    assert_eq!(journal.content(), written);
    // Undo goes past the one that can no longer be had.
    journal.undo();
    journal.undo();
    journal.redo();
    journal.flush().unwrap();
    let texts = || -> Vec<String> {
        journal.db().jotted_since(ANA, None, 9).unwrap().into_iter().map(|entry| entry.text).collect()
    };
    assert_eq!(texts(), ["first"]);
    journal.redo();
    journal.flush().unwrap();
    assert_eq!(texts(), ["first", "third"]);
    for _ in 0..9 {
        journal.undo();
    }
    assert!(matches!(said(&journal).last(), Some(Notice::NoFurther)));
    assert_eq!(names(&journal), Vec::<String>::new());
}

#[test]
fn a_jot_takes_its_draft_away_in_the_same_moment() {
    let journal = TempJournal::with(&["Ana"]);
    let mut drafts = rapport::journal::drafts::Drafts::open(&journal).unwrap();
    let draft = Draft { place: "jot/1".into(), mark: String::new(), text: "hello".into() };
    drafts.typed(draft, std::time::Duration::ZERO);
    drafts.send_all(&journal);
    journal.flush().unwrap();
    let key = drafts.key("jot/1");
    assert!(journal.db().draft("jot/1", key.slot).unwrap().is_some());
    // Whoever looks sees the draft or the entry, never both and never neither.
    let raw = journal.raw();
    let both = "SELECT (SELECT count(*) FROM drafts) + (SELECT count(*) FROM entries)";
    journal.submit_drafted(jotted(1, None, "hello"), key);
    loop {
        assert_eq!(number(&raw, both), 1);
        if number(&raw, "SELECT count(*) FROM drafts") == 0 {
            break;
        }
    }
    assert_eq!(number(&raw, both), 1);
}

#[test]
fn a_change_that_the_disk_refuses_comes_back_and_the_journal_goes_on() {
    let journal = TempJournal::with(&["Ana"]);
    let mut drafts = rapport::journal::drafts::Drafts::open(&journal).unwrap();
    let draft = Draft { place: "jot/1".into(), mark: String::new(), text: "hello".into() };
    drafts.typed(draft.clone(), std::time::Duration::ZERO);
    drafts.send_all(&journal);
    said(&journal);
    let before = journal.content();
    let raw = journal.raw();
    raw.execute_batch("CREATE TRIGGER no BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'on purpose'); END")
        .unwrap();

    let change = jotted(1, None, "hello");
    let ticket = journal.submit_drafted(change.clone(), drafts.key("jot/1"));
    drafts.became_entry("jot/1");
    let notices = said(&journal);
    let [Notice::NotKept { ticket: of, change: back, error: ChangeError::Store(StoreError::Sqlite(_)) }] =
        notices.as_slice()
    else {
        panic!("{notices:?}")
    };
    assert_eq!((*of, back), (ticket, &change));
    assert_eq!(back.text().as_deref(), Some("hello"));
    drafts.heard(&notices[0]);
    assert_eq!(drafts.load(&journal, "jot/1").unwrap(), Some(draft), "the draft is there again");
    assert_eq!(journal.content(), before);

    raw.execute_batch("DROP TRIGGER no").unwrap();
    journal.submit_drafted(change, drafts.key("jot/1"));
    assert!(matches!(said(&journal).as_slice(), [Notice::Kept { .. }]));
    assert_eq!(latest(&journal).text, "hello");
    assert_eq!(number(&raw, "SELECT count(*) FROM drafts"), 0);
    assert_clean(journal.db());
}

#[test]
fn a_setting_is_kept_in_its_turn() {
    let mut journal = TempJournal::with(&[]);
    journal.set_setting("theme", &"light");
    journal.set_setting("theme", &"dark");
    journal.reopen();
    assert_eq!(journal.db().setting::<String>("theme").unwrap().as_deref(), Some("dark"));
    assert_eq!(journal.db().setting::<u32>("theme").unwrap(), None, "of another form");
    assert_eq!(journal.db().setting::<String>("zoom").unwrap(), None);
}

#[test]
fn what_a_person_wrote_for_a_change_can_be_had_from_it() {
    let goal = Description::Goal {
        why: "a staff role".into(),
        success: String::new(),
        support: " time ".into(),
        target: None,
    };
    let profile = Profile { role: "Engineer".into(), matters: "Tea,\nquiet".into(), ..Profile::named("Bo") };
    let entry = EntryId(1);
    let cases = [
        (Change::Describe { entry, description: goal }, Some("a staff role\ntime")),
        (Change::Describe { entry, description: Description::Topic { from: By::Them } }, None),
        (Change::EditPerson { person: ANA, profile }, Some("Bo\nEngineer\nTea,\nquiet")),
        (named(&["Bo", "Cleo"]), Some("Bo\nCleo")),
        (Change::Tell { entry, words: "by mail".into(), day: None }, Some("by mail")),
        (
            Change::Replace { entry, text: "early".into(), provide: String::new(), their_words: "soon".into() },
            Some("early\nsoon"),
        ),
        (Change::Begin(ANA), None),
    ];
    for (change, text) in cases {
        assert_eq!(change.text().as_deref(), text, "{change:?}");
    }
}
