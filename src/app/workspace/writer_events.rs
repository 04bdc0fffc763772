//! Handles the events of the writer, and shows their results as toasts.

use std::time::Duration;

use eframe::egui::{Context, Ui};

use super::Workspace;
use crate::{
    app::banners::FailedChange,
    domain::id::PersonId,
    journal::{
        change::{Change, ChangeError, kind::ChangeKind},
        writer_event::{UndoneChange, WriterEvent},
    },
    store::StoreError,
    ui::{
        accessible_tree::announce,
        action::{Action, DialogRequest, HistoryCommand, Navigation, PromptKind},
        route::{Route, Tab},
        widget::toast::{clear_place, toast},
    },
    wording::{
        change_label::{self, ChangedItem},
        erase,
    },
};

/// How long a toast is shown, in seconds.
const TOAST_SECONDS: f64 = 7.0;

/// A toast on display, with the labels and actions of its buttons.
pub(super) struct Toast {
    text: String,
    actions: Vec<(&'static str, Action)>,
    expires_at: f64,
}

impl Workspace {
    /// Handles all events since the last frame.
    pub(super) fn poll_writer(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        let (undo, redo) =
            (("Undo", Action::History(HistoryCommand::Undo)), ("Redo", Action::History(HistoryCommand::Redo)));
        if let Some(interrupted) = self.interrupted_erase.take() {
            self.show_toast(erase::interrupted_notice(interrupted).to_owned(), Vec::new(), now);
        }
        for event in self.journal.poll_events() {
            let draft_field = self.untouched_draft_field(&event);
            self.drafts.on_event(&event);
            self.notify_page(&event);
            if let Some(capture) = &mut self.capture {
                capture.on_event(&event);
            }
            match event {
                WriterEvent::Committed { ticket, .. } if self.import_ticket == Some(ticket) => {
                    self.finish_import(Ok(()), ctx);
                }
                WriterEvent::Rejected { ticket, error, .. } if self.import_ticket == Some(ticket) => {
                    self.finish_import(Err(error), ctx);
                }
                WriterEvent::Committed { kind, person, entry, .. } => {
                    // Checking an entry off asks nothing; how the person was told can be added if
                    // one likes.
                    let prompt = entry
                        .filter(|_| kind == ChangeKind::Told)
                        .map(|entry| Action::OpenDialog(DialogRequest::TransitionPrompt(entry, PromptKind::Told)));
                    let changed = entry.and_then(|entry| self.journal.read(|db| db.entry(entry)).ok().flatten());
                    let name = self.short_name(person);
                    let item = ChangedItem { entry: changed.as_ref(), person: name.as_deref() };
                    if let Some(notice) = change_label::notice(kind, item) {
                        let prompt = prompt.map(|action| ("Add how you told them", action));
                        self.show_toast(notice, std::iter::once(undo.clone()).chain(prompt).collect(), now);
                    } else if let Some(announcement) = change_label::announcement(kind, item) {
                        announce(ctx, &announcement);
                    }
                }
                WriterEvent::Rejected { change, error, .. } => self.on_rejected(change, error, draft_field),
                WriterEvent::Undone(change) => {
                    let show = self.way_to_change(&change).map(|action| ("Show", action));
                    let actions = std::iter::once(redo.clone()).chain(show).collect();
                    self.show_toast(self.describe_undo(&change, true), actions, now);
                }
                WriterEvent::Redone(change) => {
                    let show = self.way_to_change(&change).map(|action| ("Show", action));
                    let actions = std::iter::once(undo.clone()).chain(show).collect();
                    self.show_toast(self.describe_undo(&change, false), actions, now);
                }
                WriterEvent::NothingToUndo => {
                    self.show_toast("Nothing to undo or redo".to_owned(), Vec::new(), now);
                }
                WriterEvent::EraseCannotBeUndone => {
                    self.show_toast(erase::UNDO_STOPS_HERE.to_owned(), Vec::new(), now);
                }
                WriterEvent::Erased(outcome) => {
                    let backups = std::mem::take(&mut self.erased_in_backups);
                    let also = if backups > 0 { erase::also_erased_in(backups) } else { String::new() };
                    let text = erase::erased_notice(&outcome.summary) + &also;
                    self.refresh_backups();
                    let text = if outcome.is_rebuilt { text } else { format!("{text}. {}", erase::NOT_REBUILT) };
                    self.show_toast(text, Vec::new(), now);
                }
                WriterEvent::EraseFailed(error) | WriterEvent::UndoFailed(error) => {
                    self.error = Some(error.user_facing_error());
                }
                WriterEvent::SavedAs { path, result } => self.on_saved_as(path, result),
                WriterEvent::Compared(result) => {
                    if let Some(dialog) = &mut self.comparison {
                        dialog.on_compared(result.map_err(|error| error.to_string()));
                    }
                }
                // The banners show why.
                WriterEvent::Stopped(reason) => self.on_stopped(reason),
                WriterEvent::DraftSaved { .. } | WriterEvent::DraftSaveFailed { .. } => {}
            }
        }
    }

    fn describe_undo(&self, change: &UndoneChange, undone: bool) -> String {
        let name = self.short_name(change.person);
        let item = ChangedItem { entry: change.entry.as_deref(), person: name.as_deref() };
        change_label::undo_notice(change.kind, undone, item)
    }

    /// The short name of a person; `None` where there is none.
    fn short_name(&self, person: Option<PersonId>) -> Option<String> {
        let person = self.journal.read(|db| person.map_or(Ok(None), |person| db.person(person))).ok().flatten()?;
        Some(person.short_name().to_owned())
    }

    /// Leads to what was undone or redone, where that is not on this page.
    fn way_to_change(&self, change: &UndoneChange) -> Option<Action> {
        let person = change.person?;
        if let Route::Person(open, tab) = self.route
            && open == person
            && (matches!(tab, Tab::Meet | Tab::Timeline) || change.entry.is_none())
        {
            return None;
        }
        let entry = change.entry.as_ref().map(|entry| entry.id);
        let (person, entry) = self
            .journal
            .read(|db| {
                let entry = entry.map_or(Ok(None), |entry| db.entry(entry))?;
                Ok((db.person(person)?, entry.filter(|entry| entry.trashed_at.is_none())))
            })
            .ok()?;
        let person = person?.id;
        Some(Action::Navigate(match entry {
            Some(entry) => Navigation::OpenEntry(person, entry.id),
            None => Navigation::OpenPage(Route::Person(person, Tab::Timeline)),
        }))
    }

    /// Passes the result of a change to the current page.
    fn notify_page(&mut self, event: &WriterEvent) {
        let Some(page) = &mut self.person_page else { return };
        let is_committed = matches!(event, WriterEvent::Committed { .. });
        if let WriterEvent::Committed { ticket, .. } | WriterEvent::Rejected { ticket, .. } = event {
            page.change_answered(*ticket, is_committed);
        }
    }

    /// The field in which the answered change was written, if nothing was typed there since.
    fn untouched_draft_field(&mut self, event: &WriterEvent) -> Option<String> {
        let (WriterEvent::Committed { ticket, .. } | WriterEvent::Rejected { ticket, .. }) = event else { return None };
        self.submitted_drafts.remove(ticket).filter(|field_key| self.drafts.is_submitted(field_key))
    }

    fn on_rejected(&mut self, change: Change, error: ChangeError, draft_field: Option<String>) {
        let draft = draft_field.and_then(|field_key| self.drafts.load(&self.journal, &field_key).ok().flatten());
        let failed = FailedChange { change, error, draft };
        if !failed.is_redundant() {
            self.failed_changes.push(failed);
        }
    }

    /// Shows the result of copying or printing a brief.
    pub(super) fn report_output(&mut self, ctx: &Context, result: Result<Option<String>, StoreError>) {
        match result {
            Ok(Some(text)) => self.show_toast(text, Vec::new(), ctx.input(|input| input.time)),
            Ok(None) => {}
            Err(error) => self.error = Some(error.user_facing_error()),
        }
    }

    pub(super) fn show_toast(&mut self, text: String, actions: Vec<(&'static str, Action)>, now: f64) {
        self.toast = Some(Toast { text, actions, expires_at: now + TOAST_SECONDS });
    }

    /// Shows a notice in the next frames.
    pub fn show_notice(&mut self, ctx: &Context, text: String) {
        self.show_toast(text, Vec::new(), ctx.input(|input| input.time));
    }

    pub(super) fn draw_toast(&mut self, ui: &Ui, time: Duration) {
        let now = ui.input(|input| input.time);
        let Some(current) = self.toast.take_if(|current| current.expires_at > now) else {
            self.toast = None;
            clear_place(ui);
            return;
        };
        ui.ctx().request_repaint_after(Duration::from_secs_f64((current.expires_at - now).max(0.0)));
        let labels: Vec<&str> = current.actions.iter().map(|(label, _)| *label).collect();
        match toast(ui, &current.text, &labels).and_then(|index| current.actions.get(index)) {
            Some((_, action)) => self.apply_action(ui, action.clone(), time),
            None => self.toast = Some(current),
        }
    }
}
