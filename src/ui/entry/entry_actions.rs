//! What can be done about an entry from where it is shown, in the words of buttons and menus.

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

/// One thing that can be done: its word and sign, and what it asks for.
pub struct EntryAction {
    /// On the button or in the menu; "…" where a question follows.
    pub label: String,
    /// The sign before it.
    pub icon: &'static str,
    /// What is asked for.
    pub action: Action,
}

/// Everything that can be done about an entry as it stands now, the likeliest first.
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
    let told = if matches!(entry.detail, Detail::Action(_)) { "They know" } else { "Told" };
    let mut offers: Vec<EntryAction> = [
        unraised("Raise it…", icons::ONE_ON_ONE, Action::OpenDialog(DialogRequest::RaiseFlag(entry.id))),
        unraised(
            "Keep watching…",
            icons::WATCH,
            Action::OpenDialog(DialogRequest::TransitionPrompt(entry.id, PromptKind::Watch)),
        ),
        asks(EventKind::Settled, "Settle it…", icons::CHECK_CIRCLE, PromptKind::Settle),
        asks(EventKind::LetGo, "Let it go…", icons::SKIPPED, PromptKind::LetGo),
        planned.then(|| unraised("Off the table", icons::UNDO, Action::from(off))).flatten(),
        does(EventKind::Done, "Done", icons::CHECK, Transition::MarkDone),
        does(EventKind::Told, told, icons::CHECK_CIRCLE, Transition::MarkTold(String::new())),
        asks(EventKind::Told, "Told them…", icons::LISTEN, PromptKind::Told),
        does(EventKind::Discussed, "Talked about", icons::CHECK, Transition::Discuss(String::new())),
        does(EventKind::SaidAloud, "Said aloud today", icons::LISTEN, Transition::SayAloud),
        asks(EventKind::Reached, "Reached…", icons::CHECK_CIRCLE, PromptKind::Reach),
        asks(EventKind::Paused, "Pause…", icons::WAIT, PromptKind::Pause),
        does(EventKind::Resumed, "Go on", icons::ARROW_RIGHT, Transition::Resume),
        asks(EventKind::Completed, "Complete…", icons::CHECK_CIRCLE, PromptKind::Complete),
        asks(EventKind::TakenBack, "Take it back…", icons::ARROW_LEFT, PromptKind::TakeBack),
        asks(EventKind::Dropped, "Drop it…", icons::CLOSE, PromptKind::Drop),
    ]
    .into_iter()
    .flatten()
    .collect();
    offers.extend(delegation_level_actions(entry));
    offers.extend(follow_up_action(entry));
    offers
}

/// What is said later of something: how they heard of it, what you changed, who asked, what holds instead.
fn follow_up_action(entry: &Entry) -> Option<EntryAction> {
    let offer = |word: &str, icon, action| Some(EntryAction { label: word.into(), icon, action });
    match &entry.detail {
        Detail::Action(_) | Detail::Praise(_) if entry.last_event(|what| what == EventKind::Told).is_some() => offer(
            "How you told them…",
            icons::LISTEN,
            Action::OpenDialog(DialogRequest::TransitionPrompt(entry.id, PromptKind::Told)),
        ),
        Detail::Feedback(feedback) if feedback.direction == Direction::Received => offer(
            "What you changed because of it…",
            icons::IDEA,
            Action::OpenDialog(DialogRequest::EntryFields(entry.id)),
        ),
        Detail::Expectation(_) if entry.can(EventKind::Replaced) => {
            offer("Replace it…", icons::EXPECTATION, Action::OpenDialog(DialogRequest::ReplaceExpectation(entry.id)))
        }
        Detail::Topic(topic) => {
            let (word, from) = if topic.from == Party::Me {
                ("They asked for it", Party::Them)
            } else {
                ("You asked for it", Party::Me)
            };
            let description = EntryFields::Topic { from };
            offer(word, icons::TOPIC, Action::from(Change::EditFields { entry: entry.id, fields: description }))
        }
        _ => None,
    }
}

/// One step up and one step down the ladder of delegation.
pub fn delegation_level_actions(entry: &Entry) -> Vec<EntryAction> {
    let at = entry.delegation_level().and_then(|level| Level::ALL.iter().position(|known| *known == level));
    let Some(at) = at else { return Vec::new() };
    let step = |place: Option<usize>, way: &str, icon| {
        let level = *Level::ALL.get(place?)?;
        entry.can(EventKind::LevelChanged(level)).then(|| EntryAction {
            label: format!("Step {way}: {}", level.as_str()),
            icon,
            action: Action::from(Change::Transition { entry: entry.id, transition: Transition::ChangeLevel(level) }),
        })
    };
    let up = step(Some(at + 1), "up", icons::ARROW_UP);
    let down = step(at.checked_sub(1), "down", icons::ARROW_DOWN);
    up.into_iter().chain(down).collect()
}

/// The box before an entry that can be ticked off, and what a click on it does.
pub struct QuickToggle {
    /// Whether it is ticked.
    pub checked: bool,
    /// What the box says to a screen reader.
    pub label: &'static str,
    /// What a click does.
    pub change: Change,
}

/// The box of an entry, where its life is one tick, or two; and of a settled flag on the day to look again.
pub fn quick_toggle(entry: &Entry, today: Date) -> Option<QuickToggle> {
    let step = |on, name, wanted| {
        Some(QuickToggle {
            checked: on,
            label: name,
            change: Change::Transition { entry: entry.id, transition: wanted },
        })
    };
    if entry.can(EventKind::Discussed) {
        return step(false, "Talked about", Transition::Discuss(String::new()));
    }
    if entry.can(EventKind::Done) {
        return step(false, "Done", Transition::MarkDone);
    }
    match &entry.detail {
        Detail::Action(_) | Detail::Praise(_) if entry.can(EventKind::Told) => {
            step(false, "They know", Transition::MarkTold(String::new()))
        }
        Detail::Topic(_) | Detail::Action(_) | Detail::Praise(_) => step(true, "Done", Transition::Reopen),
        Detail::Flag(flag) if flag.recheck_on.is_some_and(|day| day <= today) => {
            step(false, "Looked again", Transition::Recheck(String::new()))
        }
        _ => None,
    }
}
