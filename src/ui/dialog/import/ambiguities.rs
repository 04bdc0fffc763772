//! Questions about what a source leaves ambiguous, asked before anything is imported.

use eframe::egui::Ui;
use jiff::civil::Date;

use super::{columns::ColumnsForm, job::ImportRequest};
use crate::{
    import::{
        Ambiguity,
        dates::DayOrder,
        source::SourceFormat,
        table::{Column, TableHead},
    },
    ui::{
        shortcut::Shortcut,
        text,
        tokens::Tokens,
        widget::{button::Button, card::card, field::TextField, radio_group::radio_group},
    },
};

/// The questions and their answers so far.
#[derive(Default)]
pub(super) struct Ambiguities {
    date_order: Option<DateOrderQuestion>,
    columns: Option<ColumnsForm>,
    /// Required columns that the table lacks.
    missing: Vec<Column>,
    about_person: Option<String>,
}

/// An ambiguous date, and how to read it.
struct DateOrderQuestion {
    example: String,
    options: [(DayOrder, String); 2],
    answer: Option<DayOrder>,
}

impl Ambiguities {
    /// Updates the questions after a read. Answered ones are not asked again, but can be changed.
    pub fn update(
        &mut self,
        ambiguities: &[Ambiguity],
        format: SourceFormat,
        table_head: Option<&TableHead>,
        has_no_people: bool,
    ) {
        self.missing.clear();
        for ambiguity in ambiguities {
            match ambiguity {
                Ambiguity::DayOrder { example } if self.date_order.is_none() => {
                    self.date_order = Some(DateOrderQuestion::from_example(example));
                }
                Ambiguity::DayOrder { .. } => {}
                Ambiguity::Columns { missing, .. } => self.missing.clone_from(missing),
            }
        }
        if self.columns.is_none() {
            self.columns = table_head.and_then(ColumnsForm::from_head);
        }
        // A calendar and a journal always name their people.
        let needs_person = match format {
            SourceFormat::Markdown => has_no_people && ambiguities.is_empty(),
            SourceFormat::Csv => self.missing.contains(&Column::Person),
            SourceFormat::Json | SourceFormat::Ics => false,
        };
        if needs_person {
            self.about_person.get_or_insert_default();
        } else if format == SourceFormat::Csv && self.about_person.as_ref().is_some_and(|about| about.trim().is_empty())
        {
            // A column was assigned to it.
            self.about_person = None;
        }
    }

    /// Whether a question has no answer yet.
    pub fn is_unanswered(&self) -> bool {
        !self.missing.is_empty() || self.date_order.as_ref().is_some_and(|day| day.answer.is_none())
    }

    /// Applies the answers to the request.
    pub fn apply_answers(&self, request: &mut ImportRequest) {
        request.day_order = self.date_order.as_ref().and_then(|day| day.answer);
        request.mapping = self.columns.as_ref().map(ColumnsForm::mapping);
        let about = self.about_person.as_ref().map(|about| about.trim().to_owned());
        request.about_person = about.filter(|about| !about.is_empty());
    }

    /// Shows them and returns whether an answer changed.
    pub fn show(&mut self, ui: &mut Ui) -> bool {
        let columns = self.columns.as_mut().is_some_and(|columns| columns.show(ui, &self.missing));
        let day = self.date_order.as_mut().is_some_and(|day| card(ui, |ui| day.show(ui)).inner);
        let about = self.about_person.as_mut().is_some_and(|about| card(ui, |ui| show_about_person(ui, about)).inner);
        columns || day || about
    }
}

impl DateOrderQuestion {
    fn from_example(example: &str) -> Self {
        let options =
            [DayOrder::DayFirst, DayOrder::MonthFirst].map(|order| (order, describe_date_order(order, example)));
        Self { example: example.to_owned(), options, answer: None }
    }

    fn show(&mut self, ui: &mut Ui) -> bool {
        let t = Tokens::of(ui);
        let previous = self.answer;
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.label(text::body_medium(format!("How should “{}” be read?", self.example)).color(t.ink));
        ui.label(text::small("Some dates can be read two ways.").color(t.ink_soft));
        let [(first, first_label), (second, second_label)] = &self.options;
        radio_group(ui, "Date order", &mut self.answer, &[(*first, first_label), (*second, second_label)]);
        // An answer can be changed, but not cleared.
        self.answer = self.answer.or(previous);
        self.answer != previous
    }
}

/// How the example reads in an order: “3 April 2024”.
fn describe_date_order(order: DayOrder, example: &str) -> String {
    let label = match order {
        DayOrder::DayFirst => "Day first",
        DayOrder::MonthFirst => "Month first",
    };
    parse_example(order, example)
        .map_or_else(|| label.to_owned(), |day| format!("{label}: {}", day.strftime("%-d %B %Y")))
}

fn parse_example(order: DayOrder, example: &str) -> Option<Date> {
    let mut numbers = example.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty());
    let [first, second, year] = [(); 3].map(|()| numbers.next().and_then(|part| part.parse::<i16>().ok()));
    let year = year.map(|year| if year < 100 { 2000 + year } else { year })?;
    let (day, month) = match order {
        DayOrder::DayFirst => (first?, second?),
        DayOrder::MonthFirst => (second?, first?),
    };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Asks for the person everything is about; returns whether a name was submitted.
fn show_about_person(ui: &mut Ui, about: &mut String) -> bool {
    let t = Tokens::of(ui);
    ui.spacing_mut().item_spacing.y = 6.0;
    ui.label(text::body_medium("Who is it about?").color(t.ink));
    let explanation = "It doesn’t say. Enter a name, and everything in it will be about them.";
    ui.label(text::small(explanation).color(t.ink_soft));
    ui.horizontal_top(|ui| {
        let field = TextField::singleline("About", about).hide_label().hint("Dana Whitfield").width(300.0).show(ui);
        let entered = field.response.lost_focus() && Shortcut::SubmitField.is_pressed(ui);
        let clicked = ui.add_enabled(!about.trim().is_empty(), Button::plain("Apply")).clicked();
        (entered && !about.trim().is_empty()) || clicked
    })
    .inner
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn example_date_is_described_in_both_orders() {
        for (example, day_first, month_first) in [
            ("03/04/24", "Day first: 3 April 2024", "Month first: 4 March 2024"),
            ("3.4.2024", "Day first: 3 April 2024", "Month first: 4 March 2024"),
            ("on 01-02-2023 at noon", "Day first: 1 February 2023", "Month first: 2 January 2023"),
            ("soon", "Day first", "Month first"),
            ("99/99/99", "Day first", "Month first"),
        ] {
            assert_eq!(describe_date_order(DayOrder::DayFirst, example), day_first);
            assert_eq!(describe_date_order(DayOrder::MonthFirst, example), month_first);
        }
    }
}
