//! What is said about a passphrase.

use jiff::civil::Date;

use super::{
    date::format_date,
    unsaved::{self, UnsavedText},
};
use crate::domain::passphrase::{PassphraseRating, PassphraseStrength, PassphraseWeakness};

/// Why the journal cannot be locked.
pub const NO_LOCK: &str = "Set a passphrase first: only an encrypted journal can be locked.";
/// Why no other passphrase is set.
pub const IS_SET: &str = "Your journal has a passphrase already.";
/// Why no passphrase is changed or removed.
pub const IS_NOT_SET: &str = "Your journal has no passphrase.";
/// Why the sample journal has none.
pub const SAMPLE_HAS_NONE: &str = "The sample journal has no passphrase. Exit it to protect your own.";

/// Why the key was neither stored in the system keychain nor removed from it.
pub const KEYCHAIN_LOCKED: &str = "Your system keychain is locked. Unlock it and try again.";
/// The same, where nothing more is known.
pub const KEYCHAIN_FAILED: &str = "Your system keychain didn’t answer. Nothing was changed.";

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

/// What was done to the journal and its backups.
pub fn outcome(is_encrypted: bool, backups: usize, failed_backups: usize, is_old_file_overwritten: bool) -> String {
    let (state, also) = if is_encrypted { ("encrypted", "and so") } else { ("no longer encrypted", "and neither") };
    let backups = match backups {
        0 => String::new(),
        1 => format!(", {also} is its backup"),
        backups => format!(", {also} are its {backups} backups"),
    };
    let failed = match failed_backups {
        0 => String::new(),
        1 => " One backup could not be changed.".to_owned(),
        failed => format!(" {failed} backups could not be changed."),
    };
    let is_left = is_encrypted && !is_old_file_overwritten;
    let left = if is_left { " The old file was removed, but could not be overwritten." } else { "" };
    format!("Your journal is {state}{backups}.{failed}{left}")
}

/// What another program did while the journal was open, and what becomes of the texts that are not
/// stored.
pub fn changed_elsewhere(had_passphrase: bool, unsaved: &[UnsavedText]) -> String {
    let done = if had_passphrase {
        "Another program changed the passphrase of this journal. Enter the new one."
    } else {
        "Another program encrypted this journal with a passphrase. Enter it."
    };
    match unsaved.len() {
        0 => format!("{done} Everything you wrote is saved."),
        1 => format!("{done} {} is only in this window, and is saved once you unlock.", unsaved::count(unsaved)),
        _ => format!("{done} {} are only in this window, and are saved once you unlock.", unsaved::count(unsaved)),
    }
}

/// Said when the journal is open again after another program set, changed or removed its
/// passphrase.
pub fn opened_again(is_encrypted: bool, had_unsaved: bool) -> String {
    let state = if is_encrypted { "Opened with the new passphrase" } else { "Opened again, without a passphrase" };
    if had_unsaved { format!("{state}. What you wrote meanwhile is here") } else { state.to_owned() }
}

/// When the passphrase was set, and whether there is a way without it.
pub fn status(set_on: Option<Date>, has_recovery_key: bool, today: Date) -> String {
    let set =
        set_on.map_or_else(|| "Passphrase set".to_owned(), |day| format!("Passphrase set {}", format_date(day, today)));
    let key = if has_recovery_key { "you have the recovery key" } else { "recovery key not written down yet" };
    format!("{set}, {key}")
}
