//! Icons: code points of Phosphor (MIT).
//!
//! Every text family falls back to them, so `format!("{} Flag", icons::FLAG)` works in any label.
//! An icon on its own needs an accessible name: use
//! [`IconButton`](super::widget::button::IconButton).

use super::tokens::Tone;

/// A note: an entry of no other kind. (`note`)
pub const NOTE: &str = "\u{E348}";
/// A flag. (`flag`)
pub const FLAG: &str = "\u{E244}";
/// A coaching goal. (`target`)
pub const GOAL: &str = "\u{E47C}";
/// Praise. (`heart`)
pub const PRAISE: &str = "\u{E2A8}";
/// An action somebody promised. (`square`)
pub const ACTION: &str = "\u{E45E}";
/// Feedback, given or received. (`arrows-left-right`)
pub const FEEDBACK: &str = "\u{E0A0}";
/// A delegation. (`arrow-square-up-left`)
pub const DELEGATION: &str = "\u{E07A}";
/// A topic for a one-on-one. (`diamond`)
pub const TOPIC: &str = "\u{E1EC}";
/// An expectation. (`scales`)
pub const EXPECTATION: &str = "\u{E750}";
/// A check-in on a goal. (`steps`)
pub const CHECK_IN: &str = "\u{ECBE}";
/// The Reflect page. (`circle-half`)
pub const REFLECT: &str = "\u{E18C}";
/// The question library. (`cards`)
pub const CARDS: &str = "\u{E0F8}";
/// Hide. (`eye-slash`)
pub const HIDE: &str = "\u{E224}";
/// Settings. (`gear-six`)
pub const SETTINGS: &str = "\u{E272}";
/// Add. (`plus`)
pub const ADD: &str = "\u{E3D4}";
/// Close or remove. (`x`)
pub const CLOSE: &str = "\u{E4F6}";
/// Done. (`check`)
pub const CHECK: &str = "\u{E182}";
/// Done, emphasised. (`check-circle`)
pub const CHECK_CIRCLE: &str = "\u{E184}";
/// Opens a menu below, or an expanded section. (`caret-down`)
pub const CARET_DOWN: &str = "\u{E136}";
/// Opens a panel at the right. (`caret-double-left`)
pub const CARET_DOUBLE_LEFT: &str = "\u{E128}";
/// Closes a panel at the right. (`caret-double-right`)
pub const CARET_DOUBLE_RIGHT: &str = "\u{E12A}";
/// Open items. (`list-checks`)
pub const LIST_CHECKS: &str = "\u{EADC}";
/// Next, or a collapsed section. (`caret-right`)
pub const CARET_RIGHT: &str = "\u{E13A}";
/// Up. (`arrow-up`)
pub const ARROW_UP: &str = "\u{E08E}";
/// Down. (`arrow-down`)
pub const ARROW_DOWN: &str = "\u{E03E}";
/// Back. (`arrow-left`)
pub const ARROW_LEFT: &str = "\u{E058}";
/// Forward. (`arrow-right`)
pub const ARROW_RIGHT: &str = "\u{E06C}";
/// More actions. (`dots-three`)
pub const MORE: &str = "\u{E1FE}";
/// Move to the trash. (`trash`)
pub const TRASH: &str = "\u{E4A6}";
/// Edit. (`pencil-simple`)
pub const EDIT: &str = "\u{E3B4}";
/// A problem. (`warning`)
pub const WARNING: &str = "\u{E4E0}";
/// A validation error at a field. (`warning-circle`)
pub const WARNING_CIRCLE: &str = "\u{E4E2}";
/// Information. (`info`)
pub const INFO: &str = "\u{E2CE}";
/// Privacy. (`shield-check`)
pub const SHIELD: &str = "\u{E40C}";
/// Lock. (`lock-simple`)
pub const LOCK: &str = "\u{E308}";
/// Show. (`eye`)
pub const SHOW: &str = "\u{E220}";
/// A suggestion. (`lightbulb`)
pub const IDEA: &str = "\u{E2DC}";
/// Undo. (`arrow-u-up-left`)
pub const UNDO: &str = "\u{E08A}";
/// Restore, or try again. (`arrow-counter-clockwise`)
pub const RESTORE: &str = "\u{E038}";
/// A date. (`calendar-blank`)
pub const CALENDAR: &str = "\u{E10A}";
/// A one-on-one. (`chats-circle`)
pub const ONE_ON_ONE: &str = "\u{E17E}";
/// Copy. (`copy`)
pub const COPY: &str = "\u{E1CA}";
/// Print. (`printer`)
pub const PRINT: &str = "\u{E3DC}";
/// Keyboard shortcuts. (`keyboard`)
pub const KEYBOARD: &str = "\u{E2D8}";
/// The journal. (`book-open`)
pub const BOOK: &str = "\u{E0E6}";
/// Archive. (`archive`)
pub const ARCHIVE: &str = "\u{E00C}";
/// Snooze until a date. (`hourglass`)
pub const WAIT: &str = "\u{E2B2}";
/// Keep watching. (`binoculars`)
pub const WATCH: &str = "\u{EA64}";
/// Listen. (`ear`)
pub const LISTEN: &str = "\u{E70C}";
/// Search. (`magnifying-glass`)
pub const SEARCH: &str = "\u{E30C}";
/// The search over everything. (`list-magnifying-glass`)
pub const SEARCH_LIST: &str = "\u{EBE0}";
/// Filters. (`funnel-simple`)
pub const FILTERS: &str = "\u{E268}";
/// A skipped one-on-one. (`skip-forward`)
pub const SKIPPED: &str = "\u{E5A6}";
/// Export. (`export`)
pub const EXPORT: &str = "\u{EAF0}";

/// Keep in place.
pub const PIN: &str = "\u{E3E2}";
/// Bookmark.
pub const BOOKMARK: &str = "\u{E0EA}";

/// The icon of a kind of entry.
#[must_use]
pub const fn for_tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Note => NOTE,
        Tone::Flag => FLAG,
        Tone::Goal => GOAL,
        Tone::Praise => PRAISE,
        Tone::Action => ACTION,
        Tone::Feedback => FEEDBACK,
        Tone::Delegation => DELEGATION,
        Tone::Topic => TOPIC,
    }
}

/// Every icon, for the test that the fonts contain them.
#[cfg(test)]
pub const ALL: &[&str] = &[
    BOOKMARK,
    PIN,
    SEARCH_LIST,
    FILTERS,
    NOTE,
    FLAG,
    GOAL,
    PRAISE,
    ACTION,
    FEEDBACK,
    DELEGATION,
    TOPIC,
    EXPECTATION,
    CHECK_IN,
    REFLECT,
    CARDS,
    HIDE,
    SETTINGS,
    ADD,
    CLOSE,
    CHECK,
    CHECK_CIRCLE,
    CARET_DOWN,
    CARET_DOUBLE_LEFT,
    CARET_DOUBLE_RIGHT,
    LIST_CHECKS,
    CARET_RIGHT,
    ARROW_UP,
    ARROW_DOWN,
    ARROW_LEFT,
    ARROW_RIGHT,
    MORE,
    TRASH,
    EDIT,
    WARNING,
    WARNING_CIRCLE,
    INFO,
    SHIELD,
    IDEA,
    UNDO,
    RESTORE,
    CALENDAR,
    ONE_ON_ONE,
    COPY,
    PRINT,
    KEYBOARD,
    BOOK,
    ARCHIVE,
    WAIT,
    WATCH,
    LISTEN,
    SKIPPED,
    SEARCH,
    EXPORT,
];
