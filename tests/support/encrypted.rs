//! The tests that use a [`super::TempJournal`], on encrypted journals:
//!
//! ```text
//! RAPPORT_TEST_ENCRYPTED=1 cargo test --test library store::
//! ```

use std::{
    env,
    fmt::Write as _,
    fs::File,
    io::Read as _,
    path::Path,
    sync::{Mutex, PoisonError},
};

use rapport::{
    domain::{passphrase::Passphrase, recovery_key::RecoveryKey},
    store::{FileKey, change_key, unlock_with_recovery_key},
};
use rusqlite::{Connection, ErrorCode};

/// The encrypted journals of this process: their salts, in hexadecimal digits, and their keys.
static KEYS: Mutex<Vec<(String, RecoveryKey)>> = Mutex::new(Vec::new());

/// Whether the journals of the tests are to be encrypted.
pub fn is_asked() -> bool {
    env::var_os("RAPPORT_TEST_ENCRYPTED").is_some()
}

/// Encrypts a journal that nobody has open.
pub fn encrypt(path: &Path) {
    let key = FileKey::generate(&Passphrase::new("correct horse").unwrap()).unwrap();
    let recovery_key = key.recovery_key();
    change_key(path, Some(key)).unwrap();
    remember(path, recovery_key);
}

/// Creates an encrypted file from an SQL dump, in whatever version its schema is.
pub fn create_of_sql(path: &Path, sql: &str) {
    let key = RecoveryKey::new([7; 32]);
    let conn = Connection::open(path).unwrap();
    conn.pragma_update(None, "key", format!("x'{}'", hex(key.key()))).unwrap();
    super::register_functions(&conn).unwrap();
    conn.execute_batch(sql).unwrap();
    drop(conn);
    unlock_with_recovery_key(path, &key).unwrap();
    remember(path, key);
}

/// Gives a connection the key of its file, if that is encrypted. The salt is read through the
/// connection: closing another handle of the file would release the locks of `SQLite`.
pub fn apply_key(conn: &Connection) {
    let version = conn.pragma_query_value(None, "schema_version", |row| row.get::<_, i64>(0));
    if !version.is_err_and(|error| error.sqlite_error_code() == Some(ErrorCode::NotADatabase)) {
        return;
    }
    conn.pragma_update(None, "key", format!("x'{}'", hex(&[0; 32]))).unwrap();
    let salt: String = conn.pragma_query_value(None, "cipher_salt", |row| row.get(0)).unwrap();
    let keys = KEYS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, key)) = keys.iter().find(|(known, _)| *known == salt) {
        conn.pragma_update(None, "key", format!("x'{}{salt}'", hex(key.key()))).unwrap();
    }
}

/// To be called while nobody has the file open.
fn remember(path: &Path, key: RecoveryKey) {
    let mut salt = [0; 16];
    File::open(path).unwrap().read_exact(&mut salt).unwrap();
    KEYS.lock().unwrap_or_else(PoisonError::into_inner).push((hex(&salt), key));
}

fn hex(bytes: &[u8]) -> String {
    let mut digits = String::new();
    for byte in bytes {
        write!(digits, "{byte:02x}").unwrap();
    }
    digits
}
