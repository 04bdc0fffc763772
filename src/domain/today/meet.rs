//! Whom you meet today and next, and what stands out about each.

use jiff::civil::Date;

use super::{OpenThing, Stands, Why, why};
use crate::domain::{brief::days::soon, id::PersonId, meeting::Next, person::Profile};

/// At least so many people are shown, whenever you meet them.
const LEAST: usize = 3;
/// More than these would be a calendar.
const MOST: usize = 6;
/// A birthday or an anniversary within so many days is worth a word.
const SOON_DAYS: i32 = 14;
/// No more than this of one person fits a line.
const MOST_PARTS: usize = 3;

/// A person, and when you meet next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coming {
    /// The person.
    pub person: PersonId,
    /// When.
    pub next: Next,
}

impl Coming {
    /// Whether it is today, or at this moment.
    pub fn is_today(&self, today: Date) -> bool {
        self.next == Next::Now || self.next.day() == Some(today)
    }

    /// Sooner first; what is overdue comes after tomorrow: it still has to find its day.
    fn order(&self, today: Date) -> (u8, i32, i16) {
        let minutes = self.next.time().map_or(i16::MAX, |time| i16::from(time.hour()) * 60 + i16::from(time.minute()));
        let late = self.next.days_late(today);
        let away = self.next.day().map_or(0, |day| (day - today).get_days());
        match away {
            _ if self.next == Next::Now => (0, 0, 0),
            _ if late > 0 => (3, -late, 0),
            0 => (1, 0, minutes),
            1 => (2, 0, minutes),
            ..0 => (4, away, 0),
            _ => (5, away, minutes),
        }
    }
}

/// Whom you meet, soonest first, as of `today`. Whom you meet neither by a plan nor by a cadence is left out.
pub fn whom_you_meet(people: impl IntoIterator<Item = Coming>, today: Date) -> Vec<Coming> {
    let mut coming: Vec<Coming> = people.into_iter().filter(|coming| coming.next != Next::Nothing).collect();
    coming.sort_by_key(|coming| coming.order(today));
    coming
}

/// How many of them are shown: everybody of today, as far as that goes, and never fewer than three.
pub fn most_shown(coming: &[Coming], today: Date) -> usize {
    let of_today = coming.iter().filter(|coming| coming.is_today(today)).count();
    of_today.clamp(LEAST, MOST).min(coming.len())
}

/// What stands out about a person, in a few words each, the loudest first: "1 flag to raise", "2 topics", "birthday in 6 days".
pub fn stands_out(things: &[OpenThing], profile: &Profile, today: Date) -> Vec<String> {
    let there = |thing: &&OpenThing| thing.put_off.is_none_or(|day| day <= today);
    let whys: Vec<Why> = things.iter().filter(there).filter_map(|thing| why(thing, today)).collect();
    let of = |is: fn(&Why) -> bool| whys.iter().filter(|why| is(why)).count();
    let topics = things.iter().filter(there).filter(|thing| thing.stands == Stands::Topic).count();
    let counted = |count: usize, one: &str, many: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{count} {many}")),
    };
    let first = [
        counted(of(|why| matches!(why, Why::NotRaised(_))), "flag to raise", "flags to raise"),
        counted(of(|why| matches!(why, Why::LookAgain(_))), "flag to look at again", "flags to look at again"),
        counted(of(|why| matches!(why, Why::Late(_))), "late action", "late actions"),
        counted(of(|why| matches!(why, Why::DueToday)), "action due today", "actions due today"),
    ];
    let then = [
        counted(of(|why| matches!(why, Why::NotTold(_))), "answer to tell", "answers to tell"),
        counted(of(|why| matches!(why, Why::NoOutcome(_))), "flag without an outcome", "flags without an outcome"),
        counted(topics, "topic", "topics"),
        counted(of(|why| matches!(why, Why::Quiet(_) | Why::NeverCheckedIn(_))), "quiet goal", "quiet goals"),
        counted(of(|why| matches!(why, Why::PraiseNotTold(_))), "praise to tell", "praise to tell"),
        counted(of(|why| matches!(why, Why::TheirsLate(_))), "late action of theirs", "late actions of theirs"),
    ];
    let days = soon(profile, SOON_DAYS, today).into_iter().map(Some);
    first.into_iter().chain(days).chain(then).flatten().take(MOST_PARTS).collect()
}
