//! Long work that the window watches, on a thread of its own.

use std::{
    io,
    ops::ControlFlow,
    sync::Arc,
    thread::JoinHandle,
    time::{Duration, Instant},
};

use eframe::egui::Context;

use crate::journal::progress::Progress;

/// How often the window hears how far it is.
const REPAINT_INTERVAL: Duration = Duration::from_millis(100);

/// Hears how far the work is, so many of so many; breaks off to stop it.
pub type ProgressFn<'a> = dyn FnMut(u64, u64) -> ControlFlow<()> + 'a;

/// The work. Where this goes, it is stopped, and waited for.
pub struct BackgroundJob<T> {
    progress: Arc<Progress>,
    thread: Option<JoinHandle<T>>,
}

impl<T: Send + 'static> BackgroundJob<T> {
    /// Begins.
    ///
    /// # Errors
    /// Where no thread can be had.
    pub fn start(
        name: &str,
        ctx: &Context,
        work: impl FnOnce(&mut ProgressFn<'_>) -> T + Send + 'static,
    ) -> io::Result<Self> {
        let progress = Arc::<Progress>::default();
        let (seen, ctx) = (Arc::clone(&progress), ctx.clone());
        let work = move || {
            let mut said = Instant::now();
            let made = work(&mut |done, of| {
                if said.elapsed() >= REPAINT_INTERVAL {
                    said = Instant::now();
                    ctx.request_repaint();
                }
                seen.report(done, of)
            });
            // The thread is over a moment after this.
            ctx.request_repaint_after(Duration::from_millis(5));
            made
        };
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(work)?;
        Ok(Self { progress, thread: Some(thread) })
    }

    /// What came of it, once it is over.
    ///
    /// # Errors
    /// Where it ended badly.
    pub fn poll(&mut self) -> Option<io::Result<T>> {
        let thread = self.thread.take_if(|thread| thread.is_finished())?;
        Some(thread.join().map_err(|_| io::Error::other("the work ended badly")))
    }
}

impl<T> BackgroundJob<T> {
    /// How many of how many are done.
    pub fn done_and_total(&self) -> (u64, u64) {
        self.progress.done_and_total()
    }

    /// Ends it before it is complete.
    pub fn stop(&self) {
        self.progress.cancel();
    }

    /// Stops it and does not wait: for work that leaves nothing behind.
    pub fn detach(mut self) {
        self.stop();
        self.thread = None;
    }
}

impl<T> Drop for BackgroundJob<T> {
    fn drop(&mut self) {
        self.stop();
        // What is half written goes with the thread, so the thread is waited for.
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("work on a thread of its own ended badly");
        }
    }
}
