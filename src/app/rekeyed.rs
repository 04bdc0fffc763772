//! A journal that was open while another program set, changed or removed its passphrase. The window
//! asks for the new passphrase, and saves what was not stored when the journal is open again.

use eframe::egui::{Context, Ui};

use super::{App, OpenState, lock, workspace::Workspace};
use crate::{
    store,
    ui::unlock_page::{LockReason, UnlockPage},
    wording::passphrase,
};

/// The journal until the new passphrase was entered.
pub(super) struct RekeyedJournal {
    pub page: Box<UnlockPage>,
    /// Holds what was not stored.
    pub workspace: Box<Workspace>,
}

impl App {
    /// Leaves the journal, whose file has another key now, and opens the file at the path instead.
    /// Asks for the new passphrase if there is one.
    pub(super) fn follow_new_key(&mut self, ui: &Ui) {
        let path = self.current_path();
        let OpenState::Journal(mut workspace) = std::mem::replace(&mut self.state, OpenState::not_found(&path)) else {
            return;
        };
        workspace.settle_unsaved(ui);
        if !self.needs_unlocking(&path) {
            return self.reopen_with_unsaved(ui, workspace);
        }
        let mut page = Box::new(UnlockPage::new(&path, LockReason::Rekeyed));
        page.set_notice(passphrase::changed_elsewhere(workspace.key().is_some(), &workspace.unsaved_texts()));
        self.locked_reminders = workspace.reminders_while_locked();
        self.state = OpenState::Rekeyed(RekeyedJournal { page, workspace });
        lock::forget_texts(ui);
        ui.request_discard("the passphrase was changed");
        ui.request_repaint();
    }

    /// Goes on once the new passphrase was entered.
    pub(super) fn on_new_key_entered(&mut self, ui: &Ui) {
        let path = self.current_path();
        match std::mem::replace(&mut self.state, OpenState::not_found(&path)) {
            OpenState::Rekeyed(RekeyedJournal { workspace, .. }) => self.reopen_with_unsaved(ui, workspace),
            state => self.state = state,
        }
    }

    /// Opens the journal at the path, and saves in it what this workspace could not store. If the
    /// file is another journal, the workspace stays, and its banner says how to go on.
    fn reopen_with_unsaved(&mut self, ui: &Ui, mut workspace: Box<Workspace>) {
        if !workspace.is_journal_at_path() {
            workspace.stay_beside_other_journal();
            self.locked_reminders = None;
            self.state = OpenState::Journal(workspace);
            return;
        }
        let (old_key, carried) = (workspace.key(), workspace.take_unsaved());
        // The slot of its drafts is free for the next one.
        drop(workspace);
        if let Some(key) = old_key {
            store::forget_key(&key);
        }
        self.carried = Some(carried);
        self.reopen();
        self.hand_over_unsaved(ui);
    }

    /// Saves what could not be stored, once the journal is open again.
    pub(super) fn hand_over_unsaved(&mut self, ctx: &Context) {
        if let OpenState::Journal(workspace) = &mut self.state
            && let Some(carried) = self.carried.take()
        {
            let is_encrypted = workspace.key().is_some();
            workspace.show_notice(ctx, passphrase::opened_again(is_encrypted, !carried.is_empty()));
            workspace.save_carried(carried);
        }
    }

    /// Before the window closes without the new passphrase: what is not stored is asked about.
    pub(super) fn ask_before_closing(&mut self, ctx: &Context) {
        let is_requested = ctx.input(|input| input.viewport().close_requested());
        let path = self.current_path();
        if let OpenState::Rekeyed(rekeyed) = &self.state
            && is_requested
            && !rekeyed.workspace.unsaved_texts().is_empty()
            && let OpenState::Rekeyed(rekeyed) = std::mem::replace(&mut self.state, OpenState::not_found(&path))
        {
            self.locked_reminders = None;
            self.state = OpenState::Journal(rekeyed.workspace);
        }
    }
}
