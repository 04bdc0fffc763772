//! Imports: calendars, notes, tables and JSON as people have them, and broken files.

mod calendar;
mod json;
mod markdown;
mod table;

use std::{
    fmt::Write as _,
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
    for imported in &bundle.people {
        let person = &imported.person;
        let new = if matches!(imported.mapping, PersonMapping::Existing(_)) { "" } else { " (new)" };
        writeln!(out, "{}{new}", person.profile.name).unwrap();
        for (_, cadence) in bundle.cadences.iter().filter(|(of, _)| *of == person.id) {
            writeln!(out, "  {cadence}").unwrap();
        }
        for meeting in bundle.one_on_ones.iter().filter(|meeting| meeting.person == person.id) {
            writeln!(out, "  one-on-one, {}: {}", meeting.state.as_str(), meeting.at).unwrap();
        }
        for entry in bundle.entries.iter().filter(|entry| entry.person == person.id) {
            let meeting_note = if entry.one_on_one.is_some() { ", in a one-on-one" } else { "" };
            writeln!(out, "  {}{meeting_note}: {:?}", entry.written_at, entry.text).unwrap();
            writeln!(out, "    {}", serde_json::to_string(&entry.detail).unwrap()).unwrap();
            for event in &entry.events {
                writeln!(out, "    {} {}: {:?}", event.at, event.kind.as_str(), event.comment).unwrap();
            }
        }
    }
    writeln!(out, "left aside:").unwrap();
    for item in &result.ignored {
        writeln!(out, "  {} {}", item.count, item.description).unwrap();
    }
    writeln!(out, "could not be read:").unwrap();
    for diagnostic in &result.diagnostics {
        let line = diagnostic.line.map_or(String::new(), |line| format!("{line}: "));
        writeln!(out, "  {line}{}", diagnostic.reason).unwrap();
    }
    for ambiguity in &result.ambiguities {
        writeln!(out, "asks: {ambiguity:?}").unwrap();
    }
    out
}
