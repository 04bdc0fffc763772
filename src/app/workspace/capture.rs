//! The composer over everything, in a window of its own beside the main one.

use std::time::Duration;

use eframe::egui::{Context, Ui, ViewportCommand};

use super::Workspace;
use crate::{
    journal::StopReason,
    store::StoreError,
    ui::{
        capture::{self, Capture, CaptureOutcome},
        input_sequencer,
        screen_context::ScreenContext,
    },
};

impl Workspace {
    /// Opens the composer, or adds the text where it is open. Where nothing can be saved in it, it
    /// stays closed; the window says why. Returns whether it is open.
    pub fn open_capture(&mut self, ctx: &Context, text: &str) -> bool {
        if let Some(StopReason::ReadOnly(reason)) = self.journal.stop_reason() {
            self.show_notice(ctx, reason.notice().to_owned());
            return false;
        }
        if !self.has_active_people() {
            return false;
        }
        let time = Duration::from_secs_f64(ctx.input(|input| input.time).max(0.0));
        let open = self.capture.take();
        if open.is_some() {
            ctx.send_viewport_cmd_to(capture::viewport_id(), ViewportCommand::Focus);
        } else {
            input_sequencer::forget(ctx, capture::viewport_id());
        }
        let capture = self.with_context(time, |screen, _| match open {
            Some(mut capture) => {
                capture.add_text(text, screen);
                capture
            }
            None => Capture::open(text, screen),
        });
        self.capture = Some(capture);
        if ctx.input(|input| input.viewport().visible()) == Some(false) {
            // The main window is minimized, and no frame is drawn, which would show the composer.
            // One that is wanted as a picture is; the picture is dropped.
            ctx.request_screenshot(drop);
        }
        ctx.request_repaint();
        true
    }

    fn has_active_people(&self) -> bool {
        let people =
            self.journal.read(|db| Ok::<_, StoreError>(db.people()?.iter().any(|person| person.archived_at.is_none())));
        people.unwrap_or_default()
    }

    /// Shows the composer, if it is open.
    pub(super) fn show_capture(&mut self, ui: &Ui, time: Duration) {
        let Some(mut capture) = self.capture.take() else { return };
        let today = self.journal.today();
        let Self { journal, drafts, error, .. } = self;
        let actions = &mut Vec::new();
        let screen = &mut ScreenContext { journal, drafts, actions, error, is_dialog_open: false, today, time };
        let viewport = capture::centred_viewport(ui);
        let outcome =
            ui.ctx().show_viewport_immediate(capture::viewport_id(), viewport, |ui, _| capture.show(ui, screen));
        match outcome {
            CaptureOutcome::Open => self.capture = Some(capture),
            CaptureOutcome::Closed => {
                self.drafts.save_all(&self.journal);
                ui.ctx().request_repaint();
            }
            CaptureOutcome::Submitted(submission) => {
                let submission = *submission;
                let ticket = match submission.field_key {
                    Some(field_key) => self.submit_with_draft(submission.change, field_key),
                    None => self.submit(submission.change, None),
                };
                capture.on_submitted(ticket);
                self.capture = Some(capture);
            }
        }
    }
}
