//! Galleys in which text can be selected.

use std::sync::Arc;

use eframe::egui::{Galley, epaint::text::Glyph};

/// Removes the glyphs that are more than the characters of the text.
///
/// egui takes glyphs for characters where it finds and moves the ends of a selection. After text
/// that is written from right to left it adds a glyph without width for nearly every character: the
/// selection of a word would overflow there, and links and matches behind it would be marked too
/// far to the left.
pub fn selectable_galley(mut galley: Arc<Galley>) -> Arc<Galley> {
    let mut surplus = galley.end().index.0.saturating_sub(galley.text().chars().count());
    if surplus == 0 {
        return galley;
    }
    let rows = &mut Arc::make_mut(&mut galley).rows;
    for row in rows.iter_mut() {
        Arc::make_mut(&mut row.row).glyphs.retain(|glyph| {
            let is_removed = surplus > 0 && is_empty(glyph);
            surplus -= usize::from(is_removed);
            !is_removed
        });
    }
    // A font may also draw one character with many glyphs.
    for row in rows.iter_mut().rev() {
        let glyphs = &mut Arc::make_mut(&mut row.row).glyphs;
        let kept = glyphs.len().saturating_sub(surplus);
        surplus -= glyphs.len() - kept;
        glyphs.truncate(kept);
    }
    galley
}

fn is_empty(glyph: &Glyph) -> bool {
    glyph.advance_width <= 0.0 && glyph.uv_rect.is_nothing()
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, Role, vec2};
    use egui_kittest::{Harness, kittest::Queryable as _};

    use super::*;
    use crate::ui::{
        text,
        tokens::Tokens,
        widget::{markdown::MarkdownText, search_highlight::highlighted_label},
    };

    const TEXTS: [&str; 7] = [
        "مرحبا",
        "met مرحبا at noon",
        "first\n\nمرحبا بك\n\nlast",
        "漢字",
        "e\u{301}",
        "हिन्दी",
        "\u{1F600} \u{1F468}\u{200D}\u{1F469}",
    ];

    /// A narrow window with a label and a text of several blocks.
    fn harness(text: &'static str) -> Harness<'static> {
        Harness::builder()
            .with_size(vec2(90.0, 300.0))
            .allow_missing_glyphs()
            .with_context_setup(crate::ui::install)
            .build_ui(move |ui| {
                highlighted_label(ui, text::body(text));
                MarkdownText::new(text).show(ui);
            })
    }

    fn click(harness: &mut Harness<'_>, pos: Pos2) {
        harness.event(Event::PointerMoved(pos));
        for pressed in [true, false] {
            harness.event(Event::PointerButton {
                pos,
                button: PointerButton::Primary,
                pressed,
                modifiers: Modifiers::NONE,
            });
            harness.step();
        }
    }

    #[test]
    fn words_are_selected_in_text_of_any_script() {
        for text in TEXTS {
            let mut harness = harness(text);
            harness.run();
            let labels: Vec<Rect> = harness.get_all_by_role(Role::Label).map(|label| label.rect()).collect();
            assert!(labels.len() > 1);
            for rect in labels {
                for key in [Key::ArrowLeft, Key::ArrowRight, Key::End, Key::ArrowUp, Key::Home] {
                    click(&mut harness, rect.right_bottom() - vec2(1.0, 2.0));
                    for modifiers in [Modifiers::CTRL, Modifiers::NONE, Modifiers::CTRL | Modifiers::SHIFT] {
                        harness.key_press_modifiers(modifiers, key);
                        harness.step();
                        harness.key_press_modifiers(Modifiers::CTRL, Key::ArrowLeft);
                        harness.step();
                    }
                    for _ in 0..3 {
                        click(&mut harness, rect.right_bottom() - vec2(1.0, 2.0));
                    }
                }
            }
        }
    }

    #[test]
    fn a_galley_has_no_more_glyphs_than_characters() {
        let harness = harness("");
        for text in TEXTS {
            let font = text::font(text::Type::Body, text::Weight::Regular);
            let ink = Tokens::of(&harness.ctx).ink;
            let galley = harness.ctx.fonts_mut(|fonts| fonts.layout(text.to_owned(), font, ink, 60.0));
            let galley = selectable_galley(galley);
            assert!(galley.end().index.0 <= text.chars().count(), "{text}");
            assert_eq!(galley.text(), text);
        }
    }
}
