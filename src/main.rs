//! The program: parses its arguments, then opens the window or runs a command.

use std::{
    io::{self, BufWriter, Write as _},
    panic::PanicHookInfo,
    process::ExitCode,
};

#[cfg(feature = "window")]
use rapport::app::{self, Start, StartRequest};
use rapport::{
    cli::{Arguments, CliError, Invocation},
    journal::{clock::SystemClock, core_dump, paths},
    store::set_temp_register,
};
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    init_logging();
    core_dump::forbid();
    if let Some(folder) = paths::temp_register() {
        set_temp_register(folder);
    }
    std::panic::set_hook(Box::new(|panic| {
        // Nothing is left to report a failed write to.
        let _ = writeln!(io::stderr(), "{}", panic_line(panic));
    }));
    let arguments = match Arguments::from_args(std::env::args_os()) {
        Ok(arguments) => arguments,
        Err(answer) => {
            // A closed pipe, as after `--help | head`, is no error.
            let _ = answer.print();
            return ExitCode::from(u8::try_from(answer.exit_code()).unwrap_or(2));
        }
    };
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if let Some(line) = failure.message() {
                // If standard error is closed, the exit code has to do.
                let _ = writeln!(io::stderr(), "{line}");
            }
            ExitCode::from(failure.exit_code())
        }
    }
}

fn run(arguments: Arguments) -> Result<(), CliError> {
    match arguments.resolve()? {
        #[cfg(feature = "window")]
        Invocation::Window { journal, demo } => app::launch(Start { journal, demo, request: StartRequest::Show }),
        #[cfg(feature = "window")]
        Invocation::Capture { journal, demo, text } => {
            app::launch(Start { journal, demo, request: StartRequest::Capture { text } })
        }
        #[cfg(not(feature = "window"))]
        Invocation::Window { .. } | Invocation::Capture { .. } => {
            Err(CliError::runtime("This build has no window. Use a command: “rapport --help” lists them."))
        }
        Invocation::Terminal(command) => command.run(&SystemClock, &mut BufWriter::new(io::stdout().lock())),
    }
}

/// The line printed for a panic: where it happened. The panic's message is left out, since it may
/// quote a note, as the one about a slice out of bounds does.
fn panic_line(panic: &PanicHookInfo<'_>) -> String {
    // winit cannot open a window without the library, and reports that by a panic.
    if panic.location().is_some_and(|place| place.file().contains("xkbcommon-dl")) {
        return "The window could not be opened: the library libxkbcommon-x11 is missing. Your journal is unchanged. \
                Install it (Debian and Ubuntu: libxkbcommon-x11-0; Fedora: libxkbcommon-x11), then start Rapport again."
            .to_owned();
    }
    let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    format!("Rapport has a fault at {place}. What was saved before is safe.")
}

/// Logs to standard error, filtered by `RUST_LOG`. The log names kinds and ids, never the text of a
/// note.
fn init_logging() {
    // What winit logs is about the desktop, as an error of X11 when a window closes, and would fill
    // the terminal.
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,winit=off"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(false).init();
}

#[cfg(test)]
mod tests {
    use std::{
        panic,
        sync::{Mutex, PoisonError},
    };

    use super::panic_line;

    #[test]
    fn a_panic_is_reported_without_its_message() {
        static REPORTED: Mutex<String> = Mutex::new(String::new());
        let before = panic::take_hook();
        panic::set_hook(Box::new(|panic| {
            *REPORTED.lock().unwrap_or_else(PoisonError::into_inner) = panic_line(panic);
        }));
        let note = "Dana is thinking of leaving";
        let panicked = panic::catch_unwind(|| panic!("byte index 3 is out of bounds of `{note}`"));
        panic::set_hook(before);
        assert!(panicked.is_err());
        let reported = REPORTED.lock().unwrap().clone();
        assert!(reported.contains("src/main.rs:") && !reported.contains("Dana"), "{reported}");
    }
}
