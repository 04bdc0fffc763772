//! Erasing: what goes, what stays, and that no byte of it is left in any file.

use std::{collections::BTreeSet, fs, ops::ControlFlow, path::Path, sync::Arc, time::Duration};

use jiff::civil::date;
use rapport::{
    domain::{
        backup::BackupReason,
        erase::{EraseRequest, EraseScope, InterruptedErase},
        id::{EntryId, PersonId, Uid},
        moment::Moment,
    },
    import::{ImportContext, json, preview},
    journal::{
        Journal,
        backup::{BackupError, BackupFolders, make_backup},
        change::{Change, ChangeError, RuleViolation},
        clock::FixedClock,
        erase::{erase_in_backups, erase_rows, lock_backups},
        import_bundle::ImportBundle,
        writer_event::WriterEvent,
    },
    store::{BackupLabel, Db, Draft, StoreError, UndoDirection},
};
use serde_json::Value;

use crate::support::{
    TempJournal, assert_clean, days_ago, jot_change, minutes_after_now, moment, open_journal, query_number, strings,
    zoned,
};

/// The part that all planted words share. No other text has any six bytes of it in a row.
const PLANTED: &str = "zqävłxj";
/// The same as the search index has it.
const INDEXED: &str = "zqavlxj";

/// The fields of an export that hold text of the user.
const TEXT_FIELDS: [&str; 22] = [
    "text",
    "usually",
    "lately",
    "need",
    "why",
    "success",
    "support",
    "situation",
    "behaviour",
    "impact",
    "changed",
    "provide",
    "their_words",
    "words",
    "role",
    "team",
    "pronouns",
    "matters",
    "name",
    "reason",
    "line",
    "detail",
];

/// Replaces every text in an export with a planted word. Some fields may only hold text in some
/// states, so those that are empty stay so.
fn plant(value: &mut Value, count: &mut u32) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if TEXT_FIELDS.contains(&name.as_str()) && !text.is_empty() => {
                        *count += 1;
                        *text = format!("{PLANTED}{count:04} #{PLANTED}{count:04}");
                        if name == "name" {
                            *text = format!("{PLANTED}{count:04}");
                        }
                    }
                    value => plant(value, count),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| plant(value, count)),
        _ => {}
    }
}

fn read_bundle(text: &str, journal: &Journal) -> Arc<ImportBundle> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.json");
    fs::write(&path, text).unwrap();
    let context = ImportContext { now: journal.now(), people: Vec::new() };
    Arc::new(json::read(&path, &context, &mut |_, _| ControlFlow::Continue(())).unwrap().bundle)
}

/// A journal with a planted word in every field of every kind of record, in earlier versions, in
/// what was undone, in the trash and in drafts.
fn planted_journal() -> TempJournal {
    let mut export: Value = serde_json::from_str(include_str!("../../fixtures/frozen/journal.json")).unwrap();
    let mut count = 0;
    plant(&mut export, &mut count);
    assert!(count > 100, "{count}");
    let temp = TempJournal::with_people(&[]);
    let bundle = read_bundle(&export.to_string(), &temp);
    temp.commit(Change::Import(bundle)).unwrap();
    let mut minutes = 0;
    for entry in entry_ids(&temp) {
        minutes += 1;
        temp.clock.set(minutes_after_now(minutes));
        for version in 1..3 {
            let text = format!("{PLANTED} {version} {}", "long ".repeat(300));
            temp.commit(Change::EditText { entry, text, due: None }).unwrap();
        }
    }
    for person in person_ids(&temp) {
        let line = format!("{PLANTED} in the trash");
        temp.commit(jot_change(person.0, None, &line)).unwrap();
        let last = EntryId(query_number(&temp.raw_connection(), "SELECT max(id) FROM entries"));
        temp.commit(Change::Trash(last)).unwrap();
        let profile = temp.db().person(person).unwrap().unwrap().profile;
        let role = format!("{PLANTED} newer role");
        let profile = rapport::domain::person::Profile { role, ..profile };
        temp.commit(Change::EditPerson { person, profile }).unwrap();
        temp.commit(jot_change(person.0, None, &format!("{PLANTED} undone"))).unwrap();
        temp.undo();
        temp.flush().unwrap();
    }
    let raw = temp.raw_connection();
    for uid in person_uids(&temp) {
        let sql = "INSERT INTO drafts (place, slot, mark, text, saved_at) VALUES (?1, 7, '', ?2, 0)";
        raw.execute(sql, [format!("jot/{uid}"), format!("{PLANTED} draft")]).unwrap();
    }
    raw.execute(
        "INSERT INTO drafts (place, slot, mark, text, saved_at) VALUES ('person/new', 8, '', ?1, 0)",
        [format!("{PLANTED} draft")],
    )
    .unwrap();
    temp
}

fn entry_ids(temp: &TempJournal) -> Vec<EntryId> {
    strings(&temp.raw_connection(), "SELECT CAST(id AS TEXT) FROM entries")
        .iter()
        .map(|id| EntryId(id.parse().unwrap()))
        .collect()
}

fn person_ids(journal: &Journal) -> Vec<PersonId> {
    journal.db().people().unwrap().iter().map(|person| person.id).collect()
}

fn person_uids(journal: &Journal) -> Vec<Uid> {
    journal.db().people().unwrap().iter().map(|person| person.uid).collect()
}

fn entry_uid(journal: &Journal, id: EntryId) -> Uid {
    journal.db().entry(id).unwrap().unwrap().uid
}

fn erase(journal: &Journal, scope: EraseScope) -> rapport::journal::erase::EraseOutcome {
    let request = EraseRequest::new(scope);
    let plan = journal.plan_erase(&request).unwrap();
    let outcome = journal.erase(request, None).unwrap();
    assert_eq!(outcome.summary, plan, "exactly what was announced");
    assert!(outcome.is_rebuilt);
    outcome
}

/// Whether any file in the folder of the journal has six bytes in a row of the planted word.
fn planted_bytes(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        let is_planted = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
        // The search index has it in lower case and without accents.
        if PLANTED.as_bytes().windows(6).chain(INDEXED.as_bytes().windows(6)).any(is_planted) {
            found.push(path.file_name().unwrap().to_str().unwrap().to_owned());
        }
    }
    found
}

#[track_caller]
fn assert_not_in_files(temp: &TempJournal) {
    assert_eq!(planted_bytes(temp.file().parent().unwrap()), Vec::<String>::new());
}

/// The copies of the files as they are now, as a killed process would leave them.
fn copy_files(temp: &TempJournal) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(temp.file().parent().unwrap()).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, copy.path().join(path.file_name().unwrap())).unwrap();
    }
    copy
}

#[test]
fn no_byte_of_what_was_erased_is_left_in_any_file() {
    let temp = planted_journal();
    assert!(!planted_bytes(temp.file().parent().unwrap()).is_empty(), "the words are there before");
    for uid in person_uids(&temp) {
        erase(&temp, EraseScope::Person(uid));
    }
    assert_clean(temp.db());
    assert_eq!(temp.db().people().unwrap(), []);
    // The leader's own records, templates and the other drafts are left.
    erase(&temp, EraseScope::Before(date(2027, 1, 1)));
    erase(&temp, EraseScope::Trash);
    temp.erase(EraseRequest::drafts(), None).unwrap();
    let templates = temp.db().templates().unwrap();
    for template in templates {
        temp.commit(Change::Review(rapport::journal::change::review::ReviewChange::DeleteTemplate(template.uid)))
            .unwrap();
    }
    temp.raw_connection().execute("DELETE FROM questions", []).unwrap();
    erase(&temp, EraseScope::Trash);
    assert_not_in_files(&temp);
    assert!(!temp.export_json().contains(PLANTED));
    assert_clean(temp.db());
}

#[test]
fn each_entry_alone_can_be_erased_with_its_versions() {
    let temp = planted_journal();
    let ids = entry_ids(&temp);
    let tables = temp.content_rows().len();
    for id in ids {
        // A check-in goes with its goal.
        let Some(entry) = temp.db().entry(id).unwrap() else { continue };
        let before = temp.db().versions(&entry).unwrap().len();
        assert!(before > 2 || entry.trashed_at.is_some());
        let outcome = erase(&temp, EraseScope::Entries(vec![entry.uid]));
        assert!(outcome.summary.entry_count() > outcome.summary.linked_check_ins);
        assert_eq!(temp.db().entry(id).unwrap(), None);
        let sql = format!("SELECT count(*) FROM edits WHERE uid = X'{}' AND before IS NOT NULL", entry.uid.0.simple());
        assert_eq!(query_number(&temp.raw_connection(), &sql), 0);
    }
    assert_eq!(entry_ids(&temp), []);
    assert_clean(temp.db());
    assert!(temp.content_rows().len() < tables);
}

/// Otherwise it would keep what is erased, and nobody would know.
#[test]
fn no_backup_is_made_between_erasing_in_the_backups_and_in_the_journal() {
    let temp = TempJournal::with_people(&["Ana"]);
    let entry = temp.jot(1, PLANTED);
    let folder = tempfile::tempdir().unwrap();
    let back_up = |minutes| {
        let label = BackupLabel { made_at: moment(minutes), reason: BackupReason::Automatic };
        let go_on = &mut |_, _| ControlFlow::Continue(());
        make_backup(&temp.file(), &BackupFolders::only(folder.path()), &label, Duration::ZERO, go_on)
    };
    for minutes in [-2, -1] {
        back_up(minutes).unwrap();
    }
    let request = EraseRequest::new(EraseScope::Entries(vec![entry_uid(&temp, entry)]));
    let locked = temp.read(|db| Ok(lock_backups(db, &request, Some(folder.path())))).unwrap().unwrap();
    assert_eq!(locked.found.backups.len(), 2);
    let mut refused = 0;
    let failed = erase_in_backups(&locked.found, &moment(0), &mut |_, _| {
        refused += usize::from(matches!(back_up(0), Err(BackupError::AlreadyRunning)));
        ControlFlow::Continue(())
    });
    assert!(failed.is_empty(), "{failed:?}");
    assert!(matches!(back_up(0), Err(BackupError::AlreadyRunning)));
    temp.erase(request, locked.lock).unwrap();
    assert_eq!((refused, planted_bytes(folder.path())), (2, Vec::new()));
    back_up(1).unwrap();
    assert_eq!(planted_bytes(folder.path()), Vec::<String>::new());
    assert_not_in_files(&temp);
}

#[test]
fn what_is_not_erased_stays_as_it_is() {
    let temp = TempJournal::with_people(&["Ana", "Bo"]);
    let kept = temp.jot(1, "! Quiet today #team");
    temp.commit(Change::EditText { entry: kept, text: "Quiet again #team".into(), due: None }).unwrap();
    let rows = temp.content_rows();
    temp.jot(2, &format!("{PLANTED} about Bo"));
    let bo = temp.db().people().unwrap()[1].uid;
    let outcome = erase(&temp, EraseScope::Person(bo));
    assert_eq!(outcome.summary.people, ["Bo"]);
    let expected: Vec<String> = rows.into_iter().filter(|row| !row.contains("\"Bo\"")).collect();
    assert_eq!(temp.content_rows(), expected);
    let entry = temp.db().entry(kept).unwrap().unwrap();
    let versions: Vec<String> = temp.db().versions(&entry).unwrap().into_iter().map(|v| v.entry.text).collect();
    assert_eq!(versions, ["Quiet again #team", "Quiet today #team"]);
    assert_not_in_files(&temp);
}

#[test]
fn an_erase_cannot_be_undone_and_undo_stops_there() {
    let temp = TempJournal::with_people(&["Ana"]);
    let first = temp.jot(1, "Stays");
    let second = temp.jot(1, "Goes");
    temp.jot(1, "Undone");
    temp.undo();
    temp.flush().unwrap();
    erase(&temp, EraseScope::Entries(vec![entry_uid(&temp, second)]));
    drop(temp.poll_events());
    temp.redo();
    temp.undo();
    temp.flush().unwrap();
    let events = temp.poll_events();
    assert!(matches!(events.as_slice(), [WriterEvent::NothingToUndo, WriterEvent::EraseCannotBeUndone]), "{events:?}");
    assert!(temp.db().entry(first).unwrap().is_some());
    // What is done afterwards can be undone and redone as ever.
    let third = temp.jot(1, "After");
    temp.undo();
    temp.undo();
    temp.flush().unwrap();
    assert!(temp.db().entry(third).unwrap().is_none());
    temp.redo();
    temp.flush().unwrap();
    assert_eq!(temp.db().entry(third).unwrap().unwrap().text, "After");
    let logged = temp.db().peek_history(UndoDirection::Undo).unwrap().unwrap();
    assert_eq!(logged.kind, "jot");
    assert_clean(temp.db());
}

#[test]
fn the_log_says_that_something_was_erased_without_any_text() {
    let temp = TempJournal::with_people(&["Ana"]);
    let entry = temp.jot(1, &format!("{PLANTED} goes"));
    erase(&temp, EraseScope::Entries(vec![entry_uid(&temp, entry)]));
    let raw = temp.raw_connection();
    let sql = "SELECT changes.what || ' ' || edits.record FROM edits JOIN changes ON changes.id = edits.change
               WHERE edits.before IS NULL AND edits.after IS NULL AND changes.what = 'erase'";
    assert_eq!(strings(&raw, sql), ["erase entry"]);
}

#[test]
fn what_was_erased_stays_away_when_it_is_imported_again() {
    let temp = planted_journal();
    let export = temp.export_json();
    let people = person_uids(&temp);
    erase(&temp, EraseScope::Person(people[0]));
    erase(&temp, EraseScope::Before(date(2026, 11, 1)));
    erase(&temp, EraseScope::Trash);
    let after = temp.content_rows();
    let bundle = read_bundle(&export, &temp);
    let found = preview(temp.db(), &bundle, &Moment::from(&temp.now())).unwrap();
    assert!(found.erased > 20, "{found:?}");
    assert!(found.is_empty(), "{found:?}");
    temp.commit(Change::Import(bundle)).unwrap();
    assert_eq!(temp.content_rows(), after);
}

#[test]
fn a_new_note_about_an_erased_person_can_be_imported() {
    let temp = TempJournal::with_people(&["Ana"]);
    temp.jot(1, "Before");
    let export = temp.export_json();
    let newer = export
        .replace("Before", "After")
        .replace(&entry_uid(&temp, EntryId(1)).to_string(), &Uid::new(1, 1).to_string());
    erase(&temp, EraseScope::Person(person_uids(&temp)[0]));
    temp.commit(Change::Import(read_bundle(&export, &temp))).unwrap();
    assert_eq!(person_ids(&temp), []);
    temp.commit(Change::Import(read_bundle(&newer, &temp))).unwrap();
    let ana = person_ids(&temp)[0];
    assert_eq!(temp.db().last_entry_date(ana).unwrap(), Some(zoned(crate::support::NOW).date()));
}

#[test]
fn another_window_copes_with_an_erased_entry() {
    let temp = TempJournal::with_people(&["Ana"]);
    let entry = temp.jot(1, "Open in another window");
    let other = temp.open_another();
    let generation = other.generation();
    assert!(other.db().entry(entry).unwrap().is_some());
    erase(&temp, EraseScope::Entries(vec![entry_uid(&temp, entry)]));
    other.flush().unwrap();
    assert!(other.generation() > generation, "it reads again");
    assert_eq!(other.db().entry(entry).unwrap(), None);
    let edit = Change::EditText { entry, text: "Typed there".into(), due: None };
    let refused = other.commit(edit, &other.now());
    assert!(matches!(refused, Err(ChangeError::RuleViolation(RuleViolation::NotFound(_)))), "{refused:?}");
    other.undo();
    other.flush().unwrap();
    assert!(other.poll_events().iter().any(|event| matches!(event, WriterEvent::EraseCannotBeUndone)));
    assert_clean(other.db());
}

#[test]
fn everything_before_a_day_goes_and_later_entries_keep_what_they_need() {
    let temp = TempJournal::with_people(&["Ana"]);
    let goal = temp.jot_days_ago(1, 40, "^ An old goal");
    temp.jot_days_ago(1, 40, "An old note");
    let close = 3.try_into().unwrap();
    let check_in = Change::CheckIn { goal, closeness: close };
    Journal::commit(&temp, check_in, &days_ago(1)).unwrap();
    temp.jot_days_ago(1, 1, "A new note");
    let day = days_ago(10).date();
    let outcome = erase(&temp, EraseScope::Before(day));
    assert_eq!((outcome.summary.entry_count(), outcome.summary.linked_check_ins), (3, 1));
    assert_eq!(strings(&temp.raw_connection(), "SELECT text FROM entries"), ["A new note"]);
    assert_eq!(temp.db().people().unwrap().len(), 1);
    let old = format!("SELECT count(*) FROM changes WHERE substr(made, 1, 10) < '{day}' AND what <> 'erase'");
    assert_eq!(query_number(&temp.raw_connection(), &old), 0);
    assert_clean(temp.db());
}

#[test]
fn drafts_about_a_record_go_with_it_and_others_stay() {
    let temp = TempJournal::with_people(&["Ana", "Bo"]);
    let raw = temp.raw_connection();
    for uid in person_uids(&temp) {
        raw.execute(
            "INSERT INTO drafts (place, slot, mark, text, saved_at) VALUES (?1, 1, '', 'half a th', 0)",
            [format!("need/{uid}")],
        )
        .unwrap();
    }
    let outcome = erase(&temp, EraseScope::Person(person_uids(&temp)[0]));
    assert_eq!(outcome.summary.drafts, 1);
    assert_eq!(strings(&raw, "SELECT place FROM drafts"), [format!("need/{}", person_uids(&temp)[0])]);
    assert_eq!(temp.erase(EraseRequest::drafts(), None).unwrap().summary.drafts, 1);
    assert_eq!(query_number(&raw, "SELECT count(*) FROM drafts"), 0);
}

#[test]
fn nothing_to_erase_changes_nothing() {
    let temp = TempJournal::with_people(&["Ana"]);
    let entry = temp.jot(1, "Stays");
    for scope in [EraseScope::Nothing, EraseScope::Trash, EraseScope::Entries(vec![Uid::new(1, 1)])] {
        assert!(erase(&temp, scope).summary.is_empty());
    }
    temp.undo();
    temp.flush().unwrap();
    assert_eq!(temp.db().entry(entry).unwrap(), None, "undo does not stop at an erase of nothing");
}

#[test]
fn a_review_that_quotes_an_erased_entry_is_counted() {
    let temp = TempJournal::with_people(&["Ana"]);
    let entry = temp.jot(1, "+ Calmed the customer down");
    let (from, to) = (date(2026, 6, 1), date(2026, 11, 30));
    let text = "## Impact\n\n> Calmed the customer down\n>\n> — Praise, 24 November 2026".into();
    let review = rapport::journal::change::review::ReviewText { person: PersonId(1), from, to, text };
    temp.commit(Change::Review(rapport::journal::change::review::ReviewChange::Save(review))).unwrap();
    let plan = EraseRequest::new(EraseScope::Entries(vec![entry_uid(&temp, entry)]));
    assert_eq!(temp.plan_erase(&plan).unwrap().quoting_reviews, 1);
}

#[test]
fn an_erase_that_is_interrupted_is_complete_or_undone_when_the_journal_is_opened_next() {
    let temp = planted_journal();
    let others = "DELETE FROM templates; DELETE FROM questions; DELETE FROM self_checks; DELETE FROM intentions;
                  DELETE FROM drafts;";
    temp.raw_connection().execute_batch(others).unwrap();
    // They are still in the search index.
    Db::open_existing(&temp.file()).unwrap().repair(false).unwrap();
    let rows: BTreeSet<String> = temp.content_rows().into_iter().collect();
    let uids = person_uids(&temp);
    let db = Db::open_existing(&temp.file()).unwrap();
    let at = Moment::from(&temp.now());
    let reopened = |copy: &tempfile::TempDir| {
        let path = copy.path().join("journal.rapport");
        let journal = open_journal(&path, &FixedClock::new(temp.now()));
        let rows: BTreeSet<String> = crate::support::content_rows(&path).into_iter().collect();
        assert_clean(journal.db());
        (journal.interrupted_erase(), rows)
    };

    db.announce_erase().unwrap();
    let announced = copy_files(&temp);
    let within: tempfile::TempDir = db
        .transaction(|db| {
            for uid in &uids {
                erase_rows(db, &EraseRequest::new(EraseScope::Person(*uid)), &at)?;
            }
            db.mark_erase_deleted()?;
            Ok::<_, StoreError>(copy_files(&temp))
        })
        .unwrap();
    let deleted = copy_files(&temp);
    db.vacuum().unwrap();
    let whole = copy_files(&temp);

    for copy in [&announced, &within] {
        let without_setting =
            |rows: &BTreeSet<String>| rows.iter().filter(|row| !row.starts_with("settings")).cloned().collect();
        let (interrupted, found) = reopened(copy);
        let (found, rows): (BTreeSet<String>, BTreeSet<String>) = (without_setting(&found), without_setting(&rows));
        assert_eq!((interrupted, found), (Some(InterruptedErase::NotStarted), rows));
        assert_eq!(reopened(copy).0, None, "it is said once");
    }
    let (interrupted, found) = reopened(&deleted);
    assert_eq!(interrupted, Some(InterruptedErase::Completed));
    assert!(!found.iter().any(|row| row.starts_with("entries")));
    assert_eq!(reopened(&whole).0, None);
    for copy in [deleted, whole] {
        assert_eq!(planted_bytes(copy.path()), Vec::<String>::new());
    }
}

#[test]
fn a_draft_of_another_window_does_not_bring_an_entry_back() {
    let temp = TempJournal::with_people(&["Ana"]);
    let entry = temp.jot(1, "Edited elsewhere");
    let uid = entry_uid(&temp, entry);
    let draft = Draft { field_key: format!("edit/{uid}"), prefix: String::new(), text: "half a th".into() };
    let db = Db::open_existing(&temp.file()).unwrap();
    db.put_draft(&draft, 3, 0).unwrap();
    assert_eq!(erase(&temp, EraseScope::Entries(vec![uid])).summary.drafts, 1);
    assert_eq!(db.draft(&draft.field_key, 3).unwrap(), None);
}

mod trimming {
    use super::*;

    fn logged(temp: &TempJournal) -> i64 {
        query_number(&temp.raw_connection(), "SELECT count(*) FROM changes")
    }

    #[test]
    fn changes_older_than_a_year_leave_the_log_and_the_texts_stay() {
        let temp = TempJournal::with_people(&[]);
        temp.clock.set(days_ago(400));
        temp.commit(Change::AddPeople(vec![rapport::domain::person::Profile::with_name("Ana")])).unwrap();
        let entry = temp.jot(1, &format!("{PLANTED} first"));
        temp.commit(Change::EditText { entry, text: "Second".into(), due: None }).unwrap();
        temp.clock.set(days_ago(3));
        temp.commit(Change::EditText { entry, text: "Third".into(), due: None }).unwrap();
        let rows = temp.content_rows();
        temp.clock.set(zoned(crate::support::NOW));
        temp.tidy();
        temp.flush().unwrap();
        let without_settings =
            |rows: Vec<String>| rows.into_iter().filter(|row| !row.starts_with("settings")).collect::<Vec<_>>();
        assert_eq!(without_settings(temp.content_rows()), without_settings(rows));
        assert_eq!(logged(&temp), 1);
        assert_eq!(rapport::journal::tidy::trimmed_count(temp.db()).unwrap(), 3);
        let entry = temp.db().entry(entry).unwrap().unwrap();
        let versions: Vec<String> = temp.db().versions(&entry).unwrap().into_iter().map(|v| v.entry.text).collect();
        assert_eq!(versions, ["Third", "Second"]);
        for expected in ["Second", "Second"] {
            temp.undo();
            temp.flush().unwrap();
            assert_eq!(temp.db().entry(entry.id).unwrap().unwrap().text, expected, "undo goes back a year");
        }
        temp.redo();
        temp.flush().unwrap();
        assert_eq!(temp.db().entry(entry.id).unwrap().unwrap().text, "Third");
        assert_clean(temp.db());
    }

    #[test]
    fn nothing_leaves_the_log_while_that_is_off_or_all_of_it_is_old() {
        let temp = TempJournal::with_people(&[]);
        temp.clock.set(days_ago(400));
        temp.commit(Change::AddPeople(vec![rapport::domain::person::Profile::with_name("Ana")])).unwrap();
        temp.clock.set(zoned(crate::support::NOW));
        temp.tidy();
        temp.flush().unwrap();
        assert_eq!(logged(&temp), 1, "the latest change can still be undone");
        let retention = rapport::domain::retention::Retention { trim_log: false, ..Default::default() };
        temp.set_setting(rapport::journal::tidy::RETENTION_SETTING, &retention);
        temp.jot(1, "New");
        temp.tidy();
        temp.flush().unwrap();
        assert_eq!(logged(&temp), 2);
    }
}
