//! Meet: the stream of jots while you talk, the composer below it, and the open things beside it.

use std::time::Duration;

use eframe::egui::{Align, CentralPanel, Frame, Id, Layout, Margin, Panel, ScrollArea, Ui, vec2};
use jiff::civil::Date;

use super::{PersonSnapshot, meet_side_panel::MeetSidePanel};
use crate::{
    domain::{
        entry::{Entry, fields::has_fields, kind::Kind},
        id::EntryId,
        moment::Moment,
        one_on_one::OneOnOne,
    },
    journal::{change::Change, writer_event::ChangeTicket},
    store::{Db, StoreError},
    ui::{
        action::{Action, DialogRequest, Submission},
        composer::Composer,
        entry::{EntryView, editor::EntryEditor},
        icons, keys,
        kind_style::chip,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::{Tokens, size},
        widget::{button::Button, empty_state::EmptyState, section_label::section_label},
    },
    wording::{date::format_date, entry_fields::follow_up_label},
};

/// How many jots from outside a one-on-one the stream shows; older ones are in the timeline.
const MAX_SINCE: u32 = 60;
const TIME_WIDTH: f32 = 50.0;
const CHIP_WIDTH: f32 = 116.0;
const MENU_WIDTH: f32 = 32.0;

/// What Meet keeps between frames.
#[derive(Default)]
pub(super) struct MeetTab {
    feed: Option<MeetingFeed>,
    side_panel: Option<MeetSidePanel>,
    /// The latest jot that was handed to the writer, until the writer has answered.
    pending_jot: Option<ChangeTicket>,
    /// When the form of the latest jot was requested, which may not be committed yet.
    form_requested_at: Option<Duration>,
}

/// How late the form of a jot may open while something else is being written: it would take the
/// keys away.
const MAX_FORM_DELAY: Duration = Duration::from_secs(2);

/// The one-on-one that is going on or was last, and what was jotted since.
struct MeetingFeed {
    one_on_one: Option<OneOnOne>,
    in_meeting: Vec<FeedRow>,
    since_meeting: Vec<FeedRow>,
}

/// One line of the stream: an entry, at the time it was written or something happened to it.
struct FeedRow {
    time: Moment,
    view: EntryView,
}

impl MeetingFeed {
    fn load(db: &Db, facts: &PersonSnapshot, today: Date) -> Result<Self, StoreError> {
        let person = facts.person.id;
        let one_on_one = match &facts.running_meeting {
            Some(running) => Some(running.clone()),
            None => db.latest_met(person)?,
        };
        let them = facts.person.profile.short_name();
        let line = |time: Moment, entry: Entry| -> Result<FeedRow, StoreError> {
            Ok(FeedRow { time, view: EntryView::new(db, entry, today, them, None)? })
        };
        let mut jotted = Vec::new();
        if let Some(one) = &one_on_one {
            for (time, entry) in load_meeting_entries(db, one)? {
                jotted.push(line(time, entry)?);
            }
        }
        let since = db.entries_outside_meetings_since(person, one_on_one.as_ref().map(|one| &one.at), MAX_SINCE)?;
        let since = since.into_iter().map(|entry| line(entry.written_at.clone(), entry));
        Ok(Self { in_meeting: jotted, since_meeting: since.collect::<Result<_, _>>()?, one_on_one })
    }

    /// The last jot that is to be seen: an editor must not open out of sight.
    fn latest_entry(&self, running: bool) -> Option<&Entry> {
        let since = if running { &[] } else { self.since_meeting.as_slice() };
        let mut latest_first = since.iter().rev().chain(self.in_meeting.iter().rev());
        let last = latest_first.find(|line| line.time == line.view.entry.written_at)?;
        Some(&last.view.entry)
    }
}

/// What was jotted in a one-on-one, and the older entries to which something happened in it, in the order of their time.
fn load_meeting_entries(db: &Db, one_on_one: &OneOnOne) -> Result<Vec<(Moment, Entry)>, StoreError> {
    let id = Some(one_on_one.id);
    let jotted = db.entries_in_one_on_one(one_on_one.id)?.into_iter().map(|entry| (entry.written_at.clone(), entry));
    let moved = db.entries_with_events_in(one_on_one.id)?.into_iter().filter(|entry| entry.one_on_one != id);
    let moved = moved.filter_map(|entry| {
        let step = entry.events.iter().rev().find(|step| step.one_on_one == id)?;
        Some((step.at.clone(), entry))
    });
    let mut all: Vec<(Moment, Entry)> = jotted.chain(moved).collect();
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(all)
}

impl MeetTab {
    /// Reads everything again when it is shown next.
    pub(super) fn invalidate(&mut self) {
        self.feed = None;
        self.side_panel = None;
    }

    /// The rail, as a column of its own.
    pub(super) fn show_side_panel(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, facts: &PersonSnapshot) {
        ScrollArea::vertical()
            .id_salt("rail")
            .auto_shrink([false, false])
            .show(ui, |ui| self.show_open_items(ui, screen, facts));
    }

    /// A jot was handed to the writer.
    pub(super) fn jot_submitted(&mut self, ticket: ChangeTicket) {
        self.pending_jot = Some(ticket);
    }

    /// The writer has committed or rejected a change.
    pub(super) fn change_answered(&mut self, ticket: ChangeTicket, committed: bool) {
        if self.pending_jot.take_if(|pending| *pending == ticket).is_some() && !committed {
            // The entry before it is not the one that was meant.
            self.form_requested_at = None;
        }
    }

    /// Takes the keys of the rail. To be called before anything is shown.
    pub(super) fn keys(&mut self, ui: &Ui, screen: &mut ScreenContext<'_>, facts: &PersonSnapshot, is_writing: bool) {
        self.side_panel_mut(screen, facts).handle_keys(ui, screen);
        if Shortcut::LatestEntryFields.consume(ui) {
            self.form_requested_at = Some(screen.time);
        }
        self.open_requested_form(screen, facts, is_writing);
    }

    /// Opens the form of the latest jot if it was requested, once that jot is committed.
    fn open_requested_form(&mut self, screen: &mut ScreenContext<'_>, facts: &PersonSnapshot, is_writing: bool) {
        if self.pending_jot.is_some() {
            return;
        }
        let Some(requested_at) = self.form_requested_at.take() else { return };
        if is_writing && screen.time.saturating_sub(requested_at) > MAX_FORM_DELAY {
            return;
        }
        let today = screen.today;
        if self.feed.is_none() {
            self.feed = screen.read(|db| MeetingFeed::load(db, facts, today).map(Some));
        }
        let last = self.feed.as_ref().and_then(|stream| stream.latest_entry(facts.running_meeting.is_some()));
        if let Some(last) = last.filter(|last| has_fields(&last.detail)) {
            screen.dispatch(DialogRequest::EntryFields(last.id));
        }
    }

    fn show_open_items(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, facts: &PersonSnapshot) {
        self.side_panel_mut(screen, facts).show(ui, screen, facts);
    }

    fn side_panel_mut(&mut self, screen: &mut ScreenContext<'_>, facts: &PersonSnapshot) -> &MeetSidePanel {
        let today = screen.today;
        self.side_panel.get_or_insert_with(|| screen.read(|db| MeetSidePanel::load(db, facts, today)))
    }

    /// Shows all but the rail, which goes below the stream where the window is narrow.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        facts: &PersonSnapshot,
        composer: &mut Composer,
        editor: &mut Option<EntryEditor>,
        rail_below: bool,
    ) {
        let t = Tokens::of(ui);
        let page = |top, bottom| Frame::new().fill(t.page).inner_margin(Margin { left: 28, right: 28, top, bottom });
        let today = screen.today;
        let fresh = self.feed.is_none();
        if fresh {
            self.feed = screen.read(|db| MeetingFeed::load(db, facts, today).map(Some));
        }
        Panel::top("meet").frame(page(18, 8)).show_separator_line(false).show(ui, |ui| {
            self.show_head(ui, screen, facts);
        });
        Panel::bottom(Id::unique("composer")).frame(page(8, 20)).show_separator_line(false).show(ui, |ui| {
            let last = self.feed.as_ref().and_then(|stream| stream.latest_entry(facts.running_meeting.is_some()));
            let last = last.map(|last| last.id);
            show_composer(ui, screen, facts, composer, last);
        });
        CentralPanel::default().frame(page(0, 0)).show(ui, |ui| {
            ScrollArea::vertical().id_salt("stream").auto_shrink([false, false]).stick_to_bottom(!rail_below).show(
                ui,
                |ui| {
                    keys::scroll_by_page(ui, ui.clip_rect().height());
                    self.show_feed(ui, screen, facts, editor);
                    if rail_below {
                        if fresh {
                            // The end of the stream is what is being written, not the end of what stands below it.
                            ui.scroll_to_cursor(Some(Align::BOTTOM));
                        }
                        ui.add_space(24.0);
                        self.show_open_items(ui, screen, facts);
                    }
                },
            );
        });
    }

    fn show_head(&self, ui: &mut Ui, screen: &mut ScreenContext<'_>, facts: &PersonSnapshot) {
        let t = Tokens::of(ui);
        let start = Shortcut::StartOrWrapUp.label(ui);
        ui.horizontal(|ui| {
            ui.set_min_height(size::CONTROL);
            let latest = self.feed.as_ref().and_then(|stream| stream.one_on_one.as_ref());
            ui.label(text::section(title(facts, latest, screen.today)).color(t.ink));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| match &facts.running_meeting {
                Some(running) => {
                    if ui.add(Button::plain("Wrap up").shortcut(&start)).clicked() {
                        screen.dispatch(Action::StartOrWrapUp);
                    }
                    show_minutes(ui, screen, running);
                }
                None if facts.person.archived_at.is_none() => show_start_buttons(ui, screen, facts, &start),
                None => {}
            });
        });
    }

    fn show_feed(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        facts: &PersonSnapshot,
        editor: &mut Option<EntryEditor>,
    ) {
        let them = facts.person.profile.short_name();
        let Some(stream) = &mut self.feed else { return };
        ui.spacing_mut().item_spacing.y = 10.0;
        let running = facts.running_meeting.is_some();
        let last = stream.latest_entry(running).map(|last| last.id);
        for line in &mut stream.in_meeting {
            show_row(ui, screen, line, editor, last);
        }
        if running || stream.since_meeting.is_empty() {
            if stream.in_meeting.is_empty() {
                show_empty_state(ui, them, running, stream.one_on_one.is_some());
            }
            return;
        }
        if stream.one_on_one.is_some() {
            ui.add_space(14.0);
            section_label(ui, "Since then");
        }
        for line in &mut stream.since_meeting {
            show_row(ui, screen, line, editor, last);
        }
    }
}

fn title(facts: &PersonSnapshot, latest: Option<&OneOnOne>, today: Date) -> String {
    match (&facts.running_meeting, latest) {
        (Some(running), _) => running.at.day().strftime("%A %-d %B").to_string(),
        (None, Some(latest)) => format!("Last time, {}", format_date(latest.at.day(), today)),
        (None, None) => format!("You and {}", facts.person.profile.short_name()),
    }
}

/// "18 min"; looked at again when the next minute begins.
fn show_minutes(ui: &mut Ui, screen: &ScreenContext<'_>, running: &OneOnOne) {
    let now = Moment::from(&screen.journal.now());
    let minutes = now.minutes_since(&running.at);
    ui.label(text::small(format!("{minutes} min")).color(Tokens::of(ui).ink_soft));
    let into = now.at_ms().saturating_sub(running.at.at_ms()).rem_euclid(60_000);
    let left = u64::try_from(60_000 - into).unwrap_or(60_000);
    ui.ctx().request_repaint_after(Duration::from_millis(left));
}

fn show_start_buttons(ui: &mut Ui, screen: &mut ScreenContext<'_>, facts: &PersonSnapshot, start: &str) {
    if ui.add(Button::primary("Start one-on-one").shortcut(start)).clicked() {
        screen.dispatch(Action::StartOrWrapUp);
    }
    if ui.add(Button::plain("Met, nothing to note")).clicked() {
        screen.dispatch(Change::NothingToNote(facts.person.id));
    }
}

fn show_empty_state(ui: &mut Ui, them: &str, running: bool, met: bool) {
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
    EmptyState::new(icons::ONE_ON_ONE, &line, said).show(ui);
}

/// Time, kind and text of one jot; below the last one, what is worth asking about it.
fn show_row(
    ui: &mut Ui,
    screen: &mut ScreenContext<'_>,
    line: &mut FeedRow,
    editor: &mut Option<EntryEditor>,
    last: Option<EntryId>,
) {
    let time = line.time.time().strftime("%H:%M").to_string();
    line.view.show_focusable(ui, screen, |shown, ui, screen, looked_at| {
        let t = Tokens::of(ui);
        let width = ui.available_width();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            fixed_width_cell(ui, TIME_WIDTH, |ui| {
                ui.label(text::small(time).color(t.ink_faint));
            });
            fixed_width_cell(ui, CHIP_WIDTH, |ui| {
                if shown.entry.kind() != Kind::Note {
                    ui.add(chip(shown.entry.kind()));
                }
            });
            fixed_width_cell(ui, width - TIME_WIDTH - CHIP_WIDTH - MENU_WIDTH, |ui| {
                shown.show_text(ui, screen, editor);
                if last == Some(shown.entry.id) && editor.is_none() {
                    show_follow_up(ui, screen, &shown.entry);
                }
            });
            fixed_width_cell(ui, MENU_WIDTH, |ui| shown.show_menu(ui, screen, looked_at));
        });
    });
}

fn show_follow_up(ui: &mut Ui, screen: &mut ScreenContext<'_>, entry: &Entry) {
    let Some(asked) = follow_up_label(&entry.detail) else { return };
    let key = Shortcut::LatestEntryFields.label(ui);
    if ui.add(Button::quiet(asked).icon(icons::EDIT).shortcut(&key).small()).clicked() {
        screen.dispatch(DialogRequest::EntryFields(entry.id));
    }
}

pub(super) fn fixed_width_cell(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        add(ui);
    });
}

fn show_composer(
    ui: &mut Ui,
    screen: &mut ScreenContext<'_>,
    facts: &PersonSnapshot,
    composer: &mut Composer,
    last: Option<EntryId>,
) {
    let them = facts.person.profile.short_name();
    let hint =
        if facts.running_meeting.is_some() { "Jot while you talk".to_owned() } else { format!("Jot about {them}") };
    let Some(jot) = composer.show(ui, screen, &hint, last) else { return };
    let one_on_one = facts.running_meeting.as_ref().map(|running| running.id);
    let change = Change::AddEntry { person: facts.person.id, one_on_one, line: jot };
    screen.dispatch(Submission::with_draft(change, composer.field_key().to_owned()));
    composer.clear(ui);
}
