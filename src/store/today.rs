//! What a day begins with: all that is open about anybody, without its text, and whom nothing was written about.

use jiff::civil::Date;
use rusqlite::{OptionalExtension as _, Row};

use super::{Db, error::Result};
use crate::domain::{
    flag::FlagState,
    goal::GoalState,
    id::{EntryId, PersonId},
    moment::Moment,
    today::{OpenThing, Stands},
};

/// What every kind has, in this order. The open things lead to their entries, not the other way: there are many entries.
const FROM: &str = "CROSS JOIN entries e ON e.id = d.entry LEFT JOIN snoozes ON snoozes.entry = d.entry";
const COLUMNS: &str = "e.id, e.person, e.written_at, e.offset_s, snoozes.until";
/// How many of [`COLUMNS`] there are.
const FIRST: usize = 5;

impl Db {
    /// Everything that is open or comes back, about everybody, in no order.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn open_things(&self, today: Date) -> Result<Vec<OpenThing>> {
        let mut things = Vec::new();
        self.open_flags(today, &mut things)?;
        self.open_actions(&mut things)?;
        self.active_goals(&mut things)?;
        self.of_sort("praise", "d.state = 'noticed'", Stands::Praise, &mut things)?;
        self.of_sort("topics", "d.state = 'open'", Stands::Topic, &mut things)?;
        Ok(things)
    }

    /// The day on which an entry was last written about a person.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn last_written(&self, person: PersonId) -> Result<Option<Date>> {
        let sql = "SELECT written_at, offset_s FROM entries INDEXED BY entries_of_person
                   WHERE person = ?1 AND trashed IS NULL ORDER BY written_at DESC LIMIT 1";
        let mut statement = self.prepare(sql)?;
        Ok(statement.query_row([person], |row| day(row, 0)).optional()?.flatten())
    }

    fn open_flags(&self, today: Date, things: &mut Vec<OpenThing>) -> Result<()> {
        let columns = format!("{COLUMNS}, d.state, d.watch_until, d.check_again, {}", last_step("raised"));
        let open = "d.state IN ('noticed', 'watching', 'raised')";
        let sql = format!("SELECT {columns} FROM flags d {FROM} WHERE {open} AND e.trashed IS NULL");
        let read = |row: &Row<'_>| {
            let state: FlagState = row.get(FIRST)?;
            let raised = day(row, FIRST + 3)?;
            let (watch_until, check_again) = (row.get(FIRST + 1)?, row.get(FIRST + 2)?);
            thing(row, Stands::Flag { state, watch_until, check_again, raised })
        };
        let mut statement = self.prepare(&sql)?;
        things.extend(statement.query_map([], read)?.collect::<rusqlite::Result<Vec<_>>>()?);
        let again = "d.check_again IS NOT NULL AND d.check_again <= ?1";
        let sql = format!("SELECT {columns} FROM flags d {FROM} WHERE {again} AND e.trashed IS NULL");
        let mut statement = self.prepare(&sql)?;
        things.extend(statement.query_map([today], read)?.collect::<rusqlite::Result<Vec<_>>>()?);
        Ok(())
    }

    fn open_actions(&self, things: &mut Vec<OpenThing>) -> Result<()> {
        let sql = format!(
            "SELECT {COLUMNS}, d.by, d.state, d.due, {} FROM actions d {FROM}
             WHERE (d.state = 'open' OR (d.state = 'done' AND d.by = 'me')) AND e.trashed IS NULL",
            last_step("done")
        );
        let mut statement = self.prepare(&sql)?;
        let rows = statement.query_map([], |row| {
            let done = day(row, FIRST + 3)?;
            let (by, state, due) = (row.get(FIRST)?, row.get(FIRST + 1)?, row.get(FIRST + 2)?);
            thing(row, Stands::Action { by, state, due, done })
        })?;
        things.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
        Ok(())
    }

    /// Those that rest do so on purpose.
    fn active_goals(&self, things: &mut Vec<OpenThing>) -> Result<()> {
        let sql = format!(
            "SELECT {COLUMNS}, d.state FROM goals d {FROM} WHERE d.state IN ('active', 'paused') AND e.trashed IS NULL"
        );
        let mut statement = self.prepare(&sql)?;
        let rows =
            statement.query_map([], |row| Ok((thing(row, Stands::Goal(None))?, row.get::<_, GoalState>(FIRST)?)))?;
        let goals = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        for (mut goal, _) in goals.into_iter().filter(|(_, state)| *state == GoalState::Active) {
            goal.stands = Stands::Goal(self.last_check_in(goal.entry)?);
            things.push(goal);
        }
        Ok(())
    }

    fn last_check_in(&self, goal: EntryId) -> Result<Option<Date>> {
        Ok(self.latest_check_ins(goal, 1)?.last().map(|(day, _)| *day))
    }

    fn of_sort(&self, table: &str, open: &str, stands: Stands, things: &mut Vec<OpenThing>) -> Result<()> {
        let sql = format!("SELECT {COLUMNS} FROM {table} d {FROM} WHERE {open} AND e.trashed IS NULL");
        let mut statement = self.prepare(&sql)?;
        things.extend(statement.query_map([], |row| thing(row, stands))?.collect::<rusqlite::Result<Vec<_>>>()?);
        Ok(())
    }
}

/// The moment of the latest step of a sort, in two columns.
fn last_step(what: &str) -> String {
    let latest = |column: &str| {
        format!(
            "(SELECT {column} FROM steps WHERE steps.entry = d.entry AND what = '{what}' ORDER BY at DESC, id DESC LIMIT 1)"
        )
    };
    format!("{}, {}", latest("at"), latest("offset_s"))
}

fn thing(row: &Row<'_>, stands: Stands) -> rusqlite::Result<OpenThing> {
    Ok(OpenThing {
        entry: row.get(0)?,
        person: row.get(1)?,
        written: day(row, 2)?.unwrap_or(Date::MIN),
        put_off: row.get(4)?,
        stands,
    })
}

/// The civil day of a moment in two columns from `first` on; nothing where they are empty.
fn day(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Date>> {
    let (Some(at), Some(offset)) = (row.get(first)?, row.get(first + 1)?) else { return Ok(None) };
    Ok(Moment::from_parts(at, offset, String::new()).map(|moment| moment.day()))
}
