//! Reads the formats of one-on-ones in a thread.

use eframe::egui::Context;

use super::{background_job::BackgroundJob, screen_context::ScreenContext};
use crate::{domain::format::FormatLibrary, journal::formats::read_formats};

/// The formats as they were read last.
#[derive(Default)]
pub struct FormatLoader {
    library: Option<FormatLibrary>,
    job: Option<BackgroundJob<FormatLibrary>>,
}

impl FormatLoader {
    /// The formats; `None` until they have been read for the first time.
    pub fn library(&mut self, ctx: &Context, screen: &ScreenContext<'_>) -> Option<&FormatLibrary> {
        if let Some(result) = self.job.as_mut().and_then(BackgroundJob::poll) {
            self.job = None;
            // Without the own ones, the built-in ones are there.
            self.library = Some(result.unwrap_or_else(|_| FormatLibrary::with_own(Vec::new(), Vec::new())));
        }
        if self.library.is_none() && self.job.is_none() {
            self.reload(ctx, screen);
        }
        self.library.as_ref()
    }

    /// Reads them again, since the files may have changed.
    pub fn reload(&mut self, ctx: &Context, screen: &ScreenContext<'_>) {
        if self.job.is_some() {
            return;
        }
        let journal = screen.journal.path().to_owned();
        match BackgroundJob::start("formats", ctx, move |_| read_formats(&journal)) {
            Ok(job) => self.job = Some(job),
            Err(error) => {
                tracing::warn!(%error, "the formats are not read");
                self.library.get_or_insert_with(|| FormatLibrary::with_own(Vec::new(), Vec::new()));
            }
        }
    }
}
