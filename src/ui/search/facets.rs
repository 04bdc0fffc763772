//! The facets beside the results: people, kinds, years and subjects with the number of hits. A
//! click, Space or Enter adds one to the query, or takes it out again.

use eframe::egui::{
    CornerRadius, EventFilter, FocusDirection, Id, Key, Modifiers, Response, Role, Sense, Ui, WidgetInfo, vec2,
};

use super::{
    query_field::{icon_of, tone_of},
    results::{Found, person_of},
};
use crate::{
    domain::search::{facet::Facet, query::Query},
    store::{PersonSummary, SearchFacets},
    ui::{
        icons,
        text::{self, Type, Weight},
        tokens::{Tokens, Tone, size},
        widget::{button::Button, heading::section_label, menu, paint_util},
    },
};

/// The most people, years and subjects that are listed.
const MAX_ROWS: usize = 8;
const ROW_HEIGHT: f32 = 28.0;
const PADDING: f32 = 8.0;
const ICON_WIDTH: f32 = 24.0;
const MENU_WIDTH: f32 = 240.0;

/// A facet as it is listed.
struct FacetRow {
    facet: Facet,
    label: String,
    count: usize,
    icon: &'static str,
    tone: Tone,
    is_applied: bool,
}

/// State of the facets that outlives a frame.
#[derive(Default)]
pub(super) struct Facets {
    /// The facet that Tab leads to.
    tab_stop: Option<Facet>,
    /// Whether the facet that Tab leads to gets the focus.
    wants_focus: bool,
    /// Whether the focus came from the query, behind which Tab goes on.
    is_from_query: bool,
}

impl Facets {
    /// Focuses the facets when they are shown next. Tab then goes on behind the query.
    pub(super) fn request_focus(&mut self) {
        self.wants_focus = true;
        self.is_from_query = true;
    }

    /// Moves the focus behind the query, if Tab is pressed after it came from there.
    pub(super) fn take_tab(&mut self, ui: &Ui, query: Id) {
        if self.is_from_query && !self.wants_focus && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Tab))
        {
            self.is_from_query = false;
            ui.memory_mut(|memory| {
                memory.request_focus(query);
                memory.move_focus(FocusDirection::Next);
            });
        }
    }

    /// Shows the button that opens the facets. Returns the one that was chosen.
    pub(super) fn show_button(
        &mut self,
        ui: &mut Ui,
        found: &Found,
        query: &Query,
        people: &[PersonSummary],
    ) -> Option<Facet> {
        let button = ui.add(button());
        if std::mem::take(&mut self.wants_focus) {
            button.request_focus();
        }
        let chosen = menu::panel_below(&button, "Filters", MENU_WIDTH, |ui| self.show(ui, found, query, people));
        chosen.flatten()
    }

    /// Shows the facets of what was found. Returns the one that was chosen.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        found: &Found,
        query: &Query,
        people: &[PersonSummary],
    ) -> Option<Facet> {
        let groups = groups(&found.results.facets, query, people);
        let rows: Vec<&FacetRow> = groups.iter().flat_map(|(_, rows)| rows).collect();
        let stop = rows.iter().position(|row| Some(&row.facet) == self.tab_stop.as_ref()).unwrap_or_default();
        if std::mem::take(&mut self.wants_focus)
            && let Some(row) = rows.get(stop)
        {
            let id = row_id(&row.facet);
            ui.memory_mut(|memory| memory.request_focus(id));
            ui.request_repaint();
        }
        let is_focused = |row: &&FacetRow| ui.memory(|memory| memory.has_focus(row_id(&row.facet)));
        self.is_from_query &= rows.iter().any(is_focused);
        let mut chosen = None;
        let mut next = None;
        let mut index = 0;
        ui.spacing_mut().item_spacing.y = 0.0;
        for (title, rows_of_group) in &groups {
            ui.add_space(if index == 0 { 6.0 } else { 12.0 });
            ui.horizontal(|ui| {
                ui.add_space(PADDING);
                section_label(ui, title);
            });
            ui.add_space(2.0);
            for row in rows_of_group {
                let response = show_row(ui, row, index == stop);
                if response.clicked() {
                    chosen = Some(row.facet.clone());
                }
                if response.has_focus() {
                    self.tab_stop = Some(row.facet.clone());
                    next = take_arrow(ui, response.id, index, rows.len());
                }
                if response.gained_focus() {
                    response.scroll_to_me(None);
                }
                index += 1;
            }
        }
        if let Some(row) = next.and_then(|next: usize| rows.get(next)) {
            self.tab_stop = Some(row.facet.clone());
            self.wants_focus = true;
            ui.request_repaint();
        }
        if let Some(facet) = &chosen {
            self.tab_stop = Some(facet.clone());
        }
        chosen
    }
}

/// The button of the filters, where they are not beside the results.
pub(super) fn button() -> Button<'static> {
    Button::plain("Filters").icon(icons::FILTERS).small()
}

fn row_id(facet: &Facet) -> Id {
    Id::unique(("search facet", facet))
}

/// The index that an arrow key leads to.
fn take_arrow(ui: &Ui, id: Id, index: usize, count: usize) -> Option<usize> {
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::ArrowDown) {
        Some((index + 1).min(count.saturating_sub(1)))
    } else if pressed(Key::ArrowUp) {
        Some(index.saturating_sub(1))
    } else {
        None
    }
    .filter(|next| *next != index)
}

/// The groups that have any facet, in their order.
fn groups(facets: &SearchFacets, query: &Query, people: &[PersonSummary]) -> Vec<(&'static str, Vec<FacetRow>)> {
    let row = |facet: Facet, label: String, count: usize| {
        let (icon, tone) = match &facet {
            Facet::Kind(kind) => (icon_of(*kind), tone_of(*kind)),
            Facet::Person(_) | Facet::Year(_) | Facet::Subject(_) => ("", Tone::Goal),
        };
        FacetRow { is_applied: facet.is_applied(query), facet, label, count, icon, tone }
    };
    let by_person = facets.people.iter().filter_map(|(person, count)| {
        let summary = person_of(people, Some(*person))?;
        Some(row(Facet::Person(*person), summary.person.short_name().to_owned(), *count))
    });
    let mut by_kind: Vec<FacetRow> = facets
        .kinds
        .iter()
        .map(|(kind, count)| row(Facet::Kind(*kind), kind.plural_label().to_owned(), *count))
        .collect();
    // Stable: in the order of kinds where there are as many.
    by_kind.sort_by_key(|row| (!row.is_applied, std::cmp::Reverse(row.count)));
    let by_year = facets.years.iter().map(|(year, count)| row(Facet::Year(*year), year.to_string(), *count));
    let by_subject = facets
        .subjects
        .iter()
        .map(|(subject, count)| row(Facet::Subject(subject.clone()), format!("#{subject}"), *count));
    let groups = [
        ("People", by_person.take(MAX_ROWS).collect::<Vec<_>>()),
        ("Kinds", by_kind),
        ("Years", by_year.take(MAX_ROWS).collect()),
        ("Subjects", by_subject.take(MAX_ROWS).collect()),
    ];
    groups.into_iter().filter(|(_, rows)| !rows.is_empty()).collect()
}

fn show_row(ui: &mut Ui, row: &FacetRow, is_tab_stop: bool) -> Response {
    let t = Tokens::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), Sense::hover());
    // Roving tab stop: only one facet can be reached with Tab.
    let sense = if is_tab_stop { Sense::click() } else { Sense::CLICK };
    let response = ui.interact(rect, row_id(&row.facet), sense);
    if ui.is_rect_visible(rect) {
        let corners = CornerRadius::same(size::CHIP_RADIUS);
        if row.is_applied {
            ui.painter().rect_filled(rect, corners, t.kind_soft(row.tone));
        } else if paint_util::is_highlighted(&response) {
            ui.painter().rect_filled(rect, corners, t.hover);
        }
        let ink = if row.is_applied { t.kind_ink(row.tone) } else { t.ink_soft };
        let weight = if row.is_applied { Weight::Medium } else { Weight::Regular };
        let format = || text::format(Type::Small, weight, ink);
        let count = paint_util::layout_line(ui, &row.count.to_string(), format(), 60.0);
        let mut left = rect.left() + PADDING;
        if !row.icon.is_empty() {
            let ink = t.kind_ink(row.tone);
            let icon =
                paint_util::layout_line(ui, row.icon, text::format(Type::Body, Weight::Regular, ink), ICON_WIDTH);
            paint_util::line_at(ui.painter(), left, rect, icon, ink);
            left += ICON_WIDTH;
        }
        let right = rect.right() - PADDING - count.size().x;
        let label = paint_util::layout_line(ui, &row.label, format(), right - left - 6.0);
        paint_util::line_at(ui.painter(), left, rect, label, ink);
        paint_util::line_at(ui.painter(), right, rect, count, ink);
        paint_util::focus_ring(ui, &response, rect, size::CHIP_RADIUS);
    }
    let name = format!("{}, {}", row.label, row.count);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, row.is_applied, &name));
    response
}
