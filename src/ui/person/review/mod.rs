//! Review: a period, how fairly what was written covers it, the evidence in it, and beside that what you will say.

mod bars;
mod draft;
mod head;
mod kept;
mod list;
mod period;
mod row;

use eframe::egui::{CentralPanel, Frame, Id, Margin, Panel, ScrollArea, Ui, UiBuilder, vec2};
use jiff::civil::Date;

use self::{
    draft::Draft,
    list::{Pieces, Showing},
};
pub use self::{
    draft::{LENS, Quotation},
    kept::{NAME, ReviewChoices},
};
use super::Facts;
use crate::{
    domain::{
        id::Uid,
        person::Person,
        review::{
            evidence::{Evidence, Line, Order, lines},
            period::{Choice, Period},
            recency::{Recency, Said, recency},
        },
    },
    journal::{change::Change, drafts::Drafts},
    store::{Db, StoreError},
    ui::{
        action::Action,
        desk::Desk,
        entry::editor::EntryEditor,
        icons, keys,
        tokens::{Tokens, size},
        widget::{card::frame, empty::Empty},
    },
};

/// How wide the evidence is where there is room for all of it, and where there is not.
const LEFT: f32 = 430.0;
const LEFT_NARROW: f32 = 320.0;
/// Between the evidence and the draft.
const BETWEEN: i8 = 24;
/// The list is never lower than this: then the page scrolls.
const LOWEST: f32 = 220.0;
/// How high the list is where the page scrolls.
const LIST: f32 = 420.0;

/// What Review keeps between frames.
#[derive(Default)]
pub(super) struct Review {
    choices: Option<ReviewChoices>,
    /// What the journal has of the person's reviews; read with each generation.
    reviews: Option<Reviews>,
    read: Option<Read>,
    /// Whether only what is picked is shown.
    only_picked: bool,
    pieces: Pieces,
    /// How high what stands above the list was.
    above: f32,
    draft: Option<Draft>,
    /// The review that is to be read, once there is a draft panel to read it in.
    wanted: Option<Uid>,
}

/// What the journal has of a person's reviews.
#[derive(Clone, Copy, Default)]
struct Reviews {
    /// When the last one was finished; nothing where none was.
    last: Option<Date>,
    /// The period of the one that is being written.
    begun: Option<Period>,
}

/// What there is of a period, as it was read.
struct Read {
    /// What it was read for.
    of: (Period, Order, bool),
    evidence: Evidence,
    recency: Recency,
    said: Said,
    lines: Vec<Line>,
    picked: usize,
    met: Option<String>,
    why_nothing: Option<String>,
}

impl Read {
    fn new(db: &Db, person: &Person, of: (Period, Order, bool), today: Date) -> Result<Self, StoreError> {
        let (period, order, only_picked) = of;
        let evidence = db.evidence(person.id, period)?;
        let subjects = if order == Order::Subject { db.subjects_in(&evidence)? } else { Vec::new() };
        let recency = recency(period, person.profile.since, today, evidence.written(period));
        Ok(Self {
            of,
            lines: lines(&evidence, period, order, only_picked, &subjects),
            said: recency.say(person.profile.short_name()),
            picked: evidence.picked(),
            met: evidence.met.say(),
            why_nothing: period.why_nothing(person, today),
            recency,
            evidence,
        })
    }
}

impl Review {
    /// Reads everything again when it is shown next.
    pub(super) fn forget(&mut self) {
        self.read = None;
        self.reviews = None;
        self.pieces.forget();
        if let Some(draft) = &mut self.draft {
            draft.forget();
        }
    }

    /// Opens a finished review to be read.
    pub(super) fn read_review(&mut self, review: Uid) {
        self.wanted = Some(review);
    }

    /// The page is left: what was written becomes the review.
    pub(super) fn leave(&mut self, drafts: &mut Drafts) -> Option<(Change, String)> {
        self.draft.as_mut().and_then(|draft| draft.leave(drafts))
    }

    /// From now on reviews are looked at like this.
    pub(super) fn look_at(&mut self, choices: ReviewChoices) {
        self.choices = Some(choices);
    }

    /// How reviews are looked at.
    fn choices(&mut self, desk: &mut Desk<'_>) -> &ReviewChoices {
        self.choices.get_or_insert_with(|| desk.read(|db| db.setting(NAME)).unwrap_or_default())
    }

    fn reviews(&mut self, desk: &mut Desk<'_>, person: &Person) -> Reviews {
        *self.reviews.get_or_insert_with(|| {
            desk.read(|db| {
                let begun = db.begun_review(person.id)?.map(|begun| begun.period());
                Ok(Reviews { last: db.last_review(person.id)?, begun })
            })
        })
    }

    /// How the period is chosen, and its days. A review that is being written keeps the days it was begun for, also when the
    /// month turns, until others are chosen.
    fn period(&mut self, desk: &mut Desk<'_>, facts: &Facts) -> (Choice, Period) {
        let person = &facts.person;
        let Reviews { last, begun } = self.reviews(desk, person);
        let choice = self.choices(desk).choice(person);
        let chosen = choice.period(desk.today, last);
        match begun {
            Some(begun) if begun != chosen => (Choice::Days(begun), begun),
            _ => (choice, chosen),
        }
    }

    /// How reviews are looked at, and the period of this person.
    pub(super) fn looks_at(&mut self, desk: &mut Desk<'_>, facts: &Facts) -> (ReviewChoices, Period) {
        let (_, period) = self.period(desk, facts);
        (self.choices(desk).clone(), period)
    }

    pub(super) fn show(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, facts: &Facts, editor: &mut Option<EntryEditor>) {
        let t = Tokens::of(ui);
        let margin = Margin { left: 28, right: 28, top: 20, bottom: 20 };
        let wide = ui.ctx().content_rect().width() >= size::NARROW;
        if wide {
            let room = ui.available_width();
            let left = (room * 0.41).clamp(LEFT_NARROW, LEFT) + f32::from(margin.left);
            let panel = Panel::left(Id::unique("evidence")).exact_size(left).resizable(false);
            let frame = Frame::new().fill(t.page).inner_margin(Margin { right: 0, ..margin });
            panel.frame(frame).show_separator_line(false).show(ui, |ui| {
                self.show_left(ui, desk, facts, editor);
            });
            let frame = Frame::new().fill(t.page).inner_margin(Margin { left: BETWEEN, ..margin });
            CentralPanel::default().frame(frame).show(ui, |ui| self.show_draft(ui, desk, facts, true));
            return;
        }
        let frame = Frame::new().fill(t.page).inner_margin(Margin { right: 6, bottom: 0, ..margin });
        CentralPanel::default().frame(frame).show(ui, |ui| {
            ScrollArea::vertical().id_salt("review").auto_shrink([false, false]).show(ui, |ui| {
                ui.set_max_width(ui.available_width() - size::PAGE_MARGIN + 6.0);
                keys::scroll_by_page(ui, ui.clip_rect().height());
                self.show_evidence(ui, desk, facts, editor, LIST);
                ui.add_space(24.0);
                self.show_draft(ui, desk, facts, false);
                ui.add_space(16.0);
            });
        });
    }

    /// The left half: as high as the page, where that is enough for the list; else it scrolls.
    fn show_left(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, facts: &Facts, editor: &mut Option<EntryEditor>) {
        let room = ui.available_height() - self.above;
        if room >= LOWEST {
            self.show_evidence(ui, desk, facts, editor, room);
            return;
        }
        ScrollArea::vertical().id_salt("evidence").auto_shrink([false, false]).show(ui, |ui| {
            self.show_evidence(ui, desk, facts, editor, LOWEST);
        });
    }

    /// The draft, with all the room there is, or as high as it is.
    fn show_draft(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, facts: &Facts, fills: bool) {
        let (_, period) = self.period(desk, facts);
        let draft = self.draft.get_or_insert_with(|| Draft::open(&facts.person, period, desk));
        if let Some(review) = self.wanted.take() {
            draft.open_finished(review);
        }
        draft.show(ui, desk, &facts.person, period, fills);
    }

    /// Period, bars, and the list, which is so high.
    fn show_evidence(
        &mut self,
        ui: &mut Ui,
        desk: &mut Desk<'_>,
        facts: &Facts,
        editor: &mut Option<EntryEditor>,
        high: f32,
    ) {
        ui.spacing_mut().item_spacing.y = 0.0;
        let top = ui.cursor().top();
        let person = &facts.person;
        let (choice, period) = self.period(desk, facts);
        let Reviews { last, .. } = self.reviews(desk, person);
        if let Some(chosen) = period::show(ui, desk, (choice, period), last) {
            let days = chosen.period(desk.today, last);
            self.choices(desk).clone().choose(desk, person, chosen, days);
        }
        self.refresh(desk, person, period);
        let Some(read) = &self.read else { return };
        ui.add_space(12.0);
        bars::show(ui, desk, &read.recency, &read.said);
        ui.add_space(16.0);
        let of = (read.evidence.pieces.len(), read.picked);
        let asked = head::show(ui, desk, of, read.met.as_deref(), (read.of.1, self.only_picked));
        ui.add_space(8.0);
        self.above = ui.cursor().top() - top;
        let quote = self.show_list(ui, desk, person, editor, high);
        self.answer(desk, asked.as_ref());
        if let Some(quote) = quote {
            let draft = self.draft.get_or_insert_with(|| Draft::open(person, period, desk));
            draft.insert(quote);
        }
    }

    /// Reads what the period holds, where that is not known.
    fn refresh(&mut self, desk: &mut Desk<'_>, person: &Person, period: Period) {
        let of = (period, self.choices(desk).order(), self.only_picked);
        if self.read.as_ref().is_some_and(|read| read.of == of) {
            return;
        }
        let today = desk.today;
        if self.read.as_ref().is_some_and(|read| read.of != of) {
            self.pieces.forget();
            self.pieces.go_to_top();
        }
        self.read = desk.read(|db| Read::new(db, person, of, today).map(Some));
    }

    fn show_list(
        &mut self,
        ui: &mut Ui,
        desk: &mut Desk<'_>,
        person: &Person,
        editor: &mut Option<EntryEditor>,
        high: f32,
    ) -> Option<Quotation> {
        let read = self.read.as_ref()?;
        let (_, place) = ui.allocate_space(vec2(ui.available_width(), high));
        let mut ui = ui.new_child(UiBuilder::new().id_salt("list").max_rect(place));
        let card = frame(Tokens::of(&ui)).inner_margin(Margin { left: 14, right: 5, top: 1, bottom: 1 });
        let mut quote = None;
        card.show(&mut ui, |ui| {
            ui.set_min_size(ui.available_size());
            if read.lines.is_empty() {
                return show_nothing(ui, person, read, self.only_picked);
            }
            let showing = Showing { person, period: read.of.0, evidence: &read.evidence, lines: &read.lines };
            quote = self.pieces.show(ui, desk, &showing, editor);
        });
        quote
    }

    /// Does what was asked above the list.
    fn answer(&mut self, desk: &mut Desk<'_>, asked: Option<&head::Asked>) {
        match asked {
            Some(&head::Asked::Order(order)) => {
                let choices = self.choices(desk).ordered(order);
                desk.ask(Action::KeepReviewChoices(Box::new(choices)));
            }
            Some(&head::Asked::OnlyPicked(only)) => self.only_picked = only,
            Some(&head::Asked::Pick(picked)) => {
                if let Some(read) = &self.read {
                    desk.ask(head::pick_all(&read.evidence, picked));
                }
            }
            None => {}
        }
    }
}

/// Why there is nothing, and what to do.
fn show_nothing(ui: &mut Ui, person: &Person, read: &Read, only_picked: bool) {
    ui.add_space((ui.available_height() / 2.0 - 70.0).clamp(8.0, 90.0));
    if only_picked {
        let text = "Ctrl+E picks an entry wherever it has the focus: here, in the timeline, while you meet.";
        Empty::new(icons::CHECK_CIRCLE, "Nothing is picked yet.", text).show(ui);
    } else if let Some(why) = &read.why_nothing {
        Empty::new(icons::CALENDAR, why, "Choose another period above.").show(ui);
    } else {
        let line = "Nothing was written in this period.";
        let text = format!(
            "What you jot about {} stands here. An entry can be moved to the day it was about, too.",
            person.profile.short_name()
        );
        Empty::new(icons::BOOK, line, &text).show(ui);
    }
}
