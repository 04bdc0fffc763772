//! The key of the journal in the system keychain: whether it is there, storing and removing it.

use std::{
    sync::mpsc::{Receiver, channel},
    thread,
};

use eframe::egui::Context;

use super::Workspace;
use crate::{
    journal::keychain::{Keychain, KeychainError},
    ui::{action::KeychainCommand, settings::KeychainStatus},
    wording::passphrase,
};

/// The key in the system keychain.
#[derive(Default)]
pub(super) struct StoredKey {
    keychain: Option<Keychain>,
    /// While a command is carried out, what it leads to.
    status: KeychainStatus,
    pending: Option<PendingCommand>,
}

struct PendingCommand {
    command: KeychainCommand,
    result: Receiver<Result<KeychainStatus, KeychainError>>,
}

impl StoredKey {
    /// What is known about it.
    pub(super) fn status(&self) -> KeychainStatus {
        self.status
    }
}

impl Workspace {
    /// Can store the key of the journal in this keychain.
    pub fn use_keychain(&mut self, keychain: Option<Keychain>) {
        self.stored_key = StoredKey { keychain, ..StoredKey::default() };
    }

    pub(super) fn run_keychain_command(&mut self, command: KeychainCommand, ctx: &Context) {
        if self.stored_key.pending.is_some() {
            return;
        }
        let (keychain, key) = (self.stored_key.keychain.clone(), self.key());
        let (Some(keychain), Some(key)) = (keychain, key) else {
            self.stored_key.status = KeychainStatus::Unavailable;
            return;
        };
        let (sender, result) = channel();
        let (journal, ctx) = (self.journal.path().to_owned(), ctx.clone());
        let work = move || {
            let status = match command {
                KeychainCommand::Check => keychain.has_key(&key).map(KeychainStatus::of),
                KeychainCommand::Store => keychain.store_key(&journal, &key).map(|()| KeychainStatus::Stored),
                KeychainCommand::Remove => keychain.remove_key(&key).map(|()| KeychainStatus::Absent),
            };
            // The window may have been closed meanwhile.
            if sender.send(status).is_ok() {
                ctx.request_repaint();
            }
        };
        if let Err(error) = thread::Builder::new().name("stored key".into()).spawn(work) {
            tracing::warn!(%error, "the system keychain is not asked");
            self.stored_key.status = KeychainStatus::Unavailable;
            return;
        }
        self.stored_key.pending = Some(PendingCommand { command, result });
        self.stored_key.status = match command {
            KeychainCommand::Check => KeychainStatus::Pending,
            KeychainCommand::Store => KeychainStatus::Stored,
            KeychainCommand::Remove => KeychainStatus::Absent,
        };
    }

    /// Takes the answer of the keychain. Runs before the screens are shown.
    pub(super) fn poll_keychain(&mut self, ctx: &Context) {
        let pending = self.stored_key.pending.as_ref();
        let Some(result) = pending.and_then(|pending| pending.result.try_recv().ok()) else { return };
        let Some(PendingCommand { command, .. }) = self.stored_key.pending.take() else { return };
        let error = match result {
            Ok(status) => {
                self.stored_key.status = status;
                return;
            }
            Err(error) => error,
        };
        tracing::warn!(%error, "the system keychain was not used");
        self.stored_key.status = match command {
            KeychainCommand::Check => KeychainStatus::Unavailable,
            KeychainCommand::Store => KeychainStatus::Absent,
            KeychainCommand::Remove => KeychainStatus::Stored,
        };
        let notice = match error {
            _ if command == KeychainCommand::Check => return,
            KeychainError::Locked => passphrase::KEYCHAIN_LOCKED,
            _ => passphrase::KEYCHAIN_FAILED,
        };
        self.show_toast(notice.to_owned(), Vec::new(), ctx.input(|input| input.time));
    }
}
