//! A recap or an agenda as Markdown, and its file.

use std::{fmt::Write as _, path::Path};

use super::{ExportError, brief::escape_markdown, output_file::OutputFile};
use crate::wording::recap::SharedText;

/// The text as Markdown.
pub fn markdown(text: &SharedText) -> String {
    let mut out = format!("{}\n", escape_markdown(&text.greeting));
    for (title, lines) in &text.sections {
        // Writing into a `String` does not fail.
        let _ = writeln!(out, "\n**{}**\n", escape_markdown(title));
        for line in lines {
            let _ = writeln!(out, "- {}", escape_markdown(line));
        }
    }
    for line in &text.closing {
        let _ = writeln!(out, "\n{}", escape_markdown(line));
    }
    out
}

/// Writes the text to a file, atomically and with mode 0600. An existing file is replaced only with
/// `replace`, and never `journal` or another journal.
///
/// # Errors
/// Fails if the file cannot be written. It is then unchanged.
pub fn to_file(text: &str, path: &Path, replace: bool, journal: &Path) -> Result<(), ExportError> {
    OutputFile::prepare(path, replace, journal)?.write_with(|out| Ok(out.write_all(text.as_bytes())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_has_the_same_lines_and_reads_nothing_as_markup() {
        let text = SharedText {
            subject: "Our one-on-one".into(),
            greeting: "Hi Dana, here’s what we agreed.".into(),
            sections: vec![("I will".into(), vec!["Fix *the* alert".into(), "1. first".into()])],
            closing: vec!["Next time: Tuesday 1 December".into()],
        };
        assert_eq!(
            markdown(&text),
            "Hi Dana, here’s what we agreed.\n\n**I will**\n\n- Fix \\*the\\* alert\n- 1\\. first\n\n\
             Next time: Tuesday 1 December\n"
        );
    }
}
