//! Power cuts: the real writes of the program, as `strace` records them, replayed up to every
//! write, with sectors and names that were not synced lost at random.

mod disk;
mod recording;

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use rand::RngExt as _;
use rapport::{
    domain::passphrase::Passphrase,
    store::{Db, StoreError, unlock},
};

use self::{
    disk::{Call, Disk},
    recording::record,
};
use super::{
    report_figure, rounds, seeded_rng,
    support::{NOW, assert_clean, export_json, raw_connection, strings, zoned},
    terminal::Sandbox,
};

const JOTS: usize = 3;
const PASSPHRASE: &str = "canoe lantern";

fn has_strace() -> bool {
    let is_there = Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_ok();
    if !is_there {
        assert!(std::env::var_os("CI").is_none(), "strace is missing");
        report_figure("power cuts: skipped, strace is not installed");
    }
    is_there
}

/// Cuts the power at places in `calls`, which begin with a journal of this content. Calls `verify`
/// with the path of what is left, the number of commands that were acknowledged, and the place.
fn cut_power(name: &str, start: &[u8], calls: &[Call], test: u64, verify: impl Fn(&Path, usize, &str)) {
    let mut rng = seeded_rng(test);
    let cuts = calls.len();
    // Every place once, then random places, each with other sectors lost.
    let cases = rounds(40);
    let stride = (cuts / cases).max(1);
    let mut lost = 0;
    for case in 0..cases {
        let cut = if case * stride <= cuts { case * stride } else { rng.random_range(0..=cuts) };
        let mut disk = Disk::with_file("journal.rapport", start);
        for call in &calls[..cut] {
            disk.replay(call);
        }
        let folder = tempfile::tempdir().unwrap();
        lost += disk.cut(&mut rng, folder.path());
        verify(&folder.path().join("journal.rapport"), disk.acknowledged, &format!("cut {cut} of {cuts}"));
    }
    report_figure(&format!(
        "power cuts, {name}: {cases} at {cuts} places, {lost} sectors lost, no acknowledged change"
    ));
}

#[test]
fn power_cut_loses_no_acknowledged_entry() {
    if !has_strace() {
        return;
    }
    let sandbox = Sandbox::with_sample();
    let start = fs::read(sandbox.journal_path()).unwrap();
    let calls: Vec<Call> = (0..JOTS).flat_map(|index| record(&sandbox, &["jot", "dana", &text(index)], None)).collect();
    cut_power("jot", &start, &calls, 20, |path, acknowledged, place| {
        let db = Db::open_existing(path).unwrap_or_else(|error| panic!("{place}: {error}"));
        assert_clean(&db);
        let texts = jotted(path);
        assert!(texts.len() >= acknowledged, "{place}: {texts:?} of {acknowledged}");
        let expected: Vec<String> = (0..texts.len()).map(text).collect();
        assert_eq!(texts, expected, "{place}");
    });
}

fn text(index: usize) -> String {
    format!("power cut {index}")
}

fn jotted(path: &Path) -> Vec<String> {
    strings(&raw_connection(path), "SELECT text FROM entries WHERE text LIKE 'power cut %' ORDER BY id")
}

#[test]
fn power_cut_while_the_passphrase_changes_leaves_the_journal_with_one_or_the_other() {
    if !has_strace() {
        return;
    }
    let sandbox = Sandbox::with_sample();
    let key_file = sandbox.path("passphrase");
    fs::write(&key_file, PASSPHRASE).unwrap();
    let start = fs::read(sandbox.journal_path()).unwrap();
    let content = |path: &Path| {
        let db = Db::open_existing(path)?;
        assert_clean(&db);
        Ok::<_, StoreError>(export_json(&db, zoned(NOW).date()))
    };
    let expected = content(&sandbox.journal_path()).unwrap();
    let mut calls = record(&sandbox, &["passphrase", "set"], Some(&key_file));
    calls.extend(record(&sandbox, &["passphrase", "remove", "--yes"], Some(&key_file)));
    cut_power("passphrase", &start, &calls, 21, |path, _, place| {
        unlock(path, &Passphrase::new(PASSPHRASE).unwrap()).unwrap_or_else(|error| panic!("{place}: {error}"));
        let left = content(path).unwrap_or_else(|error| panic!("{place}: {error}"));
        assert_eq!(left, expected, "{place}");
    });
}
