//! Imports: the dialog, files dropped on the window, and the result.

use std::{path::PathBuf, time::Duration};

use eframe::egui::Context;

use super::Workspace;
use crate::{
    journal::change::{Change, ChangeError},
    ui::{
        action::ImportSubmission,
        dialog::{
            ActiveDialog,
            import::{CALENDAR_SETTING, ImportDialog},
        },
        file_drop::{FileDrop, ONE_FILE_ONLY},
        route::Route,
    },
};

impl Workspace {
    pub(super) fn open_import_dialog(&mut self, ctx: &Context, path: Option<PathBuf>, time: Duration) {
        self.with_context(time, |screen, dialog| {
            *dialog = Some(ActiveDialog::Import(Box::new(ImportDialog::open(path, ctx, screen))));
        });
    }

    /// Opens the import dialog for a file dropped on the window, unless another dialog is open.
    pub(super) fn handle_drop(&mut self, ctx: &Context, time: Duration) {
        let dropped = FileDrop::dropped_paths(ctx);
        let now = ctx.input(|input| input.time);
        let can_open = match &self.dialog {
            None => true,
            Some(ActiveDialog::Import(import)) => !import.is_importing(),
            Some(_) => false,
        };
        match dropped.as_slice() {
            [] => {}
            _ if !can_open => {
                self.show_toast("Close the open dialog first, then drop it again".to_owned(), Vec::new(), now);
            }
            [path] => self.open_import_dialog(ctx, Some(path.clone()), time),
            _ => self.show_toast(ONE_FILE_ONLY.to_owned(), Vec::new(), now),
        }
    }

    /// Passes the result of the import to the dialog.
    pub(super) fn finish_import(&mut self, result: Result<(), ChangeError>, ctx: &Context) {
        let time = Duration::from_secs_f64(ctx.input(|input| input.time).max(0.0));
        self.import_ticket = None;
        if result.is_ok() && self.route == Route::FirstRun {
            // Shown once the dialog is closed.
            self.open_route(Route::Today);
        }
        self.with_context(time, |screen, dialog| {
            if let Some(ActiveDialog::Import(import)) = dialog {
                import.on_import_finished(result, screen);
            }
        });
    }

    /// Submits the import and remembers its calendar, to be read again later.
    pub(super) fn start_import(&mut self, request: ImportSubmission) {
        self.import_ticket = Some(self.journal.submit_with_progress(Change::Import(request.bundle), request.progress));
        if let Some(calendar) = request.calendar_path {
            self.journal.set_setting(CALENDAR_SETTING, &calendar);
        }
    }
}
