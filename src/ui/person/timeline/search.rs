//! Looking for words in a history as they are typed: what is found is marked, counted, and gone through one by one.
//!
//! The words of the history are read a part a frame, newest first, while the field is in use and only then; so no frame waits
//! for them, and what was written lately is found at once.

use std::sync::Arc;

use eframe::egui::{Id, Ui, accesskit::Live};

use super::list::TimelineList;
use crate::{
    domain::{
        search::{SearchIndex, SearchQuery},
        timeline::{Timeline, TimelineEvent, TimelineRow, TimelineRows},
    },
    ui::{
        action::ListDirection,
        icons,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::Tokens,
        widget::{
            button::{Button, IconButton},
            field::TextField,
            truncated_label::truncated_label,
        },
    },
};

/// So many moments are read in a frame.
const EVENTS_PER_FRAME: usize = 400;
const WIDTH: f32 = 190.0;

/// What is looked for, and what was found.
#[derive(Default)]
pub(super) struct TimelineSearch {
    text: String,
    query: Option<Arc<SearchQuery>>,
    index: SearchIndex<u32>,
    /// How many moments were looked through for these words.
    searched: usize,
    /// How many there are.
    total: usize,
    /// What has the words: places in the history, newest first.
    matches: Vec<u32>,
    /// Those of them that are among the rows, as they stand there; made again when it is `None`.
    hits: Option<Vec<SearchHit>>,
    /// The moment that stands out.
    current_event: Option<u64>,
    /// Where in the history to begin: where the list stood, or what stood out last.
    origin: u32,
    has_focus: bool,
    wants_focus: bool,
    /// What had the focus before.
    previous_focus: Option<Id>,
}

/// A moment that was found.
#[derive(Clone, Copy)]
struct SearchHit {
    row: usize,
    event_index: u32,
    event_key: u64,
}

/// What was asked for beside the field.
pub(super) enum SearchCommand {
    /// Another of those that were found.
    NextOrPrevious(ListDirection),
    /// The card that stands out shall have the focus.
    FocusMatch,
    /// Looking for nothing any more.
    Clear,
}

impl TimelineSearch {
    /// The caret goes into the field.
    pub(super) fn request_focus(&mut self) {
        self.wants_focus = true;
    }

    /// The history is another one, or may be.
    pub(super) fn invalidate(&mut self) {
        self.index = SearchIndex::default();
        self.restart();
    }

    /// The rows are other ones.
    pub(super) fn on_rows_changed(&mut self) {
        self.hits = None;
    }

    /// What is to be marked.
    pub(super) fn query(&self) -> Option<&Arc<SearchQuery>> {
        self.query.as_ref()
    }

    fn restart(&mut self) {
        self.searched = 0;
        self.matches.clear();
        self.hits = None;
    }

    /// Looks for nothing any more.
    pub(super) fn clear(&mut self, moments: &mut TimelineList) {
        self.text.clear();
        self.query = None;
        self.current_event = None;
        self.restart();
        moments.highlight_event(None);
    }

    /// Shows the field, and beside it what was found.
    pub(super) fn show(&mut self, ui: &mut Ui, moments: &mut TimelineList) {
        let mut asked = self.show_field(ui, moments);
        if let Some(clicked) = self.show_count(ui) {
            // Who steps with the pointer may go on typing.
            self.wants_focus = !matches!(clicked, SearchCommand::Clear);
            ui.request_repaint();
            asked = Some(clicked);
        }
        match asked {
            Some(SearchCommand::NextOrPrevious(way)) => self.step(moments, way),
            Some(SearchCommand::FocusMatch) => {
                if let Some(moment) = self.current_event {
                    moments.focus_event(moment);
                }
            }
            Some(SearchCommand::Clear) => {
                self.clear(moments);
                let before = self.previous_focus.take();
                ui.memory_mut(|memory| match before {
                    Some(before) => memory.request_focus(before),
                    None => memory.surrender_focus(field_id()),
                });
            }
            None => {}
        }
    }

    fn show_field(&mut self, ui: &mut Ui, moments: &TimelineList) -> Option<SearchCommand> {
        let (id, focused) = (field_id(), ui.memory(eframe::egui::Memory::focused));
        if focused != Some(id) && (focused.is_some() || (self.wants_focus && self.query.is_none())) {
            self.previous_focus = focused;
        }
        // Esc takes the focus away before anybody hears of it.
        let left = self.has_focus && focused.is_none();
        self.has_focus = focused == Some(id);
        let asked = if self.has_focus || left { consume_search_key(ui) } else { None };
        let hint = format!("{} Find in history", icons::SEARCH);
        let field = TextField::singleline("Find in history", &mut self.text).hide_label().hint(&hint).on_page();
        let response = field.id(id).width(WIDTH).show(ui).response;
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
        }
        if response.changed() {
            let wanted = SearchQuery::new(&self.text).map(Arc::new);
            if self.query.is_none() {
                self.origin = moments.first_visible_event();
            }
            if self.query != wanted {
                self.query = wanted;
                self.current_event = None;
                self.restart();
            }
        }
        asked
    }

    /// "3 of 17", with buttons that do what the keys do.
    fn show_count(&self, ui: &mut Ui) -> Option<SearchCommand> {
        self.query.as_ref()?;
        let hits = self.hits.as_deref().unwrap_or_default();
        let at = hits.iter().position(|hit| Some(hit.event_key) == self.current_event);
        let more = if self.is_done() { "" } else { "+" };
        let said = match at {
            Some(at) => format!("{} of {}{more}", at + 1, hits.len()),
            None if self.is_done() => "none".to_owned(),
            None => "…".to_owned(),
        };
        ui.add_space(6.0);
        let label = ui.label(text::fine(said).color(Tokens::of(ui).ink_soft));
        ui.accesskit_node_builder(label.id, |node| node.set_live(Live::Polite));
        let mut asked = None;
        if !hits.is_empty() {
            if ui.add(IconButton::new(icons::ARROW_UP, "The match before").small()).clicked() {
                asked = Some(SearchCommand::NextOrPrevious(ListDirection::Up));
            }
            if ui.add(IconButton::new(icons::ARROW_DOWN, "The next match").small()).clicked() {
                asked = Some(SearchCommand::NextOrPrevious(ListDirection::Down));
            }
        }
        if ui.add(IconButton::new(icons::CLOSE, "Clear what is looked for").small()).clicked() {
            asked = Some(SearchCommand::Clear);
        }
        asked
    }

    /// Says that there is nothing, where there is; `elsewhere` when all kinds are to be shown.
    pub(super) fn show_no_matches(&mut self, ui: &mut Ui, moments: &mut TimelineList, among: Option<&str>) -> bool {
        if self.query.is_none() || !self.is_done() || self.hits.as_ref().is_none_or(|hits| !hits.is_empty()) {
            return false;
        }
        let elsewhere = self.matches.len();
        let said = match among {
            Some(among) if elsewhere > 0 => {
                format!("Nothing with “{}” among {among}, but {elsewhere} elsewhere.", self.text.trim())
            }
            Some(among) => format!("Nothing with “{}”, neither among {among} nor elsewhere.", self.text.trim()),
            None => format!("Nothing with “{}”.", self.text.trim()),
        };
        let mut everything = false;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            let room = (ui.available_width() - 240.0).max(120.0);
            ui.scope(|ui| {
                ui.set_max_width(room);
                truncated_label(ui, text::small(said).color(Tokens::of(ui).ink_soft));
            });
            if among.is_some() && elsewhere > 0 {
                everything = ui.add(Button::plain("Everything").small()).clicked();
            }
            if ui.add(Button::plain("Clear").small()).clicked() {
                self.clear(moments);
            }
        });
        everything
    }

    fn is_done(&self) -> bool {
        self.searched == self.total
    }

    /// Reads and looks through a further part, and finds its first of what there is.
    pub(super) fn advance(&mut self, ui: &Ui, screen: &mut ScreenContext<'_>, moments: &mut TimelineList) {
        if self.query.is_none() && !self.has_focus {
            if !self.index.is_empty() {
                self.invalidate();
            }
            return;
        }
        let Some((history, ordered)) = moments.loaded() else { return };
        self.total = history.events.len();
        if self.index.len() < self.total {
            self.index_next_events(screen, &history.events);
            ui.request_repaint();
        }
        let Some(wanted) = &self.query else { return };
        if self.searched < self.index.len() {
            let before = self.matches.len();
            self.matches.extend(self.index.search(wanted, self.searched));
            self.searched = self.index.len();
            if self.matches.len() > before {
                self.hits = None;
            }
        }
        if self.hits.is_none() {
            self.hits = Some(visible_hits(history, ordered, &self.matches));
        }
        self.select_current(moments);
    }

    fn index_next_events(&mut self, screen: &mut ScreenContext<'_>, happenings: &[TimelineEvent]) {
        for (place, moment) in (0_u32..).zip(happenings).skip(self.index.len()).take(EVENTS_PER_FRAME) {
            let words = screen.read(|db| db.search_text(moment.entry, moment.event_index));
            self.index.push(place, words.iter().map(String::as_str));
        }
    }

    /// Something that was found stands out: what did before, or the first from where the looking began.
    fn select_current(&mut self, moments: &mut TimelineList) {
        let Some(hits) = &self.hits else { return };
        if hits.iter().any(|hit| Some(hit.event_key) == self.current_event) {
            return;
        }
        let below = hits.iter().position(|hit| hit.event_index >= self.origin);
        let first = below.or_else(|| (self.is_done() && !hits.is_empty()).then_some(0));
        if let Some(hit) = first.and_then(|first| hits.get(first)).copied() {
            self.highlight(moments, hit);
        } else {
            self.current_event = None;
            moments.highlight_event(None);
        }
    }

    fn highlight(&mut self, moments: &mut TimelineList, hit: SearchHit) {
        self.current_event = Some(hit.event_key);
        moments.highlight_event(Some((hit.row, hit.event_key)));
    }

    fn step(&mut self, moments: &mut TimelineList, way: ListDirection) {
        let hits = self.hits.as_deref().unwrap_or_default();
        let Some(last) = hits.len().checked_sub(1) else { return };
        let at = hits.iter().position(|hit| Some(hit.event_key) == self.current_event);
        let next = match (way, at) {
            (ListDirection::Down, Some(at)) if at < last => at + 1,
            (ListDirection::Up, Some(at)) => at.checked_sub(1).unwrap_or(last),
            _ => 0,
        };
        if let Some(hit) = hits.get(next).copied() {
            self.origin = hit.event_index;
            self.highlight(moments, hit);
        }
    }
}

fn field_id() -> Id {
    Id::unique("rapport: find in history")
}

/// What a key in the field asks for.
fn consume_search_key(ui: &Ui) -> Option<SearchCommand> {
    [
        (Shortcut::NextMatch, SearchCommand::NextOrPrevious(ListDirection::Down)),
        (Shortcut::PreviousMatch, SearchCommand::NextOrPrevious(ListDirection::Up)),
        (Shortcut::FocusMatch, SearchCommand::FocusMatch),
        (Shortcut::ClearSearch, SearchCommand::Clear),
    ]
    .into_iter()
    .find_map(|(shortcut, command)| shortcut.consume(ui).then_some(command))
}

/// Those of the moments that were found that are among the rows, in the order they stand there.
fn visible_hits(history: &Timeline, ordered: &TimelineRows, found: &[u32]) -> Vec<SearchHit> {
    if found.is_empty() {
        return Vec::new();
    }
    let mut is_found = vec![false; history.events.len()];
    for place in found {
        if let Some(is_found) = usize::try_from(*place).ok().and_then(|place| is_found.get_mut(place)) {
            *is_found = true;
        }
    }
    let mut hits = Vec::with_capacity(found.len());
    for (row, shown) in ordered.rows.iter().enumerate() {
        for place in event_indices(shown, ordered) {
            let at = usize::try_from(*place).unwrap_or(usize::MAX);
            if is_found.get(at).is_some_and(|is_found| *is_found)
                && let Some(moment) = history.events.get(at)
            {
                hits.push(SearchHit { row, event_index: *place, event_key: moment.key() });
            }
        }
    }
    hits
}

/// The moments of a row: places in the history.
fn event_indices<'a>(row: &'a TimelineRow, ordered: &'a TimelineRows) -> &'a [u32] {
    match row {
        TimelineRow::Event { index: at, .. } => std::slice::from_ref(at),
        TimelineRow::Meeting { members_start: from, count, .. } => {
            let from = usize::try_from(*from).unwrap_or(usize::MAX);
            let count = usize::try_from(*count).unwrap_or_default();
            ordered.members.get(from..from.saturating_add(count)).unwrap_or_default()
        }
        TimelineRow::Month { .. }
        | TimelineRow::EmptyMonths { .. }
        | TimelineRow::SkippedMeeting { .. }
        | TimelineRow::FinishedReview { .. } => &[],
    }
}
