//! Backups: where they lie, when they are made, and how they are restored.
//!
//! - [`BackupFolders`]: where backups are written, as the settings of the journal say.
//! - [`make_backup`]: makes a verified backup, then removes old ones by
//!   [the rotation](crate::domain::backup::retained).
//! - [`list_backups`], [`verify`]: what there is, and whether it can be trusted.
//! - [`compare()`]: what differs between a backup and the journal, by person.
//! - [`restore_journal`]: puts a whole backup in the place of the journal. Chosen entries come back
//!   with [`Comparison::restore_change`], an ordinary change that can be undone.
//! - [`upgrade()`]: brings a journal of an older version up to date, after a backup.
//! - [`BackupService`]: makes the automatic ones on a thread of its own.

mod compare;
mod error;
mod file_name;
mod folders;
mod list;
mod lock;
mod make;
mod restore;
mod service;
mod status;
mod upgrade;

pub(super) use self::compare::compare_with_replacement;
pub(super) use self::folders::create_private_dir;
pub use self::{
    compare::{Comparison, EntryDifference, PersonDifference, ReplacedFile, compare},
    error::BackupError,
    folders::{BACKUP_SETTING, BackupFolders, BackupSettings},
    list::{BackupFile, list_all_backups, list_backups, unreadable_backups},
    lock::BackupLock,
    make::{BackupOutcome, make_backup, make_backup_before, needs_backup},
    restore::{RestoreOutcome, RestorePermission, restore_journal, verify},
    service::{BackupJob, BackupService},
    status::{BackupConcern, BackupProblem, BackupStatus, read_status},
    upgrade::{UpgradeProgress, UpgradeStep, upgrade, upgrade_if_older},
};
