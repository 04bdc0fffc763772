//! Exports that are encrypted with a passphrase, and how it is asked for.

use std::{fs, io::Read as _, iter, process::Command};

use age::{Decryptor, scrypt::Identity};
use secrecy::SecretString;

use super::terminal::Sandbox;

const PASSPHRASE: &str = "  correct horse, пароль ";

/// What the file holds; `None` with a wrong passphrase, or if it was changed.
fn decrypt(encrypted: &[u8], passphrase: &str) -> Option<Vec<u8>> {
    let mut identity = Identity::new(SecretString::from(passphrase));
    // The tests may run on a slow computer, where the default limit is lower.
    identity.set_max_work_factor(20);
    let mut plain = Vec::new();
    let decryptor = Decryptor::new(encrypted).unwrap();
    decryptor.decrypt(iter::once(&identity as _)).ok()?.read_to_end(&mut plain).ok()?;
    Some(plain)
}

fn journal_as<'a>(format: &'a str, out: &'a str) -> [&'a str; 6] {
    ["export", "journal", "--format", format, "--out", out]
}

#[test]
fn every_format_is_encrypted_and_only_its_passphrase_opens_it() {
    let desk = Sandbox::with_sample();
    let input = format!("{PASSPHRASE}\nnot this line\n");
    for format in ["html", "markdown", "csv", "json"] {
        let plain = desk.run(journal_as(format, "-")).success();
        let file = desk.path(&format!("all.{format}.age"));
        let arguments = journal_as(format, file.to_str().unwrap());
        let more = ["--encrypt", "--passphrase-stdin"];
        let message = desk.run_with_stdin(input.as_bytes(), arguments.into_iter().chain(more)).success();
        assert!(message.contains("Open it with “age --decrypt” and its passphrase."), "{message}");
        let encrypted = fs::read(&file).unwrap();
        assert!(encrypted.starts_with(b"age-encryption.org/v1\n-> scrypt "), "{format}");
        assert!(!encrypted.windows(4).any(|bytes| bytes == b"Dana"));
        assert_eq!(decrypt(&encrypted, PASSPHRASE).as_deref(), Some(plain.as_bytes()), "{format}");
    }
    let mut encrypted = fs::read(desk.path("all.csv.age")).unwrap();
    assert_eq!(decrypt(&encrypted, PASSPHRASE.trim()), None);
    encrypted.pop();
    assert_eq!(decrypt(&encrypted, PASSPHRASE), None, "cut short");
}

#[test]
fn encrypted_export_is_private_and_replaces_nothing_unasked() {
    let desk = Sandbox::with_sample();
    let file = desk.path("all.csv.age");
    fs::write(&file, "precious").unwrap();
    let arguments = journal_as("csv", file.to_str().unwrap());
    let run = |more: &[&'static str]| {
        let more = more.iter().copied().chain(["--encrypt", "--passphrase-stdin"]);
        desk.run_with_stdin(b"secret\n", arguments.into_iter().chain(more))
    };
    assert!(run(&[]).failure().contains("already exists. Nothing was written."));
    assert_eq!(fs::read(&file).unwrap(), b"precious");
    run(&["--force"]).success();
    assert!(decrypt(&fs::read(&file).unwrap(), "secret").is_some());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn missing_or_empty_passphrase_writes_nothing() {
    let desk = Sandbox::with_sample();
    let file = desk.path("all.csv.age");
    let arguments = journal_as("csv", file.to_str().unwrap());
    let empty = desk.run_with_stdin(b"\n", arguments.into_iter().chain(["--encrypt", "--passphrase-stdin"]));
    assert_eq!(empty.exit_code, Some(2), "{}", empty.stderr);
    assert!(empty.stderr.contains("The passphrase is empty."), "{}", empty.stderr);
    let unasked = desk.run(arguments.into_iter().chain(["--encrypt"]));
    assert!(unasked.stderr.contains("There’s no terminal to ask for the passphrase."), "{}", unasked.stderr);
    assert!(!file.exists());
}

#[test]
fn an_encrypted_journal_is_opened_with_the_first_line_and_its_export_with_the_second() {
    let desk = Sandbox::with_sample();
    let set = desk.run_with_stdin(b"of the journal\n", ["passphrase", "set", "--passphrase-stdin"]);
    assert_eq!(set.exit_code, Some(0), "{}", set.stderr);
    let file = desk.path("all.csv.age");
    let arguments = journal_as("csv", file.to_str().unwrap()).into_iter().chain(["--encrypt", "--passphrase-stdin"]);
    desk.run_with_stdin(b"of the journal\nof the file\n", arguments).success();
    assert!(decrypt(&fs::read(&file).unwrap(), "of the file").is_some());
    let plain = desk.path("all.csv");
    let arguments = journal_as("csv", plain.to_str().unwrap()).into_iter().chain(["--passphrase-stdin"]);
    let message = desk.run_with_stdin(b"of the journal\n", arguments).success();
    assert!(message.contains("Unlike the journal, the file isn’t encrypted"), "{message}");
}

/// Standard output is a file or a program, so it may be binary.
#[test]
fn encrypted_export_goes_to_standard_output() {
    let desk = Sandbox::with_sample();
    let mut command = desk.command(journal_as("csv", "-").into_iter().chain(["--encrypt", "--passphrase-stdin"]));
    let key = desk.path("key");
    fs::write(&key, "secret\n").unwrap();
    let output =
        command.arg("--journal").arg(desk.journal_path()).stdin(fs::File::open(key).unwrap()).output().unwrap();
    let plain = desk.run(journal_as("csv", "-")).success();
    assert_eq!(decrypt(&output.stdout, "secret").as_deref(), Some(plain.as_bytes()));
}

#[cfg(target_os = "linux")]
mod on_a_terminal {
    use std::{
        fs::{File, OpenOptions},
        io::Write as _,
        os::fd::OwnedFd,
        path::Path,
        process::{Child, ExitStatus},
        sync::mpsc::{Receiver, channel},
        thread,
        time::Duration,
    };

    use rustix::{
        pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
        termios::{LocalModes, tcgetattr},
    };

    use super::*;

    /// A program on a terminal of its own.
    struct Terminal {
        keyboard: File,
        shown: Receiver<u8>,
        /// All that was shown so far.
        screen: String,
        child: Child,
    }

    /// A terminal echoes what is typed unless the program has switched that off.
    fn is_hidden(terminal: &File) -> bool {
        !tcgetattr(terminal).unwrap().local_modes.contains(LocalModes::ECHO)
    }

    impl Terminal {
        /// Starts a program with this as its controlling terminal.
        fn start(program: &Command) -> Self {
            let terminal: OwnedFd = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
            grantpt(&terminal).unwrap();
            unlockpt(&terminal).unwrap();
            let path = ptsname(&terminal, Vec::new()).unwrap().into_string().unwrap();
            let open = || OpenOptions::new().read(true).write(true).open(&path).unwrap();
            let mut command = Command::new("setsid");
            command.args(["--ctty", "--wait"]).arg(program.get_program()).args(program.get_args());
            for (name, value) in program.get_envs() {
                match value {
                    Some(value) => command.env(name, value),
                    None => command.env_remove(name),
                };
            }
            let child = command.stdin(open()).stdout(open()).stderr(open()).spawn().unwrap();
            let keyboard = File::from(terminal);
            let mut output = keyboard.try_clone().unwrap();
            let (sender, shown) = channel();
            thread::spawn(move || {
                let mut byte = [0];
                // Reading fails when the program has closed the terminal.
                while output.read_exact(&mut byte).is_ok() && sender.send(byte[0]).is_ok() {}
            });
            Self { keyboard, shown, screen: String::new(), child }
        }

        /// Waits until `text` is shown after what was waited for before.
        fn wait_for(&mut self, text: &str) {
            let mut seen = Vec::new();
            while !seen.ends_with(text.as_bytes()) {
                let byte = self.shown.recv_timeout(Duration::from_mins(1));
                assert!(byte.is_ok(), "no {text:?} in {:?}", String::from_utf8_lossy(&seen));
                seen.extend(byte);
            }
            self.screen.push_str(&String::from_utf8(seen).unwrap());
        }

        /// Types a line once the terminal does not show it.
        fn type_hidden(&mut self, text: &str) {
            while !is_hidden(&self.keyboard) {
                assert!(self.child.try_wait().unwrap().is_none(), "it ended: {}", self.screen);
                thread::sleep(Duration::from_millis(5));
            }
            writeln!(self.keyboard, "{text}").unwrap();
        }

        /// Waits until the program ends.
        fn end(mut self) -> (ExitStatus, String) {
            let status = self.child.wait().unwrap();
            let rest: Vec<u8> = iter::from_fn(|| self.shown.recv_timeout(Duration::from_millis(200)).ok()).collect();
            self.screen.push_str(&String::from_utf8(rest).unwrap());
            (status, self.screen)
        }
    }

    fn export_to(desk: &Sandbox, file: &Path) -> Terminal {
        let mut command = desk.command(journal_as("csv", file.to_str().unwrap()).into_iter().chain(["--encrypt"]));
        Terminal::start(command.arg("--journal").arg(desk.journal_path()))
    }

    #[test]
    fn passphrase_is_asked_for_twice_and_never_shown() {
        let desk = Sandbox::with_sample();
        let file = desk.path("all.csv.age");
        let mut terminal = export_to(&desk, &file);
        for (question, typed) in [
            ("Passphrase for this file: ", "planted one"),
            ("The same again: ", "planted two"),
            ("Try again.\r\nPassphrase for this file: ", "planted three"),
            ("The same again: ", "planted three"),
        ] {
            terminal.wait_for(question);
            terminal.type_hidden(typed);
        }
        let (status, screen) = terminal.end();
        assert!(status.success() && !screen.contains("planted"), "{screen}");
        assert!(decrypt(&fs::read(&file).unwrap(), "planted three").is_some());
    }

    #[test]
    fn ctrl_c_at_the_question_writes_nothing() {
        let desk = Sandbox::with_sample();
        let file = desk.path("all.csv.age");
        let mut terminal = export_to(&desk, &file);
        terminal.wait_for("Passphrase for this file: ");
        terminal.type_hidden("\u{3}");
        let (status, _) = terminal.end();
        assert!(!status.success() && !file.exists());
    }
}

/// The public program opens the file. It takes a passphrase from a terminal only.
#[cfg(target_os = "linux")]
#[test]
fn the_program_age_decrypts_an_export() {
    use std::process::Stdio;
    let is_installed = Command::new("age").arg("--version").output().is_ok();
    if !is_installed && std::env::var_os("CI").is_none() {
        eprintln!("age is not installed");
        return;
    }
    let desk = Sandbox::with_sample();
    let file = desk.path("all.csv.age");
    let arguments = journal_as("csv", file.to_str().unwrap());
    desk.run_with_stdin(b"secret words\n", arguments.into_iter().chain(["--encrypt", "--passphrase-stdin"])).success();
    let plain = desk.path("plain.csv");
    let terminal = "age --decrypt --output \"$PLAIN\" \"$FILE\"";
    // `script` gives it a terminal.
    let mut script = Command::new("script");
    script.args(["--quiet", "--return", "--command", terminal, "/dev/null"]).env("PLAIN", &plain).env("FILE", &file);
    let mut child = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut shown = Vec::new();
    let mut output = child.stdout.take().unwrap();
    let mut byte = [0];
    while !shown.ends_with(b"passphrase: ") && output.read_exact(&mut byte).is_ok() {
        shown.push(byte[0]);
    }
    std::io::Write::write_all(child.stdin.as_mut().unwrap(), b"secret words\n").unwrap();
    output.read_to_end(&mut shown).unwrap();
    assert!(child.wait().unwrap().success(), "{}", String::from_utf8_lossy(&shown));
    assert_eq!(fs::read_to_string(plain).unwrap(), desk.run(journal_as("csv", "-")).success());
}
