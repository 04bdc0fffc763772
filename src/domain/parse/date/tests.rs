use jiff::{ToSpan, civil::date};
use proptest::prelude::*;

use super::*;

/// A Tuesday.
const TUESDAY: Date = date(2026, 11, 24);

fn parse_after_text(text: &str, today: Date) -> Option<Date> {
    parse_trailing_date(&format!("ask finance {text}"), today).map(|found| found.date)
}

#[test]
fn parses_trailing_dates_in_every_supported_form() {
    let cases = [
        ("by and a weekday", "by friday", date(2026, 11, 27)),
        ("a short weekday", "by fri", date(2026, 11, 27)),
        ("any case", "By FRIDAY", date(2026, 11, 27)),
        ("on", "on thursday", date(2026, 11, 26)),
        ("before is inclusive", "before friday", date(2026, 11, 27)),
        ("until", "until mon", date(2026, 11, 30)),
        ("this weekday", "by this friday", date(2026, 11, 27)),
        ("next weekday", "by next friday", date(2026, 12, 4)),
        ("today alone", "today", date(2026, 11, 24)),
        ("by today", "by today", date(2026, 11, 24)),
        ("tomorrow alone", "tomorrow", date(2026, 11, 25)),
        ("by tomorrow", "by tomorrow", date(2026, 11, 25)),
        ("next week is seven days on", "next week", date(2026, 12, 1)),
        ("next month", "next month", date(2026, 12, 24)),
        ("in days", "in 3 days", date(2026, 11, 27)),
        ("in one day", "in 1 day", date(2026, 11, 25)),
        ("in weeks", "in 2 weeks", date(2026, 12, 8)),
        ("in a week", "in a week", date(2026, 12, 1)),
        ("in weeks in words", "in two weeks", date(2026, 12, 8)),
        ("in a month", "in 1 month", date(2026, 12, 24)),
        ("ISO date", "2026-11-27", date(2026, 11, 27)),
        ("by and an ISO date", "by 2026-11-27", date(2026, 11, 27)),
        ("day and month", "by 27 nov", date(2026, 11, 27)),
        ("day and long month", "by 27 november", date(2026, 11, 27)),
        ("month and day", "by nov 27", date(2026, 11, 27)),
        ("September in four letters", "by 3 sept", date(2027, 9, 3)),
        ("with its year", "by 27 nov 2027", date(2027, 11, 27)),
        ("American order", "by Nov 27, 2027", date(2027, 11, 27)),
        ("German ordinal", "by 27. nov", date(2026, 11, 27)),
        ("an ordinal of a month", "by 27th of november", date(2026, 11, 27)),
        ("everything at once", "by friday the 27th of november 2026", date(2026, 11, 27)),
        ("with its weekday", "by Fri, 27 Nov", date(2026, 11, 27)),
        ("a day this month", "by the 27th", date(2026, 11, 27)),
        ("an ordinal alone", "on 27th", date(2026, 11, 27)),
        ("end of month", "by end of month", date(2026, 11, 30)),
        ("end of the month", "by the end of the month", date(2026, 11, 30)),
        ("end of month, short", "by eom", date(2026, 11, 30)),
        ("end of week is Friday", "by end of week", date(2026, 11, 27)),
        ("end of week, short", "by EOW", date(2026, 11, 27)),
        ("end of day", "by eod", date(2026, 11, 24)),
        ("a full stop after it", "by friday.", date(2026, 11, 27)),
        ("exclamation marks after it", "by friday!! ", date(2026, 11, 27)),
    ];
    for (rule, text, day) in cases {
        assert_eq!(parse_after_text(text, TUESDAY), Some(day), "{rule}: {text}");
    }
}

#[test]
fn relative_dates_are_resolved_from_today() {
    let cases = [
        ("a weekday on itself is in seven days", "by friday", date(2026, 11, 27), date(2026, 12, 4)),
        ("this weekday on itself is today", "by this friday", date(2026, 11, 27), date(2026, 11, 27)),
        ("next weekday on itself", "by next friday", date(2026, 11, 27), date(2026, 12, 4)),
        ("next weekday on a Monday", "by next monday", date(2026, 11, 23), date(2026, 11, 30)),
        ("the week ends with Sunday", "by next friday", date(2026, 11, 29), date(2026, 12, 4)),
        ("a month from its last day", "in 1 month", date(2026, 1, 31), date(2026, 2, 28)),
        ("a date that is today", "by 27 nov", date(2026, 11, 27), date(2026, 11, 27)),
        ("a date that was this year", "by 27 nov", date(2026, 11, 28), date(2027, 11, 27)),
        ("a leap day", "by 29 feb", date(2026, 11, 24), date(2028, 2, 29)),
        ("a leap day over a century", "by 29 feb", date(2096, 3, 1), date(2104, 2, 29)),
        ("the day that is today", "by the 27th", date(2026, 11, 27), date(2026, 11, 27)),
        ("the day that was this month", "by the 27th", date(2026, 11, 28), date(2026, 12, 27)),
        ("a month without that day is skipped", "by the 31st", date(2026, 11, 1), date(2026, 12, 31)),
        ("February is skipped", "by the 30th", date(2026, 1, 31), date(2026, 3, 30)),
    ];
    for (rule, text, today, day) in cases {
        assert_eq!(parse_after_text(text, today), Some(day), "{rule}");
    }
}

#[test]
fn end_of_week_is_friday_and_on_weekends_the_next_friday() {
    assert_eq!(parse_after_text("by eow", date(2026, 11, 27)), Some(date(2026, 11, 27)));
    for weekend in [date(2026, 11, 28), date(2026, 11, 29)] {
        assert_eq!(parse_after_text("by eow", weekend), Some(date(2026, 12, 4)));
    }
}

#[test]
fn past_dates_are_parsed_only_as_deadlines() {
    let past = Some(date(2026, 11, 20));
    for text in ["by 2026-11-20", "before 20 nov 2026", "until 2026-11-20"] {
        assert_eq!(parse_after_text(text, TUESDAY), past, "{text}");
    }
    for text in ["2026-11-20", "on 2026-11-20", "on 20 nov 2026"] {
        assert_eq!(parse_after_text(text, TUESDAY), None, "{text}");
    }
}

#[test]
fn ordinary_trailing_words_are_not_dates() {
    let cases = [
        ("a weekday alone", "the plan for friday"),
        ("a short weekday alone", "sat"),
        ("next weekday alone", "next friday"),
        ("a date alone", "27 nov"),
        ("an ordinal alone", "27th"),
        ("a month alone", "by november"),
        ("a month and a year", "by nov 2027"),
        ("a number", "by 27"),
        ("a big number", "in 1000 days"),
        ("zero", "in 0 days"),
        ("a span alone", "2 weeks"),
        ("another unit", "in 2 hours"),
        ("a word that ends in by", "standby friday"),
        ("a clause that ends in by", "stand by, friday"),
        ("a day in the middle", "by friday or later"),
        ("by on the line before", "by\nfriday"),
        ("a past day alone tells when it was", "after 2026-11-20"),
        ("a past day after on tells when it was", "on 2026-11-20"),
        ("single digits in an ISO date", "2026-1-5"),
        ("a range", "2026-11-27-28"),
        ("a question", "by friday?"),
        ("beyond the calendar", "by 99999-01-01"),
    ];
    for (rule, text) in cases {
        assert_eq!(parse_after_text(text, TUESDAY), None, "{rule}");
        assert_eq!(find_invalid_trailing_date(text, TUESDAY), None, "{rule}");
    }
}

#[test]
fn dates_beyond_the_calendar_are_not_parsed() {
    for text in ["tomorrow", "in 1 year", "next week", "by friday", "by next friday"] {
        assert_eq!(parse_after_text(text, Date::MAX), None, "{text}");
    }
}

#[test]
fn a_text_that_is_only_a_date_stays_text() {
    for text in ["by friday", "tomorrow", " - by friday", "\n by 27 nov.", "2026-11-27"] {
        assert_eq!(parse_trailing_date(text, TUESDAY), None, "{text:?}");
    }
    for text in ["by 31 feb", "2026-02-30"] {
        assert_eq!(find_invalid_trailing_date(text, TUESDAY), None, "{text:?}");
    }
}

#[test]
fn stripping_removes_the_date_and_its_separator() {
    let cases = [
        ("ask by friday", "by friday", "ask"),
        ("ask, by friday.", "by friday", "ask"),
        ("ask - tomorrow !", "tomorrow", "ask"),
        ("ask — by Nov 27, 2027", "by Nov 27, 2027", "ask"),
        ("héé\nby  the\u{A0}27th", "by  the\u{A0}27th", "héé"),
        ("ask by monday by friday", "by friday", "ask by monday"),
        ("ask. By friday", "By friday", "ask."),
    ];
    for (text, words, rest) in cases {
        let found = parse_trailing_date(text, TUESDAY).unwrap();
        assert_eq!(text.get(found.range.clone()), Some(words));
        assert_eq!(strip_trailing_date(text, &found), rest);
    }
}

#[test]
fn nonexistent_trailing_date_is_reported_and_not_parsed() {
    let cases = [
        ("ask by 31 feb", "31 feb"),
        ("ask on 31 February.", "31 February"),
        ("ask by 29 feb 2027", "29 feb 2027"),
        ("ask by nov 45", "nov 45"),
        ("ask by 0 nov", "0 nov"),
        ("ask by the 32nd", "the 32nd"),
        ("ask 2026-02-30", "2026-02-30"),
        ("ask by 2026-13-01", "2026-13-01"),
        ("ask by 0000-01-01", "0000-01-01"),
        ("ask by friday 28 nov", "friday 28 nov"),
    ];
    for (text, named) in cases {
        assert_eq!(parse_trailing_date(text, TUESDAY), None, "{text}");
        let range = find_invalid_trailing_date(text, TUESDAY).unwrap();
        assert_eq!(text.get(range), Some(named));
    }
    assert_eq!(find_invalid_trailing_date("ask by 27 nov", TUESDAY), None);
}

#[test]
fn parse_date_accepts_all_forms_and_past_dates() {
    let cases = [
        ("2026-11-27", date(2026, 11, 27)),
        ("2019-01-01", date(2019, 1, 1)),
        (" Today ", date(2026, 11, 24)),
        ("yesterday", date(2026, 11, 23)),
        ("tomorrow", date(2026, 11, 25)),
        ("friday", date(2026, 11, 27)),
        ("by friday", date(2026, 11, 27)),
        ("next friday", date(2026, 12, 4)),
        ("27 nov", date(2026, 11, 27)),
        ("nov 27, 2025", date(2025, 11, 27)),
        ("the 27th", date(2026, 11, 27)),
        ("in 2 weeks", date(2026, 12, 8)),
        ("3 days ago", date(2026, 11, 21)),
        ("a year ago", date(2025, 11, 24)),
        ("end of month", date(2026, 11, 30)),
    ];
    for (input, day) in cases {
        assert_eq!(parse_date(input, TUESDAY), Ok(day), "{input}");
    }
}

#[test]
fn unrecognized_date_lists_working_forms() {
    for input in ["", "by", "soon", "27", "11/27/2026", "friday friday"] {
        let error = parse_date(input, TUESDAY).unwrap_err();
        assert!(matches!(error, DateError::Unrecognized { .. }), "{input}");
        assert!(error.to_string().contains("2026-11-27, today, yesterday"));
    }
    for input in ["31 feb", "2026-02-30", "0000-01-01", "the 32nd"] {
        let error = parse_date(input, TUESDAY).unwrap_err();
        assert_eq!(error.to_string(), format!("There’s no “{input}”."));
    }
}

#[test]
fn every_form_named_in_the_error_parses() {
    let message = DateError::Unrecognized { input: String::new() }.to_string();
    let (_, forms) = message.split_once("Try ").unwrap();
    for form in forms.trim_end_matches('.').replace(" or ", ", ").split(", ") {
        assert!(parse_date(form, TUESDAY).is_ok(), "{form}");
    }
}

#[test]
fn parse_past_date_picks_the_latest_match() {
    for (input, day) in [
        ("1 nov", date(2026, 11, 1)),
        ("24 nov", TUESDAY),
        ("25 nov", date(2025, 11, 25)),
        ("29 feb", date(2024, 2, 29)),
        ("the 30th", date(2026, 10, 30)),
        ("the 3rd", date(2026, 11, 3)),
        ("monday", date(2026, 11, 23)),
        ("tuesday", date(2026, 11, 17)),
        ("fri 20 nov", date(2026, 11, 20)),
        ("nov 27, 2026", date(2026, 11, 27)),
        ("2026-11-27", date(2026, 11, 27)),
        ("tomorrow", date(2026, 11, 25)),
        ("3 weeks ago", date(2026, 11, 3)),
        ("last friday", date(2026, 11, 20)),
        ("last week", date(2026, 11, 17)),
    ] {
        assert_eq!(parse_past_date(input, TUESDAY), Ok(day), "{input}");
    }
    for input in ["31 feb", "the 32nd", "mon 20 nov", "whenever", ""] {
        assert!(parse_past_date(input, TUESDAY).is_err(), "{input}");
    }
}

#[test]
fn parse_past_range_accepts_months_years_and_days() {
    let (march, november) = ((date(2024, 3, 1), date(2024, 3, 31)), (date(2026, 11, 1), date(2026, 11, 30)));
    for (input, range) in [
        ("march 2024", march),
        ("in Mar 2024", march),
        ("march of 2024", march),
        ("2024-03", march),
        ("mar, 2024", march),
        ("november", november),
        ("this month", november),
        ("december", (date(2025, 12, 1), date(2025, 12, 31))),
        ("last december", (date(2025, 12, 1), date(2025, 12, 31))),
        ("last month", (date(2026, 10, 1), date(2026, 10, 31))),
        ("2024", (date(2024, 1, 1), date(2024, 12, 31))),
        ("last year", (date(2025, 1, 1), date(2025, 12, 31))),
        ("3 march 2024", (date(2024, 3, 3), date(2024, 3, 3))),
        ("last friday", (date(2026, 11, 20), date(2026, 11, 20))),
        ("yesterday", (date(2026, 11, 23), date(2026, 11, 23))),
        ("24 nov", (TUESDAY, TUESDAY)),
    ] {
        assert_eq!(parse_past_range(input, TUESDAY), Ok(range), "{input}");
    }
    for input in ["2024-13", "0000", "0000-01", "march of", "last", "in", "march 24 2024 2024"] {
        assert!(parse_past_range(input, TUESDAY).is_err(), "{input}");
    }
}

proptest! {
    #[test]
    fn weekday_is_one_to_seven_days_ahead(from in 0i32..3000, index in 0usize..7) {
        let today = TUESDAY.checked_add(from.days()).unwrap();
        let name = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][index];
        let day = parse_date(name, today).unwrap();
        let days = day.duration_since(today).as_hours() / 24;
        prop_assert!((1..=7).contains(&days));
        let next = parse_date(&format!("next {name}"), today).unwrap();
        prop_assert!(next > today && next >= day);
    }

    #[test]
    fn parser_never_panics(
        text in "(\\PC| |\n|by |the |27|nov|[0-9]{1,4}|-|th|of |in |next |week|fri|\\.){0,14}"
    ) {
        let found = parse_trailing_date(&text, TUESDAY);
        let impossible = find_invalid_trailing_date(&text, TUESDAY);
        prop_assert!(found.is_none() || impossible.is_none());
        if let Some(found) = found {
            prop_assert!(text.get(found.range.clone()).is_some());
            prop_assert!(!strip_trailing_date(&text, &found).is_empty());
        }
        prop_assert!(impossible.is_none_or(|range| text.get(range).is_some()));
        let _ = parse_date(&text, TUESDAY);
        let range = parse_past_range(&text, TUESDAY);
        prop_assert!(range.is_err() || range.is_ok_and(|(first, last)| first <= last));
    }
}
