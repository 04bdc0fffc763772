//! What a day begins with: whom you meet, what waits on you and how loudly, and whom you have not written about.
//!
//! Nothing here looks anything up. The store says what is open ([`OpenThing`]), these rules say what of it waits, why, and in
//! which order. A flag that nobody raised is the loudest, and gets louder with time; a thing that was put off until a day is
//! silent until then.

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

/// From this many days on, what waits for the leader is said plainly; before, quietly.
pub(crate) const ATTENTION_AFTER_DAYS: i32 = 3;
/// A goal that nobody checked in on for this many days is quiet: four weeks.
pub(crate) const CHECK_IN_DUE_AFTER_DAYS: i32 = 28;
/// From this many days on, a flag that nobody raised insists.
pub(crate) const CRITICAL_AFTER_DAYS: i32 = 10;

/// A flag that was raised this many days ago and has no outcome waits for one.
const OUTCOME_DUE_AFTER_DAYS: i32 = 7;
/// Whom nothing was written about for this many days may have gone out of sight.
pub const STALE_AFTER_DAYS: i32 = 14;

/// How loud something is said: by words and weight, not by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Emphasis {
    /// To be known.
    #[serde(rename = "calm")]
    Normal,
    /// It waits for the leader.
    #[serde(rename = "urgent")]
    Attention,
    /// It has waited too long.
    #[serde(rename = "insistent")]
    Critical,
}

/// Something that is open, with as much as its loudness depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenItem {
    /// The entry.
    pub entry: EntryId,
    /// About whom.
    pub person: PersonId,
    /// The day it was written on.
    pub written_on: Date,
    /// The day until which it was put off.
    pub snoozed_until: Option<Date>,
    /// Where it stands.
    pub status: OpenItemStatus,
}

/// Where something stands that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenItemStatus {
    /// A flag, open or to be looked at again.
    Flag {
        /// Its state.
        state: FlagState,
        /// Watched until this day.
        watch_until: Option<Date>,
        /// To be looked at again on this day.
        recheck_on: Option<Date>,
        /// The day it was raised.
        raised_on: Option<Date>,
    },
    /// An action.
    Action {
        /// Who promised.
        by: Party,
        /// Its state.
        state: ActionState,
        /// By when.
        due: Option<Date>,
        /// The day it was done.
        done_on: Option<Date>,
    },
    /// A goal that is being worked on, and the day of its latest check-in.
    Goal(Option<Date>),
    /// Praise that was not told.
    Praise,
    /// A topic that was not talked about.
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

/// Why something waits on you. Days are counted until today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttentionReason {
    /// A flag that was not raised, since so many days.
    FlagNotRaised(i32),
    /// A settled flag that was to be looked at again, so many days ago.
    FlagRecheckDue(i32),
    /// You promised it for so many days ago.
    ActionOverdue(i32),
    /// You promised it for today.
    ActionDueToday,
    /// Raised so many days ago, and nothing came of it.
    FlagWithoutOutcome(i32),
    /// Done so many days ago, and they do not know.
    ActionNotTold(i32),
    /// They promised it for so many days ago.
    TheirActionOverdue(i32),
    /// Nobody checked in on the goal for so many days.
    GoalCheckInDue(i32),
    /// The same, since it was set.
    GoalNeverCheckedIn(i32),
    /// Something good you saw so many days ago and did not tell.
    PraiseNotTold(i32),
}

impl AttentionReason {
    /// How loud it is: the smaller, the louder. Within one sort, what has waited longest.
    fn priority(self) -> (u8, Reverse<i32>) {
        let (sort, days) = match self {
            Self::FlagNotRaised(days) if days >= ATTENTION_AFTER_DAYS => (0, days),
            Self::FlagRecheckDue(days) => (1, days),
            Self::ActionOverdue(days) => (2, days),
            Self::ActionDueToday => (3, 0),
            // Fresh: you may not have met since.
            Self::FlagNotRaised(days) => (4, days),
            Self::FlagWithoutOutcome(days) => (5, days),
            Self::ActionNotTold(days) => (6, days),
            Self::TheirActionOverdue(days) => (7, days),
            Self::GoalCheckInDue(days) | Self::GoalNeverCheckedIn(days) => (8, days),
            Self::PraiseNotTold(days) => (9, days),
        };
        (sort, Reverse(days))
    }

    /// How it is said: nothing shouts but a flag that waits too long.
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

/// Why a thing waits on you `today`, were it not put off; nothing where it does not.
pub fn attention_reason(thing: &OpenItem, today: Date) -> Option<AttentionReason> {
    let since = |day: Date| days_between(day, today);
    let age = since(thing.written_on);
    match thing.status {
        OpenItemStatus::Flag { state: FlagState::Noticed, .. } => Some(AttentionReason::FlagNotRaised(age)),
        // On the day it was watched until, it is back by itself.
        OpenItemStatus::Flag { state: FlagState::Watching, watch_until, .. } => {
            watch_until.is_none_or(|until| until <= today).then_some(AttentionReason::FlagNotRaised(age))
        }
        OpenItemStatus::Flag { state: FlagState::Raised, raised_on: raised, .. } => {
            let days = since(raised.unwrap_or(thing.written_on));
            (days >= OUTCOME_DUE_AFTER_DAYS).then_some(AttentionReason::FlagWithoutOutcome(days))
        }
        OpenItemStatus::Flag { recheck_on: check_again, .. } => {
            check_again.filter(|day| *day <= today).map(|day| AttentionReason::FlagRecheckDue(since(day)))
        }
        OpenItemStatus::Action { by: Party::Me, state: ActionState::Done, done_on: done, .. } => {
            Some(AttentionReason::ActionNotTold(since(done.unwrap_or(thing.written_on))))
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
        // On the day itself there was hardly time to say it.
        OpenItemStatus::Praise => (age >= 1).then_some(AttentionReason::PraiseNotTold(age)),
        OpenItemStatus::Action { .. } | OpenItemStatus::Topic => None,
    }
}

/// Something that waits on you.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttentionItem {
    /// The entry.
    pub entry: EntryId,
    /// About whom.
    pub person: PersonId,
    /// Its kind.
    pub kind: Kind,
    /// Why it waits.
    pub reason: AttentionReason,
    /// The day until which it was put off, where that is still to come.
    pub snoozed_until: Option<Date>,
}

/// Everything that waits on you.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AttentionList {
    /// Loudest first; of equally loud ones in the order of the people, then the oldest.
    pub now: Vec<AttentionItem>,
    /// What was put off, the soonest to come back first.
    pub snoozed: Vec<AttentionItem>,
}

/// What waits on you `today`, of people in the order you gave them. Who is not in it is not met any more.
pub fn attention_list(things: &[OpenItem], people: &[PersonId], today: Date) -> AttentionList {
    let place = |person: PersonId| people.iter().position(|known| *known == person);
    let mut all: Vec<(usize, &OpenItem, AttentionItem)> = things
        .iter()
        .filter_map(|thing| {
            let put_off = thing.snoozed_until.filter(|day| *day > today);
            let (entry, person, kind) = (thing.entry, thing.person, thing.status.kind());
            Some((
                place(person)?,
                thing,
                AttentionItem { entry, person, kind, reason: attention_reason(thing, today)?, snoozed_until: put_off },
            ))
        })
        .collect();
    all.sort_by_key(|(place, thing, wait)| {
        (wait.snoozed_until, wait.reason.priority(), *place, thing.written_on, wait.entry)
    });
    let (now, later) = all.into_iter().map(|(.., wait)| wait).partition(|wait| wait.snoozed_until.is_none());
    AttentionList { now, snoozed: later }
}

/// A person about whom nothing was written lately.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StalePerson {
    /// The person.
    pub person: PersonId,
    /// For so many days.
    pub days: i32,
    /// Whether anything was ever written about them.
    pub has_entries: bool,
}

/// Whom you have not written about lately, longest first: of everybody in their order, with the day of the last entry and the
/// day they were added.
pub fn stale_people(people: impl IntoIterator<Item = (PersonId, Option<Date>, Date)>, today: Date) -> Vec<StalePerson> {
    let days = |(person, last, added): (PersonId, Option<Date>, Date)| {
        let days = days_between(last.unwrap_or(added), today);
        StalePerson { person, days, has_entries: last.is_some() }
    };
    let mut unseen: Vec<StalePerson> =
        people.into_iter().map(days).filter(|unseen| unseen.days >= STALE_AFTER_DAYS).collect();
    unseen.sort_by_key(|unseen| Reverse(unseen.days));
    unseen
}

#[cfg(test)]
mod tests;
