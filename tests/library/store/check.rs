//! `rapport check`: what it finds, and what it can repair.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write as _,
    path::Path,
};

use rapport::store::Db;

use crate::support::{TempJournal, assert_clean, query_number, raw_connection, strings};

/// A closed sample with a change log, as one file.
fn closed_sample() -> TempJournal {
    let mut journal = TempJournal::sample();
    for index in 0..20 {
        journal.jot(1, &format!("talked about #topic{index} today"));
    }
    journal.close();
    raw_connection(&journal.file()).pragma_update(None, "wal_checkpoint", "TRUNCATE").unwrap();
    journal
}

fn problems(path: &Path) -> Vec<String> {
    match Db::open_existing(path) {
        Ok(db) => db.check().unwrap().problems,
        Err(error) => vec![format!("does not open: {error}")],
    }
}

/// Everything that is stored, without the layout of the pages.
fn content(path: &Path) -> Vec<String> {
    let conn = raw_connection(path);
    // Of the search index only what it says: its words by record and place.
    let tables = "SELECT name FROM sqlite_schema
                  WHERE type = 'table' AND name NOT LIKE 'search\\_index%' ESCAPE '\\' AND name <> 'search_terms'
                  ORDER BY name";
    let tables = strings(&conn, tables);
    let mut all = strings(&conn, "SELECT type || name || tbl_name || coalesce(sql, '') FROM sqlite_schema");
    for table in tables {
        let columns = strings(&conn, &format!("SELECT name FROM pragma_table_xinfo('{table}') WHERE hidden = 0"));
        let quoted: Vec<String> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
        all.extend(strings(&conn, &format!("SELECT {} FROM {table}", quoted.join(" || ',' || "))));
    }
    all
}

/// The same numbers in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

/// How a flipped bit was found, for the figures of `docs/reliability.md`.
fn how_found(problems: &[String]) -> &'static str {
    let all = |text: &str| problems.iter().all(|problem| problem.contains(text));
    match problems {
        [] => "changes nothing stored",
        [problem] if problem.starts_with("does not open") => "the journal does not open",
        _ if all("does not match its checksum") => "only by a checksum",
        _ => "by SQLite’s integrity check or by the schema",
    }
}

/// `RAPPORT_CASES=400` runs the long form: as many bits as that which change what is stored.
#[test]
fn no_flipped_bit_changes_the_content_without_being_found() {
    let journal = closed_sample();
    let original = fs::read(journal.file()).unwrap();
    let expected = content(&journal.file());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("flipped.rapport");
    let cases = std::env::var("RAPPORT_CASES").map_or(30, |cases| cases.parse().unwrap());
    let mut random = Random(4711);
    let (mut flipped, mut found) = (0, BTreeMap::<_, usize>::new());
    while found.iter().map(|(how, count)| if *how == how_found(&[]) { 0 } else { *count }).sum::<usize>() < cases {
        let bit = random.below(original.len() * 8);
        flipped += 1;
        let mut damaged = original.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        fs::write(&path, &damaged).unwrap();
        let problems = problems(&path);
        if problems.is_empty() {
            assert!(content(&path) == expected, "bit {bit} of byte {} changes the content unnoticed", bit / 8);
        }
        *found.entry(how_found(&problems)).or_default() += 1;
        for suffix in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(folder.path().join(format!("flipped.rapport{suffix}")));
        }
    }
    writeln!(std::io::stderr().lock(), "flipped bits: {flipped}, of which {found:?}").unwrap();
}

#[test]
fn a_flipped_bit_in_a_text_state_or_day_is_found_and_flipped_back() {
    let journal = closed_sample();
    let conn = raw_connection(&journal.file());
    conn.execute_batch("UPDATE flags SET usually = 'calm as ever' WHERE entry = (SELECT min(entry) FROM flags)")
        .unwrap();
    Db::open_existing(&journal.file()).unwrap().repair(false).unwrap();
    let rows = content(&journal.file());
    // The triggers would renew the checksums.
    let damage =
        "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE type = 'trigger' AND name LIKE '%checksum%';
         PRAGMA writable_schema = RESET;";
    conn.execute_batch(damage).unwrap();
    let letter = |table: &str, column: &str, condition: &str| {
        let value = format!("char((unicode({column}) | 1) - (unicode({column}) & 1)) || substr({column}, 2)");
        conn.execute(&format!("UPDATE {table} SET {column} = {value} WHERE {condition}"), []).unwrap()
    };
    assert_eq!(letter("entries", "text", "id = 7"), 1);
    assert_eq!(letter("people", "role", "id = 1"), 1);
    assert_eq!(letter("flags", "usually", "usually = 'calm as ever'"), 1);
    conn.execute_batch(
        "UPDATE entries SET written_at = written_at + 4096 WHERE id = 8 AND written_at & 4096 = 0;
         UPDATE entries SET written_at = written_at - 4096 WHERE id = 8 AND changes() = 0;
         UPDATE one_on_ones SET checksum = checksum + 1 WHERE id = 3 AND checksum & 1 = 0;
         UPDATE one_on_ones SET checksum = checksum - 1 WHERE id = 3 AND changes() = 0;",
    )
    .unwrap();
    let db = Db::open_existing(&journal.file()).unwrap();
    let found = db.check().unwrap().problems;
    for row in ["row 7 of entries", "row 8 of entries", "row 1 of people", "row 3 of one_on_ones"] {
        assert!(found.contains(&format!("{row} does not match its checksum")), "{row}: {found:?}");
    }
    let report = db.repair(false).unwrap();
    assert_eq!(report.remaining.problems, Vec::<String>::new(), "{:?}", report.repaired);
    assert!(report.repaired.contains(&"flipped a bit of row 7 of entries back".to_owned()), "{:?}", report.repaired);
    let sorted = |rows: Vec<String>| rows.into_iter().collect::<BTreeSet<_>>();
    assert_eq!(sorted(content(&journal.file())), sorted(rows));
}

#[test]
fn a_row_that_was_changed_behind_the_journal_is_kept_as_evidence_until_it_is_accepted() {
    let journal = closed_sample();
    let conn = raw_connection(&journal.file());
    conn.execute_batch(
        "DROP TRIGGER entries_checksum_of_changed; UPDATE entries SET text = 'something else' WHERE id = 7;",
    )
    .unwrap();
    let db = Db::open_existing(&journal.file()).unwrap();
    let mismatch = "row 7 of entries does not match its checksum".to_owned();
    assert!(db.check().unwrap().problems.contains(&mismatch));
    assert_eq!(db.repair(false).unwrap().remaining.problems, [mismatch]);
    let accepted = db.repair(true).unwrap();
    assert_eq!(accepted.repaired, ["accepted row 7 of entries as it is"]);
    assert_eq!(accepted.remaining.problems, Vec::<String>::new());
}

#[test]
fn what_follows_from_the_rest_is_repaired() {
    let journal = closed_sample();
    let conn = raw_connection(&journal.file());
    conn.execute_batch(
        "DROP INDEX entries_of_person;
         DROP TRIGGER needs_checksum_of_new;
         CREATE TRIGGER spy AFTER INSERT ON entries BEGIN DELETE FROM drafts; END;
         CREATE VIEW everything AS SELECT text FROM entries;
         CREATE INDEX slow ON entries (text);
         DELETE FROM subjects WHERE entry = (SELECT max(entry) FROM subjects);
         UPDATE sqlite_sequence SET seq = 3 WHERE name = 'entries';
         UPDATE steps SET person = 2 WHERE id = (SELECT min(id) FROM steps WHERE person = 1);",
    )
    .unwrap();
    let db = Db::open_existing(&journal.file()).unwrap();
    let found = db.check().unwrap().problems;
    for problem in [
        "schema: the index entries_of_person is missing",
        "schema: the trigger needs_checksum_of_new is missing",
        "schema: there is a trigger that Rapport did not make",
        "schema: there is a view that Rapport did not make",
        "schema: there is a index that Rapport did not make",
        "the next number of entries is one that it has",
    ] {
        assert!(found.contains(&problem.replace("a index", "an index")), "{problem}: {found:?}");
    }
    assert!(
        found.iter().any(|line| line.contains("subjects")) && found.iter().any(|line| line.contains("another person"))
    );
    let report = db.repair(false).unwrap();
    assert_eq!(report.remaining.problems, Vec::<String>::new(), "{:?}", report.repaired);
    assert_eq!(
        query_number(&conn, "SELECT seq >= (SELECT max(id) FROM entries) FROM sqlite_sequence WHERE name = 'entries'"),
        1
    );
}

#[test]
fn a_file_with_a_damaged_page_is_not_repaired() {
    let journal = closed_sample();
    let sql = "SELECT CAST(max(pageno) AS TEXT) FROM dbstat WHERE name = 'entries' AND pagetype = 'leaf'";
    let page: usize = strings(&raw_connection(&journal.file()), sql)[0].parse().unwrap();
    let mut bytes = fs::read(journal.file()).unwrap();
    bytes[(page - 1) * 4096..page * 4096].fill(0);
    fs::write(journal.file(), &bytes).unwrap();
    let db = Db::open_existing(&journal.file()).unwrap();
    assert!(!db.check().unwrap().problems.is_empty());
    let refused = db.repair(true).unwrap_err();
    assert!(refused.is_damage(), "{refused:?}");
    drop(db);
    assert_eq!(fs::read(journal.file()).unwrap(), bytes);
}

#[test]
fn every_stored_column_with_content_is_covered_by_a_checksum() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let conn = raw_connection(&journal.file());
    // Its rows follow from the texts and are compared with them.
    let without = ["subjects", "search_documents"];
    let sql =
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'";
    let tables = strings(&conn, sql);
    for table in tables.iter().filter(|table| !without.contains(&table.as_str())) {
        let sql = format!(
            "SELECT name FROM pragma_table_xinfo('{table}') WHERE hidden = 0 AND name <> 'checksum' ORDER BY cid"
        );
        let columns = strings(&conn, &sql);
        let list = columns.join(",");
        let sum = format!("row_checksum('{table}',{list})");
        for (suffix, part) in [("new", sum.clone()), ("changed", sum), ("changed", format!("UPDATEOF{list}ON{table}"))]
        {
            let sql = format!("SELECT sql FROM sqlite_schema WHERE name = '{table}_checksum_of_{suffix}'");
            let trigger =
                strings(&conn, &sql).pop().unwrap_or_else(|| panic!("{table} has no checksum of {suffix} rows"));
            let bare: String = trigger.chars().filter(|c| !c.is_whitespace() && *c != '"').collect();
            assert!(bare.contains(&part), "{table}: {trigger}");
        }
    }
}

#[test]
fn migrated_journals_of_every_schema_pass_the_check() {
    for version in [1, 10, 11] {
        let sql = fs::read_to_string(format!("tests/fixtures/schema-{version}.sql")).unwrap();
        let journal = TempJournal::of_sql(&sql);
        assert_clean(journal.db());
        let conn = journal.raw_connection();
        assert_eq!(query_number(&conn, "SELECT count(*) FROM entries WHERE checksum IS NULL"), 0);
        assert!(query_number(&conn, "SELECT count(*) FROM entries") > 0);
    }
}
