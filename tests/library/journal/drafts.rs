//! Drafts survive whatever happens.

use std::{collections::HashSet, sync::Mutex, time::Duration};

use rapport::{
    journal::{Journal, drafts::Drafts, writer_event::WriterEvent},
    store::Draft,
};

use crate::support::{TempJournal, jot_change, open_journal, query_number, raw_connection};

const PLACE: &str = "jot/1";

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn draft(text: &str) -> Draft {
    Draft { field_key: PLACE.into(), prefix: "flag".into(), text: text.into() }
}

fn stored_text(journal: &Journal, drafts: &Drafts) -> Option<String> {
    journal.flush().unwrap();
    journal.db().draft(PLACE, drafts.draft_key(PLACE).slot).unwrap().map(|draft| draft.text)
}

/// Waits for the writer and passes its events to the drafts.
fn deliver_events(journal: &Journal, drafts: &mut Drafts) -> Vec<WriterEvent> {
    journal.flush().unwrap();
    let notices = journal.poll_events();
    for notice in &notices {
        drafts.on_event(notice);
    }
    notices
}

/// Makes the file reject every draft until [`make_draft_writes_succeed`].
fn make_draft_writes_fail(journal: &TempJournal) {
    let sql = "CREATE TRIGGER no BEFORE INSERT ON drafts BEGIN SELECT RAISE(ABORT, 'on purpose'); END";
    journal.raw_connection().execute_batch(sql).unwrap();
}

fn make_draft_writes_succeed(journal: &TempJournal) {
    journal.raw_connection().execute_batch("DROP TRIGGER no").unwrap();
}

#[test]
fn a_draft_is_written_300_ms_after_the_last_key() {
    let journal = TempJournal::with_people(&["Ana"]);
    let mut drafts = Drafts::open(&journal).unwrap();
    assert_eq!(drafts.save_due(&journal, ms(0)), None, "nothing is due where nothing was typed");
    drafts.set_text(draft("h"), ms(1_000));
    assert_eq!(drafts.save_due(&journal, ms(1_100)), Some(ms(200)));
    drafts.set_text(draft("he"), ms(1_200));
    assert_eq!(drafts.save_due(&journal, ms(1_499)), Some(ms(1)));
    assert_eq!(stored_text(&journal, &drafts), None);
    assert_eq!(drafts.save_due(&journal, ms(1_500)), None);
    assert_eq!(stored_text(&journal, &drafts).as_deref(), Some("he"));
    assert!(!drafts.is_saved(PLACE), "not before the writer has said so");
    deliver_events(&journal, &mut drafts);
    assert!(drafts.is_saved(PLACE));
    assert_eq!(drafts.save_due(&journal, ms(9_000)), None);
    assert!(deliver_events(&journal, &mut drafts).is_empty(), "what is kept is not written again");
}

#[test]
fn steady_typing_is_written_after_two_seconds_at_the_latest() {
    let journal = TempJournal::with_people(&["Ana"]);
    let mut drafts = Drafts::open(&journal).unwrap();
    let mut written = Vec::new();
    for key in 0..50_u64 {
        let now = ms(key * 100);
        drafts.set_text(draft(&"x".repeat(usize::try_from(key).unwrap() + 1)), now);
        drafts.save_due(&journal, now);
        if !deliver_events(&journal, &mut drafts).is_empty() {
            written.push(key * 100);
        }
    }
    // Two seconds after the first unsaved key: from 0, from 2,100, ...
    assert_eq!(written, [2_000, 4_100]);
}

#[test]
fn unsaved_drafts_are_saved_when_focus_is_lost() {
    let journal = TempJournal::with_people(&["Ana"]);
    let mut drafts = Drafts::open(&journal).unwrap();
    drafts.set_text(draft("half a th"), ms(0));
    drafts.set_text(Draft { field_key: "person/1/matters".into(), ..draft("tea") }, ms(0));
    drafts.save_all(&journal);
    drafts.save_all(&journal);
    assert_eq!(deliver_events(&journal, &mut drafts).len(), 2, "and once only");
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM drafts"), 2);
}

#[test]
fn text_typed_while_a_save_is_under_way_is_saved_too() {
    let journal = TempJournal::with_people(&["Ana"]);
    let mut drafts = Drafts::open(&journal).unwrap();
    drafts.set_text(draft("one"), ms(0));
    drafts.save_all(&journal);
    // Before the events of the writer are handled.
    drafts.set_text(draft("one two"), ms(100));
    drafts.set_text(draft("one two three"), ms(200));
    deliver_events(&journal, &mut drafts);
    assert!(!drafts.is_saved(PLACE));
    assert_eq!(drafts.save_due(&journal, ms(499)), Some(ms(1)));
    drafts.save_due(&journal, ms(500));
    assert_eq!(stored_text(&journal, &drafts).as_deref(), Some("one two three"));
    deliver_events(&journal, &mut drafts);
    assert!(drafts.is_saved(PLACE));
}

#[test]
fn failed_draft_is_reported_until_it_is_saved() {
    let journal = TempJournal::with_people(&["Ana"]);
    let mut drafts = Drafts::open(&journal).unwrap();
    make_draft_writes_fail(&journal);
    drafts.set_text(draft("precious"), ms(0));
    drafts.save_all(&journal);
    let notices = deliver_events(&journal, &mut drafts);
    assert!(matches!(notices.as_slice(), [WriterEvent::DraftSaveFailed { .. }]), "{notices:?}");
    let (trouble, text) = drafts.first_failure().unwrap();
    assert_eq!(text, "precious");
    assert!(!trouble.problem.contains("precious"));
    assert_eq!(drafts.save_due(&journal, ms(60_000)), None, "it is not tried again and again");
    assert_eq!(drafts.load(&journal, PLACE).unwrap(), Some(draft("precious")));

    drafts.retry(&journal);
    deliver_events(&journal, &mut drafts);
    assert!(drafts.first_failure().is_some());

    make_draft_writes_succeed(&journal);
    drafts.retry(&journal);
    deliver_events(&journal, &mut drafts);
    assert!(drafts.first_failure().is_none());
    assert!(drafts.is_saved(PLACE));
    assert_eq!(stored_text(&journal, &drafts).as_deref(), Some("precious"));
}

#[test]
fn a_failed_draft_is_tried_again_when_it_is_typed_on() {
    let journal = TempJournal::with_people(&["Ana"]);
    let mut drafts = Drafts::open(&journal).unwrap();
    make_draft_writes_fail(&journal);
    drafts.set_text(draft("a"), ms(0));
    drafts.save_all(&journal);
    deliver_events(&journal, &mut drafts);
    make_draft_writes_succeed(&journal);
    drafts.set_text(draft("ab"), ms(5_000));
    assert_eq!(drafts.first_failure().unwrap().1, "ab", "the warning stays until it is kept");
    assert_eq!(drafts.save_due(&journal, ms(5_000)), Some(ms(300)), "in its turn, not at every key");
    drafts.save_due(&journal, ms(5_300));
    deliver_events(&journal, &mut drafts);
    assert!(drafts.first_failure().is_none());
    assert_eq!(stored_text(&journal, &drafts).as_deref(), Some("ab"));
}

#[test]
fn text_typed_during_a_failing_save_is_retried_after_the_delay() {
    let journal = TempJournal::with_people(&["Ana"]);
    let mut drafts = Drafts::open(&journal).unwrap();
    make_draft_writes_fail(&journal);
    drafts.set_text(draft("a"), ms(0));
    drafts.save_all(&journal);
    drafts.set_text(draft("ab"), ms(100));
    deliver_events(&journal, &mut drafts);
    assert!(drafts.first_failure().is_some());
    make_draft_writes_succeed(&journal);
    assert_eq!(drafts.save_due(&journal, ms(400)), None);
    deliver_events(&journal, &mut drafts);
    assert!(drafts.first_failure().is_none());
    assert_eq!(stored_text(&journal, &drafts).as_deref(), Some("ab"));
}

#[test]
fn late_confirmation_does_not_discard_the_next_line() {
    let journal = TempJournal::with_people(&["Ana"]);
    let mut drafts = Drafts::open(&journal).unwrap();
    for (text, at) in [("h", 0), ("he", 10), ("hello", 20)] {
        drafts.set_text(draft(text), ms(at));
    }
    drafts.save_all(&journal);
    journal.submit_with_draft(jot_change(1, None, "hello"), drafts.draft_key(PLACE));
    drafts.mark_submitted(PLACE);
    assert_eq!(drafts.load(&journal, PLACE).unwrap().map(|draft| draft.text).unwrap_or_default(), "");
    drafts.set_text(draft("n"), ms(30));
    deliver_events(&journal, &mut drafts);
    assert!(!drafts.is_saved(PLACE));
    drafts.save_due(&journal, ms(330));
    assert_eq!(stored_text(&journal, &drafts).as_deref(), Some("n"));
}

#[test]
fn draft_without_text_and_prefix_is_deleted() {
    let journal = TempJournal::with_people(&["Ana"]);
    let mut drafts = Drafts::open(&journal).unwrap();
    drafts.set_text(draft("a"), ms(0));
    drafts.save_all(&journal);
    drafts.set_text(draft(""), ms(0));
    drafts.save_all(&journal);
    assert_eq!(stored_text(&journal, &drafts).as_deref(), Some(""), "its mark is a beginning");
    drafts.set_text(Draft { prefix: String::new(), ..draft("") }, ms(0));
    drafts.save_all(&journal);
    assert_eq!(stored_text(&journal, &drafts), None);
}

#[test]
fn draft_survives_closing_the_window() {
    let mut journal = TempJournal::with_people(&["Ana"]);
    let mut drafts = Drafts::open(&journal).unwrap();
    drafts.set_text(draft("half a th"), ms(0));
    drafts.save_all(&journal);
    drop(drafts);
    journal.reopen();
    let drafts = Drafts::open(&journal).unwrap();
    assert_eq!(drafts.load(&journal, PLACE).unwrap(), Some(draft("half a th")));
}

#[test]
fn two_windows_keep_their_own_drafts() {
    let journal = TempJournal::with_people(&["Ana"]);
    let another = journal.open_another();
    let mut first = Drafts::open(&journal).unwrap();
    let mut second = Drafts::open(&another).unwrap();
    assert_ne!(first.draft_key(PLACE).slot, second.draft_key(PLACE).slot);
    first.set_text(draft("mine"), ms(0));
    second.set_text(draft("yours"), ms(0));
    first.save_all(&journal);
    second.save_all(&another);
    assert_eq!(stored_text(&journal, &first).as_deref(), Some("mine"));
    assert_eq!(stored_text(&another, &second).as_deref(), Some("yours"));
    // A third window takes no drafts from open windows.
    let third = journal.open_another();
    let drafts = Drafts::open(&third).unwrap();
    assert_eq!(drafts.load(&third, PLACE).unwrap(), None);
    assert_eq!(stored_text(&journal, &first).as_deref(), Some("mine"));
}

/// The names of the slot files beside the journal.
fn slot_files(journal: &TempJournal) -> Vec<String> {
    let folder = journal.file();
    let entries = std::fs::read_dir(folder.parent().unwrap()).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name.contains(".window-"));
    names.sort();
    names
}

#[test]
fn windows_share_no_slot_where_slot_files_cannot_be_locked() {
    let journal = TempJournal::with_people(&["Ana"]);
    for number in 1..=64 {
        let path = journal.file().with_file_name(format!("journal.rapport.window-{number}"));
        std::fs::create_dir(path).unwrap();
    }
    let another = journal.open_another();
    let first = Drafts::open(&journal).unwrap();
    let second = Drafts::open(&another).unwrap();
    assert_ne!(first.draft_key(PLACE).slot, second.draft_key(PLACE).slot);
}

#[test]
fn slot_files_that_nobody_holds_are_removed_at_open_and_the_last_on_close() {
    let mut journal = TempJournal::with_people(&["Ana"]);
    let first = Drafts::open(&journal).unwrap();
    for left in ["journal.rapport.window-5", "journal.rapport.window-70"] {
        std::fs::write(journal.file().with_file_name(left), "").unwrap();
    }
    let another = journal.open_another();
    let second = Drafts::open(&another).unwrap();
    assert_eq!(slot_files(&journal), ["journal.rapport.window-1", "journal.rapport.window-2"]);
    drop((second, another));
    assert_eq!(slot_files(&journal), ["journal.rapport.window-1"], "what a living window holds stays");
    drop(first);
    journal.close();
    assert!(slot_files(&journal).is_empty());
}

#[test]
fn windows_that_open_and_close_at_once_never_share_a_slot() {
    let journal = TempJournal::with_people(&["Ana"]);
    let taken = Mutex::new(HashSet::new());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let (file, clock, taken) = (journal.file(), journal.clock.clone(), &taken);
            scope.spawn(move || {
                for _ in 0..20 {
                    let own = open_journal(&file, &clock);
                    let drafts = Drafts::open(&own).unwrap();
                    let slot = drafts.draft_key(PLACE).slot;
                    assert!(taken.lock().unwrap().insert(slot), "slot {slot} has two windows");
                    std::thread::yield_now();
                    taken.lock().unwrap().remove(&slot);
                    drop(drafts);
                }
            });
        }
    });
    assert!(slot_files(&journal).is_empty());
}

#[test]
fn drafts_of_a_closed_window_are_merged_without_loss() {
    let cases = [
        // (the first window's, the second's), and what the next window finds.
        ((None, Some(("flag", "yours"))), ("flag", "yours")),
        ((Some(("flag", "mine")), None), ("flag", "mine")),
        ((Some(("flag", "mine")), Some(("goal", "yours"))), ("flag", "mine\nyours")),
        ((Some(("flag", "")), Some(("goal", "yours"))), ("goal", "yours")),
        ((Some(("flag", "mine")), Some(("goal", ""))), ("flag", "mine")),
    ];
    for ((mine, yours), (mark, text)) in cases {
        let journal = TempJournal::with_people(&["Ana"]);
        let another = journal.open_another();
        let mut first = Drafts::open(&journal).unwrap();
        let mut second = Drafts::open(&another).unwrap();
        for (typed, drafts, journal) in [(mine, &mut first, &*journal), (yours, &mut second, &another)] {
            if let Some((mark, text)) = typed {
                drafts.set_text(Draft { field_key: PLACE.into(), prefix: mark.into(), text: text.into() }, ms(0));
                drafts.save_all(journal);
                journal.flush().unwrap();
            }
        }
        drop((first, second, another));
        let next = Drafts::open(&journal).unwrap();
        let found = next.load(&journal, PLACE).unwrap().unwrap();
        assert_eq!((found.prefix.as_str(), found.text.as_str()), (mark, text));
        assert_eq!(query_number(&raw_connection(&journal.file()), "SELECT count(*) FROM drafts"), 1);
    }
}
