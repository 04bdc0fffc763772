//! The choices about old history, and the way to erase for good.

use eframe::egui::{Align, Label, Layout, Sense, Ui, vec2};

use super::{
    action::{DialogRequest, SettingChange},
    icons,
    screen_context::ScreenContext,
    text,
    text::group_digits,
    tokens::Tokens,
    widget::{
        button::Button,
        card::{card, divider},
        checkbox::checkbox,
        heading::section_label,
        segmented::segmented,
    },
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
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            show_trimming(ui, retention, *trimmed);
            ui.add_space(2.0);
            divider(ui);
            ui.add_space(2.0);
            ui.label(text::small("Once a year, suggest erasing entries older than").color(t.ink));
            segmented(ui, "Suggest erasing entries older than", &mut retention.suggest_after_years, &AGES);
        });
        if *retention != before {
            screen.dispatch(SettingChange::Retention(*retention));
        }
        ui.add_space(12.0);
        divider(ui);
        ui.add_space(4.0);
        show_erase(ui, screen);
    }
}

fn show_trimming(ui: &mut Ui, retention: &mut Retention, trimmed: u64) {
    let t = Tokens::of(ui);
    let label = "Remove earlier versions after a year";
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        checkbox(ui, &mut retention.trim_log, label);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            if ui.add(Label::new(text::small(label).color(t.ink)).sense(Sense::CLICK)).clicked() {
                retention.trim_log = !retention.trim_log;
            }
            let hint = match trimmed {
                0 => "Every text stays as it is now. Undo and versions go back a year.".to_owned(),
                count => format!(
                    "Every text stays as it is now. Undo and versions go back a year. {} removed so far.",
                    group_digits(count)
                ),
            };
            ui.add(Label::new(text::fine(hint).color(t.ink_soft)).wrap());
        });
    });
}

/// The last row of the page.
fn show_erase(ui: &mut Ui, screen: &mut ScreenContext<'_>) {
    let t = Tokens::of(ui);
    let button = Button::plain("Erase for good…").icon(icons::TRASH).warn(true);
    ui.horizontal(|ui| {
        let width = (ui.available_width() - button.width(ui) - 24.0).max(0.0);
        ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 2.0;
            let title = "Erase the trash, drafts, or everything before a day";
            ui.add(Label::new(text::body(title).color(t.ink)).wrap());
            let about = "Gone from your journal and, if you choose, from its backups. This can’t be undone. To erase \
                         a person, archive them first, then use their menu.";
            ui.add(Label::new(text::small(about).color(t.ink_soft)).wrap());
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.add(button).clicked() {
                screen.dispatch(DialogRequest::Erase(None));
            }
        });
    });
}
