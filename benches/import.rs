//! The time to import ten thousand Markdown notes from a folder: `cargo bench --bench import`.

use std::{
    error::Error,
    fs,
    io::{self, Write as _},
    ops::ControlFlow,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use cpu_time::ProcessTime;
use jiff::{ToSpan as _, civil::date, tz};
use rapport::{
    domain::moment::Moment,
    import::{ImportContext, markdown, preview},
    journal::{Journal, change::Change, clock::FixedClock},
};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

const NOTES: u32 = 10_000;

const PEOPLE: [&str; 12] = [
    "Dana Whitfield",
    "Tomás Ferreira",
    "Priya Raman",
    "Lena Ortiz",
    "Hana Sato",
    "Ben Adeyemi",
    "Amara Okafor",
    "Joost van den Berg",
    "Lin Zhao",
    "Zoë Martin",
    "Piotr Nowak",
    "Rosa Lindqvist",
];

fn main() -> Result {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let notes = folder.path().join("notes");
    let bytes = write_notes(&notes)?;
    let now = date(2026, 11, 24).at(10, 0, 0, 0).to_zoned(tz::offset(1).to_time_zone())?;
    let path = folder.path().join("journal.rapport");
    let journal = Journal::open(&path, Arc::new(FixedClock::new(now.clone())), || {})?;

    let mut out = io::stdout().lock();
    let (started, cpu) = (Instant::now(), ProcessTime::now());
    let mut progress = ProgressTimer::new(started);
    let context = ImportContext { now: now.clone(), people: Vec::new() };
    let result = markdown::read(&notes, None, None, &context, &mut |done, all| {
        progress.on_progress(done, all);
        ControlFlow::Continue(())
    })?;
    let (read, read_cpu) = (started.elapsed(), cpu.elapsed());
    let counts = (result.bundle.people.len(), result.bundle.one_on_ones.len(), result.bundle.entries.len());
    let bundle = Arc::new(result.bundle);
    let started = Instant::now();
    preview(journal.db(), &bundle, &Moment::from(&now))?;
    let shown = started.elapsed();
    let (started, cpu) = (Instant::now(), ProcessTime::now());
    journal.commit(Change::Import(Arc::clone(&bundle)), &now)?;
    let (imported, import_cpu) = (started.elapsed(), cpu.elapsed());
    let (people, met, entries) = counts;
    let diagnostics = result.diagnostics.len();
    writeln!(
        out,
        "{NOTES} notes, {bytes} bytes: {people} people, {met} one-on-ones, {entries} entries, {diagnostics} diagnostics"
    )?;
    writeln!(
        out,
        "read in {read:.2?}, {read_cpu:.2?} CPU; progress reported {} times, at most {:.2?} apart",
        progress.calls, progress.longest_gap
    )?;
    writeln!(out, "shown in {shown:.2?}, brought in in {imported:.2?}, {import_cpu:.2?} CPU")?;
    Ok(())
}

/// The number of progress reports.
struct ProgressTimer {
    last: Instant,
    calls: u64,
    longest_gap: Duration,
}

impl ProgressTimer {
    fn new(started: Instant) -> Self {
        Self { last: started, calls: 0, longest_gap: Duration::ZERO }
    }

    fn on_progress(&mut self, _done: u64, _all: u64) {
        self.longest_gap = self.longest_gap.max(self.last.elapsed());
        self.last = Instant::now();
        self.calls += 1;
    }
}

/// Eighteen years of notes: one for each one-on-one, and a daily note on other days.
fn write_notes(folder: &Path) -> Result<usize> {
    let (meetings, daily) = (folder.join("1-1s"), folder.join("Daily"));
    fs::create_dir_all(&meetings)?;
    fs::create_dir_all(&daily)?;
    let mut bytes = 0;
    for nth in 0..NOTES {
        let day = date(2008, 1, 7).checked_add(i64::from(nth * 2 / 3).days())?;
        let name = PEOPLE[usize::try_from(nth)? % PEOPLE.len()];
        let (path, text) = if nth.is_multiple_of(3) {
            let text = format!(
                "# {day}\n\n## Standup\n- Nothing new in note {nth}\n\n## {name}\n- Asked the best question of the planning, number {nth}\n\
                 - [ ] Thank {name} for the notes of week {nth}\n"
            );
            (daily.join(format!("{day}.md")), text)
        } else {
            let text = format!(
                "---\nperson: \"[[{name}]]\"\ndate: {day}\ntags: [1-1, on-call]\n---\n\n## Agenda\n- The rota for month {nth}\n\n## Notes\n\
                 - Third week on call out of five, note {nth}. Says the nights are fine, it’s the waiting for them that isn’t.\n\
                 \t- would give up the release manager role\n- Proud of the storage dashboard, see [[Storage|the board]] #pride\n\n\
                 ## Actions\n- [x] Find two volunteers for rota {nth} ✅ {day}\n- [ ] {name}: list what may wake people by friday\n"
            );
            (meetings.join(format!("{day} {name} 1-1.md")), text)
        };
        bytes += text.len();
        fs::write(path, text)?;
    }
    Ok(bytes)
}
