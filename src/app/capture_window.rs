//! The program with nothing but the composer over everything: `rapport capture` while no window is
//! open.

use std::{
    path::Path,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicI32, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    time::Duration,
};

use eframe::egui::{Context, Ui, ViewportCommand};

use super::{
    icon,
    instance::{Instance, StartAnswer, StartRequest},
    run_window, system_theme,
    termination::CurrentSaver,
    window_state::WindowState,
    workspace::restore_keymap,
};
use crate::{
    journal::{Journal, clock::Clock, drafts::Drafts},
    store::{Db, FileLock, StoreError},
    ui::{
        self,
        capture::{self, Capture, CaptureOutcome},
        screen_context::ScreenContext,
    },
    wording::user_error::UserFacingError,
};

/// The composer with its journal.
pub(super) struct CaptureWindow {
    // Before the journal, which removes the file of their slot.
    drafts: Drafts,
    journal: Journal,
    capture: Capture,
    error: Option<UserFacingError>,
    requests: (Sender<StartRequest>, Receiver<StartRequest>),
    wake: Arc<OnceLock<Context>>,
    saver: CurrentSaver,
    signal: Arc<AtomicI32>,
    window_state: WindowState,
    instance: Option<Instance>,
}

impl CaptureWindow {
    /// Opens the journal for the composer; `None` where the window has to say something first: it
    /// is new, has nobody to write about, is to be upgraded, or cannot be written.
    pub(super) fn open(path: &Path, text: &str, clock: Arc<dyn Clock>) -> Option<Self> {
        if Db::has_pending_work(path).unwrap_or(true) {
            return None;
        }
        let wake = Arc::new(OnceLock::<Context>::new());
        let woken = Arc::clone(&wake);
        let repaint = move || {
            if let Some(ctx) = woken.get() {
                ctx.request_repaint();
            }
        };
        let journal = Journal::open(path, clock, repaint).ok()?;
        let has_people = |db: &Db| Ok::<_, StoreError>(db.people()?.iter().any(|person| person.archived_at.is_none()));
        if journal.stop_reason().is_some() || !journal.read(has_people).unwrap_or_default() {
            return None;
        }
        let mut drafts = Drafts::open(&journal).ok()?;
        let saver = CurrentSaver::default();
        saver.set(Some(drafts.emergency_saver(&journal)));
        let mut error = None;
        let capture = {
            let (today, actions) = (journal.today(), &mut Vec::new());
            let (journal, drafts, error, time) = (&journal, &mut drafts, &mut error, Duration::ZERO);
            let screen = &mut ScreenContext { journal, drafts, actions, error, is_dialog_open: false, today, time };
            Capture::open(text, screen)
        };
        let window_state = WindowState::load(&journal);
        let signal = Arc::default();
        let requests = channel();
        Some(Self { drafts, journal, capture, error, requests, wake, saver, signal, window_state, instance: None })
    }

    /// Takes the requests of later starts: a text, but not to show the window.
    pub(super) fn serve(&mut self, path: &Path, lock: Option<FileLock>) {
        let (sender, wake) = (self.requests.0.clone(), Arc::clone(&self.wake));
        self.instance = Some(Instance::start(path, lock, move |request| {
            if request == StartRequest::Show || sender.send(request).is_err() {
                return StartAnswer::Declined;
            }
            if let Some(ctx) = wake.get() {
                ctx.request_repaint();
            }
            StartAnswer::Accepted
        }));
    }

    /// Runs it until it is closed.
    pub(super) fn run(self) -> eframe::Result {
        let viewport = capture::viewport().with_icon(icon());
        let termination = (Arc::clone(&self.signal), self.saver.clone(), Arc::clone(&self.wake));
        run_window(viewport, true, termination, |ctx| {
            self.attach(ctx);
            Box::new(self)
        })
    }

    fn attach(&self, ctx: &Context) {
        ui::install(ctx);
        ctx.set_theme(self.window_state.theme);
        ctx.set_zoom_factor(self.window_state.zoom);
        restore_keymap(&self.journal, ctx);
        // It is attached once.
        let _ = self.wake.set(ctx.clone());
        system_theme::follow(ctx);
    }

    fn poll(&mut self, ctx: &Context, time: Duration) {
        for event in self.journal.poll_events() {
            self.drafts.on_event(&event);
            self.capture.on_event(&event);
        }
        let Self { journal, drafts, capture, error, requests, .. } = self;
        let (today, actions) = (journal.today(), &mut Vec::new());
        let screen = &mut ScreenContext { journal, drafts, actions, error, is_dialog_open: false, today, time };
        for request in requests.1.try_iter() {
            if let StartRequest::Capture { text } = request {
                capture.add_text(&text, screen);
            }
            ctx.send_viewport_cmd(ViewportCommand::Focus);
        }
    }
}

impl eframe::App for CaptureWindow {
    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        let time = Duration::from_secs_f64(ui.input(|input| input.time).max(0.0));
        self.poll(ui, time);
        let Self { journal, drafts, capture, error, .. } = self;
        let (today, actions) = (journal.today(), &mut Vec::new());
        let screen = &mut ScreenContext { journal, drafts, actions, error, is_dialog_open: false, today, time };
        match capture.show(ui, screen) {
            CaptureOutcome::Open => {}
            CaptureOutcome::Closed => ui.ctx().send_viewport_cmd(ViewportCommand::Close),
            CaptureOutcome::Submitted(submission) => {
                let ticket = journal.submit_with_draft(submission.change, drafts.draft_key(capture::FIELD_KEY));
                drafts.mark_submitted(capture::FIELD_KEY);
                capture.on_submitted(ticket);
            }
        }
        if self.signal.load(Ordering::Acquire) != 0 {
            ui.ctx().send_viewport_cmd(ViewportCommand::Close);
        }
        if let Some(due) = self.drafts.save_due(&self.journal, time) {
            ui.ctx().request_repaint_after(due);
        }
    }

    fn on_exit(&mut self, _: Option<&eframe::glow::Context>) {
        self.instance = None;
        self.drafts.save_all(&self.journal);
        let closed = self.journal.flush().and_then(|()| self.journal.fold_log());
        if let Err(error) = closed {
            tracing::error!(%error, "not everything was saved when the composer closed");
        }
    }
}

impl Drop for CaptureWindow {
    /// A panic ends the window: what is being written is stored first.
    fn drop(&mut self) {
        self.drafts.save_all(&self.journal);
    }
}
