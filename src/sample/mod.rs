//! Sample journals for new users, screenshots, tests and benches: the same content for the same
//! size, seed and day on every machine.

mod dataset;
mod generate_person;
mod generated;
mod leader;
mod phrases;
mod rng;
mod small;
mod zone;

use std::path::Path;

use jiff::civil::Date;

use self::{rng::SampleRng, zone::SampleZone};
use crate::{
    domain::string_enum::string_enum,
    store::{Db, StoreError},
    wording::user_error::{NOTHING_WRITTEN, UserFacingError},
};

string_enum! {
    /// The size of a sample journal.
    pub enum Size {
        /// Six people and half a year, written by hand.
        Small = "small",
        /// Twelve people, ten years, about 6,000 entries.
        Typical = "typical",
        /// Fifty people and 100,000 entries; one person has 20,000 over twenty years.
        Huge = "huge",
    }
}

/// The number of records written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampleCounts {
    /// People.
    pub people: usize,
    /// One-on-ones, including planned and skipped ones.
    pub one_on_ones: usize,
    /// Entries.
    pub entries: usize,
}

/// Why a sample journal was not written. No partial file is left.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// The dates would be outside the range of a `UUIDv7` or the calendar.
    #[error(
        "A sample journal can end in the years {first} to {last}, not in {year}.",
        first = YEARS.start(),
        last = YEARS.end()
    )]
    YearOutOfRange {
        /// The requested year.
        year: i16,
    },
    /// The file could not be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SampleError {
    /// The error as shown to the user: problem, reassurance and remedy.
    pub fn user_facing_error(&self) -> UserFacingError {
        match self {
            Self::Store(error) => error.user_facing_error(),
            Self::YearOutOfRange { .. } => UserFacingError {
                problem: self.to_string(),
                reassurance: NOTHING_WRITTEN,
                remedy: "Choose another day.",
            },
        }
    }
}

/// The default seed.
pub const DEFAULT_SEED: u64 = 1;

/// The years in which a sample journal may end.
const YEARS: std::ops::RangeInclusive<i16> = 1995..=2200;

/// Writes the small sample to `path` unless it exists.
///
/// # Errors
/// The file cannot be written.
pub fn create_if_missing(path: &Path, until: Date) -> Result<(), SampleError> {
    match write(path, Size::Small, DEFAULT_SEED, until) {
        // Only `path` itself counts: the remains of a deleted sample beside it are an error.
        Err(SampleError::Store(StoreError::AlreadyExists(existing))) if existing == path => Ok(()),
        Ok(_) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Writes a new sample journal to `path` that ends at `until` or the day before.
///
/// # Errors
/// Something exists at `path` (it is left unchanged), or the file cannot be written.
pub fn write(path: &Path, size: Size, seed: u64, until: Date) -> Result<SampleCounts, SampleError> {
    if !YEARS.contains(&until.year()) {
        return Err(SampleError::YearOutOfRange { year: until.year() });
    }
    // Checked first, since a large sample takes a while to generate.
    Db::ensure_not_exists(path)?;
    let (mut rng, zone) = (SampleRng::from_seed(seed), SampleZone::new());
    let dataset = match size {
        Size::Small => small::load(&mut rng, &zone, until),
        Size::Typical => generated::generate(generated::TYPICAL, &mut rng, &zone, until),
        Size::Huge => generated::generate(generated::HUGE, &mut rng, &zone, until),
    };
    let dataset = dataset.sorted_by_time();
    Db::create_atomic(path, |db| dataset.write_to(db))?;
    Ok(dataset.counts())
}
