//! Temporary files that a killed process has left. They may hold a whole journal as plain text.

use std::{
    fs::{self, File, Metadata},
    path::Path,
    time::{Duration, UNIX_EPOCH},
};

use super::{SIDECAR_SUFFIXES, atomic_file::TEMP_PREFIX};

/// The beginning of the names that earlier versions used. Those files were not locked.
const UNLOCKED_PREFIX: &str = ".rapport-export-";

/// The age from which an unlocked file is certainly not in use.
const UNLOCKED_AGE: Duration = Duration::from_hours(24);

/// Removes the temporary files in `folder` that belong to the owner of the file `own`, that nobody
/// else can read, and that no running process uses. `now_ms` is the time in milliseconds since
/// 1970.
pub fn remove_leftovers(folder: &Path, own: &Path, now_ms: i64) {
    let Ok(own) = fs::metadata(own) else { return };
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        // The log of a temporary journal goes after the journal.
        let journal = SIDECAR_SUFFIXES.iter().find_map(|suffix| name.strip_suffix(suffix));
        if journal.is_some_and(|journal| folder.join(journal).symlink_metadata().is_ok()) {
            continue;
        }
        let is_lockable = name.starts_with(TEMP_PREFIX);
        if !is_lockable && !name.starts_with(UNLOCKED_PREFIX) {
            continue;
        }
        remove_if(&entry.path(), &own, |path, metadata| {
            if is_lockable && cfg!(unix) { is_unlocked(path) } else { is_old(metadata, now_ms) }
        });
    }
}

/// Removes a temporary file that belongs to the owner of `own`, that nobody else can read, and that
/// no running process uses. Returns whether it did.
pub(super) fn remove_unused(path: &Path, own: &Metadata, now_ms: i64) -> bool {
    remove_if(path, own, |path, metadata| if cfg!(unix) { is_unlocked(path) } else { is_old(metadata, now_ms) })
}

fn remove_if(path: &Path, own: &Metadata, is_unused: impl FnOnce(&Path, &Metadata) -> bool) -> bool {
    // Of a symbolic link it is the link itself, which is no regular file.
    let Ok(metadata) = path.symlink_metadata() else { return false };
    if !metadata.is_file() || !is_private_file_of(&metadata, own) || !is_unused(path, &metadata) {
        return false;
    }
    match fs::remove_file(path) {
        Ok(()) => {
            tracing::info!("a temporary file of a process that was killed was removed");
            true
        }
        Err(error) => {
            tracing::warn!(%error, "a temporary file of a process that was killed stays");
            false
        }
    }
}

/// Locks a temporary file for as long as it is open, so that no other process removes it. Where
/// that is not possible, its age protects it.
pub(super) fn lock_while_open(file: &File) {
    // On Windows such a lock would keep `SQLite` from writing to the file.
    if cfg!(unix)
        && let Err(error) = file.try_lock()
    {
        tracing::debug!(%error, "a temporary file is not locked");
    }
}

fn is_unlocked(path: &Path) -> bool {
    File::open(path).is_ok_and(|file| file.try_lock().is_ok())
}

fn is_old(metadata: &Metadata, now_ms: i64) -> bool {
    let modified = metadata.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    let now = u64::try_from(now_ms).map(Duration::from_millis).ok();
    modified.zip(now).and_then(|(modified, now)| now.checked_sub(modified)).is_some_and(|age| age >= UNLOCKED_AGE)
}

#[cfg(unix)]
fn is_private_file_of(metadata: &Metadata, own: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    // No permission for the group and others.
    metadata.uid() == own.uid() && metadata.mode().trailing_zeros() >= 6
}

// The files of other users are in other folders there.
#[cfg(not(unix))]
fn is_private_file_of(_: &Metadata, _: &Metadata) -> bool {
    true
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::store::atomic_file::AtomicFile;

    const NOW_MS: i64 = 4_000_000_000_000;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn write_private(path: &Path) {
        fs::write(path, "half of it").unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
    }

    #[test]
    fn a_leftover_of_a_killed_process_is_removed_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("journal.rapport");
        for name in [
            "journal.rapport",
            ".rapport-tmp-killed",
            ".rapport-tmp-gone-wal",
            ".rapport-export-killed",
            "rapport-tmp-mine",
            ".hidden",
        ] {
            write_private(&folder.path().join(name));
        }
        let shared = folder.path().join(".rapport-tmp-shared");
        write_private(&shared);
        fs::set_permissions(&shared, fs::Permissions::from_mode(0o644)).unwrap();
        fs::create_dir(folder.path().join(".rapport-tmp-folder")).unwrap();
        std::os::unix::fs::symlink(&own, folder.path().join(".rapport-tmp-link")).unwrap();
        let in_use = AtomicFile::create(&folder.path().join("export.html")).unwrap();
        let log = format!("{}-wal", in_use.temp_path().file_name().unwrap().to_str().unwrap());
        write_private(&folder.path().join(&log));

        remove_leftovers(folder.path(), &own, NOW_MS);
        let in_use_name = in_use.temp_path().file_name().unwrap().to_str().unwrap().to_owned();
        let mut expected = [
            ".hidden",
            ".rapport-tmp-folder",
            ".rapport-tmp-link",
            ".rapport-tmp-shared",
            "journal.rapport",
            "rapport-tmp-mine",
            &in_use_name,
            &log,
        ];
        expected.sort_unstable();
        assert_eq!(names(folder.path()), expected);
        in_use.persist().unwrap();
        assert!(folder.path().join("export.html").exists());
    }

    #[test]
    fn a_recent_file_without_a_lock_stays() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("journal.rapport");
        write_private(&own);
        write_private(&folder.path().join(".rapport-export-recent"));
        remove_leftovers(folder.path(), &own, 0);
        assert_eq!(names(folder.path()), [".rapport-export-recent", "journal.rapport"]);
    }
}
