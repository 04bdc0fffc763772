//! A window that is killed while somebody types: what it said is saved is in the journal.
//!
//! A few kills in the suite. `RAPPORT_FAULT_ROUNDS` is the number in the long run of
//! `docs/reliability.md`.

use std::{
    env,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use eframe::egui::{Key, Modifiers};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rapport::{journal::clock::FixedClock, store::Db};

use crate::{
    support::{NOW, TempJournal, assert_clean, raw_connection, strings, zoned},
    window::Window,
};

/// The journal of the process that is killed.
const CHILD: &str = "RAPPORT_TYPING_CHILD";
/// Its round.
const ROUND: &str = "RAPPORT_TYPING_ROUND";
const SAVED: &str = "Saved, on this computer only";
const COMPOSER: &str = "Jot about Dana";
/// Far more than are typed before a kill.
const MAX_LINES: usize = 2_000;

/// What the killed window had said.
#[derive(Default)]
struct Acknowledged {
    entries: Vec<String>,
    /// The last text of the composer that was saved, unless its entry was saved since.
    draft: String,
}

#[test]
fn killed_window_keeps_every_entry_and_text_that_it_called_saved() {
    let rounds: usize = env::var("RAPPORT_FAULT_ROUNDS").map_or(3, |rounds| rounds.parse().unwrap());
    let seed: u64 = env::var("RAPPORT_FAULT_SEED").map_or(0, |seed| seed.parse().unwrap());
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.close();
    let (mut entries, mut drafts) = (0, 0);
    for round in 0..rounds {
        let delay = Duration::from_millis(rng.random_range(0..4_000));
        let said = type_and_kill(&journal.file(), round, delay);
        let conn = raw_connection(&journal.file());
        let stored = strings(&conn, &format!("SELECT text FROM entries WHERE text LIKE 'round {round} %'"));
        for entry in &said.entries {
            let count = stored.iter().filter(|text| *text == entry).count();
            assert_eq!(count, 1, "round {round}: {entry:?} in {stored:?}");
        }
        let draft = strings(&conn, "SELECT text FROM drafts WHERE text <> ''").pop().unwrap_or_default();
        let kept = draft.starts_with(&said.draft) || stored.iter().any(|text| text.starts_with(&said.draft));
        assert!(kept, "round {round}: {:?} is neither in {draft:?} nor in {stored:?}", said.draft);
        drop(conn);
        assert_clean(&Db::open_existing(&journal.file()).unwrap());
        entries += said.entries.len();
        drafts += usize::from(!said.draft.is_empty());
    }
    let figure =
        format!("typing: killed {rounds}, {entries} entries and {drafts} unfinished texts called saved, none lost");
    writeln!(std::io::stderr().lock(), "{figure}").unwrap();
}

/// Starts a window in a process of its own, and kills it while it types.
fn type_and_kill(journal: &Path, round: usize, delay: Duration) -> Acknowledged {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "killed_typing::typing_child", "--nocapture"])
        .env(CHILD, journal)
        .env(ROUND, round.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    assert_eq!(first, "ready");
    // The pipe holds more than is said until then.
    thread::sleep(delay);
    child.kill().unwrap();
    child.wait().unwrap();
    let mut said = Acknowledged::default();
    for line in lines.map_while(Result::ok) {
        if let Some(entry) = line.strip_prefix("entry ") {
            said.entries.push(entry.to_owned());
            said.draft.clear();
        } else if let Some(draft) = line.strip_prefix("draft ") {
            draft.clone_into(&mut said.draft);
        }
    }
    said
}

/// Not a test of its own: the process that is killed.
#[test]
fn typing_child() {
    let Some(journal) = env::var_os(CHILD) else { return };
    let round = env::var(ROUND).unwrap();
    let clock = FixedClock::new(zoned(NOW));
    let mut window = Window::open_path(Path::new(&journal), &clock);
    window.focus_field(COMPOSER);
    // The draft of the window that was killed before.
    window.press_with(Modifiers::COMMAND, Key::A);
    window.press(Key::Backspace);
    let say = |text: &str| writeln!(std::io::stderr().lock(), "{text}").unwrap();
    say("ready");
    for line in 0..MAX_LINES {
        let text = format!("round {round} line {line}: she asked");
        for letter in text.chars() {
            window.type_text(&letter.to_string());
            // The line about saving is drawn before the text is taken.
            window.step();
            if window.has_text(SAVED) {
                say(&format!("draft {}", window.field_text(COMPOSER)));
            }
        }
        window.press(Key::Enter);
        let label = format!("Note: {text}");
        window.wait_until("the entry is saved", |window| {
            window.entry_labels().contains(&label) && window.field_text(COMPOSER).is_empty() && window.has_text(SAVED)
        });
        say(&format!("entry {text}"));
    }
}
