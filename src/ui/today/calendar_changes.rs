//! What the followed calendar has changed, said once.

use eframe::egui::{Label, Ui};

use crate::ui::{
    action::CalendarCommand,
    icons,
    screen_context::ScreenContext,
    text,
    tokens::Tokens,
    widget::{
        button::{Button, IconButton},
        card::card,
        heading::section_label,
    },
};

/// At most so many changes are listed.
const MAX_LINES: usize = 5;

pub(super) fn show(ui: &mut Ui, screen: &mut ScreenContext<'_>, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let t = Tokens::of(ui);
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        section_label(ui, "From your calendar");
        for line in lines.iter().take(MAX_LINES) {
            ui.add(Label::new(text::small(line).color(t.ink)).wrap());
        }
        if let Some(more) = lines.len().checked_sub(MAX_LINES).filter(|more| *more > 0) {
            ui.label(text::fine(format!("and {more} more")).color(t.ink_faint));
        }
        ui.horizontal(|ui| {
            let undo = ui.add(Button::plain("Undo").small());
            if undo.clicked() {
                screen.dispatch(CalendarCommand::RevertChanges);
            }
            undo.accessible_name("Undo the changes from your calendar");
            if ui.add(IconButton::new(icons::CLOSE, "Dismiss the changes from your calendar").small()).clicked() {
                screen.dispatch(CalendarCommand::DismissChanges);
            }
        });
    });
    ui.add_space(10.0);
}
