//! What was found in a source: who is who, what it would bring, and what could not be read. Nothing has changed yet.

use std::sync::Arc;

use eframe::egui::{Context, Label, Ui};

use super::{
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
    store::UserFacingError,
    ui::{
        background_job::BackgroundJob,
        screen_context::ScreenContext,
        text,
        text::group_digits,
        tokens::Tokens,
        widget::{
            banner::Banner,
            button::Button,
            card::{card, divider},
            section_label::section_label,
            truncated_label::truncated_label,
        },
    },
};

/// So many people are shown at first, and so many more each time.
const PEOPLE_PER_PAGE: usize = 50;
/// So many seconds a reading may take before it is said that there is one.
const PROGRESS_DELAY_S: f64 = 0.3;

/// What was found.
pub(super) struct ImportPreview {
    pub request: ImportRequest,
    /// All that was understood; a thread has it while it counts.
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
    /// Something was put right since it was counted.
    needs_recount: bool,
    /// Why it cannot be brought in, or was not.
    error: Option<(String, String)>,
}

/// What is said of all of it, made whenever it was counted.
#[derive(Default)]
struct PreviewSummary {
    /// How many things would come.
    records: usize,
    /// About how many people.
    people: usize,
    /// The same in a sentence.
    headline: String,
    /// What else there is to know, in a line.
    details: String,
}

/// What is going on meanwhile, and since when.
enum PreviewJob {
    Idle,
    Reading(BackgroundJob<Result<ImportRead, ImportError>>, f64),
    Counting(BackgroundJob<CountedPreview>, f64),
}

impl ImportPreview {
    /// After the first reading.
    pub fn new(wish: ImportRequest, read: ImportRead) -> Self {
        let mut found = Self {
            request: wish,
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
        found.apply_read(read);
        // One person is looked at rather than counted.
        if let [only] = found.people_mapping.rows.as_mut_slice() {
            only.is_expanded = true;
        }
        found
    }

    fn apply_read(&mut self, read: ImportRead) {
        let ImportRead {
            bundle,
            diagnostics: unread,
            ambiguities: asks,
            ignored: aside,
            table_head: table,
            existing_people: known,
            people_mapping: who,
            preview,
        } = read;
        self.ambiguities.update(&asks, self.request.format, table.as_ref(), who.rows.is_empty());
        (self.diagnostics, self.ignored, self.existing_people, self.people_mapping) = (unread, aside, known, who);
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

    /// Why it was not brought in.
    pub fn show_change_error(&mut self, error: &ChangeError) {
        self.error = Some(match error {
            ChangeError::RuleViolation(refusal) => {
                ("It cannot be brought in like this.".to_owned(), refusal.to_string())
            }
            ChangeError::Cancelled => ("Stopped.".to_owned(), "Nothing was brought in.".to_owned()),
            ChangeError::Store(error) => {
                let UserFacingError { problem: happened, remedy: to_do, .. } = error.user_facing_error();
                ("It could not be brought in.".to_owned(), format!("{happened} Your journal is as it was. {to_do}"))
            }
        });
    }

    fn show_import_error(&mut self, error: &ImportError) {
        let UserFacingError { problem: happened, reassurance: safe, remedy: to_do } = error.user_facing_error();
        self.error = Some((happened, format!("{safe} {to_do}")));
    }

    /// How many things would come.
    pub fn record_count(&self) -> usize {
        self.summary.records
    }

    /// About how many people something would come.
    pub fn person_count(&self) -> usize {
        self.summary.people
    }

    /// What is to be brought in, where it can be.
    pub fn ready_bundle(&self) -> Option<&Arc<ImportBundle>> {
        let at_rest = matches!(self.work, PreviewJob::Idle) && !self.needs_recount;
        let sound =
            at_rest && self.people_mapping.is_valid() && !self.ambiguities.is_unanswered() && self.record_count() > 0;
        self.bundle.as_ref().filter(|_| sound)
    }

    /// Hears the threads, and sends them off again where something was put right.
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
        self.error = Some(("It could not be read.".to_owned(), format!("{error}. Your journal is as it was.")));
    }

    /// Reads the source again, as the questions were answered.
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

    /// Stops what goes on, where nobody waits for it any more.
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
        if let Some((what, more)) = &self.error {
            Banner::error(what, more).show(ui, |_| ());
        }
        if self.ambiguities.show(ui) {
            self.restart_read(ui, screen);
        }
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let waits = self.ambiguities.is_unanswered() && self.summary.records == 0;
            let said = if waits { "Once that is said, you see what would come." } else { &self.summary.headline };
            ui.label(text::body_medium(said).color(t.ink));
            if !self.summary.details.is_empty() {
                ui.add(Label::new(text::small(&self.summary.details).color(t.ink_soft)).wrap());
            }
            for aside in &self.ignored {
                let said = format!("{} {}.", group_digits(aside.count as u64), aside.description);
                ui.add(Label::new(text::small(said).color(t.ink_soft)).wrap());
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
        let said = format!("{} from {path}", super::format_label(self.request.format));
        truncated_label(ui, text::small(said).color(Tokens::of(ui).ink_soft));
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
            section_label(ui, "Who is who");
            let how = "Guessed from the names. Put right what is wrong.";
            ui.label(text::fine(how).color(Tokens::of(ui).ink_faint));
        });
        let mut done = None;
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            for nth in 0..self.people_mapping.rows.len().min(self.visible_people) {
                if nth > 0 {
                    divider(ui);
                }
                let doing = ui
                    .push_id(nth, |ui| {
                        person_row::show_person_row(
                            ui,
                            &mut self.people_mapping,
                            nth,
                            &self.existing_people,
                            &self.preview,
                        )
                    })
                    .inner;
                done = done.or(doing.map(|doing| (nth, doing)));
            }
            let hidden = self.people_mapping.rows.len().saturating_sub(self.visible_people);
            if hidden > 0 {
                let said = format!("Show more of the {} others", group_digits(hidden as u64));
                if ui.add(Button::quiet(said).small()).clicked() {
                    self.visible_people += PEOPLE_PER_PAGE;
                }
            }
        });
        match done {
            Some((nth, person_row::RowAction::Choose(choice))) => self.people_mapping.choose(nth, choice),
            Some((nth, person_row::RowAction::Renamed)) => self.people_mapping.on_name_changed(nth),
            Some((nth, person_row::RowAction::RenameFinished)) => self.people_mapping.on_name_finished(nth),
            None => return,
        }
        self.needs_recount = true;
    }
}

impl PreviewSummary {
    fn from_preview(preview: &Preview, people: usize, unread: usize) -> Self {
        let gained = |gain: &PersonPreview| {
            let entries: usize = gain.entries.values().map(|(count, _)| count).sum();
            gain.one_on_ones + entries + gain.other_records
        };
        let gains: usize = preview.people.iter().map(gained).sum();
        let records = gains + preview.new_people.len() + preview.leader_records + preview.changed;
        let headline = match (records, people) {
            (0, _) if preview.existing > 0 => "There is nothing new in it.".to_owned(),
            (0, _) if unread > 0 => "Nothing in it could be read.".to_owned(),
            (0, _) => "There is nothing in it.".to_owned(),
            (_, 0) => format!("{} would come into your journal.", format_count(records, "thing", "things")),
            _ => {
                let people = format_count(people, "person", "people");
                format!("{} about {people} would come into your journal.", format_count(records, "thing", "things"))
            }
        };
        Self { records, people, headline, details: describe_details(preview) }
    }
}

fn describe_details(preview: &Preview) -> String {
    let Preview { new_people, changed, leader_records: own, existing: known, skipped: left_out, .. } = preview;
    let count = |count: usize, one: &str, many: &str| (count > 0).then(|| format_count(count, one, many));
    let parts = [
        count(new_people.len(), "person is new", "people are new"),
        count(*own, "is your own", "are your own"),
        count(*changed, "rhythm or planned one-on-one changes", "rhythms or planned one-on-ones change"),
        count(
            *known,
            "is in the journal already and stays as it is",
            "are in the journal already and stay as they are",
        ),
        count(*left_out, "stays out", "stay out"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!("{}.", parts.join(" · ")) }
}

/// A number with its word.
pub(super) fn format_count(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", group_digits(count as u64), if count == 1 { one } else { many })
}
