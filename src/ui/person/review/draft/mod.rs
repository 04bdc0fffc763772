//! What you will say: the review that is being written, saved as it is typed; earlier ones stay to be read here.
//!
//! The text is a draft of the window until the field is left. Then it becomes the review, one change each time, which undo takes
//! back as any other. What is set in from the evidence is taken back in the field itself.

mod field;
mod highlight;
mod past_reviews;
mod template_picker;
mod wording_check;

use std::{ops::Range, time::Duration};

use eframe::egui::{Align, CentralPanel, Frame, Id, Layout, Panel, Ui};

use self::{field::PendingInsert, highlight::DraftHighlighter, past_reviews::PastReview, wording_check::WordingCheck};
use crate::{
    domain::{
        id::{EntryId, PersonId, Uid},
        person::Person,
        review,
        review::{Review, ReviewTextError, TemplateOption, period::Period, template_options},
    },
    export::ExportScope,
    journal::{
        change::{
            Change,
            review::{ReviewChange, ReviewText},
        },
        drafts::Drafts,
    },
    store,
    store::{Db, StoreError},
    ui::{
        action::{DialogRequest, ExternalCommand, ReviewPrompt, SettingChange, Submission},
        icons,
        screen_context::ScreenContext,
        text,
        tokens::{Tokens, Tone, size},
        widget::{
            button::{Button, IconButton},
            checkbox::checkbox,
            menu,
            menu::MenuItem,
            truncated_label::truncated_label,
        },
    },
};

pub use self::wording_check::WORDING_CHECK_SETTING;

/// What stands in the place of the mark of a draft whose text was taken out: without it, it would be none.
const CLEARED_MARK: &str = "emptied";
/// Between the head, the card and the foot.
const GAP: f32 = 12.0;
/// A title that has less room than this is left out.
const MIN_TITLE_WIDTH: f32 = 48.0;

/// A piece of evidence as a quotation, on its way to the draft.
#[derive(Debug, Clone)]
pub struct Quotation {
    /// What is set in.
    pub text: String,
    /// The flag it is of, where that was not picked: it is private, and asked about first.
    pub private_entry: Option<EntryId>,
}

/// The draft of the review of one person.
pub(super) struct ReviewDraft {
    person: PersonId,
    /// Where its text is kept while it is typed.
    field_key: String,
    id: Id,
    text: String,
    period: Period,
    /// The text of the review that is begun, as it was read last; empty where none is.
    saved_text: String,
    /// What was handed over to be the review since.
    submitted_text: Option<String>,
    error: Option<String>,
    data: Option<DraftData>,
    pending_inserts: Vec<PendingInsert>,
    past_review: Option<PastReview>,
    /// The earlier review that is to be read, once it is.
    requested_review: Option<Uid>,
    wants_focus: bool,
    /// Whether it is to be exported once it is kept.
    export_requested: bool,
    /// Letters that are to be marked, once the field has the focus.
    pending_selection: Option<Range<usize>>,
    /// Whether the caret is to be in sight.
    scroll_to_caret: bool,
    highlighter: DraftHighlighter,
    wording_check: WordingCheck,
}

/// What the journal has of reviews.
#[derive(Default)]
struct DraftData {
    in_progress: Option<Review>,
    /// The one finished last first.
    finished: Vec<Review>,
    templates: Vec<TemplateOption>,
}

impl DraftData {
    fn load(db: &Db, person: PersonId) -> Result<Self, StoreError> {
        Ok(Self {
            in_progress: db.unfinished_review(person)?,
            finished: db.finished_reviews(person)?,
            templates: template_options(&db.templates()?),
        })
    }
}

impl ReviewDraft {
    /// What is being written about a person, as it was left.
    pub(super) fn open(person: &Person, period: Period, screen: &mut ScreenContext<'_>) -> Self {
        let field_key = format!("review/{}", person.uid);
        let saved_text = screen.read(|db| db.unfinished_review(person.id)).map(|begun| begun.text).unwrap_or_default();
        Self {
            person: person.id,
            id: Id::unique(("review", &field_key)),
            text: screen.draft(&field_key).map_or_else(|| saved_text.clone(), |draft| draft.text),
            field_key,
            period,
            saved_text,
            submitted_text: None,
            error: None,
            data: None,
            pending_inserts: Vec::new(),
            past_review: None,
            requested_review: None,
            wants_focus: false,
            export_requested: false,
            pending_selection: None,
            scroll_to_caret: false,
            highlighter: DraftHighlighter::default(),
            wording_check: WordingCheck::open(screen),
        }
    }

    /// Reads everything again when it is shown next.
    pub(super) fn invalidate(&mut self) {
        self.data = None;
    }

    /// Sets a quotation in at the caret, or where there was none yet, at the end. An earlier review that is read makes room.
    pub(super) fn insert(&mut self, quotation: Quotation) {
        self.past_review = None;
        self.pending_inserts.push(PendingInsert::from_quotation(quotation, None));
    }

    /// Opens a finished review for reading.
    pub(super) fn open_finished(&mut self, review: Uid) {
        self.requested_review = Some(review);
    }

    /// The draft is left with its page: what is to become the review, and where it was written.
    pub(super) fn on_leave(&mut self, drafts: &mut Drafts) -> Option<(Change, String)> {
        if let Some(text) = self.unsaved_text() {
            return Some((Change::Review(ReviewChange::Save(self.submit_text(text))), self.field_key.clone()));
        }
        if self.is_saved() {
            let empty = store::Draft { field_key: self.field_key.clone(), prefix: String::new(), text: String::new() };
            drafts.set_text(empty, Duration::ZERO);
        }
        None
    }

    /// Shows it. With `fills` it takes all the room there is; else it is as high as it is, in a page that scrolls.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        person: &Person,
        period: Period,
        fills: bool,
    ) {
        self.period = period;
        self.refresh(ui, screen);
        ui.spacing_mut().item_spacing.y = 6.0;
        if !fills {
            self.show_header(ui, screen, person);
            ui.add_space(GAP - 6.0);
            self.show_body(ui, screen, person, false);
            ui.add_space(GAP - 6.0);
            self.show_footer(ui, screen, person);
            return;
        }
        let panel = |panel: Panel| panel.frame(Frame::NONE).show_separator_line(false);
        panel(Panel::top("draft head")).show(ui, |ui| {
            self.show_header(ui, screen, person);
            ui.add_space(GAP - 6.0);
        });
        panel(Panel::bottom(Id::unique("draft foot"))).show(ui, |ui| {
            ui.add_space(8.0);
            self.show_footer(ui, screen, person);
        });
        CentralPanel::default().frame(Frame::NONE).show(ui, |ui| self.show_body(ui, screen, person, true));
    }

    fn show_body(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, person: &Person, fills: bool) {
        match &mut self.past_review {
            Some(reading) => reading.show(ui, fills),
            None => self.show_card(ui, screen, person, fills),
        }
    }

    /// Reads what the journal has, and takes it over where nothing else was typed here.
    fn refresh(&mut self, ui: &Ui, screen: &mut ScreenContext<'_>) {
        if self.data.is_none() {
            let person = self.person;
            let read = screen.read(|db| DraftData::load(db, person));
            let now = read.in_progress.as_ref().map_or("", |begun| begun.text.as_str());
            if now != self.saved_text {
                let untouched = self.is_saved();
                now.clone_into(&mut self.saved_text);
                self.submitted_text = None;
                if untouched && clean_or_empty(&self.text).is_ok_and(|text| text != self.saved_text) {
                    self.text.clone_from(&self.saved_text);
                    self.error = None;
                    field::reset_undo_history(ui, self.id);
                }
            }
            self.submitted_text.take_if(|sent| *sent == self.saved_text);
            self.data = Some(read);
        }
        let finished = self.data.as_ref().map_or(&[][..], |read| &read.finished);
        if let Some(wanted) = self.requested_review.take() {
            self.past_review = finished.iter().find(|one| one.uid == wanted).map(PastReview::from_review);
        }
        // What was taken back meanwhile is read no more.
        self.past_review.take_if(|reading| !finished.iter().any(|one| reading.is_showing(one)));
    }

    /// Whether what stands in the field is the review already, or was handed over to be it.
    fn is_saved(&self) -> bool {
        clean_or_empty(&self.text)
            .is_ok_and(|text| text == self.saved_text || self.submitted_text.as_ref() == Some(&text))
    }

    /// What is to become the review, where it is not yet.
    fn unsaved_text(&self) -> Option<String> {
        clean_or_empty(&self.text)
            .ok()
            .filter(|text| *text != self.saved_text && self.submitted_text.as_ref() != Some(text))
    }

    fn submit_text(&mut self, text: String) -> ReviewText {
        self.submitted_text = Some(text.clone());
        self.review_text(text)
    }

    fn review_text(&self, text: String) -> ReviewText {
        ReviewText { person: self.person, from: self.period.first_day(), to: self.period.last_day(), text }
    }

    /// The field was left: its text becomes the review.
    fn save(&mut self, screen: &mut ScreenContext<'_>) {
        if let Some(text) = self.unsaved_text() {
            let change = Change::Review(ReviewChange::Save(self.submit_text(text)));
            screen.dispatch(Submission::with_draft(change, self.field_key.clone()));
        } else if self.is_saved() {
            screen.set_draft(&self.field_key, "", "");
        }
    }

    /// The text is another than before.
    fn on_changed(&mut self, screen: &mut ScreenContext<'_>) {
        self.export_requested = false;
        self.error = clean_or_empty(&self.text).err().map(|error| error.to_string());
        let mark = if self.text.is_empty() { CLEARED_MARK } else { "" };
        screen.set_draft(&self.field_key, mark, &self.text);
    }

    fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    fn show_header(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, person: &Person) {
        let t = Tokens::of(ui);
        ui.allocate_ui_with_layout(
            [ui.available_width(), size::CONTROL].into(),
            Layout::right_to_left(Align::Center),
            |ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                let title = self.past_review.as_ref().map_or_else(|| "Draft".to_owned(), PastReview::title);
                if self.past_review.is_some() {
                    self.show_past_review_header(ui, screen);
                } else {
                    self.show_draft_header(ui, screen, person);
                }
                // A word of which one letter is left says nothing.
                if ui.available_width() >= MIN_TITLE_WIDTH {
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        truncated_label(ui, text::section(title).color(t.ink));
                    });
                }
            },
        );
    }

    fn show_draft_header(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, person: &Person) {
        if ui.add_enabled(!self.is_empty() && self.error.is_none(), Button::primary("Export…")).clicked() {
            self.export_requested = true;
        }
        if self.export_requested {
            self.export(screen);
        }
        if ui.add_enabled(!self.is_empty(), Button::plain("Copy")).clicked() {
            screen.dispatch(ExternalCommand::CopyText(self.text.clone()));
        }
        self.show_template_menu(ui, screen, person);
        self.show_more_menu(ui, screen);
    }

    /// Asks how the review is to be exported, as soon as the journal has it as it stands here.
    fn export(&mut self, screen: &mut ScreenContext<'_>) {
        let stands = |begun: &&Review| clean_or_empty(&self.text).is_ok_and(|text| text == begun.text);
        let begun = self.data.as_ref().and_then(|read| read.in_progress.as_ref());
        if let Some(begun) = begun.filter(stands) {
            self.export_requested = false;
            screen.dispatch(DialogRequest::Export(ExportScope::Review(begun.uid)));
        } else if let Ok(text) = clean_or_empty(&self.text)
            && self.submitted_text.as_ref() != Some(&text)
        {
            let change = Change::Review(ReviewChange::Save(self.submit_text(text)));
            screen.dispatch(Submission::with_draft(change, self.field_key.clone()));
        }
    }

    /// What was said before, and what is rarely done.
    fn show_more_menu(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let Some(read) = &self.data else { return };
        let is_empty = self.is_empty();
        if read.finished.is_empty() && is_empty {
            return;
        }
        let name = "More for the draft";
        let button = ui.add(IconButton::new(icons::MORE, name));
        let mut wanted = None;
        let mut throws_away = false;
        menu::popup_below(&button, name, |ui| {
            for earlier in &read.finished {
                let word = format!("Read {}", earlier.period().label());
                if menu::item(ui, MenuItem::new(&word).icon(icons::BOOK)) {
                    wanted = Some(earlier.uid);
                }
            }
            if !is_empty {
                if !read.finished.is_empty() {
                    menu::separator(ui);
                }
                throws_away = menu::item(ui, MenuItem::new("Throw the draft away").icon(icons::TRASH).danger());
            }
        });
        self.requested_review = wanted.or(self.requested_review);
        if throws_away {
            // What was not a review yet becomes one first, so that it can be taken back.
            self.save(screen);
            screen.dispatch(Change::Review(ReviewChange::Discard(self.person)));
        }
    }

    fn show_footer(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, person: &Person) {
        if self.past_review.is_some() {
            return;
        }
        let t = Tokens::of(ui);
        if let Some(problem) = &self.error {
            let said = format!("{} {problem}", icons::WARNING_CIRCLE);
            ui.label(text::fine(said).color(t.kind_ink(Tone::Flag)));
        }
        self.show_wording_check(ui, screen);
        ui.allocate_ui_with_layout(
            [ui.available_width(), size::CONTROL_SMALL].into(),
            Layout::right_to_left(Align::Center),
            |ui| {
                let can = !self.is_empty() && self.error.is_none();
                let finish = ui.add_enabled(can, Button::plain("Finish…").small());
                if finish.clicked() {
                    let written = self.review_text(self.text.clone());
                    screen.dispatch(DialogRequest::Review(Box::new(ReviewPrompt::finish(
                        written,
                        self.field_key.clone(),
                        person,
                    ))));
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| self.show_wording_check_toggle(ui, screen));
            },
        );
        let kept = screen.drafts.is_saved(&self.field_key);
        let said = match (self.is_empty(), kept) {
            (true, _) => "Flags stay out of exports unless you pick them.",
            (false, true) => "Saved, on this computer only. Flags stay out of exports unless you pick them.",
            (false, false) => "Saving…",
        };
        truncated_label(ui, text::fine(said).color(t.ink_faint));
    }

    fn show_wording_check_toggle(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        const LABEL: &str = "Look for judging words";
        ui.spacing_mut().item_spacing.x = 8.0;
        let mut on = self.wording_check.enabled;
        let mut turned = checkbox(ui, &mut on, LABEL).changed();
        let label = eframe::egui::Label::new(text::small(LABEL).color(Tokens::of(ui).ink_soft));
        if ui.add(label.sense(eframe::egui::Sense::CLICK)).clicked() {
            on = !on;
            turned = true;
        }
        if turned {
            self.wording_check.enabled = on;
            screen.dispatch(SettingChange::WordingCheck(on));
        }
    }
}

/// The text as it would be kept: empty where there is nothing to be seen in it.
fn clean_or_empty(text: &str) -> Result<String, ReviewTextError> {
    match review::clean_review_text(text) {
        Err(ReviewTextError::Empty) => Ok(String::new()),
        cleaned => cleaned,
    }
}
