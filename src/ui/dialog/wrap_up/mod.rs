//! The dialog that ends a one-on-one: its length, what is still to be written down, and a summary.

mod note_field;

use eframe::egui::{Context, Id, Response, Ui};
use jiff::{
    Zoned,
    civil::{Date, DateTime, Time},
};

use self::note_field::NoteField;
use crate::{
    domain::{
        bookmark::is_bookmark,
        cadence::Cadence,
        entry::{Entry, event::EventKind, kind::Kind},
        id::{OneOnOneId, PersonId},
        moment::Moment,
        one_on_one::OneOnOne,
        parse::datetime::{DateTimeError, parse_datetime},
        person::Person,
    },
    journal::change::Change,
    ui::{
        action::{DialogRequest, RecapRequest, Submission},
        icons,
        kind_style::{chip, tone},
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::Tokens,
        widget::{
            button::Button, column::column, dialog::Dialog, field::TextField, heading::section_label,
            markdown::to_plain_text, truncated_label::truncated_label,
        },
    },
    wording::{date::format_date, entry_caption::status_caption},
};

/// Ends a running one-on-one.
pub struct WrapUpDialog {
    one_on_one: OneOnOne,
    title: String,
    minutes: String,
    /// The number of entries of each kind.
    counts_by_kind: Vec<(Kind, usize)>,
    /// Flags raised, topics discussed and praise told in this one-on-one, whenever written.
    discussed_rows: Vec<EntryRow>,
    /// Actions promised in this one-on-one.
    promised_rows: Vec<EntryRow>,
    /// The open agenda for the next one, whenever it was written.
    agenda_rows: Vec<EntryRow>,
    /// One for each bookmark.
    bookmark_fields: Vec<NoteField>,
    last_note: NoteField,
    next_meeting: NextMeetingField,
}

/// The date of the next one-on-one, which can be changed.
struct NextMeetingField {
    person: PersonId,
    field_key: String,
    /// The date as it is now; empty where there is none.
    current: String,
    /// The time to use where only a date is written.
    default_time: Option<Time>,
    text: String,
    show_error: bool,
}

/// A listed entry: its kind, and its text with its status.
struct EntryRow {
    kind: Kind,
    text: String,
}

impl EntryRow {
    fn new(entry: &Entry, today: Date, short_name: &str) -> Self {
        let status =
            status_caption(entry, today, short_name).map(|caption| format!(" · {}", caption.text)).unwrap_or_default();
        Self { kind: entry.kind(), text: format!("{}{status}", to_plain_text(&entry.text)) }
    }
}

impl WrapUpDialog {
    /// Opens it for the running one-on-one of a person.
    pub fn new(one_on_one: OneOnOne, person: &Person, screen: &mut ScreenContext<'_>) -> Self {
        let short_name = person.short_name();
        let now = Moment::from(&screen.journal.now());
        let minutes = now.minutes_since(&one_on_one.at).min(OneOnOne::MAX_MINUTES);
        let entries: Vec<Entry> = screen.read(|db| db.entries_in_one_on_one(one_on_one.id));
        let open: Vec<Entry> = screen.read(|db| db.open_entries(person.id));
        let touched: Vec<Entry> = screen.read(|db| db.entries_with_events_in(one_on_one.id));
        let to_row = |entry: &Entry| EntryRow::new(entry, screen.today, short_name);
        let is_promised = |entry: &&Entry| entry.kind() == Kind::Action;
        let promised_rows: Vec<EntryRow> = entries.iter().filter(is_promised).map(to_row).collect();
        let is_promised_here = |entry: &Entry| is_promised(&entry) && entry.one_on_one == Some(one_on_one.id);
        let agenda = AGENDA_KINDS.iter().flat_map(|kind| open.iter().filter(move |entry| entry.kind() == *kind));
        let is_discussed = |entry: &&Entry| was_discussed_in(entry, one_on_one.id);
        let discussed_rows = touched.iter().filter(is_discussed).map(to_row).collect();
        let agenda_rows = agenda.filter(|entry| !is_promised_here(entry)).map(to_row).collect();
        let bookmarks = entries.iter().filter(|entry| is_bookmark(entry));
        Self {
            bookmark_fields: bookmarks.map(|entry| NoteField::bookmark(entry.clone(), screen)).collect(),
            last_note: NoteField::last_note(one_on_one.clone(), screen),
            title: format!("Wrap up with {short_name}"),
            minutes: minutes.to_string(),
            counts_by_kind: count_by_kind(&entries),
            discussed_rows,
            promised_rows,
            agenda_rows,
            next_meeting: NextMeetingField::open(person, screen),
            one_on_one,
        }
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let minutes = self.minutes.trim().parse::<u32>().ok().filter(|minutes| *minutes <= OneOnOne::MAX_MINUTES);
        let error = minutes.is_none().then_some("Enter minutes, from 0 to 1440.");
        let title = self.title.clone();
        let output = Dialog::new(Id::unique("wrap up"), &title).width(520.0).show(
            ctx,
            |ui| {
                let mut has_left = self.show_duration_and_next(ui, screen, error);
                show_counts(ui, &self.counts_by_kind);
                has_left |= self.show_note_fields(ui, screen);
                show_rows(ui, "Raised and discussed", &self.discussed_rows);
                show_rows(ui, "Promised", &self.promised_rows);
                show_rows(ui, "Still open, for next time", &self.agenda_rows);
                let enter = Shortcut::SubmitField.is_pressed(ui);
                (has_left && enter) || Shortcut::SubmitDialog.consume(ui)
            },
            |ui| {
                let done = ui.add_enabled(minutes.is_some(), Button::primary("Wrap up")).clicked();
                let recap = ui.add_enabled(minutes.is_some(), Button::plain("Wrap up and recap…")).clicked();
                (done, recap, ui.add(Button::plain("Cancel")).clicked())
            },
        );
        let (done, recap, not_yet) = output.buttons;
        if let Some(minutes) = minutes
            && (done || recap || output.body)
            && let Some(submissions) = self.submissions(screen)
        {
            for submission in submissions {
                screen.dispatch(submission);
            }
            screen.dispatch(Change::WrapUp { one_on_one: self.one_on_one.id, minutes });
            if recap {
                screen.dispatch(DialogRequest::Recap(RecapRequest::Meeting(self.one_on_one.id)));
            }
            return true;
        }
        not_yet || output.closed
    }

    /// Shows both fields, side by side where there is room. Returns whether the focus has left one.
    fn show_duration_and_next(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, error: Option<&str>) -> bool {
        const GAP: f32 = 16.0;
        let half = (ui.available_width() - GAP) / 2.0;
        let is_wide = half >= MIN_FIELD_WIDTH;
        let width = if is_wide { half } else { ui.available_width() };
        let mut show = |ui: &mut Ui| {
            let mut has_left = false;
            column(ui, width, |ui| {
                let field = TextField::singleline("Duration (min)", &mut self.minutes).error(error).show(ui);
                has_left |= field.response.lost_focus();
            });
            column(ui, width, |ui| has_left |= self.next_meeting.show(ui, screen).lost_focus());
            has_left
        };
        if is_wide {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                show(ui)
            })
            .inner
        } else {
            show(ui)
        }
    }

    /// Shows the fields for what was not written down yet. Returns whether the focus has left one.
    fn show_note_fields(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) -> bool {
        let mut has_left = false;
        if !self.bookmark_fields.is_empty() {
            show_part(ui, "Come back to this", |ui| {
                ui.spacing_mut().item_spacing.y = 8.0;
                for field in &mut self.bookmark_fields {
                    has_left |= field.show(ui, screen).lost_focus();
                }
            });
        }
        has_left | self.last_note.show(ui, screen).lost_focus()
    }

    /// What the fields change; `None` where one of them cannot be stored and shows why.
    fn submissions(&mut self, screen: &ScreenContext<'_>) -> Option<Vec<Submission>> {
        let mut submissions = Vec::new();
        for field in self.bookmark_fields.iter_mut().chain([&mut self.last_note]) {
            submissions.extend(field.submissions(screen).ok()?);
        }
        submissions.extend(self.next_meeting.submission(screen).ok()?);
        Some(submissions)
    }
}

/// Below this width, fields stand one below the other.
const MIN_FIELD_WIDTH: f32 = 200.0;

/// The kinds on the agenda, in the order of the side panel.
const AGENDA_KINDS: [Kind; 4] = [Kind::Flag, Kind::Topic, Kind::Action, Kind::Praise];

fn count_by_kind(entries: &[Entry]) -> Vec<(Kind, usize)> {
    let count = |kind: Kind| entries.iter().filter(|entry| entry.kind() == kind).count();
    Kind::ALL.iter().map(|&kind| (kind, count(kind))).filter(|(_, count)| *count > 0).collect()
}

/// Whether a flag, topic or praise was raised, discussed or told in a one-on-one.
fn was_discussed_in(entry: &Entry, one_on_one: OneOnOneId) -> bool {
    let is_outcome = |kind: EventKind| matches!(kind, EventKind::Raised | EventKind::Discussed | EventKind::Told);
    entry.events.iter().any(|event| event.one_on_one == Some(one_on_one) && is_outcome(event.kind))
}

impl NextMeetingField {
    fn open(person: &Person, screen: &mut ScreenContext<'_>) -> Self {
        let planned = screen.read(|db| db.next_planned(person.id)).map(|planned| planned.at);
        let cadence = person.profile.cadence;
        let by_cadence = || cadence.map(|cadence| (cadence.next_after(screen.today), cadence.time()));
        let next = planned.map(|at| (at.day(), Some(at.time()))).or_else(by_cadence);
        let describe = |(day, time): (Date, Option<Time>)| {
            let time = time.map(|time| time.strftime(", %H:%M").to_string()).unwrap_or_default();
            format!("{}{time}", format_date(day, screen.today))
        };
        let field_key = format!("next/{}", person.uid);
        Self {
            person: person.id,
            current: next.map(describe).unwrap_or_default(),
            default_time: next.and_then(|(_, time)| time).or_else(|| cadence.and_then(Cadence::time)),
            text: screen.draft(&field_key).map(|draft| draft.text).unwrap_or_default(),
            field_key,
            show_error: false,
        }
    }

    fn parse(&self, now: &Zoned) -> Result<DateTime, DateTimeError> {
        parse_datetime(&self.text, self.default_time, now.datetime())
    }

    /// Shows the current date with a field to change it.
    fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) -> Response {
        let now = screen.journal.now();
        let parsed = self.parse(&now);
        let error = parsed.as_ref().err().filter(|_| self.show_error).map(ToString::to_string);
        let hint = if self.current.is_empty() { "tue 10:00, 27 nov 14:00" } else { self.current.as_str() };
        let field = TextField::singleline("Next one-on-one", &mut self.text).hint(hint);
        let response = field.error(error.as_deref()).show(ui).response;
        if response.changed() {
            self.show_error = false;
            screen.set_draft(&self.field_key, "", &self.text);
        }
        let understood = parsed.ok().filter(|_| !self.text.trim().is_empty());
        let text = match understood {
            Some(at) => at.strftime("%A %-d %B %Y, %H:%M").to_string(),
            None if self.current.is_empty() => String::new(),
            None => format!("Currently: {}", self.current),
        };
        if !text.is_empty() {
            ui.label(text::fine(text).color(Tokens::of(ui).ink_faint));
        }
        response
    }

    /// The change of the date; `None` where nothing was written.
    fn submission(&mut self, screen: &ScreenContext<'_>) -> Result<Option<Submission>, DateTimeError> {
        if self.text.trim().is_empty() {
            return Ok(None);
        }
        self.show_error = true;
        let now = screen.journal.now();
        let at = self.parse(&now)?.to_zoned(now.time_zone().clone()).ok();
        Ok(at.map(|at| {
            let change = Change::ScheduleMeeting { person: self.person, at: Moment::from(&at) };
            Submission::with_draft(change, self.field_key.clone())
        }))
    }
}

/// A label with its content directly below.
fn show_part(ui: &mut Ui, label: &str, add: impl FnOnce(&mut Ui)) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        section_label(ui, label);
        add(ui);
    });
}

fn show_counts(ui: &mut Ui, counts: &[(Kind, usize)]) {
    let t = Tokens::of(ui);
    show_part(ui, "Notes", |ui| {
        if counts.is_empty() {
            ui.label(text::small("No notes. It still counts as held.").color(t.ink_soft));
            return;
        }
        ui.horizontal_wrapped(|ui| {
            for (kind, count) in counts {
                ui.add(chip(*kind));
                ui.label(text::small(count.to_string()).color(t.ink_soft));
                ui.add_space(6.0);
            }
        });
    });
}

/// The first rows below a label, each with the icon of its kind, and the number of those left out.
fn show_rows(ui: &mut Ui, label: &str, rows: &[EntryRow]) {
    const MAX_ROWS: usize = 6;
    if rows.is_empty() {
        return;
    }
    let t = Tokens::of(ui);
    show_part(ui, label, |ui| {
        for row in rows.iter().take(MAX_ROWS) {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                let tone = tone(row.kind);
                let icon = ui.label(text::small(icons::for_tone(tone)).color(t.kind_ink(tone)));
                icon.accessible_name(row.kind.label());
                truncated_label(ui, text::small(&row.text).color(t.ink));
            });
        }
        if rows.len() > MAX_ROWS {
            ui.label(text::fine(format!("and {} more", rows.len() - MAX_ROWS)).color(t.ink_faint));
        }
    });
}
