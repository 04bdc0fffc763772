//! The pages of a damaged database file and of the write-ahead log beside it.
//!
//! They are read without `SQLite`: it refuses a file whose header is damaged, stops at the first
//! damaged page, and would create files beside the damaged one.

use std::{collections::HashMap, fs, io, path::Path, sync::Arc};

use super::super::{
    APPLICATION_ID, StoreError,
    encryption::{self, FileKey},
    error::Result,
    wal,
};

/// The page size of every journal that Rapport creates.
const DEFAULT_PAGE_SIZE: usize = 4096;
/// The page sizes that `SQLite` knows.
const PAGE_SIZES: [usize; 8] = [65_536, 32_768, 16_384, 8192, 4096, 2048, 1024, 512];

const WAL_HEADER_SIZE: usize = wal::LOG_HEADER;
const FRAME_HEADER_SIZE: usize = wal::FRAME_HEADER;

/// The pages of a file, in their latest committed version.
pub(super) struct Pages {
    page_size: usize,
    /// Padded with zeros to whole pages.
    file: Vec<u8>,
    wal: Vec<u8>,
    /// Where in the write-ahead log the latest version of a page is.
    in_wal: HashMap<u32, usize>,
    count: u32,
    /// The key of an encrypted file, whose pages are decrypted.
    pub key: Option<Arc<FileKey>>,
    /// How many commits of the write-ahead log have a frame that is damaged.
    pub torn_commits: u64,
}

impl Pages {
    /// Reads the file and its write-ahead log into memory.
    ///
    /// # Errors
    /// Fails if there is no file, it cannot be read, it was written meanwhile, or it is encrypted
    /// and its key is not known.
    pub(super) fn read(path: &Path, wal_path: &Path) -> Result<Self> {
        let io = |source: io::Error| match source.kind() {
            io::ErrorKind::NotFound => StoreError::NotFound(path.to_owned()),
            _ => StoreError::from_io(path, source),
        };
        let stamp = || match fs::metadata(path) {
            // The log alone may hold the whole journal.
            Err(error) if error.kind() == io::ErrorKind::NotFound && wal_path.is_file() => Ok(None),
            found => found.map(Some),
        };
        let metadata = stamp().map_err(io)?;
        if metadata.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(StoreError::IsDirectory(path.to_owned()));
        }
        if metadata.as_ref().is_some_and(|metadata| !metadata.is_file()) {
            return Err(StoreError::NotAJournal(path.to_owned()));
        }
        let read_or_empty = |path: &Path| match fs::read(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            read => read.map_err(io),
        };
        let version = |metadata: Option<fs::Metadata>| metadata.map(|found| (found.len(), found.modified().ok()));
        let before = version(metadata);
        let file = read_or_empty(path)?;
        let wal = read_or_empty(wal_path)?;
        if version(stamp().map_err(io)?) != before {
            return Err(StoreError::Busy(path.to_owned()));
        }
        match encryption::key_of_content(&file) {
            Some(key) => Ok(Self::new(file, wal, encryption::PAGE_SIZE).decrypt(key)),
            None if encryption::looks_encrypted(&file) => Err(StoreError::Encrypted(path.to_owned())),
            None => {
                let page_size = detect_page_size(&file, &wal);
                Ok(Self::new(file, wal, page_size))
            }
        }
    }

    fn new(mut file: Vec<u8>, wal: Vec<u8>, page_size: usize) -> Self {
        file.resize(file.len().next_multiple_of(page_size), 0);
        let log = WriteAheadLog::read(&wal, page_size);
        let in_file = u32::try_from(file.len() / page_size).unwrap_or(u32::MAX);
        let highest = log.pages.keys().copied().max().unwrap_or(0);
        let count = in_file.max(highest);
        Self { page_size, count, key: None, torn_commits: log.torn_commits, in_wal: log.pages, file, wal }
    }

    /// Decrypts all pages. One that is damaged becomes zeros, of which nothing is read.
    fn decrypt(mut self, key: Arc<FileKey>) -> Self {
        for (number, page) in (1..).zip(self.file.chunks_exact_mut(self.page_size)) {
            decrypt_in_place(&key, number, page);
        }
        for (&number, &at) in &self.in_wal {
            if let Some(page) = self.wal.get_mut(at..at + self.page_size) {
                decrypt_in_place(&key, number, page);
            }
        }
        self.key = Some(key);
        self
    }

    /// The number of pages.
    pub(super) fn count(&self) -> u32 {
        self.count
    }

    /// How many bytes of a page can hold rows.
    pub(super) fn usable_size(&self) -> usize {
        if self.key.is_some() { self.page_size - encryption::RESERVED } else { self.page_size }
    }

    /// The page with this number, from 1; `None` if the file ends before it.
    pub(super) fn page(&self, number: u32) -> Option<&[u8]> {
        if let Some(&at) = self.in_wal.get(&number) {
            return self.wal.get(at..at + self.page_size);
        }
        let at = usize::try_from(number.checked_sub(1)?).ok()? * self.page_size;
        self.file.get(at..at + self.page_size)
    }

    /// The schema version in the header of the file.
    pub(super) fn schema_version(&self) -> i64 {
        self.page(1).and_then(|page| read_u32(page, 60)).map_or(0, i64::from)
    }

    /// Whether the header of the file is that of a journal.
    pub(super) fn has_journal_header(&self) -> bool {
        let Some(page) = self.page(1) else { return false };
        page.starts_with(b"SQLite format 3\0") && read_u32(page, 68) == Some(APPLICATION_ID.cast_unsigned())
    }

    /// The pages that hold nothing, as far as their list can be read.
    pub(super) fn free_pages(&self) -> Vec<u32> {
        let mut free = Vec::new();
        let mut trunk = self.page(1).and_then(|page| read_u32(page, 32)).unwrap_or(0);
        let mut trunks = 0;
        while trunk != 0 && trunks < self.count {
            let Some(page) = self.page(trunk) else { break };
            free.push(trunk);
            let (Some(next), Some(leaves)) = (read_u32(page, 0), read_u32(page, 4)) else { break };
            let listed = (0..leaves as usize).map_while(|index| read_u32(page, 8 + 4 * index));
            free.extend(listed.filter(|page| (1..=self.count).contains(page)));
            (trunk, trunks) = (next, trunks + 1);
        }
        free
    }
}

fn decrypt_in_place(key: &FileKey, number: u32, page: &mut [u8]) {
    match encryption::decrypt_page(key, number, page) {
        Some(plain) => page.copy_from_slice(&plain),
        None => page.fill(0),
    }
}

/// The big-endian number at `at`.
pub(super) fn read_u32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// The big-endian number at `at`.
pub(super) fn read_u16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

/// The page size at which most pages begin like a node of a B-tree. The headers of the file and of
/// the write-ahead log are believed only if there are too few pages to tell.
fn detect_page_size(file: &[u8], wal: &[u8]) -> usize {
    let mut best = (0, None);
    for size in PAGE_SIZES {
        let nodes = file.chunks(size).skip(1).filter(|page| looks_like_node(page, size)).count();
        // Some page of text may begin like a node, so a smaller size has to be clearly better.
        if nodes > best.0 + best.0 / 10 {
            best = (nodes, Some(size));
        }
    }
    let known = |size: usize| PAGE_SIZES.contains(&size).then_some(size);
    let in_header = read_u16(file, 16).and_then(|size| known(if size == 1 { 65_536 } else { size.into() }));
    let in_wal = || read_u32(wal, 8).and_then(|size| known(usize::try_from(size).ok()?));
    best.1.or(in_header).or_else(in_wal).unwrap_or(DEFAULT_PAGE_SIZE)
}

fn looks_like_node(page: &[u8], size: usize) -> bool {
    let header = match page.first() {
        Some(2 | 5) => 12,
        Some(10 | 13) => 8,
        _ => return false,
    };
    let (Some(cells), Some(content)) = (read_u16(page, 3), read_u16(page, 5)) else { return false };
    let content = if content == 0 { 65_536 } else { usize::from(content) };
    content <= size && header + 2 * usize::from(cells) <= content
}

/// The committed frames of a write-ahead log.
#[derive(Default)]
struct WriteAheadLog {
    pages: HashMap<u32, usize>,
    torn_commits: u64,
}

impl WriteAheadLog {
    /// Reads the frames of all commits. Unlike `SQLite`, goes on after a damaged frame: each frame
    /// is checked from the checksum that stands in the one before it.
    fn read(wal: &[u8], page_size: usize) -> Self {
        let mut log = Self::default();
        let header = wal.get(..WAL_HEADER_SIZE).unwrap_or_default();
        let first_frame = wal.get(WAL_HEADER_SIZE..WAL_HEADER_SIZE + FRAME_HEADER_SIZE).unwrap_or_default();
        let is_big_endian = read_u32(header, 0).is_some_and(|magic| magic == wal::LOG_MAGIC | 1);
        let header_sum = checksum(header.get(..24).unwrap_or_default(), (0, 0), is_big_endian);
        let is_sound = sums_at(header, 24) == Some(header_sum);
        // The salts of a damaged header also stand in each of its frames.
        let salts = if is_sound { header.get(16..24) } else { first_frame.get(8..16) };
        let mut seed = header_sum;
        let mut pending = HashMap::new();
        let mut is_torn = false;
        let mut at = WAL_HEADER_SIZE;
        while let Some(frame) = wal.get(at..at + FRAME_HEADER_SIZE + page_size) {
            let data = at + FRAME_HEADER_SIZE;
            at = data + page_size;
            if frame.get(8..16) != salts {
                // Left from before the log was last begun anew, or damaged.
                is_torn |= sums_at(frame, 16).is_none();
                continue;
            }
            let sum = checksum(&frame[..8], seed, is_big_endian);
            let sum = checksum(&frame[FRAME_HEADER_SIZE..], sum, is_big_endian);
            let stored = sums_at(frame, 16);
            let is_first_after_bad_header = !is_sound && data == WAL_HEADER_SIZE + FRAME_HEADER_SIZE;
            seed = stored.unwrap_or(sum);
            if stored != Some(sum) && !is_first_after_bad_header {
                is_torn = true;
                continue;
            }
            let (Some(page), Some(size_after_commit)) = (read_u32(frame, 0), read_u32(frame, 4)) else { continue };
            pending.insert(page, data);
            if size_after_commit != 0 {
                log.pages.extend(pending.drain());
                log.torn_commits += u64::from(std::mem::take(&mut is_torn));
            }
        }
        log.torn_commits += u64::from(is_torn);
        log
    }
}

fn sums_at(bytes: &[u8], at: usize) -> Option<(u32, u32)> {
    Some((read_u32(bytes, at)?, read_u32(bytes, at + 4)?))
}

/// The checksum of the format of write-ahead logs.
fn checksum(bytes: &[u8], seed: (u32, u32), is_big_endian: bool) -> (u32, u32) {
    let (mut first, mut second) = seed;
    for words in bytes.chunks_exact(8) {
        let word = |at: usize| {
            let bytes = [words[at], words[at + 1], words[at + 2], words[at + 3]];
            if is_big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) }
        };
        first = first.wrapping_add(word(0)).wrapping_add(second);
        second = second.wrapping_add(word(4)).wrapping_add(first);
    }
    (first, second)
}
