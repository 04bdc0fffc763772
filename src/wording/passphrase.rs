//! What is said about a passphrase.

use crate::domain::passphrase::{PassphraseRating, PassphraseStrength, PassphraseWeakness};

/// The word for a strength.
pub fn strength(strength: PassphraseStrength) -> &'static str {
    match strength {
        PassphraseStrength::Weak => "Weak",
        PassphraseStrength::Fair => "Fair",
        PassphraseStrength::Good => "Good",
        PassphraseStrength::Strong => "Strong",
    }
}

/// How strong a passphrase is, and why it is not stronger.
pub fn rating(rating: PassphraseRating) -> String {
    let word = strength(rating.strength);
    rating.weakness.map_or_else(|| format!("{word}."), |weakness| format!("{word}: {}.", describe_weakness(weakness)))
}

fn describe_weakness(weakness: PassphraseWeakness) -> &'static str {
    match weakness {
        PassphraseWeakness::KeyboardPattern => "keys that are side by side are easy to guess",
        PassphraseWeakness::Repetition => "repeated letters are easy to guess",
        PassphraseWeakness::Sequence => "letters or digits in order are easy to guess",
        PassphraseWeakness::Common => "it’s like a common password",
        PassphraseWeakness::Date => "dates are easy to guess",
        PassphraseWeakness::SingleWord => "a single word is easy to guess",
        PassphraseWeakness::Name => "names are easy to guess",
        PassphraseWeakness::Short => "four or more words in no particular order are better",
    }
}
