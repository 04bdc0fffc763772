//! Where a command takes a passphrase from: the terminal, standard input, or a file that
//! `RAPPORT_KEYFILE` names. Never an argument, which other programs can see.
//!
//! A passphrase is returned as it was typed, without the end of its line. Spaces are part of it.

use std::{
    env,
    fs::File,
    io::{self, BufRead, BufReader, IsTerminal as _, Read as _},
    path::Path,
};

use secrecy::{
    ExposeSecret as _, SecretString,
    zeroize::{Zeroize as _, Zeroizing},
};

use super::{CliError, Result};
use crate::wording::user_error::NOTHING_CHANGED;

/// The environment variable with the path of a file whose first line is the passphrase.
pub const KEY_FILE_VARIABLE: &str = "RAPPORT_KEYFILE";

/// The longest line that is read. A wrong file, such as a disk image, has no end of a line.
const MAX_BYTES: u64 = 1 << 20;

/// How often two passphrases may differ.
const MAX_ATTEMPTS: usize = 3;

/// Asks for a passphrase on the terminal, which does not show it.
///
/// # Errors
/// There is no terminal, or it was interrupted.
pub fn prompt(question: &str) -> Result<SecretString> {
    // The question is asked on the terminal itself, so that input and output may be files. A
    // program whose three streams are all somewhere else was not started by a person at a terminal.
    if !io::stdin().is_terminal() && !io::stdout().is_terminal() && !io::stderr().is_terminal() {
        return Err(no_terminal());
    }
    let typed = rpassword::prompt_password(question).map_err(|error| match error.kind() {
        io::ErrorKind::Interrupted | io::ErrorKind::UnexpectedEof => {
            CliError::Cancelled(format!("Stopped. {NOTHING_CHANGED}"))
        }
        _ => no_terminal(),
    })?;
    // A copy of exactly its length, so that the string that grew is overwritten.
    Ok(SecretString::from(Zeroizing::new(typed).as_str()))
}

/// Asks for a new passphrase twice, until both are the same.
///
/// # Errors
/// It is empty, the two differ repeatedly, there is no terminal, or it was interrupted.
pub fn prompt_new(question: &str, again: &str) -> Result<SecretString> {
    let mut question = question.to_owned();
    for _ in 0..MAX_ATTEMPTS {
        let first = refuse_empty(prompt(&question)?)?;
        if prompt(again)?.expose_secret() == first.expose_secret() {
            return Ok(first);
        }
        if !question.starts_with(DIFFERENT) {
            question.insert_str(0, DIFFERENT);
        }
    }
    Err(CliError::runtime(format!("The two passphrases were different. {NOTHING_CHANGED} Try again.")))
}

const DIFFERENT: &str = "The two were different. Try again.\n";

/// The first line of standard input. What follows it is left to be read.
///
/// # Errors
/// It is empty, is not UTF-8, or cannot be read.
pub fn from_stdin() -> Result<SecretString> {
    first_line(&mut io::stdin().lock(), "standard input")
}

/// The first line of the file that `RAPPORT_KEYFILE` names; `None` if the variable is not set.
///
/// # Errors
/// The line is empty or not UTF-8, or the file cannot be read.
pub fn from_key_file() -> Result<Option<SecretString>> {
    let path = env::var_os(KEY_FILE_VARIABLE).filter(|path| !path.is_empty());
    path.map(|path| read_key_file(Path::new(&path))).transpose()
}

fn read_key_file(path: &Path) -> Result<SecretString> {
    let file = File::open(path).map_err(|error| {
        CliError::runtime(format!(
            "The key file {} can’t be read: {error}. {NOTHING_CHANGED} Check {KEY_FILE_VARIABLE}.",
            path.display()
        ))
    })?;
    first_line(&mut BufReader::new(file), &format!("the key file {}", path.display()))
}

/// The first line without its end, which may be that of Windows.
fn first_line(input: &mut dyn BufRead, from: &str) -> Result<SecretString> {
    let mut line = Zeroizing::new(Vec::new());
    input.take(MAX_BYTES).read_until(b'\n', &mut line).map_err(|error| {
        CliError::runtime(format!("The passphrase can’t be read from {from}: {error}. {NOTHING_CHANGED}"))
    })?;
    if line.len() as u64 == MAX_BYTES && line.last() != Some(&b'\n') {
        return Err(CliError::usage(format!("The first line of {from} is too long for a passphrase.")));
    }
    let mut line = line.as_slice();
    for end in [b"\n", b"\r"] {
        line = line.strip_suffix(end).unwrap_or(line);
    }
    let text =
        str::from_utf8(line).map_err(|_| CliError::usage(format!("The first line of {from} is not text in UTF-8.")))?;
    refuse_empty(SecretString::from(text))
}

fn refuse_empty(mut passphrase: SecretString) -> Result<SecretString> {
    if passphrase.expose_secret().is_empty() {
        passphrase.zeroize();
        return Err(CliError::usage(format!("The passphrase is empty. {NOTHING_CHANGED}")));
    }
    Ok(passphrase)
}

fn no_terminal() -> CliError {
    CliError::usage(format!(
        "There’s no terminal to ask for the passphrase. {NOTHING_CHANGED} Give it as the first line of standard input \
         with --passphrase-stdin, or of a file that {KEY_FILE_VARIABLE} names."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(input: &[u8]) -> std::result::Result<String, String> {
        match first_line(&mut &*input, "standard input") {
            Ok(passphrase) => Ok(passphrase.expose_secret().to_owned()),
            Err(error) => Err(error.message().unwrap_or_default()),
        }
    }

    #[test]
    fn the_first_line_is_the_passphrase_without_its_end() {
        let long = "x".repeat(10_000);
        for (input, expected) in [
            ("correct horse", "correct horse"),
            ("correct horse\n", "correct horse"),
            ("correct horse\r\n", "correct horse"),
            ("correct horse\nsecond line\n", "correct horse"),
            ("  spaces count  \n", "  spaces count  "),
            ("x", "x"),
            ("пароль 漢字 e\u{301}\n", "пароль 漢字 e\u{301}"),
            (long.as_str(), long.as_str()),
        ] {
            assert_eq!(read(input.as_bytes()).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn what_follows_the_first_line_is_left_to_be_read() {
        let mut input = &b"secret\nthe text\n"[..];
        first_line(&mut input, "standard input").unwrap();
        assert_eq!(input, b"the text\n");
    }

    #[test]
    fn a_line_that_is_no_passphrase_is_refused_without_repeating_it() {
        let endless = vec![b'p'; 2 << 20];
        for input in [&b""[..], b"\n", b"\r\n", b"\nsecond line", b"planted \xff\xfe\n", &endless] {
            let error = read(input).unwrap_err();
            assert!(!error.contains("planted") && !error.contains("second") && error.len() < 200, "{error}");
        }
    }

    #[test]
    fn a_key_file_is_read_and_a_missing_one_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        std::fs::write(&path, "correct horse\n").unwrap();
        assert_eq!(read_key_file(&path).unwrap().expose_secret(), "correct horse");
        let error = read_key_file(&folder.path().join("none")).unwrap_err().message().unwrap();
        assert!(error.contains("none") && error.contains(NOTHING_CHANGED), "{error}");
    }
}
