//! What a source leaves open, asked before anything of it is brought in.

use eframe::egui::Ui;

use super::read::Wish;
use crate::{
    import::{Ask, days::DayOrder},
    ui::{
        text,
        tokens::Tokens,
        widget::{card::card, choices::choices},
    },
};

/// The questions that were asked, and the answers so far.
#[derive(Default)]
pub(super) struct Questions {
    /// A day that can be read in two ways, and how it is to be read.
    day: Option<(String, Option<DayOrder>)>,
}

impl Questions {
    /// Hears what a reading leaves open. What was answered is not asked again, and can be answered anew.
    pub fn hear(&mut self, asks: &[Ask]) {
        for Ask::DayOrder { example } in asks {
            if self.day.is_none() {
                self.day = Some((example.clone(), None));
            }
        }
    }

    /// Whether one waits for its answer.
    pub fn is_open(&self) -> bool {
        matches!(self.day, Some((_, None)))
    }

    /// Says the answers to the reader.
    pub fn answer(&self, wish: &mut Wish) {
        wish.order = self.day.as_ref().and_then(|(_, order)| *order);
    }

    /// Shows them; `true` where one was answered, or answered anew.
    pub fn show(&mut self, ui: &mut Ui) -> bool {
        let Some((example, order)) = &mut self.day else { return false };
        let t = Tokens::of(ui);
        let before = *order;
        card(ui, |ui| {
            ui.label(text::body_medium(format!("How is “{example}” to be read?")).color(t.ink));
            ui.label(text::small("There are days in it that can be read in two ways.").color(t.ink_soft));
            let words = [(DayOrder::DayFirst, "The day first"), (DayOrder::MonthFirst, "The month first")];
            choices(ui, "How are days to be read?", order, &words);
        });
        *order = order.or(before);
        *order != before
    }
}
