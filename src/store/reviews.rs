//! Reviews and their templates.

use rusqlite::{OptionalExtension as _, Row, params};

use super::{Db, error::Result, search_index::DocumentSource, sql_types};
use crate::domain::{
    id::{PersonId, Uid},
    moment::Moment,
    review::{Review, Template},
};

pub(super) const REVIEW_COLUMNS: &str = "uid, person, from_day, to_day, begun_at, offset_s, zone, text, finished";
pub(super) const TEMPLATE_COLUMNS: &str = "uid, name, text, written";

impl Db {
    /// The unfinished review of a person.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn unfinished_review(&self, person: PersonId) -> Result<Option<Review>> {
        let sql = format!(
            "SELECT {REVIEW_COLUMNS} FROM reviews INDEXED BY one_review_begun WHERE person = ?1 AND finished IS NULL"
        );
        Ok(self.prepare(&sql)?.query_row([person], read_review).optional()?)
    }

    /// The finished reviews of a person, the last finished first.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn finished_reviews(&self, person: PersonId) -> Result<Vec<Review>> {
        let sql = format!(
            "SELECT {REVIEW_COLUMNS} FROM reviews INDEXED BY reviews_finished WHERE person = ?1 AND finished IS NOT NULL"
        );
        let mut statement = self.prepare(&sql)?;
        let mut reviews = statement.query_map([person], read_review)?.collect::<rusqlite::Result<Vec<_>>>()?;
        // `finished` is text with an offset, so it does not sort by instant in SQL.
        let finished_ms = |review: &Review| review.finished_at.as_ref().map(Moment::at_ms);
        reviews.sort_by_key(|review| std::cmp::Reverse((finished_ms(review), review.uid)));
        Ok(reviews)
    }

    /// One review.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn review(&self, uid: Uid) -> Result<Option<Review>> {
        let sql = format!("SELECT {REVIEW_COLUMNS} FROM reviews WHERE uid = ?1");
        Ok(self.prepare(&sql)?.query_row([uid], read_review).optional()?)
    }

    /// The templates, by name.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn templates(&self) -> Result<Vec<Template>> {
        let sql = format!("SELECT {TEMPLATE_COLUMNS} FROM templates ORDER BY name, uid");
        let mut statement = self.prepare(&sql)?;
        Ok(statement.query_map([], read_template)?.collect::<rusqlite::Result<_>>()?)
    }

    pub(super) fn put_review(&self, review: &Review) -> Result<()> {
        let document = self.record_document(DocumentSource::Reviews, review.uid)?;
        let sql = "INSERT INTO reviews (uid, person, from_day, to_day, begun_at, offset_s, zone, text, finished)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                   ON CONFLICT (uid) DO UPDATE SET person = ?2, from_day = ?3, to_day = ?4, begun_at = ?5, offset_s = ?6,
                       zone = ?7, text = ?8, finished = ?9";
        let Review { uid, person, from, to, started_at, text, finished_at } = review;
        self.prepare(sql)?.execute(params![
            uid,
            person,
            from,
            to,
            started_at.at_ms(),
            started_at.offset_s(),
            started_at.zone(),
            text,
            finished_at
        ])?;
        self.index_record(DocumentSource::Reviews, *uid, document.as_ref())
    }

    pub(super) fn remove_review(&self, uid: Uid) -> Result<()> {
        let document = self.record_document(DocumentSource::Reviews, uid)?;
        self.prepare("DELETE FROM reviews WHERE uid = ?1")?.execute([uid])?;
        self.index_record(DocumentSource::Reviews, uid, document.as_ref())
    }

    pub(super) fn put_template(&self, template: &Template) -> Result<()> {
        let sql = "INSERT INTO templates (uid, name, text, written) VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT (uid) DO UPDATE SET name = ?2, text = ?3, written = ?4";
        let Template { uid, name, text, written_at } = template;
        self.prepare(sql)?.execute(params![uid, name, text, written_at])?;
        Ok(())
    }

    pub(super) fn remove_template(&self, uid: Uid) -> Result<()> {
        self.prepare("DELETE FROM templates WHERE uid = ?1")?.execute([uid])?;
        Ok(())
    }
}

pub(super) fn read_review(row: &Row<'_>) -> rusqlite::Result<Review> {
    Ok(Review {
        uid: row.get(0)?,
        person: row.get(1)?,
        from: row.get(2)?,
        to: row.get(3)?,
        started_at: sql_types::read_moment(row, 4)?,
        text: row.get(7)?,
        finished_at: row.get(8)?,
    })
}

pub(super) fn read_template(row: &Row<'_>) -> rusqlite::Result<Template> {
    Ok(Template { uid: row.get(0)?, name: row.get(1)?, text: row.get(2)?, written_at: row.get(3)? })
}
