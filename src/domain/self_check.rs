//! The self-check: four questions to the leader about how they lead, answered every two weeks and
//! charted over time.

use jiff::{Span, civil::Date};
use serde::{Deserialize, Serialize};

use super::{id::Uid, moment::Moment};

/// The days between one self-check and the offer of the next.
pub const INTERVAL_DAYS: i32 = 14;

/// One of the four questions, with the labels at both ends of its scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// The question.
    pub question: &'static str,
    /// The label of the first step.
    pub low_label: &'static str,
    /// The label of the last step.
    pub high_label: &'static str,
}

/// The four questions, in the order in which they are asked.
pub const SCALES: [Scale; 4] = [
    Scale { question: "Did they act because they have to, or want to?", low_label: "have to", high_label: "want to" },
    Scale { question: "Was I angry, or helping?", low_label: "angry", high_label: "helping" },
    Scale { question: "Was I giving orders, or asking?", low_label: "giving orders", high_label: "asking" },
    Scale { question: "Did they feel pressured, or encouraged?", low_label: "pressured", high_label: "encouraged" },
];

/// One of the five steps of a scale, 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct ScaleStep(u8);

/// A step outside 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a scale goes from 1 to 5, not {0}")]
pub struct ScaleStepError(u8);

impl ScaleStep {
    /// All five, from the low end to the high end.
    pub const ALL: [Self; 5] = [Self(1), Self(2), Self(3), Self(4), Self(5)];
}

impl TryFrom<u8> for ScaleStep {
    type Error = ScaleStepError;

    fn try_from(value: u8) -> Result<Self, ScaleStepError> {
        if (1..=5).contains(&value) { Ok(Self(value)) } else { Err(ScaleStepError(value)) }
    }
}

impl From<ScaleStep> for u8 {
    fn from(step: ScaleStep) -> Self {
        step.0
    }
}

/// One answer per scale; `None` where a question was left out.
pub type Answers = [Option<ScaleStep>; SCALES.len()];

/// A completed self-check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelfCheck {
    /// Its identity across files.
    pub uid: Uid,
    /// When it was answered.
    pub at: Moment,
    /// In the order of [`SCALES`].
    pub answers: Answers,
    /// A free comment; may be empty.
    #[serde(rename = "line")]
    pub comment: String,
}

/// The day from which the next self-check is offered; `None` where there was none, and it is
/// offered at once.
pub fn next_due(last: Option<Date>) -> Option<Date> {
    last.map(|last| last.checked_add(Span::new().days(INTERVAL_DAYS)).unwrap_or(Date::MAX))
}

/// Whether a self-check is offered `today`.
pub fn is_due(last: Option<Date>, today: Date) -> bool {
    next_due(last).is_none_or(|next| next <= today)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn self_check_is_due_every_two_weeks_and_at_first() {
        let today = date(2026, 11, 24);
        let cases = [
            ("never answered", None, true),
            ("today", Some(today), false),
            ("thirteen days ago", Some(date(2026, 11, 11)), false),
            ("two weeks ago", Some(date(2026, 11, 10)), true),
            ("long ago", Some(date(2020, 1, 1)), true),
            ("further east, where it is tomorrow", Some(date(2026, 11, 25)), false),
            ("at the end of the calendar", Some(Date::MAX), false),
        ];
        for (name, last, due) in cases {
            assert_eq!(is_due(last, today), due, "{name}");
        }
        assert_eq!(next_due(Some(today)), Some(date(2026, 12, 8)));
    }

    #[test]
    fn steps_outside_the_scale_are_rejected() {
        assert!([0, 6].into_iter().all(|value| ScaleStep::try_from(value).is_err()));
    }
}
