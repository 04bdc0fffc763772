//! The dialog that schedules or moves the next one-on-one.

use eframe::egui::{Context, Id, Ui};
use jiff::{
    Zoned,
    civil::{DateTime, Time},
};

use crate::{
    domain::{
        cadence::Cadence,
        id::PersonId,
        moment::Moment,
        next_meeting::NextMeeting,
        parse::datetime::{DateTimeError, parse_datetime},
    },
    journal::change::Change,
    ui::{
        action::{DialogRequest, Submission},
        icons,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::TextField},
    },
    wording::{cadence::short_cadence, date::format_relative_date, next_meeting},
};

/// Schedules the next one-on-one of a person.
pub struct ScheduleMeetingDialog {
    person: PersonId,
    title: String,
    field_key: String,
    /// The current plan, formatted.
    current_plan: String,
    /// The time to use where only a date is written.
    default_time: Option<Time>,
    can_skip: bool,
    text: String,
    show_errors: bool,
}

impl ScheduleMeetingDialog {
    /// Opens it for a person; `None` when the person is archived.
    pub fn open(person: PersonId, screen: &mut ScreenContext<'_>) -> Option<Self> {
        let record = screen.read(|db| db.person_with_schedule(person));
        let (person, meetings) = record.filter(|(person, _)| person.archived_at.is_none())?;
        let next = meetings.next(screen.today);
        let (label, when) = next_meeting::long_label(next, screen.today);
        let cadence = meetings.cadence.map(|cadence| format!(" ({})", short_cadence(cadence)));
        let cadence_note =
            if matches!(next, NextMeeting::ByCadence { .. }) { cadence.unwrap_or_default() } else { String::new() };
        let field_key = format!("next/{}", person.uid);
        Some(Self {
            person: person.id,
            title: format!("Next one-on-one with {}", person.short_name()),
            current_plan: if when.is_empty() {
                String::new()
            } else {
                format!("Currently: {} {when}{cadence_note}", label.to_lowercase())
            },
            default_time: next.time().or_else(|| meetings.cadence.and_then(Cadence::time)),
            can_skip: !matches!(next, NextMeeting::Unscheduled | NextMeeting::InProgress),
            text: screen.draft(&field_key).map(|draft| draft.text).unwrap_or_default(),
            field_key,
            show_errors: false,
        })
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let now = screen.journal.now();
        let parsed = parse_datetime(&self.text, self.default_time, now.datetime());
        let title = self.title.clone();
        let skippable = self.can_skip;
        let output = Dialog::new(Id::unique("set next"), &title).width(480.0).show(
            ctx,
            |ui| {
                let typed = self.show_body(ui, &parsed, &now);
                (Shortcut::ConfirmDialog.consume(ui) || Shortcut::SubmitDialog.consume(ui), typed)
            },
            |ui| {
                let set = ui.add(Button::primary("Save")).clicked();
                let cancel = ui.add(Button::plain("Cancel")).clicked();
                let skip = skippable && ui.add(Button::quiet("Skip…").icon(icons::SKIPPED)).clicked();
                (set, cancel, skip)
            },
        );
        let (set, cancel, skip) = output.buttons;
        let (enter, typed) = output.body;
        if typed {
            screen.set_draft(&self.field_key, "", &self.text);
        }
        if skip {
            screen.set_draft(&self.field_key, "", "");
            screen.dispatch(DialogRequest::SkipMeeting(self.person));
            return true;
        }
        if set || enter {
            self.show_errors = true;
            if let Some(at) = parsed.ok().and_then(|at| at.to_zoned(now.time_zone().clone()).ok()) {
                let change = Change::ScheduleMeeting { person: self.person, at: Moment::from(&at) };
                screen.dispatch(Submission::with_draft(change, self.field_key.clone()));
                return true;
            }
        }
        // Esc keeps the draft for the next time; only Cancel discards it.
        if cancel {
            screen.set_draft(&self.field_key, "", "");
        }
        cancel || output.closed
    }

    /// Returns whether the text changed.
    fn show_body(&mut self, ui: &mut Ui, parsed: &Result<DateTime, DateTimeError>, now: &Zoned) -> bool {
        let t = Tokens::of(ui);
        if !self.current_plan.is_empty() {
            ui.label(text::body(&self.current_plan).color(t.ink_soft));
        }
        let error = parsed.as_ref().err().filter(|_| self.show_errors).map(ToString::to_string);
        let field = TextField::singleline("When", &mut self.text).hint("tue 10:00, tomorrow 9:30, 27 nov 14:00");
        let typed = field.error(error.as_deref()).show(ui).response.changed();
        // At a clock change a missing hour is moved: show the time that results.
        if let Ok(Ok(at)) = parsed.as_ref().map(|at| at.to_zoned(now.time_zone().clone())) {
            let text =
                format!("{}, {}", at.strftime("%A %-d %B %Y, %H:%M"), format_relative_date(at.date(), now.date()));
            ui.label(text::fine(text).color(t.ink_faint));
        }
        typed
    }
}
