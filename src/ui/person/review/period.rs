//! The choice of a period: its days, which open the two fields, and its word, which opens the others.

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

/// Shows what is chosen; what was chosen instead. `last` is when the last review of the person was finished.
pub(super) fn show(
    ui: &mut Ui,
    screen: &mut ScreenContext<'_>,
    (choice, period): (PeriodChoice, Period),
    last: Option<Date>,
) -> Option<PeriodChoice> {
    let mut chosen = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        if ui.add(Button::plain(period.label()).trailing_icon(icons::CARET_DOWN)).clicked() {
            screen.dispatch(DialogRequest::ReviewPeriod);
        }
        let button = ui.add(Button::plain(choice_label(choice)).trailing_icon(icons::CARET_DOWN));
        menu::popup_below(&button, "Period", |ui| {
            for named in PeriodChoice::PRESETS {
                // There is nothing to begin at before the first review is finished.
                if named == PeriodChoice::SinceLastReview && last.is_none() {
                    continue;
                }
                if menu::item(ui, MenuItem::new(choice_label(named)).selected(named == choice)) {
                    chosen = Some(named);
                }
            }
            menu::separator(ui);
            let key = Shortcut::ReviewPeriod.label(ui);
            let two = matches!(choice, PeriodChoice::Custom(_));
            if menu::item(ui, MenuItem::new("Two days…").selected(two).shortcut(&key)) {
                screen.dispatch(DialogRequest::ReviewPeriod);
            }
        });
    });
    chosen
}
