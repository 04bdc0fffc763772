//! The egui style of both themes, built from the tokens: widgets, menus, scroll bars, text cursors.

use std::collections::BTreeMap;

use eframe::egui::{
    Color32, Context, CornerRadius, FontId, Margin, Shadow, Stroke, Style, TextStyle, Theme, Visuals,
    style::{ScrollAnimation, ScrollFadeStyle, ScrollStyle, Selection, TextCursorStyle, WidgetVisuals, Widgets},
    vec2,
};

use super::{
    text::{self, Type, Weight},
    tokens::{MOTION, Tokens, size},
};

/// Height of the gradient in which what scrolls ends, where there is more of it.
pub const SCROLL_FADE: f32 = 14.0;

/// Installs both themes. The active one follows the system until it is set.
pub fn install(ctx: &Context) {
    for theme in [Theme::Light, Theme::Dark] {
        ctx.set_style_of(theme, style(theme));
    }
    // Where the system reports no theme, as on X11, the window is light.
    ctx.options_mut(|options| options.fallback_theme = Theme::Light);
}

/// The complete style of one theme.
#[must_use]
pub fn style(theme: Theme) -> Style {
    let mut style = Style {
        text_styles: text_styles(),
        animation_time: MOTION,
        scroll_animation: ScrollAnimation::duration(MOTION),
        visuals: visuals(theme),
        compact_menu_style: false,
        ..Style::default()
    };
    set_spacing(&mut style);
    let interaction = &mut style.interaction;
    interaction.tooltip_delay = 0.4;
    // Rows are clickable; only the text of an entry is selectable.
    interaction.selectable_labels = false;
    style
}

fn text_styles() -> BTreeMap<TextStyle, FontId> {
    BTreeMap::from([
        (TextStyle::Heading, text::font(Type::Heading, Weight::Medium)),
        (TextStyle::Body, text::font(Type::Body, Weight::Regular)),
        (TextStyle::Button, text::font(Type::Body, Weight::Medium)),
        (TextStyle::Small, text::font(Type::Fine, Weight::Regular)),
        (TextStyle::Monospace, text::font(Type::Small, Weight::Mono)),
    ])
}

fn set_spacing(style: &mut Style) {
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(8.0, 8.0);
    spacing.button_padding = vec2(14.0, 7.0);
    // The minimum height of a row. Our own widgets set their own.
    spacing.interact_size = vec2(20.0, 20.0);
    spacing.icon_width = 16.0;
    spacing.icon_width_inner = 10.0;
    spacing.icon_spacing = 8.0;
    spacing.menu_margin = Margin::same(6);
    spacing.window_margin = Margin::same(20);
    spacing.menu_width = 280.0;
    spacing.menu_spacing = 4.0;
    spacing.tooltip_width = 320.0;
    spacing.combo_height = 320.0;
    // Inter has a line height of 17 at size 14; this makes it the 20 of the type scale.
    spacing.extra_text_line_spacing = 3.0;
    spacing.scroll = ScrollStyle {
        bar_width: 8.0,
        floating_width: 4.0,
        handle_min_length: 28.0,
        active_handle_opacity: 0.18,
        interact_handle_opacity: 0.32,
        active_background_opacity: 0.0,
        interact_background_opacity: 0.0,
        // The bar stands in this margin, see `widget::scroll`.
        content_margin: Margin { right: size::SCROLL_BAR, ..Margin::ZERO },
        fade: ScrollFadeStyle { strength: 1.0, size: SCROLL_FADE },
        ..ScrollStyle::floating()
    };
}

fn visuals(theme: Theme) -> Visuals {
    let t = Tokens::for_theme(theme);
    let base = match theme {
        Theme::Light => Visuals::light(),
        Theme::Dark => Visuals::dark(),
    };
    let shadow = Shadow { offset: [0, 12], blur: 32, spread: 0, color: t.shadow };
    Visuals {
        widgets: widgets(t),
        selection: Selection { bg_fill: t.accent_soft, stroke: Stroke::new(1.0, t.accent) },
        weak_text_color: Some(t.ink_faint),
        hyperlink_color: t.accent,
        faint_bg_color: t.hover,
        extreme_bg_color: t.page,
        text_edit_bg_color: Some(t.page),
        code_bg_color: t.code,
        warn_fg_color: t.kind_ink(super::tokens::Tone::Flag),
        error_fg_color: t.kind_ink(super::tokens::Tone::Flag),
        window_corner_radius: CornerRadius::same(size::CARD_RADIUS + 2),
        window_shadow: shadow,
        window_fill: t.card,
        window_stroke: Stroke::new(1.0, t.line),
        menu_corner_radius: CornerRadius::same(size::CARD_RADIUS),
        popup_shadow: Shadow { offset: [0, 4], blur: 16, ..shadow },
        panel_fill: t.page,
        text_cursor: TextCursorStyle { stroke: Stroke::new(2.0, t.accent), ..TextCursorStyle::default() },
        indent_has_left_vline: false,
        ..base
    }
}

fn widgets(t: &Tokens) -> Widgets {
    let line = Stroke::new(1.0, t.line);
    let widget = |fill: Color32, border: Stroke, ink: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: border,
        corner_radius: CornerRadius::same(size::CONTROL_RADIUS),
        fg_stroke: Stroke::new(1.0, ink),
        expansion: 0.0,
    };
    let hovered = t.card.blend(t.hover);
    Widgets {
        noninteractive: widget(t.card, line, t.ink),
        inactive: widget(t.card, line, t.ink),
        hovered: widget(hovered, line, t.ink),
        // egui uses this state for the focused widget too: the focus ring.
        active: widget(hovered, Stroke::new(2.0, t.accent), t.ink),
        open: widget(hovered, line, t.ink),
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::RawInput;

    use super::*;

    #[test]
    fn text_has_the_line_height_of_the_scale() {
        let ctx = Context::default();
        super::super::install(&ctx);
        let mut heights = Vec::new();
        ctx.run_ui(RawInput::default(), |ui| {
            heights = [text::body("Dana"), text::small("Dana"), text::heading("Dana")]
                .map(|text| ui.label(text).rect.height())
                .to_vec();
            // egui leaves the line height of a label without one to the font, but not that of its
            // buttons.
            let button = ui.button("Dana").rect.height();
            heights.push(button);
        })
        .drop_without_applying_deltas();
        let expected =
            [Type::Body.line_height(), Type::Small.line_height(), Type::Heading.line_height(), size::CONTROL];
        for (height, expected) in heights.into_iter().zip(expected) {
            assert!((height - expected).abs() < 0.5, "{height} instead of {expected}");
        }
    }

    #[test]
    fn a_scroll_bar_fits_the_margin_beside_what_scrolls_and_that_fades_at_its_edges() {
        let scroll = style(Theme::Light).spacing.scroll;
        assert!(scroll.floating && scroll.bar_width < f32::from(scroll.content_margin.right));
        assert!(scroll.fade.strength >= 1.0 && scroll.fade.size > 8.0);
    }

    #[test]
    fn animations_last_at_most_120_ms() {
        assert!([Theme::Light, Theme::Dark].into_iter().all(|theme| style(theme).animation_time <= 0.12));
    }
}
