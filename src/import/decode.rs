//! Decodes the text of a file, whose encoding is guessed from its bytes.

use std::{
    fs::{self, File},
    io::Read as _,
    path::Path,
};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{ImportError, Result};

/// The longest text that is read, in bytes: more than anybody writes in a lifetime.
pub const MAX_BYTES: u64 = 64 << 20;

/// The start of a file that shows whether it is text, in bytes.
const SNIFF_BYTES: usize = 16 << 10;

/// With fewer bytes outside ASCII no language shows: the most common encoding is the better guess.
const MIN_DETECTED_BYTES: usize = 4;

/// A decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodedText {
    /// The text, without a byte order mark; line endings are as in the file.
    pub text: String,
    /// The first line, from 1, with bytes that could not be decoded; they are � in the text.
    pub first_damaged_line: Option<u64>,
}

impl DecodedText {
    /// The diagnostic of a damaged text, as the end of a sentence.
    pub const DAMAGED_MESSAGE: &'static str = "has invalid characters; they were replaced with �";
}

/// Reads a whole file as text.
///
/// # Errors
/// If it cannot be read, is not text, or is longer than [`MAX_BYTES`].
pub fn read_text(path: &Path) -> Result<DecodedText> {
    decode(read_bytes(path, MAX_BYTES)?)
        .ok_or_else(|| ImportError::Unreadable { path: path.to_owned(), reason: "is not text".to_owned() })
}

/// Reads a whole file of at most `max_bytes`. Only a regular file is opened: a device might never
/// end.
///
/// # Errors
/// If it cannot be read, or is longer.
pub fn read_bytes(path: &Path, max_bytes: u64) -> Result<Vec<u8>> {
    let failed = |error| ImportError::from_io(path, error);
    let unreadable = |reason: String| ImportError::Unreadable { path: path.to_owned(), reason };
    let too_long = || unreadable(format!("is larger than {} MB, the maximum", max_bytes >> 20));
    let metadata = fs::metadata(path).map_err(failed)?;
    if metadata.is_dir() {
        return Err(ImportError::IsDirectory(path.to_owned()));
    }
    if !metadata.is_file() {
        return Err(unreadable("is not a file".to_owned()));
    }
    if metadata.len() > max_bytes {
        return Err(too_long());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    // It may grow while it is read.
    File::open(path).map_err(failed)?.take(max_bytes + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > max_bytes { Err(too_long()) } else { Ok(bytes) }
}

/// Decodes a text: UTF-8, UTF-16 with a byte order mark or with the zeros that Latin letters leave
/// in it, or else the encoding that its letters suggest, mostly Windows-1252. `None` if it is not
/// text.
pub fn decode(bytes: Vec<u8>) -> Option<DecodedText> {
    let (encoding, mark_len) = match Encoding::for_bom(&bytes) {
        // UTF-32 begins with the same two bytes; nobody writes notes in it.
        Some((encoding, _)) if encoding == UTF_16LE && bytes.starts_with(&[0xFF, 0xFE, 0, 0]) => return None,
        Some(marked) => marked,
        None => (guess_encoding(&bytes)?, 0),
    };
    let (text, has_damage) = match String::from_utf8(bytes) {
        Ok(mut text) if encoding == UTF_8 => {
            text.drain(..mark_len);
            (text, false)
        }
        Ok(text) => decode_with(encoding, text.as_bytes().get(mark_len..)?),
        Err(error) => decode_with(encoding, error.as_bytes().get(mark_len..)?),
    };
    let start = text.get(..text.floor_char_boundary(SNIFF_BYTES))?;
    let controls = start.chars().filter(|c| c.is_control() && !is_text_control(*c)).count();
    if controls * 32 > start.chars().count() {
        return None;
    }
    let damaged = text.find('\u{FFFD}').filter(|_| has_damage);
    let line = damaged.map(|at| 1 + text.get(..at).unwrap_or_default().matches('\n').count() as u64);
    Some(DecodedText { text, first_damaged_line: line })
}

/// The text, and whether some bytes could not be decoded.
fn decode_with(encoding: &'static Encoding, bytes: &[u8]) -> (String, bool) {
    let (text, has_damage) = encoding.decode_without_bom_handling(bytes);
    (text.into_owned(), has_damage)
}

/// Control characters of plain text: tabs, line and page breaks, and the end-of-file mark of DOS.
fn is_text_control(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{1A}' | '\u{85}')
}

fn guess_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..SNIFF_BYTES).unwrap_or(bytes);
    if start.contains(&0) {
        // A Latin letter in UTF-16 is a byte and a zero; their order is the byte order.
        let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
        let (even, odd, pairs) = (zeros(0), zeros(1), start.len() / 2);
        return match (even * 20 < pairs, odd * 20 < pairs) {
            (true, false) if odd * 4 > pairs => Some(UTF_16LE),
            (false, true) if even * 4 > pairs => Some(UTF_16BE),
            _ => None,
        };
    }
    let (mut letters, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    // In another encoding hardly a letter is valid UTF-8 by chance; in damaged UTF-8 most of them
    // are.
    if broken == 0 || letters > 2 * broken {
        return Some(UTF_8);
    }
    Some(guess_legacy_encoding(bytes))
}

/// The encoding of a text that is neither UTF-8 nor UTF-16.
fn guess_legacy_encoding(bytes: &[u8]) -> &'static Encoding {
    if bytes.iter().filter(|byte| !byte.is_ascii()).take(MIN_DETECTED_BYTES).count() < MIN_DETECTED_BYTES {
        return WINDOWS_1252;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use encoding_rs::{SHIFT_JIS, WINDOWS_1250, WINDOWS_1251};

    use super::*;

    fn encode(encoding: &'static Encoding, text: &str) -> Vec<u8> {
        encoding.encode(text).0.into_owned()
    }

    fn encode_utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn encoding_is_detected() {
        let text = "# Zoë – “3 März”\nCafé\n";
        let ascii = "# Zoe\nQuiet today, again\n";
        let (le, be) = (u16::to_le_bytes, u16::to_be_bytes);
        let latin_1: Vec<u8> = "Zoë, Käse\n".chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
        for (case, bytes, expected, damaged) in [
            ("nothing", Vec::new(), "", None),
            ("UTF-8", text.into(), text, None),
            ("UTF-8 with a byte order mark", [b"\xEF\xBB\xBF", text.as_bytes()].concat(), text, None),
            ("only a byte order mark", b"\xEF\xBB\xBF".to_vec(), "", None),
            ("UTF-16 LE with a byte order mark", encode_utf16(&format!("\u{FEFF}{text}"), le), text, None),
            ("UTF-16 BE with a byte order mark", encode_utf16(&format!("\u{FEFF}{text}"), be), text, None),
            ("UTF-16 LE without a byte order mark", encode_utf16(ascii, le), ascii, None),
            ("UTF-16 BE without a byte order mark", encode_utf16(ascii, be), ascii, None),
            ("Latin-1", latin_1, "Zoë, Käse\n", None),
            ("Windows-1252", b"\x93Quiet\x94 \x96 5 \x80\n".to_vec(), "“Quiet” – 5 €\n", None),
            ("one byte of Latin-1", b"Zo\xEB".to_vec(), "Zoë", None),
            ("few letters of Latin-1", b"\xB1 5 %, \xA35".to_vec(), "± 5 %, £5", None),
            ("Windows-1250", encode(WINDOWS_1250, "Zażółć gęślą jaźń"), "Zażółć gęślą jaźń", None),
            ("Windows-1251", encode(WINDOWS_1251, "Встреча с Иваном"), "Встреча с Иваном", None),
            ("Shift JIS", encode(SHIFT_JIS, "田中さんと面談"), "田中さんと面談", None),
            ("UTF-8 cut within a character", "äöü é ñ 3 €".as_bytes()[..17].to_vec(), "äöü é ñ 3 \u{FFFD}", Some(1)),
            ("UTF-8 with a bad byte", b"\xC3\xA4\xC3\xB6\xC3\xBC\nx\xFFy".to_vec(), "äöü\nx\u{FFFD}y", Some(2)),
            ("UTF-16 cut within a character", b"\xFF\xFEa\0b".to_vec(), "a\u{FFFD}", Some(1)),
            ("unpaired surrogate", b"\xFF\xFEa\0\n\0\x3D\xD8b\0".to_vec(), "a\n\u{FFFD}b", Some(2)),
            ("replacement character in the text", "a \u{FFFD} ä".into(), "a \u{FFFD} ä", None),
            ("line ends of Windows and old Macs", b"a\r\nb\rc".to_vec(), "a\r\nb\rc", None),
        ] {
            assert_eq!(
                decode(bytes),
                Some(DecodedText { text: expected.into(), first_damaged_line: damaged }),
                "{case}"
            );
        }
    }

    #[test]
    fn binary_files_are_rejected() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06".to_vec();
        let noise: Vec<u8> = (0..4_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0]).collect();
        let no_zeros: Vec<u8> = noise.iter().copied().filter(|byte| *byte != 0).collect();
        for (case, bytes) in [
            ("a picture", png),
            ("a program", b"\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3E\0".to_vec()),
            ("noise", noise),
            ("noise without zeros", no_zeros),
            ("zeros", vec![0; 300]),
            ("UTF-32", b"\xFF\xFE\0\0a\0\0\0b\0\0\0".to_vec()),
            ("control characters", vec![7; 300]),
        ] {
            assert_eq!(decode(bytes), None, "{case}");
        }
    }

    #[test]
    fn directories_devices_and_oversized_files_are_rejected() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("large.md");
        let file = File::create(&path).expect("a file");
        file.set_len(MAX_BYTES + 1).expect("a long file");
        assert_eq!(
            read_text(&path).expect_err("too large").to_string(),
            format!("{} is larger than 64 MB, the maximum.", path.display())
        );
        assert!(matches!(read_text(folder.path()), Err(ImportError::IsDirectory(_))));
        assert!(matches!(read_text(&folder.path().join("gone.md")), Err(ImportError::NotFound(_))));
        if cfg!(unix) {
            let message = read_text(Path::new("/dev/zero")).expect_err("endless").to_string();
            assert_eq!(message, "/dev/zero is not a file.");
        }
    }
}
