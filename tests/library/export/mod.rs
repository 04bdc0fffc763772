//! Exports: each format as approved, hostile text that stays inert, and output that depends on the
//! content alone.

mod approved;
mod injection;
mod json_roundtrip;
mod review;

use std::ops::ControlFlow;

use jiff::civil::{Date, date};
use rapport::{
    export::{self, ExportOptions, ExportScope, ExportSummary, Format},
    sample::{self, Size},
    store::Db,
};

/// The last day of the sample and the date of the documents.
const TODAY: Date = date(2026, 11, 24);

/// The default options: everything except flags.
fn options(of: ExportScope, format: Format) -> ExportOptions {
    ExportOptions { scope: of, format, from: None, to: None, with_flags: false, today: TODAY }
}

/// The document and its summary.
fn export_to_string(db: &Db, order: &ExportOptions) -> (String, ExportSummary) {
    let mut out = Vec::new();
    let summary = export::write(db, order, &mut out, &mut |_, _| ControlFlow::Continue(())).unwrap();
    (String::from_utf8(out).unwrap(), summary)
}

/// The small sample.
fn open_small_sample(folder: &tempfile::TempDir) -> Db {
    let path = folder.path().join("sample.rapport");
    sample::write(&path, Size::Small, 1, TODAY).unwrap();
    Db::open_existing(&path).unwrap()
}
