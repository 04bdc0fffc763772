//! Backups: why they are made, and which of them are kept.

use std::collections::HashSet;

use super::{moment::Moment, string_enum::string_enum};

/// The newest backup of each of this many days is kept.
pub const DAILY: usize = 7;
/// Besides these, the newest backup of each of this many weeks is kept.
pub const WEEKLY: usize = 4;
/// Besides these, the newest backup of each of this many months is kept.
pub const MONTHLY: usize = 12;
/// The newest backups made before a risky operation that are kept besides all others.
pub const BEFORE_OPERATION: usize = 3;
/// The age in days from which on the newest backup is reported as old.
pub const MAX_AGE_DAYS: i32 = 7;

string_enum! {
    /// Why a backup was made. The words are stored in the backups and never change.
    pub enum BackupReason {
        /// The leader asked for it.
        Manual = "manual",
        /// The journal was closed, or a day has passed.
        Automatic = "automatic",
        /// An import followed.
        BeforeImport = "before_import",
        /// The schema was then migrated.
        BeforeMigration = "before_migration",
        /// Another backup was then restored.
        BeforeRestore = "before_restore",
    }
}

impl BackupReason {
    /// Whether it was made before an operation that changes much of the journal.
    pub fn is_before_operation(self) -> bool {
        match self {
            Self::BeforeImport | Self::BeforeMigration | Self::BeforeRestore => true,
            Self::Manual | Self::Automatic => false,
        }
    }
}

/// Names the day, week or month of a backup.
type Period<'a> = &'a dyn Fn(&Moment) -> String;

/// For each backup, whether it is kept at `now`.
///
/// The newest of each day, week and month in which there are any are kept, up to [`DAILY`],
/// [`WEEKLY`] and [`MONTHLY`]. A week counts only if its newest backup is not kept as a daily one
/// already, and likewise a month, so the periods follow one another. Days are those of the place
/// where the backup was made.
///
/// Backups of the future are kept and not counted: after the clock was put back, they must not
/// push out the backups of today.
pub fn retained(backups: &[(&Moment, BackupReason)], now: &Moment) -> Vec<bool> {
    let mut keep: Vec<bool> = backups.iter().map(|(made_at, _)| *made_at > now).collect();
    let mut newest_first: Vec<usize> = (0..backups.len()).filter(|index| !keep[*index]).collect();
    newest_first.sort_by(|a, b| backups[*b].0.cmp(backups[*a].0).then(b.cmp(a)));
    let day = |made_at: &Moment| made_at.day().to_string();
    let week = |made_at: &Moment| {
        let week = made_at.day().iso_week_date();
        format!("{} {}", week.year(), week.week())
    };
    let month = |made_at: &Moment| made_at.day().strftime("%Y-%m").to_string();
    let periods: [(usize, Period<'_>); 3] = [(DAILY, &day), (WEEKLY, &week), (MONTHLY, &month)];
    for (limit, period) in periods {
        let mut seen = HashSet::new();
        let is_newest = |index: &usize| seen.insert(period(backups[*index].0));
        let newest: Vec<usize> = newest_first.iter().copied().filter(is_newest).collect();
        let added: Vec<usize> = newest.into_iter().filter(|index| !keep[*index]).take(limit).collect();
        for index in added {
            keep[index] = true;
        }
    }
    let before_operation = newest_first.iter().filter(|index| backups[**index].1.is_before_operation());
    before_operation.take(BEFORE_OPERATION).for_each(|index| keep[*index] = true);
    keep
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Moment {
        text.parse().unwrap()
    }

    /// The backups that are kept, oldest first, of those made at these times.
    fn kept(times: &[&str], now: &str) -> Vec<String> {
        let made: Vec<Moment> = times.iter().map(|text| moment(text)).collect();
        let backups: Vec<(&Moment, BackupReason)> = made.iter().map(|at| (at, BackupReason::Automatic)).collect();
        let keep = retained(&backups, &moment(now));
        let mut kept: Vec<&Moment> = made.iter().zip(keep).filter(|(_, keep)| *keep).map(|(at, _)| at).collect();
        kept.sort();
        kept.into_iter().map(ToString::to_string).collect()
    }

    fn count_kept(times: &[String], now: &str) -> usize {
        kept(&times.iter().map(String::as_str).collect::<Vec<_>>(), now).len()
    }

    /// A backup at noon on each of the days before `now`, with the rotation after each.
    fn run_daily(days: i64, last: &str) -> Vec<Moment> {
        let last = moment(last);
        let mut made: Vec<Moment> = Vec::new();
        for ago in (0..days).rev() {
            let now = last.with_date(last.day().checked_sub(jiff::Span::new().days(ago)).unwrap());
            made.push(now.clone());
            let backups: Vec<(&Moment, BackupReason)> = made.iter().map(|at| (at, BackupReason::Automatic)).collect();
            let keep = retained(&backups, &now);
            let mut keep = keep.into_iter();
            made.retain(|_| keep.next().unwrap());
        }
        made
    }

    #[test]
    fn two_years_of_daily_backups_leave_23_over_a_year() {
        let made = run_daily(730, "2026-11-30T12:00:00+01:00[Europe/Berlin]");
        assert_eq!(made.len(), DAILY + WEEKLY + MONTHLY);
        let days: Vec<String> = made.iter().map(|at| at.day().to_string()).collect();
        assert_eq!(days.last().unwrap(), "2026-11-30");
        assert_eq!(days[made.len() - DAILY], "2026-11-24", "the last week day by day");
        let weekly = &days[MONTHLY..MONTHLY + WEEKLY];
        assert_eq!(weekly, ["2026-11-01", "2026-11-08", "2026-11-15", "2026-11-22"], "the Sundays before");
        assert_eq!(days[0], "2025-11-30", "and the ends of the months before");
    }

    #[test]
    fn of_several_on_a_day_the_newest_is_kept() {
        let made = [
            "2026-11-29T09:00:00Z[UTC]",
            "2026-11-29T18:00:00Z[UTC]",
            "2026-11-30T08:00:00Z[UTC]",
            "2026-11-30T08:12:00Z[UTC]",
        ];
        let expected = ["2026-11-29T18:00:00+00:00[UTC]", "2026-11-30T08:12:00+00:00[UTC]"];
        assert_eq!(kept(&made, "2026-11-30T08:12:00Z[UTC]"), expected);
    }

    #[test]
    fn the_newest_is_always_kept() {
        for made in ["2026-11-30T08:00:00Z[UTC]", "1999-01-01T00:00:00Z[UTC]"] {
            assert_eq!(kept(&[made], made).len(), 1, "{made}");
        }
        assert!(retained(&[], &moment("2026-11-30T08:00:00Z[UTC]")).is_empty());
    }

    #[test]
    fn a_clock_put_back_loses_neither_the_old_nor_the_new_backups() {
        // The clock stood in 2030 for a month, then was put right.
        let future: Vec<String> = (1..=28).map(|day| format!("2030-02-{day:02}T12:00:00Z[UTC]")).collect();
        let present: Vec<String> = (1..=9).map(|day| format!("2026-11-{day:02}T12:00:00Z[UTC]")).collect();
        let all: Vec<String> = future.iter().chain(&present).cloned().collect();
        let now = "2026-11-09T12:00:00Z[UTC]";
        assert_eq!(count_kept(&all, now), future.len() + count_kept(&present, now));
        // While it stood there, the backups of 2026 were of past months.
        let all: Vec<String> = present.iter().chain(&future).cloned().collect();
        let then = "2030-02-28T12:00:00Z[UTC]";
        assert!(count_kept(&all, then) > count_kept(&future, then));
    }

    #[test]
    fn the_hour_that_comes_twice_in_autumn_is_one_day() {
        let made = ["2026-10-25T02:30:00+02:00[Europe/Berlin]", "2026-10-25T02:30:00+01:00[Europe/Berlin]"];
        let now = "2026-10-25T04:00:00+01:00[Europe/Berlin]";
        assert_eq!(kept(&made, now), ["2026-10-25T02:30:00+01:00[Europe/Berlin]"]);
    }

    #[test]
    fn days_are_those_of_the_place_of_each_backup() {
        // The same instant plus a minute, on two dates.
        let made = ["2026-11-29T23:59:00Z[UTC]", "2026-11-30T09:00:00+09:00[Asia/Tokyo]"];
        assert_eq!(kept(&made, "2026-11-30T01:00:00Z[UTC]").len(), 2);
    }

    #[test]
    fn the_newest_before_an_operation_are_kept_besides() {
        let made: Vec<Moment> = (0..6).map(|minute| moment(&format!("2026-11-30T08:{minute:02}:00Z[UTC]"))).collect();
        let reasons = [
            BackupReason::BeforeImport,
            BackupReason::BeforeRestore,
            BackupReason::BeforeMigration,
            BackupReason::Manual,
            BackupReason::BeforeImport,
            BackupReason::Automatic,
        ];
        let backups: Vec<(&Moment, BackupReason)> = made.iter().zip(reasons).collect();
        let keep = retained(&backups, &moment("2026-11-30T09:00:00Z[UTC]"));
        assert_eq!(keep, [false, true, true, false, true, true]);
    }
}
