//! The self-check: four questions to the leader about how they lead, answered now and then, seen over time.
//!
//! It is about you, never about anybody else, and it asks when you come to it, not before: nothing counts, waits or
//! shouts elsewhere because of it.

use jiff::{Span, civil::Date};
use serde::{Deserialize, Serialize};

use super::{id::Uid, moment::Moment};

/// How many days after one self-check the next is offered.
pub const EVERY: i32 = 14;

/// One of the four questions, with the words at both ends of its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// The question.
    pub question: &'static str,
    /// What the first step says.
    pub from: &'static str,
    /// What the last step says.
    pub to: &'static str,
}

/// The four questions, in the order they are asked.
pub const SCALES: [Scale; 4] = [
    Scale {
        question: "Because they have to, or because they want to?",
        from: "because they have to",
        to: "because they want to",
    },
    Scale { question: "Angry, or helping?", from: "angry", to: "helping" },
    Scale { question: "Giving orders, or asking?", from: "giving orders", to: "asking" },
    Scale { question: "Pressed, or encouraged?", from: "pressed", to: "encouraged" },
];

impl Scale {
    /// A step in words: "rather asking", "in between".
    pub fn say(&self, step: Step) -> String {
        match step.0 {
            1 => self.from.to_owned(),
            2 => format!("rather {}", self.from),
            4 => format!("rather {}", self.to),
            5 => self.to.to_owned(),
            _ => "in between".to_owned(),
        }
    }
}

/// One of the five steps between two words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Step(u8);

/// A step beyond 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a line has the steps 1 to 5, not {0}")]
pub struct StepError(u8);

impl Step {
    /// All five, from the first word to the last.
    pub const ALL: [Self; 5] = [Self(1), Self(2), Self(3), Self(4), Self(5)];
}

impl TryFrom<u8> for Step {
    type Error = StepError;

    fn try_from(value: u8) -> Result<Self, StepError> {
        if (1..=5).contains(&value) { Ok(Self(value)) } else { Err(StepError(value)) }
    }
}

impl From<Step> for u8 {
    fn from(step: Step) -> Self {
        step.0
    }
}

/// What was answered; what you had no answer to stays empty.
pub type Answers = [Option<Step>; SCALES.len()];

/// The answers of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelfCheck {
    /// The lasting name.
    pub uid: Uid,
    /// When.
    pub at: Moment,
    /// In the order of [`SCALES`].
    pub answers: Answers,
    /// What else you want to say to yourself; may be empty.
    pub line: String,
}

/// The day from which the next self-check is offered; `None` before the first, which is always offered.
pub fn next(last: Option<Date>) -> Option<Date> {
    last.map(|last| last.checked_add(Span::new().days(EVERY)).unwrap_or(Date::MAX))
}

/// Whether a self-check is offered.
pub fn is_due(last: Option<Date>, today: Date) -> bool {
    next(last).is_none_or(|next| next <= today)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn it_is_offered_every_two_weeks_and_at_first() {
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
        assert_eq!(next(Some(today)), Some(date(2026, 12, 8)));
    }

    #[test]
    fn every_step_is_said_in_words() {
        let said = Step::ALL.map(|step| SCALES[2].say(step));
        assert_eq!(said, ["giving orders", "rather giving orders", "in between", "rather asking", "asking"]);
        assert!([0, 6].into_iter().all(|value| Step::try_from(value).is_err()));
    }
}
