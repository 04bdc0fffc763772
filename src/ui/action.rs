//! What the window can be asked to do. Buttons, menus, keys and the page of keys all use these, so they cannot disagree.

use std::path::PathBuf;

use eframe::egui::{Context, Key, KeyboardShortcut, Modifiers};
use jiff::civil::Date;

use super::{
    dialog::{ask::Question, review::About},
    person::ReviewChoices,
    route::{Route, Tab},
};
use crate::{
    domain::id::{EntryId, PersonId, Uid},
    export::Of,
    journal::change::Change,
};

/// Something the window is asked to do. Screens push them; the app does them after the screens were shown.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Show a page.
    Open(Route),
    /// Show a tab of the person that is shown.
    OpenTab(Tab),
    /// Show the person above in the list.
    PersonBefore,
    /// Show the person below in the list.
    PersonAfter,
    /// Move the person that is shown up or down in the list.
    MovePerson(Way),
    /// Jot to the person that is shown.
    Jot,
    /// Start a one-on-one with the person that is shown, or ask how long the one going on took.
    StartOrWrapUp,
    /// Ask when the next one-on-one with the person that is shown is.
    SetNext,
    /// Ask why the next one-on-one with a person is skipped.
    Skip(PersonId),
    /// Ask until when to put an entry off.
    PutOff(EntryId),
    /// Show an entry where it stands in the history of a person.
    OpenEntry(PersonId, EntryId),
    /// Ask for a new person.
    AddPerson,
    /// Ask what is to be written down about a person.
    EditPerson(PersonId),
    /// Write an entry anew.
    EditEntry(EntryId),
    /// Ask the one question before something is done about an entry.
    Ask(EntryId, Question),
    /// Ask whether a flag is raised now or next time.
    Raise(EntryId),
    /// Ask for what takes the place of an expectation.
    Replace(EntryId),
    /// Ask for what only the kind of an entry has.
    Describe(EntryId),
    /// Ask what a person needs to be successful.
    AnswerNeed(PersonId),
    /// Show what is in the trash about a person.
    Trash(PersonId),
    /// Ask where an entry belongs.
    Refile(EntryId),
    /// Show the versions of an entry.
    Versions(EntryId),
    /// Look for words in the history of the person that is shown.
    Find,
    /// Ask for a day of the history.
    AskDay,
    /// Show this day of the history, or what was last written before it.
    GoToDay(Date),
    /// Ask whether a flag, which is private, is really picked as evidence for a review.
    PickFlag(EntryId),
    /// Ask from which day to which the review of the person that is shown is.
    AskPeriod,
    /// Look at reviews like this, and remember it.
    KeepReviewChoices(Box<ReviewChoices>),
    /// Show a finished review of a person, to be read.
    OpenReview(PersonId, Uid),
    /// Ask something about a review.
    AskReview(Box<About>),
    /// Look for judging words in drafts of reviews, or no longer.
    LookForJudging(bool),
    /// Show all questions to ask; with a person, one can be used with them.
    Deck {
        /// With whom.
        person: Option<PersonId>,
        /// Whether to begin with a question of your own.
        adding: bool,
    },
    /// Make a change.
    Make(Change),
    /// Make a change, and with it take away the draft of the field at this place.
    MakeDrafted(Change, String),
    /// Take the latest change back.
    Undo,
    /// Make again what was taken back.
    Redo,
    /// Look at the sample journal.
    LookAtSample,
    /// Leave the sample journal.
    LeaveSample,
    /// Show the page of all keys.
    Keys,
    /// Show the settings.
    Settings,
    /// Remind of one-on-ones, or no longer.
    Remind(bool),
    /// Ask how the journal or a person's history is to be exported.
    Export(Of),
    /// Show the folder of a file in the desktop's file manager.
    OpenFolder(PathBuf),
    /// Put text on the clipboard.
    Copy(String),
    /// Put the brief of a person on the clipboard.
    CopyBrief(PersonId),
    /// Print the brief of a person.
    PrintBrief(PersonId),
}

/// Up or down in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Towards the beginning.
    Up,
    /// Towards the end.
    Down,
}

/// A key and what it does.
pub struct Binding {
    /// The key.
    pub shortcut: KeyboardShortcut,
    /// What it asks for.
    pub action: Action,
    /// The same in words, for the page of keys.
    pub does: &'static str,
}

const fn bind(modifiers: Modifiers, key: Key, action: Action, does: &'static str) -> Binding {
    Binding { shortcut: KeyboardShortcut::new(modifiers, key), action, does }
}

const SHIFT_COMMAND: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
const SHIFT_ALT: Modifiers = Modifiers::ALT.plus(Modifiers::SHIFT);

/// Every key that works on all pages, those with more modifiers first: that is how a press is told apart.
pub const BINDINGS: &[Binding] = &[
    bind(SHIFT_COMMAND, Key::Z, Action::Redo, "Make again what was taken back"),
    bind(SHIFT_ALT, Key::ArrowUp, Action::MovePerson(Way::Up), "Move this person up in the list"),
    bind(SHIFT_ALT, Key::ArrowDown, Action::MovePerson(Way::Down), "Move this person down in the list"),
    bind(SHIFT_COMMAND, Key::N, Action::AddPerson, "Add a person"),
    bind(SHIFT_COMMAND, Key::Enter, Action::SetNext, "Set or move the next one-on-one"),
    bind(SHIFT_COMMAND, Key::G, Action::AskPeriod, "From which day to which this person’s review is"),
    bind(Modifiers::COMMAND, Key::Enter, Action::StartOrWrapUp, "Start or wrap up a one-on-one"),
    bind(Modifiers::COMMAND, Key::T, Action::Open(Route::Today), "Today"),
    bind(Modifiers::COMMAND, Key::N, Action::Jot, "Jot to this person"),
    bind(Modifiers::COMMAND, Key::Num1, Action::OpenTab(Tab::Prepare), "Prepare"),
    bind(Modifiers::COMMAND, Key::Num2, Action::OpenTab(Tab::Meet), "Meet"),
    bind(Modifiers::COMMAND, Key::Num3, Action::OpenTab(Tab::Timeline), "Timeline"),
    bind(Modifiers::COMMAND, Key::Num4, Action::OpenTab(Tab::Review), "Review"),
    bind(Modifiers::COMMAND, Key::F, Action::Find, "Find in this person’s history"),
    bind(Modifiers::COMMAND, Key::G, Action::AskDay, "Go to a day of this person’s history"),
    bind(Modifiers::COMMAND, Key::R, Action::Open(Route::Reflect), "Reflect"),
    bind(Modifiers::COMMAND, Key::D, Action::Deck { person: None, adding: false }, "All questions to ask"),
    bind(Modifiers::ALT, Key::ArrowUp, Action::PersonBefore, "The person before"),
    bind(Modifiers::ALT, Key::ArrowDown, Action::PersonAfter, "The person after"),
    bind(Modifiers::COMMAND, Key::Z, Action::Undo, "Take back the latest change, on any page"),
    bind(Modifiers::COMMAND, Key::Comma, Action::Settings, "Settings"),
    bind(Modifiers::NONE, Key::F1, Action::Keys, "All keys"),
    bind(Modifiers::COMMAND, Key::Slash, Action::Keys, "All keys"),
];

/// The key of an action as it is written on this computer: "Ctrl+Enter", "⌘Z".
pub fn key_of(ctx: &Context, action: &Action) -> String {
    let known = BINDINGS.iter().find(|binding| binding.action == *action);
    known.map_or_else(String::new, |binding| say_key(ctx, &binding.shortcut))
}

/// A key as it is written on this computer, with signs as they stand on the keys.
pub fn say_key(ctx: &Context, shortcut: &KeyboardShortcut) -> String {
    let said = ctx.format_shortcut(shortcut);
    [("Comma", ","), ("Slash", "/"), ("Escape", "Esc")].iter().fold(said, |said, (name, sign)| said.replace(name, sign))
}

/// The actions whose keys were pressed. In a text field, undo and redo belong to the field.
pub fn pressed(ctx: &Context) -> Vec<Action> {
    let typing = ctx.text_edit_focused();
    let undoes = |action: &Action| matches!(action, Action::Undo | Action::Redo);
    BINDINGS
        .iter()
        .filter(|binding| !(typing && undoes(&binding.action)))
        .filter(|binding| ctx.input_mut(|input| input.consume_shortcut(&binding.shortcut)))
        .map(|binding| binding.action.clone())
        .collect()
}
