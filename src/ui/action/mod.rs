//! The actions that screens dispatch and the app carries out.

mod dialog_request;

use std::{path::PathBuf, sync::Arc};

use eframe::egui::{KeyboardShortcut, ThemePreference};
use jiff::civil::Date;

pub use self::dialog_request::{DialogRequest, PassphrasePurpose, PromptKind, RecapRequest, ReviewPrompt};
use super::{
    lock_settings::LockSettings,
    review_prefs::ReviewPrefs,
    route::{Route, Tab},
    shortcut::{Keymap, Shortcut},
    sidebar::people_list::PeopleListPrefs,
};
use crate::{
    domain::{
        erase::EraseRequest,
        id::{EntryId, PersonId, Uid},
        passphrase::Passphrase,
        retention::Retention,
        review::period::Period,
        unconfirmed_meeting::DismissedMeeting,
    },
    journal::{
        backup::{BackupLock, BackupSettings},
        change::Change,
        import_bundle::ImportBundle,
        progress::Progress,
    },
};

/// A request of a screen to the app, which carries it out after the screens were shown.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Show another page, tab, entry or date.
    Navigate(Navigation),
    /// Open a dialog.
    OpenDialog(DialogRequest),
    /// Submit a change to the journal.
    Submit(Submission),
    /// Erase records for good.
    Erase(EraseSubmission),
    /// Undo or redo.
    History(HistoryCommand),
    /// Change a setting.
    ChangeSetting(SettingChange),
    /// Run an import.
    Import(ImportSubmission),
    /// Follow a calendar, or stop to.
    Calendar(CalendarCommand),
    /// Make a backup, or change where and what is backed up.
    Backup(BackupCommand),
    /// Hand something to another program.
    External(ExternalCommand),
    /// Place the window.
    Window(WindowCommand),
    /// Open or leave the sample journal.
    SwitchSample(SampleCommand),
    /// Open the palette, or close it.
    TogglePalette,
    /// Press a shortcut of the page, chosen by its name.
    PressShortcut(Shortcut),
    /// Search everything for this query.
    SearchFor(String),
    /// Open a hit of the search.
    OpenFound(FoundPlace),
    /// Move the focus to the next or the previous part of the window.
    MoveFocus(ListDirection),
    /// Start a one-on-one with the current person, or wrap up the running one.
    StartOrWrapUp,
    /// Move the current person up or down in the list.
    MovePerson(ListDirection),
    /// Lock the journal.
    Lock,
    /// Set, change or remove its passphrase.
    Passphrase(PassphraseCommand),
    /// Ask the system keychain, or change what it has.
    Keychain(KeychainCommand),
}

impl Action {
    /// Whether it changes the journal, or begins to.
    pub fn changes_journal(&self) -> bool {
        match self {
            Self::Submit(_)
            | Self::Erase(_)
            | Self::History(_)
            | Self::Import(_)
            | Self::StartOrWrapUp
            | Self::MovePerson(_)
            | Self::Passphrase(_) => true,
            Self::Navigate(navigation) => matches!(navigation, Navigation::EditEntry(_)),
            Self::OpenDialog(request) => request.changes_journal(),
            Self::Calendar(command) => matches!(command, CalendarCommand::RevertChanges),
            Self::ChangeSetting(_)
            | Self::Backup(_)
            | Self::External(_)
            | Self::Window(_)
            | Self::SwitchSample(_)
            | Self::TogglePalette
            | Self::PressShortcut(_)
            | Self::SearchFor(_)
            | Self::OpenFound(_)
            | Self::MoveFocus(_)
            | Self::Lock
            | Self::Keychain(_) => false,
        }
    }
}

/// Where to go in the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Navigation {
    /// A page.
    OpenPage(Route),
    /// A tab of the current person.
    OpenTab(Tab),
    /// The person above in the list.
    PreviousPerson,
    /// The person below in the list.
    NextPerson,
    /// The composer of the current person.
    FocusComposer,
    /// The search field in the timeline of the current person.
    FocusSearch,
    /// A date in the timeline of the current person, or the last entry before it.
    GoToDate(Date),
    /// An entry in the timeline of a person.
    OpenEntry(PersonId, EntryId),
    /// A finished review of a person.
    OpenReview(PersonId, Uid),
    /// The editor of an entry of the current person.
    EditEntry(EntryId),
    /// The search over everything, as it was left.
    OpenSearch,
    /// The page from which the search was opened.
    LeaveSearch,
}

/// A hit of the search in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPlace {
    /// Where it is.
    pub navigation: Navigation,
    /// The words that are marked there.
    pub words: String,
}

/// A change for the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// The change.
    pub change: Change,
    /// The key of the draft that the change was written in; it is deleted with the change.
    pub field_key: Option<String>,
}

impl Submission {
    /// A change that was written in the draft `field_key`.
    pub fn with_draft(change: Change, field_key: String) -> Self {
        Self { change, field_key: Some(field_key) }
    }
}

/// An erase that was confirmed.
#[derive(Debug, Clone)]
pub struct EraseSubmission {
    /// What is erased.
    pub request: EraseRequest,
    /// In how many backups it has been erased already.
    pub backups: usize,
    /// Keeps another backup from being made before it is done.
    pub lock: Option<Arc<BackupLock>>,
}

/// By what is erased and where.
impl PartialEq for EraseSubmission {
    fn eq(&self, other: &Self) -> bool {
        self.request == other.request && self.backups == other.backups
    }
}

/// A step through the change log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryCommand {
    /// Undo the latest change.
    Undo,
    /// Redo the change that was undone last.
    Redo,
}

/// A setting with its new value.
#[derive(Debug, Clone, PartialEq)]
pub enum SettingChange {
    /// Whether the desktop reminds of one-on-ones.
    Reminders(bool),
    /// How long history is kept.
    Retention(Retention),
    /// A one-on-one of a past day that is not asked about again.
    DismissMeeting(DismissedMeeting),
    /// The order of the people in the sidebar.
    PeopleList(Box<PeopleListPrefs>),
    /// The keys of the commands.
    Shortcuts(Box<Keymap>),
    /// When the journal locks itself.
    Lock(LockSettings),
    /// The keys of quick capture from every program.
    CaptureKeys(Option<KeyboardShortcut>),
    /// Whether the window starts in discreet mode.
    StartDiscreet(bool),
    /// Whether copied text is cleared after a minute.
    ClearClipboard(bool),
    /// Whether drafts of reviews are checked for judging words.
    WordingCheck(bool),
    /// The preferences of the Review tab.
    ReviewPrefs(Box<ReviewPrefs>),
    /// The period of a person’s review, which an unfinished review follows.
    ReviewPeriod {
        /// The person.
        person: PersonId,
        /// The preferences with the new choice.
        prefs: Box<ReviewPrefs>,
        /// The days of that choice.
        period: Period,
    },
}

/// A command about the backups of the journal.
#[derive(Debug, Clone, PartialEq)]
pub enum BackupCommand {
    /// Make a backup now.
    BackUp,
    /// Read again what backups there are.
    Refresh,
    /// Change the folders.
    SetFolders(BackupSettings),
    /// Say no longer on Today that the backups are on the disk of the journal.
    AcceptSameDisk,
    /// Restore entries from a backup.
    RestoreEntries(Box<Change>),
    /// Open the journal again, after a whole backup was restored.
    ReopenJournal,
}

/// A command about the key of the journal in the system keychain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeychainCommand {
    /// See whether it is there.
    Check,
    /// Store it.
    Store,
    /// Remove it.
    Remove,
}

/// A command about the passphrase of the journal.
#[derive(Debug, Clone, PartialEq)]
pub enum PassphraseCommand {
    /// Encrypt the journal with this one, in the place of another or of none.
    Set(Passphrase),
    /// End the encryption.
    Remove,
    /// The leader has the recovery key.
    ConfirmRecoveryKey,
}

/// A command about the calendar that planned one-on-ones follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CalendarCommand {
    /// Follow the calendar in this file.
    Follow(PathBuf),
    /// Follow no calendar any more.
    Unfollow,
    /// Read it again.
    Read,
    /// Take back what the calendar has changed.
    RevertChanges,
    /// Show what the calendar has changed no longer.
    DismissChanges,
}

/// A change of where the window stands, or how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowCommand {
    /// Use this theme.
    SetTheme(ThemePreference),
    /// Make the window compact, at the edge of the screen and on top; or put it back.
    ToggleBesideCall,
    /// Keep the window on top of the others, or no longer.
    ToggleOnTop,
    /// Switch discreet mode on or off.
    ToggleDiscreet,
}

/// A hand-over to another program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExternalCommand {
    /// Copy a text to the clipboard.
    CopyText(String),
    /// Copy the brief of a person to the clipboard.
    CopyBrief(BriefRequest),
    /// Print the brief of a person.
    PrintBrief(BriefRequest),
    /// Print the recovery key.
    PrintRecoveryKey,
    /// Show the folder of a file in the file manager.
    ShowInFileManager(PathBuf),
    /// Show the folder of the leader’s own formats in the file manager. It is created first.
    ShowFormats,
}

/// The brief of a person, or its short form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BriefRequest {
    /// The person.
    pub person: PersonId,
    /// Whether it is the whole brief.
    pub is_complete: bool,
}

/// What to do with the sample journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SampleCommand {
    /// Open it in place of the own journal.
    Open,
    /// Go back to the own journal.
    Leave,
}

impl From<Navigation> for Action {
    fn from(navigation: Navigation) -> Self {
        Self::Navigate(navigation)
    }
}

impl From<DialogRequest> for Action {
    fn from(request: DialogRequest) -> Self {
        Self::OpenDialog(request)
    }
}

impl From<Submission> for Action {
    fn from(submission: Submission) -> Self {
        Self::Submit(submission)
    }
}

impl From<Change> for Action {
    fn from(change: Change) -> Self {
        Self::Submit(Submission { change, field_key: None })
    }
}

impl From<HistoryCommand> for Action {
    fn from(command: HistoryCommand) -> Self {
        Self::History(command)
    }
}

impl From<SettingChange> for Action {
    fn from(change: SettingChange) -> Self {
        Self::ChangeSetting(change)
    }
}

impl From<ImportSubmission> for Action {
    fn from(import: ImportSubmission) -> Self {
        Self::Import(import)
    }
}

impl From<KeychainCommand> for Action {
    fn from(command: KeychainCommand) -> Self {
        Self::Keychain(command)
    }
}

impl From<PassphraseCommand> for Action {
    fn from(command: PassphraseCommand) -> Self {
        Self::Passphrase(command)
    }
}

impl From<CalendarCommand> for Action {
    fn from(command: CalendarCommand) -> Self {
        Self::Calendar(command)
    }
}

impl From<BackupCommand> for Action {
    fn from(command: BackupCommand) -> Self {
        Self::Backup(command)
    }
}

impl From<WindowCommand> for Action {
    fn from(command: WindowCommand) -> Self {
        Self::Window(command)
    }
}

impl From<ExternalCommand> for Action {
    fn from(command: ExternalCommand) -> Self {
        Self::External(command)
    }
}

impl From<SampleCommand> for Action {
    fn from(command: SampleCommand) -> Self {
        Self::SwitchSample(command)
    }
}

/// An import that was read and confirmed.
#[derive(Debug, Clone)]
pub struct ImportSubmission {
    /// The records to import.
    pub bundle: Arc<ImportBundle>,
    /// Counts the records written, and can cancel the import.
    pub progress: Arc<Progress>,
    /// The calendar that was read, if any: it is remembered to be read again.
    pub calendar_path: Option<PathBuf>,
}

impl PartialEq for ImportSubmission {
    /// Compares by identity: a bundle may be too large to compare by value.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.progress, &other.progress)
    }
}

/// A direction in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListDirection {
    /// Towards the start.
    Up,
    /// Towards the end.
    Down,
}
