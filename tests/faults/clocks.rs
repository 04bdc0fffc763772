//! Clocks that jump: back, forth, over years and over changes of the offset.

use rand::RngExt as _;
use rapport::journal::Journal;

use super::{
    report_figure, rounds, seeded_rng,
    support::{NOW, TempJournal, assert_clean, jot_change, zoned},
};

const LINES: [&str; 8] = [
    "about the release",
    "! quiet today",
    "[] send the draft by friday",
    "+ helped a colleague",
    "^ lead the review",
    "? career",
    "> the report",
    "< interrupts others",
];

#[test]
fn clock_that_jumps_breaks_nothing() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let empty = journal.content_rows();
    let mut rng = seeded_rng(30);
    let jumps = rounds(40).min(2_000);
    for jump in 0..jumps {
        let seconds = match rng.random_range(0..4) {
            0 => rng.random_range(-60..60),
            1 => rng.random_range(-86_400..86_400),
            2 => rng.random_range(-40_000_000..40_000_000),
            _ => rng.random_range(-2_000_000_000..2_000_000_000),
        };
        let offset = rng.random_range(-12..=14);
        let now = zoned(NOW).checked_add(jiff::Span::new().seconds(i64::from(seconds))).unwrap();
        let now = now.with_time_zone(jiff::tz::TimeZone::fixed(jiff::tz::offset(offset)));
        journal.clock.set(now.clone());
        Journal::commit(&journal, jot_change(1, None, LINES[jump % LINES.len()]), &now).unwrap();
        journal.read(rapport::store::Db::people).unwrap();
    }
    assert_clean(journal.db());
    for _ in 0..jumps {
        journal.undo();
    }
    journal.flush().unwrap();
    assert_eq!(journal.content_rows(), empty);
    assert_clean(journal.db());
    report_figure(&format!("clock: {jumps} jumps, all changes undone again"));
}
