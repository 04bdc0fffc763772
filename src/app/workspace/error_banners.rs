//! Shows the error banners at the top of the window, and retries rejected changes.

use eframe::egui::{Frame, Margin, Panel, Ui};

use super::{FrameOutcome, Workspace};
use crate::{
    app::banners::{BannerButtons, BannerChoice, FailedChange, show_banner, show_failed_changes, show_quiet_line},
    domain::{erase::EraseScope, retention::Retention},
    journal::{
        StopReason,
        tidy::{RETENTION_SETTING, retention},
    },
    store::Displacement,
    ui::{
        dialog::compare_files::CompareFilesDialog,
        open_error_page::Remedy,
        route::{Route, Tab},
        tokens::Tokens,
        widget::{banner::Banner, button::Button},
    },
    wording::{erase, unsaved, user_error::UserFacingError},
};

impl Workspace {
    /// Shows every current error until it is resolved or dismissed.
    pub(super) fn show_banners(&mut self, ui: &mut Ui) {
        let failed_draft = self.drafts.first_failure().map(|(error, text)| (error.clone(), text.to_owned()));
        let read_error = self.error.clone();
        let stopped = self.shown_stop_reason();
        if self.failed_changes.is_empty()
            && failed_draft.is_none()
            && read_error.is_none()
            && stopped.is_none()
            && self.erase_suggestion.is_none()
        {
            return;
        }
        let frame = Frame::new().fill(Tokens::of(ui).page).inner_margin(Margin::same(8));
        Panel::top("banners").frame(frame).show_separator_line(false).show(ui, |ui| {
            if let Some(reason) = stopped {
                self.show_stop_reason(ui, reason);
            }
            // Then the banner above speaks for everything that is not stored.
            if matches!(stopped, Some(StopReason::Displaced(_) | StopReason::Damaged)) {
                return;
            }
            self.show_failed_change(ui);
            self.show_erase_suggestion(ui);
            if let Some((error, text)) = failed_draft {
                let detail = format!("{} Your text is safe in this window. {}", error.problem, error.remedy);
                let buttons = BannerButtons { retry: true, copy: Some(&text), dismiss: false };
                if show_banner(ui, "What you’re writing isn’t saved yet.", &detail, &buttons).is_some() {
                    self.drafts.retry(&self.journal);
                }
            }
            if let Some(error) = read_error {
                self.show_read_error(ui, &error);
            }
        });
    }

    /// Suggests, once a year, to erase what is older than the leader wants to keep.
    fn show_erase_suggestion(&mut self, ui: &mut Ui) {
        let Some(day) = self.erase_suggestion else { return };
        let title = erase::suggestion(day);
        let (look, later) = Banner::info(&title, erase::SUGGESTION_DETAIL).show(ui, |ui| {
            let look = ui.add(Button::plain("See what would be erased…").small()).clicked();
            (look, ui.add(Button::quiet("Not this year").small()).clicked())
        });
        if !look && !later {
            return;
        }
        self.erase_suggestion = None;
        let today = self.journal.today();
        match self.journal.read(retention) {
            Ok(retention) => {
                let answered = Retention { suggested_on: Some(today), ..retention };
                self.journal.set_setting(RETENTION_SETTING, &answered);
            }
            Err(error) => self.error = Some(error.user_facing_error()),
        }
        if look {
            self.open_erase_dialog(Some(EraseScope::Before(day)));
        }
    }

    /// Says why nothing is written any more, and what to do.
    fn show_stop_reason(&mut self, ui: &mut Ui, reason: StopReason) {
        if let StopReason::ReadOnly(reason) = reason {
            if show_quiet_line(ui, reason.notice(), "Open again") {
                self.requested_outcome = Some(FrameOutcome::Reopen);
            }
            return;
        }
        let error = reason.error(self.journal.path()).user_facing_error();
        let unsaved = self.unsaved_texts();
        let detail = match unsaved.as_slice() {
            texts if reason != StopReason::Panicked && !texts.is_empty() => {
                format!("Only in this window: {}. {} {}", unsaved::count(texts), error.reassurance, error.remedy)
            }
            _ => format!("{} {}", error.reassurance, error.remedy),
        };
        let copy = (reason != StopReason::Panicked && !unsaved.is_empty())
            .then(|| unsaved::document(&unsaved, &self.journal.now()));
        let (mut save_as, mut reload, mut compare, mut remedy) = (false, false, false, None);
        Banner::error(&error.problem, &detail).show(ui, |ui| {
            if let StopReason::Displaced(displacement) = reason {
                save_as = ui.add(Button::plain("Save as a new file…").small()).clicked();
                let label = if displacement == Displacement::Replaced { "Reload" } else { "Open again" };
                reload = ui.add(Button::quiet(label).small()).clicked();
                if displacement == Displacement::Replaced {
                    compare = ui.add(Button::quiet("Compare…").small()).clicked();
                }
            }
            if reason == StopReason::Damaged {
                if ui.add(Button::plain("Recover…").small()).clicked() {
                    remedy = Some(Remedy::Recover);
                }
                if ui.add(Button::quiet("Restore a backup…").small()).clicked() {
                    remedy = Some(Remedy::RestoreBackup);
                }
            }
            if let Some(texts) = copy
                && ui.add(Button::quiet("Copy").small()).clicked()
            {
                ui.ctx().copy_text(texts);
            }
        });
        if let Some(remedy) = remedy {
            self.repair(remedy);
        }
        if save_as {
            self.open_save_as();
        }
        if reload {
            self.reload(ui);
        }
        if compare {
            self.comparison = Some(CompareFilesDialog::default());
            self.journal.compare_with_replacement();
        }
    }

    fn show_read_error(&mut self, ui: &mut Ui, error: &UserFacingError) {
        let detail = format!("{} {}", error.reassurance, error.remedy);
        let buttons = BannerButtons { retry: true, copy: None, dismiss: true };
        match show_banner(ui, &error.problem, &detail, &buttons) {
            Some(BannerChoice::Retry) => {
                self.error = None;
                self.journal.read_again();
            }
            Some(BannerChoice::Dismiss) => self.error = None,
            None => {}
        }
    }

    fn show_failed_change(&mut self, ui: &mut Ui) {
        match show_failed_changes(ui, &self.failed_changes) {
            Some(BannerChoice::Retry) => self.retry_changes(ui),
            Some(BannerChoice::Dismiss) => self.failed_changes.clear(),
            None => {}
        }
    }

    /// Submits everything again that could not be stored, in its order.
    pub(super) fn retry_all(&mut self, ui: &Ui) {
        self.retry_changes(ui);
        self.drafts.retry(&self.journal);
    }

    fn retry_changes(&mut self, ui: &Ui) {
        for failed in std::mem::take(&mut self.failed_changes) {
            self.retry_change(ui, failed);
        }
        if let (Route::Person(_, Tab::Meet), Some(page)) = (self.route, &mut self.person_page) {
            page.focus_composer();
        }
    }

    /// Submits a rejected change again, with its draft unless the field has changed since.
    fn retry_change(&mut self, ui: &Ui, failed: FailedChange) {
        let FailedChange { change, draft, .. } = failed;
        let unchanged_draft = draft
            .filter(|draft| self.drafts.load(&self.journal, &draft.field_key).ok().flatten().as_ref() == Some(draft));
        match unchanged_draft {
            Some(draft) => {
                if let Some(page) = &mut self.person_page {
                    page.discard_draft(ui, &draft);
                }
                self.submit_with_draft(change, draft.field_key);
            }
            None => drop(self.submit(change, None)),
        }
    }
}
