//! What became of what was asked for: heard from the writer, and said in a notice.

use std::time::Duration;

use eframe::egui::{Context, Ui};

use super::Workspace;
use crate::{
    app::banners::Unkept,
    journal::{
        change::{Change, ChangeError},
        deed::Deed,
        notice::Notice,
        said,
    },
    store::StoreError,
    ui::{action::Action, dialog::ask::Question, widget::notice::notice},
};

/// How long a notice stands, in seconds.
const NOTICE_S: f64 = 7.0;

/// A notice that is shown.
pub(super) struct Standing {
    said: String,
    offers: Vec<(&'static str, Action)>,
    until: f64,
}

impl Workspace {
    /// Hears what became of what was asked of the writer.
    pub(super) fn hear(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        let (undo, redo) = (("Undo", Action::Undo), ("Redo", Action::Redo));
        for heard in self.journal.notices() {
            let left = self.left_as_it_was(&heard);
            self.drafts.heard(&heard);
            self.notify_page(&heard);
            match heard {
                Notice::Kept { ticket, .. } if self.bringing_in == Some(ticket) => self.brought_in(Ok(()), ctx),
                Notice::NotKept { ticket, error, .. } if self.bringing_in == Some(ticket) => {
                    self.brought_in(Err(error), ctx);
                }
                Notice::Kept { deed, entry, .. } => {
                    // Ticking asks nothing; how they heard of it can be said if one likes.
                    let how = entry.filter(|_| deed == Deed::Told).map(|entry| Action::Ask(entry, Question::Told));
                    if let Some(said) = said::done(deed) {
                        let how = how.map(|how| ("How did you tell them?", how));
                        self.say(said.to_owned(), std::iter::once(undo.clone()).chain(how).collect(), now);
                    }
                }
                Notice::NotKept { change, error, .. } => self.not_kept(change, error, left),
                Notice::TakenBack(stepped) => self.say(said::stepped(stepped, true), vec![redo.clone()], now),
                Notice::MadeAgain(stepped) => self.say(said::stepped(stepped, false), vec![undo.clone()], now),
                Notice::NoFurther => {
                    self.say("There is nothing more to take back or make again".to_owned(), Vec::new(), now);
                }
                Notice::HistoryFailed(error) => self.trouble = Some(error.trouble()),
                Notice::DraftKept { .. } | Notice::DraftNotKept { .. } => {}
            }
        }
    }

    /// Tells the page that is shown what became of a change.
    fn notify_page(&mut self, notice: &Notice) {
        let Some(page) = &mut self.page else { return };
        match notice {
            Notice::Kept { ticket, .. } => page.change_answered(*ticket, true),
            Notice::NotKept { ticket, .. } => page.change_answered(*ticket, false),
            _ => {}
        }
    }

    /// The field whose text a change was that has come to nothing, where nothing was typed there since.
    fn left_as_it_was(&mut self, heard: &Notice) -> Option<String> {
        let (Notice::Kept { ticket, .. } | Notice::NotKept { ticket, .. }) = heard else { return None };
        self.drafted.remove(ticket).filter(|place| self.drafts.is_left(place))
    }

    fn not_kept(&mut self, change: Change, error: ChangeError, left: Option<String>) {
        let draft = left.and_then(|place| self.drafts.load(&self.journal, &place).ok().flatten());
        let unkept = Unkept { change, error, draft };
        if !unkept.is_so_already() {
            self.unkept.push(unkept);
        }
    }

    /// Says what became of a brief that was to leave the window.
    pub(super) fn hand_out(&mut self, ctx: &Context, done: Result<Option<String>, StoreError>) {
        match done {
            Ok(Some(said)) => self.say(said, Vec::new(), ctx.input(|input| input.time)),
            Ok(None) => {}
            Err(error) => self.trouble = Some(error.trouble()),
        }
    }

    pub(super) fn say(&mut self, said: String, offers: Vec<(&'static str, Action)>, now: f64) {
        self.notice = Some(Standing { said, offers, until: now + NOTICE_S });
    }

    pub(super) fn show_notice(&mut self, ui: &Ui, time: Duration) {
        let now = ui.input(|input| input.time);
        let Some(standing) = self.notice.take_if(|standing| standing.until > now) else {
            self.notice = None;
            return;
        };
        ui.ctx().request_repaint_after(Duration::from_secs_f64((standing.until - now).max(0.0)));
        let words: Vec<&str> = standing.offers.iter().map(|(word, _)| *word).collect();
        match notice(ui, &standing.said, &words).and_then(|nth| standing.offers.get(nth)) {
            Some((_, action)) => self.do_one(ui, action.clone(), time),
            None => self.notice = Some(standing),
        }
    }
}
