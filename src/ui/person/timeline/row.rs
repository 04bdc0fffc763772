//! How one row of a history looks: the month, or the day at the left and the entry on its card.

use eframe::egui::{Align, Layout, Response, Ui, vec2};
use jiff::civil::Date;

use crate::{
    domain::{day::say_day, id::EntryId},
    store::{Db, StoreError},
    ui::{
        desk::Desk,
        entry::{Shown, editor::EntryEditor, say_one_on_one},
        kinds::chip,
        text,
        tokens::{Tokens, size},
        widget::card,
    },
};

const DAY_WIDTH: f32 = 84.0;

/// Reads an entry, with the one-on-one it belongs to under it.
pub(super) fn read_entry(db: &Db, id: EntryId, today: Date, them: &str) -> Result<Option<Shown>, StoreError> {
    let Some(entry) = db.entry(id)? else { return Ok(None) };
    let time = entry.written.time().strftime("%H:%M").to_string();
    let one_on_one = entry.one_on_one.map(|id| db.one_on_one(id)).transpose()?.flatten();
    let more = match &one_on_one {
        Some(one_on_one) => format!("{}, {time}", say_one_on_one(one_on_one)),
        None => time,
    };
    Shown::new(db, entry, today, them, Some(more)).map(Some)
}

/// "Today", "Yesterday", "17 Nov"; the year is said by the month.
pub(super) fn say_short(day: Date, today: Date) -> String {
    match say_day(day, today).as_str() {
        "today" => "Today".to_owned(),
        "yesterday" => "Yesterday".to_owned(),
        _ => day.strftime("%-d %b").to_string(),
    }
}

pub(super) fn show_month(ui: &mut Ui, first: Date, count: u32, at_top: bool) {
    let t = Tokens::of(ui);
    ui.add_space(if at_top { 20.0 } else { 14.0 });
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        ui.label(text::section(first.strftime("%B %Y").to_string()).color(t.ink));
        let entries = if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") };
        ui.label(text::fine(entries).color(t.ink_faint));
    });
}

/// The day at the left, once a day, and the entry on its card.
pub(super) fn show_entry(
    ui: &mut Ui,
    desk: &mut Desk<'_>,
    shown: &mut Shown,
    day: Option<&str>,
    editor: &mut Option<EntryEditor>,
) -> Response {
    let t = Tokens::of(ui);
    let width = ui.available_width() - size::PAGE_MARGIN;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.allocate_ui_with_layout(vec2(DAY_WIDTH, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(DAY_WIDTH);
            ui.add_space(14.0);
            if let Some(day) = day {
                ui.label(text::small(day).color(t.ink_faint));
            }
        });
        ui.allocate_ui_with_layout(vec2(width - DAY_WIDTH, 0.0), Layout::top_down(Align::Min), |ui| {
            shown.scope(ui, desk, |shown, ui, desk, looked_at| {
                card::card(ui, |ui| show_card(ui, desk, shown, editor, looked_at));
            })
        })
        .inner
    })
    .inner
}

fn show_card(ui: &mut Ui, desk: &mut Desk<'_>, shown: &mut Shown, editor: &mut Option<EntryEditor>, looked_at: bool) {
    const RIGHT: f32 = 150.0;
    let width = ui.available_width();
    ui.set_width(width);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.allocate_ui_with_layout(vec2(width - RIGHT, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(width - RIGHT);
            shown.show_text(ui, desk, editor);
        });
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            ui.add(chip(shown.entry.kind()));
            shown.show_menu(ui, desk, looked_at);
        });
    });
}
