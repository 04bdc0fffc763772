//! Whom you meet today and next, and what stands out about each.

use jiff::civil::Date;

use super::attention::{AttentionReason, OpenItem, OpenItemStatus, attention_reason};
use crate::domain::{
    brief::upcoming_dates::short_labels_within, id::PersonId, next_meeting::NextMeeting, person::Profile,
};

/// At least so many people are shown, whenever you meet them.
const MIN_SHOWN: usize = 3;
/// More than these would be a calendar.
const MAX_SHOWN: usize = 6;
/// A birthday or an anniversary within so many days is worth a word.
const SOON_DAYS: i32 = 14;
/// No more than this of one person fits a line.
const MAX_HIGHLIGHTS: usize = 3;

/// A person, and when you meet next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UpcomingMeeting {
    /// The person.
    pub person: PersonId,
    /// When.
    pub next: NextMeeting,
}

impl UpcomingMeeting {
    /// Whether it is today, or at this moment.
    pub fn is_today(&self, today: Date) -> bool {
        self.next == NextMeeting::InProgress || self.next.day() == Some(today)
    }

    /// Sooner first; what is overdue comes after tomorrow: it still has to find its day.
    fn sort_key(&self, today: Date) -> (u8, i32, i16) {
        let minutes = self.next.time().map_or(i16::MAX, |time| i16::from(time.hour()) * 60 + i16::from(time.minute()));
        let late = self.next.days_late(today);
        let away = self.next.day().map_or(0, |day| (day - today).get_days());
        match away {
            _ if self.next == NextMeeting::InProgress => (0, 0, 0),
            _ if late > 0 => (3, -late, 0),
            0 => (1, 0, minutes),
            1 => (2, 0, minutes),
            ..0 => (4, away, 0),
            _ => (5, away, minutes),
        }
    }
}

/// Whom you meet, soonest first, as of `today`. Whom you meet neither by a plan nor by a cadence is left out.
pub fn upcoming_meetings(people: impl IntoIterator<Item = UpcomingMeeting>, today: Date) -> Vec<UpcomingMeeting> {
    let mut coming: Vec<UpcomingMeeting> =
        people.into_iter().filter(|coming| coming.next != NextMeeting::Unscheduled).collect();
    coming.sort_by_key(|coming| coming.sort_key(today));
    coming
}

/// How many of them are shown: everybody of today, as far as that goes, and never fewer than three.
pub fn visible_count(coming: &[UpcomingMeeting], today: Date) -> usize {
    let of_today = coming.iter().filter(|coming| coming.is_today(today)).count();
    of_today.clamp(MIN_SHOWN, MAX_SHOWN).min(coming.len())
}

/// What stands out about a person, in a few words each, the loudest first: "1 flag to raise", "2 topics", "birthday in 6 days".
pub fn highlights(things: &[OpenItem], profile: &Profile, today: Date) -> Vec<String> {
    let there = |thing: &&OpenItem| thing.snoozed_until.is_none_or(|day| day <= today);
    let whys: Vec<AttentionReason> =
        things.iter().filter(there).filter_map(|thing| attention_reason(thing, today)).collect();
    let of = |is: fn(&AttentionReason) -> bool| whys.iter().filter(|why| is(why)).count();
    let topics = things.iter().filter(there).filter(|thing| thing.status == OpenItemStatus::Topic).count();
    let counted = |count: usize, one: &str, many: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{count} {many}")),
    };
    let first = [
        counted(of(|why| matches!(why, AttentionReason::FlagNotRaised(_))), "flag to raise", "flags to raise"),
        counted(
            of(|why| matches!(why, AttentionReason::FlagRecheckDue(_))),
            "flag to look at again",
            "flags to look at again",
        ),
        counted(of(|why| matches!(why, AttentionReason::ActionOverdue(_))), "late action", "late actions"),
        counted(of(|why| matches!(why, AttentionReason::ActionDueToday)), "action due today", "actions due today"),
    ];
    let then = [
        counted(of(|why| matches!(why, AttentionReason::ActionNotTold(_))), "answer to tell", "answers to tell"),
        counted(
            of(|why| matches!(why, AttentionReason::FlagWithoutOutcome(_))),
            "flag without an outcome",
            "flags without an outcome",
        ),
        counted(topics, "topic", "topics"),
        counted(
            of(|why| matches!(why, AttentionReason::GoalCheckInDue(_) | AttentionReason::GoalNeverCheckedIn(_))),
            "quiet goal",
            "quiet goals",
        ),
        counted(of(|why| matches!(why, AttentionReason::PraiseNotTold(_))), "praise to tell", "praise to tell"),
        counted(
            of(|why| matches!(why, AttentionReason::TheirActionOverdue(_))),
            "late action of theirs",
            "late actions of theirs",
        ),
    ];
    let days = short_labels_within(profile, SOON_DAYS, today).into_iter().map(Some);
    first.into_iter().chain(days).chain(then).flatten().take(MAX_HIGHLIGHTS).collect()
}
