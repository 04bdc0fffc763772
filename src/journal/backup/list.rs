//! The backups in a folder.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{BackupError, BackupFolders, file_name, folders::check_folder};
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

/// The backups in all of these folders, newest first, each once: the second folder has copies. A
/// folder that cannot be read is left out, as its drive may be unplugged.
pub fn list_all_backups(folders: &BackupFolders, of: Option<Uid>) -> Vec<BackupFile> {
    let listed = folders.all().map(|folder| {
        list_backups(folder, of).unwrap_or_else(|error| {
            tracing::info!(%error, "a backup folder cannot be listed");
            Vec::new()
        })
    });
    let mut backups: Vec<BackupFile> = listed.flatten().collect();
    backups.sort_by(|a, b| b.manifest.made_at.cmp(&a.manifest.made_at));
    backups.dedup_by(|a, b| a.manifest == b.manifest);
    backups
}

/// The files in `folder` that are named as backups of `journal` and cannot be read: what is in them
/// is not known.
///
/// # Errors
/// Fails if the folder cannot be read.
pub fn unreadable_backups(folder: &Path, journal: &Path) -> Result<Vec<PathBuf>, BackupError> {
    let io = |source| BackupError::from(StoreError::from_io(folder, source));
    let files = fs::read_dir(folder).map_err(io)?.collect::<Result<Vec<_>, _>>().map_err(io)?;
    let paths = files.into_iter().map(|file| file.path()).filter(|path| file_name::is_named_after(path, journal));
    Ok(paths.filter(|path| path.is_file() && read_manifest(path).is_err()).collect())
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
