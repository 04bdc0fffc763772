//! Restores the journal, or chosen entries, from a backup: the list of backups, then what differs
//! by person, then the choice.

mod locked;
mod preview;

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, TryRecvError},
};

use eframe::egui::{Align, Context, Id, Label, Layout, Ui, vec2};

use self::locked::{BackupKey, LockedBackup};
use super::path_field::PathField;
use crate::{
    domain::{id::Uid, moment::Moment},
    journal::{
        backup::{
            BackupError, BackupFile, BackupFolders, Comparison, RestoreOutcome, RestorePermission, compare,
            list_all_backups, restore_journal, verify,
        },
        change::Change,
        paths,
    },
    store::{BackupInspection, StoreError},
    ui::{
        action::BackupCommand,
        background_job::BackgroundJob,
        file_picker::PickerMode,
        screen_context::ScreenContext,
        text,
        tokens::{Tokens, Tone},
        widget::{button::Button, card::divider, dialog::Dialog, progress::percent_bar},
    },
    wording::backup::{file_size, made_at, reason},
};

/// At most so many backups are listed.
const MAX_LISTED: usize = 60;

/// The dialog.
pub struct RestoreDialog {
    default_folder: PathBuf,
    backups: Vec<BackupFile>,
    path_field: PathField,
    permission: RestorePermission,
    error: Option<String>,
    /// The key of a backup that has another passphrase than the journal.
    backup_key: Option<BackupKey>,
    stage: Stage,
}

enum Stage {
    /// The backups are being listed.
    Listing(Job<Vec<BackupFile>>),
    /// A backup is to be chosen.
    List,
    /// A backup is compared with the journal.
    Comparing(PathBuf, Job<(BackupInspection, Comparison)>),
    /// The backup has another passphrase.
    Locked(LockedBackup),
    /// What differs is shown.
    Preview(Box<Preview>),
    /// The file is of another journal, which has to be confirmed.
    OtherJournal(PathBuf),
    /// What is being typed is stored first; then the backup at the path is restored.
    Storing(PathBuf, Receiver<()>),
    /// The whole backup is being restored.
    Restoring(Job<RestoreOutcome>),
}

type Job<T> = BackgroundJob<Result<T, BackupError>>;

/// What differs, and what was chosen of it.
struct Preview {
    path: PathBuf,
    inspection: BackupInspection,
    comparison: Comparison,
    /// Whether only chosen entries are restored.
    only_chosen: bool,
    chosen: HashSet<Uid>,
    /// The people whose entries are listed.
    unfolded: HashSet<Uid>,
}

#[derive(Clone, PartialEq, Eq)]
enum Choice {
    Preview(PathBuf),
    ChooseFile,
    AllowOther(PathBuf),
    Unlock,
    Restore,
    Back,
    Close,
}

impl RestoreDialog {
    /// Opens it and lists the backups.
    pub fn open(default_folder: PathBuf, ctx: &Context, screen: &mut ScreenContext<'_>) -> Self {
        let mut dialog = Self {
            default_folder,
            backups: Vec::new(),
            path_field: PathField::default(),
            permission: RestorePermission::default(),
            error: None,
            backup_key: None,
            stage: Stage::List,
        };
        let db = screen.journal.open_reader();
        let default = dialog.default_folder.clone();
        dialog.run(ctx, "list backups", Stage::Listing, move || {
            let db = db?;
            let (folders, id) = (BackupFolders::of_journal(&db, Some(&default))?, db.journal_id()?);
            Ok(list_all_backups(&folders, id))
        });
        dialog
    }

    fn run<T: Send + 'static>(
        &mut self,
        ctx: &Context,
        name: &str,
        stage: impl FnOnce(Job<T>) -> Stage,
        work: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
    ) {
        match BackgroundJob::start(name, ctx, move |_| work()) {
            Ok(job) => self.stage = stage(job),
            Err(error) => self.error = Some(error.to_string()),
        }
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        if let Some(path) = self.path_field.poll_picker() {
            self.path_field.path = path.display().to_string();
            self.start_comparing(ctx, screen, path);
        }
        if self.poll(ctx, screen) {
            return true;
        }
        let note = match &self.stage {
            Stage::Preview(preview) if preview.only_chosen => "You can undo this.",
            Stage::Preview(_) => "Your journal is backed up first.",
            _ => "",
        };
        let footer = self.stage.footer();
        let output = Dialog::new(Id::unique("restore"), "Restore from a backup").note(note).width(640.0).show(
            ctx,
            |ui| self.show_body(ui, screen),
            |ui| footer.show(ui),
        );
        let is_busy = matches!(self.stage, Stage::Storing(..) | Stage::Restoring(_));
        match output.body.or(output.buttons) {
            Some(Choice::Preview(path)) => self.start_comparing(ctx, screen, path),
            Some(Choice::ChooseFile) => {
                let folder = self.path_field.resolved_path();
                self.path_field.browse(ctx, "Backup", &folder, PickerMode::File);
            }
            Some(Choice::AllowOther(path)) => {
                self.permission.other_journal = true;
                self.start_comparing(ctx, screen, path);
            }
            Some(Choice::Unlock) => {
                if let Stage::Locked(backup) = &mut self.stage {
                    backup.start(ctx);
                }
            }
            Some(Choice::Restore) => return self.restore(screen),
            Some(Choice::Back) => {
                (self.stage, self.error) = (Stage::List, None);
                self.permission = RestorePermission::default();
            }
            Some(Choice::Close) => return true,
            None => {}
        }
        output.closed && !is_busy
    }

    /// Takes the results of background work. Returns whether the journal was restored.
    fn poll(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        match &mut self.stage {
            Stage::Listing(job) => {
                if let Some(listed) = take(job) {
                    self.stage = Stage::List;
                    match listed {
                        Ok(backups) => self.backups = backups,
                        Err(error) => self.show_error(&error),
                    }
                }
            }
            Stage::Comparing(path, job) => {
                let path = path.clone();
                match take(job) {
                    None => {}
                    Some(Ok((inspection, comparison))) => {
                        self.stage = Stage::Preview(Box::new(Preview::new(path, inspection, comparison)));
                    }
                    Some(Err(BackupError::OtherJournal(_))) => self.stage = Stage::OtherJournal(path),
                    Some(Err(BackupError::Store(StoreError::Encrypted(_)))) => {
                        self.stage = Stage::Locked(LockedBackup::new(path));
                    }
                    Some(Err(error)) => {
                        self.stage = Stage::List;
                        self.show_error(&error);
                    }
                }
            }
            Stage::Locked(backup) => {
                if let Some(key) = backup.poll() {
                    let path = backup.path.clone();
                    self.backup_key = Some(key);
                    self.start_comparing(ctx, screen, path);
                }
            }
            Stage::Storing(path, stored) => match stored.try_recv() {
                // The writer wakes the window when it answers.
                Err(TryRecvError::Empty) => {}
                Ok(()) => {
                    let path = path.clone();
                    self.start_restoring(ctx, screen, path);
                }
                Err(TryRecvError::Disconnected) => {
                    self.stage = Stage::List;
                    self.show_error(&screen.journal.stop_error().unwrap_or(StoreError::WriterGone).into());
                }
            },
            Stage::Restoring(job) => match take(job) {
                None => {}
                Some(Ok(_)) => {
                    screen.dispatch(BackupCommand::ReopenJournal);
                    return true;
                }
                Some(Err(error)) => {
                    self.stage = Stage::List;
                    self.show_error(&error);
                }
            },
            Stage::List | Stage::Preview(_) | Stage::OtherJournal(_) => {}
        }
        false
    }

    fn show_error(&mut self, error: &BackupError) {
        let error = error.user_facing_error();
        self.error = Some(format!("{} {} {}", error.problem, error.reassurance, error.remedy));
    }

    fn start_comparing(&mut self, ctx: &Context, screen: &ScreenContext<'_>, path: PathBuf) {
        self.error = None;
        let (journal, db) = (screen.journal.path().to_owned(), screen.journal.open_reader());
        let (permission, file, damage) = (self.permission, path.clone(), screen.journal.damage_reporter());
        let started = BackgroundJob::start("compare a backup", ctx, move |progress| {
            let inspection = verify(&file, &journal, permission)?;
            let comparison = compare(&file, &db?, progress).inspect_err(|error| {
                if let Some(error) = error.store_error() {
                    damage.report(error);
                }
            })?;
            Ok((inspection, comparison))
        });
        match started {
            Ok(job) => self.stage = Stage::Comparing(path, job),
            Err(error) => self.error = Some(error.to_string()),
        }
    }

    /// Restores what was chosen. Returns whether the dialog is done.
    fn restore(&mut self, screen: &mut ScreenContext<'_>) -> bool {
        let Stage::Preview(preview) = &self.stage else { return false };
        if preview.only_chosen {
            let change: Change = preview.comparison.restore_change(&preview.chosen);
            screen.dispatch(BackupCommand::RestoreEntries(Box::new(change)));
            return true;
        }
        // What is being typed stays as a draft of the restored journal.
        screen.drafts.save_all(screen.journal);
        self.stage = Stage::Storing(preview.path.clone(), screen.journal.begin_flush());
        false
    }

    fn start_restoring(&mut self, ctx: &Context, screen: &ScreenContext<'_>, path: PathBuf) {
        let journal = screen.journal.path().to_owned();
        let (default, permission) = (self.default_folder.clone(), self.permission);
        let now = Moment::from(&screen.journal.now());
        let started = BackgroundJob::start("restore a backup", ctx, move |progress| {
            restore_journal(&path, &journal, Some(&default), permission, &now, progress)
        });
        match started {
            Ok(job) => self.stage = Stage::Restoring(job),
            Err(error) => (self.stage, self.error) = (Stage::List, Some(error.to_string())),
        }
    }

    fn show_body(&mut self, ui: &mut Ui, screen: &ScreenContext<'_>) -> Option<Choice> {
        let t = Tokens::of(ui);
        if let Some(error) = &self.error {
            ui.add(Label::new(text::small(error).color(t.kind_ink(Tone::Flag))).wrap());
        }
        match &mut self.stage {
            Stage::Listing(_) => {
                ui.label(text::body("Reading your backups…").color(t.ink_soft));
                None
            }
            Stage::List => self.show_list(ui, screen),
            Stage::Comparing(_, job) => {
                percent_bar(ui, job.done_and_total(), "compared");
                None
            }
            Stage::Locked(backup) => backup.show(ui),
            Stage::Preview(preview) => {
                preview.show(ui, screen.today);
                None
            }
            Stage::OtherJournal(path) => {
                let problem = BackupError::OtherJournal(path.clone()).user_facing_error();
                ui.add(Label::new(text::body(&problem.problem).color(t.ink)).wrap());
                let detail = "Everything in this journal would be replaced with what is in that one.";
                ui.add(Label::new(text::small(detail).color(t.ink_soft)).wrap());
                None
            }
            Stage::Storing(..) => {
                ui.label(text::body("Saving what you’re writing…").color(t.ink_soft));
                None
            }
            Stage::Restoring(job) => {
                match job.done_and_total() {
                    (_, 0) => drop(ui.label(text::body("Checking the backup…").color(t.ink_soft))),
                    (done, total) if done < total => percent_bar(ui, (done, total), "of your journal backed up first"),
                    _ => drop(ui.label(text::body("Your journal is backed up. Restoring…").color(t.ink_soft))),
                }
                None
            }
        }
    }

    fn show_list(&mut self, ui: &mut Ui, screen: &ScreenContext<'_>) -> Option<Choice> {
        let t = Tokens::of(ui);
        let mut choice = None;
        if self.backups.is_empty() {
            ui.label(text::body("There are no backups of this journal yet.").color(t.ink_soft));
        }
        for (index, backup) in self.backups.iter().take(MAX_LISTED).enumerate() {
            if index > 0 {
                divider(ui);
            }
            if ui.push_id(index, |ui| show_backup(ui, screen, backup)).inner {
                choice = Some(Choice::Preview(backup.path.clone()));
            }
        }
        ui.add_space(4.0);
        let (_, clicked) = self.path_field.show(ui, "Or another file", "", None, &["Browse…", "Preview"]);
        self.path_field.show_message(ui);
        match clicked {
            Some(0) => choice = Some(Choice::ChooseFile),
            Some(_) if !self.path_field.path.trim().is_empty() => {
                choice = Some(Choice::Preview(paths::resolve_user_path(&self.path_field.path)));
            }
            _ => {}
        }
        choice
    }
}

/// Returns whether the backup was chosen.
fn show_backup(ui: &mut Ui, screen: &ScreenContext<'_>, backup: &BackupFile) -> bool {
    let t = Tokens::of(ui);
    let manifest = &backup.manifest;
    let when = made_at(&manifest.made_at, screen.today);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), 28.0), Layout::right_to_left(Align::Center), |ui| {
        let preview = ui.add(Button::plain("Preview").small());
        preview.widget_info(|| {
            eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Button, true, format!("Preview: {when}"))
        });
        let entries = if manifest.entries == 1 { "entry" } else { "entries" };
        let content = format!("{} {entries} · {}", text::group_digits(manifest.entries), file_size(backup.size));
        ui.label(text::fine(content).color(t.ink_faint));
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.label(text::body(&when).color(t.ink));
            let why = reason(manifest.reason);
            if !why.is_empty() {
                ui.label(text::fine(why).color(t.ink_soft));
            }
        });
        preview.clicked()
    })
    .inner
}

fn take<T: Send + 'static>(job: &mut Job<T>) -> Option<Result<T, BackupError>> {
    let result = job.poll()?;
    let path = Path::new("").to_owned();
    Some(result.unwrap_or_else(|source| Err(StoreError::Io { path, source }.into())))
}

/// The buttons of a stage.
enum Footer {
    Close,
    Wait,
    AllowOther(PathBuf),
    Unlock { is_enabled: bool },
    Restore { is_enabled: bool, label: String },
}

impl Stage {
    fn footer(&self) -> Footer {
        match self {
            Self::Listing(_) | Self::List | Self::Comparing(..) => Footer::Close,
            Self::Storing(..) | Self::Restoring(_) => Footer::Wait,
            Self::OtherJournal(path) => Footer::AllowOther(path.clone()),
            Self::Locked(backup) => Footer::Unlock { is_enabled: backup.is_ready() },
            Self::Preview(preview) => {
                Footer::Restore { is_enabled: preview.can_restore(), label: preview.restore_label() }
            }
        }
    }
}

impl Footer {
    fn show(self, ui: &mut Ui) -> Option<Choice> {
        match self {
            Self::Close => ui.add(Button::plain("Close")).clicked().then_some(Choice::Close),
            Self::Wait => None,
            Self::AllowOther(path) => {
                let back = ui.add(Button::primary("Back")).clicked();
                let allow = ui.add(Button::plain("Show it anyway")).clicked();
                if allow { Some(Choice::AllowOther(path)) } else { back.then_some(Choice::Back) }
            }
            Self::Unlock { is_enabled } => {
                let unlock = ui.add_enabled(is_enabled, Button::primary("Unlock")).clicked();
                let back = ui.add(Button::plain("Back")).clicked();
                if unlock { Some(Choice::Unlock) } else { back.then_some(Choice::Back) }
            }
            Self::Restore { is_enabled, label } => {
                let restore = ui.add_enabled(is_enabled, Button::primary(label)).clicked();
                let back = ui.add(Button::plain("Back")).clicked();
                if restore { Some(Choice::Restore) } else { back.then_some(Choice::Back) }
            }
        }
    }
}
