//! What needs the leader's attention, why and in which order, and people without a recent entry.
//!
//! Pure rules over [`OpenItem`]s, which the store reads. An unraised flag comes first, and its
//! emphasis grows with its age; a snoozed item is silent until its day.

use std::cmp::Reverse;

use jiff::civil::Date;
use serde::Serialize;

use super::{
    date::days_between,
    entry::kind::{
        Kind,
        action::{ActionState, Party},
        flag::FlagState,
    },
    id::{EntryId, PersonId},
};

/// From this many days on, a flag that is not raised, or praise that is not told, has
/// [`Emphasis::Attention`].
pub(crate) const ATTENTION_AFTER_DAYS: i32 = 3;
/// A goal without a check-in for this many days is due for one: four weeks.
pub(crate) const CHECK_IN_DUE_AFTER_DAYS: i32 = 28;
/// From this many days on, a flag that is not raised has [`Emphasis::Critical`].
pub(crate) const CRITICAL_AFTER_DAYS: i32 = 10;

/// From this many days after it was raised, a flag without an outcome needs one.
const OUTCOME_DUE_AFTER_DAYS: i32 = 7;
/// A person without an entry for this many days is listed as stale.
pub const STALE_AFTER_DAYS: i32 = 14;

/// How strongly something is shown: by words and weight, not by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Emphasis {
    /// For information.
    #[serde(rename = "calm")]
    Normal,
    /// It waits on the leader.
    #[serde(rename = "urgent")]
    Attention,
    /// It has waited too long.
    #[serde(rename = "insistent")]
    Critical,
}

/// An open entry, with the facts that its priority depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenItem {
    /// The entry.
    pub entry: EntryId,
    /// The person it is about.
    pub person: PersonId,
    /// The day it was written.
    pub written_on: Date,
    /// The day until which it is snoozed.
    pub snoozed_until: Option<Date>,
    /// Its kind and state.
    pub status: OpenItemStatus,
}

/// The kind and state of an open entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenItemStatus {
    /// A flag that is open or due for a recheck.
    Flag {
        /// Its state.
        state: FlagState,
        /// Watched until this day.
        watch_until: Option<Date>,
        /// The day of its recheck.
        recheck_on: Option<Date>,
        /// The day it was raised.
        raised_on: Option<Date>,
    },
    /// An action.
    Action {
        /// The owner.
        by: Party,
        /// Its state.
        state: ActionState,
        /// Its due date.
        due: Option<Date>,
        /// The day it was done.
        done_on: Option<Date>,
    },
    /// An active goal and the day of its latest check-in.
    Goal(Option<Date>),
    /// Praise that is not told yet.
    Praise,
    /// A topic that is not discussed yet.
    Topic,
}

impl OpenItemStatus {
    fn kind(self) -> Kind {
        match self {
            Self::Flag { .. } => Kind::Flag,
            Self::Action { .. } => Kind::Action,
            Self::Goal(_) => Kind::Goal,
            Self::Praise => Kind::Praise,
            Self::Topic => Kind::Topic,
        }
    }
}

/// Why an item needs attention. Numbers are days up to today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttentionReason {
    /// A flag was noticed so many days ago and is not raised.
    FlagNotRaised(i32),
    /// The recheck of a settled flag was due so many days ago.
    FlagRecheckDue(i32),
    /// An action of the leader was due so many days ago.
    ActionOverdue(i32),
    /// An action of the leader is due today.
    ActionDueToday,
    /// A flag was raised so many days ago and has no outcome.
    FlagWithoutOutcome(i32),
    /// An action was done so many days ago and not told.
    ActionNotTold(i32),
    /// An action of the other person was due so many days ago.
    TheirActionOverdue(i32),
    /// The last check-in of a goal was so many days ago.
    GoalCheckInDue(i32),
    /// A goal was set so many days ago and has no check-in.
    GoalNeverCheckedIn(i32),
    /// Praise was noticed so many days ago and not told.
    PraiseNotTold(i32),
}

impl AttentionReason {
    /// The sort key: the class of the reason, the most urgent first, then what has waited longest.
    fn priority(self) -> (u8, Reverse<i32>) {
        let (sort, days) = match self {
            Self::FlagNotRaised(days) if days >= ATTENTION_AFTER_DAYS => (0, days),
            Self::FlagRecheckDue(days) => (1, days),
            Self::ActionOverdue(days) => (2, days),
            Self::ActionDueToday => (3, 0),
            // A fresh flag: there may have been no meeting since.
            Self::FlagNotRaised(days) => (4, days),
            Self::FlagWithoutOutcome(days) => (5, days),
            Self::ActionNotTold(days) => (6, days),
            Self::TheirActionOverdue(days) => (7, days),
            Self::GoalCheckInDue(days) | Self::GoalNeverCheckedIn(days) => (8, days),
            Self::PraiseNotTold(days) => (9, days),
        };
        (sort, Reverse(days))
    }

    /// How strongly it is shown; only a flag that waits too long is critical.
    pub fn emphasis(self) -> Emphasis {
        match self {
            Self::FlagNotRaised(CRITICAL_AFTER_DAYS..) => Emphasis::Critical,
            Self::FlagNotRaised(ATTENTION_AFTER_DAYS..)
            | Self::FlagRecheckDue(_)
            | Self::ActionOverdue(_)
            | Self::ActionDueToday => Emphasis::Attention,
            Self::FlagNotRaised(_)
            | Self::FlagWithoutOutcome(_)
            | Self::ActionNotTold(_)
            | Self::TheirActionOverdue(_)
            | Self::GoalCheckInDue(_)
            | Self::GoalNeverCheckedIn(_)
            | Self::PraiseNotTold(_) => Emphasis::Normal,
        }
    }
}

/// Why an item needs attention `today`, whether or not it is snoozed; `None` where it does not.
pub fn attention_reason(item: &OpenItem, today: Date) -> Option<AttentionReason> {
    let since = |day: Date| days_between(day, today);
    let age = since(item.written_on);
    match item.status {
        OpenItemStatus::Flag { state: FlagState::Noticed, .. } => Some(AttentionReason::FlagNotRaised(age)),
        // The watch ends on the day itself.
        OpenItemStatus::Flag { state: FlagState::Watching, watch_until, .. } => {
            watch_until.is_none_or(|until| until <= today).then_some(AttentionReason::FlagNotRaised(age))
        }
        OpenItemStatus::Flag { state: FlagState::Raised, raised_on: raised, .. } => {
            let days = since(raised.unwrap_or(item.written_on));
            (days >= OUTCOME_DUE_AFTER_DAYS).then_some(AttentionReason::FlagWithoutOutcome(days))
        }
        OpenItemStatus::Flag { recheck_on: check_again, .. } => {
            check_again.filter(|day| *day <= today).map(|day| AttentionReason::FlagRecheckDue(since(day)))
        }
        OpenItemStatus::Action { by: Party::Me, state: ActionState::Done, done_on: done, .. } => {
            Some(AttentionReason::ActionNotTold(since(done.unwrap_or(item.written_on))))
        }
        OpenItemStatus::Action { state: ActionState::Open, due: Some(due), by, .. } => match (by, since(due)) {
            (Party::Me, 0) => Some(AttentionReason::ActionDueToday),
            (Party::Me, days @ 1..) => Some(AttentionReason::ActionOverdue(days)),
            (Party::Them, days @ 1..) => Some(AttentionReason::TheirActionOverdue(days)),
            _ => None,
        },
        OpenItemStatus::Goal(Some(day)) => {
            (since(day) >= CHECK_IN_DUE_AFTER_DAYS).then(|| AttentionReason::GoalCheckInDue(since(day)))
        }
        OpenItemStatus::Goal(None) => {
            (age >= CHECK_IN_DUE_AFTER_DAYS).then_some(AttentionReason::GoalNeverCheckedIn(age))
        }
        // Not on the day it was noticed: there was hardly time to tell it.
        OpenItemStatus::Praise => (age >= 1).then_some(AttentionReason::PraiseNotTold(age)),
        OpenItemStatus::Action { .. } | OpenItemStatus::Topic => None,
    }
}

/// An item that needs attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttentionItem {
    /// The entry.
    pub entry: EntryId,
    /// The person it is about.
    pub person: PersonId,
    /// Its kind.
    pub kind: Kind,
    /// Why it needs attention.
    pub reason: AttentionReason,
    /// The day until which it is snoozed; `None` where that has come.
    pub snoozed_until: Option<Date>,
}

/// All items that need attention.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AttentionList {
    /// Most urgent first; of equal ones in the order of the people, then the oldest.
    pub now: Vec<AttentionItem>,
    /// Snoozed items, the soonest to return first.
    pub snoozed: Vec<AttentionItem>,
}

/// The items that need attention `today`. `people` are the active people in their order; items
/// about others are left out.
pub fn attention_list(items: &[OpenItem], people: &[PersonId], today: Date) -> AttentionList {
    let position = |person: PersonId| people.iter().position(|known| *known == person);
    let mut all: Vec<(usize, &OpenItem, AttentionItem)> = items
        .iter()
        .filter_map(|item| {
            let snoozed_until = item.snoozed_until.filter(|day| *day > today);
            let (entry, person, kind) = (item.entry, item.person, item.status.kind());
            Some((
                position(person)?,
                item,
                AttentionItem { entry, person, kind, reason: attention_reason(item, today)?, snoozed_until },
            ))
        })
        .collect();
    all.sort_by_key(|(position, item, attention)| {
        (attention.snoozed_until, attention.reason.priority(), *position, item.written_on, attention.entry)
    });
    let (now, snoozed) = all.into_iter().map(|(.., item)| item).partition(|item| item.snoozed_until.is_none());
    AttentionList { now, snoozed }
}

/// A person without a recent entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StalePerson {
    /// The person.
    pub person: PersonId,
    /// The days since the last entry, or since they were added.
    pub days: i32,
    /// Whether there is any entry about them.
    pub has_entries: bool,
}

/// The people without an entry for [`STALE_AFTER_DAYS`], longest first. `people` are given with the
/// day of their last entry and the day they were added.
pub fn stale_people(people: impl IntoIterator<Item = (PersonId, Option<Date>, Date)>, today: Date) -> Vec<StalePerson> {
    let days = |(person, last, added): (PersonId, Option<Date>, Date)| {
        let days = days_between(last.unwrap_or(added), today);
        StalePerson { person, days, has_entries: last.is_some() }
    };
    let mut stale: Vec<StalePerson> =
        people.into_iter().map(days).filter(|person| person.days >= STALE_AFTER_DAYS).collect();
    stale.sort_by_key(|person| Reverse(person.days));
    stale
}

#[cfg(test)]
mod tests;
