//! A background thread whose progress the window shows.

use std::{
    io,
    sync::Arc,
    thread::JoinHandle,
    time::{Duration, Instant},
};

use eframe::egui::Context;

use crate::journal::progress::{Progress, ProgressFn};

/// Minimum time between two repaints for progress.
const REPAINT_INTERVAL: Duration = Duration::from_millis(100);

/// A running job. Dropping it cancels the job and waits for its thread.
pub struct BackgroundJob<T> {
    progress: Arc<Progress>,
    thread: Option<JoinHandle<T>>,
}

impl<T: Send + 'static> BackgroundJob<T> {
    /// Starts the job.
    ///
    /// # Errors
    /// The thread cannot be spawned.
    pub fn start(
        name: &str,
        ctx: &Context,
        work: impl FnOnce(&mut ProgressFn<'_>) -> T + Send + 'static,
    ) -> io::Result<Self> {
        let progress = Arc::<Progress>::default();
        let (seen, ctx) = (Arc::clone(&progress), ctx.clone());
        let work = move || {
            let mut last_repaint = Instant::now();
            let result = work(&mut |done, total| {
                if last_repaint.elapsed() >= REPAINT_INTERVAL {
                    last_repaint = Instant::now();
                    ctx.request_repaint();
                }
                seen.report(done, total)
            });
            // The thread ends shortly after this; `poll` sees it then.
            ctx.request_repaint_after(Duration::from_millis(5));
            result
        };
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(work)?;
        Ok(Self { progress, thread: Some(thread) })
    }

    /// The result, once the job has finished.
    ///
    /// # Errors
    /// The thread panicked.
    pub fn poll(&mut self) -> Option<io::Result<T>> {
        let thread = self.thread.take_if(|thread| thread.is_finished())?;
        Some(thread.join().map_err(|_| io::Error::other("the background job panicked")))
    }
}

impl<T> BackgroundJob<T> {
    /// The progress as `(done, total)`.
    pub fn done_and_total(&self) -> (u64, u64) {
        self.progress.done_and_total()
    }

    /// Asks the job to stop before it is complete.
    pub fn stop(&self) {
        self.progress.cancel();
    }

    /// Stops the job without waiting for its thread: for work that leaves nothing behind.
    pub fn detach(mut self) {
        self.stop();
        self.thread = None;
    }
}

impl<T> Drop for BackgroundJob<T> {
    fn drop(&mut self) {
        self.stop();
        // The thread removes its partial output, so it must finish first.
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("a background job panicked");
        }
    }
}
