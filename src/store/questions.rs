//! Custom and hidden questions, asked questions, and when each theme was last discussed.

use jiff::civil::Date;
use rusqlite::{Row, params};

use super::{Db, balance::earliest_ms, error::Result, sql_types};
use crate::domain::{
    entry::kind::Kind,
    id::{PersonId, Uid},
    question::{AskedQuestion, CustomQuestion, LastDiscussedByTheme, QuestionOverride, Theme},
};

pub(super) const COLUMNS: &str = "uid, question, theme, text, suits, written, hidden";
pub(super) const ASKED_COLUMNS: &str = "uid, person, question, theme, at, offset_s, zone";

impl Db {
    /// The custom and hidden questions, oldest first.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn question_overrides(&self) -> Result<Vec<QuestionOverride>> {
        let sql = format!("SELECT {COLUMNS} FROM questions ORDER BY written, uid");
        let mut statement = self.prepare(&sql)?;
        Ok(statement.query_map([], read_question_override)?.collect::<rusqlite::Result<_>>()?)
    }

    /// The questions asked of a person, oldest first.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn asked_questions(&self, person: PersonId) -> Result<Vec<AskedQuestion>> {
        let sql = format!("SELECT {ASKED_COLUMNS} FROM asked WHERE person = ?1 ORDER BY at, uid");
        let mut statement = self.prepare(&sql)?;
        Ok(statement.query_map([person], read_asked_question)?.collect::<rusqlite::Result<_>>()?)
    }

    /// The day each theme was last discussed with a person, from the day `from` on, by the subjects
    /// of the texts and the kinds of the entries.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn themes_last_discussed(&self, person: PersonId, from: Date) -> Result<LastDiscussedByTheme> {
        let mut last_discussed = LastDiscussedByTheme::default();
        let values = params![person, earliest_ms(from), from];
        // `CROSS JOIN` starts from the entries of these days, which have an index; the other order
        // would read every use of a subject.
        let sql = "SELECT subjects.word, max(entries.day) FROM entries INDEXED BY entries_of_person
                   CROSS JOIN subjects ON subjects.entry = entries.id
                   WHERE entries.person = ?1 AND entries.trashed IS NULL AND entries.written_at >= ?2 AND entries.day >= ?3
                   GROUP BY 1";
        let mut statement = self.prepare(sql)?;
        let mut rows = statement.query(values)?;
        while let Some(row) = rows.next()? {
            if let Some(theme) = Theme::from_subject(row.get_ref(0)?.as_str().unwrap_or_default()) {
                last_discussed.record(theme, row.get(1)?);
            }
        }
        let sql = "SELECT entries.kind, feedback.direction, max(entries.day) FROM entries INDEXED BY entries_of_person
                   LEFT JOIN feedback ON feedback.entry = entries.id AND entries.kind = 'feedback'
                   WHERE entries.person = ?1 AND entries.trashed IS NULL AND entries.written_at >= ?2 AND entries.day >= ?3
                   GROUP BY 1, 2";
        let mut statement = self.prepare(sql)?;
        let mut rows = statement.query(values)?;
        while let Some(row) = rows.next()? {
            let kind: Kind = row.get(0)?;
            if let Some(theme) = Theme::from_kind(kind, row.get(1)?) {
                last_discussed.record(theme, row.get(2)?);
            }
        }
        Ok(last_discussed)
    }

    pub(super) fn put_question_override(&self, question: &QuestionOverride) -> Result<()> {
        let sql = "INSERT INTO questions (uid, question, theme, text, suits, written, hidden)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                   ON CONFLICT (uid) DO UPDATE SET
                       question = ?2, theme = ?3, text = ?4, suits = ?5, written = ?6, hidden = ?7";
        let custom = question.custom.as_ref();
        self.prepare(sql)?.execute(params![
            question.uid,
            question.question,
            custom.map(|custom| custom.theme),
            custom.map(|custom| &custom.text),
            custom.map(|custom| &custom.suitable_for),
            question.written_at,
            question.hidden_at,
        ])?;
        Ok(())
    }

    pub(super) fn remove_question_override(&self, uid: Uid) -> Result<()> {
        self.prepare("DELETE FROM questions WHERE uid = ?1")?.execute([uid])?;
        Ok(())
    }

    pub(super) fn put_asked_question(&self, asked: &AskedQuestion) -> Result<()> {
        let sql =
            "INSERT INTO asked (uid, person, question, theme, at, offset_s, zone) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                   ON CONFLICT (uid) DO UPDATE SET
                       person = ?2, question = ?3, theme = ?4, at = ?5, offset_s = ?6, zone = ?7";
        let AskedQuestion { uid, person, question, theme, at } = asked;
        self.prepare(sql)?.execute(params![uid, person, question, theme, at.at_ms(), at.offset_s(), at.zone()])?;
        Ok(())
    }

    pub(super) fn remove_asked_question(&self, uid: Uid) -> Result<()> {
        self.prepare("DELETE FROM asked WHERE uid = ?1")?.execute([uid])?;
        Ok(())
    }
}

pub(super) fn read_asked_question(row: &Row<'_>) -> rusqlite::Result<AskedQuestion> {
    Ok(AskedQuestion {
        uid: row.get(0)?,
        person: row.get(1)?,
        question: row.get(2)?,
        theme: row.get(3)?,
        at: sql_types::read_moment(row, 4)?,
    })
}

pub(super) fn read_question_override(row: &Row<'_>) -> rusqlite::Result<QuestionOverride> {
    let custom = match row.get::<_, Option<Theme>>(2)? {
        Some(theme) => Some(CustomQuestion { theme, text: row.get(3)?, suitable_for: row.get(4)? }),
        None => None,
    };
    Ok(QuestionOverride {
        uid: row.get(0)?,
        question: row.get(1)?,
        custom,
        written_at: row.get(5)?,
        hidden_at: row.get(6)?,
    })
}
