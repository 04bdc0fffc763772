//! What is planned where somebody writes about an entry: the fields of its kind, and for a flag all of its dialog at once.

use super::{Refusal, Result, with_entry};
use crate::{
    domain::{
        describe::{AboutFlag, Description},
        entry::Entry,
        flag::Plan,
        id::EntryId,
        jot,
        life::{Move, Occasion},
        moment::Moment,
    },
    journal::new_uid,
    store::{Db, Edit},
};

/// Writes down what only its kind has. Where it stands is not written but done, and stays as it is.
pub(super) fn describe(db: &Db, id: EntryId, description: &Description) -> Result<Vec<Edit>> {
    let described = described(db, id, description)?;
    with_entry(db, id, |entry| *entry = described)
}

/// What you saw, what is written about it, and what becomes of it now: one change, to be taken back as one.
pub(super) fn describe_flag(
    db: &Db,
    id: EntryId,
    text: &str,
    about: &AboutFlag,
    plan: Option<Plan>,
    now: &Moment,
) -> Result<Vec<Edit>> {
    let mut described = described(db, id, &Description::Flag(about.clone()))?;
    described.text = jot::clean(text)?;
    if let Some(plan) = plan {
        let occasion = Occasion { uid: new_uid(now), at: now.clone(), one_on_one: None };
        described.make(&Move::from(plan), occasion)?;
        described.put_off = None;
    }
    with_entry(db, id, |entry| *entry = described)
}

fn described(db: &Db, id: EntryId, description: &Description) -> Result<Entry> {
    let mut entry = db.entry(id)?.ok_or(Refusal::Gone("entry"))?;
    if !entry.describe(description) {
        return Err(Refusal::OtherKind(entry.kind()).into());
    }
    Ok(entry)
}
