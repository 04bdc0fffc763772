//! What went wrong, for a terminal.

use std::io;

use crate::{
    export::ExportError,
    import::ImportError,
    journal::change::ChangeError,
    sample::SampleError,
    store::StoreError,
    wording::user_error::{JOURNAL_UNCHANGED, NOTHING_CHANGED, NOTHING_IMPORTED, NOTHING_WRITTEN, UserFacingError},
};

/// Why a command ended early.
#[derive(Debug)]
pub enum CliError {
    /// It did not work: one line that says what happened, what is safe and what to do.
    Runtime(String),
    /// It was called in a way that means nothing: one line that says how to.
    Usage(String),
    /// Somebody stopped it: one line that says what is left of it.
    Cancelled(String),
    /// Whoever was to read the output has seen enough.
    OutputClosed,
}

impl CliError {
    /// It did not work.
    pub fn runtime(line: impl Into<String>) -> Self {
        Self::Runtime(line.into())
    }

    /// It was called in a way that means nothing.
    pub fn usage(line: impl Into<String>) -> Self {
        Self::Usage(line.into())
    }

    /// What to say, on one line; nothing where nothing went wrong.
    pub fn message(&self) -> Option<String> {
        match self {
            Self::Runtime(line) | Self::Usage(line) | Self::Cancelled(line) => {
                // Names may hold anything, and a path even an end of line.
                let words: Vec<&str> = line.split_whitespace().collect();
                Some(words.join(" ").chars().filter(|c| !c.is_control()).collect())
            }
            Self::OutputClosed => None,
        }
    }

    /// What the program ends with.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Runtime(_) => 1,
            Self::Usage(_) => 2,
            // As shells say of what Ctrl+C ended.
            Self::Cancelled(_) => 130,
            Self::OutputClosed => 0,
        }
    }
}

impl From<UserFacingError> for CliError {
    fn from(trouble: UserFacingError) -> Self {
        let UserFacingError { problem: happened, reassurance: safe, remedy: to_do } = trouble;
        Self::Runtime(format!("{happened} {safe} {to_do}"))
    }
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        error.user_facing_error().into()
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
                // Some say so themselves.
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
    /// Nothing that is written as JSON here can fail for another reason than its output.
    fn from(error: serde_json::Error) -> Self {
        io::Error::from(error).into()
    }
}
