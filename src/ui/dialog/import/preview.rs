//! The import preview: who is who, what would be imported, and what could not be read. Nothing is
//! written yet.

use std::sync::Arc;

use eframe::egui::{Context, Label, Ui};

use super::{
    PROGRESS_DELAY_S,
    ambiguities::Ambiguities,
    diagnostics_list::DiagnosticsList,
    job,
    job::{CountedPreview, ImportRead, ImportRequest},
    people_mapping::PeopleMapping,
    person_row,
};
use crate::{
    domain::person::Person,
    import::{Diagnostic, IgnoredItems, ImportError, PersonPreview, Preview},
    journal::{change::ChangeError, import_bundle::ImportBundle},
    ui::{
        background_job::BackgroundJob,
        screen_context::ScreenContext,
        text::{self, group_digits},
        tokens::Tokens,
        widget::{
            banner::Banner,
            button::Button,
            card::{card, divider},
            heading::section_label,
            truncated_label::truncated_label,
        },
    },
    wording::user_error::{NOTHING_IMPORTED, UserFacingError},
};

/// The number of people shown at first, and added by each click on "more".
const PEOPLE_PER_PAGE: usize = 50;

/// What was read from a source, with the user's corrections.
pub(super) struct ImportPreview {
    pub request: ImportRequest,
    /// The imported records; `None` while a thread counts them.
    bundle: Option<Arc<ImportBundle>>,
    pub diagnostics: Vec<Diagnostic>,
    ignored: Vec<IgnoredItems>,
    pub preview: Preview,
    pub people_mapping: PeopleMapping,
    pub existing_people: Vec<Person>,
    pub diagnostics_list: DiagnosticsList,
    ambiguities: Ambiguities,
    visible_people: usize,
    summary: PreviewSummary,
    work: PreviewJob,
    /// Whether something was corrected since the last count.
    needs_recount: bool,
    /// Why it cannot be imported, or was not: problem and detail.
    error: Option<(String, String)>,
}

/// The summary of the preview, updated after each count.
#[derive(Default)]
struct PreviewSummary {
    /// The number of records that would be imported.
    records: usize,
    /// The number of people they are about.
    people: usize,
    /// Both as a sentence.
    headline: String,
    /// Further counts in one line.
    details: String,
}

/// The running job, and its start in seconds of egui time.
enum PreviewJob {
    Idle,
    Reading(BackgroundJob<Result<ImportRead, ImportError>>, f64),
    Counting(BackgroundJob<CountedPreview>, f64),
}

impl ImportPreview {
    /// The preview after the first read.
    pub fn new(request: ImportRequest, read: ImportRead) -> Self {
        let mut import_preview = Self {
            request,
            bundle: None,
            diagnostics: Vec::new(),
            ignored: Vec::new(),
            preview: Preview::default(),
            people_mapping: PeopleMapping::default(),
            existing_people: Vec::new(),
            diagnostics_list: DiagnosticsList::default(),
            ambiguities: Ambiguities::default(),
            visible_people: PEOPLE_PER_PAGE,
            summary: PreviewSummary::default(),
            work: PreviewJob::Idle,
            needs_recount: false,
            error: None,
        };
        import_preview.apply_read(read);
        // A single person is shown with examples.
        if let [only] = import_preview.people_mapping.rows.as_mut_slice() {
            only.is_expanded = true;
        }
        import_preview
    }

    fn apply_read(&mut self, read: ImportRead) {
        let ImportRead {
            bundle,
            diagnostics,
            ambiguities,
            ignored,
            table_head,
            existing_people,
            people_mapping,
            preview,
        } = read;
        self.ambiguities.update(&ambiguities, self.request.format, table_head.as_ref(), people_mapping.rows.is_empty());
        (self.diagnostics, self.ignored, self.existing_people, self.people_mapping) =
            (diagnostics, ignored, existing_people, people_mapping);
        self.apply_counted(CountedPreview { bundle, preview });
    }

    fn apply_counted(&mut self, counted: CountedPreview) {
        self.bundle = Some(counted.bundle);
        match counted.preview {
            Ok(preview) => {
                self.people_mapping.apply_preview(&preview);
                self.summary = PreviewSummary::from_preview(
                    &preview,
                    PeopleMapping::count_people(&preview),
                    self.diagnostics.len(),
                );
                (self.preview, self.error) = (preview, None);
            }
            Err(error) => self.show_change_error(&error),
        }
    }

    /// Shows why the import failed.
    pub fn show_change_error(&mut self, error: &ChangeError) {
        self.error = Some(match error {
            ChangeError::RuleViolation(violation) => {
                ("This can’t be imported as it is.".to_owned(), violation.to_string())
            }
            ChangeError::Cancelled => ("Import stopped.".to_owned(), NOTHING_IMPORTED.to_owned()),
            ChangeError::Store(error) => {
                let UserFacingError { problem, remedy, .. } = error.user_facing_error();
                ("The import failed.".to_owned(), format!("{problem} Your journal was not changed. {remedy}"))
            }
        });
    }

    fn show_import_error(&mut self, error: &ImportError) {
        let UserFacingError { problem, reassurance, remedy } = error.user_facing_error();
        self.error = Some((problem, format!("{reassurance} {remedy}")));
    }

    /// The number of records that would be imported.
    pub fn record_count(&self) -> usize {
        self.summary.records
    }

    /// The number of people they are about.
    pub fn person_count(&self) -> usize {
        self.summary.people
    }

    /// The bundle, where it is ready to be imported.
    pub fn ready_bundle(&self) -> Option<&Arc<ImportBundle>> {
        let is_idle = matches!(self.work, PreviewJob::Idle) && !self.needs_recount;
        let is_ready =
            is_idle && self.people_mapping.is_valid() && !self.ambiguities.is_unanswered() && self.record_count() > 0;
        self.bundle.as_ref().filter(|_| is_ready)
    }

    /// Polls the threads, and starts a recount after corrections.
    pub fn poll(&mut self, ctx: &Context, screen: &ScreenContext<'_>) {
        match std::mem::replace(&mut self.work, PreviewJob::Idle) {
            PreviewJob::Idle => {}
            PreviewJob::Reading(mut job, since) => match job.poll() {
                None => self.work = PreviewJob::Reading(job, since),
                Some(Ok(Ok(read))) => self.apply_read(read),
                Some(Ok(Err(error))) => self.show_import_error(&error),
                Some(Err(error)) => self.show_io_error(&error),
            },
            PreviewJob::Counting(mut job, since) => match job.poll() {
                None => self.work = PreviewJob::Counting(job, since),
                Some(Ok(counted)) => self.apply_counted(counted),
                Some(Err(error)) => self.show_io_error(&error),
            },
        }
        if self.needs_recount
            && self.people_mapping.is_valid()
            && matches!(self.work, PreviewJob::Idle)
            && let Some(bundle) = self.bundle.take()
        {
            self.needs_recount = false;
            match job::start_count(ctx, screen, bundle, &self.people_mapping) {
                Ok(job) => self.work = PreviewJob::Counting(job, ctx.input(|input| input.time)),
                Err(error) => self.show_io_error(&error),
            }
        }
    }

    fn show_io_error(&mut self, error: &std::io::Error) {
        self.error = Some(("It couldn’t be read.".to_owned(), format!("{error}. Your journal was not changed.")));
    }

    /// Reads the source again with the current answers.
    fn restart_read(&mut self, ctx: &Context, screen: &ScreenContext<'_>) {
        if let PreviewJob::Reading(job, _) = std::mem::replace(&mut self.work, PreviewJob::Idle) {
            job.detach();
        }
        self.ambiguities.apply_answers(&mut self.request);
        match job::start_read(ctx, screen, self.request.clone(), self.people_mapping.user_decisions()) {
            Ok(job) => self.work = PreviewJob::Reading(job, ctx.input(|input| input.time)),
            Err(error) => self.show_import_error(&error),
        }
    }

    /// Stops the running job without waiting for it.
    pub fn cancel(self) {
        match self.work {
            PreviewJob::Idle => {}
            PreviewJob::Reading(job, _) => job.detach(),
            PreviewJob::Counting(job, _) => job.detach(),
        }
    }

    /// Shows it.
    pub fn show(&mut self, ui: &mut Ui, screen: &ScreenContext<'_>) {
        let t = Tokens::of(ui);
        self.show_source(ui);
        if let Some((problem, detail)) = &self.error {
            Banner::error(problem, detail).show(ui, |_| ());
        }
        if self.ambiguities.show(ui) {
            self.restart_read(ui, screen);
        }
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let is_waiting = self.ambiguities.is_unanswered() && self.summary.records == 0;
            let text = if is_waiting { "Answer this to see the preview." } else { &self.summary.headline };
            ui.label(text::body_medium(text).color(t.ink));
            if !self.summary.details.is_empty() {
                ui.add(Label::new(text::small(&self.summary.details).color(t.ink_soft)).wrap());
            }
            for items in &self.ignored {
                let text = format!("{} {}.", group_digits(items.count as u64), items.description);
                ui.add(Label::new(text::small(text).color(t.ink_soft)).wrap());
            }
            self.show_progress(ui);
        });
        self.diagnostics_list.show(ui, &self.diagnostics);
        if !self.people_mapping.rows.is_empty() {
            let reading = matches!(self.work, PreviewJob::Reading(..));
            ui.add_enabled_ui(!reading, |ui| self.show_people(ui));
        }
    }

    fn show_source(&self, ui: &mut Ui) {
        let path = self.request.path.display().to_string();
        let text = format!("{} from {path}", super::format_label(self.request.format));
        truncated_label(ui, text::small(text).color(Tokens::of(ui).ink_soft));
    }

    fn show_progress(&self, ui: &mut Ui) {
        let now = ui.input(|input| input.time);
        match &self.work {
            PreviewJob::Reading(job, since) if now - since > PROGRESS_DELAY_S => {
                super::show_read_progress(ui, self.request.format, job.done_and_total());
            }
            PreviewJob::Counting(_, since) if now - since > PROGRESS_DELAY_S => {
                ui.label(text::small("Counting…").color(Tokens::of(ui).ink_soft));
            }
            _ => {}
        }
    }

    fn show_people(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            section_label(ui, "People");
            let hint = "Matched by name. Fix anything that’s wrong.";
            ui.label(text::fine(hint).color(Tokens::of(ui).ink_faint));
        });
        let mut action = None;
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            for index in 0..self.people_mapping.rows.len().min(self.visible_people) {
                if index > 0 {
                    divider(ui);
                }
                let row_action = ui
                    .push_id(index, |ui| {
                        person_row::show_person_row(
                            ui,
                            &mut self.people_mapping,
                            index,
                            &self.existing_people,
                            &self.preview,
                        )
                    })
                    .inner;
                action = action.or(row_action.map(|row_action| (index, row_action)));
            }
            let hidden = self.people_mapping.rows.len().saturating_sub(self.visible_people);
            if hidden > 0 {
                let text = format!("Show more ({} left)", group_digits(hidden as u64));
                if ui.add(Button::quiet(text).small()).clicked() {
                    self.visible_people += PEOPLE_PER_PAGE;
                }
            }
        });
        match action {
            Some((index, person_row::RowAction::Choose(choice))) => self.people_mapping.choose(index, choice),
            Some((index, person_row::RowAction::Renamed)) => self.people_mapping.on_name_changed(index),
            Some((index, person_row::RowAction::RenameFinished)) => self.people_mapping.on_name_finished(index),
            None => return,
        }
        self.needs_recount = true;
    }
}

impl PreviewSummary {
    fn from_preview(preview: &Preview, people: usize, unreadable: usize) -> Self {
        let count_records = |person: &PersonPreview| {
            let entries: usize = person.entries.values().map(|(count, _)| count).sum();
            person.one_on_ones + entries + person.other_records
        };
        let person_records: usize = preview.people.iter().map(count_records).sum();
        let records = person_records + preview.new_people.len() + preview.leader_records + preview.changed;
        let headline = match (records, people) {
            (0, _) if preview.existing > 0 => "Nothing new to import.".to_owned(),
            (0, _) if unreadable > 0 => "Nothing in it could be read.".to_owned(),
            (0, _) => "Nothing to import.".to_owned(),
            (_, 0) => format!("{} to import", format_count(records, "item", "items")),
            _ => {
                let people = format_count(people, "person", "people");
                format!("{} for {people}", format_count(records, "item", "items"))
            }
        };
        Self { records, people, headline, details: describe_details(preview) }
    }
}

fn describe_details(preview: &Preview) -> String {
    let Preview { new_people, changed, leader_records, existing, erased, skipped, .. } = preview;
    let count = |count: usize, one: &str, many: &str| (count > 0).then(|| format_count(count, one, many));
    let parts = [
        count(new_people.len(), "new person", "new people"),
        count(*leader_records, "item of your own", "items of your own"),
        count(*changed, "changed cadence or planned one-on-one", "changed cadences or planned one-on-ones"),
        count(*existing, "already in your journal", "already in your journal"),
        count(*erased, "erased earlier", "erased earlier"),
        count(*skipped, "skipped", "skipped"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!("{}.", parts.join(" · ")) }
}

/// A number with its noun in singular or plural.
pub(super) fn format_count(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", group_digits(count as u64), if count == 1 { one } else { many })
}
