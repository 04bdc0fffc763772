//! The program ended from outside, by a signal or because its display has vanished, stores what is
//! being written. The journal is locked while it is typed, so that nothing is stored before.

use std::{
    io::{BufRead as _, BufReader},
    os::unix::process::ExitStatusExt as _,
    process::{Command, ExitStatus, Stdio},
    thread,
    time::Duration,
};

use crate::{Program, connect, draft, has_display, sandbox_with_dana, terminal::Sandbox, wait_until};

/// As many letters as an ordinary sentence has.
const SENTENCE: &str = "she asked twice whether the date can move, then said no";

/// Types a sentence while another program holds the journal, calls `end` in the middle of it, and
/// lets the journal go.
fn end_while_typing(desk: &Sandbox, program: &Program, end: impl FnOnce(u32)) {
    let lock = connect(desk);
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    program.type_text(SENTENCE);
    program.wait_until_calm(Duration::from_millis(500));
    end(program.child.id());
    // Long enough for a program that does not wait to be gone.
    thread::sleep(Duration::from_millis(500));
    lock.execute_batch("ROLLBACK").unwrap();
}

fn wait_for_exit(program: &mut Program) -> ExitStatus {
    let mut status = None;
    wait_until("the program has ended", || {
        status = program.child.try_wait().unwrap();
        status.is_some()
    });
    status.unwrap()
}

#[test]
fn a_signal_stores_what_is_being_written_and_ends_the_program() {
    if !has_display("a_signal_stores_what_is_being_written_and_ends_the_program") {
        return;
    }
    for (name, number) in [("TERM", 15), ("HUP", 1), ("INT", 2)] {
        let desk = sandbox_with_dana();
        let mut program = Program::start(&desk);
        end_while_typing(&desk, &program, |pid| {
            assert!(Command::new("kill").args(["-s", name, &pid.to_string()]).status().unwrap().success());
        });
        let status = wait_for_exit(&mut program);
        assert_eq!(status.signal(), Some(number), "{name}: it ends as by that signal, {status}");
        assert_eq!(draft(&desk), Some((String::new(), SENTENCE.to_owned())), "{name}");
        assert_eq!(desk.files(), ["home", "journal.rapport"], "{name}: it closes its journal");
    }
}

#[test]
fn a_display_that_vanishes_loses_nothing_that_was_written() {
    if !has_display("a_display_that_vanishes_loses_nothing_that_was_written") {
        return;
    }
    let desk = sandbox_with_dana();
    let mut server = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "1280x820x24"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut number = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
    let mut program = Program::start_on_display(&desk, None, format!(":{}", number.trim()).into());
    end_while_typing(&desk, &program, |_| {
        server.kill().unwrap();
        server.wait().unwrap();
    });
    let status = wait_for_exit(&mut program);
    assert!(!status.success(), "{status}");
    assert_eq!(draft(&desk).map(|(_, text)| text).as_deref(), Some(SENTENCE));
}
