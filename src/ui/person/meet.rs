//! Meet: the stream of jots while you talk, the composer below it, and the open things beside it.

use std::time::Duration;

use eframe::egui::{
    Align, CentralPanel, Frame, Id, Key, KeyboardShortcut, Layout, Margin, Modifiers, Panel, ScrollArea, Ui, vec2,
};
use jiff::civil::Date;

use super::{Facts, rail::Rail};
use crate::{
    domain::{day::say_day, entry::Entry, id::EntryId, kind::Kind, moment::Moment, one_on_one::OneOnOne},
    journal::{change::Change, notice::Ticket},
    store::{Db, StoreError},
    ui::{
        action::{Action, key_of, say_key},
        composer::Composer,
        desk::Desk,
        dialog::{Dialog, details::Details},
        entry::{Shown, editor::EntryEditor},
        icons, keys,
        kinds::chip,
        text,
        tokens::{Tokens, size},
        widget::{button::Button, empty::Empty, section_label::section_label},
    },
};

/// How many jots from outside a one-on-one the stream shows; older ones are in the timeline.
const MOST_SINCE: u32 = 60;
const TIME_WIDTH: f32 = 50.0;
const CHIP_WIDTH: f32 = 116.0;
const MENU_WIDTH: f32 = 32.0;
/// Says more about the latest jot.
const MORE: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::M);

/// What Meet keeps between frames.
#[derive(Default)]
pub(super) struct Meet {
    stream: Option<Stream>,
    rail: Option<Rail>,
    /// The latest jot that was handed to the writer, until the writer has answered.
    pending_jot: Option<Ticket>,
    /// When the form of the latest jot was requested, which may not be committed yet.
    form_requested_at: Option<Duration>,
}

/// How late the form of a jot may open while something else is being written: it would take the
/// keys away.
const MAX_FORM_DELAY: Duration = Duration::from_secs(2);

/// The one-on-one that is going on or was last, and what was jotted since.
struct Stream {
    one_on_one: Option<OneOnOne>,
    jotted: Vec<Line>,
    since: Vec<Line>,
}

/// One line of the stream: an entry, at the time it was written or something happened to it.
struct Line {
    time: Moment,
    shown: Shown,
}

impl Stream {
    fn read(db: &Db, facts: &Facts, today: Date) -> Result<Self, StoreError> {
        let person = facts.person.id;
        let one_on_one = match &facts.running {
            Some(running) => Some(running.clone()),
            None => db.latest_met(person)?,
        };
        let them = facts.person.profile.short_name();
        let line = |time: Moment, entry: Entry| -> Result<Line, StoreError> {
            Ok(Line { time, shown: Shown::new(db, entry, today, them, None)? })
        };
        let mut jotted = Vec::new();
        if let Some(one) = &one_on_one {
            for (time, entry) in happenings(db, one)? {
                jotted.push(line(time, entry)?);
            }
        }
        let since = db.jotted_since(person, one_on_one.as_ref().map(|one| &one.at), MOST_SINCE)?;
        let since = since.into_iter().map(|entry| line(entry.written.clone(), entry));
        Ok(Self { jotted, since: since.collect::<Result<_, _>>()?, one_on_one })
    }

    /// The last jot that is to be seen: an editor must not open out of sight.
    fn last(&self, running: bool) -> Option<&Entry> {
        let since = if running { &[] } else { self.since.as_slice() };
        let mut latest_first = since.iter().rev().chain(self.jotted.iter().rev());
        let last = latest_first.find(|line| line.time == line.shown.entry.written)?;
        Some(&last.shown.entry)
    }
}

/// What was jotted in a one-on-one, and the older entries to which something happened in it, in the order of their time.
fn happenings(db: &Db, one_on_one: &OneOnOne) -> Result<Vec<(Moment, Entry)>, StoreError> {
    let id = Some(one_on_one.id);
    let jotted = db.entries_of(one_on_one.id)?.into_iter().map(|entry| (entry.written.clone(), entry));
    let moved = db.entries_moved_in(one_on_one.id)?.into_iter().filter(|entry| entry.one_on_one != id);
    let moved = moved.filter_map(|entry| {
        let step = entry.steps.iter().rev().find(|step| step.one_on_one == id)?;
        Some((step.at.clone(), entry))
    });
    let mut all: Vec<(Moment, Entry)> = jotted.chain(moved).collect();
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(all)
}

impl Meet {
    /// Reads everything again when it is shown next.
    pub(super) fn forget(&mut self) {
        self.stream = None;
        self.rail = None;
    }

    /// The rail, as a column of its own.
    pub(super) fn show_rail(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, facts: &Facts) {
        ScrollArea::vertical()
            .id_salt("rail")
            .auto_shrink([false, false])
            .show(ui, |ui| self.show_open_things(ui, desk, facts));
    }

    /// A jot was handed to the writer.
    pub(super) fn jot_submitted(&mut self, ticket: Ticket) {
        self.pending_jot = Some(ticket);
    }

    /// The writer has committed or rejected a change.
    pub(super) fn change_answered(&mut self, ticket: Ticket, committed: bool) {
        if self.pending_jot.take_if(|pending| *pending == ticket).is_some() && !committed {
            // The entry before it is not the one that was meant.
            self.form_requested_at = None;
        }
    }

    /// Takes the keys of the rail. To be called before anything is shown.
    pub(super) fn keys(&mut self, ui: &Ui, desk: &mut Desk<'_>, facts: &Facts, is_writing: bool) {
        self.rail(desk, facts).keys(ui, desk);
        if keys::take(ui, MORE.modifiers, MORE.logical_key) {
            self.form_requested_at = Some(desk.time);
        }
        self.open_requested_form(desk, facts, is_writing);
    }

    /// Opens the form of the latest jot if it was requested, once that jot is committed.
    fn open_requested_form(&mut self, desk: &mut Desk<'_>, facts: &Facts, is_writing: bool) {
        if self.pending_jot.is_some() {
            return;
        }
        let Some(requested_at) = self.form_requested_at.take() else { return };
        if is_writing && desk.time.saturating_sub(requested_at) > MAX_FORM_DELAY {
            return;
        }
        let today = desk.today;
        if self.stream.is_none() {
            self.stream = desk.read(|db| Stream::read(db, facts, today).map(Some));
        }
        let last = self.stream.as_ref().and_then(|stream| stream.last(facts.running.is_some()));
        if let Some(last) = last.filter(|last| Dialog::has_form(&last.detail)) {
            desk.ask(Action::Describe(last.id));
        }
    }

    fn show_open_things(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, facts: &Facts) {
        self.rail(desk, facts).show(ui, desk, facts);
    }

    fn rail(&mut self, desk: &mut Desk<'_>, facts: &Facts) -> &Rail {
        let today = desk.today;
        self.rail.get_or_insert_with(|| desk.read(|db| Rail::read(db, facts, today)))
    }

    /// Shows all but the rail, which goes below the stream where the window is narrow.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        desk: &mut Desk<'_>,
        facts: &Facts,
        composer: &mut Composer,
        editor: &mut Option<EntryEditor>,
        rail_below: bool,
    ) {
        let t = Tokens::of(ui);
        let page = |top, bottom| Frame::new().fill(t.page).inner_margin(Margin { left: 28, right: 28, top, bottom });
        let today = desk.today;
        let fresh = self.stream.is_none();
        if fresh {
            self.stream = desk.read(|db| Stream::read(db, facts, today).map(Some));
        }
        Panel::top("meet").frame(page(18, 8)).show_separator_line(false).show(ui, |ui| {
            self.show_head(ui, desk, facts);
        });
        Panel::bottom(Id::unique("composer")).frame(page(8, 20)).show_separator_line(false).show(ui, |ui| {
            let last = self.stream.as_ref().and_then(|stream| stream.last(facts.running.is_some()));
            let last = last.map(|last| last.id);
            show_composer(ui, desk, facts, composer, last);
        });
        CentralPanel::default().frame(page(0, 0)).show(ui, |ui| {
            ScrollArea::vertical().id_salt("stream").auto_shrink([false, false]).stick_to_bottom(!rail_below).show(
                ui,
                |ui| {
                    keys::scroll_by_page(ui, ui.clip_rect().height());
                    self.show_stream(ui, desk, facts, editor);
                    if rail_below {
                        if fresh {
                            // The end of the stream is what is being written, not the end of what stands below it.
                            ui.scroll_to_cursor(Some(Align::BOTTOM));
                        }
                        ui.add_space(24.0);
                        self.show_open_things(ui, desk, facts);
                    }
                },
            );
        });
    }

    fn show_head(&self, ui: &mut Ui, desk: &mut Desk<'_>, facts: &Facts) {
        let t = Tokens::of(ui);
        let start = key_of(ui, &Action::StartOrWrapUp);
        ui.horizontal(|ui| {
            ui.set_min_height(size::CONTROL);
            let latest = self.stream.as_ref().and_then(|stream| stream.one_on_one.as_ref());
            ui.label(text::section(title(facts, latest, desk.today)).color(t.ink));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| match &facts.running {
                Some(running) => {
                    if ui.add(Button::plain("Wrap up").key(&start)).clicked() {
                        desk.ask(Action::StartOrWrapUp);
                    }
                    show_minutes(ui, desk, running);
                }
                None if facts.person.archived.is_none() => show_beginnings(ui, desk, facts, &start),
                None => {}
            });
        });
    }

    fn show_stream(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, facts: &Facts, editor: &mut Option<EntryEditor>) {
        let them = facts.person.profile.short_name();
        let Some(stream) = &mut self.stream else { return };
        ui.spacing_mut().item_spacing.y = 10.0;
        let running = facts.running.is_some();
        let last = stream.last(running).map(|last| last.id);
        for line in &mut stream.jotted {
            show_row(ui, desk, line, editor, last);
        }
        if running || stream.since.is_empty() {
            if stream.jotted.is_empty() {
                show_nothing_yet(ui, them, running, stream.one_on_one.is_some());
            }
            return;
        }
        if stream.one_on_one.is_some() {
            ui.add_space(14.0);
            section_label(ui, "Since then");
        }
        for line in &mut stream.since {
            show_row(ui, desk, line, editor, last);
        }
    }
}

fn title(facts: &Facts, latest: Option<&OneOnOne>, today: Date) -> String {
    match (&facts.running, latest) {
        (Some(running), _) => running.at.day().strftime("%A %-d %B").to_string(),
        (None, Some(latest)) => format!("Last time, {}", say_day(latest.at.day(), today)),
        (None, None) => format!("You and {}", facts.person.profile.short_name()),
    }
}

/// "18 min"; looked at again when the next minute begins.
fn show_minutes(ui: &mut Ui, desk: &Desk<'_>, running: &OneOnOne) {
    let now = Moment::from(&desk.journal.now());
    let minutes = now.minutes_since(&running.at);
    ui.label(text::small(format!("{minutes} min")).color(Tokens::of(ui).ink_soft));
    let into = now.at_ms().saturating_sub(running.at.at_ms()).rem_euclid(60_000);
    let left = u64::try_from(60_000 - into).unwrap_or(60_000);
    ui.ctx().request_repaint_after(Duration::from_millis(left));
}

fn show_beginnings(ui: &mut Ui, desk: &mut Desk<'_>, facts: &Facts, start: &str) {
    if ui.add(Button::primary("Start one-on-one").key(start)).clicked() {
        desk.ask(Action::StartOrWrapUp);
    }
    if ui.add(Button::plain("Met, nothing to note")).clicked() {
        desk.ask(Action::Make(Change::NothingToNote(facts.person.id)));
    }
}

fn show_nothing_yet(ui: &mut Ui, them: &str, running: bool, met: bool) {
    ui.add_space(48.0);
    let (line, said) = if running {
        (
            "Listen first, then jot.".to_owned(),
            "One line at a time. “!” and a space make a flag, “[]” an action, Tab changes the kind.",
        )
    } else if met {
        (
            "Nothing was noted last time.".to_owned(),
            "What you see between one-on-ones goes below, and is here when you meet.",
        )
    } else {
        (
            format!("Nothing about {them} yet."),
            "Start a one-on-one when you sit down together, or jot below what you have just seen.",
        )
    };
    Empty::new(icons::ONE_ON_ONE, &line, said).show(ui);
}

/// Time, kind and text of one jot; below the last one, what is worth asking about it.
fn show_row(
    ui: &mut Ui,
    desk: &mut Desk<'_>,
    line: &mut Line,
    editor: &mut Option<EntryEditor>,
    last: Option<EntryId>,
) {
    let time = line.time.time().strftime("%H:%M").to_string();
    line.shown.scope(ui, desk, |shown, ui, desk, looked_at| {
        let t = Tokens::of(ui);
        let width = ui.available_width();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            cell(ui, TIME_WIDTH, |ui| {
                ui.label(text::small(time).color(t.ink_faint));
            });
            cell(ui, CHIP_WIDTH, |ui| {
                if shown.entry.kind() != Kind::Note {
                    ui.add(chip(shown.entry.kind()));
                }
            });
            cell(ui, width - TIME_WIDTH - CHIP_WIDTH - MENU_WIDTH, |ui| {
                shown.show_text(ui, desk, editor);
                if last == Some(shown.entry.id) && editor.is_none() {
                    show_nudge(ui, desk, &shown.entry);
                }
            });
            cell(ui, MENU_WIDTH, |ui| shown.show_menu(ui, desk, looked_at));
        });
    });
}

fn show_nudge(ui: &mut Ui, desk: &mut Desk<'_>, entry: &Entry) {
    let Some(asked) = Details::nudge(&entry.detail) else { return };
    let key = say_key(ui, &MORE);
    if ui.add(Button::quiet(asked).icon(icons::EDIT).key(&key).small()).clicked() {
        desk.ask(Action::Describe(entry.id));
    }
}

pub(super) fn cell(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        add(ui);
    });
}

fn show_composer(ui: &mut Ui, desk: &mut Desk<'_>, facts: &Facts, composer: &mut Composer, last: Option<EntryId>) {
    let them = facts.person.profile.short_name();
    let hint = if facts.running.is_some() { "Jot while you talk".to_owned() } else { format!("Jot about {them}") };
    let Some(jot) = composer.show(ui, desk, &hint, last) else { return };
    let one_on_one = facts.running.as_ref().map(|running| running.id);
    let change = Change::Jot { person: facts.person.id, one_on_one, jot };
    desk.ask(Action::MakeDrafted(change, composer.place().to_owned()));
    composer.clear(ui);
}
