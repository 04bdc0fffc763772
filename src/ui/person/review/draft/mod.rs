//! What you will say: the review that is being written, saved as it is typed; earlier ones stay to be read here.
//!
//! The text is a draft of the window until the field is left. Then it becomes the review, one change each time, which undo takes
//! back as any other. What is set in from the evidence is taken back in the field itself.

mod earlier;
mod field;
mod headings;
mod lens;
mod look;

use std::{ops::Range, time::Duration};

use eframe::egui::{Align, CentralPanel, Frame, Id, Layout, Panel, Ui};

use self::{earlier::Reading, field::SetIn, lens::Lens, look::Look};
use crate::{
    domain::{
        id::{EntryId, PersonId, Uid},
        person::Person,
        review::{self, Offered, Review, ReviewError, offered, period::Period},
    },
    export::Of,
    journal::{
        change::Change,
        drafts::Drafts,
        reviewing::{Reviewing, Written},
    },
    store::{self, Db, StoreError},
    ui::{
        action::Action,
        desk::Desk,
        dialog::review::About,
        icons, text,
        tokens::{Tokens, Tone, size},
        widget::{
            button::{Button, IconButton},
            checkbox::tick,
            elide::elide,
            menu::{self, Item},
        },
    },
};

pub use self::lens::NAME as LENS;

/// What stands in the place of the mark of a draft whose text was taken out: without it, it would be none.
const EMPTIED: &str = "emptied";
/// Between the head, the card and the foot.
const GAP: f32 = 12.0;
/// A title that has less room than this is left out.
const LEAST_TITLE: f32 = 48.0;

/// A piece of evidence as a quotation, on its way to the draft.
#[derive(Debug, Clone)]
pub struct Quotation {
    /// What is set in.
    pub text: String,
    /// The flag it is of, where that was not picked: it is private, and asked about first.
    pub private: Option<EntryId>,
}

/// The draft of the review of one person.
pub(super) struct Draft {
    person: PersonId,
    /// Where its text is kept while it is typed.
    place: String,
    id: Id,
    text: String,
    period: Period,
    /// The text of the review that is begun, as it was read last; empty where none is.
    seen: String,
    /// What was handed over to be the review since.
    sent: Option<String>,
    problem: Option<String>,
    read: Option<Read>,
    set_in: Vec<SetIn>,
    reading: Option<Reading>,
    /// The earlier review that is to be read, once it is.
    wanted: Option<Uid>,
    wants_focus: bool,
    /// Whether it is to be exported once it is kept.
    exporting: bool,
    /// Letters that are to be marked, once the field has the focus.
    marks: Option<Range<usize>>,
    /// Whether the caret is to be in sight.
    brings_into_sight: bool,
    look: Look,
    lens: Lens,
}

/// What the journal has of reviews.
#[derive(Default)]
struct Read {
    begun: Option<Review>,
    /// The one finished last first.
    finished: Vec<Review>,
    templates: Vec<Offered>,
}

impl Read {
    fn new(db: &Db, person: PersonId) -> Result<Self, StoreError> {
        Ok(Self {
            begun: db.begun_review(person)?,
            finished: db.finished_reviews(person)?,
            templates: offered(&db.templates()?),
        })
    }
}

impl Draft {
    /// What is being written about a person, as it was left.
    pub(super) fn open(person: &Person, period: Period, desk: &mut Desk<'_>) -> Self {
        let place = format!("review/{}", person.uid);
        let seen = desk.read(|db| db.begun_review(person.id)).map(|begun| begun.text).unwrap_or_default();
        Self {
            person: person.id,
            id: Id::unique(("review", &place)),
            text: desk.draft(&place).map_or_else(|| seen.clone(), |draft| draft.text),
            place,
            period,
            seen,
            sent: None,
            problem: None,
            read: None,
            set_in: Vec::new(),
            reading: None,
            wanted: None,
            wants_focus: false,
            exporting: false,
            marks: None,
            brings_into_sight: false,
            look: Look::default(),
            lens: Lens::open(desk),
        }
    }

    /// Reads everything again when it is shown next.
    pub(super) fn forget(&mut self) {
        self.read = None;
    }

    /// Sets a quotation in at the caret, or where there was none yet, at the end. An earlier review that is read makes room.
    pub(super) fn insert(&mut self, quotation: Quotation) {
        self.reading = None;
        self.set_in.push(SetIn::quotation(quotation, None));
    }

    /// Opens a finished review for reading.
    pub(super) fn open_finished(&mut self, review: Uid) {
        self.wanted = Some(review);
    }

    /// The draft is left with its page: what is to become the review, and where it was written.
    pub(super) fn leave(&mut self, drafts: &mut Drafts) -> Option<(Change, String)> {
        if let Some(text) = self.to_keep() {
            return Some((Change::Reviewing(Reviewing::Write(self.hand_over(text))), self.place.clone()));
        }
        if self.is_review() {
            let empty = store::Draft { place: self.place.clone(), mark: String::new(), text: String::new() };
            drafts.typed(empty, Duration::ZERO);
        }
        None
    }

    /// Shows it. With `fills` it takes all the room there is; else it is as high as it is, in a page that scrolls.
    pub(super) fn show(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, person: &Person, period: Period, fills: bool) {
        self.period = period;
        self.refresh(ui, desk);
        ui.spacing_mut().item_spacing.y = 6.0;
        if !fills {
            self.show_head(ui, desk, person);
            ui.add_space(GAP - 6.0);
            self.show_body(ui, desk, person, false);
            ui.add_space(GAP - 6.0);
            self.show_foot(ui, desk, person);
            return;
        }
        let panel = |panel: Panel| panel.frame(Frame::NONE).show_separator_line(false);
        panel(Panel::top("draft head")).show(ui, |ui| {
            self.show_head(ui, desk, person);
            ui.add_space(GAP - 6.0);
        });
        panel(Panel::bottom(Id::unique("draft foot"))).show(ui, |ui| {
            ui.add_space(8.0);
            self.show_foot(ui, desk, person);
        });
        CentralPanel::default().frame(Frame::NONE).show(ui, |ui| self.show_body(ui, desk, person, true));
    }

    fn show_body(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, person: &Person, fills: bool) {
        match &mut self.reading {
            Some(reading) => reading.show(ui, fills),
            None => self.show_card(ui, desk, person, fills),
        }
    }

    /// Reads what the journal has, and takes it over where nothing else was typed here.
    fn refresh(&mut self, ui: &Ui, desk: &mut Desk<'_>) {
        if self.read.is_none() {
            let person = self.person;
            let read = desk.read(|db| Read::new(db, person));
            let now = read.begun.as_ref().map_or("", |begun| begun.text.as_str());
            if now != self.seen {
                let untouched = self.is_review();
                now.clone_into(&mut self.seen);
                self.sent = None;
                if untouched && kept(&self.text).is_ok_and(|text| text != self.seen) {
                    self.text.clone_from(&self.seen);
                    self.problem = None;
                    field::forget_typing(ui, self.id);
                }
            }
            self.sent.take_if(|sent| *sent == self.seen);
            self.read = Some(read);
        }
        let finished = self.read.as_ref().map_or(&[][..], |read| &read.finished);
        if let Some(wanted) = self.wanted.take() {
            self.reading = finished.iter().find(|one| one.uid == wanted).map(Reading::of);
        }
        // What was taken back meanwhile is read no more.
        self.reading.take_if(|reading| !finished.iter().any(|one| reading.is_of(one)));
    }

    /// Whether what stands in the field is the review already, or was handed over to be it.
    fn is_review(&self) -> bool {
        kept(&self.text).is_ok_and(|text| text == self.seen || self.sent.as_ref() == Some(&text))
    }

    /// What is to become the review, where it is not yet.
    fn to_keep(&self) -> Option<String> {
        kept(&self.text).ok().filter(|text| *text != self.seen && self.sent.as_ref() != Some(text))
    }

    fn hand_over(&mut self, text: String) -> Written {
        self.sent = Some(text.clone());
        self.written(text)
    }

    fn written(&self, text: String) -> Written {
        Written { person: self.person, from: self.period.from(), to: self.period.to(), text }
    }

    /// The field was left: its text becomes the review.
    fn keep(&mut self, desk: &mut Desk<'_>) {
        if let Some(text) = self.to_keep() {
            let change = Change::Reviewing(Reviewing::Write(self.hand_over(text)));
            desk.ask(Action::MakeDrafted(change, self.place.clone()));
        } else if self.is_review() {
            desk.typed(&self.place, "", "");
        }
    }

    /// The text is another than before.
    fn changed(&mut self, desk: &mut Desk<'_>) {
        self.exporting = false;
        self.problem = kept(&self.text).err().map(|error| error.to_string());
        let mark = if self.text.is_empty() { EMPTIED } else { "" };
        desk.typed(&self.place, mark, &self.text);
    }

    fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    fn show_head(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, person: &Person) {
        let t = Tokens::of(ui);
        ui.allocate_ui_with_layout(
            [ui.available_width(), size::CONTROL].into(),
            Layout::right_to_left(Align::Center),
            |ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                let title = self.reading.as_ref().map_or_else(|| "Draft".to_owned(), Reading::title);
                if self.reading.is_some() {
                    self.show_reading_head(ui, desk);
                } else {
                    self.show_writing_head(ui, desk, person);
                }
                // A word of which one letter is left says nothing.
                if ui.available_width() >= LEAST_TITLE {
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        elide(ui, text::section(title).color(t.ink));
                    });
                }
            },
        );
    }

    fn show_writing_head(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, person: &Person) {
        if ui.add_enabled(!self.is_empty() && self.problem.is_none(), Button::primary("Export…")).clicked() {
            self.exporting = true;
        }
        if self.exporting {
            self.export(desk);
        }
        if ui.add_enabled(!self.is_empty(), Button::plain("Copy")).clicked() {
            desk.ask(Action::Copy(self.text.clone()));
        }
        self.show_headings(ui, desk, person);
        self.show_more(ui, desk);
    }

    /// Asks how the review is to be exported, as soon as the journal has it as it stands here.
    fn export(&mut self, desk: &mut Desk<'_>) {
        let stands = |begun: &&Review| kept(&self.text).is_ok_and(|text| text == begun.text);
        let begun = self.read.as_ref().and_then(|read| read.begun.as_ref());
        if let Some(begun) = begun.filter(stands) {
            self.exporting = false;
            desk.ask(Action::Export(Of::Review(begun.uid)));
        } else if let Ok(text) = kept(&self.text)
            && self.sent.as_ref() != Some(&text)
        {
            let change = Change::Reviewing(Reviewing::Write(self.hand_over(text)));
            desk.ask(Action::MakeDrafted(change, self.place.clone()));
        }
    }

    /// What was said before, and what is rarely done.
    fn show_more(&mut self, ui: &mut Ui, desk: &mut Desk<'_>) {
        let Some(read) = &self.read else { return };
        let is_empty = self.is_empty();
        if read.finished.is_empty() && is_empty {
            return;
        }
        let name = "More for the draft";
        let button = ui.add(IconButton::new(icons::MORE, name));
        let mut wanted = None;
        let mut throws_away = false;
        menu::open_below(&button, name, |ui| {
            for earlier in &read.finished {
                let word = format!("Read {}", earlier.period().say());
                if menu::item(ui, Item::new(&word).icon(icons::BOOK)) {
                    wanted = Some(earlier.uid);
                }
            }
            if !is_empty {
                if !read.finished.is_empty() {
                    menu::line(ui);
                }
                throws_away = menu::item(ui, Item::new("Throw the draft away").icon(icons::TRASH).danger());
            }
        });
        self.wanted = wanted.or(self.wanted);
        if throws_away {
            // What was not a review yet becomes one first, so that it can be taken back.
            self.keep(desk);
            desk.ask(Action::Make(Change::Reviewing(Reviewing::ThrowAway(self.person))));
        }
    }

    fn show_foot(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, person: &Person) {
        if self.reading.is_some() {
            return;
        }
        let t = Tokens::of(ui);
        if let Some(problem) = &self.problem {
            let said = format!("{} {problem}", icons::WARNING_CIRCLE);
            ui.label(text::fine(said).color(t.kind_ink(Tone::Flag)));
        }
        self.show_lens(ui, desk);
        ui.allocate_ui_with_layout(
            [ui.available_width(), size::CONTROL_SMALL].into(),
            Layout::right_to_left(Align::Center),
            |ui| {
                let can = !self.is_empty() && self.problem.is_none();
                let finish = ui.add_enabled(can, Button::plain("Finish…").small());
                if finish.clicked() {
                    let written = self.written(self.text.clone());
                    desk.ask(Action::AskReview(Box::new(About::finish(written, self.place.clone(), person))));
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| self.show_switch(ui, desk));
            },
        );
        let kept = desk.drafts.is_kept(&self.place);
        let said = match (self.is_empty(), kept) {
            (true, _) => "Flags stay out of exports unless you pick them.",
            (false, true) => "Saved, on this computer only. Flags stay out of exports unless you pick them.",
            (false, false) => "Saving…",
        };
        elide(ui, text::fine(said).color(t.ink_faint));
    }

    fn show_switch(&mut self, ui: &mut Ui, desk: &mut Desk<'_>) {
        const SAID: &str = "Look for judging words";
        ui.spacing_mut().item_spacing.x = 8.0;
        let mut on = self.lens.on;
        let mut turned = tick(ui, &mut on, SAID).changed();
        let label = eframe::egui::Label::new(text::small(SAID).color(Tokens::of(ui).ink_soft));
        if ui.add(label.sense(eframe::egui::Sense::CLICK)).clicked() {
            on = !on;
            turned = true;
        }
        if turned {
            self.lens.on = on;
            desk.ask(Action::LookForJudging(on));
        }
    }
}

/// The text as it would be kept: empty where there is nothing to be seen in it.
fn kept(text: &str) -> Result<String, ReviewError> {
    match review::clean(text) {
        Err(ReviewError::Empty) => Ok(String::new()),
        cleaned => cleaned,
    }
}
