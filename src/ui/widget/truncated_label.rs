//! A label on a single line.

use eframe::egui::{Label, Response, RichText, Ui};

/// A label on a single line: truncated text ends in an ellipsis and has the full text as its
/// tooltip.
pub fn truncated_label(ui: &mut Ui, text: RichText) -> Response {
    ui.add(Label::new(text).truncate())
}

#[cfg(test)]
mod tests {
    use eframe::egui::vec2;
    use egui_kittest::{Harness, kittest::Queryable as _};

    use super::*;
    use crate::ui::text;

    #[test]
    fn long_text_is_truncated_visually_but_not_for_screen_readers() {
        let name = "Bartholomew Featherstonehaugh-Cholmondeley\nof Somewhere";
        let mut height = 0.0;
        let harness = Harness::builder()
            .with_size(vec2(160.0, 60.0))
            .with_context_setup(crate::ui::install)
            .build_ui(|ui| height = truncated_label(ui, text::body(name)).rect.height());
        harness.get_by_label(name);
        drop(harness);
        assert!(height < 21.0, "{height}");
    }
}
