//! The names of backups: the name of the journal and the local time, as
//! `journal-2026-11-30-081200.rapport`.

use std::path::{Path, PathBuf};

use crate::domain::moment::Moment;

/// The extension of journals and backups.
const EXTENSION: &str = "rapport";

/// The path of a backup of `journal` in `folder`. A path that is taken gets a number.
pub(super) fn new_path(folder: &Path, journal: &Path, made_at: &Moment) -> PathBuf {
    let stem = stem_of(journal);
    let time = format!("{}-{}", made_at.day(), made_at.time().strftime("%H%M%S"));
    let mut path = folder.join(format!("{stem}-{time}.{EXTENSION}"));
    let mut number = 2;
    while path.symlink_metadata().is_ok() {
        path = folder.join(format!("{stem}-{time}-{number}.{EXTENSION}"));
        number += 1;
    }
    path
}

fn stem_of(journal: &Path) -> std::borrow::Cow<'_, str> {
    journal.file_stem().map_or_else(|| "journal".into(), |stem| stem.to_string_lossy())
}

/// Whether the name of the file is that of a backup of `journal`.
pub(super) fn is_named_after(path: &Path, journal: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    may_be_backup(path) && name.strip_prefix(&*stem_of(journal)).is_some_and(|rest| rest.starts_with('-'))
}

/// Whether the file may be a backup, by its extension.
pub(super) fn may_be_backup(path: &Path) -> bool {
    let is_hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
    !is_hidden && path.extension().is_some_and(|extension| extension == EXTENSION)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_has_the_local_time_and_is_never_taken() {
        let folder = tempfile::tempdir().unwrap();
        let made_at: Moment = "2026-11-30T08:12:00+01:00[Europe/Berlin]".parse().unwrap();
        let name = |journal: &str| {
            let path = new_path(folder.path(), Path::new(journal), &made_at);
            std::fs::write(&path, "").unwrap();
            path.file_name().unwrap().to_str().unwrap().to_owned()
        };
        assert_eq!(name("/home/alex/journal.rapport"), "journal-2026-11-30-081200.rapport");
        assert_eq!(name("/home/alex/journal.rapport"), "journal-2026-11-30-081200-2.rapport");
        assert_eq!(name("/home/alex/journal.rapport"), "journal-2026-11-30-081200-3.rapport");
        assert_eq!(name("/home/alex/work.db"), "work-2026-11-30-081200.rapport");
    }

    #[test]
    fn unfinished_and_other_files_are_no_backups() {
        for (name, expected) in [
            ("journal-2026-11-30-081200.rapport", true),
            (".rapport-backup-x1", false),
            (".hidden.rapport", false),
            ("notes.txt", false),
        ] {
            assert_eq!(may_be_backup(Path::new(name)), expected, "{name}");
            assert_eq!(is_named_after(Path::new(name), Path::new("journal.rapport")), expected, "{name}");
        }
        assert!(!is_named_after(Path::new("work-2026-11-30-081200.rapport"), Path::new("journal.rapport")));
    }
}
