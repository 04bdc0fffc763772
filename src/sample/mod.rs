//! Sample journals: for newcomers to look around in, for screenshots, tests and benches. The same content for the same
//! size, seed and day, on every machine.

mod content;
mod dice;
mod generated;
mod leader;
mod phrases;
mod small;
mod story;
mod zone;

use std::path::Path;

use jiff::civil::Date;

use self::{dice::Dice, zone::Zone};
use crate::{
    domain::words::words,
    store::{Db, StoreError, Trouble},
};

words! {
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
pub struct Made {
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
    Year {
        /// The year that was asked for.
        year: i16,
    },
    /// The file could not be made.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SampleError {
    /// What happened, what is safe, and what to do.
    pub fn trouble(&self) -> Trouble {
        match self {
            Self::Store(error) => error.trouble(),
            Self::Year { .. } => {
                Trouble { happened: self.to_string(), safe: "Nothing was written.", to_do: "Name another day." }
            }
        }
    }
}

/// The seed where nobody asks for another.
pub const FIRST_SEED: u64 = 1;

/// The years that a sample journal may end in.
const YEARS: std::ops::RangeInclusive<i16> = 1995..=2200;

/// Sees to it that the small sample, which newcomers look around in, lies at `path`. One that is there stays as it is.
///
/// # Errors
/// Where the file cannot be written.
pub fn make_if_missing(path: &Path, until: Date) -> Result<(), SampleError> {
    match write(path, Size::Small, FIRST_SEED, until) {
        // What a sample that is gone left beside its place is no sample.
        Err(SampleError::Store(StoreError::Exists(found))) if found == path => Ok(()),
        Ok(_) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Writes a new sample journal at `path` that ends the day before `until`, or on it.
///
/// # Errors
/// Where something is at the path already (it is left as it was), or the file cannot be written.
pub fn write(path: &Path, size: Size, seed: u64, until: Date) -> Result<Made, SampleError> {
    if !YEARS.contains(&until.year()) {
        return Err(SampleError::Year { year: until.year() });
    }
    // Before the work, since a large sample takes a while.
    Db::refuse_existing(path)?;
    let (mut dice, zone) = (Dice::seeded(seed), Zone::new());
    let content = match size {
        Size::Small => small::content(&mut dice, &zone, until),
        Size::Typical => generated::content(generated::TYPICAL, &mut dice, &zone, until),
        Size::Huge => generated::content(generated::HUGE, &mut dice, &zone, until),
    };
    let content = content.in_order_of_time();
    Db::create_whole(path, |db| content.put(db))?;
    Ok(content.made())
}
