//! What is wrong: the banners at the top, and a change that is tried again from there.

use eframe::egui::{Frame, Margin, Panel, Ui};

use super::Workspace;
use crate::{
    app::banners::{BannerButtons, BannerChoice, FailedChange, show_banner},
    store::StoreError,
    ui::{
        route::{Route, Tab},
        tokens::Tokens,
    },
};

impl Workspace {
    /// What is wrong stays at the top until it is mended.
    pub(super) fn show_banners(&mut self, ui: &mut Ui) {
        let failed = self.drafts.first_failure().map(|(trouble, text)| (trouble.clone(), text.to_owned()));
        let unread = self.error.clone();
        let stopped = self.journal.has_stopped().then(|| StoreError::WriterGone.user_facing_error());
        if self.failed_changes.is_empty() && failed.is_none() && unread.is_none() && stopped.is_none() {
            return;
        }
        let frame = Frame::new().fill(Tokens::of(ui).page).inner_margin(Margin::same(8));
        Panel::top("banners").frame(frame).show_separator_line(false).show(ui, |ui| {
            if let Some(trouble) = stopped {
                let more = format!("{} {}", trouble.reassurance, trouble.remedy);
                show_banner(ui, &trouble.problem, &more, &BannerButtons { retry: false, copy: None, dismiss: false });
            }
            self.show_failed_change(ui);
            if let Some((trouble, text)) = failed {
                let more = format!("{} It is safe in this window. {}", trouble.problem, trouble.remedy);
                let offer = BannerButtons { retry: true, copy: Some(&text), dismiss: false };
                if show_banner(ui, "What you are writing is not stored yet.", &more, &offer).is_some() {
                    self.drafts.retry(&self.journal);
                }
            }
            if let Some(trouble) = unread {
                let more = format!("{} {}", trouble.reassurance, trouble.remedy);
                let offer = BannerButtons { retry: false, copy: None, dismiss: true };
                if show_banner(ui, &trouble.problem, &more, &offer).is_some() {
                    self.error = None;
                }
            }
        });
    }

    fn show_failed_change(&mut self, ui: &mut Ui) {
        match self.failed_changes.first().and_then(|unkept| unkept.show(ui)) {
            Some(BannerChoice::Retry) => self.retry_change(ui),
            Some(BannerChoice::Dismiss) => drop(self.failed_changes.remove(0)),
            None => {}
        }
    }

    /// Asks for it once more. Its draft goes with it if it is what was written; what was typed since stays.
    fn retry_change(&mut self, ui: &Ui) {
        let FailedChange { change, draft, .. } = self.failed_changes.remove(0);
        let stands = draft
            .filter(|draft| self.drafts.load(&self.journal, &draft.field_key).ok().flatten().as_ref() == Some(draft));
        match stands {
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
