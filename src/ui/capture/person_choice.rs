//! The people that an entry can be about, one beside the other.

use eframe::egui::{
    Color32, CornerRadius, EventFilter, Id, Key, Modifiers, Response, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, scroll_area::ScrollBarVisibility, vec2,
};

use crate::{
    domain::id::PersonId,
    ui::{
        text::{self, Type, Weight},
        tokens::{Tokens, size},
        widget::{paint_util, tabs},
    },
};

const HEIGHT: f32 = 24.0;
const PADDING: f32 = 8.0;
const GROUP_NAME: &str = "Who is it about?";

/// A person to choose.
pub(super) struct PersonOption<'a> {
    pub person: PersonId,
    pub name: &'a str,
    pub short_name: &'a str,
}

/// Shows the people as a group with a single Tab stop, and returns the one that was chosen. The
/// first one is chosen when the focus comes and nobody is yet.
pub(super) fn show_choice(ui: &mut Ui, options: &[PersonOption<'_>], chosen: Option<PersonId>) -> Option<PersonId> {
    let mut choice = None;
    let mut focus = None;
    // Its bar would need a line of its own; the choice scrolls into view by itself.
    let area =
        ScrollArea::horizontal().id_salt("capture people").scroll_bar_visibility(ScrollBarVisibility::AlwaysHidden);
    let row = area.show(ui, |ui| {
        let row = ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            for (index, option) in options.iter().enumerate() {
                let is_chosen = chosen == Some(option.person);
                let is_tab_stop = is_chosen || chosen.is_none() && index == 0;
                let response = show_option(ui, option, is_chosen, is_tab_stop);
                if response.clicked() || response.has_focus() && chosen.is_none() {
                    choice = Some(option.person);
                }
                if is_chosen {
                    response.scroll_to_me(None);
                }
                if response.has_focus()
                    && let Some(next) = consume_arrow(ui, &response, index, options.len())
                    && let Some(next) = options.get(next)
                {
                    choice = Some(next.person);
                    focus = Some(option_id(next.person));
                }
            }
        });
        row.response
    });
    row.inner.widget_info(|| WidgetInfo::labeled(Role::RadioGroup, true, GROUP_NAME));
    tabs::request_focus_on(ui, focus);
    choice
}

/// The id of an option.
pub(super) fn option_id(person: PersonId) -> Id {
    Id::unique(("capture person", person))
}

fn consume_arrow(ui: &Ui, response: &Response, index: usize, count: usize) -> Option<usize> {
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let pressed =
        |keys: [Key; 2]| ui.input_mut(|input| keys.into_iter().any(|key| input.consume_key(Modifiers::NONE, key)));
    if pressed([Key::ArrowRight, Key::ArrowDown]) {
        Some((index + 1) % count.max(1))
    } else if pressed([Key::ArrowLeft, Key::ArrowUp]) {
        Some(index.checked_sub(1).unwrap_or(count.saturating_sub(1)))
    } else {
        None
    }
}

fn show_option(ui: &mut Ui, option: &PersonOption<'_>, is_chosen: bool, is_tab_stop: bool) -> Response {
    let format = text::format(Type::Small, Weight::Medium, Color32::PLACEHOLDER);
    let galley = paint_util::layout_line(ui, option.short_name, format, f32::INFINITY);
    let (_, rect) = ui.allocate_space(vec2((galley.size().x + 2.0 * PADDING).ceil(), HEIGHT));
    let id = option_id(option.person);
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    let response = ui.interact(rect, id, if is_tab_stop || has_focus { Sense::click() } else { Sense::CLICK });
    let t = Tokens::of(ui);
    if ui.is_rect_visible(rect) {
        let is_highlighted = paint_util::is_highlighted(&response);
        let (fill, line, ink) = match (is_chosen, is_highlighted) {
            (true, _) => (t.accent, t.accent, t.on_accent),
            (false, true) => (t.card.blend(t.hover), t.line, t.ink),
            (false, false) => (t.card, t.line, t.ink),
        };
        let corners = CornerRadius::same(size::CONTROL_RADIUS);
        ui.painter().rect(rect, corners, fill, Stroke::new(1.0, line), StrokeKind::Inside);
        paint_util::line_centred(ui.painter(), rect, galley, ink);
        paint_util::focus_ring(ui, &response, rect, size::CONTROL_RADIUS);
    }
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, option.name));
    response
}
