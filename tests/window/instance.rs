//! One program for each journal: a second start hands over to the first. Quick capture, in the
//! program that is running and alone.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    process::{Child, Command, Stdio},
    sync::Arc,
};

use eframe::egui::{Key, KeyboardShortcut, Modifiers};
use rapport::{
    app::global_shortcut::{GlobalShortcut, GlobalShortcutError},
    journal::{Journal, clock::SystemClock},
    store::FileLock,
    ui::shortcut::CAPTURE_KEYS_SETTING,
};

use crate::{
    Program, draft, entry_texts, has_display, query_number, sandbox_with_dana,
    terminal::{RunResult, Sandbox},
    wait_until, xdotool,
};

/// Another start of the program with these arguments, until it ends.
fn start_again(desk: &Sandbox, arguments: &[&str]) -> RunResult {
    RunResult::from_output(command(desk, arguments).output().unwrap())
}

fn command(desk: &Sandbox, arguments: &[&str]) -> Command {
    let mut command = desk.command(["--journal"]);
    command.arg(desk.journal_path()).args(arguments).env("DISPLAY", std::env::var_os("DISPLAY").unwrap());
    for (name, folder) in [("XDG_CONFIG_HOME", "config"), ("XDG_CACHE_HOME", "cache"), ("XDG_STATE_HOME", "state")] {
        command.env(name, desk.path("home").join(folder));
    }
    command.env("HOME", desk.path("home")).env("XDG_DATA_HOME", desk.path("home/data"));
    command
        .env("MESA_SHADER_CACHE_DISABLE", "true")
        .env("LIBGL_ALWAYS_SOFTWARE", "1")
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env_remove("XDG_RUNTIME_DIR");
    command
}

/// The window of the composer, once it is there and has the keys.
fn wait_for_composer() -> String {
    let mut window = String::new();
    wait_until("the composer is there", || {
        let found = xdotool(&["search", "--onlyvisible", "--name", "^Quick capture$"]);
        found.lines().next().unwrap_or_default().clone_into(&mut window);
        !window.is_empty()
    });
    wait_until("the composer has the keys", || {
        xdotool(&["windowraise", &window, "windowfocus", &window]);
        xdotool(&["getwindowfocus", "-f"]).trim() == window
    });
    window
}

fn has_composer() -> bool {
    !xdotool(&["search", "--onlyvisible", "--name", "^Quick capture$"]).trim().is_empty()
}

/// Types until it is stored as a draft: the first keys may come before the window listens.
fn type_draft(desk: &Sandbox, text: &str) {
    wait_until("the text is typed", || {
        xdotool(&["key", "ctrl+a", "BackSpace"]);
        xdotool(&["type", "--delay", "15", text]);
        let typed = || draft(desk).is_some_and(|(_, stored)| stored == text);
        (0..40).any(|_| {
            std::thread::sleep(crate::POLL_INTERVAL);
            typed()
        })
    });
}

fn wait_for_end(mut child: Child) {
    let mut status = None;
    wait_until("it has ended", || {
        status = child.try_wait().unwrap();
        status.is_some()
    });
    assert!(status.unwrap().success(), "{status:?}");
}

#[test]
fn a_second_start_brings_the_window_of_the_first_to_the_front() {
    if !has_display("a_second_start_brings_the_window_of_the_first_to_the_front") {
        return;
    }
    let desk = sandbox_with_dana();
    let program = Program::start(&desk);
    program.type_text("half a sen");
    let socket = fs::metadata(desk.path("journal.rapport.socket")).unwrap();
    assert_eq!(socket.permissions().mode() & 0o777, 0o600);
    assert_eq!(start_again(&desk, &[]).success(), "");
    let pid = program.child.id().to_string();
    let windows = xdotool(&["search", "--onlyvisible", "--name", "Rapport$"]);
    assert_eq!(windows.lines().count(), 1, "{windows}");
    assert_eq!(xdotool(&["search", "--onlyvisible", "--pid", &pid]).trim(), program.window);
    program.jot(&desk, "tence");
    assert_eq!(entry_texts(&desk), ["half a sentence"]);
    program.close();
    assert_eq!(desk.files(), ["home", "journal.rapport"]);
}

#[test]
fn a_start_after_a_kill_is_the_first_again() {
    if !has_display("a_start_after_a_kill_is_the_first_again") {
        return;
    }
    let desk = sandbox_with_dana();
    Program::start(&desk).kill();
    assert!(desk.path("journal.rapport.socket").exists(), "it was left");
    let program = Program::start(&desk);
    assert_eq!(start_again(&desk, &[]).success(), "");
    program.close();
    assert_eq!(desk.files(), ["home", "journal.rapport"]);
}

#[test]
fn capture_opens_the_composer_of_the_program_that_is_running() {
    if !has_display("capture_opens_the_composer_of_the_program_that_is_running") {
        return;
    }
    let desk = sandbox_with_dana();
    let program = Program::start(&desk);
    assert_eq!(start_again(&desk, &["capture", "dana", "!", "quiet today"]).success(), "");
    let composer = wait_for_composer();
    let size = xdotool(&["getwindowgeometry", "--shell", &composer]);
    assert!(size.contains("WIDTH=460") && size.contains("HEIGHT=120"), "{size}");
    wait_until("it is saved", || {
        xdotool(&["key", "Return"]);
        entry_texts(&desk) == ["quiet today"]
    });
    assert_eq!(query_number(&desk, "SELECT count(*) FROM flags"), 1);
    wait_until("the composer is gone", || !has_composer());
    program.jot(&desk, "the window goes on");
    program.close();
}

#[test]
fn capture_alone_stores_an_entry_and_ends() {
    if !has_display("capture_alone_stores_an_entry_and_ends") {
        return;
    }
    let desk = sandbox_with_dana();
    fs::create_dir_all(desk.path("home")).unwrap();
    let child = command(&desk, &["capture"]).stdin(Stdio::null()).spawn().unwrap();
    wait_for_composer();
    type_draft(&desk, "dana + calm under fire");
    // A second one goes to the first.
    assert_eq!(start_again(&desk, &["capture"]).success(), "");
    xdotool(&["key", "Escape"]);
    wait_for_end(child);
    assert_eq!(draft(&desk).unwrap().1, "dana + calm under fire", "Esc keeps the text");
    let child = command(&desk, &["capture"]).stdin(Stdio::null()).spawn().unwrap();
    wait_for_composer();
    wait_until("it is saved", || {
        xdotool(&["key", "Return"]);
        entry_texts(&desk) == ["calm under fire"]
    });
    wait_for_end(child);
    assert_eq!(query_number(&desk, "SELECT count(*) FROM praise"), 1);
    assert_eq!(draft(&desk), None);
    assert_eq!(desk.files(), ["home", "journal.rapport"]);
}

#[test]
fn the_window_opens_beside_a_composer_that_is_alone() {
    if !has_display("the_window_opens_beside_a_composer_that_is_alone") {
        return;
    }
    let desk = sandbox_with_dana();
    fs::create_dir_all(desk.path("home")).unwrap();
    let child = command(&desk, &["capture", "dana ! from the composer"]).stdin(Stdio::null()).spawn().unwrap();
    wait_for_composer();
    let program = Program::start(&desk);
    program.jot(&desk, "from the window");
    wait_for_composer();
    wait_until("it is saved", || {
        xdotool(&["key", "Return"]);
        entry_texts(&desk).len() == 2
    });
    wait_for_end(child);
    // From now on, the window takes what later starts ask for.
    wait_until("the window is found", || {
        let found = start_again(&desk, &["capture", "dana later"]);
        found.success();
        has_composer()
    });
    program.close();
}

#[test]
fn the_keys_for_every_program_open_the_composer() {
    if !has_display("the_keys_for_every_program_open_the_composer") {
        return;
    }
    let desk = sandbox_with_dana();
    let journal = Journal::open(&desk.journal_path(), Arc::new(SystemClock), || {}).unwrap();
    journal.set_setting(CAPTURE_KEYS_SETTING, &"command+alt+shift+J");
    journal.flush().unwrap();
    drop(journal);
    let program = Program::start(&desk);
    wait_until("the composer is open", || {
        xdotool(&["key", "ctrl+alt+shift+j"]);
        std::thread::sleep(crate::KEY_RETRY_INTERVAL / 4);
        has_composer()
    });
    wait_for_composer();
    type_draft(&desk, "dana ! quiet");
    wait_until("it is saved", || {
        xdotool(&["key", "Return"]);
        entry_texts(&desk) == ["quiet"]
    });
    program.close();
}

#[test]
fn keys_that_another_program_has_are_refused() {
    if !has_display("keys_that_another_program_has_are_refused") {
        return;
    }
    let keys = |key| KeyboardShortcut::new(Modifiers::COMMAND | Modifiers::ALT | Modifiers::SHIFT, key);
    let (mut one, mut other) = (GlobalShortcut::default(), GlobalShortcut::default());
    one.set(Some(keys(Key::F7))).unwrap();
    other.set(Some(keys(Key::F8))).unwrap();
    assert_eq!(other.set(Some(keys(Key::F7))), Err(GlobalShortcutError::Taken));
    assert_eq!(other.keys(), Some(keys(Key::F8)), "the former ones stay");
    one.set(None).unwrap();
    other.set(Some(keys(Key::F7))).unwrap();
    one.set(Some(keys(Key::F8))).unwrap();
}

#[test]
fn two_windows_that_do_not_find_each_other_keep_what_is_typed_in_both() {
    if !has_display("two_windows_that_do_not_find_each_other_keep_what_is_typed_in_both") {
        return;
    }
    let desk = sandbox_with_dana();
    // Somebody holds the lock and does not answer, as on another computer.
    let _lock = FileLock::try_acquire(&desk.path("journal.rapport.instance")).unwrap().unwrap();
    let first = Program::start(&desk);
    first.type_text("from the first");
    let second = Program::start(&desk);
    second.type_text("from the second");
    wait_until("both drafts are stored", || {
        query_number(&desk, "SELECT count(*) FROM drafts WHERE text LIKE 'from the %'") == 2
    });
    second.press("Return");
    wait_until("the jot is kept", || entry_texts(&desk) == ["from the second"]);
    first.grab_keyboard_focus();
    first.press("Return");
    wait_until("both are kept", || entry_texts(&desk).len() == 2);
    first.close();
    second.close();
    desk.run(["check"]).success();
}
