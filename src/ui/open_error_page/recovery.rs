//! Recovering a damaged journal: where to, the progress, and what could not be had.

use std::path::{Path, PathBuf};

use eframe::egui::{Label, Ui};
use jiff::civil::Date;

use super::{OpenErrorAction, StepOutcome, folder_of, show_error_card};
use crate::{
    domain::{moment::Moment, recovery::RecoveryReport},
    journal::clock::Clock,
    store::{RecoverError, StoreError, recover},
    ui::{
        background_job::BackgroundJob,
        dialog::path_field::PathField,
        file_picker::PickerMode,
        text,
        tokens::Tokens,
        widget::{
            button::Button,
            card::card,
            heading::{page_title, section_title},
            progress::percent_bar,
        },
    },
    wording::{
        recovery::{describe_damage, describe_loss, describe_recovered},
        user_error::UserFacingError,
    },
};

/// The recovery of a journal.
pub(super) struct RecoveryStep {
    target: PathField,
    error: Option<UserFacingError>,
    state: State,
}

enum State {
    ChooseTarget,
    Running { target: PathBuf, today: Date, job: BackgroundJob<Result<RecoveryReport, RecoverError>> },
    Done { target: PathBuf, lines: Vec<String>, summary: Vec<String> },
}

impl RecoveryStep {
    /// Suggests a file beside the damaged one.
    pub(super) fn new(damaged: &Path) -> Self {
        let stem = damaged.file_stem().unwrap_or_default().to_string_lossy();
        let target = damaged.with_file_name(format!("{stem} recovered.rapport"));
        Self { target: PathField::with_path(&target), error: None, state: State::ChooseTarget }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, damaged: &Path, clock: &dyn Clock) -> StepOutcome {
        self.poll();
        match &self.state {
            State::ChooseTarget => self.show_target(ui, damaged, clock),
            State::Running { job, .. } => {
                page_title(ui, Label::new(text::heading("Recovering your journal").color(Tokens::of(ui).ink)));
                ui.add_space(8.0);
                percent_bar(ui, job.done_and_total(), "read");
                ui.add_space(8.0);
                if ui.add(Button::plain("Stop")).clicked() {
                    job.stop();
                }
                StepOutcome::Stay
            }
            State::Done { target, lines, summary } => show_result(ui, target, summary, lines),
        }
    }

    fn show_target(&mut self, ui: &mut Ui, damaged: &Path, clock: &dyn Clock) -> StepOutcome {
        let t = Tokens::of(ui);
        page_title(ui, Label::new(text::heading("Recover your journal").color(t.ink)));
        ui.add_space(8.0);
        let explanation = "Everything that can still be read goes into a new journal. The damaged file is only \
                           read. Afterwards you see what is missing.";
        ui.label(text::body(explanation).color(t.ink_soft));
        ui.add_space(8.0);
        if let Some(path) = self.target.poll_picker() {
            self.target.path = path.display().to_string();
        }
        let (_, clicked) = self.target.show(ui, "Save the recovered journal as", "", None, &["Browse…"]);
        self.target.show_message(ui);
        if clicked.is_some() {
            let path = self.target.resolved_path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            self.target.browse(ui.ctx(), "Save the recovered journal", folder_of(&path), PickerMode::Save(name));
        }
        if let Some(error) = &self.error {
            ui.add_space(8.0);
            show_error_card(ui, error);
        }
        ui.add_space(10.0);
        let mut outcome = StepOutcome::Stay;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let is_named = !self.target.path.trim().is_empty();
            if ui.add_enabled(is_named, Button::primary("Recover")).clicked() {
                self.start(ui, damaged, clock);
            }
            if ui.add(Button::plain("Back")).clicked() {
                outcome = StepOutcome::Back;
            }
        });
        outcome
    }

    fn start(&mut self, ui: &Ui, damaged: &Path, clock: &dyn Clock) {
        self.error = None;
        let now = clock.now();
        let (target, today) = (self.target.resolved_path(), now.date());
        let (damaged, new, now) = (damaged.to_owned(), target.clone(), Moment::from(&now));
        let job = BackgroundJob::start("recovery", ui.ctx(), move |progress| recover(&damaged, &new, &now, progress));
        match job {
            Ok(job) => self.state = State::Running { target, today, job },
            Err(source) => self.error = Some(StoreError::Io { path: target, source }.user_facing_error()),
        }
    }

    fn poll(&mut self) {
        let State::Running { target, today, job } = &mut self.state else { return };
        let Some(result) = job.poll() else { return };
        let finished = result.unwrap_or_else(|source| Err(StoreError::Io { path: target.clone(), source }.into()));
        self.state = match finished {
            Ok(report) => {
                let summary = std::iter::once(describe_recovered(&report)).chain(describe_damage(&report)).collect();
                let lines = report.losses.iter().map(|loss| describe_loss(loss, *today)).collect();
                State::Done { target: target.clone(), lines, summary }
            }
            Err(error) => {
                self.error = Some(error.user_facing_error());
                State::ChooseTarget
            }
        };
    }
}

fn show_result(ui: &mut Ui, target: &Path, summary: &[String], losses: &[String]) -> StepOutcome {
    let t = Tokens::of(ui);
    page_title(ui, Label::new(text::heading("Your journal was recovered").color(t.ink)));
    ui.add_space(8.0);
    for sentence in summary {
        ui.label(text::body(sentence).color(t.ink));
    }
    ui.label(text::fine(target.display().to_string()).color(t.ink_faint));
    ui.add_space(10.0);
    let mut outcome = StepOutcome::Stay;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        if ui.add(Button::primary("Open the recovered journal")).clicked() {
            outcome = StepOutcome::Act(OpenErrorAction::OpenFile(target.to_owned()));
        }
        if ui.add(Button::plain("Back")).clicked() {
            outcome = StepOutcome::Back;
        }
    });
    ui.add_space(12.0);
    if losses.is_empty() {
        ui.label(text::body("Nothing is missing.").color(t.ink));
    } else {
        section_title(ui, Label::new(text::section("Missing or uncertain").color(t.ink)));
        ui.add_space(4.0);
        card(ui, |ui| {
            for loss in losses {
                ui.label(text::body(loss).color(t.ink));
            }
        });
    }
    outcome
}
