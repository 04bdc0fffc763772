//! The evidence of an exported review: the entries picked in its period, as on the Review page.

use super::Result;
use crate::{
    domain::{
        entry::{Detail, Entry, kind::Kind},
        person::Person,
        review::{Review, evidence::EvidenceItem},
    },
    export::ExportOptions,
    store::Db,
    wording::{
        entry_description::{EntryDescription, describe_evidence},
        evidence::EvidenceContext,
    },
};

/// The evidence of a period.
pub(super) struct Evidence {
    /// In the order of writing, which is the same in every copy of a journal.
    pub rows: Vec<EvidenceRow>,
    /// Number of picked flags that were left out.
    pub flags_left_out: u64,
}

/// An entry picked as evidence.
pub(super) struct EvidenceRow {
    /// Its place in the period.
    pub item: EvidenceItem,
    /// The entry.
    pub entry: Entry,
    /// Its description.
    pub description: EntryDescription,
}

impl Evidence {
    /// Reads all items at once; twenty thousand take some tens of megabytes.
    pub(super) fn load(db: &Db, review: &Review, person: &Person, options: &ExportOptions) -> Result<Self> {
        let mut found = Self { rows: Vec::new(), flags_left_out: 0 };
        let all = db.evidence(review.person, review.period())?;
        for piece in all.items.into_iter().filter(|piece| piece.picked) {
            if piece.kind == Kind::Flag && !options.includes_flags() {
                found.flags_left_out += 1;
            } else if let Some(entry) = db.entry(piece.entry)? {
                let told = describe(db, review, person, options, &piece, &entry)?;
                found.rows.push(EvidenceRow { item: piece, entry, description: told });
            }
        }
        found.rows.sort_by_key(|proof| (proof.entry.written_at.at_ms(), proof.entry.uid));
        Ok(found)
    }
}

fn describe(
    db: &Db,
    review: &Review,
    person: &Person,
    options: &ExportOptions,
    item: &EvidenceItem,
    entry: &Entry,
) -> Result<EntryDescription> {
    let period = review.period();
    let check_ins = match entry.detail {
        Detail::Goal(_) => db.check_ins_in(entry.id, period)?,
        _ => Vec::new(),
    };
    let goal = match &entry.detail {
        Detail::CheckIn(check_in) => Some(db.entry_uid_and_text(check_in.goal)?.1),
        _ => None,
    };
    let them = person.short_name();
    let beside = EvidenceContext {
        today: options.today,
        short_name: them,
        period,
        check_ins: &check_ins,
        goal_text: goal.as_deref(),
    };
    Ok(describe_evidence(entry, item, &beside))
}
