//! Menus behind a button, and combo boxes.

use eframe::egui::{
    Color32, CornerRadius, Frame, Margin, Popup, PopupCloseBehavior, Response, Role, ScrollArea, Sense, Stroke, Ui,
    Widget, WidgetInfo, vec2,
};

use super::{
    button::{Button, IconButton},
    key_hint::KeyHint,
    paint_util, scroll,
};
use crate::ui::{
    icons,
    text::{self, Type, Weight},
    tokens::{Tokens, size},
};

const ROW_HEIGHT: f32 = 32.0;
const PADDING: f32 = 10.0;
const MIN_WIDTH: f32 = 160.0;

/// A "⋯" button that opens a menu. `name` is its accessible name: "More for Dana Whitfield".
pub fn more_button<R>(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui) -> R) -> Option<R> {
    let button = ui.add(IconButton::new(icons::MORE, name).small());
    popup_below(&button, name, add)
}

/// Opens a menu below a button when it is clicked. Items are added with [`item`].
pub fn popup_below<R>(button: &Response, name: &str, add: impl FnOnce(&mut Ui) -> R) -> Option<R> {
    let popup = popup(button, name).show(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.set_min_width(MIN_WIDTH.max(button.rect.width() - 12.0));
        add(ui)
    })?;
    // A quick click raises the dialog around the button in the same frame, above a menu that was
    // already open.
    let layer = popup.response.layer_id;
    if button.ctx.memory(|memory| memory.areas().top_layer_id(layer.order)) != Some(layer) {
        button.ctx.move_to_top(layer);
        button.ctx.request_repaint();
    }
    Some(popup.inner)
}

/// Opens a menu of the given width below a button, which stays open while its controls are used: it
/// closes with an item, with `Ui::close`, or with a click elsewhere. It scrolls where it is higher
/// than the room below the button.
pub fn panel_below<R>(button: &Response, name: &str, width: f32, add: impl FnOnce(&mut Ui) -> R) -> Option<R> {
    let max_height = (button.ctx.content_rect().bottom() - button.rect.bottom() - 24.0).max(100.0);
    let popup =
        popup(button, name).close_behavior(PopupCloseBehavior::CloseOnClickOutside).width(width).show(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.set_width(width);
            let area = ScrollArea::vertical().max_height(max_height).min_scrolled_height(max_height);
            scroll::show(ui, area.auto_shrink([false, true]), add).inner
        })?;
    Some(popup.inner)
}

fn popup<'a>(button: &'a Response, name: &str) -> Popup<'a> {
    let t = Tokens::of(&button.ctx);
    let shadow = button.ctx.style_of(button.ctx.theme()).visuals.popup_shadow;
    let frame = Frame::new()
        .fill(t.card)
        .stroke(Stroke::new(1.0, t.line))
        .corner_radius(size::CARD_RADIUS)
        .shadow(shadow)
        .inner_margin(Margin::same(5));
    Popup::menu(button).frame(frame).gap(4.0).accessible_name(name)
}

/// An item of a menu. Choosing it closes the menu.
#[must_use = "add it with `ui.add(…)`"]
pub struct MenuItem<'a> {
    icon: Option<&'a str>,
    label: &'a str,
    shortcut: Option<&'a str>,
    danger: bool,
    selected: Option<bool>,
}

impl<'a> MenuItem<'a> {
    /// An item with its label.
    pub fn new(label: &'a str) -> Self {
        Self { icon: None, label, shortcut: None, danger: false, selected: None }
    }

    /// An icon before the label.
    pub fn icon(mut self, icon: &'a str) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The keyboard shortcut, shown at the right.
    pub fn shortcut(mut self, keys: &'a str) -> Self {
        self.shortcut = Some(keys);
        self
    }

    /// Marks a destructive action.
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    /// One of several choices: a check mark before the selected one.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = Some(selected);
        self.icon = Some(if selected { icons::CHECK } else { "" });
        self
    }
}

impl Widget for MenuItem<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let t = Tokens::of(ui);
        let format = || text::format(Type::Body, Weight::Regular, Color32::PLACEHOLDER);
        let icon = self.icon.map(|icon| paint_util::layout_line(ui, icon, format(), f32::INFINITY));
        let label = paint_util::layout_line(ui, self.label, format(), 420.0);
        let key = self.shortcut.map(|keys| KeyHint::new(ui, keys));
        let icon_width = if icon.is_some() { 26.0 } else { 0.0 };
        let shortcut_width = key.as_ref().map_or(0.0, |key| key.size().x + 20.0);
        let min_width = (2.0 * PADDING + icon_width + label.size().x + shortcut_width).ceil();
        // The menu is as wide as its widest item.
        let width = if ui.is_sizing_pass() { min_width } else { min_width.max(ui.available_width()) };
        let (rect, response) = ui.allocate_exact_size(vec2(width, ROW_HEIGHT), Sense::click());
        if ui.is_rect_visible(rect) {
            let highlighted = paint_util::is_highlighted(&response) || response.has_focus();
            let ink = if self.danger { t.danger } else { t.ink };
            let background = match (highlighted, self.danger) {
                (false, _) => Color32::TRANSPARENT,
                (true, false) => t.accent_soft,
                (true, true) => t.danger_soft,
            };
            let painter = ui.painter();
            painter.rect_filled(rect, CornerRadius::same(size::CHIP_RADIUS), background);
            let left = rect.left() + PADDING;
            if let Some(icon) = icon {
                paint_util::line_at(painter, left, rect, icon, if self.danger { ink } else { t.ink_soft });
            }
            paint_util::line_at(painter, left + icon_width, rect, label, ink);
            if let Some(key) = key {
                let right = rect.shrink2(vec2(PADDING, (ROW_HEIGHT - key.size().y) / 2.0));
                let at = eframe::egui::Align2::RIGHT_CENTER.align_size_within_rect(key.size(), right);
                key.paint(painter, at, t.ink_soft, t.line, Color32::TRANSPARENT);
            }
        }
        response.widget_info(|| match self.selected {
            Some(selected) => WidgetInfo::selected(Role::MenuItemRadio, ui.is_enabled(), selected, self.label),
            None => WidgetInfo::labeled(Role::MenuItem, ui.is_enabled(), self.label),
        });
        if response.clicked() {
            ui.close();
        }
        response
    }
}

/// Adds an item; `true` when it was chosen.
pub fn item(ui: &mut Ui, item: MenuItem<'_>) -> bool {
    ui.add(item).clicked()
}

/// A line between groups of items.
pub fn separator(ui: &mut Ui) {
    ui.add_space(4.0);
    super::card::divider(ui);
    ui.add_space(4.0);
}

/// A scroll area for a menu with a number of items. Only a menu that scrolls makes room for the
/// bar.
pub fn list_area(ui: &Ui, items: usize) -> ScrollArea {
    let max_height = ui.spacing().combo_height;
    let area = ScrollArea::vertical().max_height(max_height);
    let fits = items as f32 * ROW_HEIGHT <= max_height;
    if fits { area.content_margin(Margin::ZERO) } else { area }
}

/// A button that shows the selected choice and opens the list of all. The response is `changed`
/// when another one was chosen.
pub fn combo_box<T: Copy + PartialEq>(ui: &mut Ui, name: &str, value: &mut T, choices: &[(T, &str)]) -> Response {
    let current = choices.iter().find(|(choice, _)| choice == value);
    let label = current.map_or("", |(_, label)| *label);
    let mut button = ui.add(Button::plain(label).trailing_icon(icons::CARET_DOWN));
    button.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ComboBox, ui.is_enabled(), name);
        info.current_text_value = Some(label.to_owned());
        info
    });
    let chosen = popup_below(&button, name, |ui| {
        list_area(ui, choices.len())
            .show(ui, |ui| {
                let mut chosen = None;
                for (choice, label) in choices {
                    if item(ui, MenuItem::new(label).selected(choice == value)) {
                        chosen = Some(*choice);
                    }
                }
                chosen
            })
            .inner
    });
    if let Some(chosen) = chosen.flatten()
        && chosen != *value
    {
        *value = chosen;
        button.mark_changed();
    }
    button
}

#[cfg(test)]
mod tests {
    use eframe::egui::Key;
    use egui_kittest::{Harness, kittest::Queryable as _};

    use super::*;

    #[test]
    fn menu_opens_and_works_from_the_keyboard() {
        let mut harness = Harness::builder().with_context_setup(crate::ui::install).build_ui_state(
            |ui, done: &mut String| {
                more_button(ui, "More for Dana", |ui| {
                    for label in ["Edit", "Archive"] {
                        if item(ui, MenuItem::new(label)) {
                            label.clone_into(done);
                        }
                    }
                });
            },
            String::new(),
        );
        harness.key_press(Key::Tab);
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
        harness.get_by_role_and_label(Role::MenuItem, "Archive");
        harness.key_press(Key::ArrowDown);
        harness.run();
        harness.key_press(Key::ArrowDown);
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state(), "Archive");
        assert!(harness.query_by_label("Archive").is_none(), "the menu closes");
    }

    #[test]
    fn menu_fits_its_widest_item() {
        let mut harness = Harness::builder().with_context_setup(crate::ui::install).build_ui(|ui| {
            more_button(ui, "More", |ui| {
                item(ui, MenuItem::new("Edit"));
                separator(ui);
                item(ui, MenuItem::new("Archive").shortcut("Ctrl A"));
            });
        });
        harness.get_by_label("More").click();
        harness.run();
        let width = harness.get_by_role_and_label(Role::MenuItem, "Edit").rect().width();
        assert!((MIN_WIDTH..200.0).contains(&width), "{width}");
    }

    #[test]
    fn combo_box_selects_by_name() {
        let mut harness = Harness::builder().with_context_setup(crate::ui::install).build_ui_state(
            |ui, weeks: &mut u8| {
                combo_box(ui, "How often", weeks, &[(1, "every week"), (2, "every 2 weeks")]);
            },
            1,
        );
        harness.get_by_role_and_label(Role::ComboBox, "How often").click();
        harness.run();
        harness.get_by_role_and_label(Role::MenuItemRadio, "every 2 weeks").click();
        harness.run();
        assert_eq!(*harness.state(), 2);
    }
}
