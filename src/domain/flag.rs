//! "I noticed something off": what you saw, and what became of it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::words::words;

words! {
    /// Where a flag stands. It ends only with an outcome or a reason.
    pub enum FlagState {
        /// Seen, not talked about.
        Noticed = "noticed",
        /// Seen, and watched until a day.
        Watching = "watching",
        /// Talked about, without an outcome yet.
        Raised = "raised",
        /// Over, with an outcome.
        Settled = "settled",
        /// Over, with a reason.
        LetGo = "let_go",
    }
}

impl FlagState {
    /// Whether it still waits for an end.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Settled | Self::LetGo)
    }

    /// Whether it was kept to yourself so far.
    pub fn is_unraised(self) -> bool {
        matches!(self, Self::Noticed | Self::Watching)
    }
}

/// What only a flag has. What you saw is the text of the entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flag {
    /// How they usually are.
    pub usually: String,
    /// How they are lately.
    pub lately: String,
    /// What they might need to be successful.
    pub need: String,
    /// Where it stands.
    pub state: FlagState,
    /// The day until which you only watch; set while watching.
    pub watch_until: Option<Date>,
    /// The day to look again after it was settled.
    pub check_again: Option<Date>,
}

impl Flag {
    /// A noticed flag with a day to watch until is watched; any other has no such day, and only a settled one is looked
    /// at again.
    pub(super) fn keep_days_that_fit(&mut self) {
        match (self.state, self.watch_until) {
            (FlagState::Noticed, Some(_)) => self.state = FlagState::Watching,
            (FlagState::Watching, _) => {}
            _ => self.watch_until = None,
        }
        if self.state != FlagState::Settled {
            self.check_again = None;
        }
    }
}

impl Default for Flag {
    fn default() -> Self {
        Self {
            usually: String::new(),
            lately: String::new(),
            need: String::new(),
            state: FlagState::Noticed,
            watch_until: None,
            check_again: None,
        }
    }
}
