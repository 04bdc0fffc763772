//! Quick capture: a small composer over everything, in a window of its own. Person and kind follow
//! from what is typed, and are shown before the entry is saved.

mod person_choice;

use eframe::egui::{
    Align, CentralPanel, Context, Frame, Id, Label, Layout, Margin, Memory, Role, ScrollArea, TextEdit, Ui,
    ViewportBuilder, ViewportCommand, ViewportId, WidgetInfo, WindowLevel, accesskit::Live, pos2, vec2,
};
use jiff::civil::Date;

use self::person_choice::{PersonOption, option_id, show_choice};
use super::{
    action::Submission,
    discreet, keys, kind_style,
    palette::jot::parse_line,
    screen_context::ScreenContext,
    shortcut::Shortcut,
    text::{self, Type, Weight},
    tokens::{Tokens, Tone},
    widget::{button::Button, chip::Chip, field},
};
use crate::{
    domain::{
        id::PersonId,
        name::{split_ambiguous_name, split_leading_name},
        parse::{entry_line::EntryLine, prefix::Prefix},
    },
    journal::{
        change::{Change, ChangeError},
        writer_event::{ChangeTicket, WriterEvent},
    },
    store::PersonSummary,
    wording::quick_jot::{describe_target, saved_notice},
};

/// The draft key of the field.
pub const FIELD_KEY: &str = "capture";
/// The title of its window.
pub const TITLE: &str = "Quick capture";
/// The size of its window, in points.
pub const SIZE: [f32; 2] = [460.0, 120.0];

const FIELD_NAME: &str = "What do you want to note?";
const HINT: &str = "dana ! quiet today";
const MARGIN: i8 = 8;
const FIELD_HEIGHT: f32 = 40.0;
const ROW_HEIGHT: f32 = 26.0;
/// How long the confirmation is shown, in seconds.
const CONFIRMATION_SECONDS: f64 = 0.9;

/// The open composer.
pub struct Capture {
    text: String,
    /// The people that are not archived.
    people: Vec<PersonSummary>,
    /// The state of the journal and the day at which they were read.
    read_at: Option<(u64, Date)>,
    /// The person that was chosen where the text names none.
    chosen: Option<PersonId>,
    phase: Phase,
    error: Option<String>,
    wants_caret_at_end: bool,
    /// The zoom factor that the window has its size for.
    zoom: f32,
}

enum Phase {
    Writing,
    /// The entry about the person with this short name is being stored.
    Saving {
        ticket: Option<ChangeTicket>,
        short_name: String,
    },
    /// It was stored.
    Saved {
        short_name: String,
        since: Option<f64>,
    },
}

/// What a frame of the composer came to.
pub enum CaptureOutcome {
    /// It stays open.
    Open,
    /// It closes.
    Closed,
    /// The entry is to be saved; [`Capture::on_submitted`] is told the ticket.
    Submitted(Box<Submission>),
}

/// What the text means.
struct Reading {
    /// The person, named in the text or chosen.
    person: Option<PersonId>,
    /// The people that it can be; empty where the text names one.
    candidates: Vec<PersonId>,
    /// The entry; none while there is no text for it.
    line: Option<EntryLine>,
}

/// The keys that were pressed in a frame.
struct PressedKeys {
    save: bool,
    close: bool,
    /// How far the choice of the person is to move.
    step: isize,
}

impl Capture {
    /// Opens it with the text that was begun before, and a new one after it.
    pub fn open(text: &str, screen: &mut ScreenContext<'_>) -> Self {
        let draft = screen.draft(FIELD_KEY).map(|draft| draft.text).unwrap_or_default();
        let mut capture = Self {
            text: draft,
            people: Vec::new(),
            read_at: None,
            chosen: None,
            phase: Phase::Writing,
            error: None,
            wants_caret_at_end: true,
            zoom: 1.0,
        };
        capture.add_text(text, screen);
        capture
    }

    /// Adds a text on a line of its own.
    pub fn add_text(&mut self, text: &str, screen: &mut ScreenContext<'_>) {
        if !matches!(self.phase, Phase::Writing) {
            (self.phase, self.text) = (Phase::Writing, String::new());
        }
        if text.trim().is_empty() || self.text.trim() == text.trim() {
            return;
        }
        if !self.text.trim().is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(text);
        self.wants_caret_at_end = true;
        screen.set_draft(FIELD_KEY, "", &self.text);
    }

    /// Remembers the ticket of the entry that is being stored.
    pub fn on_submitted(&mut self, submitted: ChangeTicket) {
        if let Phase::Saving { ticket, .. } = &mut self.phase {
            *ticket = Some(submitted);
        }
    }

    /// Confirms that the entry was stored, or says why it was not.
    pub fn on_event(&mut self, event: &WriterEvent) {
        let Phase::Saving { ticket: Some(awaited), short_name } = &self.phase else { return };
        match event {
            WriterEvent::Committed { ticket, .. } if ticket == awaited => {
                self.phase = Phase::Saved { short_name: short_name.clone(), since: None };
                self.text.clear();
            }
            WriterEvent::Rejected { ticket, error, .. } if ticket == awaited => {
                self.error = Some(match error {
                    ChangeError::Store(error) => error.user_facing_error().problem,
                    error => error.to_string(),
                });
                self.phase = Phase::Writing;
            }
            _ => {}
        }
    }

    /// Shows it in its window.
    pub fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) -> CaptureOutcome {
        self.refresh(screen);
        if self.is_over(ui) {
            return CaptureOutcome::Closed;
        }
        self.resize(ui);
        let keys = self.take_keys(ui);
        let t = Tokens::of(ui);
        let frame = Frame::new().fill(t.card).stroke((1.0, t.line)).inner_margin(Margin::same(MARGIN));
        let buttons = CentralPanel::default().frame(frame).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            self.show_field(ui, screen);
            let reading = self.reading(screen.today);
            self.move_choice(&reading, keys.step);
            ui.allocate_ui_with_layout(
                vec2(ui.available_width(), ROW_HEIGHT),
                Layout::left_to_right(Align::Center),
                |ui| {
                    self.show_reading(ui, screen.today, &reading);
                },
            );
            self.show_footer(ui, &reading)
        });
        let is_closed =
            ui.input(|input| input.viewport().close_requested()) && ui.ctx().viewport_id() != ViewportId::ROOT;
        if keys.close || buttons.inner.close || is_closed {
            return CaptureOutcome::Closed;
        }
        if keys.save || buttons.inner.save { self.save(screen) } else { CaptureOutcome::Open }
    }

    /// Reads the people again if the journal has changed.
    fn refresh(&mut self, screen: &mut ScreenContext<'_>) {
        let now = (screen.journal.generation(), screen.today);
        if self.read_at == Some(now) {
            return;
        }
        self.read_at = Some(now);
        if screen.read_into(&mut self.people, |db| db.person_summaries(now.1)) {
            self.people.retain(|summary| summary.person.archived_at.is_none());
        }
    }

    /// Makes the window larger or smaller with what is in it.
    fn resize(&mut self, ctx: &Context) {
        let zoom = ctx.zoom_factor();
        if (zoom - self.zoom).abs() > 0.001 {
            self.zoom = zoom;
            let size = vec2(SIZE[0], SIZE[1]);
            for command in [ViewportCommand::MinInnerSize(size), ViewportCommand::InnerSize(size)] {
                ctx.send_viewport_cmd(command);
            }
        }
    }

    /// Whether the confirmation was shown long enough.
    fn is_over(&mut self, ctx: &Context) -> bool {
        let Phase::Saved { since, .. } = &mut self.phase else { return false };
        let now = ctx.input(|input| input.time);
        let left = *since.get_or_insert(now) + CONFIRMATION_SECONDS - now;
        if left > 0.0 {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(left));
        }
        left <= 0.0
    }

    /// Takes the keys before the field sees them. Where the text names somebody, the arrow keys
    /// move the caret; on a button, Enter presses it.
    fn take_keys(&self, ui: &Ui) -> PressedKeys {
        let focused = ui.memory(Memory::focused);
        let is_in_field = focused.is_none_or(|focused| focused == field_id());
        let chooses = is_in_field && !self.text.contains('\n');
        let presses = |shortcut: Shortcut| {
            let count = if chooses { shortcut.consume_presses(ui) } else { 0 };
            isize::try_from(count).unwrap_or_default()
        };
        let is_option = |summary: &PersonSummary| focused == Some(option_id(summary.person.id));
        PressedKeys {
            save: (is_in_field || self.people.iter().any(is_option)) && Shortcut::SaveCapture.consume(ui),
            close: Shortcut::CloseCapture.consume(ui),
            step: presses(Shortcut::NextCapturePerson) - presses(Shortcut::PreviousCapturePerson),
        }
    }

    fn show_field(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let id = field_id();
        if let Some(error) = keys::reject_oversized_paste(ui, &self.text) {
            self.error = Some(error);
        }
        field::keep_caret_in_text(ui, id, &self.text);
        field::apply_line_height(ui, Type::Body);
        let t = Tokens::of(ui);
        let hint = if matches!(self.phase, Phase::Writing) { HINT } else { "" };
        let edit = TextEdit::multiline(&mut self.text)
            .id(id)
            .font(text::font(Type::Body, Weight::Regular))
            .hint_text(discreet::hint(text::body(hint).color(t.ink_faint)))
            .frame(Frame::NONE)
            .desired_rows(2)
            .desired_width(f32::INFINITY)
            .return_key(Shortcut::NewLine.keys())
            .interactive(matches!(self.phase, Phase::Writing));
        let area =
            ScrollArea::vertical().id_salt("capture text").max_height(FIELD_HEIGHT).min_scrolled_height(FIELD_HEIGHT);
        let output = area.show(ui, |ui| edit.show(ui)).inner;
        let response = output.response.response.clone().accessible_name(FIELD_NAME);
        if ui.memory(Memory::focused).is_none() {
            response.request_focus();
        }
        if std::mem::take(&mut self.wants_caret_at_end) {
            field::move_caret(ui, id, self.text.chars().count());
        }
        if response.changed() {
            self.error = None;
            screen.set_draft(FIELD_KEY, "", &self.text);
        }
    }

    fn reading(&self, today: Date) -> Reading {
        if let Ok((summary, _)) = split_leading_name(&self.text, &self.people, |summary| summary.person.names()) {
            let line = parse_line(&self.text, &self.people, None, today).jot.map(|jot| jot.line);
            return Reading { person: Some(summary.person.id), candidates: Vec::new(), line };
        }
        let ambiguous = split_ambiguous_name(&self.text, &self.people, |summary| summary.person.names());
        let (candidates, words) = ambiguous.unwrap_or_else(|| (self.people.iter().collect(), &self.text));
        let candidates: Vec<PersonId> = candidates.iter().map(|summary| summary.person.id).collect();
        let person = self.chosen.filter(|chosen| candidates.contains(chosen));
        // The kind is shown before anybody is chosen.
        let about = person.or(candidates.first().copied());
        let line = parse_line(words, &self.people, about, today).jot.map(|jot| jot.line);
        Reading { person, candidates, line }
    }

    fn move_choice(&mut self, reading: &Reading, step: isize) {
        let Some(count) = isize::try_from(reading.candidates.len()).ok().filter(|count| *count > 0 && step != 0) else {
            return;
        };
        let current = reading.candidates.iter().position(|candidate| Some(*candidate) == reading.person);
        let current = current.and_then(|index| isize::try_from(index).ok());
        let next = match current {
            Some(index) => index + step,
            None if step > 0 => step - 1,
            None => step,
        };
        let next = usize::try_from(next.rem_euclid(count)).unwrap_or_default();
        self.choose(reading.candidates.get(next).copied());
    }

    fn choose(&mut self, person: Option<PersonId>) {
        self.chosen = person;
        self.error = None;
    }

    fn short_name(&self, person: PersonId) -> Option<&str> {
        let summary = self.people.iter().find(|summary| summary.person.id == person)?;
        Some(summary.person.short_name())
    }

    /// The kind and the person that the text means, or the people to choose from.
    fn show_reading(&mut self, ui: &mut Ui, today: Date, reading: &Reading) {
        let t = Tokens::of(ui);
        ui.spacing_mut().item_spacing.x = 8.0;
        if let Phase::Saved { short_name, .. } = &self.phase {
            let notice = saved_notice(short_name);
            let shown = format!("{} {notice}", super::icons::CHECK);
            let label = ui.add(Label::new(text::body_medium(shown).color(t.accent)));
            label.widget_info(|| WidgetInfo::labeled(Role::Status, true, &notice));
            return;
        }
        let prefix = reading.line.as_ref().map_or(Prefix::Note, |line| line.prefix);
        if reading.line.is_some() {
            ui.add(Chip::new(kind_style::tone(prefix.kind()), prefix.label()).icon(kind_style::icon(prefix.kind())));
        }
        if !reading.candidates.is_empty() {
            let people = &self.people;
            let of = |id: &PersonId| {
                let person = &people.iter().find(|summary| summary.person.id == *id)?.person;
                Some(PersonOption { person: *id, name: &person.profile.name, short_name: person.short_name() })
            };
            let options: Vec<PersonOption<'_>> = reading.candidates.iter().filter_map(of).collect();
            let chosen = show_choice(ui, &options, reading.person);
            if chosen.is_some() {
                self.choose(chosen);
            }
        } else if let (Some(name), Some(line)) =
            (reading.person.and_then(|person| self.short_name(person)), &reading.line)
        {
            ui.add(Label::new(text::small(describe_target(line, name, today)).color(t.ink)).truncate());
        }
    }

    fn show_footer(&self, ui: &mut Ui, reading: &Reading) -> Buttons {
        ui.allocate_ui_with_layout(
            vec2(ui.available_width(), ROW_HEIGHT + 2.0),
            Layout::left_to_right(Align::Center),
            |ui| {
                let (save_key, close_key) = (Shortcut::SaveCapture.label(ui), Shortcut::CloseCapture.label(ui));
                let save = Button::primary("Save").shortcut(&save_key).small();
                let close = Button::plain("Close").shortcut(&close_key).small();
                let spacing = 8.0;
                let message_width = (ui.available_width() - save.width(ui) - close.width(ui) - 2.0 * spacing).max(0.0);
                ui.spacing_mut().item_spacing.x = spacing;
                let size = vec2(message_width, ui.available_height());
                ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
                    ui.set_min_width(message_width);
                    self.show_message(ui, reading);
                });
                let is_writing = matches!(self.phase, Phase::Writing);
                let save = ui.add_enabled(is_writing && reading.line.is_some(), save).clicked();
                Buttons { save, close: ui.add(close).clicked() }
            },
        )
        .inner
    }

    /// What is wrong, or what to do next.
    fn show_message(&self, ui: &mut Ui, reading: &Reading) {
        let t = Tokens::of(ui);
        let (message, ink) = match (&self.error, &self.phase) {
            (Some(error), _) => (error.as_str(), t.kind_ink(Tone::Flag)),
            (None, Phase::Saving { .. }) => ("Saving…", t.ink_faint),
            (None, Phase::Writing) if self.text.trim().is_empty() => ("Begin with a name.", t.ink_faint),
            (None, Phase::Writing) if reading.person.is_none() => ("Choose a person: Tab, Up or Down", t.ink_faint),
            (None, Phase::Writing) if reading.line.is_none() => ("Write something after the name.", t.ink_faint),
            (None, Phase::Writing | Phase::Saved { .. }) => return,
        };
        let label = ui.add(Label::new(text::fine(message).color(ink)).truncate());
        if self.error.is_some() {
            ui.accesskit_node_builder(label.id, |node| node.set_live(Live::Assertive));
        }
    }

    /// Saves the entry. Where that cannot be, it says why and leaves the text.
    fn save(&mut self, screen: &mut ScreenContext<'_>) -> CaptureOutcome {
        let Reading { person, line, .. } = self.reading(screen.today);
        let (Some(person), Some(line)) = (person, line) else {
            if !self.text.trim().is_empty() {
                let problem = if person.is_none() {
                    "Choose a person first: Tab, Up or Down"
                } else {
                    "Write something after the name."
                };
                self.error = Some(problem.to_owned());
            }
            return CaptureOutcome::Open;
        };
        if let Some(notice) = screen.read_only_notice() {
            self.error = Some(notice.to_owned());
            return CaptureOutcome::Open;
        }
        self.error = None;
        let short_name = self.short_name(person).unwrap_or_default().to_owned();
        self.phase = Phase::Saving { ticket: None, short_name };
        let one_on_one = screen.read(|db| db.running_one_on_one(person)).map(|running| running.id);
        let change = Change::AddEntry { person, one_on_one, line };
        CaptureOutcome::Submitted(Box::new(Submission::with_draft(change, FIELD_KEY.to_owned())))
    }
}

/// The buttons that were clicked.
struct Buttons {
    save: bool,
    close: bool,
}

fn field_id() -> Id {
    Id::unique("capture field")
}

/// The id of its window, where that is the second one of the program.
pub fn viewport_id() -> ViewportId {
    ViewportId::from_hash_of("rapport: quick capture")
}

/// Its window: small, on top of the others and without a title bar.
pub fn viewport() -> ViewportBuilder {
    ViewportBuilder::default()
        .with_app_id("rapport")
        .with_title(TITLE)
        .with_inner_size(SIZE)
        .with_min_inner_size(SIZE)
        .with_resizable(false)
        .with_decorations(false)
        .with_taskbar(false)
        .with_window_level(WindowLevel::AlwaysOnTop)
        .with_active(true)
}

/// The same in the middle of the screen, where that is known. `ctx` is that of the main window.
pub fn centred_viewport(ctx: &Context) -> ViewportBuilder {
    let (screen, window) = ctx.input(|input| (input.viewport().monitor_size, input.viewport().outer_rect));
    let size = vec2(SIZE[0], SIZE[1]);
    let middle = match (screen, window) {
        // The window is on another screen, whose place is unknown.
        (Some(screen), Some(window)) if window.center().x > screen.x || window.center().y > screen.y => window.center(),
        (Some(screen), _) => pos2(screen.x / 2.0, screen.y / 2.0),
        (None, Some(window)) => window.center(),
        (None, None) => return viewport(),
    };
    viewport().with_position(middle - size / 2.0)
}
