//! What the search says about a query and what it found.

use jiff::civil::Date;

use crate::domain::{
    review::period::Period,
    search::{
        kind::SearchKind,
        query::{DayRelation, Filter, FilterKey, Meaning, Part, Query, Remark, StateFilter, Term},
    },
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

/// What a search found, as in "6 flags about 3 people" if all of it is of one kind, or "22 results
/// about 4 people".
pub fn describe_found(total: usize, is_capped: bool, kind: Option<SearchKind>, people: usize) -> String {
    let about = match people {
        0 => String::new(),
        1 => " about 1 person".to_owned(),
        people => format!(" about {people} people"),
    };
    if is_capped {
        return format!("More than {}{about}", count_of_kind(total, kind));
    }
    match total {
        0 => "Nothing found".to_owned(),
        total => format!("{}{about}", count_of_kind(total, kind)),
    }
}

/// "6 flags", "1 flag", "1,240 results".
pub fn count_of_kind(count: usize, kind: Option<SearchKind>) -> String {
    let noun = match (kind, count) {
        (None, 1) => "result".to_owned(),
        (None, _) => "results".to_owned(),
        (Some(kind), 1) => kind.label().to_lowercase(),
        (Some(kind), _) => kind.plural_label().to_lowercase(),
    };
    format!("{} {noun}", format_thousands(count))
}

/// An understood filter as its chip has it; none for words that are searched.
pub fn chip_label(part: &Part) -> Option<String> {
    let filter = match &part.meaning {
        Meaning::Term(term) => return term_label(term, part.is_excluded),
        Meaning::Filter(filter) => filter,
    };
    let label = match filter {
        Filter::Kind(kind) => kind.plural_label().to_owned(),
        Filter::Person { people, name } => match people.len() {
            0 | 1 => name.clone(),
            several => format!("{name} and {} more", several - 1),
        },
        Filter::Days { relation, first, last } => {
            let days = describe_days(*first, *last);
            match relation {
                DayRelation::Before => format!("Before {days}"),
                DayRelation::In => days,
                DayRelation::After => format!("After {days}"),
            }
        }
        Filter::State(StateFilter::Open) => "Still open".to_owned(),
        Filter::State(StateFilter::Late) => "Late".to_owned(),
        Filter::State(StateFilter::Evidence) => "Evidence".to_owned(),
        Filter::State(StateFilter::Trash) => "In the trash".to_owned(),
        Filter::Subject { word, is_prefix } => format!("#{word}{}", if *is_prefix { "…" } else { "" }),
    };
    Some(if part.is_excluded { format!("Not: {label}") } else { label })
}

fn term_label(term: &Term, is_excluded: bool) -> Option<String> {
    let words = quote_input(&term.words.join(" "));
    match (is_excluded, term.is_prefix && term.words.len() == 1) {
        (true, _) => Some(format!("Without {words}")),
        (false, true) => None,
        (false, false) => Some(format!("{words}, as a phrase")),
    }
}

/// "2026", "October 2026", "27 Nov 2026" or "1 Jan – 31 Mar 2026".
fn describe_days(first: Date, last: Date) -> String {
    if first == first.first_of_year() && last == first.last_of_year() {
        first.year().to_string()
    } else if first == first.first_of_month() && last == first.last_of_month() {
        first.strftime("%B %Y").to_string()
    } else {
        Period::new(first, last).map_or_else(|_| String::new(), Period::label)
    }
}

/// Why not all hits are listed.
pub fn listed_note(listed: usize, total: usize) -> String {
    format!(
        "The best {} of {} are listed. Add a word or a filter to narrow it down.",
        format_thousands(listed),
        format_thousands(total)
    )
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
    fn each_understood_filter_has_a_chip() {
        let chips = |input: &str| parse(input).parts().iter().filter_map(chip_label).collect::<Vec<_>>();
        assert_eq!(
            chips("kind:flag before:2026-10 \"on call\" week"),
            ["Flags", "Before October 2026", "“on call”, as a phrase"]
        );
        assert_eq!(
            chips("in:2024 after:\"27 nov 2025\" is:open -is:late -kind:note -holiday #career x"),
            ["2024", "After 27 Nov 2025", "Still open", "Not: Late", "Not: Notes", "Without “holiday”", "#career"]
        );
        assert_eq!(chips("on-call #gro"), ["“on call”, as a phrase", "#gro…"]);
    }

    #[test]
    fn what_was_found_is_counted_by_kind_and_people() {
        let flags = Some(SearchKind::parse("flag").unwrap());
        assert_eq!(describe_found(6, false, flags, 3), "6 flags about 3 people");
        assert_eq!(describe_found(1, false, flags, 1), "1 flag about 1 person");
        assert_eq!(describe_found(1_240, false, None, 2), "1,240 results about 2 people");
        assert_eq!(describe_found(5_000, true, None, 0), "More than 5,000 results");
        assert_eq!(describe_found(0, false, flags, 0), "Nothing found");
    }

    #[test]
    fn suggested_word_takes_the_place_of_the_one_that_does_not_occur() {
        let suggested = |input: &str, part, word: &str| suggested_query(&parse(input), input, part, word);
        assert_eq!(suggested("kind:flag  laddre week", 1, "ladder"), "kind:flag  ladder week");
        assert_eq!(suggested("\"laddre\" a", 0, "ladder"), "\"ladder\" a");
        assert_eq!(did_you_mean("kind:flag  ladder"), "Did you mean “kind:flag  ladder”?");
    }
}
