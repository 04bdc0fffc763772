//! A field for a day in a dialog: it reads days as they are read everywhere, shows which one it understood, and Enter in it
//! is done.

use eframe::egui::{Key, Ui};
use jiff::civil::Date;

use crate::{
    domain::parse::date::{parse_date, parse_past_date},
    ui::{text, tokens::Tokens, widget::field::TextField},
};

/// Which days it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateRangeKind {
    /// What is still to come.
    Future,
    /// What was, up to today.
    Past,
}

impl DateRangeKind {
    fn hint(self) -> &'static str {
        match self {
            Self::Future => "in 2 weeks, 8 dec, 2026-12-08",
            Self::Past => "yesterday, monday",
        }
    }

    /// The day that stands in it, if any.
    pub(super) fn parse(self, text: &str, today: Date) -> Result<Option<Date>, String> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let read = if self == Self::Past { parse_past_date(text, today) } else { parse_date(text, today) };
        read.map(Some).map_err(|error| error.to_string())
    }
}

/// Shows it, with what is wrong with it. Whether Enter was pressed in it.
pub(super) fn show(
    ui: &mut Ui,
    (label, which): (&str, DateRangeKind),
    day: &mut String,
    wrong: Option<&str>,
    today: Date,
) -> bool {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        let field = TextField::singleline(label, day).hint(which.hint()).error(wrong).width(260.0).show(ui);
        if let Ok(Some(day)) = which.parse(day, today) {
            ui.label(text::fine(day.strftime("%A %-d %B %Y").to_string()).color(Tokens::of(ui).ink_faint));
        }
        field.response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
    })
    .inner
}
