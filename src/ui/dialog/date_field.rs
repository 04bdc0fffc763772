//! A date field in a dialog: it accepts natural language, shows the date it understood, and Enter
//! submits.

use eframe::egui::Ui;
use jiff::civil::Date;

use crate::{
    domain::parse::date::{parse_date, parse_past_date},
    ui::{shortcut::Shortcut, text, tokens::Tokens, widget::field::TextField},
};

/// The dates that are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateRangeKind {
    /// Dates to come.
    Future,
    /// Dates up to today.
    Past,
}

impl DateRangeKind {
    fn hint(self) -> &'static str {
        match self {
            Self::Future => "in 2 weeks, 8 dec, 2026-12-08",
            Self::Past => "yesterday, monday",
        }
    }

    /// The date, if the field is not empty.
    pub(super) fn parse(self, text: &str, today: Date) -> Result<Option<Date>, String> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let parsed = if self == Self::Past { parse_past_date(text, today) } else { parse_date(text, today) };
        parsed.map(Some).map_err(|error| error.to_string())
    }
}

/// Shows the field with its error and returns whether Enter was pressed in it.
pub(super) fn show(
    ui: &mut Ui,
    (label, kind): (&str, DateRangeKind),
    day: &mut String,
    error: Option<&str>,
    today: Date,
) -> bool {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        let field = TextField::singleline(label, day).hint(kind.hint()).error(error).width(260.0).show(ui);
        if let Ok(Some(day)) = kind.parse(day, today) {
            ui.label(text::fine(day.strftime("%A %-d %B %Y").to_string()).color(Tokens::of(ui).ink_faint));
        }
        field.response.lost_focus() && Shortcut::SubmitField.is_pressed(ui)
    })
    .inner
}
