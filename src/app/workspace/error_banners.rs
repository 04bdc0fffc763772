//! Shows the error banners at the top of the window, and retries rejected changes.

use eframe::egui::{Frame, Margin, Panel, Ui};

use super::Workspace;
use crate::{
    app::banners::{BannerButtons, BannerChoice, FailedChange, show_banner},
    domain::{erase::EraseScope, retention::Retention},
    journal::tidy::{RETENTION_SETTING, retention},
    ui::{
        dialog::{ActiveDialog, erase::EraseDialog},
        route::{Route, Tab},
        tokens::Tokens,
        widget::{banner::Banner, button::Button},
    },
    wording::erase,
};

impl Workspace {
    /// Shows every current error until it is resolved or dismissed.
    pub(super) fn show_banners(&mut self, ui: &mut Ui) {
        let failed_draft = self.drafts.first_failure().map(|(error, text)| (error.clone(), text.to_owned()));
        let read_error = self.error.clone();
        let stopped = self.journal.stop_error().map(|error| error.user_facing_error());
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
            if let Some(error) = stopped {
                let detail = format!("{} {}", error.reassurance, error.remedy);
                show_banner(ui, &error.problem, &detail, &BannerButtons { retry: false, copy: None, dismiss: false });
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
                let detail = format!("{} {}", error.reassurance, error.remedy);
                let buttons = BannerButtons { retry: false, copy: None, dismiss: true };
                if show_banner(ui, &error.problem, &detail, &buttons).is_some() {
                    self.error = None;
                }
            }
        });
    }

    /// Suggests, once a year, to erase what is older than the leader wants to keep.
    fn show_erase_suggestion(&mut self, ui: &mut Ui) {
        let Some(day) = self.erase_suggestion else { return };
        let title = erase::suggestion(day);
        let (look, later) = Banner::info(&title, erase::SUGGESTION_DETAIL).show(ui, |ui| {
            let look = ui.add(Button::plain("See what would go…").small()).clicked();
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
            self.dialog = Some(ActiveDialog::Erase(Box::new(EraseDialog::open(Some(EraseScope::Before(day))))));
        }
    }

    fn show_failed_change(&mut self, ui: &mut Ui) {
        match self.failed_changes.first().and_then(|failed| failed.show(ui)) {
            Some(BannerChoice::Retry) => self.retry_change(ui),
            Some(BannerChoice::Dismiss) => drop(self.failed_changes.remove(0)),
            None => {}
        }
    }

    /// Submits the first rejected change again, with its draft unless the field has changed since.
    fn retry_change(&mut self, ui: &Ui) {
        let FailedChange { change, draft, .. } = self.failed_changes.remove(0);
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
        if let (Route::Person(_, Tab::Meet), Some(page)) = (self.route, &mut self.person_page) {
            page.focus_composer();
        }
    }
}
