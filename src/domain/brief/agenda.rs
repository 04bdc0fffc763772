//! The agenda of a one-on-one: which entries to raise, and in which order.
//!
//! By default: planned flags, other unraised flags, flags due for a recheck, raised flags without
//! an outcome, topics, praise that is not told, and watched flags; of each the oldest first. Once
//! the leader has arranged the agenda, arranged entries keep their order; of newer ones, flags go
//! to the top and the rest to the end.

use jiff::civil::Date;

use crate::domain::{
    entry::{
        Detail, Entry,
        kind::flag::{Flag, FlagState, RaisePlan},
    },
    id::Uid,
};

/// The entries to raise, in agenda order. `order` is the order given by the leader, empty until it
/// is arranged.
pub fn agenda_order<'a>(open: &'a [Entry], order: &[Uid], today: Date) -> Vec<&'a Entry> {
    let mut ranked: Vec<(AgendaRank, &Entry)> =
        open.iter().filter_map(|entry| rank(entry, today).map(|rank| (rank, entry))).collect();
    ranked.sort_by_key(|(rank, entry)| (*rank, &entry.written_at, entry.id));
    // The sort is stable: entries that were not arranged keep the default order.
    let position = |entry: &Entry| order.iter().position(|uid| *uid == entry.uid);
    ranked.sort_by_key(|(rank, entry)| match position(entry) {
        Some(position) => (1, position),
        None if *rank <= AgendaRank::Raised && !order.is_empty() => (0, 0),
        None => (2, 0),
    });
    ranked.into_iter().map(|(_, entry)| entry).collect()
}

/// The order after the item at `from` is moved to `to`.
pub fn move_item(shown: &[Uid], from: usize, to: usize) -> Vec<Uid> {
    let mut order = shown.to_vec();
    if from < order.len() {
        let item = order.remove(from);
        order.insert(to.min(order.len()), item);
    }
    order
}

/// The default order of the agenda.
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

/// Whether a flag is not raised, and not being watched.
pub fn is_unraised_now(flag: &Flag, today: Date) -> bool {
    match flag.state {
        FlagState::Noticed => true,
        FlagState::Watching => flag.watch_until.is_none_or(|until| until <= today),
        _ => false,
    }
}

/// Whether the recheck of a settled flag is due.
pub fn is_recheck_due(flag: &Flag, today: Date) -> bool {
    flag.state == FlagState::Settled && flag.recheck_on.is_some_and(|day| day <= today)
}
