//! The backups in a folder.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{BackupError, file_name, folders::check_folder};
use crate::{
    domain::id::Uid,
    store::{BackupManifest, StoreError, read_manifest},
};

/// A backup in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupFile {
    /// The file.
    pub path: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// The uid of its journal.
    pub journal_id: Option<Uid>,
    /// What it says about itself.
    pub manifest: BackupManifest,
}

/// The backups in `folder`, newest first: those of the journal `of`, or all. Other files, and
/// backups that cannot be read, are left out.
///
/// # Errors
/// Fails if the folder cannot be read.
pub fn list_backups(folder: &Path, of: Option<Uid>) -> Result<Vec<BackupFile>, BackupError> {
    check_folder(folder)?;
    let io = |source| BackupError::from(StoreError::from_io(folder, source));
    let mut backups = Vec::new();
    for entry in fs::read_dir(folder).map_err(io)? {
        let path = entry.map_err(io)?.path();
        let metadata =
            fs::metadata(&path).ok().filter(|metadata| metadata.is_file() && file_name::may_be_backup(&path));
        let Some(metadata) = metadata else { continue };
        match read_manifest(&path) {
            Ok((Some(manifest), journal_id)) if of.is_none() || of == journal_id => {
                backups.push(BackupFile { path, size: metadata.len(), journal_id, manifest });
            }
            Ok(_) => {}
            Err(error) => tracing::info!(%error, "a file in the backup folder cannot be read"),
        }
    }
    backups.sort_by(|a, b| (&b.manifest.made_at, &b.path).cmp(&(&a.manifest.made_at, &a.path)));
    Ok(backups)
}
