//! Notes in Markdown or plain text: a folder of them, as people keep them in Obsidian, in Logseq or in any editor, or one
//! document with dated headings.
//!
//! The files are found (`files`), and each is looked at for the names and the forms of days in it (`survey`). Then it is
//! decided who is who (`who`) and whether the day or the month comes first, and each note is taken apart (`sections`) into what
//! is about one person and one day; `harvest` makes entries of that. Lines are read as they stand (`outline` says why), words are
//! kept as they were typed but for links and what programs write for themselves (`inline`).
//!
//! What is not plain is left out and said: whom it is about, on which day. A kind is given only where the note says it.

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

/// Reads the notes at a path, which is a folder or a file. `about` is whom the notes are about that name nobody.
///
/// # Errors
/// Where there is nothing that can be read, or it was stopped.
pub fn read(
    path: &Path,
    day_order: Option<DayOrder>,
    about: Option<&str>,
    context: &ImportContext,
    on_progress: &mut ProgressFn<'_>,
) -> Result<ImportResult> {
    let found = files::find_notes(path)?;
    let count = found.files.len() as u64;
    let mut tell = |done: u64| if on_progress(done, count).is_break() { Err(ImportError::Cancelled) } else { Ok(()) };
    let mut unread = found.diagnostics;
    let mut survey = Prescan::default();
    let mut notes: Vec<NoteFile> = Vec::new();
    for (done, file) in (0..).zip(&found.files) {
        tell(done)?;
        match files::load_note(file, path, &mut unread) {
            Ok(note) => {
                survey.scan(&note);
                notes.push(note);
            }
            // Of many files, one that cannot be read stops no other; of one, there is nothing else to tell.
            Err(error) if file == path => return Err(error),
            Err(error) => unread.push(Diagnostic { file: file.clone(), line: None, reason: file_error_reason(&error) }),
        }
    }
    if let Some(name) = about {
        survey.names.add(name, NameCue::Explicit);
    }
    let order = day_order.or_else(|| survey.order.order());
    let example = survey.order.example().filter(|_| order.is_none()).map(str::to_owned);
    let who = PersonResolver::resolve(survey.names, context);
    let known = ParseContext {
        resolver: &who,
        day_order: order,
        today: context.now.date(),
        default_person: about.and_then(|name| who.find(name)),
        asks_day_order: example.is_some(),
    };
    let mut making = BundleBuilder::new(&who, order, context);
    // Each note goes as it is taken apart, so that its text is not kept twice.
    for note in notes {
        tell(count)?;
        let mut misses = Diagnostics::new(&note.path);
        let parts = sections::parse_note(&note, &known, &mut misses);
        making.add_note(&note, parts, &mut misses);
        unread.extend(misses.into_list());
    }
    unread.sort();
    let asks = example.map(|example| Ambiguity::DayOrder { example }).into_iter().collect();
    Ok(ImportResult { bundle: making.build(), diagnostics: unread, ignored: found.ignored, ambiguities: asks })
}

/// What is known of the whole source.
struct ParseContext<'a> {
    resolver: &'a PersonResolver,
    day_order: Option<DayOrder>,
    today: jiff::civil::Date,
    /// The person whom notes are about that name nobody.
    default_person: Option<usize>,
    /// Whether the order of day and month is asked for: then ambiguous dates are no errors.
    asks_day_order: bool,
}

/// What is said of a file among others, as the end of a sentence.
fn file_error_reason(error: &ImportError) -> String {
    match error {
        ImportError::Unreadable { reason: why, .. } => why.clone(),
        ImportError::PermissionDenied(_) => "may not be read by you".to_owned(),
        ImportError::NotFound(_) => "is gone".to_owned(),
        other => format!("could not be read: {other}"),
    }
}
