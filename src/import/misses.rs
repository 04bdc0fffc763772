//! What could not be read of one file, however much that is.

use std::path::{Path, PathBuf};

use super::Unread;

/// More than anybody reads through; the rest is a number.
const MOST: usize = 1_000;

/// Collects what could not be read.
pub(super) struct Misses {
    file: PathBuf,
    list: Vec<Unread>,
    more: u64,
}

impl Misses {
    pub fn of(file: &Path) -> Self {
        Self { file: file.to_owned(), list: Vec::new(), more: 0 }
    }

    /// Something that could not be read, and why, as the end of a sentence.
    pub fn add(&mut self, line: impl Into<Option<u64>>, why: impl Into<String>) {
        if self.list.len() < MOST {
            self.list.push(Unread { file: self.file.clone(), line: line.into(), why: why.into() });
        } else {
            self.more += 1;
        }
    }

    /// All of it in the order of the lines; what was too much as a last one.
    pub fn into_list(self) -> Vec<Unread> {
        let Self { file, mut list, more } = self;
        list.sort();
        if more > 0 {
            let things = if more == 1 { "thing" } else { "things" };
            list.push(Unread { file, line: None, why: format!("has {more} more {things} like these") });
        }
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_much_becomes_a_number() {
        let mut misses = Misses::of(Path::new("a.csv"));
        for line in (1..=1_003).rev() {
            misses.add(line, "is empty");
        }
        let list = misses.into_list();
        assert_eq!(list.len(), 1_001);
        assert_eq!(list.first().and_then(|unread| unread.line), Some(4));
        assert_eq!(list.last().map(|unread| unread.why.as_str()), Some("has 3 more things like these"));
    }
}
