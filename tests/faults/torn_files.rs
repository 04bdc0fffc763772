//! The file and its write-ahead log, cut and torn at every page.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rapport::store::Db;
use tempfile::TempDir;

use super::{
    report_figure,
    support::{TempJournal, assert_clean, strings},
};

const PAGE: usize = 4096;
/// The headers of a write-ahead log and of its frames:
/// <https://www.sqlite.org/fileformat2.html#walformat>.
const WAL_HEADER: usize = 32;
const FRAME: usize = 24 + PAGE;

/// A journal whose newest entries are only in the write-ahead log.
struct TornJournal {
    folder: TempDir,
    file: Vec<u8>,
    wal: Vec<u8>,
    texts: Vec<String>,
}

impl TornJournal {
    fn new() -> Self {
        let mut journal = TempJournal::with_people(&["Dana Whitfield", "Marcus Oyelaran"]);
        for index in 0..8 {
            journal.jot(1, &format!("before {index}"));
        }
        // Closing moves everything into the file.
        journal.reopen();
        for index in 0..8 {
            journal.jot(1, &format!("since {index}: {}", "a longer text ".repeat(40)));
        }
        let texts = entry_texts(&journal.file());
        let file = fs::read(journal.file()).unwrap();
        let wal = fs::read(wal_of(&journal.file())).unwrap();
        assert!(wal.len() > WAL_HEADER + 8 * FRAME, "{}", wal.len());
        Self { folder: tempfile::tempdir().unwrap(), file, wal, texts }
    }

    /// Writes both files; opens the journal as the program does.
    fn open(&self, file: &[u8], wal: Option<&[u8]>) -> Result<Db, String> {
        let path = self.folder.path().join("journal.rapport");
        for entry in fs::read_dir(self.folder.path()).unwrap() {
            fs::remove_file(entry.unwrap().path()).unwrap();
        }
        fs::write(&path, file).unwrap();
        if let Some(wal) = wal {
            fs::write(wal_of(&path), wal).unwrap();
        }
        Db::open_existing(&path).map_err(|error| error.to_string())
    }
}

fn wal_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

fn entry_texts(path: &Path) -> Vec<String> {
    strings(&super::support::raw_connection(path), "SELECT text FROM entries ORDER BY id")
}

/// True if the journal is refused, or reading or checking it reports damage.
fn reports_damage(opened: Result<Db, String>) -> bool {
    let Ok(db) = opened else { return true };
    db.check().map_or(true, |report| !report.problems.is_empty())
}

#[test]
fn log_cut_anywhere_keeps_a_prefix_of_the_changes() {
    let torn = TornJournal::new();
    let mut previous = 8;
    let mut cases = 0;
    let frames = (torn.wal.len() - WAL_HEADER) / FRAME;
    for frame in 0..=frames {
        for extra in [0, 1, 24, 24 + PAGE / 2] {
            let length = (WAL_HEADER + frame * FRAME + extra).min(torn.wal.len());
            let db = torn.open(&torn.file, Some(&torn.wal[..length])).unwrap();
            assert_clean(&db);
            let texts = entry_texts(&torn.folder.path().join("journal.rapport"));
            assert_eq!(texts[..], torn.texts[..texts.len()], "cut at {length}");
            assert!(texts.len() >= previous, "cut at {length}: {} after {previous}", texts.len());
            previous = texts.len();
            cases += 1;
        }
    }
    assert_eq!(previous, torn.texts.len());
    report_figure(&format!("write-ahead log cut: {cases} places, each opened with all changes before the cut"));
}

#[test]
fn log_with_a_torn_frame_keeps_the_changes_before_it() {
    let torn = TornJournal::new();
    let frames = (torn.wal.len() - WAL_HEADER) / FRAME;
    for frame in 0..frames {
        let mut wal = torn.wal.clone();
        let start = WAL_HEADER + frame * FRAME;
        wal[start + FRAME / 2..start + FRAME].fill(0xA5);
        let db = torn.open(&torn.file, Some(&wal)).unwrap();
        assert_clean(&db);
        let texts = entry_texts(&torn.folder.path().join("journal.rapport"));
        assert_eq!(texts[..], torn.texts[..texts.len()], "frame {frame}");
    }
    report_figure(&format!("write-ahead log torn: {frames} frames, each opened with the changes before it"));
}

#[test]
fn file_cut_at_any_page_is_reported() {
    let torn = TornJournal::new();
    let pages = torn.file.len() / PAGE;
    for page in 0..pages {
        let cut = &torn.file[..page * PAGE];
        assert!(reports_damage(torn.open(cut, None)), "cut to {page} of {pages} pages");
        let opened = torn.open(cut, Some(&torn.wal));
        // The log may have all the pages that the file lacks.
        let is_whole = opened.is_ok() && entry_texts(&torn.folder.path().join("journal.rapport")) == torn.texts;
        assert!(is_whole || reports_damage(opened), "cut to {page} of {pages} pages, with the log");
    }
    report_figure(&format!("file cut: {pages} pages, with and without the log, all reported or made whole by the log"));
}

#[test]
fn file_with_any_page_torn_is_reported() {
    let torn = TornJournal::new();
    let pages = torn.file.len() / PAGE;
    let mut unreported = Vec::new();
    for page in 0..pages {
        let mut file = torn.file.clone();
        // A sector write that did not happen.
        file[page * PAGE + PAGE / 2..(page + 1) * PAGE].fill(0);
        if file == torn.file {
            continue;
        }
        if !reports_damage(torn.open(&file, None)) {
            unreported.push(page);
        }
    }
    assert!(unreported.is_empty(), "not reported: {unreported:?} of {pages} pages");
    report_figure(&format!("file torn: {pages} pages, all reported"));
}
