//! Latencies of the window and the journal, on sample journals of three sizes: `cargo bench`,
//! `cargo bench -- small typical`, or `cargo bench -- huge search commits`. `benches/README.md`
//! explains the figures.

#[path = "journal/figures.rs"]
mod figures;
#[path = "journal/search.rs"]
mod search;
#[path = "journal/window.rs"]
mod window;

use std::{
    error::Error,
    io::{self, Write as _},
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use cpu_time::ThreadTime;
use eframe::egui::{Event, Key, Modifiers, pos2};
use jiff::{Zoned, civil::date, tz};
use rapport::{
    domain::{
        backup::BackupReason,
        erase::{EraseRequest, EraseScope},
        id::PersonId,
        moment::Moment,
        parse::entry_line,
        passphrase::Passphrase,
        review::{
            evidence::entries_to_pick,
            period::{Period, PeriodChoice},
        },
    },
    export,
    export::{ExportOptions, ExportScope, Format, file_name},
    journal::{
        Journal,
        backup::{BackupError, BackupFolders, make_backup},
        change::Change,
        clock::FixedClock,
        today_view::TodayView,
    },
    sample,
    sample::{DEFAULT_SEED, SampleCounts, Size},
    store::{BackupLabel, Db, FileKey, change_key},
    ui::review_prefs::{REVIEW_PREFS_SETTING, ReviewPrefs},
    wording::brief::build_brief,
};
use rusqlite::Connection;

use self::{
    figures::{Column, Figure, Times, write_table},
    window::{Window, press, wheel, wheel_at},
};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// Asks for encrypted journals.
const ENCRYPTED: &str = "encrypted";
/// What can be measured alone.
const PARTS: [&str; 5] = ["window", "search", "exports", "commits", "backups"];
const FRAMES: usize = 600;
const WARM_UP: usize = 60;
const COMMITS: usize = 400;
const OPENINGS: usize = 50;
/// Points scrolled per frame: 29 screens per second at 60 frames per second.
const FAST: u16 = 400;
/// The least height of an entry in the timeline, in points.
const ENTRY: u16 = 64;
/// The time in which a jot is stored on any but the slowest disk.
const WRITE_WAIT: Duration = Duration::from_millis(20);
/// The time in which entries are found for the palette.
const SEARCH_WAIT: Duration = Duration::from_millis(20);
const LINE: &str =
    "Ola wants to present the migration herself at the next review, and asked for an hour to rehearse it";

fn main() -> Result {
    let mut out = io::stdout().lock();
    let columns: Vec<Column> = sizes()?.into_iter().map(measure).collect::<Result<_>>()?;
    let cores = std::thread::available_parallelism()?;
    writeln!(out, "\nMedian · 99th percentile; {cores} cores. Figures of one machine are only for comparing.\n")?;
    write_table(&mut out, &columns)?;
    Ok(())
}

/// The words of the command line, without the flags that cargo adds.
fn words() -> impl Iterator<Item = String> {
    std::env::args().skip(1).filter(|word| !word.starts_with('-'))
}

/// The requested sizes; all of them by default.
fn sizes() -> Result<Vec<Size>> {
    let words = words().filter(|word| !PARTS.contains(&word.as_str()) && word != ENCRYPTED);
    let asked: Vec<Size> = words.map(|word| word.parse()).collect::<std::result::Result<_, _>>()?;
    Ok(Size::ALL.iter().copied().filter(|size| asked.is_empty() || asked.contains(size)).collect())
}

/// Whether a part was requested; all of them are by default.
fn is_requested(part: &str) -> bool {
    let mut parts = words().filter(|word| PARTS.contains(&word.as_str())).peekable();
    parts.peek().is_none() || parts.any(|word| word == part)
}

/// All figures of one size. The folder is beside the build, because `/tmp` may be in memory.
fn measure(size: Size) -> Result<Column> {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let path = folder.path().join("journal.rapport");
    let now = date(2026, 11, 24).at(10, 0, 0, 0).to_zoned(tz::offset(1).to_time_zone())?;
    let clock = FixedClock::new(now.clone());
    let started = Instant::now();
    let made = sample::write(&path, size, DEFAULT_SEED, now.date())?;
    let mut figures = vec![("Writing the sample, wall", Figure::Once(started.elapsed()))];
    if words().any(|word| word == ENCRYPTED) {
        figures.push(("Encrypting it, wall", Figure::Once(encrypt(&path)?)));
    }
    let busiest = Busiest::find_and_start_one_on_one(&path, &clock, &now)?;
    if is_requested("window") {
        figures.extend(measure_frames(&path, &clock, &busiest)?);
        figures.push(("Opening the journal on that timeline, CPU", Figure::Times(open_journal(&path, &clock))));
        figures.extend(measure_review(&path, &clock, &now, &busiest)?);
    }
    if is_requested("search") {
        figures.extend(search::measure_search(&path, &clock)?);
    }
    if is_requested("exports") {
        figures.extend(measure_exports(folder.path(), &path, &now)?);
    }
    if is_requested("commits") {
        figures.extend(measure_commits(folder.path(), &path, &now, busiest.person)?);
    }
    if is_requested("backups") {
        figures.extend(measure_backups(folder.path(), &path, &clock, &now)?);
        figures.extend(measure_erase(&path, &now, busiest.person)?);
    }
    Ok(Column { heading: describe_size(size, made, &busiest), figures })
}

/// Encrypts a journal and returns how long that took, without deriving the key.
fn encrypt(path: &Path) -> Result<Duration> {
    let key = FileKey::generate(&Passphrase::new("correct horse")?)?;
    let started = Instant::now();
    change_key(path, Some(key))?;
    Ok(started.elapsed())
}

/// A verified backup, and the frames of the window that are shown while another one is made.
fn measure_backups(folder: &Path, path: &Path, clock: &FixedClock, now: &Zoned) -> Result<Vec<(&'static str, Figure)>> {
    let backups = folder.join("backups");
    std::fs::create_dir(&backups)?;
    let label = BackupLabel { made_at: Moment::from(now), reason: BackupReason::Manual };
    // Makes a backup and returns the longest time between two reports of its progress.
    let make = |backups: PathBuf| {
        let (path, label) = (path.to_owned(), label.clone());
        move || {
            let (mut reported, mut longest) = (Instant::now(), Duration::ZERO);
            let mut on_progress = |_: u64, _: u64| {
                longest = longest.max(reported.elapsed());
                reported = Instant::now();
                ControlFlow::Continue(())
            };
            let folders = BackupFolders::only(&backups);
            make_backup(&path, &folders, &label, Duration::ZERO, &mut on_progress)?;
            Ok::<_, BackupError>(longest.max(reported.elapsed()))
        }
    };
    let started = Instant::now();
    let longest_silence = make(backups.clone())()?;
    let alone = started.elapsed();
    let mut window = Window::open(path, clock);
    window.settle();
    let other = std::thread::spawn(make(backups));
    let mut frames = Vec::new();
    while !other.is_finished() {
        frames.push(window.frame(vec![Event::PointerMoved(pos2(640.0, 400.0))]));
    }
    other.join().map_err(|_| "the backup ended badly")??;
    let slowest = frames.iter().copied().max().unwrap_or_default();
    Ok(vec![
        ("A verified backup, wall", Figure::Once(alone)),
        ("The longest time between two reports of its progress, wall", Figure::Once(longest_silence)),
        ("The slowest frame of the window while a backup is made, CPU", Figure::Once(slowest)),
        ("A frame of the window while a backup is made, CPU", Figure::Times(Times::from_durations(frames))),
    ])
}

fn describe_size(size: Size, made: SampleCounts, busiest: &Busiest) -> String {
    format!("{}: {} people, {} entries, {} of one", size.as_str(), made.people, made.entries, busiest.entries)
}

/// The person with the most entries, whose page is the most expensive to show.
struct Busiest {
    person: PersonId,
    /// The index in the list of people.
    index: usize,
    entries: usize,
}

impl Busiest {
    /// Finds the person and starts a one-on-one with twenty entries.
    fn find_and_start_one_on_one(path: &Path, clock: &FixedClock, now: &Zoned) -> Result<Self> {
        let journal = Journal::open_existing(path, Arc::new(clock.clone()))?;
        let mut most: Option<Self> = None;
        let people = journal.db().people()?;
        for (place, person) in people.iter().filter(|person| person.archived_at.is_none()).enumerate() {
            let entries = journal.db().timeline(person.id)?.events.iter().filter(|moment| moment.is_written()).count();
            if most.as_ref().is_none_or(|most| most.entries < entries) {
                most = Some(Self { person: person.id, index: place, entries });
            }
        }
        let most = most.ok_or("a sample without people")?;
        journal.commit(Change::StartMeeting(most.person), now)?;
        let one_on_one = journal.db().running_one_on_one(most.person)?.map(|running| running.id);
        for _ in 0..20 {
            let jot = entry_line::parse_entry_line(LINE, now.date())?;
            journal.commit(Change::AddEntry { person: most.person, one_on_one, line: jot }, now)?;
        }
        Ok(most)
    }
}

/// The frames of the window, in CPU time.
fn measure_frames(path: &Path, clock: &FixedClock, busiest: &Busiest) -> Result<Vec<(&'static str, Figure)>> {
    let (today_read, today_frame) = measure_today(path, clock)?;
    let mut window = Window::open(path, clock);
    window.settle();
    // From Today to the first person, then from person to person.
    for _ in 0..=busiest.index {
        window.press(Modifiers::ALT, Key::ArrowDown);
    }
    expect(&mut window, "Wrap up")?;
    let meet = open_person(&mut window, busiest.index);
    let typing = type_lines(&mut window);
    expect(&mut window, "Ola wants")?;
    window.press(Modifiers::COMMAND, Key::A);
    let jotted = jot_lines(&mut window);
    window.press(Modifiers::COMMAND, Key::Num1);
    expect(&mut window, "One-on-one in progress")?;
    let prepare = open_person(&mut window, busiest.index);
    let prepare_frame = Times::measure(FRAMES, |_| window.frame(Vec::new()));
    let prepare_read = read_brief(path, clock, busiest.person)?;
    window.press(Modifiers::COMMAND, Key::Num3);
    let timeline = open_person(&mut window, busiest.index);
    expect(&mut window, "November 2026")?;
    let scrolling = scroll(&mut window, busiest);
    let jumping = jump(&mut window);
    let finding = find(&mut window)?;
    let palette = type_in_palette(&mut window)?;
    window.close();
    Ok(vec![
        ("Reading the busiest person's brief, CPU", Figure::Times(prepare_read)),
        ("Opening the busiest person, Prepare, CPU", Figure::Times(prepare)),
        ("A Prepare frame, CPU", Figure::Times(prepare_frame)),
        ("Reading Today, CPU", Figure::Times(today_read)),
        ("A frame of Today, CPU", Figure::Times(today_frame)),
        ("Opening the busiest person, Meet, CPU", Figure::Times(meet)),
        ("Opening the busiest person, Timeline, CPU", Figure::Times(timeline)),
        ("A Meet frame while typing, CPU", Figure::Times(typing)),
        ("The Meet frame that shows a new jot, CPU", Figure::Times(jotted)),
        ("A Timeline frame while scrolling fast, CPU", Figure::Times(scrolling)),
        ("A Timeline frame that goes to another month, CPU", Figure::Times(jumping)),
        ("A Timeline frame while searching, CPU", Figure::Times(finding)),
        ("A key in the palette to its list, CPU", Figure::Times(palette)),
    ])
}

/// The queries of Prepare, and the text made of their results.
fn read_brief(path: &Path, clock: &FixedClock, person: PersonId) -> Result<Times> {
    let journal = Journal::open_existing(path, Arc::new(clock.clone()))?;
    let today = journal.today();
    // A failing query is reported before it is measured.
    journal.db().brief_input(person, today)?.ok_or("nobody to prepare for")?;
    Ok(Times::measure(OPENINGS, |_| {
        let started = ThreadTime::now();
        let held = journal.db().brief_input(person, today);
        std::hint::black_box(held.map(|held| held.map(|held| build_brief(&held, today))).is_ok());
        started.elapsed()
    }))
}

/// The queries of Today, and a frame of its page with a menu open.
fn measure_today(path: &Path, clock: &FixedClock) -> Result<(Times, Times)> {
    let journal = Journal::open_existing(path, Arc::new(clock.clone()))?;
    let today = journal.today();
    let summaries = journal.db().person_summaries(today)?;
    TodayView::load(journal.db(), &summaries, today)?;
    let read = Times::measure(OPENINGS, |_| {
        let started = ThreadTime::now();
        // Today shares the queries of the sidebar.
        let day =
            journal.db().person_summaries(today).and_then(|summaries| TodayView::load(journal.db(), &summaries, today));
        std::hint::black_box(day.is_ok());
        started.elapsed()
    });
    let mut window = Window::open(path, clock);
    window.settle();
    expect(&mut window, "NEEDS YOUR ATTENTION")?;
    window.press(Modifiers::NONE, Key::J);
    let frame = Times::measure(FRAMES, |_| window.frame(Vec::new()));
    Ok((read, frame))
}

/// Review over the whole history of the busiest person, with every entry picked.
fn measure_review(
    path: &Path,
    clock: &FixedClock,
    now: &Zoned,
    busiest: &Busiest,
) -> Result<Vec<(&'static str, Figure)>> {
    let journal = Journal::open_existing(path, Arc::new(clock.clone()))?;
    let all = Period::new(date(1990, 1, 1), now.date())?;
    let person = journal.db().person(busiest.person)?.ok_or("nobody to review")?;
    journal.set_setting(
        REVIEW_PREFS_SETTING,
        &ReviewPrefs::default().with_period_choice(&person, PeriodChoice::Custom(all)),
    );
    let entries = entries_to_pick(&journal.db().evidence(busiest.person, all)?);
    let started = Instant::now();
    journal.commit(Change::SetEvidence { entries, picked: true }, now)?;
    let picking = started.elapsed();
    drop(journal);
    let mut window = Window::open(path, clock);
    window.settle();
    window.press(Modifiers::COMMAND, Key::Num4);
    expect(&mut window, "PICKED")?;
    let opened = open_person(&mut window, busiest.index);
    let frame = Times::measure(FRAMES, |_| window.frame(Vec::new()));
    // The pointer is over the list at the left of the page.
    let scrolling = Times::measure(FRAMES, |_| window.frame(wheel_at(pos2(460.0, 640.0), -f32::from(FAST))));
    window.close();
    Ok(vec![
        ("Picking all of the busiest person as evidence, wall", Figure::Once(picking)),
        ("Opening the busiest person, Review, all picked, CPU", Figure::Times(opened)),
        ("A Review frame, CPU", Figure::Times(frame)),
        ("A Review frame while scrolling fast, CPU", Figure::Times(scrolling)),
    ])
}

/// Fails if the measured text is not on the screen.
fn expect(window: &mut Window, words: &str) -> Result {
    if window.shows_text(words) { Ok(()) } else { Err(format!("“{words}” is not to be seen").into()) }
}

/// Switches to the next person and back: the frame that handles the key, and the one that shows the
/// page.
fn open_person(window: &mut Window, place: usize) -> Times {
    let (away, back) = if place == 0 { (Key::ArrowDown, Key::ArrowUp) } else { (Key::ArrowUp, Key::ArrowDown) };
    Times::measure(OPENINGS, |_| {
        window.press(Modifiers::ALT, away);
        let shown = window.frame(vec![press(Modifiers::ALT, back)]) + window.frame(Vec::new());
        window.settle();
        shown
    })
}

/// Types a key per frame, and starts the line again when it is complete.
fn type_lines(window: &mut Window) -> Times {
    let mut letters = LINE.chars().cycle().enumerate();
    let mut key = |_| {
        let (nth, letter) = letters.next().unwrap_or_default();
        if nth.is_multiple_of(LINE.len()) {
            window.press(Modifiers::COMMAND, Key::A);
        }
        window.frame(vec![Event::Text(letter.into())])
    };
    for nth in 0..WARM_UP {
        key(nth);
    }
    Times::measure(FRAMES, key)
}

/// Submits a line, waits for the writer and shows it: this frame reads everything visible again.
fn jot_lines(window: &mut Window) -> Times {
    Times::measure(OPENINGS, |_| {
        window.frame(vec![Event::Text(LINE.into())]);
        window.frame(vec![press(Modifiers::NONE, Key::Enter)]);
        std::thread::sleep(WRITE_WAIT);
        let shown = window.frame(Vec::new());
        window.settle();
        shown
    })
}

/// Scrolls down the timeline, so that every frame reads and lays out the same number of new rows.
/// At the end the page is opened again, with its caches empty.
fn scroll(window: &mut Window, busiest: &Busiest) -> Times {
    let end = (busiest.entries * usize::from(ENTRY) / usize::from(FAST)).max(1);
    let (away, back) = if busiest.index == 0 { (Key::ArrowDown, Key::ArrowUp) } else { (Key::ArrowUp, Key::ArrowDown) };
    Times::measure(FRAMES, |nth| {
        if nth.is_multiple_of(end) {
            window.press(Modifiers::ALT, away);
            window.press(Modifiers::ALT, back);
            window.press(Modifiers::NONE, Key::Home);
        }
        window.frame(wheel(-f32::from(FAST)))
    })
}

/// Jumps from month to month to the oldest and back: most rows were never visible before.
fn jump(window: &mut Window) -> Times {
    window.press(Modifiers::NONE, Key::Home);
    Times::measure(FRAMES, |nth| {
        let key = if nth < FRAMES / 2 { Key::PageDown } else { Key::PageUp };
        window.frame(vec![press(Modifiers::COMMAND, key)])
    })
}

/// Types into the search of the timeline, starting while its texts are still being read.
fn find(window: &mut Window) -> Result<Times> {
    window.press(Modifiers::NONE, Key::Home);
    window.press(Modifiers::COMMAND, Key::F);
    let times = type_words(window, |_| Duration::ZERO);
    if !window.wait_for_text(" of ") {
        return Err("nothing is found in the timeline".into());
    }
    window.press(Modifiers::NONE, Key::Escape);
    Ok(times)
}

/// Types into the palette, and adds the frame that lists the entries which a thread has found.
fn type_in_palette(window: &mut Window) -> Result<Times> {
    window.press(Modifiers::COMMAND, Key::K);
    let times = type_words(window, |window| {
        std::thread::sleep(SEARCH_WAIT);
        window.frame(Vec::new())
    });
    expect(window, "Jot to")?;
    window.press(Modifiers::NONE, Key::Escape);
    Ok(times)
}

/// Types a letter per frame into the field that has the focus, and the same words again once they
/// are complete. The time of what follows each letter is added.
fn type_words(window: &mut Window, mut after_key: impl FnMut(&mut Window) -> Duration) -> Times {
    const WORDS: &str = "the migration review";
    let mut letters = WORDS.chars().cycle().enumerate();
    Times::measure(FRAMES, |_| {
        let (nth, letter) = letters.next().unwrap_or_default();
        if nth.is_multiple_of(WORDS.len()) {
            window.frame(vec![press(Modifiers::COMMAND, Key::A)]);
        }
        let typed = window.frame(vec![Event::Text(letter.into())]);
        typed + after_key(window)
    })
}

/// From opening the journal to the first frame, on the page shown last.
fn open_journal(path: &Path, clock: &FixedClock) -> Times {
    Times::measure(OPENINGS, |_| {
        let started = ThreadTime::now();
        let mut window = Window::open(path, clock);
        window.frame(Vec::new());
        started.elapsed()
    })
}

/// Exports the whole journal in each format, until the file is on the disk.
fn measure_exports(folder: &Path, path: &Path, now: &Zoned) -> Result<Vec<(&'static str, Figure)>> {
    let db = Db::open_existing(path)?;
    let formats = [
        ("Exporting the journal as a page, wall", Format::Html),
        ("Exporting the journal as Markdown, wall", Format::Markdown),
        ("Exporting the journal as a table, wall", Format::Csv),
        ("Exporting the journal as JSON, wall", Format::Json),
    ];
    let mut figures = Vec::new();
    for (what, format) in formats {
        let order = ExportOptions {
            scope: ExportScope::Journal,
            format,
            from: None,
            to: None,
            with_flags: true,
            today: now.date(),
        };
        let target = folder.join(file_name(None, None, format, now.date()));
        let started = Instant::now();
        export::to_file(&db, &order, &export::Target::plain(&target, false), &mut |_, _| ControlFlow::Continue(()))?;
        figures.push((what, Figure::Once(started.elapsed())));
    }
    Ok(figures)
}

/// Alternates jots with rows of plain `SQLite`, so that both see the same disk.
fn measure_commits(folder: &Path, path: &Path, now: &Zoned, person: PersonId) -> Result<Vec<(&'static str, Figure)>> {
    let journal = Journal::open_existing(path, Arc::new(FixedClock::new(now.clone())))?;
    let plain = open_plain_sqlite(&folder.join("plain.db"))?;
    let (mut jots, mut rows) = (Vec::new(), Vec::new());
    for nth in 0..COMMITS {
        let text = format!("{LINE} {nth}");
        let started = Instant::now();
        plain.execute("INSERT INTO lines (text) VALUES (?1)", [&text])?;
        rows.push(started.elapsed());
        let jot = entry_line::parse_entry_line(&text, now.date())?;
        let started = Instant::now();
        journal.commit(Change::AddEntry { person, one_on_one: None, line: jot }, now)?;
        jots.push(started.elapsed());
    }
    let (jots, rows) = (Times::from_durations(jots), Times::from_durations(rows));
    let ratio = seconds(jots.median()) / seconds(rows.median());
    Ok(vec![
        ("Committing a jot, wall", Figure::Times(jots)),
        ("A row of plain SQLite, wall", Figure::Times(rows)),
        ("A jot ÷ a row", Figure::Ratio(ratio)),
    ])
}

/// Erases the busiest person, which is the last thing that is measured.
fn measure_erase(path: &Path, now: &Zoned, person: PersonId) -> Result<Vec<(&'static str, Figure)>> {
    let journal = Journal::open_existing(path, Arc::new(FixedClock::new(now.clone())))?;
    let uid = journal.db().person(person)?.ok_or("the person is there")?.uid;
    let request = EraseRequest::new(EraseScope::Person(uid));
    let started = Instant::now();
    journal.plan_erase(&request)?;
    let planned = started.elapsed();
    let started = Instant::now();
    journal.erase(request, None)?;
    let erased = started.elapsed();
    Ok(vec![
        ("Saying what erasing that person removes, wall", Figure::Once(planned)),
        ("Erasing that person and rebuilding the file, wall", Figure::Once(erased)),
    ])
}

/// A database with the same pragmas and one table.
fn open_plain_sqlite(path: &Path) -> Result<Connection> {
    let plain = Connection::open(path)?;
    plain.pragma_update(None, "journal_mode", "WAL")?;
    plain.pragma_update(None, "synchronous", "FULL")?;
    plain.execute("CREATE TABLE lines (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT", [])?;
    Ok(plain)
}

fn seconds(time: Duration) -> f64 {
    time.as_secs_f64()
}
