//! The details of entries: a table for each kind.

use rusqlite::params;

use super::{Db, error::Result};
use crate::domain::{
    entry::{
        Detail, Entry,
        kind::{
            Kind,
            action::Action,
            check_in::CheckIn,
            delegation::Delegation,
            expectation::Expectation,
            feedback::Feedback,
            flag::{Flag, RaisePlan},
            goal::Goal,
            note::Note,
            praise::Praise,
            topic::Topic,
        },
    },
    id::EntryId,
};

/// The values of `flags.raise_when`. The day of `ON_A_DAY` is in `flags.raise_on`.
const UNDECIDED: &str = "undecided";
const NEXT_ONE_ON_ONE: &str = "next_one_on_one";
const ON_A_DAY: &str = "on_a_day";

/// The table that holds the details of a kind.
pub(super) fn detail_table(kind: Kind) -> &'static str {
    match kind {
        Kind::Note => "notes",
        Kind::Flag => "flags",
        Kind::Goal => "goals",
        Kind::CheckIn => "check_ins",
        Kind::Action => "actions",
        Kind::Praise => "praise",
        Kind::Feedback => "feedback",
        Kind::Delegation => "delegations",
        Kind::Expectation => "expectations",
        Kind::Topic => "topics",
    }
}

impl Db {
    pub(super) fn detail(&self, id: EntryId, kind: Kind) -> Result<Detail> {
        Ok(match kind {
            Kind::Note => Detail::Note(self.note(id)?),
            Kind::Flag => Detail::Flag(self.flag(id)?),
            Kind::Goal => Detail::Goal(self.goal(id)?),
            Kind::CheckIn => Detail::CheckIn(self.check_in(id)?),
            Kind::Action => Detail::Action(self.action(id)?),
            Kind::Praise => Detail::Praise(self.praise(id)?),
            Kind::Feedback => Detail::Feedback(self.feedback(id)?),
            Kind::Delegation => Detail::Delegation(self.delegation(id)?),
            Kind::Expectation => Detail::Expectation(self.expectation(id)?),
            Kind::Topic => Detail::Topic(self.topic(id)?),
        })
    }

    pub(super) fn delete_detail(&self, id: EntryId, kind: Kind) -> Result<()> {
        self.execute(&format!("DELETE FROM {} WHERE entry = ?1", detail_table(kind)), [id])
    }

    pub(super) fn put_detail(&self, entry: &Entry) -> Result<()> {
        let id = entry.id;
        match &entry.detail {
            Detail::Note(note) => self.execute("INSERT OR REPLACE INTO notes (entry, about) VALUES (?1, ?2)", params![id, note.about]),
            Detail::Flag(flag) => self.put_flag(id, flag),
            Detail::Goal(goal) => self.put_goal(entry, goal),
            Detail::CheckIn(check_in) => self.execute(
                "INSERT OR REPLACE INTO check_ins (entry, goal, closeness, person) VALUES (?1, ?2, ?3, ?4)",
                params![id, check_in.goal, check_in.closeness, entry.person],
            ),
            Detail::Action(action) => self.execute(
                "INSERT OR REPLACE INTO actions (entry, by, due, state) VALUES (?1, ?2, ?3, ?4)",
                params![id, action.by, action.due, action.state],
            ),
            Detail::Praise(praise) => {
                self.execute("INSERT OR REPLACE INTO praise (entry, state) VALUES (?1, ?2)", params![id, praise.state])
            }
            Detail::Feedback(feedback) => self.put_feedback(id, feedback),
            Detail::Delegation(delegation) => self.execute(
                "INSERT OR REPLACE INTO delegations (entry, level, support, hands_off_until, state) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![id, delegation.level, delegation.support, delegation.hands_off_until, delegation.state],
            ),
            Detail::Expectation(expectation) => self.execute(
                "INSERT OR REPLACE INTO expectations (entry, provide, their_words, state) VALUES (?1, ?2, ?3, ?4)",
                params![id, expectation.provide, expectation.their_words, expectation.state],
            ),
            Detail::Topic(topic) => self.execute(
                r#"INSERT OR REPLACE INTO topics (entry, "from", state) VALUES (?1, ?2, ?3)"#,
                params![id, topic.from, topic.state],
            ),
        }
    }

    fn execute(&self, sql: &str, values: impl rusqlite::Params) -> Result<()> {
        self.prepare(sql)?.execute(values)?;
        Ok(())
    }

    fn put_flag(&self, id: EntryId, flag: &Flag) -> Result<()> {
        let (raise_when, raise_on) = match flag.raise_plan {
            RaisePlan::Undecided => (UNDECIDED, None),
            RaisePlan::NextOneOnOne => (NEXT_ONE_ON_ONE, None),
            RaisePlan::On(day) => (ON_A_DAY, Some(day)),
        };
        let Flag { usually, lately, need, state, watch_until, recheck_on, .. } = flag;
        self.execute(
            "INSERT OR REPLACE INTO flags (entry, usually, lately, need, state, watch_until, check_again, raise_when, raise_on)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![id, usually, lately, need, state, watch_until, recheck_on, raise_when, raise_on],
        )
    }

    fn put_goal(&self, entry: &Entry, goal: &Goal) -> Result<()> {
        // Updated, not replaced: check-ins refer to the row.
        self.execute(
            "INSERT INTO goals (entry, why, success, support, target, state, person) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (entry) DO UPDATE SET why = ?2, success = ?3, support = ?4, target = ?5, state = ?6, person = ?7",
            params![entry.id, goal.why, goal.success, goal.support, goal.target, goal.state, entry.person],
        )
    }

    fn put_feedback(&self, id: EntryId, feedback: &Feedback) -> Result<()> {
        self.execute(
            "INSERT OR REPLACE INTO feedback (entry, direction, situation, behaviour, impact, changed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![id, feedback.direction, feedback.situation, feedback.behaviour, feedback.impact, feedback.changed],
        )
    }

    fn query_one<T>(
        &self,
        sql: &str,
        id: EntryId,
        read: impl FnOnce(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T> {
        Ok(self.prepare(sql)?.query_row([id], read)?)
    }

    fn note(&self, id: EntryId) -> Result<Note> {
        self.query_one("SELECT about FROM notes WHERE entry = ?1", id, |row| Ok(Note { about: row.get(0)? }))
    }

    fn flag(&self, id: EntryId) -> Result<Flag> {
        let sql = "SELECT usually, lately, need, state, watch_until, check_again, raise_when, raise_on FROM flags WHERE entry = ?1";
        self.query_one(sql, id, |row| {
            Ok(Flag {
                usually: row.get(0)?,
                lately: row.get(1)?,
                need: row.get(2)?,
                state: row.get(3)?,
                watch_until: row.get(4)?,
                recheck_on: row.get(5)?,
                raise_plan: match row.get::<_, String>(6)?.as_str() {
                    NEXT_ONE_ON_ONE => RaisePlan::NextOneOnOne,
                    ON_A_DAY => RaisePlan::On(row.get(7)?),
                    _ => RaisePlan::Undecided,
                },
            })
        })
    }

    fn goal(&self, id: EntryId) -> Result<Goal> {
        let sql = "SELECT why, success, support, target, state FROM goals WHERE entry = ?1";
        self.query_one(sql, id, |row| {
            Ok(Goal {
                why: row.get(0)?,
                success: row.get(1)?,
                support: row.get(2)?,
                target: row.get(3)?,
                state: row.get(4)?,
            })
        })
    }

    fn check_in(&self, id: EntryId) -> Result<CheckIn> {
        let sql = "SELECT goal, closeness FROM check_ins WHERE entry = ?1";
        self.query_one(sql, id, |row| Ok(CheckIn { goal: row.get(0)?, closeness: row.get(1)? }))
    }

    fn action(&self, id: EntryId) -> Result<Action> {
        let sql = "SELECT by, due, state FROM actions WHERE entry = ?1";
        self.query_one(sql, id, |row| Ok(Action { by: row.get(0)?, due: row.get(1)?, state: row.get(2)? }))
    }

    fn praise(&self, id: EntryId) -> Result<Praise> {
        self.query_one("SELECT state FROM praise WHERE entry = ?1", id, |row| Ok(Praise { state: row.get(0)? }))
    }

    fn feedback(&self, id: EntryId) -> Result<Feedback> {
        let sql = "SELECT direction, situation, behaviour, impact, changed FROM feedback WHERE entry = ?1";
        self.query_one(sql, id, |row| {
            Ok(Feedback {
                direction: row.get(0)?,
                situation: row.get(1)?,
                behaviour: row.get(2)?,
                impact: row.get(3)?,
                changed: row.get(4)?,
            })
        })
    }

    fn delegation(&self, id: EntryId) -> Result<Delegation> {
        let sql = "SELECT level, support, hands_off_until, state FROM delegations WHERE entry = ?1";
        self.query_one(sql, id, |row| {
            Ok(Delegation {
                level: row.get(0)?,
                support: row.get(1)?,
                hands_off_until: row.get(2)?,
                state: row.get(3)?,
            })
        })
    }

    fn expectation(&self, id: EntryId) -> Result<Expectation> {
        let sql = "SELECT provide, their_words, state FROM expectations WHERE entry = ?1";
        self.query_one(sql, id, |row| {
            Ok(Expectation { provide: row.get(0)?, their_words: row.get(1)?, state: row.get(2)? })
        })
    }

    fn topic(&self, id: EntryId) -> Result<Topic> {
        let sql = r#"SELECT "from", state FROM topics WHERE entry = ?1"#;
        self.query_one(sql, id, |row| Ok(Topic { from: row.get(0)?, state: row.get(1)? }))
    }
}
