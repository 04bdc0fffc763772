//! Starting the program with a window.

use std::{path::PathBuf, sync::Arc};

use super::{App, JournalPaths, run};
use crate::{
    cli::CliError,
    journal::{clock::SystemClock, paths},
};

/// Runs the program in a window over `journal`, or over the sample journal, until the window is
/// closed.
///
/// # Errors
/// There is no display, or the window cannot be opened.
pub fn launch(journal: PathBuf, demo: bool) -> Result<(), CliError> {
    if !has_display() {
        return Err(CliError::runtime(
            "There is no display to open a window on. Start Rapport in a desktop session, or use a command: \
             “rapport --help” lists them.",
        ));
    }
    let sample = paths::default_sample().unwrap_or_else(|| journal.with_file_name("sample.rapport"));
    let places = JournalPaths { own: journal, sample };
    let app = App::open(places, Arc::new(SystemClock), demo);
    run(app).map_err(|error| CliError::runtime(format!("The window could not be opened: {error}.")))
}

/// Whether X11 or Wayland is reachable; other systems always have a display.
fn has_display() -> bool {
    let names = ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"];
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(all(unix, not(target_os = "macos"))) || names.into_iter().any(is_set)
}
