//! The key of an encrypted file.

use std::{fmt, io, path::Path};

use openssl::{error::ErrorStack, hash::MessageDigest, memcmp, pkcs5::pbkdf2_hmac, rand::rand_bytes};
use region::LockGuard;
use secrecy::zeroize::{Zeroize as _, Zeroizing};

use super::Result;
use crate::{
    domain::{passphrase::Passphrase, recovery_key::RecoveryKey},
    store::StoreError,
};

/// How often PBKDF2-HMAC-SHA512 is applied to a passphrase: the default of `SQLCipher` 4, above the
/// 210,000 that OWASP asks for:
/// <https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#pbkdf2>.
/// It took 0.26 s of one core where it was measured, for whoever guesses as for whoever unlocks.
const ITERATIONS: usize = 256_000;

/// How often it is applied to the key, for the key by which pages are authenticated.
const AUTHENTICATION_ITERATIONS: usize = 2;

/// The salt of that key is the salt of the file, each byte combined with this.
const AUTHENTICATION_SALT_MASK: u8 = 0x3a;

/// The key of an encrypted file and its salt. Overwritten in memory when dropped, and not swapped
/// to disk where the system allows this program to ask for that.
pub struct FileKey {
    salt: [u8; 16],
    // Dropped before what it is about.
    _lock: Option<LockGuard>,
    secret: Box<SecretPage>,
}

/// The keys of a file, on a page of their own: memory is kept from being swapped by pages, and a
/// page that two keys share would be let go with the first of them.
#[derive(Default)]
#[repr(align(4096))]
struct SecretPage {
    /// Encrypts pages.
    encryption: [u8; 32],
    /// Authenticates pages.
    authentication: [u8; 32],
}

impl FileKey {
    /// The key of a new file, with a new salt.
    ///
    /// # Errors
    /// Fails if the system has no random numbers or no memory.
    pub fn generate(passphrase: &Passphrase) -> Result<Self> {
        let mut salt = [0; 16];
        rand_bytes(&mut salt).map_err(openssl_error)?;
        Self::derive(passphrase, salt)
    }

    /// The key of a file with this salt.
    pub(super) fn derive(passphrase: &Passphrase, salt: [u8; 16]) -> Result<Self> {
        Self::new(salt, |key| {
            pbkdf2_hmac(passphrase.as_bytes(), &salt, ITERATIONS, MessageDigest::sha512(), key).map_err(openssl_error)
        })
    }

    /// The key of a file with this salt.
    ///
    /// # Errors
    /// Fails if the system has no memory.
    pub(super) fn from_recovery_key(recovery: &RecoveryKey, salt: [u8; 16]) -> Result<Self> {
        Self::new(salt, |key| {
            key.copy_from_slice(recovery.key());
            Ok(())
        })
    }

    /// The key that `fill` writes to where it stays: a copy elsewhere would not be overwritten.
    fn new(salt: [u8; 16], fill: impl FnOnce(&mut [u8; 32]) -> Result<()>) -> Result<Self> {
        let secret = Box::<SecretPage>::default();
        // A system may allow a program to lock little memory, or none.
        let lock = region::lock(&raw const *secret, size_of::<SecretPage>())
            .inspect_err(|error| tracing::info!(%error, "the key may be swapped to disk"))
            .ok();
        let mut file_key = Self { salt, _lock: lock, secret };
        let SecretPage { encryption, authentication } = &mut *file_key.secret;
        fill(encryption)?;
        let masked = salt.map(|byte| byte ^ AUTHENTICATION_SALT_MASK);
        let sha512 = MessageDigest::sha512();
        pbkdf2_hmac(encryption, &masked, AUTHENTICATION_ITERATIONS, sha512, authentication).map_err(openssl_error)?;
        Ok(file_key)
    }

    pub(super) fn salt(&self) -> &[u8; 16] {
        &self.salt
    }

    /// Encrypts pages: AES-256 in CBC mode.
    pub(super) fn encryption_key(&self) -> &[u8; 32] {
        &self.secret.encryption
    }

    /// Authenticates pages: HMAC-SHA512.
    pub(super) fn authentication_key(&self) -> &[u8; 32] {
        &self.secret.authentication
    }

    /// What tells the key from those of other files without revealing it: the salt.
    pub fn id(&self) -> String {
        hex(&self.salt).as_str().to_owned()
    }

    /// The key in letters.
    pub fn recovery_key(&self) -> RecoveryKey {
        RecoveryKey::new(self.secret.encryption)
    }

    /// Compares two keys, in a time that does not depend on where they differ.
    pub(super) fn equals(&self, other: &Self) -> bool {
        self.salt == other.salt && memcmp::eq(&self.secret.encryption, &other.secret.encryption)
    }

    /// The key and the salt as `PRAGMA key` takes them.
    pub(super) fn with_salt(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("x'{}{}'", hex(&self.secret.encryption).as_str(), hex(&self.salt).as_str()))
    }

    /// The salt as `PRAGMA cipher_salt` takes it.
    pub(super) fn salt_only(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("x'{}'", hex(&self.salt).as_str()))
    }
}

impl Drop for FileKey {
    fn drop(&mut self) {
        self.secret.encryption.zeroize();
        self.secret.authentication.zeroize();
    }
}

/// Does not show it.
impl fmt::Debug for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileKey(…)")
    }
}

pub(super) fn hex(bytes: &[u8]) -> Zeroizing<String> {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    let mut text = Zeroizing::new(String::with_capacity(2 * bytes.len()));
    for byte in bytes {
        text.extend([digit(byte >> 4), digit(byte & 0x0f)]);
    }
    text
}

pub(super) fn openssl_error(error: ErrorStack) -> StoreError {
    StoreError::from_io(Path::new(""), io::Error::other(error))
}
