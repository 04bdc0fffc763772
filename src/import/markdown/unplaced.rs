//! What could not be placed, and why, in words.

use jiff::civil::Date;

use super::{super::diagnostics::Diagnostics, sections::ParseContext};
use crate::domain::parse::date::PartialDate;

/// Before it nobody kept notes that are Markdown now.
const MIN_YEAR: i16 = 1900;

/// How it is said of a day that could be two; what it is would come in once it is said which.
const AMBIGUOUS_DATE: &str = ", which could be two days";

/// Whether it is only to be said how days are read.
pub(super) fn is_ambiguous_date(why: &str) -> bool {
    why.contains(AMBIGUOUS_DATE)
}

/// The day that is meant by how it is written, in a year that goes without saying; or why none is.
pub(super) fn resolve_day(
    day: Option<&(PartialDate, String)>,
    year: Option<i16>,
    context: &ParseContext<'_>,
) -> Result<Date, String> {
    let Some((said, text)) = day else { return Err("has no day".to_owned()) };
    match (said, said.resolve(context.day_order, year)) {
        (_, Some(day)) if day > context.today => Err(format!("is about {text}, a day that has not come")),
        (_, Some(day)) if day.year() < MIN_YEAR => Err(format!("is about {text}, a day before anybody’s notes")),
        (_, Some(day)) => Ok(day),
        (PartialDate::Ambiguous { .. }, None) => Err(format!("is about {text}{AMBIGUOUS_DATE}")),
        (PartialDate::WithoutYear { .. }, None) if year.is_none() => Err(format!("is about {text} of no year")),
        _ => Err(format!("is about {text}, a day that is in no calendar")),
    }
}

/// More reasons than anybody reads through; a last one stands for the rest.
const MAX_REASONS: usize = 1_000;

/// What could not be placed, by why: a note that is about something else is one miss, however long it is.
#[derive(Default)]
pub(super) struct UnplacedLines(Vec<(String, u64, usize)>);

impl UnplacedLines {
    pub(super) fn add(&mut self, line: u64, why: String) {
        let why = if self.0.len() < MAX_REASONS { why } else { "cannot be placed".to_owned() };
        match self.0.iter_mut().rev().take(50).find(|(known, ..)| *known == why) {
            Some((_, _, more)) => *more += 1,
            None => self.0.push((why, line, 0)),
        }
    }

    pub(super) fn report(self, diagnostics: &mut Diagnostics) {
        for (why, line, more) in self.0 {
            let more = match more {
                0 => String::new(),
                1 => ", like one other line of it".to_owned(),
                more => format!(", like {more} other lines of it"),
            };
            diagnostics.add(line, format!("{why}{more}"));
        }
    }
}
