//! Stores what is being written when the program is ended from outside: by a signal, at the end of
//! the session, or because its display has vanished.
//!
//! A signal asks the window to close as usual. If the window does not answer in time, the thread
//! that waits for signals stores the texts itself. When the display vanishes, Xlib ends the process
//! with `exit` in the middle of a call: then only what is dropped with the main thread still runs.

use std::{
    cell::RefCell,
    io,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicI32, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    time::Duration,
};

use eframe::egui::Context;

use crate::journal::emergency_save::EmergencySaver;

/// How long the window may take to close after a signal.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(3);
/// How long storing the texts without the window may take.
const SAVE_TIMEOUT: Duration = Duration::from_secs(5);

thread_local! {
    static ON_EXIT: RefCell<Option<SaveOnDrop>> = const { RefCell::new(None) };
}

/// Saves the texts of the journal that is open now. Shared by the window and the thread for
/// signals.
#[derive(Clone, Default)]
pub(super) struct CurrentSaver(Arc<Mutex<Option<EmergencySaver>>>);

impl CurrentSaver {
    /// Replaces it, as another journal was opened or none is.
    pub(super) fn set(&self, saver: Option<EmergencySaver>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = saver;
    }

    fn save(&self) {
        if let Some(saver) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            saver.save(SAVE_TIMEOUT);
        }
    }
}

/// Saves the texts when its thread ends.
struct SaveOnDrop(CurrentSaver);

impl Drop for SaveOnDrop {
    fn drop(&mut self) {
        self.0.save();
    }
}

/// Waits for signals while the window runs.
pub(super) struct TerminationGuard {
    signal: Arc<AtomicI32>,
    /// Dropped when the window has closed.
    closed: Option<Sender<()>>,
}

impl TerminationGuard {
    /// Starts to wait for signals, whose number is put into `signal`. To be called on the thread of
    /// the window.
    ///
    /// # Errors
    /// The signals cannot be taken over, or the thread cannot be started.
    pub(super) fn start(
        signal: &Arc<AtomicI32>,
        saver: &CurrentSaver,
        wake: &Arc<OnceLock<Context>>,
    ) -> io::Result<Self> {
        ON_EXIT.set(Some(SaveOnDrop(saver.clone())));
        let (closed, on_closed) = channel();
        wait_for_signal(Arc::clone(signal), saver.clone(), Arc::clone(wake), on_closed)?;
        Ok(Self { signal: Arc::clone(signal), closed: Some(closed) })
    }

    /// To be called when the window has closed and its journal too. Ends the process if that was
    /// because of a signal, as that signal would have.
    pub(super) fn finish(mut self) {
        ON_EXIT.set(None);
        drop(self.closed.take());
        let signal = self.signal.load(Ordering::Acquire);
        if signal != 0 {
            end_process(signal);
        }
    }
}

#[cfg(unix)]
fn wait_for_signal(
    received: Arc<AtomicI32>,
    saver: CurrentSaver,
    wake: Arc<OnceLock<Context>>,
    on_closed: Receiver<()>,
) -> io::Result<()> {
    use std::sync::mpsc::RecvTimeoutError;

    use signal_hook::{
        consts::{SIGHUP, SIGINT, SIGTERM},
        iterator::Signals,
    };

    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT])?;
    let wait = move || {
        let Some(signal) = signals.forever().next() else { return };
        received.store(signal, Ordering::Release);
        if let Some(ctx) = wake.get() {
            ctx.request_repaint();
        }
        if on_closed.recv_timeout(CLOSE_TIMEOUT) == Err(RecvTimeoutError::Timeout) {
            saver.save();
            end_process(signal);
        }
    };
    std::thread::Builder::new().name("signals".into()).spawn(wait)?;
    Ok(())
}

/// Other systems close the window when the session ends.
#[cfg(not(unix))]
fn wait_for_signal(_: Arc<AtomicI32>, _: CurrentSaver, _: Arc<OnceLock<Context>>, _: Receiver<()>) -> io::Result<()> {
    Ok(())
}

/// Ends the process as a signal does that nobody handles, so that its parent sees which one it was.
fn end_process(signal: i32) {
    if let Err(error) = signal_hook::low_level::emulate_default_handler(signal) {
        tracing::error!(%error, signal, "the process does not end by its signal");
    }
}
