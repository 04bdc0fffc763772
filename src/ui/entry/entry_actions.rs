//! The actions of an entry in its current state, as offered by buttons and menus.

use jiff::civil::Date;

use crate::{
    domain::entry::{
        Detail, Entry,
        event::EventKind,
        fields::EntryFields,
        kind::{action::Party, delegation::Level, feedback::Direction, flag::RaisePlan},
        transition::Transition,
    },
    journal::change::Change,
    ui::{
        action::{Action, DialogRequest, PromptKind},
        icons,
    },
};

/// An action with its label and icon.
pub struct EntryAction {
    /// The label; it ends with "…" when a dialog follows.
    pub label: String,
    /// The icon before the label.
    pub icon: &'static str,
    /// The action to dispatch.
    pub action: Action,
}

/// All actions of an entry in its current state, the likeliest first.
pub fn available_actions(entry: &Entry) -> Vec<EntryAction> {
    let asks = |what: EventKind, word: &str, icon, question: PromptKind| {
        entry.can(what).then(|| EntryAction {
            label: word.into(),
            icon,
            action: Action::OpenDialog(DialogRequest::TransitionPrompt(entry.id, question)),
        })
    };
    let does = |what: EventKind, word: &str, icon, wanted: Transition| {
        entry.can(what).then(|| EntryAction {
            label: word.into(),
            icon,
            action: Action::from(Change::Transition { entry: entry.id, transition: wanted }),
        })
    };
    let unraised = |word: &str, icon, action| {
        entry.can(EventKind::Raised).then(|| EntryAction { label: word.into(), icon, action })
    };
    let planned = matches!(&entry.detail, Detail::Flag(flag) if flag.raise_plan != RaisePlan::Undecided);
    let off = Change::Transition { entry: entry.id, transition: Transition::Plan(RaisePlan::Undecided) };
    let mut offers: Vec<EntryAction> = [
        unraised("Raise…", icons::ONE_ON_ONE, Action::OpenDialog(DialogRequest::RaiseFlag(entry.id))),
        unraised(
            "Keep watching…",
            icons::WATCH,
            Action::OpenDialog(DialogRequest::TransitionPrompt(entry.id, PromptKind::Watch)),
        ),
        asks(EventKind::Settled, "Settle…", icons::CHECK_CIRCLE, PromptKind::Settle),
        asks(EventKind::LetGo, "Let go…", icons::SKIPPED, PromptKind::LetGo),
        planned.then(|| unraised("Remove from agenda", icons::UNDO, Action::from(off))).flatten(),
        does(EventKind::Done, "Done", icons::CHECK, Transition::MarkDone),
        does(EventKind::Told, "Mark as told", icons::CHECK_CIRCLE, Transition::MarkTold(String::new())),
        asks(EventKind::Told, "Mark as told…", icons::LISTEN, PromptKind::Told),
        does(EventKind::Discussed, "Mark as discussed", icons::CHECK, Transition::Discuss(String::new())),
        does(EventKind::SaidAloud, "Mark as discussed", icons::LISTEN, Transition::SayAloud),
        asks(EventKind::Reached, "Mark as reached…", icons::CHECK_CIRCLE, PromptKind::Reach),
        asks(EventKind::Paused, "Pause…", icons::WAIT, PromptKind::Pause),
        does(EventKind::Resumed, "Resume", icons::ARROW_RIGHT, Transition::Resume),
        asks(EventKind::Completed, "Complete…", icons::CHECK_CIRCLE, PromptKind::Complete),
        asks(EventKind::TakenBack, "Take back…", icons::ARROW_LEFT, PromptKind::TakeBack),
        asks(EventKind::Dropped, "Drop…", icons::CLOSE, PromptKind::Drop),
    ]
    .into_iter()
    .flatten()
    .collect();
    offers.extend(delegation_level_actions(entry));
    offers.extend(follow_up_action(entry));
    offers
}

/// The action that adds a detail later: how they were told, what you changed, who asked for a
/// topic, what replaces an expectation.
fn follow_up_action(entry: &Entry) -> Option<EntryAction> {
    let offer = |word: &str, icon, action| Some(EntryAction { label: word.into(), icon, action });
    match &entry.detail {
        Detail::Action(_) | Detail::Praise(_) if entry.last_event(|what| what == EventKind::Told).is_some() => offer(
            "How you told them…",
            icons::LISTEN,
            Action::OpenDialog(DialogRequest::TransitionPrompt(entry.id, PromptKind::Told)),
        ),
        Detail::Feedback(feedback) if feedback.direction == Direction::Received => offer(
            "What you changed as a result…",
            icons::IDEA,
            Action::OpenDialog(DialogRequest::EntryFields(entry.id)),
        ),
        Detail::Expectation(_) if entry.can(EventKind::Replaced) => {
            offer("Replace…", icons::EXPECTATION, Action::OpenDialog(DialogRequest::ReplaceExpectation(entry.id)))
        }
        Detail::Topic(topic) => {
            let (word, from) = if topic.from == Party::Me {
                ("They brought it up", Party::Them)
            } else {
                ("You brought it up", Party::Me)
            };
            let description = EntryFields::Topic { from };
            offer(word, icons::TOPIC, Action::from(Change::EditFields { entry: entry.id, fields: description }))
        }
        Detail::Note(_)
        | Detail::Flag(_)
        | Detail::Goal(_)
        | Detail::CheckIn(_)
        | Detail::Action(_)
        | Detail::Praise(_)
        | Detail::Feedback(_)
        | Detail::Delegation(_)
        | Detail::Expectation(_) => None,
    }
}

/// One step up and one step down the levels of delegation.
pub fn delegation_level_actions(entry: &Entry) -> Vec<EntryAction> {
    let at = entry.delegation_level().and_then(|level| Level::ALL.iter().position(|known| *known == level));
    let Some(at) = at else { return Vec::new() };
    let step = |place: Option<usize>, way: &str, icon| {
        let level = *Level::ALL.get(place?)?;
        entry.can(EventKind::LevelChanged(level)).then(|| EntryAction {
            label: format!("Move {way} to {}", level.as_str()),
            icon,
            action: Action::from(Change::Transition { entry: entry.id, transition: Transition::ChangeLevel(level) }),
        })
    };
    let up = step(Some(at + 1), "up", icons::ARROW_UP);
    let down = step(at.checked_sub(1), "down", icons::ARROW_DOWN);
    up.into_iter().chain(down).collect()
}

/// The checkbox of an entry that is completed in one step.
pub struct QuickToggle {
    /// Whether it is checked.
    pub checked: bool,
    /// The name for screen readers.
    pub label: &'static str,
    /// The change that a click submits.
    pub change: Change,
}

/// The checkbox of an entry, if it is completed in one step; also of a settled flag that is due to
/// be looked at again.
pub fn quick_toggle(entry: &Entry, today: Date) -> Option<QuickToggle> {
    let step = |on, name, wanted| {
        Some(QuickToggle {
            checked: on,
            label: name,
            change: Change::Transition { entry: entry.id, transition: wanted },
        })
    };
    if entry.can(EventKind::Discussed) {
        return step(false, "Discussed", Transition::Discuss(String::new()));
    }
    if entry.can(EventKind::Done) {
        return step(false, "Done", Transition::MarkDone);
    }
    match &entry.detail {
        Detail::Action(_) | Detail::Praise(_) if entry.can(EventKind::Told) => {
            step(false, "Told", Transition::MarkTold(String::new()))
        }
        Detail::Topic(_) | Detail::Action(_) | Detail::Praise(_) => step(true, "Done", Transition::Reopen),
        Detail::Flag(flag) if flag.recheck_on.is_some_and(|day| day <= today) => {
            step(false, "Checked again", Transition::Recheck(String::new()))
        }
        Detail::Note(_)
        | Detail::Flag(_)
        | Detail::Goal(_)
        | Detail::CheckIn(_)
        | Detail::Feedback(_)
        | Detail::Delegation(_)
        | Detail::Expectation(_) => None,
    }
}
