//! The open items of all people, without their texts, and the day of the last entry about a person.

use jiff::civil::Date;
use rusqlite::{OptionalExtension as _, Row};

use super::{Db, error::Result};
use crate::domain::{
    attention::{OpenItem, OpenItemStatus},
    entry::kind::{flag::FlagState, goal::GoalState},
    id::{EntryId, PersonId},
    moment::Moment,
};

/// Joins a detail table `d` with its entries. `CROSS JOIN` makes the planner start from the few
/// open items, not from the many entries.
const JOINS: &str = "CROSS JOIN entries e ON e.id = d.entry LEFT JOIN snoozes ON snoozes.entry = d.entry";
/// The columns that all kinds have in common.
const COLUMNS: &str = "e.id, e.person, e.written_at, e.offset_s, snoozes.until";
/// The number of [`COLUMNS`].
const SHARED_COLUMN_COUNT: usize = 5;

impl Db {
    /// All open items of all people, with the settled flags due for a recheck, in no order.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn open_items(&self, today: Date) -> Result<Vec<OpenItem>> {
        let mut items = Vec::new();
        self.add_open_flags(today, &mut items)?;
        self.add_open_actions(&mut items)?;
        self.add_active_goals(&mut items)?;
        self.add_open_items_from("praise", "d.state = 'noticed'", OpenItemStatus::Praise, &mut items)?;
        self.add_open_items_from("topics", "d.state = 'open'", OpenItemStatus::Topic, &mut items)?;
        Ok(items)
    }

    /// The day of the last entry about a person.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn last_entry_date(&self, person: PersonId) -> Result<Option<Date>> {
        let sql = "SELECT written_at, offset_s FROM entries INDEXED BY entries_of_person
                   WHERE person = ?1 AND trashed IS NULL ORDER BY written_at DESC LIMIT 1";
        let mut statement = self.prepare(sql)?;
        Ok(statement.query_row([person], |row| read_day(row, 0)).optional()?.flatten())
    }

    fn add_open_flags(&self, today: Date, items: &mut Vec<OpenItem>) -> Result<()> {
        let columns = format!("{COLUMNS}, d.state, d.watch_until, d.check_again, {}", last_event_columns("raised"));
        let open = "d.state IN ('noticed', 'watching', 'raised')";
        let sql = format!("SELECT {columns} FROM flags d {JOINS} WHERE {open} AND e.trashed IS NULL");
        let read = |row: &Row<'_>| {
            let state: FlagState = row.get(SHARED_COLUMN_COUNT)?;
            let raised_on = read_day(row, SHARED_COLUMN_COUNT + 3)?;
            let (watch_until, recheck_on) = (row.get(SHARED_COLUMN_COUNT + 1)?, row.get(SHARED_COLUMN_COUNT + 2)?);
            read_open_item(row, OpenItemStatus::Flag { state, watch_until, recheck_on, raised_on })
        };
        let mut statement = self.prepare(&sql)?;
        items.extend(statement.query_map([], read)?.collect::<rusqlite::Result<Vec<_>>>()?);
        let due_for_recheck = "d.check_again IS NOT NULL AND d.check_again <= ?1";
        let sql = format!("SELECT {columns} FROM flags d {JOINS} WHERE {due_for_recheck} AND e.trashed IS NULL");
        let mut statement = self.prepare(&sql)?;
        items.extend(statement.query_map([today], read)?.collect::<rusqlite::Result<Vec<_>>>()?);
        Ok(())
    }

    fn add_open_actions(&self, items: &mut Vec<OpenItem>) -> Result<()> {
        let sql = format!(
            "SELECT {COLUMNS}, d.by, d.state, d.due, {} FROM actions d {JOINS}
             WHERE (d.state = 'open' OR (d.state = 'done' AND d.by = 'me')) AND e.trashed IS NULL",
            last_event_columns("done")
        );
        let mut statement = self.prepare(&sql)?;
        let rows = statement.query_map([], |row| {
            let done_on = read_day(row, SHARED_COLUMN_COUNT + 3)?;
            let (by, state, due) =
                (row.get(SHARED_COLUMN_COUNT)?, row.get(SHARED_COLUMN_COUNT + 1)?, row.get(SHARED_COLUMN_COUNT + 2)?);
            read_open_item(row, OpenItemStatus::Action { by, state, due, done_on })
        })?;
        items.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
        Ok(())
    }

    /// Adds the active goals; paused ones need no attention.
    fn add_active_goals(&self, items: &mut Vec<OpenItem>) -> Result<()> {
        let sql = format!(
            "SELECT {COLUMNS}, d.state FROM goals d {JOINS} WHERE d.state IN ('active', 'paused') AND e.trashed IS NULL"
        );
        let mut statement = self.prepare(&sql)?;
        let rows = statement.query_map([], |row| {
            Ok((read_open_item(row, OpenItemStatus::Goal(None))?, row.get::<_, GoalState>(SHARED_COLUMN_COUNT)?))
        })?;
        let goals = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        for (mut goal, _) in goals.into_iter().filter(|(_, state)| *state == GoalState::Active) {
            goal.status = OpenItemStatus::Goal(self.last_check_in(goal.entry)?);
            items.push(goal);
        }
        Ok(())
    }

    fn last_check_in(&self, goal: EntryId) -> Result<Option<Date>> {
        Ok(self.latest_check_ins(goal, 1)?.last().map(|(day, _)| *day))
    }

    fn add_open_items_from(
        &self,
        table: &str,
        open: &str,
        status: OpenItemStatus,
        items: &mut Vec<OpenItem>,
    ) -> Result<()> {
        let sql = format!("SELECT {COLUMNS} FROM {table} d {JOINS} WHERE {open} AND e.trashed IS NULL");
        let mut statement = self.prepare(&sql)?;
        items
            .extend(statement.query_map([], |row| read_open_item(row, status))?.collect::<rusqlite::Result<Vec<_>>>()?);
        Ok(())
    }
}

/// Two columns with the instant and the offset of the latest event of a kind.
fn last_event_columns(kind: &str) -> String {
    let latest = |column: &str| {
        format!(
            "(SELECT {column} FROM steps WHERE steps.entry = d.entry AND what = '{kind}' ORDER BY at DESC, id DESC LIMIT 1)"
        )
    };
    format!("{}, {}", latest("at"), latest("offset_s"))
}

fn read_open_item(row: &Row<'_>, status: OpenItemStatus) -> rusqlite::Result<OpenItem> {
    Ok(OpenItem {
        entry: row.get(0)?,
        person: row.get(1)?,
        written_on: read_day(row, 2)?.unwrap_or(Date::MIN),
        snoozed_until: row.get(4)?,
        status,
    })
}

/// The civil day of a moment in two columns starting at `first`; `None` if they are null.
fn read_day(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Date>> {
    let (Some(at), Some(offset)) = (row.get(first)?, row.get(first + 1)?) else { return Ok(None) };
    Ok(Moment::from_parts(at, offset, String::new()).map(|moment| moment.day()))
}
