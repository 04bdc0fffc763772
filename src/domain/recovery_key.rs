//! The recovery key: the key of an encrypted journal in letters, to be printed and typed.

use std::fmt;

use secrecy::zeroize::{Zeroize as _, Zeroizing};

/// The letters of Crockford's Base32, which has no I, L, O and U:
/// <https://www.crockford.com/base32.html>.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many letters of a group stand for the key; one more checks them.
const DATA_LETTERS: usize = 4;

/// The bits of a letter.
const BITS: u32 = 5;

/// The key of an encrypted journal, which opens it without the passphrase.
///
/// It is written in 13 groups of five letters. The last letter of each group checks the others, so
/// that a mistake is found where it was made.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryKey([u8; 32]);

/// Why a text is not a recovery key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryKeyError {
    /// It has too few or too many letters.
    #[error("A recovery key has {} groups of five letters.", RecoveryKey::GROUPS)]
    Length,
    /// There is a mistake in the group with this number, from 1.
    #[error("There is a mistake in group {0}.")]
    Group(usize),
}

impl RecoveryKey {
    /// How many groups there are.
    pub const GROUPS: usize = 13;

    /// The recovery key of a key.
    pub fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// The key.
    pub fn key(&self) -> &[u8; 32] {
        &self.0
    }

    /// The group with this index, from 0.
    pub fn group(&self, index: usize) -> Zeroizing<String> {
        let mut group = Zeroizing::new(String::with_capacity(DATA_LETTERS + 1));
        let mut values = [0; DATA_LETTERS];
        for (letter, value) in values.iter_mut().enumerate() {
            *value = self.value(index * DATA_LETTERS + letter);
            group.push(char::from(ALPHABET[usize::from(*value)]));
        }
        group.push(char::from(ALPHABET[usize::from(check_value(index, values))]));
        values.zeroize();
        group
    }

    /// The five bits at this place; after the end of the key they are zero.
    fn value(&self, place: usize) -> u8 {
        (0..BITS as usize).fold(0, |value, bit| {
            let at = place * BITS as usize + bit;
            let byte = self.0.get(at / 8).copied().unwrap_or(0);
            (value << 1) | ((byte >> (7 - at % 8)) & 1)
        })
    }

    /// Reads a recovery key. Case, spaces and hyphens do not matter, and O, I and L are read as the
    /// digits that they look like.
    ///
    /// # Errors
    /// It has another length, or a mistake in one of its groups.
    pub fn parse(typed: &str) -> Result<Self, RecoveryKeyError> {
        let mut values = Zeroizing::new(Vec::with_capacity(Self::GROUPS * (DATA_LETTERS + 1)));
        for c in typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–')) {
            let group = values.len() / (DATA_LETTERS + 1) + 1;
            values.push(letter_value(c).ok_or(RecoveryKeyError::Group(group))?);
        }
        if values.len() != Self::GROUPS * (DATA_LETTERS + 1) {
            return Err(RecoveryKeyError::Length);
        }
        let mut bits = Zeroizing::new(Vec::with_capacity(Self::GROUPS * DATA_LETTERS * BITS as usize));
        for (index, group) in values.chunks_exact(DATA_LETTERS + 1).enumerate() {
            let (data, check) = (&group[..DATA_LETTERS], group[DATA_LETTERS]);
            if check_value(index, [data[0], data[1], data[2], data[3]]) != check {
                return Err(RecoveryKeyError::Group(index + 1));
            }
            bits.extend(data.iter().flat_map(|value| (0..BITS).rev().map(move |bit| (value >> bit) & 1)));
        }
        if bits[256..].iter().any(|bit| *bit != 0) {
            return Err(RecoveryKeyError::Group(Self::GROUPS));
        }
        let mut key = Self([0; 32]);
        for (byte, bits) in key.0.iter_mut().zip(bits.chunks_exact(8)) {
            *byte = bits.iter().fold(0, |byte, bit| (byte << 1) | bit);
        }
        Ok(key)
    }
}

impl Drop for RecoveryKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// All groups, separated by hyphens.
impl fmt::Display for RecoveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for index in 0..Self::GROUPS {
            let separator = if index == 0 { "" } else { "-" };
            write!(f, "{separator}{}", self.group(index).as_str())?;
        }
        Ok(())
    }
}

/// Does not show it.
impl fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryKey(…)")
    }
}

/// Odd weights, so that any one wrong letter changes the sum; the number of the group, so that two
/// groups cannot change places.
fn check_value(group: usize, values: [u8; DATA_LETTERS]) -> u8 {
    let weights = [1_u8, 3, 7, 15];
    let sum =
        values.iter().zip(weights).fold(0_u8, |sum, (value, weight)| sum.wrapping_add(value.wrapping_mul(weight)));
    sum.wrapping_add(u8::try_from(group).unwrap_or(0)) % 32
}

fn letter_value(c: char) -> Option<u8> {
    let c = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        c => c,
    };
    let place = ALPHABET.iter().position(|letter| char::from(*letter) == c)?;
    u8::try_from(place).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> RecoveryKey {
        RecoveryKey::new(std::array::from_fn(|index| u8::try_from(index * 7 + 3).unwrap()))
    }

    #[test]
    fn written_key_is_read_again_in_any_case_and_spacing() {
        let key = sample();
        let written = key.to_string();
        assert_eq!(written.split('-').count(), RecoveryKey::GROUPS);
        assert!(written.split('-').all(|group| group.len() == 5));
        for typed in [
            written.clone(),
            written.to_lowercase(),
            written.replace('-', " "),
            written.replace('-', ""),
            written.replace('0', "o").replace('1', "l"),
        ] {
            assert_eq!(RecoveryKey::parse(&typed).unwrap(), key, "{typed}");
        }
        for key in [[0; 32], [0xff; 32]].map(RecoveryKey::new) {
            assert_eq!(RecoveryKey::parse(&key.to_string()).unwrap(), key);
        }
    }

    #[test]
    fn any_one_wrong_letter_is_found_in_its_group() {
        let written = sample().to_string();
        for (at, letter) in written.char_indices().filter(|(_, c)| *c != '-') {
            for other in ALPHABET.iter().map(|byte| char::from(*byte)).filter(|other| *other != letter) {
                let mut typed = written.clone();
                typed.replace_range(at..=at, &other.to_string());
                assert_eq!(RecoveryKey::parse(&typed), Err(RecoveryKeyError::Group(at / 6 + 1)), "{typed}");
            }
        }
    }

    #[test]
    fn groups_that_changed_places_are_found() {
        let written = sample().to_string();
        let mut groups: Vec<&str> = written.split('-').collect();
        groups.swap(2, 5);
        assert_eq!(RecoveryKey::parse(&groups.join("-")), Err(RecoveryKeyError::Group(3)));
    }

    #[test]
    fn text_of_another_length_is_refused() {
        let long = format!("{}A", sample());
        let short = long.get(..long.len() - 2).unwrap_or_default();
        for typed in ["", "ABCD", &long, short] {
            RecoveryKey::parse(typed).unwrap_err();
        }
        assert_eq!(RecoveryKey::parse("").unwrap_err(), RecoveryKeyError::Length);
        assert_eq!(RecoveryKey::parse("ABC?D").unwrap_err(), RecoveryKeyError::Group(1));
    }

    #[test]
    fn debug_output_does_not_show_it() {
        assert_eq!(format!("{:?}", sample()), "RecoveryKey(…)");
    }
}
