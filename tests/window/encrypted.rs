//! The window of an encrypted journal.

use std::{io::Write as _, process::Stdio};

use super::{Program, Sandbox, sandbox_with_dana, wait_until, xdotool_on};

pub const PASSPHRASE: &str = "canoe lantern voyage";

/// An encrypted journal of Dana.
pub fn encrypted_sandbox() -> Sandbox {
    let desk = sandbox_with_dana();
    encrypt(&desk);
    desk
}

/// Sets the passphrase.
pub fn encrypt(desk: &Sandbox) {
    let typed = format!("{PASSPHRASE}\n");
    desk.run_with_stdin(typed.as_bytes(), ["passphrase", "set", "--passphrase-stdin"]).success();
}

/// The program in this environment, once its window is there. It reads the passphrase from standard
/// input if it `is_given`.
pub fn start(desk: &Sandbox, environment: &[(&str, &str)], is_given: bool) -> Program {
    let arguments = if is_given { &["--passphrase-stdin", "--journal"][..] } else { &["--journal"] };
    let mut command = desk.command(arguments.iter().copied());
    let display = std::env::var_os("DISPLAY").unwrap();
    command.arg(desk.journal_path()).env("DISPLAY", &display).env_remove("XDG_RUNTIME_DIR");
    command.env("LIBGL_ALWAYS_SOFTWARE", "1").env("MESA_SHADER_CACHE_DISABLE", "true");
    command.envs(environment.iter().copied());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    if is_given {
        stdin.write_all(format!("{PASSPHRASE}\n").as_bytes()).unwrap();
    }
    drop(stdin);
    let pid = child.id().to_string();
    let mut program = Program { child, window: String::new(), display };
    wait_until("the window is there", || {
        let found = xdotool_on(&program.display, &["search", "--onlyvisible", "--pid", &pid]);
        found.lines().next().unwrap_or_default().clone_into(&mut program.window);
        !program.window.is_empty()
    });
    program
}

/// Whether any process has the journal open: `SQLite` then has a file beside it.
pub fn is_open(desk: &Sandbox) -> bool {
    desk.path("journal.rapport-shm").exists()
}
