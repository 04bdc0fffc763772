//! The searchable text of timeline events.

use rusqlite::OptionalExtension as _;

use super::{Db, error::Result};
use crate::domain::id::EntryId;

/// The texts of an entry: its own, and the text fields of its detail; for a check-in, the text of
/// the goal.
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
/// The texts of an event: its comment, and the text of its entry.
const EVENT_TEXT: &str = "SELECT words, (SELECT text FROM entries WHERE id = ?1) FROM steps WHERE entry = ?1
    ORDER BY at, id LIMIT 1 OFFSET ?2";

impl Db {
    /// The texts of one event of an entry: index 0 is the entry as written, index n its nth event.
    /// Empty if there is none.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn search_text(&self, entry: EntryId, event_index: u16) -> Result<[String; 2]> {
        let read = |row: &rusqlite::Row<'_>| Ok([row.get(0)?, row.get(1)?]);
        let texts = match event_index.checked_sub(1) {
            None => self.prepare(ENTRY_TEXT)?.query_row([entry], read),
            Some(offset) => self.prepare(EVENT_TEXT)?.query_row((entry, offset), read),
        };
        Ok(texts.optional()?.unwrap_or_default())
    }
}
