//! Headings, with levels: 1 for the title of a page or dialog, 2 for its sections. A screen reader
//! goes from one to the next.

use eframe::egui::{Label, Response, Role, Ui, WidgetInfo};

use crate::ui::{
    text::{self, Type, Weight},
    tokens::Tokens,
};

/// The title of a page or dialog.
pub fn page_title(ui: &mut Ui, title: Label) -> Response {
    heading(ui, title, 1)
}

/// The title of a section.
pub fn section_title(ui: &mut Ui, title: Label) -> Response {
    heading(ui, title, 2)
}

/// A label in small capitals above a section of a page; `label` is given in normal case: "On the
/// table".
pub fn section_label(ui: &mut Ui, label: &str) -> Response {
    let text = text::rich(label.to_uppercase(), Type::Label, Weight::SemiBold)
        .extra_letter_spacing(0.6)
        .color(Tokens::of(ui).ink_faint);
    let response = ui.add(Label::new(text).wrap());
    // A screen reader would spell out capitals.
    mark_heading(ui, &response, label, 2);
    response
}

fn heading(ui: &mut Ui, label: Label, level: usize) -> Response {
    let name = label.text().to_owned();
    let response = ui.add(label);
    mark_heading(ui, &response, &name, level);
    response
}

/// Makes a widget that shows text a heading in the accessibility tree.
pub fn mark_heading(ui: &Ui, response: &Response, name: &str, level: usize) {
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, ui.is_enabled(), name));
    ui.accesskit_node_builder(response.id, |node| {
        // A label has its text there.
        node.clear_value();
        node.set_level(level);
    });
}
