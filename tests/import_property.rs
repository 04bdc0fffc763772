//! Every importer over broken sources: nothing panics or hangs, nothing half comes in, and no source takes more than ten
//! times its own length of memory, or a kilobyte for each thing that is read from it where that is more. A few cases in the suite; as many as you like with
//!
//!     RAPPORT_CASES=100000 cargo test --release --test import_property
//!
//! All cases follow from their number, which is said where one fails: `RAPPORT_CASE=json:4711` runs that one alone. An
//! importer is added to [`importers`], with a few whole sources to break. One test at a time, since memory is counted for
//! the whole process.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first thing that is wrong")]

mod support;

#[path = "import_property/broken.rs"]
mod broken;

#[path = "import_property/large.rs"]
mod large;

use std::{env, fs, io, io::Write as _, ops::ControlFlow, path::Path, sync::Arc};

use peak_alloc::PeakAlloc;
use rapport::{
    domain::moment::Moment,
    export::{self, Format, Of, Order},
    import::{
        Ground, Harvest, ImportError,
        days::DayOrder,
        preview,
        source::{self, Sort, Source},
    },
    journal::change::{Change, ChangeError},
};

use self::{
    broken::Dice,
    support::{NOW, TempJournal, assert_clean, zoned},
};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What reading may take whatever the source is: tables of time zones, buffers.
const SLACK: usize = 1 << 20;

/// What a thing may take that was read from less than a tenth of it: an entry of one letter has its day, its lasting name and
/// its kind like one of a page.
const A_THING: usize = 1 << 10;

/// How often what was read is also brought in and taken back: it writes to a disk.
const BRING_IN_EVERY: u64 = 40;

/// A long run says how far it is every so many cases.
const SAY_EVERY: u64 = 1_000;

/// An importer and whole sources for it.
struct Importer {
    sort: Sort,
    /// The name of the file.
    file: &'static str,
    seeds: Vec<Vec<u8>>,
    source: fn(&Path, &mut Dice) -> Source,
}

fn importers() -> Vec<Importer> {
    vec![
        Importer {
            sort: Sort::Json,
            file: "journal.json",
            seeds: documents(),
            source: |path, _| Source::Json { path: path.to_owned() },
        },
        Importer {
            sort: Sort::Markdown,
            file: "2024-03-03 Dana.md",
            seeds: [
                fixtures("notes/obsidian/1-1s", "md"),
                fixtures("notes/obsidian/Daily", "md"),
                fixtures("notes/obsidian/People", "md"),
                fixtures("notes/logseq/journals", "md"),
                fixtures("notes/logseq/pages", "md"),
                fixtures("notes/plain", "txt"),
                fixtures("notes/plain", "md"),
            ]
            .concat(),
            source: |path, dice| Source::Markdown {
                path: path.to_owned(),
                day_order: [None, Some(DayOrder::DayFirst), Some(DayOrder::MonthFirst)][dice.below(3)],
            },
        },
        Importer {
            sort: Sort::Ics,
            file: "work.ics",
            seeds: fixtures("calendars", "ics"),
            source: |path, _| Source::Ics { path: path.to_owned() },
        },
        Importer {
            sort: Sort::Csv,
            file: "notes.csv",
            seeds: [fixtures("tables", "csv"), fixtures("approved", "csv")].concat(),
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

/// A few days of the sample, with something of each list, as documents of a journal and of a person.
fn documents() -> Vec<Vec<u8>> {
    let sample = TempJournal::sample();
    let dana = Of::Person(sample.db().people().unwrap()[0].id);
    let days = |of, from| {
        let from = Some(from);
        let order = Order { of, format: Format::Json, from, to: None, with_flags: true, today: sample.today() };
        let mut out = Vec::new();
        export::write(sample.db(), &order, &mut out, &mut |_, _| ControlFlow::Continue(())).unwrap();
        out
    };
    vec![days(Of::Journal, jiff::civil::date(2026, 11, 17)), days(dana, jiff::civil::date(2026, 11, 1))]
}

/// The files of a folder of fixtures with this ending.
fn fixtures(folder: &str, ending: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let paths = paths.into_iter().filter(|path| path.extension().is_some_and(|it| it == ending));
    let seeds: Vec<_> = paths.map(|path| fs::read(path).unwrap()).collect();
    assert!(!seeds.is_empty(), "there is nothing to break");
    seeds
}

/// Reads a source, and sees to it that it takes no more memory than it may; says how much it took.
fn read(source: &Source, length: usize, ground: &Ground) -> (Result<Harvest, ImportError>, usize) {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let harvest = source::read(source, None, ground, &mut |_, _| ControlFlow::Continue(()));
    let taken = MEMORY.peak_usage().saturating_sub(before);
    let things = harvest.as_ref().map_or(0, |harvest| harvest.bundle.len());
    let most = (10 * length).max(A_THING * things) + SLACK;
    assert!(taken <= most, "{length} bytes, {things} things took {taken} bytes of memory");
    (harvest, taken)
}

/// The journal that things are read into, and its full form.
struct Here {
    journal: TempJournal,
    ground: Ground,
    full_form: String,
}

impl Here {
    fn new() -> Self {
        let journal = TempJournal::with(&["Dana Whitfield", "Ana", "Bo"]);
        journal.jot(1, "^ Runs the planning");
        let ground = Ground { now: zoned(NOW), people: journal.db().people().unwrap() };
        let full_form = journal.full_form();
        Self { journal, ground, full_form }
    }

    /// Plans what was read, and now and then brings it in and takes it back: it comes in whole, or is refused in words.
    fn takes(&self, harvest: Harvest, bring_in: bool) {
        assert!(harvest.unread.iter().all(|unread| unread.line != Some(0)), "lines are counted from 1");
        let bundle = Arc::new(harvest.bundle);
        let planned = preview(self.journal.db(), &bundle, &Moment::from(&zoned(NOW)));
        assert!(matches!(planned, Ok(_) | Err(ChangeError::Refused(_))), "{planned:?}");
        if bring_in {
            let kept = self.journal.commit(Change::BringIn(bundle));
            assert!(matches!(kept, Ok(_) | Err(ChangeError::Refused(_))), "{kept:?}");
            assert_clean(self.journal.db());
            if self.journal.full_form() != self.full_form {
                self.journal.undo();
                self.journal.flush().unwrap();
            }
            assert!(self.journal.full_form() == self.full_form, "it was not taken back whole");
        }
    }
}

/// Says which case failed, as it fails.
struct Case(String);

impl Drop for Case {
    #[expect(clippy::print_stderr, reason = "it is beside what the test itself says")]
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("RAPPORT_CASE={} fails", self.0);
        }
    }
}

#[test]
fn nothing_that_is_broken_breaks_an_importer() {
    let cases: u64 = env::var("RAPPORT_CASES").map_or(120, |cases| cases.parse().unwrap());
    let only = env::var("RAPPORT_CASE").ok();
    let here = Here::new();
    let folder = tempfile::tempdir().unwrap();
    for importer in importers() {
        let path = folder.path().join(importer.file);
        let (mut read_well, mut refused) = (0, 0);
        for nth in 0..cases.max(1) {
            if nth > 0 && nth % SAY_EVERY == 0 {
                say(&format!("{}: {nth} of {cases}", importer.sort.as_str()));
            }
            let case = Case(format!("{}:{nth}", importer.sort.as_str()));
            if only.as_ref().is_some_and(|only| *only != case.0) {
                continue;
            }
            let mut dice = Dice::of(nth);
            let bytes = broken::broken(&importer.seeds, &mut dice);
            fs::write(&path, &bytes).unwrap();
            match read(&(importer.source)(&path, &mut dice), bytes.len(), &here.ground).0 {
                Ok(harvest) => {
                    read_well += u64::from(!harvest.bundle.is_empty());
                    here.takes(harvest, nth % BRING_IN_EVERY == 0);
                }
                Err(error) => {
                    assert!(!error.trouble().happened.is_empty());
                    refused += 1;
                }
            }
        }
        // Breaking that leaves nothing whole, or nothing broken, tries nothing.
        let tried = only.is_none() && cases >= 100;
        assert!(
            !tried || (read_well > cases / 20 && refused < cases),
            "{}: {read_well} {refused}",
            importer.sort.as_str()
        );
    }
    adversaries(&here, folder.path());
}

/// Sources that are made to take more than their length.
fn adversaries(here: &Here, folder: &Path) {
    let json = folder.join("large");
    let markdown = folder.join("Dana 1-1 2024-03-03.md");
    let csv = folder.join("large.csv");
    let ics = folder.join("large.ics");
    let all = [
        (large::documents(), &json, Source::Json { path: json.clone() }),
        (large::notes(), &markdown, Source::Markdown { path: markdown.clone(), day_order: None }),
        (large::tables(), &csv, Source::Csv { path: csv.clone(), mapping: None, day_order: None }),
        (large::calendars(), &ics, Source::Ics { path: ics.clone() }),
    ];
    for (sources, path, source) in all {
        for (what, text) in sources {
            let case = Case(what.to_owned());
            fs::write(path, &text).unwrap();
            let length = text.len();
            drop(text);
            let (harvest, taken) = read(&source, length, &here.ground);
            let things = harvest.as_ref().map_or(0, |harvest| harvest.bundle.len());
            let tenths = taken * 10 / length;
            say(&format!("{}.{} times {length} bytes, {things} things: {}", tenths / 10, tenths % 10, case.0));
            // To plan and keep very many takes long, and shows no more.
            if let Some(harvest) = harvest.ok().filter(|_| things < 5_000) {
                here.takes(harvest, true);
            }
        }
    }
}

/// Says how far a long run is, where one was asked for.
fn say(words: &str) {
    if env::var_os("RAPPORT_CASES").is_some() {
        // What is printed is kept back until a test has ended.
        io::stderr().write_all(format!("{words}\n").as_bytes()).unwrap();
    }
}
