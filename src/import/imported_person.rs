//! The people of an import bundle.

use crate::{
    domain::{
        id::{PersonId, Uid},
        meeting_prep::MeetingPrep,
        moment::Moment,
        person::{Person, Profile, ShortName},
    },
    journal::import_bundle::{ImportedPerson, PersonMapping},
};

/// A person whom the journal has, under the id of the bundle.
pub(super) fn existing_person(id: PersonId, known: &Person) -> ImportedPerson {
    ImportedPerson { person: Person { id, ..known.clone() }, mapping: PersonMapping::Existing(known.id) }
}

/// A person of whom only the source knows. The journal may have somebody of that name.
pub(super) fn new_person(id: PersonId, uid: Uid, profile: Profile, added_at: Moment) -> ImportedPerson {
    let person = Person {
        id,
        uid,
        profile,
        position: id.0 - 1,
        added_at,
        archived_at: None,
        meeting_prep: MeetingPrep::default(),
        short_name: ShortName::default(),
    };
    ImportedPerson { person, mapping: PersonMapping::ByName }
}

/// The uid that follows from the normalised name of a person.
pub(super) fn person_uid(normalized_name: &str) -> Uid {
    Uid::from_content(&["person", normalized_name])
}
