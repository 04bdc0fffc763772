//! The export dialog: scope, format, date range and file, then progress and result.

use std::path::{Path, PathBuf};

use eframe::egui::{Context, Frame, Id, Label, Margin, Sense, Stroke, Ui, vec2};
use jiff::civil::Date;
use secrecy::SecretString;

use super::{export_encryption::EncryptionChoice, path_field::PathField};
use crate::{
    domain::{
        entry::kind::Kind,
        name::initials,
        parse::date::parse_past_range,
        review::{Review, contains_flag_quotation},
    },
    export,
    export::{
        ENCRYPTED_EXTENSION, ExportError, ExportOptions, ExportScope, ExportSummary, Format, file_name, with_extension,
    },
    journal::paths,
    ui::{
        action::ExternalCommand,
        background_job::BackgroundJob,
        discreet,
        file_picker::PickerMode,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        text::group_digits,
        tokens::{Tokens, Tone, size},
        widget::{
            button::Button, checkbox::checkbox, dialog::Dialog, field::TextField, progress::progress_bar,
            segmented::segmented,
        },
    },
};

const FORMATS: [(Format, &str); 4] = [
    (Format::Html, "Page (HTML)"),
    (Format::Markdown, "Markdown"),
    (Format::Csv, "Table (CSV)"),
    (Format::Json, "JSON"),
];

/// The export dialog.
pub struct ExportDialog {
    scope: ExportScope,
    title: String,
    /// The name of the person in the suggested name of the file, where the scope is one person or
    /// review: initials in discreet mode.
    subject: Option<String>,
    /// The review, where the scope is one.
    review: Option<Review>,
    /// The number of flags picked as evidence of it, each after a confirmation.
    picked_flags: u64,
    /// Whether the text of the review quotes a flag.
    quotes_flag: bool,
    format: Format,
    from: String,
    to: String,
    with_flags: bool,
    /// Whether the confirmation to include flags is shown.
    confirming_flags: bool,
    encryption: EncryptionChoice,
    path_field: PathField,
    /// The file whose replacement was confirmed, in the file dialog or here.
    replace_confirmed: Option<PathBuf>,
    errors: FieldErrors,
    stage: Stage,
}

/// The stage of the export.
enum Stage {
    Form,
    Running(BackgroundJob<Result<ExportSummary, ExportError>>),
    Done { summary: ExportSummary, path: PathBuf },
}

/// Validation errors by field.
#[derive(Default)]
struct FieldErrors {
    from: Option<String>,
    to: Option<String>,
    path: Option<String>,
    /// The file exists already and may be replaced.
    file_exists: bool,
}

impl FieldErrors {
    fn is_any(&self) -> bool {
        self.from.is_some() || self.to.is_some() || self.path.is_some()
    }
}

/// What was chosen in this frame.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DialogChoice {
    Export,
    Close,
    Stop,
    Browse,
    OpenFolder,
}

fn count_picked_flags(screen: &mut ScreenContext<'_>, review: &Review) -> u64 {
    let evidence = screen.read(|db| db.evidence(review.person, review.period()));
    let flags = evidence.items.iter().filter(|item| item.picked && item.kind == Kind::Flag).count();
    u64::try_from(flags).unwrap_or(u64::MAX)
}

impl ExportDialog {
    /// Opens it for the journal, a person or a review.
    pub fn open(scope: ExportScope, ctx: &Context, screen: &mut ScreenContext<'_>) -> Self {
        let review = match scope {
            ExportScope::Review(uid) => screen.read(|db| db.review(uid)),
            ExportScope::Person(_) | ExportScope::Journal => None,
        };
        let person = match scope {
            ExportScope::Person(id) => screen.read(|db| db.person(id)),
            ExportScope::Review(_) => review.as_ref().and_then(|review| screen.read(|db| db.person(review.person))),
            ExportScope::Journal => None,
        };
        let picked_flags = review.as_ref().map_or(0, |review| count_picked_flags(screen, review));
        let quotes_flag = review.as_ref().is_some_and(|review| contains_flag_quotation(&review.text));
        let format = Format::Html;
        let folder = paths::documents_dir().unwrap_or_default();
        let shown_name = if discreet::is_on(ctx) { initials } else { str::to_owned };
        let subject = person.as_ref().map(|person| shown_name(&person.profile.name));
        let path = folder.join(file_name(subject.as_deref(), review.as_ref(), format, screen.today));
        let title = match &person {
            Some(person) if review.is_some() => format!("Export {}’s review", person.short_name()),
            Some(person) => format!("Export {}’s history", person.short_name()),
            None => "Export journal".to_owned(),
        };
        Self {
            scope,
            title,
            subject,
            review,
            picked_flags,
            quotes_flag,
            format,
            from: String::new(),
            to: String::new(),
            // They were confirmed when they were picked.
            with_flags: picked_flags > 0,
            confirming_flags: false,
            encryption: EncryptionChoice::new(screen.journal.is_encrypted()),
            path_field: PathField::with_path(&path),
            replace_confirmed: None,
            errors: FieldErrors::default(),
            stage: Stage::Form,
        }
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        self.poll();
        let title = self.title.clone();
        let note = match self.stage {
            Stage::Done { .. } => "",
            _ => "Saved on this computer only.",
        };
        let buttons = match self.stage {
            Stage::Form => form_footer,
            Stage::Running(_) => running_footer,
            Stage::Done { .. } => done_footer,
        };
        let ready = !self.path_field.is_picker_open() && !self.confirming_flags;
        let output = Dialog::new(Id::unique("export"), &title).note(note).show(
            ctx,
            |ui| match self.stage {
                Stage::Form => self.show_form(ui, screen.today),
                Stage::Running(_) | Stage::Done { .. } => {
                    self.show_result(ui);
                    None
                }
            },
            |ui| buttons(ui, ready),
        );
        let choice = output.body.or(output.buttons);
        if let Stage::Running(job) = &self.stage {
            // Closing stops the export; the result is still shown.
            if choice == Some(DialogChoice::Stop) || output.closed {
                job.stop();
            }
            return false;
        }
        match (choice, &self.stage) {
            (Some(DialogChoice::Browse), _) => self.browse(ctx, screen.today),
            (Some(DialogChoice::Export), _) if ready => self.start(ctx, screen),
            (Some(DialogChoice::OpenFolder), Stage::Done { path, .. }) => {
                screen.dispatch(ExternalCommand::ShowInFileManager(path.clone()));
            }
            _ => {}
        }
        choice == Some(DialogChoice::Close) || output.closed
    }

    /// Polls the file dialog and the export thread.
    fn poll(&mut self) {
        if let Some(file) = self.path_field.poll_picker() {
            self.on_picked(&file);
        }
        if let Stage::Running(job) = &mut self.stage
            && let Some(result) = job.poll()
        {
            self.stage = match result.unwrap_or_else(|error| Err(error.into())) {
                Ok(summary) => Stage::Done { summary, path: self.path_field.resolved_path() },
                Err(error) => {
                    self.show_error(&error);
                    Stage::Form
                }
            };
        }
    }

    fn on_picked(&mut self, file: &Path) {
        let path = self.with_extension(file);
        self.path_field.path = path.display().to_string();
        self.replace_confirmed = confirmed_replacement(path, file);
        self.errors = FieldErrors::default();
    }

    /// The path with the extension of the format, and that of an encrypted file if it is one.
    fn with_extension(&self, path: &Path) -> PathBuf {
        let is_encrypted = path.extension().is_some_and(|ending| ending == ENCRYPTED_EXTENSION);
        let plain =
            with_extension(if is_encrypted { path.with_extension("") } else { path.to_owned() }.as_path(), self.format);
        if !self.encryption.is_on {
            return plain;
        }
        let mut named = plain.into_os_string();
        named.push(format!(".{ENCRYPTED_EXTENSION}"));
        named.into()
    }

    fn show_error(&mut self, error: &ExportError) {
        let user_error = error.user_facing_error();
        self.errors.file_exists = matches!(error, ExportError::AlreadyExists(_));
        if matches!(error, ExportError::Cancelled) {
            self.path_field.message = Some("Export stopped. Nothing was written.");
        } else if self.errors.file_exists {
            self.errors.path = Some("A file with that name already exists. Nothing was written.".to_owned());
        } else {
            self.errors.path = Some(format!("{} {} {}", user_error.problem, user_error.reassurance, user_error.remedy));
        }
    }

    fn browse(&mut self, ctx: &Context, today: Date) {
        let path = self.path_field.resolved_path();
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_else(|| self.suggested_name(today));
        // The dialog of the desktop hides nothing.
        let title = if discreet::is_on(ctx) { "Export" } else { &self.title };
        self.path_field.browse(ctx, title, &folder, PickerMode::Save(name));
    }

    fn suggested_name(&self, today: Date) -> String {
        file_name(self.subject.as_deref(), self.review.as_ref(), self.format, today)
    }

    fn start(&mut self, ctx: &Context, screen: &ScreenContext<'_>) {
        let options = self.parse(screen.today);
        let passphrase = self.encryption.passphrase();
        let Some(options) = options.filter(|_| !self.errors.is_any()) else { return };
        let Ok(passphrase) = passphrase else { return };
        let path = self.path_field.resolved_path();
        let replace = self.replace_confirmed.as_ref() == Some(&path);
        self.path_field.message = None;
        match start_export(ctx, screen, options, path, replace, passphrase) {
            Ok(job) => self.stage = Stage::Running(job),
            Err(error) => self.show_error(&error),
        }
    }

    /// The options, with `errors` set for invalid fields.
    fn parse(&mut self, today: Date) -> Option<ExportOptions> {
        // A month or a year stands for its first day, or its last.
        let days = |text: &str| match text.trim() {
            "" => Ok(None),
            text => parse_past_range(text, today).map(Some).map_err(|error| error.to_string()),
        };
        let from = days(&self.from).map(|days| days.map(|(first, _)| first));
        let to = days(&self.to).map(|days| days.map(|(_, last)| last));
        self.errors = FieldErrors { from: from.clone().err(), to: to.clone().err(), ..FieldErrors::default() };
        if self.path_field.path.trim().is_empty() {
            self.errors.path = Some("Choose where to save it.".to_owned());
        }
        let (from, to) = (from.ok()?, to.ok()?);
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            self.errors.to = Some("The end date is before the start date.".to_owned());
        }
        Some(ExportOptions { scope: self.scope, format: self.format, from, to, with_flags: self.with_flags, today })
    }

    fn show_form(&mut self, ui: &mut Ui, today: Date) -> Option<DialogChoice> {
        let previous = self.format;
        segmented(ui, "Format", &mut self.format, &FORMATS);
        if self.format != previous {
            self.update_extension(previous);
        }
        let t = Tokens::of(ui);
        ui.label(text::small(self.format_description()).color(t.ink_soft));
        if self.review.is_none() {
            self.show_date_range(ui);
        }
        if self.review.is_some() {
            self.show_review_flags(ui);
        } else if !self.exports_everything() {
            self.show_flags(ui);
        }
        if self.encryption.show(ui) && !self.path_field.path.trim().is_empty() {
            let path = self.with_extension(Path::new(&self.path_field.path));
            self.path_field.path = path.display().to_string();
            self.errors.path = None;
        }
        let browse = self.show_path(ui, today);
        if Shortcut::SubmitDialog.consume(ui) {
            Some(DialogChoice::Export)
        } else {
            browse.then_some(DialogChoice::Browse)
        }
    }

    fn exports_everything(&self) -> bool {
        self.scope == ExportScope::Journal && self.format == Format::Json
    }

    fn format_description(&self) -> &'static str {
        match (self.format, self.scope) {
            (Format::Html, ExportScope::Review(_)) => {
                "Your review and its evidence on one page. Prints cleanly; works offline."
            }
            (Format::Markdown, ExportScope::Review(_)) => "Your review and its evidence, as text you can keep editing.",
            (Format::Csv, ExportScope::Review(_)) => "One row per piece of evidence, for a spreadsheet.",
            (Format::Json, ExportScope::Review(_)) => "The review and its evidence, for another program.",
            (Format::Html, _) => "One page for any browser. Prints cleanly; works offline.",
            (Format::Markdown, _) => "Text with a heading for each month and day.",
            (Format::Csv, _) => "One row per entry, for a spreadsheet.",
            (Format::Json, ExportScope::Journal) => {
                "Everything, for another copy of Rapport, including flags and the trash."
            }
            (Format::Json, ExportScope::Person(_)) => {
                "Everything about this person, for another program. Reviews are included only with flags, because \
                  they may quote one."
            }
        }
    }

    /// Replaces the extension of the file where it was that of the previous format.
    fn update_extension(&mut self, previous: Format) {
        let encrypted = if self.encryption.is_on { format!(".{ENCRYPTED_EXTENSION}") } else { String::new() };
        if let Some(stem) = self.path_field.path.strip_suffix(&format!(".{}{encrypted}", previous.extension())) {
            self.path_field.path = format!("{stem}.{}{encrypted}", self.format.extension());
        }
        self.errors.path = None;
    }

    fn show_date_range(&mut self, ui: &mut Ui) {
        ui.columns(2, |columns| {
            if let [left, right] = columns {
                let from = TextField::singleline("From", &mut self.from)
                    .hint("the first entry")
                    .error(self.errors.from.as_deref());
                from.show(left);
                let to = TextField::singleline("To", &mut self.to).hint("today").error(self.errors.to.as_deref());
                to.show(right);
            }
        });
    }

    /// Flags are private: included only where picked by hand, or quoted in the text.
    fn show_review_flags(&mut self, ui: &mut Ui) {
        let t = Tokens::of(ui);
        let is_quoted = self.quotes_flag && self.format.includes_text();
        if self.picked_flags > 0 {
            self.show_picked_flags(ui);
        } else if !is_quoted {
            ui.label(text::fine("No flags included: you picked none as evidence.").color(t.ink_faint));
        }
        if is_quoted {
            ui.label(text::small("The text quotes a flag. Anyone you give this file to can read it.").color(t.ink));
        }
    }

    fn show_picked_flags(&mut self, ui: &mut Ui) {
        let t = Tokens::of(ui);
        let name = match self.picked_flags {
            1 => "Include the flag you picked".to_owned(),
            many => format!("Include the {many} flags you picked"),
        };
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let mut checked = self.with_flags;
            let toggled = checkbox(ui, &mut checked, &name).changed();
            let label = ui.add(Label::new(text::body(&name).color(t.ink)).sense(Sense::click()));
            if toggled || label.clicked() {
                self.with_flags = !self.with_flags;
            }
            ui.label(text::fine("Flags are private.").color(t.ink_faint));
        });
    }

    fn show_flags(&mut self, ui: &mut Ui) {
        const NAME: &str = "Include flags";
        let t = Tokens::of(ui);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let mut checked = self.with_flags || self.confirming_flags;
            let toggled = checkbox(ui, &mut checked, NAME).changed();
            let label = ui.add(Label::new(text::body(NAME).color(t.ink)).sense(Sense::click()));
            if toggled || label.clicked() {
                self.confirming_flags = !self.with_flags && !self.confirming_flags;
                self.with_flags = false;
            }
            if !self.with_flags && !self.confirming_flags {
                ui.label(text::fine("Flags are private and left out by default.").color(t.ink_faint));
            }
        });
        if self.confirming_flags {
            self.show_flags_confirmation(ui);
        }
    }

    /// The confirmation before flags, which are private, are included.
    fn show_flags_confirmation(&mut self, ui: &mut Ui) {
        let t = Tokens::of(ui);
        let frame = Frame::new()
            .fill(t.kind_soft(Tone::Flag))
            .stroke(Stroke::new(1.0, t.kind_ink(Tone::Flag).gamma_multiply(0.35)))
            .corner_radius(size::CARD_RADIUS)
            .inner_margin(Margin::symmetric(14, 10));
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 8.0;
            let question =
                "Flags are your private observations. Anyone you give this file to can read them. Include them?";
            ui.label(text::small(question).color(t.ink));
            ui.horizontal(|ui| {
                if ui.add(Button::plain("Include").small()).clicked() {
                    (self.with_flags, self.confirming_flags) = (true, false);
                }
                if ui.add(Button::quiet("Leave out").small()).clicked() {
                    self.confirming_flags = false;
                }
            });
        });
    }

    /// Returns whether the file dialog was requested.
    fn show_path(&mut self, ui: &mut Ui, today: Date) -> bool {
        let hint = self.suggested_name(today);
        let (field, browse) = self.path_field.show(ui, "Save as", &hint, self.errors.path.as_deref(), &["Browse…"]);
        if field.changed() {
            (self.errors.path, self.errors.file_exists) = (None, false);
        }
        if self.errors.file_exists && ui.add(Button::plain("Replace").small()).clicked() {
            self.replace_confirmed = Some(self.path_field.resolved_path());
            self.errors = FieldErrors::default();
            self.path_field.message = Some("The existing file will be replaced.");
        }
        self.path_field.show_message(ui);
        browse.is_some()
    }

    fn show_result(&mut self, ui: &mut Ui) {
        let t = Tokens::of(ui);
        self.encryption.clear(ui);
        match &self.stage {
            Stage::Form => {}
            Stage::Running(job) => progress_bar(ui, job.done_and_total(), "entries"),
            Stage::Done { summary, path } => {
                let (prefix, one, many) = match self.review {
                    Some(_) => ("the review with ", "piece of evidence", "pieces of evidence"),
                    None => ("", "entry", "entries"),
                };
                let entries = if summary.entries == 1 { one } else { many };
                let text = format!("Exported {prefix}{} {entries} to", group_digits(summary.entries));
                ui.label(text::body(text).color(t.ink));
                ui.label(text::body_medium(path.display().to_string()).color(t.ink));
                let note = match summary.flags_left_out {
                    0 => "The file is readable only by you.".to_owned(),
                    1 => "1 flag was left out. The file is readable only by you.".to_owned(),
                    flags => format!("{} flags were left out. The file is readable only by you.", group_digits(flags)),
                };
                ui.label(text::small(note).color(t.ink_soft));
                if self.encryption.is_on {
                    let note = "Open it with “age --decrypt” and its passphrase.";
                    ui.label(text::small(note).color(t.ink_soft));
                }
                ui.allocate_space(vec2(0.0, 2.0));
            }
        }
    }
}

/// The file dialog has confirmed the replacement of the picked file, but not of one with another
/// extension.
fn confirmed_replacement(path: PathBuf, picked: &Path) -> Option<PathBuf> {
    (path == picked).then_some(path)
}

fn form_footer(ui: &mut Ui, ready: bool) -> Option<DialogChoice> {
    let export = ui.add_enabled(ready, Button::primary("Export")).clicked();
    let close = ui.add(Button::plain("Cancel")).clicked();
    if export { Some(DialogChoice::Export) } else { close.then_some(DialogChoice::Close) }
}

fn running_footer(ui: &mut Ui, _: bool) -> Option<DialogChoice> {
    ui.add(Button::plain("Stop")).clicked().then_some(DialogChoice::Stop)
}

fn done_footer(ui: &mut Ui, _: bool) -> Option<DialogChoice> {
    let close = ui.add(Button::primary("Close")).clicked();
    let open = ui.add(Button::plain("Open folder")).clicked();
    if open { Some(DialogChoice::OpenFolder) } else { close.then_some(DialogChoice::Close) }
}

/// Starts the export on a thread of its own.
fn start_export(
    ctx: &Context,
    screen: &ScreenContext<'_>,
    options: ExportOptions,
    path: PathBuf,
    replace: bool,
    passphrase: Option<SecretString>,
) -> Result<BackgroundJob<Result<ExportSummary, ExportError>>, ExportError> {
    // A connection of its own: the window keeps reading with its own.
    let db = screen.journal.open_reader()?;
    let damage = screen.journal.damage_reporter();
    let work = move |progress: &mut export::ProgressFn<'_>| {
        let target = export::Target { path: &path, replace, passphrase: passphrase.as_ref() };
        export::to_file(&db, &options, &target, progress).inspect_err(|error| {
            if let ExportError::Store(error) = error {
                damage.report(error);
            }
        })
    };
    Ok(BackgroundJob::start("export", ctx, work)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unconfirmed_file_is_not_replaced() {
        for (picked, is_asked_about) in [("/docs/dana.html", true), ("/docs/dana", false), ("/docs/Dr. Smith", false)] {
            let path = with_extension(Path::new(picked), Format::Html);
            assert_eq!(confirmed_replacement(path, Path::new(picked)).is_some(), is_asked_about, "{picked}");
        }
    }
}
