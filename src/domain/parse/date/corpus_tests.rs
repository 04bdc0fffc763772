//! What every date parser makes of the same texts, so that a change of one of them shows.

use std::{collections::BTreeSet, fmt::Write as _, fs};

use jiff::{
    civil::{Date, date},
    tz::TimeZone,
};

use super::{
    DateError, PartialDate, find_date, find_invalid_trailing_date, implied_order, is_weekday, parse_date,
    parse_past_range, parse_trailing_date, parse_written, standalone_year, year_at_edge,
};
use crate::domain::parse::{datetime::parse_datetime, time::parse_exported_time};

/// A Tuesday.
const TODAY: Date = date(2026, 11, 24);
/// `RAPPORT_APPROVE=1 cargo test --lib corpus` writes it anew; then read what differs.
const APPROVED: &str = "tests/fixtures/approved/dates.txt";

const TEXTS: &str = "
today|tomorrow|yesterday|friday|fri|next friday|this tue|last friday|last week|next week|next month|in 3 days|in a week
in two months|in 0 days|in 1000 days|3 days ago|a year ago|a fortnight ago|end of month|end of the week|eow|eod|eom
the 27th|27th|the 32nd|by the 30th|by friday|on thursday|before 20 nov 2026|until mon|by 27 nov|by fri, 27 nov
by friday the 27th of november 2026|friday 28 nov|nov 45|0 nov|31 feb|29 feb|29 february 2027|29 feb 2028|by november
march 2024|2024-03|mar, 2024|march of 2024|in mar 2024|march|last december|this month|this year|last year|2024|0000
2024-13|0000-01|march 24 2024 2024|2024-03-13|2024/3/13|2024.03.13|20240313|2024_03_13|202403131030|20241399|12345678
0000-01-01|2024-02-30|2026-13-01|99999-01-01|2026-1-5|2026-11-27-28|9999-12-31|31/12/9999|18991231|22010101
13 March 2024|13th of march 2024|March 13, 2024|Mar 13th 2024|Wed 13 Mar 2024|Wednesday, March 13, 2024|13-Mar-24
13/Mar/2024|13. März 2024|13 de marzo de 2024|13 mars 2024|13 maart 2024|13 mei 2024|13 maj 2024|2024 March 13
3 Mar ’24|3 mar '24|March 3 24|3 March|March 3rd|3 March 10:30|29 February|31 June|31 February 2024|31 juin 2024
3 jan 2024|3 feb 2024|3 apr 2024|3 may 2024|3 jun 2024|3 jul 2024|3 aug 2024|3 sep 2024|3 sept 2024|3 oct 2024
3 nov 2024|3 dec 2024|3 okt 2024|3 dez 2024|3 mär 2024|3 mrz 2024|3 set 2024|3 gen 2024|3 jui 2024|3 juil 2024|3 ma 2024
3 ene 2024|3 dic 2024|3 fév 2024|3 févr. 2024|3 déc. 2024|3 août 2024|3 aout 2024|3 lug 2024|3 ott 2024|3 out 2024
3 settembre 2024|3 setembro 2024|3 augustus 2024|3 januari 2024|3 jänner 2024|3 marco 2024|3 maerz 2024|3 fevrier 2024
3 augusti 2024|3 february 2024|3 juni 2024|3 december 2024|3 dezembro 2024|3 diciembre 2024|3 m 2024|3 j 2024|3 s 2024
Mi, 13.03.24|Sonntag, 3. März 2024|Sunday, 3 March 2024 – Dana|lun 3 mars 2024|sáb 3.2.2024|mo 3.2.2024|tues 3 mar 2024
thurs 3.2.2024|quarta-feira, 3.2.2024|zondag 3 maart 2024|domingo, 3 de marzo de 2024|xx 3.2.2024|m 3.2.2024
Mon 3/4/24|weds 5 mar 2024|sonnabend 3.2.2024|zo 3-2-2024
2024-03-13 14:05|2024-03-13T14:05|2024-03-13t14:05:00|13 March 2024 at 2:05pm|3/13/2024 2:05:00 PM|13.03.2024, 14.05 Uhr
2024-03-13T14:05:00Z|2024-03-13T15:05:00+01:00|March 13, 2024 2:05 PM (GMT+1)|2024-03-13 14:05 (CET)|3/4/24 10:00
March 13, 2024 2:05 PM (GMT+1) → March 13, 2024 3:00 PM (GMT+1)|2024-03-13 25:00|2024-03-13 2 p.m.|2024-03-13 noon
2024-03-13 14|2024-03-13 maybe|tue 10:00|tomorrow at 9|27 nov 14:30|10:00|9am|noon|at 9 on friday|thu 25:00|13pm|tea
2026-12-01 08:15|12am thu|in 2 weeks at noon
soon|3|1.2|10:15|v1.2.3.4|version 1.2.3|10.0.3.24|3 apples 2024|1/2/3|1-1|1:1|May be 3 of us|v3 March|Route 66
1:1 notes 2024|2024 – notes|the 2024 plan|Plans for 2024|dana-2024-03-03|1-1-2024-03-03|1-1 with Dana 2024-03-03
met on 25/03/24|ask finance by 25 nov|ask, by friday.|ask by 31 feb|standby friday|ask 2026-02-30|met on 45/03/24
";
/// Pairs of numbers that stand before a year, in every separator.
const PAIRS: &str = "3.4|03.04|4.4|13.3|3.13|25.3|3.25|31.2|2.31|31.12|12.31|32.12|45.3|3.45|0.3|3.0|13.13|99.99|100.3";
const YEARS: [&str; 5] = ["24", "2024", "70", "0000", "024"];

fn corpus() -> BTreeSet<String> {
    let mut texts: BTreeSet<String> = TEXTS.split(['|', '\n']).map(str::to_owned).collect();
    for pair in PAIRS.split('|') {
        let (first, second) = pair.split_once('.').unwrap();
        for separator in ["/", ".", "-", "_", ". ", " "] {
            texts.insert(format!("{first}{separator}{second}{separator}2024"));
        }
        texts.extend(YEARS.map(|year| format!("{first}/{second}/{year}")));
        texts.insert(format!("{first}.{second}.24"));
    }
    let upper: Vec<String> = texts.iter().filter(|text| text.len() < 12).map(|text| text.to_uppercase()).collect();
    texts.extend(upper);
    texts
}

fn resolved(day: &Result<Date, DateError>) -> Option<String> {
    match day {
        Ok(day) => Some(day.to_string()),
        Err(DateError::NonexistentDate { .. }) => Some("none such".to_owned()),
        Err(DateError::Unrecognized { .. }) => None,
    }
}

fn partial(date: PartialDate) -> String {
    match date {
        PartialDate::Day(day) => day.to_string(),
        PartialDate::Ambiguous { day_first, month_first } => format!("{day_first} or {month_first}"),
        PartialDate::WithoutYear { day, month } => format!("{day}.{month}."),
        PartialDate::Invalid => "none such".to_owned(),
    }
}

fn cell(text: &str) -> Option<String> {
    let parsed = parse_written(text, &TimeZone::UTC)?;
    let time = parsed.time.map(|time| format!(" {time}")).unwrap_or_default();
    let order = parsed.implied_order.map(|order| format!(", {}", order.as_str())).unwrap_or_default();
    Some(format!("{}{time}{order}", partial(parsed.date)))
}

fn in_text(text: &str) -> Option<String> {
    let found = find_date(text)?;
    let date = partial(found.date);
    Some(if found.range == (0..text.len()) { date } else { format!("{date} at {:?}", found.range) })
}

fn describe(text: &str) -> String {
    let after = format!("ask {text}");
    let trailing = parse_trailing_date(&after, TODAY).map(|found| format!("{} at {:?}", found.date, found.range));
    let invalid = find_invalid_trailing_date(&after, TODAY).map(|range| format!("none such at {range:?}"));
    let day = resolved(&parse_date(text, TODAY));
    let past = match parse_past_range(text, TODAY) {
        Ok((first, last)) if first != last => Some(format!("{first} to {last}")),
        other => resolved(&other.map(|(first, _)| first)).filter(|past| day.as_ref() != Some(past)),
    };
    let moment = parse_datetime(text, None, TODAY.at(9, 30, 0, 0)).ok().map(|at| at.to_string());
    let mut line = format!("{text}\n");
    for (name, result) in [
        ("date", day),
        ("past", past),
        ("trailing", trailing.or(invalid)),
        ("date and time", moment),
        ("cell", cell(text)),
        ("time cell", parse_exported_time(text).map(|time| time.to_string())),
        ("in text", in_text(text)),
        ("order", implied_order(text).map(|order| order.as_str().to_owned())),
        ("year", standalone_year(text).or(year_at_edge(text)).map(|year| year.to_string())),
        ("weekday", is_weekday(text).then(String::new)),
    ] {
        if let Some(result) = result {
            let _ = writeln!(line, "    {name}: {result}");
        }
    }
    line
}

#[test]
fn every_parser_reads_the_corpus_as_before() {
    let report: String = corpus().iter().map(|text| describe(text)).collect();
    let path = format!("{}/{APPROVED}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("RAPPORT_APPROVE").is_some() {
        fs::write(&path, &report).unwrap();
    }
    assert_eq!(report, fs::read_to_string(&path).unwrap(), "a date is read in another way: see {APPROVED}");
}
