//! Tests of the query plans. [`Db::prepare`] records each statement, and the tests ask `SQLite` for
//! its plan, with and without statistics in the file.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    ops::ControlFlow,
    panic::Location,
};

use jiff::civil::date;
use rusqlite::Connection;

use super::{
    Db, Draft, Edit, EntryFilter, ExportFilter, HistoryStep, NewChange, Record, RecordKind, Result, SearchExtent,
    SearchOptions, SearchOrder, StoreError, UndoDirection,
};
use crate::domain::{
    entry::{
        Detail, Entry,
        kind::{Kind, flag::Flag, note::Note},
    },
    erase::{EraseRequest, EraseScope},
    id::{OneOnOneId, PersonId, Uid},
    intention::Intention,
    moment::Moment,
    one_on_one::OneOnOne,
    question::{AskedQuestion, QuestionOverride, Theme},
    review::period::Period,
    search::query::{Query, QueryContext},
    short_name::NameFacts,
};

/// A journal of the newest schema with records of every kind.
const FIXTURE: &str = include_str!("../../tests/fixtures/schema-11.sql");
/// The approved plan of every query. `RAPPORT_APPROVE=1 cargo test --lib plans` rewrites it; review
/// the diff.
const APPROVED: &str = "tests/fixtures/approved/query_plans.txt";

/// The full scans that are allowed: file, step of the plan, and reason.
const FULL_SCANS: &[(&str, &str, &str)] = &[
    ("change_log", "devices", "a row for each copy of the journal"),
    ("change_log", "changes", "once when a window opens"),
    ("change_log", "edits USING COVERING INDEX sqlite_autoindex_edits_1", "once when a window opens"),
    ("activity_stats", "people", "person by person"),
    ("activity_stats", "actions USING INDEX actions_open", "has only what is open"),
    ("activity_stats", "flags USING INDEX flags_open", "has only what is open"),
    ("drafts", "drafts", "a row for each field that is being written in"),
    ("entries", "actions USING INDEX actions_open", "has only what is open"),
    ("entries", "delegations USING COVERING INDEX delegations_open", "has only what is open"),
    ("entries", "flags USING INDEX flags_open", "has only what is open"),
    ("entries", "goals USING INDEX goals_open", "has only what is open"),
    ("entries", "praise USING COVERING INDEX praise_open", "has only what is open"),
    ("entries", "topics USING COVERING INDEX topics_open", "has only what is open"),
    ("entries", "entries USING INDEX entries_in_time", "`rapport list`, in the order of time"),
    ("leader", "intentions USING INDEX intentions_in_time", "from the end, up to a limit"),
    ("leader", "self_checks USING INDEX self_checks_in_time", "from the end, up to a limit"),
    ("mod", "sqlite_sequence", "a row for each table"),
    ("one_on_ones", "one_on_ones USING INDEX one_on_ones_planned", "has only what is planned"),
    (
        "people",
        "entries USING COVERING INDEX sqlite_autoindex_entries_3",
        "that nothing is about a person who is removed",
    ),
    ("people", "flags USING INDEX flags_open", "has only what is open"),
    ("people", "people", "everybody is shown"),
    ("evidence_query", "evidence", "a row for each entry that was picked"),
    ("meeting_prep", "asked_about", "everybody is shown"),
    ("meeting_prep", "raise_order", "everybody is shown"),
    ("questions", "questions", "a row for each question of one's own"),
    ("search", "search_documents", "a query without words, from the end up to a limit"),
    ("search", "subjects USING COVERING INDEX subjects_by_word", "when most entries are found"),
    ("search", "evidence", "a row for each entry that was picked"),
    ("search", "actions USING INDEX actions_open", "has only what is open"),
    ("search", "delegations USING COVERING INDEX delegations_open", "has only what is open"),
    ("search", "flags USING INDEX flags_open", "has only what is open"),
    ("search", "goals USING INDEX goals_open", "has only what is open"),
    ("search", "praise USING COVERING INDEX praise_open", "has only what is open"),
    ("search", "topics USING COVERING INDEX topics_open", "has only what is open"),
    ("reviews", "templates USING INDEX sqlite_autoindex_templates_2", "all are shown"),
    ("attention_query", "d USING COVERING INDEX praise_open", "has only what is open"),
    ("attention_query", "d USING COVERING INDEX topics_open", "has only what is open"),
    ("attention_query", "d USING INDEX actions_open", "has only what is open"),
    ("attention_query", "d USING INDEX flags_open", "has only what is open"),
    ("attention_query", "d USING INDEX goals_open", "has only what is open"),
    ("export_cursor", "asked", "an export has all of it"),
    ("export_cursor", "entries", "an export has all of it"),
    ("export_cursor", "entries USING INDEX entries_in_time", "an export has all of it"),
    ("export_cursor", "intentions USING INDEX intentions_in_time", "an export has all of it"),
    ("export_cursor", "needs", "an export has all of it"),
    ("export_cursor", "one_on_ones", "an export has all of it"),
    ("export_cursor", "reviews", "an export has all of it"),
    ("export_cursor", "self_checks USING INDEX self_checks_in_time", "an export has all of it"),
];

/// The file and line of a call of [`Db::prepare`].
type CallSite = (&'static str, u32);

thread_local! {
    /// The statements prepared by this thread, by call site.
    static PREPARED: RefCell<BTreeMap<CallSite, BTreeSet<String>>> = RefCell::default();
}

#[track_caller]
pub(super) fn record(sql: &str) {
    let caller = Location::caller();
    let normalized = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    PREPARED.with_borrow_mut(|prepared| {
        prepared.entry((caller.file(), caller.line())).or_default().insert(normalized);
    });
}

#[test]
fn query_plans_match_the_approved_file() {
    let (_folder, db) = journal();
    exercise(&db).unwrap();
    let plans = plans(&db);
    let mut report = String::new();
    for ((file, sql), steps) in plans.iter().filter(|(_, steps)| !steps.is_empty()) {
        writeln!(report, "{file}: {sql}\n    {}", steps.join("\n    ")).unwrap();
    }
    let path = format!("{}/{APPROVED}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("RAPPORT_APPROVE").is_some() {
        fs::write(&path, &report).unwrap();
    }
    assert_eq!(report, fs::read_to_string(&path).unwrap(), "a plan has changed: see {APPROVED}");
}

#[test]
fn only_listed_queries_scan_a_whole_table_or_index() {
    let (_folder, db) = journal();
    exercise(&db).unwrap();
    for ((file, sql), steps) in plans(&db) {
        for step in steps.iter().filter_map(|step| step.strip_prefix("SCAN ")) {
            let listed = FULL_SCANS.iter().any(|(of, full, _)| file == format!("src/store/{of}.rs") && *full == step);
            // A virtual table is never more than a look-up of words, or the people of a filter.
            let is_virtual = step.contains(" VIRTUAL TABLE INDEX ");
            assert!(listed || is_virtual || step == "CONSTANT ROW", "SCAN {step} in {file}: {sql}");
        }
    }
}

/// Rapport keeps no statistics, but a user who runs `ANALYZE` on the file must not make it slow.
#[test]
fn statistics_do_not_change_the_index_of_any_query() {
    let (folder, db) = journal();
    exercise(&db).unwrap();
    let plain = plans(&db);
    let raw = Connection::open(folder.path().join("journal.rapport")).unwrap();
    super::register_functions(&raw).unwrap();
    raw.execute_batch(MANY_ROWS).unwrap();
    let analyzed = plans(&Db::open_existing(db.path()).unwrap());
    // A scan of an index may become a search in it, and the other way round.
    let indexes = |steps: &[String]| -> Vec<String> {
        let index = |step: &String| {
            step.trim_start_matches("SCAN ").trim_start_matches("SEARCH ").split(" (").next().map(str::to_owned)
        };
        steps.iter().filter_map(index).collect()
    };
    for ((query, before), after) in plain.iter().zip(analyzed.values()) {
        assert_eq!(indexes(before), indexes(after), "name the index: {query:?}");
    }
}

/// The plan of a query that `exercise` does not run would go unchecked.
#[test]
fn exercise_runs_every_query() {
    let (_folder, db) = journal();
    exercise(&db).unwrap();
    let reached: BTreeSet<CallSite> = PREPARED.with_borrow(|prepared| prepared.keys().copied().collect());
    let mut unreached = Vec::new();
    for entry in fs::read_dir(format!("{}/src/store", env!("CARGO_MANIFEST_DIR"))).unwrap() {
        let path = entry.unwrap().path();
        let Ok(source) = fs::read_to_string(&path) else { continue };
        let file = format!("src/store/{}", path.file_name().unwrap().to_str().unwrap());
        if file.ends_with("/plans.rs") {
            continue;
        }
        let code = source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        for (line, text) in (1_u32..).zip(code.lines()) {
            let is_reached = || reached.iter().any(|(at, on)| at.replace('\\', "/") == file && *on == line);
            if text.contains("self.prepare(") && !is_reached() {
                unreached.push(format!("{file}:{line}"));
            }
        }
    }
    assert!(unreached.is_empty(), "call these in `exercise`: {unreached:?}");
}

fn journal() -> (tempfile::TempDir, Db) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.rapport");
    let raw = Connection::open(&path).unwrap();
    super::register_functions(&raw).unwrap();
    raw.execute_batch(FIXTURE).unwrap();
    let db = Db::open_existing(&path).unwrap();
    (folder, db)
}

/// The steps of the plan of every query, by file and query. Plain `INSERT`s are left out: they read
/// only for foreign keys.
fn plans(db: &Db) -> BTreeMap<(String, String), Vec<String>> {
    let mut plans = BTreeMap::new();
    let prepared = PREPARED.with_borrow(Clone::clone);
    for ((file, _), statements) in prepared {
        for sql in statements.into_iter().filter(|sql| !sql.starts_with("INSERT") || sql.contains(" SELECT ")) {
            let mut statement = db.conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            // Parameters are left unbound: the planner does not use their values.
            let steps = statement.raw_query().mapped(|row| row.get::<_, String>(3));
            let mut steps: Vec<String> = steps.map(Result::unwrap).collect();
            steps.retain(|step| !step.contains("BLOOM FILTER"));
            plans.insert((file.replace('\\', "/"), sql), steps);
        }
    }
    plans
}

/// Calls every method that runs a query.
fn exercise(db: &Db) -> Result<()> {
    let (from, today) = (date(2026, 1, 1), date(2026, 12, 24));
    let period = Period::new(from, today).unwrap();
    let now = Moment::from_parts(0, 0, "UTC".into()).unwrap();
    let all = ExportFilter { include_flags: true, include_trashed: true, ..ExportFilter::default() };
    let mut entries = Vec::new();
    let mut one_on_ones = Vec::new();
    let mut records = Vec::new();
    let people = db.people()?;
    for person in &people {
        read_person_queries(db, person.id)?;
        let evidence = db.evidence(person.id, period)?;
        db.evidence_subjects(&evidence)?;
        db.balance(person.id, from)?;
        db.themes_last_discussed(person.id, from)?;
        db.brief_input(person.id, today)?;
        db.flags_due_for_recheck(person.id, today)?;
        records.extend(db.needs(person.id)?.into_iter().map(Record::Need));
        let filter = ExportFilter { person: Some(person.id), ..ExportFilter::default() };
        db.for_each_entry::<StoreError>(&filter, |_| Ok(()))?;
        db.count_entries(&filter)?;
    }
    exercise_search(db, today)?;
    db.person_summaries(today)?;
    db.open_items(today)?;
    db.leader_stats(from, today)?;
    db.feedback_received(from, 9)?;
    db.question_overrides()?;
    db.templates()?.into_iter().for_each(|template| records.push(Record::Template(template)));
    db.latest_self_checks(9)?;
    db.intention_on(today)?;
    db.latest_intentions(9)?;
    db.latest_entries(9)?;
    db.planned_between(0, i64::MAX)?;
    db.for_each_filtered_entry::<StoreError>(&EntryFilter::default(), |_| Ok(()))?;
    db.count_entries(&all)?;
    db.for_each_entry(&all, |entry| {
        entries.push(entry);
        Ok::<_, StoreError>(())
    })?;
    db.for_each_one_on_one(&all, |one_on_one| {
        one_on_ones.push(one_on_one);
        Ok::<_, StoreError>(())
    })?;
    db.for_each_need::<StoreError>(&all, |_| Ok(()))?;
    db.for_each_asked_question::<StoreError>(&all, |_| Ok(()))?;
    db.for_each_self_check(&all, |check| {
        records.push(Record::SelfCheck(check));
        Ok::<_, StoreError>(())
    })?;
    db.for_each_intention::<StoreError>(&all, |_| Ok(()))?;
    db.for_each_review(&all, |review| {
        records.push(Record::Review(review));
        Ok::<_, StoreError>(())
    })?;
    db.check()?;
    for entry in &entries {
        read_entry_queries(db, entry, period)?;
    }
    for one_on_one in &one_on_ones {
        db.one_on_one(one_on_one.id)?;
        db.one_on_one_uid(one_on_one.id)?;
        db.one_on_one_by_uid(one_on_one.uid)?;
        db.entries_in_one_on_one(one_on_one.id)?;
        db.entries_with_events_in(one_on_one.id)?;
    }
    let uid = Uid::new(1, 99);
    records.extend([
        Record::Person(Box::new(crate::domain::person::Person { id: PersonId(99), uid, ..people[0].clone() })),
        Record::OneOnOne(OneOnOne { id: OneOnOneId(99), uid, ..one_on_ones[1].clone() }),
        Record::Question(QuestionOverride {
            uid,
            question: "q".into(),
            custom: None,
            written_at: now.clone(),
            hidden_at: None,
        }),
        Record::AskedQuestion(AskedQuestion {
            uid,
            person: people[0].id,
            question: "q".into(),
            theme: Theme::Team,
            at: now.clone(),
        }),
        Record::Intention(Intention { uid, written_at: now.clone(), text: "line".into(), outcome: None }),
    ]);
    for record in &records {
        db.exists(record.kind(), record.uid())?;
        db.record(record.kind(), record.uid())?;
    }
    db.exists(RecordKind::Entry, uid)?;
    db.self_check(uid)?;
    db.intention(uid)?;
    db.review(uid)?;
    db.setting::<bool>("theme")?;
    db.set_setting("vacuum_due", &true)?;
    db.vacuum()?;
    db.draft("jot/1", 1)?;
    db.draft_slots()?;
    db.next_person_id_and_position()?;
    db.next_entry_id()?;
    db.has_entries_before(today)?;
    db.count_edits_before(today)?;
    db.next_one_on_one_id()?;
    // Rolled back, because it leaves the journal inconsistent.
    let rolled_back = db.transaction(|db| {
        write(db, &records, &entries, &now)?;
        Err::<(), _>(StoreError::WriterGone)
    });
    assert!(matches!(rolled_back, Err(StoreError::WriterGone)), "{rolled_back:?}");
    Ok(())
}

fn exercise_search(db: &Db, today: jiff::civil::Date) -> Result<()> {
    let people: Vec<NameFacts> = db.people()?.iter().map(NameFacts::from).collect();
    let context = QueryContext { today, people: &people };
    let name = &people[0].name;
    for input in [
        format!("the -zebra person:\"{name}\""),
        "-zebra is:open is:evidence -is:late".into(),
        "kind:note #work".into(),
        "kind:note".into(),
        "kind:need kind:review kind:personal-details".into(),
        "somethingg".into(),
        "on call \"on call\"".into(),
    ] {
        let query = Query::parse(&input, &context);
        db.search(
            &query,
            &SearchOptions { limit: 9, order: SearchOrder::BestMatch, today, extent: SearchExtent::Counted },
        )?;
        db.search_suggestions(&query)?;
        db.respellings(&query)?;
        db.data_version()?;
        db.words_that_begin("the")?;
        db.visit_entries_with_words(&query, |_| ControlFlow::Break(()))?;
    }
    Ok(())
}

fn read_person_queries(db: &Db, id: PersonId) -> Result<()> {
    db.has_person(id)?;
    db.person_with_schedule(id)?;
    db.running_one_on_one(id)?;
    db.next_planned(id)?;
    db.first_created_planned(id)?;
    db.latest_met(id)?;
    db.latest_one_on_ones(id, 9)?;
    db.last_entry_date(id)?;
    db.entries_outside_meetings_since(id, None, 9)?;
    db.trashed_entries(id)?;
    db.open_entries(id)?;
    db.current_expectations(id)?;
    db.last_review_finished_on(id)?;
    db.timeline(id)?;
    db.asked_questions(id)?;
    db.unfinished_review(id)?;
    db.finished_reviews(id)?;
    Ok(())
}

fn read_entry_queries(db: &Db, entry: &Entry, period: Period) -> Result<()> {
    db.entry(entry.id)?;
    db.snoozed_until(entry.id)?;
    db.is_evidence(entry.id)?;
    db.shared_on(entry.id)?;
    db.entry_uid_and_text(entry.id)?;
    db.entry_by_uid(entry.uid)?;
    db.event_exists(entry.uid)?;
    db.versions(entry)?;
    db.search_text(entry.id, 0)?;
    db.search_text(entry.id, 1)?;
    db.latest_check_ins(entry.id, 9)?;
    db.check_ins_in(entry.id, period)?;
    db.has_check_ins(entry.id)?;
    Ok(())
}

fn write(db: &Db, records: &[Record], entries: &[Entry], now: &Moment) -> Result<()> {
    let draft = Draft { field_key: "jot/1".into(), prefix: String::new(), text: "half a th".into() };
    db.put_draft(&draft, 2, 0)?;
    db.adopt_drafts(2, 1)?;
    db.remove_draft("jot/1", 1)?;
    db.set_setting("theme", &"dark")?;
    while matches!(db.undo_or_redo(UndoDirection::Undo)?, HistoryStep::Applied(_)) {}
    while matches!(db.undo_or_redo(UndoDirection::Redo)?, HistoryStep::Applied(_)) {}
    erase(db, entries, now)?;
    db.trim_log(date(2020, 1, 1))?;
    db.conn.execute_batch("DELETE FROM changes; DELETE FROM devices")?;
    let change = NewChange { kind: "jot", person: None, uid: Uid::new(1, 98), made_at: now };
    let edits = entries.iter().map(|entry| Edit::created(Record::Entry(Box::new(entry.clone()))));
    db.apply_and_log::<StoreError>(&change, &edits.collect::<Vec<_>>(), || Ok(()))?;
    for record in records {
        db.put(record)?;
        db.remove(record)?;
    }
    for entry in entries {
        let detail = match entry.kind() {
            Kind::Note => Detail::Flag(Flag::default()),
            _ => Detail::Note(Note::default()),
        };
        let until = Some(date(2027, 1, 1));
        db.put_entry(&Entry {
            snoozed_until: until,
            shared_on: until,
            evidence: true,
            detail,
            events: Vec::new(),
            ..entry.clone()
        })?;
        db.remove_entry(entry.id)?;
    }
    Ok(())
}

/// Erases, and takes it back.
fn erase(db: &Db, entries: &[Entry], now: &Moment) -> Result<()> {
    let requests = [
        EraseScope::Trash,
        EraseScope::Entries(entries.iter().map(|entry| entry.uid).chain([Uid::new(1, 99)]).collect()),
        EraseScope::Before(date(2026, 12, 24)),
    ];
    let people = db.people()?.into_iter().map(|person| EraseScope::Person(person.uid));
    for (index, scope) in (200..).zip(requests.into_iter().chain(people)) {
        db.conn.execute_batch("SAVEPOINT erase")?;
        let request = EraseRequest { scope, all_drafts: true };
        let change = NewChange { kind: "erase", person: None, uid: Uid::new(1, index), made_at: now };
        db.erase(&db.erase_targets(&request)?, &change)?;
        db.is_erased(RecordKind::Entry, entries[0].uid)?;
        db.conn.execute_batch("ROLLBACK TO erase; RELEASE erase")?;
    }
    Ok(())
}

/// Fills the journal like ten years of entries about fifty people, and runs `ANALYZE`.
const MANY_ROWS: &str = "
    PRAGMA foreign_keys = OFF;
    CREATE TEMP TABLE numbers AS
        WITH RECURSIVE n (i) AS (VALUES (1000) UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i FROM n;
    INSERT INTO people (id, uid, name, relation, place, added)
        SELECT i - 900, randomblob(16), 'p' || i, 'report', i, (SELECT added FROM people LIMIT 1) FROM numbers WHERE i < 1050;
    INSERT INTO one_on_ones (id, uid, person, at, offset_s, zone, state)
        SELECT i, randomblob(16), 100 + i % 50, i * 20000000, 0, 'UTC',
               CASE i % 20 WHEN 0 THEN 'skipped' WHEN 1 THEN 'planned' ELSE 'nothing_to_note' END
        FROM numbers WHERE i < 6000;
    INSERT INTO entries (id, uid, kind, person, one_on_one, written_at, offset_s, zone, text, trashed)
        SELECT i, randomblob(16),
               CASE i % 10 WHEN 0 THEN 'flag' WHEN 1 THEN 'praise' WHEN 2 THEN 'action' WHEN 3 THEN 'feedback'
                           WHEN 4 THEN 'topic' ELSE 'note' END,
               100 + i % 50, CASE i % 3 WHEN 0 THEN NULL ELSE i % 5000 + 1000 END, i * 16000000, 0, 'UTC', 'text',
               CASE i % 100 WHEN 0 THEN (SELECT trashed FROM entries WHERE trashed IS NOT NULL LIMIT 1) END
        FROM numbers;
    INSERT INTO notes (entry, about) SELECT id, 'work' FROM entries WHERE kind = 'note' AND id >= 1000;
    INSERT INTO flags (entry, usually, lately, need, state)
        SELECT id, '', '', '', CASE id % 200 WHEN 0 THEN 'noticed' ELSE 'settled' END FROM entries
        WHERE kind = 'flag' AND id >= 1000;
    INSERT INTO praise (entry, state) SELECT id, CASE id % 200 WHEN 1 THEN 'noticed' ELSE 'told' END FROM entries
        WHERE kind = 'praise' AND id >= 1000;
    INSERT INTO actions (entry, by, state) SELECT id, 'me', CASE id % 200 WHEN 2 THEN 'open' ELSE 'told' END FROM entries
        WHERE kind = 'action' AND id >= 1000;
    INSERT INTO feedback (entry, direction, situation, behaviour, impact, changed)
        SELECT id, CASE id % 20 WHEN 3 THEN 'received' ELSE 'given' END, '', '', '', '' FROM entries
        WHERE kind = 'feedback' AND id >= 1000;
    INSERT INTO topics (entry, \"from\", state) SELECT id, 'me', CASE id % 200 WHEN 4 THEN 'open' ELSE 'talked' END FROM entries
        WHERE kind = 'topic' AND id >= 1000;
    INSERT INTO goals (entry, why, success, support, state, person)
        SELECT id, '', '', '', 'reached', person FROM entries WHERE id >= 1000 AND id % 70 = 5;
    INSERT INTO check_ins (entry, goal, closeness, person)
        SELECT id + 1, id, 3, person FROM entries WHERE id >= 1000 AND id % 70 = 5;
    INSERT INTO reviews (uid, person, from_day, to_day, begun_at, offset_s, zone, text, finished)
        SELECT randomblob(16), 100 + i % 50, '2026-01-01', '2026-06-30', i, 0, 'UTC', 'text', CASE WHEN i >= 1050 THEN '' END
        FROM numbers WHERE i < 2000;
    INSERT INTO steps (uid, entry, person, one_on_one, at, offset_s, zone, what, words)
        SELECT randomblob(16), id, person, one_on_one, written_at, 0, 'UTC', 'told', '' FROM entries
        WHERE kind IN ('praise', 'action') AND id >= 1000;
    INSERT INTO subjects (entry, word) SELECT id, 'team' FROM entries WHERE id % 4 = 0 AND id >= 1000;
    INSERT INTO changes (id, uid, device, made, what) SELECT i, randomblob(16), 1, '', 'jot' FROM numbers;
    INSERT INTO edits (change, nth, record, uid, after) SELECT i, 0, 'entry', randomblob(16), '{}' FROM numbers;
    DROP TABLE numbers;
    ANALYZE;";
