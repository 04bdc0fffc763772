//! The program: reads its arguments and opens the window or the terminal.

use std::{
    io::{self, BufWriter, Write as _},
    panic::PanicHookInfo,
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
};

use rapport::{
    app,
    app::{App, JournalPaths},
    cli::{Arguments, CliError, Invocation},
    journal::{clock::SystemClock, paths},
};
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    init_logging();
    std::panic::set_hook(Box::new(|panic| {
        // Where even this cannot be said, there is nobody to tell.
        let _ = writeln!(io::stderr(), "{}", panic_line(panic));
    }));
    let arguments = match Arguments::from_args(std::env::args_os()) {
        Ok(arguments) => arguments,
        Err(answer) => {
            // Help that nobody reads to its end is no failure.
            let _ = answer.print();
            return ExitCode::from(u8::try_from(answer.exit_code()).unwrap_or(2));
        }
    };
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if let Some(line) = failure.message() {
                // Where even this cannot be said, the code has to do.
                let _ = writeln!(io::stderr(), "{line}");
            }
            ExitCode::from(failure.exit_code())
        }
    }
}

fn run(arguments: Arguments) -> Result<(), CliError> {
    match arguments.resolve(&SystemClock)? {
        Invocation::Window { journal, demo } => run_window(journal, demo),
        Invocation::Terminal(command) => command.run(&SystemClock, &mut BufWriter::new(io::stdout().lock())),
    }
}

/// Opens the window over a journal, or over the sample.
fn run_window(journal: PathBuf, demo: bool) -> Result<(), CliError> {
    if !has_display() {
        return Err(CliError::runtime(
            "There is no display to open a window on. Start Rapport in a desktop session, or use a command: \
             “rapport --help” lists them.",
        ));
    }
    let sample = paths::default_sample().unwrap_or_else(|| journal.with_file_name("sample.rapport"));
    let places = JournalPaths { own: journal, sample };
    let app = App::open(places, Arc::new(SystemClock), demo);
    app::run(app).map_err(|error| CliError::runtime(format!("The window could not be opened: {error}.")))
}

/// Elsewhere than on X11 and Wayland there is always one.
fn has_display() -> bool {
    let names = ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"];
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(all(unix, not(target_os = "macos"))) || names.into_iter().any(is_set)
}

/// Where a panic happened. Its message is left out, since it may quote a note, as that of a slice out of bounds does.
fn panic_line(panic: &PanicHookInfo<'_>) -> String {
    let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    format!("Rapport has a fault at {place}. What was saved before is safe.")
}

/// Kinds and ids on standard error, never a word of a note; `RUST_LOG` says how much.
fn init_logging() {
    // What winit warns of is the desktop's business, and would fill the terminal.
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,winit=error"));
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
