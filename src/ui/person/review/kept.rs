//! How reviews are looked at, as it is remembered: of each person the period, of all of them the order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        person::Person,
        review::{
            evidence::Order,
            period::{Choice, Period},
        },
    },
    journal::{
        change::Change,
        reviewing::{Reviewing, Written},
    },
    ui::{action::Action, desk::Desk},
};

/// The name of the setting.
pub const NAME: &str = "review";

/// What is remembered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReviewChoices {
    /// The periods, by the lasting names of the people.
    periods: BTreeMap<String, Choice>,
    /// In which order evidence is shown.
    order: Order,
}

impl ReviewChoices {
    /// How the period of a person is chosen.
    pub fn choice(&self, person: &Person) -> Choice {
        self.periods.get(&person.uid.to_string()).copied().unwrap_or_default()
    }

    /// In which order evidence is shown.
    pub fn order(&self) -> Order {
        self.order
    }

    /// The same in another order.
    #[must_use]
    pub fn ordered(&self, order: Order) -> Self {
        Self { order, ..self.clone() }
    }

    /// The same with another choice for a person.
    #[must_use]
    pub fn choosing(&self, person: &Person, choice: Choice) -> Self {
        let mut other = self.clone();
        other.periods.insert(person.uid.to_string(), choice);
        other
    }

    /// Asks that from now on a person is looked at over the days that were chosen: the review that is being written is about
    /// them too.
    pub fn choose(&self, desk: &mut Desk<'_>, person: &Person, choice: Choice, days: Period) {
        desk.ask(Action::KeepReviewChoices(Box::new(self.choosing(person, choice))));
        if let Some(begun) = desk.read(|db| db.begun_review(person.id))
            && begun.period() != days
        {
            let moved = Written { person: person.id, from: days.from(), to: days.to(), text: begun.text };
            desk.ask(Action::Make(Change::Reviewing(Reviewing::Write(moved))));
        }
    }
}
