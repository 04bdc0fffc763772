//! File watches, and the schedule by which the writer checks the journal for commits of other
//! processes.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

/// Watches files until it is dropped.
pub(super) struct FileWatch {
    _watcher: RecommendedWatcher,
}

impl FileWatch {
    /// Calls `changed` from another thread whenever any process writes to one of the files, renames
    /// or removes it. Returns `None` if the system cannot watch them.
    pub(super) fn start(files: &[PathBuf], changed: impl Fn() + Send + 'static) -> Option<Self> {
        let on_event = move |event: notify::Result<notify::Event>| {
            if event.is_ok_and(|event| event.kind.is_modify() || event.kind.is_remove()) {
                changed();
            }
        };
        let started = notify::recommended_watcher(on_event).and_then(|mut watcher| {
            for file in files {
                watcher.watch(file, RecursiveMode::NonRecursive)?;
            }
            Ok(Self { _watcher: watcher })
        });
        started.inspect_err(|error| tracing::info!(kind = ?error.kind, "the journal's file could not be watched")).ok()
    }
}

/// Watches the file at a path, whichever it is, until it is dropped: it may appear, go, or be
/// replaced by another.
pub struct PathWatch {
    _watcher: RecommendedWatcher,
}

impl PathWatch {
    /// Calls `changed` from another thread whenever the file at the path has changed. Returns
    /// `None` if the system cannot watch its folder.
    pub fn start(path: &Path, changed: impl Fn() + Send + 'static) -> Option<Self> {
        let (folder, name) = (path.parent()?, path.file_name()?.to_owned());
        let on_event = move |event: notify::Result<notify::Event>| {
            let concerns = |event: &notify::Event| {
                !event.kind.is_access() && event.paths.iter().any(|path| path.file_name() == Some(&name))
            };
            if event.is_ok_and(|event| concerns(&event)) {
                changed();
            }
        };
        let started = notify::recommended_watcher(on_event).and_then(|mut watcher| {
            watcher.watch(folder, RecursiveMode::NonRecursive)?;
            Ok(Self { _watcher: watcher })
        });
        started.inspect_err(|error| tracing::info!(kind = ?error.kind, "a folder could not be watched")).ok()
    }
}

/// Decides when the writer next checks whether another connection has committed something.
///
/// A file event arrives while a commit is still being written; readers see it once it is on the
/// disk. So each event is followed by several checks. All of them are made even if one finds a
/// commit, because another may be under way.
#[derive(Debug, Default)]
pub(super) struct CheckSchedule {
    /// Whether the window is visible and focused.
    active: bool,
    /// How many checks have followed the latest event; `None` once all are made.
    checks_made: Option<usize>,
}

/// The delays of the checks after an event, each counted from the one before.
const DELAYS_AFTER_EVENT: [Duration; 5] = [
    Duration::from_millis(5),
    Duration::from_millis(20),
    Duration::from_millis(75),
    Duration::from_millis(300),
    Duration::from_millis(600),
];
/// The interval of checks while the window is active, in case the watch failed or missed an event.
const INTERVAL_WHILE_ACTIVE: Duration = Duration::from_secs(10);

impl CheckSchedule {
    /// The time until the next check; [`Duration::MAX`] if none is scheduled.
    pub(super) fn until_next(&self) -> Duration {
        let after_event = self.checks_made.and_then(|made| DELAYS_AFTER_EVENT.get(made).copied());
        after_event.unwrap_or(if self.active { INTERVAL_WHILE_ACTIVE } else { Duration::MAX })
    }

    pub(super) fn set_active(&mut self, active: bool) {
        self.active = active;
    }

    /// Restarts the checks after a file event.
    pub(super) fn on_event(&mut self) {
        self.checks_made = Some(0);
    }

    /// Advances the schedule after a check.
    pub(super) fn on_timeout(&mut self) {
        self.checks_made = self.checks_made.map(|made| made + 1).filter(|made| *made < DELAYS_AFTER_EVENT.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_are_periodic_only_while_active() {
        let mut schedule = CheckSchedule::default();
        assert_eq!(schedule.until_next(), Duration::MAX);
        schedule.set_active(true);
        assert_eq!(schedule.until_next(), INTERVAL_WHILE_ACTIVE);
        schedule.set_active(false);
        assert_eq!(schedule.until_next(), Duration::MAX);
    }

    #[test]
    fn event_schedules_several_checks_within_a_second() {
        let mut schedule = CheckSchedule::default();
        schedule.on_event();
        let mut waited = Vec::new();
        while schedule.until_next() < Duration::MAX {
            waited.push(schedule.until_next());
            schedule.on_timeout();
        }
        assert_eq!(waited, DELAYS_AFTER_EVENT);
        assert_eq!(waited.iter().sum::<Duration>(), Duration::from_secs(1));
    }
}
