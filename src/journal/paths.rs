//! Where journals lie when nobody says otherwise: in the platform's data folder for this user, on this machine. (Not in
//! one that a domain carries from machine to machine: two copies of a database must not be written at once.)

use std::path::{Path, PathBuf};

use directories::{ProjectDirs, UserDirs};

/// Where to look for a journal.
///
/// Nothing where the computer does not say who is using it.
pub fn default_journal() -> Option<PathBuf> {
    data_file("journal.rapport")
}

/// Where the sample that newcomers look around in lies.
///
/// Nothing where the computer does not say who is using it.
pub fn default_sample() -> Option<PathBuf> {
    data_file("sample.rapport")
}

/// Where a document goes when nobody says otherwise.
///
/// Nothing where the computer does not say who is using it.
pub fn documents_dir() -> Option<PathBuf> {
    let folders = UserDirs::new()?;
    let documents = folders.document_dir().filter(|folder| folder.is_dir());
    Some(documents.unwrap_or(folders.home_dir()).to_owned())
}

/// The file that is meant where somebody wrote a path in the window: `~` is their own folder, and a name alone lies among
/// their documents.
pub fn resolve_user_path(path: &str) -> PathBuf {
    let path = Path::new(path.trim());
    let home = || UserDirs::new().map(|folders| folders.home_dir().to_owned());
    match path.strip_prefix("~") {
        Ok(below) => home().map_or_else(|| path.to_owned(), |home| home.join(below)),
        Err(_) => documents_dir().unwrap_or_default().join(path),
    }
}

fn data_file(name: &str) -> Option<PathBuf> {
    let folders = ProjectDirs::from("", "", "rapport")?;
    Some(Path::join(folders.data_local_dir(), name))
}
