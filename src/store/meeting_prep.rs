//! The preparation of one-on-ones: the order of the agenda and the personal details asked about.

use rusqlite::params;

use super::{Db, error::Result};
use crate::domain::{id::PersonId, person::Person, personal_details::AskedDetail};

impl Db {
    /// Loads the preparation of `people`. Reads all rows at once, as there are few.
    pub(super) fn load_meeting_prep(&self, people: &mut [Person]) -> Result<()> {
        fn person_mut(people: &mut [Person], id: PersonId) -> Option<&mut Person> {
            people.iter_mut().find(|person| person.id == id)
        }
        let mut order = self.prepare("SELECT person, entry FROM raise_order ORDER BY person, nth")?;
        let mut rows = order.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(person) = person_mut(people, row.get(0)?) {
                person.meeting_prep.agenda_order.push(row.get(1)?);
            }
        }
        let mut asked = self.prepare("SELECT person, detail, day FROM asked_about ORDER BY person, nth")?;
        let mut rows = asked.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(person) = person_mut(people, row.get(0)?) {
                person.meeting_prep.asked_details.push(AskedDetail { detail: row.get(1)?, asked_on: row.get(2)? });
            }
        }
        Ok(())
    }

    pub(super) fn put_meeting_prep(&self, person: &Person) -> Result<()> {
        self.prepare("DELETE FROM raise_order WHERE person = ?1")?.execute([person.id])?;
        let mut put = self.prepare("INSERT INTO raise_order (person, nth, entry) VALUES (?1, ?2, ?3)")?;
        for (index, entry) in (0_i64..).zip(&person.meeting_prep.agenda_order) {
            put.execute(params![person.id, index, entry])?;
        }
        self.prepare("DELETE FROM asked_about WHERE person = ?1")?.execute([person.id])?;
        let mut put = self.prepare("INSERT INTO asked_about (person, nth, detail, day) VALUES (?1, ?2, ?3, ?4)")?;
        for (index, asked) in (0_i64..).zip(&person.meeting_prep.asked_details) {
            put.execute(params![person.id, index, asked.detail, asked.asked_on])?;
        }
        Ok(())
    }
}
