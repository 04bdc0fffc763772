use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const TODAY: Date = date(2026, 11, 24);

fn people() -> Vec<NameFacts> {
    let person = |id, name: &str, goes_by: &str| NameFacts {
        id: PersonId(id),
        name: name.into(),
        goes_by: goes_by.into(),
        is_archived: false,
    };
    vec![
        person(1, "Dana Whitfield", ""),
        person(2, "Tomás Ferreira", "Tom"),
        person(3, "Dana Okafor", ""),
        person(4, "渡辺 健二", ""),
    ]
}

fn parse(input: &str) -> Query {
    let people = people();
    Query::parse(input, &QueryContext { today: TODAY, people: &people })
}

/// A query in a form that is easy to compare: `word*`, `"a phrase"`, `-not`, `a|b`, filters.
fn summary(query: &Query) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut group = 0;
    for part in query.parts() {
        let sign = if part.is_excluded { "-" } else { "" };
        let text = match &part.meaning {
            Meaning::Term(term) => {
                let star = if term.is_prefix { "*" } else { "" };
                if term.words.len() > 1 {
                    format!("\"{}\"{star}", term.words.join(" "))
                } else {
                    term.words[0].clone() + star
                }
            }
            Meaning::Filter(Filter::Kind(kind)) => format!("kind={}", kind.as_str()),
            Meaning::Filter(Filter::Person { people, .. }) => {
                format!("person={}", people.iter().map(|id| id.0.to_string()).collect::<Vec<_>>().join("+"))
            }
            Meaning::Filter(Filter::Days { relation, first, last }) => format!("{relation:?}={first}..{last}"),
            Meaning::Filter(Filter::State(state)) => format!("is={state:?}"),
            Meaning::Filter(Filter::Subject { word, is_prefix }) => {
                format!("#{word}{}", if *is_prefix { "*" } else { "" })
            }
        };
        match out.last_mut() {
            Some(last) if part.group == group => {
                last.push('|');
                last.push_str(sign);
                last.push_str(&text);
            }
            _ => out.push(format!("{sign}{text}")),
        }
        group = part.group;
    }
    out.join(" ")
}

#[test]
fn queries_mean_what_they_say() {
    for (input, expected) in [
        ("", ""),
        ("Call WEEK", "call* week*"),
        ("Tomás", "tomas*"),
        ("on-call", "\"on call\"*"),
        ("\"on call\"", "\"on call\""),
        ("“on call” week", "\"on call\" week*"),
        ("\"on call", "\"on call\"*"),
        ("call\"week\"", "call* week"),
        ("call -holiday", "call* -holiday*"),
        ("--call", "-call*"),
        ("-\"on call\" -kind:note", "-\"on call\" -kind=note"),
        ("ladder or promotion review", "ladder*|promotion* review*"),
        ("a OR b or \"c d\"", "a*|b*|\"c d\""),
        ("a AND b", "a* b*"),
        ("and or", "and*"),
        ("or a", "a*"),
        ("kind:flag or a", "kind=flag a*"),
        ("a or -b", "a* -b*"),
        ("kind:Flags KIND:check-in", "kind=flag kind=check_in"),
        ("kind:\"one-on-one\" kind:reviews", "kind=one_on_one kind=review"),
        ("person:tom", "person=2"),
        ("person:dana", "person=1+3"),
        ("person:\"dana o\" call", "person=3 call*"),
        ("person:健二", "person=4"),
        ("before:2026-10", "Before=2026-10-01..2026-10-31"),
        ("in:2024", "In=2024-01-01..2024-12-31"),
        ("in:march", "In=2026-03-01..2026-03-31"),
        ("in:december", "In=2025-12-01..2025-12-31"),
        ("in:march 2024 call", "In=2024-03-01..2024-03-31 call*"),
        ("in:\"march 2024\"", "In=2024-03-01..2024-03-31"),
        ("after:yesterday review", "After=2026-11-23..2026-11-23 review*"),
        ("before:3 weeks ago", "Before=2026-11-03..2026-11-03"),
        ("before:friday late", "Before=2026-11-20..2026-11-20 late*"),
        ("is:open is:late is:evidence is:trash", "is=Open is=Late is=Evidence is=Trash"),
        ("#wellbeing ", "#wellbeing"),
        ("#well", "#well*"),
        ("-#workload on", "-#workload on*"),
        ("東京で", "\"東 京 て \u{3099}\"*"),
        ("10:30", "\"10 30\"*"),
        ("C# #1", "c* 1*"),
        ("🎉", "🎉*"),
    ] {
        let query = parse(input);
        assert_eq!(summary(&query), expected, "{input:?}");
        assert_eq!(query.remarks(), [], "{input:?}");
    }
}

#[test]
fn what_is_not_understood_is_searched_as_words_and_said() {
    use FilterKey::{In, Is, Kind, Person};
    for (input, expected, remark) in [
        ("kind:mood", "mood*", Remark::UnknownValue(Kind, "mood".into())),
        ("person:zed call", "zed* call*", Remark::UnknownValue(Person, "zed".into())),
        ("in:smarch", "smarch*", Remark::UnknownValue(In, "smarch".into())),
        ("in:\"31 feb\"", "\"31 feb\"*", Remark::UnknownValue(In, "31 feb".into())),
        ("is:blue", "blue*", Remark::UnknownValue(Is, "blue".into())),
        ("team:platform", "\"team platform\"*", Remark::UnknownFilter("team".into())),
        ("kind: call", "call*", Remark::MissingValue(Kind)),
        ("kind:\"\"", "", Remark::MissingValue(Kind)),
        ("- -- \"\" or !!! ***", "", Remark::NothingToSearch),
    ] {
        let query = parse(input);
        assert_eq!(summary(&query), expected, "{input:?}");
        assert_eq!(query.remarks(), [remark], "{input:?}");
    }
    for input in ["https://example.com/a?b", "10:30", "e.g.: this", "note to self :"] {
        assert_eq!(parse(input).remarks(), [], "{input:?}");
    }
}

#[test]
fn syntax_of_other_languages_is_searched_as_words() {
    for (input, expected) in [
        ("NEAR(a b, 5)", "\"near a\"* b* 5*"),
        ("text:a*", "\"text a\"*"),
        ("^a + b", "a* b*"),
        ("'; DROP TABLE entries; --", "drop* table* entries*"),
        ("a NOT b", "a* not* b*"),
        ("{a b} : c", "a* b* c*"),
        ("%_\\", ""),
    ] {
        assert_eq!(summary(&parse(input)), expected, "{input:?}");
    }
}

#[test]
fn long_query_is_cut_and_said() {
    for input in
        ["word ".repeat(2_000), "x-".repeat(5_000), "#a ".repeat(3_333), "東".repeat(10_000), "\"a b".repeat(2_500)]
    {
        let query = parse(&input);
        let words = query.required_terms().iter().flatten().map(|term| term.words.len()).sum::<usize>();
        assert!(words <= MAX_WORDS && query.parts().len() <= MAX_PARTS);
        assert!(query.remarks().contains(&Remark::TooLong));
    }
}

#[test]
fn matches_are_whole_words_beginnings_and_phrases() {
    let parts = |input: &str, text: &str| -> Vec<String> {
        let part = |range: Range<usize>| text.chars().skip(range.start).take(range.len()).collect();
        parse(input).match_ranges(text).into_iter().map(part).collect()
    };
    for (input, text, expected) in [
        ("call", "Called on-call; recall", &["Called", "call"][..]),
        ("\"on call\"", "On call, on-call, oncall, on a call, on caller", &["On call", "on-call"]),
        ("tomas", "Ask Tomás and TOMA\u{301}S", &["Tomás", "TOMA\u{301}S"]),
        ("京で", "東京で会う", &["京で"]),
        ("한", "한국", &["한"]),
        ("on call or week", "on week", &["on", "week"]),
        ("-call", "call", &[]),
        ("kind:flag", "flag", &[]),
        ("office", "the of\u{FB01}ce", &["of\u{FB01}ce"]),
    ] {
        assert_eq!(parts(input, text), expected, "{input:?} in {text:?}");
    }
}

#[test]
fn part_is_taken_out_of_the_input() {
    let input = "kind:flag  before:march 2024 \"on call\" or week -x";
    let query = parse(input);
    let without: Vec<String> = (0..query.parts().len()).map(|index| query.without_part(input, index)).collect();
    assert_eq!(
        without,
        [
            "before:march 2024 \"on call\" or week -x",
            "kind:flag \"on call\" or week -x",
            "kind:flag  before:march 2024 or week -x",
            "kind:flag  before:march 2024 \"on call\" -x",
            "kind:flag  before:march 2024 \"on call\" or week",
        ]
    );
    assert_eq!(parse("a or b").without_part("a or b", 0), "b");
    assert_eq!(parse("a").without_part("a", 0), "");
    assert_eq!(parse("a").without_part("a", 7), "a");
}

proptest! {
    #[test]
    fn any_input_is_parsed_and_its_parts_are_in_order(
        input in prop_oneof![
            any::<String>(),
            "(kind:|person:|in:|before:|is:|-|\"|or |#|[a-z]{1,3}|2024|march|東|é|[:*^()' ]){0,40}",
        ],
        text in "[a-zé東 -]{0,30}",
    ) {
        let query = parse(&input);
        let mut end = 0;
        for (index, part) in query.parts().iter().enumerate() {
            prop_assert!(part.range.start >= end && part.range.start < part.range.end);
            prop_assert!(input.get(part.range.clone()).is_some());
            end = part.range.end;
            prop_assert!(query.without_part(&input, index).len() < input.len());
        }
        let chars = text.chars().count();
        let ranges = query.match_ranges(&text);
        prop_assert!(ranges.iter().all(|range| range.start < range.end && range.end <= chars));
        prop_assert!(ranges.is_sorted_by(|a, b| a.end < b.start));
    }

    #[test]
    fn words_typed_from_a_text_are_found_in_it(text in "[a-zA-Zéü東ß' .-]{1,40}") {
        let query = parse(&format!("\"{text}\""));
        prop_assert!(query.matches_words(&[&text]));
        prop_assert_eq!(query.is_empty(), query.match_ranges(&text).is_empty());
    }
}
