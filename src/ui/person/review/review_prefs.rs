//! How reviews are looked at, as it is remembered: of each person the period, of all of them the order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        person::Person,
        review::{
            evidence::SortOrder,
            period::{Period, PeriodChoice},
        },
    },
    journal::change::{
        Change,
        review::{ReviewChange, ReviewText},
    },
    ui::{action::Action, screen_context::ScreenContext},
};

/// The name of the setting.
pub const REVIEW_PREFS_SETTING: &str = "review";

/// What is remembered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReviewPrefs {
    /// The periods, by the lasting names of the people.
    periods: BTreeMap<String, PeriodChoice>,
    /// In which order evidence is shown.
    order: SortOrder,
}

impl ReviewPrefs {
    /// How the period of a person is chosen.
    pub fn period_choice(&self, person: &Person) -> PeriodChoice {
        self.periods.get(&person.uid.to_string()).copied().unwrap_or_default()
    }

    /// In which order evidence is shown.
    pub fn order(&self) -> SortOrder {
        self.order
    }

    /// The same in another order.
    #[must_use]
    pub fn with_order(&self, order: SortOrder) -> Self {
        Self { order, ..self.clone() }
    }

    /// The same with another choice for a person.
    #[must_use]
    pub fn with_period_choice(&self, person: &Person, choice: PeriodChoice) -> Self {
        let mut other = self.clone();
        other.periods.insert(person.uid.to_string(), choice);
        other
    }

    /// Asks that from now on a person is looked at over the days that were chosen: the review that is being written is about
    /// them too.
    pub fn set_period(&self, screen: &mut ScreenContext<'_>, person: &Person, choice: PeriodChoice, days: Period) {
        screen.dispatch(Action::SaveReviewPrefs(Box::new(self.with_period_choice(person, choice))));
        if let Some(begun) = screen.read(|db| db.unfinished_review(person.id))
            && begun.period() != days
        {
            let moved = ReviewText { person: person.id, from: days.first_day(), to: days.last_day(), text: begun.text };
            screen.dispatch(Action::Submit(Change::Review(ReviewChange::Save(moved))));
        }
    }
}
