//! The list of results: grouped by person, with what matches marked, and what else could be
//! searched for at its end. Only the rows in view are prepared and laid out.

use std::sync::Arc;

use eframe::egui::{
    CornerRadius, Id, Label, Rect, Response, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, style::ScrollAnimation, vec2,
};
use jiff::civil::Date;

use super::{
    hit::{self, PreparedHit},
    offers,
    query_field::{icon_of, tone_of},
};
use crate::{
    domain::{
        id::PersonId,
        name::initials,
        search::{kind::SearchKind, query::Query},
    },
    journal::background_search::SearchOffer,
    store::{PersonSummary, SearchHit, SearchResults},
    ui::{
        marked_text::{MarkedText, layout_marked},
        person_style::avatar_colour,
        text::{self, Type, Weight},
        tokens::{Tokens, size},
        widget::{
            avatar::Avatar,
            chip::Chip,
            heading::mark_heading,
            paint_util,
            virtual_list::{ScrollPosition, VirtualList},
        },
    },
    wording::search::{capped_note, listed_note},
};

const ESTIMATED_ROW_HEIGHT: f32 = 72.0;
const BOTTOM_PADDING: f32 = 20.0;
const PADDING: f32 = 8.0;
const ICON_COLUMN: f32 = 26.0;
const DAY_COLUMN: f32 = 92.0;
/// With less room for the text, a kind has only its icon, and the day is in the line below.
const MIN_TEXT_WIDTH: f32 = 210.0;
const CHIP_GAP: f32 = 10.0;
const MAX_TEXT_ROWS: usize = 3;
const AVATAR_SIZE: f32 = 28.0;

const HEADING_KEY: u64 = 1 << 63;
const NOTE_KEY: u64 = 0b11 << 62;
const OFFERS_KEY: u64 = u64::MAX;

/// What was found for a query.
pub(super) struct Found {
    /// The input that it was found for.
    pub input: String,
    pub query: Arc<Query>,
    pub results: SearchResults,
    rows: Vec<Row>,
    /// The indices of the hits, in the order in which they are shown.
    order: Vec<usize>,
    prepared: Vec<Option<PreparedHit>>,
    /// A key for each row, and one for the offers after them.
    keys: Arc<[u64]>,
}

#[derive(Debug, Clone)]
enum Row {
    /// Whom the hits below are about, and how many there are; `None` for the leader.
    Heading(Option<PersonId>, usize),
    /// The index in the order of the hits.
    Hit(usize),
    /// Why not all are listed or counted.
    Note(String),
}

impl Found {
    pub(super) fn new(input: String, query: Query, results: SearchResults) -> Self {
        let mut groups: Vec<(Option<PersonId>, Vec<usize>)> = Vec::new();
        for (index, hit) in results.hits.iter().enumerate() {
            match groups.iter_mut().find(|(person, _)| *person == hit.person) {
                Some((_, hits)) => hits.push(index),
                None => groups.push((hit.person, vec![index])),
            }
        }
        let (mut rows, mut order) = (Vec::new(), Vec::new());
        for (person, hits) in groups {
            let counted = results.facets.people.iter().find(|(counted, _)| Some(*counted) == person);
            rows.push(Row::Heading(person, counted.map_or(hits.len(), |(_, count)| *count)));
            for index in hits {
                rows.push(Row::Hit(order.len()));
                order.push(index);
            }
        }
        if results.is_capped {
            rows.push(Row::Note(capped_note().to_owned()));
        }
        if results.hits.len() < results.total {
            rows.push(Row::Note(listed_note(results.hits.len(), results.total)));
        }
        let prepared = results.hits.iter().map(|_| None).collect();
        let keys = rows.iter().enumerate().map(|(index, row)| match row {
            Row::Heading(person, _) => HEADING_KEY | person.map_or(0, |person| person.0.unsigned_abs() + 1),
            Row::Hit(place) => order.get(*place).and_then(|index| results.hits.get(*index)).map_or(0, hit::key),
            Row::Note(_) => NOTE_KEY | u64::try_from(index).unwrap_or_default(),
        });
        let keys = keys.chain([OFFERS_KEY]).collect();
        Self { input, query: Arc::new(query), results, rows, order, prepared, keys }
    }

    /// The number of hits that are listed.
    pub(super) fn len(&self) -> usize {
        self.order.len()
    }

    /// The hit at a place in the list.
    pub(super) fn hit(&self, place: usize) -> Option<&SearchHit> {
        self.results.hits.get(*self.order.get(place)?)
    }

    /// The place of a hit in the list.
    pub(super) fn place_of(&self, key: u64) -> Option<usize> {
        (0..self.len()).find(|place| self.hit(*place).is_some_and(|hit| hit::key(hit) == key))
    }

    fn prepared(&mut self, place: usize, people: &[PersonSummary], today: Date) -> Option<(&SearchHit, &PreparedHit)> {
        let index = *self.order.get(place)?;
        let hit = self.results.hits.get(index)?;
        let slot = self.prepared.get_mut(index)?;
        let prepared = slot.get_or_insert_with(|| {
            let name = person_of(people, hit.person).map_or("", |summary| &summary.person.profile.name);
            PreparedHit::new(hit, &self.query, name, today)
        });
        Some((hit, prepared))
    }

    /// The width of the column of chips: that of the widest one.
    fn chip_column(&self, ui: &Ui) -> f32 {
        let kinds = self.query.kinds();
        let counted = self.results.facets.kinds.iter().map(|(kind, _)| *kind);
        let shown = counted.filter(|kind| kinds.is_empty() || kinds.contains(kind));
        shown.map(|kind| chip_of(kind).size(ui).x).fold(0.0, f32::max) + CHIP_GAP
    }

    fn row_of_place(&self, place: usize) -> Option<usize> {
        self.rows.iter().position(|row| matches!(row, Row::Hit(other) if *other == place))
    }
}

/// What the list is shown with.
pub(super) struct ListView<'a> {
    pub people: &'a [PersonSummary],
    pub today: Date,
    pub offers: &'a [SearchOffer],
    /// The place of the selected hit, or of an offer after the hits.
    pub selected: usize,
    /// Whether the selection moved in this frame, and is to be scrolled to.
    pub has_moved: bool,
}

/// What was clicked in the list.
#[derive(Default)]
pub(super) struct ListOutput {
    /// The place that was clicked.
    pub clicked: Option<usize>,
    /// Whether it is to be opened: it was clicked twice, or is an offer.
    pub is_double: bool,
}

/// The list with its scroll position.
pub(super) struct ResultList {
    list: VirtualList,
}

impl Default for ResultList {
    fn default() -> Self {
        Self { list: VirtualList::new("Results", ESTIMATED_ROW_HEIGHT).bottom_padding(BOTTOM_PADDING) }
    }
}

impl ResultList {
    pub(super) fn scroll_to_top(&mut self) {
        self.list.scroll_to(ScrollPosition::default());
    }

    pub(super) fn show(&mut self, ui: &mut Ui, found: &mut Found, view: &ListView<'_>) -> ListOutput {
        let mut output = ListOutput::default();
        let row_count = found.rows.len() + usize::from(!view.offers.is_empty());
        if view.has_moved {
            self.scroll_to_selected(found, view);
        }
        let keys = Arc::clone(&found.keys);
        let key = |row: usize| keys.get(row).copied().unwrap_or_default();
        self.list.show(ui, "search results", row_count, key, |ui, row| show_row(ui, found, row, view, &mut output));
        output
    }

    /// Brings a row that is not built near the middle; one that is built scrolls into view itself.
    fn scroll_to_selected(&mut self, found: &Found, view: &ListView<'_>) {
        let row = if view.selected < found.len() { found.row_of_place(view.selected) } else { Some(found.rows.len()) };
        let Some(row) = row.filter(|row| !self.list.rendered_range().contains(row)) else { return };
        let key = found.keys.get(row).copied().unwrap_or_default();
        self.list.scroll_to(ScrollPosition { row, key, offset: 0.0 });
    }
}

fn show_row(ui: &mut Ui, found: &mut Found, row: usize, view: &ListView<'_>, output: &mut ListOutput) {
    match found.rows.get(row).cloned() {
        Some(Row::Heading(person, count)) => show_heading(ui, person_of(view.people, person), count, row == 0),
        Some(Row::Hit(place)) => {
            let chip_column = found.chip_column(ui);
            let Some((hit, prepared)) = found.prepared(place, view.people, view.today) else { return };
            let is_selected = place == view.selected;
            let response = show_hit(ui, row_id(place), hit, prepared, chip_column, is_selected);
            if is_selected && view.has_moved {
                ui.scroll_to_rect_animation(response.rect.expand(PADDING), None, ScrollAnimation::none());
            }
            if response.clicked() {
                *output = ListOutput { clicked: Some(place), is_double: response.double_clicked() };
            }
        }
        Some(Row::Note(note)) => {
            ui.add_space(10.0);
            ui.add(Label::new(text::small(note).color(Tokens::of(ui).ink_soft)).wrap());
        }
        None => {
            let first = found.len();
            let selected = view.selected.checked_sub(first);
            if let Some(clicked) = offers::show(ui, &found.query, view.offers, first, selected, view.has_moved) {
                *output = ListOutput { clicked: Some(first + clicked), is_double: true };
            }
        }
    }
}

/// The id of the row at a place of the list.
pub(super) fn row_id(place: usize) -> Id {
    Id::unique(("search result", place))
}

pub(super) fn person_of(people: &[PersonSummary], id: Option<PersonId>) -> Option<&PersonSummary> {
    people.iter().find(|summary| Some(summary.person.id) == id)
}

/// The person of the hits below; what is not about a person is the leader’s own.
fn show_heading(ui: &mut Ui, summary: Option<&PersonSummary>, count: usize, is_first: bool) {
    let t = Tokens::of(ui);
    ui.add_space(if is_first { 8.0 } else { 12.0 });
    let name = summary.map_or("About yourself", |summary| summary.person.profile.name.as_str());
    let line = vec2(ui.available_width(), AVATAR_SIZE);
    let (rect, response) = ui.allocate_exact_size(line, Sense::hover());
    mark_heading(ui, &response, &format!("{name}, {count}"), 2);
    let mut left = rect.left() + PADDING;
    if let Some(summary) = summary {
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(AVATAR_SIZE, AVATAR_SIZE));
        let initials = initials(name);
        ui.new_child(UiBuilder::new().max_rect(place)).add(Avatar::new(&initials, avatar_colour(&summary.person)));
        left += AVATAR_SIZE + PADDING;
    }
    let count = paint_util::layout_line(
        ui,
        &count.to_string(),
        text::format(Type::Small, Weight::Regular, t.ink_soft),
        f32::INFINITY,
    );
    let room = (rect.right() - left - count.size().x - 2.0 * PADDING).max(0.0);
    let name = paint_util::layout_line(ui, name, text::format(Type::Body, Weight::SemiBold, t.ink), room);
    let count_left = left + name.size().x + PADDING;
    paint_util::line_at(ui.painter(), left, rect, name, t.ink);
    paint_util::line_at(ui.painter(), count_left, rect, count, t.ink_soft);
    ui.add_space(4.0);
}

/// The columns of a row, as distances from its left edge.
struct Columns {
    text_left: f32,
    text_width: f32,
    has_day: bool,
}

impl Columns {
    fn new(width: f32, chip_column: f32) -> Self {
        let has_day = width - PADDING - chip_column - DAY_COLUMN >= MIN_TEXT_WIDTH;
        let text_left = PADDING + if has_day { chip_column } else { ICON_COLUMN };
        let day = if has_day { DAY_COLUMN } else { PADDING };
        Self { text_left, text_width: (width - text_left - day).max(40.0), has_day }
    }
}

fn show_hit(
    ui: &mut Ui,
    id: Id,
    hit: &SearchHit,
    prepared: &PreparedHit,
    chip_column: f32,
    is_selected: bool,
) -> Response {
    let t = Tokens::of(ui);
    let width = ui.available_width();
    let columns = Columns::new(width, chip_column);
    let meta = if columns.has_day || prepared.meta.is_empty() {
        if columns.has_day { prepared.meta.clone() } else { prepared.day.clone() }
    } else {
        format!("{} · {}", prepared.day, prepared.meta)
    };
    let mut lines = vec![layout_marked(ui, &prepared.main, Type::Body, t.ink, columns.text_width, MAX_TEXT_ROWS)];
    if let Some(other) = &prepared.other {
        lines.push(layout_marked(ui, other, Type::Fine, t.ink_soft, columns.text_width, 2));
    }
    if !meta.is_empty() {
        let meta = MarkedText { text: meta, marks: Vec::new() };
        lines.push(layout_marked(ui, &meta, Type::Fine, t.ink_soft, columns.text_width, 2));
    }
    let height = lines.iter().map(|line| line.size().y).sum::<f32>() + 2.0 * PADDING;
    let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let response = ui.interact(rect, id, Sense::CLICK);
    if ui.is_rect_visible(rect) {
        let corners = CornerRadius::same(size::CONTROL_RADIUS);
        if is_selected {
            ui.painter().rect_filled(rect, corners, t.accent_soft);
        } else if response.hovered() {
            ui.painter().rect_filled(rect, corners, t.hover);
        }
        paint_kind(ui, rect, hit, &columns);
        if columns.has_day {
            let format = text::format(Type::Fine, Weight::Regular, t.ink_soft);
            let day = paint_util::layout_line(ui, &prepared.day, format, DAY_COLUMN);
            let left = rect.right() - PADDING - day.size().x;
            paint_util::line_at(ui.painter(), left, first_line(rect), day, t.ink_soft);
        }
        let mut top = rect.top() + PADDING;
        for line in lines {
            let line_height = line.size().y;
            ui.painter().galley(pos2(rect.left() + columns.text_left, top), line, t.ink);
            top += line_height;
        }
    }
    // The closure runs while the context is locked.
    let name = prepared.name.as_str();
    response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, true, name));
    ui.ctx().accesskit_node_builder(id, |node| node.set_selected(is_selected));
    response
}

pub(super) fn chip_of(kind: SearchKind) -> Chip<'static> {
    // A longer word would take too much from the texts of the others.
    let label = if kind == SearchKind::PersonalDetails { "Details" } else { kind.label() };
    Chip::new(tone_of(kind), label).icon(icon_of(kind))
}

fn first_line(row: Rect) -> Rect {
    Rect::from_min_size(row.min + vec2(0.0, PADDING), vec2(row.width(), Type::Body.line_height()))
}

fn paint_kind(ui: &mut Ui, rect: Rect, hit: &SearchHit, columns: &Columns) {
    let line = first_line(rect);
    let left = rect.left() + PADDING;
    if columns.has_day {
        let chip = chip_of(hit.kind);
        let size = chip.size(ui);
        let top = line.center().y - size.y / 2.0;
        let place = Rect::from_min_size(pos2(left, top.round()), size);
        ui.new_child(UiBuilder::new().max_rect(place)).add(chip);
    } else {
        let ink = Tokens::of(ui).kind_ink(tone_of(hit.kind));
        let format = text::format(Type::Body, Weight::Regular, ink);
        let icon = paint_util::layout_line(ui, icon_of(hit.kind), format, ICON_COLUMN);
        paint_util::line_at(ui.painter(), left, line, icon, ink);
    }
}
