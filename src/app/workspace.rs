//! An open journal with its screens: shows them, carries out their actions, and reports the
//! results.

mod backups;
mod calendar;
mod capture;
mod closing;
mod dialogs;
mod error_banners;
mod import;
mod keychain;
mod lock;
mod navigation;
mod palette;
mod placement;
mod rekeyed;
mod save_as;
mod search;
mod shortcuts;
mod writer_events;
mod zoom;

use std::{
    collections::HashMap,
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use eframe::egui::{Context, Ui};
use jiff::civil::Date;

pub use self::backups::Backups;
use self::{
    calendar::CalendarFollower, closing::ClosePhase, keychain::StoredKey, placement::WindowPlacement, search::Search,
    writer_events::Toast, zoom::Zoom,
};
pub(super) use self::{
    rekeyed::Carried,
    shortcuts::restore_keymap,
    zoom::{MAX_ZOOM, MIN_ZOOM},
};
use super::{
    banners::FailedChange,
    brief_output, clipboard,
    global_shortcut::GlobalShortcut,
    reminders::Reminders,
    window_state::{WindowState, WindowStateSaver},
};
use crate::{
    domain::{
        erase::InterruptedErase,
        id::{EntryId, PersonId},
        passphrase::Passphrase,
        review::period::Period,
        unconfirmed_meeting::DismissedMeeting,
    },
    journal::{
        self, DraftKey, Journal, StopReason,
        change::{
            Change,
            review::{ReviewChange, ReviewText},
        },
        drafts::Drafts,
        emergency_save::EmergencySaver,
        formats::create_formats_folder,
        tidy::{RETENTION_SETTING, retention},
        today_view::DISMISSED_MEETINGS_SETTING,
        writer_event::ChangeTicket,
    },
    store::StoreError,
    ui::{
        action::{Action, ExternalCommand, HistoryCommand, Navigation, SampleCommand, SettingChange, Submission},
        capture::Capture,
        dialog::{ActiveDialog, compare_files::CompareFilesDialog, open_link::OpenLinkDialog, save_as::SaveAsDialog},
        discreet::{self, START_DISCREET_SETTING},
        file_drop::FileDrop,
        first_run::FirstRunPage,
        input_sequencer,
        lock_settings::{LOCK_SETTING, LockSettings},
        open_error_page::Remedy,
        palette::{Palette, PaletteHistory},
        person::{PersonPage, WORDING_CHECK_SETTING},
        reflect::ReflectPage,
        region,
        review_prefs::{REVIEW_PREFS_SETTING, ReviewPrefs},
        route::Route,
        screen_context::ScreenContext,
        settings::{BackupView, CLEAR_CLIPBOARD_SETTING, REMINDERS_SETTING, SettingsPage, SettingsView},
        sidebar::{Sidebar, people_list::PEOPLE_LIST_SETTING},
        today::TodayPage,
        unreadable_page,
        widget::markdown::opened_link,
    },
    wording::{erase, user_error::UserFacingError},
};

/// So many dismissed questions about one-on-ones are remembered.
const MAX_DISMISSED_MEETINGS: usize = 100;

/// What the app has to do after a frame.
pub enum FrameOutcome {
    /// Nothing: show the next frame.
    Continue,
    /// Open the journal again.
    Reopen,
    /// Open or leave the sample journal.
    SwitchSample(SampleCommand),
    /// Leave the damaged journal, and get it back.
    Repair(Remedy),
    /// Lock the journal.
    Lock,
    /// Open the journal again, whose passphrase another program has set, changed or removed.
    FollowNewKey,
    /// Encrypt the journal with this passphrase, or with none.
    ChangePassphrase(Option<Passphrase>),
    /// Go on with the journal at this path, into which everything was saved, and show this notice.
    OpenFile(PathBuf, String),
}

/// An open journal with its screens.
#[expect(clippy::struct_excessive_bools, reason = "each is a state of its own")]
pub struct Workspace {
    // Before the journal, so that they are dropped first: the journal removes the file of the slot
    // of the drafts, and leaves one file behind if no search reads it any more.
    drafts: Drafts,
    person_page: Option<PersonPage>,
    search: Search,
    journal: Journal,
    is_sample: bool,
    route: Route,
    sidebar: Sidebar,
    first_run: FirstRunPage,
    today: TodayPage,
    reflect: Option<ReflectPage>,
    settings: Option<SettingsPage>,
    calendar: CalendarFollower,
    /// `None` for the sample journal.
    backups: Option<Backups>,
    dialog: Option<ActiveDialog>,
    file_drop: FileDrop,
    placement: WindowPlacement,
    /// The ticket of the running import.
    import_ticket: Option<ChangeTicket>,
    toast: Option<Toast>,
    /// Rejected changes, shown in banners.
    failed_changes: Vec<FailedChange>,
    /// The draft keys of submitted changes that the writer has not answered yet.
    submitted_drafts: HashMap<ChangeTicket, String>,
    /// A requested switch to or from the sample journal.
    sample_switch: Option<SampleCommand>,
    /// Whether the journal has to be opened again, because a backup was restored.
    reopen: bool,
    error: Option<UserFacingError>,
    state_saver: WindowStateSaver,
    window_state: WindowState,
    zoom: Zoom,
    palette: Option<Palette>,
    palette_history: PaletteHistory,
    /// The composer over everything.
    capture: Option<Capture>,
    global_shortcut: GlobalShortcut,
    reminders: Reminders,
    /// The day before which erasing is suggested, until that is answered.
    erase_suggestion: Option<Date>,
    /// What became of an erase that was interrupted, until it is said.
    interrupted_erase: Option<InterruptedErase>,
    /// In how many backups the erase that is under way was done before.
    erased_in_backups: usize,
    close_phase: ClosePhase,
    /// Whether the file with another key, which is at the path now, is another journal.
    is_other_journal: bool,
    lock_settings: LockSettings,
    /// The key in the system keychain.
    stored_key: StoredKey,
    save_as: Option<SaveAsDialog>,
    comparison: Option<CompareFilesDialog>,
    open_link: Option<OpenLinkDialog>,
    /// What the app is asked to do after this frame.
    requested_outcome: Option<FrameOutcome>,
    focused: bool,
    /// Whether the window is visible and has the keyboard focus.
    active: bool,
}

impl Workspace {
    /// The screens of a journal, in their last state.
    pub fn new(journal: Journal, drafts: Drafts, reminders: Reminders, is_sample: bool) -> Self {
        // A killed process may have left a page to be printed.
        journal::print_file::remove_page(journal.path());
        journal.tidy();
        journal.set_active(true);
        let window_state = WindowState::load(&journal);
        let lock_settings = journal.read(|db| db.setting(LOCK_SETTING)).unwrap_or_default().unwrap_or_default();
        let person_page = match window_state.route {
            Route::Person(id, _) => Some(PersonPage::new(id, window_state.timeline_position())),
            Route::FirstRun | Route::Today | Route::Reflect | Route::Settings(_) | Route::Search => None,
        };
        Self {
            erase_suggestion: erase_suggestion(&journal),
            interrupted_erase: journal.interrupted_erase(),
            journal,
            drafts,
            is_sample,
            route: window_state.route,
            sidebar: Sidebar::default(),
            first_run: FirstRunPage::default(),
            today: TodayPage::default(),
            person_page,
            reflect: None,
            settings: None,
            calendar: CalendarFollower::default(),
            backups: None,
            dialog: None,
            file_drop: FileDrop::default(),
            placement: WindowPlacement::default(),
            import_ticket: None,
            toast: None,
            failed_changes: Vec::new(),
            submitted_drafts: HashMap::new(),
            sample_switch: None,
            reopen: false,
            error: None,
            state_saver: WindowStateSaver::new(window_state.clone()),
            palette: None,
            palette_history: PaletteHistory::default(),
            search: Search::default(),
            capture: None,
            global_shortcut: GlobalShortcut::default(),
            zoom: Zoom::new(window_state.zoom),
            window_state,
            reminders,
            erased_in_backups: 0,
            close_phase: ClosePhase::default(),
            is_other_journal: false,
            lock_settings,
            stored_key: StoredKey::default(),
            save_as: None,
            comparison: None,
            open_link: None,
            requested_outcome: None,
            focused: true,
            active: true,
        }
    }

    /// Says what became of an erase that was interrupted, if an upgrade found that out.
    #[must_use]
    pub fn with_interrupted_erase(mut self, interrupted: Option<InterruptedErase>) -> Self {
        self.interrupted_erase = self.interrupted_erase.or(interrupted);
        self
    }

    /// Restores theme, zoom and shortcuts in the context.
    pub fn attach(&mut self, ctx: &Context) {
        restore_keymap(&self.journal, ctx);
        self.restore_capture_keys(ctx);
        if self.journal.read(|db| db.setting(START_DISCREET_SETTING)).unwrap_or_default().unwrap_or_default() {
            discreet::set(ctx, true);
        }
        let clears = self.journal.read(|db| db.setting(CLEAR_CLIPBOARD_SETTING)).unwrap_or_default();
        clipboard::set_clearing(ctx, clears.unwrap_or(true));
        ctx.set_theme(self.window_state.theme);
        ctx.set_zoom_factor(self.window_state.zoom);
    }

    /// The page that is shown, and whose it is; none before there are people.
    pub fn place(&self) -> Option<String> {
        (self.route != Route::FirstRun).then(|| self.sidebar.describe_route(self.route))
    }

    /// The last size of the window, in points.
    pub fn window_size(&self) -> [f32; 2] {
        self.window_state.size
    }

    /// Saves everything that is not saved yet.
    ///
    /// # Errors
    /// The writer has stopped, so that not everything was saved.
    pub fn close(&mut self) -> Result<(), StoreError> {
        self.leave_page();
        if matches!(self.close_phase, ClosePhase::Confirmed) {
            self.drafts.save_all(&self.journal);
        } else {
            // Nobody has been asked about what could not be stored: it is tried once more.
            self.drafts.retry(&self.journal);
        }
        self.state_saver.save(&self.journal);
        let result = self.journal.flush();
        if result.is_ok()
            && let Err(error) = self.journal.fold_log()
        {
            tracing::warn!(%error, "the newest changes stay in the log beside the journal");
        }
        journal::print_file::remove_page(self.journal.path());
        result
    }

    /// Saves the drafts of this window if the program ends without it.
    pub fn emergency_saver(&self) -> EmergencySaver {
        self.drafts.emergency_saver(&self.journal)
    }

    /// Tells the journal whether the window is in use, and updates the reminders if the journal
    /// changed. Runs before each frame, and instead of it while the window is hidden.
    pub fn update_background_work(&mut self, ctx: &Context) {
        self.reminders.update(&self.journal);
        let active = ctx.input(|input| input.focused && input.viewport().visible() != Some(false));
        if active != self.active {
            self.active = active;
            self.journal.set_active(active);
            // A folder on a server may not report what happens in it.
            self.calendar.check_soon();
        }
        self.poll_calendar(ctx);
    }

    /// Shows one frame.
    pub fn show(&mut self, ui: &mut Ui) -> FrameOutcome {
        let time = Duration::from_secs_f64(ui.input(|input| input.time).max(0.0));
        self.poll_writer(ui);
        self.poll_backups(ui);
        self.poll_keychain(ui);
        let mut actions = self.take_shortcuts(ui);
        if let Some(palette) = &mut self.palette {
            palette.take_keys(ui);
        }
        self.resolve_route(&mut actions, time);
        self.handle_drop(ui, time);
        let can_go_back = self.can_go_back_to_results(ui);
        self.show_screens(ui, &mut actions, time);
        self.go_back_to_results(ui, can_go_back);
        self.apply_actions(ui, actions, time);
        self.show_closing(ui, time);
        self.show_save_as(ui);
        self.comparison.take_if(|dialog| dialog.show(ui));
        self.show_open_link(ui);
        self.show_palette(ui, time);
        self.draw_toast(ui, time);
        self.file_drop.show(ui);
        self.show_capture(ui, time);
        self.autosave(ui, time);
        self.take_outcome()
    }

    /// Asks before a link in a text is opened.
    fn show_open_link(&mut self, ui: &Ui) {
        if let Some(address) = opened_link::take(ui) {
            self.open_link = Some(OpenLinkDialog::new(address));
            ui.ctx().request_repaint();
        }
        self.open_link.take_if(|dialog| dialog.show(ui));
    }

    fn shows_dialog(&self) -> bool {
        self.dialog.is_some()
            || self.palette.is_some()
            || self.save_as.is_some()
            || self.comparison.is_some()
            || self.open_link.is_some()
            || self.close_phase.shows_dialog()
    }

    fn show_screens(&mut self, ui: &mut Ui, actions: &mut Vec<Action>, time: Duration) {
        self.show_banners(ui);
        let today = self.journal.today();
        let is_dialog_open = self.shows_dialog();
        let Self {
            journal,
            drafts,
            error,
            sidebar,
            first_run,
            today: today_page,
            person_page,
            reflect,
            settings,
            calendar,
            backups,
            stored_key,
            dialog,
            search,
            route,
            is_sample,
            ..
        } = self;
        let screen = &mut ScreenContext { journal, drafts, actions, error, is_dialog_open, today, time };
        let page = person_page.as_mut().filter(|_| sidebar.is_read());
        sidebar.show(ui, screen, *route, page, today_page.attention_count(), *is_sample);
        discreet::set_people(ui, sidebar.people(), journal.generation());
        region::show_page(ui, &sidebar.describe_route(*route), |ui| match (*route, person_page) {
            (Route::FirstRun | Route::Today | Route::Reflect | Route::Person(..) | Route::Search, _)
                if !sidebar.is_read() =>
            {
                unreadable_page::show(ui);
            }
            (Route::Person(_, tab), Some(page)) => {
                if !page.show(ui, screen, tab) {
                    screen.dispatch(Navigation::OpenPage(Route::FirstRun));
                }
            }
            (Route::Today, _) => today_page.show(ui, screen),
            (Route::Reflect, _) => reflect.get_or_insert_default().show(ui, screen),
            (Route::Search, _) => search.page.show(ui, screen, sidebar.people()),
            (Route::Settings(tab), _) => {
                let status = backups.as_ref().and_then(|backups| backups.service.status());
                let job = backups.as_ref().and_then(|backups| backups.service.job());
                let backups = BackupView { status: status.as_deref(), job, is_on: backups.is_some() };
                let view = SettingsView { backups, calendar: calendar.view(), keychain: stored_key.status() };
                settings.get_or_insert_default().show(ui, screen, tab, view);
            }
            (Route::FirstRun | Route::Person(..), _) => first_run.show(ui, screen),
        });
        let is_done = dialog.as_mut().is_some_and(|open| open.show(ui, screen));
        if is_done {
            *dialog = None;
        }
    }

    /// Submits a change to the writer, with the draft it was written in, if any.
    fn submit(&mut self, change: Change, draft: Option<DraftKey>) -> ChangeTicket {
        let jotted_about = if let Change::AddEntry { person, .. } = change { Some(person) } else { None };
        let ticket = match draft {
            Some(draft) => self.journal.submit_with_draft(change, draft),
            None => self.journal.submit(change),
        };
        if let Some(page) = self.person_page.as_mut().filter(|page| jotted_about == Some(page.id())) {
            page.jot_submitted(ticket);
        }
        ticket
    }

    fn submit_with_draft(&mut self, change: Change, field_key: String) -> ChangeTicket {
        let ticket = self.submit(change, Some(self.drafts.draft_key(&field_key)));
        self.drafts.mark_submitted(&field_key);
        self.submitted_drafts.insert(ticket, field_key);
        ticket
    }

    /// Carries out the actions of this frame.
    fn apply_actions(&mut self, ui: &Ui, actions: Vec<Action>, time: Duration) {
        for action in actions {
            self.apply_action(ui, action, time);
        }
    }

    fn apply_action(&mut self, ui: &Ui, action: Action, time: Duration) {
        if let Some(StopReason::ReadOnly(reason)) = self.journal.stop_reason()
            && action.changes_journal()
        {
            return self.show_toast(reason.notice().to_owned(), Vec::new(), ui.input(|input| input.time));
        }
        let had_dialog = self.dialog.is_some();
        match action {
            Action::Navigate(navigation) => self.navigate(navigation, time),
            Action::OpenDialog(request) => self.open_dialog(ui, request, time),
            Action::Submit(Submission { change, field_key: None }) => drop(self.submit(change, None)),
            Action::Submit(Submission { change, field_key: Some(field_key) }) => {
                self.submit_with_draft(change, field_key);
            }
            Action::Erase(confirmed) => {
                let now = ui.input(|input| input.time);
                self.show_toast(erase::ERASING.to_owned(), Vec::new(), now);
                self.erased_in_backups = confirmed.backups;
                self.journal.submit_erase(confirmed.request, confirmed.lock);
            }
            Action::History(HistoryCommand::Undo) => self.journal.undo(),
            Action::History(HistoryCommand::Redo) => self.journal.redo(),
            Action::ChangeSetting(change) => self.change_setting(ui, change, time),
            Action::Import(import) => self.import_after_backup(import),
            Action::Calendar(command) => self.run_calendar_command(command, ui),
            Action::Backup(command) => self.run_backup_command(command),
            Action::External(command) => self.run_external(ui, command),
            Action::Window(command) => self.run_window_command(ui, command),
            Action::SwitchSample(command) => self.sample_switch = Some(command),
            Action::TogglePalette => self.toggle_palette(ui, time),
            Action::PressShortcut(shortcut) => shortcut.press(ui),
            Action::SearchFor(query) => self.search_for(&query),
            Action::OpenFound(place) => self.open_found(&place, time),
            Action::MoveFocus(direction) => region::move_focus(ui, direction),
            Action::StartOrWrapUp => self.start_or_wrap_up(time),
            Action::MovePerson(direction) => self.move_person(direction),
            Action::Lock => self.request_lock(ui, time),
            Action::Passphrase(command) => self.run_passphrase_command(command),
            Action::Keychain(command) => self.run_keychain_command(command, ui),
        }
        if self.dialog.is_some() && !had_dialog {
            input_sequencer::hold_until_focus_moves(ui);
        }
        ui.ctx().request_repaint();
    }

    fn change_setting(&mut self, ctx: &Context, change: SettingChange, time: Duration) {
        match change {
            SettingChange::Reminders(on) => self.journal.set_observed_setting(REMINDERS_SETTING, &on),
            SettingChange::Retention(retention) => self.journal.set_setting(RETENTION_SETTING, &retention),
            SettingChange::DismissMeeting(dismissed) => self.dismiss_meeting(dismissed, time),
            SettingChange::PeopleList(prefs) => self.journal.set_setting(PEOPLE_LIST_SETTING, &prefs),
            SettingChange::Lock(settings) => self.set_lock_settings(settings),
            SettingChange::CaptureKeys(keys) => self.set_capture_keys(ctx, keys),
            SettingChange::Shortcuts(keymap) => self.set_keymap(ctx, *keymap),
            SettingChange::StartDiscreet(on) => self.journal.set_setting(START_DISCREET_SETTING, &on),
            SettingChange::ClearClipboard(on) => {
                clipboard::set_clearing(ctx, on);
                self.journal.set_setting(CLEAR_CLIPBOARD_SETTING, &on);
            }
            SettingChange::WordingCheck(on) => self.journal.set_setting(WORDING_CHECK_SETTING, &on),
            SettingChange::ReviewPrefs(prefs) => self.set_review_prefs(*prefs),
            SettingChange::ReviewPeriod { person, prefs, period } => {
                self.set_review_prefs(*prefs);
                self.move_unfinished_review(person, period, time);
            }
        }
    }

    /// Remembers the latest questions that were dismissed, so that none is asked again.
    fn dismiss_meeting(&mut self, dismissed: DismissedMeeting, time: Duration) {
        let known = self.with_context(time, |screen, _| screen.read(|db| db.setting(DISMISSED_MEETINGS_SETTING)));
        let known: Vec<DismissedMeeting> = known.unwrap_or_default();
        let latest: Vec<DismissedMeeting> =
            std::iter::once(dismissed).chain(known).take(MAX_DISMISSED_MEETINGS).collect();
        self.journal.set_observed_setting(DISMISSED_MEETINGS_SETTING, &latest);
    }

    fn set_review_prefs(&mut self, prefs: ReviewPrefs) {
        self.journal.set_setting(REVIEW_PREFS_SETTING, &prefs);
        if let Some(page) = &mut self.person_page {
            page.set_review_prefs(prefs);
        }
    }

    /// Moves the unfinished review of a person, if any, to another period.
    fn move_unfinished_review(&mut self, person: PersonId, period: Period, time: Duration) {
        let unfinished = self.with_context(time, |screen, _| screen.read(|db| db.unfinished_review(person)));
        if let Some(review) = unfinished.filter(|review| review.period() != period) {
            let moved = ReviewText { person, from: period.first_day(), to: period.last_day(), text: review.text };
            self.submit(Change::Review(ReviewChange::Save(moved)), None);
        }
    }

    fn run_external(&mut self, ui: &Ui, command: ExternalCommand) {
        match command {
            ExternalCommand::CopyText(text) => {
                ui.ctx().copy_text(text);
                self.show_toast("Copied to the clipboard".to_owned(), Vec::new(), ui.input(|input| input.time));
            }
            ExternalCommand::CopyBrief(request) => {
                self.report_output(ui, brief_output::copy_brief(ui, &self.journal, request));
            }
            ExternalCommand::PrintBrief(request) => {
                self.report_output(ui, brief_output::print_brief(ui, &self.journal, request));
            }
            ExternalCommand::PrintRecoveryKey => {
                self.report_output(ui, brief_output::print_recovery_key(ui, &self.journal));
            }
            ExternalCommand::ShowInFileManager(file) => open_folder(&file),
            ExternalCommand::ShowFormats => show_formats(self.journal.path().to_owned()),
        }
    }

    /// The requested switch to or from the sample journal, once everything of this journal is
    /// stored.
    fn take_outcome(&mut self) -> FrameOutcome {
        if std::mem::take(&mut self.reopen) {
            return FrameOutcome::Reopen;
        }
        match self.requested_outcome.take() {
            None => {}
            // As below.
            Some(FrameOutcome::Lock | FrameOutcome::ChangePassphrase(_)) if self.close().is_err() => {
                return FrameOutcome::Continue;
            }
            Some(outcome) => return outcome,
        }
        match self.sample_switch.take() {
            None => FrameOutcome::Continue,
            // The screens hold text that is stored nowhere else; the banner says why they stay.
            Some(_) if self.close().is_err() => FrameOutcome::Continue,
            Some(command) => FrameOutcome::SwitchSample(command),
        }
    }

    fn edit_entry(&mut self, entry: EntryId, time: Duration) {
        let entry = self.with_context(time, |screen, _| screen.read(|db| db.entry(entry)));
        if let (Some(entry), Some(mut page)) = (entry, self.person_page.take()) {
            self.with_context(time, |screen, _| page.edit(&entry, screen));
            self.person_page = Some(page);
        }
    }

    fn with_context<T>(
        &mut self,
        time: Duration,
        work: impl FnOnce(&mut ScreenContext<'_>, &mut Option<ActiveDialog>) -> T,
    ) -> T {
        let today = self.journal.today();
        let Self { journal, drafts, error, dialog, .. } = self;
        let actions = &mut Vec::new();
        work(&mut ScreenContext { journal, drafts, actions, error, is_dialog_open: false, today, time }, dialog)
    }

    /// Saves drafts and the state of the window when they are due.
    fn autosave(&mut self, ctx: &Context, time: Duration) {
        let focused = ctx.input(|input| input.focused);
        if self.focused && !focused {
            self.drafts.save_all(&self.journal);
        }
        self.focused = focused;
        self.window_state.update_from(ctx, self.zoom.chosen(), self.placement.size_before());
        self.zoom.update(ctx);
        self.window_state.route = self.lasting_route();
        self.window_state.day = Some(self.journal.today());
        self.window_state.timeline = self.person_page.as_ref().map(|page| {
            let position = page.scroll_position();
            (position.row, position.key, position.offset)
        });
        let draft_due = self.drafts.save_due(&self.journal, time);
        let state_due = self.state_saver.update(&self.journal, self.window_state.clone(), time);
        if let Some(due) = draft_due.into_iter().chain(state_due).min() {
            ctx.request_repaint_after(due);
        }
    }
}

/// The day before which the leader wants erasing to be suggested, if there is anything so old.
fn erase_suggestion(journal: &Journal) -> Option<Date> {
    let today = journal.today();
    let suggestion = journal.read(|db| {
        let day = retention(db)?.suggestion(today);
        Ok::<_, StoreError>(match day {
            Some(day) if db.has_entries_before(day)? => Some(day),
            _ => None,
        })
    });
    suggestion.unwrap_or_else(|error| {
        tracing::warn!(%error, "whether to suggest erasing is unknown");
        None
    })
}

impl Drop for Workspace {
    /// A panic in a screen ends the window: what is being written is stored first.
    fn drop(&mut self) {
        self.drafts.save_all(&self.journal);
    }
}

/// Shows the folder of a file, on a thread: starting the file manager can take a while.
fn open_folder(file: &Path) {
    let Some(folder) = file.parent().map(Path::to_owned) else { return };
    open_on_thread(move || Ok(folder));
}

/// Opens the folder of the formats for a journal in the file manager.
fn show_formats(journal: PathBuf) {
    open_on_thread(move || create_formats_folder(&journal));
}

fn open_on_thread(folder: impl FnOnce() -> io::Result<PathBuf> + Send + 'static) {
    let spawned = std::thread::Builder::new().name("folder".into()).spawn(move || match folder() {
        Ok(folder) => {
            if let Err(error) = opener::open(folder) {
                tracing::warn!(%error, "the folder could not be opened");
            }
        }
        Err(error) => tracing::warn!(kind = ?error.kind(), "the folder could not be created"),
    });
    if let Err(error) = spawned {
        tracing::warn!(%error, "the folder could not be opened");
    }
}
