//! The calendar that planned one-on-ones follow.

use std::path::Path;

use eframe::egui::{Label, Ui};
use jiff::civil::DateTime;

use crate::{
    ui::{
        action::{CalendarCommand, DialogRequest},
        screen_context::ScreenContext,
        text,
        tokens::Tokens,
        widget::{
            banner::Banner, button::Button, card::card, heading::section_label, truncated_label::truncated_label,
        },
    },
    wording::{date::format_date, text::pluralize},
};

/// The followed calendar as the page shows it.
#[derive(Clone, Copy)]
pub struct CalendarView<'a> {
    /// Its file; `None` if none is followed.
    pub path: Option<&'a Path>,
    /// What became of reading it.
    pub state: &'a CalendarState,
}

/// What became of reading the followed calendar.
#[derive(Debug, Default)]
pub enum CalendarState {
    /// It was not read yet.
    #[default]
    Unread,
    /// It was read.
    Read {
        /// When.
        at: DateTime,
        /// With how many people of the journal it has a next one-on-one.
        meetings: usize,
    },
    /// It could not be read, for this reason.
    Failed(String),
}

pub(super) fn show(ui: &mut Ui, screen: &mut ScreenContext<'_>, view: CalendarView<'_>) {
    let t = Tokens::of(ui);
    section_label(ui, "Calendar");
    let about = "Planned one-on-ones can follow a calendar file (.ics) that your calendar program or a synced folder \
                 keeps up to date. It is read at start and whenever it changes, and only from this computer.";
    ui.add(Label::new(text::small(about).color(t.ink_soft)).wrap());
    let Some(path) = view.path else {
        if ui.add(Button::plain("Follow a calendar…").small()).clicked() {
            screen.dispatch(DialogRequest::FollowCalendar);
        }
        return;
    };
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        truncated_label(ui, text::body_medium(path.display().to_string()).color(t.ink));
        match view.state {
            CalendarState::Unread => {
                ui.label(text::small("Reading…").color(t.ink_soft));
            }
            CalendarState::Read { at, meetings } => {
                let day = format_date(at.date(), screen.today);
                let count = match *meetings {
                    0 => "no one-on-ones with your people ahead".to_owned(),
                    count => format!("{} ahead", pluralize(i32::try_from(count).unwrap_or(i32::MAX), "one-on-one")),
                };
                let line = format!("Read {day} at {}: {count}", at.strftime("%H:%M"));
                ui.add(Label::new(text::small(line).color(t.ink_soft)).wrap());
            }
            CalendarState::Failed(reason) => {
                let detail = "Planned one-on-ones stay as they are. It is read again when it changes.";
                Banner::error(reason, detail).show(ui, |_| ());
            }
        }
        ui.horizontal_wrapped(|ui| {
            if ui.add(Button::plain("Read now").small()).clicked() {
                screen.dispatch(CalendarCommand::Read);
            }
            if ui.add(Button::plain("Choose another…").small()).clicked() {
                screen.dispatch(DialogRequest::FollowCalendar);
            }
            if ui.add(Button::plain("Stop following").small()).clicked() {
                screen.dispatch(CalendarCommand::Unfollow);
            }
        });
    });
}
