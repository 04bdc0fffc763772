//! To a day, a month or a year of a history, as one would say it.

use eframe::egui::{Context, Id, Key, Modifiers, Ui};
use jiff::civil::Date;

use crate::{
    domain::day::{parse_past_stretch, say_day},
    ui::{
        action::Action,
        desk::Desk,
        icons, keys, text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::Field},
    },
};

/// The dialog.
#[derive(Default)]
pub struct Jump {
    said: String,
    problem: Option<String>,
}

impl Jump {
    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, desk: &mut Desk<'_>) -> bool {
        let there = parse_past_stretch(&self.said, desk.today).ok();
        let output = Dialog::new(Id::unique("jump"), "Go to a day").width(420.0).show(
            ctx,
            |ui| {
                let enter = keys::take(ui, Modifiers::NONE, Key::Enter);
                self.show_field(ui);
                if let Some(there) = there {
                    let said = format!("{} {}", icons::CALENDAR, say(there, desk.today));
                    ui.label(text::small(said).color(Tokens::of(ui).ink_soft));
                }
                enter
            },
            |ui| {
                let go = ui.add(Button::primary("Go there")).clicked();
                (go, ui.add(Button::plain("Cancel")).clicked())
            },
        );
        let (go, cancel) = output.buttons;
        if go || output.body {
            match parse_past_stretch(&self.said, desk.today) {
                Ok((_, last)) => {
                    desk.ask(Action::GoToDay(last));
                    return true;
                }
                Err(error) => self.problem = Some(error.to_string()),
            }
        }
        cancel || output.closed
    }

    fn show_field(&mut self, ui: &mut Ui) {
        let field = Field::line("Which day, month or year?", &mut self.said).hint("march 2024, 3 march, last friday…");
        if field.error(self.problem.as_deref()).show(ui).response.changed() {
            self.problem = None;
        }
    }
}

/// What was understood: "Fri 27 Nov", "March 2024", "2024".
fn say((first, last): (Date, Date), today: Date) -> String {
    if first == last {
        say_day(first, today)
    } else if first.month() == last.month() {
        first.strftime("%B %Y").to_string()
    } else {
        first.year().to_string()
    }
}
