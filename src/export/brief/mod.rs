//! Formats the brief of a person for the clipboard, the terminal and print.

mod html;
mod markdown;

use std::path::Path;

pub(super) use self::markdown::escape as escape_markdown;
pub use self::{html::render as html, markdown::render as markdown};
use super::{ExportError, output_file::OutputFile};
use crate::wording::brief::Brief;

/// Writes the page to a file, atomically and with mode 0600. An existing file is replaced, but
/// never `journal` or another journal.
///
/// # Errors
/// Fails if the file cannot be written. It is then unchanged.
pub fn html_to_file(brief: &Brief, path: &Path, journal: &Path) -> Result<(), ExportError> {
    OutputFile::prepare(path, true, journal)?.write_with(|out| Ok(out.write_all(html(brief).as_bytes())?))
}
