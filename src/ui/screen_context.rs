//! What a screen has at hand while it is shown.

use std::time::Duration;

use jiff::civil::Date;

use super::action::Action;
use crate::{
    journal::{Journal, drafts::Drafts},
    store::{Db, Draft, StoreError},
    wording::user_error::UserFacingError,
};

/// The journal to read, the drafts to keep, and a place to leave what is asked for. Screens never write.
pub struct ScreenContext<'a> {
    /// The journal.
    pub journal: &'a Journal,
    /// The drafts of this window.
    pub drafts: &'a mut Drafts,
    /// What was asked for so far in this frame.
    pub actions: &'a mut Vec<Action>,
    /// Why something could not be read, if so.
    pub error: &'a mut Option<UserFacingError>,
    /// Whether a dialog is open, which the keys belong to then.
    pub is_dialog_open: bool,
    /// Today, where the leader is.
    pub today: Date,
    /// The time since the window began.
    pub time: Duration,
}

impl ScreenContext<'_> {
    /// Adds an action, to be carried out after this frame’s screens were shown.
    pub fn dispatch(&mut self, action: impl Into<Action>) {
        self.actions.push(action.into());
    }

    /// Takes an action that a key asked for, where this screen has a meaning of its own for it. Whether there was one.
    pub fn consume(&mut self, action: &Action) -> bool {
        let before = self.actions.len();
        self.actions.retain(|asked| asked != action);
        self.actions.len() < before
    }

    /// Reads from the journal, in one snapshot; what cannot be read is said, and the default stands in for it.
    pub fn read<T: Default>(&mut self, read: impl FnOnce(&Db) -> Result<T, StoreError>) -> T {
        match self.journal.read(read) {
            Ok(found) => found,
            Err(error) => {
                *self.error = Some(error.user_facing_error());
                T::default()
            }
        }
    }

    /// What was being written in a field; nothing where it was left empty.
    pub fn draft(&mut self, place: &str) -> Option<Draft> {
        match self.drafts.load(self.journal, place) {
            Ok(draft) => draft.filter(|draft| !(draft.prefix.is_empty() && draft.text.is_empty())),
            Err(error) => {
                *self.error = Some(error.user_facing_error());
                None
            }
        }
    }

    /// A field holds another text than before.
    pub fn set_draft(&mut self, place: &str, mark: &str, text: &str) {
        let draft = Draft { field_key: place.to_owned(), prefix: mark.to_owned(), text: text.to_owned() };
        self.drafts.set_text(draft, self.time);
    }
}
