//! The file that a document is written to. Checks the target before the work starts, and replaces
//! it atomically.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Read as _, Write},
    path::{Path, PathBuf},
};

use super::{ExportError, Result};
use crate::store::{
    SIDECAR_SUFFIXES,
    atomic_file::{AtomicFile, parent_dir, resolve_symlink},
};

/// The first bytes of every `SQLite` database.
const SQLITE_MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// A target that can be written.
pub(super) struct OutputFile {
    path: PathBuf,
    replace: bool,
}

impl OutputFile {
    /// Checks the target before the work starts. An existing file is only replaced if `replace` is
    /// set, and a journal never. A symbolic link is kept: its target is replaced.
    pub(super) fn prepare(path: &Path, replace: bool, journal: &Path) -> Result<Self> {
        if path.file_name().is_none() {
            return Err(ExportError::IsDirectory(path.to_owned()));
        }
        let real = resolve_symlink(path);
        match path.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(ExportError::from_io(path, error)),
            Ok(_) => check_replaceable(path, &real, replace)?,
        }
        if is_journal_file(&real, journal) {
            return Err(ExportError::IsJournal(path.to_owned()));
        }
        let folder = parent_dir(&real);
        if !folder.is_dir() {
            return Err(ExportError::DirectoryNotFound(folder.to_owned()));
        }
        Ok(Self { path: real, replace })
    }

    /// Writes the file with `write`, and renames it over the target.
    pub(super) fn write_with<T>(self, write: impl FnOnce(&mut dyn Write) -> Result<T>) -> Result<T> {
        let io = |source| ExportError::from_io(&self.path, source);
        let mut file = AtomicFile::create(&self.path).map_err(io)?;
        let mut out = BufWriter::with_capacity(1 << 16, file.as_file_mut());
        let result = write(&mut out).map_err(|error| error.with_path(&self.path))?;
        out.flush().map_err(io)?;
        drop(out);
        if self.replace { file.persist() } else { file.persist_noclobber() }.map_err(io)?;
        Ok(result)
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
    folders && (name == own || SIDECAR_SUFFIXES.iter().any(|ending| beside(ending)))
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
        OutputFile::prepare(path, replace, &journal)?.write_with(|out| Ok(out.write_all(text.as_bytes())?))
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
                let target = OutputFile::prepare(&path, true, Path::new("journal.rapport")).unwrap();
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
        let target = OutputFile::prepare(&path, false, Path::new("journal.rapport")).unwrap();
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
                let target = OutputFile::prepare(&out, true, Path::new(journal));
                assert!(matches!(target, Err(ExportError::IsJournal(_))), "{} beside {journal}", out.display());
            }
        }
        assert!(OutputFile::prepare(Path::new("t.html"), true, Path::new("t.rapport")).is_ok());
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
