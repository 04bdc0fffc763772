//! The balance of what is written: about the person, or about the work.
//!
//! People do not stay for systems. Whether what you write down is about somebody or about what they get done is counted
//! here, by a rule that anyone can check: a flag, a goal, a check-in, praise, feedback and an expectation are about the
//! person; an action, a delegation and a topic are about the work; a note is what you said it is, and counts for neither
//! as long as you did not say. It speaks of the writer, never of whom it is written about.

use jiff::{Span, civil::Date};

use super::{kind::Kind, note::About};

/// How many days are looked back on, today among them.
pub const DAYS: i32 = 90;

/// The first of the days that are looked back on.
pub fn first_day(today: Date) -> Date {
    today.checked_sub(Span::new().days(DAYS - 1)).unwrap_or(Date::MIN)
}

/// What an entry is about, where its kind or its note says so.
pub fn about(kind: Kind, note: About) -> About {
    match kind {
        Kind::Flag | Kind::Goal | Kind::CheckIn | Kind::Praise | Kind::Feedback | Kind::Expectation => About::Person,
        Kind::Action | Kind::Delegation | Kind::Topic => About::Work,
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
    pub fn count(&mut self, kind: Kind, note: About, more: u32) {
        match about(kind, note) {
            About::Person => self.person += more,
            About::Work => self.work += more,
            About::Unmarked => {}
        }
    }

    /// Whether nothing counts for either.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// How much of a hundred is about the person, and how much about the work; they add up. What is there is never said to
    /// be nothing. `None` where nothing counts for either.
    pub fn percent(self) -> Option<(u32, u32)> {
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
    pub fn say(self, them: &str) -> String {
        match self.percent() {
            None => format!("Nothing about {them} or the work yet"),
            Some((100, _)) => format!("All of it about {them}"),
            Some((80.., _)) => format!("Nearly all about {them}"),
            Some((60.., _)) => format!("More about {them} than about the work"),
            Some((41.., _)) => format!("About {them} and about the work alike"),
            Some((21.., _)) => format!("More about the work than about {them}"),
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
    fn every_kind_is_about_the_person_or_the_work_and_a_note_is_what_you_said() {
        use About::{Person, Unmarked, Work};
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
            assert_eq!([Unmarked, Person, Work].map(|note| about(kind, note)), expected, "{kind:?}");
        }
        for kind in Kind::ALL {
            assert!(rules.iter().any(|(known, _)| *known == kind), "{kind:?}");
        }
    }

    #[test]
    fn ninety_days_end_today() {
        assert_eq!(first_day(date(2026, 11, 24)), date(2026, 8, 27));
        assert_eq!(first_day(Date::MIN), Date::MIN);
    }

    #[test]
    fn the_balance_is_said_in_a_hundred_and_in_words() {
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
            assert_eq!(balance.percent(), percent, "{person} and {work}");
            assert_eq!(balance.say("Dana"), words, "{person} and {work}");
            assert_eq!(balance.is_empty(), percent.is_none(), "{person} and {work}");
        }
    }

    #[test]
    fn it_counts_what_says_what_it_is_about() {
        let mut balance = Balance::default();
        balance.count(Kind::Note, About::Unmarked, 40);
        assert!(balance.is_empty());
        balance.count(Kind::Note, About::Work, 2);
        balance.count(Kind::Praise, About::Unmarked, 3);
        assert_eq!(balance, Balance { person: 3, work: 2 });
    }
}
