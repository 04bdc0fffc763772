//! What a screen can use while it is shown: the journal, the drafts and the action queue.

use std::time::Duration;

use eframe::egui::{Response, Ui, Widget};
use jiff::civil::Date;

use super::action::Action;
use crate::{
    journal::{Journal, StopReason, drafts::Drafts},
    store::{Db, Draft, StoreError},
    wording::user_error::UserFacingError,
};

/// The context of a screen for one frame. Screens read the journal, but change it only by an
/// action.
pub struct ScreenContext<'a> {
    /// The journal.
    pub journal: &'a Journal,
    /// The drafts of this window.
    pub drafts: &'a mut Drafts,
    /// The actions dispatched so far in this frame.
    pub actions: &'a mut Vec<Action>,
    /// The latest read error, shown in a banner.
    pub error: &'a mut Option<UserFacingError>,
    /// Whether a dialog is open. It then receives the keys, not the page.
    pub is_dialog_open: bool,
    /// The current date in the leader’s time zone.
    pub today: Date,
    /// The time since the window was opened.
    pub time: Duration,
}

impl ScreenContext<'_> {
    /// Adds an action, to be carried out after this frame’s screens were shown.
    pub fn dispatch(&mut self, action: impl Into<Action>) {
        self.actions.push(action.into());
    }

    /// Removes an action of a global shortcut that means something else on this screen, and returns
    /// whether there was one.
    pub fn consume(&mut self, action: &Action) -> bool {
        let before = self.actions.len();
        self.actions.retain(|other| other != action);
        self.actions.len() < before
    }

    /// Reads from the journal, in one snapshot. On failure, records the error and returns the
    /// default.
    pub fn read<T: Default>(&mut self, read: impl FnOnce(&Db) -> Result<T, StoreError>) -> T {
        match self.journal.read(read) {
            Ok(value) => value,
            Err(error) => {
                *self.error = Some(error.user_facing_error());
                T::default()
            }
        }
    }

    /// Reads again into `value`, in one snapshot. On failure, records the error and leaves what was
    /// read before. Returns whether it was read.
    pub fn read_into<T>(&mut self, value: &mut T, read: impl FnOnce(&Db) -> Result<T, StoreError>) -> bool {
        match self.journal.read(read) {
            Ok(new) => *value = new,
            Err(error) => {
                *self.error = Some(error.user_facing_error());
                return false;
            }
        }
        true
    }

    /// Why nothing can be changed, if the journal is open for reading only.
    pub fn read_only_notice(&self) -> Option<&'static str> {
        match self.journal.stop_reason() {
            Some(StopReason::ReadOnly(reason)) => Some(reason.notice()),
            _ => None,
        }
    }

    /// Adds a control that changes the journal. Where that is open for reading only, the control is
    /// disabled and says why.
    pub fn add_edit(&self, ui: &mut Ui, widget: impl Widget) -> Response {
        let notice = self.read_only_notice();
        let response = ui.add_enabled(notice.is_none(), widget);
        match notice {
            Some(notice) => response.on_disabled_hover_text(notice),
            None => response,
        }
    }

    /// The draft of a field; none where it is empty.
    pub fn draft(&mut self, field_key: &str) -> Option<Draft> {
        match self.drafts.load(self.journal, field_key) {
            Ok(draft) => draft.filter(|draft| !(draft.prefix.is_empty() && draft.text.is_empty())),
            Err(error) => {
                *self.error = Some(error.user_facing_error());
                None
            }
        }
    }

    /// Replaces the draft of a field.
    pub fn set_draft(&mut self, field_key: &str, prefix: &str, text: &str) {
        let draft = Draft { field_key: field_key.to_owned(), prefix: prefix.to_owned(), text: text.to_owned() };
        self.drafts.set_text(draft, self.time);
    }
}
