//! Default paths, in the local data folder of the user. (Not in a roaming folder: two copies of a
//! database must not be written at the same time.)

use std::path::{Path, PathBuf};

use directories::{ProjectDirs, UserDirs};

/// The default path of the journal; `None` if the home folder of the user is unknown.
pub fn default_journal() -> Option<PathBuf> {
    data_file("journal.rapport")
}

/// The path of the sample journal; `None` if the home folder of the user is unknown.
pub fn default_sample() -> Option<PathBuf> {
    data_file("sample.rapport")
}

/// The default folder of backups; `None` if the home folder of the user is unknown.
pub fn default_backups() -> Option<PathBuf> {
    data_file("backups")
}

/// The folder of the notes about temporary files that are being written; `None` if the home folder
/// of the user is unknown.
pub fn temp_register() -> Option<PathBuf> {
    data_file("unfinished")
}

/// The default folder for documents; `None` if the home folder of the user is unknown.
pub fn documents_dir() -> Option<PathBuf> {
    let folders = UserDirs::new()?;
    let documents = folders.document_dir().filter(|folder| folder.is_dir());
    Some(documents.unwrap_or(folders.home_dir()).to_owned())
}

/// Resolves a path typed in the window: `~` is the home folder, and a relative path is in the
/// documents folder.
pub fn resolve_user_path(path: &str) -> PathBuf {
    let path = Path::new(path.trim());
    let home = || UserDirs::new().map(|folders| folders.home_dir().to_owned());
    match path.strip_prefix("~") {
        Ok(rest) => home().map_or_else(|| path.to_owned(), |home| home.join(rest)),
        Err(_) => documents_dir().unwrap_or_default().join(path),
    }
}

fn data_file(name: &str) -> Option<PathBuf> {
    let folders = ProjectDirs::from("", "", "rapport")?;
    Some(Path::join(folders.data_local_dir(), name))
}
