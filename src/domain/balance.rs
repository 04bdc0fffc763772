//! The balance of what is written: about the person, or about the work.
//!
//! People do not stay for systems. Whether what you write down is about somebody or about what they get done is counted
//! here, by a rule that anyone can check: a flag, a goal, a check-in, praise, feedback and an expectation are about the
//! person; an action, a delegation and a topic are about the work; a note is what you said it is, and counts for neither
//! as long as you did not say. It speaks of the writer, never of whom it is written about.

use jiff::{Span, civil::Date};

use super::entry::kind::{Kind, note::NoteFocus};

/// How many days are looked back on, today among them.
pub const WINDOW_DAYS: i32 = 90;

/// The first of the days that are looked back on.
pub fn window_start(today: Date) -> Date {
    today.checked_sub(Span::new().days(WINDOW_DAYS - 1)).unwrap_or(Date::MIN)
}

/// What an entry is about, where its kind or its note says so.
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
    /// Counts `more` entries of a kind; what a note says it is about matters only to notes.
    pub fn add(&mut self, kind: Kind, note: NoteFocus, more: u32) {
        match classify(kind, note) {
            NoteFocus::Person => self.person += more,
            NoteFocus::Work => self.work += more,
            NoteFocus::Unmarked => {}
        }
    }

    /// Whether nothing counts for either.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// How much of a hundred is about the person, and how much about the work; they add up. What is there is never said to
    /// be nothing. `None` where nothing counts for either.
    pub fn percentages(self) -> Option<(u32, u32)> {
        let all = u64::from(self.person) + u64::from(self.work);
        let of_hundred = (u64::from(self.person) * 100 + all / 2).checked_div(all)?;
        let person = match (self.person, self.work) {
            (0, _) => 0,
            (_, 0) => 100,
            _ => u32::try_from(of_hundred).unwrap_or(100).clamp(1, 99),
        };
        Some((person, 100 - person))
    }

    /// The same in words. `them` is how to speak of the person.
    pub fn describe(self, short_name: &str) -> String {
        match self.percentages() {
            None => format!("Nothing about {short_name} or the work yet"),
            Some((100, _)) => format!("All of it about {short_name}"),
            Some((80.., _)) => format!("Nearly all about {short_name}"),
            Some((60.., _)) => format!("More about {short_name} than about the work"),
            Some((41.., _)) => format!("About {short_name} and about the work alike"),
            Some((21.., _)) => format!("More about the work than about {short_name}"),
            Some((1.., _)) => "Nearly all about the work".to_owned(),
            Some((0, _)) => "All of it about the work".to_owned(),
        }
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
        for kind in Kind::ALL {
            assert!(rules.iter().any(|(known, _)| *known == kind), "{kind:?}");
        }
    }

    #[test]
    fn window_of_ninety_days_includes_today() {
        assert_eq!(window_start(date(2026, 11, 24)), date(2026, 8, 27));
        assert_eq!(window_start(Date::MIN), Date::MIN);
    }

    #[test]
    fn balance_is_described_in_percent_and_words() {
        let cases = [
            (0, 0, None, "Nothing about Dana or the work yet"),
            (7, 0, Some((100, 0)), "All of it about Dana"),
            (299, 1, Some((99, 1)), "Nearly all about Dana"),
            (4, 1, Some((80, 20)), "Nearly all about Dana"),
            (3, 2, Some((60, 40)), "More about Dana than about the work"),
            (59, 41, Some((59, 41)), "About Dana and about the work alike"),
            (1, 1, Some((50, 50)), "About Dana and about the work alike"),
            (41, 59, Some((41, 59)), "About Dana and about the work alike"),
            (2, 3, Some((40, 60)), "More about the work than about Dana"),
            (1, 4, Some((20, 80)), "Nearly all about the work"),
            (1, 299, Some((1, 99)), "Nearly all about the work"),
            (0, 3, Some((0, 100)), "All of it about the work"),
            (u32::MAX, u32::MAX, Some((50, 50)), "About Dana and about the work alike"),
        ];
        for (person, work, percent, words) in cases {
            let balance = Balance { person, work };
            assert_eq!(balance.percentages(), percent, "{person} and {work}");
            assert_eq!(balance.describe("Dana"), words, "{person} and {work}");
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
