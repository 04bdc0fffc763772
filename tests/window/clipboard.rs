//! What is copied is marked as sensitive, and leaves the clipboard again.

use std::{
    io::Write as _,
    process::{Command, Stdio},
    time::Duration,
};

use rapport::app::clipboard::{ClipboardGuard, Place};

use crate::{Program, has_display, sandbox_with_dana, wait_until};

/// A delay that does not end while a test runs.
const LONG: Duration = Duration::from_hours(1);

/// What `xclip` reads: a text, or the formats in which it is there.
fn read(selection: &str, target: &str) -> String {
    let output = Command::new("xclip").args(["-selection", selection, "-o", "-target", target]).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn text() -> String {
    read("clipboard", "UTF8_STRING")
}

/// Copies with another program.
fn copy_elsewhere(text: &str) {
    let mut command = Command::new("xclip");
    let mut child = command.args(["-selection", "clipboard", "-i"]).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    child.wait().unwrap();
    wait_until("the other program has copied", || read("clipboard", "UTF8_STRING") == text);
}

#[test]
fn copied_text_is_marked_and_cleared_after_a_while() {
    if !has_display("copied_text_is_marked_and_cleared_after_a_while") {
        return;
    }
    for (place, selection) in [(Place::Clipboard, "clipboard"), (Place::Primary, "primary")] {
        let mut guard = ClipboardGuard::start(LONG).unwrap();
        assert!(guard.copy(place, "planted"));
        assert_eq!(read(selection, "UTF8_STRING"), "planted");
        assert!(read(selection, "TARGETS").contains("x-kde-passwordManagerHint"), "{selection}");
        assert_eq!(read(selection, "x-kde-passwordManagerHint"), "secret");
        guard.finish();
        assert_eq!(read(selection, "UTF8_STRING"), "", "it is cleared on quitting");
        let mut guard = ClipboardGuard::start(Duration::from_millis(100)).unwrap();
        assert!(guard.copy(place, "planted again"));
        wait_until("the clipboard is cleared", || read(selection, "UTF8_STRING").is_empty());
        guard.finish();
    }
}

#[test]
fn what_another_program_has_copied_since_stays() {
    if !has_display("what_another_program_has_copied_since_stays") {
        return;
    }
    let mut guard = ClipboardGuard::start(LONG).unwrap();
    assert!(guard.copy(Place::Clipboard, "planted"));
    copy_elsewhere("of another program");
    guard.finish();
    assert_eq!(text(), "of another program");
}

#[test]
fn what_is_copied_later_stays_longer() {
    if !has_display("what_is_copied_later_stays_longer") {
        return;
    }
    let mut guard = ClipboardGuard::start(LONG).unwrap();
    assert!(guard.copy(Place::Clipboard, "first"));
    assert!(guard.copy(Place::Clipboard, "second"));
    assert_eq!(text(), "second");
    guard.finish();
    assert_eq!(text(), "");
}

#[test]
fn text_copied_from_a_field_is_marked_and_gone_when_the_window_is_closed() {
    if !has_display("text_copied_from_a_field_is_marked_and_gone_when_the_window_is_closed") {
        return;
    }
    copy_elsewhere("before");
    let desk = sandbox_with_dana();
    let program = Program::start(&desk);
    program.type_text("planted in a field");
    program.press("ctrl+a");
    program.press("ctrl+c");
    wait_until("the text is copied", || text() == "planted in a field");
    assert_eq!(read("clipboard", "x-kde-passwordManagerHint"), "secret");
    program.close();
    assert_eq!(text(), "");
}
