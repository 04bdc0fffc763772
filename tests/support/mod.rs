//! A journal in a temporary folder with a fixed clock.
#![allow(dead_code, reason = "every test file uses a part of this")]
#![expect(clippy::unwrap_used, reason = "a test may stop at the first thing that is wrong")]

pub mod encrypted;

use std::{
    fmt::Write as _,
    ops::{ControlFlow, Deref},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::{Span, Zoned, civil::Date};
use rapport::{
    domain::{
        id::{EntryId, OneOnOneId, PersonId},
        moment::Moment,
        parse::entry_line,
        person::Profile,
    },
    export,
    export::{ExportOptions, ExportScope, Format},
    journal::{
        Journal,
        change::{Change, ChangeError},
        clock::FixedClock,
    },
    sample,
    sample::{DEFAULT_SEED, Size},
    store::{Db, register_functions},
};
use tempfile::TempDir;

/// A Tuesday. The offset is fixed, so no time zone database is needed.
pub const NOW: &str = "2026-11-24T10:00:00+01:00[+01:00]";

/// Every table with user content or data derived from it; not the change log.
const CONTENT_TABLES: [&str; 28] = [
    "people",
    "needs",
    "one_on_ones",
    "entries",
    "notes",
    "flags",
    "goals",
    "check_ins",
    "actions",
    "praise",
    "feedback",
    "delegations",
    "expectations",
    "topics",
    "subjects",
    "questions",
    "asked",
    "self_checks",
    "intentions",
    "snoozes",
    "evidence",
    "shared",
    "drafts",
    "settings",
    "raise_order",
    "asked_about",
    "reviews",
    "templates",
];

/// Parses a time in the format of [`NOW`].
pub fn zoned(text: &str) -> Zoned {
    text.parse().unwrap()
}

/// `minutes` after [`NOW`].
pub fn minutes_after_now(minutes: i64) -> Zoned {
    zoned(NOW).checked_add(Span::new().minutes(minutes)).unwrap()
}

/// `days` before [`NOW`].
pub fn days_ago(days: i64) -> Zoned {
    zoned(NOW).checked_sub(Span::new().days(days)).unwrap()
}

/// `minutes` after [`NOW`], as a moment.
pub fn moment(minutes: i64) -> Moment {
    Moment::from(&minutes_after_now(minutes))
}

/// A journal in a temporary folder, which is deleted with it.
pub struct TempJournal {
    journal: Option<Journal>,
    /// The clock of the journal.
    pub clock: FixedClock,
    folder: TempDir,
}

impl TempJournal {
    /// A new journal with these people; the first has id 1.
    pub fn with_people(people: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = FixedClock::new(zoned(NOW));
        let path = folder.path().join("journal.rapport");
        if encrypted::is_asked() {
            drop(Db::open(&path).unwrap());
            encrypted::encrypt(&path);
        }
        let journal = open_journal(&path, &clock);
        let temp = Self { journal: Some(journal), clock, folder };
        if !people.is_empty() {
            temp.commit(Change::AddPeople(people.iter().map(|name| Profile::with_name(*name)).collect())).unwrap();
        }
        temp
    }

    /// A journal of Dana with these entries, each with its age in days.
    pub fn with_entries<T: AsRef<str>>(lines: &[(i64, T)]) -> Self {
        let journal = Self::with_people(&["Dana Whitfield"]);
        for (days, line) in lines {
            Journal::commit(&journal, jot_change(1, None, line.as_ref()), &days_ago(*days)).unwrap();
        }
        journal
    }

    /// The small sample as of [`NOW`]. Dana has id 1.
    pub fn sample() -> Self {
        Self::sample_of(Size::Small)
    }

    /// A sample of this size as of [`NOW`].
    pub fn sample_of(size: Size) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = FixedClock::new(zoned(NOW));
        let path = folder.path().join("journal.rapport");
        sample::write(&path, size, DEFAULT_SEED, zoned(NOW).date()).unwrap();
        if encrypted::is_asked() {
            encrypted::encrypt(&path);
        }
        Self { journal: Some(open_journal(&path, &clock)), clock, folder }
    }

    /// A journal created from an SQL dump, opened at [`NOW`].
    pub fn of_sql(sql: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = FixedClock::new(zoned(NOW));
        let path = folder.path().join("journal.rapport");
        if encrypted::is_asked() {
            encrypted::create_of_sql(&path, sql);
        } else {
            raw_connection(&path).execute_batch(sql).unwrap();
        }
        Self { journal: Some(open_journal(&path, &clock)), clock, folder }
    }

    /// The path of the file.
    pub fn file(&self) -> PathBuf {
        self.folder.path().join("journal.rapport")
    }

    /// A second journal on the same file, like another window.
    pub fn open_another(&self) -> Journal {
        open_journal(&self.file(), &self.clock)
    }

    /// Closes the journal and opens it again.
    pub fn reopen(&mut self) {
        self.journal = None;
        self.journal = Some(open_journal(&self.file(), &self.clock));
    }

    /// Closes the journal; its file stays.
    pub fn close(&mut self) {
        self.journal = None;
    }

    /// Commits a change now.
    pub fn commit(&self, change: Change) -> Result<Option<PersonId>, ChangeError> {
        Journal::commit(self, change, &self.now())
    }

    /// Adds an entry about a person now, outside any one-on-one, and returns its id.
    pub fn jot(&self, person: i64, line: &str) -> EntryId {
        self.commit(jot_change(person, None, line)).unwrap();
        EntryId(max_id(&self.file(), "entries"))
    }

    /// Adds an entry about a person as of `days` ago and returns its id.
    pub fn jot_days_ago(&self, person: i64, days: i64, line: &str) -> EntryId {
        Journal::commit(self, jot_change(person, None, line), &days_ago(days)).unwrap();
        EntryId(max_id(&self.file(), "entries"))
    }

    /// A plain connection to the file, for what the journal itself would never do.
    pub fn raw_connection(&self) -> rusqlite::Connection {
        raw_connection(&self.file())
    }

    /// The complete journal as exported JSON.
    pub fn export_json(&self) -> String {
        export_json(self.db(), self.today())
    }

    /// All rows with user content.
    pub fn content_rows(&self) -> Vec<String> {
        content_rows(&self.file())
    }
}

impl Deref for TempJournal {
    type Target = Journal;

    fn deref(&self) -> &Journal {
        self.journal.as_ref().unwrap()
    }
}

/// A complete journal as exported JSON.
pub fn export_json(db: &Db, today: Date) -> String {
    let options = ExportOptions {
        scope: ExportScope::Journal,
        format: Format::Json,
        from: None,
        to: None,
        with_flags: true,
        today,
    };
    let mut out = Vec::new();
    export::write(db, &options, &mut out, &mut |_, _| ControlFlow::Continue(())).unwrap();
    String::from_utf8(out).unwrap()
}

/// Opens the journal at `path`.
pub fn open_journal(path: &Path, clock: &FixedClock) -> Journal {
    let journal = Journal::open(path, Arc::new(clock.clone()), || {}).unwrap();
    journal.set_active(true);
    journal
}

/// The change that adds an entry, its line parsed as on the command line.
pub fn jot_change(person: i64, one_on_one: Option<i64>, line: &str) -> Change {
    Change::AddEntry {
        person: PersonId(person),
        one_on_one: one_on_one.map(OneOnOneId),
        line: entry_line::parse_entry_line(line, zoned(NOW).date()).unwrap(),
    }
}

/// A plain connection to the file at `path`.
pub fn raw_connection(path: &Path) -> rusqlite::Connection {
    let conn = rusqlite::Connection::open(path).unwrap();
    encrypted::apply_key(&conn);
    register_functions(&conn).unwrap();
    conn.busy_timeout(Duration::from_secs(20)).unwrap();
    conn.pragma_update(None, "foreign_keys", true).unwrap();
    conn
}

/// Every row of every content table, sorted within each table.
pub fn content_rows(path: &Path) -> Vec<String> {
    content_rows_through(&raw_connection(path))
}

/// The same through an open connection, which need not read the schema again.
pub fn content_rows_through(conn: &rusqlite::Connection) -> Vec<String> {
    // An old schema lacks some of them.
    let exists = |table: &&&str| {
        let sql = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?1";
        conn.query_row(sql, [table], |row| row.get::<_, i64>(0)).unwrap() == 1
    };
    let mut rows: Vec<String> =
        CONTENT_TABLES.iter().filter(exists).flat_map(|table| table_rows(conn, table, &columns(conn, table))).collect();
    // Events get a new id whenever their entry is written.
    rows.extend(table_rows(conn, "steps", "uid, entry, one_on_one, at, offset_s, zone, what, level, words"));
    rows
}

/// The columns of a table but for its checksum, which follows from them.
fn columns(conn: &rusqlite::Connection, table: &str) -> String {
    let names = strings(conn, &format!("SELECT name FROM pragma_table_xinfo('{table}') WHERE name <> 'checksum'"));
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

fn table_rows(conn: &rusqlite::Connection, table: &str, columns: &str) -> Vec<String> {
    // An old schema may lack the table.
    if query_number(conn, &format!("SELECT count(*) FROM sqlite_schema WHERE name = '{table}'")) == 0 {
        return Vec::new();
    }
    let mut statement = conn.prepare_cached(&format!("SELECT {columns} FROM {table}")).unwrap();
    let width = statement.column_count();
    let rows = statement.query_map([], |row| {
        let values: Vec<_> =
            (0..width).map(|column| row.get::<_, rusqlite::types::Value>(column)).collect::<Result<_, _>>()?;
        Ok(format!("{table} {values:?}"))
    });
    let mut rows: Vec<String> = rows.unwrap().map(Result::unwrap).collect();
    rows.sort();
    rows
}

/// The largest id in a table.
pub fn max_id(path: &Path, table: &str) -> i64 {
    let sql = format!("SELECT max(id) FROM {table}");
    raw_connection(path).query_row(&sql, [], |row| row.get(0)).unwrap()
}

/// Queries a single number.
pub fn query_number(conn: &rusqlite::Connection, sql: &str) -> i64 {
    conn.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// The time after which the program is considered to hang: far longer than a loaded machine needs.
const HANG_TIMEOUT: Duration = Duration::from_mins(1);

/// Waits until a condition holds.
#[track_caller]
pub fn wait_until(condition: &str, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < HANG_TIMEOUT, "still waiting after {HANG_TIMEOUT:?}: {condition}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Fails where `rapport check` would report a problem.
pub fn assert_clean(db: &Db) {
    let report = db.check().unwrap();
    assert_eq!(report.problems, Vec::<String>::new());
}

/// The SQL of the schema.
pub fn schema(conn: &rusqlite::Connection) -> Vec<String> {
    // FTS5 makes its own tables.
    let sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
               AND name NOT LIKE 'search\\_index\\_%' ESCAPE '\\' ORDER BY rowid";
    strings(conn, sql)
}

/// Queries a column of strings.
pub fn strings(conn: &rusqlite::Connection, sql: &str) -> Vec<String> {
    let mut statement = conn.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// Dumps a file as SQL, with a first line that names its content and its reader.
pub fn dump_as_sql(conn: &rusqlite::Connection, title: &str, reader: &str) -> String {
    let pragma = |name: &str| query_number(conn, &format!("PRAGMA {name}"));
    let (application, version) = (pragma("application_id"), pragma("user_version"));
    let mut out = format!("-- {title} of schema {version}. See {reader}.\nBEGIN;\n");
    writeln!(out, "PRAGMA application_id = {application};\nPRAGMA user_version = {version};").unwrap();
    // Rows are inserted in an order that may violate foreign keys until the end.
    writeln!(out, "PRAGMA defer_foreign_keys = ON;").unwrap();
    for sql in schema(conn) {
        writeln!(out, "{sql};").unwrap();
    }
    let tables =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND (name NOT LIKE 'sqlite_%' OR name = 'sqlite_sequence')
                  AND name NOT LIKE 'search\\_%' ESCAPE '\\'";
    for table in strings(conn, &format!("{tables} ORDER BY rowid")) {
        if table == "sqlite_sequence" {
            writeln!(out, "DELETE FROM sqlite_sequence;").unwrap();
        }
        // Without generated columns.
        let columns: Vec<String> = strings(conn, &format!("SELECT name FROM pragma_table_info('{table}')"))
            .iter()
            .map(|column| format!("\"{column}\""))
            .collect();
        let quoted: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
        let rows = strings(conn, &format!("SELECT {} FROM {table}", quoted.join(" || ', ' || ")));
        for row in rows {
            writeln!(out, "INSERT INTO {table} ({}) VALUES ({row});", columns.join(", ")).unwrap();
        }
    }
    // The search index follows from the rest, and is made when the journal is opened.
    let has_index = query_number(conn, "SELECT count(*) FROM sqlite_schema WHERE name = 'search_index'") > 0;
    if has_index {
        out.push_str("INSERT OR IGNORE INTO settings (name, value) VALUES ('search_index_due', 'true');\n");
    }
    out.push_str("COMMIT;\n");
    out
}
