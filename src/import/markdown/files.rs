//! The files of a source, and what their paths tell.

use std::{
    fs,
    path::{Path, PathBuf},
};

use walkdir::{DirEntry, WalkDir};

use super::{
    super::{Diagnostic, IgnoredItems, ImportError, Result, decode},
    front_matter,
    front_matter::FrontMatter,
    title::Title,
    vocabulary,
};
use crate::domain::parse::date::{self, PartialDate};

/// Extensions of notes.
const NOTE_EXTENSIONS: [&str; 6] = ["md", "markdown", "mdown", "mkd", "txt", "text"];

/// The most lines of a file: more than anybody writes. Each may become an entry, which takes more
/// memory than a short line.
const MAX_LINES: usize = 200_000;

/// The files at a path.
#[derive(Debug, Default)]
pub(super) struct NoteFiles {
    /// The notes, in the order of their paths.
    pub files: Vec<PathBuf>,
    pub diagnostics: Vec<Diagnostic>,
    pub ignored: Vec<IgnoredItems>,
}

/// Finds the notes at a path, which is a folder or a note.
pub(super) fn find_notes(place: &Path) -> Result<NoteFiles> {
    let about = fs::metadata(place).map_err(|error| ImportError::from_io(place, error))?;
    if !about.is_dir() {
        return Ok(NoteFiles { files: vec![place.to_owned()], ..NoteFiles::default() });
    }
    fs::read_dir(place).map_err(|error| ImportError::from_io(place, error))?;
    let mut found = NoteFiles::default();
    let mut others = 0;
    let mut walk = WalkDir::new(place).sort_by_file_name().into_iter();
    while let Some(next) = walk.next() {
        let diagnostic =
            |file: &Path, reason: &str| Diagnostic { file: file.to_owned(), line: None, reason: reason.to_owned() };
        match next {
            Err(error) => found.diagnostics.push(diagnostic(error.path().unwrap_or(place), "couldn’t be opened")),
            // Links may lead anywhere, also back.
            Ok(entry) if entry.path_is_symlink() && entry.depth() > 0 => {
                found
                    .diagnostics
                    .push(diagnostic(entry.path(), "is a link to another location, which is not followed"));
            }
            Ok(entry) if entry.file_type().is_dir() => {
                if entry.depth() > 0 && is_skipped_dir(&entry) {
                    walk.skip_current_dir();
                }
            }
            Ok(entry) if is_note_path(entry.path()) && entry.file_type().is_file() => {
                found.files.push(entry.into_path());
            }
            Ok(entry) => others += usize::from(!is_hidden(&entry)),
        }
    }
    if others > 0 {
        let what = if others == 1 { "file that isn’t a note" } else { "files that aren’t notes" };
        found.ignored.push(IgnoredItems { count: others, description: what.to_owned() });
    }
    Ok(found)
}

fn is_note_path(path: &Path) -> bool {
    let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
    !hidden && ending.is_some_and(|ending| NOTE_EXTENSIONS.contains(&ending.as_str()))
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// Skips the folders in which programs keep their files, backups and templates.
fn is_skipped_dir(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy().to_lowercase();
    let is_in_logseq = entry.path().parent().and_then(Path::file_name).is_some_and(|parent| parent == "logseq");
    is_hidden(entry)
        || (is_in_logseq && name == "bak")
        || matches!(name.as_str(), "templates" | "_templates" | "node_modules" | "trash")
}

/// A loaded note.
#[derive(Debug)]
pub(super) struct NoteFile {
    pub path: PathBuf,
    pub front_matter: FrontMatter,
    pub body: String,
    /// The line on which the body begins.
    pub first_line: u64,
    /// The parsed file name.
    pub title: Title,
    /// The folders below the source, the nearest first.
    pub folders: Vec<String>,
    /// The date of what has no date of its own.
    pub day: Option<(PartialDate, String)>,
    /// The creation date, as the front matter tells.
    pub created: Option<(PartialDate, String)>,
    /// The year of dates without one.
    pub year: Option<i16>,
    /// Whether its path or front matter tells that it is about a meeting of at most two others.
    pub is_meeting: bool,
    /// Whether they tell that it is a one-on-one.
    pub is_one_on_one: bool,
}

/// Loads a note, and adds diagnostics for what is wrong in it.
pub(super) fn load_note(path: &Path, source: &Path, diagnostics: &mut Vec<Diagnostic>) -> Result<NoteFile> {
    let read = decode::read_text(path)?;
    if read.first_damaged_line.is_some() {
        diagnostics.push(Diagnostic {
            file: path.to_owned(),
            line: read.first_damaged_line,
            reason: decode::DecodedText::DAMAGED_MESSAGE.to_owned(),
        });
    }
    let mut body = read.text;
    if body.contains('\r') {
        body = body.replace("\r\n", "\n").replace('\r', "\n");
    }
    if body.bytes().filter(|byte| *byte == b'\n').count() > MAX_LINES {
        let reason = format!("has more than {MAX_LINES} lines, the maximum");
        return Err(ImportError::Unreadable { path: path.to_owned(), reason });
    }
    let parts = front_matter::split_front_matter(&body);
    if parts.invalid_line.is_some() {
        let reason = "has front matter that isn’t valid YAML; the text below it was read".to_owned();
        diagnostics.push(Diagnostic { file: path.to_owned(), line: parts.invalid_line, reason });
    }
    let (front, first, start) = (parts.front_matter, parts.first_line, body.len() - parts.body.len());
    body.drain(..start);
    let below = path.strip_prefix(source).unwrap_or(path);
    let folders: Vec<String> = below
        .ancestors()
        .skip(1)
        .filter_map(|folder| folder.file_name().map(|name| name.to_string_lossy().into_owned()))
        .take_while(|_| below != path)
        .collect();
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let name = Title::parse_file_name(&stem);
    let written = |texts: &Option<String>| {
        let texts = texts.as_ref()?;
        date::find_date(texts).map(|found| (found.date, texts.get(found.range).unwrap_or_default().to_owned()))
    };
    let day = written(&front.date).or_else(|| name.day.clone()).or_else(|| day_from_path(&stem, &folders));
    let year_of = |(texts, _): &(PartialDate, String)| texts.resolve(None, None).map(jiff::civil::Date::year);
    let year_in_name = || stem.split(|c: char| !c.is_ascii_digit()).find_map(date::standalone_year);
    let folder_year = || folders.iter().find_map(|folder| date::standalone_year(folder));
    let year = day.as_ref().and_then(year_of).or_else(year_in_name).or_else(folder_year);
    let mut texts: Vec<Title> =
        folders.iter().chain(&front.tags).chain(&front.note_types).map(|text| Title::parse(text)).collect();
    texts.push(name.clone());
    let is_tag = |text: &String| matches!(text.to_lowercase().as_str(), "1on1" | "oneonone");
    let is_group = front.attendees.iter().flat_map(|names| Title::parse(names).parts).nth(2).is_some();
    let is_one_on_one_note = !is_group
        && (texts.iter().any(|title| title.is_one_on_one) || front.tags.iter().chain(&front.note_types).any(is_tag));
    let meeting = is_one_on_one_note || (!is_group && texts.iter().any(|title| title.is_meeting));
    let created = written(&front.created);
    Ok(NoteFile {
        path: path.to_owned(),
        front_matter: front,
        body,
        first_line: first,
        title: name,
        folders,
        day,
        created,
        year,
        is_meeting: meeting,
        is_one_on_one: is_one_on_one_note,
    })
}

/// The date in paths such as `2024/03/03.md` and `2024-03/03.md`.
fn day_from_path(stem: &str, folders: &[String]) -> Option<(PartialDate, String)> {
    if stem.len() > 2 || !stem.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let parent = folders.first()?;
    let grandparent = folders.get(1).map_or("", String::as_str);
    [format!("{parent}-{stem}"), format!("{grandparent}-{parent}-{stem}")].into_iter().find_map(|place| {
        let found = date::find_date(&place).filter(|found| found.range == (0..place.len()))?;
        Some((found.date, place))
    })
}

impl NoteFile {
    /// The folder that may be named after a person: the nearest that is no year, date or type of
    /// notes.
    pub(super) fn person_folder(&self) -> Option<Title> {
        let says_more = |title: &Title| !title.parts.is_empty() && title.day.is_none();
        self.folders.iter().map(|folder| Title::parse_file_name(folder)).find(says_more)
    }

    /// Whether it is in a folder that holds a file for each person.
    pub(super) fn is_in_people_folder(&self) -> bool {
        self.folders.iter().any(|folder| vocabulary::is_people_folder(folder))
    }
}
