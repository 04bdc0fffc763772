//! Writes the records that were found to a new journal. What refers to a record that is missing
//! refers to a placeholder afterwards, or to nothing.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    ops::ControlFlow,
};

use rusqlite::{OptionalExtension as _, params, types::Value};

use super::{
    super::{Db, Draft, Record, RecordKind, leader, needs, questions, reviews},
    ProgressFn, RecoverError,
    log::{LoggedState, logged_state, logged_uids, uid_of_row},
    salvage::{RowFacts, RowKey, Salvage},
};
use crate::domain::{
    id::{OneOnOneId, PersonId, Uid},
    meeting_prep::MeetingPrep,
    moment::Moment,
    one_on_one::OneOnOne,
    person::{Person, Profile},
    recovery::{Loss, LossKind, LostRecord, RecoveryReport},
};

/// The name of a person whose record could not be had.
const PLACEHOLDER_NAME: &str = "Unknown person (recovered)";
/// How far the next id of a table may lie above the highest id found, to be believed.
const MAX_ID_GAP: i64 = 1_000_000;

type Result<T = ()> = std::result::Result<T, RecoverError>;

/// A rebuild in progress.
pub(super) struct Rebuild<'a, 'p> {
    pub(super) old: &'a Db,
    pub(super) new: &'a Db,
    pub(super) salvage: &'a Salvage,
    now: &'a Moment,
    pub(super) report: RecoveryReport,
    /// The people written so far, and their names.
    people: HashMap<PersonId, String>,
    /// The one-on-ones written so far, and with whom.
    pub(super) one_on_ones: HashMap<OneOnOneId, PersonId>,
    done: u64,
    total: u64,
    on_progress: &'a mut ProgressFn<'p>,
}

impl<'a, 'p> Rebuild<'a, 'p> {
    /// Prepares the rebuild of a journal of this many pages.
    pub(super) fn new(
        old: &'a Db,
        new: &'a Db,
        salvage: &'a Salvage,
        now: &'a Moment,
        page_count: u64,
        on_progress: &'a mut ProgressFn<'p>,
    ) -> Result<Self> {
        let entries: i64 = old.conn.query_row("SELECT count(*) FROM entries", [], |row| row.get(0))?;
        let (done, total) = (page_count, page_count + entries.unsigned_abs().max(page_count));
        let report = RecoveryReport {
            unreadable_pages: salvage.unreadable_pages.iter().copied().collect(),
            ..RecoveryReport::default()
        };
        let (people, one_on_ones) = (HashMap::new(), HashMap::new());
        Ok(Self { old, new, salvage, now, report, people, one_on_ones, done, total, on_progress })
    }

    /// Writes everything.
    pub(super) fn run(&mut self) -> Result {
        self.write_people()?;
        self.write_one_on_ones()?;
        self.write_entries()?;
        self.write_other_records()?;
        self.write_drafts_and_settings()?;
        self.write_change_log()?;
        self.write_sequences()
    }

    /// The report, with the worst losses first.
    pub(super) fn into_report(self) -> RecoveryReport {
        let mut report = self.report;
        report.losses.sort();
        report.losses.dedup();
        report
    }

    pub(super) fn step(&mut self) -> Result {
        self.done += 1;
        let done = self.done.min(self.total);
        if self.done.is_multiple_of(256) && (self.on_progress)(done, self.total) == ControlFlow::Break(()) {
            return Err(RecoverError::Cancelled);
        }
        Ok(())
    }

    pub(super) fn is_suspect(&self, table: &str, key: RowKey) -> bool {
        self.salvage.suspects.get(table).is_some_and(|keys| keys.contains(&key))
    }

    pub(super) fn is_cut(&self, table: &str, key: RowKey) -> bool {
        self.salvage.cut.get(table).is_some_and(|keys| keys.contains(&key))
    }

    pub(super) fn is_damaged(&self, table: &str) -> bool {
        self.salvage.damaged_tables.contains(table)
    }

    pub(super) fn logged(&self, kind: RecordKind, uid: Uid) -> Result<LoggedState> {
        let is_suspect = |change| self.is_suspect("edits", RowKey::Id(change));
        Ok(logged_state(self.old, kind, uid, is_suspect)?)
    }

    pub(super) fn name_of(&self, person: PersonId) -> Option<String> {
        self.people.get(&person).cloned()
    }

    /// Records a loss about which the facts of a missing row are known.
    pub(super) fn lose(&mut self, what: LossKind, record: LostRecord, id: Option<i64>, facts: &RowFacts) {
        let moment = facts
            .at_ms
            .and_then(|at| Moment::from_parts(at, i32::try_from(facts.offset_s.unwrap_or(0)).ok()?, "UTC".into()));
        self.report.losses.push(Loss {
            id,
            kind: facts.kind.as_ref().and_then(|kind| kind.parse().ok()),
            person: facts.person.and_then(|person| self.name_of(PersonId(person))),
            day: moment.map(|moment| moment.day()),
            ..Loss::new(what, record)
        });
    }

    /// Writes a record; `false` if a constraint of the journal rejects it.
    pub(super) fn try_put(&self, record: &Record) -> Result<bool> {
        self.new.conn.execute_batch("SAVEPOINT record")?;
        match self.new.put(record) {
            Ok(()) => {
                self.new.conn.execute_batch("RELEASE record")?;
                Ok(true)
            }
            Err(super::StoreError::Sqlite(error))
                if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) =>
            {
                self.new.conn.execute_batch("ROLLBACK TO record; RELEASE record")?;
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The ids of a table, and the ids of rows of which only facts are known.
    pub(super) fn ids_and_missing(&self, table: &str) -> Result<(Vec<i64>, BTreeMap<i64, RowFacts>)> {
        let mut statement = self.old.conn.prepare(&format!("SELECT id FROM {table} ORDER BY id"))?;
        let ids = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
        let known: HashSet<i64> = ids.iter().copied().collect();
        let facts = self.salvage.facts.get(table).into_iter().flatten();
        let missing = facts
            .filter_map(|(key, facts)| match key {
                RowKey::Id(id) if !known.contains(id) => Some((*id, facts.clone())),
                _ => None,
            })
            .collect();
        Ok((ids, missing))
    }

    /// The records of a damaged table that the change log has but the table does not, and which are
    /// not among `missing`.
    pub(super) fn only_logged(
        &self,
        table: &str,
        kind: RecordKind,
        missing: &BTreeMap<i64, RowFacts>,
    ) -> Result<Vec<Record>> {
        let mut records = Vec::new();
        if !self.is_damaged(table) {
            return Ok(records);
        }
        let listed: HashSet<Uid> = missing.values().filter_map(|facts| facts.uid).collect();
        for uid in logged_uids(self.old, kind)? {
            if listed.contains(&uid) || self.old.exists(kind, uid)? {
                continue;
            }
            if let LoggedState::Latest(record) | LoggedState::Earlier(record) = self.logged(kind, uid)? {
                records.push(record);
            }
        }
        Ok(records)
    }

    fn write_people(&mut self) -> Result {
        let (ids, missing) = self.ids_and_missing("people")?;
        for id in ids {
            let read = self.old.person(PersonId(id)).ok().flatten();
            let is_suspect = self.is_suspect("people", RowKey::Id(id));
            let uid = uid_of_row(self.old, "people", id)?.unwrap_or(Uid::NIL);
            let logged =
                if is_suspect || read.is_none() { self.logged(RecordKind::Person, uid)? } else { LoggedState::Unknown };
            let facts = RowFacts { person: Some(id), ..RowFacts::default() };
            match (logged, read) {
                (LoggedState::Latest(Record::Person(person)), _) if person.id == PersonId(id) => {
                    self.report.from_change_log += 1;
                    self.write_person(person)?;
                }
                (_, Some(person)) => {
                    self.write_person(person)?;
                    if is_suspect {
                        self.lose(LossKind::Suspect, LostRecord::Person, Some(id), &facts);
                    }
                }
                (LoggedState::Earlier(Record::Person(person)), None) => {
                    self.write_person(Person { id: PersonId(id), ..person })?;
                    self.lose(LossKind::Suspect, LostRecord::Person, Some(id), &facts);
                }
                (_, None) => {
                    let name: String =
                        self.old.conn.query_row("SELECT name FROM people WHERE id = ?1", [id], |row| row.get(0))?;
                    self.write_person(self.new_person(PersonId(id), uid, name))?;
                    self.lose(LossKind::DetailsLost, LostRecord::Person, Some(id), &facts);
                }
            }
        }
        for (id, facts) in &missing {
            let logged = facts.uid.map(|uid| self.logged(RecordKind::Person, uid)).transpose()?;
            if let Some(LoggedState::Latest(Record::Person(person)) | LoggedState::Earlier(Record::Person(person))) =
                logged
            {
                self.report.from_change_log += 1;
                self.write_person(person)?;
            } else {
                self.ensure_person(PersonId(*id))?;
            }
        }
        for record in self.only_logged("people", RecordKind::Person, &missing)? {
            if let Record::Person(person) = record {
                self.report.from_change_log += 1;
                self.write_person(person)?;
            }
        }
        Ok(())
    }

    fn write_person(&mut self, person: Person) -> Result {
        let (id, name) = (person.id, person.profile.name.clone());
        if self.try_put(&Record::Person(person))? {
            self.people.insert(id, name);
            self.report.people += 1;
        } else {
            self.report.losses.push(Loss { id: Some(id.0), ..Loss::new(LossKind::Gone, LostRecord::Person) });
        }
        self.step()
    }

    fn new_person(&self, id: PersonId, uid: Uid, name: String) -> Person {
        Person {
            id,
            uid,
            profile: Profile::with_name(name),
            position: i64::try_from(self.people.len()).unwrap_or(i64::MAX),
            added_at: self.now.clone(),
            archived_at: None,
            meeting_prep: MeetingPrep::default(),
        }
    }

    /// Adds a placeholder for a person who could not be had.
    pub(super) fn ensure_person(&mut self, id: PersonId) -> Result {
        if self.people.contains_key(&id) {
            return Ok(());
        }
        let others = self.people.values().filter(|name| name.starts_with(PLACEHOLDER_NAME)).count();
        let name = if others == 0 { PLACEHOLDER_NAME.to_owned() } else { format!("{PLACEHOLDER_NAME} {}", others + 1) };
        let uid = Uid::from_content(&["recovered person", &id.0.to_string(), &self.now.to_string()]);
        self.write_person(self.new_person(id, uid, name))?;
        let facts = RowFacts { person: Some(id.0), ..RowFacts::default() };
        self.lose(LossKind::Placeholder, LostRecord::Person, Some(id.0), &facts);
        Ok(())
    }

    fn write_one_on_ones(&mut self) -> Result {
        let (ids, missing) = self.ids_and_missing("one_on_ones")?;
        for id in ids {
            let read = self.old.one_on_one(OneOnOneId(id)).ok().flatten();
            let is_suspect = self.is_suspect("one_on_ones", RowKey::Id(id));
            let facts = RowFacts {
                person: read.as_ref().map(|one| one.person.0),
                at_ms: read.as_ref().map(|one| one.at.at_ms()),
                offset_s: read.as_ref().map(|one| one.at.offset_s().into()),
                ..RowFacts::default()
            };
            if let (Some(one), false) = (&read, is_suspect) {
                self.write_one_on_one(one.clone())?;
                continue;
            }
            let uid = uid_of_row(self.old, "one_on_ones", id)?.unwrap_or(Uid::NIL);
            match (self.logged(RecordKind::OneOnOne, uid)?, read) {
                (LoggedState::Latest(Record::OneOnOne(one)), _) => {
                    self.report.from_change_log += 1;
                    self.write_one_on_one(one)?;
                }
                (LoggedState::Earlier(Record::OneOnOne(one)), None) | (_, Some(one)) => {
                    self.write_one_on_one(one)?;
                    self.lose(LossKind::Suspect, LostRecord::OneOnOne, Some(id), &facts);
                }
                (_, None) => self.lose(LossKind::Gone, LostRecord::OneOnOne, Some(id), &facts),
            }
        }
        for (id, facts) in &missing {
            let logged = facts.uid.map(|uid| self.logged(RecordKind::OneOnOne, uid)).transpose()?;
            if let Some(LoggedState::Latest(Record::OneOnOne(one)) | LoggedState::Earlier(Record::OneOnOne(one))) =
                logged
            {
                self.report.from_change_log += 1;
                self.write_one_on_one(one)?;
            } else {
                self.lose(LossKind::Gone, LostRecord::OneOnOne, Some(*id), facts);
            }
        }
        for record in self.only_logged("one_on_ones", RecordKind::OneOnOne, &missing)? {
            if let Record::OneOnOne(one) = record {
                self.report.from_change_log += 1;
                self.write_one_on_one(one)?;
            }
        }
        Ok(())
    }

    fn write_one_on_one(&mut self, mut one_on_one: OneOnOne) -> Result {
        self.ensure_person(one_on_one.person)?;
        let (id, person) = (one_on_one.id, one_on_one.person);
        let mut is_written = self.try_put(&Record::OneOnOne(one_on_one.clone()))?;
        if !is_written && one_on_one.is_running() {
            // Another one with this person is running.
            one_on_one.wrapped_up_at = Some(one_on_one.at.clone());
            is_written = self.try_put(&Record::OneOnOne(one_on_one.clone()))?;
        }
        if is_written {
            self.one_on_ones.insert(id, person);
            self.report.one_on_ones += 1;
        } else {
            let facts = RowFacts {
                person: Some(person.0),
                at_ms: Some(one_on_one.at.at_ms()),
                offset_s: Some(one_on_one.at.offset_s().into()),
                ..RowFacts::default()
            };
            self.lose(LossKind::Gone, LostRecord::OneOnOne, Some(id.0), &facts);
        }
        self.step()
    }

    fn write_other_records(&mut self) -> Result {
        type Read = fn(&rusqlite::Row<'_>) -> rusqlite::Result<Record>;
        let all: [(RecordKind, LostRecord, &str, &str, Read); 7] = [
            (RecordKind::Need, LostRecord::Need, "needs", needs::COLUMNS, |row| {
                needs::read_need(row).map(Record::Need)
            }),
            (RecordKind::Question, LostRecord::Question, "questions", questions::COLUMNS, |row| {
                questions::read_question_override(row).map(Record::Question)
            }),
            (RecordKind::AskedQuestion, LostRecord::AskedQuestion, "asked", questions::ASKED_COLUMNS, |row| {
                questions::read_asked_question(row).map(Record::AskedQuestion)
            }),
            (RecordKind::SelfCheck, LostRecord::SelfCheck, "self_checks", leader::SELF_CHECK_COLUMNS, |row| {
                leader::read_self_check(row).map(Record::SelfCheck)
            }),
            (RecordKind::Intention, LostRecord::Intention, "intentions", leader::INTENTION_COLUMNS, |row| {
                leader::read_intention(row).map(Record::Intention)
            }),
            (RecordKind::Review, LostRecord::Review, "reviews", reviews::REVIEW_COLUMNS, |row| {
                reviews::read_review(row).map(Record::Review)
            }),
            (RecordKind::Template, LostRecord::Template, "templates", reviews::TEMPLATE_COLUMNS, |row| {
                reviews::read_template(row).map(Record::Template)
            }),
        ];
        for (kind, lost, table, columns, read) in all {
            let mut statement = self.old.conn.prepare(&format!("SELECT uid FROM {table} ORDER BY uid"))?;
            let found = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<BTreeSet<Uid>>>()?;
            let facts = self.salvage.facts.get(table).into_iter().flatten();
            let missing = facts.filter_map(|(key, _)| match key {
                RowKey::Uid(uid) => Some(*uid),
                RowKey::Id(_) => None,
            });
            let logged = if self.is_damaged(table) { logged_uids(self.old, kind)? } else { Vec::new() };
            let uids: BTreeSet<Uid> = found.iter().copied().chain(missing).chain(logged).collect();
            let sql = format!("SELECT {columns} FROM {table} WHERE uid = ?1");
            for uid in uids {
                let stored = self.old.conn.prepare_cached(&sql)?.query_row([uid], read).optional().ok().flatten();
                self.write_other_record(kind, lost, table, uid, stored)?;
            }
        }
        Ok(())
    }

    fn write_other_record(
        &mut self,
        kind: RecordKind,
        lost: LostRecord,
        table: &str,
        uid: Uid,
        stored: Option<Record>,
    ) -> Result {
        let is_suspect = self.is_suspect(table, RowKey::Uid(uid));
        let facts = self.salvage.facts.get(table).and_then(|facts| facts.get(&RowKey::Uid(uid))).cloned();
        let logged = if is_suspect || stored.is_none() { self.logged(kind, uid)? } else { LoggedState::Unknown };
        let record = match (logged, stored) {
            (LoggedState::Latest(record), _) | (LoggedState::Earlier(record), None) => {
                self.report.from_change_log += 1;
                record
            }
            (_, Some(record)) => {
                if is_suspect {
                    let what = if self.is_cut(table, RowKey::Uid(uid)) { LossKind::TextCut } else { LossKind::Suspect };
                    self.lose(what, lost, None, &record_facts(&record));
                }
                record
            }
            (_, None) => {
                if let Some(facts) = facts {
                    self.lose(LossKind::Gone, lost, None, &facts);
                }
                return Ok(());
            }
        };
        if let Some(person) = record_facts(&record).person {
            self.ensure_person(PersonId(person))?;
        }
        let mut is_written = self.try_put(&record)?;
        if let (false, Record::Review(review)) = (is_written, &record) {
            // Another review of this person is unfinished.
            let mut finished = review.clone();
            finished.finished_at = Some(finished.started_at.clone());
            is_written = self.try_put(&Record::Review(finished))?;
        }
        if is_written {
            self.report.others += 1;
        } else {
            self.lose(LossKind::Gone, lost, None, &record_facts(&record));
        }
        self.step()
    }

    fn write_drafts_and_settings(&mut self) -> Result {
        let mut statement = self.old.conn.prepare("SELECT place, slot, mark, text, saved_at FROM drafts")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let draft = Draft { field_key: row.get(0)?, prefix: row.get(2)?, text: row.get(3)? };
            self.new.put_draft(&draft, row.get(1)?, row.get(4)?)?;
        }
        let mut statement = self.old.conn.prepare("SELECT name, value FROM settings")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let value: String = row.get(1)?;
            if let Ok(value) = serde_json::from_str::<serde_json::Value>(&value) {
                self.new.set_setting(&row.get::<_, String>(0)?, &value)?;
            }
        }
        for (table, lost) in [("drafts", LostRecord::Draft), ("settings", LostRecord::Setting)] {
            if self.is_damaged(table) {
                self.report.losses.push(Loss::new(LossKind::Gone, lost));
            }
        }
        Ok(())
    }

    /// Copies the changes whose records can be read, so that they can be undone, and the versions of
    /// entries can be shown.
    fn write_change_log(&mut self) -> Result {
        self.copy_table("devices", "1", |_, _| true)?;
        let changes = "device IN (SELECT id FROM devices) AND id IN (SELECT change FROM edits)";
        self.copy_table("changes", changes, |_, _| true)?;
        let is_readable = |names: &[String], values: &[Value]| {
            let text = |name: &str| {
                let value = names.iter().position(|column| column == name).and_then(|index| values.get(index));
                if let Some(Value::Text(text)) = value { Some(text) } else { None }
            };
            let Some(kind) = text("record").and_then(|kind| kind.parse().ok()) else { return false };
            [text("before"), text("after")].into_iter().flatten().all(|json| Record::from_json(kind, json).is_ok())
        };
        let edits = "change IN (SELECT id FROM changes WHERE device IN (SELECT id FROM devices))";
        self.copy_table("edits", edits, is_readable)?;
        self.new.conn.execute("DELETE FROM changes WHERE id NOT IN (SELECT change FROM edits)", [])?;
        let count = |db: &Db| db.conn.query_row("SELECT count(*) FROM edits", [], |row| row.get::<_, i64>(0));
        if self.is_damaged("edits") || self.is_damaged("changes") || count(self.old)? != count(self.new)? {
            self.report.losses.push(Loss::new(LossKind::Gone, LostRecord::Change));
        }
        Ok(())
    }

    fn copy_table(&mut self, table: &str, condition: &str, keep: impl Fn(&[String], &[Value]) -> bool) -> Result {
        let mut read = self.old.conn.prepare(&format!("SELECT * FROM {table} WHERE {condition}"))?;
        let names: Vec<String> = read.column_names().into_iter().map(str::to_owned).collect();
        let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
        let marks = vec!["?"; names.len()].join(", ");
        let sql = format!("INSERT INTO {table} ({}) VALUES ({marks})", quoted.join(", "));
        let mut write = self.new.conn.prepare(&sql)?;
        let mut rows = read.query([])?;
        while let Some(row) = rows.next()? {
            let values = (0..names.len()).map(|index| row.get(index)).collect::<rusqlite::Result<Vec<Value>>>()?;
            if keep(&names, &values) {
                write.execute(rusqlite::params_from_iter(values))?;
            }
            self.done += 1;
            if self.done.is_multiple_of(256) && (self.on_progress)(self.total, self.total) == ControlFlow::Break(()) {
                return Err(RecoverError::Cancelled);
            }
        }
        Ok(())
    }

    /// Lets no id be used again that the damaged journal has used.
    fn write_sequences(&mut self) -> Result {
        for (table, next) in &self.salvage.sequences {
            let sql = "UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1 AND ?2 - seq BETWEEN 0 AND ?3";
            self.new.conn.execute(sql, params![table, next, MAX_ID_GAP])?;
        }
        Ok(())
    }
}

/// Whom and which day a record is about.
pub(super) fn record_facts(record: &Record) -> RowFacts {
    let facts = |person: Option<PersonId>, at: &Moment| RowFacts {
        person: person.map(|person| person.0),
        at_ms: Some(at.at_ms()),
        offset_s: Some(at.offset_s().into()),
        ..RowFacts::default()
    };
    match record {
        Record::Entry(entry) => {
            RowFacts { kind: Some(entry.kind().as_str().to_owned()), ..facts(Some(entry.person), &entry.written_at) }
        }
        Record::Need(need) => facts(Some(need.person), &need.written_at),
        Record::OneOnOne(one) => facts(Some(one.person), &one.at),
        Record::Person(person) => facts(Some(person.id), &person.added_at),
        Record::Question(question) => facts(None, &question.written_at),
        Record::AskedQuestion(asked) => facts(Some(asked.person), &asked.at),
        Record::SelfCheck(check) => facts(None, &check.at),
        Record::Intention(intention) => facts(None, &intention.written_at),
        Record::Review(review) => facts(Some(review.person), &review.started_at),
        Record::Template(template) => facts(None, &template.written_at),
    }
}
