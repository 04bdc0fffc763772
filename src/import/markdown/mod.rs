//! Notes in Markdown or plain text: a folder of them, as people keep them in Obsidian, Logseq or an
//! editor, or one document with dated headings.
//!
//! The files are found (`files`) and scanned for names and date formats (`prescan`). With that
//! the people (`person_resolver`) and the order of day and month are decided, and each note is
//! parsed (`sections`) into items about one person on one day, of which `build_bundle` makes
//! entries. `lines` tells why notes are read line by line; text is kept as typed but for links
//! and syntax of programs (`strip_inline`).
//!
//! What is unclear, the person or the day, is reported and left out. A kind is given only where the
//! note tells it.

mod app_syntax;
mod build_bundle;
mod files;
mod front_matter;
mod lines;
mod person_resolver;
mod prescan;
mod sections;
mod strip_inline;
mod task;
mod title;
mod unplaced;
mod verbatim;
mod vocabulary;

use std::path::Path;

use self::{
    build_bundle::BundleBuilder,
    files::NoteFile,
    person_resolver::{NameCue, PersonResolver},
    prescan::Prescan,
};
use super::{
    Ambiguity, Diagnostic, ImportContext, ImportError, ImportResult, ProgressFn, Result, dates::DayOrder,
    diagnostics::Diagnostics,
};

/// Reads the notes at a path, which is a folder or a file. Notes that name nobody are about
/// `about`.
///
/// # Errors
/// If nothing can be read, or it was cancelled.
pub fn read(
    path: &Path,
    day_order: Option<DayOrder>,
    about: Option<&str>,
    context: &ImportContext,
    on_progress: &mut ProgressFn<'_>,
) -> Result<ImportResult> {
    let found = files::find_notes(path)?;
    let count = found.files.len() as u64;
    let mut report_progress =
        |done: u64| if on_progress(done, count).is_break() { Err(ImportError::Cancelled) } else { Ok(()) };
    let mut diagnostics = found.diagnostics;
    let mut prescan = Prescan::default();
    let mut notes: Vec<NoteFile> = Vec::new();
    for (done, file) in (0..).zip(&found.files) {
        report_progress(done)?;
        match files::load_note(file, path, &mut diagnostics) {
            Ok(note) => {
                prescan.scan(&note);
                notes.push(note);
            }
            // Of many files, one that cannot be read is reported; of a single one it is the error.
            Err(error) if file == path => return Err(error),
            Err(error) => {
                diagnostics.push(Diagnostic { file: file.clone(), line: None, reason: file_error_reason(&error) });
            }
        }
    }
    if let Some(name) = about {
        prescan.names.add(name, NameCue::Explicit);
    }
    let order = day_order.or_else(|| prescan.order.order());
    let example = prescan.order.example().filter(|_| order.is_none()).map(str::to_owned);
    let resolver = PersonResolver::resolve(prescan.names, context);
    let parse_context = ParseContext {
        resolver: &resolver,
        day_order: order,
        today: context.now.date(),
        default_person: about.and_then(|name| resolver.find(name)),
        asks_day_order: example.is_some(),
    };
    let mut builder = BundleBuilder::new(&resolver, order, context);
    // Each note is dropped as it is parsed, so that its text is not held twice.
    for note in notes {
        report_progress(count)?;
        let mut note_diagnostics = Diagnostics::new(&note.path);
        let parts = sections::parse_note(&note, &parse_context, &mut note_diagnostics);
        builder.add_note(&note, parts, &mut note_diagnostics);
        diagnostics.extend(note_diagnostics.into_list());
    }
    diagnostics.sort();
    let ambiguities = example.map(|example| Ambiguity::DayOrder { example }).into_iter().collect();
    Ok(ImportResult { bundle: builder.build(), diagnostics, ignored: found.ignored, ambiguities })
}

/// What is known of the whole source.
struct ParseContext<'a> {
    resolver: &'a PersonResolver,
    day_order: Option<DayOrder>,
    today: jiff::civil::Date,
    /// The person of notes that name nobody.
    default_person: Option<usize>,
    /// Whether the order of day and month is asked for: then ambiguous dates are no errors.
    asks_day_order: bool,
}

/// The diagnostic for a file among others, as the end of a sentence.
fn file_error_reason(error: &ImportError) -> String {
    match error {
        ImportError::Unreadable { reason: why, .. } => why.clone(),
        ImportError::PermissionDenied(_) => "can’t be read: you don’t have permission".to_owned(),
        ImportError::NotFound(_) => "no longer exists".to_owned(),
        other => format!("couldn’t be read: {other}"),
    }
}
