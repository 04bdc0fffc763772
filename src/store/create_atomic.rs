//! Creates a new journal completely or not at all.

use std::{
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
};

use super::{Db, StoreError, error::Result};

/// The suffixes of files that `SQLite` may leave beside a database, and would take for its own.
const SIDECARS: [&str; 3] = ["-wal", "-shm", "-journal"];

impl Db {
    /// Creates a journal at `path` with what `fill` writes, in one transaction. It is written to a
    /// temporary file beside `path` and moved there when complete, so an interruption leaves no
    /// partial journal.
    ///
    /// # Errors
    /// Fails if the path exists or the disk cannot be written, or with the error of `fill`.
    pub fn create_atomic<T, E: From<StoreError>>(
        path: &Path,
        fill: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<T, E> {
        Self::ensure_not_exists(path)?;
        let temp = TempDatabase::for_target(path)?;
        let db = Self::open(&temp.path).map_err(|error| error.with_path(path))?;
        // Nobody else knows the temporary file and a power failure may lose it, so it needs no log
        // and is synced only once, at the end.
        db.set_pragma("journal_mode", "MEMORY")?;
        db.set_pragma("synchronous", "OFF")?;
        let result = db.transaction(fill)?;
        db.set_pragma("journal_mode", "WAL")?;
        db.conn.close().map_err(|(_, error)| StoreError::from_sqlite(path, error))?;
        temp.move_to(path).map_err(|source| StoreError::from_io(path, source))?;
        Ok(result)
    }

    /// Checks that neither `path` nor any of its `SQLite` sidecar files exists.
    ///
    /// # Errors
    /// Fails with [`StoreError::AlreadyExists`] and the path of the file that exists.
    pub fn ensure_not_exists(path: &Path) -> Result<()> {
        let sidecars = SIDECARS.map(|suffix| with_suffix(path, suffix));
        let mut all = std::iter::once(path.to_owned()).chain(sidecars);
        all.find(|path| path.symlink_metadata().is_ok()).map_or(Ok(()), |found| Err(StoreError::AlreadyExists(found)))
    }

    fn set_pragma(&self, name: &str, value: &str) -> Result<()> {
        self.conn.pragma_update(None, name, value).map_err(|error| self.sqlite_error(error))
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// A temporary database, removed when dropped.
struct TempDatabase {
    path: PathBuf,
}

impl TempDatabase {
    fn for_target(path: &Path) -> Result<Self> {
        let name = path.file_name().ok_or_else(|| StoreError::IsDirectory(path.to_owned()))?;
        let mut temp_name = OsString::from(".");
        temp_name.push(name);
        temp_name.push(format!(".new-{}", std::process::id()));
        let temp = Self { path: path.with_file_name(temp_name) };
        temp.remove();
        Ok(temp)
    }

    /// Moves the file to `path` with a hard link, which fails if `path` exists; renaming would
    /// overwrite it silently.
    fn move_to(&self, path: &Path) -> io::Result<()> {
        fs::File::open(&self.path)?.sync_all()?;
        match fs::hard_link(&self.path, path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                // A file system without hard links. `path` did not exist when the creation began.
                fs::rename(&self.path, path)
            }
            linked => linked,
        }
    }

    fn remove(&self) {
        let sidecars = SIDECARS.map(|suffix| with_suffix(&self.path, suffix));
        for path in sidecars.iter().chain([&self.path]) {
            // Usually they do not exist, and a file left behind does no harm.
            let _ = fs::remove_file(path);
        }
    }
}

impl Drop for TempDatabase {
    fn drop(&mut self) {
        self.remove();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file_names(folder: &Path) -> Vec<OsString> {
        let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    }

    #[test]
    fn failed_creation_leaves_no_files() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new.rapport");
        let failed = Db::create_atomic(&path, |db| -> Result<()> {
            db.set_setting("half", &true)?;
            Err(StoreError::WriterGone)
        });
        assert!(matches!(failed, Err(StoreError::WriterGone)));
        assert!(file_names(folder.path()).is_empty());
    }

    #[test]
    fn existing_file_is_not_overwritten_by_a_race() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new.rapport");
        let failed = Db::create_atomic(&path, |_| -> Result<()> {
            fs::write(&path, "precious").unwrap();
            Ok(())
        });
        assert!(matches!(failed, Err(StoreError::AlreadyExists(found)) if found == path));
        assert_eq!(fs::read_to_string(&path).unwrap(), "precious");
        assert_eq!(file_names(folder.path()), ["new.rapport"]);
    }

    #[test]
    fn created_journal_is_a_single_file_in_wal_mode() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new.rapport");
        Db::create_atomic(&path, |db| db.set_setting("whole", &true)).unwrap();
        assert_eq!(file_names(folder.path()), ["new.rapport"]);
        let db = Db::open_existing(&path).unwrap();
        let mode = |name: &str| db.conn.pragma_query_value(None, name, |row| row.get::<_, String>(0));
        assert_eq!(mode("journal_mode").unwrap(), "wal");
    }
}
