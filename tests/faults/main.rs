//! What a journal survives: killed processes, power cuts, full and unmounted disks, cut and torn
//! files, clocks that jump. Real files and, where processes matter, the real program.
//!
//! Each test is short and seeded in the suite. For the long run, whose figures are in
//! `docs/reliability.md`:
//!
//! ```text
//! RAPPORT_FAULT_ROUNDS=1000 cargo test --release --test faults -- --nocapture --test-threads=2
//! ```
//!
//! `RAPPORT_FAULT_SEED` chooses other cases.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first thing that is wrong")]

mod clocks;
mod full_disk;
mod kill;
mod power_cut;
#[path = "../support/mod.rs"]
mod support;
#[path = "../support/terminal.rs"]
mod terminal;
mod torn_files;
mod unmounted;

use std::{env, io::Write as _};

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

/// The number of cases of a test: `short` in the suite.
fn rounds(short: usize) -> usize {
    env::var("RAPPORT_FAULT_ROUNDS").map_or(short, |rounds| rounds.parse().unwrap())
}

/// The random numbers of a test.
fn seeded_rng(test: u64) -> ChaCha8Rng {
    let seed: u64 = env::var("RAPPORT_FAULT_SEED").map_or(0, |seed| seed.parse().unwrap());
    ChaCha8Rng::seed_from_u64(seed.wrapping_mul(1_000).wrapping_add(test))
}

/// Prints a figure for `docs/reliability.md`; shown with `--nocapture`.
fn report_figure(figure: &str) {
    writeln!(std::io::stderr().lock(), "{figure}").unwrap();
}
