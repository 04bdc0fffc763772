//! The program with a window: it opens the journal, shows its screens, and does what they ask for.

mod banners;
mod brief_output;
mod launch;
mod reminders;
mod system_theme;
mod window_state;
mod workspace;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use eframe::egui::{Context, IconData, Ui, ViewportBuilder};

pub use self::launch::launch;
use self::{
    reminders::Reminders,
    workspace::{FrameOutcome, Workspace},
};
use crate::{
    journal::{Journal, clock::Clock, drafts::Drafts},
    sample,
    store::StoreError,
    ui::{self, action::SampleCommand, open_error_page},
    wording::user_error::UserFacingError,
};

/// Where the program's journals are.
#[derive(Debug, Clone)]
pub struct JournalPaths {
    /// The leader's own.
    pub own: PathBuf,
    /// The sample.
    pub sample: PathBuf,
}

/// The window.
pub struct App {
    paths: JournalPaths,
    clock: Arc<dyn Clock>,
    is_sample: bool,
    state: OpenState,
    wake: Arc<OnceLock<Context>>,
}

/// What is open: a journal, or the page that says why none is.
enum OpenState {
    Journal(Box<Workspace>),
    Failed { path: PathBuf, error: UserFacingError },
}

impl App {
    /// Opens the leader's own journal, or the sample.
    pub fn open(places: JournalPaths, clock: Arc<dyn Clock>, sample: bool) -> Self {
        let wake = Arc::new(OnceLock::new());
        let mut app = Self { state: OpenState::not_found(&places.own), paths: places, clock, is_sample: sample, wake };
        app.reopen();
        app
    }

    /// Gives the app the context of its window.
    pub fn attach(&mut self, ctx: &Context) {
        ui::install(ctx);
        // A second window would need a wake of its own; an app is attached once.
        let _ = self.wake.set(ctx.clone());
        if let OpenState::Journal(workspace) = &mut self.state {
            workspace.attach(ctx);
        }
    }

    /// How large the window was when it was closed, in points of the screen.
    pub fn window_size(&self) -> [f32; 2] {
        match &self.state {
            OpenState::Journal(workspace) => workspace.window_size(),
            OpenState::Failed { .. } => window_state::DEFAULT_SIZE,
        }
    }

    fn reopen(&mut self) {
        let path = if self.is_sample { self.paths.sample.clone() } else { self.paths.own.clone() };
        // What was open is closed first: all that was ordered is done by then.
        self.state = OpenState::not_found(&path);
        self.state = match self.try_open(&path) {
            Ok(workspace) => {
                if let Some(ctx) = self.wake.get() {
                    workspace.attach(ctx);
                }
                OpenState::Journal(Box::new(workspace))
            }
            Err(trouble) => OpenState::Failed { path, error: trouble },
        };
    }

    fn try_open(&self, path: &Path) -> Result<Workspace, UserFacingError> {
        if self.is_sample {
            sample::create_if_missing(path, self.clock.now().date()).map_err(|error| error.user_facing_error())?;
        }
        let wake = Arc::clone(&self.wake);
        let repaint = move || {
            if let Some(ctx) = wake.get() {
                ctx.request_repaint();
            }
        };
        let open = || -> Result<Workspace, StoreError> {
            let journal = Journal::open(path, Arc::clone(&self.clock), repaint)?;
            let drafts = Drafts::open(&journal)?;
            let reminders = Reminders::new(path, Arc::clone(&self.clock));
            Ok(Workspace::new(journal, drafts, reminders, self.is_sample))
        };
        open().map_err(|error| error.user_facing_error())
    }
}

impl OpenState {
    fn not_found(path: &Path) -> Self {
        let error = StoreError::NotFound(path.to_owned()).user_facing_error();
        Self::Failed { path: path.to_owned(), error }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _: &mut eframe::Frame) {
        if let OpenState::Journal(workspace) = &mut self.state {
            workspace.update_background_work(ctx);
        }
    }

    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        let outcome = match &mut self.state {
            OpenState::Journal(workspace) => workspace.show(ui),
            OpenState::Failed { path, error: trouble } => {
                if open_error_page::show(ui, trouble, path) {
                    FrameOutcome::Reopen
                } else {
                    FrameOutcome::Continue
                }
            }
        };
        match outcome {
            FrameOutcome::Continue => {}
            FrameOutcome::Reopen => self.reopen(),
            FrameOutcome::SwitchSample(command) => {
                self.is_sample = command == SampleCommand::Open;
                self.reopen();
            }
        }
    }

    /// Between two panels that end within a pixel, what is behind them is seen.
    fn clear_color(&self, visuals: &eframe::egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn on_exit(&mut self, _: Option<&eframe::glow::Context>) {
        if let OpenState::Journal(workspace) = &mut self.state
            && let Err(error) = workspace.close()
        {
            // The window is gone, and its banner has said so before.
            tracing::error!(%error, "not everything was stored when the window closed");
        }
    }
}

/// The sign of the program, for the desktop's bars and switchers.
fn icon() -> IconData {
    let png = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/icon/rapport-256.png"));
    eframe::icon_data::from_png_bytes(png).unwrap_or_default()
}

/// Runs the program with a window until it is closed.
///
/// # Errors
/// Where no window can be had.
pub fn run(mut app: App) -> eframe::Result {
    let viewport = ViewportBuilder::default()
        .with_app_id("rapport")
        .with_icon(icon())
        .with_title("Rapport")
        .with_inner_size(app.window_size())
        .with_min_inner_size([560.0, 420.0]);
    let options = eframe::NativeOptions { viewport, ..eframe::NativeOptions::default() };
    eframe::run_native(
        "Rapport",
        options,
        Box::new(move |creation| {
            app.attach(&creation.egui_ctx);
            system_theme::follow(&creation.egui_ctx);
            Ok(Box::new(app))
        }),
    )
}
