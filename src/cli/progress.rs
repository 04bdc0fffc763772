//! Progress of a long command: a line on the terminal, and Ctrl+C to stop it.

use std::{
    io::{IsTerminal as _, Write},
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use super::Result;

/// The delay before the first report, and between two.
const REPORT_INTERVAL: Duration = Duration::from_millis(500);

/// The progress line of a running command.
pub(super) struct ProgressLine {
    interrupted: Arc<AtomicBool>,
    last_report: Instant,
    is_shown: bool,
}

impl ProgressLine {
    /// Takes over Ctrl+C: the first asks the command to stop and clean up, a second ends the
    /// program at once.
    pub(super) fn start() -> Result<Self> {
        use signal_hook::{
            consts::{SIGINT, SIGTERM},
            flag,
        };
        let interrupted = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM] {
            flag::register_conditional_default(signal, Arc::clone(&interrupted))?;
            flag::register(signal, Arc::clone(&interrupted))?;
        }
        Ok(Self { interrupted, last_report: Instant::now(), is_shown: false })
    }

    /// `Break` after Ctrl+C.
    pub(super) fn check_interrupt(&self) -> ControlFlow<()> {
        if self.interrupted.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Replaces the progress line, at most every half second, and only on a terminal.
    pub(super) fn report(&mut self, out: &mut dyn Write, status: impl FnOnce() -> String) {
        if self.last_report.elapsed() < REPORT_INTERVAL || !std::io::stdout().is_terminal() {
            return;
        }
        (self.last_report, self.is_shown) = (Instant::now(), true);
        // A failed write is no reason to stop the work.
        let _ = write!(out, "\r\x1b[K{}", status()).and_then(|()| out.flush());
    }

    /// Removes the progress line.
    pub(super) fn clear(&mut self, out: &mut dyn Write) {
        if std::mem::take(&mut self.is_shown) {
            let _ = write!(out, "\r\x1b[K");
        }
    }
}
