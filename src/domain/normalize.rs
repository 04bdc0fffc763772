//! Letters without case and accents: how names and words are compared, so that Tomas finds Tomás.

use unicode_normalization::UnicodeNormalization as _;

/// Gives `out` what is left of a character once its case and its accents are gone: nothing of an accent that stands alone, two
/// letters of an "æ".
pub(super) fn normalize_char(c: char, mut out: impl FnMut(char)) {
    if c.is_ascii() {
        out(c.to_ascii_lowercase());
        return;
    }
    for part in c.to_lowercase().nfkd().filter(|part| !is_accent(*part)) {
        match base_letters(part) {
            Some(plain) => plain.chars().for_each(&mut out),
            None => out(part),
        }
    }
}

/// Only the accents that Latin, Greek and Cyrillic put on a letter, and the optional vowel points of Hebrew and Arabic: in
/// other scripts a combining mark is a vowel and part of the word.
pub(super) const fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}')
        || matches!(c, '\u{591}'..='\u{5BD}' | '\u{5BF}'..='\u{5C7}')
        || matches!(c, '\u{64B}'..='\u{652}' | '\u{670}')
}

/// Letters that Unicode does not take apart, though people type them without.
pub(super) const fn base_letters(c: char) -> Option<&'static str> {
    Some(match c {
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ŧ' => "t",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ς' => "σ",
        '’' => "'",
        _ => return None,
    })
}
