//! The dialog that snoozes an entry until a date.

use eframe::egui::{Context, Id};
use jiff::civil::Date;

use crate::{
    domain::{
        entry::{Entry, kind::Kind, transition::TransitionError},
        id::EntryId,
        parse::date::parse_date,
    },
    journal::change::Change,
    ui::{
        kind_style,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::TextField, markdown::to_plain_text},
    },
};

/// Snoozes an entry.
pub struct SnoozeDialog {
    entry: EntryId,
    kind: Kind,
    entry_text: String,
    until: String,
    show_errors: bool,
}

impl SnoozeDialog {
    /// Opens it for an entry.
    pub fn open(entry: &Entry) -> Self {
        Self {
            entry: entry.id,
            kind: entry.kind(),
            entry_text: to_plain_text(&entry.text),
            until: String::new(),
            show_errors: false,
        }
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let parsed = parse_until(&self.until, screen.today);
        let kind = self.kind;
        let output = Dialog::new(Id::unique("snooze"), "Snooze")
            .width(480.0)
            .title_contents(move |ui| drop(ui.add(kind_style::chip(kind))))
            .show(
                ctx,
                |ui| {
                    let t = Tokens::of(ui);
                    ui.label(text::body(&self.entry_text).color(t.ink_soft));
                    let error = parsed.as_ref().err().filter(|_| self.show_errors);
                    let field = TextField::singleline("Until", &mut self.until).hint("tomorrow");
                    field.error(error.map(String::as_str)).width(260.0).show(ui);
                    if let Ok(day) = &parsed {
                        let text = format!("Returns {}.", day.strftime("%A %-d %B %Y"));
                        ui.label(text::fine(text).color(t.ink_faint));
                    }
                    Shortcut::ConfirmDialog.consume(ui) || Shortcut::SubmitDialog.consume(ui)
                },
                |ui| (ui.add(Button::primary("Snooze")).clicked(), ui.add(Button::plain("Cancel")).clicked()),
            );
        let (done, cancel) = output.buttons;
        if done || output.body {
            self.show_errors = true;
            if let Ok(until) = parsed {
                screen.dispatch(Change::Snooze { entry: self.entry, until: Some(until) });
                return true;
            }
        }
        cancel || output.closed
    }
}

/// Empty text means tomorrow.
fn parse_until(until: &str, today: Date) -> Result<Date, String> {
    let until = if until.trim().is_empty() { "tomorrow" } else { until };
    match parse_date(until, today) {
        Ok(day) if day <= today => Err(TransitionError::DateNotInFuture.to_string()),
        parsed => parsed.map_err(|error| error.to_string()),
    }
}
