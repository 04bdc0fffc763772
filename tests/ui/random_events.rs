//! Random keys, clicks, text and sizes on the whole window: nothing panics, the journal stays sound
//! and memory does not grow.
//!
//! A few hundred in the suite. For the long run of `docs/reliability.md`:
//!
//! ```text
//! RAPPORT_RANDOM_EVENTS=100000 cargo test --release --test ui random_events -- --nocapture
//! ```
//!
//! In a build with debug assertions the memory grows by about a megabyte in a thousand events: egui
//! remembers the origin of every id there.

use std::{
    env, fs,
    io::Write as _,
    process::{Command, Stdio},
};

use eframe::egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, TouchPhase, vec2};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use crate::{
    support::{TempJournal, assert_clean},
    window::Window,
};

const CHILD: &str = "RAPPORT_RANDOM_EVENTS_CHILD";
const PROGRESS_EVERY: usize = 5_000;
/// The largest growth after the first tenth of a long run, in KiB: entries that were jotted
/// meanwhile, fonts of other scripts.
const MAX_GROWTH: usize = 200 * 1024;

const KEYS: [Key; 30] = [
    Key::ArrowUp,
    Key::ArrowDown,
    Key::ArrowLeft,
    Key::ArrowRight,
    Key::Tab,
    Key::Enter,
    Key::Escape,
    Key::Space,
    Key::Backspace,
    Key::Delete,
    Key::Home,
    Key::End,
    Key::PageUp,
    Key::PageDown,
    Key::F1,
    Key::F6,
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::A,
    Key::D,
    Key::E,
    Key::F,
    Key::G,
    Key::M,
    Key::N,
    Key::T,
    Key::Y,
    Key::Z,
];

const TEXTS: [&str; 14] = [
    "a",
    "Dana",
    "! ",
    "[] ",
    "<< ",
    "^ ",
    "> ",
    "? ",
    "by friday",
    "#career",
    "漢字",
    "مرحبا",
    "e\u{301}",
    "\u{1F600}",
];

/// Starts itself with a home folder of its own, since exports and pages to print are files.
#[test]
fn random_events_break_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut child = Command::new(env::current_exe().unwrap());
    child
        .args(["--exact", "random_events::random_events_child", "--nocapture"])
        .env(CHILD, "1")
        .env("HOME", home.path())
        // No other program is started, and no service is asked.
        .env("PATH", "")
        .stdout(Stdio::null());
    for name in ["DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_DOCUMENTS_DIR"]
    {
        child.env_remove(name);
    }
    assert!(child.status().unwrap().success());
}

/// Not a test of its own: the process that [`random_events_break_nothing`] starts.
#[test]
fn random_events_child() {
    if env::var_os(CHILD).is_none() {
        return;
    }
    let count: usize = env::var("RAPPORT_RANDOM_EVENTS").map_or(400, |count| count.parse().unwrap());
    let seed: u64 = env::var("RAPPORT_FAULT_SEED").map_or(0, |seed| seed.parse().unwrap());
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut journal = TempJournal::sample();
    journal.close();
    let mut window = Window::launch(&journal);
    let mut early_memory = 0;
    for index in 0..count {
        random_event(&mut window, &mut rng);
        window.step();
        if index == count / 10 {
            early_memory = resident_kib();
        }
        if index % PROGRESS_EVERY == PROGRESS_EVERY - 1 {
            let memory = resident_kib();
            writeln!(std::io::stderr().lock(), "{} events, {} MiB", index + 1, memory / 1024).unwrap();
        }
    }
    let memory = resident_kib();
    let growth = memory.saturating_sub(early_memory);
    let figure = format!("random events: {count}, {early_memory} KiB after a tenth, {memory} KiB at the end");
    writeln!(std::io::stderr().lock(), "{figure}").unwrap();
    assert!(growth < MAX_GROWTH, "memory grew by {growth} KiB");
    window.close();
    journal.reopen();
    assert_clean(journal.db());
}

/// Rows leave room for what stands at their right; there may be none left.
#[test]
fn every_page_is_drawn_in_a_window_that_is_far_too_narrow() {
    let mut journal = TempJournal::sample();
    journal.close();
    let mut window = Window::launch(&journal);
    for page in [None, Some(Key::Num1), Some(Key::Num2), Some(Key::Num3), Some(Key::Num4)] {
        if let Some(tab) = page {
            window.press_with(Modifiers::ALT, Key::ArrowDown);
            window.press_with(Modifiers::COMMAND, tab);
        }
        for width in [600.0, 400.0, 240.0, 120.0] {
            window.set_size(vec2(width, 480.0));
            window.step();
            window.step();
        }
        window.set_size(vec2(1280.0, 820.0));
        window.settle();
    }
}

fn random_event(window: &mut Window, rng: &mut ChaCha8Rng) {
    match rng.random_range(0..100) {
        0..35 => {
            let key = KEYS[rng.random_range(0..KEYS.len())];
            window.key_press_modifiers(random_modifiers(rng), key);
        }
        35..60 => {
            let text = TEXTS[rng.random_range(0..TEXTS.len())];
            window.event(Event::Text(text.to_owned()));
        }
        60..62 => window.event(Event::Paste("pasted\n! lines".to_owned())),
        62..90 => click(window, rng),
        90..95 => {
            let delta = vec2(0.0, rng.random_range(-400.0..400.0));
            window.event(Event::MouseWheel {
                unit: MouseWheelUnit::Point,
                delta,
                source: MouseWheelSource::Wheel,
                modifiers: Modifiers::NONE,
                phase: TouchPhase::Move,
            });
        }
        95..97 => {
            let size = vec2(rng.random_range(600.0..1600.0), rng.random_range(480.0..1000.0));
            window.set_size(size);
        }
        // A file that arrives by drag and drop would be read; a focus that goes stores the drafts.
        97 => window.event(Event::WindowFocused(rng.random_bool(0.5))),
        _ => window.advance_time(1.0),
    }
}

fn click(window: &mut Window, rng: &mut ChaCha8Rng) {
    let size = window.ctx.content_rect().size();
    let pos = Pos2::new(rng.random_range(0.0..size.x), rng.random_range(0.0..size.y));
    let button = if rng.random_bool(0.1) { PointerButton::Secondary } else { PointerButton::Primary };
    window.event(Event::PointerMoved(pos));
    for pressed in [true, false] {
        window.event(Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE });
        window.step();
    }
}

fn random_modifiers(rng: &mut ChaCha8Rng) -> Modifiers {
    match rng.random_range(0..10) {
        0..5 => Modifiers::NONE,
        5..7 => Modifiers { ctrl: true, command: true, ..Modifiers::NONE },
        7 => Modifiers::ALT,
        8 => Modifiers::SHIFT,
        _ => Modifiers { ctrl: true, command: true, shift: true, ..Modifiers::NONE },
    }
}

/// The memory of this process, where the system says it.
fn resident_kib() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
