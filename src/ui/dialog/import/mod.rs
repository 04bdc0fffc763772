//! What comes into the journal from elsewhere: from where, what was found in it and who is who, and only then in.

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

use eframe::egui::{Context, Id, Key, Label, Modifiers, Ui};

use self::{
    diagnostics_list::DiagnosticsList,
    job::{ImportRead, ImportRequest},
    preview::{ImportPreview, format_count},
};
use super::path_field::PathField;
use crate::{
    domain::{
        attention::{UpcomingMeeting, upcoming_meetings},
        id::PersonId,
        name::clean_name,
    },
    import::{Diagnostic, ImportError, source::SourceFormat},
    journal::{change::ChangeError, paths, progress::Progress},
    store::PersonSummary,
    ui::{
        action::{Action, ImportSubmission, shortcut_label},
        background_job::BackgroundJob,
        file_picker::PickerMode,
        icons, keys,
        route::{Route, Tab},
        screen_context::ScreenContext,
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

/// The name of the setting that says which calendar was read.
pub const CALENDAR_SETTING: &str = "calendar";

const TITLE: &str = "Bring in what you have";
const WIDTH: f32 = 720.0;
/// So many seconds a reading may take before it is said how far it is.
const PROGRESS_DELAY_S: f64 = 0.3;

const FORMATS: [(SourceFormat, &str); 4] = [
    (SourceFormat::Markdown, "Notes (Markdown)"),
    (SourceFormat::Csv, "A table (CSV)"),
    (SourceFormat::Ics, "A calendar (.ics)"),
    (SourceFormat::Json, "A journal (JSON)"),
];

/// What a kind of source is called at the beginning of a line.
fn format_label(sort: SourceFormat) -> &'static str {
    match sort {
        SourceFormat::Markdown => "Notes",
        SourceFormat::Csv => "A table",
        SourceFormat::Ics => "A calendar",
        SourceFormat::Json => "A journal",
    }
}

/// What a path is read as, in a sentence, where that follows from its name.
pub fn format_description(path: &Path) -> Option<&'static str> {
    SourceFormat::guess(path).map(SourceFormat::label)
}

/// How far a reading is: notes are read file by file, all else from the first letter to the last.
fn show_read_progress(ui: &mut Ui, sort: SourceFormat, so_far: (u64, u64)) {
    match sort {
        SourceFormat::Markdown => progress_bar(ui, so_far, "files read"),
        SourceFormat::Csv | SourceFormat::Json | SourceFormat::Ics => percent_bar(ui, so_far, "read"),
    }
}

/// The dialog.
pub struct ImportDialog {
    path_field: PathField,
    /// The path that `sort` was guessed of.
    guessed_for: String,
    format: Option<SourceFormat>,
    error: Option<String>,
    stage: ImportStage,
    /// The stage that was shown last.
    shown_stage: Option<Discriminant<ImportStage>>,
}

/// How far it has come.
enum ImportStage {
    Form,
    Reading { request: ImportRequest, job: BackgroundJob<Result<ImportRead, ImportError>>, since: f64 },
    Preview(Box<ImportPreview>),
    Importing { preview: Box<ImportPreview>, progress: Arc<Progress> },
    Done(ImportDone),
}

/// What came of it.
struct ImportDone {
    summary: String,
    /// Whom you meet next of those about whom something came.
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
    Close,
}

impl ImportDialog {
    /// Asks what to bring in; what is at `path` is read at once where it is known how.
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

    /// Whether something is being brought in at this moment.
    pub fn is_importing(&self) -> bool {
        matches!(self.stage, ImportStage::Importing { .. })
    }

    /// Hears what became of what was brought in.
    pub fn on_import_finished(&mut self, became: Result<(), ChangeError>, screen: &mut ScreenContext<'_>) {
        match std::mem::replace(&mut self.stage, ImportStage::Form) {
            ImportStage::Importing { preview: mut found, .. } => {
                self.stage = match became {
                    Ok(()) => ImportStage::Done(ImportDone::from_preview(*found, screen)),
                    Err(error) => {
                        found.show_change_error(&error);
                        ImportStage::Preview(found)
                    }
                };
            }
            stage => self.stage = stage,
        }
    }

    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        self.poll(ctx, screen);
        let note = match self.stage {
            ImportStage::Form | ImportStage::Reading { .. } => "Nothing is changed until you say so.",
            ImportStage::Preview(_) => "One undo takes all of it back.",
            ImportStage::Importing { .. } => "Stopping leaves nothing half done.",
            ImportStage::Done(_) => "",
        };
        let buttons = FooterButtons::for_stage(&self.stage, !self.path_field.is_picker_open());
        // What had the focus went with the stage before: Enter goes on from stage to stage.
        let stage = discriminant(&self.stage);
        let leads_on = self.shown_stage.replace(stage).is_some_and(|shown| shown != stage);
        let output = Dialog::new(Id::unique("import"), TITLE).width(WIDTH).note(note).show(
            ctx,
            |ui| {
                // Before what has the focus hears Enter.
                let go_on = keys::consume_key(ui, Modifiers::COMMAND, Key::Enter);
                let chosen = self.show_body(ui, screen);
                go_on.then_some(buttons.main).flatten().or(chosen)
            },
            |ui| buttons.show(ui, leads_on),
        );
        let chosen = output.body.or(output.buttons);
        if self.is_importing() && (output.closed || chosen == Some(DialogChoice::Stop)) {
            // Leaving it is stopping it; what becomes of it is heard.
            if let ImportStage::Importing { progress, .. } = &self.stage {
                progress.cancel();
            }
            return false;
        }
        let leaves = self.apply_choice(chosen, ctx, screen) || output.closed;
        if leaves {
            self.cancel();
        }
        leaves
    }

    /// Does what was chosen; `true` when the dialog is done with.
    fn apply_choice(&mut self, chosen: Option<DialogChoice>, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        match chosen {
            Some(DialogChoice::Read) => self.start_read(ctx, screen),
            Some(DialogChoice::StartOver | DialogChoice::Stop) => self.cancel(),
            Some(DialogChoice::Import) => self.start_import(screen),
            Some(DialogChoice::Undo) => {
                screen.dispatch(Action::Undo);
                return true;
            }
            Some(DialogChoice::Prepare(person)) => {
                screen.dispatch(Action::OpenPage(Route::Person(person, Tab::Prepare)));
                return true;
            }
            Some(DialogChoice::Close) => return true,
            None => {}
        }
        false
    }

    /// Goes back to where it is asked what to read; nobody waits for what goes on.
    fn cancel(&mut self) {
        match std::mem::replace(&mut self.stage, ImportStage::Form) {
            ImportStage::Reading { job, .. } => job.detach(),
            ImportStage::Preview(found) => found.cancel(),
            ImportStage::Form | ImportStage::Importing { .. } | ImportStage::Done(_) => {}
        }
    }

    /// Hears the desktop's dialog, and the threads.
    fn poll(&mut self, ctx: &Context, screen: &ScreenContext<'_>) {
        if let Some(path) = self.path_field.poll_picker() {
            self.on_picked(&path, ctx, screen);
        }
        match &mut self.stage {
            ImportStage::Reading { request: wish, job, .. } => {
                let Some(over) = job.poll() else { return };
                let path = wish.path.clone();
                match over.unwrap_or_else(|source| Err(ImportError::Io { path, source })) {
                    Ok(read) => self.stage = ImportStage::Preview(Box::new(ImportPreview::new(wish.clone(), read))),
                    Err(error) => self.show_error(&error),
                }
            }
            ImportStage::Preview(found) => found.poll(ctx, screen),
            ImportStage::Form | ImportStage::Importing { .. } | ImportStage::Done(_) => {}
        }
    }

    fn show_error(&mut self, error: &ImportError) {
        self.cancel();
        if matches!(error, ImportError::Cancelled) {
            return;
        }
        let trouble = error.user_facing_error();
        self.error = Some(format!("{} {} {}", trouble.problem, trouble.reassurance, trouble.remedy));
    }

    /// A file or folder was chosen, or dropped on the window.
    fn on_picked(&mut self, path: &Path, ctx: &Context, screen: &ScreenContext<'_>) {
        self.path_field = PathField::with_path(path);
        self.guess_format();
        if self.format.is_some() {
            self.start_read(ctx, screen);
        } else {
            let name = job::file_name(path);
            self.error = Some(format!("What {name} is does not follow from its name. Choose how to read it, below."));
        }
    }

    /// What is at the path, by its name.
    fn guess_format(&mut self) {
        if self.guessed_for != self.path_field.path {
            self.guessed_for.clone_from(&self.path_field.path);
            self.format = SourceFormat::guess(&self.path_field.resolved_path());
            self.error = None;
        }
    }

    /// Begins to read.
    fn start_read(&mut self, ctx: &Context, screen: &ScreenContext<'_>) {
        if self.path_field.path.trim().is_empty() {
            self.error = Some("Say where it lies.".to_owned());
            return;
        }
        let Some(sort) = self.format else {
            self.error = Some("Choose how to read it, below.".to_owned());
            return;
        };
        (self.error, self.path_field.message) = (None, None);
        let wish = ImportRequest {
            path: self.path_field.resolved_path(),
            format: sort,
            day_order: None,
            mapping: None,
            about_person: None,
        };
        match job::start_read(ctx, screen, wish.clone(), HashMap::new()) {
            Ok(job) => self.stage = ImportStage::Reading { request: wish, job, since: ctx.input(|input| input.time) },
            Err(error) => self.show_error(&error),
        }
    }

    fn start_import(&mut self, screen: &mut ScreenContext<'_>) {
        match std::mem::replace(&mut self.stage, ImportStage::Form) {
            ImportStage::Preview(found) => {
                let Some(bundle) = found.ready_bundle().map(Arc::clone) else {
                    self.stage = ImportStage::Preview(found);
                    return;
                };
                let progress = Arc::<Progress>::default();
                let calendar = (found.request.format == SourceFormat::Ics).then(|| found.request.path.clone());
                screen.dispatch(Action::RunImport(ImportSubmission {
                    bundle,
                    progress: Arc::clone(&progress),
                    calendar_path: calendar,
                }));
                self.stage = ImportStage::Importing { preview: found, progress };
            }
            stage => self.stage = stage,
        }
    }

    fn show_body(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) -> Option<DialogChoice> {
        match &mut self.stage {
            ImportStage::Form => self.show_form(ui),
            ImportStage::Reading { request: wish, job, since } => {
                let t = Tokens::of(ui);
                ui.label(text::body(format!("Reading {}…", wish.name())).color(t.ink));
                if ui.input(|input| input.time) - *since > PROGRESS_DELAY_S {
                    show_read_progress(ui, wish.format, job.done_and_total());
                }
                None
            }
            ImportStage::Preview(found) => {
                found.show(ui, screen);
                None
            }
            ImportStage::Importing { progress: so_far, .. } => {
                progress_bar(ui, so_far.done_and_total(), "things");
                // The writer says when it is done; how far it is must be asked for.
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
        let what = "A folder of notes, one document, a table, a calendar, or the journal of another Rapport. You see first what \
                    would come, and who is who.";
        ui.add(Label::new(text::small(what).color(t.ink_soft)).wrap());
        let wrong = self.error.clone();
        let (field, browse) =
            self.path_field.show(ui, "From", "/home/you/Notes", wrong.as_deref(), &["A file…", "A folder…"]);
        if field.changed() {
            self.guess_format();
        }
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if let Some(nth) = browse {
            let folder = self.path_field.resolved_path();
            let folder = if folder.is_dir() { folder } else { paths::documents_dir().unwrap_or_default() };
            let wanted = if nth == 0 { PickerMode::File } else { PickerMode::Folder };
            self.path_field.browse(ui, TITLE, &folder, wanted);
        }
        self.path_field.show_message(ui);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            ui.label(text::small_strong("Read it as").color(t.ink));
            if radio_group(ui, "Read it as", &mut self.format, &FORMATS).changed() {
                self.error = None;
            }
        });
        ui.label(text::fine(format!("{} Or drop a file or a folder on the window.", icons::INFO)).color(t.ink_faint));
        entered.then_some(DialogChoice::Read)
    }
}

/// The buttons below: the main one first.
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
            ImportStage::Form => (Some(DialogChoice::Read), "Look at it".to_owned(), ready, vec![cancel]),
            ImportStage::Reading { .. } | ImportStage::Importing { .. } => {
                (None, String::new(), false, vec![("Stop", DialogChoice::Stop)])
            }
            ImportStage::Preview(found) => {
                let word = match found.record_count() {
                    0 => "Bring it in".to_owned(),
                    things => format!("Bring in {}", format_count(things, "thing", "things")),
                };
                (
                    Some(DialogChoice::Import),
                    word,
                    found.ready_bundle().is_some(),
                    vec![cancel, ("Something else", DialogChoice::StartOver)],
                )
            }
            ImportStage::Done(ImportDone { next_person: Some((person, name)), .. }) => {
                let others = vec![("Close", DialogChoice::Close), ("Take it back", DialogChoice::Undo)];
                (Some(DialogChoice::Prepare(*person)), format!("Prepare for {name}"), true, others)
            }
            ImportStage::Done(_) => {
                (Some(DialogChoice::Close), "Close".to_owned(), true, vec![("Take it back", DialogChoice::Undo)])
            }
        };
        Self { main: main.filter(|_| main_enabled), main_label, main_enabled, others }
    }

    /// Shows them; the main one takes the focus where the stage is new.
    fn show(&self, ui: &mut Ui, takes_focus: bool) -> Option<DialogChoice> {
        let mut chosen = None;
        if !self.main_label.is_empty() {
            let main = ui.add_enabled(self.main_enabled, Button::primary(self.main_label.as_str()));
            if takes_focus && self.main_enabled {
                main.request_focus();
                // Its ring is drawn from the next frame on.
                ui.ctx().request_repaint();
            }
            if main.clicked() {
                chosen = self.main;
            }
        }
        for (word, does) in &self.others {
            if ui.add(Button::plain(*word)).clicked() {
                chosen = Some(*does);
            }
        }
        chosen
    }
}

impl ImportDone {
    fn from_preview(found: ImportPreview, screen: &mut ScreenContext<'_>) -> Self {
        let things = format_count(found.record_count(), "thing", "things");
        let people = match found.person_count() {
            0 => String::new(),
            people => format!(" about {}", format_count(people, "person", "people")),
        };
        let is = if found.record_count() == 1 { "is" } else { "are" };
        let summary = format!("{things}{people} {is} in your journal.");
        let came: Vec<String> = found
            .people_mapping
            .rows
            .iter()
            .filter_map(|row| found.people_mapping.final_name(row))
            .map(normalize_name)
            .collect();
        let today = screen.today;
        let glances = screen.read(|db| db.person_summaries(today));
        let active = glances.iter().filter(|glance| glance.person.archived_at.is_none());
        let met: Vec<&PersonSummary> =
            active.filter(|glance| came.contains(&normalize_name(&glance.person.profile.name))).collect();
        let coming =
            met.iter().map(|glance| UpcomingMeeting { person: glance.person.id, next: glance.schedule.next(today) });
        // The first of Today, so that both say the same.
        let next = upcoming_meetings(coming, today).first().map(|coming| coming.person);
        let next = next.and_then(|id| met.iter().find(|glance| glance.person.id == id)).or(met.first());
        let next_person = next.map(|glance| (glance.person.id, glance.person.profile.short_name().to_owned()));
        Self { summary, next_person, diagnostics: found.diagnostics, diagnostics_list: found.diagnostics_list }
    }

    fn show(&mut self, ui: &mut Ui) {
        let t = Tokens::of(ui);
        let said = format!("{} {}", icons::CHECK_CIRCLE, self.summary);
        ui.add(Label::new(text::body_medium(said).color(t.ink)).wrap());
        let undo = shortcut_label(ui, &Action::Undo);
        let next = format!("{undo} takes all of it back, also later. Reading the same again brings nothing in twice.");
        ui.add(Label::new(text::small(next).color(t.ink_soft)).wrap());
        self.diagnostics_list.show(ui, &self.diagnostics);
    }
}

fn normalize_name(name: &str) -> String {
    clean_name(name).unwrap_or_default().to_lowercase()
}
