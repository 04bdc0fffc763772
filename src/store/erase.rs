//! Erasing records: their rows, their edits in the change log, and the drafts about them.
//!
//! An erase is logged as a change of its own that has no text: an edit without `before` and `after`
//! for each record. Undo stops there, and an import leaves out the records named there.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::civil::Date;
use rusqlite::{Row, params};

use super::{Db, NewChange, RecordKind, error::Result};
use crate::domain::{
    change_kind::ChangeKind,
    entry::{Detail, Entry, kind::Kind},
    erase::{EraseRequest, EraseScope, EraseSummary},
    id::{ChangeId, EntryId, OneOnOneId, PersonId, Uid},
};

/// The records to erase and what depends on them.
#[derive(Debug, Default)]
pub struct EraseTargets {
    entries: BTreeMap<EntryId, EntryTarget>,
    one_on_ones: BTreeMap<OneOnOneId, Uid>,
    people: BTreeMap<PersonId, Uid>,
    /// The other records.
    others: BTreeSet<(RecordKind, Uid)>,
    /// The records that are only in the change log.
    logged: BTreeSet<(RecordKind, Uid)>,
    /// The fields and slots of the drafts.
    drafts: Vec<(String, u32)>,
    /// The last of the changes that leave the log as a whole.
    last_logged: Option<ChangeId>,
    summary: EraseSummary,
}

#[derive(Debug)]
struct EntryTarget {
    uid: Uid,
    kind: Kind,
}

impl EraseTargets {
    /// What would be erased, in numbers.
    pub fn summary(&self) -> &EraseSummary {
        &self.summary
    }

    /// The request that erases the same records in a copy of the journal.
    pub fn request_for_copy(&self, request: &EraseRequest) -> EraseRequest {
        match request.scope {
            // In the copy they may not be in the trash yet.
            EraseScope::Trash => {
                let uids = self.entries.values().map(|entry| entry.uid).chain(self.logged.iter().map(|(_, uid)| *uid));
                EraseRequest { scope: EraseScope::Entries(uids.collect()), all_drafts: request.all_drafts }
            }
            _ => request.clone(),
        }
    }

    /// All records, by kind and uid.
    fn records(&self) -> impl Iterator<Item = (RecordKind, Uid)> {
        let entries = self.entries.values().map(|entry| (RecordKind::Entry, entry.uid));
        let one_on_ones = self.one_on_ones.values().map(|uid| (RecordKind::OneOnOne, *uid));
        let people = self.people.values().map(|uid| (RecordKind::Person, *uid));
        entries.chain(one_on_ones).chain(people).chain(self.others.iter().copied()).chain(self.logged.iter().copied())
    }

    fn add_entry(&mut self, (id, uid, kind, day): (EntryId, Uid, Kind, Date)) -> bool {
        let is_new = self.entries.insert(id, EntryTarget { uid, kind }).is_none();
        if is_new {
            self.summary.add_entry(kind);
            self.summary.add_day(day);
        }
        is_new
    }
}

impl Db {
    /// The records that a request erases. Run it in a snapshot or a transaction.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn erase_targets(&self, request: &EraseRequest) -> Result<EraseTargets> {
        let mut targets = EraseTargets::default();
        match &request.scope {
            EraseScope::Nothing => {}
            EraseScope::Entries(uids) => self.add_records_by_uid(uids, &mut targets)?,
            EraseScope::Person(uid) => self.add_person(*uid, &mut targets)?,
            EraseScope::Trash => self.add_trash(&mut targets)?,
            EraseScope::Before(day) => self.add_everything_before(*day, &mut targets)?,
        }
        self.add_linked_check_ins(&mut targets)?;
        if let EraseScope::Before(day) = request.scope {
            self.add_one_on_ones_before(day, &mut targets)?;
        }
        self.add_drafts(request.all_drafts, &mut targets)?;
        self.count_versions(&mut targets)?;
        self.count_quoting_reviews(&mut targets)?;
        Ok(targets)
    }

    /// Erases the records and logs the erase as `change`. Must run inside a transaction; the file
    /// must be rebuilt afterwards, because its free pages may still hold what was erased.
    ///
    /// # Errors
    /// Fails if the file cannot be written.
    pub fn erase(&self, targets: &EraseTargets, change: &NewChange<'_>) -> Result<()> {
        self.conn.pragma_update(None, "defer_foreign_keys", true)?;
        self.erase_from_log(targets)?;
        self.erase_rows(targets)?;
        for (place, slot) in &targets.drafts {
            self.remove_draft(place, *slot)?;
        }
        // A word that was removed stays in the index until its part of it is written anew.
        self.rebuild_search_index(&mut |_, _| {})?;
        self.log_erase(targets, change)
    }

    /// Whether a record was erased and has not been added again.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn is_erased(&self, kind: RecordKind, uid: Uid) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM edits JOIN changes ON changes.id = edits.change
                   WHERE edits.uid = ?1 AND edits.record = ?2 AND changes.what = ?3)";
        let values = params![uid, kind.as_str(), ChangeKind::Erase.as_str()];
        Ok(self.prepare(sql)?.query_row(values, |row| row.get(0))?)
    }

    fn add_records_by_uid(&self, uids: &[Uid], targets: &mut EraseTargets) -> Result<()> {
        let mut find = self.prepare("SELECT id, uid, kind, day FROM entries WHERE uid = ?1")?;
        for uid in uids {
            let mut found = find.query_map([uid], read_entry_target)?;
            match found.next() {
                Some(entry) => drop(targets.add_entry(entry?)),
                None => self.add_other_by_uid(*uid, targets)?,
            }
        }
        Ok(())
    }

    /// Adds a record that is no entry: in a backup, what is only in the log by now may still be
    /// one.
    fn add_other_by_uid(&self, uid: Uid, targets: &mut EraseTargets) -> Result<()> {
        if self.person_by_uid(uid)?.is_some() {
            return self.add_person(uid, targets);
        }
        self.add_one_on_ones("uid = ?1", params![uid], targets)?;
        for (kind, table, at) in RECORDS_OF_PEOPLE.into_iter().chain(RECORDS_OF_LEADER) {
            let sql = format!("SELECT uid, {} FROM {table} WHERE uid = ?1", day_of(at));
            self.add_others(kind, &sql, params![uid], targets)?;
        }
        self.add_logged_by_uid(uid, targets)
    }

    fn add_logged_by_uid(&self, uid: Uid, targets: &mut EraseTargets) -> Result<()> {
        let sql = "SELECT DISTINCT record FROM edits WHERE uid = ?1 AND (before IS NOT NULL OR after IS NOT NULL)";
        for kind in self.prepare(sql)?.query_map([uid], |row| row.get::<_, String>(0))? {
            if let Ok(kind) = kind?.parse()
                && !self.exists(kind, uid)?
            {
                targets.logged.insert((kind, uid));
            }
        }
        Ok(())
    }

    fn add_person(&self, uid: Uid, targets: &mut EraseTargets) -> Result<()> {
        let Some(person) = self.person_by_uid(uid)? else {
            return self.add_logged_by_uid(uid, targets);
        };
        targets.people.insert(person.id, uid);
        targets.summary.people.push(person.profile.name);
        self.add_entries("person = ?1", params![person.id], targets)?;
        self.add_one_on_ones("person = ?1", params![person.id], targets)?;
        for (kind, table, at) in RECORDS_OF_PEOPLE {
            let sql = format!("SELECT uid, {} FROM {table} WHERE person = ?1", day_of(at));
            self.add_others(kind, &sql, params![person.id], targets)?;
        }
        self.add_logged_of_person(person.id, targets)
    }

    /// Adds what is only in the change log about a person.
    fn add_logged_of_person(&self, person: PersonId, targets: &mut EraseTargets) -> Result<()> {
        let sql = "SELECT DISTINCT record, uid FROM edits
                   WHERE json_extract(before, '$.person') = ?1 OR json_extract(after, '$.person') = ?1";
        let mut statement = self.conn.prepare(sql)?;
        for row in statement.query_map([person], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Uid>(1)?)))? {
            let (kind, uid) = row?;
            if let Ok(kind) = kind.parse()
                && !self.exists(kind, uid)?
            {
                targets.logged.insert((kind, uid));
            }
        }
        Ok(())
    }

    fn add_trash(&self, targets: &mut EraseTargets) -> Result<()> {
        self.add_entries("trashed IS NOT NULL", [], targets)?;
        let sql = "SELECT DISTINCT record, uid FROM edits WHERE before IS NOT NULL OR after IS NOT NULL";
        let mut statement = self.conn.prepare(sql)?;
        for row in statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Uid>(1)?)))? {
            let (kind, uid) = row?;
            if let Ok(kind) = kind.parse()
                && !self.exists(kind, uid)?
            {
                targets.logged.insert((kind, uid));
            }
        }
        Ok(())
    }

    fn add_everything_before(&self, day: Date, targets: &mut EraseTargets) -> Result<()> {
        self.add_entries("day < ?1", params![day], targets)?;
        for (kind, table, at) in RECORDS_OF_PEOPLE.into_iter().chain(RECORDS_OF_LEADER) {
            // A review counts from the day on which it was finished.
            let at = if kind == RecordKind::Review { REVIEW_DAY.to_owned() } else { day_of(at) };
            let sql = format!("SELECT uid, {at} FROM {table} WHERE {at} < ?1");
            self.add_others(kind, &sql, params![day], targets)?;
        }
        let sql = "SELECT max(id) FROM changes WHERE substr(made, 1, 10) < ?1 AND what <> ?2";
        targets.last_logged = self.conn.query_row(sql, params![day, ChangeKind::Erase.as_str()], |row| row.get(0))?;
        Ok(())
    }

    /// Adds the one-on-ones before `day` that no entry refers to that stays.
    fn add_one_on_ones_before(&self, day: Date, targets: &mut EraseTargets) -> Result<()> {
        let mut in_use = HashSet::new();
        for sql in [
            "SELECT id, one_on_one FROM entries WHERE one_on_one IS NOT NULL",
            "SELECT entry, one_on_one FROM steps WHERE one_on_one IS NOT NULL",
        ] {
            let mut statement = self.conn.prepare(sql)?;
            for row in statement.query_map([], |row| Ok((row.get::<_, EntryId>(0)?, row.get::<_, OneOnOneId>(1)?)))? {
                let (entry, one_on_one) = row?;
                if !targets.entries.contains_key(&entry) {
                    in_use.insert(one_on_one);
                }
            }
        }
        let is_over = "day < ?1 AND NOT (state = 'held' AND wrapped_up IS NULL)";
        let mut before = EraseTargets::default();
        self.add_one_on_ones(is_over, params![day], &mut before)?;
        before.one_on_ones.retain(|id, _| !in_use.contains(id));
        targets.summary.one_on_ones += before.one_on_ones.len() as u64;
        if let Some((first, last)) = before.summary.days.filter(|_| !before.one_on_ones.is_empty()) {
            targets.summary.add_day(first);
            targets.summary.add_day(last);
        }
        targets.one_on_ones.append(&mut before.one_on_ones);
        Ok(())
    }

    fn add_entries(&self, condition: &str, values: impl rusqlite::Params, targets: &mut EraseTargets) -> Result<()> {
        let sql = format!("SELECT id, uid, kind, day FROM entries WHERE {condition}");
        for entry in self.conn.prepare(&sql)?.query_map(values, read_entry_target)? {
            targets.add_entry(entry?);
        }
        Ok(())
    }

    fn add_one_on_ones(
        &self,
        condition: &str,
        values: impl rusqlite::Params,
        targets: &mut EraseTargets,
    ) -> Result<()> {
        let sql = format!("SELECT id, uid, day FROM one_on_ones WHERE {condition}");
        let mut statement = self.conn.prepare(&sql)?;
        let rows = statement.query_map(values, |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, Date>(2)?)))?;
        for row in rows {
            let (id, uid, day) = row?;
            targets.one_on_ones.insert(id, uid);
            targets.summary.one_on_ones += 1;
            targets.summary.add_day(day);
        }
        Ok(())
    }

    fn add_others(
        &self,
        kind: RecordKind,
        sql: &str,
        values: impl rusqlite::Params,
        targets: &mut EraseTargets,
    ) -> Result<()> {
        for row in self.conn.prepare(sql)?.query_map(values, |row| Ok((row.get(0)?, row.get::<_, Date>(1)?)))? {
            let (uid, day) = row?;
            targets.others.insert((kind, uid));
            targets.summary.add_day(day);
            let summary = &mut targets.summary;
            match kind {
                RecordKind::Need => summary.needs += 1,
                RecordKind::AskedQuestion => summary.asked_questions += 1,
                RecordKind::Review => summary.reviews += 1,
                RecordKind::SelfCheck => summary.self_checks += 1,
                RecordKind::Intention => summary.intentions += 1,
                // Counted where they are found, or never erased.
                RecordKind::Person
                | RecordKind::OneOnOne
                | RecordKind::Entry
                | RecordKind::Question
                | RecordKind::Template => {}
            }
        }
        Ok(())
    }

    /// Adds the check-ins on goals that are erased: a check-in is nothing without its goal.
    fn add_linked_check_ins(&self, targets: &mut EraseTargets) -> Result<()> {
        let goals: Vec<EntryId> =
            targets.entries.iter().filter(|(_, entry)| entry.kind == Kind::Goal).map(|(id, _)| *id).collect();
        let sql = "SELECT entries.id, entries.uid, entries.kind, entries.day FROM check_ins
                   JOIN entries ON entries.id = check_ins.entry WHERE check_ins.goal = ?1";
        let mut statement = self.prepare(sql)?;
        for goal in goals {
            for entry in statement.query_map([goal], read_entry_target)? {
                if targets.add_entry(entry?) {
                    targets.summary.linked_check_ins += 1;
                }
            }
        }
        Ok(())
    }

    /// Adds the drafts whose field belongs to a record, or all.
    fn add_drafts(&self, all: bool, targets: &mut EraseTargets) -> Result<()> {
        let uids: HashSet<String> = targets.records().map(|(_, uid)| uid.to_string()).collect();
        let mut statement = self.conn.prepare("SELECT place, slot FROM drafts")?;
        for row in statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, u32>(1)?)))? {
            let (place, slot) = row?;
            if all || place.split('/').any(|part| uids.contains(part)) {
                targets.drafts.push((place, slot));
            }
        }
        targets.summary.drafts = targets.drafts.len() as u64;
        Ok(())
    }

    fn count_versions(&self, targets: &mut EraseTargets) -> Result<()> {
        let mut count = self.prepare(
            "SELECT count(*) FROM edits WHERE uid = ?1 AND record = ?2 AND before IS NOT NULL AND after IS NOT NULL",
        )?;
        let mut versions = 0;
        for (kind, uid) in targets.records() {
            let count: i64 = count.query_row(params![uid, kind.as_str()], |row| row.get(0))?;
            versions += u64::try_from(count).unwrap_or(0);
        }
        targets.summary.versions = versions;
        targets.summary.only_in_log = targets.logged.len() as u64;
        Ok(())
    }

    /// Counts the reviews that stay and quote an entry that is erased.
    fn count_quoting_reviews(&self, targets: &mut EraseTargets) -> Result<()> {
        let mut statement = self.conn.prepare("SELECT uid, text FROM reviews")?;
        let mut reviews: Vec<(Uid, String)> =
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
        reviews.retain(|(uid, _)| !targets.others.contains(&(RecordKind::Review, *uid)));
        let mut quoting = HashSet::new();
        let mut text = self.prepare("SELECT text FROM entries WHERE id = ?1")?;
        for id in targets.entries.keys().filter(|_| !reviews.is_empty()) {
            let text: String = text.query_row([id], |row| row.get(0))?;
            let Some(line) = text.lines().find(|line| line.trim().len() >= MIN_QUOTED_BYTES) else { continue };
            quoting.extend(reviews.iter().filter(|(_, review)| review.contains(line.trim())).map(|(uid, _)| *uid));
        }
        targets.summary.quoting_reviews = quoting.len() as u64;
        Ok(())
    }

    fn erase_from_log(&self, targets: &EraseTargets) -> Result<()> {
        // As after any change, what was undone cannot be redone.
        self.conn.execute("DELETE FROM changes WHERE state <> 'done'", [])?;
        let erase = ChangeKind::Erase.as_str();
        if let Some(last) = targets.last_logged {
            self.conn.execute("DELETE FROM changes WHERE id <= ?1 AND what <> ?2", params![last, erase])?;
        }
        let mut delete = self.prepare("DELETE FROM edits WHERE uid = ?1 AND record = ?2")?;
        for (kind, uid) in targets.records() {
            delete.execute(params![uid, kind.as_str()])?;
        }
        self.delete_edits_that_refer_to(targets)?;
        let sql = "DELETE FROM changes WHERE what <> ?1 AND NOT EXISTS (SELECT 1 FROM edits WHERE change = changes.id)";
        self.conn.execute(sql, [erase])?;
        Ok(())
    }

    /// Deletes earlier versions of entries that stay which refer to an erased record, such as an
    /// entry that was once about an erased person: they could not be restored.
    fn delete_edits_that_refer_to(&self, targets: &EraseTargets) -> Result<()> {
        let has_goals = targets.entries.values().any(|entry| entry.kind == Kind::Goal);
        if targets.people.is_empty() && targets.one_on_ones.is_empty() && !has_goals {
            return Ok(());
        }
        let mut select = self.conn.prepare("SELECT rowid, before, after FROM edits WHERE record = 'entry'")?;
        let mut rows = select.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let refers = |json: Option<String>| json.is_some_and(|json| is_unreadable_or_refers_to(&json, targets));
            if refers(row.get(1)?) || refers(row.get(2)?) {
                found.push(row.get::<_, i64>(0)?);
            }
        }
        let mut delete = self.prepare("DELETE FROM edits WHERE rowid = ?1")?;
        found.into_iter().try_for_each(|id| delete.execute([id]).map(drop))?;
        Ok(())
    }

    fn erase_rows(&self, targets: &EraseTargets) -> Result<()> {
        let mut unlist = self.conn.prepare("DELETE FROM raise_order WHERE entry = ?1")?;
        for (id, entry) in &targets.entries {
            unlist.execute([entry.uid])?;
            self.remove_entry(*id)?;
        }
        for (kind, uid) in &targets.others {
            match kind {
                RecordKind::Need => self.remove_need(*uid)?,
                RecordKind::AskedQuestion => self.remove_asked_question(*uid)?,
                RecordKind::Review => self.remove_review(*uid)?,
                RecordKind::SelfCheck => self.remove_self_check(*uid)?,
                RecordKind::Intention => self.remove_intention(*uid)?,
                RecordKind::Person
                | RecordKind::OneOnOne
                | RecordKind::Entry
                | RecordKind::Question
                | RecordKind::Template => {}
            }
        }
        targets.one_on_ones.keys().try_for_each(|id| self.remove_one_on_one(*id))?;
        targets.people.keys().try_for_each(|id| self.remove_person(*id))
    }

    fn log_erase(&self, targets: &EraseTargets, change: &NewChange<'_>) -> Result<()> {
        let id = self.log_change(change)?;
        let mut add = self.prepare("INSERT INTO edits (change, nth, record, uid) VALUES (?1, ?2, ?3, ?4)")?;
        for (index, (kind, uid)) in (0_i64..).zip(targets.records()) {
            add.execute(params![id, index, kind.as_str(), uid])?;
        }
        Ok(())
    }
}

/// The records about a person other than entries and one-on-ones: kind, table, column of the time.
const RECORDS_OF_PEOPLE: [(RecordKind, &str, &str); 3] = [
    (RecordKind::Need, "needs", "written_at"),
    (RecordKind::AskedQuestion, "asked", "at"),
    (RecordKind::Review, "reviews", "begun_at"),
];

/// The leader's own records that have a day.
const RECORDS_OF_LEADER: [(RecordKind, &str, &str); 2] =
    [(RecordKind::SelfCheck, "self_checks", "at"), (RecordKind::Intention, "intentions", "written_at")];

/// The day of a review: when it was finished, or begun if it is not.
const REVIEW_DAY: &str = "coalesce(substr(finished, 1, 10), date(begun_at / 1000 + offset_s, 'unixepoch'))";

/// The shortest line that is looked for in reviews: a shorter one may be there by chance.
const MIN_QUOTED_BYTES: usize = 12;

fn day_of(column: &str) -> String {
    format!("date({column} / 1000 + offset_s, 'unixepoch')")
}

fn read_entry_target(row: &Row<'_>) -> rusqlite::Result<(EntryId, Uid, Kind, Date)> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

/// Whether a version of an entry refers to an erased person, one-on-one or goal.
fn is_unreadable_or_refers_to(json: &str, targets: &EraseTargets) -> bool {
    let Ok(entry) = serde_json::from_str::<Entry>(json) else { return true };
    let is_erased = |id: Option<OneOnOneId>| id.is_some_and(|id| targets.one_on_ones.contains_key(&id));
    let goal = if let Detail::CheckIn(check_in) = &entry.detail { Some(check_in.goal) } else { None };
    targets.people.contains_key(&entry.person)
        || is_erased(entry.one_on_one)
        || entry.events.iter().any(|event| is_erased(event.one_on_one))
        || goal.is_some_and(|goal| targets.entries.contains_key(&goal))
}
