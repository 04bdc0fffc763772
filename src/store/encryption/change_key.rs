//! Encrypting a journal, encrypting it with another key, or ending its encryption.
//!
//! The journal is written again to a new file, which is compared with it row by row and then takes
//! its place in one step. Until that, the journal is as it was. The old file keeps a name beside
//! the new one until that was opened; then it is overwritten and removed.

use std::{
    fs::{self, File, OpenOptions as FileOptions},
    io::{self, Read as _, Seek as _, Write as _},
    path::{Path, PathBuf},
};

use rusqlite::OpenFlags;

use super::{FileKey, keyring};
use crate::store::{
    Db, OpenOptions, StoreError,
    atomic_file::{AtomicFile, parent_dir, resolve_symlink},
    backup::{copy_database, open_temp},
    error::Result,
    identity::FileId,
    open, wal,
};

/// The beginning of the names of files that were journals before their key was changed.
const OLD_FILE_PREFIX: &str = ".rapport-old-";

/// How much of a file is overwritten at once.
const BLOCK: u64 = 1 << 20;

/// What became of the file that was the journal before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OldFile {
    /// It was overwritten and removed.
    Overwritten,
    /// It was removed. The disk may still hold its text.
    Removed,
}

/// Writes the journal again, encrypted with `new` or, with `None`, not encrypted. The key of an
/// encrypted journal must be known. Nobody can write to the journal meanwhile; whoever has it open
/// then notices that another file is in its place.
///
/// # Errors
/// Fails, and leaves the journal as it was, if it cannot be opened for writing, another program
/// holds it, the disk is full, or the new file is not equal to it.
pub fn change_key(path: &Path, new: Option<FileKey>) -> Result<OldFile> {
    let new = new.map(keyring::add);
    let db = OpenOptions::new().open(path)?;
    if !db.fold_log()? {
        return Err(StoreError::Busy(path.to_owned()));
    }
    let temp = db.transaction(|db| write_converted(db, new.as_deref()).and_then(|temp| replace(db, temp)));
    // The log at the path is that of the new file.
    db.keep_log_on_close()?;
    temp?;
    drop(db);
    Ok(discard_old_files(path))
}

/// Writes the new file beside the journal. The transaction keeps others from writing.
fn write_converted(db: &Db, new: Option<&FileKey>) -> Result<AtomicFile> {
    if wal::has_log(&db.real_path) {
        return Err(StoreError::Busy(db.path.clone()));
    }
    let io = |source| StoreError::from_io(&db.path, source);
    let temp = AtomicFile::create(&db.real_path).map_err(io)?;
    let mut target = open_temp(temp.temp_path(), &db.path, new)?;
    let source = open::connect(&db.path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let source = Db::from_connection(source, &db.path)?;
    source.keep_log_on_close()?;
    copy_database(&source.conn, &mut target, &db.path, &mut |_, _| Ok::<_, StoreError>(()))?;
    let target = Db::from_connection(target, temp.temp_path())?;
    verify(&source, &target)?;
    target.set_pragma("journal_mode", "WAL")?;
    target.conn.close().map_err(|(_, error)| StoreError::from_sqlite(&db.path, error))?;
    Ok(temp)
}

fn verify(source: &Db, target: &Db) -> Result<()> {
    let is_equal = source.content_checksum()? == target.content_checksum()?;
    if is_equal && target.damage(None)?.is_empty() { Ok(()) } else { Err(StoreError::Corrupt(source.path.clone())) }
}

/// Puts the new file in the place of the journal.
fn replace(db: &Db, temp: AtomicFile) -> Result<()> {
    let real_path = &db.real_path;
    let io = |source| StoreError::from_io(&db.path, source);
    // Where the file system has no second names for files, the old one is only removed.
    if let Err(error) = fs::hard_link(real_path, new_old_path(real_path)) {
        tracing::info!(%error, "the old file gets no second name, and will not be overwritten");
    }
    for suffix in ["-wal", "-shm"] {
        match fs::remove_file(wal::with_suffix(real_path, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(io(error)),
            _ => {}
        }
    }
    temp.persist().map_err(io)
}

fn new_old_path(journal: &Path) -> PathBuf {
    let stem = journal.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let free = (1_u32..).map(|number| journal.with_file_name(format!("{OLD_FILE_PREFIX}{stem}-{number}")));
    free.into_iter().find(|path| path.symlink_metadata().is_err()).unwrap_or_default()
}

/// Overwrites and removes what is left beside a journal of files that it was before, as after a
/// change of its key that was interrupted. Does nothing unless the journal can be opened.
pub fn discard_old_files(journal: &Path) -> OldFile {
    let journal = resolve_symlink(journal);
    let prefix = format!("{OLD_FILE_PREFIX}{}-", journal.file_name().unwrap_or_default().to_string_lossy());
    let is_old = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&prefix));
    let files = fs::read_dir(parent_dir(&journal)).into_iter().flatten().flatten();
    let old: Vec<PathBuf> = files.map(|entry| entry.path()).filter(is_old).collect();
    let mut became = OldFile::Removed;
    if old.is_empty() || OpenOptions::new().open(&journal).is_err() {
        return became;
    }
    for path in old {
        match discard(&path, &journal) {
            Ok(true) => became = OldFile::Overwritten,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "the old file of a journal stays"),
        }
    }
    became
}

/// Returns whether the file was overwritten.
fn discard(path: &Path, journal: &Path) -> io::Result<bool> {
    // A change of the key that was interrupted leaves a second name of the journal itself.
    let is_journal = FileId::of(path)? == FileId::of(journal)?;
    if !is_journal && path.symlink_metadata()?.is_file() {
        overwrite(FileOptions::new().write(true).open(path)?)?;
    }
    fs::remove_file(path)?;
    Ok(!is_journal)
}

/// Overwrites the content of a file with zeros.
pub(in crate::store) fn overwrite(mut file: File) -> io::Result<()> {
    let length = file.metadata()?.len();
    file.rewind()?;
    for at in (0..length).step_by(usize::try_from(BLOCK).unwrap_or(usize::MAX)) {
        io::copy(&mut io::repeat(0).take(BLOCK.min(length - at)), &mut file)?;
    }
    file.flush()?;
    file.sync_all()
}
