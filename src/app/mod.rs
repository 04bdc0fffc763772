//! The program with a window: opens the journal, shows its screens, and carries out their actions.

mod banners;
mod brief_output;
mod capture_window;
pub mod clipboard;
pub mod global_shortcut;
mod instance;
mod launch;
mod lock;
mod rekeyed;
mod reminders;
mod session_watch;
mod system_theme;
mod termination;
mod window_state;
mod window_title;
mod workspace;

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicI32, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
};

use eframe::egui::{Context, IconData, Ui, UserAttentionType, ViewportBuilder, ViewportCommand, ViewportId};

use self::{
    global_shortcut::GlobalShortcut,
    instance::{Instance, StartAnswer},
    lock::IdleTimer,
    rekeyed::RekeyedJournal,
    reminders::{Notified, Reminders},
    session_watch::SessionWatch,
    termination::{CurrentSaver, TerminationGuard},
    window_title::{DEFAULT_TITLE, WindowTitle},
    workspace::{Backups, Carried, FrameOutcome, Workspace},
};
pub use self::{
    instance::StartRequest,
    launch::{Start, launch},
};
use crate::{
    domain::{erase::InterruptedErase, moment::Moment},
    journal::{Journal, backup::BackupService, clock::Clock, drafts::Drafts, keychain::Keychain},
    sample,
    store::{Db, FileLock, StoreError},
    ui::{
        self,
        action::SampleCommand,
        discreet,
        open_error_page::{OpenErrorAction, OpenErrorPage, Remedy},
        passphrase_page::PassphrasePage,
        unlock_page::UnlockPage,
        upgrade_page::{UpgradePage, UpgradeResult},
    },
};

/// The paths of the journals.
#[derive(Debug, Clone)]
pub struct JournalPaths {
    /// The leader’s own journal.
    pub own: PathBuf,
    /// The sample journal.
    pub sample: PathBuf,
    /// The default folder of backups of the own journal; `None` makes no backups.
    pub backups: Option<PathBuf>,
}

/// The application in its window.
pub struct App {
    paths: JournalPaths,
    clock: Arc<dyn Clock>,
    is_sample: bool,
    state: OpenState,
    wake: Arc<OnceLock<Context>>,
    saver: CurrentSaver,
    /// The number of the signal that ends the program; 0 before that.
    signal: Arc<AtomicI32>,
    /// What this and later starts of the program ask for.
    requests: (Sender<StartRequest>, Receiver<StartRequest>),
    /// Requests that wait until the journal is open.
    pending: Vec<StartRequest>,
    /// Takes the requests of later starts.
    instance: Option<Instance>,
    idle: IdleTimer,
    /// Tells when the computer sleeps or its screen is locked; started with the first journal that
    /// can be locked.
    session: Option<SessionWatch>,
    /// May have the keys of encrypted journals.
    keychain: Option<Keychain>,
    /// The one-on-ones that were reminded of.
    notified: Notified,
    /// The reminders while the journal is locked.
    locked_reminders: Option<Reminders>,
    /// What could not be stored before the journal got another key, until it is open again.
    carried: Option<Carried>,
    title: WindowTitle,
}

/// How a journal is opened.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OpenMode {
    Writing,
    ReadOnly,
}

/// The open journal, the upgrade that comes before, or the error that prevented opening it.
enum OpenState {
    Journal(Box<Workspace>),
    Upgrading(Box<UpgradePage>),
    Failed(Box<OpenErrorPage>),
    /// The journal is encrypted and not open.
    Locked(Box<UnlockPage>),
    /// Another program has changed the passphrase of the open journal.
    Rekeyed(RekeyedJournal),
    /// The journal is being encrypted, or its encryption changed or ended.
    ChangingPassphrase(Box<PassphrasePage>),
}

impl App {
    /// Opens the leader’s own journal, or the sample journal.
    pub fn open(paths: JournalPaths, clock: Arc<dyn Clock>, is_sample: bool) -> Self {
        let wake = Arc::new(OnceLock::new());
        let state = OpenState::not_found(&paths.own);
        let (saver, signal) = (CurrentSaver::default(), Arc::default());
        let (requests, pending, instance, idle) = (channel(), Vec::new(), None, IdleTimer::default());
        let mut app = Self {
            paths,
            clock,
            is_sample,
            state,
            wake,
            saver,
            signal,
            requests,
            pending,
            instance,
            idle,
            session: None,
            keychain: None,
            notified: Notified::default(),
            locked_reminders: None,
            carried: None,
            title: WindowTitle::default(),
        };
        app.reopen();
        app
    }

    /// Where the requests of starts go.
    pub fn start_requests(&self) -> Sender<StartRequest> {
        self.requests.0.clone()
    }

    /// Takes the requests of later starts on the journal that is open; without the lock, once no
    /// other program holds it.
    fn serve_starts(&mut self, lock: Option<FileLock>) {
        let (sender, wake) = (self.start_requests(), Arc::clone(&self.wake));
        let (keys_sender, keys_wake) = (sender.clone(), Arc::clone(&wake));
        GlobalShortcut::on_press(move || {
            // The app holds the other end as long as it runs.
            let _ = keys_sender.send(StartRequest::Capture { text: String::new() });
            if let Some(ctx) = keys_wake.get() {
                ctx.request_repaint();
            }
        });
        self.instance = Some(Instance::start(&self.current_path(), lock, move |request| {
            if sender.send(request).is_err() {
                return StartAnswer::Declined;
            }
            if let Some(ctx) = wake.get() {
                ctx.request_repaint();
            }
            StartAnswer::Accepted
        }));
    }

    /// Connects the app to the context of its window.
    pub fn attach(&mut self, ctx: &Context) {
        ui::install(ctx);
        // An app is attached once: the writer thread wakes only this window.
        let _ = self.wake.set(ctx.clone());
        if let OpenState::Journal(workspace) = &mut self.state {
            workspace.attach(ctx);
        }
    }

    /// The size of the window when it was last closed, in points.
    pub fn window_size(&self) -> [f32; 2] {
        match &self.state {
            OpenState::Journal(workspace) => workspace.window_size(),
            OpenState::Upgrading(_)
            | OpenState::Failed(_)
            | OpenState::Locked(_)
            | OpenState::Rekeyed(_)
            | OpenState::ChangingPassphrase(_) => window_state::DEFAULT_SIZE,
        }
    }

    /// Where one is, for the title of the window; nowhere in discreet mode and while no journal is
    /// open.
    fn place(&self, ctx: &Context) -> Option<String> {
        match &self.state {
            OpenState::Journal(workspace) if !discreet::is_on(ctx) => workspace.place(),
            _ => None,
        }
    }

    fn current_path(&self) -> PathBuf {
        if self.is_sample { self.paths.sample.clone() } else { self.paths.own.clone() }
    }

    fn reopen(&mut self) {
        let path = self.current_path();
        self.open_as(&path, OpenMode::Writing);
    }

    fn open_as(&mut self, path: &Path, mode: OpenMode) {
        // Dropping the old state closes its journal, after all submitted changes are written.
        self.saver.set(None);
        self.locked_reminders = None;
        self.state = OpenState::not_found(path);
        if self.instance.as_ref().is_some_and(|instance| instance.journal() != path) {
            self.instance = None;
            self.serve_starts(None);
        }
        if self.needs_unlocking(path) {
            self.state = OpenState::Locked(Box::new(self.unlock_page(path)));
            return;
        }
        // An error is said when the file is opened.
        if mode == OpenMode::Writing && !self.is_sample && Db::has_pending_work(path).unwrap_or(false) {
            let page = UpgradePage::new(path, self.backup_folder(), Moment::from(&self.clock.now()));
            self.state = OpenState::Upgrading(Box::new(page));
        } else {
            self.finish_opening(path, mode, None);
        }
    }

    fn on_upgraded(&mut self, result: UpgradeResult) {
        let path = self.current_path();
        match result {
            Ok(interrupted_erase) => self.finish_opening(&path, OpenMode::Writing, interrupted_erase),
            // It can perhaps be read.
            Err(error) if error.read_only_reason().is_some() => self.finish_opening(&path, OpenMode::Writing, None),
            Err(error) => {
                self.state = OpenState::Failed(Box::new(OpenErrorPage::new(&path, self.backup_folder(), &error)));
            }
        }
    }

    /// Opens a journal whose schema is the current one.
    fn finish_opening(&mut self, path: &Path, mode: OpenMode, interrupted_erase: Option<InterruptedErase>) {
        self.state = match self.try_open(path, mode) {
            Ok(workspace) => {
                let mut workspace = workspace.with_interrupted_erase(interrupted_erase);
                if let Some(ctx) = self.wake.get() {
                    workspace.attach(ctx);
                }
                self.saver.set(Some(workspace.emergency_saver()));
                self.watch_session(&workspace);
                workspace.use_keychain(self.keychain.clone());
                OpenState::Journal(Box::new(workspace))
            }
            Err(page) => OpenState::Failed(page),
        };
    }

    fn try_open(&self, path: &Path, mode: OpenMode) -> Result<Workspace, Box<OpenErrorPage>> {
        if self.is_sample {
            sample::create_if_missing(path, self.clock.now().date())
                .map_err(|error| Box::new(OpenErrorPage::without_remedies(path, error.user_facing_error())))?;
        }
        let wake = Arc::clone(&self.wake);
        let repaint = move || {
            if let Some(ctx) = wake.get() {
                ctx.request_repaint();
            }
        };
        let open = || -> Result<Workspace, StoreError> {
            let clock = Arc::clone(&self.clock);
            let journal = match mode {
                OpenMode::Writing => Journal::open(path, clock, repaint)?,
                OpenMode::ReadOnly => Journal::open_read_only(path, clock, repaint)?,
            };
            let drafts = Drafts::open(&journal)?;
            let reminders = Reminders::new(path, Arc::clone(&self.clock), Arc::clone(&self.notified));
            let backups = self.start_backups(&journal);
            Ok(Workspace::new(journal, drafts, reminders, self.is_sample).with_backups(backups))
        };
        open().map_err(|error| Box::new(OpenErrorPage::new(path, self.backup_folder(), &error)))
    }

    /// The default folder of the backups of the open journal; none for the sample journal.
    fn backup_folder(&self) -> Option<PathBuf> {
        self.paths.backups.clone().filter(|_| !self.is_sample)
    }

    /// Does what starts of the program have asked for.
    fn take_start_requests(&mut self, ctx: &Context) {
        let waiting = self.pending.len();
        self.pending.extend(self.requests.1.try_iter());
        if let OpenState::Journal(workspace) = &mut self.state {
            for request in self.pending.drain(..) {
                match request {
                    StartRequest::Capture { text } if workspace.open_capture(ctx, &text) => {}
                    StartRequest::Capture { .. } | StartRequest::Show => bring_to_front(ctx),
                }
            }
        }
        // What waits for the journal has brought the window to the front already.
        if self.pending.len() <= waiting {
            return;
        }
        bring_to_front(ctx);
        self.pending.retain(|request| *request != StartRequest::Show);
        match &mut self.state {
            OpenState::Locked(page) | OpenState::Rekeyed(RekeyedJournal { page, .. }) if !self.pending.is_empty() => {
                page.ask_for_capture();
            }
            OpenState::Failed(_) => self.pending.clear(),
            OpenState::Journal(_)
            | OpenState::Upgrading(_)
            | OpenState::ChangingPassphrase(_)
            | OpenState::Rekeyed(_)
            | OpenState::Locked(_) => {}
        }
    }

    /// Leaves a journal that is damaged for the page that gets it back.
    fn repair(&mut self, remedy: Remedy, ctx: &Context) {
        let path = self.current_path();
        self.saver.set(None);
        let page = OpenErrorPage::of_damage(&path, self.backup_folder(), remedy, ctx);
        self.state = OpenState::Failed(Box::new(page));
    }

    /// Starts the automatic backups of the own journal, unless it is open for reading only.
    fn start_backups(&self, journal: &Journal) -> Option<Backups> {
        let folder = self.backup_folder().filter(|_| journal.stop_reason().is_none())?;
        let wake = Arc::clone(&self.wake);
        let repaint = move || {
            if let Some(ctx) = wake.get() {
                ctx.request_repaint();
            }
        };
        let (clock, damage) = (Arc::clone(&self.clock), journal.damage_reporter());
        let service = BackupService::start(journal.path(), Some(folder.clone()), clock, damage, repaint);
        Some(Backups::new(service, folder))
    }
}

impl OpenState {
    fn not_found(path: &Path) -> Self {
        Self::Failed(Box::new(OpenErrorPage::new(path, None, &StoreError::NotFound(path.to_owned()))))
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _: &mut eframe::Frame) {
        self.take_start_requests(ctx);
        self.lock_when_asked(ctx);
        self.lock_when_idle(ctx);
        self.ask_before_closing(ctx);
        let is_ending = self.signal.load(Ordering::Acquire) != 0;
        if let OpenState::Journal(workspace) = &mut self.state {
            workspace.update_background_work(ctx);
            if !is_ending {
                workspace.update_closing(ctx);
            }
        }
        if is_ending {
            // Whatever cannot be stored is lost: nobody is asked any more.
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
        let place = self.place(ctx);
        self.title.update(ctx, place);
    }

    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        let outcome = match &mut self.state {
            OpenState::Journal(workspace) => workspace.show(ui),
            OpenState::Upgrading(page) => {
                if let Some(result) = page.show(ui) {
                    self.on_upgraded(result);
                    self.hand_over_unsaved(ui);
                    ui.ctx().request_repaint();
                }
                return;
            }
            OpenState::Locked(page) => {
                if page.show(ui) {
                    self.reopen();
                    ui.ctx().request_repaint();
                }
                return;
            }
            OpenState::Rekeyed(rekeyed) => {
                if rekeyed.page.show(ui) {
                    self.on_new_key_entered(ui);
                    ui.ctx().request_repaint();
                }
                return;
            }
            OpenState::ChangingPassphrase(page) => {
                if let Some(result) = page.show(ui) {
                    self.on_passphrase_changed(ui, result);
                    ui.ctx().request_repaint();
                }
                return;
            }
            OpenState::Failed(page) => match page.show(ui, &*self.clock) {
                None => FrameOutcome::Continue,
                Some(OpenErrorAction::Retry) => FrameOutcome::Reopen,
                Some(OpenErrorAction::OpenReadOnly) => {
                    let path = self.current_path();
                    return self.open_as(&path, OpenMode::ReadOnly);
                }
                Some(OpenErrorAction::OpenFile(path)) => {
                    let current = if self.is_sample { &mut self.paths.sample } else { &mut self.paths.own };
                    *current = path;
                    FrameOutcome::Reopen
                }
            },
        };
        match outcome {
            FrameOutcome::Continue => {}
            FrameOutcome::Reopen => self.reopen(),
            FrameOutcome::Lock => self.lock(ui),
            FrameOutcome::FollowNewKey => self.follow_new_key(ui),
            FrameOutcome::ChangePassphrase(passphrase) => self.change_passphrase(passphrase, ui),
            FrameOutcome::Repair(remedy) => self.repair(remedy, ui.ctx()),
            FrameOutcome::OpenFile(path, notice) => {
                let own = if self.is_sample { &mut self.paths.sample } else { &mut self.paths.own };
                *own = path;
                self.reopen();
                if let OpenState::Journal(workspace) = &mut self.state {
                    workspace.show_notice(ui, notice);
                }
            }
            FrameOutcome::SwitchSample(command) => {
                self.is_sample = command == SampleCommand::Open;
                self.reopen();
            }
        }
    }

    /// The background shows through between two panels that end within the same pixel.
    fn clear_color(&self, visuals: &eframe::egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn on_exit(&mut self, _: Option<&eframe::glow::Context>) {
        self.instance = None;
        if let OpenState::Journal(workspace) = &mut self.state {
            if let Err(error) = workspace.close() {
                // The window is gone; its banner has shown the error before.
                tracing::error!(%error, "not everything was saved when the window closed");
            }
            workspace.close_backups();
        }
    }
}

/// The icon of the program for the desktop’s task bars and switchers.
fn icon() -> IconData {
    let png = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/icon/rapport-256.png"));
    eframe::icon_data::from_png_bytes(png).unwrap_or_default()
}

/// Shows the main window over the others, where the desktop allows it; otherwise it is marked.
fn bring_to_front(ctx: &Context) {
    let attention = ViewportCommand::RequestUserAttention(UserAttentionType::Informational);
    for command in [ViewportCommand::Minimized(false), ViewportCommand::Focus, attention] {
        ctx.send_viewport_cmd_to(ViewportId::ROOT, command);
    }
}

/// Runs the app until its window is closed.
///
/// # Errors
/// The window cannot be created.
pub fn run(mut app: App) -> eframe::Result {
    let viewport = ViewportBuilder::default()
        .with_app_id("rapport")
        .with_icon(icon())
        .with_title(DEFAULT_TITLE)
        .with_inner_size(app.window_size())
        .with_min_inner_size(ui::MIN_WINDOW_SIZE);
    let termination = (Arc::clone(&app.signal), app.saver.clone(), Arc::clone(&app.wake));
    run_window(viewport, false, termination, |ctx| {
        app.attach(ctx);
        system_theme::follow(ctx);
        Box::new(app)
    })
}

/// What a [`TerminationGuard`] is started with.
type Termination = (Arc<AtomicI32>, CurrentSaver, Arc<OnceLock<Context>>);

/// Runs what `create` makes in a window until that is closed.
fn run_window(
    viewport: ViewportBuilder,
    centered: bool,
    (signal, saver, wake): Termination,
    create: impl FnOnce(&Context) -> Box<dyn eframe::App>,
) -> eframe::Result {
    // The tests' build has another renderer as well, which would be the default there.
    let renderer = eframe::Renderer::Glow;
    let options = eframe::NativeOptions { viewport, renderer, centered, ..eframe::NativeOptions::default() };
    let guard = TerminationGuard::start(&signal, &saver, &wake)
        .inspect_err(|error| tracing::warn!(%error, "signals end the program at once"))
        .ok();
    let context = OnceLock::new();
    let result = eframe::run_native(
        "Rapport",
        options,
        Box::new(|creation| {
            let ctx = &creation.egui_ctx;
            clipboard::install(ctx);
            // This is called once.
            let _ = context.set(ctx.clone());
            Ok(create(ctx))
        }),
    );
    if let Some(ctx) = context.get() {
        clipboard::finish(ctx);
    }
    if let Some(guard) = guard {
        guard.finish();
    }
    result
}
