//! Imports: calendars, notes, tables and JSON as people have them, and broken files.

mod calendar;
mod json;
mod markdown;
mod table;

use std::{
    fmt::Write as _,
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::support::{NOW, TempJournal, zoned};
use rapport::{
    domain::{moment::Moment, person::Person},
    import::{ImportContext, ImportResult, Preview, ProgressFn, preview},
    journal::{change::Change, import_bundle::PersonMapping},
};

/// The import context of a journal.
fn import_context(journal: &TempJournal) -> ImportContext {
    ImportContext { now: zoned(NOW), people: people(journal) }
}

fn people(journal: &TempJournal) -> Vec<Person> {
    journal.db().people().unwrap()
}

/// A progress callback that never cancels.
fn never_cancel() -> Box<ProgressFn<'static>> {
    Box::new(|_, _| ControlFlow::Continue(()))
}

fn preview_of(journal: &TempJournal, result: &ImportResult) -> Preview {
    preview(journal.db(), &Arc::new(result.bundle.clone()), &Moment::from(&zoned(NOW))).unwrap()
}

fn import(journal: &TempJournal, result: &ImportResult) {
    journal.commit(Change::Import(Arc::new(result.bundle.clone()))).unwrap();
}

/// A file of the fixtures.
fn fixture_path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// Compares a text with the approved one.
#[track_caller]
fn assert_approved(name: &str, text: &str) {
    insta::with_settings!(
        { snapshot_path => "../../fixtures/approved", prepend_module_to_snapshot => false, omit_expression => true },
        { insta::assert_snapshot!(name, text) }
    );
}

/// An import result as text.
fn describe_import(result: &ImportResult) -> String {
    let mut out = String::new();
    let bundle = &result.bundle;
    for arrival in &bundle.people {
        let person = &arrival.person;
        let new = if matches!(arrival.mapping, PersonMapping::Existing(_)) { "" } else { " (new)" };
        writeln!(out, "{}{new}", person.profile.name).unwrap();
        for (_, rhythm) in bundle.cadences.iter().filter(|(of, _)| *of == person.id) {
            writeln!(out, "  {rhythm}").unwrap();
        }
        for one in bundle.one_on_ones.iter().filter(|one| one.person == person.id) {
            writeln!(out, "  one-on-one, {}: {}", one.state.as_str(), one.at).unwrap();
        }
        for entry in bundle.entries.iter().filter(|entry| entry.person == person.id) {
            let held = if entry.one_on_one.is_some() { ", in a one-on-one" } else { "" };
            writeln!(out, "  {}{held}: {:?}", entry.written_at, entry.text).unwrap();
            writeln!(out, "    {}", serde_json::to_string(&entry.detail).unwrap()).unwrap();
            for step in &entry.events {
                writeln!(out, "    {} {}: {:?}", step.at, step.kind.as_str(), step.comment).unwrap();
            }
        }
    }
    writeln!(out, "left aside:").unwrap();
    for aside in &result.ignored {
        writeln!(out, "  {} {}", aside.count, aside.description).unwrap();
    }
    writeln!(out, "could not be read:").unwrap();
    for unread in &result.diagnostics {
        let line = unread.line.map_or(String::new(), |line| format!("{line}: "));
        writeln!(out, "  {line}{}", unread.reason).unwrap();
    }
    for ask in &result.ambiguities {
        writeln!(out, "asks: {ask:?}").unwrap();
    }
    out
}
