//! What leaves the journal: each format as it was approved, pages that hold nothing but what was written, and bytes that
//! follow from the content alone. Real journals in temp folders.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first thing that is wrong")]

mod support;

#[path = "export/approved.rs"]
mod approved;
#[path = "export/injection.rs"]
mod injection;
#[path = "export/json_roundtrip.rs"]
mod json_roundtrip;
#[path = "export/review.rs"]
mod review;

use std::ops::ControlFlow;

use jiff::civil::{Date, date};
use rapport::{
    export::{self, ExportOptions, ExportScope, ExportSummary, Format},
    sample::{self, Size},
    store::Db,
};

/// The day that the sample ends on and the pages are dated with.
const TODAY: Date = date(2026, 11, 24);

/// All of it, without flags.
fn options(of: ExportScope, format: Format) -> ExportOptions {
    ExportOptions { scope: of, format, from: None, to: None, with_flags: false, today: TODAY }
}

/// The document, and what is said of it.
fn export_to_string(db: &Db, order: &ExportOptions) -> (String, ExportSummary) {
    let mut out = Vec::new();
    let made = export::write(db, order, &mut out, &mut |_, _| ControlFlow::Continue(())).unwrap();
    (String::from_utf8(out).unwrap(), made)
}

/// The small sample.
fn open_small_sample(folder: &tempfile::TempDir) -> Db {
    let path = folder.path().join("sample.rapport");
    sample::write(&path, Size::Small, 1, TODAY).unwrap();
    Db::open_existing(&path).unwrap()
}
