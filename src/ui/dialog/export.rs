//! What leaves the journal: of whom, as what, of which days, to which file; then how far it is, and where it lies.

use std::path::{Path, PathBuf};

use eframe::egui::{Context, Frame, Id, Key, Label, Margin, Modifiers, Sense, Stroke, Ui, vec2};
use jiff::civil::Date;

use super::path_field::PathField;
use crate::{
    domain::{
        day::parse_past_stretch,
        kind::Kind,
        person::Person,
        review::{Review, quotes_a_flag},
    },
    export::{self, ExportError, Format, Made, Of, Order, file_name, with_ending},
    journal::place,
    ui::{
        action::Action,
        desk::Desk,
        file_picker::Wanted,
        job::Job,
        keys,
        text::{self, grouped},
        tokens::{Tokens, Tone, size},
        widget::{
            button::Button, checkbox::tick, dialog::Dialog, field::Field, progress::progress, segmented::segmented,
        },
    },
};

const FORMATS: [(Format, &str); 4] = [
    (Format::Html, "Page (HTML)"),
    (Format::Markdown, "Markdown"),
    (Format::Csv, "Table (CSV)"),
    (Format::Json, "JSON"),
];

/// The dialog.
pub struct Export {
    of: Of,
    title: String,
    /// Whom it is about, where it is about one person.
    person: Option<Person>,
    /// The review, where it is one.
    review: Option<Review>,
    /// How many flags were picked as evidence of it, each after a question.
    picked_flags: u64,
    /// Whether the text of the review quotes one.
    quotes_a_flag: bool,
    format: Format,
    from: String,
    to: String,
    with_flags: bool,
    /// Whether flags are really meant to be in it is being asked.
    asking_flags: bool,
    path: PathField,
    /// The file that the desktop's dialog, or the window, has asked about replacing.
    replace: Option<PathBuf>,
    wrong: Wrong,
    stage: Stage,
}

/// How far it has come.
enum Stage {
    Asking,
    Working(Job<Result<Made, ExportError>>),
    Made { made: Made, path: PathBuf },
}

/// What is wrong with what was asked for.
#[derive(Default)]
struct Wrong {
    from: Option<String>,
    to: Option<String>,
    path: Option<String>,
    /// The file is there already, and could be replaced.
    exists: bool,
}

impl Wrong {
    fn is_any(&self) -> bool {
        self.from.is_some() || self.to.is_some() || self.path.is_some()
    }
}

/// What was chosen in this frame.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chosen {
    Export,
    Close,
    Stop,
    Browse,
    OpenFolder,
}

fn picked_flags(desk: &mut Desk<'_>, review: &Review) -> u64 {
    let evidence = desk.read(|db| db.evidence(review.person, review.period()));
    let flags = evidence.pieces.iter().filter(|piece| piece.picked && piece.kind == Kind::Flag).count();
    u64::try_from(flags).unwrap_or(u64::MAX)
}

impl Export {
    /// Asks how the journal or a person's history is to be exported.
    pub fn open(of: Of, desk: &mut Desk<'_>) -> Self {
        let review = match of {
            Of::Review(uid) => desk.read(|db| db.review(uid)),
            Of::Person(_) | Of::Journal => None,
        };
        let person = match of {
            Of::Person(id) => desk.read(|db| db.person(id)),
            Of::Review(_) => review.as_ref().and_then(|review| desk.read(|db| db.person(review.person))),
            Of::Journal => None,
        };
        let picked_flags = review.as_ref().map_or(0, |review| picked_flags(desk, review));
        let quotes_a_flag = review.as_ref().is_some_and(|review| quotes_a_flag(&review.text));
        let format = Format::Html;
        let folder = place::documents().unwrap_or_default();
        let path = folder.join(file_name(person.as_ref(), review.as_ref(), format, desk.today));
        let title = match &person {
            Some(person) if review.is_some() => format!("Export the review of {}", person.profile.short_name()),
            Some(person) => format!("Export what you wrote about {}", person.profile.short_name()),
            None => "Export the journal".to_owned(),
        };
        Self {
            of,
            title,
            person,
            review,
            picked_flags,
            quotes_a_flag,
            format,
            from: String::new(),
            to: String::new(),
            // They were asked about when they were picked.
            with_flags: picked_flags > 0,
            asking_flags: false,
            path: PathField::holding(&path),
            replace: None,
            wrong: Wrong::default(),
            stage: Stage::Asking,
        }
    }

    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, desk: &mut Desk<'_>) -> bool {
        self.hear();
        let title = self.title.clone();
        let note = match self.stage {
            Stage::Made { .. } => "",
            _ => "Written to this computer only.",
        };
        let buttons = match self.stage {
            Stage::Asking => footer_asking,
            Stage::Working(_) => footer_working,
            Stage::Made { .. } => footer_made,
        };
        let ready = !self.path.is_asking() && !self.asking_flags;
        let output = Dialog::new(Id::unique("export"), &title).note(note).show(
            ctx,
            |ui| match self.stage {
                Stage::Asking => self.show_asking(ui, desk.today),
                Stage::Working(_) | Stage::Made { .. } => {
                    self.show_result(ui);
                    None
                }
            },
            |ui| buttons(ui, ready),
        );
        let chosen = output.body.or(output.buttons);
        if let Stage::Working(job) = &self.stage {
            // Leaving it is stopping it; what becomes of it is said.
            if chosen == Some(Chosen::Stop) || output.closed {
                job.stop();
            }
            return false;
        }
        match (chosen, &self.stage) {
            (Some(Chosen::Browse), _) => self.browse(ctx, desk.today),
            (Some(Chosen::Export), _) if ready => self.begin(ctx, desk),
            (Some(Chosen::OpenFolder), Stage::Made { path, .. }) => desk.ask(Action::OpenFolder(path.clone())),
            _ => {}
        }
        chosen == Some(Chosen::Close) || output.closed
    }

    /// Hears the desktop's dialog, and the thread that writes.
    fn hear(&mut self) {
        if let Some(file) = self.path.picked() {
            self.picked(&file);
        }
        if let Stage::Working(job) = &mut self.stage
            && let Some(over) = job.over()
        {
            self.stage = match over.unwrap_or_else(|error| Err(error.into())) {
                Ok(made) => Stage::Made { made, path: self.path.meant() },
                Err(error) => {
                    self.refused(&error);
                    Stage::Asking
                }
            };
        }
    }

    fn picked(&mut self, file: &Path) {
        let path = with_ending(file, self.format);
        self.path.path = path.display().to_string();
        self.replace = asked_about(path, file);
        self.wrong = Wrong::default();
    }

    fn refused(&mut self, error: &ExportError) {
        let trouble = error.trouble();
        self.wrong.exists = matches!(error, ExportError::Exists(_));
        if matches!(error, ExportError::Stopped) {
            self.path.said = Some("Stopped. Nothing was written.");
        } else if self.wrong.exists {
            self.wrong.path = Some("A file of that name is there already. Nothing was written.".to_owned());
        } else {
            self.wrong.path = Some(format!("{} {} {}", trouble.happened, trouble.safe, trouble.to_do));
        }
    }

    fn browse(&mut self, ctx: &Context, today: Date) {
        let path = self.path.meant();
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_else(|| file_name(self.person.as_ref(), self.review.as_ref(), self.format, today));
        self.path.browse(ctx, &self.title, &folder, Wanted::Save(name));
    }

    fn begin(&mut self, ctx: &Context, desk: &Desk<'_>) {
        let order = self.read(desk.today);
        let Some(order) = order.filter(|_| !self.wrong.is_any()) else { return };
        let path = self.path.meant();
        let replace = self.replace.as_ref() == Some(&path);
        self.path.said = None;
        match write(ctx, desk, order, path, replace) {
            Ok(job) => self.stage = Stage::Working(job),
            Err(error) => self.refused(&error),
        }
    }

    /// What is asked for; says what is wrong with it.
    fn read(&mut self, today: Date) -> Option<Order> {
        // Of a month or a year the first day, or the last.
        let days = |said: &str| match said.trim() {
            "" => Ok(None),
            said => parse_past_stretch(said, today).map(Some).map_err(|error| error.to_string()),
        };
        let from = days(&self.from).map(|days| days.map(|(first, _)| first));
        let to = days(&self.to).map(|days| days.map(|(_, last)| last));
        self.wrong = Wrong { from: from.clone().err(), to: to.clone().err(), ..Wrong::default() };
        if self.path.path.trim().is_empty() {
            self.wrong.path = Some("Say where to write it.".to_owned());
        }
        let (from, to) = (from.ok()?, to.ok()?);
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            self.wrong.to = Some("This day is before the other.".to_owned());
        }
        Some(Order { of: self.of, format: self.format, from, to, with_flags: self.with_flags, today })
    }

    fn show_asking(&mut self, ui: &mut Ui, today: Date) -> Option<Chosen> {
        let before = self.format;
        segmented(ui, "Format", &mut self.format, &FORMATS);
        if self.format != before {
            self.rename(before);
        }
        let t = Tokens::of(ui);
        ui.label(text::small(self.what_it_is()).color(t.ink_soft));
        if self.review.is_none() {
            self.show_days(ui);
        }
        if self.review.is_some() {
            self.show_flags_of_review(ui);
        } else if !self.order_has_all() {
            self.show_flags(ui);
        }
        let browse = self.show_path(ui, today);
        if keys::take(ui, Modifiers::COMMAND, Key::Enter) {
            Some(Chosen::Export)
        } else {
            browse.then_some(Chosen::Browse)
        }
    }

    fn order_has_all(&self) -> bool {
        self.of == Of::Journal && self.format == Format::Json
    }

    fn what_it_is(&self) -> &'static str {
        match (self.format, self.of) {
            (Format::Html, Of::Review(_)) => {
                "What you say and its evidence, as one page. It prints well, and fetches nothing."
            }
            (Format::Markdown, Of::Review(_)) => "What you say and its evidence, as a text to go on with.",
            (Format::Csv, Of::Review(_)) => "A row for each piece of evidence, for a spreadsheet.",
            (Format::Json, Of::Review(_)) => "The review and its evidence, for another program.",
            (Format::Html, _) => "One page to read in any browser. It prints well, and fetches nothing.",
            (Format::Markdown, _) => "A text with a heading for each month and day, to read or to go on with.",
            (Format::Csv, _) => "A row for each entry, for a spreadsheet.",
            (Format::Json, Of::Journal) => "Everything, for another copy of Rapport. Flags and the trash are in it.",
            (Format::Json, Of::Person(_)) => {
                "Everything about them, for another program. Your reviews come with flags only: they may quote one."
            }
        }
    }

    /// Gives the file the ending of the format, where it had that of the one before.
    fn rename(&mut self, before: Format) {
        if let Some(stem) = self.path.path.strip_suffix(&format!(".{}", before.ending())) {
            self.path.path = format!("{stem}.{}", self.format.ending());
        }
        self.wrong.path = None;
    }

    fn show_days(&mut self, ui: &mut Ui) {
        ui.columns(2, |columns| {
            if let [left, right] = columns {
                let from = Field::line("From", &mut self.from).hint("the beginning").error(self.wrong.from.as_deref());
                from.show(left);
                let to = Field::line("To", &mut self.to).hint("today").error(self.wrong.to.as_deref());
                to.show(right);
            }
        });
    }

    /// Flags are private: they are only in it where they were picked by hand, or quoted in the text.
    fn show_flags_of_review(&mut self, ui: &mut Ui) {
        let t = Tokens::of(ui);
        let is_quoted = self.quotes_a_flag && self.format.has_text();
        if self.picked_flags > 0 {
            self.show_picked_flags(ui);
        } else if !is_quoted {
            ui.label(text::fine("Without flags: you picked none as evidence.").color(t.ink_faint));
        }
        if is_quoted {
            ui.label(text::small("The text quotes a flag. Whoever gets this file reads it.").color(t.ink));
        }
    }

    fn show_picked_flags(&mut self, ui: &mut Ui) {
        let t = Tokens::of(ui);
        let name = match self.picked_flags {
            1 => "With the flag that you picked".to_owned(),
            many => format!("With the {many} flags that you picked"),
        };
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let mut on = self.with_flags;
            let ticked = tick(ui, &mut on, &name).changed();
            let word = ui.add(Label::new(text::body(&name).color(t.ink)).sense(Sense::click()));
            if ticked || word.clicked() {
                self.with_flags = !self.with_flags;
            }
            ui.label(text::fine("Flags are private.").color(t.ink_faint));
        });
    }

    fn show_flags(&mut self, ui: &mut Ui) {
        const NAME: &str = "With flags";
        let t = Tokens::of(ui);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let mut on = self.with_flags || self.asking_flags;
            let ticked = tick(ui, &mut on, NAME).changed();
            let word = ui.add(Label::new(text::body(NAME).color(t.ink)).sense(Sense::click()));
            if ticked || word.clicked() {
                self.asking_flags = !self.with_flags && !self.asking_flags;
                self.with_flags = false;
            }
            if !self.with_flags && !self.asking_flags {
                ui.label(text::fine("They are private, and left out unless you ask for them.").color(t.ink_faint));
            }
        });
        if self.asking_flags {
            self.ask_about_flags(ui);
        }
    }

    /// The question first: a flag was written for nobody else.
    fn ask_about_flags(&mut self, ui: &mut Ui) {
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
                "Flags are what you noticed before you knew. Whoever gets this file reads them too. Put them in?";
            ui.label(text::small(question).color(t.ink));
            ui.horizontal(|ui| {
                if ui.add(Button::plain("Put them in").small()).clicked() {
                    (self.with_flags, self.asking_flags) = (true, false);
                }
                if ui.add(Button::quiet("Leave them out").small()).clicked() {
                    self.asking_flags = false;
                }
            });
        });
    }

    /// Whether the desktop's dialog is asked for.
    fn show_path(&mut self, ui: &mut Ui, today: Date) -> bool {
        let hint = file_name(self.person.as_ref(), self.review.as_ref(), self.format, today);
        let (field, browse) = self.path.show(ui, "Save as", &hint, self.wrong.path.as_deref(), &["Browse…"]);
        if field.changed() {
            (self.wrong.path, self.wrong.exists) = (None, false);
        }
        if self.wrong.exists && ui.add(Button::plain("Replace it").small()).clicked() {
            self.replace = Some(self.path.meant());
            self.wrong = Wrong::default();
            self.path.said = Some("It will be replaced.");
        }
        self.path.show_said(ui);
        browse.is_some()
    }

    fn show_result(&self, ui: &mut Ui) {
        let t = Tokens::of(ui);
        match &self.stage {
            Stage::Asking => {}
            Stage::Working(job) => progress(ui, job.so_far(), "entries"),
            Stage::Made { made, path } => {
                let (before, one, many) = match self.review {
                    Some(_) => ("the review with ", "piece of evidence", "pieces of evidence"),
                    None => ("", "entry", "entries"),
                };
                let entries = if made.entries == 1 { one } else { many };
                let said = format!("Exported {before}{} {entries} to", grouped(made.entries));
                ui.label(text::body(said).color(t.ink));
                ui.label(text::body_medium(path.display().to_string()).color(t.ink));
                let private = match made.flags_left_out {
                    0 => "Only you can open the file, until you give it to somebody.".to_owned(),
                    1 => "1 flag was left out. Only you can open the file, until you give it to somebody.".to_owned(),
                    flags => format!(
                        "{} flags were left out. Only you can open the file, until you give it to somebody.",
                        grouped(flags)
                    ),
                };
                ui.label(text::small(private).color(t.ink_soft));
                ui.allocate_space(vec2(0.0, 2.0));
            }
        }
    }
}

/// What may be replaced: what is at the place that was picked was asked about by the desktop's dialog, but nobody was asked
/// about another.
fn asked_about(path: PathBuf, picked: &Path) -> Option<PathBuf> {
    (path == picked).then_some(path)
}

fn footer_asking(ui: &mut Ui, ready: bool) -> Option<Chosen> {
    let export = ui.add_enabled(ready, Button::primary("Export")).clicked();
    let close = ui.add(Button::plain("Cancel")).clicked();
    if export { Some(Chosen::Export) } else { close.then_some(Chosen::Close) }
}

fn footer_working(ui: &mut Ui, _: bool) -> Option<Chosen> {
    ui.add(Button::plain("Stop")).clicked().then_some(Chosen::Stop)
}

fn footer_made(ui: &mut Ui, _: bool) -> Option<Chosen> {
    let close = ui.add(Button::primary("Close")).clicked();
    let open = ui.add(Button::plain("Open the folder")).clicked();
    if open { Some(Chosen::OpenFolder) } else { close.then_some(Chosen::Close) }
}

/// Begins to write, on a thread of its own.
fn write(
    ctx: &Context,
    desk: &Desk<'_>,
    order: Order,
    path: PathBuf,
    replace: bool,
) -> Result<Job<Result<Made, ExportError>>, ExportError> {
    // A connection of its own: the window goes on reading with its own.
    let db = desk.journal.reader()?;
    let work = move |watch: &mut export::Watch<'_>| export::to_file(&db, &order, &path, replace, watch);
    Ok(Job::start("export", ctx, work)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_nobody_was_asked_about_is_not_replaced() {
        for (picked, is_asked_about) in [("/docs/dana.html", true), ("/docs/dana", false), ("/docs/Dr. Smith", false)] {
            let path = with_ending(Path::new(picked), Format::Html);
            assert_eq!(asked_about(path, Path::new(picked)).is_some(), is_asked_about, "{picked}");
        }
    }
}
