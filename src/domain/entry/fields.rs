//! The fields of an entry that a form edits. The state is not among them, as only
//! [transitions](super::transition) change it: so saving a form does not undo what happened to the
//! entry while it was open.

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

/// The editable fields of a flag.
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
    /// The free texts, in the order of the form.
    pub fn texts(&self) -> [&String; 3] {
        [&self.usually, &self.lately, &self.need]
    }
}

/// The editable fields of an entry, for each kind that has any beside the text of the entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryFields {
    /// Those of a flag.
    Flag(FlagFields),
    /// Those of a goal.
    Goal {
        /// Why it matters.
        why: String,
        /// What success looks like.
        success: String,
        /// What you will do to support it.
        support: String,
        /// The target date.
        target: Option<Date>,
    },
    /// Those of feedback.
    Feedback {
        /// When and where.
        situation: String,
        /// What was seen.
        behaviour: String,
        /// What it did.
        impact: String,
        /// What you changed because of it; only of received feedback.
        changed: String,
    },
    /// Those of a delegation.
    Delegation {
        /// The level at which it was handed over.
        level: Level,
        /// The support that you give.
        support: String,
        /// The day until which you keep your hands off.
        hands_off_until: Option<Date>,
    },
    /// Those of an expectation.
    Expectation {
        /// What you provide in return.
        provide: String,
        /// The expectation as they said it back.
        their_words: String,
    },
    /// Those of a topic.
    Topic {
        /// Who wants to talk about it.
        from: Party,
    },
}

impl EntryFields {
    /// The kind that has these fields.
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

    /// The free texts, with what is asked for first.
    pub fn texts(&self) -> Vec<&String> {
        match self {
            Self::Flag(fields) => fields.texts().to_vec(),
            Self::Goal { why, success, support, .. } => vec![why, success, support],
            Self::Feedback { situation, behaviour, impact, changed } => vec![changed, situation, behaviour, impact],
            Self::Delegation { support, .. } => vec![support],
            Self::Expectation { provide, their_words } => vec![provide, their_words],
            Self::Topic { .. } => Vec::new(),
        }
    }

    /// Whether an entry with this detail has these fields.
    fn applies_to(&self, detail: &Detail) -> bool {
        let has_changed = matches!(self, Self::Feedback { changed, .. } if !changed.is_empty());
        let is_given = matches!(detail, Detail::Feedback(feedback) if feedback.direction == Direction::Given);
        self.kind() == detail.kind() && !(has_changed && is_given)
    }
}

impl Entry {
    /// Replaces the editable fields. Returns `false`, and changes nothing, if the entry does not
    /// have these fields.
    pub fn apply_fields(&mut self, fields: &EntryFields) -> bool {
        if !fields.applies_to(&self.detail) {
            return false;
        }
        match fields.clone() {
            EntryFields::Flag(FlagFields { usually, lately, need }) => {
                let Detail::Flag(flag) = &mut self.detail else { return false };
                [flag.usually, flag.lately, flag.need] = [usually, lately, need];
            }
            EntryFields::Goal { why, success, support, target } => {
                let Detail::Goal(goal) = &mut self.detail else { return false };
                [goal.why, goal.success, goal.support] = [why, success, support];
                goal.target = target;
            }
            EntryFields::Feedback { situation, behaviour, impact, changed } => {
                let Detail::Feedback(feedback) = &mut self.detail else { return false };
                [feedback.situation, feedback.behaviour, feedback.impact] = [situation, behaviour, impact];
                feedback.changed = changed;
            }
            EntryFields::Delegation { level, support, hands_off_until } => {
                let Detail::Delegation(delegation) = &mut self.detail else { return false };
                delegation.level = level;
                delegation.support = support;
                delegation.hands_off_until = hands_off_until;
            }
            EntryFields::Expectation { provide, their_words } => {
                let Detail::Expectation(expectation) = &mut self.detail else { return false };
                [expectation.provide, expectation.their_words] = [provide, their_words];
            }
            EntryFields::Topic { from } => {
                let Detail::Topic(topic) = &mut self.detail else { return false };
                topic.from = from;
            }
        }
        true
    }
}
