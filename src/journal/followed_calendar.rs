//! The calendar file that planned one-on-ones follow, as stored in the journal.

use std::{collections::HashMap, path::PathBuf};

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        calendar_sync::{LastSeen, PlannedTime, PlannedWith},
        id::PersonId,
    },
    store::{Db, StoreError},
};

/// The name of the setting.
pub const FOLLOWED_CALENDAR_SETTING: &str = "followed_calendar";

/// The calendar that is followed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowedCalendar {
    /// Its file; `None` if none is followed.
    pub path: Option<PathBuf>,
    /// What it had when it was last read.
    #[serde(default)]
    pub last_seen: LastSeen,
}

/// What is planned with everybody whom the calendar has or had, archived people left out.
///
/// # Errors
/// The journal cannot be read.
pub fn planned_with(
    db: &Db,
    meetings: &[(PersonId, PlannedTime)],
    last_seen: &LastSeen,
) -> Result<Vec<PlannedWith>, StoreError> {
    let in_calendar: HashMap<PersonId, &PlannedTime> = meetings.iter().map(|(person, time)| (*person, time)).collect();
    let people = db.people()?.into_iter().filter(|person| person.archived_at.is_none());
    let concerned = people.filter(|person| in_calendar.contains_key(&person.id) || last_seen.contains(person.uid));
    concerned
        .map(|person| {
            Ok(PlannedWith {
                id: person.id,
                uid: person.uid,
                in_journal: db.next_planned(person.id)?.map(PlannedTime::of),
                in_calendar: in_calendar.get(&person.id).map(|time| (*time).clone()),
            })
        })
        .collect()
}
