//! The words of a day.

use jiff::civil::Date;

use super::{Coming, Unseen, Waiting, Why};
use crate::domain::{
    aside::count,
    day::{ago, say_day},
    meeting::capital,
};

impl Why {
    /// In a few words, at the end of a line. `them` is how the person is called in passing.
    pub fn in_short(self, them: &str) -> String {
        match self {
            Self::NotRaised(0) => "noticed today".into(),
            Self::NotRaised(days) => format!("{}, not raised", count(days, "day")),
            Self::LookAgain(0) => "look again today".into(),
            Self::LookAgain(days) => format!("look again, {} late", count(days, "day")),
            Self::Late(days) => format!("{} late", count(days, "day")),
            Self::DueToday => "due today".into(),
            Self::NoOutcome(days) => format!("{}, no outcome", count(days, "day")),
            Self::NotTold(0) => format!("done, tell {them}"),
            Self::NotTold(days) => format!("done, not told for {}", count(days, "day")),
            Self::TheirsLate(days) => format!("{them}, {} late", count(days, "day")),
            Self::Quiet(days) | Self::NeverCheckedIn(days) => format!("{} quiet", count(days, "day")),
            Self::PraiseNotTold(days) => format!("{}, not told", count(days, "day")),
        }
    }

    /// As a sentence to the leader.
    pub fn in_full(self, them: &str, today: Date) -> String {
        let day = |days: i32| today.saturating_sub(jiff::Span::new().days(days));
        let ago = |days: i32| ago(day(days), today);
        let on = |days: i32| say_day(day(days), today);
        match self {
            Self::NotRaised(0) => "You noticed this today.".into(),
            Self::NotRaised(days) => format!("You noticed this {} and have not raised it.", ago(days)),
            Self::LookAgain(0) => "You wanted to look again today: did it hold?".into(),
            Self::LookAgain(days) => format!("You wanted to look again {}: did it hold?", ago(days)),
            Self::Late(days) => format!("You promised it for {}.", on(days)),
            Self::DueToday => "You promised it for today.".into(),
            Self::NoOutcome(days) => format!("You raised it {}. What came of it?", ago(days)),
            Self::NotTold(_) => format!("It is done, and {them} does not know yet."),
            Self::TheirsLate(days) => format!("{them} promised it for {}. What is in the way?", on(days)),
            Self::Quiet(days) => format!("No check-in for {}. How close does it feel?", count(days, "day")),
            Self::NeverCheckedIn(days) => format!("Set {}, and no check-in yet. How close does it feel?", ago(days)),
            Self::PraiseNotTold(days) => format!("You saw it {}. Does {them} know?", ago(days)),
        }
    }
}

/// The one sentence at the top: how many one-on-ones there are today, and what waits most.
pub fn summary(coming: &[Coming], waiting: &Waiting, today: Date) -> String {
    let meetings = coming.iter().filter(|coming| coming.is_today(today)).count();
    let meetings = match meetings {
        0 => "No one-on-one today.".to_owned(),
        1 => "One one-on-one today.".to_owned(),
        many => format!("{} one-on-ones today.", capital(&in_words(many))),
    };
    let flags = waiting.now.iter().filter(|wait| matches!(wait.why, Why::NotRaised(_))).count();
    let others = waiting.now.len() - flags;
    let waits = match (flags, others) {
        (0, 0) => "Nothing waits on you.".to_owned(),
        (0, 1) => "One thing waits on you.".to_owned(),
        (0, many) => format!("{} things wait on you.", capital(&in_words(many))),
        (1, _) => "One thing you noticed is still waiting for a conversation.".to_owned(),
        (many, _) => {
            format!("{} things you noticed are still waiting for a conversation.", capital(&in_words(many)))
        }
    };
    format!("{meetings} {waits}")
}

/// What stands over the people you have not written about.
pub fn walk_around_line(unseen: &[Unseen]) -> &'static str {
    if unseen.is_empty() {
        "You have written a word about everybody in the last two weeks."
    } else {
        "Who haven’t you written a word about lately?"
    }
}

/// A small number as a word.
fn in_words(count: usize) -> String {
    const WORDS: [&str; 11] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    WORDS.get(count).map_or_else(|| count.to_string(), |word| (*word).to_owned())
}
