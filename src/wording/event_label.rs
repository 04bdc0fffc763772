//! The events of an entry in a word or two.

use crate::domain::entry::event::EventKind;

/// "Raised", "Checked again".
pub fn event_label(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Raised => "Raised",
        EventKind::Settled => "Settled",
        EventKind::Rechecked => "Checked again",
        EventKind::LetGo => "Let go",
        EventKind::Paused => "Paused",
        EventKind::Resumed => "Resumed",
        EventKind::Reached => "Reached",
        EventKind::Dropped => "Dropped",
        EventKind::Done => "Done",
        EventKind::Told => "Told",
        EventKind::LevelChanged(_) => "Level changed",
        EventKind::TakenBack => "Back with you",
        EventKind::Completed => "Completed",
        EventKind::SaidAloud | EventKind::Discussed => "Discussed",
        EventKind::Replaced => "Replaced",
    }
}
