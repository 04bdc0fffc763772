//! Writes a document atomically: to a temporary file beside the target, which is renamed over it when
//! complete. The target keeps its old content or has all of the new; an interrupted write leaves
//! nothing.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Read as _, Write},
    path::{Path, PathBuf},
};

use tempfile::{Builder, NamedTempFile};

use super::{ExportError, Result};

/// The first bytes of every `SQLite` database.
const SQLITE_MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// Suffixes of the files that belong to a journal.
const JOURNAL_SUFFIXES: [&str; 3] = ["-wal", "-shm", "-journal"];

/// A target that can be written.
pub(super) struct AtomicFile {
    path: PathBuf,
    folder: PathBuf,
    replace: bool,
}

impl AtomicFile {
    /// Checks the target before the work starts. An existing file is only replaced if `replace` is set,
    /// and a journal never.
    pub(super) fn prepare(path: &Path, replace: bool, journal: &Path) -> Result<Self> {
        let io = |source| ExportError::from_io(path, source);
        if path.file_name().is_none() {
            return Err(ExportError::IsDirectory(path.to_owned()));
        }
        let is_there = match path.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            facts => facts.map(|_| true).map_err(io)?,
        };
        // A symbolic link is kept: its target is replaced.
        let real = if is_there { fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()) } else { path.to_owned() };
        if is_there {
            check_replaceable(path, &real, replace)?;
        }
        if is_journal_file(&real, journal) {
            return Err(ExportError::IsJournal(path.to_owned()));
        }
        let folder = parent_dir(&real).to_owned();
        if !folder.is_dir() {
            return Err(ExportError::DirectoryNotFound(folder));
        }
        Ok(Self { path: real, folder, replace })
    }

    /// Writes the file with `write`, and renames it over the target.
    pub(super) fn write_with<T>(self, write: impl FnOnce(&mut dyn Write) -> Result<T>) -> Result<T> {
        let io = |source| ExportError::from_io(&self.path, source);
        // Mode 0600, and deleted on drop if anything fails from here on.
        let mut beside = Builder::new().prefix(".rapport-export-").tempfile_in(&self.folder).map_err(io)?;
        let mut out = BufWriter::with_capacity(1 << 16, beside.as_file_mut());
        let made = write(&mut out).map_err(|error| error.with_path(&self.path))?;
        out.flush().map_err(io)?;
        drop(out);
        beside.as_file().sync_all().map_err(io)?;
        self.persist(beside).map_err(io)?;
        Ok(made)
    }

    fn persist(&self, beside: NamedTempFile) -> io::Result<()> {
        if self.replace {
            beside.persist(&self.path)?;
        } else {
            match beside.persist_noclobber(&self.path) {
                // A file system without atomic no-replace. There was no file when the write began.
                Err(failed) if failed.error.kind() != io::ErrorKind::AlreadyExists && !self.path.exists() => {
                    failed.file.persist(&self.path)?;
                }
                put => drop(put?),
            }
        }
        // Sync the folder, so that the new name survives a power cut.
        if cfg!(unix) {
            File::open(&self.folder)?.sync_all()?;
        }
        Ok(())
    }
}

fn check_replaceable(path: &Path, real: &Path, replace: bool) -> Result {
    let path = path.to_owned();
    let Ok(facts) = fs::metadata(real) else {
        // A dangling symbolic link.
        return if replace { Ok(()) } else { Err(ExportError::AlreadyExists(path)) };
    };
    if facts.is_dir() {
        Err(ExportError::IsDirectory(path))
    } else if !facts.is_file() {
        Err(ExportError::NotRegularFile(path))
    } else if !replace {
        Err(ExportError::AlreadyExists(path))
    } else if facts.permissions().readonly() {
        // Renaming over a device or pipe would work, but nobody means that.
        Err(ExportError::PermissionDenied(path))
    } else if is_database(real) {
        Err(ExportError::IsJournal(path))
    } else {
        Ok(())
    }
}

fn is_database(path: &Path) -> bool {
    let mut start = [0; SQLITE_MAGIC.len()];
    File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok_and(|()| start == *SQLITE_MAGIC)
}

/// The folder of a path; the current one for a bare file name.
fn parent_dir(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether the path is the open journal or one of its files.
fn is_journal_file(path: &Path, journal: &Path) -> bool {
    let real = |path: &Path| fs::canonicalize(parent_dir(path)).ok();
    let (Some(name), Some(own)) = (path.file_name(), journal.file_name()) else { return false };
    let folders = real(path).zip(real(journal)).is_some_and(|(one, other)| one == other);
    let beside = |ending: &str| {
        let mut beside = own.to_owned();
        beside.push(ending);
        beside == name
    };
    folders && (name == own || JOURNAL_SUFFIXES.iter().any(|ending| beside(ending)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file_names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn write_file(path: &Path, replace: bool, text: &str) -> Result {
        let journal = path.with_file_name("journal.rapport");
        AtomicFile::prepare(path, replace, &journal)?.write_with(|out| Ok(out.write_all(text.as_bytes())?))
    }

    #[test]
    fn file_is_complete_and_readable_by_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("dana.html");
        write_file(&path, false, "all of it").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "all of it");
        assert_eq!(file_names(folder.path()), ["dana.html"]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_failed_write_leaves_the_old_file() {
        for kind in [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded, io::ErrorKind::FileTooLarge] {
            for before in [None, Some("before")] {
                let folder = tempfile::tempdir().unwrap();
                let path = folder.path().join("dana.html");
                if let Some(before) = before {
                    fs::write(&path, before).unwrap();
                }
                let target = AtomicFile::prepare(&path, true, Path::new("journal.rapport")).unwrap();
                let failed = target.write_with(|out| -> Result {
                    out.write_all(b"half of it")?;
                    Err(io::Error::from(kind).into())
                });
                assert!(matches!(failed, Err(ExportError::DiskFull(full)) if full == path));
                assert_eq!(fs::read_to_string(&path).ok().as_deref(), before);
                assert_eq!(file_names(folder.path()).len(), usize::from(before.is_some()));
            }
        }
    }

    #[test]
    fn existing_file_is_not_overwritten_by_a_race() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("dana.html");
        let target = AtomicFile::prepare(&path, false, Path::new("journal.rapport")).unwrap();
        let failed = target.write_with(|_| {
            fs::write(&path, "precious").unwrap();
            Ok(())
        });
        assert!(matches!(failed, Err(ExportError::AlreadyExists(found)) if found == path));
        assert_eq!(fs::read_to_string(&path).unwrap(), "precious");
        assert_eq!(file_names(folder.path()), ["dana.html"]);
    }

    #[test]
    fn files_are_replaced_only_on_request() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("dana.html");
        fs::write(&path, "before").unwrap();
        assert!(matches!(write_file(&path, false, "new"), Err(ExportError::AlreadyExists(_))));
        write_file(&path, true, "new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    }

    #[test]
    fn journal_files_are_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["journal.rapport", "journal.rapport-wal", "journal.rapport-shm"] {
            let path = folder.path().join(name);
            assert!(matches!(write_file(&path, true, "new"), Err(ExportError::IsJournal(_))), "{name}");
            assert!(!path.exists());
        }
        let another = folder.path().join("another");
        fs::write(&another, [SQLITE_MAGIC.as_slice(), b"and more"].concat()).unwrap();
        assert!(matches!(write_file(&another, true, "new"), Err(ExportError::IsJournal(_))));
    }

    #[test]
    fn a_journal_given_by_relative_path_is_protected() {
        let here = std::env::current_dir().unwrap();
        for (out, journal) in [
            ("t.rapport-wal", "t.rapport"),
            ("./t.rapport-wal", "t.rapport"),
            ("t.rapport-shm", "./t.rapport"),
            ("t.rapport", "src/../t.rapport"),
        ] {
            for out in [PathBuf::from(out), here.join(out)] {
                let target = AtomicFile::prepare(&out, true, Path::new(journal));
                assert!(matches!(target, Err(ExportError::IsJournal(_))), "{} beside {journal}", out.display());
            }
        }
        assert!(AtomicFile::prepare(Path::new("t.html"), true, Path::new("t.rapport")).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn symlink_target_is_replaced_and_the_link_kept() {
        let folder = tempfile::tempdir().unwrap();
        let (link, real) = (folder.path().join("link.html"), folder.path().join("real.html"));
        fs::write(&real, "before").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        assert!(matches!(write_file(&link, false, "new"), Err(ExportError::AlreadyExists(_))));
        write_file(&link, true, "new").unwrap();
        assert_eq!(fs::read_to_string(&real).unwrap(), "new");
        assert!(link.symlink_metadata().unwrap().is_symlink());
    }
}
