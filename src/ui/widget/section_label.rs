//! The small capitals above a section of a page.

use eframe::egui::{Label, Response, Role, Ui, WidgetInfo};

use crate::ui::{
    text::{self, Type, Weight},
    tokens::Tokens,
};

/// A label in capitals; `label` is given in normal case: "On the table".
pub fn section_label(ui: &mut Ui, label: &str) -> Response {
    let text = text::rich(label.to_uppercase(), Type::Label, Weight::SemiBold)
        .extra_letter_spacing(0.6)
        .color(Tokens::of(ui).ink_faint);
    let response = ui.add(Label::new(text).wrap());
    // A screen reader would spell out capitals.
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, ui.is_enabled(), label));
    response
}
