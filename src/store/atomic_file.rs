//! Writes a file completely or not at all: to a temporary file beside the target, which takes its
//! place when complete. The target keeps its old content or has all of the new.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use tempfile::{Builder, NamedTempFile};

use super::{leftovers::lock_while_open, temp_register::Registration};

/// The beginning of the names of temporary files. They are removed when dropped, so one that is
/// left is of a process that was killed.
pub const TEMP_PREFIX: &str = ".rapport-tmp-";

/// A file under construction that only its owner can read. Dropping it leaves the target as it was.
///
/// A symbolic link at the target is replaced, not followed: see [`resolve_symlink`].
pub struct AtomicFile {
    temp: NamedTempFile,
    // After the file, so that it is dropped last.
    _registration: Registration,
    target: PathBuf,
}

impl AtomicFile {
    /// Creates the temporary file in the folder of `target`, with mode 0600.
    ///
    /// # Errors
    /// Fails if the folder does not exist or cannot be written to.
    pub fn create(target: &Path) -> io::Result<Self> {
        Self::create_with_prefix(target, TEMP_PREFIX)
    }

    /// As [`Self::create`], with another beginning of the name of the temporary file.
    ///
    /// # Errors
    /// As [`Self::create`].
    pub fn create_with_prefix(target: &Path, prefix: &str) -> io::Result<Self> {
        let temp = Builder::new().prefix(prefix).tempfile_in(parent_dir(target))?;
        lock_while_open(temp.as_file());
        let registration = Registration::new(temp.path());
        Ok(Self { temp, _registration: registration, target: target.to_owned() })
    }

    /// The temporary file, to write to.
    pub fn as_file_mut(&mut self) -> &mut File {
        self.temp.as_file_mut()
    }

    /// The path of the temporary file.
    pub fn temp_path(&self) -> &Path {
        self.temp.path()
    }

    /// Puts the file in the place of the target, whether or not that exists.
    ///
    /// # Errors
    /// Fails if the target is a folder, or a file cannot be written or renamed.
    pub fn persist(self) -> io::Result<()> {
        self.temp.as_file().sync_all()?;
        self.temp.persist(&self.target)?;
        sync_parent(&self.target)
    }

    /// Puts the file at the target.
    ///
    /// # Errors
    /// Fails with [`io::ErrorKind::AlreadyExists`] if anything is there, or as [`Self::persist`].
    pub fn persist_noclobber(self) -> io::Result<()> {
        self.temp.as_file().sync_all()?;
        match self.temp.persist_noclobber(&self.target) {
            // A file system that can neither rename without replacing nor make hard links.
            Err(failed)
                if failed.error.kind() != io::ErrorKind::AlreadyExists && self.target.symlink_metadata().is_err() =>
            {
                failed.file.persist(&self.target)?;
            }
            result => drop(result?),
        }
        sync_parent(&self.target)
    }
}

/// Writes a file that only its owner can read, replacing what is at `target`.
///
/// # Errors
/// Fails as [`AtomicFile::create`] and [`AtomicFile::persist`].
pub fn replace_file(target: &Path, content: &[u8]) -> io::Result<()> {
    use io::Write as _;

    let mut file = AtomicFile::create(target)?;
    file.as_file_mut().write_all(content)?;
    file.persist()
}

/// Writes a file that only its owner can read, where there is none yet.
///
/// # Errors
/// Fails as [`AtomicFile::create`] and [`AtomicFile::persist_noclobber`].
pub fn write_new_file(target: &Path, content: &[u8]) -> io::Result<()> {
    use io::Write as _;

    let mut file = AtomicFile::create(target)?;
    file.as_file_mut().write_all(content)?;
    file.persist_noclobber()
}

/// The file that a symbolic link leads to; `path` itself if it is not a link, or a dangling one.
pub fn resolve_symlink(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// The folder of a path; the current one for a bare file name.
pub fn parent_dir(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes the new name survive a power cut.
fn sync_parent(path: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(parent_dir(path))?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn file_names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn target_is_unchanged_until_the_new_file_is_complete() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("page.html");
        fs::write(&target, "before").unwrap();
        let mut dropped = AtomicFile::create(&target).unwrap();
        dropped.as_file_mut().write_all(b"half of").unwrap();
        assert!(dropped.temp_path().file_name().unwrap().to_str().unwrap().starts_with(TEMP_PREFIX));
        drop(dropped);
        assert_eq!(fs::read_to_string(&target).unwrap(), "before");
        let mut old = File::open(&target).unwrap();
        replace_file(&target, b"after").unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "after");
        assert_eq!(io::read_to_string(&mut old).unwrap(), "before", "who has it open still reads the old file");
        assert_eq!(file_names(folder.path()), ["page.html"]);
    }

    #[cfg(unix)]
    #[test]
    fn replaced_file_loses_the_permissions_of_the_old_one() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("page.html");
        for mode in [0o666, 0o400] {
            fs::write(&target, "open to all").unwrap();
            fs::set_permissions(&target, fs::Permissions::from_mode(mode)).unwrap();
            replace_file(&target, b"private").unwrap();
            assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o600, "was {mode:o}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn symlink_is_replaced_and_its_target_untouched() {
        let folder = tempfile::tempdir().unwrap();
        let (link, real) = (folder.path().join("link"), folder.path().join("real"));
        std::os::unix::fs::symlink(&real, &link).unwrap();
        assert_eq!(resolve_symlink(&link), link, "a dangling link");
        fs::write(&real, "stays").unwrap();
        assert_eq!(resolve_symlink(&link), fs::canonicalize(&real).unwrap());
        assert_eq!(
            AtomicFile::create(&link).unwrap().persist_noclobber().unwrap_err().kind(),
            io::ErrorKind::AlreadyExists
        );
        replace_file(&link, b"new").unwrap();
        assert!(link.symlink_metadata().unwrap().is_file());
        assert_eq!(fs::read_to_string(&link).unwrap(), "new");
        assert_eq!(fs::read_to_string(&real).unwrap(), "stays");
    }

    #[test]
    fn failed_write_leaves_target_and_folder_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("taken");
        fs::create_dir(&target).unwrap();
        fs::write(target.join("precious"), "stays").unwrap();
        replace_file(&target, b"new").unwrap_err();
        assert_eq!(
            AtomicFile::create(&target).unwrap().persist_noclobber().unwrap_err().kind(),
            io::ErrorKind::AlreadyExists
        );
        assert_eq!(file_names(folder.path()), ["taken"]);
        assert_eq!(file_names(&target), ["precious"]);
        replace_file(&folder.path().join("missing/page.html"), b"new").unwrap_err();
        assert_eq!(file_names(folder.path()), ["taken"]);
    }

    #[test]
    fn noclobber_keeps_a_file_that_appears_meanwhile() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("new.rapport");
        let file = AtomicFile::create(&target).unwrap();
        fs::write(&target, "precious").unwrap();
        assert_eq!(file.persist_noclobber().unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&target).unwrap(), "precious");
        assert_eq!(file_names(folder.path()), ["new.rapport"]);
    }
}
