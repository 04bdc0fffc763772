//! The page without a query: the latest searches, and what can be typed.

use eframe::egui::{Label, Ui, vec2};

use crate::ui::{
    icons, text,
    tokens::{Tokens, size},
    widget::{button::Button, heading::section_label, scroll},
};

/// What can be typed, and what it finds.
const EXAMPLES: [(&str, &str); 8] = [
    ("on call week", "all of these words, by their beginnings"),
    ("\"on call\"", "these words, one after the other"),
    ("ladder or promotion", "either word"),
    ("review -design", "one word without the other"),
    ("kind:flag is:open", "of a kind, and still open; also is:late, is:evidence"),
    ("person:dana", "about somebody"),
    ("in:2025", "written then; also before: and after: a day, month or year"),
    ("#career", "with a subject"),
];
const EXAMPLE_WIDTH: f32 = 190.0;

/// Shows the latest searches and the examples. Returns the query that was chosen.
pub(super) fn show(ui: &mut Ui, recent: &[String]) -> Option<String> {
    let mut chosen = None;
    scroll::vertical(ui, "search start", |ui| {
        ui.set_max_width(ui.available_width().min(size::MEASURE));
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.add_space(12.0);
        if !recent.is_empty() {
            section_label(ui, "Recent searches");
            for query in recent {
                let name = text::truncate(query, 60);
                if ui.add(Button::quiet(name).icon(icons::SEARCH).small()).clicked() {
                    chosen = Some(query.clone());
                }
            }
            ui.add_space(14.0);
        }
        section_label(ui, "What you can type");
        for (query, meaning) in EXAMPLES {
            if show_example(ui, query, meaning) {
                chosen = Some(query.to_owned());
            }
        }
        ui.add_space(20.0);
    });
    chosen
}

fn show_example(ui: &mut Ui, query: &str, meaning: &str) -> bool {
    let t = Tokens::of(ui);
    let meaning = text::small(meaning).color(t.ink_soft);
    if ui.available_width() < 2.0 * EXAMPLE_WIDTH {
        let clicked = ui.add(Button::quiet(query).small()).clicked();
        ui.horizontal(|ui| {
            ui.add_space(10.0);
            ui.add(Label::new(meaning).wrap());
        });
        return clicked;
    }
    ui.horizontal(|ui| {
        let button = ui.allocate_ui(vec2(EXAMPLE_WIDTH, size::CONTROL_SMALL), |ui| {
            ui.set_min_width(EXAMPLE_WIDTH);
            ui.add(Button::quiet(query).small()).clicked()
        });
        ui.add(Label::new(meaning).wrap());
        button.inner
    })
    .inner
}
