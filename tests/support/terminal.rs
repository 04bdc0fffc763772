//! Runs the real program over files in a temporary folder.
#![allow(dead_code, reason = "every test file uses a part of this")]

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// The result of a run.
#[derive(Debug)]
pub struct RunResult {
    /// The exit code.
    pub exit_code: Option<i32>,
    /// The standard output.
    pub stdout: String,
    /// The standard error.
    pub stderr: String,
}

impl RunResult {
    /// Converts the output of a process.
    pub fn from_output(output: Output) -> Self {
        Self {
            exit_code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The standard output; fails unless the run succeeded without messages.
    #[track_caller]
    pub fn success(self) -> String {
        assert_eq!((self.exit_code, self.stderr.as_str()), (Some(0), ""), "{}", self.stdout);
        self.stdout
    }

    /// The single line of the error; fails unless the exit code is 1 and nothing was output.
    #[track_caller]
    pub fn failure(self) -> String {
        assert_eq!((self.exit_code, self.stdout.as_str()), (Some(1), ""), "{}", self.stderr);
        assert_eq!(self.stderr.lines().count(), 1, "{}", self.stderr);
        self.stderr.trim_end().to_owned()
    }
}

/// A temporary folder with a journal.
pub struct Sandbox {
    folder: tempfile::TempDir,
}

impl Sandbox {
    /// An empty folder.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    /// A folder with the small sample, ending on Tuesday 24 November 2026.
    pub fn with_sample() -> Self {
        let sandbox = Self::empty();
        let path = sandbox.journal_path();
        let path = path.to_str().unwrap();
        sandbox.run_without_journal(["sample", path, "--until", "2026-11-24"]).success();
        sandbox
    }

    /// The path of its journal.
    pub fn journal_path(&self) -> PathBuf {
        self.path("journal.rapport")
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The names of the files in the folder.
    pub fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The program with these arguments, not started yet. Its data folder is inside the sandbox,
    /// and there is no display.
    pub fn command<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapport"));
        command
            .args(arguments)
            .env("XDG_DATA_HOME", self.path("data"))
            .env("HOME", self.folder.path())
            // The keychain of whoever runs the tests is none of their business.
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
            .env_remove("RUST_LOG");
        for name in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
            command.env_remove(name);
        }
        command
    }

    /// Runs the program without `--journal`.
    pub fn run_without_journal<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> RunResult {
        RunResult::from_output(self.command(arguments).output().unwrap())
    }

    /// Runs it on the journal of this folder.
    pub fn run<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> RunResult {
        self.run_on_journal(&self.journal_path(), arguments)
    }

    /// Runs it on another journal.
    pub fn run_on_journal<'a>(&self, journal: &Path, arguments: impl IntoIterator<Item = &'a str>) -> RunResult {
        let mut command = self.command(arguments);
        command.arg("--journal").arg(journal);
        RunResult::from_output(command.output().unwrap())
    }

    /// Runs it on the journal of this folder with `input` on standard input.
    pub fn run_with_stdin<'a>(&self, input: &[u8], arguments: impl IntoIterator<Item = &'a str>) -> RunResult {
        let mut command = self.command(arguments);
        command.arg("--journal").arg(self.journal_path());
        let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = pipes.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        RunResult::from_output(child.wait_with_output().unwrap())
    }

    /// The output of `list --json` with these arguments.
    pub fn list_json<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Vec<serde_json::Value> {
        let arguments = ["list", "--json"].into_iter().chain(arguments);
        serde_json::from_str(&self.run(arguments).success()).unwrap()
    }
}
