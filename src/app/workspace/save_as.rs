//! Saving everything as a new journal, when the file of the open one is gone, reloading the file,
//! and leaving a damaged one.

use std::path::{Path, PathBuf};

use eframe::egui::{Context, Ui};

use super::{FrameOutcome, Workspace, closing::ClosePhase};
use crate::{
    journal::{StopReason, paths, save_as::Unsaved},
    store::{Displacement, StoreError},
    ui::{
        dialog::{
            save_as::{SaveAsChoice, SaveAsDialog},
            unsaved_changes::{Purpose, UnsavedChangesDialog},
        },
        open_error_page::Remedy,
    },
};

impl Workspace {
    pub(super) fn open_save_as(&mut self) {
        let name = self.journal.path().file_name().unwrap_or_default();
        let path = paths::documents_dir().unwrap_or_default().join(name);
        self.save_as = Some(SaveAsDialog::open(&path));
    }

    pub(super) fn show_save_as(&mut self, ctx: &Context) {
        match self.save_as.as_mut().and_then(|dialog| dialog.show(ctx)) {
            Some(SaveAsChoice::SaveTo(path)) => self.journal.save_as(&path, self.unsaved()),
            Some(SaveAsChoice::Cancel) => self.save_as = None,
            None => {}
        }
    }

    /// What this window holds and the file does not.
    pub(super) fn unsaved(&self) -> Unsaved {
        let changes = self.failed_changes.iter().map(|failed| failed.change.clone()).collect();
        Unsaved { changes, drafts: self.drafts.unsaved() }
    }

    pub(super) fn on_saved_as(&mut self, path: PathBuf, result: Result<usize, StoreError>) {
        if let ClosePhase::Asking { dialog, .. } = &mut self.close_phase {
            return dialog.on_copied(result.map(|_| path).map_err(|error| error.to_string()));
        }
        // Without the dialog it was the copy beside texts that were saved elsewhere.
        let Some(dialog) = &mut self.save_as else { return };
        match result {
            Ok(rejected) => {
                let mut notice = format!("Saved as {}", path.display());
                if rejected > 0 {
                    notice.push_str(". What no longer fits was left out");
                }
                self.failed_changes.clear();
                self.requested_outcome = Some(FrameOutcome::OpenFile(path, notice));
            }
            Err(error) => {
                let error = error.user_facing_error();
                dialog.on_failed(format!("{} {}", error.problem, error.remedy));
            }
        }
    }

    /// Opens the file at the path again. Asks first if that would lose something.
    pub(super) fn reload(&mut self, ui: &Ui) {
        if !self.journal.path().exists() {
            let notice = format!("Nothing is at {} yet", self.journal.path().display());
            return self.show_notice(ui, notice);
        }
        if self.shown_stop_reason() == Some(StopReason::Displaced(Displacement::Rekeyed)) {
            self.requested_outcome = Some(FrameOutcome::FollowNewKey);
            return;
        }
        if self.unsaved_texts().is_empty() {
            self.requested_outcome = Some(FrameOutcome::Reopen);
        } else {
            self.ask_about_unsaved(Purpose::Reload);
        }
    }

    /// Leaves the damaged journal for the page that gets it back. Asks first if that would lose
    /// something.
    pub(super) fn repair(&mut self, remedy: Remedy) {
        if self.unsaved_texts().is_empty() {
            self.requested_outcome = Some(FrameOutcome::Repair(remedy));
        } else {
            self.ask_about_unsaved(Purpose::Repair(remedy));
        }
    }

    pub(super) fn ask_about_unsaved(&mut self, purpose: Purpose) {
        let folder = paths::documents_dir().unwrap_or_default();
        let can_retry = self.journal.stop_reason().is_none();
        let dialog = UnsavedChangesDialog::open(purpose, can_retry, Path::new(&folder));
        self.close_phase = ClosePhase::Asking { dialog: Box::new(dialog), save: None };
    }
}
