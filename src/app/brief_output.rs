//! Copies the brief of a person to the clipboard, or opens it in the browser to be printed.

use std::path::Path;

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
    let result = print_file::write_page(journal.path(), &export::brief::html(&brief));
    let path = result.map_err(|source| StoreError::Io { path: print_file::page_path(journal.path()), source })?;
    if let Some(address) = file_url(&path) {
        ctx.open_url(OpenUrl::new_tab(address));
    }
    Ok(Some(format!("Opened in your browser. Temporary page, deleted when you quit: {}", path.display())))
}

/// The `file:` URL of a path; none where the path cannot be made absolute.
fn file_url(path: &Path) -> Option<String> {
    let path = std::path::absolute(path).ok()?;
    url::Url::from_file_path(path).ok().map(String::from)
}
