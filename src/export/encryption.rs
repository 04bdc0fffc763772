//! Documents that are encrypted with a passphrase, in the format of
//! <https://age-encryption.org/v1>.

use std::{io, io::Write, iter};

use age::{Encryptor, scrypt::Recipient};
use secrecy::SecretString;

use super::{ExportOptions, ExportSummary, ProgressFn, Result, write};
use crate::store::Db;

/// The cost of a guess, as a power of two: what the program `age` takes itself. It is a second and
/// 256 MB of memory on a common computer, and does not depend on how busy this one is.
const WORK_FACTOR: u8 = 18;

/// Streams a document to `out`, encrypted. It is authenticated: one that was cut short or changed
/// cannot be decrypted.
///
/// # Errors
/// As [`write()`].
pub fn write_encrypted(
    db: &Db,
    options: &ExportOptions,
    passphrase: &SecretString,
    out: &mut dyn Write,
    on_progress: &mut ProgressFn<'_>,
) -> Result<ExportSummary> {
    let mut recipient = Recipient::new(passphrase.clone());
    recipient.set_work_factor(WORK_FACTOR);
    let encryptor = Encryptor::with_recipients(iter::once(&recipient as _)).map_err(io::Error::other)?;
    let mut encrypted = encryptor.wrap_output(out)?;
    let summary = write(db, options, &mut encrypted, on_progress)?;
    encrypted.finish()?.flush()?;
    Ok(summary)
}
