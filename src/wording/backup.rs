//! Sentences about backups.

use jiff::civil::Date;

use super::{
    date::format_date,
    text::{capitalize, pluralize},
};
use crate::domain::{
    backup::{BackupReason, DAILY, MONTHLY, WEEKLY},
    moment::Moment,
};

/// What is kept: "7 daily, 4 weekly, 12 monthly".
pub fn rotation() -> String {
    format!("{DAILY} daily, {WEEKLY} weekly, {MONTHLY} monthly")
}

/// When a backup was made: "Today, 08:12", "Fri 27 Nov, 18:00".
pub fn made_at(moment: &Moment, today: Date) -> String {
    capitalize(&format!("{}, {}", format_date(moment.day(), today), moment.time().strftime("%H:%M")))
}

/// Why a backup was made; empty for one that was made by itself.
pub fn reason(reason: BackupReason) -> &'static str {
    match reason {
        BackupReason::Manual => "made by you",
        BackupReason::Automatic => "",
        BackupReason::BeforeImport => "before an import",
        BackupReason::BeforeMigration => "before an update",
        BackupReason::BeforeRestore => "before a restore",
    }
}

/// A number of backups with their size: "23 backups, 41 MB".
pub fn count_and_size(count: usize, bytes: u64) -> String {
    let noun = if count == 1 { "backup" } else { "backups" };
    format!("{count} {noun}, {}", file_size(bytes))
}

/// A size: "812 kB", "41 MB", "1.2 GB".
pub fn file_size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", rounded(bytes, 1_000)),
        1_000_000..10_000_000 => format!("{} MB", with_tenth(bytes, 1_000_000)),
        10_000_000..1_000_000_000 => format!("{} MB", rounded(bytes, 1_000_000)),
        _ => format!("{} GB", with_tenth(bytes, 1_000_000_000)),
    }
}

fn rounded(bytes: u64, unit: u64) -> u64 {
    (bytes + unit / 2) / unit
}

fn with_tenth(bytes: u64, unit: u64) -> String {
    let tenths = rounded(bytes, unit / 10);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// What a restore changes about a person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Difference {
    /// Entries that come back.
    pub missing: usize,
    /// Entries that become as they were.
    pub changed: usize,
    /// Entries written since.
    pub added_since: usize,
    /// Other records that differ.
    pub other: usize,
}

/// What restoring all of a backup changes about a person: "3 entries come back, 1 changes back, 2
/// written since are removed".
pub fn whole_difference(difference: Difference) -> String {
    let Difference { missing, changed, added_since, other } = difference;
    let parts = [
        come_back(missing),
        change_back(changed),
        (added_since > 0).then(|| match added_since {
            1 => "1 written since is removed".to_owned(),
            many => format!("{many} written since are removed"),
        }),
        (other > 0).then(|| match other {
            1 => "1 other change".to_owned(),
            many => format!("{many} other changes"),
        }),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// What restoring only the entries of a person changes: "3 entries come back, 1 changes back".
pub fn entry_difference(difference: Difference) -> String {
    let parts = [come_back(difference.missing), change_back(difference.changed)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn come_back(count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some("1 entry comes back".to_owned()),
        many => Some(format!("{many} entries come back")),
    }
}

fn change_back(count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some("1 changes back".to_owned()),
        many => Some(format!("{many} change back")),
    }
}

/// The line on Today when the folder of the backups is gone.
pub fn folder_missing(folder: &std::path::Path) -> String {
    format!("The backup folder {} isn’t there.", folder.display())
}

/// The line on Today when no backup could be made so far.
pub fn no_backup(problem: &str) -> String {
    format!("Your journal isn’t backed up. {problem}")
}

/// The line on Today when all backups are on the disk of the journal.
pub const SAME_DISK: &str = "Your backups are on the same disk as your journal: if it fails, you lose both.";

/// The line on Today when the newest backup is old.
pub fn overdue(days: i32) -> String {
    format!("Your last backup is {} old.", pluralize(days, "day"))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn sizes_are_in_decimal_units() {
        for (bytes, expected) in [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (1_499, "1 kB"),
            (812_400, "812 kB"),
            (1_240_000, "1.2 MB"),
            (41_499_999, "41 MB"),
            (1_250_000_000, "1.3 GB"),
        ] {
            assert_eq!(file_size(bytes), expected);
        }
        assert_eq!(count_and_size(23, 41_000_000), "23 backups, 41 MB");
        assert_eq!(count_and_size(1, 2_000), "1 backup, 2 kB");
    }

    #[test]
    fn a_backup_is_named_by_its_day_and_time() {
        let today = date(2026, 11, 30);
        for (moment, expected) in [
            ("2026-11-30T08:12:00+01:00[Europe/Berlin]", "Today, 08:12"),
            ("2026-11-29T08:12:00+01:00[Europe/Berlin]", "Yesterday, 08:12"),
            ("2026-11-20T18:00:00+01:00[Europe/Berlin]", "Fri 20 Nov, 18:00"),
            ("2025-11-20T18:00:00+01:00[Europe/Berlin]", "Thu 20 Nov 2025, 18:00"),
        ] {
            assert_eq!(made_at(&moment.parse().unwrap(), today), expected);
        }
    }

    #[test]
    fn differences_name_only_what_changes() {
        let all = Difference { missing: 3, changed: 1, added_since: 2, other: 1 };
        let expected = "3 entries come back, 1 changes back, 2 written since are removed, 1 other change";
        assert_eq!(whole_difference(all), expected);
        assert_eq!(entry_difference(all), "3 entries come back, 1 changes back");
        let few = Difference { missing: 1, changed: 0, added_since: 1, other: 2 };
        assert_eq!(whole_difference(few), "1 entry comes back, 1 written since is removed, 2 other changes");
        assert_eq!(overdue(9), "Your last backup is 9 days old.");
    }
}
