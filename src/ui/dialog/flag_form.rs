//! The form of a flag: what was seen, how it differs from before, what they might need, and when it
//! will be raised.

use eframe::egui::{Align, Context, Id, Ui};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{date_field, date_field::DateRangeKind};
use crate::{
    domain::{
        entry::{
            Entry,
            fields::FlagFields,
            kind::{
                Kind,
                flag::{Flag, FlagPlan, RaisePlan},
            },
            transition::TransitionError,
        },
        id::EntryId,
        parse::entry_line::clean_text,
    },
    journal::change::Change,
    ui::{
        action::Submission,
        kind_style,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::TextField, radio_group::radio_group},
    },
    wording::date::format_date,
};

/// The initial text of the date to watch until.
const DEFAULT_WATCH_UNTIL: &str = "in 2 weeks";

/// When the flag will be raised, as the form offers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum RaiseChoice {
    Next,
    Today,
    Watch,
}

/// The contents of the form, stored as a draft while typing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct FlagFormText {
    saw: String,
    usually: String,
    lately: String,
    need: String,
    when: Option<RaiseChoice>,
    until: String,
}

impl FlagFormText {
    fn from_flag(entry: &Entry, flag: &Flag, today: Date) -> Self {
        let watch_until = flag.watch_until.filter(|until| *until > today);
        let when = match flag.raise_plan {
            RaisePlan::NextOneOnOne => Some(RaiseChoice::Next),
            RaisePlan::On(day) if day == today => Some(RaiseChoice::Today),
            _ => watch_until.map(|_| RaiseChoice::Watch),
        };
        Self {
            saw: entry.text.clone(),
            usually: flag.usually.clone(),
            lately: flag.lately.clone(),
            need: flag.need.clone(),
            when,
            until: watch_until.map_or_else(|| DEFAULT_WATCH_UNTIL.to_owned(), |day| day.to_string()),
        }
    }
}

/// The form of a flag.
pub struct FlagForm {
    entry: EntryId,
    field_key: String,
    text: FlagFormText,
    /// The plan when the form was opened.
    initial_plan: (Option<RaiseChoice>, String),
    /// "Next one-on-one, Tue 24 Nov"; `None` once the flag was raised.
    next_meeting_label: Option<String>,
    show_errors: bool,
}

/// Validation errors by field.
struct FieldErrors {
    saw: Option<String>,
    until: Option<String>,
}

impl FlagForm {
    /// The form of a flag, with the draft of an earlier edit.
    pub fn open(entry: &Entry, flag: &Flag, screen: &mut ScreenContext<'_>) -> Self {
        let field_key = format!("flag/{}", entry.uid);
        let current = FlagFormText::from_flag(entry, flag, screen.today);
        let draft = screen.draft(&field_key).and_then(|draft| serde_json::from_str(&draft.text).ok());
        let planned = screen.read(|db| db.next_planned(entry.person)).map(|planned| planned.at.day());
        let planned = planned.filter(|day| *day >= screen.today);
        let next = match planned {
            Some(day) => format!("Next one-on-one, {}", format_date(day, screen.today)),
            None => "Next one-on-one".to_owned(),
        };
        Self {
            entry: entry.id,
            field_key,
            initial_plan: (current.when, current.until.clone()),
            text: draft.unwrap_or(current),
            next_meeting_label: flag.state.is_unraised().then_some(next),
            show_errors: false,
        }
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let previous = self.text.clone();
        let parsed = self.parse(screen.today);
        let errors = parsed.as_ref().err().filter(|_| self.show_errors);
        let (next, fields) = (self.next_meeting_label.as_deref(), &mut self.text);
        let output = Dialog::new(Id::unique("flag"), "Flag details")
            .title_contents(|ui| drop(ui.add(kind_style::chip(Kind::Flag))))
            .note("Only you can read this.")
            .show(
                ctx,
                |ui| {
                    show_text_fields(ui, fields, errors);
                    let entered = next.is_some_and(|next| show_raise_choice(ui, fields, next, errors, screen.today));
                    Shortcut::SubmitDialog.consume(ui) || entered
                },
                |ui| (ui.add(Button::primary("Save")).clicked(), ui.add(Button::plain("Cancel")).clicked()),
            );
        let (save, cancel) = output.buttons;
        if self.text != previous {
            screen.set_draft(&self.field_key, "", &serde_json::to_string(&self.text).unwrap_or_default());
        }
        if save || output.body {
            self.show_errors = true;
            if let Ok(change) = parsed {
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

    fn parse(&self, today: Date) -> Result<Change, FieldErrors> {
        let fields = &self.text;
        let text =
            clean_text(&fields.saw).map_err(|error| FieldErrors { saw: Some(error.to_string()), until: None })?;
        let plan = self.changed_plan(today).map_err(|error| FieldErrors { saw: None, until: Some(error) })?;
        let [usually, lately, need] =
            [&fields.usually, &fields.lately, &fields.need].map(|field| field.trim().to_owned());
        Ok(Change::EditFlag { entry: self.entry, text, fields: FlagFields { usually, lately, need }, plan })
    }

    /// The plan, where it differs from the initial one.
    fn changed_plan(&self, today: Date) -> Result<Option<FlagPlan>, String> {
        let FlagFormText { when, until, .. } = &self.text;
        if self.next_meeting_label.is_none()
            || *when == self.initial_plan.0 && (*when != Some(RaiseChoice::Watch) || *until == self.initial_plan.1)
        {
            return Ok(None);
        }
        Ok(Some(match when {
            None => FlagPlan::Raise(RaisePlan::Undecided),
            Some(RaiseChoice::Next) => FlagPlan::Raise(RaisePlan::NextOneOnOne),
            Some(RaiseChoice::Today) => FlagPlan::Raise(RaisePlan::On(today)),
            Some(RaiseChoice::Watch) => match DateRangeKind::Future.parse(until, today)? {
                Some(day) if day > today => FlagPlan::Watch(day),
                _ => return Err(TransitionError::DateNotInFuture.to_string()),
            },
        }))
    }
}

fn show_text_fields(ui: &mut Ui, fields: &mut FlagFormText, errors: Option<&FieldErrors>) {
    let error = errors.and_then(|errors| errors.saw.as_deref());
    TextField::multiline("What did you see?", &mut fields.saw, 1).error(error).show(ui);
    ui.spacing_mut().item_spacing.x = 12.0;
    ui.columns(2, |columns| {
        if let [left, right] = columns {
            TextField::multiline("Usually", &mut fields.usually, 1).hint("Speaks early").show(left);
            TextField::multiline("Lately", &mut fields.lately, 1).hint("Waits to be asked").show(right);
        }
    });
    TextField::multiline("What might they need to be successful?", &mut fields.need, 1)
        .hint("Before you react: what would help them?")
        .show(ui);
}

/// Returns whether Enter was pressed in the date field.
fn show_raise_choice(
    ui: &mut Ui,
    fields: &mut FlagFormText,
    next: &str,
    errors: Option<&FieldErrors>,
    today: Date,
) -> bool {
    const WHEN: &str = "When will you raise it?";
    let t = Tokens::of(ui);
    let choice = ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.label(text::small_strong(WHEN).color(t.ink));
        let all = [(RaiseChoice::Next, next), (RaiseChoice::Today, "Today"), (RaiseChoice::Watch, "Watch until…")];
        let changed = radio_group(ui, WHEN, &mut fields.when, &all).changed();
        ui.add_space(4.0);
        changed
    });
    if fields.when != Some(RaiseChoice::Watch) {
        return false;
    }
    let error = errors.and_then(|errors| errors.until.as_deref());
    let entered = date_field::show(ui, ("Watch until", DateRangeKind::Future), &mut fields.until, error, today);
    if choice.inner {
        // In a low window the new field is below the visible part.
        ui.scroll_to_cursor(Some(Align::BOTTOM));
    }
    entered
}
