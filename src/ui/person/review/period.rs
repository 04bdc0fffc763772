//! The choice of a period: its days, which open the two fields, and its word, which opens the others.

use eframe::egui::Ui;
use jiff::civil::Date;

use crate::{
    domain::review::period::{Choice, Period},
    ui::{
        action::{Action, key_of},
        desk::Desk,
        icons,
        widget::{
            button::Button,
            menu::{self, Item},
        },
    },
};

/// Shows what is chosen; what was chosen instead. `last` is when the last review of the person was finished.
pub(super) fn show(
    ui: &mut Ui,
    desk: &mut Desk<'_>,
    (choice, period): (Choice, Period),
    last: Option<Date>,
) -> Option<Choice> {
    let mut chosen = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        if ui.add(Button::plain(period.say()).icon_after(icons::CARET_DOWN)).clicked() {
            desk.ask(Action::AskPeriod);
        }
        let button = ui.add(Button::plain(choice.word()).icon_after(icons::CARET_DOWN));
        menu::open_below(&button, "Period", |ui| {
            for named in Choice::NAMED {
                // There is nothing to begin at before the first review is finished.
                if named == Choice::SinceTheLast && last.is_none() {
                    continue;
                }
                if menu::item(ui, Item::new(named.word()).chosen(named == choice)) {
                    chosen = Some(named);
                }
            }
            menu::line(ui);
            let key = key_of(ui, &Action::AskPeriod);
            let two = matches!(choice, Choice::Days(_));
            if menu::item(ui, Item::new("Two days…").chosen(two).key(&key)) {
                desk.ask(Action::AskPeriod);
            }
        });
    });
    chosen
}
