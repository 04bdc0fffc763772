//! Work that takes a while: it says on a terminal how far it is, and Ctrl+C stops it.

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

/// How long a terminal shows nothing, and how often it then hears how far it is.
const REPORT_INTERVAL: Duration = Duration::from_millis(500);

/// Work that is going on.
pub(super) struct ProgressLine {
    interrupted: Arc<AtomicBool>,
    last_report: Instant,
    is_shown: bool,
}

impl ProgressLine {
    /// From here on the first Ctrl+C only asks for the work to end, and what is half done goes; a second one ends the
    /// program as it is.
    pub(super) fn start() -> Result<Self> {
        use signal_hook::{
            consts::{SIGINT, SIGTERM},
            flag,
        };
        let stopped = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM] {
            flag::register_conditional_default(signal, Arc::clone(&stopped))?;
            flag::register(signal, Arc::clone(&stopped))?;
        }
        Ok(Self { interrupted: stopped, last_report: Instant::now(), is_shown: false })
    }

    /// Whether to go on.
    pub(super) fn check_interrupt(&self) -> ControlFlow<()> {
        if self.interrupted.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Says how far it is, on a line of a terminal that is written over.
    pub(super) fn report(&mut self, out: &mut dyn Write, status: impl FnOnce() -> String) {
        if self.last_report.elapsed() < REPORT_INTERVAL || !std::io::stdout().is_terminal() {
            return;
        }
        (self.last_report, self.is_shown) = (Instant::now(), true);
        // The work is what matters; a terminal that does not take this is no reason to end it.
        let _ = write!(out, "\r\x1b[K{}", status()).and_then(|()| out.flush());
    }

    /// Takes that line away.
    pub(super) fn clear(&mut self, out: &mut dyn Write) {
        if std::mem::take(&mut self.is_shown) {
            let _ = write!(out, "\r\x1b[K");
        }
    }
}
