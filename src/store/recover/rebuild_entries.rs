//! Writes the entries that were found, whole or in part.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{
    super::{Record, RecordKind, entries},
    RecoverError,
    log::{LoggedState, uid_of_row},
    rebuild::{Rebuild, record_facts},
    salvage::{RowFacts, RowKey},
};
use crate::domain::{
    entry::{
        Detail, Entry,
        kind::{
            Kind, action::Action, check_in::CheckIn, delegation::Delegation, expectation::Expectation,
            feedback::Feedback, flag::Flag, goal::Goal, note::Note, praise::Praise, topic::Topic,
        },
    },
    id::{EntryId, OneOnOneId, PersonId, Uid},
    moment::Moment,
    recovery::{LossKind, LostRecord},
};

/// Stands where the text of an entry could not be had.
const LOST_TEXT: &str = "(This text could not be recovered.)";
/// Stands for a goal that could not be had.
const LOST_GOAL: &str = "(This goal could not be recovered.)";

type Result<T = ()> = std::result::Result<T, RecoverError>;

/// The goals written so far, and whose they are.
type Goals = HashMap<EntryId, PersonId>;

impl Rebuild<'_, '_> {
    /// Writes all entries: goals before the check-ins that refer to them.
    pub(super) fn write_entries(&mut self) -> Result {
        let (ids, missing) = self.ids_and_missing("entries")?;
        let damaged_events = self.entries_with_damaged_events()?;
        let mut goals = Goals::new();
        let mut check_ins = Vec::new();
        for id in ids {
            let kind = entries_kind(self, id)?;
            if kind == Some(Kind::CheckIn) {
                check_ins.push(id);
            } else if let Some(entry) = self.read_entry(id, kind, &damaged_events)? {
                self.write_entry(entry, &mut goals)?;
            }
        }
        let (lost_check_ins, lost): (BTreeMap<_, _>, BTreeMap<_, _>) =
            missing.clone().into_iter().partition(|(_, facts)| facts.kind.as_deref() == Some(Kind::CheckIn.as_str()));
        let logged = self.only_logged("entries", RecordKind::Entry, &missing)?;
        let (logged_check_ins, logged): (Vec<_>, Vec<_>) = logged
            .into_iter()
            .partition(|record| matches!(record, Record::Entry(entry) if entry.kind() == Kind::CheckIn));
        self.write_missing_entries(&lost, logged, &mut goals)?;
        for id in check_ins {
            if let Some(entry) = self.read_entry(id, Some(Kind::CheckIn), &damaged_events)? {
                self.write_entry(entry, &mut goals)?;
            }
        }
        self.write_missing_entries(&lost_check_ins, logged_check_ins, &mut goals)
    }

    /// The entries of which an event is missing or damaged.
    fn entries_with_damaged_events(&self) -> Result<HashSet<i64>> {
        let mut damaged = HashSet::new();
        for key in self.salvage.suspects.get("steps").into_iter().flatten() {
            if let RowKey::Id(step) = key {
                let sql = "SELECT entry FROM steps WHERE id = ?1";
                damaged.insert(self.old.conn.query_row(sql, [step], |row| row.get(0))?);
            }
        }
        let (_, missing) = self.ids_and_missing("steps")?;
        damaged.extend(missing.values().filter_map(|facts| facts.entry));
        Ok(damaged)
    }

    /// An entry from its rows, or from the change log where they are damaged.
    fn read_entry(&mut self, id: i64, kind: Option<Kind>, damaged_events: &HashSet<i64>) -> Result<Option<Entry>> {
        let key = RowKey::Id(id);
        let stored = self.old.entry(EntryId(id)).ok().flatten();
        let detail_table = kind.map(super::super::entry_details::detail_table);
        let is_suspect = ["entries", "snoozes", "evidence", "shared"]
            .into_iter()
            .chain(detail_table)
            .any(|table| self.is_suspect(table, key));
        let lost_events = damaged_events.contains(&id);
        if let (Some(entry), false, false) = (&stored, is_suspect, lost_events) {
            return Ok(Some(entry.clone()));
        }
        let uid = uid_of_row(self.old, "entries", id)?.unwrap_or(Uid::NIL);
        let logged = self.logged(RecordKind::Entry, uid)?;
        if let LoggedState::Latest(Record::Entry(entry)) = logged {
            self.report.from_change_log += 1;
            return Ok(Some(*entry));
        }
        let (entry, what) = match (stored, logged) {
            (Some(entry), _) if self.is_cut("entries", key) => (entry, LossKind::TextCut),
            (Some(entry), _) if is_suspect => (entry, LossKind::Suspect),
            (Some(entry), _) => (entry, LossKind::EventsLost),
            (None, LoggedState::Earlier(Record::Entry(entry))) => (*entry, LossKind::Suspect),
            (None, _) => match self.entry_without_detail(id, kind) {
                Some(entry) => (entry, LossKind::DetailsLost),
                None => return Ok(None),
            },
        };
        let facts = record_facts(&Record::Entry(Box::new(entry.clone())));
        self.ensure_person(entry.person)?;
        self.lose(what, LostRecord::Entry, Some(id), &facts);
        Ok(Some(entry))
    }

    /// An entry whose detail cannot be read: its text, with the detail of a new entry.
    fn entry_without_detail(&mut self, id: i64, kind: Option<Kind>) -> Option<Entry> {
        let sql = format!("SELECT {} FROM entries WHERE id = ?1", entries::COLUMNS);
        let read = self.old.conn.query_row(&sql, [id], entries::read_entry);
        let Ok((mut entry, _)) = read else {
            let facts = RowFacts { kind: kind.map(|kind| kind.as_str().to_owned()), ..RowFacts::default() };
            self.lose(LossKind::Gone, LostRecord::Entry, Some(id), &facts);
            return None;
        };
        entry.detail = initial_detail(kind.unwrap_or(Kind::Note), None);
        entry.events = self.old.entry_events(entry.id).unwrap_or_default();
        entry.recompute_state();
        Some(entry)
    }

    /// Writes the entries of which there is no row.
    fn write_missing_entries(
        &mut self,
        missing: &BTreeMap<i64, RowFacts>,
        logged: Vec<Record>,
        goals: &mut Goals,
    ) -> Result {
        for (id, facts) in missing {
            let logged = facts.uid.map(|uid| self.logged(RecordKind::Entry, uid)).transpose()?;
            if let Some(LoggedState::Latest(Record::Entry(entry)) | LoggedState::Earlier(Record::Entry(entry))) = logged
            {
                self.report.from_change_log += 1;
                self.write_entry(*entry, goals)?;
                continue;
            }
            if let Some(person) = facts.person {
                self.ensure_person(PersonId(person))?;
            }
            let entry = self.entry_of_facts(*id, facts);
            let what = if entry.is_some() { LossKind::TextLost } else { LossKind::Gone };
            self.lose(what, LostRecord::Entry, Some(*id), facts);
            if let Some(entry) = entry {
                self.write_entry(entry, goals)?;
            }
        }
        for record in logged {
            if let Record::Entry(entry) = record {
                self.report.from_change_log += 1;
                self.write_entry(*entry, goals)?;
            }
        }
        Ok(())
    }

    /// An entry of which the indexes know everything but the text. Its detail and events have
    /// tables of their own.
    fn entry_of_facts(&self, id: i64, facts: &RowFacts) -> Option<Entry> {
        let offset = i32::try_from(facts.offset_s?).ok()?;
        let zone = jiff::tz::Offset::from_seconds(offset).ok()?.to_string();
        let written_at = Moment::from_parts(facts.at_ms?, offset, zone)?;
        let kind: Kind = facts.kind.as_ref()?.parse().ok()?;
        let detail = self.old.detail(EntryId(id), kind).unwrap_or_else(|_| initial_detail(kind, None));
        let mut entry =
            Entry::new(EntryId(id), facts.uid?, PersonId(facts.person?), written_at, LOST_TEXT.to_owned(), detail);
        entry.one_on_one = facts.one_on_one.map(OneOnOneId);
        entry.events = self.old.entry_events(entry.id).unwrap_or_default();
        entry.snoozed_until = self.old.snoozed_until(entry.id).unwrap_or_default();
        entry.evidence = self.old.is_evidence(entry.id).unwrap_or_default();
        entry.shared_on = self.old.shared_on(entry.id).unwrap_or_default();
        Some(entry)
    }

    /// Writes an entry with references to what exists.
    fn write_entry(&mut self, mut entry: Entry, goals: &mut Goals) -> Result {
        self.ensure_person(entry.person)?;
        let facts = record_facts(&Record::Entry(Box::new(entry.clone())));
        let id = entry.id;
        let mut changed = self.fit_references(&mut entry, goals)?;
        if entry.validation_error().is_some() {
            // Its fields do not agree with one another or with its events.
            changed = true;
            entry.recompute_state();
            if entry.validation_error().is_some() {
                let goal = if let Detail::CheckIn(check_in) = &entry.detail { Some(check_in.goal) } else { None };
                entry.detail = initial_detail(entry.kind(), goal);
                (entry.snoozed_until, entry.shared_on) = (None, None);
                entry.events.sort_by_key(|event| event.at.at_ms());
                let kind = entry.kind();
                entry.events.retain(|event| event.kind.applies_to(kind));
                entry.recompute_state();
            }
        }
        if !self.try_put(&Record::Entry(Box::new(entry.clone())))? {
            changed = true;
            // Uids of events are unique; two versions of an entry may have the same.
            for (index, event) in entry.events.iter_mut().enumerate() {
                event.uid = Uid::from_content(&["step", &entry.uid.to_string(), &index.to_string()]);
            }
            if entry.validation_error().is_some() || !self.try_put(&Record::Entry(Box::new(entry.clone())))? {
                self.lose(LossKind::Gone, LostRecord::Entry, Some(id.0), &facts);
                return self.step();
            }
        }
        if changed {
            self.lose(LossKind::DetailsLost, LostRecord::Entry, Some(id.0), &facts);
        }
        if let Detail::Goal(_) = entry.detail {
            goals.insert(entry.id, entry.person);
        }
        self.report.entries += 1;
        self.step()
    }

    /// Removes references to one-on-ones that are missing, and adds a goal that is missing. Returns
    /// whether something of the entry itself was changed.
    fn fit_references(&mut self, entry: &mut Entry, goals: &mut Goals) -> Result<bool> {
        let person = entry.person;
        let one_on_ones = &self.one_on_ones;
        entry.one_on_one = entry.one_on_one.filter(|id| one_on_ones.get(id) == Some(&person));
        for event in &mut entry.events {
            event.one_on_one = event.one_on_one.filter(|id| one_on_ones.contains_key(id));
        }
        let Detail::CheckIn(check_in) = &entry.detail else { return Ok(false) };
        match goals.get(&check_in.goal) {
            Some(owner) if *owner == person => return Ok(false),
            Some(_) => {
                entry.detail = Detail::Note(Note::default());
                return Ok(true);
            }
            None => {}
        }
        let uid = Uid::from_content(&["recovered goal", &check_in.goal.0.to_string(), &entry.uid.to_string()]);
        let detail = Detail::Goal(Goal::default());
        let goal = Entry::new(check_in.goal, uid, person, entry.written_at.clone(), LOST_GOAL.to_owned(), detail);
        let facts = record_facts(&Record::Entry(Box::new(goal.clone())));
        if self.new.entry(goal.id)?.is_some() || !self.try_put(&Record::Entry(Box::new(goal.clone())))? {
            entry.detail = Detail::Note(Note::default());
            return Ok(true);
        }
        self.lose(LossKind::Placeholder, LostRecord::Entry, Some(goal.id.0), &facts);
        goals.insert(goal.id, person);
        self.report.entries += 1;
        Ok(false)
    }
}

fn entries_kind(rebuild: &Rebuild<'_, '_>, id: i64) -> Result<Option<Kind>> {
    let kind =
        rebuild.old.conn.query_row("SELECT kind FROM entries WHERE id = ?1", [id], |row| row.get::<_, String>(0))?;
    Ok(kind.parse().ok())
}

/// The detail of a new entry of a kind. A check-in without its goal becomes a note.
fn initial_detail(kind: Kind, goal: Option<EntryId>) -> Detail {
    match kind {
        Kind::Note => Detail::Note(Note::default()),
        Kind::Flag => Detail::Flag(Flag::default()),
        Kind::Goal => Detail::Goal(Goal::default()),
        Kind::CheckIn => match (goal, 3_u8.try_into()) {
            (Some(goal), Ok(closeness)) => Detail::CheckIn(CheckIn { goal, closeness }),
            _ => Detail::Note(Note::default()),
        },
        Kind::Action => Detail::Action(Action::mine(None)),
        Kind::Praise => Detail::Praise(Praise::default()),
        Kind::Feedback => Detail::Feedback(Feedback::given()),
        Kind::Delegation => Detail::Delegation(Delegation::default()),
        Kind::Expectation => Detail::Expectation(Expectation::default()),
        Kind::Topic => Detail::Topic(Topic::default()),
    }
}
