//! What to raise, and in which order.
//!
//! Until the leader arranges it: flags that are to be raised in the next one-on-one or on a day, other flags that nobody
//! raised, flags to look at again, flags that were raised and have no outcome, topics, praise that was not told, and last
//! what is only watched; of each the oldest first. What was arranged keeps its order; of what came since, flags go on top
//! and all else to the end.

use jiff::civil::Date;

use crate::domain::{
    entry::{
        Detail, Entry,
        kind::flag::{Flag, FlagState, RaisePlan},
    },
    id::Uid,
};

/// The things to raise among these, in their order.
pub fn agenda_order<'a>(open: &'a [Entry], order: &[Uid], today: Date) -> Vec<&'a Entry> {
    let mut things: Vec<(AgendaRank, &Entry)> =
        open.iter().filter_map(|entry| rank(entry, today).map(|rank| (rank, entry))).collect();
    things.sort_by_key(|(rank, entry)| (*rank, &entry.written_at, entry.id));
    // The sort is stable: what has the same place stays in the order it was just given.
    let place = |entry: &Entry| order.iter().position(|uid| *uid == entry.uid);
    things.sort_by_key(|(rank, entry)| match place(entry) {
        Some(place) => (1, place),
        None if *rank <= AgendaRank::Raised && !order.is_empty() => (0, 0),
        None => (2, 0),
    });
    things.into_iter().map(|(_, entry)| entry).collect()
}

/// The order after the thing at `from` was moved to `to`.
pub fn move_item(shown: &[Uid], from: usize, to: usize) -> Vec<Uid> {
    let mut order = shown.to_vec();
    if from < order.len() {
        let thing = order.remove(from);
        order.insert(to.min(order.len()), thing);
    }
    order
}

/// How loud a thing to raise is, the loudest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum AgendaRank {
    Planned,
    Unraised,
    RecheckDue,
    Raised,
    Topic,
    Praise,
    Watched,
}

fn rank(entry: &Entry, today: Date) -> Option<AgendaRank> {
    match &entry.detail {
        Detail::Flag(flag) if flag.raise_plan != RaisePlan::Undecided => Some(AgendaRank::Planned),
        Detail::Flag(flag) if is_unraised_now(flag, today) => Some(AgendaRank::Unraised),
        Detail::Flag(flag) => match flag.state {
            FlagState::Noticed | FlagState::Watching => Some(AgendaRank::Watched),
            FlagState::Raised => Some(AgendaRank::Raised),
            FlagState::Settled => is_recheck_due(flag, today).then_some(AgendaRank::RecheckDue),
            FlagState::LetGo => None,
        },
        Detail::Topic(topic) => topic.state.is_open().then_some(AgendaRank::Topic),
        Detail::Praise(praise) => praise.state.is_open().then_some(AgendaRank::Praise),
        _ => None,
    }
}

/// Whether nobody raised it, and it is not only watched.
pub fn is_unraised_now(flag: &Flag, today: Date) -> bool {
    match flag.state {
        FlagState::Noticed => true,
        FlagState::Watching => flag.watch_until.is_none_or(|until| until <= today),
        _ => false,
    }
}

/// Whether the day to look at it again has come.
pub fn is_recheck_due(flag: &Flag, today: Date) -> bool {
    flag.state == FlagState::Settled && flag.recheck_on.is_some_and(|day| day <= today)
}
