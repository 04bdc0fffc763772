//! The import dialog: choose a source, preview it and map its people, then import.

mod ambiguities;
mod columns;
mod diagnostics_list;
mod job;
mod people_mapping;
mod person_row;
mod preview;

use std::{
    collections::HashMap,
    mem::{Discriminant, discriminant},
    path::{Path, PathBuf},
    sync::Arc,
};

use eframe::egui::{Context, Id, Label, Ui};

use self::{
    diagnostics_list::DiagnosticsList,
    job::{ImportRead, ImportRequest},
    people_mapping::normalize_name,
    preview::{ImportPreview, format_count},
};
use super::path_field::PathField;
use crate::{
    domain::{
        id::PersonId,
        upcoming::{UpcomingMeeting, upcoming_meetings},
    },
    import::{Diagnostic, ImportError, source::SourceFormat},
    journal::{change::ChangeError, paths, progress::Progress},
    store::PersonSummary,
    ui::{
        action::{CalendarCommand, HistoryCommand, ImportSubmission, Navigation},
        background_job::BackgroundJob,
        file_picker::PickerMode,
        icons,
        route::{Route, Tab},
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::Tokens,
        widget::{
            button::Button,
            dialog::Dialog,
            progress::{percent_bar, progress_bar},
            radio_group::radio_group,
        },
    },
};

/// The name of the setting with the path of the calendar imported last.
pub const CALENDAR_SETTING: &str = "calendar";

const TITLE: &str = "Import";
const WIDTH: f32 = 720.0;
/// Seconds before the progress of a read is shown.
const PROGRESS_DELAY_S: f64 = 0.3;

const FORMATS: [(SourceFormat, &str); 4] = [
    (SourceFormat::Markdown, "Notes (Markdown)"),
    (SourceFormat::Csv, "Table (CSV)"),
    (SourceFormat::Ics, "Calendar (.ics)"),
    (SourceFormat::Json, "Rapport journal (JSON)"),
];

/// The name of a format at the beginning of a line.
fn format_label(format: SourceFormat) -> &'static str {
    match format {
        SourceFormat::Markdown => "Notes",
        SourceFormat::Csv => "Table",
        SourceFormat::Ics => "Calendar",
        SourceFormat::Json => "Journal",
    }
}

/// The name of the format guessed from a path, within a sentence.
pub fn format_description(path: &Path) -> Option<&'static str> {
    SourceFormat::guess(path).map(SourceFormat::label)
}

/// The progress of a read: of notes by files, of other formats by bytes.
fn show_read_progress(ui: &mut Ui, format: SourceFormat, progress: (u64, u64)) {
    match format {
        SourceFormat::Markdown => progress_bar(ui, progress, "files read"),
        SourceFormat::Csv | SourceFormat::Json | SourceFormat::Ics => percent_bar(ui, progress, "read"),
    }
}

/// The import dialog.
pub struct ImportDialog {
    path_field: PathField,
    /// The path that `format` was guessed from.
    guessed_for: String,
    format: Option<SourceFormat>,
    error: Option<String>,
    stage: ImportStage,
    /// The stage that was shown last.
    shown_stage: Option<Discriminant<ImportStage>>,
}

/// The stage of the import.
enum ImportStage {
    Form,
    Reading { request: ImportRequest, job: BackgroundJob<Result<ImportRead, ImportError>>, since: f64 },
    Preview(Box<ImportPreview>),
    Importing { preview: Box<ImportPreview>, progress: Arc<Progress> },
    Done(ImportDone),
}

/// The result of an import.
struct ImportDone {
    summary: String,
    /// The calendar that was imported, if it was one.
    calendar: Option<PathBuf>,
    /// Whom of the imported people you meet next.
    next_person: Option<(PersonId, String)>,
    diagnostics: Vec<Diagnostic>,
    diagnostics_list: DiagnosticsList,
}

/// What was chosen in this frame.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DialogChoice {
    Read,
    StartOver,
    Import,
    Stop,
    Undo,
    Prepare(PersonId),
    Follow,
    Close,
}

impl ImportDialog {
    /// Opens it; a `path` whose format can be guessed is read at once.
    pub fn open(path: Option<PathBuf>, ctx: &Context, screen: &ScreenContext<'_>) -> Self {
        let mut import = Self {
            path_field: PathField::default(),
            guessed_for: String::new(),
            format: None,
            error: None,
            stage: ImportStage::Form,
            shown_stage: None,
        };
        if let Some(path) = path {
            import.on_picked(&path, ctx, screen);
        }
        import
    }

    /// Whether an import is running.
    pub fn is_importing(&self) -> bool {
        matches!(self.stage, ImportStage::Importing { .. })
    }

    /// Handles the result of an import.
    pub fn on_import_finished(&mut self, result: Result<(), ChangeError>, screen: &mut ScreenContext<'_>) {
        match std::mem::replace(&mut self.stage, ImportStage::Form) {
            ImportStage::Importing { mut preview, .. } => {
                self.stage = match result {
                    Ok(()) => ImportStage::Done(ImportDone::from_preview(*preview, screen)),
                    Err(error) => {
                        preview.show_change_error(&error);
                        ImportStage::Preview(preview)
                    }
                };
            }
            stage => self.stage = stage,
        }
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        self.poll(ctx, screen);
        let note = match self.stage {
            ImportStage::Form | ImportStage::Reading { .. } => "Nothing changes until you import.",
            ImportStage::Preview(_) => "You can undo this.",
            ImportStage::Importing { .. } => "If you stop, nothing is imported.",
            ImportStage::Done(_) => "",
        };
        let buttons = FooterButtons::for_stage(&self.stage, !self.path_field.is_picker_open());
        // The widgets of the previous stage are gone with the focus: Enter continues from stage to
        // stage.
        let stage = discriminant(&self.stage);
        let stage_changed = self.shown_stage.replace(stage).is_some_and(|shown| shown != stage);
        let output = Dialog::new(Id::unique("import"), TITLE).width(WIDTH).note(note).show(
            ctx,
            |ui| {
                // Before the focused widget handles Enter.
                let submitted = Shortcut::SubmitDialog.consume(ui);
                let choice = self.show_body(ui, screen);
                submitted.then_some(buttons.main).flatten().or(choice)
            },
            |ui| buttons.show(ui, stage_changed),
        );
        let choice = output.body.or(output.buttons);
        if self.is_importing() && (output.closed || choice == Some(DialogChoice::Stop)) {
            // Closing stops the import; its result is still shown.
            if let ImportStage::Importing { progress, .. } = &self.stage {
                progress.cancel();
            }
            return false;
        }
        let closes = self.apply_choice(choice, ctx, screen) || output.closed;
        if closes {
            self.cancel();
        }
        closes
    }

    /// Executes the choice; returns whether the dialog is to be closed.
    fn apply_choice(&mut self, choice: Option<DialogChoice>, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        match choice {
            Some(DialogChoice::Read) => self.start_read(ctx, screen),
            Some(DialogChoice::StartOver | DialogChoice::Stop) => self.cancel(),
            Some(DialogChoice::Import) => self.start_import(screen),
            Some(DialogChoice::Undo) => {
                screen.dispatch(HistoryCommand::Undo);
                return true;
            }
            Some(DialogChoice::Prepare(person)) => {
                screen.dispatch(Navigation::OpenPage(Route::Person(person, Tab::Prepare)));
                return true;
            }
            Some(DialogChoice::Follow) => {
                if let ImportStage::Done(ImportDone { calendar: Some(path), .. }) = &self.stage {
                    screen.dispatch(CalendarCommand::Follow(path.clone()));
                }
                return true;
            }
            Some(DialogChoice::Close) => return true,
            None => {}
        }
        false
    }

    /// Goes back to the form and abandons a running read.
    fn cancel(&mut self) {
        match std::mem::replace(&mut self.stage, ImportStage::Form) {
            ImportStage::Reading { job, .. } => job.detach(),
            ImportStage::Preview(preview) => preview.cancel(),
            ImportStage::Form | ImportStage::Importing { .. } | ImportStage::Done(_) => {}
        }
    }

    /// Polls the file dialog and the threads.
    fn poll(&mut self, ctx: &Context, screen: &ScreenContext<'_>) {
        if let Some(path) = self.path_field.poll_picker() {
            self.on_picked(&path, ctx, screen);
        }
        match &mut self.stage {
            ImportStage::Reading { request, job, .. } => {
                let Some(result) = job.poll() else { return };
                let path = request.path.clone();
                match result.unwrap_or_else(|source| Err(ImportError::Io { path, source })) {
                    Ok(read) => self.stage = ImportStage::Preview(Box::new(ImportPreview::new(request.clone(), read))),
                    Err(error) => self.show_error(&error),
                }
            }
            ImportStage::Preview(preview) => preview.poll(ctx, screen),
            ImportStage::Form | ImportStage::Importing { .. } | ImportStage::Done(_) => {}
        }
    }

    fn show_error(&mut self, error: &ImportError) {
        self.cancel();
        if matches!(error, ImportError::Cancelled) {
            return;
        }
        let user_error = error.user_facing_error();
        self.error = Some(format!("{} {} {}", user_error.problem, user_error.reassurance, user_error.remedy));
    }

    /// A file or folder was chosen, or dropped on the window.
    fn on_picked(&mut self, path: &Path, ctx: &Context, screen: &ScreenContext<'_>) {
        self.path_field = PathField::with_path(path);
        self.guess_format();
        if self.format.is_some() {
            self.start_read(ctx, screen);
        } else {
            let name = job::file_name(path);
            self.error = Some(format!("Rapport can’t tell what {name} is. Choose a format below."));
        }
    }

    /// Guesses the format when the path has changed.
    fn guess_format(&mut self) {
        if self.guessed_for != self.path_field.path {
            self.guessed_for.clone_from(&self.path_field.path);
            self.format = SourceFormat::guess(&self.path_field.resolved_path());
            self.error = None;
        }
    }

    fn start_read(&mut self, ctx: &Context, screen: &ScreenContext<'_>) {
        if self.path_field.path.trim().is_empty() {
            self.error = Some("Choose a file or folder.".to_owned());
            return;
        }
        let path = self.path_field.resolved_path();
        if !path.exists() {
            self.show_error(&ImportError::NotFound(path));
            return;
        }
        let Some(format) = self.format else {
            self.error = Some("Choose a format below.".to_owned());
            return;
        };
        (self.error, self.path_field.message) = (None, None);
        let request = ImportRequest {
            path: self.path_field.resolved_path(),
            format,
            day_order: None,
            mapping: None,
            about_person: None,
        };
        match job::start_read(ctx, screen, request.clone(), HashMap::new()) {
            Ok(job) => self.stage = ImportStage::Reading { request, job, since: ctx.input(|input| input.time) },
            Err(error) => self.show_error(&error),
        }
    }

    fn start_import(&mut self, screen: &mut ScreenContext<'_>) {
        match std::mem::replace(&mut self.stage, ImportStage::Form) {
            ImportStage::Preview(preview) => {
                let Some(bundle) = preview.ready_bundle().map(Arc::clone) else {
                    self.stage = ImportStage::Preview(preview);
                    return;
                };
                let progress = Arc::<Progress>::default();
                let calendar = (preview.request.format == SourceFormat::Ics).then(|| preview.request.path.clone());
                screen.dispatch(ImportSubmission { bundle, progress: Arc::clone(&progress), calendar_path: calendar });
                self.stage = ImportStage::Importing { preview, progress };
            }
            stage => self.stage = stage,
        }
    }

    fn show_body(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) -> Option<DialogChoice> {
        match &mut self.stage {
            ImportStage::Form => self.show_form(ui),
            ImportStage::Reading { request, job, since } => {
                let t = Tokens::of(ui);
                ui.label(text::body(format!("Reading {}…", request.name())).color(t.ink));
                if ui.input(|input| input.time) - *since > PROGRESS_DELAY_S {
                    show_read_progress(ui, request.format, job.done_and_total());
                }
                None
            }
            ImportStage::Preview(preview) => {
                preview.show(ui, screen);
                None
            }
            ImportStage::Importing { progress, .. } => {
                progress_bar(ui, progress.done_and_total(), "items");
                // The writer reports only the end; progress has to be polled.
                ui.ctx().request_repaint_after(std::time::Duration::from_millis(100));
                None
            }
            ImportStage::Done(done) => {
                done.show(ui);
                None
            }
        }
    }

    fn show_form(&mut self, ui: &mut Ui) -> Option<DialogChoice> {
        let t = Tokens::of(ui);
        let intro = "Notes, a table, a calendar or another Rapport journal. You’ll see a preview first.";
        ui.add(Label::new(text::small(intro).color(t.ink_soft)).wrap());
        let error = self.error.clone();
        let (field, browse) =
            self.path_field.show(ui, "From", "/home/you/Notes", error.as_deref(), &["File…", "Folder…"]);
        if field.changed() {
            self.guess_format();
        }
        let entered = field.lost_focus() && Shortcut::SubmitField.is_pressed(ui);
        if let Some(index) = browse {
            let folder = self.path_field.resolved_path();
            let folder = if folder.is_dir() { folder } else { paths::documents_dir().unwrap_or_default() };
            let mode = if index == 0 { PickerMode::File } else { PickerMode::Folder };
            self.path_field.browse(ui, TITLE, &folder, mode);
        }
        self.path_field.show_message(ui);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            ui.label(text::small_strong("Format").color(t.ink));
            if radio_group(ui, "Format", &mut self.format, &FORMATS).changed() {
                self.error = None;
            }
        });
        ui.label(
            text::fine(format!("{} You can also drop a file or folder on the window.", icons::INFO)).color(t.ink_faint),
        );
        entered.then_some(DialogChoice::Read)
    }
}

/// The buttons of the footer, the main one first.
struct FooterButtons {
    main: Option<DialogChoice>,
    main_label: String,
    main_enabled: bool,
    others: Vec<(&'static str, DialogChoice)>,
}

impl FooterButtons {
    fn for_stage(stage: &ImportStage, ready: bool) -> Self {
        let cancel = ("Cancel", DialogChoice::Close);
        let (main, main_label, main_enabled, others) = match stage {
            ImportStage::Form => (Some(DialogChoice::Read), "Preview".to_owned(), ready, vec![cancel]),
            ImportStage::Reading { .. } | ImportStage::Importing { .. } => {
                (None, String::new(), false, vec![("Stop", DialogChoice::Stop)])
            }
            ImportStage::Preview(preview) => {
                let label = match preview.record_count() {
                    0 => "Import".to_owned(),
                    records => format!("Import {}", format_count(records, "item", "items")),
                };
                (
                    Some(DialogChoice::Import),
                    label,
                    preview.ready_bundle().is_some(),
                    vec![cancel, ("Choose another source", DialogChoice::StartOver)],
                )
            }
            ImportStage::Done(done) => {
                let mut others = vec![("Undo import", DialogChoice::Undo)];
                if done.calendar.is_some() {
                    others.insert(0, ("Follow this calendar", DialogChoice::Follow));
                }
                match &done.next_person {
                    Some((person, name)) => {
                        others.insert(0, ("Close", DialogChoice::Close));
                        (Some(DialogChoice::Prepare(*person)), format!("Prepare for {name}"), true, others)
                    }
                    None => (Some(DialogChoice::Close), "Close".to_owned(), true, others),
                }
            }
        };
        Self { main: main.filter(|_| main_enabled), main_label, main_enabled, others }
    }

    /// Shows them; the main one takes the focus when the stage is new.
    fn show(&self, ui: &mut Ui, takes_focus: bool) -> Option<DialogChoice> {
        let mut choice = None;
        if !self.main_label.is_empty() {
            let main = ui.add_enabled(self.main_enabled, Button::primary(self.main_label.as_str()));
            if takes_focus && self.main_enabled {
                main.request_focus();
                // The focus ring is drawn from the next frame on.
                ui.ctx().request_repaint();
            }
            if main.clicked() {
                choice = self.main;
            }
        }
        for (label, action) in &self.others {
            if ui.add(Button::plain(*label)).clicked() {
                choice = Some(*action);
            }
        }
        choice
    }
}

impl ImportDone {
    fn from_preview(preview: ImportPreview, screen: &mut ScreenContext<'_>) -> Self {
        let records = format_count(preview.record_count(), "item", "items");
        let people = match preview.person_count() {
            0 => String::new(),
            people => format!(" for {}", format_count(people, "person", "people")),
        };
        let summary = format!("Imported {records}{people}.");
        let imported_names: Vec<String> = preview
            .people_mapping
            .rows
            .iter()
            .filter_map(|row| preview.people_mapping.final_name(row))
            .map(normalize_name)
            .collect();
        let today = screen.today;
        let summaries = screen.read(|db| db.person_summaries(today));
        let active = summaries.iter().filter(|summary| summary.person.archived_at.is_none());
        let imported_people: Vec<&PersonSummary> =
            active.filter(|summary| imported_names.contains(&normalize_name(&summary.person.profile.name))).collect();
        let meetings = imported_people
            .iter()
            .map(|summary| UpcomingMeeting { person: summary.person.id, next: summary.schedule.next(today) });
        // The same order as on Today.
        let next = upcoming_meetings(meetings, today).first().map(|meeting| meeting.person);
        let next = next
            .and_then(|id| imported_people.iter().find(|summary| summary.person.id == id))
            .or(imported_people.first());
        let next_person = next.map(|summary| (summary.person.id, summary.person.short_name().to_owned()));
        let calendar = (preview.request.format == SourceFormat::Ics).then_some(preview.request.path);
        Self {
            summary,
            calendar,
            next_person,
            diagnostics: preview.diagnostics,
            diagnostics_list: preview.diagnostics_list,
        }
    }

    fn show(&mut self, ui: &mut Ui) {
        let t = Tokens::of(ui);
        let text = format!("{} {}", icons::CHECK_CIRCLE, self.summary);
        ui.add(Label::new(text::body_medium(text).color(t.ink)).wrap());
        let undo = Shortcut::Undo.label(ui);
        let next = format!("{undo} undoes the import, even later. Importing it again won’t create duplicates.");
        ui.add(Label::new(text::small(next).color(t.ink_soft)).wrap());
        self.diagnostics_list.show(ui, &self.diagnostics);
    }
}
