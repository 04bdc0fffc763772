//! The passphrase of an encrypted journal.

use secrecy::{ExposeSecret as _, SecretString, zeroize::Zeroizing};
use unicode_normalization::UnicodeNormalization as _;
use zxcvbn::{Score, feedback::Warning, zxcvbn};

/// A passphrase in the form in which a key is derived from it. The same on every keyboard: letters
/// with accents are composed (NFC), and every kind of space is the plain one, as in the profile
/// `OpaqueString` of RFC 8265. Case, and spaces at either end, count.
///
/// It is not shown by `Debug`, and is overwritten in memory when dropped.
#[derive(Debug, Clone)]
pub struct Passphrase(SecretString);

impl PartialEq for Passphrase {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

/// The passphrase is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("A passphrase can’t be empty.")]
pub struct EmptyPassphrase;

/// How hard a passphrase is to guess for somebody who has a copy of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PassphraseStrength {
    /// Guessed in minutes.
    Weak,
    /// Guessed in days.
    Fair,
    /// Takes longer than it is worth to nearly everybody.
    Good,
    /// Cannot be guessed.
    Strong,
}

/// How strong a passphrase is, and why it is not stronger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PassphraseRating {
    /// The strength.
    pub strength: PassphraseStrength,
    /// What makes it easy to guess; `None` if nothing in particular.
    pub weakness: Option<PassphraseWeakness>,
}

/// What makes a passphrase easy to guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassphraseWeakness {
    /// Keys that lie side by side.
    KeyboardPattern,
    /// The same letters again and again.
    Repetition,
    /// Letters or digits in order.
    Sequence,
    /// One of the most common passwords, or nearly.
    Common,
    /// A date or a year.
    Date,
    /// A single word.
    SingleWord,
    /// Names.
    Name,
    /// It has few letters.
    Short,
}

impl Passphrase {
    /// Reads what was typed.
    ///
    /// # Errors
    /// It is empty.
    pub fn new(typed: &str) -> Result<Self, EmptyPassphrase> {
        let space = |c: char| if c.is_whitespace() && !c.is_control() { ' ' } else { c };
        let normalized: Zeroizing<String> = Zeroizing::new(typed.chars().map(space).nfc().collect());
        if normalized.is_empty() { Err(EmptyPassphrase) } else { Ok(Self(SecretString::from(normalized.as_str()))) }
    }

    /// The bytes from which a key is derived: UTF-8.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.expose_secret().as_bytes()
    }

    /// How hard it is to guess.
    pub fn rating(&self) -> PassphraseRating {
        let text = self.0.expose_secret();
        let entropy = zxcvbn(text, &["rapport"]);
        let strength = match entropy.score() {
            Score::Zero | Score::One => PassphraseStrength::Weak,
            Score::Two => PassphraseStrength::Fair,
            Score::Three => PassphraseStrength::Good,
            _ => PassphraseStrength::Strong,
        };
        let warning = entropy.feedback().and_then(zxcvbn::feedback::Feedback::warning);
        let is_weaker = strength < PassphraseStrength::Good;
        let weakness = warning.map(PassphraseWeakness::of).or_else(|| is_weaker.then_some(PassphraseWeakness::Short));
        PassphraseRating { strength, weakness: weakness.filter(|_| is_weaker) }
    }
}

impl PassphraseWeakness {
    fn of(warning: Warning) -> Self {
        match warning {
            Warning::StraightRowsOfKeysAreEasyToGuess | Warning::ShortKeyboardPatternsAreEasyToGuess => {
                Self::KeyboardPattern
            }
            Warning::RepeatsLikeAaaAreEasyToGuess | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => {
                Self::Repetition
            }
            Warning::SequencesLikeAbcAreEasyToGuess => Self::Sequence,
            Warning::ThisIsATop10Password
            | Warning::ThisIsATop100Password
            | Warning::ThisIsACommonPassword
            | Warning::ThisIsSimilarToACommonlyUsedPassword => Self::Common,
            Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess => Self::Date,
            Warning::AWordByItselfIsEasyToGuess => Self::SingleWord,
            Warning::NamesAndSurnamesByThemselvesAreEasyToGuess | Warning::CommonNamesAndSurnamesAreEasyToGuess => {
                Self::Name
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passphrase(typed: &str) -> Passphrase {
        Passphrase::new(typed).unwrap()
    }

    #[test]
    fn unicode_forms_of_the_same_text_are_the_same_passphrase() {
        for (one, other) in [
            ("Tomás läuft", "Toma\u{301}s la\u{308}uft"),
            ("four words", "four\u{a0}words"),
            ("四つの 言葉", "四つの\u{3000}言葉"),
            ("\u{212b}", "Å"),
        ] {
            assert_eq!(passphrase(one).as_bytes(), passphrase(other).as_bytes(), "{one}");
        }
    }

    #[test]
    fn case_and_outer_spaces_count() {
        for (one, other) in [("Secret", "secret"), (" secret", "secret"), ("secret ", "secret"), ("a  b", "a b")] {
            assert_ne!(passphrase(one).as_bytes(), passphrase(other).as_bytes(), "{one}");
        }
    }

    #[test]
    fn one_letter_and_ten_thousand_are_passphrases_and_nothing_is_not() {
        assert_eq!(Passphrase::new("").unwrap_err(), EmptyPassphrase);
        assert_eq!(passphrase("x").as_bytes(), b"x");
        let long = "long ".repeat(2_000);
        assert_eq!(passphrase(&long).as_bytes(), long.as_bytes());
        assert!(passphrase("   ").as_bytes() == b"   ");
    }

    #[test]
    fn debug_output_does_not_show_it() {
        assert!(!format!("{:?}", passphrase("correct horse")).contains("horse"));
    }

    #[test]
    fn rating_says_what_is_easy_to_guess() {
        use PassphraseStrength as Strength;
        use PassphraseWeakness as Weakness;
        for (typed, strength, weakness) in [
            ("x", Strength::Weak, Some(Weakness::Short)),
            ("password", Strength::Weak, Some(Weakness::Common)),
            ("qwertyuiop[]", Strength::Weak, Some(Weakness::KeyboardPattern)),
            ("aaaaaaaaaaaa", Strength::Weak, Some(Weakness::Repetition)),
            ("canoe lantern voyage pepper", Strength::Strong, None),
            ("四つの言葉を並べると強くなる", Strength::Strong, None),
        ] {
            assert_eq!(passphrase(typed).rating(), PassphraseRating { strength, weakness }, "{typed}");
        }
    }

    #[test]
    fn rating_of_a_very_long_passphrase_is_bounded() {
        assert_eq!(passphrase(&"canoe lantern ".repeat(800)).rating().strength, PassphraseStrength::Strong);
    }
}
