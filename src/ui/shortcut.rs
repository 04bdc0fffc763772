//! The keyboard shortcuts of all commands: one table that key presses, menus, tooltips, hints and
//! the page of shortcuts share.
//!
//! Keys that are idioms of a widget, such as the arrow keys in a tab bar, stay in the widget.

mod capture_keys;
mod groups;
mod keymap;
mod press;
mod rejection;

use eframe::egui::{Context, Event, Key, KeyboardShortcut, Modifiers, Ui};

use self::press::consume_presses;
pub use self::{
    capture_keys::{CAPTURE_KEYS_NAME, CAPTURE_KEYS_SETTING, CaptureKeys, GlobalKeySupport},
    groups::{SHORTCUT_GROUPS, ShortcutGroup},
    keymap::{Keymap, SHORTCUTS_SETTING, format_keys},
    press::{consume_global, take_combination},
    rejection::Rejection,
};
use super::{
    action::{Action, DialogRequest, HistoryCommand, ListDirection, Navigation, WindowCommand},
    input_sequencer,
    route::{Route, SettingsTab, Tab},
};

/// Where a shortcut works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// On every page and in every dialog.
    Everywhere,
    /// On every page, while no dialog is open.
    Global,
    /// In the composer.
    Composer,
    /// In a field that is submitted with Enter.
    Field,
    /// On the entry that has the focus.
    Entry,
    /// In the Meet tab.
    Meet,
    /// In the open items of the Meet tab, where they are shown over its notes.
    OpenItems,
    /// In the Prepare tab.
    Prepare,
    /// In the list of evidence for a review.
    EvidenceList,
    /// In the draft of a review.
    ReviewDraft,
    /// In the list of the timeline.
    Timeline,
    /// On the months beside the timeline.
    MonthStrip,
    /// In the search field of the timeline.
    TimelineSearch,
    /// On the Today page.
    Today,
    /// In areas that scroll.
    Scrolling,
    /// The zoom of the window, which egui handles.
    Zoom,
    /// In a dialog.
    Dialog,
    /// In the palette, which is a dialog too.
    Palette,
    /// On the page of the search, in its query.
    Search,
    /// In the composer over everything, a window of its own.
    Capture,
}

/// A command that has a shortcut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shortcut {
    /// Open or close the palette.
    Palette,
    /// Redo the change that was undone last.
    Redo,
    /// Move the current person up in the list.
    MovePersonUp,
    /// Move the current person down in the list.
    MovePersonDown,
    /// Add a person.
    AddPerson,
    /// Schedule the next one-on-one.
    ScheduleMeeting,
    /// Choose the first and last day of the review.
    ReviewPeriod,
    /// Start or wrap up a one-on-one.
    StartOrWrapUp,
    /// Write about somebody on Today, by name.
    QuickJot,
    /// Show Today.
    Today,
    /// Write in the composer of the current person.
    FocusComposer,
    /// Show the Prepare tab.
    PrepareTab,
    /// Show the Meet tab.
    MeetTab,
    /// Show the Timeline tab.
    TimelineTab,
    /// Show the Review tab.
    ReviewTab,
    /// Search the timeline.
    FocusSearch,
    /// Go to a date in the timeline.
    GoToDate,
    /// Show Reflect.
    Reflect,
    /// Show all questions.
    QuestionLibrary,
    /// Import from a file.
    Import,
    /// Show the person above in the list.
    PreviousPerson,
    /// Show the person below in the list.
    NextPerson,
    /// Undo the latest change.
    Undo,
    /// Move the focus to the next part of the window.
    NextRegion,
    /// Move the focus to the previous part of the window.
    PreviousRegion,
    /// Lock the journal.
    Lock,
    /// Show the settings.
    Settings,
    /// Show the page of shortcuts.
    Shortcuts,
    /// Submit the line in the composer.
    SubmitLine,
    /// Insert a line break in the composer.
    NewLine,
    /// Select the next kind in the composer.
    NextPrefix,
    /// Select the previous kind in the composer.
    PreviousPrefix,
    /// Dismiss the parsed date, or leave the composer.
    DismissDate,
    /// Remove the kind in the composer, with the caret at the start.
    RemovePrefix,
    /// Edit the last entry, from an empty composer.
    EditLastEntry,
    /// Submit a field.
    SubmitField,
    /// Leave a field without submitting it.
    CancelField,
    /// Edit the entry.
    EditEntry,
    /// Edit the entry, or show it in the timeline where it stands for another one.
    OpenEntry,
    /// Open the form with the fields of the entry’s kind.
    EntryFields,
    /// The same for the latest entry, while the composer has the focus.
    LatestEntryFields,
    /// Change the kind of the latest entry; the index of the row is the index of the chip.
    LatestEntryKind,
    /// Bookmark the moment in a one-on-one.
    Bookmark,
    /// Mark or unmark the entry as evidence for a review.
    ToggleEvidence,
    /// Quote the evidence in the draft.
    QuoteEvidence,
    /// Focus the next item of evidence.
    NextEvidence,
    /// Focus the previous item of evidence.
    PreviousEvidence,
    /// Mark or unmark the item as evidence, in the list.
    CheckEvidence,
    /// Export the review.
    ExportReview,
    /// Select the next judging word.
    NextJudgingWord,
    /// Move the entry to the trash.
    TrashEntry,
    /// Show the whole brief, or what matters most.
    ShowEverything,
    /// Add the topics of the standing format to the agenda.
    AddStandingFormat,
    /// Move a topic to raise up.
    RaiseEarlier,
    /// Move a topic to raise down.
    RaiseLater,
    /// Check off an item of the agenda; the index of the row is the index of the item.
    CheckAgendaItem,
    /// Show or hide the open items beside the notes, in a window without room for both.
    ToggleOpenItems,
    /// Hide the open items.
    CloseOpenItems,
    /// Select the next item that needs attention.
    NextAttentionItem,
    /// Select the previous item that needs attention.
    PreviousAttentionItem,
    /// The same as [`Self::NextAttentionItem`], where nothing else needs the arrow keys.
    AttentionItemBelow,
    /// The same as [`Self::PreviousAttentionItem`], where nothing else needs the arrow keys.
    AttentionItemAbove,
    /// Open the selected item, or prepare for the first one-on-one.
    OpenAttentionItem,
    /// Clear the selection on Today.
    ClearSelection,
    /// Check off the selected flag, which is due to be looked at again.
    Recheck,
    /// Raise the selected flag.
    RaiseFlag,
    /// Keep watching the selected flag.
    WatchFlag,
    /// Let the selected flag go.
    LetFlagGo,
    /// Settle the selected flag.
    SettleFlag,
    /// Mark the selected action as done.
    MarkDone,
    /// Mark the selected entry as told.
    MarkTold,
    /// Snooze the selected item, or end its snooze.
    Snooze,
    /// Rate how close the selected goal is; the index of the row is the closeness less one.
    RateGoal,
    /// Scroll down by a page.
    PageDown,
    /// Scroll up by a page.
    PageUp,
    /// Go to the previous month of the timeline.
    PreviousMonth,
    /// Go to the next month of the timeline.
    NextMonth,
    /// Go to the latest entry of the timeline.
    TimelineStart,
    /// Go to the first entry of the timeline.
    TimelineEnd,
    /// Focus the next entry of the timeline.
    NextEntry,
    /// Focus the previous entry of the timeline.
    PreviousEntry,
    /// Focus the month below.
    MonthBelow,
    /// Focus the month above.
    MonthAbove,
    /// Go to the previous match of the search.
    PreviousMatch,
    /// Go to the next match of the search.
    NextMatch,
    /// Focus the current match of the search.
    FocusMatch,
    /// Clear the search.
    ClearSearch,
    /// Make the window compact beside a call, or put it back.
    BesideCall,
    /// Keep the window on top of the others.
    KeepOnTop,
    /// Hide names and texts from whoever can see the screen.
    DiscreetMode,
    /// Zoom in.
    ZoomIn,
    /// Submit a dialog.
    SubmitDialog,
    /// Select the row below in the palette.
    PaletteRowBelow,
    /// Select the row above in the palette.
    PaletteRowAbove,
    /// Close the palette.
    ClosePalette,
    /// Search everything.
    SearchEverything,
    /// Select the result below.
    SearchResultBelow,
    /// Select the result above.
    SearchResultAbove,
    /// Open the selected result at its place.
    OpenSearchResult,
    /// Leave the search.
    LeaveSearch,
    /// Save the entry of the composer over everything.
    SaveCapture,
    /// Close the composer over everything.
    CloseCapture,
    /// Choose the next person in the composer over everything.
    NextCapturePerson,
    /// Choose the previous person in the composer over everything.
    PreviousCapturePerson,
    /// Submit a dialog without a field of several lines.
    ConfirmDialog,
}

/// One key combination of a command.
pub struct ShortcutRow {
    /// The command.
    pub shortcut: Shortcut,
    /// The default key combination.
    pub keys: KeyboardShortcut,
    /// Where it works.
    pub scope: Scope,
    /// The text on the page of shortcuts; none where the text of another row covers it.
    pub description: Option<&'static str>,
    /// What a shortcut dispatches that works on every page.
    action: Option<Action>,
}

const NONE: Modifiers = Modifiers::NONE;
const SHIFT: Modifiers = Modifiers::SHIFT;
const ALT: Modifiers = Modifiers::ALT;
const COMMAND: Modifiers = Modifiers::COMMAND;
const SHIFT_COMMAND: Modifiers = COMMAND.plus(SHIFT);
const SHIFT_ALT: Modifiers = ALT.plus(SHIFT);

const fn global(
    shortcut: Shortcut,
    modifiers: Modifiers,
    key: Key,
    action: Action,
    description: &'static str,
) -> ShortcutRow {
    let keys = KeyboardShortcut::new(modifiers, key);
    ShortcutRow { shortcut, keys, scope: Scope::Global, description: Some(description), action: Some(action) }
}

const fn everywhere(
    shortcut: Shortcut,
    modifiers: Modifiers,
    key: Key,
    action: Action,
    description: &'static str,
) -> ShortcutRow {
    let keys = KeyboardShortcut::new(modifiers, key);
    ShortcutRow { shortcut, keys, scope: Scope::Everywhere, description: Some(description), action: Some(action) }
}

const fn local(
    scope: Scope,
    shortcut: Shortcut,
    modifiers: Modifiers,
    key: Key,
    description: Option<&'static str>,
) -> ShortcutRow {
    ShortcutRow { shortcut, keys: KeyboardShortcut::new(modifiers, key), scope, description, action: None }
}

const fn open(request: DialogRequest) -> Action {
    Action::OpenDialog(request)
}

const fn go(navigation: Navigation) -> Action {
    Action::Navigate(navigation)
}

/// All shortcuts. Those that work on every page can be changed: [`Keymap`] has the keys in force.
#[rustfmt::skip]
pub const SHORTCUTS: &[ShortcutRow] = &[
    everywhere(Shortcut::Palette, COMMAND, Key::K, Action::TogglePalette, "Find anything, or jot about anyone"),
    everywhere(Shortcut::DiscreetMode, COMMAND, Key::Period, Action::Window(WindowCommand::ToggleDiscreet), "Discreet mode"),

    global(Shortcut::Redo, SHIFT_COMMAND, Key::Z, Action::History(HistoryCommand::Redo), "Redo"),
    global(Shortcut::MovePersonUp, SHIFT_ALT, Key::ArrowUp, Action::MovePerson(ListDirection::Up), "Move this person up in the list"),
    global(Shortcut::MovePersonDown, SHIFT_ALT, Key::ArrowDown, Action::MovePerson(ListDirection::Down), "Move this person down in the list"),
    global(Shortcut::AddPerson, SHIFT_COMMAND, Key::N, open(DialogRequest::AddPerson), "Add person"),
    global(Shortcut::ScheduleMeeting, SHIFT_COMMAND, Key::Enter, open(DialogRequest::ScheduleMeeting(None)), "Set or move the next one-on-one"),
    global(Shortcut::ReviewPeriod, SHIFT_COMMAND, Key::G, open(DialogRequest::ReviewPeriod), "Set review period"),
    global(Shortcut::SearchEverything, SHIFT_COMMAND, Key::F, go(Navigation::OpenSearch), "Search everything"),
    global(Shortcut::BesideCall, SHIFT_COMMAND, Key::B, Action::Window(WindowCommand::ToggleBesideCall), "Beside the call: small and on top, and back"),
    global(Shortcut::KeepOnTop, SHIFT_COMMAND, Key::T, Action::Window(WindowCommand::ToggleOnTop), "Keep the window on top"),
    global(Shortcut::PreviousRegion, SHIFT, Key::F6, Action::MoveFocus(ListDirection::Up), "Previous part of the window"),
    global(Shortcut::NextRegion, NONE, Key::F6, Action::MoveFocus(ListDirection::Down), "Sidebar, page, side panel"),
    global(Shortcut::StartOrWrapUp, COMMAND, Key::Enter, Action::StartOrWrapUp, "Start or wrap up a one-on-one"),
    global(Shortcut::Today, COMMAND, Key::T, go(Navigation::OpenPage(Route::Today)), "Today"),
    global(Shortcut::FocusComposer, COMMAND, Key::N, go(Navigation::FocusComposer), "Jot about this person"),
    global(Shortcut::PrepareTab, COMMAND, Key::Num1, go(Navigation::OpenTab(Tab::Prepare)), "Prepare"),
    global(Shortcut::MeetTab, COMMAND, Key::Num2, go(Navigation::OpenTab(Tab::Meet)), "Meet"),
    global(Shortcut::TimelineTab, COMMAND, Key::Num3, go(Navigation::OpenTab(Tab::Timeline)), "Timeline"),
    global(Shortcut::ReviewTab, COMMAND, Key::Num4, go(Navigation::OpenTab(Tab::Review)), "Review"),
    global(Shortcut::FocusSearch, COMMAND, Key::F, go(Navigation::FocusSearch), "Search this person’s history"),
    global(Shortcut::GoToDate, COMMAND, Key::G, open(DialogRequest::GoToDate), "Go to a date in this person’s history"),
    global(Shortcut::Reflect, COMMAND, Key::R, go(Navigation::OpenPage(Route::Reflect)), "Reflect"),
    global(Shortcut::QuestionLibrary, COMMAND, Key::D, open(DialogRequest::QuestionLibrary { person: None, adding: false }), "All questions"),
    global(Shortcut::Import, COMMAND, Key::I, open(DialogRequest::Import(None)), "Import"),
    global(Shortcut::PreviousPerson, ALT, Key::ArrowUp, go(Navigation::PreviousPerson), "Previous person"),
    global(Shortcut::NextPerson, ALT, Key::ArrowDown, go(Navigation::NextPerson), "Next person"),
    global(Shortcut::Undo, COMMAND, Key::Z, Action::History(HistoryCommand::Undo), "Undo"),
    everywhere(Shortcut::Lock, COMMAND, Key::L, Action::Lock, "Lock"),
    global(Shortcut::Settings, COMMAND, Key::Comma, go(Navigation::OpenPage(Route::Settings(SettingsTab::Look))), "Settings"),
    global(Shortcut::Shortcuts, NONE, Key::F1, open(DialogRequest::Shortcuts), "Keyboard shortcuts"),
    global(Shortcut::Shortcuts, COMMAND, Key::Slash, open(DialogRequest::Shortcuts), "Keyboard shortcuts"),

    local(Scope::Composer, Shortcut::SubmitLine, NONE, Key::Enter, Some("Save the line")),
    local(Scope::Composer, Shortcut::NewLine, SHIFT, Key::Enter, Some("New line")),
    local(Scope::Composer, Shortcut::NextPrefix, COMMAND, Key::ArrowDown, Some("Next / previous kind")),
    local(Scope::Composer, Shortcut::PreviousPrefix, COMMAND, Key::ArrowUp, None),
    local(Scope::Composer, Shortcut::DismissDate, NONE, Key::Escape, Some("Ignore the date; then leave the composer")),
    local(Scope::Composer, Shortcut::RemovePrefix, NONE, Key::Backspace, None),
    local(Scope::Composer, Shortcut::EditLastEntry, NONE, Key::ArrowUp, Some("Edit the last entry (in an empty composer)")),
    local(Scope::Field, Shortcut::SubmitField, NONE, Key::Enter, None),
    local(Scope::Field, Shortcut::CancelField, NONE, Key::Escape, None),
    local(Scope::Entry, Shortcut::EditEntry, NONE, Key::E, Some("Edit entry")),
    local(Scope::Entry, Shortcut::OpenEntry, NONE, Key::Enter, None),
    local(Scope::Entry, Shortcut::EntryFields, NONE, Key::M, Some("Add details to entry")),
    local(Scope::Meet, Shortcut::LatestEntryFields, COMMAND, Key::M, Some("Add details to your last entry")),
    local(Scope::Meet, Shortcut::Bookmark, COMMAND, Key::Space, Some("Bookmark this moment, to fill in at the end")),
    local(Scope::Meet, Shortcut::LatestEntryKind, SHIFT_COMMAND, Key::Num1, Some("Change the kind of your last entry, 1 to 9")),
    local(Scope::Meet, Shortcut::LatestEntryKind, SHIFT_COMMAND, Key::Num2, None),
    local(Scope::Meet, Shortcut::LatestEntryKind, SHIFT_COMMAND, Key::Num3, None),
    local(Scope::Meet, Shortcut::LatestEntryKind, SHIFT_COMMAND, Key::Num4, None),
    local(Scope::Meet, Shortcut::LatestEntryKind, SHIFT_COMMAND, Key::Num5, None),
    local(Scope::Meet, Shortcut::LatestEntryKind, SHIFT_COMMAND, Key::Num6, None),
    local(Scope::Meet, Shortcut::LatestEntryKind, SHIFT_COMMAND, Key::Num7, None),
    local(Scope::Meet, Shortcut::LatestEntryKind, SHIFT_COMMAND, Key::Num8, None),
    local(Scope::Meet, Shortcut::LatestEntryKind, SHIFT_COMMAND, Key::Num9, None),
    local(Scope::Entry, Shortcut::ToggleEvidence, COMMAND, Key::E, Some("Add to / remove from evidence")),
    local(Scope::EvidenceList, Shortcut::QuoteEvidence, SHIFT_COMMAND, Key::E, Some("Quote evidence in the draft")),
    local(Scope::EvidenceList, Shortcut::NextEvidence, NONE, Key::ArrowDown, Some("Next / previous evidence")),
    local(Scope::EvidenceList, Shortcut::PreviousEvidence, NONE, Key::ArrowUp, None),
    local(Scope::EvidenceList, Shortcut::CheckEvidence, NONE, Key::Space, Some("Select evidence")),
    local(Scope::ReviewDraft, Shortcut::ExportReview, SHIFT_COMMAND, Key::S, Some("Export the review")),
    local(Scope::ReviewDraft, Shortcut::NextJudgingWord, COMMAND, Key::J, Some("Next judging word in the draft")),
    local(Scope::Entry, Shortcut::TrashEntry, NONE, Key::Delete, Some("Move entry to trash")),
    local(Scope::Prepare, Shortcut::ShowEverything, SHIFT_COMMAND, Key::A, Some("Show everything in the brief")),
    local(Scope::Prepare, Shortcut::AddStandingFormat, SHIFT_COMMAND, Key::O, Some("Add the standing format to the agenda")),
    local(Scope::Prepare, Shortcut::RaiseEarlier, SHIFT_COMMAND, Key::ArrowUp, Some("Reorder agenda")),
    local(Scope::Prepare, Shortcut::RaiseLater, SHIFT_COMMAND, Key::ArrowDown, None),
    local(Scope::Meet, Shortcut::CheckAgendaItem, ALT, Key::Num1, Some("Check off an agenda item, 1 to 9")),
    local(Scope::Meet, Shortcut::CheckAgendaItem, ALT, Key::Num2, None),
    local(Scope::Meet, Shortcut::CheckAgendaItem, ALT, Key::Num3, None),
    local(Scope::Meet, Shortcut::CheckAgendaItem, ALT, Key::Num4, None),
    local(Scope::Meet, Shortcut::CheckAgendaItem, ALT, Key::Num5, None),
    local(Scope::Meet, Shortcut::CheckAgendaItem, ALT, Key::Num6, None),
    local(Scope::Meet, Shortcut::CheckAgendaItem, ALT, Key::Num7, None),
    local(Scope::Meet, Shortcut::CheckAgendaItem, ALT, Key::Num8, None),
    local(Scope::Meet, Shortcut::CheckAgendaItem, ALT, Key::Num9, None),
    local(Scope::Meet, Shortcut::ToggleOpenItems, ALT, Key::Num0, Some("Show or hide open items in a narrow window")),
    local(Scope::OpenItems, Shortcut::CloseOpenItems, NONE, Key::Escape, None),
    local(Scope::Today, Shortcut::QuickJot, NONE, Key::N, Some("Jot about anyone on Today")),
    local(Scope::Today, Shortcut::NextAttentionItem, NONE, Key::J, Some("Next / previous item on Today")),
    local(Scope::Today, Shortcut::PreviousAttentionItem, NONE, Key::K, None),
    local(Scope::Today, Shortcut::AttentionItemBelow, NONE, Key::ArrowDown, None),
    local(Scope::Today, Shortcut::AttentionItemAbove, NONE, Key::ArrowUp, None),
    local(Scope::Today, Shortcut::OpenAttentionItem, NONE, Key::Enter, Some("Open the selected item, or prepare for the first person")),
    local(Scope::Today, Shortcut::ClearSelection, NONE, Key::Escape, None),
    local(Scope::Today, Shortcut::Recheck, NONE, Key::A, None),
    local(Scope::Today, Shortcut::RaiseFlag, NONE, Key::R, None),
    local(Scope::Today, Shortcut::WatchFlag, NONE, Key::W, None),
    local(Scope::Today, Shortcut::LetFlagGo, NONE, Key::G, None),
    local(Scope::Today, Shortcut::SettleFlag, NONE, Key::S, None),
    local(Scope::Today, Shortcut::MarkDone, NONE, Key::D, None),
    local(Scope::Today, Shortcut::MarkTold, NONE, Key::T, None),
    local(Scope::Today, Shortcut::Snooze, NONE, Key::L, None),
    local(Scope::Today, Shortcut::RateGoal, NONE, Key::Num1, None),
    local(Scope::Today, Shortcut::RateGoal, NONE, Key::Num2, None),
    local(Scope::Today, Shortcut::RateGoal, NONE, Key::Num3, None),
    local(Scope::Today, Shortcut::RateGoal, NONE, Key::Num4, None),
    local(Scope::Today, Shortcut::RateGoal, NONE, Key::Num5, None),
    local(Scope::Scrolling, Shortcut::PageDown, NONE, Key::PageDown, Some("Scroll down / up")),
    local(Scope::Scrolling, Shortcut::PageUp, NONE, Key::PageUp, None),
    local(Scope::Timeline, Shortcut::PreviousMonth, COMMAND, Key::PageDown, Some("Earlier / later month")),
    local(Scope::Timeline, Shortcut::NextMonth, COMMAND, Key::PageUp, None),
    local(Scope::Timeline, Shortcut::TimelineStart, NONE, Key::Home, Some("Newest / oldest")),
    local(Scope::Timeline, Shortcut::TimelineEnd, NONE, Key::End, None),
    local(Scope::Timeline, Shortcut::NextEntry, NONE, Key::J, Some("Next / previous entry")),
    local(Scope::Timeline, Shortcut::PreviousEntry, NONE, Key::K, None),
    local(Scope::MonthStrip, Shortcut::MonthBelow, NONE, Key::ArrowDown, None),
    local(Scope::MonthStrip, Shortcut::MonthAbove, NONE, Key::ArrowUp, None),
    local(Scope::MonthStrip, Shortcut::MonthBelow, SHIFT, Key::ArrowDown, None),
    local(Scope::MonthStrip, Shortcut::MonthAbove, SHIFT, Key::ArrowUp, None),
    local(Scope::TimelineSearch, Shortcut::PreviousMatch, SHIFT, Key::Enter, Some("Previous match / next match")),
    local(Scope::TimelineSearch, Shortcut::NextMatch, NONE, Key::Enter, None),
    local(Scope::TimelineSearch, Shortcut::FocusMatch, NONE, Key::ArrowDown, None),
    local(Scope::TimelineSearch, Shortcut::ClearSearch, NONE, Key::Escape, None),
    local(Scope::Zoom, Shortcut::ZoomIn, COMMAND, Key::Plus, Some("Zoom in (minus zooms out, 0 resets)")),
    local(Scope::Dialog, Shortcut::SubmitDialog, COMMAND, Key::Enter, None),
    local(Scope::Dialog, Shortcut::ConfirmDialog, NONE, Key::Enter, None),
    local(Scope::Palette, Shortcut::PaletteRowBelow, NONE, Key::ArrowDown, None),
    local(Scope::Palette, Shortcut::PaletteRowAbove, NONE, Key::ArrowUp, None),
    local(Scope::Palette, Shortcut::ClosePalette, NONE, Key::Escape, None),
    local(Scope::Search, Shortcut::SearchResultBelow, NONE, Key::ArrowDown, None),
    local(Scope::Search, Shortcut::SearchResultAbove, NONE, Key::ArrowUp, None),
    local(Scope::Search, Shortcut::OpenSearchResult, NONE, Key::Enter, None),
    local(Scope::Search, Shortcut::LeaveSearch, NONE, Key::Escape, None),
    local(Scope::Capture, Shortcut::SaveCapture, NONE, Key::Enter, None),
    local(Scope::Capture, Shortcut::CloseCapture, NONE, Key::Escape, None),
    local(Scope::Capture, Shortcut::NextCapturePerson, NONE, Key::ArrowDown, None),
    local(Scope::Capture, Shortcut::PreviousCapturePerson, NONE, Key::ArrowUp, None),
];

impl Shortcut {
    /// The command that shares the description of this one, such as "Next / previous entry".
    pub fn counterpart(self) -> Option<Self> {
        Some(match self {
            Self::NextEvidence => Self::PreviousEvidence,
            Self::RaiseEarlier => Self::RaiseLater,
            Self::NextAttentionItem => Self::PreviousAttentionItem,
            Self::PageDown => Self::PageUp,
            Self::PreviousMonth => Self::NextMonth,
            Self::TimelineStart => Self::TimelineEnd,
            Self::NextEntry => Self::PreviousEntry,
            Self::PreviousMatch => Self::NextMatch,
            _ => return None,
        })
    }

    /// What it does, as on the page of shortcuts; none where another command says it.
    pub fn description(self) -> Option<&'static str> {
        self.rows().find_map(|row| row.description)
    }

    /// The rows of the table for this command.
    fn rows(self) -> impl Iterator<Item = &'static ShortcutRow> {
        SHORTCUTS.iter().filter(move |row| row.shortcut == self)
    }

    /// The first default key combination.
    pub fn keys(self) -> Option<KeyboardShortcut> {
        self.rows().next().map(|row| row.keys)
    }

    /// The first key combination in the notation of the platform, such as "Ctrl+Enter" or "⌘Z".
    pub fn label(self, ctx: &Context) -> String {
        self.label_at(ctx, 0)
    }

    /// The key combination with this index; empty where there is none.
    pub fn label_at(self, ctx: &Context, index: usize) -> String {
        Keymap::of(ctx).keys_of(self).nth(index).map_or_else(String::new, |keys| keys_label(ctx, keys))
    }

    /// The first key combination, without the Ctrl or Cmd that goes without saying: "1".
    pub fn short_label(self, ctx: &Context) -> String {
        match Keymap::of(ctx).keys_of(self).next() {
            Some(KeyboardShortcut { modifiers: Modifiers::COMMAND, logical_key }) => {
                keys_label(ctx, KeyboardShortcut::new(Modifiers::NONE, logical_key))
            }
            Some(keys) => keys_label(ctx, keys),
            None => String::new(),
        }
    }

    /// Presses it in the next frame, as if it were typed.
    pub fn press(self, ctx: &Context) {
        let Some(keys) = Keymap::of(ctx).keys_of(self).next() else { return };
        let KeyboardShortcut { logical_key: key, modifiers } = keys;
        let pressed = Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
        input_sequencer::deliver_again(ctx, vec![pressed]);
        ctx.request_repaint();
    }

    /// Removes the presses of this shortcut, with exactly its modifiers, from the input and returns
    /// whether there were any.
    pub fn consume(self, ui: &Ui) -> bool {
        self.consume_presses(ui) > 0
    }

    /// Like [`Self::consume`], but returns the number of presses: a slow frame can bring several.
    pub fn consume_presses(self, ui: &Ui) -> usize {
        self.rows().map(|row| consume_presses(ui, row.keys)).sum()
    }

    /// Like [`Self::consume`], only for the row with this index.
    pub fn consume_at(self, ui: &Ui, index: usize) -> bool {
        self.rows().nth(index).is_some_and(|row| consume_presses(ui, row.keys) > 0)
    }

    /// Whether the key was pressed in this frame, with any modifiers. For a field that has just
    /// lost the focus, because egui has used the press for that.
    pub fn is_pressed(self, ui: &Ui) -> bool {
        self.rows().any(|row| ui.input(|input| input.key_pressed(row.keys.logical_key)))
    }
}

impl ShortcutRow {
    /// What it dispatches; none where the page that it works on decides.
    pub fn action(&self) -> Option<&Action> {
        self.action.as_ref()
    }
}

/// A key combination in the notation of the platform.
pub fn keys_label(ctx: &Context, keys: KeyboardShortcut) -> String {
    // In this order: “Backslash” contains “Slash”.
    const SIGNS: [(&str, &str); 10] = [
        ("Backslash", "\\"),
        ("Slash", "/"),
        ("Comma", ","),
        ("Period", "."),
        ("Semicolon", ";"),
        ("Quote", "'"),
        ("Backtick", "`"),
        ("OpenBracket", "["),
        ("CloseBracket", "]"),
        ("Escape", "Esc"),
    ];
    SIGNS.iter().fold(ctx.format_shortcut(&keys), |label, (name, sign)| label.replace(name, sign))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Scopes that can be active at the same time.
    const ACTIVE_TOGETHER: &[&[Scope]] = &[
        &[Scope::Everywhere, Scope::Global, Scope::Zoom, Scope::Scrolling, Scope::Meet, Scope::Composer],
        &[Scope::Everywhere, Scope::Global, Scope::Zoom, Scope::Scrolling, Scope::Meet, Scope::Entry],
        &[Scope::Everywhere, Scope::Global, Scope::Zoom, Scope::Scrolling, Scope::Meet, Scope::Field],
        &[Scope::Everywhere, Scope::Global, Scope::Zoom, Scope::Scrolling, Scope::Meet, Scope::OpenItems],
        &[Scope::Everywhere, Scope::Global, Scope::Zoom, Scope::Scrolling, Scope::Prepare, Scope::Entry],
        &[Scope::Everywhere, Scope::Global, Scope::Zoom, Scope::Scrolling, Scope::Prepare, Scope::Field],
        &[
            Scope::Everywhere,
            Scope::Global,
            Scope::Zoom,
            Scope::Scrolling,
            Scope::EvidenceList,
            Scope::Entry,
            Scope::ReviewDraft,
        ],
        &[Scope::Everywhere, Scope::Global, Scope::Zoom, Scope::Scrolling, Scope::Timeline, Scope::Entry],
        &[Scope::Everywhere, Scope::Global, Scope::Zoom, Scope::Scrolling, Scope::Timeline, Scope::MonthStrip],
        &[Scope::Everywhere, Scope::Global, Scope::Zoom, Scope::Scrolling, Scope::TimelineSearch],
        &[Scope::Everywhere, Scope::Global, Scope::Zoom, Scope::Scrolling, Scope::Today],
        &[Scope::Everywhere, Scope::Zoom, Scope::Scrolling, Scope::Dialog, Scope::Palette],
        &[Scope::Everywhere, Scope::Global, Scope::Zoom, Scope::Scrolling, Scope::Search],
        &[Scope::Zoom, Scope::Capture],
    ];

    #[test]
    fn every_shortcut_has_a_row() {
        // Discriminants count from zero: as many different ones as the last says means all of them.
        let with_row: BTreeSet<Shortcut> = SHORTCUTS.iter().map(|row| row.shortcut).collect();
        assert_eq!(with_row.len(), Shortcut::ConfirmDialog as usize + 1);
        assert_eq!(with_row.last(), Some(&Shortcut::ConfirmDialog));
    }

    #[test]
    fn shortcuts_that_are_active_together_do_not_share_keys() {
        for scopes in ACTIVE_TOGETHER {
            let mut seen: Vec<&ShortcutRow> = Vec::new();
            for row in SHORTCUTS.iter().filter(|row| scopes.contains(&row.scope)) {
                let clash = seen.iter().find(|other| keymap::overlap(other.keys, row.keys));
                let clash = clash.map(|other| (other.shortcut, row.shortcut));
                assert_eq!(clash, None, "in {scopes:?}");
                seen.push(row);
            }
        }
    }

    #[test]
    fn every_described_command_is_in_one_group_of_the_page() {
        let described: BTreeSet<Shortcut> =
            SHORTCUTS.iter().filter(|row| row.description.is_some()).map(|row| row.shortcut).collect();
        let grouped: Vec<Shortcut> = SHORTCUT_GROUPS.iter().flat_map(|group| group.shortcuts).copied().collect();
        assert_eq!(grouped.len(), described.len());
        assert_eq!(grouped.into_iter().collect::<BTreeSet<_>>(), described);
    }
}
