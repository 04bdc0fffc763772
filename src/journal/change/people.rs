//! Plans of changes to people: their profiles, their order and their needs.

use super::{Result, RuleViolation};
use crate::{
    domain::{
        id::PersonId,
        meeting_prep::MeetingPrep,
        moment::Moment,
        name,
        need::Need,
        parse::entry_line,
        person::{Person, Profile, ShortName},
    },
    journal::new_uid,
    store::{Db, Edit, Record},
};

pub(super) fn add_people(db: &Db, profiles: &[Profile], now: &Moment) -> Result<Vec<Edit>> {
    let mut people = db.people()?;
    let (PersonId(first), position) = db.next_person_id_and_position()?;
    let mut edits = Vec::with_capacity(profiles.len());
    for (offset, profile) in (0..).zip(profiles) {
        let profile = validate_profile(&people, None, profile)?;
        let person = Person {
            id: PersonId(first + offset),
            uid: new_uid(now),
            profile,
            position: position + offset,
            added_at: now.clone(),
            archived_at: None,
            meeting_prep: MeetingPrep::default(),
            short_name: ShortName::default(),
        };
        people.push(person.clone());
        edits.push(Edit::created(Record::Person(Box::new(person))));
    }
    Ok(edits)
}

pub(super) fn edit_person(db: &Db, id: PersonId, profile: &Profile) -> Result<Vec<Edit>> {
    let profile = validate_profile(&db.people()?, Some(id), profile)?;
    update_person(db, id, |person| person.profile = profile)
}

/// The profile with its name cleaned. Fails if another person has that name.
fn validate_profile(people: &[Person], except: Option<PersonId>, profile: &Profile) -> Result<Profile> {
    let name = name::clean_name(&profile.name)?;
    let same =
        |person: &&Person| Some(person.id) != except && person.profile.name.to_lowercase() == name.to_lowercase();
    match people.iter().find(same) {
        Some(other) if other.archived_at.is_some() => Err(RuleViolation::NameArchived(name).into()),
        Some(_) => Err(RuleViolation::NameTaken(name).into()),
        None => Ok(Profile { name, format: name::clean_name(&profile.format).unwrap_or_default(), ..profile.clone() }),
    }
}

pub(super) fn reorder(db: &Db, order: &[PersonId]) -> Result<Vec<Edit>> {
    let people = db.people()?;
    let mut positions: Vec<i64> =
        people.iter().filter(|person| order.contains(&person.id)).map(|person| person.position).collect();
    positions.sort_unstable();
    let mut edits = Vec::new();
    for (id, position) in order.iter().zip(positions) {
        let person = people.iter().find(|person| person.id == *id).ok_or(RuleViolation::NotFound("person"))?;
        if person.position != position {
            let moved = Person { position, ..person.clone() };
            edits.push(Edit::updated(Record::Person(Box::new(person.clone())), Record::Person(Box::new(moved))));
        }
    }
    Ok(edits)
}

/// Plans the edit of a person; none if `change` does not alter them.
pub(super) fn update_person(db: &Db, id: PersonId, change: impl FnOnce(&mut Person)) -> Result<Vec<Edit>> {
    let before = db.person(id)?.ok_or(RuleViolation::NotFound("person"))?;
    let mut after = before.clone();
    change(&mut after);
    let unchanged = before == after;
    Ok(if unchanged {
        Vec::new()
    } else {
        vec![Edit::updated(Record::Person(Box::new(before)), Record::Person(Box::new(after)))]
    })
}

pub(super) fn answer_need(db: &Db, id: PersonId, text: &str, now: &Moment) -> Result<Vec<Edit>> {
    let person = db.person(id)?.ok_or(RuleViolation::NotFound("person"))?;
    let need =
        Need { uid: new_uid(now), person: person.id, written_at: now.clone(), text: entry_line::clean_text(text)? };
    Ok(vec![Edit::created(Record::Need(need))])
}
