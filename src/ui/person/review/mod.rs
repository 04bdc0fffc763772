//! Review: a period, how fairly what was written covers it, the evidence in it, and beside that what you will say.

mod coverage_chart;
mod draft;
mod evidence_header;
mod list;
mod period;
mod row;

use eframe::egui::{CentralPanel, Frame, Id, Margin, Panel, ScrollArea, Ui, UiBuilder, vec2};
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
        tokens::{Tokens, size},
        widget::{card::frame, empty_state::EmptyState},
    },
    wording::{
        coverage::{CoverageText, describe_coverage},
        evidence::describe_meeting_counts,
        period::describe_empty_period,
    },
};

/// How wide the evidence is where there is room for all of it, and where there is not.
const EVIDENCE_WIDTH: f32 = 430.0;
const MIN_EVIDENCE_WIDTH: f32 = 320.0;
/// Between the evidence and the draft.
const COLUMN_GAP: i8 = 24;
/// The list is never lower than this: then the page scrolls.
const MIN_LIST_HEIGHT: f32 = 220.0;
/// How high the list is where the page scrolls.
const SCROLLING_LIST_HEIGHT: f32 = 420.0;

/// What Review keeps between frames.
#[derive(Default)]
pub(super) struct ReviewTab {
    prefs: Option<ReviewPrefs>,
    /// What the journal has of the person's reviews; read with each generation.
    review_dates: Option<ReviewDates>,
    data: Option<ReviewData>,
    /// Whether only what is picked is shown.
    only_picked: bool,
    evidence_list: EvidenceList,
    /// How high what stands above the list was.
    header_height: f32,
    draft: Option<ReviewDraft>,
    /// The review that is to be read, once there is a draft panel to read it in.
    requested_review: Option<Uid>,
}

/// What the journal has of a person's reviews.
#[derive(Clone, Copy, Default)]
struct ReviewDates {
    /// When the last one was finished; nothing where none was.
    last_finished: Option<Date>,
    /// The period of the one that is being written.
    in_progress: Option<Period>,
}

/// What there is of a period, as it was read.
struct ReviewData {
    /// What it was read for.
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
    fn load(db: &Db, person: &Person, of: (Period, SortOrder, bool), today: Date) -> Result<Self, StoreError> {
        let (period, order, only_picked) = of;
        let evidence = db.evidence(person.id, period)?;
        let subjects = if order == SortOrder::Subject { db.evidence_subjects(&evidence)? } else { Vec::new() };
        let recency = coverage(period, person.profile.since, today, evidence.coverage_entries(period));
        Ok(Self {
            key: of,
            rows: list_rows(&evidence, period, order, only_picked, &subjects),
            coverage_text: describe_coverage(&recency, person.profile.short_name()),
            picked: evidence.picked_count(),
            meeting_counts: describe_meeting_counts(evidence.meeting_counts),
            empty_reason: describe_empty_period(period, person, today),
            coverage: recency,
            evidence,
        })
    }
}

impl ReviewTab {
    /// Reads everything again when it is shown next.
    pub(super) fn invalidate(&mut self) {
        self.data = None;
        self.review_dates = None;
        self.evidence_list.invalidate();
        if let Some(draft) = &mut self.draft {
            draft.invalidate();
        }
    }

    /// Opens a finished review to be read.
    pub(super) fn open_finished_review(&mut self, review: Uid) {
        self.requested_review = Some(review);
    }

    /// The page is left: what was written becomes the review.
    pub(super) fn on_leave(&mut self, drafts: &mut Drafts) -> Option<(Change, String)> {
        self.draft.as_mut().and_then(|draft| draft.on_leave(drafts))
    }

    /// From now on reviews are looked at like this.
    pub(super) fn set_prefs(&mut self, choices: ReviewPrefs) {
        self.prefs = Some(choices);
    }

    /// How reviews are looked at.
    fn prefs_mut(&mut self, screen: &mut ScreenContext<'_>) -> &ReviewPrefs {
        self.prefs.get_or_insert_with(|| screen.read(|db| db.setting(REVIEW_PREFS_SETTING)).unwrap_or_default())
    }

    fn review_dates(&mut self, screen: &mut ScreenContext<'_>, person: &Person) -> ReviewDates {
        *self.review_dates.get_or_insert_with(|| {
            screen.read(|db| {
                let begun = db.unfinished_review(person.id)?.map(|begun| begun.period());
                Ok(ReviewDates { last_finished: db.last_review_finished_on(person.id)?, in_progress: begun })
            })
        })
    }

    /// How the period is chosen, and its days. A review that is being written keeps the days it was begun for, also when the
    /// month turns, until others are chosen.
    fn period(&mut self, screen: &mut ScreenContext<'_>, facts: &PersonSnapshot) -> (PeriodChoice, Period) {
        let person = &facts.person;
        let ReviewDates { last_finished: last, in_progress: begun } = self.review_dates(screen, person);
        let choice = self.prefs_mut(screen).period_choice(person);
        let chosen = choice.period(screen.today, last);
        match begun {
            Some(begun) if begun != chosen => (PeriodChoice::Custom(begun), begun),
            _ => (choice, chosen),
        }
    }

    /// How reviews are looked at, and the period of this person.
    pub(super) fn prefs_and_period(
        &mut self,
        screen: &mut ScreenContext<'_>,
        facts: &PersonSnapshot,
    ) -> (ReviewPrefs, Period) {
        let (_, period) = self.period(screen, facts);
        (self.prefs_mut(screen).clone(), period)
    }

    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        facts: &PersonSnapshot,
        editor: &mut Option<EntryEditor>,
    ) {
        let t = Tokens::of(ui);
        let margin = Margin { left: 28, right: 28, top: 20, bottom: 20 };
        let wide = ui.ctx().content_rect().width() >= size::NARROW;
        if wide {
            let room = ui.available_width();
            let left = (room * 0.41).clamp(MIN_EVIDENCE_WIDTH, EVIDENCE_WIDTH) + f32::from(margin.left);
            let panel = Panel::left(Id::unique("evidence")).exact_size(left).resizable(false);
            let frame = Frame::new().fill(t.page).inner_margin(Margin { right: 0, ..margin });
            panel.frame(frame).show_separator_line(false).show(ui, |ui| {
                self.show_evidence_column(ui, screen, facts, editor);
            });
            let frame = Frame::new().fill(t.page).inner_margin(Margin { left: COLUMN_GAP, ..margin });
            CentralPanel::default().frame(frame).show(ui, |ui| self.show_draft(ui, screen, facts, true));
            return;
        }
        let frame = Frame::new().fill(t.page).inner_margin(Margin { right: 6, bottom: 0, ..margin });
        CentralPanel::default().frame(frame).show(ui, |ui| {
            ScrollArea::vertical().id_salt("review").auto_shrink([false, false]).show(ui, |ui| {
                ui.set_max_width(ui.available_width() - size::PAGE_MARGIN + 6.0);
                keys::scroll_by_page(ui, ui.clip_rect().height());
                self.show_evidence(ui, screen, facts, editor, SCROLLING_LIST_HEIGHT);
                ui.add_space(24.0);
                self.show_draft(ui, screen, facts, false);
                ui.add_space(16.0);
            });
        });
    }

    /// The left half: as high as the page, where that is enough for the list; else it scrolls.
    fn show_evidence_column(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        facts: &PersonSnapshot,
        editor: &mut Option<EntryEditor>,
    ) {
        let room = ui.available_height() - self.header_height;
        if room >= MIN_LIST_HEIGHT {
            self.show_evidence(ui, screen, facts, editor, room);
            return;
        }
        ScrollArea::vertical().id_salt("evidence").auto_shrink([false, false]).show(ui, |ui| {
            self.show_evidence(ui, screen, facts, editor, MIN_LIST_HEIGHT);
        });
    }

    /// The draft, with all the room there is, or as high as it is.
    fn show_draft(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, facts: &PersonSnapshot, fills: bool) {
        let (_, period) = self.period(screen, facts);
        let draft = self.draft.get_or_insert_with(|| ReviewDraft::open(&facts.person, period, screen));
        if let Some(review) = self.requested_review.take() {
            draft.open_finished(review);
        }
        draft.show(ui, screen, &facts.person, period, fills);
    }

    /// Period, bars, and the list, which is so high.
    fn show_evidence(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        facts: &PersonSnapshot,
        editor: &mut Option<EntryEditor>,
        high: f32,
    ) {
        ui.spacing_mut().item_spacing.y = 0.0;
        let top = ui.cursor().top();
        let person = &facts.person;
        let (choice, period) = self.period(screen, facts);
        let ReviewDates { last_finished: last, .. } = self.review_dates(screen, person);
        if let Some(chosen) = period::show(ui, screen, (choice, period), last) {
            let days = chosen.period(screen.today, last);
            let prefs = Box::new(self.prefs_mut(screen).with_period_choice(person, chosen));
            screen.dispatch(SettingChange::ReviewPeriod { person: person.id, prefs, period: days });
        }
        self.refresh(screen, person, period);
        let Some(read) = &self.data else { return };
        ui.add_space(12.0);
        coverage_chart::show(ui, screen, &read.coverage, &read.coverage_text);
        ui.add_space(16.0);
        let of = (read.evidence.items.len(), read.picked);
        let asked =
            evidence_header::show(ui, screen, of, read.meeting_counts.as_deref(), (read.key.1, self.only_picked));
        ui.add_space(8.0);
        self.header_height = ui.cursor().top() - top;
        let quote = self.show_list(ui, screen, person, editor, high);
        self.apply_request(screen, asked.as_ref());
        if let Some(quote) = quote {
            let draft = self.draft.get_or_insert_with(|| ReviewDraft::open(person, period, screen));
            draft.insert(quote);
        }
    }

    /// Reads what the period holds, where that is not known.
    fn refresh(&mut self, screen: &mut ScreenContext<'_>, person: &Person, period: Period) {
        let of = (period, self.prefs_mut(screen).order(), self.only_picked);
        if self.data.as_ref().is_some_and(|read| read.key == of) {
            return;
        }
        let today = screen.today;
        if self.data.as_ref().is_some_and(|read| read.key != of) {
            self.evidence_list.invalidate();
            self.evidence_list.go_to_top();
        }
        self.data = screen.read(|db| ReviewData::load(db, person, of, today).map(Some));
    }

    fn show_list(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        person: &Person,
        editor: &mut Option<EntryEditor>,
        high: f32,
    ) -> Option<Quotation> {
        let read = self.data.as_ref()?;
        let (_, place) = ui.allocate_space(vec2(ui.available_width(), high));
        let mut ui = ui.new_child(UiBuilder::new().id_salt("list").max_rect(place));
        let card = frame(Tokens::of(&ui)).inner_margin(Margin { left: 14, right: 5, top: 1, bottom: 1 });
        let mut quote = None;
        card.show(&mut ui, |ui| {
            ui.set_min_size(ui.available_size());
            if read.rows.is_empty() {
                return show_empty_state(ui, person, read, self.only_picked);
            }
            let showing = EvidenceListInput { person, period: read.key.0, evidence: &read.evidence, rows: &read.rows };
            quote = self.evidence_list.show(ui, screen, &showing, editor);
        });
        quote
    }

    /// Does what was asked above the list.
    fn apply_request(&mut self, screen: &mut ScreenContext<'_>, asked: Option<&evidence_header::HeaderRequest>) {
        match asked {
            Some(&evidence_header::HeaderRequest::SetOrder(order)) => {
                let choices = self.prefs_mut(screen).with_order(order);
                screen.dispatch(SettingChange::ReviewPrefs(Box::new(choices)));
            }
            Some(&evidence_header::HeaderRequest::SetOnlyPicked(only)) => self.only_picked = only,
            Some(&evidence_header::HeaderRequest::PickAll(picked)) => {
                if let Some(read) = &self.data {
                    screen.dispatch(evidence_header::pick_all(&read.evidence, picked));
                }
            }
            None => {}
        }
    }
}

/// Why there is nothing, and what to do.
fn show_empty_state(ui: &mut Ui, person: &Person, read: &ReviewData, only_picked: bool) {
    ui.add_space((ui.available_height() / 2.0 - 70.0).clamp(8.0, 90.0));
    if only_picked {
        let key = Shortcut::ToggleEvidence.label(ui);
        let text = format!("{key} picks an entry wherever it has the focus: here, in the timeline, while you meet.");
        EmptyState::new(icons::CHECK_CIRCLE, "Nothing is picked yet.", &text).show(ui);
    } else if let Some(why) = &read.empty_reason {
        EmptyState::new(icons::CALENDAR, why, "Choose another period above.").show(ui);
    } else {
        let line = "Nothing was written in this period.";
        let text = format!(
            "What you jot about {} stands here. An entry can be moved to the day it was about, too.",
            person.profile.short_name()
        );
        EmptyState::new(icons::BOOK, line, &text).show(ui);
    }
}
