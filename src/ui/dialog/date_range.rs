//! From which day to which is the review?

use eframe::egui::{Context, Id, Key, Modifiers};

use crate::{
    domain::{
        person::Person,
        review::period::{Period, PeriodChoice, parse_period},
    },
    ui::{
        icons, keys,
        person::ReviewPrefs,
        screen_context::ScreenContext,
        text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::TextField},
    },
};

/// The dialog.
pub struct DateRangeDialog {
    person: Person,
    prefs: ReviewPrefs,
    from: String,
    to: String,
    show_errors: bool,
}

impl DateRangeDialog {
    /// Asks for the period of a person, with the days it has now.
    pub fn open(person: &Person, prefs: ReviewPrefs, period: Period) -> Self {
        let said = |day: jiff::civil::Date| day.strftime("%-d %b %Y").to_string();
        Self {
            person: person.clone(),
            prefs,
            from: said(period.first_day()),
            to: said(period.last_day()),
            show_errors: false,
        }
    }

    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let read = parse_period(&self.from, &self.to, screen.today);
        let wrong = read.as_ref().err().filter(|_| self.show_errors);
        let output = Dialog::new(Id::unique("two days"), "From one day to another").width(420.0).show(
            ctx,
            |ui| {
                let enter = keys::consume_key(ui, Modifiers::NONE, Key::Enter);
                let from = TextField::singleline("The first day", &mut self.from).hint("1 jun, march, 2026-06-01");
                from.error(wrong.and_then(|wrong| wrong.from.as_deref())).show(ui);
                let to = TextField::singleline("The last day", &mut self.to).hint("yesterday, november, 2026-11-30");
                to.error(wrong.and_then(|wrong| wrong.to.as_deref())).show(ui);
                if let Ok(period) = &read {
                    let said = format!("{} {}", icons::CALENDAR, period.label());
                    ui.label(text::small(said).color(Tokens::of(ui).ink_soft));
                }
                enter
            },
            |ui| {
                let show = ui.add(Button::primary("Show it")).clicked();
                (show, ui.add(Button::plain("Cancel")).clicked())
            },
        );
        let (done, cancel) = output.buttons;
        if done || output.body {
            self.show_errors = true;
            if let Ok(period) = read {
                self.prefs.set_period(screen, &self.person, PeriodChoice::Custom(period), period);
                return true;
            }
        }
        cancel || output.closed
    }
}
