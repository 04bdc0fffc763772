//! Closing the window: everything is stored first, and the window stays while something is not.

use std::{
    io,
    path::PathBuf,
    sync::mpsc::{Receiver, TryRecvError},
    time::Duration,
};

use eframe::egui::{Context, Id, Ui, ViewportCommand};

use super::{FrameOutcome, Workspace};
use crate::{
    app::banners::FailedChange,
    domain::id::PersonId,
    journal::change::Change,
    store::{Draft, atomic_file::write_new_file},
    ui::{
        background_job::BackgroundJob,
        dialog::unsaved_changes::{Purpose, UnsavedChangesDialog, UnsavedChoice},
        text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog},
    },
    wording::{unsaved, unsaved::UnsavedText, user_error::UserFacingError},
};

/// After this long, a dialog says what closing waits for.
const SHOW_WAITING_AFTER: Duration = Duration::from_secs(1);

/// How far closing the window has come.
#[derive(Default)]
pub(super) enum ClosePhase {
    /// The window is not being closed.
    #[default]
    Open,
    /// Everything is being stored.
    Storing { stored: Receiver<()>, since: Duration },
    /// Something could not be stored.
    Asking { dialog: Box<UnsavedChangesDialog>, save: Option<BackgroundJob<io::Result<PathBuf>>> },
    /// The window may close.
    Confirmed,
}

impl ClosePhase {
    /// Whether a dialog about closing is shown.
    pub(super) fn shows_dialog(&self) -> bool {
        matches!(self, Self::Asking { .. } | Self::Storing { .. })
    }
}

impl Workspace {
    /// Holds the window when it is asked to close, until everything is stored. Runs before each
    /// frame, and instead of it while the window is hidden.
    pub fn update_closing(&mut self, ctx: &Context) {
        // Not in the frame in which storing begins: the keys of that frame are applied after this.
        if let ClosePhase::Storing { stored, since } = &self.close_phase
            && !matches!(stored.try_recv(), Err(TryRecvError::Empty))
        {
            self.on_everything_answered(ctx, *since);
        }
        let is_requested = ctx.input(|input| input.viewport().close_requested());
        if is_requested && !matches!(self.close_phase, ClosePhase::Confirmed) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            match self.close_phase {
                ClosePhase::Open => self.begin_closing(ctx),
                _ => ctx.send_viewport_cmd(ViewportCommand::Focus),
            }
        }
    }

    fn begin_closing(&mut self, ctx: &Context) {
        self.store_before_closing(Duration::from_secs_f64(ctx.input(|input| input.time).max(0.0)));
        ctx.request_repaint();
        ctx.request_repaint_after(SHOW_WAITING_AFTER);
    }

    fn store_before_closing(&mut self, since: Duration) {
        self.leave_page();
        self.drafts.save_all(&self.journal);
        self.state_saver.save(&self.journal);
        self.close_phase = ClosePhase::Storing { stored: self.journal.begin_flush(), since };
    }

    fn on_everything_answered(&mut self, ctx: &Context, since: Duration) {
        self.poll_writer(ctx);
        if self.drafts.has_unanswered() {
            // Typed since: the keys of the frame in which closing began are applied after that.
            self.store_before_closing(since);
        } else if self.unsaved_texts().is_empty() {
            self.confirm_closing(ctx);
        } else {
            self.ask_about_unsaved(Purpose::Close);
            ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
            ctx.send_viewport_cmd(ViewportCommand::Focus);
            ctx.request_repaint();
        }
    }

    fn confirm_closing(&mut self, ctx: &Context) {
        self.close_phase = ClosePhase::Confirmed;
        ctx.send_viewport_cmd(ViewportCommand::Close);
    }

    /// Shows the dialog about what is not stored.
    pub(super) fn show_closing(&mut self, ui: &mut Ui, time: Duration) {
        let unsaved = match self.close_phase {
            ClosePhase::Asking { .. } => self.unsaved_texts(),
            ClosePhase::Storing { since, .. } if time >= since + SHOW_WAITING_AFTER => return self.show_waiting(ui),
            ClosePhase::Open | ClosePhase::Storing { .. } | ClosePhase::Confirmed => return,
        };
        let error = self.save_error();
        let mut copy_to = None;
        let ClosePhase::Asking { dialog, save } = &mut self.close_phase else { return };
        if let Some(result) = save.as_mut().and_then(BackgroundJob::poll) {
            *save = None;
            match result.and_then(|written| written) {
                Ok(path) => {
                    copy_to = Some(path.with_extension("rapport"));
                    dialog.on_saved(Ok(path));
                }
                Err(error) => dialog.on_saved(Err(format!("The file could not be written: {error}. Choose another."))),
            }
        }
        let purpose = dialog.purpose();
        let choice = dialog.show(ui, &unsaved, error.as_ref());
        if let Some(path) = copy_to {
            self.journal.save_as(&path, self.unsaved());
        }
        self.on_unsaved_choice(ui, choice, purpose, &unsaved);
    }

    fn on_unsaved_choice(&mut self, ui: &Ui, choice: Option<UnsavedChoice>, purpose: Purpose, unsaved: &[UnsavedText]) {
        match choice {
            None => {}
            Some(UnsavedChoice::Copy) => ui.copy_text(unsaved::document(unsaved, &self.journal.now())),
            Some(UnsavedChoice::SaveTo(path)) => {
                let document = unsaved::document(unsaved, &self.journal.now());
                let ClosePhase::Asking { dialog, save } = &mut self.close_phase else { return };
                let work = move || write_new_file(&path, document.as_bytes()).map(|()| path);
                match BackgroundJob::start("save elsewhere", ui, |_| work()) {
                    Ok(job) => *save = Some(job),
                    Err(error) => dialog.on_saved(Err(error.to_string())),
                }
            }
            Some(UnsavedChoice::TryAgain) => {
                self.retry_all(ui);
                self.begin_closing(ui);
            }
            Some(UnsavedChoice::GoOn) => match purpose {
                Purpose::Close => self.confirm_closing(ui),
                Purpose::Reload => self.requested_outcome = Some(FrameOutcome::Reopen),
                Purpose::Repair(remedy) => self.requested_outcome = Some(FrameOutcome::Repair(remedy)),
            },
            Some(UnsavedChoice::KeepOpen) => self.close_phase = ClosePhase::Open,
        }
    }

    fn show_waiting(&mut self, ui: &Ui) {
        let output = Dialog::new(Id::unique("closing"), "Saving before Rapport closes…").show(
            ui,
            |ui| {
                let reason = "The journal is busy. The window closes as soon as everything is saved.";
                ui.label(text::body(reason).color(Tokens::of(ui).ink_soft));
            },
            |ui| {
                let keep = ui.add(Button::primary("Keep open")).clicked();
                (keep, ui.add(Button::quiet("Close without saving").warn(true)).clicked())
            },
        );
        match output.buttons {
            (_, true) => self.confirm_closing(ui),
            (true, _) => self.close_phase = ClosePhase::Open,
            _ if output.closed => self.close_phase = ClosePhase::Open,
            _ => {}
        }
    }

    /// Everything that was written in this window and is not stored, oldest first.
    pub fn unsaved_texts(&self) -> Vec<UnsavedText> {
        let changes = self.failed_changes.iter().filter(|failed| failed.is_worth_keeping()).map(|failed| UnsavedText {
            heading: self.change_heading(&failed.change),
            text: failed.change.user_text().unwrap_or_default(),
            is_draft: false,
        });
        let drafts =
            self.drafts.unsaved().into_iter().map(|(draft, _)| draft).filter(|draft| !draft.text.trim().is_empty());
        let drafts = drafts.map(|draft| UnsavedText {
            heading: unsaved::draft_heading(self.person_of_draft(&draft)),
            text: draft.text,
            is_draft: true,
        });
        changes.chain(drafts).collect()
    }

    /// Why something is not stored.
    fn save_error(&self) -> Option<UserFacingError> {
        let of_change = || self.failed_changes.iter().find_map(FailedChange::store_error);
        self.drafts.first_failure().map(|(error, _)| error.clone()).or_else(of_change)
    }

    fn change_heading(&self, change: &Change) -> String {
        let (kind, person) = match change {
            Change::AddEntry { person, line, .. } => (Some(line.prefix.kind()), Some(*person)),
            Change::AnswerNeed { person, .. } | Change::SkipMeeting { person, .. } => (None, Some(*person)),
            _ => (None, None),
        };
        unsaved::change_heading(change.kind(), kind, person.and_then(|person| self.person_name(person)))
    }

    fn person_name(&self, id: PersonId) -> Option<&str> {
        let person = self.sidebar.people().iter().map(|summary| &summary.person).find(|person| person.id == id);
        person.map(|person| person.profile.name.as_str())
    }

    /// The person whose uid is in the key of a draft.
    fn person_of_draft(&self, draft: &Draft) -> Option<&str> {
        let (_, uid) = draft.field_key.rsplit_once('/')?;
        let person = self.sidebar.people().iter().map(|summary| &summary.person);
        person.filter(|person| person.uid.to_string() == uid).map(|person| person.profile.name.as_str()).next()
    }
}
