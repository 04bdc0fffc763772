//! The input of the brief of a person.

use jiff::civil::Date;
use rusqlite::{OptionalExtension as _, params};

use super::{Db, balance::earliest_ms, entries::COLUMNS, error::Result};
use crate::{
    domain::{
        balance::window_start,
        brief::stale_topics::{LOOKBACK_DAYS, LastDiscussed},
        entry::{
            Entry,
            kind::{Kind, action::ActionState},
            state::EntryState,
        },
        id::PersonId,
        moment::Moment,
        one_on_one::{OneOnOne, OneOnOneState},
    },
    wording::brief::BriefInput,
};

/// The number of check-ins shown with a goal.
const CHECK_IN_HISTORY_LIMIT: u32 = 12;
/// Actions completed longer ago than this are left out, even if there was no meeting since.
const COMPLETED_ACTIONS_MAX_DAYS: i64 = 60;
/// The number of entries since the last one-on-one.
const ENTRIES_SINCE_LIMIT: u32 = 40;
/// Without a one-on-one, entries older than this are left out.
const ENTRIES_SINCE_MAX_DAYS: i64 = 90;
/// The number of one-on-ones read to find the last one and those skipped since.
const RECENT_ONE_ON_ONES_LIMIT: u32 = 12;

impl Db {
    /// Reads the input of the brief of a person for `today`; `None` if there is no such person.
    /// Reads open entries, the latest one-on-ones and one year of an index, so the cost does not
    /// grow with the age of the journal.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn brief_input(&self, id: PersonId, today: Date) -> Result<Option<BriefInput>> {
        let Some(person) = self.person(id)? else { return Ok(None) };
        let mut open = self.open_entries(id)?;
        open.extend(self.flags_due_for_recheck(id, today)?);
        open.sort_by(|a, b| (&a.written_at, a.id).cmp(&(&b.written_at, b.id)));
        let goals = open.iter().filter(|entry| entry.kind() == Kind::Goal);
        let check_ins = goals.map(|goal| Ok((goal.id, self.latest_check_ins(goal.id, CHECK_IN_HISTORY_LIMIT)?)));
        let check_ins = check_ins.collect::<Result<_>>()?;
        let latest = self.latest_one_on_ones(id, RECENT_ONE_ON_ONES_LIMIT)?;
        let is_finished = |meeting: &&OneOnOne| meeting.state.took_place() && !meeting.is_running();
        let last_meeting = match latest.iter().rfind(is_finished) {
            Some(meeting) => Some(meeting.clone()),
            None => self.latest_finished_one_on_one(id)?,
        };
        let is_skipped_since = |meeting: &&OneOnOne| {
            meeting.state == OneOnOneState::Skipped && last_meeting.as_ref().is_none_or(|last| last.at < meeting.at)
        };
        let skipped_meetings = latest.iter().filter(is_skipped_since).cloned().collect();
        let last_entries = match &last_meeting {
            Some(meeting) => self.entries_in_one_on_one(meeting.id)?,
            None => Vec::new(),
        };
        let earlier_meeting = match &last_meeting {
            Some(last) if last_entries.is_empty() => self.meeting_with_entries_before(last, &latest)?,
            _ => None,
        };
        Ok(Some(BriefInput {
            schedule: self.meeting_schedule(&person)?,
            check_ins,
            completed_actions: self.actions_completed_since(id, last_meeting.as_ref().map(|last| &last.at), today)?,
            needs: self.needs(id)?,
            expectations: self.current_expectations(id)?,
            skipped_meetings,
            entries_since: self.entries_since(id, last_meeting.as_ref(), today)?,
            earlier_meeting,
            last_meeting: last_meeting.map(|meeting| (meeting, last_entries)),
            last_discussed: self.last_discussed(id, today)?,
            balance: self.balance(id, window_start(today))?,
            open_entries: open,
            person,
        }))
    }

    /// The entries written outside of one-on-ones since the last one; without one, the recent ones.
    fn entries_since(&self, person: PersonId, last: Option<&OneOnOne>, today: Date) -> Result<Vec<Entry>> {
        let since = last.map(|meeting| meeting.wrapped_up_at.as_ref().unwrap_or(&meeting.at));
        let mut entries = self.entries_outside_meetings_since(person, since, ENTRIES_SINCE_LIMIT)?;
        if since.is_none() {
            let earliest = today.saturating_sub(jiff::Span::new().days(ENTRIES_SINCE_MAX_DAYS));
            entries.retain(|entry| entry.written_at.day() >= earliest);
        }
        Ok(entries)
    }

    /// The latest of `meetings` (oldest first) before `last` that took place and has entries.
    fn meeting_with_entries_before(
        &self,
        last: &OneOnOne,
        meetings: &[OneOnOne],
    ) -> Result<Option<(OneOnOne, Vec<Entry>)>> {
        for meeting in meetings.iter().rev().filter(|meeting| meeting.state.took_place() && meeting.at < last.at) {
            let entries = self.entries_in_one_on_one(meeting.id)?;
            if !entries.is_empty() {
                return Ok(Some((meeting.clone(), entries)));
            }
        }
        Ok(None)
    }

    /// The latest finished one-on-one, however many were skipped since.
    fn latest_finished_one_on_one(&self, person: PersonId) -> Result<Option<OneOnOne>> {
        self.query_one_on_one(
            "WHERE person = ?1 AND (state = 'nothing_to_note' OR wrapped_up IS NOT NULL) ORDER BY at DESC, id DESC",
            person,
        )
    }

    /// The actions of a person completed after `since`, oldest first; also those already told.
    fn actions_completed_since(&self, person: PersonId, since: Option<&Moment>, today: Date) -> Result<Vec<Entry>> {
        let earliest = today.checked_sub(jiff::Span::new().days(COMPLETED_ACTIONS_MAX_DAYS)).unwrap_or(Date::MIN);
        let since = since.map_or(i64::MIN, Moment::at_ms).max(earliest_ms(earliest));
        let sql = format!(
            "SELECT {COLUMNS} FROM entries NOT INDEXED
             WHERE id IN (SELECT entry FROM steps INDEXED BY steps_in_time WHERE at >= ?2 AND what IN ('done', 'told'))
               AND person = ?1 AND kind = 'action' AND trashed IS NULL ORDER BY written_at, id"
        );
        let mut completed = self.query_entries(&sql, params![person, since])?;
        completed.retain(|entry| {
            !entry.detail.is_open() && entry.detail.state() != Some(EntryState::Action(ActionState::Dropped))
        });
        Ok(completed)
    }

    /// When each subject was last mentioned and when the leader last received feedback, within a
    /// year.
    fn last_discussed(&self, person: PersonId, today: Date) -> Result<LastDiscussed> {
        let from = earliest_ms(today.checked_sub(jiff::Span::new().days(LOOKBACK_DAYS)).unwrap_or(Date::MIN));
        // A subject of an open topic was not discussed yet.
        let sql = "SELECT subjects.word, max(entries.written_at), entries.day
                   FROM entries INDEXED BY entries_of_person JOIN subjects ON subjects.entry = entries.id
                   WHERE entries.person = ?1 AND entries.trashed IS NULL AND entries.written_at >= ?2
                     AND NOT (entries.kind = 'topic' AND EXISTS (
                         SELECT 1 FROM topics WHERE entry = entries.id AND state = 'open'))
                   GROUP BY subjects.word";
        let mut statement = self.prepare(sql)?;
        let rows = statement.query_map(params![person, from], |row| Ok((row.get(0)?, row.get(2)?)))?;
        let subjects = rows.collect::<rusqlite::Result<_>>()?;
        let sql = "SELECT entries.day FROM entries INDEXED BY entries_of_kind
                   JOIN feedback ON feedback.entry = entries.id
                   WHERE entries.person = ?1 AND entries.kind = 'feedback' AND entries.trashed IS NULL
                     AND entries.written_at >= ?2 AND feedback.direction = 'received'
                   ORDER BY entries.written_at DESC LIMIT 1";
        let feedback = self.prepare(sql)?.query_row(params![person, from], |row| row.get(0)).optional()?;
        Ok(LastDiscussed { subjects, feedback })
    }
}
