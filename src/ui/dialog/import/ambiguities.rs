//! What a source leaves open, asked before anything of it is brought in.

use eframe::egui::{Key, Ui};
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
        text,
        tokens::Tokens,
        widget::{button::Button, card::card, field::TextField, radio_group::radio_group},
    },
};

/// The questions that were asked, and the answers so far.
#[derive(Default)]
pub(super) struct Ambiguities {
    date_order: Option<DateOrderQuestion>,
    columns: Option<ColumnsForm>,
    /// What no column of the table holds, and is needed.
    missing: Vec<Column>,
    about_person: Option<String>,
}

/// A day that can be read in two ways, and how it is to be read.
struct DateOrderQuestion {
    example: String,
    options: [(DayOrder, String); 2],
    answer: Option<DayOrder>,
}

impl Ambiguities {
    /// Hears what a reading leaves open. What was answered is not asked again, and can be answered anew.
    pub fn update(&mut self, asks: &[Ambiguity], sort: SourceFormat, table: Option<&TableHead>, names_nobody: bool) {
        self.missing.clear();
        for ask in asks {
            match ask {
                Ambiguity::DayOrder { example } if self.date_order.is_none() => {
                    self.date_order = Some(DateOrderQuestion::from_example(example))
                }
                Ambiguity::DayOrder { .. } => {}
                Ambiguity::Columns { missing, .. } => self.missing.clone_from(missing),
            }
        }
        if self.columns.is_none() {
            self.columns = table.and_then(ColumnsForm::from_head);
        }
        // A calendar and a journal always say whom they are about.
        let says_not = match sort {
            SourceFormat::Markdown => names_nobody && asks.is_empty(),
            SourceFormat::Csv => self.missing.contains(&Column::Person),
            SourceFormat::Json | SourceFormat::Ics => false,
        };
        if says_not {
            self.about_person.get_or_insert_default();
        } else if sort == SourceFormat::Csv && self.about_person.as_ref().is_some_and(|about| about.trim().is_empty()) {
            // A column was said to hold it.
            self.about_person = None;
        }
    }

    /// Whether one waits for its answer.
    pub fn is_unanswered(&self) -> bool {
        !self.missing.is_empty() || self.date_order.as_ref().is_some_and(|day| day.answer.is_none())
    }

    /// Says the answers to the reader.
    pub fn apply_answers(&self, wish: &mut ImportRequest) {
        wish.day_order = self.date_order.as_ref().and_then(|day| day.answer);
        wish.mapping = self.columns.as_ref().map(ColumnsForm::mapping);
        let about = self.about_person.as_ref().map(|about| about.trim().to_owned());
        wish.about_person = about.filter(|about| !about.is_empty());
    }

    /// Shows them; `true` where one was answered, or answered anew.
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
        let before = self.answer;
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.label(text::body_medium(format!("How is “{}” to be read?", self.example)).color(t.ink));
        ui.label(text::small("Days are written in it that can be read in two ways.").color(t.ink_soft));
        let [(first, one), (second, other)] = &self.options;
        radio_group(ui, "How are days to be read?", &mut self.answer, &[(*first, one), (*second, other)]);
        // An answer can be changed, and not taken away.
        self.answer = self.answer.or(before);
        self.answer != before
    }
}

/// How the example reads in an order: “3 April 2024”.
fn describe_date_order(order: DayOrder, example: &str) -> String {
    let said = match order {
        DayOrder::DayFirst => "The day first",
        DayOrder::MonthFirst => "The month first",
    };
    parse_example(order, example)
        .map_or_else(|| said.to_owned(), |day| format!("{said}: {}", day.strftime("%-d %B %Y")))
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

/// Whom all of it is about; `true` where that was said.
fn show_about_person(ui: &mut Ui, about: &mut String) -> bool {
    let t = Tokens::of(ui);
    ui.spacing_mut().item_spacing.y = 6.0;
    ui.label(text::body_medium("Whom is it about?").color(t.ink));
    let why = "It does not say by itself. Write a name, and all of it is about them.";
    ui.label(text::small(why).color(t.ink_soft));
    ui.horizontal_top(|ui| {
        let field = TextField::singleline("About", about).hide_label().hint("Dana Whitfield").width(300.0).show(ui);
        let entered = field.response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let clicked = ui.add_enabled(!about.trim().is_empty(), Button::plain("Read it so")).clicked();
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
            ("03/04/24", "The day first: 3 April 2024", "The month first: 4 March 2024"),
            ("3.4.2024", "The day first: 3 April 2024", "The month first: 4 March 2024"),
            ("on 01-02-2023 at noon", "The day first: 1 February 2023", "The month first: 2 January 2023"),
            ("soon", "The day first", "The month first"),
            ("99/99/99", "The day first", "The month first"),
        ] {
            assert_eq!(describe_date_order(DayOrder::DayFirst, example), day_first);
            assert_eq!(describe_date_order(DayOrder::MonthFirst, example), month_first);
        }
    }
}
