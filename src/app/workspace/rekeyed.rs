//! A journal whose passphrase another program has set, changed or removed: what is not stored is
//! carried over to the journal once that is open again.

use std::time::Duration;

use eframe::egui::Context;

use super::{FrameOutcome, Workspace};
use crate::{
    app::banners::FailedChange,
    journal::{StopReason, passphrase::is_same_journal},
    store::{self, Displacement, Draft},
};

/// What a window could not store in a journal.
pub struct Carried {
    failed_changes: Vec<FailedChange>,
    drafts: Vec<Draft>,
}

impl Carried {
    /// Whether there is nothing to be saved.
    pub fn is_empty(&self) -> bool {
        self.failed_changes.is_empty() && self.drafts.is_empty()
    }
}

impl Workspace {
    /// Why the journal takes no more changes, for the banner.
    pub(super) fn shown_stop_reason(&self) -> Option<StopReason> {
        match self.journal.stop_reason() {
            Some(StopReason::Displaced(Displacement::Rekeyed)) if self.is_other_journal => {
                Some(StopReason::Displaced(Displacement::Replaced))
            }
            reason => reason,
        }
    }

    /// Has the new passphrase asked for, if there is one; otherwise the banner offers to open the
    /// journal again.
    pub(super) fn on_stopped(&mut self, reason: StopReason) {
        if reason == StopReason::Displaced(Displacement::Rekeyed) && store::is_encrypted(self.journal.path()) {
            self.requested_outcome = Some(FrameOutcome::FollowNewKey);
        }
    }

    /// Waits until it is known of everything whether it was stored.
    pub fn settle_unsaved(&mut self, ctx: &Context) {
        self.leave_page();
        self.drafts.save_all(&self.journal);
        // The writer has stopped: this waits until it has rejected everything.
        if self.journal.flush().is_ok() {
            tracing::debug!("everything was stored");
        }
        self.poll_writer(ctx);
        self.requested_outcome = None;
    }

    /// Whether the file at the path is this journal.
    pub fn is_journal_at_path(&self) -> bool {
        let people = self.sidebar.people().iter().map(|summary| (summary.person.id, summary.person.uid));
        is_same_journal(self.journal.path(), people).unwrap_or_else(|error| {
            tracing::warn!(%error, "whether it is the same journal is not known");
            false
        })
    }

    /// Stays open although the file at the path could be opened: it is another journal.
    pub fn stay_beside_other_journal(&mut self) {
        self.is_other_journal = true;
    }

    /// Takes what could not be stored.
    pub fn take_unsaved(&mut self) -> Carried {
        Carried {
            failed_changes: std::mem::take(&mut self.failed_changes),
            drafts: self.drafts.unsaved().into_iter().map(|(draft, _)| draft).collect(),
        }
    }

    /// Saves what another window could not store.
    pub fn save_carried(&mut self, carried: Carried) {
        for FailedChange { change, draft, .. } in carried.failed_changes {
            match draft {
                Some(draft) => drop(self.submit_with_draft(change, draft.field_key)),
                None => drop(self.submit(change, None)),
            }
        }
        for draft in carried.drafts {
            self.drafts.set_text(draft, Duration::ZERO);
        }
    }
}
