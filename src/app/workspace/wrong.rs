//! What is wrong: the banners at the top, and a change that is tried again from there.

use eframe::egui::{Frame, Margin, Panel, Ui};

use super::Workspace;
use crate::{
    app::banners::{Choice, Offer, Unkept, show_banner},
    store::StoreError,
    ui::{
        route::{Route, Tab},
        tokens::Tokens,
    },
};

impl Workspace {
    /// What is wrong stays at the top until it is mended.
    pub(super) fn show_banners(&mut self, ui: &mut Ui) {
        let failed = self.drafts.failed().map(|(trouble, text)| (trouble.clone(), text.to_owned()));
        let unread = self.trouble.clone();
        let stopped = self.journal.has_stopped().then(|| StoreError::Stopped.trouble());
        if self.unkept.is_empty() && failed.is_none() && unread.is_none() && stopped.is_none() {
            return;
        }
        let frame = Frame::new().fill(Tokens::of(ui).page).inner_margin(Margin::same(8));
        Panel::top("banners").frame(frame).show_separator_line(false).show(ui, |ui| {
            if let Some(trouble) = stopped {
                let more = format!("{} {}", trouble.safe, trouble.to_do);
                show_banner(ui, &trouble.happened, &more, &Offer { retry: false, copy: None, dismiss: false });
            }
            self.show_unkept(ui);
            if let Some((trouble, text)) = failed {
                let more = format!("{} It is safe in this window. {}", trouble.happened, trouble.to_do);
                let offer = Offer { retry: true, copy: Some(&text), dismiss: false };
                if show_banner(ui, "What you are writing is not stored yet.", &more, &offer).is_some() {
                    self.drafts.retry(&self.journal);
                }
            }
            if let Some(trouble) = unread {
                let more = format!("{} {}", trouble.safe, trouble.to_do);
                let offer = Offer { retry: false, copy: None, dismiss: true };
                if show_banner(ui, &trouble.happened, &more, &offer).is_some() {
                    self.trouble = None;
                }
            }
        });
    }

    fn show_unkept(&mut self, ui: &mut Ui) {
        match self.unkept.first().and_then(|unkept| unkept.show(ui)) {
            Some(Choice::Retry) => self.try_again(ui),
            Some(Choice::Dismiss) => drop(self.unkept.remove(0)),
            None => {}
        }
    }

    /// Asks for it once more. Its draft goes with it if it is what was written; what was typed since stays.
    fn try_again(&mut self, ui: &Ui) {
        let Unkept { change, draft, .. } = self.unkept.remove(0);
        let stands =
            draft.filter(|draft| self.drafts.load(&self.journal, &draft.place).ok().flatten().as_ref() == Some(draft));
        match stands {
            Some(draft) => {
                if let Some(page) = &mut self.page {
                    page.forget_draft(ui, &draft);
                }
                self.submit_drafted(change, draft.place);
            }
            None => drop(self.submit(change, None)),
        }
        if let (Route::Person(_, Tab::Meet), Some(page)) = (self.route, &mut self.page) {
            page.jot();
        }
    }
}
