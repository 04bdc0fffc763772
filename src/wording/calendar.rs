//! What a followed calendar has changed, as text.

use jiff::civil::Date;

use crate::{
    domain::calendar_sync::{PlannedChange, PlannedTime},
    wording::date::format_date,
};

/// A change of a planned one-on-one: "Dana: moved from Wed 2 Dec, 10:00 to Thu 3 Dec, 10:00".
pub fn describe_change(name: &str, change: &PlannedChange, today: Date) -> String {
    let when =
        |time: &PlannedTime| format!("{}, {}", format_date(time.at.day(), today), time.at.time().strftime("%H:%M"));
    match (&change.before, &change.after) {
        (Some(before), Some(after)) if before.at.at_ms() == after.at.at_ms() => match after.end {
            Some(end) => format!("{name}: {} until {}", when(after), after.at.time_of(end).strftime("%H:%M")),
            None => format!("{name}: {}, without an end", when(after)),
        },
        (Some(before), Some(after)) => format!("{name}: moved from {} to {}", when(before), when(after)),
        (None, Some(after)) => format!("{name}: planned for {}", when(after)),
        (Some(before), None) => format!("{name}: cancelled ({})", when(before)),
        (None, None) => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{id::PersonId, moment::Moment};
    use jiff::{Zoned, civil::date};

    #[test]
    fn changes_name_the_person_and_the_times() {
        let moment = |text: &str| Moment::from(&text.parse::<Zoned>().expect("a zoned time"));
        let time = |text: &str, end: Option<&str>| {
            Some(PlannedTime { at: moment(text), end: end.map(|end| moment(end).instant()) })
        };
        let wed = || time("2026-12-02T10:00[Europe/Berlin]", None);
        let longer = || time("2026-12-02T10:00[Europe/Berlin]", Some("2026-12-02T10:45[Europe/Berlin]"));
        let tomorrow = || time("2026-11-25T15:30[Europe/Berlin]", None);
        for (before, after, expected) in [
            (wed(), tomorrow(), "Dana: moved from Wed 2 Dec, 10:00 to tomorrow, 15:30"),
            (wed(), longer(), "Dana: Wed 2 Dec, 10:00 until 10:45"),
            (longer(), wed(), "Dana: Wed 2 Dec, 10:00, without an end"),
            (None, wed(), "Dana: planned for Wed 2 Dec, 10:00"),
            (wed(), None, "Dana: cancelled (Wed 2 Dec, 10:00)"),
        ] {
            let change = PlannedChange { person: PersonId(1), before, after };
            assert_eq!(describe_change("Dana", &change, date(2026, 11, 24)), expected);
        }
    }
}
