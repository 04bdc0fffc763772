//! What became of what was asked for: heard from the writer, and said in a notice.

use std::time::Duration;

use eframe::egui::{Context, Ui};

use super::Workspace;
use crate::{
    app::banners::FailedChange,
    journal::{
        change::{Change, ChangeError, kind::ChangeKind},
        writer_event::WriterEvent,
    },
    store::StoreError,
    ui::{
        action::{Action, DialogRequest, HistoryCommand, PromptKind},
        widget::toast::toast,
    },
    wording::change_label,
};

/// How long a notice stands, in seconds.
const TOAST_SECONDS: f64 = 7.0;

/// A notice that is shown.
pub(super) struct Toast {
    text: String,
    actions: Vec<(&'static str, Action)>,
    expires_at: f64,
}

impl Workspace {
    /// Hears what became of what was asked of the writer.
    pub(super) fn poll_writer(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        let (undo, redo) =
            (("Undo", Action::History(HistoryCommand::Undo)), ("Redo", Action::History(HistoryCommand::Redo)));
        for heard in self.journal.poll_events() {
            let left = self.untouched_draft_field(&heard);
            self.drafts.on_event(&heard);
            self.notify_page(&heard);
            match heard {
                WriterEvent::Committed { ticket, .. } if self.import_ticket == Some(ticket) => {
                    self.finish_import(Ok(()), ctx)
                }
                WriterEvent::Rejected { ticket, error, .. } if self.import_ticket == Some(ticket) => {
                    self.finish_import(Err(error), ctx);
                }
                WriterEvent::Committed { kind: deed, entry, .. } => {
                    // Ticking asks nothing; how they heard of it can be said if one likes.
                    let how = entry
                        .filter(|_| deed == ChangeKind::Told)
                        .map(|entry| Action::OpenDialog(DialogRequest::TransitionPrompt(entry, PromptKind::Told)));
                    if let Some(said) = change_label::label(deed) {
                        let how = how.map(|how| ("How did you tell them?", how));
                        self.show_toast(said.to_owned(), std::iter::once(undo.clone()).chain(how).collect(), now);
                    }
                }
                WriterEvent::Rejected { change, error, .. } => self.on_rejected(change, error, left),
                WriterEvent::Undone(stepped) => {
                    self.show_toast(change_label::undo_label(stepped.kind, true), vec![redo.clone()], now)
                }
                WriterEvent::Redone(stepped) => {
                    self.show_toast(change_label::undo_label(stepped.kind, false), vec![undo.clone()], now)
                }
                WriterEvent::NothingToUndo => {
                    self.show_toast("There is nothing more to take back or make again".to_owned(), Vec::new(), now);
                }
                WriterEvent::UndoFailed(error) => self.error = Some(error.user_facing_error()),
                WriterEvent::DraftSaved { .. } | WriterEvent::DraftSaveFailed { .. } => {}
            }
        }
    }

    /// Tells the page that is shown what became of a change.
    fn notify_page(&mut self, notice: &WriterEvent) {
        let Some(page) = &mut self.person_page else { return };
        match notice {
            WriterEvent::Committed { ticket, .. } => page.change_answered(*ticket, true),
            WriterEvent::Rejected { ticket, .. } => page.change_answered(*ticket, false),
            _ => {}
        }
    }

    /// The field whose text a change was that has come to nothing, where nothing was typed there since.
    fn untouched_draft_field(&mut self, event: &WriterEvent) -> Option<String> {
        let (WriterEvent::Committed { ticket, .. } | WriterEvent::Rejected { ticket, .. }) = event else { return None };
        self.submitted_drafts.remove(ticket).filter(|place| self.drafts.is_submitted(place))
    }

    fn on_rejected(&mut self, change: Change, error: ChangeError, left: Option<String>) {
        let draft = left.and_then(|place| self.drafts.load(&self.journal, &place).ok().flatten());
        let unkept = FailedChange { change, error, draft };
        if !unkept.is_redundant() {
            self.failed_changes.push(unkept);
        }
    }

    /// Says what became of a brief that was to leave the window.
    pub(super) fn report_output(&mut self, ctx: &Context, result: Result<Option<String>, StoreError>) {
        match result {
            Ok(Some(said)) => self.show_toast(said, Vec::new(), ctx.input(|input| input.time)),
            Ok(None) => {}
            Err(error) => self.error = Some(error.user_facing_error()),
        }
    }

    pub(super) fn show_toast(&mut self, text: String, actions: Vec<(&'static str, Action)>, now: f64) {
        self.toast = Some(Toast { text, actions, expires_at: now + TOAST_SECONDS });
    }

    pub(super) fn draw_toast(&mut self, ui: &Ui, time: Duration) {
        let now = ui.input(|input| input.time);
        let Some(standing) = self.toast.take_if(|standing| standing.expires_at > now) else {
            self.toast = None;
            return;
        };
        ui.ctx().request_repaint_after(Duration::from_secs_f64((standing.expires_at - now).max(0.0)));
        let words: Vec<&str> = standing.actions.iter().map(|(word, _)| *word).collect();
        match toast(ui, &standing.text, &words).and_then(|nth| standing.actions.get(nth)) {
            Some((_, action)) => self.apply_action(ui, action.clone(), time),
            None => self.toast = Some(standing),
        }
    }
}
