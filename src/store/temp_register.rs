//! The register of temporary files that are being written, so that what a killed process has left
//! is found at the next start, in whatever folder it is.

use std::{
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use super::{
    SIDECAR_SUFFIXES, atomic_file::TEMP_PREFIX, backup::TEMP_BACKUP_PREFIX, leftovers, path_check::create_private_dir,
    wal::with_suffix,
};

static FOLDER: OnceLock<PathBuf> = OnceLock::new();

/// Keeps the register in `folder` until the process ends. Before that, nothing is registered.
pub fn set_temp_register(folder: PathBuf) {
    if FOLDER.set(folder).is_err() {
        tracing::warn!("the register of temporary files is set already");
    }
}

/// Removes the registered files of processes that were killed. `now_ms` is the time in milliseconds
/// since 1970.
pub fn remove_registered_leftovers(now_ms: i64) {
    let Some(entries) = FOLDER.get().and_then(|folder| fs::read_dir(folder).ok()) else { return };
    for entry in entries.flatten() {
        let note = entry.path();
        let Some(temp) = read_note(&note) else { continue };
        // A drive may be unplugged.
        let is_reachable = temp.parent().is_some_and(Path::is_dir);
        if is_reachable && remove(&temp, &note, now_ms) {
            discard(&note);
        }
    }
}

/// The note about a temporary file; removed when dropped.
pub(super) struct Registration {
    note: Option<PathBuf>,
    /// The folders that were created for it, the innermost first.
    created: Vec<PathBuf>,
}

impl Registration {
    /// Registers a temporary file. A failure is no reason not to write it.
    pub(super) fn new(temp: &Path) -> Self {
        let Some(folder) = FOLDER.get() else { return Self { note: None, created: Vec::new() } };
        let created = folder.ancestors().take_while(|folder| !folder.exists()).map(Path::to_owned).collect();
        let note = note_in(folder, temp)
            // Another process may have removed the empty folder in the meantime.
            .or_else(|_| note_in(folder, temp))
            .inspect_err(|error| tracing::debug!(%error, "a temporary file is not registered"))
            .ok();
        Self { note, created }
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        if let Some(note) = &self.note {
            discard(note);
        }
        for folder in &self.created {
            // Fails if something else is in it by now.
            let _ = fs::remove_dir(folder);
        }
    }
}

fn note_in(folder: &Path, temp: &Path) -> io::Result<PathBuf> {
    create_private_dir(folder)?;
    let note = folder.join(temp.file_name().unwrap_or_default());
    let absolute = std::path::absolute(temp)?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(&note)?.write_all(absolute.as_os_str().as_encoded_bytes())?;
    Ok(note)
}

/// The file that a note is about, if its name is that of a temporary file.
fn read_note(note: &Path) -> Option<PathBuf> {
    let bytes = fs::read(note).ok()?;
    #[cfg(unix)]
    let path = {
        use std::os::unix::ffi::OsStringExt as _;
        PathBuf::from(std::ffi::OsString::from_vec(bytes))
    };
    #[cfg(not(unix))]
    let path = PathBuf::from(String::from_utf8(bytes).ok()?);
    let name = path.file_name()?.to_string_lossy().into_owned();
    (name.starts_with(TEMP_PREFIX) || name.starts_with(TEMP_BACKUP_PREFIX)).then_some(path)
}

/// Removes the temporary file and what `SQLite` has left beside it. Returns whether it is gone.
fn remove(temp: &Path, note: &Path, now_ms: i64) -> bool {
    let Ok(own) = fs::metadata(note) else { return false };
    let is_gone = |path: &Path| path.symlink_metadata().is_err() || leftovers::remove_unused(path, &own, now_ms);
    is_gone(temp) && SIDECAR_SUFFIXES.iter().all(|suffix| is_gone(&with_suffix(temp, suffix)))
}

fn discard(note: &Path) {
    if let Err(error) = fs::remove_file(note) {
        tracing::debug!(%error, "a note about a temporary file stays");
    }
    // Fails as long as there are others.
    let _ = note.parent().map(fs::remove_dir);
}
