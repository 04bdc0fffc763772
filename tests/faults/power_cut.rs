//! Power cuts: the real writes of the program, as `strace` records them, replayed up to every
//! write, with sectors that were not synced lost at random.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Stdio},
};

use rand::RngExt as _;
use rapport::store::Db;

use super::{
    report_figure, rounds, seeded_rng,
    support::{assert_clean, raw_connection, strings},
    terminal::Sandbox,
};

/// A disk writes whole sectors of this size.
const SECTOR: usize = 512;
const JOTS: usize = 3;

/// A system call that changes a file, or makes changes durable.
#[derive(Debug)]
enum Call {
    Write {
        file: String,
        offset: usize,
        bytes: Vec<u8>,
    },
    Truncate {
        file: String,
        length: usize,
    },
    Sync {
        file: String,
    },
    Remove {
        file: String,
    },
    /// A command has ended with success: its entry is acknowledged.
    Acknowledged,
}

/// A file on the disk: what is durable, and what may be lost.
#[derive(Clone, Default)]
struct DiskFile {
    exists: bool,
    durable: Vec<u8>,
    /// Writes and truncations since the last sync, in order.
    pending: Vec<Pending>,
}

#[derive(Clone)]
enum Pending {
    Sector(usize, Vec<u8>),
    Truncate(usize),
}

fn apply(content: &mut Vec<u8>, change: &Pending) {
    match change {
        Pending::Sector(offset, bytes) => {
            let end = offset + bytes.len();
            content.resize(content.len().max(end), 0);
            content[*offset..end].copy_from_slice(bytes);
        }
        Pending::Truncate(length) => content.resize(*length, 0),
    }
}

#[test]
fn power_cut_loses_no_acknowledged_entry() {
    if Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_err() {
        assert!(std::env::var_os("CI").is_none(), "strace is missing");
        report_figure("power cuts: skipped, strace is not installed");
        return;
    }
    let sandbox = Sandbox::with_sample();
    let journal = sandbox.journal_path();
    let start = fs::read(&journal).unwrap();
    let calls: Vec<Call> = (0..JOTS).flat_map(|index| record_jot(&sandbox, index)).collect();
    let mut rng = seeded_rng(20);
    let cuts = calls.len();
    // Every place once, then random places, each with other sectors lost.
    let cases = rounds(40);
    let stride = (cuts / cases).max(1);
    let mut lost_sectors = 0;
    for case in 0..cases {
        let cut = if case * stride <= cuts { case * stride } else { rng.random_range(0..=cuts) };
        let mut disk = BTreeMap::from([(
            "journal.rapport".to_owned(),
            DiskFile { exists: true, durable: start.clone(), pending: Vec::new() },
        )]);
        let acknowledged = replay(&calls[..cut], &mut disk);
        let folder = tempfile::tempdir().unwrap();
        for (name, file) in &disk {
            let mut content = file.durable.clone();
            for change in &file.pending {
                if rng.random_bool(0.5) {
                    apply(&mut content, change);
                } else {
                    lost_sectors += 1;
                }
            }
            if file.exists {
                fs::write(folder.path().join(name), content).unwrap();
            }
        }
        let path = folder.path().join("journal.rapport");
        let db = Db::open_existing(&path).unwrap_or_else(|error| panic!("cut {cut} of {cuts}: {error}"));
        assert_clean(&db);
        let texts = jotted(&path);
        assert!(texts.len() >= acknowledged, "cut {cut} of {cuts}: {texts:?} of {acknowledged}");
        let expected: Vec<String> = (0..texts.len()).map(text).collect();
        assert_eq!(texts, expected, "cut {cut} of {cuts}");
    }
    report_figure(&format!("power cuts: {cases} at {cuts} places, {lost_sectors} sectors lost, no acknowledged entry"));
}

fn text(index: usize) -> String {
    format!("power cut {index}")
}

fn jotted(path: &Path) -> Vec<String> {
    strings(&raw_connection(path), "SELECT text FROM entries WHERE text LIKE 'power cut %' ORDER BY id")
}

/// Replays calls and returns the number of acknowledged commands.
fn replay(calls: &[Call], disk: &mut BTreeMap<String, DiskFile>) -> usize {
    let mut acknowledged = 0;
    for call in calls {
        match call {
            Call::Write { file, offset, bytes } => {
                let file = disk.entry(file.clone()).or_default();
                file.exists = true;
                let mut at = *offset;
                let mut rest = bytes.as_slice();
                while !rest.is_empty() {
                    let (sector, after) = rest.split_at(rest.len().min(SECTOR - at % SECTOR));
                    file.pending.push(Pending::Sector(at, sector.to_vec()));
                    at += sector.len();
                    rest = after;
                }
            }
            Call::Truncate { file, length } => {
                disk.entry(file.clone()).or_default().pending.push(Pending::Truncate(*length));
            }
            Call::Sync { file } => {
                let file = disk.entry(file.clone()).or_default();
                for change in std::mem::take(&mut file.pending) {
                    apply(&mut file.durable, &change);
                }
            }
            Call::Remove { file } => *disk.entry(file.clone()).or_default() = DiskFile::default(),
            Call::Acknowledged => acknowledged += 1,
        }
    }
    acknowledged
}

/// Runs `rapport jot` under strace and reads the calls that change the journal.
fn record_jot(sandbox: &Sandbox, index: usize) -> Vec<Call> {
    let log = sandbox.path("strace.log");
    let jot = sandbox.command([]);
    let mut strace = Command::new("strace");
    strace
        .args(["-f", "-qq", "-y", "-xx", "-s", "10000000", "-e"])
        .arg("trace=pwrite64,write,ftruncate,fsync,fdatasync,unlink,unlinkat")
        .arg("-o")
        .arg(&log)
        .arg(jot.get_program())
        .args(["jot", "dana", &text(index), "--journal"])
        .arg(sandbox.journal_path());
    for (name, value) in jot.get_envs() {
        match value {
            Some(value) => strace.env(name, value),
            None => strace.env_remove(name),
        };
    }
    let output = strace.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let log = fs::read_to_string(log).unwrap();
    let mut calls: Vec<Call> = log.lines().filter_map(parse_call).collect();
    assert!(calls.iter().any(|call| matches!(call, Call::Write { .. })), "{log}");
    calls.push(Call::Acknowledged);
    calls
}

/// Parses a line such as `12 pwrite64(5</tmp/x/journal.rapport-wal>, "\x37\x7f", 2, 32) = 2`, if it
/// is about a journal. With `-xx`, paths and data are hexadecimal.
fn parse_call(line: &str) -> Option<Call> {
    let call = line.split_once(' ')?.1.trim_start();
    let (name, arguments) = call.split_once('(')?;
    if line.contains(" = -1 ") {
        return None;
    }
    if name.starts_with("unlink") {
        let path = unescape(arguments.split('"').nth(1)?);
        return Some(Call::Remove { file: journal_file(&path)? });
    }
    let path = arguments.split_once('<')?.1.split_once('>')?.0;
    let path = if path.contains("\\x") { unescape(path) } else { path.as_bytes().to_vec() };
    let file = journal_file(&path)?;
    let numbers =
        |text: &str| text.split(['(', ')', ',', ' ']).filter_map(|part| part.parse().ok()).collect::<Vec<usize>>();
    match name {
        "fsync" | "fdatasync" => Some(Call::Sync { file }),
        "ftruncate" => {
            let length = *numbers(arguments.split_once('>')?.1.split_once(')')?.0).first()?;
            Some(Call::Truncate { file, length })
        }
        "pwrite64" => {
            let mut parts = arguments.split('"');
            let bytes = unescape(parts.nth(1)?);
            let offset = *numbers(parts.next()?.split_once(')')?.0).get(1)?;
            Some(Call::Write { file, offset, bytes })
        }
        // SQLite writes at an offset.
        other => unreachable!("{other} on {file}"),
    }
}

/// The name of a file that holds the content of a journal. `-shm` is memory that is made again.
fn journal_file(path: &[u8]) -> Option<String> {
    let path = String::from_utf8(path.to_vec()).ok()?;
    let name = path.rsplit('/').next()?.trim_end_matches(" (deleted)");
    matches!(name, "journal.rapport" | "journal.rapport-wal" | "journal.rapport-journal").then(|| name.to_owned())
}

fn unescape(hexadecimal: &str) -> Vec<u8> {
    hexadecimal.split("\\x").skip(1).map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
}
