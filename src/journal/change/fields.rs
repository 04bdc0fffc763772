//! What is planned where somebody writes about an entry: the fields of its kind, and for a flag all of its dialog at once.

use super::{Result, RuleViolation, update_entry};
use crate::{
    domain::{
        entry::{
            Entry,
            fields::{EntryFields, FlagFields},
            kind::flag::FlagPlan,
            transition::{EventContext, Transition},
        },
        id::EntryId,
        moment::Moment,
        parse::entry_line,
    },
    journal::new_uid,
    store::{Db, Edit},
};

/// Writes down what only its kind has. Where it stands is not written but done, and stays as it is.
pub(super) fn edit_fields(db: &Db, id: EntryId, fields: &EntryFields) -> Result<Vec<Edit>> {
    let described = entry_with_fields(db, id, fields)?;
    update_entry(db, id, |entry| *entry = described)
}

/// What you saw, what is written about it, and what becomes of it now: one change, to be taken back as one.
pub(super) fn edit_flag(
    db: &Db,
    id: EntryId,
    text: &str,
    fields: &FlagFields,
    plan: Option<FlagPlan>,
    now: &Moment,
) -> Result<Vec<Edit>> {
    let mut described = entry_with_fields(db, id, &EntryFields::Flag(fields.clone()))?;
    described.text = entry_line::clean_text(text)?;
    if let Some(plan) = plan {
        let occasion = EventContext { uid: new_uid(now), at: now.clone(), one_on_one: None };
        described.apply(&Transition::from(plan), occasion)?;
        described.snoozed_until = None;
    }
    update_entry(db, id, |entry| *entry = described)
}

fn entry_with_fields(db: &Db, id: EntryId, fields: &EntryFields) -> Result<Entry> {
    let mut entry = db.entry(id)?.ok_or(RuleViolation::NotFound("entry"))?;
    if !entry.apply_fields(fields) {
        return Err(RuleViolation::KindMismatch(entry.kind()).into());
    }
    Ok(entry)
}
