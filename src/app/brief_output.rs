//! The brief that leaves the window: on the clipboard, or as a page in the browser.

use std::path::Path;

use eframe::egui::{Context, OpenUrl};

use crate::{
    domain::id::PersonId,
    export,
    journal::{Journal, print_file},
    store::StoreError,
    wording::brief::{Brief, build_brief},
};

/// The brief of a person as of now; `None` where there is no such person any more.
fn load_brief(journal: &Journal, person: PersonId) -> Result<Option<Brief>, StoreError> {
    let today = journal.today();
    Ok(journal.read(|db| db.brief_input(person, today))?.map(|held| build_brief(&held, today)))
}

/// Puts the brief on the clipboard, and says so.
pub(super) fn copy_brief(ctx: &Context, journal: &Journal, person: PersonId) -> Result<Option<String>, StoreError> {
    let brief = load_brief(journal, person)?;
    Ok(brief.map(|brief| {
        ctx.copy_text(export::brief::markdown(&brief));
        "The brief is on the clipboard, as Markdown".to_owned()
    }))
}

/// Writes the brief as a page beside the journal, opens it in the browser, and says where it lies.
pub(super) fn print_brief(ctx: &Context, journal: &Journal, person: PersonId) -> Result<Option<String>, StoreError> {
    let Some(brief) = load_brief(journal, person)? else { return Ok(None) };
    let written = print_file::write_page(journal.path(), &export::brief::html(&brief));
    let path = written.map_err(|source| StoreError::Io { path: print_file::page_path(journal.path()), source })?;
    if let Some(address) = file_url(&path) {
        ctx.open_url(OpenUrl::new_tab(address));
    }
    Ok(Some(format!(
        "Opened in your browser. The page lies beside your journal until Rapport closes: {}",
        path.display()
    )))
}

/// A file as a browser is told of it; `None` where its path is not whole.
fn file_url(path: &Path) -> Option<String> {
    let path = std::path::absolute(path).ok()?;
    url::Url::from_file_path(path).ok().map(String::from)
}
