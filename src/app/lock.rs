//! Locking the open journal, and changing its passphrase.

use std::{
    path::Path,
    sync::{Arc, OnceLock},
    time::Duration,
};

use eframe::egui::{Context, Ui, cache::CacheStorage, text_edit::TextEditState, util::IdTypeMap};

use super::{App, OpenState, session_watch::SessionWatch, workspace::Workspace};
use crate::{
    domain::{moment::Moment, passphrase::Passphrase},
    journal::keychain::{KeyLookup, Keychain},
    store,
    ui::{
        discreet,
        passphrase_page::{PassphrasePage, PassphraseResult},
        unlock_page::{LockReason, UnlockPage},
    },
};

/// When there was input last, in seconds of the window.
#[derive(Debug, Default)]
pub(super) struct IdleTimer {
    last_input: f64,
}

impl IdleTimer {
    /// Whether there was no input for `limit`. If not, the window is woken up when it may be.
    fn has_expired(&mut self, ctx: &Context, limit: Duration) -> bool {
        let (time, has_input) = ctx.input(|input| (input.time, !input.raw.events.is_empty()));
        if has_input {
            self.last_input = time;
        }
        let remaining = limit.as_secs_f64() - (time - self.last_input);
        if remaining > 0.0 {
            ctx.request_repaint_after(Duration::from_secs_f64(remaining));
        }
        remaining <= 0.0
    }
}

impl App {
    /// Whether the journal has to be unlocked before it can be opened.
    pub(super) fn needs_unlocking(&self, path: &Path) -> bool {
        !self.is_sample && store::is_encrypted(path) && !store::has_key(path)
    }

    /// Opens encrypted journals with the key in this keychain, where it has one.
    pub fn use_keychain(&mut self, keychain: Keychain) {
        self.keychain = Some(keychain);
        let path = self.current_path();
        match &mut self.state {
            OpenState::Locked(page) if page.reason() == LockReason::Start => {
                page.use_lookup(look_up(self.keychain.as_ref(), &path, &self.wake));
            }
            OpenState::Journal(workspace) => workspace.use_keychain(self.keychain.clone()),
            _ => {}
        }
    }

    /// The page of a journal that was not open before. The system keychain may spare the question.
    pub(super) fn unlock_page(&self, path: &Path) -> UnlockPage {
        let mut page = UnlockPage::new(path, LockReason::Start);
        page.use_lookup(look_up(self.keychain.as_ref(), path, &self.wake));
        page
    }

    /// Locks the journal if there was no input for as long as was chosen.
    pub(super) fn lock_when_idle(&mut self, ctx: &Context) {
        let OpenState::Journal(workspace) = &mut self.state else { return };
        let Some(limit) = workspace.lock_after() else { return };
        if !self.idle.has_expired(ctx, limit) {
            return;
        }
        // Texts that cannot be stored stay, and so does the window; it is tried again later.
        if workspace.close().is_err() {
            self.idle.last_input = ctx.input(|input| input.time);
        } else {
            self.lock(ctx);
        }
    }

    /// Listens to the system from the first journal on that can be locked.
    pub(super) fn watch_session(&mut self, workspace: &Workspace) {
        if workspace.key().is_none() || self.session.is_some() {
            return;
        }
        let wake = Arc::clone(&self.wake);
        self.session = SessionWatch::start(move || {
            if let Some(ctx) = wake.get() {
                ctx.request_repaint();
            }
        });
    }

    /// Locks the journal if the system asked for it.
    pub(super) fn lock_when_asked(&mut self, ctx: &Context) {
        let requests = self.session.as_ref().map(SessionWatch::take_requests).unwrap_or_default();
        let OpenState::Journal(workspace) = &mut self.state else { return };
        if !requests.is_empty() && workspace.key().is_some() && workspace.close().is_ok() {
            self.lock(ctx);
        }
    }

    /// Leaves the journal, whose texts are stored, and forgets its key. The frame that is being
    /// drawn shows nothing of it any more.
    pub(super) fn lock(&mut self, ctx: &Context) {
        let path = self.current_path();
        self.saver.set(None);
        let (key, reminders) = match &self.state {
            OpenState::Journal(workspace) => (workspace.key(), workspace.reminders_while_locked()),
            _ => (None, None),
        };
        self.state = OpenState::Locked(Box::new(UnlockPage::new(&path, LockReason::Locked)));
        self.locked_reminders = reminders;
        if let Some(key) = key {
            store::forget_key(&key);
        }
        forget_texts(ctx);
        // Wherever in the frame that is: its screens are drawn again, and those before never shown.
        ctx.request_discard("the journal was locked");
        ctx.request_repaint();
    }

    /// Leaves the journal, to encrypt it with a passphrase or to end that.
    pub(super) fn change_passphrase(&mut self, passphrase: Option<Passphrase>, ctx: &Context) {
        let path = self.current_path();
        self.saver.set(None);
        let now = Moment::from(&self.clock.now());
        let mut page = PassphrasePage::new(&path, self.backup_folder(), passphrase, now);
        if let OpenState::Journal(workspace) = &self.state
            && let (Some(keychain), Some(key)) = (&self.keychain, workspace.key())
        {
            page.replace_stored_key(keychain.clone(), key);
        }
        self.state = OpenState::ChangingPassphrase(Box::new(page));
        ctx.request_repaint();
    }

    pub(super) fn on_passphrase_changed(&mut self, ui: &Ui, result: PassphraseResult) {
        self.reopen();
        let OpenState::Journal(workspace) = &mut self.state else { return };
        match result {
            Ok(outcome) => workspace.report_passphrase(ui, &outcome),
            Err(error) => workspace.show_error(error.user_facing_error()),
        }
    }
}

fn look_up(keychain: Option<&Keychain>, path: &Path, wake: &Arc<OnceLock<Context>>) -> Option<KeyLookup> {
    let wake = Arc::clone(wake);
    keychain?.look_up(path, move || {
        if let Some(ctx) = wake.get() {
            ctx.request_repaint();
        }
    })
}

/// Removes what egui remembers of texts: what undoing in a field would bring back, and what was
/// laid out.
pub(super) fn forget_texts(ctx: &Context) {
    discreet::forget(ctx);
    ctx.memory_mut(|memory| memory.caches = CacheStorage::default());
    ctx.data_mut(IdTypeMap::remove_by_type::<TextEditState>);
}
