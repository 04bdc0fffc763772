//! The page for printing: one file beside the journal that only the owner can read. Each print
//! replaces the one before, and it is removed when the journal is opened or closed.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

/// The path of the printed page of a journal.
pub fn page_path(journal: &Path) -> PathBuf {
    journal.with_extension("print.html")
}

/// Writes the page and returns its path.
///
/// # Errors
/// Fails if the folder of the journal cannot be written to.
pub fn write_page(journal: &Path, page: &str) -> io::Result<PathBuf> {
    let path = page_path(journal);
    write_private_file(&path, page)?;
    Ok(path)
}

/// Removes the printed page, if there is one.
pub fn remove_page(journal: &Path) {
    match fs::remove_file(page_path(journal)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::warn!(%error, "the printed page stays where it is");
        }
        _ => {}
    }
}

/// Writes a file that only the owner can read, replacing an existing file.
///
/// # Errors
/// Fails if the file cannot be written.
pub fn write_private_file(path: &Path, text: &str) -> io::Result<()> {
    // A new file, so that an open handle on the old one does not see the new text.
    let mut temp_path = path.as_os_str().to_owned();
    temp_path.push(".part");
    let temp_path = PathBuf::from(temp_path);
    let written = create_private_file(&temp_path, text).and_then(|()| fs::rename(&temp_path, path));
    if written.is_err() {
        // Remove the incomplete file; the error to report is the one above.
        let _ = fs::remove_file(&temp_path);
    }
    written
}

fn create_private_file(path: &Path, text: &str) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printing_replaces_the_previous_page_with_an_owner_only_file() {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("journal.rapport");
        fs::write(page_path(&journal), "open to all").unwrap();
        let path = write_page(&journal, "new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(path.parent(), journal.parent());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
        remove_page(&journal);
        remove_page(&journal);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn failed_write_leaves_no_partial_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("taken");
        fs::create_dir(&path).unwrap();
        fs::write(path.join("precious"), "stays").unwrap();
        assert!(write_private_file(&path, "new").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
