//! A review: what you will say to a person about a period, written beside the evidence of it.
//!
//! One is being written at a time. Finishing dates it, and it stays to be read. What it can begin with are [`Template`]s; what
//! goes into it from the journal is a [`quotation()`], in the words that were written then.

mod lens;
mod quote;
mod template;
mod text;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use self::{
    lens::{Judging, judging, question},
    quote::quotation,
    template::{Offered, Template, TemplateError, fill, headings_as_template, offered, same_name},
    text::{Line, LineKind, ReviewError, clean, headings, lines},
};
use super::{
    id::{PersonId, Uid},
    moment::Moment,
};

/// What is said about a person and a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The lasting name.
    pub uid: Uid,
    /// Whom it is about.
    pub person: PersonId,
    /// The first day of the period.
    pub from: Date,
    /// The last day of the period.
    pub to: Date,
    /// When it was begun.
    pub begun: Moment,
    /// Markdown; never empty.
    pub text: String,
    /// When it was finished; `None` while it is being written.
    pub finished: Option<Moment>,
}

/// Two days as a period: `1 Jun – 30 Nov 2026`, with both years where they differ.
pub fn say_days(from: Date, to: Date) -> String {
    let first = if from.year() == to.year() { "%-d %b" } else { "%-d %b %Y" };
    format!("{} – {}", from.strftime(first), to.strftime("%-d %b %Y"))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_period_is_said_with_its_years_once() {
        for (from, to, said) in [
            (date(2026, 6, 1), date(2026, 11, 30), "1 Jun – 30 Nov 2026"),
            (date(2025, 12, 1), date(2026, 5, 31), "1 Dec 2025 – 31 May 2026"),
            (date(2026, 6, 1), date(2026, 6, 1), "1 Jun – 1 Jun 2026"),
        ] {
            assert_eq!(say_days(from, to), said);
        }
    }
}
