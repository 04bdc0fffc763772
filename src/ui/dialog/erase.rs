//! Erasing for good: chooses what, says exactly what goes and which backups still have it, and asks
//! before anything is erased.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use eframe::egui::{Context, Id, Label, Sense, Ui};

use super::date_field::{self, DateRangeKind};
use crate::{
    domain::{
        erase::{EraseRequest, EraseScope, EraseSummary},
        moment::Moment,
    },
    journal::{
        backup::{BackupError, BackupFile, BackupLock},
        erase::{BackupsWithRecords, FailedBackup, LockedBackups, backups_with, erase_in_backups, lock_backups},
        progress::ProgressFn,
    },
    store::{Db, StoreError},
    ui::{
        action::{Action, EraseSubmission},
        background_job::BackgroundJob,
        screen_context::ScreenContext,
        text,
        tokens::{Tokens, Tone},
        widget::{
            button::Button, checkbox::checkbox, dialog::Dialog, progress::progress_bar, segmented::segmented,
            truncated_label::truncated_label,
        },
    },
    wording::{backup::made_at, erase},
};

/// How many backups are listed.
const MAX_LISTED: usize = 8;
/// The button waits no longer until it is known which backups have it: a folder may not answer.
const BACKUP_PATIENCE: Duration = Duration::from_secs(3);

/// What can be chosen in the dialog. An entry or a person is chosen where it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    Trash,
    Drafts,
    Before,
}

const CHOICES: [(Choice, &str); 3] =
    [(Choice::Trash, "The trash"), (Choice::Drafts, "All drafts"), (Choice::Before, "Everything before a day")];

/// The dialog that erases for good.
pub struct EraseDialog {
    /// What is chosen; `None` if the records were given.
    choice: Option<Choice>,
    day: String,
    day_error: Option<String>,
    request: Option<EraseRequest>,
    /// The request and the generation that the plan was read for.
    read_for: Option<(EraseRequest, u64)>,
    plan: Plan,
    /// The default folder of the backups; `None` for a journal without backups.
    backup_folder: Option<PathBuf>,
    backups: Backups,
    erase_in_backups: bool,
    /// In how many it was erased so far.
    erased_backups: usize,
    /// Whether the backups have changed since they were listed, so that nothing was erased yet.
    backups_changed: bool,
    work: Work,
}

/// What the request would erase.
enum Plan {
    None,
    Reading(BackgroundJob<Result<EraseSummary, StoreError>>),
    Ready(EraseSummary),
    Failed(String),
}

/// Which backups have what the request would erase.
enum Backups {
    None,
    Reading { job: BackgroundJob<Result<BackupsWithRecords, BackupError>>, since: Duration },
    Found(BackupsWithRecords),
    Failed(String),
}

/// How far it is with the backups, which come before the journal.
enum Work {
    None,
    Running(BackgroundJob<Result<BackupWork, BackupError>>),
    Failed(Vec<FailedBackup>),
}

/// What became of the work in the backups.
struct BackupWork {
    /// In how many it was erased.
    erased: usize,
    end: BackupWorkEnd,
}

/// How the work in the backups ended.
enum BackupWorkEnd {
    /// It is erased in all of them, or stays in those that were shown. The journal is next, as long
    /// as the lock is held.
    Done(Option<BackupLock>),
    /// Others have it than those that were shown.
    Changed(BackupsWithRecords),
    /// It could not be erased in these.
    Failed(Vec<FailedBackup>),
    /// It was stopped.
    Stopped,
    /// Why it is not known which backups have it.
    Unknown(String),
}

/// What was chosen in this frame.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ButtonChoice {
    Cancel,
    Stop,
    Erase,
    EraseInJournalOnly,
}

impl EraseDialog {
    /// Opens it for these records, or to choose what to erase. `backup_folder` is the default one
    /// of the backups, if there are any.
    pub fn open(scope: Option<EraseScope>, backup_folder: Option<PathBuf>) -> Self {
        let choice = if scope.is_none() { Some(Choice::Trash) } else { None };
        let request = Some(EraseRequest::new(scope.unwrap_or(EraseScope::Trash)));
        Self {
            choice,
            day: String::new(),
            day_error: None,
            request,
            read_for: None,
            plan: Plan::None,
            backup_folder,
            backups: Backups::None,
            erase_in_backups: false,
            erased_backups: 0,
            backups_changed: false,
            work: Work::None,
        }
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        if self.poll_work(screen) {
            return true;
        }
        if matches!(self.work, Work::None) {
            self.update_plan(ctx, screen);
        }
        let footer = self.footer(screen.time);
        let output = Dialog::new(Id::unique("erase"), "Erase for good").width(520.0).show(
            ctx,
            |ui| {
                ui.spacing_mut().item_spacing.y = 8.0;
                self.show_body(ui, screen);
            },
            |ui| footer.show(ui),
        );
        match output.buttons {
            Some(ButtonChoice::Erase) => self.erase(ctx, screen),
            Some(ButtonChoice::EraseInJournalOnly) => {
                self.submit(screen, self.erased_backups, None);
                true
            }
            Some(ButtonChoice::Stop) => {
                if let Work::Running(job) = &self.work {
                    job.stop();
                }
                false
            }
            Some(ButtonChoice::Cancel) => true,
            None => output.closed && !matches!(self.work, Work::Running(_)),
        }
    }

    fn footer(&self, time: Duration) -> Footer {
        match self.work {
            Work::None => Footer::Confirm { can_erase: self.can_erase(time) },
            Work::Running(_) => Footer::Stop,
            Work::Failed(_) => Footer::Failed,
        }
    }

    fn can_erase(&self, time: Duration) -> bool {
        let is_known = match &self.backups {
            Backups::Reading { since, .. } => time.saturating_sub(*since) >= BACKUP_PATIENCE,
            Backups::None | Backups::Found(_) | Backups::Failed(_) => true,
        };
        is_known && matches!(&self.plan, Plan::Ready(summary) if !summary.is_empty())
    }

    /// Erases what was shown: in the backups first, if that was chosen. Returns whether the dialog
    /// is done.
    fn erase(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let (Backups::Found(shown), Some(folder), Some(request)) = (&self.backups, &self.backup_folder, &self.request)
        else {
            self.submit(screen, 0, None);
            return true;
        };
        let (shown, folder, request) = (shown.clone(), folder.clone(), request.clone());
        let (erase_there, at) = (self.erase_in_backups, Moment::from(&screen.journal.now()));
        let work = move |db: &Db, progress: &mut ProgressFn<'_>| {
            let locked = lock_backups(db, &request, Some(&folder))?;
            if erase_there {
                return Ok(erase_there_first(locked, &at, progress));
            }
            let LockedBackups { found, lock } = locked;
            let end = if found == shown { BackupWorkEnd::Done(lock) } else { BackupWorkEnd::Changed(found) };
            Ok(BackupWork { erased: 0, end })
        };
        self.backups_changed = false;
        match start_job(ctx, screen, "erase in backups", work) {
            Ok(job) => self.work = Work::Running(job),
            Err(error) => self.backups = Backups::Failed(error.to_string()),
        }
        false
    }

    fn submit(&mut self, screen: &mut ScreenContext<'_>, backups: usize, lock: Option<BackupLock>) {
        // What is erased is what was shown.
        let shown = self.read_for.as_ref().map(|(request, _)| request);
        if let Some(request) = self.request.take_if(|request| shown == Some(&*request)) {
            screen.dispatch(Action::Erase(EraseSubmission { request, backups, lock: lock.map(Arc::new) }));
        }
    }

    /// Takes the result of the work in the backups. Returns whether the dialog is done.
    fn poll_work(&mut self, screen: &mut ScreenContext<'_>) -> bool {
        let Work::Running(job) = &mut self.work else { return false };
        let Some(result) = job.poll() else { return false };
        self.work = Work::None;
        let end = match result {
            Ok(Ok(BackupWork { erased, end })) => {
                self.erased_backups += erased;
                end
            }
            Ok(Err(error)) => BackupWorkEnd::Unknown(error.to_string()),
            Err(error) => BackupWorkEnd::Unknown(error.to_string()),
        };
        match end {
            BackupWorkEnd::Done(lock) => {
                self.submit(screen, self.erased_backups, lock);
                return true;
            }
            BackupWorkEnd::Changed(found) => (self.backups, self.backups_changed) = (Backups::Found(found), true),
            BackupWorkEnd::Failed(failed) => self.work = Work::Failed(failed),
            // Which backups still have it is read again.
            BackupWorkEnd::Stopped => self.read_for = None,
            BackupWorkEnd::Unknown(error) => self.backups = Backups::Failed(error),
        }
        false
    }

    fn show_body(&mut self, ui: &mut Ui, screen: &ScreenContext<'_>) {
        match &self.work {
            Work::None => {
                let before = (self.choice, self.day.clone());
                self.show_choice(ui, screen);
                if before != (self.choice, self.day.clone()) {
                    self.update_request(screen);
                }
                self.show_plan(ui, screen);
            }
            Work::Running(job) => progress_bar(ui, job.done_and_total(), "backups"),
            Work::Failed(failed) => show_failed(ui, failed),
        }
    }

    fn show_choice(&mut self, ui: &mut Ui, screen: &ScreenContext<'_>) {
        let Some(choice) = &mut self.choice else { return };
        segmented(ui, "What to erase", choice, &CHOICES);
        if *choice == Choice::Before {
            let label = ("Everything written before", DateRangeKind::Past);
            date_field::show(ui, label, &mut self.day, self.day_error.as_deref(), screen.today);
        }
    }

    fn update_request(&mut self, screen: &ScreenContext<'_>) {
        self.day_error = None;
        self.request = match self.choice {
            None => return,
            Some(Choice::Trash) => Some(EraseRequest::new(EraseScope::Trash)),
            Some(Choice::Drafts) => Some(EraseRequest::drafts()),
            Some(Choice::Before) => match DateRangeKind::Past.parse(&self.day, screen.today) {
                Ok(day) => day.map(|day| EraseRequest::new(EraseScope::Before(day))),
                Err(error) => {
                    self.day_error = Some(error);
                    None
                }
            },
        };
    }

    /// Reads what goes, on another thread: it may be a whole history. Then which backups have it.
    fn update_plan(&mut self, ctx: &Context, screen: &ScreenContext<'_>) {
        let wanted = self.request.clone().map(|request| (request, screen.journal.generation()));
        if wanted != self.read_for {
            self.plan = wanted.clone().map_or(Plan::None, |(request, _)| start_reading(ctx, screen, request));
            (self.backups, self.backups_changed) = (Backups::None, false);
            self.read_for = wanted;
        }
        if let Plan::Reading(job) = &mut self.plan
            && let Some(result) = job.poll()
        {
            self.plan = match result {
                Ok(Ok(summary)) => {
                    self.backups = self.start_reading_backups(ctx, screen, &summary);
                    Plan::Ready(summary)
                }
                Ok(Err(error)) => Plan::Failed(error.to_string()),
                Err(error) => Plan::Failed(error.to_string()),
            };
        }
        if let Backups::Reading { job, .. } = &mut self.backups {
            match job.poll() {
                Some(Ok(Ok(found))) => self.backups = Backups::Found(found),
                Some(Ok(Err(error))) => self.backups = Backups::Failed(error.to_string()),
                Some(Err(error)) => self.backups = Backups::Failed(error.to_string()),
                None => ctx.request_repaint_after(BACKUP_PATIENCE),
            }
        }
    }

    fn start_reading_backups(&self, ctx: &Context, screen: &ScreenContext<'_>, summary: &EraseSummary) -> Backups {
        let (Some(folder), Some(request)) = (self.backup_folder.clone(), self.request.clone()) else {
            return Backups::None;
        };
        if summary.is_empty() {
            return Backups::None;
        }
        let read = move |db: &Db, _: &mut ProgressFn<'_>| backups_with(db, &request, Some(&folder));
        match start_job(ctx, screen, "backups of what is erased", read) {
            Ok(job) => Backups::Reading { job, since: screen.time },
            Err(error) => Backups::Failed(error.to_string()),
        }
    }

    fn show_plan(&mut self, ui: &mut Ui, screen: &ScreenContext<'_>) {
        let t = Tokens::of(ui);
        match (&self.plan, &self.request) {
            (Plan::Ready(summary), Some(request)) if !summary.is_empty() => {
                ui.label(text::body(erase::WHAT_GOES).color(t.ink));
                for line in erase::describe(summary) {
                    ui.label(text::body(format!("•  {line}")).color(t.ink));
                }
                for note in erase::notes(request, summary) {
                    ui.label(text::small(note).color(t.ink_soft));
                }
                if self.backups_changed {
                    ui.label(text::small(erase::MADE_MEANWHILE).color(t.kind_ink(Tone::Flag)));
                }
                self.backups.show(ui, screen, &mut self.erase_in_backups);
                ui.label(text::small(erase::CANNOT_BE_UNDONE).color(t.ink_soft));
            }
            (Plan::Ready(_), _) => {
                ui.label(text::body("There is nothing to erase.").color(t.ink_soft));
            }
            (Plan::Reading(_), _) => {
                ui.label(text::body("Checking what this would erase…").color(t.ink_soft));
            }
            (Plan::Failed(error), _) => {
                ui.label(text::body(error).color(t.ink));
            }
            (Plan::None, _) => {
                ui.label(text::body("Enter a date to see what would be erased.").color(t.ink_soft));
            }
        }
    }
}

impl Backups {
    fn show(&self, ui: &mut Ui, screen: &ScreenContext<'_>, erase_there: &mut bool) {
        let t = Tokens::of(ui);
        match self {
            Self::None => {}
            Self::Reading { .. } => {
                ui.label(text::small(erase::LOOKING_INTO_BACKUPS).color(t.ink_soft));
            }
            Self::Found(found) => {
                if !found.backups.is_empty() {
                    show_backups(ui, screen, &found.backups, erase_there);
                } else if found.unreadable.is_empty() {
                    ui.label(text::small(erase::NOT_IN_BACKUPS).color(t.ink_soft));
                }
                for file in &found.unreadable {
                    let warning = erase::unreadable_backup(file);
                    ui.add(Label::new(text::small(warning).color(t.kind_ink(Tone::Flag))).wrap());
                }
            }
            Self::Failed(error) => {
                let problem = format!("{error} Your backups may still have it.");
                ui.add(Label::new(text::small(problem).color(t.kind_ink(Tone::Flag))).wrap());
            }
        }
    }
}

fn show_backups(ui: &mut Ui, screen: &ScreenContext<'_>, backups: &[BackupFile], erase_there: &mut bool) {
    let t = Tokens::of(ui);
    ui.label(text::body(erase::also_in(backups.len())).color(t.ink));
    let main_folder = backups.first().and_then(|backup| backup.path.parent());
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for backup in backups.iter().take(MAX_LISTED) {
            let folder = backup.path.parent().filter(|folder| Some(*folder) != main_folder);
            let place = folder.map_or_else(String::new, |folder| format!(" · {}", folder.display()));
            let line = format!("•  {}{place}", made_at(&backup.manifest.made_at, screen.today));
            truncated_label(ui, text::small(line).color(t.ink));
        }
        if let Some(more) = backups.len().checked_sub(MAX_LISTED).filter(|more| *more > 0) {
            ui.label(text::small(format!("and {more} older")).color(t.ink_soft));
        }
    });
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        checkbox(ui, erase_there, erase::ERASE_THERE_TOO);
        let label = ui.add(Label::new(text::small(erase::ERASE_THERE_TOO).color(t.ink)).sense(Sense::CLICK));
        if label.clicked() {
            *erase_there = !*erase_there;
        }
    });
    if *erase_there {
        ui.add(Label::new(text::small(erase::ERASE_THERE_DETAIL).color(t.ink_soft)).wrap());
    }
}

fn show_failed(ui: &mut Ui, failed: &[FailedBackup]) {
    let t = Tokens::of(ui);
    ui.add(Label::new(text::body(erase::still_in(failed.len())).color(t.kind_ink(Tone::Flag))).wrap());
    for FailedBackup { path, error } in failed.iter().take(MAX_LISTED) {
        let file = path.file_name().map_or_else(|| Path::new(""), Path::new);
        ui.add(Label::new(text::small(format!("•  {}: {error}", file.display())).color(t.ink)).wrap());
    }
}

/// The buttons of a stage.
#[derive(Clone, Copy)]
enum Footer {
    Confirm { can_erase: bool },
    Stop,
    Failed,
}

impl Footer {
    fn show(self, ui: &mut Ui) -> Option<ButtonChoice> {
        match self {
            Self::Confirm { can_erase } => {
                let cancel = ui.add(Button::primary("Cancel")).clicked();
                let erase = ui.add_enabled(can_erase, Button::plain("Erase for good").warn(true)).clicked();
                if erase { Some(ButtonChoice::Erase) } else { cancel.then_some(ButtonChoice::Cancel) }
            }
            Self::Stop => ui.add(Button::plain("Stop")).clicked().then_some(ButtonChoice::Stop),
            Self::Failed => {
                let retry = ui.add(Button::primary("Try again")).clicked();
                let cancel = ui.add(Button::plain("Cancel")).clicked();
                let anyway = ui.add(Button::plain("Erase in the journal only").warn(true)).clicked();
                let choices = [
                    (retry, ButtonChoice::Erase),
                    (cancel, ButtonChoice::Cancel),
                    (anyway, ButtonChoice::EraseInJournalOnly),
                ];
                choices.into_iter().find_map(|(clicked, choice)| clicked.then_some(choice))
            }
        }
    }
}

/// Erases in the backups. The journal comes last, so that what fails can be tried again.
fn erase_there_first(locked: LockedBackups, at: &Moment, progress: &mut ProgressFn<'_>) -> BackupWork {
    let LockedBackups { found, lock } = locked;
    let mut tried = 0;
    let failed = erase_in_backups(&found, at, &mut |done, total| {
        tried += 1;
        progress(done, total)
    });
    let erased = tried - failed.len();
    let end = match (failed.is_empty(), tried < found.backups.len()) {
        (false, _) => BackupWorkEnd::Failed(failed),
        (true, true) => BackupWorkEnd::Stopped,
        (true, false) => BackupWorkEnd::Done(lock),
    };
    BackupWork { erased, end }
}

fn start_reading(ctx: &Context, screen: &ScreenContext<'_>, request: EraseRequest) -> Plan {
    let read = move |db: &Db| db.snapshot(|db| Ok(db.erase_targets(&request)?.summary().clone()));
    let damage = screen.journal.damage_reporter();
    let read = move |db: &Db, _: &mut ProgressFn<'_>| read(db).inspect_err(|error: &StoreError| damage.report(error));
    start_job(ctx, screen, "erase plan", read).map_or_else(|error| Plan::Failed(error.to_string()), Plan::Reading)
}

fn start_job<T: Send + 'static>(
    ctx: &Context,
    screen: &ScreenContext<'_>,
    name: &str,
    read: impl FnOnce(&Db, &mut ProgressFn<'_>) -> T + Send + 'static,
) -> Result<BackgroundJob<T>, StoreError> {
    let db = screen.journal.open_reader()?;
    let path = screen.journal.path().to_owned();
    BackgroundJob::start(name, ctx, move |progress| read(&db, progress))
        .map_err(|source| StoreError::Io { path, source })
}
