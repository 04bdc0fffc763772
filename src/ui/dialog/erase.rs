//! Erasing for good: chooses what, says exactly what goes, and asks before anything is erased.

use eframe::egui::{Context, Id, Ui};

use super::date_field::{self, DateRangeKind};
use crate::{
    domain::erase::{EraseRequest, EraseScope, EraseSummary},
    store::StoreError,
    ui::{
        action::Action,
        background_job::BackgroundJob,
        screen_context::ScreenContext,
        text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, segmented::segmented},
    },
    wording::erase,
};

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
}

/// What the request would erase.
enum Plan {
    None,
    Reading(BackgroundJob<Result<EraseSummary, StoreError>>),
    Ready(EraseSummary),
    Failed(String),
}

impl EraseDialog {
    /// Opens it for these records, or to choose what to erase.
    pub fn open(scope: Option<EraseScope>) -> Self {
        let choice = if scope.is_none() { Some(Choice::Trash) } else { None };
        let request = Some(EraseRequest::new(scope.unwrap_or(EraseScope::Trash)));
        Self { choice, day: String::new(), day_error: None, request, read_for: None, plan: Plan::None }
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        self.update_plan(ctx, screen);
        let can_erase = matches!(&self.plan, Plan::Ready(summary) if !summary.is_empty());
        let output = Dialog::new(Id::unique("erase"), "Erase for good").width(520.0).show(
            ctx,
            |ui| {
                ui.spacing_mut().item_spacing.y = 8.0;
                let before = (self.choice, self.day.clone());
                self.show_choice(ui, screen);
                if before != (self.choice, self.day.clone()) {
                    self.update_request(screen);
                }
                self.show_plan(ui);
            },
            |ui| {
                let cancel = ui.add(Button::primary("Cancel")).clicked();
                let erase = ui.add_enabled(can_erase, Button::plain("Erase for good").warn(true)).clicked();
                (cancel, erase)
            },
        );
        let (cancel, erase) = output.buttons;
        // What is erased is what was shown.
        let shown = self.read_for.as_ref().map(|(request, _)| request);
        if erase && let Some(request) = self.request.take_if(|request| shown == Some(&*request)) {
            screen.dispatch(Action::Erase(request));
        }
        cancel || erase || output.closed
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

    /// Reads what goes, on another thread: it may be a whole history.
    fn update_plan(&mut self, ctx: &Context, screen: &ScreenContext<'_>) {
        let wanted = self.request.clone().map(|request| (request, screen.journal.generation()));
        if wanted != self.read_for {
            self.plan = wanted.clone().map_or(Plan::None, |(request, _)| start_reading(ctx, screen, request));
            self.read_for = wanted;
        }
        if let Plan::Reading(job) = &mut self.plan
            && let Some(result) = job.poll()
        {
            self.plan = match result {
                Ok(Ok(summary)) => Plan::Ready(summary),
                Ok(Err(error)) => Plan::Failed(error.to_string()),
                Err(error) => Plan::Failed(error.to_string()),
            };
        }
    }

    fn show_plan(&self, ui: &mut Ui) {
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
                ui.label(text::small(erase::CANNOT_BE_UNDONE).color(t.ink_soft));
                ui.label(text::small(erase::BACKUPS_KEEP_IT).color(t.ink_soft));
            }
            (Plan::Ready(_), _) => {
                ui.label(text::body("There is nothing to erase.").color(t.ink_soft));
            }
            (Plan::Reading(_), _) => {
                ui.label(text::body("Looking what this would erase…").color(t.ink_soft));
            }
            (Plan::Failed(error), _) => {
                ui.label(text::body(error).color(t.ink));
            }
            (Plan::None, _) => {
                ui.label(text::body("Enter a day to see what would go.").color(t.ink_soft));
            }
        }
    }
}

fn start_reading(ctx: &Context, screen: &ScreenContext<'_>, request: EraseRequest) -> Plan {
    let started = screen.journal.open_reader().and_then(|db| {
        let work = move |_: &mut crate::journal::progress::ProgressFn<'_>| {
            db.snapshot(|db| Ok(db.erase_targets(&request)?.summary().clone()))
        };
        let path = screen.journal.path().to_owned();
        BackgroundJob::start("erase plan", ctx, work).map_err(|source| StoreError::Io { path, source })
    });
    started.map_or_else(|error| Plan::Failed(error.to_string()), Plan::Reading)
}
