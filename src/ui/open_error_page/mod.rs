//! The page shown when a journal cannot be opened: what happened, what is safe, and the ways on:
//! try again, open it for reading only, recover it, restore a backup, or choose another file.

mod backups;
mod recovery;

use std::path::{Path, PathBuf};

use eframe::egui::{Align, CentralPanel, Context, Frame, Label, Layout, ScrollArea, Ui, vec2};

use self::{backups::BackupStep, recovery::RecoveryStep};
use super::{
    dialog::path_field::PathField,
    file_picker::PickerMode,
    icons, text,
    tokens::{Tokens, Tone},
    widget::{button::Button, card::card, heading::page_title, scroll},
};
use crate::{journal::clock::Clock, store::StoreError, wording::user_error::UserFacingError};

/// The width of the content.
const WIDTH: f32 = 560.0;

/// What the page asks the app to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenErrorAction {
    /// Open the same journal again.
    Retry,
    /// Open it for reading only.
    OpenReadOnly,
    /// Open this journal instead.
    OpenFile(PathBuf),
}

/// A way to get a damaged journal back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Recover what can still be read.
    Recover,
    /// Restore a backup.
    RestoreBackup,
}

/// The page of a journal that cannot be opened.
pub struct OpenErrorPage {
    path: PathBuf,
    /// The default folder of its backups.
    backups: Option<PathBuf>,
    heading: &'static str,
    error: UserFacingError,
    ways: Ways,
    step: Step,
}

/// Which ways on the error leaves, besides trying again and choosing another file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Ways {
    read_only: bool,
    recover: bool,
    restore: bool,
}

impl Ways {
    fn after(error: &StoreError) -> Self {
        use StoreError as Error;
        let is_unreadable = matches!(
            error,
            Error::NotAJournal(_) | Error::Sqlite(_) | Error::InvalidRecord(_) | Error::LogWithoutJournal(_)
        );
        let is_damaged = error.is_damage() || is_unreadable;
        Self {
            read_only: error.is_damage() || matches!(error, Error::UpgradeStopped),
            recover: is_damaged,
            restore: is_damaged || matches!(error, Error::Empty(_) | Error::NotFound(_)),
        }
    }
}

/// What is shown below the error.
enum Step {
    Choices,
    ChooseFile(PathField),
    Recovery(RecoveryStep),
    Backups(BackupStep),
}

/// What a step asks the page to do.
enum StepOutcome {
    Stay,
    Back,
    Act(OpenErrorAction),
}

impl OpenErrorPage {
    /// The page of an error of the file at `path`, whose backups are in the folder `backups` by
    /// default.
    pub fn new(path: &Path, backups: Option<PathBuf>, error: &StoreError) -> Self {
        let page = Self::without_remedies(path, error.user_facing_error());
        let heading = match error {
            StoreError::UpgradeStopped => "Your journal was not updated",
            _ => page.heading,
        };
        Self { ways: Ways::after(error), backups, heading, ..page }
    }

    /// The page of another error.
    pub fn without_remedies(path: &Path, error: UserFacingError) -> Self {
        let heading = "Your journal couldn’t be opened";
        Self { path: path.to_owned(), backups: None, heading, error, ways: Ways::default(), step: Step::Choices }
    }

    /// The page of a journal that turned out to be damaged while it was open, with the remedy that
    /// was chosen.
    pub fn of_damage(path: &Path, backups: Option<PathBuf>, remedy: Remedy, ctx: &Context) -> Self {
        let mut page = Self::new(path, backups, &StoreError::Corrupt(path.to_owned()));
        page.heading = "Your journal is damaged";
        page.begin(remedy, ctx);
        page
    }

    fn begin(&mut self, remedy: Remedy, ctx: &Context) {
        self.step = match remedy {
            Remedy::Recover => Step::Recovery(RecoveryStep::new(&self.path)),
            Remedy::RestoreBackup => Step::Backups(BackupStep::new(ctx, &self.path, self.backups.clone())),
        };
    }

    /// Shows the page.
    pub fn show(&mut self, ui: &mut Ui, clock: &dyn Clock) -> Option<OpenErrorAction> {
        let frame = Frame::new().fill(Tokens::of(ui).page);
        let page = CentralPanel::default().frame(frame).show(ui, |ui| {
            // Inside, the height is without a limit.
            let size = ui.available_size();
            scroll::show(ui, ScrollArea::vertical().auto_shrink(false), |ui| {
                let width = WIDTH.min(size.x - 56.0);
                ui.add_space(size.y * if matches!(self.step, Step::Choices) { 0.2 } else { 0.08 });
                ui.horizontal_top(|ui| {
                    ui.add_space(((size.x - width) / 2.0).floor());
                    let column = Layout::top_down(Align::Min);
                    ui.allocate_ui_with_layout(vec2(width, 0.0), column, |ui| self.show_content(ui, clock)).inner
                })
                .inner
            })
        });
        page.inner.inner
    }

    fn show_content(&mut self, ui: &mut Ui, clock: &dyn Clock) -> Option<OpenErrorAction> {
        ui.set_width(ui.available_width());
        let outcome = match &mut self.step {
            Step::Choices => {
                show_error(ui, self.heading, &self.error, &self.path);
                return self.show_choices(ui);
            }
            Step::ChooseFile(field) => show_file_choice(ui, field),
            Step::Recovery(step) => step.show(ui, &self.path, clock),
            Step::Backups(step) => step.show(ui, &self.path, clock),
        };
        match outcome {
            StepOutcome::Stay => None,
            StepOutcome::Back => {
                self.step = Step::Choices;
                None
            }
            StepOutcome::Act(action) => Some(action),
        }
    }

    fn show_choices(&mut self, ui: &mut Ui) -> Option<OpenErrorAction> {
        let mut action = None;
        ui.add_space(10.0);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
            // The most likely way on comes first.
            if self.ways.recover && ui.add(Button::primary("Recover…")).clicked() {
                self.begin(Remedy::Recover, ui.ctx());
            }
            let retry = if self.ways.recover { Button::plain("Try again") } else { Button::primary("Try again") };
            if self.ways.restore && ui.add(Button::plain("Restore a backup…")).clicked() {
                self.begin(Remedy::RestoreBackup, ui.ctx());
            }
            if self.ways.read_only && ui.add(Button::plain("Open read-only")).clicked() {
                action = Some(OpenErrorAction::OpenReadOnly);
            }
            if ui.add(Button::plain("Choose another file…")).clicked() {
                let mut field = PathField::default();
                field.browse(ui.ctx(), "Open a journal", folder_of(&self.path), PickerMode::File);
                self.step = Step::ChooseFile(field);
            }
            if ui.add(retry).clicked() {
                action = Some(OpenErrorAction::Retry);
            }
        });
        action
    }
}

fn show_error(ui: &mut Ui, heading: &str, error: &UserFacingError, path: &Path) {
    let t = Tokens::of(ui);
    page_title(ui, Label::new(text::heading(heading).color(t.ink)));
    ui.add_space(8.0);
    show_error_card(ui, error);
    ui.add_space(4.0);
    ui.label(text::fine(path.display().to_string()).color(t.ink_faint));
}

/// The three lines of an error in a card.
fn show_error_card(ui: &mut Ui, error: &UserFacingError) {
    let t = Tokens::of(ui);
    card(ui, |ui| {
        ui.label(text::body(format!("{} {}", icons::WARNING, error.problem)).color(t.kind_ink(Tone::Flag)));
        ui.label(text::body(format!("{} {}", icons::SHIELD, error.reassurance)).color(t.ink));
        ui.label(text::body(format!("{} {}", icons::ARROW_RIGHT, error.remedy)).color(t.ink));
    });
}

fn show_file_choice(ui: &mut Ui, field: &mut PathField) -> StepOutcome {
    page_title(ui, Label::new(text::heading("Open another journal").color(Tokens::of(ui).ink)));
    ui.add_space(8.0);
    if let Some(path) = field.poll_picker() {
        field.path = path.display().to_string();
    }
    let (_, clicked) = field.show(ui, "Journal", "journal.rapport", None, &["Browse…"]);
    field.show_message(ui);
    if clicked.is_some() {
        let folder = field.resolved_path();
        field.browse(ui.ctx(), "Open a journal", folder_of(&folder), PickerMode::File);
    }
    ui.add_space(10.0);
    let mut outcome = StepOutcome::Stay;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let is_named = !field.path.trim().is_empty();
        if ui.add_enabled(is_named, Button::primary("Open")).clicked() {
            outcome = StepOutcome::Act(OpenErrorAction::OpenFile(field.resolved_path()));
        }
        if ui.add(Button::plain("Back")).clicked() {
            outcome = StepOutcome::Back;
        }
    });
    outcome
}

fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}
