//! A page of the file is damaged while it is open.

use std::{
    fs,
    io::{Seek as _, SeekFrom, Write as _},
    path::Path,
};

use rapport::{
    journal::{Journal, StopReason, change::ChangeError, writer_event::WriterEvent},
    store::{Db, EntryFilter, StoreError},
};

use crate::support::{TempJournal, jot_change, open_journal};

const PAGE: usize = 4096;

type Read<'a> = &'a dyn Fn(&Db) -> Result<(), StoreError>;

/// Reads about as much as the window does. Returns whether any of it found damage.
fn read_finds_damage(journal: &Journal) -> bool {
    let today = journal.today();
    let reads: [Read<'_>; 5] = [
        &|db| db.people().map(drop),
        &|db| db.person_summaries(today).map(drop),
        &|db| db.open_items(today).map(drop),
        &|db| db.timeline(rapport::domain::id::PersonId(1)).map(drop),
        &|db| db.for_each_filtered_entry(&EntryFilter::default(), |_| Ok(())),
    ];
    reads.iter().filter(|read| journal.read(read).is_err_and(|error| error.is_damage())).count() > 0
}

fn overwrite_page(file: &Path, page: u64, byte: u8) {
    let mut file = fs::OpenOptions::new().write(true).open(file).unwrap();
    file.seek(SeekFrom::Start(page * PAGE as u64)).unwrap();
    file.write_all(&[byte; PAGE]).unwrap();
}

#[test]
fn nothing_is_acknowledged_after_a_damaged_page_was_read() {
    let mut good = TempJournal::sample();
    good.close();
    let pages = fs::metadata(good.file()).unwrap().len() / PAGE as u64;
    let mut found = 0;
    for page in 1..pages {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("journal.rapport");
        fs::copy(good.file(), &file).unwrap();
        let journal = open_journal(&file, &good.clock);
        overwrite_page(&file, page, if page % 2 == 0 { 0 } else { 0xa5 });
        let mut is_damaged = read_finds_damage(&journal);
        for nth in 0..3 {
            let result = journal.commit(jot_change(1, None, &format!("line {nth}")), &journal.now());
            match result {
                Ok(_) => assert!(!is_damaged, "page {page}: change {nth} was acknowledged"),
                Err(ChangeError::Store(error)) => is_damaged |= error.is_damage(),
                Err(_) => {}
            }
        }
        if is_damaged {
            found += 1;
            assert_eq!(journal.stop_reason(), Some(StopReason::Damaged), "page {page}");
            journal.submit(jot_change(1, None, "kept in memory"));
            assert!(matches!(journal.flush(), Err(StoreError::Corrupt(_))), "page {page}");
            let events = journal.poll_events();
            let is_rejected = |event: &WriterEvent| matches!(event, WriterEvent::Rejected { .. });
            assert!(events.iter().any(is_rejected), "page {page}: {events:?}");
        }
    }
    assert!(found > pages / 4, "{found} of {pages}");
}

#[test]
fn damaged_journal_is_not_written_when_it_is_closed() {
    let mut good = TempJournal::sample();
    good.close();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal.rapport");
    fs::copy(good.file(), &file).unwrap();
    let journal = open_journal(&file, &good.clock);
    journal.commit(jot_change(1, None, "in the log"), &journal.now()).unwrap();
    // It has read the schema, and nothing else yet.
    let other = journal.open_reader().unwrap();
    for page in 1..fs::metadata(&file).unwrap().len() / PAGE as u64 {
        overwrite_page(&file, page, 0xa5);
    }
    let damage = other.people().unwrap_err();
    assert!(damage.is_damage(), "{damage:?}");
    journal.read(|_| Err::<(), _>(damage)).unwrap_err();
    let bytes = fs::read(&file).unwrap();
    drop(other);
    drop(journal);
    assert!(fs::read(&file).unwrap() == bytes, "the damaged file is left for its recovery");
    let log = fs::metadata(folder.path().join("journal.rapport-wal")).unwrap();
    assert!(log.len() > 0, "and so is its log");
}
