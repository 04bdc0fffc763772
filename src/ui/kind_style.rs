//! The look of each kind of entry: its tone, its icon and the label on its chip.

use super::{icons, tokens::Tone, widget::chip::Chip};
use crate::domain::entry::kind::Kind;

/// The tone of a kind.
pub fn tone(kind: Kind) -> Tone {
    match kind {
        Kind::Note => Tone::Note,
        Kind::Flag => Tone::Flag,
        Kind::Goal | Kind::CheckIn => Tone::Goal,
        Kind::Praise => Tone::Praise,
        Kind::Action => Tone::Action,
        Kind::Feedback => Tone::Feedback,
        Kind::Delegation => Tone::Delegation,
        Kind::Topic | Kind::Expectation => Tone::Topic,
    }
}

/// The icon of a kind.
pub fn icon(kind: Kind) -> &'static str {
    match kind {
        Kind::CheckIn => icons::CHECK_IN,
        Kind::Expectation => icons::EXPECTATION,
        Kind::Note
        | Kind::Flag
        | Kind::Goal
        | Kind::Praise
        | Kind::Action
        | Kind::Feedback
        | Kind::Delegation
        | Kind::Topic => icons::for_tone(tone(kind)),
    }
}

/// The chip of a kind: icon and word.
pub fn chip(kind: Kind) -> Chip<'static> {
    Chip::new(tone(kind), kind.label()).icon(icon(kind))
}
