//! What people call a one-on-one.

/// As the words of a normalised text, without punctuation.
pub(super) const ONE_ON_ONE_PHRASES: [&[&str]; 9] = [
    &["1", "1"],
    &["1on1"],
    &["1", "on", "1"],
    &["121"],
    &["1to1"],
    &["1", "to", "1"],
    &["one", "on", "one"],
    &["one", "to", "one"],
    &["o3"],
];

/// The words of [`ONE_ON_ONE_PHRASES`] that are not only digits.
pub(super) const ONE_ON_ONE_WORDS: [&str; 6] = ["one", "on", "to", "1on1", "o3", "1to1"];

/// As written in a title of notes, in lower case and with punctuation, longest first.
pub(super) const ONE_ON_ONE_SPELLINGS: &[&str] = &[
    "one-on-ones",
    "one on ones",
    "one-to-ones",
    "one-on-one",
    "one on one",
    "one-to-one",
    "one to one",
    "1-on-1s",
    "1-on-1",
    "1 on 1",
    "1on1s",
    "1on1",
    "1-2-1s",
    "1-2-1",
    "1to1",
    "1:1s",
    "1:1",
    "1-1s",
    "1-1",
    "1_1",
    "1∶1",
    "1꞉1",
    "1–1",
    "o3s",
    "o3",
    "skip-level",
    "skip level",
];
