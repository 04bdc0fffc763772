//! A disk after a power cut: what was synced is there, of the rest any part may be.
//!
//! Sectors are written in any order. Names change in order, as in file systems with a journal.

use std::{collections::BTreeMap, fs, path::Path};

use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;

/// A disk writes whole sectors of this size.
const SECTOR: usize = 512;

/// A system call that changes a file or its name, or makes changes durable. Files are known by
/// their names at that moment.
#[derive(Debug)]
pub enum Call {
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
    /// The folder is synced, and with it the names in it.
    SyncFolder,
    Link {
        from: String,
        to: String,
    },
    Rename {
        from: String,
        to: String,
    },
    Remove {
        file: String,
    },
    /// A command has ended with success: what it did is acknowledged.
    Acknowledged,
}

/// The content of a file: what is durable, and what may be lost.
#[derive(Default)]
struct Content {
    durable: Vec<u8>,
    /// Writes and truncations since the last sync, in order.
    pending: Vec<Pending>,
}

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

/// The names of a folder, with the index of what each is the name of.
type Names = BTreeMap<String, usize>;

/// A folder on the disk.
pub struct Disk {
    contents: Vec<Content>,
    names: Names,
    /// The names as they were when the folder was synced, and after each change since.
    possible_names: Vec<Names>,
    /// The number of commands that were acknowledged.
    pub acknowledged: usize,
}

impl Disk {
    /// A folder with one file, which is durable.
    pub fn with_file(name: &str, content: &[u8]) -> Self {
        let names = Names::from([(name.to_owned(), 0)]);
        Self {
            contents: vec![Content { durable: content.to_owned(), pending: Vec::new() }],
            possible_names: vec![names.clone()],
            names,
            acknowledged: 0,
        }
    }

    pub fn replay(&mut self, call: &Call) {
        match call {
            Call::Write { file, offset, bytes } => {
                let pending = &mut self.content(file).pending;
                let mut at = *offset;
                let mut rest = bytes.as_slice();
                while !rest.is_empty() {
                    let (sector, after) = rest.split_at(rest.len().min(SECTOR - at % SECTOR));
                    pending.push(Pending::Sector(at, sector.to_vec()));
                    at += sector.len();
                    rest = after;
                }
            }
            Call::Truncate { file, length } => self.content(file).pending.push(Pending::Truncate(*length)),
            Call::Sync { file } => {
                let content = self.content(file);
                for change in std::mem::take(&mut content.pending) {
                    apply(&mut content.durable, &change);
                }
            }
            Call::SyncFolder => self.possible_names = vec![self.names.clone()],
            Call::Link { from, to } => {
                let content = self.names[from];
                self.names.insert(to.clone(), content);
                self.possible_names.push(self.names.clone());
            }
            Call::Rename { from, to } => {
                if let Some(content) = self.names.remove(from) {
                    self.names.insert(to.clone(), content);
                    self.possible_names.push(self.names.clone());
                }
            }
            Call::Remove { file } => {
                self.names.remove(file);
                self.possible_names.push(self.names.clone());
            }
            Call::Acknowledged => self.acknowledged += 1,
        }
    }

    /// The content of a file, which is new if it has not been met. That a file was created is
    /// durable at once.
    fn content(&mut self, file: &str) -> &mut Content {
        let index = self.names.get(file).copied().unwrap_or_else(|| {
            self.contents.push(Content::default());
            let index = self.contents.len() - 1;
            for names in self.possible_names.iter_mut().chain([&mut self.names]) {
                names.insert(file.to_owned(), index);
            }
            index
        });
        &mut self.contents[index]
    }

    /// Writes what is left after a power cut to a folder. Returns how many sectors and truncations
    /// were lost.
    pub fn cut(&self, rng: &mut ChaCha8Rng, folder: &Path) -> usize {
        let mut lost = 0;
        let mut left = Vec::new();
        for content in &self.contents {
            let mut bytes = content.durable.clone();
            for change in &content.pending {
                if rng.random_bool(0.5) {
                    apply(&mut bytes, change);
                } else {
                    lost += 1;
                }
            }
            left.push(bytes);
        }
        let names = &self.possible_names[rng.random_range(0..self.possible_names.len())];
        for (name, content) in names {
            fs::write(folder.join(name), &left[*content]).unwrap();
        }
        lost
    }
}
