//! The Review tab: the period, how evenly the entries cover it, the evidence in it, and beside that
//! the draft of the review.

mod coverage_chart;
mod draft;
mod evidence_header;
mod list;
mod period;
mod row;

use eframe::egui::{CentralPanel, Frame, Id, Margin, Panel, Ui, UiBuilder, vec2};
use jiff::civil::Date;

pub use self::draft::{Quotation, WORDING_CHECK_SETTING};
use self::{
    draft::ReviewDraft,
    list::{EvidenceList, EvidenceListInput},
};
use super::PersonSnapshot;
use crate::{
    domain::{
        id::Uid,
        person::Person,
        review::{
            coverage::{Coverage, coverage},
            evidence::{Evidence, EvidenceListRow, SortOrder, list_rows},
            period::{Period, PeriodChoice},
        },
    },
    journal::{change::Change, drafts::Drafts},
    store::{Db, StoreError},
    ui::{
        action::SettingChange,
        entry::editor::EntryEditor,
        icons, keys,
        review_prefs::{REVIEW_PREFS_SETTING, ReviewPrefs},
        screen_context::ScreenContext,
        shortcut::Shortcut,
        tokens::Tokens,
        widget::{card::frame, empty_state::EmptyState, scroll},
        width_class::WidthClass,
    },
    wording::{
        coverage::{CoverageText, describe_coverage},
        evidence::describe_meeting_counts,
        period::describe_empty_period,
    },
};

/// Width of the evidence column, at most and at least.
const EVIDENCE_WIDTH: f32 = 430.0;
const MIN_EVIDENCE_WIDTH: f32 = 320.0;
/// Between the evidence and the draft.
const COLUMN_GAP: i8 = 24;
/// Below this height of the list, the evidence column scrolls as a whole.
const MIN_LIST_HEIGHT: f32 = 220.0;
/// Height of the list in a narrow window, where the page scrolls.
const SCROLLING_LIST_HEIGHT: f32 = 420.0;

/// State of the Review tab that outlives a frame.
#[derive(Default)]
pub(super) struct ReviewTab {
    prefs: Option<ReviewPrefs>,
    /// Read anew for every generation of the journal.
    review_dates: Option<ReviewDates>,
    data: Option<ReviewData>,
    /// Whether only picked evidence is shown.
    only_picked: bool,
    evidence_list: EvidenceList,
    /// Height of everything above the list in the last frame.
    header_height: f32,
    draft: Option<ReviewDraft>,
    /// A finished review to open once the draft panel exists.
    requested_review: Option<Uid>,
}

/// Dates of a person's reviews.
#[derive(Clone, Copy, Default)]
struct ReviewDates {
    /// When the last review was finished, if there is one.
    last_finished: Option<Date>,
    /// The period of the review being written.
    in_progress: Option<Period>,
}

/// The evidence of a period, with what is derived from it.
struct ReviewData {
    /// The period, order and "only picked" that it was loaded for.
    key: (Period, SortOrder, bool),
    evidence: Evidence,
    coverage: Coverage,
    coverage_text: CoverageText,
    rows: Vec<EvidenceListRow>,
    picked: usize,
    meeting_counts: Option<String>,
    empty_reason: Option<String>,
}

impl ReviewData {
    fn load(db: &Db, person: &Person, key: (Period, SortOrder, bool), today: Date) -> Result<Self, StoreError> {
        let (period, order, only_picked) = key;
        let evidence = db.evidence(person.id, period)?;
        let subjects = if order == SortOrder::Subject { db.evidence_subjects(&evidence)? } else { Vec::new() };
        let coverage_data = coverage(period, person.profile.since, today, evidence.coverage_entries(period));
        Ok(Self {
            key,
            rows: list_rows(&evidence, period, order, only_picked, &subjects),
            coverage_text: describe_coverage(&coverage_data, person.short_name()),
            picked: evidence.picked_count(),
            meeting_counts: describe_meeting_counts(evidence.meeting_counts),
            empty_reason: describe_empty_period(period, person, today),
            coverage: coverage_data,
            evidence,
        })
    }
}

impl ReviewTab {
    /// Drops the loaded data, so that the next frame reads it again.
    pub(super) fn invalidate(&mut self) {
        self.data = None;
        self.review_dates = None;
        self.evidence_list.invalidate();
        if let Some(draft) = &mut self.draft {
            draft.invalidate();
        }
    }

    /// Opens a finished review for reading.
    pub(super) fn open_finished_review(&mut self, review: Uid) {
        self.requested_review = Some(review);
    }

    /// To be called when the page is left: the change that saves the draft, and its draft key.
    pub(super) fn on_leave(&mut self, drafts: &mut Drafts) -> Option<(Change, String)> {
        self.draft.as_mut().and_then(|draft| draft.on_leave(drafts))
    }

    /// Sets the period and order preferences.
    pub(super) fn set_prefs(&mut self, prefs: ReviewPrefs) {
        self.prefs = Some(prefs);
    }

    /// The preferences, loaded on first use.
    fn prefs_mut(&mut self, screen: &mut ScreenContext<'_>) -> &ReviewPrefs {
        self.prefs.get_or_insert_with(|| screen.read(|db| db.setting(REVIEW_PREFS_SETTING)).unwrap_or_default())
    }

    fn review_dates(&mut self, screen: &mut ScreenContext<'_>, person: &Person) -> ReviewDates {
        *self.review_dates.get_or_insert_with(|| {
            screen.read(|db| {
                let in_progress = db.unfinished_review(person.id)?.map(|in_progress| in_progress.period());
                Ok(ReviewDates { last_finished: db.last_review_finished_on(person.id)?, in_progress })
            })
        })
    }

    /// The chosen kind of period and its dates. A review being written keeps the dates it was begun
    /// for, even in a new month, until another period is chosen.
    fn period(&mut self, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot) -> (PeriodChoice, Period) {
        let person = &snapshot.person;
        let ReviewDates { last_finished, in_progress } = self.review_dates(screen, person);
        let choice = self.prefs_mut(screen).period_choice(person);
        let chosen = choice.period(screen.today, last_finished);
        match in_progress {
            Some(in_progress) if in_progress != chosen => (PeriodChoice::Custom(in_progress), in_progress),
            _ => (choice, chosen),
        }
    }

    /// The preferences, and the current period of this person.
    pub(super) fn prefs_and_period(
        &mut self,
        screen: &mut ScreenContext<'_>,
        snapshot: &PersonSnapshot,
    ) -> (ReviewPrefs, Period) {
        let (_, period) = self.period(screen, snapshot);
        (self.prefs_mut(screen).clone(), period)
    }

    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        snapshot: &PersonSnapshot,
        editor: &mut Option<EntryEditor>,
    ) {
        let t = Tokens::of(ui);
        let margin = Margin::symmetric(WidthClass::of(ui).page_margin(), 20);
        let is_wide = WidthClass::of(ui) == WidthClass::Wide;
        if is_wide {
            let width = ui.available_width();
            let left = (width * 0.41).clamp(MIN_EVIDENCE_WIDTH, EVIDENCE_WIDTH) + f32::from(margin.left);
            let panel = Panel::left(Id::unique("evidence")).exact_size(left).resizable(false);
            let frame = Frame::new().fill(t.page).inner_margin(Margin { right: 0, ..margin });
            panel.frame(frame).show_separator_line(false).show(ui, |ui| {
                self.show_evidence_column(ui, screen, snapshot, editor);
            });
            let frame = Frame::new().fill(t.page).inner_margin(Margin { left: COLUMN_GAP, ..margin });
            CentralPanel::default().frame(frame).show(ui, |ui| self.show_draft(ui, screen, snapshot, true));
            return;
        }
        let frame = Frame::new().fill(t.page).inner_margin(Margin { bottom: 0, ..margin });
        CentralPanel::default().frame(frame).show(ui, |ui| {
            scroll::vertical(ui, "review", |ui| {
                keys::scroll_by_page(ui, ui.clip_rect().height());
                self.show_evidence(ui, screen, snapshot, editor, SCROLLING_LIST_HEIGHT);
                ui.add_space(24.0);
                self.show_draft(ui, screen, snapshot, false);
                ui.add_space(16.0);
            });
        });
    }

    /// The left column: as high as the page if the list fits, else it scrolls.
    fn show_evidence_column(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        snapshot: &PersonSnapshot,
        editor: &mut Option<EntryEditor>,
    ) {
        let height = ui.available_height() - self.header_height;
        if height >= MIN_LIST_HEIGHT {
            self.show_evidence(ui, screen, snapshot, editor, height);
            return;
        }
        scroll::vertical(ui, "evidence", |ui| {
            self.show_evidence(ui, screen, snapshot, editor, MIN_LIST_HEIGHT);
        });
    }

    /// The draft. With `fills` it takes the available height, else its natural height.
    fn show_draft(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot, fills: bool) {
        let (_, period) = self.period(screen, snapshot);
        let draft = self.draft.get_or_insert_with(|| ReviewDraft::open(&snapshot.person, period, screen));
        if let Some(review) = self.requested_review.take() {
            draft.open_finished(review);
        }
        draft.show(ui, screen, &snapshot.person, period, fills);
    }

    /// The period, the coverage chart, and the list with the given height.
    fn show_evidence(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        snapshot: &PersonSnapshot,
        editor: &mut Option<EntryEditor>,
        height: f32,
    ) {
        ui.spacing_mut().item_spacing.y = 0.0;
        let top = ui.cursor().top();
        let person = &snapshot.person;
        let (choice, period) = self.period(screen, snapshot);
        let ReviewDates { last_finished, .. } = self.review_dates(screen, person);
        if let Some(chosen) = period::show(ui, screen, (choice, period), last_finished) {
            let dates = chosen.period(screen.today, last_finished);
            let prefs = Box::new(self.prefs_mut(screen).with_period_choice(person, chosen));
            screen.dispatch(SettingChange::ReviewPeriod { person: person.id, prefs, period: dates });
        }
        self.refresh(screen, person, period);
        let Some(data) = &self.data else { return };
        ui.add_space(12.0);
        coverage_chart::show(ui, screen, &data.coverage, &data.coverage_text);
        ui.add_space(16.0);
        let counts = (data.evidence.items.len(), data.picked);
        let request =
            evidence_header::show(ui, screen, counts, data.meeting_counts.as_deref(), (data.key.1, self.only_picked));
        ui.add_space(8.0);
        self.header_height = ui.cursor().top() - top;
        let quote = self.show_list(ui, screen, person, editor, height);
        self.apply_request(screen, request.as_ref());
        if let Some(quote) = quote {
            let draft = self.draft.get_or_insert_with(|| ReviewDraft::open(person, period, screen));
            draft.insert(quote);
        }
    }

    /// Loads the evidence when the period, the order or "only picked" has changed.
    fn refresh(&mut self, screen: &mut ScreenContext<'_>, person: &Person, period: Period) {
        let key = (period, self.prefs_mut(screen).order(), self.only_picked);
        if self.data.as_ref().is_some_and(|data| data.key == key) {
            return;
        }
        let today = screen.today;
        if self.data.as_ref().is_some_and(|data| data.key != key) {
            self.evidence_list.invalidate();
            self.evidence_list.go_to_top();
        }
        self.data = screen.read(|db| ReviewData::load(db, person, key, today).map(Some));
    }

    fn show_list(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        person: &Person,
        editor: &mut Option<EntryEditor>,
        height: f32,
    ) -> Option<Quotation> {
        let data = self.data.as_ref()?;
        let (_, rect) = ui.allocate_space(vec2(ui.available_width(), height));
        let mut ui = ui.new_child(UiBuilder::new().id_salt("list").max_rect(rect));
        let card = frame(Tokens::of(&ui)).inner_margin(Margin::symmetric(14, 5));
        let mut quote = None;
        card.show(&mut ui, |ui| {
            ui.set_min_size(ui.available_size());
            if data.rows.is_empty() {
                return show_empty_state(ui, person, data, self.only_picked);
            }
            let input = EvidenceListInput { person, period: data.key.0, evidence: &data.evidence, rows: &data.rows };
            quote = self.evidence_list.show(ui, screen, &input, editor);
        });
        quote
    }

    /// Applies a request from the header of the evidence.
    fn apply_request(&mut self, screen: &mut ScreenContext<'_>, request: Option<&evidence_header::HeaderRequest>) {
        match request {
            Some(&evidence_header::HeaderRequest::SetOrder(order)) => {
                let prefs = self.prefs_mut(screen).with_order(order);
                screen.dispatch(SettingChange::ReviewPrefs(Box::new(prefs)));
            }
            Some(&evidence_header::HeaderRequest::SetOnlyPicked(only_picked)) => self.only_picked = only_picked,
            Some(&evidence_header::HeaderRequest::PickAll(picked)) => {
                if let Some(data) = &self.data {
                    screen.dispatch(evidence_header::pick_all(&data.evidence, picked));
                }
            }
            None => {}
        }
    }
}

/// The message for an empty list, by its reason.
fn show_empty_state(ui: &mut Ui, person: &Person, data: &ReviewData, only_picked: bool) {
    ui.add_space((ui.available_height() / 2.0 - 70.0).clamp(8.0, 90.0));
    if only_picked {
        let key = Shortcut::ToggleEvidence.label(ui);
        let text = format!("Press {key} on any entry to add it: here, in the timeline or in a one-on-one.");
        EmptyState::new(icons::CHECK_CIRCLE, "No evidence picked yet", &text).show(ui);
    } else if let Some(reason) = &data.empty_reason {
        EmptyState::new(icons::CALENDAR, reason, "Choose another period above.").show(ui);
    } else {
        let line = "No entries in this period";
        let text = format!(
            "Entries about {} appear here. You can also change an entry’s date to the day it happened.",
            person.short_name()
        );
        EmptyState::new(icons::BOOK, line, &text).show(ui);
    }
}
