//! Unlocks an encrypted file before a command reads it.

use std::path::Path;

use secrecy::{ExposeSecret as _, SecretString};

use super::{CliError, Result, passphrase_prompt};
use crate::{
    domain::passphrase::Passphrase,
    store::{self, StoreError},
};

/// How often a passphrase may be mistyped.
const MAX_ATTEMPTS: usize = 3;

/// Unlocks the file if it is encrypted: with the first line of standard input if that was asked
/// for, with the key file, with the key in the system keychain, or with what is typed on the
/// terminal.
///
/// # Errors
/// The passphrase is wrong, or there is nowhere to take it from.
pub(super) fn unlock_if_encrypted(path: &Path, from_stdin: bool) -> Result {
    unlock(path, from_stdin, unlock_with_keychain)
}

/// As [`unlock_if_encrypted`], but without the system keychain: for changes of the passphrase,
/// which need the old one.
///
/// # Errors
/// As [`unlock_if_encrypted`].
pub(super) fn unlock_with_passphrase(path: &Path, from_stdin: bool) -> Result {
    unlock(path, from_stdin, |_| false)
}

#[cfg(feature = "window")]
fn unlock_with_keychain(path: &Path) -> bool {
    let unlocked = crate::journal::keychain::Keychain::default().unlock(path);
    unlocked.inspect_err(|error| tracing::info!(%error, "the passphrase is asked for")).unwrap_or_default()
}

/// A program without a window has none of the libraries of the desktop.
#[cfg(not(feature = "window"))]
fn unlock_with_keychain(_: &Path) -> bool {
    false
}

fn unlock(path: &Path, from_stdin: bool, unlock_silently: fn(&Path) -> bool) -> Result {
    if !store::is_encrypted(path) || store::has_key(path) {
        return Ok(());
    }
    if let Some(typed) = given_passphrase(from_stdin)? {
        return Ok(store::unlock(path, &parse(&typed)?)?);
    }
    if unlock_silently(path) {
        return Ok(());
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut question = format!("Passphrase of {name}: ");
    for attempt in 1.. {
        match store::unlock(path, &parse(&passphrase_prompt::prompt(&question)?)?) {
            Err(StoreError::WrongPassphrase(_)) if attempt < MAX_ATTEMPTS => {
                "That’s not it. Try again: ".clone_into(&mut question);
            }
            unlocked => return Ok(unlocked?),
        }
    }
    Ok(())
}

/// The passphrase that was given without asking.
pub(super) fn given_passphrase(from_stdin: bool) -> Result<Option<SecretString>> {
    if from_stdin { passphrase_prompt::from_stdin().map(Some) } else { passphrase_prompt::from_key_file() }
}

pub(super) fn parse(typed: &SecretString) -> Result<Passphrase> {
    Passphrase::new(typed.expose_secret()).map_err(|error| CliError::usage(error.to_string()))
}
