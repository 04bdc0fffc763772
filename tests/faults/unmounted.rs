//! The disk of an open journal is unmounted.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use rapport::{
    domain::{id::PersonId, person::Profile},
    journal::{StopReason, change::Change, clock::FixedClock, save_as::Unsaved, writer_event::WriterEvent},
    store::{Db, Displacement},
};

use super::{
    full_disk::{can_mount, in_namespace},
    report_figure,
    support::{NOW, assert_clean, jot_change, open_journal, zoned},
};

/// The folder of the process that mounts and unmounts.
const CHILD: &str = "RAPPORT_UNMOUNT_CHILD";

#[test]
fn journal_on_a_disk_that_is_unmounted_is_saved_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    if !can_mount(&folder.path().join("probe")) {
        assert!(env::var_os("CI").is_none(), "a tmpfs cannot be mounted in a namespace");
        report_figure("unmounted disk: skipped, a tmpfs cannot be mounted in a namespace");
        return;
    }
    let mut child = in_namespace(env::current_exe().unwrap());
    child.args(["--exact", "unmounted::unmounting_child", "--nocapture"]).env(CHILD, folder.path());
    assert!(child.stdout(Stdio::null()).status().unwrap().success());
    report_figure("unmounted disk: noticed, and everything saved elsewhere");
}

/// Not a test of its own: the process in a namespace that
/// [`journal_on_a_disk_that_is_unmounted_is_saved_elsewhere`] starts.
#[test]
fn unmounting_child() {
    let Some(folder) = env::var_os(CHILD).map(PathBuf::from) else { return };
    let disk = folder.join("disk");
    fs::create_dir(&disk).unwrap();
    run("mount", &["-t", "tmpfs", "tmpfs"], &disk);
    let journal = open_journal(&disk.join("journal.rapport"), &FixedClock::new(zoned(NOW)));
    journal.commit(Change::AddPeople(vec![Profile::with_name("Ana")]), &journal.now()).unwrap();
    journal.commit(jot_change(1, None, "! saved before"), &journal.now()).unwrap();
    run("umount", &["-l"], &disk);
    let change = jot_change(1, None, "! written since");
    journal.submit(change.clone());
    assert!(journal.flush().is_err());
    assert_eq!(journal.stop_reason(), Some(StopReason::Displaced(Displacement::Removed)));
    let events = journal.poll_events();
    assert!(events.iter().any(|event| matches!(event, WriterEvent::Rejected { .. })), "{events:?}");
    assert_eq!(fs::read_dir(&disk).unwrap().count(), 0, "nothing is written where the disk was");
    let new = folder.join("new.rapport");
    journal.save_as(&new, Unsaved { changes: vec![change], drafts: Vec::new() });
    assert!(journal.flush().is_err());
    drop(journal);
    let saved = Db::open_existing(&new).unwrap();
    assert_clean(&saved);
    let texts: Vec<String> = saved.open_entries(PersonId(1)).unwrap().into_iter().map(|entry| entry.text).collect();
    assert_eq!(texts, ["saved before", "written since"]);
}

fn run(program: &str, arguments: &[&str], folder: &Path) {
    assert!(Command::new(program).args(arguments).arg(folder).status().unwrap().success(), "{program}");
}
