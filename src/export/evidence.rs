//! The evidence of a review as it leaves: what was picked in its period, as the page of the review shows it.

use super::{
    Result,
    told::{Told, told_in_review},
};
use crate::{
    domain::{
        entry::{Detail, Entry},
        kind::Kind,
        person::Person,
        review::{Review, evidence::Piece, line::Beside},
    },
    export::Order,
    store::Db,
};

/// What was picked of a period.
pub(super) struct Evidence {
    /// In the order in which it was written, which is the same in every copy of a journal.
    pub pieces: Vec<Proof>,
    /// How many flags were picked, and not asked for.
    pub flags_left_out: u64,
}

/// One entry of it.
pub(super) struct Proof {
    /// Where it stands in the period.
    pub piece: Piece,
    /// The entry.
    pub entry: Entry,
    /// It in words.
    pub told: Told,
}

impl Evidence {
    /// Reads it, all at once: twenty thousand pieces, far more than anybody picks, take some tens of megabytes.
    pub(super) fn of(db: &Db, review: &Review, person: &Person, order: &Order) -> Result<Self> {
        let mut found = Self { pieces: Vec::new(), flags_left_out: 0 };
        let all = db.evidence(review.person, review.period())?;
        for piece in all.pieces.into_iter().filter(|piece| piece.picked) {
            if piece.kind == Kind::Flag && !order.has_flags() {
                found.flags_left_out += 1;
            } else if let Some(entry) = db.entry(piece.entry)? {
                let told = words(db, review, person, order, &piece, &entry)?;
                found.pieces.push(Proof { piece, entry, told });
            }
        }
        found.pieces.sort_by_key(|proof| (proof.entry.written.at_ms(), proof.entry.uid));
        Ok(found)
    }
}

fn words(db: &Db, review: &Review, person: &Person, order: &Order, piece: &Piece, entry: &Entry) -> Result<Told> {
    let period = review.period();
    let check_ins = match entry.detail {
        Detail::Goal(_) => db.check_ins_in(entry.id, period)?,
        _ => Vec::new(),
    };
    let goal = match &entry.detail {
        Detail::CheckIn(check_in) => Some(db.entry_name(check_in.goal)?.1),
        _ => None,
    };
    let them = person.profile.short_name();
    let beside = Beside { today: order.today, them, period, check_ins: &check_ins, goal: goal.as_deref() };
    Ok(told_in_review(entry, piece, &beside))
}
