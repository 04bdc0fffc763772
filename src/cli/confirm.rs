//! Asks before something that cannot be undone.

use std::io::{BufRead as _, IsTerminal as _, Write};

use super::{CliError, Result};

/// Asks a question on the terminal and returns whether it was answered with yes. Where the input is
/// no terminal, nobody can be asked: `--yes` has to be given.
pub(super) fn ask(question: &str, out: &mut dyn Write) -> Result<bool> {
    let input = std::io::stdin();
    if !input.is_terminal() {
        return Err(CliError::usage(
            "Nothing was changed. Add --yes to do it, or --dry-run to only see what would change.",
        ));
    }
    write!(out, "{question} [y/N] ")?;
    out.flush()?;
    let mut answer = String::new();
    input.lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}
