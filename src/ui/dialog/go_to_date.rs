//! The dialog that goes to a day, month or year of the timeline, in natural language.

use eframe::egui::{Context, Id, Ui};
use jiff::civil::Date;

use crate::{
    domain::parse::date::parse_past_range,
    ui::{
        action::Navigation,
        icons,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::TextField},
    },
    wording::date::format_date,
};

/// Goes to a date of the timeline.
#[derive(Default)]
pub struct GoToDateDialog {
    text: String,
    error: Option<String>,
}

impl GoToDateDialog {
    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let range = parse_past_range(&self.text, screen.today).ok();
        let output = Dialog::new(Id::unique("jump"), "Go to date").width(420.0).show(
            ctx,
            |ui| {
                let enter = Shortcut::ConfirmDialog.consume(ui);
                self.show_field(ui);
                if let Some(range) = range {
                    let text = format!("{} {}", icons::CALENDAR, describe_date_range(range, screen.today));
                    ui.label(text::small(text).color(Tokens::of(ui).ink_soft));
                }
                enter
            },
            |ui| {
                let go = ui.add(Button::primary("Go")).clicked();
                (go, ui.add(Button::plain("Cancel")).clicked())
            },
        );
        let (go, cancel) = output.buttons;
        if go || output.body {
            match parse_past_range(&self.text, screen.today) {
                Ok((_, last)) => {
                    screen.dispatch(Navigation::GoToDate(last));
                    return true;
                }
                Err(error) => self.error = Some(error.to_string()),
            }
        }
        cancel || output.closed
    }

    fn show_field(&mut self, ui: &mut Ui) {
        let field =
            TextField::singleline("Day, month or year", &mut self.text).hint("march 2024, 3 march, last friday…");
        if field.error(self.error.as_deref()).show(ui).response.changed() {
            self.error = None;
        }
    }
}

/// The range that was understood: "Fri 27 Nov", "March 2024", "2024".
fn describe_date_range((first, last): (Date, Date), today: Date) -> String {
    if first == last {
        format_date(first, today)
    } else if first.month() == last.month() {
        first.strftime("%B %Y").to_string()
    } else {
        first.year().to_string()
    }
}
