//! Plans of changes to the fields of an entry; those of a flag can include its text and a decision.

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

/// Replaces the fields of an entry. Its state is changed only by transitions and stays as it is.
pub(super) fn edit_fields(db: &Db, id: EntryId, fields: &EntryFields) -> Result<Vec<Edit>> {
    let edited = entry_with_fields(db, id, fields)?;
    update_entry(db, id, |entry| *entry = edited)
}

/// Replaces the text and fields of a flag and applies the decision, as one change.
pub(super) fn edit_flag(
    db: &Db,
    id: EntryId,
    text: &str,
    fields: &FlagFields,
    plan: Option<FlagPlan>,
    now: &Moment,
) -> Result<Vec<Edit>> {
    let mut edited = entry_with_fields(db, id, &EntryFields::Flag(fields.clone()))?;
    edited.text = entry_line::clean_text(text)?;
    if let Some(plan) = plan {
        let context = EventContext { uid: new_uid(now), at: now.clone(), one_on_one: None };
        edited.apply(&Transition::from(plan), context)?;
        edited.snoozed_until = None;
    }
    update_entry(db, id, |entry| *entry = edited)
}

fn entry_with_fields(db: &Db, id: EntryId, fields: &EntryFields) -> Result<Entry> {
    let mut entry = db.entry(id)?.ok_or(RuleViolation::NotFound("entry"))?;
    if !entry.apply_fields(fields) {
        return Err(RuleViolation::KindMismatch(entry.kind()).into());
    }
    Ok(entry)
}
