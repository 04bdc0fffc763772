//! What a day begins with: whom you meet, what waits on you and how loudly, and whom you have not written about.
//!
//! Nothing here looks anything up. The store says what is open ([`OpenThing`]), these rules say what of it waits, why, and in
//! which order. A flag that nobody raised is the loudest, and gets louder with time; a thing that was put off until a day is
//! silent until then.

mod meet;
mod say;

use std::cmp::Reverse;

use jiff::civil::Date;

use super::{
    action::{ActionState, By},
    aside::{INSISTENT_FROM_DAYS, QUIET_FROM_DAYS, URGENT_FROM_DAYS, Voice},
    flag::FlagState,
    id::{EntryId, PersonId},
    kind::Kind,
};

pub use self::meet::{Coming, most_shown, stands_out, whom_you_meet};
pub use self::say::{summary, walk_around_line};

/// A flag that was raised this many days ago and has no outcome waits for one.
const OUTCOME_FROM_DAYS: i32 = 7;
/// Whom nothing was written about for this many days may have gone out of sight.
pub const UNSEEN_FROM_DAYS: i32 = 14;

/// Something that is open, with as much as its loudness depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenThing {
    /// The entry.
    pub entry: EntryId,
    /// About whom.
    pub person: PersonId,
    /// The day it was written on.
    pub written: Date,
    /// The day until which it was put off.
    pub put_off: Option<Date>,
    /// Where it stands.
    pub stands: Stands,
}

/// Where something stands that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// A flag, open or to be looked at again.
    Flag {
        /// Its state.
        state: FlagState,
        /// Watched until this day.
        watch_until: Option<Date>,
        /// To be looked at again on this day.
        check_again: Option<Date>,
        /// The day it was raised.
        raised: Option<Date>,
    },
    /// An action.
    Action {
        /// Who promised.
        by: By,
        /// Its state.
        state: ActionState,
        /// By when.
        due: Option<Date>,
        /// The day it was done.
        done: Option<Date>,
    },
    /// A goal that is being worked on, and the day of its latest check-in.
    Goal(Option<Date>),
    /// Praise that was not told.
    Praise,
    /// A topic that was not talked about.
    Topic,
}

impl Stands {
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
pub enum Why {
    /// A flag that was not raised, since so many days.
    NotRaised(i32),
    /// A settled flag that was to be looked at again, so many days ago.
    LookAgain(i32),
    /// You promised it for so many days ago.
    Late(i32),
    /// You promised it for today.
    DueToday,
    /// Raised so many days ago, and nothing came of it.
    NoOutcome(i32),
    /// Done so many days ago, and they do not know.
    NotTold(i32),
    /// They promised it for so many days ago.
    TheirsLate(i32),
    /// Nobody checked in on the goal for so many days.
    Quiet(i32),
    /// The same, since it was set.
    NeverCheckedIn(i32),
    /// Something good you saw so many days ago and did not tell.
    PraiseNotTold(i32),
}

impl Why {
    /// How loud it is: the smaller, the louder. Within one sort, what has waited longest.
    fn loudness(self) -> (u8, Reverse<i32>) {
        let (sort, days) = match self {
            Self::NotRaised(days) if days >= URGENT_FROM_DAYS => (0, days),
            Self::LookAgain(days) => (1, days),
            Self::Late(days) => (2, days),
            Self::DueToday => (3, 0),
            // Fresh: you may not have met since.
            Self::NotRaised(days) => (4, days),
            Self::NoOutcome(days) => (5, days),
            Self::NotTold(days) => (6, days),
            Self::TheirsLate(days) => (7, days),
            Self::Quiet(days) | Self::NeverCheckedIn(days) => (8, days),
            Self::PraiseNotTold(days) => (9, days),
        };
        (sort, Reverse(days))
    }

    /// How it is said: nothing shouts but a flag that waits too long.
    pub fn voice(self) -> Voice {
        match self {
            Self::NotRaised(INSISTENT_FROM_DAYS..) => Voice::Insistent,
            Self::NotRaised(URGENT_FROM_DAYS..) | Self::LookAgain(_) | Self::Late(_) | Self::DueToday => Voice::Urgent,
            Self::NotRaised(_)
            | Self::NoOutcome(_)
            | Self::NotTold(_)
            | Self::TheirsLate(_)
            | Self::Quiet(_)
            | Self::NeverCheckedIn(_)
            | Self::PraiseNotTold(_) => Voice::Calm,
        }
    }
}

/// Why a thing waits on you `today`, were it not put off; nothing where it does not.
pub fn why(thing: &OpenThing, today: Date) -> Option<Why> {
    let since = |day: Date| (today - day).get_days();
    let age = since(thing.written);
    match thing.stands {
        Stands::Flag { state: FlagState::Noticed, .. } => Some(Why::NotRaised(age)),
        // On the day it was watched until, it is back by itself.
        Stands::Flag { state: FlagState::Watching, watch_until, .. } => {
            watch_until.is_none_or(|until| until <= today).then_some(Why::NotRaised(age))
        }
        Stands::Flag { state: FlagState::Raised, raised, .. } => {
            let days = since(raised.unwrap_or(thing.written));
            (days >= OUTCOME_FROM_DAYS).then_some(Why::NoOutcome(days))
        }
        Stands::Flag { check_again, .. } => {
            check_again.filter(|day| *day <= today).map(|day| Why::LookAgain(since(day)))
        }
        Stands::Action { by: By::Me, state: ActionState::Done, done, .. } => {
            Some(Why::NotTold(since(done.unwrap_or(thing.written))))
        }
        Stands::Action { state: ActionState::Open, due: Some(due), by, .. } => match (by, since(due)) {
            (By::Me, 0) => Some(Why::DueToday),
            (By::Me, days @ 1..) => Some(Why::Late(days)),
            (By::Them, days @ 1..) => Some(Why::TheirsLate(days)),
            _ => None,
        },
        Stands::Goal(Some(day)) => (since(day) >= QUIET_FROM_DAYS).then(|| Why::Quiet(since(day))),
        Stands::Goal(None) => (age >= QUIET_FROM_DAYS).then_some(Why::NeverCheckedIn(age)),
        // On the day itself there was hardly time to say it.
        Stands::Praise => (age >= 1).then_some(Why::PraiseNotTold(age)),
        Stands::Action { .. } | Stands::Topic => None,
    }
}

/// Something that waits on you.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// The entry.
    pub entry: EntryId,
    /// About whom.
    pub person: PersonId,
    /// Its kind.
    pub kind: Kind,
    /// Why it waits.
    pub why: Why,
    /// The day until which it was put off, where that is still to come.
    pub put_off: Option<Date>,
}

/// Everything that waits on you.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Loudest first; of equally loud ones in the order of the people, then the oldest.
    pub now: Vec<Wait>,
    /// What was put off, the soonest to come back first.
    pub later: Vec<Wait>,
}

/// What waits on you `today`, of people in the order you gave them. Who is not in it is not met any more.
pub fn waiting(things: &[OpenThing], people: &[PersonId], today: Date) -> Waiting {
    let place = |person: PersonId| people.iter().position(|known| *known == person);
    let mut all: Vec<(usize, &OpenThing, Wait)> = things
        .iter()
        .filter_map(|thing| {
            let put_off = thing.put_off.filter(|day| *day > today);
            let (entry, person, kind) = (thing.entry, thing.person, thing.stands.kind());
            Some((place(person)?, thing, Wait { entry, person, kind, why: why(thing, today)?, put_off }))
        })
        .collect();
    all.sort_by_key(|(place, thing, wait)| (wait.put_off, wait.why.loudness(), *place, thing.written, wait.entry));
    let (now, later) = all.into_iter().map(|(.., wait)| wait).partition(|wait| wait.put_off.is_none());
    Waiting { now, later }
}

/// A person about whom nothing was written lately.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unseen {
    /// The person.
    pub person: PersonId,
    /// For so many days.
    pub days: i32,
    /// Whether anything was ever written about them.
    pub ever: bool,
}

/// Whom you have not written about lately, longest first: of everybody in their order, with the day of the last entry and the
/// day they were added.
pub fn unseen(people: impl IntoIterator<Item = (PersonId, Option<Date>, Date)>, today: Date) -> Vec<Unseen> {
    let days = |(person, last, added): (PersonId, Option<Date>, Date)| {
        let days = (today - last.unwrap_or(added)).get_days();
        Unseen { person, days, ever: last.is_some() }
    };
    let mut unseen: Vec<Unseen> =
        people.into_iter().map(days).filter(|unseen| unseen.days >= UNSEEN_FROM_DAYS).collect();
    unseen.sort_by_key(|unseen| Reverse(unseen.days));
    unseen
}

#[cfg(test)]
mod tests;
