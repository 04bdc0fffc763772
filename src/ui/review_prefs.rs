//! The preferences of the Review tab: the period of each person, and the order of evidence.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::{
    person::Person,
    review::{evidence::SortOrder, period::PeriodChoice},
};

/// The name of the setting that holds them.
pub const REVIEW_PREFS_SETTING: &str = "review";

/// The preferences, as stored in the setting.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReviewPrefs {
    /// The period choices, by the UIDs of the people.
    periods: BTreeMap<String, PeriodChoice>,
    /// The order of evidence.
    order: SortOrder,
}

impl ReviewPrefs {
    /// The period choice of a person; the default where none was made.
    pub fn period_choice(&self, person: &Person) -> PeriodChoice {
        self.periods.get(&person.uid.to_string()).copied().unwrap_or_default()
    }

    /// The order of evidence.
    pub fn order(&self) -> SortOrder {
        self.order
    }

    /// A copy with another order.
    #[must_use]
    pub fn with_order(&self, order: SortOrder) -> Self {
        Self { order, ..self.clone() }
    }

    /// A copy with another period choice for a person.
    #[must_use]
    pub fn with_period_choice(&self, person: &Person, choice: PeriodChoice) -> Self {
        let mut other = self.clone();
        other.periods.insert(person.uid.to_string(), choice);
        other
    }
}
