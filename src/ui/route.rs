//! Where in the window one is.

use serde::{Deserialize, Serialize};

use crate::domain::id::PersonId;

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// Whom do you meet? Shown while nobody is in the journal.
    #[default]
    FirstRun,
    /// Whom you meet, and what waits on you.
    Today,
    /// How you lead, seen over time.
    Reflect,
    /// A person, on one of their tabs.
    Person(PersonId, Tab),
}

/// What a person's page is used for at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tab {
    /// What to know before you meet.
    Prepare,
    /// Jotting while you talk.
    #[default]
    Meet,
    /// All of it.
    Timeline,
    /// A period, fairly: what was written in it, and what you will say about it.
    Review,
}

impl Tab {
    /// In the order they are shown.
    pub const ALL: [Self; 4] = [Self::Prepare, Self::Meet, Self::Timeline, Self::Review];

    /// The one that a person opens on: what to know before you meet, and while you meet, the place to jot.
    pub fn for_meeting(running: bool) -> Self {
        if running { Self::Meet } else { Self::Prepare }
    }
}
