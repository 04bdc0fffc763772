//! The brief that leaves the window: on the clipboard, or as a page in the browser.

use std::path::Path;

use eframe::egui::{Context, OpenUrl};

use crate::{
    domain::{
        brief::{Brief, brief},
        id::PersonId,
    },
    export,
    journal::{Journal, print},
    store::StoreError,
};

/// The brief of a person as of now; `None` where there is no such person any more.
fn read(journal: &Journal, person: PersonId) -> Result<Option<Brief>, StoreError> {
    let today = journal.today();
    Ok(journal.read(|db| db.held(person, today))?.map(|held| brief(&held, today)))
}

/// Puts the brief on the clipboard, and says so.
pub(super) fn copy(ctx: &Context, journal: &Journal, person: PersonId) -> Result<Option<String>, StoreError> {
    let brief = read(journal, person)?;
    Ok(brief.map(|brief| {
        ctx.copy_text(export::brief::markdown(&brief));
        "The brief is on the clipboard, as Markdown".to_owned()
    }))
}

/// Writes the brief as a page beside the journal, opens it in the browser, and says where it lies.
pub(super) fn print(ctx: &Context, journal: &Journal, person: PersonId) -> Result<Option<String>, StoreError> {
    let Some(brief) = read(journal, person)? else { return Ok(None) };
    let written = print::write(journal.path(), &export::brief::html(&brief));
    let path = written.map_err(|source| StoreError::Disk { path: print::place(journal.path()), source })?;
    if let Some(address) = address(&path) {
        ctx.open_url(OpenUrl::new_tab(address));
    }
    Ok(Some(format!(
        "Opened in your browser. The page lies beside your journal until Rapport closes: {}",
        path.display()
    )))
}

/// A file as a browser is told of it; `None` where its path is not whole.
fn address(path: &Path) -> Option<String> {
    let path = std::path::absolute(path).ok()?;
    url::Url::from_file_path(path).ok().map(String::from)
}
