//! What comes into the journal: calendars and tables as people have them, and files that are broken in every way. Real
//! journals in temp folders.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first thing that is wrong")]

mod support;

#[path = "import/calendar.rs"]
mod calendar;
#[path = "import/full.rs"]
mod full;
#[path = "import/markdown.rs"]
mod markdown;
#[path = "import/table.rs"]
mod table;

use std::{
    env,
    fmt::Write as _,
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::Arc,
};

use rapport::{
    domain::{moment::Moment, person::Person},
    import::{Ground, Harvest, Preview, Watch, preview},
    journal::{bundle::Belongs, change::Change},
};
use support::{NOW, TempJournal, zoned};

/// The ground that a journal is.
fn ground(journal: &TempJournal) -> Ground {
    Ground { now: zoned(NOW), people: people(journal) }
}

fn people(journal: &TempJournal) -> Vec<Person> {
    journal.db().people().unwrap()
}

/// A watch that never stops.
fn on() -> Box<Watch<'static>> {
    Box::new(|_, _| ControlFlow::Continue(()))
}

fn shown(journal: &TempJournal, harvest: &Harvest) -> Preview {
    preview(journal.db(), &Arc::new(harvest.bundle.clone()), &Moment::from(&zoned(NOW))).unwrap()
}

fn bring_in(journal: &TempJournal, harvest: &Harvest) {
    journal.commit(Change::BringIn(Arc::new(harvest.bundle.clone()))).unwrap();
}

/// A file of the fixtures.
fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// Compares a text with the one that was looked at and approved. After a change that is meant:
/// `RAPPORT_APPROVE=1 cargo test --test import`, and look at the difference.
fn approved(name: &str, told: &str) {
    let path = fixture(name);
    if env::var_os("RAPPORT_APPROVE").is_some() {
        fs::write(&path, told).unwrap();
    }
    let approved = fs::read_to_string(&path).unwrap();
    assert!(approved == told, "{name} is another:\n{told}");
}

/// All of a harvest in words.
fn told(harvest: &Harvest) -> String {
    let mut out = String::new();
    let bundle = &harvest.bundle;
    for arrival in &bundle.people {
        let person = &arrival.person;
        let new = if matches!(arrival.belongs, Belongs::To(_)) { "" } else { " (new)" };
        writeln!(out, "{}{new}", person.profile.name).unwrap();
        for (_, rhythm) in bundle.rhythms.iter().filter(|(of, _)| *of == person.id) {
            writeln!(out, "  {rhythm}").unwrap();
        }
        for one in bundle.one_on_ones.iter().filter(|one| one.person == person.id) {
            writeln!(out, "  one-on-one, {}: {}", one.state.as_str(), one.at).unwrap();
        }
        for entry in bundle.entries.iter().filter(|entry| entry.person == person.id) {
            let held = if entry.one_on_one.is_some() { ", in a one-on-one" } else { "" };
            writeln!(out, "  {}{held}: {:?}", entry.written, entry.text).unwrap();
            writeln!(out, "    {}", serde_json::to_string(&entry.detail).unwrap()).unwrap();
            for step in &entry.steps {
                writeln!(out, "    {} {}: {:?}", step.at, step.what.as_str(), step.words).unwrap();
            }
        }
    }
    writeln!(out, "left aside:").unwrap();
    for aside in &harvest.aside {
        writeln!(out, "  {} {}", aside.count, aside.what).unwrap();
    }
    writeln!(out, "could not be read:").unwrap();
    for unread in &harvest.unread {
        let line = unread.line.map_or(String::new(), |line| format!("{line}: "));
        writeln!(out, "  {line}{}", unread.why).unwrap();
    }
    for ask in &harvest.asks {
        writeln!(out, "asks: {ask:?}").unwrap();
    }
    out
}
