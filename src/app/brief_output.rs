//! Copies the brief of a person to the clipboard, or opens it or the recovery key in the browser to
//! be printed.

use std::path::{Path, PathBuf};

use eframe::egui::{Context, OpenUrl};

use crate::{
    export,
    journal::{Journal, print_file},
    store::StoreError,
    ui::action::BriefRequest,
    wording::brief::{Brief, build_brief},
};

/// The brief of a person as of today; none if the person is gone.
fn load_brief(journal: &Journal, request: BriefRequest) -> Result<Option<Brief>, StoreError> {
    let today = journal.today();
    let brief = journal.read(|db| db.brief_input(request.person, today))?.map(|input| build_brief(&input, today));
    Ok(brief.map(|brief| if request.is_complete { brief } else { brief.shorten() }))
}

/// Copies the brief and returns the text of a notice.
pub(super) fn copy_brief(
    ctx: &Context,
    journal: &Journal,
    request: BriefRequest,
) -> Result<Option<String>, StoreError> {
    let brief = load_brief(journal, request)?;
    Ok(brief.map(|brief| {
        ctx.copy_text(export::brief::markdown(&brief));
        "Copied as Markdown".to_owned()
    }))
}

/// Writes the brief as a page beside the journal, opens it in the browser, and returns the text of
/// a notice.
pub(super) fn print_brief(
    ctx: &Context,
    journal: &Journal,
    request: BriefRequest,
) -> Result<Option<String>, StoreError> {
    let Some(brief) = load_brief(journal, request)? else { return Ok(None) };
    let path = open_page(ctx, journal, &export::brief::html(&brief))?;
    Ok(Some(format!("Opened in your browser. Temporary page, deleted when you quit: {}", path.display())))
}

/// Opens the recovery key in the browser. Its dialog says so itself.
pub(super) fn print_recovery_key(ctx: &Context, journal: &Journal) -> Result<Option<String>, StoreError> {
    let Some(key) = journal.key()? else { return Ok(None) };
    let name = journal.path().file_name().unwrap_or_default().to_string_lossy();
    open_page(ctx, journal, &export::recovery_key::html(&key.recovery_key(), &name))?;
    Ok(None)
}

/// Writes a page beside the journal, opens it in the browser, and returns its path.
fn open_page(ctx: &Context, journal: &Journal, page: &str) -> Result<PathBuf, StoreError> {
    let result = print_file::write_page(journal.path(), page);
    let path = result.map_err(|source| StoreError::Io { path: print_file::page_path(journal.path()), source })?;
    if let Some(address) = file_url(&path) {
        ctx.open_url(OpenUrl::new_tab(address));
    }
    Ok(path)
}

/// The `file:` URL of a path; none where the path cannot be made absolute.
fn file_url(path: &Path) -> Option<String> {
    let path = std::path::absolute(path).ok()?;
    url::Url::from_file_path(path).ok().map(String::from)
}
