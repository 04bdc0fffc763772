//! What you handed over, at which level, with which support, hands off until a day.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::string_enum::string_enum;

string_enum! {
    /// Who decides, from least to most theirs. The seven levels of delegation as Jurgen Appelo names them
    /// ("Management 3.0", 2010).
    pub enum Level {
        /// You decide and say so.
        Tell = "tell",
        /// You decide and win them over.
        Sell = "sell",
        /// You ask, then decide.
        Consult = "consult",
        /// You decide together.
        Agree = "agree",
        /// They ask, then decide.
        Advise = "advise",
        /// They decide and tell you.
        Inquire = "inquire",
        /// They decide.
        Delegate = "delegate",
    }
}

string_enum! {
    /// Where a delegation stands.
    pub enum DelegationState {
        /// In their hands.
        WithThem = "with_them",
        /// With you again.
        TakenBack = "back",
        /// Complete.
        Complete = "complete",
    }
}

impl DelegationState {
    /// Whether it is in their hands.
    pub fn is_open(self) -> bool {
        self == Self::WithThem
    }
}

/// What only a delegation has. What was handed over is the text of the entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegation {
    /// Who decides, as it was handed over; later levels are steps.
    pub level: Level,
    /// What you give so that it can succeed.
    pub support: String,
    /// The day until which you keep your hands off.
    pub hands_off_until: Option<Date>,
    /// Where it stands.
    pub state: DelegationState,
}

impl Default for Delegation {
    /// "They decide and tell you" is what handing over commonly means when nothing more was said.
    fn default() -> Self {
        Self { level: Level::Inquire, support: String::new(), hands_off_until: None, state: DelegationState::WithThem }
    }
}
