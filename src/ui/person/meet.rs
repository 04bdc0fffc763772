//! The Meet tab: the feed of entries written in the one-on-one, the composer below it, and a side
//! panel with open items.

use std::time::Duration;

use eframe::egui::{Align, CentralPanel, Frame, Id, Label, Layout, Margin, Panel, ScrollArea, Ui, vec2};
use jiff::civil::Date;

use super::{
    PersonSnapshot,
    meet_compact::{self, show_composer_foot},
    meet_drawer::MeetDrawer,
    meet_side_panel::MeetSidePanel,
};
use crate::{
    domain::{
        bookmark::bookmark_line,
        entry::{Entry, fields::has_fields, kind::Kind},
        id::EntryId,
        moment::Moment,
        one_on_one::OneOnOne,
        parse::{
            date::{parse_trailing_date, strip_trailing_date},
            prefix::Prefix,
        },
    },
    journal::{change::Change, writer_event::ChangeTicket},
    store::{Db, StoreError},
    ui::{
        action::{Action, DialogRequest, Submission},
        composer::Composer,
        entry::{EntryView, editor::EntryEditor},
        icons, input_sequencer, keys,
        kind_style::chip,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::{Tokens, Tone, size},
        widget::{
            button::{Button, IconButton},
            column::column,
            empty_state::EmptyState,
            heading::{section_label, section_title},
            scroll,
        },
        width_class::WidthClass,
    },
    wording::{date::format_date, elapsed_time::ElapsedTime, entry_fields::follow_up_label, text::capitalize},
};

/// How many entries since the last one-on-one the feed shows.
const MAX_SINCE: u32 = 60;
const TIME_WIDTH: f32 = 50.0;
const CHIP_WIDTH: f32 = 116.0;
const MENU_WIDTH: f32 = 32.0;
/// Below this width of the page, the button that starts a one-on-one does not show its key.
const MIN_WIDTH_FOR_KEY: f32 = 680.0;

/// State of the Meet tab that outlives a frame.
#[derive(Default)]
pub(super) struct MeetTab {
    feed: Option<MeetingFeed>,
    side_panel: Option<MeetSidePanel>,
    drawer: MeetDrawer,
    /// The latest entry submitted to the writer, until the writer has answered.
    pending_jot: Option<ChangeTicket>,
    /// When the form of the latest entry was requested, which may not be committed yet.
    form_requested_at: Option<Duration>,
    /// The kind chosen for the latest entry, which may not be committed yet.
    requested_kind: Option<Prefix>,
}

/// Up to this delay the form of an entry still opens while something else is being typed. Later it
/// would take the keys away from the composer.
const MAX_FORM_DELAY: Duration = Duration::from_secs(2);

/// The running or the latest one-on-one, with the entries in it and since.
struct MeetingFeed {
    one_on_one: Option<OneOnOne>,
    in_meeting: Vec<FeedRow>,
    since_meeting: Vec<FeedRow>,
}

/// A row of the feed: an entry, at the time it was written or of its latest event in the meeting.
struct FeedRow {
    time: Moment,
    view: EntryView,
}

impl MeetingFeed {
    fn load(db: &Db, snapshot: &PersonSnapshot, today: Date) -> Result<Self, StoreError> {
        let person = snapshot.person.id;
        let one_on_one = match &snapshot.running_meeting {
            Some(running) => Some(running.clone()),
            None => db.latest_met(person)?,
        };
        let short_name = snapshot.person.short_name();
        let row = |time: Moment, entry: Entry| -> Result<FeedRow, StoreError> {
            Ok(FeedRow { time, view: EntryView::new(db, entry, today, short_name, None)? })
        };
        let mut in_meeting = Vec::new();
        if let Some(one) = &one_on_one {
            for (time, entry) in load_meeting_entries(db, one)? {
                in_meeting.push(row(time, entry)?);
            }
        }
        let since_meeting =
            db.entries_outside_meetings_since(person, one_on_one.as_ref().map(|one| &one.at), MAX_SINCE)?;
        let since_meeting = since_meeting.into_iter().map(|entry| row(entry.written_at.clone(), entry));
        Ok(Self { in_meeting, since_meeting: since_meeting.collect::<Result<_, _>>()?, one_on_one })
    }

    /// The latest entry among the rows that are shown: its form must not open for a hidden row.
    fn latest_entry(&self, running: bool) -> Option<&Entry> {
        let since = if running { &[] } else { self.since_meeting.as_slice() };
        let mut newest_first = since.iter().rev().chain(self.in_meeting.iter().rev());
        let row = newest_first.find(|row| row.time == row.view.entry.written_at)?;
        Some(&row.view.entry)
    }
}

/// The entries written in a one-on-one and the older ones with an event in it, in order of time.
fn load_meeting_entries(db: &Db, one_on_one: &OneOnOne) -> Result<Vec<(Moment, Entry)>, StoreError> {
    let id = Some(one_on_one.id);
    let written = db.entries_in_one_on_one(one_on_one.id)?.into_iter().map(|entry| (entry.written_at.clone(), entry));
    let with_events = db.entries_with_events_in(one_on_one.id)?.into_iter().filter(|entry| entry.one_on_one != id);
    let with_events = with_events.filter_map(|entry| {
        let event = entry.events.iter().rev().find(|event| event.one_on_one == id)?;
        Some((event.at.clone(), entry))
    });
    let mut all: Vec<(Moment, Entry)> = written.chain(with_events).collect();
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(all)
}

impl MeetTab {
    /// Drops the loaded data, so that the next frame reads it again.
    pub(super) fn invalidate(&mut self) {
        self.feed = None;
        self.side_panel = None;
    }

    /// The side panel, as a column of its own.
    pub(super) fn show_side_panel(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot) {
        scroll::vertical(ui, "rail", |ui| self.show_open_items(ui, screen, snapshot));
    }

    /// Records that an entry was submitted to the writer.
    pub(super) fn jot_submitted(&mut self, ticket: ChangeTicket) {
        self.pending_jot = Some(ticket);
    }

    /// To be called when the writer has committed or rejected a change.
    pub(super) fn change_answered(&mut self, ticket: ChangeTicket, committed: bool) {
        if self.pending_jot.take_if(|pending| *pending == ticket).is_some() && !committed {
            // The form was meant for the rejected entry, not for the one before it.
            self.form_requested_at = None;
            self.requested_kind = None;
        }
    }

    /// Consumes the keys of the tab. To be called before the composer is shown, which takes text
    /// input. Returns whether the composer gets the focus.
    pub(super) fn keys(
        &mut self,
        ui: &Ui,
        screen: &mut ScreenContext<'_>,
        snapshot: &PersonSnapshot,
        is_writing: bool,
    ) -> bool {
        let drawer_closed = self.drawer.handle_keys(ui, screen);
        self.side_panel_mut(screen, snapshot).handle_keys(ui, screen);
        if Shortcut::LatestEntryFields.consume(ui) {
            self.form_requested_at = Some(screen.time);
        }
        for (index, prefix) in Prefix::CHIPS.into_iter().enumerate() {
            if Shortcut::LatestEntryKind.consume_at(ui, index) {
                self.requested_kind = Some(prefix);
            }
        }
        if let Some(running) = &snapshot.running_meeting
            && Shortcut::Bookmark.consume(ui)
        {
            add_bookmark(screen, running);
        }
        self.hold_typing_for_form(ui, screen);
        self.change_requested_kind(screen, snapshot);
        self.open_requested_form(screen, snapshot, is_writing);
        drawer_closed
    }

    /// Gives the latest entry the kind that was chosen, once that entry is committed.
    fn change_requested_kind(&mut self, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot) {
        if self.pending_jot.is_some() {
            return;
        }
        let Some(prefix) = self.requested_kind.take() else { return };
        let Some(latest) = self.latest_entry(screen, snapshot) else { return };
        if latest.detail.prefix() != Some(prefix) {
            let (entry, day, person) = (latest.id, latest.written_at.day(), latest.person);
            let date = parse_trailing_date(&latest.text, day).filter(|_| prefix.accepts_due_date());
            let edit = date.map(|date| {
                let text = strip_trailing_date(&latest.text, &date).to_owned();
                Change::EditText { entry, text, due: Some(date.date) }
            });
            screen.dispatch(Change::Reclassify { entry, prefix: Some(prefix), day, person });
            if let Some(edit) = edit {
                screen.dispatch(edit);
            }
        }
    }

    /// Holds back what is typed while the form of an entry waits for its commit: it belongs in the
    /// form.
    fn hold_typing_for_form(&self, ui: &Ui, screen: &ScreenContext<'_>) {
        let is_waiting = |requested_at: Duration| screen.time.saturating_sub(requested_at) <= MAX_FORM_DELAY;
        if self.pending_jot.is_some() && self.form_requested_at.is_some_and(is_waiting) {
            input_sequencer::hold_for_a_frame(ui);
        }
    }

    /// Opens the form of the latest entry if it was requested, once that entry is committed.
    fn open_requested_form(&mut self, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot, is_writing: bool) {
        if self.pending_jot.is_some() {
            return;
        }
        let Some(requested_at) = self.form_requested_at.take() else { return };
        if is_writing && screen.time.saturating_sub(requested_at) > MAX_FORM_DELAY {
            return;
        }
        let latest = self.latest_entry(screen, snapshot);
        if let Some(latest) = latest.filter(|latest| has_fields(&latest.detail)) {
            screen.dispatch(DialogRequest::EntryFields(latest.id));
        }
    }

    fn latest_entry(&mut self, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot) -> Option<&Entry> {
        let today = screen.today;
        if self.feed.is_none() {
            self.feed = screen.read(|db| MeetingFeed::load(db, snapshot, today).map(Some));
        }
        self.feed.as_ref()?.latest_entry(snapshot.running_meeting.is_some())
    }

    /// What stands for the side panel in a window without room for it.
    pub(super) fn show_folded_side_panel(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        snapshot: &PersonSnapshot,
    ) {
        self.side_panel_mut(screen, snapshot);
        let Self { side_panel: Some(items), drawer, .. } = self else { return };
        if WidthClass::of(ui) == WidthClass::Compact {
            drawer.show_line(ui, screen, snapshot, items);
        } else {
            drawer.show_edge(ui, screen, snapshot, items);
        }
    }

    fn show_open_items(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot) {
        self.side_panel_mut(screen, snapshot).show(ui, screen, snapshot);
    }

    fn side_panel_mut(&mut self, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot) -> &MeetSidePanel {
        let today = screen.today;
        self.side_panel.get_or_insert_with(|| screen.read(|db| MeetSidePanel::load(db, snapshot, today)))
    }

    /// Shows the tab, without its side panel.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        snapshot: &PersonSnapshot,
        composer: &mut Composer,
        editor: &mut Option<EntryEditor>,
    ) {
        let is_compact = WidthClass::of(ui) == WidthClass::Compact;
        let t = Tokens::of(ui);
        let sides = Margin::symmetric(WidthClass::of(ui).page_margin(), 0);
        let page = |top, bottom| Frame::new().fill(t.page).inner_margin(Margin { top, bottom, ..sides });
        let today = screen.today;
        if self.feed.is_none() {
            self.feed = screen.read(|db| MeetingFeed::load(db, snapshot, today).map(Some));
        }
        if !is_compact {
            Panel::top("meet").frame(page(18, 8)).show_separator_line(false).show(ui, |ui| {
                self.show_head(ui, screen, snapshot);
            });
        } else if snapshot.running_meeting.is_none() {
            Panel::top("meet").frame(page(10, 4)).show_separator_line(false).show(ui, |ui| {
                let latest = self.feed.as_ref().and_then(|feed| feed.one_on_one.as_ref());
                meet_compact::show_head(ui, screen, snapshot, title(snapshot, latest, today));
            });
        }
        let below = if is_compact { 8 } else { 20 };
        let panel =
            Panel::bottom(Id::unique("composer")).frame(page(8, below)).show_separator_line(false).show(ui, |ui| {
                let latest = self.feed.as_ref().and_then(|feed| feed.latest_entry(snapshot.running_meeting.is_some()));
                let latest = latest.map(|latest| latest.id);
                show_composer(ui, screen, snapshot, composer, latest);
                if is_compact {
                    show_composer_foot(ui, screen, &snapshot.person);
                }
            });
        self.drawer.set_composer_top(panel.response.rect.top());
        CentralPanel::default().frame(page(0, 0)).show(ui, |ui| {
            let area = ScrollArea::vertical().id_salt("stream").auto_shrink([false, false]);
            let area = area.stick_to_bottom(true);
            let show = |ui: &mut Ui| {
                keys::scroll_by_page(ui, ui.clip_rect().height());
                if is_compact {
                    ui.add_space(10.0);
                }
                self.show_feed(ui, screen, snapshot, editor);
            };
            scroll::with_bar_in_margin(ui, |ui| scroll::show(ui, area, show));
        });
    }

    fn show_head(&self, ui: &mut Ui, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot) {
        let t = Tokens::of(ui);
        let start = Shortcut::StartOrWrapUp.label(ui);
        let latest = self.feed.as_ref().and_then(|feed| feed.one_on_one.as_ref());
        let title = title(snapshot, latest, screen.today);
        let line = vec2(ui.available_width(), size::CONTROL);
        // The buttons come first, so that a long title ends before them.
        ui.allocate_ui_with_layout(line, Layout::right_to_left(Align::Center), |ui| {
            match &snapshot.running_meeting {
                Some(running) => {
                    if ui.add(Button::plain("Wrap up").shortcut(&start)).clicked() {
                        screen.dispatch(Action::StartOrWrapUp);
                    }
                    let bookmark = format!("Bookmark this moment ({})", Shortcut::Bookmark.label(ui));
                    if screen.add_edit(ui, IconButton::new(icons::BOOKMARK, bookmark)).clicked() {
                        add_bookmark(screen, running);
                    }
                    show_elapsed_time(ui, &elapsed_time(screen, running), ElapsedForm::Whole);
                }
                None if snapshot.person.archived_at.is_none() => show_start_buttons(ui, screen, snapshot, &start),
                None => {}
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                section_title(ui, Label::new(text::section(title).color(t.ink)).truncate());
            });
        });
    }

    fn show_feed(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        snapshot: &PersonSnapshot,
        editor: &mut Option<EntryEditor>,
    ) {
        let short_name = snapshot.person.short_name();
        let Some(feed) = &mut self.feed else { return };
        ui.spacing_mut().item_spacing.y = 10.0;
        let running = snapshot.running_meeting.is_some();
        let latest = feed.latest_entry(running).map(|latest| latest.id);
        for row in &mut feed.in_meeting {
            show_row(ui, screen, row, editor, latest);
        }
        if running || feed.since_meeting.is_empty() {
            if feed.in_meeting.is_empty() {
                show_empty_state(ui, short_name, running, feed.one_on_one.is_some());
            }
            return;
        }
        if feed.one_on_one.is_some() {
            ui.add_space(14.0);
            section_label(ui, "Since then");
        }
        let mut day = None;
        for row in &mut feed.since_meeting {
            if day.replace(row.time.day()) != Some(row.time.day()) {
                let label = capitalize(&format_date(row.time.day(), screen.today));
                ui.label(text::small_strong(label).color(Tokens::of(ui).ink_soft));
            }
            show_row(ui, screen, row, editor, latest);
        }
    }
}

fn title(snapshot: &PersonSnapshot, latest: Option<&OneOnOne>, today: Date) -> String {
    match (&snapshot.running_meeting, latest) {
        (Some(running), _) => running.at.day().strftime("%A %-d %B").to_string(),
        (None, Some(latest)) => format!("Last one-on-one: {}", format_date(latest.at.day(), today)),
        (None, None) => format!("Notes about {}", snapshot.person.short_name()),
    }
}

pub(super) fn add_bookmark(screen: &mut ScreenContext<'_>, running: &OneOnOne) {
    let line = bookmark_line();
    screen.dispatch(Change::AddEntry { person: running.person, one_on_one: Some(running.id), line });
}

/// How much of the elapsed time is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ElapsedForm {
    /// With the planned end, where there is one.
    Whole,
    /// Only the elapsed time, or near the planned end only how soon that is.
    Short,
}

/// "18 min · until 10:30", repainted when that changes. Near the planned end it has another colour
/// and an icon.
pub(super) fn show_elapsed_time(ui: &mut Ui, time: &ElapsedTime, form: ElapsedForm) {
    let t = Tokens::of(ui);
    let ink = if time.is_ending { t.kind_ink(Tone::Flag) } else { t.ink_soft };
    ui.add(Label::new(text::small(elapsed_label(time, form)).color(ink)));
    ui.ctx().request_repaint_after(time.changes_after);
}

pub(super) fn elapsed_label(time: &ElapsedTime, form: ElapsedForm) -> String {
    let icon = if time.is_ending { format!("{} ", icons::WAIT) } else { String::new() };
    match (&time.end, form) {
        (Some(end), ElapsedForm::Whole) => format!("{icon}{} · {end}", time.elapsed),
        (Some(end), ElapsedForm::Short) if time.is_ending => format!("{icon}{end}"),
        _ => time.elapsed.clone(),
    }
}

pub(super) fn elapsed_time(screen: &ScreenContext<'_>, running: &OneOnOne) -> ElapsedTime {
    ElapsedTime::of(running, &Moment::from(&screen.journal.now()))
}

pub(super) fn show_start_buttons(ui: &mut Ui, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot, start: &str) {
    let button = Button::primary("Start one-on-one");
    let has_room = ui.available_width() >= MIN_WIDTH_FOR_KEY;
    if screen.add_edit(ui, if has_room { button.shortcut(start) } else { button }).clicked() {
        screen.dispatch(Action::StartOrWrapUp);
    }
    if screen.add_edit(ui, Button::plain("Log without notes")).clicked() {
        screen.dispatch(Change::NothingToNote(snapshot.person.id));
    }
}

fn show_empty_state(ui: &mut Ui, short_name: &str, running: bool, has_met: bool) {
    ui.add_space(48.0);
    let (title, hint) = if running {
        (
            "Listen first, then jot.".to_owned(),
            "One thought per line. Start with “!” for a flag or “[]” for an action, or choose a kind below.",
        )
    } else if has_met {
        ("No notes from last time".to_owned(), "Jot what you notice below. It will be here when you meet.")
    } else {
        (format!("No notes about {short_name} yet"), "Start a one-on-one, or jot what you just noticed.")
    };
    EmptyState::new(icons::ONE_ON_ONE, &title, hint).show(ui);
}

/// Time, kind and text of an entry; below the latest one, a button for its form.
fn show_row(
    ui: &mut Ui,
    screen: &mut ScreenContext<'_>,
    row: &mut FeedRow,
    editor: &mut Option<EntryEditor>,
    latest: Option<EntryId>,
) {
    let time = row.time.time().strftime("%H:%M").to_string();
    if WidthClass::of(ui) == WidthClass::Compact {
        return meet_compact::show_row(ui, screen, &mut row.view, &time, editor, |ui, screen, view, is_editing| {
            if latest == Some(view.entry.id) && !is_editing {
                show_follow_up(ui, screen, &view.entry);
            }
        });
    }
    row.view.show_focusable(ui, screen, |view, ui, screen, is_active| {
        let t = Tokens::of(ui);
        let width = ui.available_width();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            column(ui, TIME_WIDTH, |ui| {
                ui.label(text::small(time).color(t.ink_faint));
            });
            column(ui, CHIP_WIDTH, |ui| {
                if view.entry.kind() != Kind::Note {
                    ui.add(chip(view.entry.kind()));
                }
            });
            column(ui, width - TIME_WIDTH - CHIP_WIDTH - MENU_WIDTH, |ui| {
                view.show_text(ui, screen, editor);
                if latest == Some(view.entry.id) && editor.is_none() {
                    show_follow_up(ui, screen, &view.entry);
                }
            });
            column(ui, MENU_WIDTH, |ui| view.show_menu(ui, screen, is_active));
        });
    });
}

fn show_follow_up(ui: &mut Ui, screen: &mut ScreenContext<'_>, entry: &Entry) {
    let Some(label) = follow_up_label(&entry.detail) else { return };
    let key = Shortcut::LatestEntryFields.label(ui);
    if ui.add(Button::flush(label).icon(icons::EDIT).shortcut(&key).small()).clicked() {
        screen.dispatch(DialogRequest::EntryFields(entry.id));
    }
}

fn show_composer(
    ui: &mut Ui,
    screen: &mut ScreenContext<'_>,
    snapshot: &PersonSnapshot,
    composer: &mut Composer,
    latest: Option<EntryId>,
) {
    let short_name = snapshot.person.short_name();
    let hint = if snapshot.running_meeting.is_some() {
        "Jot while you talk".to_owned()
    } else {
        format!("Jot about {short_name}")
    };
    let Some(line) = composer.show(ui, screen, &hint, latest) else { return };
    let one_on_one = snapshot.running_meeting.as_ref().map(|running| running.id);
    let change = Change::AddEntry { person: snapshot.person.id, one_on_one, line };
    screen.dispatch(Submission::with_draft(change, composer.field_key().to_owned()));
    composer.clear(ui);
}
