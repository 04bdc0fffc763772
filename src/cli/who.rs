//! Whom a name means.

use super::{Failure, Result};
use crate::{
    domain::{
        name::{NameMatch, find_by_name},
        person::Person,
    },
    store::Db,
};

/// The one person who is meant: of those you meet, or else of those in the archive.
pub(super) fn find(db: &Db, wanted: &str) -> Result<Person> {
    let (archived, active): (Vec<_>, Vec<_>) = db.people()?.into_iter().partition(|person| person.archived.is_some());
    let found = match find_by_name(wanted, &active, name) {
        Err(nobody @ NameMatch::Nobody { .. }) => find_by_name(wanted, &archived, name).map_err(|error| match error {
            NameMatch::Nobody { .. } => nobody,
            several @ NameMatch::Several { .. } => several,
        }),
        found => found,
    };
    found.cloned().map_err(|error| {
        let hint = match error {
            NameMatch::Nobody { .. } => " “rapport people” lists everybody.",
            NameMatch::Several { .. } => "",
        };
        Failure::happened(format!("{error}{hint}"))
    })
}

fn name(person: &Person) -> &str {
    &person.profile.name
}
