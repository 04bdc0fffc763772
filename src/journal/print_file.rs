//! The page for printing: one file beside the journal that only the owner can read. Each print
//! replaces the one before, and it is removed when the journal is opened or closed.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::store::atomic_file::replace_file;

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
    replace_file(&path, page.as_bytes())?;
    Ok(path)
}

/// Removes the printed page, if there is one.
pub fn remove_page(journal: &Path) {
    match fs::remove_file(page_path(journal)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::warn!(%error, "the printed page could not be deleted");
        }
        _ => {}
    }
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
}
