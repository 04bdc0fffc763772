//! The file is taken away, or another is put in its place, while it is open.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rapport::{
    domain::id::PersonId,
    journal::{
        Journal, StopReason,
        change::{Change, ChangeError},
        drafts::Drafts,
        save_as::Unsaved,
        writer_event::WriterEvent,
    },
    store::{Db, Draft, StoreError},
};

use crate::{
    displacement::{WAYS, beside, other_journal},
    support::{TempJournal, assert_clean, jot_change, open_journal, wait_until},
};

fn texts(db: &Db) -> Vec<String> {
    db.open_entries(PersonId(1)).unwrap().into_iter().map(|entry| entry.text).collect()
}

/// A journal of Ana with one entry that is still in the log, in a folder of its own.
fn open_in_folder(folder: &Path) -> (Journal, PathBuf) {
    let temp = TempJournal::with_people(&[]);
    let inner = folder.join("mine");
    fs::create_dir(&inner).unwrap();
    let file = inner.join("journal.rapport");
    let journal = open_journal(&file, &temp.clock);
    let ana = Change::AddPeople(vec![rapport::domain::person::Profile::with_name("Ana")]);
    journal.commit(ana, &journal.now()).unwrap();
    journal.commit(jot_change(1, None, "! saved before"), &journal.now()).unwrap();
    (journal, file)
}

#[test]
fn nothing_is_acknowledged_once_the_file_is_gone_and_all_of_it_can_be_saved_elsewhere() {
    for (name, take_away, expected) in WAYS {
        let folder = tempfile::tempdir().unwrap();
        let (journal, file) = open_in_folder(folder.path());
        let mut drafts = Drafts::open(&journal).unwrap();
        take_away(&file);

        let change = jot_change(1, None, "! written since");
        journal.submit(change.clone());
        drafts.set_text(
            Draft { field_key: "jot/1".into(), prefix: String::new(), text: "half a th".into() },
            std::time::Duration::ZERO,
        );
        drafts.save_all(&journal);
        let error = journal.flush().unwrap_err();
        assert!(matches!(error, StoreError::Displaced { displacement, .. } if displacement == *expected), "{name}");
        assert_eq!(journal.stop_reason(), Some(StopReason::Displaced(*expected)), "{name}");
        let mut rejected = Vec::new();
        for event in journal.poll_events() {
            drafts.on_event(&event);
            match event {
                WriterEvent::Rejected { change, error: ChangeError::Store(StoreError::Displaced { .. }), .. } => {
                    rejected.push(change);
                }
                WriterEvent::Committed { .. } | WriterEvent::DraftSaved { .. } => panic!("{name}: {event:?}"),
                _ => {}
            }
        }
        assert_eq!(rejected, [change], "{name}: it comes back with its text");
        assert_eq!(texts(journal.db()), ["saved before"], "{name}: what was open can still be read");

        let new_file = folder.path().join("saved.rapport");
        journal.save_as(&new_file, Unsaved { changes: rejected, drafts: drafts.unsaved() });
        // The answer comes after everything that was queued before.
        assert!(journal.flush().is_err());
        let saved = journal.poll_events();
        assert!(
            matches!(saved.as_slice(), [WriterEvent::SavedAs { path, result: Ok(0) }] if *path == new_file),
            "{name}: {saved:?}"
        );
        drop(drafts);
        drop(journal);
        let saved = Db::open_existing(&new_file).unwrap();
        assert_clean(&saved);
        assert_eq!(texts(&saved), ["saved before", "written since"], "{name}");
        assert_eq!(saved.draft("jot/1", 1).unwrap().unwrap().text, "half a th", "{name}");
    }
}

#[test]
fn file_that_takes_the_place_of_an_open_journal_is_not_changed() {
    let folder = tempfile::tempdir().unwrap();
    let (journal, file) = open_in_folder(folder.path());
    let other = folder.path().join("other.rapport");
    other_journal(&other);
    let bytes = fs::read(&other).unwrap();
    fs::rename(&other, &file).unwrap();
    journal.submit(jot_change(1, None, "! written since"));
    assert!(journal.flush().is_err());
    drop(journal);
    assert!(fs::read(&file).unwrap() == bytes, "no byte of it is changed");
    let db = Db::open_existing(&file).unwrap();
    assert_clean(&db);
    assert_eq!(texts(&db), ["of the other file"], "the log of the old file is not applied to it");
}

#[test]
fn file_that_was_moved_aside_has_the_newest_entries() {
    let folder = tempfile::tempdir().unwrap();
    let (journal, file) = open_in_folder(folder.path());
    let drafts = Drafts::open(&journal).unwrap();
    let aside = folder.path().join("aside.rapport");
    fs::rename(&file, &aside).unwrap();
    journal.check_file();
    assert!(journal.flush().is_err());
    drop(drafts);
    drop(journal);
    assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 0, "nothing is left where it was");
    assert_eq!(texts(&Db::open_existing(&aside).unwrap()), ["saved before"]);
}

#[test]
fn missing_file_is_noticed_without_a_write() {
    for (name, take_away, expected) in WAYS {
        let folder = tempfile::tempdir().unwrap();
        let (journal, file) = open_in_folder(folder.path());
        take_away(&file);
        // The file watch does not see that the folder of the file has another name; the window
        // looks when it gets the focus.
        if *name == "folder renamed" {
            journal.set_active(true);
        }
        wait_until(name, || journal.stop_reason() == Some(StopReason::Displaced(*expected)));
        let events = journal.poll_events();
        assert!(events.iter().any(|event| matches!(event, WriterEvent::Stopped(_))), "{name}: {events:?}");
    }
}

#[test]
fn journal_opened_again_after_its_log_was_removed_has_everything() {
    let folder = tempfile::tempdir().unwrap();
    let (journal, file) = open_in_folder(folder.path());
    fs::remove_file(beside(&file, "-wal")).unwrap();
    journal.check_file();
    assert!(journal.flush().is_err());
    drop(journal);
    let db = Db::open_existing(&file).unwrap();
    assert_clean(&db);
    assert_eq!(texts(&db), ["saved before"]);
}

#[cfg(unix)]
#[test]
fn journal_behind_a_symbolic_link_is_written_and_its_target_watched() {
    let folder = tempfile::tempdir().unwrap();
    let temp = TempJournal::with_people(&[]);
    let (target, link) = (folder.path().join("target.rapport"), folder.path().join("link.rapport"));
    drop(open_journal(&target, &temp.clock));
    std::os::unix::fs::symlink(&target, &link).unwrap();
    let journal = open_journal(&link, &temp.clock);
    let ana = Change::AddPeople(vec![rapport::domain::person::Profile::with_name("Ana")]);
    journal.commit(ana, &journal.now()).unwrap();
    fs::remove_file(&target).unwrap();
    let error = journal.commit(jot_change(1, None, "lost?"), &journal.now()).unwrap_err();
    assert!(matches!(error, ChangeError::Store(StoreError::Displaced { .. })), "{error:?}");
}

#[test]
fn existing_file_is_never_overwritten_by_saving_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let (journal, _) = open_in_folder(folder.path());
    let taken = folder.path().join("letter.txt");
    fs::write(&taken, "precious").unwrap();
    journal.save_as(&taken, Unsaved::default());
    journal.flush().unwrap();
    let events = journal.poll_events();
    assert!(
        matches!(
            events.last(),
            Some(WriterEvent::SavedAs { result: Err(StoreError::AlreadyExists(path)), .. }) if *path == taken
        ),
        "{events:?}"
    );
    assert_eq!(fs::read_to_string(&taken).unwrap(), "precious");
}
