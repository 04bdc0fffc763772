//! The constraints of the schema: states that it rejects, whoever writes.

use crate::support::{TempJournal, raw_connection, strings};

/// The initial content of every case: Ana (1) and Bo (2), each with a one-on-one (1 and 2), and an
/// entry of every kind about Ana.
const SEED: &str = "
    INSERT INTO people (id, uid, name, relation, place, added) VALUES
        (1, x'00000000000000000000000000000001', 'Ana', 'report', 0, 'then'), (2, x'00000000000000000000000000000002', 'Bo', 'peer', 1, 'then');
    INSERT INTO one_on_ones (id, uid, person, at, offset_s, zone, state) VALUES
        (1, x'00000000000000000000000000000001', 1, 0, 0, 'UTC', 'held'), (2, x'00000000000000000000000000000002', 2, 0, 0, 'UTC', 'planned');
    INSERT INTO entries (id, uid, kind, person, written_at, offset_s, zone, text) VALUES
        (1, x'00000000000000000000000000000001', 'note', 1, 0, 0, 'UTC', 'text'),
        (2, x'00000000000000000000000000000002', 'flag', 1, 0, 0, 'UTC', 'text'),
        (3, x'00000000000000000000000000000003', 'goal', 1, 0, 0, 'UTC', 'text'),
        (4, x'00000000000000000000000000000004', 'check_in', 1, 0, 0, 'UTC', 'text'),
        (5, x'00000000000000000000000000000005', 'action', 1, 0, 0, 'UTC', 'text'),
        (6, x'00000000000000000000000000000006', 'praise', 1, 0, 0, 'UTC', 'text'),
        (7, x'00000000000000000000000000000007', 'feedback', 1, 0, 0, 'UTC', 'text'),
        (8, x'00000000000000000000000000000008', 'delegation', 1, 0, 0, 'UTC', 'text'),
        (9, x'00000000000000000000000000000009', 'expectation', 1, 0, 0, 'UTC', 'text'),
        (10, x'0000000000000000000000000000000a', 'topic', 1, 0, 0, 'UTC', 'text'),
        (11, x'0000000000000000000000000000000b', 'goal', 2, 0, 0, 'UTC', 'text'),
        (12, x'0000000000000000000000000000000c', 'check_in', 2, 0, 0, 'UTC', 'text');
    INSERT INTO notes (entry, about) VALUES (1, 'unmarked');
    INSERT INTO flags (entry, usually, lately, need, state) VALUES (2, '', '', '', 'noticed');
    INSERT INTO goals (entry, why, success, support, state, person) VALUES (3, '', '', '', 'active', 1), (11, '', '', '', 'active', 2);
    INSERT INTO check_ins (entry, goal, closeness, person) VALUES (4, 3, 1, 1);
    INSERT INTO actions (entry, by, state) VALUES (5, 'them', 'open');
    INSERT INTO praise (entry, state) VALUES (6, 'noticed');
    INSERT INTO feedback (entry, direction, situation, behaviour, impact, changed) VALUES (7, 'given', '', '', '', '');
    INSERT INTO delegations (entry, level, support, state) VALUES (8, 'agree', '', 'with_them');
    INSERT INTO expectations (entry, provide, their_words, state) VALUES (9, '', '', 'current');
    INSERT INTO topics (entry, \"from\", state) VALUES (10, 'me', 'open');
    INSERT INTO devices (id, uid, added) VALUES (1, zeroblob(16), 'then');
    INSERT INTO changes (id, uid, device, made, what) VALUES (1, zeroblob(16), 1, 'then', 'jot');
";

const INVALID: &[&str] = &[
    // People.
    "UPDATE people SET name = '   '",
    "UPDATE people SET name = replace(printf('%201d', 0), ' ', 'x') WHERE id = 1",
    "UPDATE people SET relation = 'enemy'",
    "UPDATE people SET since = '2026-02-30'",
    "UPDATE people SET since = 'last spring'",
    "UPDATE people SET since = '2026-2-3'",
    "UPDATE people SET since = ''",
    "UPDATE people SET since = 'now'",
    "UPDATE people SET birthday = '13-01'",
    "UPDATE people SET birthday = '02-30'",
    "UPDATE people SET birthday = '2001-02-29'",
    "UPDATE people SET birthday = 'spring'",
    "UPDATE people SET birthday = ''",
    // The calendar begins with the year 1.
    "UPDATE people SET since = '0000-01-01'",
    "UPDATE people SET birthday = '0000-02-29'",
    "UPDATE people SET since = '-4713-11-24'",
    "UPDATE flags SET state = 'watching', watch_until = '0000-12-31'",
    "UPDATE goals SET target = '0000-12-31'",
    "UPDATE actions SET due = '0000-12-31'",
    "UPDATE delegations SET hands_off_until = '0000-12-31'",
    "UPDATE entries SET written_at = -62135596800001",
    "INSERT OR REPLACE INTO actions (entry, by, due, state) VALUES (5, 'me', '0000-01-01', 'open')",
    "INSERT OR REPLACE INTO flags (entry, usually, lately, need, state, check_again) VALUES (2, '', '', '', 'settled', '0000-01-01')",
    "UPDATE people SET colour = 256",
    "UPDATE people SET colour = 'red'",
    "UPDATE people SET uid = x'00'",
    "UPDATE people SET uid = zeroblob(16)",
    "UPDATE people SET place = NULL",
    "DELETE FROM people WHERE id = 1",
    "INSERT INTO needs (uid, person, written_at, offset_s, zone, text) VALUES (zeroblob(16), 1, 0, 0, 'UTC', ' ')",
    "INSERT INTO needs (uid, person, written_at, offset_s, zone, text) VALUES (zeroblob(16), 7, 0, 0, 'UTC', 'time')",
    // One-on-ones.
    "INSERT INTO one_on_ones (uid, person, at, offset_s, zone, state) VALUES (zeroblob(16), 1, 0, 0, 'UTC', 'held')",
    "UPDATE one_on_ones SET minutes = 30 WHERE id = 1",
    "UPDATE one_on_ones SET wrapped_up = 'then' WHERE id = 2",
    "UPDATE one_on_ones SET wrapped_up = 'then', minutes = 1441 WHERE id = 1",
    "UPDATE one_on_ones SET wrapped_up = 'then', minutes = -1 WHERE id = 1",
    "UPDATE one_on_ones SET reason = 'ill' WHERE id = 1",
    "UPDATE one_on_ones SET state = 'forgotten'",
    "UPDATE one_on_ones SET offset_s = 93600",
    "UPDATE one_on_ones SET at = 9000000000000000",
    "UPDATE one_on_ones SET person = 9 WHERE id = 2",
    "UPDATE one_on_ones SET planned_end = at",
    "UPDATE one_on_ones SET planned_end = at + 86400001",
    "UPDATE one_on_ones SET planned_end = 'later'",
    "UPDATE people SET format = NULL",
    // Entries.
    "UPDATE entries SET text = '  ' WHERE id = 1",
    "UPDATE entries SET kind = 'rant' WHERE id = 1",
    "UPDATE entries SET kind = 'topic' WHERE id = 1",
    "UPDATE entries SET person = 2 WHERE id = 3",
    "UPDATE entries SET one_on_one = 2 WHERE id = 1",
    "UPDATE entries SET one_on_one = 99 WHERE id = 1",
    "UPDATE entries SET offset_s = -93600 WHERE id = 1",
    "UPDATE entries SET written_at = 'yesterday' WHERE id = 1",
    "UPDATE entries SET written_at = 9000000000000000 WHERE id = 1",
    // Details of another kind, or of no entry.
    "INSERT INTO topics (entry, \"from\", state) VALUES (1, 'me', 'open')",
    "INSERT INTO praise (entry, state) VALUES (10, 'told')",
    "INSERT INTO flags (entry, kind, usually, lately, need, state) VALUES (1, 'note', '', '', '', 'noticed')",
    "INSERT INTO notes (entry, about) VALUES (99, 'work')",
    // Notes, flags.
    "UPDATE notes SET about = 'weather'",
    "UPDATE flags SET state = 'watching'",
    "UPDATE flags SET watch_until = '2026-12-01'",
    "UPDATE flags SET state = 'watching', watch_until = 'soon'",
    "UPDATE flags SET check_again = '2026-12-01'",
    "UPDATE flags SET state = 'settled', check_again = '2026-11-31'",
    "UPDATE flags SET state = 'ignored'",
    "UPDATE flags SET raise_when = 'some day'",
    "UPDATE flags SET raise_when = NULL",
    "UPDATE flags SET raise_when = 'on_a_day'",
    "UPDATE flags SET raise_on = '2026-12-01'",
    "UPDATE flags SET raise_when = 'next_one_on_one', raise_on = '2026-12-01'",
    "UPDATE flags SET raise_when = 'on_a_day', raise_on = 'soon'",
    "UPDATE flags SET raise_when = 'next_one_on_one', state = 'raised'",
    "UPDATE flags SET raise_when = 'next_one_on_one', state = 'watching', watch_until = '2026-12-01'",
    "UPDATE flags SET raise_when = 'on_a_day', raise_on = '2026-12-01', state = 'let_go'",
    // Goals and check-ins.
    "UPDATE goals SET state = 'watching'",
    "UPDATE goals SET target = '2026-13-01'",
    "UPDATE goals SET person = 2 WHERE entry = 3",
    "UPDATE check_ins SET goal = 11",
    "UPDATE check_ins SET goal = 1",
    "UPDATE check_ins SET closeness = 0",
    "UPDATE check_ins SET closeness = 6",
    "INSERT INTO check_ins (entry, goal, closeness, person) VALUES (12, 3, 1, 1)",
    "INSERT INTO check_ins (entry, goal, closeness, person) VALUES (12, 3, 1, 2)",
    "DELETE FROM entries WHERE id = 3",
    // Actions, praise, feedback, delegations, expectations, topics.
    "UPDATE actions SET state = 'told'",
    "UPDATE actions SET by = 'us'",
    "UPDATE actions SET due = 'friday'",
    "UPDATE praise SET state = 'open'",
    "UPDATE feedback SET changed = 'I ask first'",
    "UPDATE feedback SET direction = 'sideways'",
    "UPDATE delegations SET level = 'order'",
    "UPDATE delegations SET state = 'lost'",
    "UPDATE delegations SET hands_off_until = '2026-06-31'",
    "UPDATE expectations SET state = 'broken'",
    "UPDATE topics SET \"from\" = 'hr'",
    "UPDATE topics SET state = 'done'",
    // Events, subjects, drafts.
    "INSERT INTO steps (uid, entry, at, offset_s, zone, what, words) VALUES (zeroblob(16), 2, 0, 0, 'UTC', 'forgiven', '')",
    "INSERT INTO steps (uid, entry, at, offset_s, zone, what, words) VALUES (zeroblob(16), 8, 0, 0, 'UTC', 'level', '')",
    "INSERT INTO steps (uid, entry, at, offset_s, zone, what, level, words) VALUES (zeroblob(16), 8, 0, 0, 'UTC', 'back', 'tell', '')",
    "INSERT INTO steps (uid, entry, at, offset_s, zone, what, words) VALUES (zeroblob(16), 99, 0, 0, 'UTC', 'raised', '')",
    "INSERT INTO steps (uid, entry, one_on_one, at, offset_s, zone, what, words) VALUES (zeroblob(16), 2, 99, 0, 0, 'UTC', 'raised', '')",
    "INSERT INTO subjects VALUES (1, '')",
    "INSERT INTO subjects VALUES (99, 'growth')",
    "INSERT INTO snoozes VALUES (99, '2026-12-01')",
    "INSERT INTO shared VALUES (99, '2026-12-01')",
    "INSERT INTO shared VALUES (1, 'soon')",
    "INSERT INTO evidence VALUES (99)",
    "INSERT INTO snoozes VALUES (1, 'soon')",
    "INSERT INTO snoozes VALUES (1, '2026-02-30')",
    "INSERT INTO drafts VALUES ('', 1, '', 'text', 0)",
    "INSERT INTO drafts VALUES ('jot', 0, '', 'text', 0)",
    // Changes and settings.
    "UPDATE changes SET state = 'perhaps'",
    "UPDATE changes SET device = 9",
    "INSERT INTO edits VALUES (1, 0, 'entry', zeroblob(16), '{', NULL)",
    "INSERT INTO edits VALUES (1, 0, 'entry', zeroblob(16), NULL, '{')",
    "INSERT INTO edits VALUES (1, 0, 'entry', zeroblob(16), '{}', NULL), (1, 0, 'entry', randomblob(16), '{}', NULL)",
    "INSERT INTO edits VALUES (1, 0, 'mood', zeroblob(16), '{}', NULL)",
    "INSERT INTO edits VALUES (9, 0, 'entry', zeroblob(16), '{}', NULL)",
    // Questions and leader data.
    "INSERT INTO questions VALUES (zeroblob(16), '', NULL, NULL, NULL, 'then', 'then')",
    "INSERT INTO questions VALUES (zeroblob(16), 'mine', 'weather', 'Why?', '', 'then', NULL)",
    "INSERT INTO questions VALUES (zeroblob(16), 'mine', 'team', ' ', '', 'then', NULL)",
    "INSERT INTO questions VALUES (zeroblob(16), 'mine', 'team', NULL, NULL, 'then', NULL)",
    "INSERT INTO questions VALUES (zeroblob(16), 'mine', 'team', 'Why?', NULL, 'then', NULL)",
    "INSERT INTO asked VALUES (zeroblob(16), 9, 'team-joy', 'team', 0, 0, 'UTC')",
    "INSERT INTO asked VALUES (zeroblob(16), 1, 'team-joy', 'joy', 0, 0, 'UTC')",
    "INSERT INTO self_checks VALUES (zeroblob(16), 0, 0, 'UTC', 6, NULL, NULL, NULL, '')",
    "INSERT INTO self_checks VALUES (zeroblob(16), 0, 0, 'UTC', NULL, 0, NULL, NULL, 'so')",
    "INSERT INTO self_checks VALUES (zeroblob(16), 0, 0, 'UTC', NULL, NULL, NULL, NULL, ' ')",
    "INSERT INTO intentions (uid, written_at, offset_s, zone, text) VALUES (zeroblob(16), 0, 0, 'UTC', ' ')",
    "INSERT INTO intentions (uid, written_at, offset_s, zone, text, outcome) VALUES (zeroblob(16), 0, 0, 'UTC', 'Ask', 'failed')",
    // Reviews.
    "INSERT INTO reviews VALUES (zeroblob(16), 9, '2026-06-01', '2026-11-30', 0, 0, 'UTC', 'x', NULL)",
    "INSERT INTO reviews VALUES (zeroblob(16), 1, '2026-12-01', '2026-11-30', 0, 0, 'UTC', 'x', NULL)",
    "INSERT INTO reviews VALUES (zeroblob(16), 1, '2026-06-31', '2026-11-30', 0, 0, 'UTC', 'x', NULL)",
    "INSERT INTO reviews VALUES (zeroblob(16), 1, '0000-06-01', '2026-11-30', 0, 0, 'UTC', 'x', NULL)",
    "INSERT INTO reviews VALUES (zeroblob(16), 1, '2026-06-01', '2026-11-30', 0, 0, 'UTC', ' ', NULL)",
    "INSERT INTO reviews VALUES (zeroblob(16), 1, '2026-06-01', '2026-11-30', 0, 0, 'UTC', 'x', NULL),
        (randomblob(16), 1, '2026-06-01', '2026-11-30', 0, 0, 'UTC', 'y', NULL)",
    "INSERT INTO templates VALUES (zeroblob(16), ' ', '## x', 'then')",
    "INSERT INTO templates VALUES (zeroblob(16), 'Short', '', 'then')",
    "INSERT INTO templates VALUES (zeroblob(16), 'Short', '## x', 'then'), (randomblob(16), 'short', '## y', 'then')",
    "INSERT INTO settings VALUES ('theme', 'dark')",
    "INSERT INTO settings VALUES ('', '1')",
];

const VALID: &[&str] = &[
    "UPDATE people SET since = '2024-02-29', birthday = '02-29', colour = 0 WHERE id = 1",
    "UPDATE people SET since = NULL, birthday = '1988-11-30', colour = 255, cadence = 'every week' WHERE id = 1",
    "UPDATE people SET birthday = NULL, name = replace(printf('%200d', 0), ' ', 'x') WHERE id = 1",
    "INSERT INTO needs (uid, person, written_at, offset_s, zone, text) VALUES (zeroblob(16), 1, 0, 0, 'UTC', 'time')",
    "UPDATE one_on_ones SET wrapped_up = 'then', minutes = 1440 WHERE id = 1",
    "UPDATE one_on_ones SET wrapped_up = 'then' WHERE id = 1",
    "UPDATE one_on_ones SET state = 'skipped', reason = 'ill' WHERE id = 2",
    "UPDATE one_on_ones SET state = 'held' WHERE id = 2",
    "UPDATE one_on_ones SET planned_end = at + 86400000",
    "UPDATE people SET format = 'Career talk'",
    "INSERT INTO one_on_ones (uid, person, at, offset_s, zone, state) VALUES (zeroblob(16), 1, 0, 93599, 'UTC', 'nothing_to_note')",
    "UPDATE entries SET one_on_one = 1, offset_s = -93599 WHERE id = 1",
    "UPDATE entries SET trashed = 'then' WHERE person = 1",
    "BEGIN; DELETE FROM notes WHERE entry = 1; UPDATE entries SET kind = 'topic' WHERE id = 1;
     INSERT INTO topics (entry, \"from\", state) VALUES (1, 'me', 'open'); COMMIT",
    "UPDATE flags SET state = 'watching', watch_until = '2026-12-01'",
    "UPDATE flags SET state = 'settled', check_again = '2026-12-01'",
    "UPDATE flags SET state = 'raised'",
    "UPDATE flags SET raise_when = 'next_one_on_one'",
    "UPDATE flags SET raise_when = 'on_a_day', raise_on = '2026-12-01'",
    "INSERT INTO steps (uid, entry, at, offset_s, zone, what, words) VALUES (zeroblob(16), 2, 0, 0, 'UTC', 'looked_again', '')",
    "UPDATE goals SET state = 'paused', target = '2027-01-31'",
    "UPDATE check_ins SET closeness = 5",
    "INSERT INTO check_ins (entry, goal, closeness, person) VALUES (12, 11, 3, 2)",
    "DELETE FROM entries WHERE id IN (3, 4)",
    "UPDATE actions SET by = 'me', state = 'told', due = '2026-11-27'",
    "UPDATE actions SET state = 'done'",
    "UPDATE feedback SET direction = 'received', changed = 'I ask first'",
    "INSERT INTO steps (uid, entry, one_on_one, at, offset_s, zone, what, level, words) VALUES (zeroblob(16), 8, 1, 0, 0, 'UTC', 'level', 'tell', '')",
    "INSERT INTO steps (uid, entry, at, offset_s, zone, what, words) VALUES (zeroblob(16), 2, 0, 0, 'UTC', 'raised', 'said so')",
    "INSERT INTO subjects VALUES (1, 'growth')",
    "INSERT INTO snoozes VALUES (1, '2026-12-01')",
    "INSERT INTO shared VALUES (1, '2026-12-01')",
    "INSERT INTO evidence VALUES (1)",
    "INSERT INTO drafts VALUES ('jot', 1, '', '', 0), ('jot', 2, 'flag', 'text', 0)",
    "INSERT INTO edits VALUES (1, 0, 'entry', zeroblob(16), NULL, '{}')",
    "INSERT INTO edits VALUES (1, 0, 'entry', zeroblob(16), NULL, NULL)",
    "INSERT INTO edits VALUES (1, 0, 'self_check', zeroblob(16), NULL, '{}')",
    "INSERT INTO questions VALUES (zeroblob(16), 'mine', 'feedback for you', 'Why?', '', 'then', NULL)",
    "INSERT INTO questions VALUES (zeroblob(16), 'team-joy', NULL, NULL, NULL, 'then', 'then')",
    "INSERT INTO asked VALUES (zeroblob(16), 1, 'team-joy', 'trust and delegation', 0, 0, 'UTC')",
    "INSERT INTO self_checks VALUES (zeroblob(16), 0, 0, 'UTC', NULL, NULL, 5, 1, '')",
    "INSERT INTO self_checks VALUES (zeroblob(16), 0, 0, 'UTC', NULL, NULL, NULL, NULL, 'so')",
    "INSERT INTO intentions (uid, written_at, offset_s, zone, text, outcome) VALUES (zeroblob(16), 0, 0, 'UTC', 'Ask', 'not_this_time')",
    "INSERT INTO reviews VALUES (zeroblob(16), 1, '2026-06-01', '2026-06-01', 0, 0, 'UTC', 'x', NULL),
        (randomblob(16), 1, '2026-06-01', '2026-11-30', 0, 0, 'UTC', 'y', 'then'),
        (randomblob(16), 1, '2026-06-01', '2026-11-30', 0, 0, 'UTC', 'z', 'then'),
        (randomblob(16), 2, '2026-06-01', '2026-11-30', 0, 0, 'UTC', 'z', NULL)",
    "INSERT INTO templates VALUES (zeroblob(16), 'Short', '## x', 'then'), (randomblob(16), 'Shorter', '## x', 'then')",
    "INSERT INTO edits VALUES (1, 0, 'review', zeroblob(16), NULL, '{}'), (1, 1, 'template', zeroblob(16), NULL, '{}')",
    "INSERT INTO settings VALUES ('theme', '\"dark\"')",
];

/// Runs a statement in a transaction of its own, at whose end deferred constraints are checked.
fn try_in_transaction(sql: &str, conn: &rusqlite::Connection) -> rusqlite::Result<()> {
    let sql = with_columns(sql, conn);
    if sql.starts_with("BEGIN") {
        return conn.execute_batch(&sql);
    }
    conn.execute_batch(&format!("BEGIN; {sql}; COMMIT"))
}

/// Names the columns of each `INSERT INTO table VALUES`: all but the checksum, which a trigger
/// fills.
fn with_columns(sql: &str, conn: &rusqlite::Connection) -> String {
    let mut parts = sql.split("INSERT INTO ");
    let mut named = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        named.push_str("INSERT INTO ");
        match part.split_once(" VALUES") {
            Some((table, rest)) if !table.contains(' ') => {
                let columns = format!("SELECT name FROM pragma_table_info('{table}') WHERE name <> 'checksum'");
                let columns: Vec<String> = strings(conn, &columns).iter().map(|name| format!("\"{name}\"")).collect();
                named.extend([table, " (", &columns.join(", "), ") VALUES", rest]);
            }
            _ => named.push_str(part),
        }
    }
    named
}

fn seeded_journal() -> (TempJournal, rusqlite::Connection) {
    let temp = TempJournal::with_people(&[]);
    let conn = raw_connection(&temp.file());
    conn.execute_batch(&format!("BEGIN; {}; COMMIT", with_columns(SEED, &conn))).unwrap();
    (temp, conn)
}

#[test]
fn impossible_states_are_refused() {
    let (temp, conn) = seeded_journal();
    let before = temp.content_rows();
    for sql in INVALID {
        let error = try_in_transaction(sql, &conn).expect_err(sql);
        let _ = conn.execute_batch("ROLLBACK");
        // Rejected by a constraint, not for an error in the statement.
        let code = error.sqlite_error_code();
        let by_rule =
            code == Some(rusqlite::ErrorCode::ConstraintViolation) || error.to_string().contains("non-deterministic");
        assert!(by_rule, "{sql}: {error}");
    }
    assert_eq!(temp.content_rows(), before);
}

#[test]
fn possible_states_are_accepted() {
    for sql in VALID {
        let (_temp, conn) = seeded_journal();
        if let Err(error) = try_in_transaction(sql, &conn) {
            panic!("{sql}: {error}");
        }
        let broken: Option<String> = conn.query_row("PRAGMA foreign_key_check", [], |row| row.get(0)).ok();
        assert_eq!(broken, None, "{sql}");
    }
}
