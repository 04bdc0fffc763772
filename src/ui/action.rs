//! What the window can be asked to do. Buttons, menus, keys and the page of keys all use these, so they cannot disagree.

use std::{path::PathBuf, sync::Arc};

use eframe::egui::{Context, Key, KeyboardShortcut, Modifiers};
use jiff::civil::Date;

use super::{
    dialog::{review::ReviewPrompt, transition_prompt::PromptKind},
    person::ReviewPrefs,
    route::{Route, Tab},
};
use crate::{
    domain::id::{EntryId, PersonId, Uid},
    export::ExportScope,
    journal::{change::Change, import_bundle::ImportBundle, progress::Progress},
};

/// Something the window is asked to do. Screens push them; the app does them after the screens were shown.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Show a page.
    OpenPage(Route),
    /// Show a tab of the person that is shown.
    OpenTab(Tab),
    /// Show the person above in the list.
    PreviousPerson,
    /// Show the person below in the list.
    NextPerson,
    /// Move the person that is shown up or down in the list.
    MovePerson(ListDirection),
    /// Jot to the person that is shown.
    FocusComposer,
    /// Start a one-on-one with the person that is shown, or ask how long the one going on took.
    StartOrWrapUp,
    /// Ask when the next one-on-one with the person that is shown is.
    OpenScheduleMeeting,
    /// Ask why the next one-on-one with a person is skipped.
    OpenSkipMeeting(PersonId),
    /// Ask until when to put an entry off.
    OpenSnooze(EntryId),
    /// Show an entry where it stands in the history of a person.
    OpenEntry(PersonId, EntryId),
    /// Ask for a new person.
    OpenAddPerson,
    /// Ask what is to be written down about a person.
    OpenEditPerson(PersonId),
    /// Write an entry anew.
    EditEntry(EntryId),
    /// Ask the one question before something is done about an entry.
    OpenPrompt(EntryId, PromptKind),
    /// Ask whether a flag is raised now or next time.
    OpenRaiseFlag(EntryId),
    /// Ask for what takes the place of an expectation.
    OpenReplaceExpectation(EntryId),
    /// Ask for what only the kind of an entry has.
    OpenEntryFields(EntryId),
    /// Ask what a person needs to be successful.
    OpenNeedAnswer(PersonId),
    /// Show what is in the trash about a person.
    OpenTrash(PersonId),
    /// Ask where an entry belongs.
    OpenReclassify(EntryId),
    /// Show the versions of an entry.
    OpenVersionHistory(EntryId),
    /// Look for words in the history of the person that is shown.
    FocusSearch,
    /// Ask for a day of the history.
    OpenGoToDate,
    /// Show this day of the history, or what was last written before it.
    GoToDate(Date),
    /// Ask whether a flag, which is private, is really picked as evidence for a review.
    OpenConfirmPrivateEvidence(EntryId),
    /// Ask from which day to which the review of the person that is shown is.
    OpenPeriodDialog,
    /// Look at reviews like this, and remember it.
    SaveReviewPrefs(Box<ReviewPrefs>),
    /// Show a finished review of a person, to be read.
    OpenReview(PersonId, Uid),
    /// Ask something about a review.
    OpenReviewDialog(Box<ReviewPrompt>),
    /// Look for judging words in drafts of reviews, or no longer.
    SetWordingCheck(bool),
    /// Show all questions to ask; with a person, one can be used with them.
    OpenQuestionLibrary {
        /// With whom.
        person: Option<PersonId>,
        /// Whether to begin with a question of your own.
        adding: bool,
    },
    /// Make a change.
    Submit(Change),
    /// Make a change, and with it take away the draft of the field at this place.
    SubmitWithDraft(Change, String),
    /// Take the latest change back.
    Undo,
    /// Make again what was taken back.
    Redo,
    /// Look at the sample journal.
    OpenSample,
    /// Leave the sample journal.
    LeaveSample,
    /// Show the page of all keys.
    ShowShortcuts,
    /// Show the settings.
    OpenSettings,
    /// Remind of one-on-ones, or no longer.
    SetReminders(bool),
    /// Ask how the journal or a person's history is to be exported.
    OpenExport(ExportScope),
    /// Ask what to bring into the journal; what is at a path is read at once.
    OpenImport(Option<PathBuf>),
    /// Bring in what was read.
    RunImport(ImportSubmission),
    /// Show the folder of a file in the desktop's file manager.
    ShowInFileManager(PathBuf),
    /// Put text on the clipboard.
    CopyText(String),
    /// Put the brief of a person on the clipboard.
    CopyBrief(PersonId),
    /// Print the brief of a person.
    PrintBrief(PersonId),
}

/// What was read, and is to be brought in.
#[derive(Debug, Clone)]
pub struct ImportSubmission {
    /// What.
    pub bundle: Arc<ImportBundle>,
    /// Hears how far it is, and can stop it.
    pub progress: Arc<Progress>,
    /// The calendar it was read from, to be read again later.
    pub calendar_path: Option<PathBuf>,
}

impl PartialEq for ImportSubmission {
    /// The same asking: what is asked for may be too long to compare.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.progress, &other.progress)
    }
}

/// Up or down in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListDirection {
    /// Towards the beginning.
    Up,
    /// Towards the end.
    Down,
}

/// A key and what it does.
pub struct KeyBinding {
    /// The key.
    pub shortcut: KeyboardShortcut,
    /// What it asks for.
    pub action: Action,
    /// The same in words, for the page of keys.
    pub description: &'static str,
}

const fn bind(modifiers: Modifiers, key: Key, action: Action, does: &'static str) -> KeyBinding {
    KeyBinding { shortcut: KeyboardShortcut::new(modifiers, key), action, description: does }
}

const SHIFT_COMMAND: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
const SHIFT_ALT: Modifiers = Modifiers::ALT.plus(Modifiers::SHIFT);

/// Every key that works on all pages, those with more modifiers first: that is how a press is told apart.
pub const BINDINGS: &[KeyBinding] = &[
    bind(SHIFT_COMMAND, Key::Z, Action::Redo, "Make again what was taken back"),
    bind(SHIFT_ALT, Key::ArrowUp, Action::MovePerson(ListDirection::Up), "Move this person up in the list"),
    bind(SHIFT_ALT, Key::ArrowDown, Action::MovePerson(ListDirection::Down), "Move this person down in the list"),
    bind(SHIFT_COMMAND, Key::N, Action::OpenAddPerson, "Add a person"),
    bind(SHIFT_COMMAND, Key::Enter, Action::OpenScheduleMeeting, "Set or move the next one-on-one"),
    bind(SHIFT_COMMAND, Key::G, Action::OpenPeriodDialog, "From which day to which this person’s review is"),
    bind(Modifiers::COMMAND, Key::Enter, Action::StartOrWrapUp, "Start or wrap up a one-on-one"),
    bind(Modifiers::COMMAND, Key::T, Action::OpenPage(Route::Today), "Today"),
    bind(Modifiers::COMMAND, Key::N, Action::FocusComposer, "Jot to this person"),
    bind(Modifiers::COMMAND, Key::Num1, Action::OpenTab(Tab::Prepare), "Prepare"),
    bind(Modifiers::COMMAND, Key::Num2, Action::OpenTab(Tab::Meet), "Meet"),
    bind(Modifiers::COMMAND, Key::Num3, Action::OpenTab(Tab::Timeline), "Timeline"),
    bind(Modifiers::COMMAND, Key::Num4, Action::OpenTab(Tab::Review), "Review"),
    bind(Modifiers::COMMAND, Key::F, Action::FocusSearch, "Find in this person’s history"),
    bind(Modifiers::COMMAND, Key::G, Action::OpenGoToDate, "Go to a day of this person’s history"),
    bind(Modifiers::COMMAND, Key::R, Action::OpenPage(Route::Reflect), "Reflect"),
    bind(
        Modifiers::COMMAND,
        Key::D,
        Action::OpenQuestionLibrary { person: None, adding: false },
        "All questions to ask",
    ),
    bind(Modifiers::COMMAND, Key::I, Action::OpenImport(None), "Bring in notes, a table, a calendar or a journal"),
    bind(Modifiers::ALT, Key::ArrowUp, Action::PreviousPerson, "The person before"),
    bind(Modifiers::ALT, Key::ArrowDown, Action::NextPerson, "The person after"),
    bind(Modifiers::COMMAND, Key::Z, Action::Undo, "Take back the latest change, on any page"),
    bind(Modifiers::COMMAND, Key::Comma, Action::OpenSettings, "Settings"),
    bind(Modifiers::NONE, Key::F1, Action::ShowShortcuts, "All keys"),
    bind(Modifiers::COMMAND, Key::Slash, Action::ShowShortcuts, "All keys"),
];

/// The key of an action as it is written on this computer: "Ctrl+Enter", "⌘Z".
pub fn shortcut_label(ctx: &Context, action: &Action) -> String {
    let known = BINDINGS.iter().find(|binding| binding.action == *action);
    known.map_or_else(String::new, |binding| format_shortcut(ctx, &binding.shortcut))
}

/// A key as it is written on this computer, with signs as they stand on the keys.
pub fn format_shortcut(ctx: &Context, shortcut: &KeyboardShortcut) -> String {
    let said = ctx.format_shortcut(shortcut);
    [("Comma", ","), ("Slash", "/"), ("Escape", "Esc")].iter().fold(said, |said, (name, sign)| said.replace(name, sign))
}

/// The actions whose keys were pressed. In a text field, undo and redo belong to the field.
pub fn consume_shortcuts(ctx: &Context) -> Vec<Action> {
    let typing = ctx.text_edit_focused();
    let undoes = |action: &Action| matches!(action, Action::Undo | Action::Redo);
    BINDINGS
        .iter()
        .filter(|binding| !(typing && undoes(&binding.action)))
        .filter(|binding| ctx.input_mut(|input| input.consume_shortcut(&binding.shortcut)))
        .map(|binding| binding.action.clone())
        .collect()
}
