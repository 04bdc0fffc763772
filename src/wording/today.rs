//! The Today page as text.

use jiff::civil::Date;

use crate::{
    domain::{
        attention::{AttentionList, AttentionReason, OpenItem, OpenItemStatus, StalePerson, attention_reason},
        person::Profile,
        upcoming::UpcomingMeeting,
    },
    wording::{
        date::{format_date, format_relative_date},
        text::{capitalize, number_word, pluralize},
        upcoming_date::short_labels_within,
    },
};

/// A birthday or an anniversary within so many days is a highlight.
const SOON_DAYS: i32 = 14;
/// Numbers up to this one are spelled out.
const MAX_NUMBER_WORD: usize = 10;
/// So many highlights of a person fit a line.
const MAX_HIGHLIGHTS: usize = 3;

impl AttentionReason {
    /// A few words for the end of a line; `short_name` is that of the person.
    pub fn short_label(self, short_name: &str) -> String {
        match self {
            Self::FlagNotRaised(0) => "Noticed today".into(),
            Self::FlagNotRaised(days) => format!("Not raised · {}", pluralize(days, "day")),
            Self::FlagRecheckDue(0) => "Check again today".into(),
            Self::FlagRecheckDue(days) => format!("Check again · {} late", pluralize(days, "day")),
            Self::ActionOverdue(days) => format!("{} late", pluralize(days, "day")),
            Self::ActionDueToday => "Due today".into(),
            Self::FlagWithoutOutcome(days) => format!("Raised {} ago, no outcome", pluralize(days, "day")),
            Self::ActionNotTold(0) => "Done, not told".into(),
            Self::ActionNotTold(days) => format!("Done, not told · {}", pluralize(days, "day")),
            Self::TheirActionOverdue(days) => format!("{short_name}’s action · {} late", pluralize(days, "day")),
            Self::GoalCheckInDue(days) | Self::GoalNeverCheckedIn(days) => {
                format!("No check-in · {}", pluralize(days, "day"))
            }
            Self::PraiseNotTold(days) => format!("Not told · {}", pluralize(days, "day")),
        }
    }

    /// A sentence to the leader.
    pub fn long_label(self, short_name: &str, today: Date) -> String {
        let day = |days: i32| today.saturating_sub(jiff::Span::new().days(days));
        let ago = |days: i32| format_relative_date(day(days), today);
        let on = |days: i32| format_date(day(days), today);
        match self {
            Self::FlagNotRaised(0) => "You noticed this today.".into(),
            Self::FlagNotRaised(days) => format!("You noticed this {} and have not raised it.", ago(days)),
            Self::FlagRecheckDue(0) => "You planned to check again today. Did it hold?".into(),
            Self::FlagRecheckDue(days) => format!("You planned to check again {}. Did it hold?", ago(days)),
            Self::ActionOverdue(days) => format!("You promised this for {}.", on(days)),
            Self::ActionDueToday => "You promised this for today.".into(),
            Self::FlagWithoutOutcome(days) => format!("You raised it {}. What came of it?", ago(days)),
            Self::ActionNotTold(_) => format!("It’s done, but you haven’t told {short_name} yet."),
            Self::TheirActionOverdue(days) => {
                format!("{short_name} promised this for {}. What’s in the way?", on(days))
            }
            Self::GoalCheckInDue(days) => {
                format!("No check-in for {}. How close does it feel?", pluralize(days, "day"))
            }
            Self::GoalNeverCheckedIn(days) => {
                format!("Set {}, no check-in yet. How close does it feel?", ago(days))
            }
            Self::PraiseNotTold(days) => format!("You saw this {}. Does {short_name} know?", ago(days)),
        }
    }
}

/// The summary of the day: how many one-on-ones there are and were, and what waits most.
pub fn describe_day(upcoming: &[UpcomingMeeting], held_today: usize, attention: &AttentionList, today: Date) -> String {
    let meetings = upcoming.iter().filter(|meeting| meeting.is_today(today)).count();
    let word = |count: usize| number_word(count, MAX_NUMBER_WORD);
    let meetings = match (meetings, held_today) {
        (0, 0) => "No one-on-ones today.".to_owned(),
        (0, 1) => "Today’s one-on-one is done.".to_owned(),
        (0, held) => format!("Today’s {} one-on-ones are done.", word(held)),
        (1, 0) => "You have one one-on-one today.".to_owned(),
        (1, _) => "You have one more one-on-one today.".to_owned(),
        (many, 0) => format!("You have {} one-on-ones today.", word(many)),
        (many, _) => format!("You have {} more one-on-ones today.", word(many)),
    };
    let flags = attention.now.iter().filter(|wait| matches!(wait.reason, AttentionReason::FlagNotRaised(_))).count();
    let others = attention.now.len() - flags;
    let waits = match (flags, others) {
        (0, 0) => "Nothing needs your attention.".to_owned(),
        (0, 1) => "One item needs your attention.".to_owned(),
        (0, many) => format!("{} items need your attention.", capitalize(&number_word(many, MAX_NUMBER_WORD))),
        (1, _) => "One flag hasn’t been raised yet.".to_owned(),
        (many, _) => {
            format!("{} flags haven’t been raised yet.", capitalize(&number_word(many, MAX_NUMBER_WORD)))
        }
    };
    format!("{meetings} {waits}")
}

/// The highlights of a person, the most urgent first: "1 flag to raise", "2 topics", "birthday in 6
/// days".
pub fn highlights(items: &[OpenItem], profile: &Profile, today: Date) -> Vec<String> {
    let is_awake = |item: &&OpenItem| item.snoozed_until.is_none_or(|day| day <= today);
    let reasons: Vec<AttentionReason> =
        items.iter().filter(is_awake).filter_map(|item| attention_reason(item, today)).collect();
    let count = |matches: fn(&AttentionReason) -> bool| reasons.iter().filter(|reason| matches(reason)).count();
    let topics = items.iter().filter(is_awake).filter(|item| item.status == OpenItemStatus::Topic).count();
    let counted = |count: usize, one: &str, many: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{count} {many}")),
    };
    let first = [
        counted(count(|reason| matches!(reason, AttentionReason::FlagNotRaised(_))), "flag to raise", "flags to raise"),
        counted(
            count(|reason| matches!(reason, AttentionReason::FlagRecheckDue(_))),
            "flag to check again",
            "flags to check again",
        ),
        counted(
            count(|reason| matches!(reason, AttentionReason::ActionOverdue(_))),
            "overdue action",
            "overdue actions",
        ),
        counted(
            count(|reason| matches!(reason, AttentionReason::ActionDueToday)),
            "action due today",
            "actions due today",
        ),
    ];
    let then = [
        counted(
            count(|reason| matches!(reason, AttentionReason::ActionNotTold(_))),
            "result to share",
            "results to share",
        ),
        counted(
            count(|reason| matches!(reason, AttentionReason::FlagWithoutOutcome(_))),
            "flag without an outcome",
            "flags without an outcome",
        ),
        counted(topics, "topic", "topics"),
        counted(
            count(|reason| {
                matches!(reason, AttentionReason::GoalCheckInDue(_) | AttentionReason::GoalNeverCheckedIn(_))
            }),
            "goal without a check-in",
            "goals without a check-in",
        ),
        counted(
            count(|reason| matches!(reason, AttentionReason::PraiseNotTold(_))),
            "praise to pass on",
            "praise to pass on",
        ),
        counted(
            count(|reason| matches!(reason, AttentionReason::TheirActionOverdue(_))),
            "overdue action of theirs",
            "overdue actions of theirs",
        ),
    ];
    let days = short_labels_within(profile, SOON_DAYS, today).into_iter().map(Some);
    first.into_iter().chain(days).chain(then).flatten().take(MAX_HIGHLIGHTS).collect()
}

/// "Last met 7 days ago", for the day of the last one-on-one.
pub fn describe_last_met(last_met: Option<Date>, today: Date) -> String {
    match last_met {
        Some(day) => format!("Last met {}", format_relative_date(day, today)),
        None => "First one-on-one".to_owned(),
    }
}

/// The mark of a person with a flag that was not raised yet.
pub const UNRAISED_FLAG: &str = "unraised flag";

/// "Dana, 12 days": a person without a recent entry, with the days since the last one.
pub fn describe_stale_person(short_name: &str, person: &StalePerson) -> String {
    if person.has_entries {
        format!("{short_name}, {}", pluralize(person.days, "day"))
    } else {
        format!("{short_name}, nothing yet")
    }
}

/// The question whether a one-on-one of a past day happened.
pub fn unconfirmed_question(short_name: &str, day: Date, today: Date) -> String {
    let day = format_date(day, today);
    let on = if day == "yesterday" { day } else { format!("on {day}") };
    format!("Did you meet {short_name} {on}?")
}

/// The heading of the people without a recent entry. `is_everybody_covered` tells whether there is
/// one about everybody: somebody new may have none, and is not missing yet.
pub fn stale_people_heading(people: &[StalePerson], is_everybody_covered: bool) -> &'static str {
    if people.is_empty() && is_everybody_covered {
        "You’ve written about everyone in the past two weeks."
    } else if people.is_empty() {
        "People you haven’t written about for two weeks appear here."
    } else {
        "Who haven’t you written about lately?"
    }
}

#[cfg(test)]
mod tests;
