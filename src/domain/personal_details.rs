//! Personal details of a person to ask about, and when each was last asked.
//!
//! The details are free text. It is split at line ends, `·`, `•` and semicolons; a text without
//! these at its sentences; a single sentence at its commas. So "two kids, school run at 8:30 ·
//! climbs" has two details, and so has "Climbs, two kids".

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A detail that was asked about, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedDetail {
    /// The detail, as in the text.
    pub detail: String,
    /// The day it was last asked.
    #[serde(rename = "on")]
    pub asked_on: Date,
}

/// The detail suggested to ask about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestedDetail {
    /// The detail, as in the text.
    pub detail: String,
    /// The day it was last asked; `None` where it never was.
    pub last_asked: Option<Date>,
}

/// The details of a text, in order.
pub fn split_details(text: &str) -> Vec<String> {
    let strong: Vec<String> = split_trimmed(text, |text| text.split(['\n', '·', '•', ';']).collect());
    if strong.len() != 1 {
        return strong;
    }
    let sentences = split_trimmed(text, |text| text.split(". ").collect());
    if sentences.len() > 1 { sentences } else { split_trimmed(text, |text| text.split(", ").collect()) }
}

fn split_trimmed(text: &str, at: impl FnOnce(&str) -> Vec<&str>) -> Vec<String> {
    let parts = at(text).into_iter();
    parts.map(|part| part.trim().trim_end_matches('.').to_owned()).filter(|part| !part.is_empty()).collect()
}

/// The detail to ask about: the one asked today, which stays for the day; else the first that was
/// never asked; else the one asked longest ago. `None` where there are no details.
pub fn suggest_detail(text: &str, asked: &[AskedDetail], today: Date) -> Option<SuggestedDetail> {
    let when = |detail: &str| asked.iter().find(|asked| asked.detail == detail).map(|asked| asked.asked_on);
    let all: Vec<(String, Option<Date>)> = split_details(text)
        .into_iter()
        .map(|detail| {
            let last_asked = when(&detail);
            (detail, last_asked)
        })
        .collect();
    let of_today = all.iter().find(|(_, on)| on.is_some_and(|on| on >= today));
    // `None` sorts before every day, and the first of equals is taken.
    let (detail, last_asked) = of_today.or_else(|| all.iter().min_by_key(|(_, on)| *on))?.clone();
    Some(SuggestedDetail { detail, last_asked })
}

/// The asked details after `detail` was asked `on` a day. Those no longer in the text are dropped;
/// a detail that is not in the text changes nothing.
#[must_use]
pub fn record_asked(asked: &[AskedDetail], text: &str, detail: &str, on: Date) -> Vec<AskedDetail> {
    let known = split_details(text);
    if !known.iter().any(|known| known == detail) {
        return asked.to_vec();
    }
    let others = asked.iter().filter(|asked| asked.detail != detail && known.contains(&asked.detail));
    others.cloned().chain([AskedDetail { detail: detail.to_owned(), asked_on: on }]).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 24);

    #[test]
    fn details_are_split_at_the_strongest_separator() {
        for (text, expected) in [
            ("", &[][..]),
            (" \n ", &[]),
            ("Climbing", &["Climbing"]),
            ("Climbing · two kids, school run at 8:30", &["Climbing", "two kids, school run at 8:30"]),
            ("Climbing\nTwo kids; tea", &["Climbing", "Two kids", "tea"]),
            ("Climbs at 8.30. Two kids, a dog.", &["Climbs at 8.30", "Two kids, a dog"]),
            ("Climbing, two kids, tea", &["Climbing", "two kids", "tea"]),
        ] {
            assert_eq!(split_details(text), expected, "{text:?}");
        }
    }

    #[test]
    fn suggests_the_detail_asked_longest_ago() {
        let asked = |days: &[(&str, Date)]| -> Vec<AskedDetail> {
            days.iter().map(|(detail, on)| AskedDetail { detail: (*detail).to_owned(), asked_on: *on }).collect()
        };
        let offer = |asked: &[AskedDetail]| {
            suggest_detail("tea · kids · dog", asked, TODAY).map(|one| (one.detail, one.last_asked))
        };
        let is = |detail: &str, last_asked: Option<Date>| Some((detail.to_owned(), last_asked));
        let (october, november) = (date(2026, 10, 6), date(2026, 11, 17));
        assert_eq!(suggest_detail("", &[], TODAY), None);
        assert_eq!(offer(&[]), is("tea", None));
        assert_eq!(offer(&asked(&[("tea", october)])), is("kids", None));
        let all = asked(&[("tea", november), ("kids", october), ("dog", november)]);
        assert_eq!(offer(&all), is("kids", Some(october)));
        let now = record_asked(&all, "tea · kids · dog", "kids", TODAY);
        assert_eq!(offer(&now), is("kids", Some(TODAY)));
        assert_eq!(now.len(), 3);
        assert_eq!(record_asked(&all, "tea", "tea", TODAY).len(), 1, "what no longer matters is forgotten");
        assert_eq!(record_asked(&all, "tea", "rain", TODAY), all, "what does not matter is not remembered");
    }
}
