//! From which day to which is the review?

use eframe::egui::{Context, Id, Key, Modifiers};

use crate::{
    domain::{
        person::Person,
        review::period::{Choice, Period, read_days},
    },
    ui::{
        desk::Desk,
        icons, keys,
        person::ReviewChoices,
        text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::Field},
    },
};

/// The dialog.
pub struct TwoDays {
    person: Person,
    reviewing: ReviewChoices,
    from: String,
    to: String,
    tried: bool,
}

impl TwoDays {
    /// Asks for the period of a person, with the days it has now.
    pub fn open(person: &Person, reviewing: ReviewChoices, period: Period) -> Self {
        let said = |day: jiff::civil::Date| day.strftime("%-d %b %Y").to_string();
        Self { person: person.clone(), reviewing, from: said(period.from()), to: said(period.to()), tried: false }
    }

    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, desk: &mut Desk<'_>) -> bool {
        let read = read_days(&self.from, &self.to, desk.today);
        let wrong = read.as_ref().err().filter(|_| self.tried);
        let output = Dialog::new(Id::unique("two days"), "From one day to another").width(420.0).show(
            ctx,
            |ui| {
                let enter = keys::take(ui, Modifiers::NONE, Key::Enter);
                let from = Field::line("The first day", &mut self.from).hint("1 jun, march, 2026-06-01");
                from.error(wrong.and_then(|wrong| wrong.from.as_deref())).show(ui);
                let to = Field::line("The last day", &mut self.to).hint("yesterday, november, 2026-11-30");
                to.error(wrong.and_then(|wrong| wrong.to.as_deref())).show(ui);
                if let Ok(period) = &read {
                    let said = format!("{} {}", icons::CALENDAR, period.say());
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
            self.tried = true;
            if let Ok(period) = read {
                self.reviewing.choose(desk, &self.person, Choice::Days(period), period);
                return true;
            }
        }
        cancel || output.closed
    }
}
