//! The ways in which another program takes the file of an open journal away.
#![allow(dead_code, reason = "every test file uses a part of this")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use rapport::store::Displacement;

use crate::support::TempJournal;

/// The file whose name is that of `file` with a suffix.
pub fn beside(file: &Path, suffix: &str) -> PathBuf {
    PathBuf::from(format!("{}{suffix}", file.display()))
}

/// A closed journal of somebody else.
pub fn other_journal(path: &Path) {
    let mut other = TempJournal::with_people(&["Bo"]);
    other.jot(1, "! of the other file");
    other.close();
    fs::copy(other.file(), path).unwrap();
}

/// Its name, what it does to the file, and what the journal says of it.
pub type Way = (&'static str, fn(&Path), Displacement);

/// Every way in which another program can take the file of an open journal away.
pub const WAYS: &[Way] = &[
    ("removed", |file| fs::remove_file(file).unwrap(), Displacement::Removed),
    ("moved aside", |file| fs::rename(file, beside(file, ".old")).unwrap(), Displacement::Removed),
    (
        "folder renamed",
        |file| {
            let folder = file.parent().unwrap();
            fs::rename(folder, folder.with_file_name("elsewhere")).unwrap();
        },
        Displacement::Removed,
    ),
    ("folder removed", |file| fs::remove_dir_all(file.parent().unwrap()).unwrap(), Displacement::Removed),
    (
        "replaced by a rename",
        |file| {
            other_journal(&beside(file, ".sync"));
            fs::rename(beside(file, ".sync"), file).unwrap();
        },
        Displacement::Replaced,
    ),
    ("log removed", |file| fs::remove_file(beside(file, "-wal")).unwrap(), Displacement::LogRemoved),
];
