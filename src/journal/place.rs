//! Where journals lie when nobody says otherwise: in the platform's data folder for this user, on this machine. (Not in
//! one that a domain carries from machine to machine: two copies of a database must not be written at once.)

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// Where to look for a journal.
///
/// Nothing where the computer does not say who is using it.
pub fn journal() -> Option<PathBuf> {
    in_data_folder("journal.rapport")
}

/// Where the sample that newcomers look around in lies.
///
/// Nothing where the computer does not say who is using it.
pub fn sample() -> Option<PathBuf> {
    in_data_folder("sample.rapport")
}

fn in_data_folder(name: &str) -> Option<PathBuf> {
    let folders = ProjectDirs::from("", "", "rapport")?;
    Some(Path::join(folders.data_local_dir(), name))
}
