//! The pages of the window and the tabs of a person. Both are stored in the `window` setting.

use serde::{Deserialize, Serialize};

use crate::domain::id::PersonId;

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// The page of a journal without people, which asks for them.
    #[default]
    FirstRun,
    /// The one-on-ones of today and what needs attention.
    Today,
    /// Reflection on the leader’s own practice.
    Reflect,
    /// A tab of a person.
    Person(PersonId, Tab),
    /// A tab of the settings.
    Settings(SettingsTab),
    /// The search over everything.
    Search,
}

impl Route {
    /// The name of the page of the window; that of a person has theirs.
    pub fn name(self) -> &'static str {
        match self {
            Self::FirstRun | Self::Person(..) => "Rapport",
            Self::Today => "Today",
            Self::Reflect => "Reflect",
            Self::Settings(_) => "Settings",
            Self::Search => "Search",
        }
    }
}

/// A tab of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingsTab {
    /// Theme and zoom.
    #[default]
    Look,
    /// Reminders of one-on-ones.
    Reminders,
    /// Who can read the journal, and its backups.
    Privacy,
    /// Import and export.
    ImportExport,
    /// All shortcuts.
    Shortcuts,
}

/// A tab of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tab {
    /// Preparation of the next one-on-one.
    Prepare,
    /// Notes during a one-on-one.
    #[default]
    Meet,
    /// Everything written about the person, newest first.
    Timeline,
    /// Evidence and draft of a review over a period.
    Review,
}

impl Tab {
    /// All tabs, in display order.
    pub const ALL: [Self; 4] = [Self::Prepare, Self::Meet, Self::Timeline, Self::Review];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Prepare => "Prepare",
            Self::Meet => "Meet",
            Self::Timeline => "Timeline",
            Self::Review => "Review",
        }
    }

    /// The tab that a person is opened on: Meet during a one-on-one, else Prepare.
    pub fn for_meeting(running: bool) -> Self {
        if running { Self::Meet } else { Self::Prepare }
    }
}
