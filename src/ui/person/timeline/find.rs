//! Looking for words in a history as they are typed: what is found is marked, counted, and gone through one by one.
//!
//! The words of the history are read a part a frame, newest first, while the field is in use and only then; so no frame waits
//! for them, and what was written lately is found at once.

use std::sync::Arc;

use eframe::egui::{Id, Key, Modifiers, Ui, accesskit::Live};

use super::list::Moments;
use crate::{
    domain::{
        find::{Haystack, Wanted},
        timeline::{Happening, History, Row, Rows},
    },
    ui::{
        action::Way,
        desk::Desk,
        icons, keys, text,
        tokens::Tokens,
        widget::{
            button::{Button, IconButton},
            elide::elide,
            field::Field,
        },
    },
};

/// So many moments are read in a frame.
const PART: usize = 400;
const WIDTH: f32 = 190.0;

/// What is looked for, and what was found.
#[derive(Default)]
pub(super) struct Find {
    text: String,
    wanted: Option<Arc<Wanted>>,
    hay: Haystack<u32>,
    /// How many moments were looked through for these words.
    looked: usize,
    /// How many there are.
    all: usize,
    /// What has the words: places in the history, newest first.
    found: Vec<u32>,
    /// Those of them that are among the rows, as they stand there; made again when it is `None`.
    hits: Option<Vec<Hit>>,
    /// The moment that stands out.
    at: Option<u64>,
    /// Where in the history to begin: where the list stood, or what stood out last.
    from: u32,
    focused: bool,
    wants_focus: bool,
    /// What had the focus before.
    before: Option<Id>,
}

/// A moment that was found.
#[derive(Clone, Copy)]
struct Hit {
    row: usize,
    place: u32,
    moment: u64,
}

/// What was asked for beside the field.
pub(super) enum Asked {
    /// Another of those that were found.
    Step(Way),
    /// The card that stands out shall have the focus.
    Enter,
    /// Looking for nothing any more.
    Clear,
}

impl Find {
    /// The caret goes into the field.
    pub(super) fn open(&mut self) {
        self.wants_focus = true;
    }

    /// The history is another one, or may be.
    pub(super) fn forget(&mut self) {
        self.hay = Haystack::default();
        self.look_again();
    }

    /// The rows are other ones.
    pub(super) fn narrowed(&mut self) {
        self.hits = None;
    }

    /// What is to be marked.
    pub(super) fn wanted(&self) -> Option<&Arc<Wanted>> {
        self.wanted.as_ref()
    }

    fn look_again(&mut self) {
        self.looked = 0;
        self.found.clear();
        self.hits = None;
    }

    /// Looks for nothing any more.
    pub(super) fn clear(&mut self, moments: &mut Moments) {
        self.text.clear();
        self.wanted = None;
        self.at = None;
        self.look_again();
        moments.bring_out(None);
    }

    /// Shows the field, and beside it what was found.
    pub(super) fn show(&mut self, ui: &mut Ui, moments: &mut Moments) {
        let mut asked = self.show_field(ui, moments);
        if let Some(clicked) = self.show_count(ui) {
            // Who steps with the pointer may go on typing.
            self.wants_focus = !matches!(clicked, Asked::Clear);
            ui.request_repaint();
            asked = Some(clicked);
        }
        match asked {
            Some(Asked::Step(way)) => self.step(moments, way),
            Some(Asked::Enter) => {
                if let Some(moment) = self.at {
                    moments.focus(moment);
                }
            }
            Some(Asked::Clear) => {
                self.clear(moments);
                let before = self.before.take();
                ui.memory_mut(|memory| match before {
                    Some(before) => memory.request_focus(before),
                    None => memory.surrender_focus(field_id()),
                });
            }
            None => {}
        }
    }

    fn show_field(&mut self, ui: &mut Ui, moments: &Moments) -> Option<Asked> {
        let (id, focused) = (field_id(), ui.memory(eframe::egui::Memory::focused));
        if focused != Some(id) && (focused.is_some() || (self.wants_focus && self.wanted.is_none())) {
            self.before = focused;
        }
        // Esc takes the focus away before anybody hears of it.
        let left = self.focused && focused.is_none();
        self.focused = focused == Some(id);
        let asked = if self.focused || left { pressed(ui) } else { None };
        let hint = format!("{} Find in history", icons::SEARCH);
        let field = Field::line("Find in history", &mut self.text).hide_label().hint(&hint).on_page();
        let response = field.id(id).width(WIDTH).show(ui).response;
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
        }
        if response.changed() {
            let wanted = Wanted::new(&self.text).map(Arc::new);
            if self.wanted.is_none() {
                self.from = moments.first_in_sight();
            }
            if self.wanted != wanted {
                self.wanted = wanted;
                self.at = None;
                self.look_again();
            }
        }
        asked
    }

    /// "3 of 17", with buttons that do what the keys do.
    fn show_count(&self, ui: &mut Ui) -> Option<Asked> {
        self.wanted.as_ref()?;
        let hits = self.hits.as_deref().unwrap_or_default();
        let at = hits.iter().position(|hit| Some(hit.moment) == self.at);
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
                asked = Some(Asked::Step(Way::Up));
            }
            if ui.add(IconButton::new(icons::ARROW_DOWN, "The next match").small()).clicked() {
                asked = Some(Asked::Step(Way::Down));
            }
        }
        if ui.add(IconButton::new(icons::CLOSE, "Clear what is looked for").small()).clicked() {
            asked = Some(Asked::Clear);
        }
        asked
    }

    /// Says that there is nothing, where there is; `elsewhere` when all kinds are to be shown.
    pub(super) fn show_nothing(&mut self, ui: &mut Ui, moments: &mut Moments, among: Option<&str>) -> bool {
        if self.wanted.is_none() || !self.is_done() || self.hits.as_ref().is_none_or(|hits| !hits.is_empty()) {
            return false;
        }
        let elsewhere = self.found.len();
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
                elide(ui, text::small(said).color(Tokens::of(ui).ink_soft));
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
        self.looked == self.all
    }

    /// Reads and looks through a further part, and finds its first of what there is.
    pub(super) fn look(&mut self, ui: &Ui, desk: &mut Desk<'_>, moments: &mut Moments) {
        if self.wanted.is_none() && !self.focused {
            if !self.hay.is_empty() {
                self.forget();
            }
            return;
        }
        let Some((history, ordered)) = moments.known() else { return };
        self.all = history.happenings.len();
        if self.hay.len() < self.all {
            self.read_part(desk, &history.happenings);
            ui.request_repaint();
        }
        let Some(wanted) = &self.wanted else { return };
        if self.looked < self.hay.len() {
            let before = self.found.len();
            self.found.extend(self.hay.find(wanted, self.looked));
            self.looked = self.hay.len();
            if self.found.len() > before {
                self.hits = None;
            }
        }
        if self.hits.is_none() {
            self.hits = Some(hits(history, ordered, &self.found));
        }
        self.settle(moments);
    }

    fn read_part(&mut self, desk: &mut Desk<'_>, happenings: &[Happening]) {
        for (place, moment) in (0_u32..).zip(happenings).skip(self.hay.len()).take(PART) {
            let words = desk.read(|db| db.words(moment.entry, moment.nth));
            self.hay.push(place, words.iter().map(String::as_str));
        }
    }

    /// Something that was found stands out: what did before, or the first from where the looking began.
    fn settle(&mut self, moments: &mut Moments) {
        let Some(hits) = &self.hits else { return };
        if hits.iter().any(|hit| Some(hit.moment) == self.at) {
            return;
        }
        let below = hits.iter().position(|hit| hit.place >= self.from);
        let first = below.or_else(|| (self.is_done() && !hits.is_empty()).then_some(0));
        if let Some(hit) = first.and_then(|first| hits.get(first)).copied() {
            self.stand_out(moments, hit);
        } else {
            self.at = None;
            moments.bring_out(None);
        }
    }

    fn stand_out(&mut self, moments: &mut Moments, hit: Hit) {
        self.at = Some(hit.moment);
        moments.bring_out(Some((hit.row, hit.moment)));
    }

    fn step(&mut self, moments: &mut Moments, way: Way) {
        let hits = self.hits.as_deref().unwrap_or_default();
        let Some(last) = hits.len().checked_sub(1) else { return };
        let at = hits.iter().position(|hit| Some(hit.moment) == self.at);
        let next = match (way, at) {
            (Way::Down, Some(at)) if at < last => at + 1,
            (Way::Up, Some(at)) => at.checked_sub(1).unwrap_or(last),
            _ => 0,
        };
        if let Some(hit) = hits.get(next).copied() {
            self.from = hit.place;
            self.stand_out(moments, hit);
        }
    }
}

fn field_id() -> Id {
    Id::unique("rapport: find in history")
}

/// What a key in the field asks for.
fn pressed(ui: &Ui) -> Option<Asked> {
    [
        (Modifiers::NONE, Key::Enter, Asked::Step(Way::Down)),
        (Modifiers::SHIFT, Key::Enter, Asked::Step(Way::Up)),
        (Modifiers::NONE, Key::ArrowDown, Asked::Enter),
        (Modifiers::NONE, Key::Escape, Asked::Clear),
    ]
    .into_iter()
    .find_map(|(modifiers, key, asked)| keys::take(ui, modifiers, key).then_some(asked))
}

/// Those of the moments that were found that are among the rows, in the order they stand there.
fn hits(history: &History, ordered: &Rows, found: &[u32]) -> Vec<Hit> {
    if found.is_empty() {
        return Vec::new();
    }
    let mut is_found = vec![false; history.happenings.len()];
    for place in found {
        if let Some(is_found) = usize::try_from(*place).ok().and_then(|place| is_found.get_mut(place)) {
            *is_found = true;
        }
    }
    let mut hits = Vec::with_capacity(found.len());
    for (row, shown) in ordered.list.iter().enumerate() {
        for place in places(shown, ordered) {
            let at = usize::try_from(*place).unwrap_or(usize::MAX);
            if is_found.get(at).is_some_and(|is_found| *is_found)
                && let Some(moment) = history.happenings.get(at)
            {
                hits.push(Hit { row, place: *place, moment: moment.key() });
            }
        }
    }
    hits
}

/// The moments of a row: places in the history.
fn places<'a>(row: &'a Row, ordered: &'a Rows) -> &'a [u32] {
    match row {
        Row::One { at, .. } => std::slice::from_ref(at),
        Row::Meeting { from, count, .. } => {
            let from = usize::try_from(*from).unwrap_or(usize::MAX);
            let count = usize::try_from(*count).unwrap_or_default();
            ordered.members.get(from..from.saturating_add(count)).unwrap_or_default()
        }
        Row::Month { .. } | Row::Quiet { .. } | Row::Skipped { .. } | Row::Review { .. } => &[],
    }
}
