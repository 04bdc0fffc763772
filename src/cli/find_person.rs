//! Finding a person by name.

use super::{CliError, Result};
use crate::{
    domain::{
        name::{NameMatchError, find_by_name},
        person::Person,
    },
    store::Db,
};

/// The one person whose name matches: among those who are not archived, or else among those who
/// are.
pub(super) fn by_name(db: &Db, query: &str) -> Result<Person> {
    let (archived, active): (Vec<_>, Vec<_>) =
        db.people()?.into_iter().partition(|person| person.archived_at.is_some());
    let found = match find_by_name(query, &active, Person::names) {
        Err(nobody @ NameMatchError::NotFound { .. }) => {
            find_by_name(query, &archived, Person::names).map_err(|error| match error {
                NameMatchError::NotFound { .. } => nobody,
                several @ NameMatchError::Ambiguous { .. } => several,
            })
        }
        found => found,
    };
    found.cloned().map_err(|error| {
        let hint = match error {
            NameMatchError::NotFound { .. } => " “rapport people” lists everyone.",
            NameMatchError::Ambiguous { .. } => "",
        };
        CliError::runtime(format!("{error}{hint}"))
    })
}
