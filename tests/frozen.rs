//! Every persisted name: in a journal, an export, the output of `--json` and the options of the
//! terminal.
//!
//! Rust names may change freely. If one of these tests fails after a rename, the test is right:
//! give the type or variant a `#[serde(rename = "…")]`, a clap attribute or a literal, so that the
//! stored name stays. Changing a stored name takes a migration; a new name is added here.
//!
//! | frozen | where |
//! | --- | --- |
//! | the words of kinds, states, events, changes and records | `frozen/words.rs` |
//! | the JSON of every record in the change log | `frozen/records.rs` |
//! | names that follow from content (`UUIDv5`), importer by importer | `frozen/content_uids.rs` |
//! | the keys and forms of unfinished texts | `frozen/drafts.rs` |
//! | settings, window state, file names, application id | `frozen/files.rs` |
//! | commands and options of the terminal | `frozen/commands.rs` |
//! | a whole journal with its change log, its export and its `--json` | `frozen/journal.rs` |
//!
//! The schema is tested in `tests/library/store/migrations.rs`; exported pages, tables and the JSON
//! of a person and a review in `tests/library/export/approved.rs`.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first thing that is wrong")]

mod support;
#[path = "support/window.rs"]
mod window;

#[path = "frozen/commands.rs"]
mod commands;
#[path = "frozen/content_uids.rs"]
mod content_uids;
#[path = "frozen/drafts.rs"]
mod drafts;
#[path = "frozen/files.rs"]
mod files;
#[path = "frozen/generate.rs"]
mod generate;
#[path = "frozen/journal.rs"]
mod journal;
#[path = "frozen/records.rs"]
mod records;
#[path = "frozen/words.rs"]
mod words;

use std::{fs, path::Path};

/// Reads a file of frozen names.
fn frozen(name: &str) -> String {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/frozen"));
    fs::read_to_string(folder.join(name)).unwrap()
}

/// Fails with the first line that differs from the frozen file.
#[track_caller]
fn assert_frozen(name: &str, found: &str) {
    let frozen = frozen(name);
    for (number, (frozen, found)) in (1..).zip(frozen.lines().zip(found.lines())) {
        assert_eq!(found, frozen, "{name}, line {number}");
    }
    assert_eq!(found.lines().count(), frozen.lines().count(), "{name}: it begins so, but is not as long");
    assert!(found == frozen, "{name}: another end");
}
