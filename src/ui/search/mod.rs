//! The Search page: everything that was ever written, with the query, its filters and the results.
//!
//! The focus stays in the query while the arrow keys move through the results. The search itself
//! runs on a thread of its own; until its answer comes, the results before stay.

mod chips;
mod facets;
mod hit;
mod offers;
mod preview;
mod query_field;
mod results;
mod start;

use eframe::egui::{
    Align, CentralPanel, FocusDirection, Frame, Id, Key, Label, Layout, Margin, Memory, Modifiers, Panel, Popup, Ui,
    vec2,
};
use jiff::civil::Date;

pub use self::hit::navigation;
use self::{
    chips::ChipsOutput,
    facets::Facets,
    preview::Preview,
    query_field::{QueryField, is_nothing_focused},
    results::{Found, ListView, ResultList},
};
use super::{
    action::Navigation,
    entry::toggle_evidence,
    icons, region,
    screen_context::ScreenContext,
    shortcut::Shortcut,
    text,
    tokens::Tokens,
    widget::{card::divider, empty_state::EmptyState, key_hint::key_hint, link::LinkButton, scroll},
    width_class::WidthClass,
};
use crate::{
    domain::{
        search::facet::Facet,
        search::query::{Filter, Query, QueryContext, StateFilter},
        short_name::NameFacts,
    },
    journal::background_search::{AnswerContent, BackgroundSearch, SearchOffer, SearchRequest},
    store::{PersonSummary, Record, SearchExtent, SearchOrder, SearchResults, StoreError},
    wording::search::{describe_found, no_hits},
};

/// The most hits that are listed. Reading each takes some hundredths of a millisecond.
const MAX_LISTED: usize = 500;
/// The most searches that are remembered, in this window only.
const MAX_RECENT: usize = 6;
/// Lists are too narrow to be read across a whole screen.
const MAX_LIST_WIDTH: f32 = 820.0;
/// The filters are beside the results, and not behind a button, from this width of the page on.
const MIN_WIDTH_FOR_FACETS: f32 = 680.0;
const FACETS_WIDTH: f32 = 188.0;
/// The same for what was written around a hit.
const MIN_WIDTH_FOR_PREVIEW: f32 = 760.0;
const PREVIEW_PART: f32 = 0.36;
const MIN_PREVIEW_WIDTH: f32 = 268.0;
const MAX_PREVIEW_WIDTH: f32 = 380.0;
/// In less room, the state of the trash follows the keys of the page.
const MIN_WIDTH_FOR_ONE_FOOTER: f32 = 900.0;

/// The Search page. It is kept while other pages are shown, to come back to.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a state of its own")]
pub struct SearchPage {
    input: String,
    order: SearchOrder,
    query: Query,
    facts: Vec<NameFacts>,
    field: QueryField,
    /// Whether the field had the focus in the last frame.
    field_had_focus: bool,
    search: Option<BackgroundSearch>,
    /// What was asked for last.
    asked: Option<Asked>,
    found: Option<Found>,
    offers: Vec<SearchOffer>,
    /// Whether the results are those of what was asked for last.
    is_answered: bool,
    /// Whether the index has to be made again before anything is found.
    is_index_damaged: bool,
    /// The place of the selected hit in the list, or of an offer after the hits.
    selected: usize,
    /// Whether the selected hit is opened once it is found.
    opens_when_found: bool,
    list: ResultList,
    facets: Facets,
    preview: Preview,
    recent: Vec<String>,
}

/// What is beside the results.
#[derive(Clone, Copy)]
struct PageLayout {
    has_facets: bool,
    has_preview: bool,
}

impl PageLayout {
    fn of(ui: &Ui) -> Self {
        let width = ui.available_width();
        let has_preview = WidthClass::of(ui) == WidthClass::Wide && width >= MIN_WIDTH_FOR_PREVIEW;
        Self { has_facets: width >= MIN_WIDTH_FOR_FACETS, has_preview }
    }

    fn body_margin(self, margin: i8) -> i8 {
        if self.has_preview { 20 } else { margin }
    }
}

/// What the results depend on.
#[derive(PartialEq)]
struct Asked {
    input: String,
    order: SearchOrder,
    generation: u64,
    today: Date,
}

/// The keys for the list that were pressed in this frame.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "one for each key")]
struct PressedKeys {
    down: usize,
    up: usize,
    open: bool,
    filters: bool,
    evidence: bool,
    leave: bool,
}

impl SearchPage {
    /// To be called when the page is opened: the query is selected, so that typing replaces it.
    pub fn open(&mut self) {
        self.field.select_all();
    }

    /// Searches for this.
    pub fn search_for(&mut self, input: &str) {
        self.set_input(input.to_owned());
    }

    fn set_input(&mut self, input: String) {
        self.input = input;
        self.field.focus_end();
        self.on_input_changed();
    }

    fn on_input_changed(&mut self) {
        self.selected = 0;
        self.opens_when_found = false;
        self.list.scroll_to_top();
    }

    /// Shows the page.
    pub fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, people: &[PersonSummary]) {
        let keys = if screen.is_dialog_open { PressedKeys::default() } else { self.take_keys(ui) };
        self.facets.take_tab(ui, QueryField::id());
        self.refresh(ui, screen, people);
        self.move_selection(&keys);
        let layout = PageLayout::of(ui);
        let margin = WidthClass::of(ui).page_margin();
        let frame = Frame::new().fill(Tokens::of(ui).page);
        let header = frame.inner_margin(Margin { left: margin, right: margin, top: 20, bottom: 0 });
        Panel::top(Id::unique("search header")).frame(header).show_separator_line(false).show(ui, |ui| {
            self.show_header(ui, screen, people, layout);
        });
        let foot = frame.inner_margin(Margin { left: margin, right: margin, top: 0, bottom: 10 });
        Panel::bottom(Id::unique("search keys")).frame(foot).show_separator_line(false).show(ui, |ui| {
            self.show_footer(ui);
        });
        let has_hits = self.found.as_ref().is_some_and(|found| found.len() > 0);
        if layout.has_preview && has_hits {
            self.show_preview(ui, screen, people);
        }
        if layout.has_facets && self.found.is_some() {
            self.show_facets(ui, screen, people);
        }
        let has_moved = keys.up + keys.down > 0;
        let body = Margin {
            left: if layout.has_facets { 12 } else { margin },
            right: layout.body_margin(margin),
            ..Margin::ZERO
        };
        CentralPanel::default().frame(frame.inner_margin(body)).show(ui, |ui| {
            self.show_body(ui, screen, people, layout, has_moved);
        });
        self.carry_out(ui, screen, &keys);
        self.field_had_focus = ui.memory(|memory| memory.has_focus(QueryField::id()));
    }

    /// Takes the keys for the list, while the field has the focus. egui drops the focus on Esc
    /// before any widget sees the key.
    fn take_keys(&self, ui: &Ui) -> PressedKeys {
        if Popup::is_any_open(ui) {
            return PressedKeys::default();
        }
        let focused = ui.memory(Memory::focused);
        if focused.is_some_and(|id| id != QueryField::id()) {
            return PressedKeys::default();
        }
        if !self.field_had_focus && focused.is_none() {
            // From elsewhere on the page, Esc goes back to the query.
            Shortcut::LeaveSearch.consume(ui);
            return PressedKeys::default();
        }
        // The field keeps Tab from moving the focus.
        if ui.input_mut(|input| input.consume_key(Modifiers::SHIFT, Key::Tab)) {
            ui.memory_mut(|memory| memory.move_focus(FocusDirection::Previous));
        }
        let is_tab_pressed = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Tab));
        let has_filters = self.found.is_some();
        if is_tab_pressed && !has_filters {
            ui.memory_mut(|memory| memory.move_focus(FocusDirection::Next));
        }
        PressedKeys {
            down: Shortcut::SearchResultBelow.consume_presses(ui),
            up: Shortcut::SearchResultAbove.consume_presses(ui),
            open: Shortcut::OpenSearchResult.consume(ui),
            filters: is_tab_pressed && has_filters,
            evidence: Shortcut::ToggleEvidence.consume(ui),
            leave: Shortcut::LeaveSearch.consume(ui),
        }
    }

    /// Asks for a search if the query or the journal changed, and takes the answers.
    fn refresh(&mut self, ui: &Ui, screen: &mut ScreenContext<'_>, people: &[PersonSummary]) {
        let asked = Asked {
            input: self.input.clone(),
            order: self.order,
            generation: screen.journal.generation(),
            today: screen.today,
        };
        if self.asked.as_ref() != Some(&asked) {
            self.facts = people.iter().map(|summary| NameFacts::from(&summary.person)).collect();
            self.query = Query::parse(&self.input, &QueryContext { today: screen.today, people: &self.facts });
            self.asked = Some(asked);
            self.ask(ui, screen);
        }
        let answers: Vec<AnswerContent> =
            std::iter::from_fn(|| self.search.as_ref().and_then(|search| search.poll(screen.journal))).collect();
        for answer in answers {
            match answer {
                AnswerContent::Results(results) => self.take_results(*results, screen),
                AnswerContent::Offers(offers) => self.offers = offers,
            }
        }
    }

    fn ask(&mut self, ui: &Ui, screen: &mut ScreenContext<'_>) {
        self.is_answered = false;
        if self.query.is_empty() {
            self.found = None;
            self.offers.clear();
            self.is_answered = true;
            return;
        }
        if self.search.is_none() {
            let ctx = ui.ctx().clone();
            match BackgroundSearch::start(screen.journal, move || ctx.request_repaint()) {
                Ok(search) => self.search = Some(search),
                Err(error) => return *screen.error = Some(error.user_facing_error()),
            }
        }
        if let Some(search) = &mut self.search {
            search.request(SearchRequest {
                input: self.input.clone(),
                people: self.facts.clone(),
                today: screen.today,
                order: self.order,
                limit: MAX_LISTED,
                extent: SearchExtent::Counted,
            });
        }
    }

    fn take_results(&mut self, results: Result<SearchResults, StoreError>, screen: &mut ScreenContext<'_>) {
        self.is_index_damaged = matches!(results, Err(StoreError::SearchIndexDamaged(_)));
        match results {
            Ok(results) => {
                let is_same_input = self.found.as_ref().is_some_and(|found| found.input == self.input);
                let key = is_same_input.then(|| self.selected_key()).flatten();
                let found = Found::new(self.input.clone(), self.query.clone(), results);
                if let Some(place) = key.and_then(|key| found.place_of(key)) {
                    self.selected = place;
                }
                self.found = Some(found);
                self.offers.clear();
                self.is_answered = true;
            }
            Err(StoreError::SearchIndexDamaged(_)) => self.found = None,
            Err(error) => *screen.error = Some(error.user_facing_error()),
        }
    }

    /// The number of hits that are listed.
    fn listed(&self) -> usize {
        self.found.as_ref().map_or(0, Found::len)
    }

    fn selected_key(&self) -> Option<u64> {
        self.found.as_ref()?.hit(self.selected).map(hit::key)
    }

    fn move_selection(&mut self, keys: &PressedKeys) {
        let last = (self.listed() + self.offers.len()).saturating_sub(1);
        self.selected = (self.selected + keys.down).min(last).saturating_sub(keys.up);
    }

    fn show_header(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        people: &[PersonSummary],
        layout: PageLayout,
    ) {
        ui.spacing_mut().item_spacing.y = 8.0;
        let context = QueryContext { today: screen.today, people: &self.facts };
        let field = self.field.show(ui, &mut self.input, &context);
        if !screen.is_dialog_open && is_nothing_focused(ui) && !Popup::is_any_open(ui) {
            field.response.request_focus();
        }
        if field.changed {
            self.on_input_changed();
            // The chips are those of the query as it is now.
            self.refresh(ui, screen, people);
        }
        let is_in_list = self.selected < self.listed() + self.offers.len();
        if is_in_list {
            let selected = results::row_id(self.selected);
            ui.ctx().accesskit_node_builder(field.response.id, |node| {
                node.set_active_descendant(selected.accesskit_id());
            });
        }
        if let Some(error) = &self.field.error {
            ui.add(Label::new(text::fine(error).color(Tokens::of(ui).danger)).wrap());
        }
        let count = self.count();
        let mut chosen = None;
        let Self { facets, found, query, order, .. } = self;
        let mut show_filters = |ui: &mut Ui| {
            if let Some(found) = found {
                chosen = facets.show_button(ui, found, query, people);
            }
        };
        let filters = (!layout.has_facets).then_some(&mut show_filters as &mut dyn FnMut(&mut Ui));
        let ChipsOutput { removed, order } = chips::show(ui, query, &count, *order, filters);
        if let Some(facet) = chosen {
            self.toggle_facet(&facet, screen.today);
        }
        if let Some(part) = removed {
            let input = self.query.without_part(&self.input, part);
            self.set_input(input);
        }
        if let Some(order) = order {
            self.order = order;
            self.on_input_changed();
        }
        divider(ui);
    }

    fn toggle_facet(&mut self, facet: &Facet, today: Date) {
        let context = QueryContext { today, people: &self.facts };
        // The focus stays on the facet, for the next one.
        self.input = facet.toggle(&self.input, &self.query, &context);
        self.field.move_caret_to_end();
        self.on_input_changed();
    }

    fn show_facets(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, people: &[PersonSummary]) {
        let Self { facets, found: Some(found), query, .. } = self else { return };
        let frame =
            Frame::new().fill(Tokens::of(ui).page).inner_margin(Margin { left: 20, right: 12, top: 6, bottom: 0 });
        let panel = Panel::left(Id::unique("search filters")).exact_size(FACETS_WIDTH).resizable(false).frame(frame);
        let shown = panel.show_separator_line(false).show(ui, |ui| {
            scroll::vertical(ui, "search filters", |ui| {
                let chosen = facets.show(ui, found, query, people);
                ui.add_space(20.0);
                chosen
            })
        });
        if let Some(facet) = shown.inner {
            self.toggle_facet(&facet, screen.today);
        }
    }

    fn show_preview(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, people: &[PersonSummary]) {
        let Self { preview, found: Some(found), selected, .. } = self else { return };
        let Some(hit) = found.hit((*selected).min(found.len().saturating_sub(1))) else { return };
        let width = (ui.available_width() * PREVIEW_PART).clamp(MIN_PREVIEW_WIDTH, MAX_PREVIEW_WIDTH);
        let frame = Frame::new().fill(Tokens::of(ui).page);
        let frame = frame.inner_margin(Margin { left: 20, right: 20, top: 14, bottom: 0 });
        let panel = Panel::right(Id::unique("search preview")).exact_size(width).resizable(false).frame(frame);
        let shown = region::show_side_panel(ui, panel, "Preview", |ui| preview.show(ui, screen, found, hit, people));
        if shown.inner {
            self.opens_when_found = true;
        }
    }

    /// "6 flags about 3 people"; empty without a query.
    fn count(&self) -> String {
        let Some(found) = &self.found else { return String::new() };
        let results = &found.results;
        let kinds = found.query.kinds();
        let mut counted = results.facets.kinds.iter().filter(|(kind, _)| kinds.is_empty() || kinds.contains(kind));
        let kind = counted.next().filter(|_| counted.next().is_none()).map(|(kind, _)| *kind);
        describe_found(results.total, results.is_capped, kind, results.facets.people.len())
    }

    fn show_body(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        people: &[PersonSummary],
        layout: PageLayout,
        has_moved: bool,
    ) {
        ui.set_max_width(ui.available_width().min(MAX_LIST_WIDTH));
        if self.is_index_damaged {
            ui.add_space(72.0);
            EmptyState::new(icons::SEARCH, "The search index is being made again", INDEX_DAMAGED).show(ui);
            return;
        }
        if self.query.is_empty() {
            if let Some(query) = start::show(ui, &self.recent) {
                self.set_input(query);
            }
            return;
        }
        let Some(found) = &mut self.found else { return };
        if found.len() == 0 {
            ui.add_space(56.0);
            EmptyState::new(icons::SEARCH, "Nothing found", no_hits(&found.query)).show(ui);
        }
        let view = ListView { people, today: screen.today, offers: &self.offers, selected: self.selected, has_moved };
        let output = self.list.show(ui, found, &view);
        if let Some(clicked) = output.clicked {
            self.selected = clicked;
            // Beside the preview, a click only selects.
            self.opens_when_found |= output.is_double || !layout.has_preview;
            ui.memory_mut(|memory| memory.request_focus(QueryField::id()));
        }
    }

    fn carry_out(&mut self, ui: &Ui, screen: &mut ScreenContext<'_>, keys: &PressedKeys) {
        if keys.leave {
            self.remember();
            screen.dispatch(Navigation::LeaveSearch);
        }
        if keys.filters {
            self.facets.request_focus();
            ui.request_repaint();
        }
        if keys.evidence
            && let Some(Record::Entry(entry)) =
                self.found.as_ref().and_then(|found| found.hit(self.selected)).map(|hit| &hit.record)
            && entry.trashed_at.is_none()
        {
            screen.dispatch(toggle_evidence(entry));
        }
        self.opens_when_found |= keys.open && !self.query.is_empty();
        if self.opens_when_found && self.is_answered {
            self.opens_when_found = false;
            self.open_selected(screen);
            ui.request_repaint();
        }
    }

    fn open_selected(&mut self, screen: &mut ScreenContext<'_>) {
        let Some(found) = &self.found else { return };
        if let Some(hit) = found.hit(self.selected) {
            let words = found.query.words_of_input(&found.input);
            if let Some(action) = hit::open(hit, &words) {
                self.remember();
                screen.dispatch(action);
            }
        } else if let Some(offer) = self.selected.checked_sub(found.len()).and_then(|index| self.offers.get(index)) {
            let input = offer.input.clone();
            self.set_input(input);
        }
    }

    /// Adds the query to the latest ones.
    fn remember(&mut self) {
        let query = self.input.trim();
        if !query.is_empty() && self.listed() > 0 {
            self.recent.retain(|other| other != query);
            self.recent.insert(0, query.to_owned());
            self.recent.truncate(MAX_RECENT);
        }
    }

    /// The keys of the page, and whether the trash is searched.
    fn show_footer(&mut self, ui: &mut Ui) {
        divider(ui);
        ui.add_space(8.0);
        if ui.available_width() >= MIN_WIDTH_FOR_ONE_FOOTER {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                show_keys(ui);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| self.show_trash(ui, true));
            });
            return;
        }
        if WidthClass::of(ui) != WidthClass::Compact {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(8.0, 4.0);
                show_keys(ui);
            });
        }
        ui.horizontal(|ui| self.show_trash(ui, false));
    }

    /// Whether the trash is searched, and the button that changes it.
    fn show_trash(&mut self, ui: &mut Ui, from_right: bool) {
        let (state, button, name) = if self.query.is_in_trash() {
            ("Only the trash is searched", "Leave it out", "Leave out the trash")
        } else {
            ("Trash not included", "Search the trash", "Search the trash")
        };
        let state = Label::new(text::fine(state).color(Tokens::of(ui).ink_soft)).extend();
        let button = LinkButton::new(button, name);
        let clicked = if from_right {
            let clicked = ui.add(button).clicked();
            ui.add(state);
            clicked
        } else {
            ui.add(state);
            ui.add(button).clicked()
        };
        if clicked {
            self.toggle_trash();
        }
    }

    fn toggle_trash(&mut self) {
        let input = if self.query.is_in_trash() {
            self.query.without_filters(&self.input, |filter| *filter == Filter::State(StateFilter::Trash))
        } else {
            format!("is:trash {}", self.input.trim_start())
        };
        self.set_input(input);
    }
}

const INDEX_DAMAGED: &str = "It was damaged. Everything you wrote is safe, and is found again in a moment.";

fn show_keys(ui: &mut Ui) {
    let key = |shortcut: Shortcut| shortcut.label(ui);
    for (keys, what) in [
        (vec![key(Shortcut::SearchResultAbove), key(Shortcut::SearchResultBelow)], "move"),
        (vec![key(Shortcut::OpenSearchResult)], "open on the timeline"),
        (vec!["Tab".to_owned()], "filters"),
        (vec![key(Shortcut::ToggleEvidence)], "pick as evidence"),
        (vec![key(Shortcut::LeaveSearch)], "back"),
    ] {
        for key in keys {
            key_hint(ui, &key);
        }
        ui.add(Label::new(text::fine(what).color(Tokens::of(ui).ink_soft)).extend());
        ui.add_space(10.0);
    }
}
