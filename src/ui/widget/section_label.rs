//! The small capitals over a part of a page.

use eframe::egui::{Label, Response, Role, Ui, WidgetInfo};

use crate::ui::{
    text::{self, Type, Weight},
    tokens::Tokens,
};

/// A label in capitals, written as it is said: "On the table".
pub fn section_label(ui: &mut Ui, said: &str) -> Response {
    let shown = text::rich(said.to_uppercase(), Type::Label, Weight::SemiBold)
        .extra_letter_spacing(0.6)
        .color(Tokens::of(ui).ink_faint);
    let response = ui.add(Label::new(shown).wrap());
    // A screen reader would spell capitals.
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, ui.is_enabled(), said));
    response
}
