//! The signs: code points of Phosphor (MIT), the outlined and the filled font alike.
//!
//! Every text family falls back to them, so `format!("{} Flag", icons::FLAG)` works in any label. For the filled
//! form, set the text in [`fonts::ICONS_FILL`](super::fonts::ICONS_FILL). A sign that stands alone needs a name for
//! screen readers: use [`IconButton`](super::widget::button::IconButton).

use super::tokens::Tone;

/// An entry with no other kind. (`note`)
pub const NOTE: &str = "\u{E348}";
/// Something is off. (`flag`)
pub const FLAG: &str = "\u{E244}";
/// A coaching goal. (`target`)
pub const GOAL: &str = "\u{E47C}";
/// Something good. (`heart`)
pub const PRAISE: &str = "\u{E2A8}";
/// Something promised. (`square`)
pub const ACTION: &str = "\u{E45E}";
/// Given or received. (`arrows-left-right`)
pub const FEEDBACK: &str = "\u{E0A0}";
/// Something handed over. (`arrow-square-up-left`)
pub const DELEGATION: &str = "\u{E07A}";
/// Something to talk about. (`diamond`)
pub const TOPIC: &str = "\u{E1EC}";
/// What you expect and what you provide. (`scales`)
pub const EXPECTATION: &str = "\u{E750}";
/// A step on a goal. (`steps`)
pub const CHECK_IN: &str = "\u{ECBE}";
/// Find. (`magnifying-glass`)
pub const SEARCH: &str = "\u{E30C}";
/// The page of today. (`clock`)
pub const TODAY: &str = "\u{E19A}";
/// The page about yourself. (`circle-half`)
pub const REFLECT: &str = "\u{E18C}";
/// Settings. (`gear-six`)
pub const SETTINGS: &str = "\u{E272}";
/// Add. (`plus`)
pub const ADD: &str = "\u{E3D4}";
/// Close, or take away. (`x`)
pub const CLOSE: &str = "\u{E4F6}";
/// Done. (`check`)
pub const CHECK: &str = "\u{E182}";
/// Done, said louder. (`check-circle`)
pub const CHECK_CIRCLE: &str = "\u{E184}";
/// Opens below. (`caret-down`)
pub const CARET_DOWN: &str = "\u{E136}";
/// Opens above. (`caret-up`)
pub const CARET_UP: &str = "\u{E13C}";
/// Opens, or the next one. (`caret-right`)
pub const CARET_RIGHT: &str = "\u{E13A}";
/// The one before. (`caret-left`)
pub const CARET_LEFT: &str = "\u{E138}";
/// Up. (`arrow-up`)
pub const ARROW_UP: &str = "\u{E08E}";
/// Down. (`arrow-down`)
pub const ARROW_DOWN: &str = "\u{E03E}";
/// Back. (`arrow-left`)
pub const ARROW_LEFT: &str = "\u{E058}";
/// On. (`arrow-right`)
pub const ARROW_RIGHT: &str = "\u{E06C}";
/// What else can be done. (`dots-three`)
pub const MORE: &str = "\u{E1FE}";
/// Take hold to move. (`dots-six-vertical`)
pub const DRAG: &str = "\u{EAE2}";
/// To the trash. (`trash`)
pub const TRASH: &str = "\u{E4A6}";
/// Change. (`pencil-simple`)
pub const EDIT: &str = "\u{E3B4}";
/// Something is wrong. (`warning`)
pub const WARNING: &str = "\u{E4E0}";
/// An error at a field. (`warning-circle`)
pub const WARNING_CIRCLE: &str = "\u{E4E2}";
/// Good to know. (`info`)
pub const INFO: &str = "\u{E2CE}";
/// Lock the journal. (`lock-simple`)
pub const LOCK: &str = "\u{E308}";
/// Open the journal. (`lock-simple-open`)
pub const UNLOCK: &str = "\u{E30A}";
/// What stays private. (`shield-check`)
pub const SHIELD: &str = "\u{E40C}";
/// A suggestion. (`lightbulb`)
pub const IDEA: &str = "\u{E2DC}";
/// Undo. (`arrow-u-up-left`)
pub const UNDO: &str = "\u{E08A}";
/// Redo. (`arrow-u-up-right`)
pub const REDO: &str = "\u{E08C}";
/// Bring back, or try again. (`arrow-counter-clockwise`)
pub const RESTORE: &str = "\u{E038}";
/// A day. (`calendar-blank`)
pub const CALENDAR: &str = "\u{E10A}";
/// A one-on-one. (`chats-circle`)
pub const ONE_ON_ONE: &str = "\u{E17E}";
/// Copy. (`copy`)
pub const COPY: &str = "\u{E1CA}";
/// Export. (`export`)
pub const EXPORT: &str = "\u{EAF0}";
/// Import. (`download-simple`)
pub const IMPORT: &str = "\u{E20C}";
/// A person. (`user`)
pub const PERSON: &str = "\u{E4C2}";
/// Add a person. (`user-plus`)
pub const ADD_PERSON: &str = "\u{E4D0}";
/// People. (`users`)
pub const PEOPLE: &str = "\u{E4D6}";
/// Show. (`eye`)
pub const SHOW: &str = "\u{E220}";
/// Discreet mode. (`eye-slash`)
pub const HIDE: &str = "\u{E224}";
/// A thing that stands out. (`star`)
pub const STAR: &str = "\u{E46A}";
/// The light theme. (`sun`)
pub const LIGHT: &str = "\u{E472}";
/// The dark theme. (`moon`)
pub const DARK: &str = "\u{E330}";
/// As the system has it. (`monitor`)
pub const SYSTEM: &str = "\u{E32E}";
/// Keys. (`keyboard`)
pub const KEYBOARD: &str = "\u{E2D8}";
/// The Enter key. (`arrow-elbow-down-left`)
pub const ENTER: &str = "\u{E044}";
/// A review. (`file-text`)
pub const REVIEW: &str = "\u{E23A}";
/// The journal. (`book-open`)
pub const BOOK: &str = "\u{E0E6}";
/// Picked as evidence. (`push-pin`)
pub const EVIDENCE: &str = "\u{E3E2}";
/// A link. (`link-simple`)
pub const LINK: &str = "\u{E2E6}";
/// A subject. (`hash`)
pub const SUBJECT: &str = "\u{E2A2}";
/// Archive. (`archive`)
pub const ARCHIVE: &str = "\u{E00C}";
/// Waits until a day. (`hourglass`)
pub const WAIT: &str = "\u{E2B2}";
/// Keeps watching. (`binoculars`)
pub const WATCH: &str = "\u{EA64}";
/// Asks for attention. (`bell`)
pub const BELL: &str = "\u{E0CE}";
/// Only some. (`funnel-simple`)
pub const FILTER: &str = "\u{E268}";
/// Stored on this computer. (`floppy-disk`)
pub const SAVED: &str = "\u{E248}";
/// A birthday. (`cake`)
pub const BIRTHDAY: &str = "\u{E780}";
/// Listen. (`ear`)
pub const LISTEN: &str = "\u{E70C}";
/// Walk around. (`footprints`)
pub const WALK: &str = "\u{EA88}";
/// Help. (`question`)
pub const QUESTION: &str = "\u{E3E8}";
/// A place on this computer. (`folder-open`)
pub const FOLDER: &str = "\u{E256}";
/// How long it took. (`timer`)
pub const TIMER: &str = "\u{E492}";
/// A one-on-one that was skipped. (`skip-forward`)
pub const SKIPPED: &str = "\u{E5A6}";
/// Opens outside the window. (`arrow-square-out`)
pub const OUTSIDE: &str = "\u{E5DE}";
/// A small mark. (`dot-outline`)
pub const DOT: &str = "\u{ECE0}";

/// The sign of a kind of entry.
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

/// All of them, for the test that the fonts hold them.
#[cfg(test)]
pub const ALL: &[&str] = &[
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
    SEARCH,
    TODAY,
    REFLECT,
    SETTINGS,
    ADD,
    CLOSE,
    CHECK,
    CHECK_CIRCLE,
    CARET_DOWN,
    CARET_UP,
    CARET_RIGHT,
    CARET_LEFT,
    ARROW_UP,
    ARROW_DOWN,
    ARROW_LEFT,
    ARROW_RIGHT,
    MORE,
    DRAG,
    TRASH,
    EDIT,
    WARNING,
    WARNING_CIRCLE,
    INFO,
    LOCK,
    UNLOCK,
    SHIELD,
    IDEA,
    UNDO,
    REDO,
    RESTORE,
    CALENDAR,
    ONE_ON_ONE,
    COPY,
    EXPORT,
    IMPORT,
    PERSON,
    ADD_PERSON,
    PEOPLE,
    SHOW,
    HIDE,
    STAR,
    LIGHT,
    DARK,
    SYSTEM,
    KEYBOARD,
    ENTER,
    REVIEW,
    BOOK,
    EVIDENCE,
    LINK,
    SUBJECT,
    ARCHIVE,
    WAIT,
    WATCH,
    BELL,
    FILTER,
    SAVED,
    BIRTHDAY,
    LISTEN,
    WALK,
    QUESTION,
    FOLDER,
    TIMER,
    SKIPPED,
    OUTSIDE,
    DOT,
];
