//! What a person writes about an entry beside its text. Where the entry stands is no part of it: that is done, not written
//! (see [`life`](super::transition)), so that who describes an entry in one window takes nothing back that was done in another.

use jiff::civil::Date;

use super::{
    Detail, Entry,
    kind::{Kind, action::Party, delegation::Level, feedback::Direction},
};

/// Whether entries of this kind have fields beside their text.
pub fn has_fields(detail: &Detail) -> bool {
    match detail {
        Detail::Flag(_)
        | Detail::Goal(_)
        | Detail::Feedback(_)
        | Detail::Delegation(_)
        | Detail::Expectation(_)
        | Detail::Topic(_) => true,
        Detail::Note(_) | Detail::CheckIn(_) | Detail::Action(_) | Detail::Praise(_) => false,
    }
}

/// What is written about a flag beside what you saw.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FlagFields {
    /// How they usually are.
    pub usually: String,
    /// How they are lately.
    pub lately: String,
    /// What they might need to be successful.
    pub need: String,
}

impl FlagFields {
    /// All of it, in the order of the form.
    pub fn texts(&self) -> [&String; 3] {
        [&self.usually, &self.lately, &self.need]
    }
}

/// What is written about an entry of one kind. Kinds that are not here have nothing but their text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryFields {
    /// Of a flag.
    Flag(FlagFields),
    /// Of a goal.
    Goal {
        /// Why it matters.
        why: String,
        /// What success looks like.
        success: String,
        /// What you will do to support it.
        support: String,
        /// The target day.
        target: Option<Date>,
    },
    /// Of feedback.
    Feedback {
        /// When and where.
        situation: String,
        /// What was seen.
        behaviour: String,
        /// What it did.
        impact: String,
        /// What you changed because of it; only of feedback that you received.
        changed: String,
    },
    /// Of a delegation.
    Delegation {
        /// The level at which it began.
        level: Level,
        /// What support you give.
        support: String,
        /// Until when you keep your hands off.
        hands_off_until: Option<Date>,
    },
    /// Of an expectation.
    Expectation {
        /// What you will provide.
        provide: String,
        /// How they said it back.
        their_words: String,
    },
    /// Of a topic.
    Topic {
        /// Who wants to talk about it.
        from: Party,
    },
}

impl EntryFields {
    /// The kind that it describes.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Flag(_) => Kind::Flag,
            Self::Goal { .. } => Kind::Goal,
            Self::Feedback { .. } => Kind::Feedback,
            Self::Delegation { .. } => Kind::Delegation,
            Self::Expectation { .. } => Kind::Expectation,
            Self::Topic { .. } => Kind::Topic,
        }
    }

    /// All that was written in words, in the order of the form.
    pub fn texts(&self) -> Vec<&String> {
        match self {
            Self::Flag(about) => about.texts().to_vec(),
            Self::Goal { why, success, support, .. } => vec![why, success, support],
            Self::Feedback { situation, behaviour, impact, changed } => vec![changed, situation, behaviour, impact],
            Self::Delegation { support, .. } => vec![support],
            Self::Expectation { provide, their_words } => vec![provide, their_words],
            Self::Topic { .. } => Vec::new(),
        }
    }

    /// Whether an entry with this detail has what it says.
    fn applies_to(&self, detail: &Detail) -> bool {
        let changed = matches!(self, Self::Feedback { changed, .. } if !changed.is_empty());
        let given = matches!(detail, Detail::Feedback(feedback) if feedback.direction == Direction::Given);
        self.kind() == detail.kind() && !(changed && given)
    }
}

impl Entry {
    /// Writes it down, and leaves everything else as it stands. `false` where it describes something else than this entry,
    /// which then is as it was.
    pub fn apply_fields(&mut self, description: &EntryFields) -> bool {
        if !description.applies_to(&self.detail) {
            return false;
        }
        match (&mut self.detail, description.clone()) {
            (Detail::Flag(flag), EntryFields::Flag(FlagFields { usually, lately, need })) => {
                [flag.usually, flag.lately, flag.need] = [usually, lately, need];
            }
            (Detail::Goal(goal), EntryFields::Goal { why, success, support, target }) => {
                [goal.why, goal.success, goal.support] = [why, success, support];
                goal.target = target;
            }
            (Detail::Feedback(feedback), EntryFields::Feedback { situation, behaviour, impact, changed }) => {
                [feedback.situation, feedback.behaviour, feedback.impact] = [situation, behaviour, impact];
                feedback.changed = changed;
            }
            (Detail::Delegation(delegation), EntryFields::Delegation { level, support, hands_off_until }) => {
                delegation.level = level;
                delegation.support = support;
                delegation.hands_off_until = hands_off_until;
            }
            (Detail::Expectation(expectation), EntryFields::Expectation { provide, their_words }) => {
                [expectation.provide, expectation.their_words] = [provide, their_words];
            }
            (Detail::Topic(topic), EntryFields::Topic { from }) => topic.from = from,
            _ => return false,
        }
        true
    }
}
