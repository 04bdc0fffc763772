//! Until when is something put off? On its day it waits again by itself.

use eframe::egui::{Context, Id, Key, Modifiers};
use jiff::civil::Date;

use crate::{
    domain::{day::parse_day, entry::Entry, id::EntryId, kind::Kind, life::MoveError},
    journal::change::Change,
    ui::{
        action::Action,
        desk::Desk,
        keys, kinds, text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::Field, markdown::plain},
    },
};

/// The dialog.
pub struct PutOff {
    entry: EntryId,
    kind: Kind,
    about: String,
    until: String,
    tried: bool,
}

impl PutOff {
    /// Asks about an entry.
    pub fn open(entry: &Entry) -> Self {
        Self { entry: entry.id, kind: entry.kind(), about: plain(&entry.text), until: String::new(), tried: false }
    }

    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, desk: &mut Desk<'_>) -> bool {
        let read = read(&self.until, desk.today);
        let kind = self.kind;
        let output = Dialog::new(Id::unique("put off"), "Later")
            .width(480.0)
            .chip(move |ui| drop(ui.add(kinds::chip(kind))))
            .show(
                ctx,
                |ui| {
                    let t = Tokens::of(ui);
                    ui.label(text::body(&self.about).color(t.ink_soft));
                    let error = read.as_ref().err().filter(|_| self.tried);
                    let field = Field::line("Until", &mut self.until).hint("tomorrow");
                    field.error(error.map(String::as_str)).width(260.0).show(ui);
                    if let Ok(day) = &read {
                        let said = format!("It waits on you again on {}.", day.strftime("%A %-d %B %Y"));
                        ui.label(text::fine(said).color(t.ink_faint));
                    }
                    keys::take(ui, Modifiers::NONE, Key::Enter) || keys::take(ui, Modifiers::COMMAND, Key::Enter)
                },
                |ui| (ui.add(Button::primary("Put it off")).clicked(), ui.add(Button::plain("Cancel")).clicked()),
            );
        let (done, cancel) = output.buttons;
        if done || output.body {
            self.tried = true;
            if let Ok(until) = read {
                desk.ask(Action::Make(Change::PutOff { entry: self.entry, until: Some(until) }));
                return true;
            }
        }
        cancel || output.closed
    }
}

/// With nothing written, it is tomorrow.
fn read(until: &str, today: Date) -> Result<Date, String> {
    let until = if until.trim().is_empty() { "tomorrow" } else { until };
    match parse_day(until, today) {
        Ok(day) if day <= today => Err(MoveError::DayIsOver.to_string()),
        read => read.map_err(|error| error.to_string()),
    }
}
