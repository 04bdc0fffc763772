//! Lines that cannot be placed, and why.

use jiff::civil::Date;
use thiserror::Error;

use super::{super::diagnostics::Diagnostics, ParseContext};
use crate::domain::parse::date::PartialDate;

/// Nobody kept notes before this year that are Markdown now.
const MIN_YEAR: i16 = 1900;

/// After this many different reasons of a note, the last one stands for the rest.
const MAX_REASONS: usize = 1_000;

/// How many of the latest reasons are searched for an equal one.
const RECENT_REASONS: usize = 50;

/// Why a line cannot be placed. The messages are the end of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(super) enum UnplacedReason {
    #[error("names no person")]
    NoPerson,
    #[error("names more than one person: {0}")]
    SeveralPeople(String),
    #[error("has no date")]
    NoDay,
    #[error("is dated {0}, which is in the future")]
    FutureDay(String),
    #[error("is dated {0}, which is too long ago")]
    TooEarly(String),
    #[error("is dated {0}, which can be read two ways")]
    AmbiguousDay(String),
    #[error("is dated {0}, without a year")]
    NoYear(String),
    #[error("is dated {0}, which isn’t a valid date")]
    InvalidDay(String),
    #[error("can’t be placed")]
    Other,
}

/// The date of a section, in the year that its surroundings give.
pub(super) fn resolve_day(
    day: Option<&(PartialDate, String)>,
    year: Option<i16>,
    context: &ParseContext<'_>,
) -> Result<Date, UnplacedReason> {
    let Some((date, text)) = day else { return Err(UnplacedReason::NoDay) };
    let text = text.clone();
    match (date, date.resolve(context.day_order, year)) {
        (_, Some(day)) if day > context.today => Err(UnplacedReason::FutureDay(text)),
        (_, Some(day)) if day.year() < MIN_YEAR => Err(UnplacedReason::TooEarly(text)),
        (_, Some(day)) => Ok(day),
        (PartialDate::Ambiguous { .. }, None) => Err(UnplacedReason::AmbiguousDay(text)),
        (PartialDate::WithoutYear { .. }, None) if year.is_none() => Err(UnplacedReason::NoYear(text)),
        _ => Err(UnplacedReason::InvalidDay(text)),
    }
}

/// The lines of a note that cannot be placed, grouped by reason.
#[derive(Default)]
pub(super) struct UnplacedLines(Vec<UnplacedGroup>);

struct UnplacedGroup {
    reason: UnplacedReason,
    first_line: u64,
    more: usize,
}

impl UnplacedLines {
    pub(super) fn add(&mut self, line: u64, reason: UnplacedReason) {
        let reason = if self.0.len() < MAX_REASONS { reason } else { UnplacedReason::Other };
        match self.0.iter_mut().rev().take(RECENT_REASONS).find(|group| group.reason == reason) {
            Some(group) => group.more += 1,
            None => self.0.push(UnplacedGroup { reason, first_line: line, more: 0 }),
        }
    }

    /// Adds a diagnostic for each group. Ambiguous dates are left out where their order is asked
    /// for.
    pub(super) fn report(self, asks_day_order: bool, diagnostics: &mut Diagnostics) {
        for UnplacedGroup { reason, first_line, more } in self.0 {
            if asks_day_order && matches!(reason, UnplacedReason::AmbiguousDay(_)) {
                continue;
            }
            let more = match more {
                0 => String::new(),
                1 => ", like one other line".to_owned(),
                more => format!(", like {more} other lines"),
            };
            diagnostics.add(first_line, format!("{reason}{more}"));
        }
    }
}
