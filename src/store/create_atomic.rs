//! A new journal that is there whole, or not at all.

use std::{
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
};

use super::{Db, StoreError, error::Result};

/// What `SQLite` may leave beside a database. Beside a new one they would be read as its own.
const SIDECARS: [&str; 3] = ["-wal", "-shm", "-journal"];

impl Db {
    /// Makes a new journal at `path` with what `fill` writes into it, in one transaction. It is written beside its place,
    /// under another name, and moved there when it is complete; so stopping half way leaves nothing half made.
    ///
    /// # Errors
    /// Where something is at the path already, which is left as it was; where the disk does not take it; or what `fill` says.
    pub fn create_atomic<T, E: From<StoreError>>(
        path: &Path,
        fill: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<T, E> {
        Self::ensure_not_exists(path)?;
        let aside = TempDatabase::for_target(path)?;
        let db = Self::open(&aside.path).map_err(|error| error.with_path(path))?;
        // Nobody but us knows this file, and if the power goes nobody misses it: it needs no log, and the disk is
        // waited for once, at the end.
        db.set_pragma("journal_mode", "MEMORY")?;
        db.set_pragma("synchronous", "OFF")?;
        let made = db.transaction(fill)?;
        db.set_pragma("journal_mode", "WAL")?;
        db.conn.close().map_err(|(_, error)| StoreError::from_sqlite(path, error))?;
        aside.move_to(path).map_err(|source| StoreError::from_io(path, source))?;
        Ok(made)
    }

    /// Says so where something is at the path already, or beside it under a name that `SQLite` would take for its own.
    ///
    /// # Errors
    /// Names what is there.
    pub fn ensure_not_exists(path: &Path) -> Result<()> {
        let beside = SIDECARS.map(|ending| with_suffix(path, ending));
        let mut all = std::iter::once(path.to_owned()).chain(beside);
        all.find(|path| path.symlink_metadata().is_ok()).map_or(Ok(()), |found| Err(StoreError::AlreadyExists(found)))
    }

    fn set_pragma(&self, name: &str, value: &str) -> Result<()> {
        self.conn.pragma_update(None, name, value).map_err(|error| self.sqlite_error(error))
    }
}

fn with_suffix(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// A file that is being made; it goes when nobody moves it to its place.
struct TempDatabase {
    path: PathBuf,
}

impl TempDatabase {
    fn for_target(path: &Path) -> Result<Self> {
        let name = path.file_name().ok_or_else(|| StoreError::IsDirectory(path.to_owned()))?;
        let mut aside = OsString::from(".");
        aside.push(name);
        aside.push(format!(".new-{}", std::process::id()));
        let aside = Self { path: path.with_file_name(aside) };
        aside.remove();
        Ok(aside)
    }

    /// A link, because that fails where something is in its place; a renamed file would take it silently.
    fn move_to(&self, path: &Path) -> io::Result<()> {
        fs::File::open(&self.path)?.sync_all()?;
        match fs::hard_link(&self.path, path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                // A disk without links. Nothing was there when this began.
                fs::rename(&self.path, path)
            }
            linked => linked,
        }
    }

    fn remove(&self) {
        let sidecars = SIDECARS.map(|ending| with_suffix(&self.path, ending));
        for path in sidecars.iter().chain([&self.path]) {
            // Usually it is not there, and what cannot be removed is in nobody's way.
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
