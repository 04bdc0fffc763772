//! What matters to a person, as details to ask about, and when each was last asked.
//!
//! What matters to somebody is free text. It is taken apart where its writer set one thing off from the next: at the end
//! of a line, a `·`, a `•` or a semicolon; a text without these at the end of its sentences; one of a single sentence at
//! its commas. So "two kids, school run at 8:30 · climbs" holds two details, and "Climbs, two kids" two as well.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::day::ago;

/// A detail that was asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// As it stands in what matters to them.
    pub detail: String,
    /// The last day it was asked on.
    pub on: Date,
}

/// The one detail that is offered to ask about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Offered {
    /// As it stands in what matters to them.
    pub detail: String,
    /// The last day it was asked on, if it ever was.
    pub last_asked: Option<Date>,
    /// The same in words.
    pub said: String,
}

/// The details in a text, in the order they stand.
pub fn details(matters: &str) -> Vec<String> {
    let strong: Vec<String> = cut(matters, |text| text.split(['\n', '·', '•', ';']).collect());
    if strong.len() != 1 {
        return strong;
    }
    let sentences = cut(matters, |text| text.split(". ").collect());
    if sentences.len() > 1 { sentences } else { cut(matters, |text| text.split(", ").collect()) }
}

fn cut(text: &str, at: impl FnOnce(&str) -> Vec<&str>) -> Vec<String> {
    let parts = at(text).into_iter();
    parts.map(|part| part.trim().trim_end_matches('.').to_owned()).filter(|part| !part.is_empty()).collect()
}

/// The detail to ask about: what was asked today stays in sight for the day; else the first that was never asked; else the
/// one that was asked longest ago. `None` where nothing is known to matter.
pub fn offered(matters: &str, asked: &[Asked], today: Date) -> Option<Offered> {
    let when = |detail: &str| asked.iter().find(|asked| asked.detail == detail).map(|asked| asked.on);
    let all: Vec<(String, Option<Date>)> = details(matters)
        .into_iter()
        .map(|detail| {
            let last_asked = when(&detail);
            (detail, last_asked)
        })
        .collect();
    let of_today = all.iter().find(|(_, on)| on.is_some_and(|on| on >= today));
    // `None` comes before every day, and of equals the first is taken.
    let (detail, last_asked) = of_today.or_else(|| all.iter().min_by_key(|(_, on)| *on))?.clone();
    let said = last_asked.map_or_else(|| "not asked yet".to_owned(), |on| format!("last asked {}", ago(on, today)));
    Some(Offered { detail, last_asked, said })
}

/// The memory after a detail was asked about; what no longer matters is forgotten, and what does not matter is not
/// remembered.
#[must_use]
pub fn after_asking(asked: &[Asked], matters: &str, detail: &str, on: Date) -> Vec<Asked> {
    let known = details(matters);
    if !known.iter().any(|known| known == detail) {
        return asked.to_vec();
    }
    let others = asked.iter().filter(|asked| asked.detail != detail && known.contains(&asked.detail));
    others.cloned().chain([Asked { detail: detail.to_owned(), on }]).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 24);

    #[test]
    fn details_are_what_their_writer_set_apart() {
        for (matters, expected) in [
            ("", &[][..]),
            (" \n ", &[]),
            ("Climbing", &["Climbing"]),
            ("Climbing · two kids, school run at 8:30", &["Climbing", "two kids, school run at 8:30"]),
            ("Climbing\nTwo kids; tea", &["Climbing", "Two kids", "tea"]),
            ("Climbs at 8.30. Two kids, a dog.", &["Climbs at 8.30", "Two kids, a dog"]),
            ("Climbing, two kids, tea", &["Climbing", "two kids", "tea"]),
        ] {
            assert_eq!(details(matters), expected, "{matters:?}");
        }
    }

    #[test]
    fn the_detail_that_waited_longest_is_offered_and_what_was_asked_today_stays() {
        let asked = |days: &[(&str, Date)]| -> Vec<Asked> {
            days.iter().map(|(detail, on)| Asked { detail: (*detail).to_owned(), on: *on }).collect()
        };
        let offer = |asked: &[Asked]| offered("tea · kids · dog", asked, TODAY).map(|one| (one.detail, one.said));
        let is = |detail: &str, said: &str| Some((detail.to_owned(), said.to_owned()));
        let (october, november) = (date(2026, 10, 6), date(2026, 11, 17));
        assert_eq!(offered("", &[], TODAY), None);
        assert_eq!(offer(&[]), is("tea", "not asked yet"));
        assert_eq!(offer(&asked(&[("tea", october)])), is("kids", "not asked yet"));
        let all = asked(&[("tea", november), ("kids", october), ("dog", november)]);
        assert_eq!(offer(&all), is("kids", "last asked 7 weeks ago"));
        let now = after_asking(&all, "tea · kids · dog", "kids", TODAY);
        assert_eq!(offer(&now), is("kids", "last asked today"));
        assert_eq!(now.len(), 3);
        assert_eq!(after_asking(&all, "tea", "tea", TODAY).len(), 1, "what no longer matters is forgotten");
        assert_eq!(after_asking(&all, "tea", "rain", TODAY), all, "what does not matter is not remembered");
    }
}
