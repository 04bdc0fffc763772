//! The words of a history, for whoever looks for some.

use rusqlite::OptionalExtension as _;

use super::{Db, error::Result};
use crate::domain::id::EntryId;

/// What was written as an entry: its text, what only its kind has, and of a check-in the goal.
const ENTRY_TEXT: &str = "SELECT text, coalesce(CASE kind
        WHEN 'flag' THEN (SELECT concat_ws(char(10), usually, lately, need) FROM flags WHERE entry = entries.id)
        WHEN 'goal' THEN (SELECT concat_ws(char(10), why, success, support) FROM goals WHERE entry = entries.id)
        WHEN 'check_in' THEN (SELECT goal.text FROM check_ins JOIN entries AS goal ON goal.id = check_ins.goal
                              WHERE check_ins.entry = entries.id)
        WHEN 'feedback' THEN (SELECT concat_ws(char(10), situation, behaviour, impact, changed) FROM feedback
                              WHERE entry = entries.id)
        WHEN 'delegation' THEN (SELECT support FROM delegations WHERE entry = entries.id)
        WHEN 'expectation' THEN (SELECT concat_ws(char(10), provide, their_words) FROM expectations
                                 WHERE entry = entries.id)
        END, '')
    FROM entries WHERE id = ?1";
/// What became of an entry: the words of the step, and the text of the entry they are about.
const EVENT_TEXT: &str = "SELECT words, (SELECT text FROM entries WHERE id = ?1) FROM steps WHERE entry = ?1
    ORDER BY at, id LIMIT 1 OFFSET ?2";

impl Db {
    /// The words of one moment of an entry: those it was written with, or those of the `nth` thing that became of it. Nothing
    /// where there is no such moment.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn search_text(&self, entry: EntryId, event_index: u16) -> Result<[String; 2]> {
        let words = |row: &rusqlite::Row<'_>| Ok([row.get(0)?, row.get(1)?]);
        let found = match event_index.checked_sub(1) {
            None => self.prepare(ENTRY_TEXT)?.query_row([entry], words),
            Some(before) => self.prepare(EVENT_TEXT)?.query_row((entry, before), words),
        };
        Ok(found.optional()?.unwrap_or_default())
    }
}
