//! The moments of a history, one below the other. Only what is in sight is read and laid out.

mod way;

use std::collections::{HashMap, HashSet, hash_map::Entry};

use eframe::egui::{Id, Label, Rect, Response, Sense, Tooltip, Ui, lerp, pos2, style::ScrollAnimation, vec2};
use jiff::civil::Date;

use self::way::{Anchor, Pointed};
use super::{
    super::Facts,
    lanes::{Columns, Drawing},
    row::{self, Meeting, read_moment, show_member, show_month, show_one, show_quiet, show_review, show_skipped},
};
use crate::{
    domain::{
        id::{EntryId, OneOnOneId, PersonId},
        one_on_one::OneOnOne,
        timeline::{Happening, History, Kinds, Row, Rows, lanes::Thread, rows, say_run},
    },
    ui::{
        action::Action,
        desk::Desk,
        entry::{Shown, editor::EntryEditor},
        text,
        tokens::{MOTION, Tokens},
        widget::virtual_list::{Place, VirtualList},
    },
};

/// An entry of two lines, as most are.
const ESTIMATE: f32 = 64.0;
const GAP: f32 = 14.0;
/// Below the first moment there was.
const FOOT: f32 = 24.0;
/// Moments that were read are kept up to this many.
const REMEMBER: usize = 400;
/// What steps back is still to be read.
const STEPPED_BACK: f32 = 0.6;
/// What is brought into sight from afar stands so far below the top.
const BELOW_TOP: f32 = 120.0;

/// A history as it is shown, in the order of its rows.
pub(super) struct Moments {
    read: Option<(History, Rows)>,
    kinds: Kinds,
    known: Known,
    list: VirtualList,
    /// The one-on-ones that are unfolded, by the keys of their rows.
    unfolded: HashSet<u64>,
    /// The moment that gets the focus when it is in sight.
    wanted: Option<u64>,
    /// The entry that was being written anew in the last frame.
    edited: Option<EntryId>,
    /// The goal, flag or delegation whose lane was brought out in the last frame.
    out: Option<EntryId>,
    pointed: Pointed,
    /// Where the list was in the last frame.
    sight: Rect,
    /// A month that was asked for, and where the list came to rest.
    asked: Option<(Date, Option<Place>)>,
    /// What the list was held by when its rows became others, and where it came to rest.
    held: Option<(Anchor, Option<Place>)>,
}

/// What was read of the journal for the rows that were in sight.
#[derive(Default)]
struct Known {
    /// By their keys, and whether they stand on the card of their one-on-one.
    moments: HashMap<(u64, bool), Shown>,
    one_on_ones: HashMap<OneOnOneId, OneOnOne>,
}

impl Moments {
    /// A list that opens at a place it was left at.
    pub(super) fn at(place: Option<Place>) -> Self {
        let mut list = VirtualList::new(ESTIMATE).gap(GAP).foot(FOOT);
        if let Some(place) = place {
            list.restore(place);
        }
        Self {
            read: None,
            kinds: Kinds::ALL,
            known: Known::default(),
            list,
            unfolded: HashSet::new(),
            wanted: None,
            edited: None,
            out: None,
            pointed: Pointed::default(),
            sight: Rect::NOTHING,
            asked: None,
            held: None,
        }
    }

    /// Reads everything again when it is shown next.
    pub(super) fn forget(&mut self) {
        self.read = None;
        self.known = Known::default();
    }

    /// Where it stands.
    pub(super) fn place(&self) -> Place {
        self.list.place()
    }

    /// The history, and its rows as they are shown; read where they are not known.
    pub(super) fn read(&mut self, desk: &mut Desk<'_>, person: PersonId) -> (&History, &Rows) {
        let kinds = self.kinds;
        let (history, ordered) = self.read.get_or_insert_with(|| {
            let history = desk.read(|db| db.history(person));
            let ordered = rows(&history, kinds);
            (history, ordered)
        });
        (history, ordered)
    }

    /// Brings a row to the top.
    fn go_to(&mut self, row: usize) {
        if let Some((history, ordered)) = &self.read
            && let Some(found) = ordered.list.get(row)
        {
            self.list.restore(Place { row, key: found.key(history), offset: 0.0 });
        }
    }

    /// Brings what was written into sight, where it is not.
    fn bring_entry(&mut self, entry: EntryId) {
        let Some((history, ordered)) = &self.read else { return };
        let Some(moment) = history.written(entry).map(Happening::key) else { return };
        if self.pointed.has_drawn(moment) {
            return;
        }
        let Some(row) = ordered.row_of(entry, history) else { return };
        let Some(found) = ordered.list.get(row) else { return };
        // A one-on-one shows all of it rather than to hide what was asked for.
        if let Row::Meeting { .. } = found {
            self.unfolded.insert(found.key(history));
        }
        if !self.list.made().contains(&row) {
            self.list.restore(Place { row, key: found.key(history), offset: -BELOW_TOP });
        }
    }

    /// Brings what was written into sight, and gives it the focus.
    pub(super) fn go_to_entry(&mut self, entry: EntryId) {
        self.bring_entry(entry);
        let written = self.read.as_ref().and_then(|(history, _)| history.written(entry));
        self.wanted = written.map(Happening::key);
    }

    /// Shows the rows in the room there is.
    pub(super) fn show(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, facts: &Facts, editor: &mut Option<EntryEditor>) {
        let person = &facts.person;
        self.read(desk, person.id);
        let editing = editor.as_ref().map(EntryEditor::entry);
        if editing != self.edited
            && let Some(entry) = editing
        {
            self.bring_entry(entry);
        }
        self.edited = editing;
        let Some((history, ordered)) = &self.read else { return };
        if self.known.moments.len() > REMEMBER {
            self.known = Known::default();
        }
        let sight = ui.available_rect_before_wrap();
        self.sight = sight;
        self.pointed.begin();
        let columns = Columns::of(ordered, sight.width());
        let far = ui.animate_bool_with_time(ui.scope_id().with("brought out"), self.out.is_some(), MOTION);
        let mut showing = Showing {
            history,
            ordered,
            columns,
            known: &mut self.known,
            unfolded: &mut self.unfolded,
            wanted: &mut self.wanted,
            pointed: &mut self.pointed,
            person: person.id,
            them: person.profile.short_name(),
            out: self.out.map(|entry| (entry, far)),
            leads_to: None,
            focused: None,
        };
        self.list.show(
            ui,
            ("timeline", person.id.0),
            ordered.list.len(),
            |row| ordered.list.get(row).map_or(0, |row| row.key(history)),
            |ui, at| showing.row(ui, desk, at, editor),
        );
        let (leads_to, focused) = (showing.leads_to, showing.focused);
        let out = self.out.map(|entry| (entry, far));
        let drawing = Drawing { history, rows: ordered, list: &self.list, columns, sight, out };
        drawing.paint(ui);
        let out = say_what_is_brought_out(ui, desk, &drawing, focused.as_ref());
        if out != self.out {
            self.out = out;
            ui.request_repaint();
        }
        if let Some(entry) = leads_to {
            self.go_to_entry(entry);
            ui.request_repaint();
        }
        self.rest(ui);
    }
}

/// The rows while they are shown.
struct Showing<'a> {
    history: &'a History,
    ordered: &'a Rows,
    columns: Columns,
    known: &'a mut Known,
    unfolded: &'a mut HashSet<u64>,
    wanted: &'a mut Option<u64>,
    pointed: &'a mut Pointed,
    person: PersonId,
    them: &'a str,
    out: Option<(EntryId, f32)>,
    /// The entry that the way was asked to.
    leads_to: Option<EntryId>,
    /// The card that has the focus, and its row.
    focused: Option<(u32, Response)>,
}

impl Showing<'_> {
    fn row(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, at: usize, editor: &mut Option<EntryEditor>) {
        let Some(row) = self.ordered.list.get(at) else { return };
        let place =
            |first_of_day: bool| row::Place { columns: self.columns, day: first_of_day.then(|| row.day(self.history)) };
        match row {
            Row::Month { first, count } => show_month(ui, self.columns, *first, *count, at == 0),
            Row::Quiet { from, to } => show_quiet(ui, self.columns, *from, *to),
            Row::Skipped { first_of_day, .. } => {
                let place = place(*first_of_day);
                self.step_back(ui, None);
                let one_on_one = row.one_on_one(self.history).and_then(|id| self.known.one_on_one(desk, id));
                show_skipped(ui, &place, desk.today, one_on_one);
            }
            Row::Review { first_of_day, .. } => {
                let place = place(*first_of_day);
                self.step_back(ui, None);
                if let Some(finished) = row.review(self.history)
                    && show_review(ui, &place, desk.today, finished)
                {
                    desk.ask(Action::OpenReview(self.person, finished.review));
                }
            }
            Row::One { first_of_day, .. } => {
                let place = place(*first_of_day);
                let number = u32::try_from(at).ok();
                let thread = number.and_then(|row| self.ordered.lanes.of_row(row));
                self.step_back(ui, thread.map(|thread| thread.entry));
                for moment in self.ordered.moments(row, self.history) {
                    let Some(shown) = self.known.moment(desk, moment, self.them, false) else { continue };
                    let card = show_one(ui, desk, &place, shown, editor);
                    let leads = shown.leads_to_its_entry();
                    self.drew(ui, at, moment, card, leads);
                }
            }
            Row::Meeting { first_of_day, .. } => {
                let place = place(*first_of_day);
                self.step_back(ui, None);
                self.meeting(ui, desk, at, row, &place, editor);
            }
        }
    }

    /// What does not belong to what is brought out steps back a little.
    fn step_back(&self, ui: &mut Ui, thing: Option<EntryId>) {
        if let Some((out, far)) = self.out
            && thing != Some(out)
        {
            ui.multiply_opacity(lerp(1.0..=STEPPED_BACK, far));
        }
    }

    fn meeting(
        &mut self,
        ui: &mut Ui,
        desk: &mut Desk<'_>,
        at: usize,
        row: &Row,
        place: &row::Place,
        editor: &mut Option<EntryEditor>,
    ) {
        let moments: Vec<&Happening> = self.ordered.moments(row, self.history).collect();
        let key = row.key(self.history);
        let one_on_one = row.one_on_one(self.history).and_then(|id| self.known.one_on_one(desk, id)).cloned();
        let meeting =
            Meeting { one_on_one: one_on_one.as_ref(), count: moments.len(), is_open: self.unfolded.contains(&key) };
        let today = desk.today;
        let left = ui.max_rect().left();
        let turned = meeting.show(ui, place, today, |ui, nth| {
            let Some(moment) = moments.get(nth) else { return };
            let Some(shown) = self.known.moment(desk, moment, self.them, true) else { return };
            let line = show_member(ui, desk, place, left, shown, editor);
            let leads = shown.leads_to_its_entry();
            self.drew(ui, at, moment, line, leads);
        });
        if turned && !self.unfolded.remove(&key) {
            self.unfolded.insert(key);
        }
    }

    /// A moment was drawn: it may get the focus, have it, or lead to what was written.
    fn drew(&mut self, ui: &Ui, row: usize, moment: &Happening, card: Response, leads: bool) {
        if self.wanted.take_if(|wanted| *wanted == moment.key()).is_some() {
            card.request_focus();
            ui.scroll_to_rect_animation(card.rect.expand(10.0), None, ScrollAnimation::none());
        }
        self.pointed.drew(ui, row, moment.key(), &card);
        if leads {
            self.leads_to = Some(moment.entry);
        }
        if card.has_focus()
            && let Ok(row) = u32::try_from(row)
        {
            self.focused = Some((row, card));
        }
    }
}

impl Known {
    /// A moment as it was read before, or read now. Nothing where it is gone since the rows were read.
    fn moment(
        &mut self,
        desk: &mut Desk<'_>,
        moment: &Happening,
        them: &str,
        among_others: bool,
    ) -> Option<&mut Shown> {
        match self.moments.entry((moment.key(), among_others)) {
            Entry::Occupied(known) => Some(known.into_mut()),
            Entry::Vacant(place) => {
                let today = desk.today;
                desk.read(|db| read_moment(db, moment, today, them, among_others)).map(|read| place.insert(read))
            }
        }
    }

    fn one_on_one(&mut self, desk: &mut Desk<'_>, id: OneOnOneId) -> Option<&OneOnOne> {
        match self.one_on_ones.entry(id) {
            Entry::Occupied(known) => Some(known.into_mut()),
            Entry::Vacant(place) => desk.read(|db| db.one_on_one(id)).map(|read| &*place.insert(read)),
        }
    }
}

/// What the pointer is on, or has the focus, says how long it ran.
fn say_what_is_brought_out(
    ui: &Ui,
    desk: &Desk<'_>,
    drawing: &Drawing<'_>,
    focused: Option<&(u32, Response)>,
) -> Option<EntryId> {
    let say = |thread: &Thread| say_run(thread, drawing.rows, drawing.history, desk.today);
    let beside = drawing.beside();
    let response = ui.interact(beside, ui.scope_id().with("lanes"), Sense::hover());
    let pointed = response.hover_pos().and_then(|at| drawing.at(at).map(|thread| (thread, at)));
    if let Some((thread, at)) = pointed {
        let dot = Rect::from_center_size(at, vec2(0.0, 24.0));
        say_beside(ui, drawing, response.id, dot, &say(thread));
        return Some(thread.entry);
    }
    let (row, card) = focused?;
    let thread = drawing.rows.lanes.of_row(*row)?;
    let said = say(thread);
    ui.accesskit_node_builder(card.id, |node| node.set_description(said.clone()));
    if drawing.sight.contains(pos2(drawing.sight.center().x, card.rect.top() + 1.0)) {
        say_beside(ui, drawing, card.id.with("run"), drawing.dot(*row), &said);
    }
    Some(thread.entry)
}

/// Says it below a dot, beside the cards: no word of them is covered.
fn say_beside(ui: &Ui, drawing: &Drawing<'_>, id: Id, dot: Rect, said: &str) {
    /// From the edge of what is said to its words.
    const AROUND: f32 = 20.0;
    let left = drawing.sight.left();
    let anchor = Rect::from_x_y_ranges(left..=dot.right(), dot.y_range());
    let width = (drawing.columns.card - AROUND).min(260.0);
    Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), id, anchor).width(width).show(|ui| {
        ui.set_max_width(width);
        ui.add(Label::new(text::small(said).color(Tokens::of(ui).ink)).wrap());
    });
}
