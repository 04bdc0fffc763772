//! How long a check, and the recovery of a damaged journal, take: `cargo bench --bench recover`.

use std::{
    error::Error,
    fs,
    io::{self, Write as _},
    ops::ControlFlow,
    time::Instant,
};

use jiff::civil::date;
use rapport::{
    domain::moment::Moment,
    sample::{self, DEFAULT_SEED, Size},
    store::{Db, recover},
};

const PAGE: usize = 4096;
/// One page in this many is overwritten.
const DAMAGED_EVERY: usize = 200;

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    for size in [Size::Typical, Size::Huge] {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
        let (path, new) = (folder.path().join("journal.rapport"), folder.path().join("new.rapport"));
        let summary = sample::write(&path, size, DEFAULT_SEED, date(2026, 11, 24))?;
        let started = Instant::now();
        let problems = Db::open_existing(&path)?.check()?.problems.len();
        let checked = started.elapsed();
        let mut bytes = fs::read(&path)?;
        let pages = bytes.len() / PAGE;
        for page in (DAMAGED_EVERY / 2..pages).step_by(DAMAGED_EVERY) {
            bytes[page * PAGE..(page + 1) * PAGE].fill(0);
        }
        fs::write(&path, &bytes)?;
        let now = Moment::from_parts(1_795_510_800_000, 0, "UTC".into()).ok_or("a moment")?;
        let started = Instant::now();
        let report = recover(&path, &new, &now, &mut |_, _| ControlFlow::Continue(()))?;
        let recovered = started.elapsed();
        writeln!(
            out,
            "{size:?}: {pages} pages, {} entries: check {checked:.1?} ({problems} problems), recovery {recovered:.1?} \
             ({} entries, {} losses)",
            summary.entries,
            report.entries,
            report.losses.len()
        )?;
    }
    Ok(())
}
