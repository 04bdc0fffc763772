//! Several windows and processes on one file, and crashes.

use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
    sync::{
        Arc, Barrier,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use rapport::{
    domain::{id::PersonId, person::Profile},
    journal::{Journal, StopReason, change::Change, clock::FixedClock, writer_event::WriterEvent},
    store::{Db, StoreError},
};

use crate::support::{NOW, TempJournal, assert_clean, jot_change, open_journal, query_number, wait_until, zoned};

const ANA: PersonId = PersonId(1);

fn entry_texts(journal: &Journal) -> Vec<String> {
    journal
        .db()
        .entries_outside_meetings_since(ANA, None, 100_000)
        .unwrap()
        .into_iter()
        .map(|entry| entry.text)
        .collect()
}

#[test]
fn the_generation_grows_with_own_writes_and_wakes_the_window() {
    let temp = TempJournal::with_people(&["Ana"]);
    let woken = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&woken);
    let wake = move || {
        counter.fetch_add(1, Ordering::SeqCst);
    };
    let journal = Journal::open(&temp.file(), Arc::new(temp.clock.clone()), wake).unwrap();
    let steps: [fn(&Journal); 4] = [
        |journal| {
            journal.submit(jot_change(1, None, "hello"));
        },
        |journal| journal.undo(),
        |journal| journal.redo(),
        |journal| {
            journal.commit(Change::StartMeeting(ANA), &journal.now()).unwrap();
        },
    ];
    for step in steps {
        let (generation, wakes) = (journal.generation(), woken.load(Ordering::SeqCst));
        step(&journal);
        journal.flush().unwrap();
        assert!(journal.generation() > generation);
        assert!(woken.load(Ordering::SeqCst) > wakes);
    }
}

#[test]
fn change_is_readable_when_its_event_arrives() {
    let journal = TempJournal::with_people(&["Ana"]);
    for number in 0..50 {
        journal.submit(jot_change(1, None, &format!("line {number}")));
        wait_until("the jot is kept", || !journal.poll_events().is_empty());
        assert_eq!(entry_texts(&journal).len(), number + 1);
    }
}

#[test]
fn write_of_another_window_is_visible_at_once() {
    let journal = TempJournal::with_people(&["Ana"]);
    let other = journal.open_another();
    let seen = journal.generation();
    other.commit(jot_change(1, None, "from the other window"), &other.now()).unwrap();
    assert_eq!(entry_texts(&journal), ["from the other window"]);
    wait_until("the generation has grown", || journal.generation() > seen);
}

#[test]
fn reads_that_take_several_queries_see_one_state() {
    let journal = TempJournal::with_people(&["Ana"]);
    let other = journal.open_another();
    let seen = journal
        .read(|db| {
            let before = db.people()?.len();
            other.commit(Change::AddPeople(vec![Profile::with_name("Bo")]), &other.now()).unwrap();
            let summaries = db.person_summaries(journal.today())?.len();
            let nested = db.snapshot(|db| Ok::<_, StoreError>(db.people()?.len()))?;
            let after_nested = db.people()?.len();
            Ok::<_, StoreError>([before, summaries, nested, after_nested])
        })
        .unwrap();
    assert_eq!(seen, [1, 1, 1, 1]);
    assert_eq!(journal.read(Db::people).unwrap().len(), 2, "the next read sees what was written");
}

#[test]
fn a_read_that_fails_leaves_no_snapshot_behind() {
    let journal = TempJournal::with_people(&["Ana"]);
    let failed: Result<(), StoreError> = journal.read(|db| {
        db.people()?;
        Err(StoreError::WriterGone)
    });
    assert!(failed.is_err());
    journal.commit(jot_change(1, None, "written since")).unwrap();
    assert_eq!(entry_texts(&journal), ["written since"]);
}

#[test]
fn writes_of_another_window_are_seen_whether_or_not_this_one_is_active() {
    let journal = TempJournal::with_people(&["Ana"]);
    let other = journal.open_another();
    for active in [false, true, false] {
        journal.set_active(active);
        let seen = journal.generation();
        other.commit(jot_change(1, None, "from the other window"), &other.now()).unwrap();
        let start = Instant::now();
        wait_until("the generation has grown", || journal.generation() > seen);
        assert!(start.elapsed() < Duration::from_secs(3), "by the file watch, not by the periodic check");
    }
}

/// The child process of `idle_inactive_process_is_never_woken`, not a test of its own: prints a
/// line once it is idle.
#[test]
fn idle_child_process() {
    use std::io::{Read as _, Write as _};

    let Some(path) = std::env::var_os("RAPPORT_TEST_IDLE_JOURNAL") else {
        return;
    };
    let journal = open_journal(path.as_ref(), &FixedClock::new(zoned(NOW)));
    let _drafts = rapport::journal::drafts::Drafts::open(&journal).unwrap();
    journal.set_active(false);
    journal.flush().unwrap();
    writeln!(std::io::stdout().lock(), "idle").unwrap();
    // Until the parent closes the pipe.
    let _ = std::io::stdin().read(&mut [0]);
}

/// The number of voluntary context switches of all threads of a process: how often they were woken.
#[cfg(target_os = "linux")]
fn wakeups(pid: u32) -> u64 {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    let of = |status: String| -> u64 {
        let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:")).unwrap();
        line.trim().parse().unwrap()
    };
    tasks.map(|task| of(std::fs::read_to_string(task.unwrap().path().join("status")).unwrap())).sum()
}

#[cfg(target_os = "linux")]
#[test]
fn idle_inactive_process_is_never_woken() {
    let journal = TempJournal::with_people(&["Ana"]);
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "journal::concurrency::idle_child_process", "--nocapture"])
        .env("RAPPORT_TEST_IDLE_JOURNAL", journal.file())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // Kept open, because the test harness of the child prints a summary when it ends.
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.by_ref().map_while(Result::ok).any(|line| line.ends_with("idle")));
    std::thread::sleep(Duration::from_millis(1_500));
    let before = wakeups(child.id());
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(wakeups(child.id()), before);
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn two_windows_that_write_at_once_lose_nothing() {
    let journal = TempJournal::with_people(&["Ana"]);
    std::thread::scope(|scope| {
        for window in ["left", "right"] {
            let (file, clock) = (journal.file(), journal.clock.clone());
            scope.spawn(move || {
                let own = open_journal(&file, &clock);
                for number in 0..200 {
                    own.submit(jot_change(1, None, &format!("{window} {number}")));
                }
                own.flush().unwrap();
                let notices = own.poll_events();
                assert_eq!(notices.len(), 200);
                assert!(notices.iter().all(|notice| matches!(notice, WriterEvent::Committed { .. })), "{notices:?}");
            });
        }
    });
    let texts = entry_texts(&journal);
    for window in ["left", "right"] {
        let own: Vec<&String> = texts.iter().filter(|text| text.starts_with(window)).collect();
        let expected: Vec<String> = (0..200).map(|number| format!("{window} {number}")).collect();
        assert_eq!(own, expected.iter().collect::<Vec<_>>(), "in their order");
    }
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM changes"), 401);
    assert_clean(journal.db());
}

#[test]
fn closing_a_journal_finishes_pending_changes() {
    let mut journal = TempJournal::with_people(&["Ana"]);
    for number in 0..100 {
        journal.submit(jot_change(1, None, &format!("line {number}")));
    }
    journal.reopen();
    assert_eq!(entry_texts(&journal).len(), 100);
}

#[test]
fn a_closed_journal_is_one_file() {
    let mut journal = TempJournal::with_people(&["Ana"]);
    drop(rapport::journal::drafts::Drafts::open(&journal).unwrap());
    journal.close();
    let folder = journal.file();
    let mut left: Vec<_> = std::fs::read_dir(folder.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left, ["journal.rapport"]);
}

#[test]
fn dead_writer_returns_submitted_changes() {
    let temp = TempJournal::with_people(&["Ana"]);
    let wake = || panic!("on purpose: this ends the writer");
    let journal = Journal::open(&temp.file(), Arc::new(temp.clock.clone()), wake).unwrap();
    journal.submit(jot_change(1, None, "the first"));
    assert!(matches!(journal.flush(), Err(StoreError::WriterGone)));
    assert_eq!(journal.stop_reason(), Some(StopReason::Panicked));
    let change = jot_change(1, None, "the second");
    let ticket = journal.submit(change.clone());
    assert!(journal.flush().is_err());
    let lost = journal.poll_events().into_iter().any(
        |notice| matches!(notice, WriterEvent::Rejected { ticket: of, change: back, .. } if of == ticket && back == change),
    );
    assert!(lost);
    let error = journal.commit(change, &journal.now()).unwrap_err();
    assert!(matches!(error, rapport::journal::change::ChangeError::Store(StoreError::WriterGone)));
    assert_eq!(entry_texts(&temp), ["the first"], "what was kept is kept");
}

#[test]
fn what_was_queued_when_the_writer_panicked_comes_back_with_its_text() {
    let temp = TempJournal::with_people(&["Ana"]);
    let all_queued = Arc::new(Barrier::new(2));
    let (wait, waited) = (Arc::clone(&all_queued), AtomicBool::new(false));
    let wake = move || {
        if !waited.swap(true, Ordering::SeqCst) {
            wait.wait();
        }
        panic!("on purpose");
    };
    let journal = Journal::open(&temp.file(), Arc::new(temp.clock.clone()), wake).unwrap();
    let changes = ["the first", "the second", "the third"].map(|text| jot_change(1, None, text));
    let tickets = changes.clone().map(|change| journal.submit(change));
    journal.undo();
    all_queued.wait();
    assert!(matches!(journal.flush(), Err(StoreError::WriterGone)));
    let mut rejected = Vec::new();
    let mut committed = Vec::new();
    for notice in journal.poll_events() {
        match notice {
            WriterEvent::Committed { ticket, .. } => committed.push(ticket),
            WriterEvent::Rejected { ticket, change, .. } => rejected.push((ticket, change)),
            WriterEvent::Stopped(StopReason::Panicked) | WriterEvent::UndoFailed(StoreError::WriterGone) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(committed, tickets[..1]);
    let [_, second, third] = changes;
    assert_eq!(rejected, [(tickets[1], second), (tickets[2], third)]);
    assert_eq!(entry_texts(&temp), ["the first"]);
}

/// The child process of the tests that kill it, not a test of its own: prints every line that is
/// committed.
#[test]
fn writer_child() {
    use std::io::Write as _;

    let Some(path) = std::env::var_os("RAPPORT_TEST_WRITES_TO") else {
        return;
    };
    let journal = open_journal(path.as_ref(), &FixedClock::new(zoned(NOW)));
    for number in 0.. {
        journal.commit(jot_change(1, None, &format!("line {number}")), &journal.now()).unwrap();
        // Directly to the pipe, because the harness would hold back printed text.
        let written = writeln!(std::io::stdout().lock(), "kept {number}");
        if written.is_err() {
            return;
        }
    }
}

fn spawn_writer_child(journal: &TempJournal) -> std::process::Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "journal::concurrency::writer_child", "--nocapture"])
        .env("RAPPORT_TEST_WRITES_TO", journal.file())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn parse_kept_line(line: &str) -> Option<usize> {
    line.split_once("kept ")?.1.trim().parse().ok()
}

#[test]
fn killed_process_loses_no_acknowledged_write() {
    let mut journal = TempJournal::with_people(&["Ana"]);
    for wait_for in [1, 20, 57] {
        let before = entry_texts(&journal).len();
        journal.close();
        let mut child = spawn_writer_child(&journal);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut last = lines
            .by_ref()
            .map_while(Result::ok)
            .filter_map(|line| parse_kept_line(&line))
            .find(|&number| number >= wait_for);
        // SIGKILL at a random moment.
        child.kill().unwrap();
        child.wait().unwrap();
        last = lines.map_while(Result::ok).filter_map(|line| parse_kept_line(&line)).last().max(last);
        let acknowledged = last.unwrap() + 1;
        let db = Db::open_existing(&journal.file()).unwrap();
        assert_clean(&db);
        journal.reopen();
        let found = entry_texts(&journal).len() - before;
        // The line being written at that moment may be committed too.
        assert!((acknowledged..=acknowledged + 1).contains(&found), "{found} of {acknowledged}");
    }
}

#[test]
fn two_processes_that_write_at_once_lose_nothing() {
    let journal = TempJournal::with_people(&["Ana"]);
    let mut child = spawn_writer_child(&journal);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let seen = journal.generation();
    let mut theirs = 0;
    for number in 0..60 {
        journal.commit(jot_change(1, None, &format!("mine {number}"))).unwrap();
        theirs = lines.by_ref().find_map(|line| parse_kept_line(&line)).unwrap() + 1;
    }
    wait_until("the generation has grown", || journal.generation() > seen);
    child.kill().unwrap();
    child.wait().unwrap();
    theirs = lines.filter_map(|line| parse_kept_line(&line)).last().map_or(theirs, |number| number + 1);
    let found = entry_texts(&journal);
    assert_eq!(found.iter().filter(|text| text.starts_with("mine")).count(), 60);
    let committed = found.iter().filter(|text| text.starts_with("line")).count();
    assert!((theirs..=theirs + 1).contains(&committed), "{committed} of {theirs}");
    assert_clean(journal.db());
}
