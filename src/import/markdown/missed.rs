//! What could not be placed, and why, in words.

use jiff::civil::Date;

use super::{super::misses::Misses, dates::Said, sections::Known};

/// Before it nobody kept notes that are Markdown now.
const FIRST_YEAR: i16 = 1900;

/// How it is said of a day that could be two; what it is would come in once it is said which.
const TWO_DAYS: &str = ", which could be two days";

/// Whether it is only to be said how days are read.
pub(super) fn is_asked(why: &str) -> bool {
    why.contains(TWO_DAYS)
}

/// The day that is meant by how it is written, in a year that goes without saying; or why none is.
pub(super) fn day(day: Option<&(Said, String)>, year: Option<i16>, known: &Known<'_>) -> Result<Date, String> {
    let Some((said, text)) = day else { return Err("has no day".to_owned()) };
    match (said, said.settle(known.order, year)) {
        (_, Some(day)) if day > known.today => Err(format!("is about {text}, a day that has not come")),
        (_, Some(day)) if day.year() < FIRST_YEAR => Err(format!("is about {text}, a day before anybody’s notes")),
        (_, Some(day)) => Ok(day),
        (Said::Either(..), None) => Err(format!("is about {text}{TWO_DAYS}")),
        (Said::NoYear(..), None) if year.is_none() => Err(format!("is about {text} of no year")),
        _ => Err(format!("is about {text}, a day that is in no calendar")),
    }
}

/// More reasons than anybody reads through; a last one stands for the rest.
const MOST: usize = 1_000;

/// What could not be placed, by why: a note that is about something else is one miss, however long it is.
#[derive(Default)]
pub(super) struct Missed(Vec<(String, u64, usize)>);

impl Missed {
    pub(super) fn add(&mut self, line: u64, why: String) {
        let why = if self.0.len() < MOST { why } else { "cannot be placed".to_owned() };
        match self.0.iter_mut().rev().take(50).find(|(known, ..)| *known == why) {
            Some((_, _, more)) => *more += 1,
            None => self.0.push((why, line, 0)),
        }
    }

    pub(super) fn tell(self, misses: &mut Misses) {
        for (why, line, more) in self.0 {
            let more = match more {
                0 => String::new(),
                1 => ", like one other line of it".to_owned(),
                more => format!(", like {more} other lines of it"),
            };
            misses.add(line, format!("{why}{more}"));
        }
    }
}
