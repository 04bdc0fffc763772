//! What the brief of a person is made of.

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

/// How many check-ins the small line of a goal goes back.
const CHECK_IN_HISTORY_LIMIT: u32 = 12;
/// Where you did not meet for longer, what was kept before is history.
const COMPLETED_ACTIONS_MAX_DAYS: i64 = 60;
/// Where to look for the last one-on-one, and for what was skipped since.
const RECENT_ONE_ON_ONES_LIMIT: u32 = 12;

impl Db {
    /// What the journal holds of a person, as far as the brief of `today` needs it; `None` where there is no such person.
    /// Reads what is open, the last one-on-one and one year of the index: nothing here grows with the years.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn brief_input(&self, id: PersonId, today: Date) -> Result<Option<BriefInput>> {
        let Some(person) = self.person(id)? else { return Ok(None) };
        let mut open = self.open_entries(id)?;
        open.extend(self.flags_due_for_recheck(id, today)?);
        open.sort_by(|a, b| (&a.written_at, a.id).cmp(&(&b.written_at, b.id)));
        let goals = open.iter().filter(|entry| entry.kind() == Kind::Goal);
        let check_ins = goals.map(|goal| Ok((goal.id, self.latest_check_ins(goal.id, CHECK_IN_HISTORY_LIMIT)?)));
        let check_ins = check_ins.collect::<Result<_>>()?;
        let latest = self.latest_one_on_ones(id, RECENT_ONE_ON_ONES_LIMIT)?;
        let over = |one: &&OneOnOne| one.state.took_place() && !one.is_running();
        let met = match latest.iter().rfind(over) {
            Some(met) => Some(met.clone()),
            None => self.latest_finished_one_on_one(id)?,
        };
        let skipped =
            |one: &OneOnOne| one.state == OneOnOneState::Skipped && met.as_ref().is_none_or(|met| met.at < one.at);
        let skipped = latest.iter().filter(|one| skipped(one)).cloned().collect();
        Ok(Some(BriefInput {
            schedule: self.meeting_schedule(&person)?,
            check_ins,
            completed_actions: self.actions_completed_since(id, met.as_ref().map(|met| &met.at), today)?,
            needs: self.needs(id)?,
            expectations: self.current_expectations(id)?,
            skipped_meetings: skipped,
            last_meeting: match met {
                Some(met) => {
                    let jotted = self.entries_in_one_on_one(met.id)?;
                    Some((met, jotted))
                }
                None => None,
            },
            last_discussed: self.last_discussed(id, today)?,
            balance: self.balance(id, window_start(today))?,
            open_entries: open,
            person,
        }))
    }

    /// The latest that is over, however many were skipped since.
    fn latest_finished_one_on_one(&self, person: PersonId) -> Result<Option<OneOnOne>> {
        self.query_one_on_one(
            "WHERE person = ?1 AND (state = 'nothing_to_note' OR wrapped_up IS NOT NULL) ORDER BY at DESC, id DESC",
            person,
        )
    }

    /// The actions of a person that were done, or done and told, after `since`, oldest first.
    fn actions_completed_since(&self, person: PersonId, since: Option<&Moment>, today: Date) -> Result<Vec<Entry>> {
        let longest = today.checked_sub(jiff::Span::new().days(COMPLETED_ACTIONS_MAX_DAYS)).unwrap_or(Date::MIN);
        let since = since.map_or(i64::MIN, Moment::at_ms).max(earliest_ms(longest));
        let sql = format!(
            "SELECT {COLUMNS} FROM entries NOT INDEXED
             WHERE id IN (SELECT entry FROM steps INDEXED BY steps_in_time WHERE at >= ?2 AND what IN ('done', 'told'))
               AND person = ?1 AND kind = 'action' AND trashed IS NULL ORDER BY written_at, id"
        );
        let mut kept = self.query_entries(&sql, params![person, since])?;
        kept.retain(|entry| {
            !entry.detail.is_open() && entry.detail.state() != Some(EntryState::Action(ActionState::Dropped))
        });
        Ok(kept)
    }

    /// When each subject was last named, and when the leader was last given feedback, within a year.
    fn last_discussed(&self, person: PersonId, today: Date) -> Result<LastDiscussed> {
        let from = earliest_ms(today.checked_sub(jiff::Span::new().days(LOOKBACK_DAYS)).unwrap_or(Date::MIN));
        // What is only to be talked about was not talked about.
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
