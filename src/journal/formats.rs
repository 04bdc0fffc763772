//! The leader’s own formats: Markdown files in a folder beside the journal.

use std::{
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use super::backup::create_private_dir;
use crate::{
    domain::format::{FORMAT_README, Format, FormatLibrary, FormatProblem},
    store::atomic_file::AtomicFile,
};

/// A longer file is no format.
const MAX_BYTES: u64 = 64 * 1024;
/// How many files are read.
const MAX_FILES: usize = 200;

/// The folder of the formats for a journal, which need not exist.
pub fn formats_folder(journal: &Path) -> PathBuf {
    journal.with_extension("formats")
}

/// Reads the formats for a journal. A file that cannot be read is a problem of the library.
pub fn read_formats(journal: &Path) -> FormatLibrary {
    let folder = formats_folder(journal);
    let mut paths = match fs::read_dir(&folder) {
        Ok(entries) => entries.flatten().map(|entry| entry.path()).filter(|path| is_format_file(path)).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => {
            let problem = FormatProblem { file: file_name(&folder), reason: format!("it can’t be opened ({error})") };
            return FormatLibrary::with_own(Vec::new(), vec![problem]);
        }
    };
    paths.sort();
    paths.truncate(MAX_FILES);
    let (mut own, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        match read_format(&path) {
            Ok(format) => own.push(format),
            Err(reason) => problems.push(FormatProblem { file: file_name(&path), reason }),
        }
    }
    FormatLibrary::with_own(own, problems)
}

fn is_format_file(path: &Path) -> bool {
    let is_markdown = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"));
    is_markdown && !file_name(path).starts_with('.')
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn read_format(path: &Path) -> Result<Format, String> {
    let cannot_be_read = |error: io::Error| format!("it can’t be read ({error})");
    if !fs::metadata(path).map_err(cannot_be_read)?.is_file() {
        return Err("it isn’t a file".to_owned());
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes)).map_err(cannot_be_read)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err("it is too long".to_owned());
    }
    let text = String::from_utf8(bytes).map_err(|_| "it isn’t UTF-8 text".to_owned())?;
    Format::parse(&text).map_err(|error| error.to_string())
}

/// Creates the folder of the formats for a journal, with a description of the form of a file.
///
/// # Errors
/// The folder or the file cannot be written.
pub fn create_formats_folder(journal: &Path) -> io::Result<PathBuf> {
    let folder = formats_folder(journal);
    create_private_dir(&folder)?;
    let readme = folder.join("README.txt");
    if readme.symlink_metadata().is_err() {
        let mut file = AtomicFile::create(&readme)?;
        file.as_file_mut().write_all(FORMAT_README.as_bytes())?;
        file.persist_noclobber()?;
    }
    Ok(folder)
}
