//! Recognises people who were imported before under another name.

use std::collections::HashMap;

use crate::{
    domain::id::PersonId,
    journal::import_bundle::{ImportBundle, PersonMapping},
    store::{Db, StoreError},
};

/// How many uids of a person are looked up in the journal.
const MAX_LOOKUPS_PER_PERSON: usize = 8;

/// Maps people of the source to the people whose records the journal already has: a mapping that
/// was chosen when the source was first imported holds when it is imported again. People who are
/// matched by uid or by name stay as they are.
///
/// # Errors
/// If the journal cannot be read.
pub fn match_existing(db: &Db, bundle: &mut ImportBundle) -> Result<(), StoreError> {
    let known = db.people()?;
    let mut unknown: HashMap<PersonId, usize> = HashMap::new();
    for (index, imported) in bundle.people.iter().enumerate() {
        let name = imported.person.profile.name.to_lowercase();
        let is_known =
            known.iter().any(|known| known.uid == imported.person.uid || known.profile.name.to_lowercase() == name);
        if imported.mapping == PersonMapping::ByName && !is_known {
            unknown.insert(imported.person.id, index);
        }
    }
    let mut asked: HashMap<PersonId, usize> = HashMap::new();
    let mut found: Vec<(usize, PersonId)> = Vec::new();
    let mut ask = |of: PersonId, there: &dyn Fn() -> Result<Option<PersonId>, StoreError>| {
        let Some(&index) = unknown.get(&of) else { return Ok(()) };
        let asked = asked.entry(of).or_default();
        *asked += 1;
        if *asked <= MAX_LOOKUPS_PER_PERSON
            && let Some(person) = there()?
        {
            unknown.remove(&of);
            found.push((index, person));
        }
        Ok::<_, StoreError>(())
    };
    for one in &bundle.one_on_ones {
        ask(one.person, &|| Ok(db.one_on_one_by_uid(one.uid)?.map(|there| there.person)))?;
    }
    for entry in &bundle.entries {
        ask(entry.person, &|| Ok(db.entry_by_uid(entry.uid)?.map(|there| there.1)))?;
    }
    for (index, person) in found {
        if let Some(imported) = bundle.people.get_mut(index) {
            imported.mapping = PersonMapping::Existing(person);
        }
    }
    Ok(())
}
