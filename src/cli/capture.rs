//! `rapport capture`: its arguments. The window does the rest.

use super::{CliError, Result};
use crate::domain::parse::entry_line::{MAX_ENTRY_CHARS, TextError};

const HELP: &str = "Person and kind follow from the text and are shown before you save it with Enter. Esc closes the
composer and leaves the text for the next time. If Rapport is running, it shows the composer; the
README says how to bind this command to a key.

Example:
  rapport capture \"dana ! quiet today\"";

#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct Arguments {
    /// What is in it at first
    text: Vec<String>,
}

impl Arguments {
    /// The words as one text.
    pub(super) fn into_text(self) -> Result<String> {
        let text = self.text.join(" ");
        let chars = text.chars().count();
        if chars > MAX_ENTRY_CHARS {
            return Err(CliError::runtime(TextError::TooLong { chars }.to_string()));
        }
        Ok(text)
    }
}
