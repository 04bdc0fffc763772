//! Reflect: how you lead, seen over time. About you alone: nothing here is a figure about a person, and people stand in the
//! order you gave them.

mod feedback_received;
mod people;
mod self_check_chart;
mod self_check_form;

use eframe::egui::{CentralPanel, Frame, Id, Label, Margin, Panel, ScrollArea, Ui};
use jiff::civil::Date;

use self::{feedback_received::FeedbackRow, people::LeaderStatsRow, self_check_form::SelfCheckCard};
use super::{
    action::{Action, DialogRequest},
    icons,
    intention::{IntentionCard, show_intention},
    keys,
    screen_context::ScreenContext,
    shortcut::Shortcut,
    text,
    tokens::{Tokens, size},
    widget::{button::Button, section_label::section_label},
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

/// How many self-checks the lines go back: a year.
const MAX_CHECKS: u32 = 26;
/// How many lines of what you set out to do are shown at first, and how many more at a time.
const INTENTIONS_PER_PAGE: u32 = 10;
/// How much feedback received is shown.
const MAX_FEEDBACK: u32 = 12;
/// Wider than this, lines are hard to read.
const MAX_WIDTH: f32 = 760.0;

/// The page.
pub struct ReflectPage {
    read_at: Option<(u64, Date, u32)>,
    data: ReflectData,
    visible_intentions: u32,
    check: SelfCheckCard,
    intention: IntentionCard,
}

/// What the page shows, read once.
#[derive(Default)]
struct ReflectData {
    people: Vec<LeaderStatsRow>,
    checks: Vec<SelfCheck>,
    intentions: Vec<Intention>,
    more_intentions: bool,
    feedback: Vec<FeedbackRow>,
}

impl ReflectData {
    fn load(db: &Db, today: Date, lines: u32) -> Result<Self, StoreError> {
        let people = db.people()?;
        let doings = db.leader_stats(window_start(today), today)?;
        let active = people.iter().filter(|person| person.archived_at.is_none());
        // One more than is shown says whether there are more.
        let mut intentions = db.latest_intentions(lines.saturating_add(1))?;
        let more_intentions = u32::try_from(intentions.len()).is_ok_and(|found| found > lines);
        if more_intentions {
            intentions.pop();
        }
        // What is for today is not over, and the week that is looked back on stands in the card.
        let until = week_in_review(today).map_or(today, |week| week.first_day);
        intentions.retain(|line| line.written_at.day() < until);
        Ok(Self {
            feedback: feedback_received::load_feedback(db, &people, MAX_FEEDBACK, today)?,
            people: active
                .map(|person| {
                    LeaderStatsRow::new(person, doings.get(&person.id).unwrap_or(&LeaderStats::default()), today)
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
            data: ReflectData::default(),
            visible_intentions: INTENTIONS_PER_PAGE,
            check: SelfCheckCard::default(),
            intention: IntentionCard::default(),
        }
    }
}

impl ReflectPage {
    /// Shows it.
    pub fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        self.refresh(screen);
        let t = Tokens::of(ui);
        let wide = ui.ctx().content_rect().width() >= size::NARROW;
        if wide {
            let frame = Frame::new().fill(t.page).inner_margin(Margin { left: 20, right: 20, top: 20, bottom: 0 });
            Panel::right(Id::unique("reflect rail")).exact_size(size::SIDE_PANEL).resizable(false).frame(frame).show(
                ui,
                |ui| {
                    ScrollArea::vertical().id_salt("reflect rail").auto_shrink([false, false]).show(ui, |ui| {
                        self.show_side_panel(ui, screen);
                        ui.add_space(20.0);
                    });
                },
            );
        }
        let frame = Frame::new().fill(t.page).inner_margin(Margin { left: 28, right: 0, top: 16, bottom: 0 });
        CentralPanel::default().frame(frame).show(ui, |ui| {
            let height = ui.available_height();
            ScrollArea::vertical().id_salt("reflect").auto_shrink([false, false]).show(ui, |ui| {
                keys::scroll_by_page(ui, height);
                ui.set_max_width((ui.available_width() - size::PAGE_MARGIN).min(MAX_WIDTH));
                self.show_page(ui, screen);
                if !wide {
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
            self.data = screen.read(|db| ReflectData::load(db, now.1, now.2));
        }
    }

    fn show_page(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let t = Tokens::of(ui);
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.label(text::heading("Reflect").color(t.ink));
        let about = "About you and how you lead, never a score of anybody. Only you can read this.";
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
            section_label(ui, "What you set out to do");
            ui.add_space(2.0);
            for line in &self.data.intentions {
                let day = line.written_at.day();
                let form = if day.year() == screen.today.year() { "%-d %b" } else { "%b %Y" };
                show_intention(ui, screen, line, &day.strftime(form).to_string());
            }
            if self.data.more_intentions && ui.add(Button::quiet("Show earlier ones").small()).clicked() {
                self.visible_intentions = self.visible_intentions.saturating_mul(3);
            }
            ui.add_space(20.0);
        }
        section_label(ui, "Listen");
        let about = "Questions to ask, by what you have not talked about for long.";
        ui.add(Label::new(text::small(about).color(Tokens::of(ui).ink_soft)).wrap());
        ui.add_space(4.0);
        let deck = Action::OpenDialog(DialogRequest::QuestionLibrary { person: None, adding: false });
        let key = Shortcut::QuestionLibrary.label(ui);
        if ui.add(Button::plain("All questions").icon(icons::CARDS).shortcut(&key).small()).clicked() {
            screen.dispatch(deck);
        }
    }
}
