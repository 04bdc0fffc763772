//! The page for printing: one file beside the journal that only the owner can read. Each print
//! replaces the one before, and it is removed when the journal is opened or closed.

use std::{
    fs,
    fs::File,
    io,
    io::{Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use crate::store::atomic_file::{AtomicFile, replace_file};

/// The last line of a printed page, by which it is known from a page of the user with the same
/// name.
const MARK: &str = "<!-- Printed by Rapport, which removes this file. -->\n";

/// The most pages of the user with such names that are worked around.
const MAX_PATHS: u32 = 9;

/// The path of the printed page of a journal: the first that is free or has a page of ours.
pub fn page_path(journal: &Path) -> PathBuf {
    let mut paths = paths(journal);
    paths.find(|path| is_ours(path) || path.symlink_metadata().is_err()).unwrap_or_else(|| first_path(journal))
}

/// Writes the page and returns its path.
///
/// # Errors
/// Fails if the folder of the journal cannot be written to, or has pages of the user with all names
/// that are tried.
pub fn write_page(journal: &Path, page: &str) -> io::Result<PathBuf> {
    let path = page_path(journal);
    let content = format!("{page}\n{MARK}");
    if is_ours(&path) {
        replace_file(&path, content.as_bytes())?;
    } else {
        let mut file = AtomicFile::create(&path)?;
        file.as_file_mut().write_all(content.as_bytes())?;
        file.persist_noclobber()?;
    }
    Ok(path)
}

/// Removes the printed pages, if there are any.
pub fn remove_page(journal: &Path) {
    for path in paths(journal).filter(|path| is_ours(path)) {
        if let Err(error) = fs::remove_file(path) {
            tracing::warn!(%error, "the printed page could not be deleted");
        }
    }
}

fn first_path(journal: &Path) -> PathBuf {
    journal.with_extension("print.html")
}

fn paths(journal: &Path) -> impl Iterator<Item = PathBuf> {
    let others = (2..=MAX_PATHS).map(|number| journal.with_extension(format!("print-{number}.html")));
    std::iter::once(first_path(journal)).chain(others)
}

/// Whether a file ends with the mark.
fn is_ours(path: &Path) -> bool {
    let ends_with_mark = |mut file: File| {
        let length = i64::try_from(MARK.len()).unwrap_or(i64::MAX);
        file.seek(SeekFrom::End(-length))?;
        let mut end = Vec::new();
        file.read_to_end(&mut end)?;
        Ok::<_, io::Error>(end == MARK.as_bytes())
    };
    path.symlink_metadata().is_ok_and(|metadata| metadata.is_file())
        && File::open(path).and_then(ends_with_mark).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printing_replaces_the_previous_page_with_an_owner_only_file() {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("journal.rapport");
        write_page(&journal, "old").unwrap();
        let path = write_page(&journal, "new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), format!("new\n{MARK}"));
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
    fn a_page_of_the_user_is_neither_replaced_nor_removed() {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("journal.rapport");
        let own = folder.path().join("journal.print.html");
        fs::write(&own, "the user's page").unwrap();
        let path = write_page(&journal, "new").unwrap();
        assert_eq!(path.file_name().unwrap(), "journal.print-2.html");
        remove_page(&journal);
        assert!(!path.exists());
        assert_eq!(fs::read_to_string(&own).unwrap(), "the user's page");
    }
}
