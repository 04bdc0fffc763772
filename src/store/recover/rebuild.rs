//! Writes the records that were found to a new journal. What refers to a record that is missing
//! refers to a placeholder afterwards, or to nothing.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    ops::ControlFlow,
};

use rusqlite::OptionalExtension as _;

use super::{
    super::{Db, Record, RecordKind, leader, needs, questions, reviews},
    ProgressFn, RecoverError,
    log::{LoggedState, logged_state, logged_uids, uid_of_row},
    salvage::{RowFacts, RowKey, Salvage},
};
use crate::domain::{
    id::{OneOnOneId, PersonId, Uid},
    meeting_prep::MeetingPrep,
    moment::Moment,
    one_on_one::{OneOnOne, is_possible_end},
    person::{Person, Profile, ShortName},
    recovery::{Loss, LossKind, LostRecord, RecoveryReport},
};

/// The name of a person whose record could not be had.
const PLACEHOLDER_NAME: &str = "Unknown person (recovered)";

type Result<T = ()> = std::result::Result<T, RecoverError>;

/// A rebuild in progress.
pub(super) struct Rebuild<'a, 'p> {
    pub(super) old: &'a Db,
    pub(super) new: &'a Db,
    pub(super) salvage: &'a Salvage,
    pub(super) now: &'a Moment,
    pub(super) report: RecoveryReport,
    /// The people written so far, and their names.
    people: HashMap<PersonId, String>,
    /// The one-on-ones written so far, and with whom.
    pub(super) one_on_ones: HashMap<OneOnOneId, PersonId>,
    pub(super) done: u64,
    pub(super) total: u64,
    pub(super) on_progress: &'a mut ProgressFn<'p>,
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
                    self.write_person(*person)?;
                }
                (_, Some(person)) => {
                    self.write_person(person)?;
                    if is_suspect {
                        self.lose(LossKind::Suspect, LostRecord::Person, Some(id), &facts);
                    }
                }
                (LoggedState::Earlier(Record::Person(person)), None) => {
                    self.write_person(Person { id: PersonId(id), ..*person })?;
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
                self.write_person(*person)?;
            } else {
                self.ensure_person(PersonId(*id))?;
            }
        }
        for record in self.only_logged("people", RecordKind::Person, &missing)? {
            if let Record::Person(person) = record {
                self.report.from_change_log += 1;
                self.write_person(*person)?;
            }
        }
        Ok(())
    }

    fn write_person(&mut self, person: Person) -> Result {
        let (id, name) = (person.id, person.profile.name.clone());
        if self.try_put(&Record::Person(Box::new(person)))? {
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
            short_name: ShortName::default(),
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
        // Rather without its planned end than lost.
        one_on_one.planned_end = one_on_one.planned_end.filter(|end| is_possible_end(&one_on_one.at, *end));
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
