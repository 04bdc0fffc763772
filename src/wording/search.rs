//! What the search says about a query and what it found.

use crate::domain::{
    search::query::{FilterKey, Meaning, Query, Remark, Term},
    text_cleaning::{format_thousands, quote_input},
};

/// What was not understood, as a sentence.
pub fn describe_remark(remark: &Remark) -> String {
    match remark {
        Remark::UnknownFilter(name) => {
            format!("{} isn’t a filter, so it’s searched as words.", quote_input(&format!("{name}:")))
        }
        Remark::UnknownValue(key, value) => {
            let value = quote_input(value);
            match key {
                FilterKey::Kind => format!("{value} isn’t a kind, so it’s searched as words."),
                FilterKey::Person => format!("Nobody is called {value}, so it’s searched as words."),
                FilterKey::Before | FilterKey::After | FilterKey::In => {
                    format!(
                        "{value} isn’t a date or period, so it’s searched as words. Try 2026, march or 27 nov 2026."
                    )
                }
                FilterKey::Is => {
                    format!("{value} isn’t a state, so it’s searched as words. Try open, late, evidence or trash.")
                }
            }
        }
        Remark::MissingValue(key) => format!("Nothing follows “{}:” yet.", key.as_str()),
        Remark::TooLong => "This query is too long. Only its beginning is searched.".to_owned(),
        Remark::NothingToSearch => "Type a word to search for.".to_owned(),
    }
}

/// The line for an empty list.
pub fn no_hits(query: &Query) -> &'static str {
    if query.is_empty() {
        "Nothing was searched."
    } else if query.is_in_trash() {
        "Nothing in the trash matches."
    } else {
        "Nothing matches. The trash is searched with is:trash."
    }
}

/// The number of hits, as in "1,240 found."
pub fn describe_total(total: usize, is_capped: bool) -> String {
    let more = if is_capped { "More than " } else { "" };
    format!("{more}{} found.", format_thousands(total))
}

/// Why not all hits are counted.
pub fn capped_note() -> &'static str {
    "Only the ones added last are ranked and counted. Add a word or a filter to narrow it down."
}

/// What may have been meant, as a question.
pub fn did_you_mean(suggested: &str) -> String {
    format!("Did you mean {}?", quote_input(suggested))
}

/// The input with a suggested word in the place of a part of it.
pub fn suggested_query(query: &Query, input: &str, part: usize, word: &str) -> String {
    let Some(part) = query.parts().get(part) else { return input.to_owned() };
    let before = input.get(..part.range.start).unwrap_or_default();
    let after = input.get(part.range.end..).unwrap_or_default();
    let is_quoted = matches!(&part.meaning, Meaning::Term(Term { is_prefix: false, .. }));
    let quote = if is_quoted { "\"" } else { "" };
    format!("{before}{quote}{word}{quote}{after}")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::search::query::QueryContext;

    fn parse(input: &str) -> Query {
        Query::parse(input, &QueryContext { today: date(2026, 11, 24), people: &[] })
    }

    #[test]
    fn what_is_not_understood_is_said_in_a_sentence() {
        let remarks = |input: &str| parse(input).remarks().iter().map(describe_remark).collect::<Vec<_>>();
        assert_eq!(remarks("team:platform"), ["“team:” isn’t a filter, so it’s searched as words."]);
        assert_eq!(remarks("kind:mood"), ["“mood” isn’t a kind, so it’s searched as words."]);
        assert_eq!(remarks("person:zed"), ["Nobody is called “zed”, so it’s searched as words."]);
        assert_eq!(remarks("in:"), ["Nothing follows “in:” yet."]);
        assert_eq!(remarks("***"), ["Type a word to search for."]);
        assert_eq!(remarks("call"), [""; 0]);
    }

    #[test]
    fn suggested_word_takes_the_place_of_the_one_that_does_not_occur() {
        let suggested = |input: &str, part, word: &str| suggested_query(&parse(input), input, part, word);
        assert_eq!(suggested("kind:flag  laddre week", 1, "ladder"), "kind:flag  ladder week");
        assert_eq!(suggested("\"laddre\" a", 0, "ladder"), "\"ladder\" a");
        assert_eq!(did_you_mean("kind:flag  ladder"), "Did you mean “kind:flag  ladder”?");
    }
}
