//! The intention of the day: the answer to "What will you do today to lead, not just manage?", with
//! the week in review at its end.

use eframe::egui::{Align, Id, Label, Layout, Ui, vec2};
use jiff::civil::Date;

use super::{
    action::{Action, Submission},
    icons,
    screen_context::ScreenContext,
    shortcut::Shortcut,
    text,
    tokens::Tokens,
    widget::{
        button::Button,
        card::{card, divider},
        checkbox::checkbox,
        field::TextField,
        heading::section_label,
        link::LinkButton,
    },
};
use crate::{
    domain::intention::{Intention, Outcome, ReviewWeek, week_in_review},
    journal::change::{Change, leader::LeaderChange},
    store::{Db, StoreError},
    wording::intention::{DAILY_QUESTION, week_heading},
};

/// The draft key of the field.
const FIELD_KEY: &str = "intention";

/// The card with the intention of today.
#[derive(Default)]
pub struct IntentionCard {
    read_at: Option<(u64, Date)>,
    data: IntentionData,
    /// The text being edited; `None` while the saved intention is shown.
    edited_text: Option<String>,
    wants_focus: bool,
}

#[derive(Default)]
struct IntentionData {
    today: Option<Intention>,
    week: Option<(ReviewWeek, Vec<Intention>)>,
}

impl IntentionData {
    fn load(db: &Db, today: Date) -> Result<Self, StoreError> {
        let week = match week_in_review(today) {
            Some(week) => Some((week, db.intentions(week.first_day, week.last_day)?)),
            None => None,
        };
        Ok(Self { today: db.intention_on(today)?, week: week.filter(|(_, intentions)| !intentions.is_empty()) })
    }
}

impl IntentionCard {
    /// Shows the card in the available width.
    pub fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        self.refresh(screen);
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            section_label(ui, "Today’s intention");
            let question = text::section(DAILY_QUESTION).color(Tokens::of(ui).ink);
            ui.add(Label::new(question).wrap());
            ui.add_space(4.0);
            match &self.data.today {
                Some(saved) if self.edited_text.is_none() => {
                    if show_saved(ui, saved) {
                        self.edited_text = Some(saved.text.clone());
                        self.wants_focus = true;
                    }
                }
                _ => self.show_field(ui, screen),
            }
            if let Some((week, intentions)) = &self.data.week {
                show_week_review(ui, screen, *week, intentions);
            }
        });
    }

    fn refresh(&mut self, screen: &mut ScreenContext<'_>) {
        let now = (screen.journal.generation(), screen.today);
        if self.read_at == Some(now) {
            return;
        }
        let is_first_load = self.read_at.is_none();
        self.read_at = Some(now);
        self.data = screen.read(|db| IntentionData::load(db, now.1));
        if is_first_load {
            self.edited_text = screen.draft(FIELD_KEY).map(|draft| draft.text);
        }
    }

    fn show_field(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let mut text = self.edited_text.clone().unwrap_or_default();
        let field = TextField::singleline(DAILY_QUESTION, &mut text).hide_label().hint("Write one line…");
        let output = field.id(Id::unique("intention of today")).show(ui);
        if std::mem::take(&mut self.wants_focus) {
            output.response.request_focus();
        }
        if output.response.changed() {
            screen.set_draft(FIELD_KEY, "", &text);
            self.edited_text = Some(text.clone());
        }
        let enter = output.response.lost_focus() && Shortcut::SubmitField.is_pressed(ui);
        let escape = output.response.lost_focus() && Shortcut::CancelField.is_pressed(ui);
        let saved = self.data.today.as_ref().map(|saved| saved.text.as_str());
        let line = text.trim().to_owned();
        let is_new = saved.unwrap_or_default() != line;
        let mut save = enter;
        let mut discard = escape && saved.is_some();
        if is_new || saved.is_some() {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                let label = if line.is_empty() { "Remove" } else { "Save" };
                let name = format!("{label} intention");
                save |= is_new && ui.add(Button::plain(label).small()).accessible_name(name).clicked();
                discard |= saved.is_some() && ui.add(Button::quiet("Cancel").small()).clicked();
            });
        }
        if save && is_new {
            screen.dispatch(Submission::with_draft(
                Change::Leader(LeaderChange::SetIntention(line)),
                FIELD_KEY.to_owned(),
            ));
            self.edited_text = None;
        } else if discard || (save && saved.is_some()) {
            screen.set_draft(FIELD_KEY, "", "");
            self.edited_text = None;
        }
    }
}

/// The saved intention. Returns whether it is to be edited.
fn show_saved(ui: &mut Ui, saved: &Intention) -> bool {
    let t = Tokens::of(ui);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.label(text::body(icons::CHECK).color(t.accent));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add(Label::new(text::body_medium(&saved.text).color(t.ink)).wrap());
            ui.add(LinkButton::new("Edit", "Edit today’s intention")).clicked()
        })
        .inner
    })
    .inner
}

fn show_week_review(ui: &mut Ui, screen: &mut ScreenContext<'_>, week: ReviewWeek, intentions: &[Intention]) {
    ui.add_space(8.0);
    divider(ui);
    ui.add_space(6.0);
    section_label(ui, week_heading(week));
    for intention in intentions {
        show_intention(ui, screen, intention, &intention.written_at.day().strftime("%a").to_string());
    }
}

/// An intention of a past day with its outcome: a checkbox for "Did it" and a link for "Skip".
pub(super) fn show_intention(ui: &mut Ui, screen: &mut ScreenContext<'_>, intention: &Intention, day: &str) {
    let t = Tokens::of(ui);
    let set_outcome =
        |outcome| Action::from(Change::Leader(LeaderChange::SetIntentionOutcome { intention: intention.uid, outcome }));
    ui.push_id(intention.uid, |ui| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let mut did = intention.outcome == Some(Outcome::Did);
            if checkbox(ui, &mut did, &format!("Did it: {}", intention.text)).changed() {
                screen.dispatch(set_outcome(did.then_some(Outcome::Did)));
            }
            ui.allocate_ui_with_layout(vec2(44.0, 20.0), Layout::left_to_right(Align::Center), |ui| {
                ui.set_min_size(vec2(44.0, 20.0));
                ui.label(text::fine(day).color(t.ink_faint));
            });
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                let is_not_this_time = intention.outcome == Some(Outcome::NotThisTime);
                let ink = if is_not_this_time { t.ink_faint } else { t.ink };
                ui.add(Label::new(text::small(&intention.text).color(ink)).wrap());
                if !did {
                    let label = if is_not_this_time { "Skipped" } else { "Skip" };
                    let link = LinkButton::new(label, format!("{label}: {}", intention.text));
                    if ui.add(link.selected(is_not_this_time)).clicked() {
                        screen.dispatch(set_outcome((!is_not_this_time).then_some(Outcome::NotThisTime)));
                    }
                }
            });
        });
    });
}
