//! Notes in Markdown or plain text: a folder of them, as people keep them in Obsidian, in Logseq or in any editor, or one
//! document with dated headings.
//!
//! The files are found (`files`), and each is looked at for the names and the forms of days in it (`survey`). Then it is
//! decided who is who (`who`) and whether the day or the month comes first, and each note is taken apart (`sections`) into what
//! is about one person and one day; `harvest` makes entries of that. Lines are read as they stand (`outline` says why), words are
//! kept as they were typed but for links and what programs write for themselves (`inline`).
//!
//! What is not plain is left out and said: whom it is about, on which day. A kind is given only where the note says it.

mod dates;
mod files;
mod front;
mod harvest;
mod inline;
mod machine;
mod missed;
mod outline;
mod promise;
mod sections;
mod survey;
mod title;
mod typed;
mod who;
mod words;

use std::path::Path;

use self::{
    files::Note,
    harvest::Making,
    sections::Known,
    survey::Survey,
    who::{Sign, Who},
};
use super::{Ask, Ground, Harvest, ImportError, Result, Unread, Watch, days::DayOrder, misses::Misses};

/// Reads the notes at a path, which is a folder or a file. `about` is whom the notes are about that name nobody.
///
/// # Errors
/// Where there is nothing that can be read, or it was stopped.
pub fn read(
    path: &Path,
    day_order: Option<DayOrder>,
    about: Option<&str>,
    ground: &Ground,
    watch: &mut Watch<'_>,
) -> Result<Harvest> {
    let found = files::find(path)?;
    let count = found.files.len() as u64;
    let mut tell = |done: u64| if watch(done, count).is_break() { Err(ImportError::Stopped) } else { Ok(()) };
    let mut unread = found.unread;
    let mut survey = Survey::default();
    let mut notes: Vec<Note> = Vec::new();
    for (done, file) in (0..).zip(&found.files) {
        tell(done)?;
        match files::load(file, path, &mut unread) {
            Ok(note) => {
                survey.look(&note);
                notes.push(note);
            }
            // Of many files, one that cannot be read stops no other; of one, there is nothing else to tell.
            Err(error) if file == path => return Err(error),
            Err(error) => unread.push(Unread { file: file.clone(), line: None, why: why(&error) }),
        }
    }
    if let Some(name) = about {
        survey.names.add(name, Sign::Plain);
    }
    let order = day_order.or_else(|| survey.order());
    let example = survey.example().filter(|_| order.is_none()).map(str::to_owned);
    let who = Who::settle(survey.names, ground);
    let known = Known { who: &who, order, today: ground.now.date(), about: about.and_then(|name| who.find(name)) };
    let mut making = Making::new(&who, order, ground);
    // Each note goes as it is taken apart, so that its text is not kept twice.
    for note in notes {
        tell(count)?;
        let mut misses = Misses::of(&note.path);
        let parts = sections::read(&note, &known, &mut misses);
        making.add(&note, parts, &mut misses);
        unread.extend(misses.into_list());
    }
    // What is asked about is not unreadable.
    if example.is_some() {
        unread.retain(|unread| !missed::is_asked(&unread.why));
    }
    unread.sort();
    let asks = example.map(|example| Ask::DayOrder { example }).into_iter().collect();
    Ok(Harvest { bundle: making.bundle(), unread, aside: found.aside, asks })
}

/// What is said of a file among others, as the end of a sentence.
fn why(error: &ImportError) -> String {
    match error {
        ImportError::Unreadable { why, .. } => why.clone(),
        ImportError::NoRights(_) => "may not be read by you".to_owned(),
        ImportError::Missing(_) => "is gone".to_owned(),
        other => format!("could not be read: {other}"),
    }
}
