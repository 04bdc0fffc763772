//! The file that a document becomes: written beside its place under another name, and moved there when it is complete. So
//! the place holds what it held before, or all of the new; and what is stopped half way leaves nothing.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Read as _, Write},
    path::{Path, PathBuf},
};

use tempfile::{Builder, NamedTempFile};

use super::{ExportError, Result};

/// How every database of `SQLite` begins.
const DATABASE: &[u8; 16] = b"SQLite format 3\0";
/// What may lie beside a journal and belongs to it.
const BESIDE_A_JOURNAL: [&str; 3] = ["-wal", "-shm", "-journal"];

/// A place that can be written.
pub(super) struct Target {
    path: PathBuf,
    folder: PathBuf,
    replace: bool,
}

impl Target {
    /// Looks at the place before the work. What is there is only replaced where it is meant to be, and a journal never.
    pub(super) fn of(path: &Path, replace: bool, journal: &Path) -> Result<Self> {
        let io = |source| ExportError::io(path, source);
        if path.file_name().is_none() {
            return Err(ExportError::Folder(path.to_owned()));
        }
        let is_there = match path.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            facts => facts.map(|_| true).map_err(io)?,
        };
        // A link stays one: what it leads to is replaced.
        let real = if is_there { fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()) } else { path.to_owned() };
        if is_there {
            may_replace(path, &real, replace)?;
        }
        if belongs_to(&real, journal) {
            return Err(ExportError::Journal(path.to_owned()));
        }
        let folder = folder_of(&real).to_owned();
        if !folder.is_dir() {
            return Err(ExportError::NoFolder(folder));
        }
        Ok(Self { path: real, folder, replace })
    }

    /// Writes it.
    pub(super) fn fill<T>(self, write: impl FnOnce(&mut dyn Write) -> Result<T>) -> Result<T> {
        let io = |source| ExportError::io(&self.path, source);
        // Such a file can be read by its owner only, and goes by itself where anything fails from here on.
        let mut beside = Builder::new().prefix(".rapport-export-").tempfile_in(&self.folder).map_err(io)?;
        let mut out = BufWriter::with_capacity(1 << 16, beside.as_file_mut());
        let made = write(&mut out).map_err(|error| error.at(&self.path))?;
        out.flush().map_err(io)?;
        drop(out);
        beside.as_file().sync_all().map_err(io)?;
        self.put(beside).map_err(io)?;
        Ok(made)
    }

    fn put(&self, beside: NamedTempFile) -> io::Result<()> {
        if self.replace {
            beside.persist(&self.path)?;
        } else {
            match beside.persist_noclobber(&self.path) {
                // A disk that cannot say whether something is there. Nothing was when this began.
                Err(failed) if failed.error.kind() != io::ErrorKind::AlreadyExists && !self.path.exists() => {
                    failed.file.persist(&self.path)?;
                }
                put => drop(put?),
            }
        }
        // That it is there has to survive a power cut too, where a folder can be asked for that.
        if cfg!(unix) {
            File::open(&self.folder)?.sync_all()?;
        }
        Ok(())
    }
}

fn may_replace(path: &Path, real: &Path, replace: bool) -> Result {
    let path = path.to_owned();
    let Ok(facts) = fs::metadata(real) else {
        // A link that leads nowhere.
        return if replace { Ok(()) } else { Err(ExportError::Exists(path)) };
    };
    if facts.is_dir() {
        Err(ExportError::Folder(path))
    } else if !facts.is_file() {
        Err(ExportError::NoFile(path))
    } else if !replace {
        Err(ExportError::Exists(path))
    } else if facts.permissions().readonly() {
        // Moving a file over it would work, and would not be what was meant.
        Err(ExportError::NoRights(path))
    } else if is_database(real) {
        Err(ExportError::Journal(path))
    } else {
        Ok(())
    }
}

fn is_database(path: &Path) -> bool {
    let mut start = [0; DATABASE.len()];
    File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok_and(|()| start == *DATABASE)
}

/// The folder of a file, also where only its name is given.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether this is the journal that is read, or a file that belongs to it.
fn belongs_to(path: &Path, journal: &Path) -> bool {
    let real = |path: &Path| fs::canonicalize(folder_of(path)).ok();
    let (Some(name), Some(own)) = (path.file_name(), journal.file_name()) else { return false };
    let folders = real(path).zip(real(journal)).is_some_and(|(one, other)| one == other);
    let beside = |ending: &str| {
        let mut beside = own.to_owned();
        beside.push(ending);
        beside == name
    };
    folders && (name == own || BESIDE_A_JOURNAL.iter().any(|ending| beside(ending)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn fill(path: &Path, replace: bool, text: &str) -> Result {
        let journal = path.with_file_name("journal.rapport");
        Target::of(path, replace, &journal)?.fill(|out| Ok(out.write_all(text.as_bytes())?))
    }

    #[test]
    fn it_is_put_in_its_place_whole_and_only_its_owner_can_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("dana.html");
        fill(&path, false, "all of it").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "all of it");
        assert_eq!(names(folder.path()), ["dana.html"]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn what_fails_half_way_leaves_what_was_there() {
        for kind in [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded, io::ErrorKind::FileTooLarge] {
            for before in [None, Some("before")] {
                let folder = tempfile::tempdir().unwrap();
                let path = folder.path().join("dana.html");
                if let Some(before) = before {
                    fs::write(&path, before).unwrap();
                }
                let target = Target::of(&path, true, Path::new("journal.rapport")).unwrap();
                let failed = target.fill(|out| -> Result {
                    out.write_all(b"half of it")?;
                    Err(io::Error::from(kind).into())
                });
                assert!(matches!(failed, Err(ExportError::Full(full)) if full == path));
                assert_eq!(fs::read_to_string(&path).ok().as_deref(), before);
                assert_eq!(names(folder.path()).len(), usize::from(before.is_some()));
            }
        }
    }

    #[test]
    fn what_comes_into_its_place_meanwhile_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("dana.html");
        let target = Target::of(&path, false, Path::new("journal.rapport")).unwrap();
        let failed = target.fill(|_| {
            fs::write(&path, "precious").unwrap();
            Ok(())
        });
        assert!(matches!(failed, Err(ExportError::Exists(found)) if found == path));
        assert_eq!(fs::read_to_string(&path).unwrap(), "precious");
        assert_eq!(names(folder.path()), ["dana.html"]);
    }

    #[test]
    fn a_file_is_replaced_only_where_that_was_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("dana.html");
        fs::write(&path, "before").unwrap();
        assert!(matches!(fill(&path, false, "new"), Err(ExportError::Exists(_))));
        fill(&path, true, "new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    }

    #[test]
    fn a_journal_and_what_belongs_to_it_are_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["journal.rapport", "journal.rapport-wal", "journal.rapport-shm"] {
            let path = folder.path().join(name);
            assert!(matches!(fill(&path, true, "new"), Err(ExportError::Journal(_))), "{name}");
            assert!(!path.exists());
        }
        let another = folder.path().join("another");
        fs::write(&another, [DATABASE.as_slice(), b"and more"].concat()).unwrap();
        assert!(matches!(fill(&another, true, "new"), Err(ExportError::Journal(_))));
    }

    #[test]
    fn a_journal_that_is_named_without_its_folder_is_known_too() {
        let here = std::env::current_dir().unwrap();
        for (out, journal) in [
            ("t.rapport-wal", "t.rapport"),
            ("./t.rapport-wal", "t.rapport"),
            ("t.rapport-shm", "./t.rapport"),
            ("t.rapport", "src/../t.rapport"),
        ] {
            for out in [PathBuf::from(out), here.join(out)] {
                let target = Target::of(&out, true, Path::new(journal));
                assert!(matches!(target, Err(ExportError::Journal(_))), "{} beside {journal}", out.display());
            }
        }
        assert!(Target::of(Path::new("t.html"), true, Path::new("t.rapport")).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn what_a_link_leads_to_is_replaced_and_the_link_stays() {
        let folder = tempfile::tempdir().unwrap();
        let (link, real) = (folder.path().join("link.html"), folder.path().join("real.html"));
        fs::write(&real, "before").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        assert!(matches!(fill(&link, false, "new"), Err(ExportError::Exists(_))));
        fill(&link, true, "new").unwrap();
        assert_eq!(fs::read_to_string(&real).unwrap(), "new");
        assert!(link.symlink_metadata().unwrap().is_symlink());
    }
}
