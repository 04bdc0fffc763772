//! The choices about old history, and the way to erase for good.

use eframe::egui::{Label, Sense, Ui};

use super::{
    action::{DialogRequest, SettingChange},
    screen_context::ScreenContext,
    text,
    text::group_digits,
    tokens::Tokens,
    widget::{button::Button, checkbox::checkbox, section_label::section_label, segmented::segmented},
};
use crate::{
    domain::retention::Retention,
    journal::tidy::{retention, trimmed_count},
};

const AGES: [(Option<u8>, &str); 4] =
    [(None, "Never"), (Some(3), "3 years"), (Some(5), "5 years"), (Some(7), "7 years")];

/// The card in the settings.
#[derive(Default)]
pub struct RetentionCard {
    /// The choices and how many versions were removed; loaded when first shown.
    loaded: Option<(Retention, u64)>,
}

impl RetentionCard {
    /// Shows it.
    pub fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let t = Tokens::of(ui);
        let (retention, trimmed) =
            self.loaded.get_or_insert_with(|| screen.read(|db| Ok((retention(db)?, trimmed_count(db)?))));
        let before = *retention;
        section_label(ui, "Old history");
        let label = "Remove earlier versions after a year";
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            checkbox(ui, &mut retention.trim_log, label);
            if ui.add(Label::new(text::small(label).color(t.ink)).sense(Sense::CLICK)).clicked() {
                retention.trim_log = !retention.trim_log;
            }
        });
        let hint = match *trimmed {
            0 => "Every text stays as it is now. Undo and versions go back a year.".to_owned(),
            count => format!(
                "Every text stays as it is now. Undo and versions go back a year. {} removed so far.",
                group_digits(count)
            ),
        };
        ui.add(Label::new(text::fine(hint).color(t.ink_faint)).wrap());
        ui.label(text::small("Once a year, suggest erasing entries older than").color(t.ink));
        segmented(ui, "Suggest erasing entries older than", &mut retention.suggest_after_years, &AGES);
        if *retention != before {
            screen.dispatch(SettingChange::Retention(*retention));
        }
        if ui.add(Button::plain("Erase for good…").small()).clicked() {
            screen.dispatch(DialogRequest::Erase(None));
        }
    }
}
