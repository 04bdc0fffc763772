//! Case and accent folding, for comparing names and words: Tomas finds Tomás.

use unicode_normalization::UnicodeNormalization as _;

/// Calls `out` with each character of `c` in lower case and without accents: none for a combining
/// accent, two for an "æ".
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

/// A combining accent of Latin, Greek or Cyrillic, or an optional vowel point of Hebrew or Arabic.
/// In other scripts a combining mark is a vowel and part of the word.
pub(super) const fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}')
        || matches!(c, '\u{591}'..='\u{5BD}' | '\u{5BF}'..='\u{5C7}')
        || matches!(c, '\u{64B}'..='\u{652}' | '\u{670}')
}

/// The plain letters that people type for a letter that Unicode does not decompose.
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
