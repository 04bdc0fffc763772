//! Every importer over broken sources: nothing panics or hangs, nothing half comes in, and no source takes more than ten
//! times its own length of memory. A few cases in the suite; as many as you like with
//!
//!     RAPPORT_CASES=100000 cargo test --test import_property
//!
//! All cases follow from their number, which is said where one fails: `RAPPORT_CASE=json:4711` runs that one alone. An
//! importer is added to [`importers`], with a few whole sources to break. One test at a time, since memory is counted for
//! the whole process.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first thing that is wrong")]

mod support;

#[path = "import_property/broken.rs"]
mod broken;

use std::{env, fs, ops::ControlFlow, path::Path, sync::Arc};

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

/// How often what was read is also brought in and taken back: it writes to a disk.
const BRING_IN_EVERY: u64 = 40;

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

/// Reads a source, and sees to it that it takes no more memory than it may.
fn read(source: &Source, length: usize, ground: &Ground) -> Result<Harvest, ImportError> {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let harvest = source::read(source, None, ground, &mut |_, _| ControlFlow::Continue(()));
    let taken = MEMORY.peak_usage().saturating_sub(before);
    assert!(taken <= 10 * length + SLACK, "{length} bytes took {taken} bytes of memory");
    harvest
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
                self.journal.flush();
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
    let cases: u64 = env::var("RAPPORT_CASES").map_or(300, |cases| cases.parse().unwrap());
    let only = env::var("RAPPORT_CASE").ok();
    let here = Here::new();
    let folder = tempfile::tempdir().unwrap();
    for importer in importers() {
        let path = folder.path().join(importer.file);
        let (mut read_well, mut refused) = (0, 0);
        for nth in 0..cases.max(1) {
            let case = Case(format!("{}:{nth}", importer.sort.as_str()));
            if only.as_ref().is_some_and(|only| *only != case.0) {
                continue;
            }
            let mut dice = Dice::of(nth);
            let bytes = broken::broken(&importer.seeds, &mut dice);
            fs::write(&path, &bytes).unwrap();
            match read(&(importer.source)(&path, &mut dice), bytes.len(), &here.ground) {
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
    let path = folder.join("large");
    let json =
        |list: &str, things: String| format!("{{\"rapport\":{{\"format\":1,\"of\":\"journal\"}},\"{list}\":{things}}}");
    let many = |thing: &str, count: usize| format!("[{}]", vec![thing; count].join(","));
    let person = "{\"uid\":\"018bcfe5-6800-7000-8000-000000000001\",\"name\":\"D\",\"relation\":\"report\",\"role\":\"\",\
                  \"team\":\"\",\"pronouns\":\"\",\"matters\":\"\",\"added\":\"2026-11-20T10:00:00Z\",\"extra\":";
    let need = |nth: usize| {
        format!(
            "{{\"uid\":\"018bcfe5-6800-7000-8000-{nth:012}\",\"person\":\"018bcfe5-6800-7000-8000-{nth:012}\",\
             \"written\":\"2026-11-20T10:00:00Z\",\"text\":\"x\"}}"
        )
    };
    let sample = {
        let journal = TempJournal::sample();
        journal.full_form()
    };
    let documents = [
        ("numbers for entries", json("entries", many("1", 1_000_000))),
        ("numbers for what is unknown", json("unknown", many("1", 1_000_000))),
        ("a person with a list that is unknown", json("people", format!("[{person}{}}}]", many("1", 1_000_000)))),
        ("a deep nest", json("entries", "[".repeat(1_000_000))),
        ("a long text", json("needs", format!("[{{\"text\":\"{}\"}}]", "\\n".repeat(1_000_000)))),
        (
            "needs of people who are not there",
            json("needs", format!("[{}]", (0..10_000).map(need).collect::<Vec<_>>().join(","))),
        ),
        ("empty things", json("people", many("{}", 1_000_000))),
        ("the whole sample", sample),
    ];
    for (what, document) in documents {
        let _case = Case(what.to_owned());
        fs::write(&path, &document).unwrap();
        let length = document.len();
        drop(document);
        if let Ok(harvest) = read(&Source::Json { path: path.clone() }, length, &here.ground) {
            here.takes(harvest, true);
        }
    }
    let path = folder.join("Dana 1-1 2024-03-03.md");
    let deep: Vec<String> = (0..1_000).map(|depth| format!("{}- deep\n", "\t".repeat(depth))).collect();
    let line =
        |nth: usize| format!("- {nth} asked for two afternoons without meetings, and will say which ones they are\n");
    let notes: [(&str, String); 10] = [
        ("one line", "x".repeat(20 << 20)),
        ("one line of words", "- [ ] Dana: by 03/04/24 ".repeat(1 << 19)),
        ("beginnings of links", format!("- {}", "[[".repeat(1 << 20))),
        ("beginnings of comments", format!("- {}", "<!-- %% ` ".repeat(1 << 18))),
        ("beginnings of days", format!("- {}", "3 March ".repeat(1 << 18))),
        ("empty lines", "\n".repeat(200_000)),
        ("one entry of many lines", format!("- a\n{}", "  and then more of the same\n".repeat(20_000))),
        ("a list in lists", deep.concat()),
        ("an open fence", format!("```\n{}", "# no heading, since it is code\n".repeat(20_000))),
        ("notes as they are", (0..20_000).map(line).collect()),
    ];
    for (what, note) in notes {
        let _case = Case(what.to_owned());
        fs::write(&path, &note).unwrap();
        let length = note.len();
        drop(note);
        if let Ok(harvest) = read(&Source::Markdown { path: path.clone(), day_order: None }, length, &here.ground) {
            here.takes(harvest, true);
        }
    }
}
