//! Upgrading a journal of an older version, after a backup.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
};

use super::make_backup_before;
use crate::{
    domain::{backup::BackupReason, erase::InterruptedErase, moment::Moment},
    journal::progress::Progress,
    store::{BackupLabel, Db, MigrationProgress, MigrationStop, OpenOptions, OpenStep, StoreError},
};

/// A step of an upgrade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UpgradeStep {
    /// A backup is made first.
    BackUp,
    /// The schema is migrated.
    Migrate,
    /// The search index is made.
    Index,
    /// The file is rebuilt without free pages.
    Rebuild,
}

impl UpgradeStep {
    const ALL: [Self; 4] = [Self::BackUp, Self::Migrate, Self::Index, Self::Rebuild];
}

/// How far an upgrade is. Shared between the thread that upgrades and the one that watches.
#[derive(Debug, Default)]
pub struct UpgradeProgress {
    /// The number of the step, from 1; 0 before the first.
    step: AtomicU8,
    within_step: Progress,
}

impl UpgradeProgress {
    /// The current step; `None` before the first.
    pub fn step(&self) -> Option<UpgradeStep> {
        let index = usize::from(self.step.load(Ordering::Acquire)).checked_sub(1)?;
        UpgradeStep::ALL.get(index).copied()
    }

    /// How far the step is, as `(done, total)`; 0 and 0 if that is not known.
    pub fn within_step(&self) -> (u64, u64) {
        self.within_step.done_and_total()
    }

    /// Stops the upgrade, which is then rolled back.
    pub fn cancel(&self) {
        self.within_step.cancel();
    }

    /// Whether it was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.within_step.is_cancelled()
    }

    fn begin(&self, step: UpgradeStep) {
        let _ = self.within_step.report(0, 0);
        let index = UpgradeStep::ALL.iter().position(|other| *other == step).unwrap_or_default();
        self.step.store(u8::try_from(index + 1).unwrap_or_default(), Ordering::Release);
    }
}

/// Brings a journal with an older schema up to date, after a backup. Does nothing to other files:
/// whoever opens them next says what is wrong with them. `on_upgrade` is called before it begins.
pub fn upgrade_if_older(journal: &Path, default_folder: Option<&Path>, now: &Moment, on_upgrade: impl FnOnce()) {
    if !Db::has_older_schema(journal).unwrap_or(false) {
        return;
    }
    on_upgrade();
    if let Err(error) = upgrade(journal, default_folder, now, &Arc::default()) {
        tracing::info!(%error, "the journal was not upgraded");
    }
}

/// Opens a journal, so that it is migrated, after a backup, and rebuilt if that is due. Returns
/// what became of an erase that was interrupted.
///
/// A migration is made completely or not at all, so it is made even if the backup fails.
///
/// # Errors
/// Fails if the journal cannot be opened for writing, or `progress` is cancelled.
pub fn upgrade(
    journal: &Path,
    default_folder: Option<&Path>,
    now: &Moment,
    progress: &Arc<UpgradeProgress>,
) -> Result<Option<InterruptedErase>, StoreError> {
    let migrated = Arc::clone(progress);
    let on_migration: MigrationProgress = Arc::new(move |done, total| {
        let _ = migrated.within_step.report(done, total);
    });
    let back_up_first = |db: &Db, _: i64| {
        progress.begin(UpgradeStep::BackUp);
        back_up(db, default_folder, now, progress);
        if progress.is_cancelled() {
            return Err(StoreError::UpgradeStopped);
        }
        progress.begin(UpgradeStep::Migrate);
        Ok(())
    };
    let watched = Arc::clone(progress);
    let stop: MigrationStop = Arc::new(move || watched.is_cancelled());
    let options = OpenOptions::new().before_migration(&back_up_first).migration_progress(&on_migration);
    let db = options.stop_migration_when(&stop).open_with_progress(journal, &mut |step| match step {
        OpenStep::Migrate => {}
        OpenStep::Index => progress.begin(UpgradeStep::Index),
        OpenStep::Vacuum => progress.begin(UpgradeStep::Rebuild),
    })?;
    Ok(db.interrupted_erase())
}

fn back_up(db: &Db, default_folder: Option<&Path>, now: &Moment, progress: &UpgradeProgress) {
    let label = BackupLabel { made_at: now.clone(), reason: BackupReason::BeforeMigration };
    let mut each = |done, total| progress.within_step.report(done, total);
    if let Err(error) = make_backup_before(db, default_folder, &label, &mut each) {
        tracing::warn!(%error, "no backup was made before the journal was upgraded");
    }
}
