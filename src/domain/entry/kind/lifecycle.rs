//! What the state machine of a kind defines, and what follows from it for every kind.

use super::Kind;
use crate::domain::entry::{
    event::{EntryEvent, EventKind},
    state::EntryState,
    transition::TransitionError,
};

/// The state machine of one kind of entry. The current state is that which its events lead to.
pub(in crate::domain::entry) trait Lifecycle {
    /// Its states.
    type State: Copy + Eq;
    /// The events that can happen to it.
    type Event: EventSubset;
    /// The kind.
    const KIND: Kind;
    /// The state before any event.
    const INITIAL: Self::State;
    /// A state of this kind as a state of any kind.
    const ENTRY_STATE: fn(Self::State) -> EntryState;

    /// The current state.
    fn state(&self) -> Self::State;

    /// Replaces the current state.
    fn set_state(&mut self, state: Self::State);

    /// The state that an event leads to; `None` where it changes no state.
    fn state_after(event: Self::Event) -> Option<Self::State>;

    /// Whether an event can happen next, after those that did.
    fn can(&self, event: Self::Event, events: &[EntryEvent]) -> bool;

    /// Why an event that cannot happen next cannot, where there is more to say than the state.
    fn rejection(&self, _event: Self::Event, _events: &[EntryEvent]) -> Option<TransitionError> {
        None
    }

    /// Whether an event needs a comment.
    fn requires_comment(_event: Self::Event) -> bool {
        false
    }

    /// Whether the current state is that which the events lead to.
    fn agrees_with(&self, replayed: Self::State) -> bool {
        self.state() == replayed
    }

    /// Brings the other fields in line with a state that was just set.
    fn reconcile_fields(&mut self) {}

    /// The error of a transition that the current state does not allow.
    fn invalid_state_error(&self) -> TransitionError {
        TransitionError::InvalidState { kind: Self::KIND, state: Self::ENTRY_STATE(self.state()).label() }
    }
}

/// The events of one kind, a subset of [`EventKind`].
pub(in crate::domain::entry) trait EventSubset: Copy {
    /// `None` for an event of other kinds.
    fn from_kind(kind: EventKind) -> Option<Self>;
}

/// Declares the events of one kind by the names that they have in [`EventKind`]. Whatever is not
/// named is an event of other kinds; [`EventKind::kinds`] names the kinds of each, and a test
/// compares the two.
macro_rules! event_subset {
    ($(#[$meta:meta])* $name:ident { $($variant:ident $(($payload:ident: $type:ty))?,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy)]
        pub(in crate::domain::entry) enum $name { $($variant $(($type))?,)+ }

        impl $crate::domain::entry::kind::lifecycle::EventSubset for $name {
            fn from_kind(kind: $crate::domain::entry::event::EventKind) -> Option<Self> {
                match kind {
                    $($crate::domain::entry::event::EventKind::$variant $(($payload))? => {
                        Some(Self::$variant $(($payload))?)
                    })+
                    _ => None,
                }
            }
        }
    };
}
pub(super) use event_subset;

/// A [`Lifecycle`] of any kind, for `dyn`.
pub(in crate::domain::entry) trait ErasedLifecycle {
    /// The current state.
    fn entry_state(&self) -> EntryState;

    /// Sets the state to that which the events lead to.
    fn recompute_state(&mut self, events: &[EntryEvent]);

    /// The state that the events lead to, where that is not the current one.
    fn conflicting_state(&self, events: &[EntryEvent]) -> Option<EntryState>;

    /// Whether an event can happen next, after those that did.
    ///
    /// # Errors
    /// Why it cannot: it is an event of other kinds, or the current state does not allow it.
    fn check(&self, event: EventKind, events: &[EntryEvent]) -> Result<(), TransitionError>;

    /// Whether an event needs a comment.
    fn requires_comment(&self, event: EventKind) -> bool;
}

impl<K: Lifecycle> ErasedLifecycle for K {
    fn entry_state(&self) -> EntryState {
        K::ENTRY_STATE(self.state())
    }

    fn recompute_state(&mut self, events: &[EntryEvent]) {
        self.set_state(replay::<K>(events));
        self.reconcile_fields();
    }

    fn conflicting_state(&self, events: &[EntryEvent]) -> Option<EntryState> {
        let replayed = replay::<K>(events);
        (!self.agrees_with(replayed)).then(|| K::ENTRY_STATE(replayed))
    }

    fn check(&self, event: EventKind, events: &[EntryEvent]) -> Result<(), TransitionError> {
        let event = K::Event::from_kind(event).ok_or(TransitionError::UnsupportedKind(K::KIND))?;
        if self.can(event, events) {
            return Ok(());
        }
        Err(self.rejection(event, events).unwrap_or_else(|| self.invalid_state_error()))
    }

    fn requires_comment(&self, event: EventKind) -> bool {
        K::Event::from_kind(event).is_some_and(K::requires_comment)
    }
}

/// The state that events lead to: that of the last one that changes the state. Whether each could
/// happen when it did is not asked, since an imported history may lack some.
fn replay<K: Lifecycle>(events: &[EntryEvent]) -> K::State {
    let state_after = |event: &EntryEvent| K::Event::from_kind(event.kind).and_then(K::state_after);
    events.iter().rev().find_map(state_after).unwrap_or(K::INITIAL)
}
