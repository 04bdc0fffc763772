//! Fuzzes every importer with broken sources: no panic, no hang, no partial import, and no more
//! memory than ten times the source or a kilobyte per record. The suite runs a few cases; for more:
//!
//!     RAPPORT_CASES=100000 cargo test --release --test import_fuzz
//!
//! Each case is derived from its number, which a failure reports: `RAPPORT_CASE=json:4711` runs
//! only that one. An importer is added to [`importers`] with a few valid sources. Tests run one at
//! a time, since memory is counted for the whole process.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first thing that is wrong")]

mod support;

#[path = "import_fuzz/mutations.rs"]
mod mutations;

#[path = "import_fuzz/memory_limits.rs"]
mod memory_limits;

use std::{env, fs, io, io::Write as _, ops::ControlFlow, path::Path, sync::Arc};

use peak_alloc::PeakAlloc;
use rapport::{
    domain::moment::Moment,
    export,
    export::{ExportOptions, ExportScope, Format},
    import::{
        ImportContext, ImportError, ImportResult,
        dates::DayOrder,
        preview, source,
        source::{Source, SourceFormat},
    },
    journal::change::{Change, ChangeError},
};

use self::{
    mutations::Rng,
    support::{NOW, TempJournal, assert_clean, zoned},
};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The memory allowed for any source: time zone tables, buffers.
const FIXED_ALLOWANCE: usize = 1 << 20;

/// Memory allowed per record, however small its source: a one-letter entry has a date, a uid and a
/// kind like a long one.
const BYTES_PER_RECORD: usize = 1 << 10;

/// One in this many imports is also committed and undone, which writes to disk.
const IMPORT_EVERY: u64 = 40;

/// A long run reports its progress after this many cases.
const PROGRESS_EVERY: u64 = 1_000;

/// An importer and valid sources for it.
struct Importer {
    format: SourceFormat,
    /// The name of the file.
    file_name: &'static str,
    seeds: Vec<Vec<u8>>,
    source: fn(&Path, &mut Rng) -> Source,
}

fn importers() -> Vec<Importer> {
    vec![
        Importer {
            format: SourceFormat::Json,
            file_name: "journal.json",
            seeds: json_documents(),
            source: |path, _| Source::Json { path: path.to_owned() },
        },
        Importer {
            format: SourceFormat::Markdown,
            file_name: "2024-03-03 Dana.md",
            seeds: [
                fixture_contents("notes/obsidian/1-1s", "md"),
                fixture_contents("notes/obsidian/Daily", "md"),
                fixture_contents("notes/obsidian/People", "md"),
                fixture_contents("notes/logseq/journals", "md"),
                fixture_contents("notes/logseq/pages", "md"),
                fixture_contents("notes/plain", "txt"),
                fixture_contents("notes/plain", "md"),
            ]
            .concat(),
            source: |path, dice| Source::Markdown {
                path: path.to_owned(),
                day_order: [None, Some(DayOrder::DayFirst), Some(DayOrder::MonthFirst)][dice.below(3)],
            },
        },
        Importer {
            format: SourceFormat::Ics,
            file_name: "work.ics",
            seeds: fixture_contents("calendars", "ics"),
            source: |path, _| Source::Ics { path: path.to_owned() },
        },
        Importer {
            format: SourceFormat::Csv,
            file_name: "notes.csv",
            seeds: [fixture_contents("tables", "csv"), fixture_contents("approved", "csv")].concat(),
            source: |path, dice| Source::Csv {
                path: path.to_owned(),
                mapping: [None, Some("person=2,day=1,text=3"), Some("person=Employee,day=Date,text=Comment")]
                    [dice.below(3)]
                .map(|mapping| mapping.parse().unwrap()),
                day_order: [None, Some(DayOrder::DayFirst), Some(DayOrder::MonthFirst)][dice.below(3)],
            },
        },
    ]
}

/// A few days of the sample with records of every list, as JSON of a journal and of a person.
fn json_documents() -> Vec<Vec<u8>> {
    let sample = TempJournal::sample();
    let dana = ExportScope::Person(sample.db().people().unwrap()[0].id);
    let days = |of, from| {
        let from = Some(from);
        let order =
            ExportOptions { scope: of, format: Format::Json, from, to: None, with_flags: true, today: sample.today() };
        let mut out = Vec::new();
        export::write(sample.db(), &order, &mut out, &mut |_, _| ControlFlow::Continue(())).unwrap();
        out
    };
    vec![days(ExportScope::Journal, jiff::civil::date(2026, 11, 17)), days(dana, jiff::civil::date(2026, 11, 1))]
}

/// The fixtures in a folder with this extension.
fn fixture_contents(folder: &str, ending: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let paths = paths.into_iter().filter(|path| path.extension().is_some_and(|it| it == ending));
    let seeds: Vec<_> = paths.map(|path| fs::read(path).unwrap()).collect();
    assert!(!seeds.is_empty(), "there is nothing to break");
    seeds
}

/// Reads a source and checks the memory it takes; returns the peak.
fn read_within_memory_limit(
    source: &Source,
    length: usize,
    import_context: &ImportContext,
) -> (Result<ImportResult, ImportError>, usize) {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let imported = source::read(source, None, import_context, &mut |_, _| ControlFlow::Continue(()));
    let used = MEMORY.peak_usage().saturating_sub(before);
    let things = imported.as_ref().map_or(0, |imported| imported.bundle.len());
    let most = (10 * length).max(BYTES_PER_RECORD * things) + FIXED_ALLOWANCE;
    assert!(used <= most, "{length} bytes, {things} things took {used} bytes of memory");
    (imported, used)
}

/// The journal to import into, and its JSON export.
struct ImportTarget {
    journal: TempJournal,
    context: ImportContext,
    json_before: String,
}

impl ImportTarget {
    fn new() -> Self {
        let journal = TempJournal::with_people(&["Dana Whitfield", "Ana", "Bo"]);
        journal.jot(1, "^ Runs the planning");
        let context = ImportContext { now: zoned(NOW), people: journal.db().people().unwrap() };
        let json_before = journal.export_json();
        Self { journal, context, json_before }
    }

    /// Previews an import, and sometimes commits and undoes it: it is imported completely or
    /// rejected with a message.
    fn check_import(&self, imported: ImportResult, bring_in: bool) {
        assert!(imported.diagnostics.iter().all(|unread| unread.line != Some(0)), "lines are counted from 1");
        let bundle = Arc::new(imported.bundle);
        let planned = preview(self.journal.db(), &bundle, &Moment::from(&zoned(NOW)));
        assert!(matches!(planned, Ok(_) | Err(ChangeError::RuleViolation(_))), "{planned:?}");
        if bring_in {
            let committed = self.journal.commit(Change::Import(bundle));
            assert!(matches!(committed, Ok(_) | Err(ChangeError::RuleViolation(_))), "{committed:?}");
            assert_clean(self.journal.db());
            if self.journal.export_json() != self.json_before {
                self.journal.undo();
                self.journal.flush().unwrap();
            }
            assert!(self.journal.export_json() == self.json_before, "it was not taken back whole");
        }
    }
}

/// Reports the failing case.
struct CaseGuard(String);

impl Drop for CaseGuard {
    #[expect(clippy::print_stderr, reason = "it is beside what the test itself says")]
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("RAPPORT_CASE={} fails", self.0);
        }
    }
}

#[test]
fn importers_survive_mutated_sources_within_memory_limits() {
    let cases: u64 = env::var("RAPPORT_CASES").map_or(120, |cases| cases.parse().unwrap());
    let only = env::var("RAPPORT_CASE").ok();
    let here = ImportTarget::new();
    let folder = tempfile::tempdir().unwrap();
    for importer in importers() {
        let path = folder.path().join(importer.file_name);
        let (mut read_well, mut refused) = (0, 0);
        for number in 0..cases.max(1) {
            if number > 0 && number % PROGRESS_EVERY == 0 {
                print_progress(&format!("{}: {number} of {cases}", importer.format.as_str()));
            }
            let case = CaseGuard(format!("{}:{number}", importer.format.as_str()));
            if only.as_ref().is_some_and(|only| *only != case.0) {
                continue;
            }
            let mut dice = Rng::from_case(number);
            let bytes = mutations::mutate(&importer.seeds, &mut dice);
            fs::write(&path, &bytes).unwrap();
            match read_within_memory_limit(&(importer.source)(&path, &mut dice), bytes.len(), &here.context).0 {
                Ok(imported) => {
                    read_well += u64::from(!imported.bundle.is_empty());
                    here.check_import(imported, number % IMPORT_EVERY == 0);
                }
                Err(error) => {
                    assert!(!error.user_facing_error().problem.is_empty());
                    refused += 1;
                }
            }
        }
        // Mutations that leave everything intact, or nothing, test nothing.
        let tried = only.is_none() && cases >= 100;
        assert!(
            !tried || (read_well > cases / 20 && refused < cases),
            "{}: {read_well} {refused}",
            importer.format.as_str()
        );
    }
    check_memory_limits(&here, folder.path());
}

/// Sources crafted to take more memory than their length.
fn check_memory_limits(here: &ImportTarget, folder: &Path) {
    let json = folder.join("large");
    let markdown = folder.join("Dana 1-1 2024-03-03.md");
    let csv = folder.join("large.csv");
    let ics = folder.join("large.ics");
    let all = [
        (memory_limits::documents(), &json, Source::Json { path: json.clone() }),
        (memory_limits::notes(), &markdown, Source::Markdown { path: markdown.clone(), day_order: None }),
        (memory_limits::tables(), &csv, Source::Csv { path: csv.clone(), mapping: None, day_order: None }),
        (memory_limits::calendars(), &ics, Source::Ics { path: ics.clone() }),
    ];
    for (sources, path, source) in all {
        for (what, text) in sources {
            let case = CaseGuard(what.to_owned());
            fs::write(path, &text).unwrap();
            let length = text.len();
            drop(text);
            let (imported, used) = read_within_memory_limit(&source, length, &here.context);
            let things = imported.as_ref().map_or(0, |imported| imported.bundle.len());
            let tenths = used * 10 / length;
            print_progress(&format!(
                "{}.{} times {length} bytes, {things} things: {}",
                tenths / 10,
                tenths % 10,
                case.0
            ));
            // Planning and committing very many records takes long and tests nothing more.
            if let Some(imported) = imported.ok().filter(|_| things < 5_000) {
                here.check_import(imported, true);
            }
        }
    }
}

/// Reports the progress of a long run.
fn print_progress(words: &str) {
    if env::var_os("RAPPORT_CASES").is_some() {
        // The harness holds printed output back until a test has ended.
        io::stderr().write_all(format!("{words}\n").as_bytes()).unwrap();
    }
}
