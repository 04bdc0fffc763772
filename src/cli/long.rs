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
const SAY_EVERY: Duration = Duration::from_millis(500);

/// Work that is going on.
pub(super) struct Long {
    stopped: Arc<AtomicBool>,
    last: Instant,
    said: bool,
}

impl Long {
    /// From here on the first Ctrl+C only asks for the work to end, and what is half done goes; a second one ends the
    /// program as it is.
    pub(super) fn begin() -> Result<Self> {
        use signal_hook::{
            consts::{SIGINT, SIGTERM},
            flag,
        };
        let stopped = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM] {
            flag::register_conditional_default(signal, Arc::clone(&stopped))?;
            flag::register(signal, Arc::clone(&stopped))?;
        }
        Ok(Self { stopped, last: Instant::now(), said: false })
    }

    /// Whether to go on.
    pub(super) fn go_on(&self) -> ControlFlow<()> {
        if self.stopped.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Says how far it is, on a line of a terminal that is written over.
    pub(super) fn tell(&mut self, out: &mut dyn Write, how_far: impl FnOnce() -> String) {
        if self.last.elapsed() < SAY_EVERY || !std::io::stdout().is_terminal() {
            return;
        }
        (self.last, self.said) = (Instant::now(), true);
        // The work is what matters; a terminal that does not take this is no reason to end it.
        let _ = write!(out, "\r\x1b[K{}", how_far()).and_then(|()| out.flush());
    }

    /// Takes that line away.
    pub(super) fn clear(&mut self, out: &mut dyn Write) {
        if std::mem::take(&mut self.said) {
            let _ = write!(out, "\r\x1b[K");
        }
    }
}
