//! The real program in a real X window: typed into, closed, killed, and opened again.
//!
//! Without an X server, or without `xdotool` and `xprop`, these tests say that they were skipped;
//! with `RAPPORT_WINDOW_TESTS=required` they fail then. Whatever the program does, a test waits
//! until it can be observed, in the journal, on the display or from the system, so a slow machine
//! fails nothing; after [`HANG_TIMEOUT`] it fails and says what it was waiting for.
//!
//! By hand, one at a time, as there is one keyboard:
//!
//! `xvfb-run -a -s "-screen 0 1280x820x24" cargo test --test window -- --test-threads=1`
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test may stop at the first thing that is wrong")]

#[path = "window/clipboard.rs"]
mod clipboard;
#[path = "window/encrypted.rs"]
mod encrypted;
#[path = "window/instance.rs"]
mod instance;
#[path = "window/keychain.rs"]
mod keychain;
#[path = "window/lock.rs"]
mod lock;
#[path = "window/reminders.rs"]
mod reminders;
#[path = "support/session_bus.rs"]
mod session_bus;
#[path = "support/terminal.rs"]
mod terminal;
#[path = "window/termination.rs"]
mod termination;

use std::{
    ffi::{OsStr, OsString},
    fs,
    io::{self, Write as _},
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, OnceLock},
    thread,
    time::{Duration, Instant},
};

use rapport::{
    domain::person::Profile,
    journal::{Journal, change::Change, clock::SystemClock},
};
use rusqlite::{OpenFlags, OptionalExtension as _};
use terminal::{RunResult, Sandbox};
use x11rb::{
    protocol::xproto::{ClientMessageEvent, ConnectionExt as _, EventMask},
    rust_connection::RustConnection,
};

/// After this long without the expected state, the program is taken to hang: far longer than a
/// loaded machine needs.
const HANG_TIMEOUT: Duration = Duration::from_mins(1);
/// How often the state is looked at meanwhile.
const POLL_INTERVAL: Duration = Duration::from_millis(50);
/// After this long without an effect, a key is pressed again: it came before the window listened.
const KEY_RETRY_INTERVAL: Duration = Duration::from_secs(2);

/// The program with its window, over the journal of a temp folder.
struct Program {
    child: Child,
    window: String,
    display: OsString,
}

impl Program {
    /// Starts it, waits for its window and focuses it. Home and data folders are in the temporary
    /// folder too.
    fn start(desk: &Sandbox) -> Self {
        Self::start_with_bus(desk, None)
    }

    /// The same with a session bus at this address; otherwise there is none.
    fn start_with_bus(desk: &Sandbox, bus: Option<&str>) -> Self {
        Self::start_on_display(desk, bus, std::env::var_os("DISPLAY").unwrap())
    }

    /// The same on another display.
    fn start_on_display(desk: &Sandbox, bus: Option<&str>, display: OsString) -> Self {
        let mut command = desk.command(["--journal"]);
        command.arg(desk.journal_path()).env("DISPLAY", &display);
        for (name, folder) in [("XDG_CONFIG_HOME", "config"), ("XDG_CACHE_HOME", "cache"), ("XDG_STATE_HOME", "state")]
        {
            command.env(name, desk.path("home").join(folder));
        }
        command.env("HOME", desk.path("home")).env("XDG_DATA_HOME", desk.path("home/data"));
        fs::create_dir_all(desk.path("home")).unwrap();
        // The system’s renderer would store its compiled shaders there.
        command
            .env("MESA_SHADER_CACHE_DISABLE", "true")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env_remove("XDG_RUNTIME_DIR");
        if let Some(bus) = bus {
            command.env("DBUS_SESSION_BUS_ADDRESS", bus);
        }
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
        let pid = child.id().to_string();
        let mut program = Self { child, window: String::new(), display };
        wait_until("the window is there", || {
            let ended = program.child.try_wait().unwrap();
            assert!(ended.is_none(), "the program has ended: {ended:?}");
            let found = xdotool_on(&program.display, &["search", "--onlyvisible", "--pid", &pid]);
            found.lines().next().unwrap_or_default().clone_into(&mut program.window);
            !program.window.is_empty()
        });
        program.wait_for_keyboard(desk);
        // From Today to the composer of the first person; does nothing on the page that was open.
        if query_number(desk, "SELECT count(*) FROM people") > 0 {
            program.press("alt+Down");
            program.press("ctrl+2");
            until_tab(desk, "meet");
        }
        program
    }

    /// Waits until the window reacts to keys; earlier ones are lost. Zooming in and out shows it on
    /// every page without other effects. By then the page has set the focus.
    fn wait_for_keyboard(&self, desk: &Sandbox) {
        let is_zoomed = || (window_state(desk)["zoom"].as_f64().unwrap_or(1.0) - 1.0).abs() > 0.01;
        let mut pressed: Option<Instant> = None;
        wait_until("the window reacts to keys", || {
            if pressed.is_none_or(|pressed| pressed.elapsed() > KEY_RETRY_INTERVAL) {
                self.press("ctrl+minus");
                pressed = Some(Instant::now());
            }
            is_zoomed()
        });
        self.press("ctrl+0");
        wait_until("the zoom is taken back", || !is_zoomed());
    }

    /// Raises and focuses its window, because there is no window manager.
    fn grab_keyboard_focus(&self) {
        wait_until("the window has the keys", || {
            let has_keys = xdotool_on(&self.display, &["getwindowfocus", "-f"]).trim() == self.window;
            if !has_keys {
                xdotool_on(&self.display, &["windowraise", &self.window, "windowfocus", &self.window]);
            }
            has_keys
        });
    }

    /// Types letters. Line ends are keys.
    fn type_text(&self, text: &str) {
        self.grab_keyboard_focus();
        xdotool_on(&self.display, &["type", "--clearmodifiers", "--delay", "15", text]);
    }

    fn press(&self, key: &str) {
        self.grab_keyboard_focus();
        xdotool_on(&self.display, &["key", "--clearmodifiers", "--delay", "15", key]);
    }

    /// Types and submits a line; waits until the terminal lists it.
    fn jot(&self, desk: &Sandbox, line: &str) {
        let before = entry_texts(desk).len();
        self.type_text(line);
        self.press("Return");
        wait_until(&format!("{line:?} is kept"), || entry_texts(desk).len() > before);
    }

    /// Closes it like the button of a window manager, and waits for its end.
    fn close(mut self) {
        close_window(&self.window);
        let mut status = None;
        wait_until("the program has ended", || {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        let status = status.unwrap();
        assert!(status.success(), "{status}");
    }

    /// Kills it.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits until it uses less than a tenth of a processor: it has handled what was typed.
    fn wait_until_calm(&self, span: Duration) {
        wait_until("the program uses less than a tenth of a processor", || {
            let before = self.processor_time();
            thread::sleep(span);
            self.processor_time().saturating_sub(before) < span / 10
        });
    }

    /// The processor time it has used so far.
    fn processor_time(&self) -> Duration {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let (_, fields) = stat.rsplit_once(") ").unwrap();
        let ticks: Vec<u64> = fields.split(' ').skip(11).take(2).map(|ticks| ticks.parse().unwrap()).collect();
        let ticks_a_second: u64 = stdout_of(Command::new("getconf").arg("CLK_TCK")).trim().parse().unwrap();
        Duration::from_millis(ticks.iter().sum::<u64>() * 1_000 / ticks_a_second)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // A failed test leaves no window behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether there is a display to test on; says so where there is none.
fn has_display(test: &str) -> bool {
    let tools = ["xdotool", "xprop"];
    let is_there =
        |tool: &&str| Command::new("sh").args(["-c", &format!("command -v {tool}")]).output().unwrap().status.success();
    let missing: Vec<&str> = tools.iter().filter(|tool| !is_there(tool)).copied().collect();
    let is_set = std::env::var_os("DISPLAY").is_some_and(|display| !display.is_empty());
    if is_set && missing.is_empty() {
        display();
        return true;
    }
    let why = if is_set { format!("{} missing", missing.join(" and ")) } else { "DISPLAY is not set".to_owned() };
    let required = std::env::var_os("RAPPORT_WINDOW_TESTS").is_some_and(|value| value == "required");
    assert!(!required, "{test}: {why}, and RAPPORT_WINDOW_TESTS=required");
    // Not through the test harness, which hides the output of passing tests.
    io::stderr().write_all(format!("SKIPPED {test}: {why}\n").as_bytes()).unwrap();
    false
}

fn stdout_of(command: &mut Command) -> String {
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

/// The output of `xdotool`. It fails if it finds no window, which is not an error here, and may
/// wait forever.
fn xdotool(arguments: &[&str]) -> String {
    xdotool_on(&std::env::var_os("DISPLAY").unwrap(), arguments)
}

fn xdotool_on(display: &OsStr, arguments: &[&str]) -> String {
    let mut command = Command::new("timeout");
    command.arg(HANG_TIMEOUT.as_secs().to_string()).arg("xdotool").args(arguments).env("DISPLAY", display);
    let output = command.output().unwrap();
    let timed_out = output.status.code() == Some(124);
    assert!(!timed_out, "still waiting after {HANG_TIMEOUT:?}: xdotool {}", arguments.join(" "));
    String::from_utf8(output.stdout).unwrap()
}

/// A permanent connection: when its last client disconnects, an X server resets and accepts nobody
/// meanwhile.
fn display() -> &'static RustConnection {
    static DISPLAY: OnceLock<RustConnection> = OnceLock::new();
    DISPLAY.get_or_init(|| {
        let mut connected = None;
        wait_until("the display takes a connection", || {
            connected = x11rb::connect(None).ok();
            connected.is_some()
        });
        connected.unwrap().0
    })
}

/// Sends the message of a window manager that asks a window to close.
fn close_window(window: &str) {
    let display = display();
    let atom = |name: &str| display.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom;
    let window: u32 = window.parse().unwrap();
    let data = [atom("WM_DELETE_WINDOW"), x11rb::CURRENT_TIME, 0, 0, 0];
    let message = ClientMessageEvent::new(32, window, atom("WM_PROTOCOLS"), data);
    display.send_event(false, window, EventMask::NO_EVENT, message).unwrap().check().unwrap();
}

/// Waits until a condition holds.
#[track_caller]
fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < HANG_TIMEOUT, "still waiting after {HANG_TIMEOUT:?}: {what}");
        thread::sleep(POLL_INTERVAL);
    }
}

/// Waits until this tab of a person has been open for the half second after which the window state
/// is stored.
#[track_caller]
fn until_tab(desk: &Sandbox, tab: &str) {
    wait_until(&format!("the tab {tab:?} is shown"), || window_state(desk)["route"]["person"][1] == *tab);
}

/// The stored route of the window; null before that.
fn window_state(desk: &Sandbox) -> serde_json::Value {
    let state: Option<String> = connect(desk)
        .query_row("SELECT value FROM settings WHERE name = 'window'", [], |row| row.get(0))
        .optional()
        .unwrap();
    state.map_or(serde_json::Value::Null, |state| serde_json::from_str(&state).unwrap())
}

/// A temporary folder with a journal of Dana.
fn sandbox_with_dana() -> Sandbox {
    let desk = Sandbox::empty();
    let journal = Journal::open(&desk.journal_path(), Arc::new(SystemClock), || {}).unwrap();
    journal.commit(Change::AddPeople(vec![Profile::with_name("Dana Whitfield")]), &journal.now()).unwrap();
    desk
}

/// The texts of the entries, oldest first, as the terminal lists them.
fn entry_texts(desk: &Sandbox) -> Vec<String> {
    desk.list_json([]).iter().map(|entry| entry["text"].as_str().unwrap().to_owned()).collect()
}

/// The prefix and the text of the draft in the journal, if there is one.
fn draft(desk: &Sandbox) -> Option<(String, String)> {
    let found = connect(desk)
        .query_row("SELECT mark, text FROM drafts WHERE text <> ''", [], |row| Ok((row.get(0)?, row.get(1)?)));
    found.optional().unwrap()
}

/// Every file and folder below this one, by relative path.
fn paths_below(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).into_iter().flatten() {
            let path = entry.unwrap().path();
            found.push(path.strip_prefix(folder).unwrap().display().to_string());
            if path.is_dir() {
                open.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn text_typed_with_real_keys_is_stored() {
    if !has_display("what_is_typed_with_real_keys_is_kept") {
        return;
    }
    let desk = Sandbox::empty();
    let program = Program::start(&desk);
    program.type_text("Dana Whitfield, every 2 weeks");
    program.press("Return");
    program.type_text("Sofia Almeida");
    program.press("ctrl+Return");
    wait_until("the people are there", || desk.run(["people", "--json"]).success().contains("Sofia Almeida"));
    program.press("ctrl+Return");
    wait_until("one-on-one in progress", || query_number(&desk, "SELECT count(*) FROM one_on_ones") == 1);
    program.jot(&desk, "Quiet today; said twice that she is tired.");
    program.jot(&desk, "! stopped asking questions in the team meeting");
    program.jot(&desk, "[] send the notes by tomorrow");
    program.type_text("+ first line");
    program.press("shift+Return");
    program.jot(&desk, "second line");
    assert_eq!(
        entry_texts(&desk),
        [
            "Quiet today; said twice that she is tired.",
            "stopped asking questions in the team meeting",
            "send the notes",
            "first line\nsecond line"
        ]
    );
    let listed = desk.list_json([]);
    let kinds: Vec<&str> = listed.iter().map(|entry| entry["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["note", "flag", "action", "praise"]);
    assert!(listed.iter().all(|entry| entry["one_on_one"].is_string()), "they belong to the one-on-one");
    program.press("ctrl+z");
    wait_until("the last jot is taken back", || entry_texts(&desk).len() == 3);
    program.close();
    desk.run(["check"]).success();
}

#[test]
fn a_kill_in_mid_sentence_loses_no_jot_and_nothing_of_a_stored_draft() {
    if !has_display("a_kill_in_mid_sentence_loses_no_jot_and_nothing_of_a_stored_draft") {
        return;
    }
    let desk = sandbox_with_dana();
    let program = Program::start(&desk);
    program.jot(&desk, "saved so far");
    program.type_text("! the first entry of a sentence");
    let beginning = ("flag".to_owned(), "the first entry of a sentence".to_owned());
    wait_until("the first entry is stored", || draft(&desk).as_ref() == Some(&beginning));
    program.type_text(" and a word");
    program.kill();
    let (mark, text) = draft(&desk).unwrap();
    let whole = "the first entry of a sentence and a word";
    assert!(mark == "flag" && whole.starts_with(&text), "{mark} {text:?}");
    assert!(text.starts_with("the first entry of a sentence"), "what was stored is there: {text:?}");

    let program = Program::start(&desk);
    program.jot(&desk, " - finished");
    assert_eq!(entry_texts(&desk), ["saved so far".to_owned(), format!("{text} - finished")]);
    assert_eq!(draft(&desk), None);
    assert_eq!(desk.list_json(["--kind", "flag"]).len(), 1, "its kind was there again too");
    program.close();
    desk.run(["check"]).success();
}

#[test]
fn steady_typing_is_stored_while_it_goes_on() {
    if !has_display("steady_typing_is_stored_while_it_goes_on") {
        return;
    }
    let desk = sandbox_with_dana();
    let program = Program::start(&desk);
    let typing = thread::spawn({
        // No pause between two keys is long enough for a draft to be stored.
        let text = "a thought ".repeat(20);
        move || xdotool(&["type", "--delay", "30", &text])
    });
    wait_until("a part of it is stored", || draft(&desk).is_some_and(|(_, text)| text.len() > 10));
    typing.join().unwrap();
    wait_until("all of it is stored", || draft(&desk).is_some_and(|(_, text)| text.len() == 200));
    program.kill();
}

#[test]
fn closing_the_window_keeps_the_draft_at_once() {
    if !has_display("closing_the_window_keeps_the_draft_at_once") {
        return;
    }
    let desk = sandbox_with_dana();
    let program = Program::start(&desk);
    program.type_text("[@] half a sen");
    program.close();
    assert_eq!(draft(&desk), Some(("action_theirs".to_owned(), "half a sen".to_owned())));
    let program = Program::start(&desk);
    program.jot(&desk, "tence");
    assert_eq!(entry_texts(&desk), ["half a sentence"]);
    program.close();
}

#[test]
fn window_title_says_where_one_is_and_nothing_that_was_written() {
    if !has_display("window_title_says_where_one_is_and_nothing_that_was_written") {
        return;
    }
    let desk = sandbox_with_dana();
    let program = Program::start(&desk);
    program.jot(&desk, "a secret");
    let names =
        || stdout_of(Command::new("xprop").args(["-id", &program.window, "WM_NAME", "_NET_WM_NAME", "WM_CLASS"]));
    wait_until("it says where one is", || {
        names().contains(r#"_NET_WM_NAME(UTF8_STRING) = "Dana Whitfield, Meet – Rapport""#)
    });
    assert!(!names().contains("secret"), "{}", names());
    program.press("ctrl+period");
    wait_until("discreet mode names nobody", || names().contains(r#"_NET_WM_NAME(UTF8_STRING) = "Rapport""#));
    assert!(!names().contains("Dana"), "{}", names());
    program.close();
}

#[test]
fn only_the_owner_can_read_the_journal_and_its_backup_and_nothing_else_is_written() {
    if !has_display("only_the_owner_can_read_the_journal_and_its_backup_and_nothing_else_is_written") {
        return;
    }
    let desk = sandbox_with_dana();
    let program = Program::start(&desk);
    program.jot(&desk, "a secret");
    program.press("ctrl+3");
    until_tab(&desk, "timeline");
    for name in desk.files().iter().filter(|name| desk.path(name).is_file()) {
        let mode = fs::metadata(desk.path(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
        assert!(name.starts_with("journal.rapport"), "{name}");
    }
    program.close();
    // Closing makes the first backup, in the data folder of the user; there is nothing else.
    let below = paths_below(&desk.path("home"));
    let [data, rapport, backups, backup] = below.as_slice() else { panic!("{below:?}") };
    assert_eq!([data.as_str(), rapport, backups], ["data", "data/rapport", "data/rapport/backups"]);
    let name = backup.strip_prefix("data/rapport/backups/").unwrap();
    assert!(name.starts_with("journal-") && name.ends_with(".rapport"), "{name}");
    for (path, expected) in [(backups, 0o700), (backup, 0o600)] {
        let mode = fs::metadata(desk.path("home").join(path)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, expected, "{path}");
    }
}

#[test]
fn idle_window_uses_no_cpu() {
    const SPAN: Duration = Duration::from_secs(3);
    if !has_display("a_window_that_is_left_alone_uses_no_processor") {
        return;
    }
    let desk = sandbox_with_dana();
    let program = Program::start(&desk);
    program.jot(&desk, "something to show");
    // Leaves the composer, whose caret would blink, and lets pending frames and the notice pass.
    program.press("Escape");
    program.wait_until_calm(SPAN);
    program.close();
}

#[test]
fn without_a_display_it_says_so_in_one_line() {
    let desk = sandbox_with_dana();
    let answer = desk.run([]).failure();
    assert!(answer.contains("There is no display to open a window on."), "{answer}");
}

#[test]
fn without_opengl_it_says_what_to_install_in_one_line() {
    if !has_display("without_opengl_it_says_what_to_install_in_one_line") {
        return;
    }
    let desk = sandbox_with_dana();
    // These are found first, and are no libraries.
    let folder = desk.path("lib");
    fs::create_dir(&folder).unwrap();
    for name in ["libEGL.so.1", "libEGL.so", "libGL.so.1", "libGL.so", "libGLX.so.0", "libGLX.so"] {
        fs::write(folder.join(name), "no library").unwrap();
    }
    let mut command = desk.command(["--journal"]);
    command.arg(desk.journal_path()).env("DISPLAY", std::env::var_os("DISPLAY").unwrap());
    command.env("LD_LIBRARY_PATH", &folder).env_remove("XDG_RUNTIME_DIR");
    let said = RunResult::from_output(command.output().unwrap()).failure();
    assert!(said.contains("OpenGL") && said.contains("libgl1-mesa-dri"), "{said}");
}

/// Queries a single number.
fn query_number(desk: &Sandbox, sql: &str) -> i64 {
    connect(desk).query_row(sql, [], |row| row.get(0)).unwrap()
}

fn connect(desk: &Sandbox) -> rusqlite::Connection {
    let only_existing = OpenFlags::default() - OpenFlags::SQLITE_OPEN_CREATE;
    let conn = rusqlite::Connection::open_with_flags(desk.journal_path(), only_existing).unwrap();
    conn.busy_timeout(HANG_TIMEOUT).unwrap();
    conn
}
