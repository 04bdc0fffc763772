//! The pages of an encrypted file, read without `SQLite`. A page ends with its initialisation
//! vector and the code that authenticates it; the first begins with the salt of the file.

use openssl::{
    hash::MessageDigest,
    memcmp,
    pkey::PKey,
    sign::Signer,
    symm::{Cipher, Crypter, Mode},
};

use super::{FileKey, PLAIN_HEADER};

/// The size of a page.
pub(in crate::store) const PAGE_SIZE: usize = 4096;

const SALT_SIZE: usize = 16;
const VECTOR_SIZE: usize = 16;
const CODE_SIZE: usize = 64;

/// What a page has at its end that is not content.
pub(in crate::store) const RESERVED: usize = VECTOR_SIZE + CODE_SIZE;

/// Whether a page with this number, from 1, was written with the key and is as it was written.
pub(super) fn is_authentic(key: &FileKey, number: u32, page: &[u8]) -> bool {
    let Some((content, code)) = page.split_at_checked(PAGE_SIZE - CODE_SIZE) else { return false };
    let content = &content[beginning(number)..];
    let compute = || -> Result<Vec<u8>, openssl::error::ErrorStack> {
        let secret = PKey::hmac(key.authentication_key())?;
        let mut signer = Signer::new(MessageDigest::sha512(), &secret)?;
        signer.update(content)?;
        signer.update(&number.to_le_bytes())?;
        signer.sign_to_vec()
    };
    compute().is_ok_and(|computed| computed.len() == code.len() && memcmp::eq(&computed, code))
}

/// The page with this number as a plain database has it; `None` if it is not
/// [authentic](is_authentic).
pub(in crate::store) fn decrypt_page(key: &FileKey, number: u32, page: &[u8]) -> Option<Vec<u8>> {
    if page.len() != PAGE_SIZE || !is_authentic(key, number, page) {
        return None;
    }
    let (content, rest) = page.split_at(PAGE_SIZE - RESERVED);
    let content = &content[beginning(number)..];
    let decrypt = || -> Result<Vec<u8>, openssl::error::ErrorStack> {
        let cipher = Cipher::aes_256_cbc();
        let mut crypter = Crypter::new(cipher, Mode::Decrypt, key.encryption_key(), Some(&rest[..VECTOR_SIZE]))?;
        crypter.pad(false);
        let mut plain = vec![0; content.len() + cipher.block_size()];
        let written = crypter.update(content, &mut plain)?;
        let written = written + crypter.finalize(&mut plain[written..])?;
        plain.truncate(written);
        Ok(plain)
    };
    let mut plain = if number == 1 { PLAIN_HEADER.to_vec() } else { Vec::new() };
    plain.extend(decrypt().ok()?);
    plain.resize(PAGE_SIZE, 0);
    Some(plain)
}

/// Where the encrypted content of a page begins.
fn beginning(number: u32) -> usize {
    if number == 1 { SALT_SIZE } else { 0 }
}
