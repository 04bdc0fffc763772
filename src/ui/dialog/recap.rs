//! The dialog with the recap of a one-on-one, or the agenda before it: a text that can be edited,
//! copied, opened in a mail or saved. What is private was left out of it, see
//! [`crate::domain::recap`].

use std::path::PathBuf;

use eframe::egui::{Context, Id, Label, OpenUrl, Ui};

use super::path_field::PathField;
use crate::{
    domain::{
        entry::kind::Kind,
        id::{EntryId, OneOnOneId, PersonId},
        recap::{SharedAction, build_recap, build_shared_agenda},
    },
    export::{self, ExportError},
    journal::{change::Change, paths},
    ui::{
        action::{ExternalCommand, RecapRequest},
        background_job::BackgroundJob,
        icons,
        mail_link::mail_link,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::TextField, segmented::segmented},
    },
    wording::recap::{SharedText, agenda_text, left_out_line, recap_text},
};

const WIDTH: f32 = 600.0;
const ROWS: usize = 12;
const FORMATS: [(bool, &str); 2] = [(false, "Plain text"), (true, "Markdown")];

/// The dialog.
pub struct RecapDialog {
    source: Source,
    title: String,
    field_name: &'static str,
    field_key: String,
    content: Content,
    /// The text as it is being edited, plain and as Markdown.
    plain: String,
    markdown: String,
    is_markdown: bool,
    to: String,
    /// Why the address cannot be used.
    address_error: Option<String>,
    /// The state of the journal that the text was made of.
    generation: u64,
    saving: Option<Saving>,
}

/// What it is made of.
#[derive(Clone, Copy)]
enum Source {
    Meeting(OneOnOneId),
    Agenda(PersonId),
}

/// The text as it was made.
#[derive(Clone)]
struct Content {
    text: SharedText,
    actions: Vec<SharedAction>,
    left_out: Vec<(Kind, usize)>,
    is_empty: bool,
}

/// The file to save to.
struct Saving {
    path_field: PathField,
    /// The file that exists already and may be replaced.
    replace: Option<PathBuf>,
    job: Option<BackgroundJob<Result<(), ExportError>>>,
}

/// What was chosen in this frame.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DialogChoice {
    Copy,
    Mail,
    Save,
    Browse,
    Write,
    Back,
    Skip,
}

impl RecapDialog {
    /// Opens it; `None` if there is no such one-on-one or person.
    pub fn open(request: RecapRequest, screen: &mut ScreenContext<'_>) -> Option<Self> {
        let source = match request {
            RecapRequest::Meeting(meeting) => Source::Meeting(meeting),
            RecapRequest::Latest(person) => Source::Meeting(screen.read(|db| db.one_on_one_to_recap(person, None))?.id),
            RecapRequest::Agenda(person) => Source::Agenda(person),
        };
        let (title, field_key, content) = load(source, screen)?;
        let markdown = export::recap::markdown(&content.text);
        let draft = screen.draft(&field_key).map(|draft| draft.text);
        Some(Self {
            source,
            title,
            field_name: if matches!(source, Source::Meeting(_)) { "Recap" } else { "Agenda" },
            plain: draft.unwrap_or_else(|| content.text.to_plain_text()),
            markdown,
            is_markdown: false,
            to: String::new(),
            address_error: None,
            generation: screen.journal.generation(),
            saving: None,
            field_key,
            content,
        })
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        self.reload(screen);
        let is_saved = self.poll();
        let title = self.title.clone();
        let is_saving = self.saving.is_some();
        let replaces = self.saving.as_ref().is_some_and(|saving| saving.replace.is_some());
        let ready =
            self.saving.as_ref().is_none_or(|saving| saving.job.is_none() && !saving.path_field.is_picker_open());
        let output = Dialog::new(Id::unique(("recap", &self.field_key)), &title)
            .width(WIDTH)
            .title_contents(|ui| {
                ui.label(text::fine("Edit it as you like").color(Tokens::of(ui).ink_soft));
            })
            .show(
                ctx,
                |ui| self.show_body(ui, screen),
                |ui| if is_saving { saving_footer(ui, ready, replaces) } else { text_footer(ui) },
            );
        let choice = output.body.or(output.buttons);
        let is_done = self.apply(choice, ctx, screen) || is_saved;
        if is_saved {
            self.mark_shared(screen);
        }
        if is_done {
            // What was sent or skipped is not offered again; Esc keeps the text for the next time.
            screen.set_draft(&self.field_key, "", "");
        }
        is_done || output.closed
    }

    /// Makes the text again when the journal has changed, unless it was edited.
    fn reload(&mut self, screen: &mut ScreenContext<'_>) {
        let generation = screen.journal.generation();
        if std::mem::replace(&mut self.generation, generation) == generation {
            return;
        }
        let was_edited = self.plain != self.content.text.to_plain_text()
            || self.markdown != export::recap::markdown(&self.content.text);
        if !was_edited && let Some((_, _, content)) = load(self.source, screen) {
            self.plain = content.text.to_plain_text();
            self.markdown = export::recap::markdown(&content.text);
            self.content = content;
        }
    }

    /// Polls the file dialog and the thread that writes; whether the file was written.
    fn poll(&mut self) -> bool {
        let Some(saving) = &mut self.saving else { return false };
        if let Some(path) = saving.path_field.poll_picker() {
            saving.path_field.path = path.display().to_string();
            // The file dialog has asked already.
            saving.replace = Some(path);
        }
        let Some(result) = saving.job.as_mut().and_then(BackgroundJob::poll) else { return false };
        saving.job = None;
        match result.unwrap_or_else(|error| Err(error.into())) {
            Ok(()) => return true,
            Err(ExportError::AlreadyExists(_)) => {
                saving.replace = Some(saving.path_field.resolved_path());
                let message = "A file with that name already exists. Nothing was written. Save again to replace it.";
                saving.path_field.error = Some(message.to_owned());
            }
            Err(error) => {
                let error = error.user_facing_error();
                let message = format!("{} {} {}", error.problem, error.reassurance, error.remedy);
                saving.path_field.error = Some(message);
            }
        }
        false
    }

    fn show_body(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) -> Option<DialogChoice> {
        if let Some(saving) = &mut self.saving {
            let (browse, submit) = saving.path_field.show_with_browse(ui);
            let submit = submit || Shortcut::SubmitDialog.consume(ui);
            return if submit { Some(DialogChoice::Write) } else { browse.then_some(DialogChoice::Browse) };
        }
        let t = Tokens::of(ui);
        let submit = Shortcut::SubmitDialog.consume(ui);
        if self.content.is_empty {
            let nothing = match self.source {
                Source::Meeting(_) => "Nothing was agreed, discussed or praised in this one-on-one.",
                Source::Agenda(_) => "There is nothing on the agenda yet.",
            };
            ui.label(text::small(nothing).color(t.ink_soft));
        }
        let id = Id::unique(("recap text", &self.field_key, self.is_markdown));
        let edited = if self.is_markdown { &mut self.markdown } else { &mut self.plain };
        let field = TextField::multiline(self.field_name, edited, ROWS).hide_label().id(id).show(ui);
        if field.response.changed() && !self.is_markdown {
            screen.set_draft(&self.field_key, "", &self.plain);
        }
        segmented(ui, "Format", &mut self.is_markdown, &FORMATS);
        let to = TextField::singleline("To (optional)", &mut self.to).hint("dana@example.com");
        if to.error(self.address_error.as_deref()).show(ui).response.changed() {
            self.address_error = None;
        }
        if let Some(line) = left_out_line(&self.content.left_out) {
            let line = format!("{} {line}", icons::SHIELD);
            ui.add(Label::new(text::small(line).color(t.ink_soft)).wrap());
        }
        submit.then_some(DialogChoice::Copy)
    }

    fn text(&self) -> &str {
        if self.is_markdown { &self.markdown } else { &self.plain }
    }

    /// Does what was chosen; returns whether the dialog is to be closed.
    fn apply(&mut self, choice: Option<DialogChoice>, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        match choice {
            Some(DialogChoice::Copy) => {
                screen.dispatch(ExternalCommand::CopyText(self.text().to_owned()));
                self.mark_shared(screen);
                return true;
            }
            Some(DialogChoice::Mail) => return self.open_mail(ctx, screen),
            Some(DialogChoice::Save) => self.saving = Some(self.begin_saving()),
            Some(DialogChoice::Browse) => {
                let title = self.title.clone();
                if let Some(saving) = &mut self.saving {
                    saving.path_field.browse_to_save(ctx, &title);
                }
            }
            Some(DialogChoice::Write) => self.start_writing(ctx, screen),
            Some(DialogChoice::Back) => self.saving = None,
            Some(DialogChoice::Skip) => return true,
            None => {}
        }
        false
    }

    fn open_mail(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        match mail_link(&self.to, &self.content.text.subject, self.text()) {
            Ok(link) => {
                if link.is_without_text {
                    screen.dispatch(ExternalCommand::CopyText(self.text().to_owned()));
                }
                ctx.open_url(OpenUrl::new_tab(link.url));
                self.mark_shared(screen);
                true
            }
            Err(error) => {
                self.address_error = Some(error.to_string());
                false
            }
        }
    }

    fn begin_saving(&self) -> Saving {
        let extension = if self.is_markdown { "md" } else { "txt" };
        let name = format!("{}.{extension}", self.title);
        let path = paths::documents_dir().unwrap_or_default().join(name);
        Saving { path_field: PathField::with_path(&path), replace: None, job: None }
    }

    fn start_writing(&mut self, ctx: &Context, screen: &ScreenContext<'_>) {
        let text = self.text().to_owned();
        let Some(saving) = self.saving.as_mut().filter(|saving| saving.job.is_none()) else { return };
        if saving.path_field.path.trim().is_empty() {
            saving.path_field.error = Some("Choose where to save it.".to_owned());
            return;
        }
        let path = saving.path_field.resolved_path();
        let replace = saving.replace.as_ref() == Some(&path);
        let journal = screen.journal.path().to_owned();
        let work = move |_: &mut export::ProgressFn<'_>| export::recap::to_file(&text, &path, replace, &journal);
        match BackgroundJob::start("recap", ctx, work) {
            Ok(job) => (saving.job, saving.path_field.error) = (Some(job), None),
            Err(error) => saving.path_field.error = Some(ExportError::from(error).to_string()),
        }
    }

    /// Marks the actions that are still in the text as shared with the person.
    fn mark_shared(&self, screen: &mut ScreenContext<'_>) {
        // Without punctuation, which Markdown escapes.
        let letters = |text: &str| text.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "");
        let text = letters(self.text());
        let is_in_text = |action: &&SharedAction| text.contains(&letters(&action.text));
        let ids: Vec<EntryId> = self.content.actions.iter().filter(is_in_text).map(|action| action.id).collect();
        if !ids.is_empty() {
            screen.dispatch(Change::MarkShared(ids));
        }
    }
}

/// The title, the key of the draft, and the text.
fn load(source: Source, screen: &mut ScreenContext<'_>) -> Option<(String, String, Content)> {
    let today = screen.today;
    match source {
        Source::Meeting(meeting) => {
            let input = screen.read(|db| db.recap_input(meeting, today))?;
            let recap = build_recap(&input);
            let content = Content {
                text: recap_text(&recap),
                is_empty: recap.is_empty(),
                actions: recap.mine.into_iter().chain(recap.theirs).collect(),
                left_out: recap.left_out,
            };
            let title = format!("Recap for {}", input.person.short_name());
            Some((title, format!("recap/{}", input.meeting.uid), content))
        }
        Source::Agenda(person) => {
            let input = screen.read(|db| db.agenda_input(person, today))?;
            let agenda = build_shared_agenda(&input);
            let content = Content {
                text: agenda_text(&agenda),
                is_empty: agenda.is_empty(),
                actions: agenda.mine.into_iter().chain(agenda.theirs).collect(),
                left_out: agenda.left_out,
            };
            let title = format!("Agenda for {}", input.person.short_name());
            Some((title, format!("agenda/{}", input.person.uid), content))
        }
    }
}

fn text_footer(ui: &mut Ui) -> Option<DialogChoice> {
    let key = Shortcut::SubmitDialog.label(ui);
    let copy = ui.add(Button::primary("Copy").shortcut(&key)).clicked();
    let mail = ui.add(Button::plain("Open in mail")).clicked();
    let save = ui.add(Button::plain("Save as file…")).clicked();
    let skip = ui.add(Button::quiet("Skip")).clicked();
    let chosen = [
        (copy, DialogChoice::Copy),
        (mail, DialogChoice::Mail),
        (save, DialogChoice::Save),
        (skip, DialogChoice::Skip),
    ];
    chosen.into_iter().find_map(|(clicked, choice)| clicked.then_some(choice))
}

fn saving_footer(ui: &mut Ui, ready: bool, replaces: bool) -> Option<DialogChoice> {
    let label = if replaces { "Replace" } else { "Save" };
    let write = ui.add_enabled(ready, Button::primary(label)).clicked();
    let back = ui.add(Button::plain("Back")).clicked();
    if write { Some(DialogChoice::Write) } else { back.then_some(DialogChoice::Back) }
}
