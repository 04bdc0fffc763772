//! What a followed calendar has changed, as text.

use jiff::civil::Date;

use crate::{
    domain::{calendar_sync::PlannedChange, moment::Moment},
    wording::date::format_date,
};

/// A change of a planned one-on-one: "Dana: moved from Wed 2 Dec, 10:00 to Thu 3 Dec, 10:00".
pub fn describe_change(name: &str, change: &PlannedChange, today: Date) -> String {
    let when = |at: &Moment| format!("{}, {}", format_date(at.day(), today), at.time().strftime("%H:%M"));
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => format!("{name}: moved from {} to {}", when(before), when(after)),
        (None, Some(after)) => format!("{name}: planned for {}", when(after)),
        (Some(before), None) => format!("{name}: cancelled ({})", when(before)),
        (None, None) => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::PersonId;
    use jiff::{Zoned, civil::date};

    #[test]
    fn changes_name_the_person_and_the_times() {
        let moment = |text: &str| Moment::from(&text.parse::<Zoned>().expect("a zoned time"));
        let wed = || Some(moment("2026-12-02T10:00[Europe/Berlin]"));
        let tomorrow = || Some(moment("2026-11-25T15:30[Europe/Berlin]"));
        for (before, after, expected) in [
            (wed(), tomorrow(), "Dana: moved from Wed 2 Dec, 10:00 to tomorrow, 15:30"),
            (None, wed(), "Dana: planned for Wed 2 Dec, 10:00"),
            (wed(), None, "Dana: cancelled (Wed 2 Dec, 10:00)"),
        ] {
            let change = PlannedChange { person: PersonId(1), before, after };
            assert_eq!(describe_change("Dana", &change, date(2026, 11, 24)), expected);
        }
    }
}
