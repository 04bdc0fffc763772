//! What went wrong, for a terminal.

use std::io;

use crate::{
    export::ExportError,
    import::ImportError,
    journal::change::ChangeError,
    sample::SampleError,
    store::{StoreError, Trouble},
};

/// Why a command ended early.
#[derive(Debug)]
pub enum Failure {
    /// It did not work: one line that says what happened, what is safe and what to do.
    Happened(String),
    /// It was called in a way that means nothing: one line that says how to.
    WrongUse(String),
    /// Somebody stopped it: one line that says what is left of it.
    Stopped(String),
    /// Whoever was to read the output has seen enough.
    NobodyReads,
}

impl Failure {
    /// It did not work.
    pub fn happened(line: impl Into<String>) -> Self {
        Self::Happened(line.into())
    }

    /// It was called in a way that means nothing.
    pub fn wrong_use(line: impl Into<String>) -> Self {
        Self::WrongUse(line.into())
    }

    /// What to say, on one line; nothing where nothing went wrong.
    pub fn line(&self) -> Option<String> {
        match self {
            Self::Happened(line) | Self::WrongUse(line) | Self::Stopped(line) => {
                // Names may hold anything, and a path even an end of line.
                let words: Vec<&str> = line.split_whitespace().collect();
                Some(words.join(" ").chars().filter(|c| !c.is_control()).collect())
            }
            Self::NobodyReads => None,
        }
    }

    /// What the program ends with.
    pub fn code(&self) -> u8 {
        match self {
            Self::Happened(_) => 1,
            Self::WrongUse(_) => 2,
            // As shells say of what Ctrl+C ended.
            Self::Stopped(_) => 130,
            Self::NobodyReads => 0,
        }
    }
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        let Trouble { happened, safe, to_do } = trouble;
        Self::Happened(format!("{happened} {safe} {to_do}"))
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        error.trouble().into()
    }
}

impl From<SampleError> for Failure {
    fn from(error: SampleError) -> Self {
        error.trouble().into()
    }
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Output(error) => error.into(),
            ExportError::Stopped => Self::Stopped(format!("{error} Nothing was written.")),
            error => error.trouble().into(),
        }
    }
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Stopped => Self::Stopped(format!("{error} Nothing was brought in.")),
            error => error.trouble().into(),
        }
    }
}

impl From<ChangeError> for Failure {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Refused(refusal) => {
                let line = refusal.to_string();
                // Some say so themselves.
                let is_said = line.contains("Nothing was changed.");
                Self::Happened(if is_said { line } else { line + " Nothing was changed." })
            }
            ChangeError::Stopped => Self::Stopped(error.to_string()),
            ChangeError::Store(error) => error.into(),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::NobodyReads
        } else {
            Self::Happened(format!("The output could not be written: {error}. The journal is as it was."))
        }
    }
}

impl From<serde_json::Error> for Failure {
    /// Nothing that is written as JSON here can fail for another reason than its output.
    fn from(error: serde_json::Error) -> Self {
        io::Error::from(error).into()
    }
}
