//! Errors of commands.

use std::io;

use crate::{
    export::ExportError,
    import::ImportError,
    journal::{backup::BackupError, change::ChangeError},
    sample::SampleError,
    store::StoreError,
    wording::user_error::{JOURNAL_UNCHANGED, NOTHING_CHANGED, NOTHING_IMPORTED, NOTHING_WRITTEN, UserFacingError},
};

/// Why a command ended early.
#[derive(Debug)]
pub enum CliError {
    /// The command failed. The line says what happened, what is safe and what to do.
    Runtime(String),
    /// The arguments are wrong. The line says how to correct them.
    Usage(String),
    /// Interrupted with Ctrl+C. The line says what is left of the work.
    Cancelled(String),
    /// The output was closed, as by `| head`.
    OutputClosed,
}

impl CliError {
    /// The command failed.
    pub fn runtime(line: impl Into<String>) -> Self {
        Self::Runtime(line.into())
    }

    /// The arguments are wrong.
    pub fn usage(line: impl Into<String>) -> Self {
        Self::Usage(line.into())
    }

    /// The line to print; `None` if the output was closed, which is no failure.
    pub fn message(&self) -> Option<String> {
        match self {
            Self::Runtime(line) | Self::Usage(line) | Self::Cancelled(line) => {
                // Names may contain control characters, and a path even a line break.
                let words: Vec<&str> = line.split_whitespace().collect();
                Some(words.join(" ").chars().filter(|c| !c.is_control()).collect())
            }
            Self::OutputClosed => None,
        }
    }

    /// The exit code of the program.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Runtime(_) => 1,
            Self::Usage(_) => 2,
            // As shells report a program that Ctrl+C ended.
            Self::Cancelled(_) => 130,
            Self::OutputClosed => 0,
        }
    }
}

impl From<UserFacingError> for CliError {
    fn from(error: UserFacingError) -> Self {
        let UserFacingError { problem: happened, reassurance: safe, remedy: to_do } = error;
        Self::Runtime(format!("{happened} {safe} {to_do}"))
    }
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        error.user_facing_error().into()
    }
}

impl From<BackupError> for CliError {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::Cancelled => Self::Cancelled(format!("Stopped. {NOTHING_CHANGED}")),
            BackupError::Change(error) => error.into(),
            error => error.user_facing_error().into(),
        }
    }
}

impl From<SampleError> for CliError {
    fn from(error: SampleError) -> Self {
        error.user_facing_error().into()
    }
}

impl From<ExportError> for CliError {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Output(error) => error.into(),
            ExportError::Cancelled => Self::Cancelled(format!("{error} {NOTHING_WRITTEN}")),
            error => error.user_facing_error().into(),
        }
    }
}

impl From<ImportError> for CliError {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Cancelled => Self::Cancelled(format!("{error} {NOTHING_IMPORTED}")),
            error => error.user_facing_error().into(),
        }
    }
}

impl From<ChangeError> for CliError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::RuleViolation(refusal) => {
                let line = refusal.to_string();
                // Some violations end with this sentence themselves.
                let is_said = line.contains(NOTHING_CHANGED);
                Self::Runtime(if is_said { line } else { format!("{line} {NOTHING_CHANGED}") })
            }
            ChangeError::Cancelled => Self::Cancelled(error.to_string()),
            ChangeError::Store(error) => error.into(),
        }
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::OutputClosed
        } else {
            Self::Runtime(format!("The output could not be written: {error}. {JOURNAL_UNCHANGED}"))
        }
    }
}

impl From<serde_json::Error> for CliError {
    /// Everything that commands serialise is valid JSON, so only the output can fail.
    fn from(error: serde_json::Error) -> Self {
        io::Error::from(error).into()
    }
}
