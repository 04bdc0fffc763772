//! The diagnostics of one file, up to a limit.

use std::path::{Path, PathBuf};

use super::Diagnostic;

/// More than anybody reads; the rest is only counted.
const MAX_DIAGNOSTICS: usize = 1_000;

/// Collects the diagnostics of a file.
pub(super) struct Diagnostics {
    file: PathBuf,
    items: Vec<Diagnostic>,
    omitted: u64,
}

impl Diagnostics {
    pub fn new(file: &Path) -> Self {
        Self { file: file.to_owned(), items: Vec::new(), omitted: 0 }
    }

    /// Adds what could not be read, with the reason as the end of a sentence.
    pub fn add(&mut self, line: impl Into<Option<u64>>, reason: impl Into<String>) {
        if self.items.len() < MAX_DIAGNOSTICS {
            self.items.push(Diagnostic { file: self.file.clone(), line: line.into(), reason: reason.into() });
        } else {
            self.omitted += 1;
        }
    }

    /// All diagnostics in the order of their lines, and the number of omitted ones as the last.
    pub fn into_list(self) -> Vec<Diagnostic> {
        let Self { file, items: mut list, omitted } = self;
        list.sort();
        if omitted > 0 {
            let noun = if omitted == 1 { "thing" } else { "things" };
            list.push(Diagnostic { file, line: None, reason: format!("has {omitted} more {noun} like these") });
        }
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn diagnostics_are_capped_with_a_count() {
        let mut diagnostics = Diagnostics::new(Path::new("a.csv"));
        for line in (1..=1_003).rev() {
            diagnostics.add(line, "is empty");
        }
        let list = diagnostics.into_list();
        assert_eq!(list.len(), 1_001);
        assert_eq!(list.first().and_then(|diagnostic| diagnostic.line), Some(4));
        assert_eq!(list.last().map(|diagnostic| diagnostic.reason.as_str()), Some("has 3 more things like these"));
    }
}
