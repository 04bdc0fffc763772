//! The Reflect page: how you lead, over time. It is about you alone: it scores nobody, and people
//! are in the order of your list.

mod feedback_received;
mod people;
mod self_check_chart;
mod self_check_form;

use eframe::egui::{CentralPanel, Frame, Id, Label, Margin, Panel, Ui};
use jiff::civil::Date;

use self::{feedback_received::FeedbackRow, people::LeaderStatsRow, self_check_form::SelfCheckCard};
use super::{
    action::{Action, DialogRequest},
    icons,
    intention::{IntentionCard, show_intention},
    keys, region,
    screen_context::ScreenContext,
    shortcut::Shortcut,
    text,
    tokens::{Tokens, size},
    unreadable_page,
    widget::{
        button::Button,
        heading::{page_title, section_label},
        scroll,
    },
    width_class::WidthClass,
};
use crate::{
    domain::{
        balance::window_start,
        intention::{Intention, week_in_review},
        leader_stats::LeaderStats,
        self_check::SelfCheck,
    },
    store::{Db, StoreError},
};

/// How many self-checks the charts show: those of a year.
const MAX_CHECKS: u32 = 26;
/// How many intentions are shown at first.
const INTENTIONS_PER_PAGE: u32 = 10;
/// How many feedback entries are shown.
const MAX_FEEDBACK: u32 = 12;
/// Maximum width of the content.
const MAX_WIDTH: f32 = 760.0;

/// The Reflect page.
pub struct ReflectPage {
    read_at: Option<(u64, Date, u32)>,
    /// Whether `data` was read at all: of a damaged file it may not be.
    is_read: bool,
    data: ReflectData,
    visible_intentions: u32,
    check: SelfCheckCard,
    intention: IntentionCard,
}

/// The data of the page.
#[derive(Default)]
struct ReflectData {
    people: Vec<LeaderStatsRow>,
    checks: Vec<SelfCheck>,
    intentions: Vec<Intention>,
    more_intentions: bool,
    feedback: Vec<FeedbackRow>,
}

impl ReflectData {
    fn load(db: &Db, today: Date, max_intentions: u32) -> Result<Self, StoreError> {
        let people = db.people()?;
        let stats = db.leader_stats(window_start(today), today)?;
        let active = people.iter().filter(|person| person.archived_at.is_none());
        // One more than shown, to know whether there are more.
        let mut intentions = db.latest_intentions(max_intentions.saturating_add(1))?;
        let more_intentions = u32::try_from(intentions.len()).is_ok_and(|count| count > max_intentions);
        if more_intentions {
            intentions.pop();
        }
        // Today is not over, and a week under review is shown in the card of the intention.
        let end = week_in_review(today).map_or(today, |week| week.first_day);
        intentions.retain(|intention| intention.written_at.day() < end);
        Ok(Self {
            feedback: feedback_received::load_feedback(db, &people, MAX_FEEDBACK, today)?,
            people: active
                .map(|person| {
                    LeaderStatsRow::new(person, stats.get(&person.id).unwrap_or(&LeaderStats::default()), today)
                })
                .collect(),
            checks: db.latest_self_checks(MAX_CHECKS)?,
            intentions,
            more_intentions,
        })
    }
}

impl Default for ReflectPage {
    fn default() -> Self {
        Self {
            read_at: None,
            is_read: false,
            data: ReflectData::default(),
            visible_intentions: INTENTIONS_PER_PAGE,
            check: SelfCheckCard::default(),
            intention: IntentionCard::default(),
        }
    }
}

impl ReflectPage {
    /// Shows the page.
    pub fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        self.refresh(screen);
        if !self.is_read {
            return unreadable_page::show(ui);
        }
        let t = Tokens::of(ui);
        let is_wide = WidthClass::of(ui) == WidthClass::Wide;
        if is_wide {
            let frame = Frame::new().fill(t.page).inner_margin(Margin { left: 20, right: 20, top: 20, bottom: 0 });
            let panel =
                Panel::right(Id::unique("reflect rail")).exact_size(size::SIDE_PANEL).resizable(false).frame(frame);
            region::show_side_panel(ui, panel, "Intention and questions", |ui| {
                scroll::vertical(ui, "reflect rail", |ui| {
                    self.show_side_panel(ui, screen);
                    ui.add_space(20.0);
                });
            });
        }
        let margin = Margin { top: 16, ..Margin::symmetric(WidthClass::of(ui).page_margin(), 0) };
        let frame = Frame::new().fill(t.page).inner_margin(margin);
        CentralPanel::default().frame(frame).show(ui, |ui| {
            let height = ui.available_height();
            scroll::vertical(ui, "reflect", |ui| {
                keys::scroll_by_page(ui, height);
                ui.set_max_width(ui.available_width().min(MAX_WIDTH));
                self.show_page(ui, screen);
                if !is_wide {
                    ui.add_space(24.0);
                    self.show_side_panel(ui, screen);
                }
                ui.add_space(28.0);
            });
        });
    }

    fn refresh(&mut self, screen: &mut ScreenContext<'_>) {
        let now = (screen.journal.generation(), screen.today, self.visible_intentions);
        if self.read_at != Some(now) {
            self.read_at = Some(now);
            self.is_read |= screen.read_into(&mut self.data, |db| ReflectData::load(db, now.1, now.2));
        }
    }

    fn show_page(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let t = Tokens::of(ui);
        ui.spacing_mut().item_spacing.y = 4.0;
        page_title(ui, Label::new(text::heading("Reflect").color(t.ink)));
        let about = "About you and how you lead. Nobody is scored, and only you can read this.";
        ui.add(Label::new(text::body(about).color(t.ink_soft)).wrap());
        ui.add_space(14.0);
        self.check.show(ui, screen, &self.data.checks);
        ui.add_space(20.0);
        people::show(ui, screen, &self.data.people);
        ui.add_space(20.0);
        feedback_received::show(ui, screen, &self.data.feedback);
    }

    fn show_side_panel(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        ui.spacing_mut().item_spacing.y = 4.0;
        self.intention.show(ui, screen);
        ui.add_space(20.0);
        self_check_chart::show(ui, screen, &self.data.checks);
        if !self.data.intentions.is_empty() {
            section_label(ui, "Your intentions");
            ui.add_space(2.0);
            for intention in &self.data.intentions {
                let day = intention.written_at.day();
                let format = if day.year() == screen.today.year() { "%-d %b" } else { "%b %Y" };
                show_intention(ui, screen, intention, &day.strftime(format).to_string());
            }
            if self.data.more_intentions && ui.add(Button::quiet("Show earlier").small()).clicked() {
                self.visible_intentions = self.visible_intentions.saturating_mul(3);
            }
            ui.add_space(20.0);
        }
        section_label(ui, "Listen");
        let about = "Questions to ask, starting with what you haven’t discussed in a while.";
        ui.add(Label::new(text::small(about).color(Tokens::of(ui).ink_soft)).wrap());
        ui.add_space(4.0);
        let open_library = Action::OpenDialog(DialogRequest::QuestionLibrary { person: None, adding: false });
        let key = Shortcut::QuestionLibrary.label(ui);
        if ui.add(Button::plain("All questions").icon(icons::CARDS).shortcut(&key).small()).clicked() {
            screen.dispatch(open_library);
        }
    }
}
