//! People, and their summaries for the sidebar.

use jiff::civil::Date;
use rusqlite::{OptionalExtension as _, Row, params};

use super::{Db, error::Result, search_index::DocumentSource};
use crate::domain::{
    id::PersonId,
    meeting_prep::MeetingPrep,
    moment::Moment,
    next_meeting::MeetingSchedule,
    person::{Person, Profile, ShortName},
    short_name::{NameFacts, short_name},
};

/// What the sidebar shows about a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonSummary {
    /// The person.
    pub person: Person,
    /// When the last one-on-one took place.
    pub last_met: Option<Moment>,
    /// What determines the next one-on-one.
    pub schedule: MeetingSchedule,
    /// Whether a flag is noticed but not raised; a watched flag counts from its day on.
    pub has_unraised_flag: bool,
}

pub(super) const COLUMNS: &str = "id, uid, name, relation, role, team, since, birthday, pronouns, matters, cadence, colour, place, added, archived, \
     goes_by, format";

impl Db {
    /// All people, including archived ones, in the order of the sidebar.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn people(&self) -> Result<Vec<Person>> {
        let sql = format!("SELECT {COLUMNS} FROM people ORDER BY place, id");
        let mut statement = self.prepare(&sql)?;
        let mut people: Vec<Person> = statement.query_map([], read_person)?.collect::<rusqlite::Result<_>>()?;
        self.load_meeting_prep(&mut people)?;
        let facts: Vec<NameFacts> = people.iter().map(NameFacts::from).collect();
        for (person, of) in people.iter_mut().zip(&facts) {
            person.short_name = ShortName(Some(short_name(of, &facts)));
        }
        Ok(people)
    }

    /// The summaries of all people for `today`, in the order of the sidebar.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn person_summaries(&self, today: Date) -> Result<Vec<PersonSummary>> {
        let mut unraised = self.prepare(
            // `CROSS JOIN` starts from the open flags, which have an index; the other order would
            // scan all entries.
            "SELECT DISTINCT entries.person FROM flags CROSS JOIN entries ON entries.id = flags.entry
             WHERE flags.state IN ('noticed', 'watching', 'raised') AND entries.trashed IS NULL
               AND (flags.state = 'noticed' OR (flags.state = 'watching' AND flags.watch_until <= ?1))",
        )?;
        let unraised: Vec<PersonId> =
            unraised.query_map([today], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        self.people()?
            .into_iter()
            .map(|person| {
                Ok(PersonSummary {
                    last_met: self.last_met(person.id)?,
                    schedule: self.meeting_schedule(&person)?,
                    has_unraised_flag: unraised.contains(&person.id),
                    person,
                })
            })
            .collect()
    }

    /// One person.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn person(&self, id: PersonId) -> Result<Option<Person>> {
        let sql = format!("SELECT {COLUMNS} FROM people WHERE id = ?1");
        let mut found = self.prepare(&sql)?.query_row([id], read_person).optional()?;
        if let Some(person) = &mut found {
            self.load_meeting_prep(std::slice::from_mut(person))?;
            person.short_name = ShortName(Some(short_name(&NameFacts::from(&*person), &self.name_facts()?)));
        }
        Ok(found)
    }

    /// Whether there is such a person.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn has_person(&self, id: PersonId) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM people WHERE id = ?1)";
        Ok(self.prepare(sql)?.query_row([id], |row| row.get(0))?)
    }

    /// What the short names of all people depend on.
    fn name_facts(&self) -> Result<Vec<NameFacts>> {
        let read = |row: &Row<'_>| {
            let is_archived = row.get::<_, Option<Moment>>(3)?.is_some();
            Ok(NameFacts { id: row.get(0)?, name: row.get(1)?, goes_by: row.get(2)?, is_archived })
        };
        let mut statement = self.prepare("SELECT id, name, goes_by, archived FROM people")?;
        Ok(statement.query_map([], read)?.collect::<rusqlite::Result<_>>()?)
    }

    /// The id and the position of the next person.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn next_person_id_and_position(&self) -> Result<(PersonId, i64)> {
        let sql = "SELECT coalesce(max(place), -1) + 1 FROM people";
        let place = self.prepare(sql)?.query_row([], |row| row.get(0))?;
        Ok((PersonId(self.next_id("people")?), place))
    }

    pub(super) fn put_person(&self, person: &Person) -> Result<()> {
        let document = self.record_document(DocumentSource::People, person.uid)?;
        let profile = &person.profile;
        let sql = "INSERT INTO people (id, uid, name, relation, role, team, since, birthday, pronouns, matters, cadence, colour,
                                       place, added, archived, goes_by, format)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
                   ON CONFLICT (id) DO UPDATE SET
                       name = ?3, relation = ?4, role = ?5, team = ?6, since = ?7, birthday = ?8, pronouns = ?9,
                       matters = ?10, cadence = ?11, colour = ?12, place = ?13, added = ?14, archived = ?15,
                       goes_by = ?16, format = ?17";
        self.prepare(sql)?.execute(params![
            person.id,
            person.uid,
            profile.name,
            profile.relation,
            profile.role,
            profile.team,
            profile.since,
            profile.birthday,
            profile.pronouns,
            profile.personal_details,
            profile.cadence,
            profile.colour,
            person.position,
            person.added_at,
            person.archived_at,
            profile.goes_by,
            profile.format,
        ])?;
        self.put_meeting_prep(person)?;
        self.index_record(DocumentSource::People, person.uid, document.as_ref())
    }

    pub(super) fn remove_person(&self, id: PersonId) -> Result<()> {
        let sql = "SELECT uid FROM people WHERE id = ?1";
        let Some(uid) = self.prepare(sql)?.query_row([id], |row| row.get(0)).optional()? else { return Ok(()) };
        let document = self.record_document(DocumentSource::People, uid)?;
        self.prepare("DELETE FROM people WHERE id = ?1")?.execute([id])?;
        self.index_record(DocumentSource::People, uid, document.as_ref())
    }
}

pub(super) fn read_person(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person {
        id: row.get(0)?,
        uid: row.get(1)?,
        profile: Profile {
            name: row.get(2)?,
            goes_by: row.get(15)?,
            relation: row.get(3)?,
            role: row.get(4)?,
            team: row.get(5)?,
            since: row.get(6)?,
            birthday: row.get(7)?,
            pronouns: row.get(8)?,
            personal_details: row.get(9)?,
            cadence: row.get(10)?,
            colour: row.get(11)?,
            format: row.get(16)?,
        },
        position: row.get(12)?,
        added_at: row.get(13)?,
        archived_at: row.get(14)?,
        meeting_prep: MeetingPrep::default(),
        short_name: ShortName::default(),
    })
}
