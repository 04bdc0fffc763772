//! The choice of a period: a button with its dates that opens the date dialog, and a menu of
//! presets.

use eframe::egui::Ui;
use jiff::civil::Date;

use crate::{
    domain::review::period::{Period, PeriodChoice},
    ui::{
        action::DialogRequest,
        icons,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        widget::{
            button::Button,
            menu::{self, MenuItem},
        },
    },
    wording::period::choice_label,
};

/// Shows the period and returns a new choice. `last_finished` is when the last review was finished.
pub(super) fn show(
    ui: &mut Ui,
    screen: &mut ScreenContext<'_>,
    (choice, period): (PeriodChoice, Period),
    last_finished: Option<Date>,
) -> Option<PeriodChoice> {
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        if ui.add(Button::plain(period.label()).trailing_icon(icons::CARET_DOWN)).clicked() {
            screen.dispatch(DialogRequest::ReviewPeriod);
        }
        let button = ui.add(Button::plain(choice_label(choice)).trailing_icon(icons::CARET_DOWN));
        menu::popup_below(&button, "Period", |ui| {
            for preset in PeriodChoice::PRESETS {
                // "Since the last review" needs a finished review.
                if preset == PeriodChoice::SinceLastReview && last_finished.is_none() {
                    continue;
                }
                if menu::item(ui, MenuItem::new(choice_label(preset)).selected(preset == choice)) {
                    chosen = Some(preset);
                }
            }
            menu::separator(ui);
            let key = Shortcut::ReviewPeriod.label(ui);
            let is_custom = matches!(choice, PeriodChoice::Custom(_));
            if menu::item(ui, MenuItem::new("Custom dates…").selected(is_custom).shortcut(&key)) {
                screen.dispatch(DialogRequest::ReviewPeriod);
            }
        });
    });
    chosen
}
