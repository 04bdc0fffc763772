//! Records what the program writes, with `strace`.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use super::{super::terminal::Sandbox, disk::Call};

const TRACED: &str = "trace=pwrite64,write,ftruncate,fsync,fdatasync,unlink,unlinkat,link,linkat,rename,renameat,\
                      renameat2";

/// Runs the program on the journal of the sandbox, which must succeed, and returns the calls that
/// change the files in its folder.
pub fn record(sandbox: &Sandbox, arguments: &[&str], key_file: Option<&Path>) -> Vec<Call> {
    let log = sandbox.path("strace.log");
    let program = sandbox.command([]);
    let mut strace = Command::new("strace");
    strace
        .args(["-f", "-qq", "-y", "-xx", "-s", "10000000", "-e", TRACED, "-o"])
        .arg(&log)
        .arg(program.get_program())
        .args(arguments)
        .arg("--journal")
        .arg(sandbox.journal_path());
    for (name, value) in program.get_envs() {
        match value {
            Some(value) => strace.env(name, value),
            None => strace.env_remove(name),
        };
    }
    if let Some(key_file) = key_file {
        strace.env("RAPPORT_KEYFILE", key_file);
    }
    let output = strace.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let log = fs::read_to_string(log).unwrap();
    let journal = sandbox.journal_path();
    let mut parser = Parser { folder: journal.parent().unwrap(), positions: BTreeMap::new() };
    let mut calls: Vec<Call> = log.lines().filter_map(|line| parser.call(line)).collect();
    assert!(calls.iter().any(|call| matches!(call, Call::Write { .. })), "{log}");
    calls.push(Call::Acknowledged);
    calls
}

struct Parser<'a> {
    /// The folder of the journal.
    folder: &'a Path,
    /// Where the next write without an offset goes, in files that are written so.
    positions: BTreeMap<String, usize>,
}

impl Parser<'_> {
    /// Parses a line such as `12 pwrite64(5</tmp/x/journal.rapport-wal>, "\x37\x7f", 2, 32) = 2`,
    /// if it is about a file of the journal. With `-xx`, paths and data are hexadecimal.
    fn call(&mut self, line: &str) -> Option<Call> {
        let call = line.split_once(' ')?.1.trim_start();
        let (name, arguments) = call.split_once('(')?;
        if line.contains(" = -1 ") {
            return None;
        }
        let mut texts = arguments.split('"').skip(1).step_by(2).map(unescape);
        if name.starts_with("unlink") {
            return Some(Call::Remove { file: self.file_of_journal(&texts.next()?)? });
        }
        if name.starts_with("link") || name.starts_with("rename") {
            let from = self.file_of_journal(&texts.next()?)?;
            let to = self.file_of_journal(&texts.next()?)?;
            return Some(if name.starts_with("link") { Call::Link { from, to } } else { Call::Rename { from, to } });
        }
        let path = arguments.split_once('<')?.1.split_once('>')?.0;
        let path = if path.contains("\\x") { unescape(path) } else { path.as_bytes().to_vec() };
        if name == "fsync" && Path::new(str::from_utf8(&path).ok()?) == self.folder {
            return Some(Call::SyncFolder);
        }
        let file = self.file_of_journal(&path)?;
        match name {
            "fsync" | "fdatasync" => Some(Call::Sync { file }),
            "ftruncate" => {
                let length = *numbers(arguments.split_once('>')?.1.split_once(')')?.0).first()?;
                Some(Call::Truncate { file, length })
            }
            "pwrite64" => {
                let bytes = texts.next()?;
                let offset = *numbers(arguments.rsplit('"').next()?.split_once(')')?.0).get(1)?;
                Some(Call::Write { file, offset, bytes })
            }
            // From the beginning, without gaps: only a file that is overwritten is written so.
            _ => {
                let bytes = texts.next()?;
                let position = self.positions.entry(file.clone()).or_default();
                let offset = *position;
                *position += bytes.len();
                Some(Call::Write { file, offset, bytes })
            }
        }
    }

    /// The name of a file in the folder that may hold the content of the journal. `-shm` is memory
    /// that is made again.
    fn file_of_journal(&self, path: &[u8]) -> Option<String> {
        let path = str::from_utf8(path).ok()?;
        let path = Path::new(path.trim_end_matches(" (deleted)"));
        let name = path.file_name()?.to_str()?;
        let is_content =
            (name.starts_with("journal.rapport") && !name.ends_with("-shm")) || name.starts_with(".rapport-");
        (path.parent()? == self.folder && is_content).then(|| name.to_owned())
    }
}

fn numbers(text: &str) -> Vec<usize> {
    text.split(['(', ')', ',', ' ']).filter_map(|part| part.parse().ok()).collect()
}

fn unescape(hexadecimal: &str) -> Vec<u8> {
    hexadecimal.split("\\x").skip(1).map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
}
