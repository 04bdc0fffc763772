//! A field for a day in a dialog: it reads days as they are read everywhere, shows which one it understood, and Enter in it
//! is done.

use eframe::egui::{Key, Ui};
use jiff::civil::Date;

use crate::{
    domain::day::parse_day,
    ui::{text, tokens::Tokens, widget::field::Field},
};

/// Shows it, with what is wrong with it. Whether Enter was pressed in it.
pub(super) fn show(ui: &mut Ui, label: &str, day: &mut String, wrong: Option<&str>, today: Date) -> bool {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        let field = Field::line(label, day).hint("in 2 weeks, 8 dec, 2026-12-08").error(wrong).width(260.0).show(ui);
        if let Ok(Some(day)) = read(day, today) {
            ui.label(text::fine(day.strftime("%A %-d %B %Y").to_string()).color(Tokens::of(ui).ink_faint));
        }
        field.response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
    })
    .inner
}

/// The day that stands in it, if any.
pub(super) fn read(text: &str, today: Date) -> Result<Option<Date>, String> {
    if text.trim().is_empty() { Ok(None) } else { parse_day(text, today).map(Some).map_err(|error| error.to_string()) }
}
