//! Encryption of the file with `SQLCipher`, version 4, with its own parameters, so that any tool
//! for such files opens it with the passphrase: <https://www.zetetic.net/sqlcipher/design/>.
//!
//! The key of a file is derived from the passphrase and the salt, which are the first 16 bytes of
//! the file. This process derives it once, in [`unlock`], and keeps it in the [keyring]; every
//! connection is then given the key itself. All copies of a journal have its salt and its key, so
//! the same passphrase opens its backups.

mod change_key;
mod key;
mod keyring;
mod page;

use std::{
    fs::File,
    io::{ErrorKind, Read as _},
    path::Path,
    sync::Arc,
};

use rusqlite::{Connection, ErrorCode, config::DbConfig};
use secrecy::zeroize::Zeroizing;

pub(super) use self::page::{PAGE_SIZE, RESERVED, decrypt_page};
pub(super) use self::{change_key::overwrite, keyring::knows_any_key};
pub use self::{
    change_key::{OldFile, change_key, discard_old_files},
    key::FileKey,
    keyring::forget_key,
};
use self::{key::hex, page::is_authentic};
use super::{Db, StoreError, error::Result};
use crate::domain::{passphrase::Passphrase, recovery_key::RecoveryKey};

/// The first bytes of a file that is not encrypted.
const PLAIN_HEADER: &[u8; 16] = b"SQLite format 3\0";

/// A key without a salt, as `PRAGMA key` takes it.
const ANY_KEY: &str = "x'0000000000000000000000000000000000000000000000000000000000000000'";

/// How many pages of a file are looked at to tell a wrong key from a damaged page.
const PAGES_TRIED: usize = 16;

/// How many of the 256 values a byte can have are met in a page of random bytes, at the least. In
/// text there are about 80.
const VALUES_OF_RANDOM_PAGE: usize = 200;

/// Whether the file is an encrypted journal: it is not a plain database, and its pages look random.
/// A file that cannot be read is not.
pub fn is_encrypted(path: &Path) -> bool {
    read_beginning(path).is_ok_and(|beginning| looks_encrypted(&beginning))
}

/// The key of an encrypted file, if this process has unlocked it.
pub fn known_key(path: &Path) -> Option<Arc<FileKey>> {
    key_of_content(&read_beginning(path).ok()?)
}

/// Whether the key of an encrypted file is known.
pub fn has_key(path: &Path) -> bool {
    known_key(path).is_some()
}

/// The [id](FileKey::id) of the key of an encrypted file, as [`is_encrypted`] tells. To be called
/// only while this process does not have the file open.
pub fn key_id(path: &Path) -> Option<String> {
    let beginning = read_beginning(path).ok().filter(|beginning| looks_encrypted(beginning))?;
    beginning.first_chunk::<16>().map(|salt| hex(salt).as_str().to_owned())
}

/// Opens an encrypted file for this process, with its passphrase. Takes a quarter of a second. Does
/// nothing to a file that is not encrypted.
///
/// # Errors
/// Fails with [`StoreError::WrongPassphrase`] if it is another one, or if the file cannot be read.
pub fn unlock(path: &Path, passphrase: &Passphrase) -> Result<()> {
    unlock_with(path, |salt| FileKey::derive(passphrase, salt))
}

/// As [`unlock`], with the recovery key.
///
/// # Errors
/// As [`unlock`].
pub fn unlock_with_recovery_key(path: &Path, key: &RecoveryKey) -> Result<()> {
    unlock_with(path, |salt| FileKey::from_recovery_key(key, salt))
}

fn unlock_with(path: &Path, key: impl FnOnce([u8; 16]) -> Result<FileKey>) -> Result<()> {
    let beginning = read_beginning(path).map_err(|source| StoreError::from_io(path, source))?;
    let Some(salt) = beginning.first_chunk::<16>().filter(|salt| *salt != PLAIN_HEADER) else { return Ok(()) };
    let key = key(*salt)?;
    let mut pages = (1..).zip(beginning.chunks_exact(PAGE_SIZE));
    // A page may be damaged.
    if !pages.any(|(number, page)| is_authentic(&key, number, page)) {
        return Err(StoreError::WrongPassphrase(path.to_owned()));
    }
    keyring::add(key);
    Ok(())
}

/// Reads the first pages. To be called only while this process does not have the file open: closing
/// it again releases the locks of `SQLite`.
fn read_beginning(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut beginning = Vec::new();
    match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        file => {
            file?.take((PAGE_SIZE * PAGES_TRIED) as u64).read_to_end(&mut beginning)?;
        }
    }
    Ok(beginning)
}

/// Whether a file that begins so is an encrypted journal.
pub(super) fn looks_encrypted(beginning: &[u8]) -> bool {
    let pages = beginning.chunks_exact(PAGE_SIZE);
    // One page of a plain database may have been overwritten with anything.
    let random = pages.clone().filter(|page| looks_random(page)).count();
    !beginning.starts_with(PLAIN_HEADER) && 2 * random > pages.len()
}

fn looks_random(page: &[u8]) -> bool {
    let mut is_met = [false; 256];
    for byte in page {
        is_met[usize::from(*byte)] = true;
    }
    is_met.iter().filter(|met| **met).count() >= VALUES_OF_RANDOM_PAGE
}

/// The key of a file with these contents; `None` if it is not known, or the file is not encrypted.
pub(super) fn key_of_content(file: &[u8]) -> Option<Arc<FileKey>> {
    keyring::find(file.first_chunk()?)
}

/// Gives a connection the key of its file, if the file is encrypted. Nothing may have been read
/// before.
///
/// # Errors
/// Fails with [`StoreError::Encrypted`] if the key is not in the keyring, and with
/// [`StoreError::NotAJournal`] if the file is no database at all.
pub(super) fn apply_key(conn: &Connection, path: &Path) -> Result<()> {
    if !is_no_plain_database(conn) {
        return Ok(());
    }
    let salt = read_salt(conn)?;
    let Some(key) = keyring::find(&salt) else {
        let error = if is_encrypted(path) { StoreError::Encrypted } else { StoreError::NotAJournal };
        return Err(error(path.to_owned()));
    };
    set_key(conn, &key)?;
    // The key was tried when the file was unlocked.
    if is_no_plain_database(conn) { Err(StoreError::Corrupt(path.to_owned())) } else { Ok(()) }
}

/// Whether the file cannot be read with what the connection knows. Other errors come again.
fn is_no_plain_database(conn: &Connection) -> bool {
    let version = conn.pragma_query_value(None, "schema_version", |row| row.get::<_, i64>(0));
    version.is_err_and(|error| error.sqlite_error_code() == Some(ErrorCode::NotADatabase))
}

/// The salt of the file, which `SQLCipher` reads through the connection once it has any key.
fn read_salt(conn: &Connection) -> Result<[u8; 16]> {
    silence(conn)?;
    conn.pragma_update(None, "key", ANY_KEY)?;
    Ok(salt_of(conn).unwrap_or_default())
}

/// Encrypts what the connection writes, and decrypts what it reads. To be called before anything
/// is read.
///
/// # Errors
/// Fails if `SQLCipher` refuses the key.
pub(super) fn set_key(conn: &Connection, key: &FileKey) -> Result<()> {
    silence(conn)?;
    conn.pragma_update(None, "key", key.with_salt().as_str())?;
    // Otherwise SQLCipher takes it from the key only when it derives the key of a page, and an
    // empty database has another one until then.
    Ok(conn.pragma_update(None, "cipher_salt", key.salt_only().as_str())?)
}

/// Keeps `SQLCipher` from writing to standard error.
fn silence(conn: &Connection) -> Result<()> {
    Ok(conn.pragma_update(None, "cipher_log_level", "NONE")?)
}

/// The salt of an encrypted database; `None` if it is not encrypted.
fn salt_of(conn: &Connection) -> Option<[u8; 16]> {
    let hex: String = conn.pragma_query_value(None, "cipher_salt", |row| row.get(0)).ok()?;
    let mut salt = [0; 16];
    for (byte, digits) in salt.iter_mut().zip(hex.as_bytes().chunks_exact(2)) {
        *byte = u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some(salt)
}

/// Whether the database of a connection is encrypted.
pub(super) fn is_keyed(conn: &Connection) -> bool {
    salt_of(conn).is_some()
}

/// Whether the file at a path, which is not the one that the connection has open, is a database
/// with another key than that one, or one of them is not encrypted and the other is.
pub(super) fn has_other_key(conn: &Connection, path: &Path) -> bool {
    let Ok(beginning) = read_beginning(path) else { return false };
    let salt = beginning.first_chunk::<16>().copied();
    if looks_encrypted(&beginning) {
        salt != salt_of(conn)
    } else {
        is_keyed(conn) && beginning.starts_with(PLAIN_HEADER)
    }
}

/// The key of an encrypted database; `None` if it is not encrypted.
///
/// # Errors
/// Fails if the key is no longer in the keyring.
pub(super) fn key_of(conn: &Connection) -> Result<Option<Arc<FileKey>>> {
    let Some(salt) = salt_of(conn) else { return Ok(None) };
    // A copy without encryption must not be written by mistake.
    let locked = || StoreError::Encrypted(conn.path().unwrap_or_default().into());
    keyring::find(&salt).ok_or_else(locked).map(Some)
}

/// Copies a database, schema and rows, to a database in memory that is attached as [`CONVERTED`]:
/// encrypted with `key`, or not. Pages cannot be copied, because those of an encrypted file hold
/// less.
pub(super) fn convert_in_memory(from: &Connection, key: Option<&FileKey>) -> Result<()> {
    let value = key.map_or_else(Zeroizing::default, FileKey::with_salt);
    from.execute(&format!("ATTACH ':memory:' AS {CONVERTED} KEY ?1"), [value.as_str()])?;
    // It writes the rows of virtual tables to the schema itself, and their tables.
    let is_defensive = from.db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE)?;
    from.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
    let exported = from.query_row("SELECT sqlcipher_export(?1)", [CONVERTED], |_| Ok(()));
    from.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, is_defensive)?;
    exported?;
    for name in ["application_id", "user_version"] {
        let value: i64 = from.pragma_query_value(None, name, |row| row.get(0))?;
        from.pragma_update(Some(CONVERTED), name, value)?;
    }
    Ok(())
}

/// Detaches what [`convert_in_memory`] attached.
pub(super) fn detach_converted(from: &Connection) -> Result<()> {
    from.execute_batch(&format!("DETACH {CONVERTED}"))?;
    Ok(())
}

/// The name of the converted database of [`convert_in_memory`].
pub(super) const CONVERTED: &str = "converted";

impl Db {
    /// Whether the file is encrypted.
    pub fn is_encrypted(&self) -> bool {
        is_keyed(&self.conn)
    }

    /// The key of the file; `None` if it is not encrypted.
    ///
    /// # Errors
    /// Fails if the key is no longer known.
    pub fn key(&self) -> Result<Option<Arc<FileKey>>> {
        key_of(&self.conn)
    }

    /// The recovery key of the file; `None` if it is not encrypted.
    ///
    /// # Errors
    /// Fails if the key is no longer known.
    pub fn recovery_key(&self) -> Result<Option<RecoveryKey>> {
        Ok(key_of(&self.conn)?.map(|key| key.recovery_key()))
    }

    /// Whether this is the passphrase of the file.
    ///
    /// # Errors
    /// Fails if the file is not encrypted, or the key is no longer known.
    pub fn is_passphrase(&self, passphrase: &Passphrase) -> Result<bool> {
        let key = key_of(&self.conn)?.ok_or_else(|| StoreError::NotAJournal(self.path.clone()))?;
        Ok(FileKey::derive(passphrase, *key.salt())?.equals(&key))
    }
}

/// The size of a page, which `SQLCipher` gives as text.
///
/// # Errors
/// Fails if the file cannot be read.
pub(super) fn page_size(conn: &Connection) -> rusqlite::Result<u64> {
    conn.pragma_query_value(None, "page_size", |row| match row.get_ref(0)? {
        rusqlite::types::ValueRef::Integer(size) => Ok(size.unsigned_abs()),
        value => Ok(value.as_str()?.parse().unwrap_or(PAGE_SIZE as u64)),
    })
}

#[cfg(test)]
mod tests;
