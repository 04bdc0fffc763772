//! The draft of the review, saved as it is typed; finished reviews can be read in its place.
//!
//! While the field has the focus, the text is stored as a draft of the window. When the field is
//! left, it is saved as the review with one change, which the journal can undo. Insertions from the
//! evidence are undone in the field itself.

mod field;
mod highlight;
mod past_reviews;
mod template_picker;
mod wording_check;

use std::{ops::Range, time::Duration};

use eframe::egui::{Align, CentralPanel, Frame, Id, Label, Layout, Panel, Ui};

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
        shortcut::Shortcut,
        text,
        tokens::{Tokens, Tone, size},
        widget::{
            button::{Button, IconButton},
            checkbox::checkbox,
            heading::section_title,
            key_hint::key_hint,
            menu,
            menu::MenuItem,
            truncated_label::truncated_label,
        },
    },
};

pub use self::wording_check::WORDING_CHECK_SETTING;

/// The prefix of a draft whose text was deleted: a draft with neither prefix nor text is removed,
/// and the saved text would come back.
const CLEARED_MARK: &str = "emptied";
/// Space between the header, the card and the footer.
const GAP: f32 = 12.0;
/// The title is left out when there is less space than this.
const MIN_TITLE_WIDTH: f32 = 48.0;

/// An evidence item as a quotation to insert into the draft.
#[derive(Debug, Clone)]
pub struct Quotation {
    /// The text to insert.
    pub text: String,
    /// The quoted flag if it is not picked: it is private, and has to be confirmed first.
    pub private_entry: Option<EntryId>,
}

/// The draft of the review of one person.
pub(super) struct ReviewDraft {
    person: PersonId,
    field_key: String,
    id: Id,
    text: String,
    period: Period,
    /// The text of the unfinished review as last loaded; empty if there is none.
    saved_text: String,
    /// A text submitted to be saved that has not been loaded yet.
    submitted_text: Option<String>,
    error: Option<String>,
    data: Option<DraftData>,
    pending_inserts: Vec<PendingInsert>,
    past_review: Option<PastReview>,
    /// A finished review to show once it is loaded.
    requested_review: Option<Uid>,
    wants_focus: bool,
    /// Whether the export dialog opens once the text is saved.
    export_requested: bool,
    /// Range of characters to select once the field has the focus.
    pending_selection: Option<Range<usize>>,
    scroll_to_caret: bool,
    highlighter: DraftHighlighter,
    wording_check: WordingCheck,
}

/// The reviews of the person, and the templates.
#[derive(Default)]
struct DraftData {
    in_progress: Option<Review>,
    /// Latest first.
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
    /// Opens the draft of a person as it was left.
    pub(super) fn open(person: &Person, period: Period, screen: &mut ScreenContext<'_>) -> Self {
        let field_key = format!("review/{}", person.uid);
        let saved_text =
            screen.read(|db| db.unfinished_review(person.id)).map(|in_progress| in_progress.text).unwrap_or_default();
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

    /// Drops the loaded data, so that the next frame reads it again.
    pub(super) fn invalidate(&mut self) {
        self.data = None;
    }

    /// Inserts a quotation at the caret, or at the end. Closes a finished review being read.
    pub(super) fn insert(&mut self, quotation: Quotation) {
        self.past_review = None;
        self.pending_inserts.push(PendingInsert::from_quotation(quotation, None));
    }

    /// Opens a finished review for reading.
    pub(super) fn open_finished(&mut self, review: Uid) {
        self.requested_review = Some(review);
    }

    /// To be called when the page is left: the change that saves the text, and the draft key.
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

    /// Shows the draft. With `fills` it takes the available height, else its natural height in a
    /// page that scrolls.
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
            Some(past_review) => past_review.show(ui, fills),
            None => self.show_card(ui, screen, person, fills),
        }
    }

    /// Loads the reviews, and takes over a saved text that has changed unless there is unsaved
    /// typing.
    fn refresh(&mut self, ui: &Ui, screen: &mut ScreenContext<'_>) {
        if self.data.is_none() {
            let person = self.person;
            let data = screen.read(|db| DraftData::load(db, person));
            let saved_text = data.in_progress.as_ref().map_or("", |in_progress| in_progress.text.as_str());
            if saved_text != self.saved_text {
                let was_saved = self.is_saved();
                saved_text.clone_into(&mut self.saved_text);
                self.submitted_text = None;
                if was_saved && clean_or_empty(&self.text).is_ok_and(|text| text != self.saved_text) {
                    self.text.clone_from(&self.saved_text);
                    self.error = None;
                    field::reset_undo_history(ui, self.id);
                }
            }
            self.submitted_text.take_if(|submitted| *submitted == self.saved_text);
            self.data = Some(data);
        }
        let finished = self.data.as_ref().map_or(&[][..], |data| &data.finished);
        if let Some(requested) = self.requested_review.take() {
            self.past_review = finished.iter().find(|one| one.uid == requested).map(PastReview::from_review);
        }
        // A review whose finishing was undone is no longer shown.
        self.past_review.take_if(|past_review| !finished.iter().any(|one| past_review.is_showing(one)));
    }

    /// Whether the text of the field is saved or submitted.
    fn is_saved(&self) -> bool {
        clean_or_empty(&self.text)
            .is_ok_and(|text| text == self.saved_text || self.submitted_text.as_ref() == Some(&text))
    }

    /// The valid text of the field if it is neither saved nor submitted.
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

    /// Saves the text as the review, when the field is left.
    fn save(&mut self, screen: &mut ScreenContext<'_>) {
        if let Some(text) = self.unsaved_text() {
            let change = Change::Review(ReviewChange::Save(self.submit_text(text)));
            screen.dispatch(Submission::with_draft(change, self.field_key.clone()));
        } else if self.is_saved() {
            screen.set_draft(&self.field_key, "", "");
        }
    }

    /// Validates a changed text and stores it as a draft.
    fn on_changed(&mut self, screen: &mut ScreenContext<'_>) {
        self.export_requested = false;
        self.error = clean_or_empty(&self.text).err().map(|error| error.to_string());
        let prefix = if self.text.is_empty() { CLEARED_MARK } else { "" };
        screen.set_draft(&self.field_key, prefix, &self.text);
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
                // A title cut to one letter says nothing.
                if ui.available_width() >= MIN_TITLE_WIDTH {
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        section_title(ui, Label::new(text::section(title).color(t.ink)).truncate());
                    });
                }
            },
        );
    }

    fn show_draft_header(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, person: &Person) {
        let can_export = !self.is_empty() && self.error.is_none();
        let key = Shortcut::ExportReview.label(ui);
        let button = ui.add_enabled(can_export, Button::primary("Export…"));
        let is_clicked = button.on_hover_ui(|ui| drop(key_hint(ui, &key))).clicked();
        let is_pressed = !screen.is_dialog_open && Shortcut::ExportReview.consume(ui);
        self.export_requested |= can_export && (is_clicked || is_pressed);
        if self.export_requested {
            self.export(screen);
        }
        if ui.add_enabled(!self.is_empty(), Button::plain("Copy")).clicked() {
            screen.dispatch(ExternalCommand::CopyText(self.text.clone()));
        }
        self.show_template_menu(ui, screen, person);
        self.show_more_menu(ui, screen);
    }

    /// Opens the export dialog once the journal has the current text; saves the text if necessary.
    fn export(&mut self, screen: &mut ScreenContext<'_>) {
        let is_current = |in_progress: &&Review| clean_or_empty(&self.text).is_ok_and(|text| text == in_progress.text);
        let in_progress = self.data.as_ref().and_then(|data| data.in_progress.as_ref());
        if let Some(in_progress) = in_progress.filter(is_current) {
            self.export_requested = false;
            screen.dispatch(DialogRequest::Export(ExportScope::Review(in_progress.uid)));
        } else if let Ok(text) = clean_or_empty(&self.text)
            && self.submitted_text.as_ref() != Some(&text)
        {
            let change = Change::Review(ReviewChange::Save(self.submit_text(text)));
            screen.dispatch(Submission::with_draft(change, self.field_key.clone()));
        }
    }

    /// The menu with finished reviews, and with discarding the draft.
    fn show_more_menu(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let Some(data) = &self.data else { return };
        let is_empty = self.is_empty();
        if data.finished.is_empty() && is_empty {
            return;
        }
        let name = "More for this draft";
        let button = ui.add(IconButton::new(icons::MORE, name));
        let mut requested = None;
        let mut discard = false;
        menu::popup_below(&button, name, |ui| {
            for review in &data.finished {
                let label = format!("Read {}", review.period().label());
                if menu::item(ui, MenuItem::new(&label).icon(icons::BOOK)) {
                    requested = Some(review.uid);
                }
            }
            if !is_empty {
                if !data.finished.is_empty() {
                    menu::separator(ui);
                }
                discard = menu::item(ui, MenuItem::new("Discard draft").icon(icons::TRASH).danger());
            }
        });
        self.requested_review = requested.or(self.requested_review);
        if discard {
            // Unsaved text is saved first, so that undo can bring it back.
            self.save(screen);
            screen.dispatch(Change::Review(ReviewChange::Discard(self.person)));
        }
    }

    fn show_footer(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, person: &Person) {
        if self.past_review.is_some() {
            return;
        }
        let t = Tokens::of(ui);
        if let Some(error) = &self.error {
            let text = format!("{} {error}", icons::WARNING_CIRCLE);
            ui.label(text::fine(text).color(t.kind_ink(Tone::Flag)));
        }
        self.show_wording_check(ui, screen);
        ui.allocate_ui_with_layout(
            [ui.available_width(), size::CONTROL_SMALL].into(),
            Layout::right_to_left(Align::Center),
            |ui| {
                let can_finish = !self.is_empty() && self.error.is_none();
                let finish = ui.add_enabled(can_finish, Button::plain("Finish…").small());
                if finish.clicked() {
                    let review_text = self.review_text(self.text.clone());
                    screen.dispatch(DialogRequest::Review(Box::new(ReviewPrompt::finish(
                        review_text,
                        self.field_key.clone(),
                        person,
                    ))));
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| self.show_wording_check_toggle(ui, screen));
            },
        );
        let is_saved = screen.drafts.is_saved(&self.field_key);
        let text = match (self.is_empty(), is_saved) {
            (true, _) => "Flags stay out of exports unless you pick them.",
            (false, true) => "Saved, on this computer only. Flags stay out of exports unless you pick them.",
            (false, false) => "Saving…",
        };
        truncated_label(ui, text::fine(text).color(t.ink_faint));
    }

    fn show_wording_check_toggle(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        const LABEL: &str = "Check for judging words";
        ui.spacing_mut().item_spacing.x = 8.0;
        let mut enabled = self.wording_check.enabled;
        let mut toggled = checkbox(ui, &mut enabled, LABEL).changed();
        let label = eframe::egui::Label::new(text::small(LABEL).color(Tokens::of(ui).ink_soft));
        if ui.add(label.sense(eframe::egui::Sense::CLICK)).clicked() {
            enabled = !enabled;
            toggled = true;
        }
        if toggled {
            self.wording_check.enabled = enabled;
            screen.dispatch(SettingChange::WordingCheck(enabled));
        }
    }
}

/// The text as it would be saved; empty if it has no visible characters.
fn clean_or_empty(text: &str) -> Result<String, ReviewTextError> {
    match review::clean_review_text(text) {
        Err(ReviewTextError::Empty) => Ok(String::new()),
        cleaned => cleaned,
    }
}
