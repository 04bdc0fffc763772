//! The keys of the files that this process has unlocked. A file is known by its salt, so a copy of
//! a journal needs no key of its own, and no connection has to read the file to find its key.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::FileKey;

static KEYS: Mutex<Vec<Arc<FileKey>>> = Mutex::new(Vec::new());

fn keys() -> MutexGuard<'static, Vec<Arc<FileKey>>> {
    KEYS.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(super) fn add(key: FileKey) -> Arc<FileKey> {
    let key = Arc::new(key);
    let mut keys = keys();
    keys.retain(|known| known.salt() != key.salt());
    keys.push(Arc::clone(&key));
    key
}

pub(super) fn find(salt: &[u8; 16]) -> Option<Arc<FileKey>> {
    keys().iter().find(|key| key.salt() == salt).cloned()
}

/// Whether this process has unlocked any file.
pub(in crate::store) fn knows_any_key() -> bool {
    !keys().is_empty()
}

/// Forgets the key of a journal, which is overwritten in memory once nothing is being opened with
/// it. Open connections go on.
pub fn forget_key(key: &FileKey) {
    keys().retain(|known| known.salt() != key.salt());
}
