//! The key of an encrypted journal in the keychain of the system, so that the journal opens without
//! asking for the passphrase: the Secret Service of a Linux desktop, Keychain on macOS, Credential
//! Manager on Windows.
//!
//! The keychain holds the [`RecoveryKey`], which is the key of the file in letters, and never the
//! passphrase. It is filed under the salt of the file. The salt changes with the passphrase, so
//! that no old key is found for a journal with a new one.

use std::{
    fmt::Display,
    path::Path,
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use secrecy::zeroize::Zeroizing;

use crate::{
    domain::recovery_key::RecoveryKey,
    store::{self, Db, FileKey, StoreError},
};

/// How long the keychain may take to answer.
const TIMEOUT: Duration = Duration::from_secs(3);

/// Why the keychain cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeychainError {
    /// There is none, it refuses, or it did not answer in time.
    #[error("the system keychain is not available: {0}")]
    Unavailable(String),
    /// It is locked.
    #[error("the system keychain is locked")]
    Locked,
    /// What it has for the journal does not open it.
    #[error("the key in the system keychain does not open the journal")]
    WrongKey,
    /// The journal cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What was found for a journal.
type FoundKey = Result<Option<RecoveryKey>, KeychainError>;

/// The keychain of the system. Each call is answered within a few seconds, or fails.
#[derive(Debug, Clone, Default)]
pub struct Keychain {
    /// The address of another bus than that of the session.
    #[cfg(target_os = "linux")]
    bus: Option<String>,
}

/// A search for the key of a journal on a thread.
pub struct KeyLookup(Receiver<FoundKey>);

impl Keychain {
    /// The keychain on another bus than that of the session.
    #[cfg(target_os = "linux")]
    pub fn on_bus(address: &str) -> Self {
        Self { bus: Some(address.to_owned()) }
    }

    /// Begins to search for the key of an encrypted journal, and calls `wake` with the result.
    /// `None` if the file is not encrypted.
    pub fn look_up(&self, journal: &Path, wake: impl FnOnce() + Send + 'static) -> Option<KeyLookup> {
        let (keychain, id) = (self.clone(), store::key_id(journal)?);
        let (sender, found) = channel();
        let work = move || {
            // Nobody waits for it any more if the passphrase was typed meanwhile.
            if sender.send(keychain.find(id)).is_ok() {
                wake();
            }
        };
        let spawned = thread::Builder::new().name("key lookup".into()).spawn(work);
        spawned.inspect_err(|error| tracing::warn!(%error, "the system keychain is not asked")).ok()?;
        Some(KeyLookup(found))
    }

    /// Unlocks an encrypted journal for this process. Returns whether the keychain has its key.
    ///
    /// # Errors
    /// The keychain cannot be used, or has a wrong key.
    pub fn unlock(&self, journal: &Path) -> Result<bool, KeychainError> {
        let Some(id) = store::key_id(journal) else { return Ok(false) };
        self.find(id)?.map_or(Ok(false), |key| unlock_with(journal, &key))
    }

    /// Whether the keychain has this key.
    ///
    /// # Errors
    /// The keychain cannot be used.
    pub fn has_key(&self, key: &FileKey) -> Result<bool, KeychainError> {
        match self.find(key.id()) {
            Ok(found) => Ok(found.is_some()),
            Err(KeychainError::Locked | KeychainError::WrongKey) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// Stores the key of a journal.
    ///
    /// # Errors
    /// The keychain cannot be used.
    pub fn store_key(&self, journal: &Path, key: &FileKey) -> Result<(), KeychainError> {
        let (keychain, id) = (self.clone(), key.id());
        let label = format!("Rapport: {}", journal.file_name().unwrap_or_default().to_string_lossy());
        let secret = Zeroizing::new(key.recovery_key().to_string());
        within_timeout(move || platform::store(&keychain, &id, &label, &secret))
    }

    /// Removes a key, if the keychain has it.
    ///
    /// # Errors
    /// The keychain cannot be used.
    pub fn remove_key(&self, key: &FileKey) -> Result<(), KeychainError> {
        let (keychain, id) = (self.clone(), key.id());
        within_timeout(move || platform::remove(&keychain, &id))
    }

    /// Follows a change of the passphrase: if the keychain has the old key, it gets the new one, or
    /// none if the journal is no longer encrypted.
    ///
    /// # Errors
    /// The keychain cannot be used, or the journal not read.
    pub fn replace_key(&self, journal: &Path, old: &FileKey) -> Result<(), KeychainError> {
        if !self.has_key(old)? {
            return Ok(());
        }
        if let Some(key) = Db::open_existing(journal)?.key()? {
            self.store_key(journal, &key)?;
        }
        self.remove_key(old)
    }

    fn find(&self, id: String) -> FoundKey {
        let keychain = self.clone();
        let found = within_timeout(move || platform::find(&keychain, &id))?;
        let parse = |text: &[u8]| RecoveryKey::parse(str::from_utf8(text).unwrap_or_default()).ok();
        found.map(|text| parse(&text).ok_or(KeychainError::WrongKey)).transpose()
    }
}

impl KeyLookup {
    /// Unlocks the journal once the search has ended, and returns whether the keychain has its key.
    /// To be called only while the journal is not open.
    pub fn poll(&self, journal: &Path) -> Option<Result<bool, KeychainError>> {
        let found = self.0.try_recv().ok()?;
        Some(found.and_then(|key| key.map_or(Ok(false), |key| unlock_with(journal, &key))))
    }
}

fn unlock_with(journal: &Path, key: &RecoveryKey) -> Result<bool, KeychainError> {
    match store::unlock_with_recovery_key(journal, key) {
        Ok(()) => Ok(true),
        Err(StoreError::WrongPassphrase(_)) => Err(KeychainError::WrongKey),
        Err(error) => Err(error.into()),
    }
}

fn unavailable(error: impl Display) -> KeychainError {
    KeychainError::Unavailable(error.to_string())
}

/// Does the work on a thread, which is left alone if it takes too long: the keychain may be waiting
/// for somebody to type a password.
fn within_timeout<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, KeychainError> + Send + 'static,
) -> Result<T, KeychainError> {
    let (sender, result) = channel();
    let work = move || {
        // Nobody waits for it any more after the time limit.
        let _ = sender.send(work());
    };
    thread::Builder::new().name("keychain".into()).spawn(work).map_err(unavailable)?;
    result.recv_timeout(TIMEOUT).unwrap_or_else(|error| Err(unavailable(error)))
}

/// The Secret Service of the desktop, such as GNOME Keyring or `KWallet`:
/// <https://specifications.freedesktop.org/secret-service/latest/>. A locked keychain is not asked
/// to unlock itself, which would show its own question for a password: Rapport asks for its own.
#[cfg(target_os = "linux")]
mod platform {
    use std::collections::HashMap;

    use secrecy::zeroize::Zeroizing;
    use secret_service::{
        EncryptionType, Error,
        blocking::{Item, SecretService},
    };
    use zbus::blocking::connection::Builder;

    use super::{Keychain, KeychainError, TIMEOUT, unavailable};

    pub(super) fn find(keychain: &Keychain, id: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeychainError> {
        let service = connect(keychain)?;
        let items = service.search_items(attributes(id))?;
        match (items.unlocked.first(), items.locked.is_empty()) {
            (Some(item), _) => Ok(Some(Zeroizing::new(item.get_secret()?))),
            (None, false) => Err(KeychainError::Locked),
            (None, true) => Ok(None),
        }
    }

    pub(super) fn store(keychain: &Keychain, id: &str, label: &str, secret: &str) -> Result<(), KeychainError> {
        let service = connect(keychain)?;
        let collection = service.get_default_collection()?;
        collection.ensure_unlocked()?;
        collection.create_item(label, attributes(id), secret.as_bytes(), true, "text/plain")?;
        Ok(())
    }

    pub(super) fn remove(keychain: &Keychain, id: &str) -> Result<(), KeychainError> {
        let service = connect(keychain)?;
        let items = service.search_items(attributes(id))?;
        Ok(items.unlocked.iter().chain(&items.locked).try_for_each(Item::delete)?)
    }

    /// The key is encrypted on its way over the bus.
    fn connect(keychain: &Keychain) -> Result<SecretService<'static>, KeychainError> {
        let address = keychain.bus.as_deref();
        let bus = address.map_or_else(Builder::session, Builder::address);
        let bus = bus.and_then(|bus| bus.method_timeout(TIMEOUT).build()).map_err(unavailable)?;
        Ok(SecretService::connect_with_existing(EncryptionType::Dh, bus)?)
    }

    fn attributes(id: &str) -> HashMap<&'static str, &str> {
        HashMap::from([("application", "rapport"), ("journal", id)])
    }

    impl From<Error> for KeychainError {
        fn from(error: Error) -> Self {
            match error {
                Error::Locked => Self::Locked,
                error => unavailable(error),
            }
        }
    }
}

/// What Keychain of macOS and Credential Manager of Windows have in common.
#[cfg(any(target_os = "macos", windows))]
mod platform {
    #[cfg(target_os = "macos")]
    use apple_native_keyring_store::keychain::Store;
    use keyring_core::{Entry, Error, api::CredentialStoreApi as _};
    use secrecy::zeroize::Zeroizing;
    #[cfg(windows)]
    use windows_native_keyring_store::Store;

    use super::{Keychain, KeychainError, unavailable};

    pub(super) fn find(_: &Keychain, id: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeychainError> {
        match entry(id)?.get_password() {
            Ok(secret) => Ok(Some(Zeroizing::new(secret.into_bytes()))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) fn store(_: &Keychain, id: &str, _: &str, secret: &str) -> Result<(), KeychainError> {
        Ok(entry(id)?.set_password(secret)?)
    }

    pub(super) fn remove(_: &Keychain, id: &str) -> Result<(), KeychainError> {
        match entry(id)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn entry(id: &str) -> Result<Entry, KeychainError> {
        Ok(Store::new()?.build("Rapport", id, None)?)
    }

    impl From<Error> for KeychainError {
        fn from(error: Error) -> Self {
            match error {
                Error::NoStorageAccess(_) => Self::Locked,
                error => unavailable(error),
            }
        }
    }
}

/// Other systems have none.
#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
mod platform {
    use secrecy::zeroize::Zeroizing;

    use super::{Keychain, KeychainError, unavailable};

    const NONE: &str = "this system has none";

    pub(super) fn find(_: &Keychain, _: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeychainError> {
        Err(unavailable(NONE))
    }

    pub(super) fn store(_: &Keychain, _: &str, _: &str, _: &str) -> Result<(), KeychainError> {
        Err(unavailable(NONE))
    }

    pub(super) fn remove(_: &Keychain, _: &str) -> Result<(), KeychainError> {
        Err(unavailable(NONE))
    }
}
