//! Sample journals: for newcomers to look around in, for screenshots, tests and benches. The same content for the same
//! size, seed and day, on every machine.

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
    /// How large a sample journal is.
    pub enum Size {
        /// Six people and half a year, written by hand.
        Small = "small",
        /// Twelve people, ten years, about 6,000 entries.
        Typical = "typical",
        /// Fifty people and 100,000 entries; one person has 20,000 over twenty years.
        Huge = "huge",
    }
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampleCounts {
    /// How many people.
    pub people: usize,
    /// How many one-on-ones, planned and skipped ones too.
    pub one_on_ones: usize,
    /// How many entries.
    pub entries: usize,
}

/// Why a sample journal was not written. Nothing is left half made.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// Its days would be beyond what a `UUIDv7` or the calendar can say.
    #[error(
        "A sample journal ends in a year from {first} to {last}, not in {year}.",
        first = YEARS.start(),
        last = YEARS.end()
    )]
    YearOutOfRange {
        /// The year that was asked for.
        year: i16,
    },
    /// The file could not be made.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SampleError {
    /// What happened, what is safe, and what to do.
    pub fn user_facing_error(&self) -> UserFacingError {
        match self {
            Self::Store(error) => error.user_facing_error(),
            Self::YearOutOfRange { .. } => {
                UserFacingError { problem: self.to_string(), reassurance: NOTHING_WRITTEN, remedy: "Name another day." }
            }
        }
    }
}

/// The seed where nobody asks for another.
pub const DEFAULT_SEED: u64 = 1;

/// The years that a sample journal may end in.
const YEARS: std::ops::RangeInclusive<i16> = 1995..=2200;

/// Sees to it that the small sample, which newcomers look around in, lies at `path`. One that is there stays as it is.
///
/// # Errors
/// Where the file cannot be written.
pub fn create_if_missing(path: &Path, until: Date) -> Result<(), SampleError> {
    match write(path, Size::Small, DEFAULT_SEED, until) {
        // What a sample that is gone left beside its place is no sample.
        Err(SampleError::Store(StoreError::AlreadyExists(found))) if found == path => Ok(()),
        Ok(_) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Writes a new sample journal at `path` that ends the day before `until`, or on it.
///
/// # Errors
/// Where something is at the path already (it is left as it was), or the file cannot be written.
pub fn write(path: &Path, size: Size, seed: u64, until: Date) -> Result<SampleCounts, SampleError> {
    if !YEARS.contains(&until.year()) {
        return Err(SampleError::YearOutOfRange { year: until.year() });
    }
    // Before the work, since a large sample takes a while.
    Db::ensure_not_exists(path)?;
    let (mut dice, zone) = (SampleRng::from_seed(seed), SampleZone::new());
    let content = match size {
        Size::Small => small::load(&mut dice, &zone, until),
        Size::Typical => generated::generate(generated::TYPICAL, &mut dice, &zone, until),
        Size::Huge => generated::generate(generated::HUGE, &mut dice, &zone, until),
    };
    let content = content.sorted_by_time();
    Db::create_atomic(path, |db| content.write_to(db))?;
    Ok(content.counts())
}
