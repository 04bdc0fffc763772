//! The write-ahead log beside the file: folding it into the file, and whether file and log hold all
//! pages of the journal between them. See
//! <https://sqlite.org/fileformat2.html#the_write_ahead_log>.

use std::{
    collections::HashSet,
    ffi::OsString,
    fs::{self, File},
    io::{self, Read as _, Seek as _, SeekFrom},
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, TransactionBehavior};

use super::{BUSY_TIMEOUT, Db, StoreError, encryption, error::Result};

/// How long a checkpoint waits for a reader or writer in another process.
const CHECKPOINT_TIMEOUT: Duration = Duration::from_millis(200);

/// The length of the header of a log.
pub(super) const LOG_HEADER: usize = 32;
/// The length of the header of each frame in a log; a page follows.
pub(super) const FRAME_HEADER: usize = 24;
/// The first bytes of a log; the last bit says how its checksums are ordered.
pub(super) const LOG_MAGIC: u32 = 0x377f_0682;

/// The path of the write-ahead log of the database at `path`.
pub(super) fn log_path(path: &Path) -> PathBuf {
    with_suffix(path, "-wal")
}

pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

/// Whether a log with content lies beside `path`.
pub(super) fn has_log(path: &Path) -> bool {
    fs::metadata(log_path(path)).is_ok_and(|log| log.len() > 0)
}

impl Db {
    /// Moves everything from the write-ahead log into the file and empties the log, so that the
    /// file alone is the journal. Waits only briefly for other windows: what they are reading at
    /// this moment stays in the log, and `false` is returned.
    ///
    /// # Errors
    /// Fails if the file cannot be written or is no longer at its path.
    pub fn fold_log(&self) -> Result<bool> {
        self.verify_identity()?;
        self.truncate_log()
    }

    /// As [`Db::fold_log`], wherever the file is.
    pub(super) fn truncate_log(&self) -> Result<bool> {
        if !has_log(&self.real_path) && self.identity.is_none_or(|id| id.owns_log_at(&self.real_path)) {
            return Ok(true);
        }
        self.conn.busy_timeout(CHECKPOINT_TIMEOUT)?;
        let folded = self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
        self.conn.busy_timeout(BUSY_TIMEOUT)?;
        Ok(folded.map_err(|error| self.sqlite_error(error))? == 0)
    }
}

/// Fails if the file is shorter than the journal, and the log does not hold the pages it lacks.
/// `SQLite` would read those pages as empty.
pub(super) fn verify_length(conn: &Connection, path: &Path) -> Result<()> {
    let sqlite_error = |error| StoreError::from_sqlite(path, error);
    let io_error = |source| StoreError::from_io(path, source);
    // While it is open, the log is not overwritten and the file does not shrink.
    let snapshot = rusqlite::Transaction::new_unchecked(conn, TransactionBehavior::Deferred).map_err(sqlite_error)?;
    let pragma = |name: &str| {
        conn.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).map(i64::unsigned_abs).map_err(sqlite_error)
    };
    // The first query reads the file; only then the number of pages is right.
    pragma("schema_version")?;
    let (pages, page_size) = (pragma("page_count")?, encryption::page_size(conn).map_err(sqlite_error)?);
    let stored = fs::metadata(path).map_err(io_error)?.len() / page_size.max(1);
    if stored < pages {
        let logged = committed_pages(&log_path(path), page_size).map_err(io_error)?;
        if !(stored + 1..=pages).all(|page| logged.contains(&page)) {
            return Err(StoreError::Truncated(path.to_owned()));
        }
    }
    snapshot.finish().map_err(sqlite_error)
}

/// The pages in the committed transactions of a log. Reads only the headers of its frames.
fn committed_pages(log: &Path, page_size: u64) -> io::Result<HashSet<u64>> {
    let mut committed = HashSet::new();
    let mut file = match File::open(log) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(committed),
        opened => opened?,
    };
    let mut header = [0; LOG_HEADER];
    if file.read_exact(&mut header).is_err() || number_at(&header, 0) & !1 != LOG_MAGIC {
        return Ok(committed);
    }
    let salt = [number_at(&header, 16), number_at(&header, 20)];
    let mut of_transaction = Vec::new();
    let mut frame = [0; FRAME_HEADER];
    let mut offset = LOG_HEADER as u64;
    while file.seek(SeekFrom::Start(offset)).is_ok() && file.read_exact(&mut frame).is_ok() {
        // Frames of an earlier round of the log have another salt.
        if [number_at(&frame, 8), number_at(&frame, 12)] != salt {
            break;
        }
        of_transaction.push(u64::from(number_at(&frame, 0)));
        let is_commit = number_at(&frame, 4) != 0;
        if is_commit {
            committed.extend(of_transaction.drain(..));
        }
        offset += FRAME_HEADER as u64 + page_size;
    }
    Ok(committed)
}

/// The big-endian number at an offset.
fn number_at(bytes: &[u8], offset: usize) -> u32 {
    let word = bytes.get(offset..offset + 4).and_then(|word| word.try_into().ok());
    word.map_or(0, u32::from_be_bytes)
}
