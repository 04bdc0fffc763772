//! Text that is being written is there again, whatever happens.

use std::{collections::HashSet, sync::Mutex, time::Duration};

use rapport::{
    journal::{Journal, drafts::Drafts, notice::Notice},
    store::Draft,
};

use crate::support::{TempJournal, jotted, number, open, raw};

const PLACE: &str = "jot/1";

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn draft(text: &str) -> Draft {
    Draft { place: PLACE.into(), mark: "flag".into(), text: text.into() }
}

fn kept(journal: &Journal, drafts: &Drafts) -> Option<String> {
    journal.flush().unwrap();
    journal.db().draft(PLACE, drafts.key(PLACE).slot).unwrap().map(|draft| draft.text)
}

/// Waits for the writer, and lets the drafts hear what it says.
fn hear(journal: &Journal, drafts: &mut Drafts) -> Vec<Notice> {
    journal.flush().unwrap();
    let notices = journal.notices();
    for notice in &notices {
        drafts.heard(notice);
    }
    notices
}

/// Makes the file refuse every draft, until it is told otherwise.
fn refuse(journal: &TempJournal) {
    let sql = "CREATE TRIGGER no BEFORE INSERT ON drafts BEGIN SELECT RAISE(ABORT, 'on purpose'); END";
    journal.raw().execute_batch(sql).unwrap();
}

fn take(journal: &TempJournal) {
    journal.raw().execute_batch("DROP TRIGGER no").unwrap();
}

#[test]
fn a_draft_is_written_300_ms_after_the_last_key() {
    let journal = TempJournal::with(&["Ana"]);
    let mut drafts = Drafts::open(&journal).unwrap();
    assert_eq!(drafts.send_due(&journal, ms(0)), None, "nothing is due where nothing was typed");
    drafts.typed(draft("h"), ms(1_000));
    assert_eq!(drafts.send_due(&journal, ms(1_100)), Some(ms(200)));
    drafts.typed(draft("he"), ms(1_200));
    assert_eq!(drafts.send_due(&journal, ms(1_499)), Some(ms(1)));
    assert_eq!(kept(&journal, &drafts), None);
    assert_eq!(drafts.send_due(&journal, ms(1_500)), None);
    assert_eq!(kept(&journal, &drafts).as_deref(), Some("he"));
    assert!(!drafts.is_kept(PLACE), "not before the writer has said so");
    hear(&journal, &mut drafts);
    assert!(drafts.is_kept(PLACE));
    assert_eq!(drafts.send_due(&journal, ms(9_000)), None);
    assert!(hear(&journal, &mut drafts).is_empty(), "what is kept is not written again");
}

#[test]
fn steady_typing_is_written_after_two_seconds_at_the_latest() {
    let journal = TempJournal::with(&["Ana"]);
    let mut drafts = Drafts::open(&journal).unwrap();
    let mut written = Vec::new();
    for key in 0..50_u64 {
        let now = ms(key * 100);
        drafts.typed(draft(&"x".repeat(usize::try_from(key).unwrap() + 1)), now);
        drafts.send_due(&journal, now);
        if !hear(&journal, &mut drafts).is_empty() {
            written.push(key * 100);
        }
    }
    // Two seconds after the first key that was not written yet: from 0, from 2,100, ...
    assert_eq!(written, [2_000, 4_100]);
}

#[test]
fn all_that_is_not_kept_is_written_when_the_focus_goes() {
    let journal = TempJournal::with(&["Ana"]);
    let mut drafts = Drafts::open(&journal).unwrap();
    drafts.typed(draft("half a th"), ms(0));
    drafts.typed(Draft { place: "person/1/matters".into(), ..draft("tea") }, ms(0));
    drafts.send_all(&journal);
    drafts.send_all(&journal);
    assert_eq!(hear(&journal, &mut drafts).len(), 2, "and once only");
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM drafts"), 2);
}

#[test]
fn text_typed_while_a_save_is_under_way_is_saved_too() {
    let journal = TempJournal::with(&["Ana"]);
    let mut drafts = Drafts::open(&journal).unwrap();
    drafts.typed(draft("one"), ms(0));
    drafts.send_all(&journal);
    // Before the writer is heard.
    drafts.typed(draft("one two"), ms(100));
    drafts.typed(draft("one two three"), ms(200));
    hear(&journal, &mut drafts);
    assert!(!drafts.is_kept(PLACE));
    assert_eq!(drafts.send_due(&journal, ms(499)), Some(ms(1)));
    drafts.send_due(&journal, ms(500));
    assert_eq!(kept(&journal, &drafts).as_deref(), Some("one two three"));
    hear(&journal, &mut drafts);
    assert!(drafts.is_kept(PLACE));
}

#[test]
fn a_draft_that_cannot_be_kept_says_so_until_it_is() {
    let journal = TempJournal::with(&["Ana"]);
    let mut drafts = Drafts::open(&journal).unwrap();
    refuse(&journal);
    drafts.typed(draft("precious"), ms(0));
    drafts.send_all(&journal);
    let notices = hear(&journal, &mut drafts);
    assert!(matches!(notices.as_slice(), [Notice::DraftNotKept { .. }]), "{notices:?}");
    let (trouble, text) = drafts.failed().unwrap();
    assert_eq!(text, "precious");
    assert!(!trouble.happened.contains("precious"));
    assert_eq!(drafts.send_due(&journal, ms(60_000)), None, "it is not tried again and again");
    assert_eq!(drafts.load(&journal, PLACE).unwrap(), Some(draft("precious")));

    drafts.retry(&journal);
    hear(&journal, &mut drafts);
    assert!(drafts.failed().is_some());

    take(&journal);
    drafts.retry(&journal);
    hear(&journal, &mut drafts);
    assert!(drafts.failed().is_none());
    assert!(drafts.is_kept(PLACE));
    assert_eq!(kept(&journal, &drafts).as_deref(), Some("precious"));
}

#[test]
fn a_failed_draft_is_tried_again_when_it_is_typed_on() {
    let journal = TempJournal::with(&["Ana"]);
    let mut drafts = Drafts::open(&journal).unwrap();
    refuse(&journal);
    drafts.typed(draft("a"), ms(0));
    drafts.send_all(&journal);
    hear(&journal, &mut drafts);
    take(&journal);
    drafts.typed(draft("ab"), ms(5_000));
    assert_eq!(drafts.failed().unwrap().1, "ab", "the warning stays until it is kept");
    assert_eq!(drafts.send_due(&journal, ms(5_000)), Some(ms(300)), "in its turn, not at every key");
    drafts.send_due(&journal, ms(5_300));
    hear(&journal, &mut drafts);
    assert!(drafts.failed().is_none());
    assert_eq!(kept(&journal, &drafts).as_deref(), Some("ab"));
}

#[test]
fn text_typed_while_a_save_fails_is_tried_in_its_turn() {
    let journal = TempJournal::with(&["Ana"]);
    let mut drafts = Drafts::open(&journal).unwrap();
    refuse(&journal);
    drafts.typed(draft("a"), ms(0));
    drafts.send_all(&journal);
    drafts.typed(draft("ab"), ms(100));
    hear(&journal, &mut drafts);
    assert!(drafts.failed().is_some());
    take(&journal);
    assert_eq!(drafts.send_due(&journal, ms(400)), None);
    hear(&journal, &mut drafts);
    assert!(drafts.failed().is_none());
    assert_eq!(kept(&journal, &drafts).as_deref(), Some("ab"));
}

#[test]
fn the_next_line_is_kept_although_the_answer_about_the_last_one_comes_late() {
    let journal = TempJournal::with(&["Ana"]);
    let mut drafts = Drafts::open(&journal).unwrap();
    for (text, at) in [("h", 0), ("he", 10), ("hello", 20)] {
        drafts.typed(draft(text), ms(at));
    }
    drafts.send_all(&journal);
    journal.submit_drafted(jotted(1, None, "hello"), drafts.key(PLACE));
    drafts.became_entry(PLACE);
    assert_eq!(drafts.load(&journal, PLACE).unwrap().map(|draft| draft.text).unwrap_or_default(), "");
    drafts.typed(draft("n"), ms(30));
    hear(&journal, &mut drafts);
    assert!(!drafts.is_kept(PLACE));
    drafts.send_due(&journal, ms(330));
    assert_eq!(kept(&journal, &drafts).as_deref(), Some("n"));
}

#[test]
fn a_draft_without_text_and_mark_goes() {
    let journal = TempJournal::with(&["Ana"]);
    let mut drafts = Drafts::open(&journal).unwrap();
    drafts.typed(draft("a"), ms(0));
    drafts.send_all(&journal);
    drafts.typed(draft(""), ms(0));
    drafts.send_all(&journal);
    assert_eq!(kept(&journal, &drafts).as_deref(), Some(""), "its mark is a beginning");
    drafts.typed(Draft { mark: String::new(), ..draft("") }, ms(0));
    drafts.send_all(&journal);
    assert_eq!(kept(&journal, &drafts), None);
}

#[test]
fn a_draft_is_there_again_after_the_window_is_closed() {
    let mut journal = TempJournal::with(&["Ana"]);
    let mut drafts = Drafts::open(&journal).unwrap();
    drafts.typed(draft("half a th"), ms(0));
    drafts.send_all(&journal);
    drop(drafts);
    journal.reopen();
    let drafts = Drafts::open(&journal).unwrap();
    assert_eq!(drafts.load(&journal, PLACE).unwrap(), Some(draft("half a th")));
}

#[test]
fn two_windows_keep_their_own_drafts() {
    let journal = TempJournal::with(&["Ana"]);
    let another = journal.another();
    let mut first = Drafts::open(&journal).unwrap();
    let mut second = Drafts::open(&another).unwrap();
    assert_ne!(first.key(PLACE).slot, second.key(PLACE).slot);
    first.typed(draft("mine"), ms(0));
    second.typed(draft("yours"), ms(0));
    first.send_all(&journal);
    second.send_all(&another);
    assert_eq!(kept(&journal, &first).as_deref(), Some("mine"));
    assert_eq!(kept(&another, &second).as_deref(), Some("yours"));
    // A third window takes nothing from windows that live.
    let third = journal.another();
    let drafts = Drafts::open(&third).unwrap();
    assert_eq!(drafts.load(&third, PLACE).unwrap(), None);
    assert_eq!(kept(&journal, &first).as_deref(), Some("mine"));
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
    let journal = TempJournal::with(&["Ana"]);
    for number in 1..=64 {
        let path = journal.file().with_file_name(format!("journal.rapport.window-{number}"));
        std::fs::create_dir(path).unwrap();
    }
    let another = journal.another();
    let first = Drafts::open(&journal).unwrap();
    let second = Drafts::open(&another).unwrap();
    assert_ne!(first.key(PLACE).slot, second.key(PLACE).slot);
}

#[test]
fn slot_files_that_nobody_holds_are_removed_at_open_and_the_last_on_close() {
    let mut journal = TempJournal::with(&["Ana"]);
    let first = Drafts::open(&journal).unwrap();
    for left in ["journal.rapport.window-5", "journal.rapport.window-70"] {
        std::fs::write(journal.file().with_file_name(left), "").unwrap();
    }
    let another = journal.another();
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
    let journal = TempJournal::with(&["Ana"]);
    let taken = Mutex::new(HashSet::new());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let (file, clock, taken) = (journal.file(), journal.clock.clone(), &taken);
            scope.spawn(move || {
                for _ in 0..20 {
                    let own = open(&file, &clock);
                    let drafts = Drafts::open(&own).unwrap();
                    let slot = drafts.key(PLACE).slot;
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
fn drafts_of_a_window_that_is_gone_are_taken_over_and_no_text_is_lost() {
    let cases = [
        // (the first window's, the second's), and what the next window finds.
        ((None, Some(("flag", "yours"))), ("flag", "yours")),
        ((Some(("flag", "mine")), None), ("flag", "mine")),
        ((Some(("flag", "mine")), Some(("goal", "yours"))), ("flag", "mine\nyours")),
        ((Some(("flag", "")), Some(("goal", "yours"))), ("goal", "yours")),
        ((Some(("flag", "mine")), Some(("goal", ""))), ("flag", "mine")),
    ];
    for ((mine, yours), (mark, text)) in cases {
        let journal = TempJournal::with(&["Ana"]);
        let another = journal.another();
        let mut first = Drafts::open(&journal).unwrap();
        let mut second = Drafts::open(&another).unwrap();
        for (typed, drafts, journal) in [(mine, &mut first, &*journal), (yours, &mut second, &another)] {
            if let Some((mark, text)) = typed {
                drafts.typed(Draft { place: PLACE.into(), mark: mark.into(), text: text.into() }, ms(0));
                drafts.send_all(journal);
                journal.flush().unwrap();
            }
        }
        drop((first, second, another));
        let next = Drafts::open(&journal).unwrap();
        let found = next.load(&journal, PLACE).unwrap().unwrap();
        assert_eq!((found.mark.as_str(), found.text.as_str()), (mark, text));
        assert_eq!(number(&raw(&journal.file()), "SELECT count(*) FROM drafts"), 1);
    }
}
