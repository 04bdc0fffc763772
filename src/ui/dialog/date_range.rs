//! The dialog for the date range of a review.

use eframe::egui::{Context, Id};

use crate::{
    domain::{
        person::Person,
        review::period::{Period, PeriodChoice, parse_period},
    },
    ui::{
        action::SettingChange,
        icons,
        review_prefs::ReviewPrefs,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::TextField},
    },
};

/// The first and last day of a review.
pub struct DateRangeDialog {
    person: Person,
    prefs: ReviewPrefs,
    from: String,
    to: String,
    show_errors: bool,
}

impl DateRangeDialog {
    /// Opens it for a person, filled with the current period.
    pub fn open(person: &Person, prefs: ReviewPrefs, period: Period) -> Self {
        let format_day = |day: jiff::civil::Date| day.strftime("%-d %b %Y").to_string();
        Self {
            person: person.clone(),
            prefs,
            from: format_day(period.first_day()),
            to: format_day(period.last_day()),
            show_errors: false,
        }
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let parsed = parse_period(&self.from, &self.to, screen.today);
        let errors = parsed.as_ref().err().filter(|_| self.show_errors);
        let output = Dialog::new(Id::unique("two days"), "Custom period").width(420.0).show(
            ctx,
            |ui| {
                let enter = Shortcut::ConfirmDialog.consume(ui);
                let from = TextField::singleline("From", &mut self.from).hint("1 jun, march, 2026-06-01");
                from.error(errors.and_then(|errors| errors.from.as_deref())).show(ui);
                let to = TextField::singleline("To", &mut self.to).hint("yesterday, november, 2026-11-30");
                to.error(errors.and_then(|errors| errors.to.as_deref())).show(ui);
                if let Ok(period) = &parsed {
                    let text = format!("{} {}", icons::CALENDAR, period.label());
                    ui.label(text::small(text).color(Tokens::of(ui).ink_soft));
                }
                enter
            },
            |ui| {
                let show = ui.add(Button::primary("Apply")).clicked();
                (show, ui.add(Button::plain("Cancel")).clicked())
            },
        );
        let (done, cancel) = output.buttons;
        if done || output.body {
            self.show_errors = true;
            if let Ok(period) = parsed {
                let prefs = Box::new(self.prefs.with_period_choice(&self.person, PeriodChoice::Custom(period)));
                screen.dispatch(SettingChange::ReviewPeriod { person: self.person.id, prefs, period });
                return true;
            }
        }
        cancel || output.closed
    }
}
