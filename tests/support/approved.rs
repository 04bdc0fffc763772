//! Approved documents, compared byte for byte. `RAPPORT_APPROVE=1` writes them again; then review
//! the diff.
//!
//! The approved imports are snapshots of `insta`. It adds a header and ignores line ends, so what a
//! user gets is kept as it is, in a file that its own program opens.

use std::{env, fs, path::Path};

/// Compares a document with `tests/fixtures/approved/NAME`.
#[track_caller]
pub fn assert_approved_document(name: &str, document: &str) {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/approved")).join(name);
    if env::var_os("RAPPORT_APPROVE").is_some() {
        fs::write(&path, document).unwrap();
    }
    let approved = fs::read_to_string(&path).unwrap();
    for (number, (expected, actual)) in (1..).zip(approved.lines().zip(document.lines())) {
        assert_eq!(actual, expected, "{name}, line {number}");
    }
    assert!(approved == document, "{name} has a different length or different line ends");
}
