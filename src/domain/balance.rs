//! How many entries are about the person and how many about the work.
//!
//! Flags, goals, check-ins, praise, feedback and expectations are about the person; actions,
//! delegations and topics are about the work; a note counts as its writer marked it, and for
//! neither when unmarked. The balance is a statement about the writer, not about the person.

use jiff::{Span, civil::Date};

use super::entry::kind::{Kind, note::NoteFocus};

/// The length of the window in days, today included.
pub const WINDOW_DAYS: i32 = 90;

/// The first day of the window that ends `today`.
pub fn window_start(today: Date) -> Date {
    today.checked_sub(Span::new().days(WINDOW_DAYS - 1)).unwrap_or(Date::MIN)
}

/// What an entry is about, from its kind, or for a note from its mark.
pub fn classify(kind: Kind, note: NoteFocus) -> NoteFocus {
    match kind {
        Kind::Flag | Kind::Goal | Kind::CheckIn | Kind::Praise | Kind::Feedback | Kind::Expectation => {
            NoteFocus::Person
        }
        Kind::Action | Kind::Delegation | Kind::Topic => NoteFocus::Work,
        Kind::Note => note,
    }
}

/// How many entries were about the person, and how many about the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    /// About the person.
    pub person: u32,
    /// About the work.
    pub work: u32,
}

impl Balance {
    /// Counts `count` entries of a kind; `note` matters only to notes.
    pub fn add(&mut self, kind: Kind, note: NoteFocus, count: u32) {
        match classify(kind, note) {
            NoteFocus::Person => self.person += count,
            NoteFocus::Work => self.work += count,
            NoteFocus::Unmarked => {}
        }
    }

    /// Whether nothing was counted.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// The percentages about the person and about the work; they add up to 100, and a share above
    /// zero is at least 1. `None` where nothing was counted.
    pub fn percentages(self) -> Option<(u32, u32)> {
        let total = u64::from(self.person) + u64::from(self.work);
        let rounded = (u64::from(self.person) * 100 + total / 2).checked_div(total)?;
        let person = match (self.person, self.work) {
            (0, _) => 0,
            (_, 0) => 100,
            _ => u32::try_from(rounded).unwrap_or(100).clamp(1, 99),
        };
        Some((person, 100 - person))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_kind_counts_for_person_or_work_and_a_note_as_marked() {
        use NoteFocus::{Person, Unmarked, Work};
        let rules = [
            (Kind::Flag, [Person; 3]),
            (Kind::Goal, [Person; 3]),
            (Kind::CheckIn, [Person; 3]),
            (Kind::Praise, [Person; 3]),
            (Kind::Feedback, [Person; 3]),
            (Kind::Expectation, [Person; 3]),
            (Kind::Action, [Work; 3]),
            (Kind::Delegation, [Work; 3]),
            (Kind::Topic, [Work; 3]),
            (Kind::Note, [Unmarked, Person, Work]),
        ];
        for (kind, expected) in rules {
            assert_eq!([Unmarked, Person, Work].map(|note| classify(kind, note)), expected, "{kind:?}");
        }
        for &kind in Kind::ALL {
            assert!(rules.iter().any(|(known, _)| *known == kind), "{kind:?}");
        }
    }

    #[test]
    fn window_of_ninety_days_includes_today() {
        assert_eq!(window_start(date(2026, 11, 24)), date(2026, 8, 27));
        assert_eq!(window_start(Date::MIN), Date::MIN);
    }

    #[test]
    fn percentages_add_up_to_a_hundred() {
        let cases = [
            (0, 0, None),
            (7, 0, Some((100, 0))),
            (299, 1, Some((99, 1))),
            (4, 1, Some((80, 20))),
            (3, 2, Some((60, 40))),
            (59, 41, Some((59, 41))),
            (1, 1, Some((50, 50))),
            (41, 59, Some((41, 59))),
            (2, 3, Some((40, 60))),
            (1, 4, Some((20, 80))),
            (1, 299, Some((1, 99))),
            (0, 3, Some((0, 100))),
            (u32::MAX, u32::MAX, Some((50, 50))),
        ];
        for (person, work, percent) in cases {
            let balance = Balance { person, work };
            assert_eq!(balance.percentages(), percent, "{person} and {work}");
            assert_eq!(balance.is_empty(), percent.is_none(), "{person} and {work}");
        }
    }

    #[test]
    fn unmarked_notes_are_not_counted() {
        let mut balance = Balance::default();
        balance.add(Kind::Note, NoteFocus::Unmarked, 40);
        assert!(balance.is_empty());
        balance.add(Kind::Note, NoteFocus::Work, 2);
        balance.add(Kind::Praise, NoteFocus::Unmarked, 3);
        assert_eq!(balance, Balance { person: 3, work: 2 });
    }
}
