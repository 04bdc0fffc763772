//! The page of shortcuts: the commands by task, in a natural order.

use super::{Shortcut, ShortcutRow};

/// A task, with the commands that belong to it on the page of shortcuts, in a natural order.
pub struct ShortcutGroup {
    /// The heading.
    pub title: &'static str,
    /// The commands.
    pub shortcuts: &'static [Shortcut],
}

/// The groups of the page of shortcuts. Every described command is in exactly one.
pub const SHORTCUT_GROUPS: &[ShortcutGroup] = &[
    ShortcutGroup {
        title: "Getting around",
        shortcuts: &[
            Shortcut::Palette,
            Shortcut::SearchEverything,
            Shortcut::Today,
            Shortcut::Reflect,
            Shortcut::PreviousPerson,
            Shortcut::NextPerson,
            Shortcut::PrepareTab,
            Shortcut::MeetTab,
            Shortcut::TimelineTab,
            Shortcut::ReviewTab,
            Shortcut::NextRegion,
            Shortcut::PreviousRegion,
            Shortcut::PageDown,
            Shortcut::BesideCall,
            Shortcut::KeepOnTop,
            Shortcut::DiscreetMode,
            Shortcut::ZoomIn,
            Shortcut::Lock,
            Shortcut::Settings,
            Shortcut::Shortcuts,
        ],
    },
    ShortcutGroup {
        title: "Writing",
        shortcuts: &[
            Shortcut::FocusComposer,
            Shortcut::QuickJot,
            Shortcut::SubmitLine,
            Shortcut::NewLine,
            Shortcut::NextPrefix,
            Shortcut::DismissDate,
            Shortcut::EditLastEntry,
            Shortcut::LatestEntryFields,
            Shortcut::LatestEntryKind,
            Shortcut::Undo,
            Shortcut::Redo,
        ],
    },
    ShortcutGroup {
        title: "One-on-ones",
        shortcuts: &[
            Shortcut::StartOrWrapUp,
            Shortcut::ScheduleMeeting,
            Shortcut::CheckAgendaItem,
            Shortcut::Bookmark,
            Shortcut::ToggleOpenItems,
            Shortcut::ShowEverything,
            Shortcut::AddStandingFormat,
            Shortcut::RaiseEarlier,
            Shortcut::QuestionLibrary,
        ],
    },
    ShortcutGroup { title: "Today", shortcuts: &[Shortcut::NextAttentionItem, Shortcut::OpenAttentionItem] },
    ShortcutGroup {
        title: "An entry",
        shortcuts: &[Shortcut::EditEntry, Shortcut::EntryFields, Shortcut::ToggleEvidence, Shortcut::TrashEntry],
    },
    ShortcutGroup {
        title: "The timeline",
        shortcuts: &[
            Shortcut::FocusSearch,
            Shortcut::PreviousMatch,
            Shortcut::GoToDate,
            Shortcut::NextEntry,
            Shortcut::PreviousMonth,
            Shortcut::TimelineStart,
        ],
    },
    ShortcutGroup {
        title: "Reviews",
        shortcuts: &[
            Shortcut::ReviewPeriod,
            Shortcut::NextEvidence,
            Shortcut::CheckEvidence,
            Shortcut::QuoteEvidence,
            Shortcut::NextJudgingWord,
            Shortcut::ExportReview,
        ],
    },
    ShortcutGroup {
        title: "People and files",
        shortcuts: &[Shortcut::AddPerson, Shortcut::MovePersonUp, Shortcut::MovePersonDown, Shortcut::Import],
    },
];

impl ShortcutGroup {
    /// The rows of the group with a description, the first key combination of each command.
    pub fn rows(&self) -> impl Iterator<Item = (&'static ShortcutRow, &'static str)> {
        self.shortcuts.iter().filter_map(|shortcut| {
            let row = shortcut.rows().find(|row| row.description.is_some())?;
            Some((row, row.description?))
        })
    }
}
