//! Creates a new journal completely or not at all.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    Db, StoreError,
    atomic_file::{AtomicFile, parent_dir},
    encryption::FileKey,
    error::Result,
    path_check,
    wal::with_suffix,
};

/// The suffixes of files that `SQLite` may leave beside a database, and would take for its own.
pub const SIDECAR_SUFFIXES: [&str; 3] = ["-wal", "-shm", "-journal"];

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
        Self::create_atomic_with_key(path, None, fill)
    }

    /// As [`Db::create_atomic`]; the new journal is encrypted with `key` if there is one.
    pub(super) fn create_atomic_with_key<T, E: From<StoreError>>(
        path: &Path,
        key: Option<&FileKey>,
        fill: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<T, E> {
        Self::write_and_move(path, |temp_path| Self::write_new(temp_path, path, key, fill))
    }

    /// Copies the journal to a new file at `path` and changes the copy with `change`. As with
    /// [`Db::create_atomic`], the new file is complete or is not there.
    ///
    /// # Errors
    /// Fails if the path exists, this journal cannot be read or the disk cannot be written, or with
    /// the error of `change`.
    pub fn copy_to_new_file<T>(&self, path: &Path, change: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        Self::write_and_move(path, |temp_path| {
            let target = temp_path.to_str().ok_or_else(|| {
                let source = io::Error::new(io::ErrorKind::InvalidInput, "the path is not valid Unicode");
                StoreError::Io { path: path.to_owned(), source }
            })?;
            // It is the new file that cannot be written, not this one.
            let copied = self.conn.execute("VACUUM INTO ?1", [target]);
            copied.map_err(|error| self.sqlite_error(error).with_path(path))?;
            let copy = Self::initialize(temp_path, None).map_err(|error| error.with_path(path))?;
            let result = change(&copy)?;
            copy.close_as(path)?;
            Ok(result)
        })
    }

    /// Lets `write` fill a temporary file beside `path`, and moves that to `path`.
    fn write_and_move<T, E: From<StoreError>>(path: &Path, write: impl FnOnce(&Path) -> Result<T, E>) -> Result<T, E> {
        let io = |source| StoreError::from_io(path, source);
        Self::ensure_not_exists(path)?;
        if path.file_name().is_none() {
            return Err(StoreError::IsDirectory(path.to_owned()).into());
        }
        path_check::create_private_dir(parent_dir(path)).map_err(io)?;
        let file = AtomicFile::create(path).map_err(io)?;
        let result = write(file.temp_path());
        for sidecar in sidecars(file.temp_path()) {
            // Usually it does not exist, and a file left behind does no harm.
            let _ = fs::remove_file(sidecar);
        }
        let result = result?;
        file.persist_noclobber().map_err(io)?;
        Ok(result)
    }

    /// Fills the empty file `temp_path`. Errors name `path`.
    fn write_new<T, E: From<StoreError>>(
        temp_path: &Path,
        path: &Path,
        key: Option<&FileKey>,
        fill: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let db = Self::initialize(temp_path, key).map_err(|error| error.with_path(path))?;
        // Nobody else knows the temporary file and a power failure may lose it, so it needs no log
        // and is synced only once, at the end.
        db.set_pragma("journal_mode", "MEMORY")?;
        db.set_pragma("synchronous", "OFF")?;
        let result = db.transaction(fill)?;
        db.set_pragma("journal_mode", "WAL")?;
        db.close_as(path)?;
        Ok(result)
    }

    /// Closes the connection, so that everything is in the file. Errors name `path`.
    fn close_as(self, path: &Path) -> Result<()> {
        self.conn.close().map_err(|(_, error)| StoreError::from_sqlite(path, error))
    }

    /// Checks that neither `path` nor any of its `SQLite` sidecar files exists.
    ///
    /// # Errors
    /// Fails with [`StoreError::AlreadyExists`] and the path of the file that exists.
    pub fn ensure_not_exists(path: &Path) -> Result<()> {
        let mut all = std::iter::once(path.to_owned()).chain(sidecars(path));
        all.find(|path| path.symlink_metadata().is_ok()).map_or(Ok(()), |found| Err(StoreError::AlreadyExists(found)))
    }

    pub(super) fn set_pragma(&self, name: &str, value: &str) -> Result<()> {
        self.conn.pragma_update(None, name, value).map_err(|error| self.sqlite_error(error))
    }
}

fn sidecars(path: &Path) -> [PathBuf; 3] {
    SIDECAR_SUFFIXES.map(|suffix| with_suffix(path, suffix))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

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
