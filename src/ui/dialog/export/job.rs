//! An export that is being written, on a thread of its own.

use std::{
    ops::ControlFlow,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use eframe::egui::Context;

use crate::{
    export::{self, ExportError, Made, Order},
    journal::Journal,
};

/// How often the window hears how far it is.
const SAY_EVERY: Duration = Duration::from_millis(100);

/// The export. Where this goes, it is stopped, and nothing of it stays.
pub(super) struct Job {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<Result<Made, ExportError>>>,
}

#[derive(Default)]
struct Shared {
    done: AtomicU64,
    of: AtomicU64,
    stop: AtomicBool,
}

impl Job {
    /// Begins.
    pub(super) fn start(
        journal: &Journal,
        order: Order,
        path: PathBuf,
        replace: bool,
        ctx: &Context,
    ) -> Result<Self, ExportError> {
        let shared = Arc::<Shared>::default();
        let (seen, ctx) = (Arc::clone(&shared), ctx.clone());
        // A connection of its own: the window goes on reading with its own.
        let db = journal.reader()?;
        let work = move || {
            let mut said = Instant::now();
            let mut watch = |done, of| {
                seen.done.store(done, Ordering::Relaxed);
                seen.of.store(of, Ordering::Relaxed);
                if said.elapsed() >= SAY_EVERY {
                    said = Instant::now();
                    ctx.request_repaint();
                }
                if seen.stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            };
            let made = export::to_file(&db, &order, &path, replace, &mut watch);
            // The thread is over a moment after this.
            ctx.request_repaint_after(Duration::from_millis(5));
            made
        };
        let thread = std::thread::Builder::new().name("export".into()).spawn(work)?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// How many entries of how many are written.
    pub(super) fn progress(&self) -> (u64, u64) {
        (self.shared.done.load(Ordering::Relaxed), self.shared.of.load(Ordering::Relaxed))
    }

    /// Ends it before it is complete.
    pub(super) fn stop(&self) {
        self.shared.stop.store(true, Ordering::Relaxed);
    }

    /// What came of it, once it is over.
    pub(super) fn over(&mut self) -> Option<Result<Made, ExportError>> {
        let thread = self.thread.take_if(|thread| thread.is_finished())?;
        Some(thread.join().unwrap_or_else(|_| Err(std::io::Error::other("the export ended badly").into())))
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.stop();
        // What is half written goes with the thread, so the thread is waited for.
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("an export ended badly");
        }
    }
}
