//! Starting the program with a window.

use std::{path::PathBuf, sync::Arc};

use super::{
    App, JournalPaths,
    capture_window::CaptureWindow,
    instance::{self, StartOutcome, StartRequest},
    run,
};
use crate::{
    cli::CliError,
    journal::{clock::SystemClock, keychain::Keychain, paths},
};

/// How the program is started with a window.
#[derive(Debug)]
pub struct Start {
    /// The leader's own journal.
    pub journal: PathBuf,
    /// Whether the sample journal is opened instead.
    pub demo: bool,
    /// What is asked for.
    pub request: StartRequest,
}

/// Runs the program with a window until that is closed. If it is running already, hands over what
/// is asked for and returns.
///
/// # Errors
/// There is no display, or the window cannot be opened.
pub fn launch(start: Start) -> Result<(), CliError> {
    let Start { journal, demo, request } = start;
    if !has_display() {
        return Err(CliError::runtime(no_display_message(&request)));
    }
    let sample = paths::default_sample().unwrap_or_else(|| journal.with_file_name("sample.rapport"));
    let path = if demo { &sample } else { &journal };
    let lock = match instance::hand_over(path, &request) {
        StartOutcome::HandedOver => return Ok(()),
        StartOutcome::First(lock) => Some(lock),
        StartOutcome::Alone => None,
    };
    if let StartRequest::Capture { text } = &request
        && let Some(mut window) = CaptureWindow::open(path, text, Arc::new(SystemClock))
    {
        window.serve(path, lock);
        return window.run().map_err(|error| window_error(&error));
    }
    let backups = paths::default_backups().unwrap_or_else(|| journal.with_file_name("backups"));
    let places = JournalPaths { own: journal, sample, backups: Some(backups) };
    let mut app = App::open(places, Arc::new(SystemClock), demo);
    app.use_keychain(Keychain::default());
    app.serve_starts(lock);
    if request != StartRequest::Show {
        // The app holds the other end.
        let _ = app.start_requests().send(request);
    }
    run(app).map_err(|error| window_error(&error))
}

fn no_display_message(request: &StartRequest) -> &'static str {
    match request {
        StartRequest::Show => {
            "There is no display to open a window on. Your journal was not opened. Start Rapport in a desktop \
             session, or use a command: “rapport --help” lists them."
        }
        StartRequest::Capture { .. } => {
            "There is no display to open the composer on. Nothing was saved. Use “rapport jot NAME TEXT” instead."
        }
    }
}

fn window_error(error: &eframe::Error) -> CliError {
    // Its text names files of the computer on which Rapport was built.
    tracing::debug!(%error, "the window could not be opened");
    CliError::runtime(open_window_message(error))
}

/// Why the window could not be opened, and what to install.
fn open_window_message(error: &eframe::Error) -> String {
    let (problem, remedy) = match error {
        eframe::Error::Glutin(_) | eframe::Error::NoGlutinConfigs(..) | eframe::Error::OpenGL(_) => (
            "OpenGL 2.1 or OpenGL ES 2.0 is needed to draw the window, and is not available",
            "Install or update your graphics driver; on Linux this is Mesa (Debian and Ubuntu: libegl1, libgl1 and \
             libgl1-mesa-dri; Fedora: mesa-libEGL, mesa-libGL and mesa-dri-drivers), which also draws without a \
             graphics card.",
        ),
        eframe::Error::Winit(_) | eframe::Error::WinitEventLoop(_) => (
            "the display cannot be reached",
            "Check that DISPLAY or WAYLAND_DISPLAY names a running display, and that the libraries of X11 or Wayland \
             are installed (Debian and Ubuntu: libx11-6, libx11-xcb1, libxcursor1, libxi6, libxrandr2 and \
             libxkbcommon-x11-0).",
        ),
        // Of another way to draw, which only the tests have, or of the app itself.
        _ => ("it could not be set up", "Start Rapport again."),
    };
    format!(
        "The window could not be opened: {problem}. Your journal is unchanged. {remedy} The commands work without a \
         window: “rapport --help” lists them."
    )
}

/// Whether X11 or Wayland is reachable; other systems always have a display.
fn has_display() -> bool {
    let names = ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"];
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(all(unix, not(target_os = "macos"))) || names.into_iter().any(is_set)
}

#[cfg(test)]
mod tests {
    use super::open_window_message;

    #[test]
    fn message_says_what_to_install() {
        let no_opengl = eframe::Error::OpenGL("glGetString returned nothing".to_owned().into());
        let message = open_window_message(&no_opengl);
        assert!(message.contains("OpenGL") && message.contains("libgl1-mesa-dri"), "{message}");
        assert!(message.contains("Your journal is unchanged"), "{message}");
    }
}
