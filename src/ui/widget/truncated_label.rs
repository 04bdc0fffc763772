//! Text in one line.

use eframe::egui::{Label, Response, RichText, Ui};

/// A label that stays in one line: text that is cut ends in an ellipsis, and shows whole under the pointer.
pub fn truncated_label(ui: &mut Ui, shown: RichText) -> Response {
    ui.add(Label::new(shown).truncate())
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
