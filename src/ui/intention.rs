//! "What will you do today to lead, not just manage?": one line, kept for today, and shown back at the end of the week.

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
        link::LinkButton,
        section_label::section_label,
    },
};
use crate::{
    domain::intention::{Intention, Outcome, ReviewWeek, week_in_review},
    journal::change::{Change, leader::LeaderChange},
    store::{Db, StoreError},
    wording::intention::{DAILY_QUESTION, week_heading},
};

/// Where the line is kept while it is written.
const FIELD_KEY: &str = "intention";

/// The card of one day.
#[derive(Default)]
pub struct IntentionCard {
    read_at: Option<(u64, Date)>,
    data: IntentionData,
    /// The line as it is written; `None` while the one that is kept is shown.
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
        Ok(Self { today: db.intention_on(today)?, week: week.filter(|(_, lines)| !lines.is_empty()) })
    }
}

impl IntentionCard {
    /// Shows the card, as wide as there is room.
    pub fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        self.refresh(screen);
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            section_label(ui, "One small thing today");
            let question = text::section(DAILY_QUESTION).color(Tokens::of(ui).ink);
            ui.add(Label::new(question).wrap());
            ui.add_space(4.0);
            match &self.data.today {
                Some(kept) if self.edited_text.is_none() => {
                    if show_saved(ui, kept) {
                        self.edited_text = Some(kept.text.clone());
                        self.wants_focus = true;
                    }
                }
                _ => self.show_field(ui, screen),
            }
            if let Some((week, lines)) = &self.data.week {
                show_week_review(ui, screen, *week, lines);
            }
        });
    }

    fn refresh(&mut self, screen: &mut ScreenContext<'_>) {
        let now = (screen.journal.generation(), screen.today);
        if self.read_at == Some(now) {
            return;
        }
        let first = self.read_at.is_none();
        self.read_at = Some(now);
        self.data = screen.read(|db| IntentionData::load(db, now.1));
        if first {
            self.edited_text = screen.draft(FIELD_KEY).map(|draft| draft.text);
        }
    }

    fn show_field(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let mut writing = self.edited_text.clone().unwrap_or_default();
        let field = TextField::singleline(DAILY_QUESTION, &mut writing).hide_label().hint("Write one line…");
        let output = field.id(Id::unique("intention of today")).show(ui);
        if std::mem::take(&mut self.wants_focus) {
            output.response.request_focus();
        }
        if output.response.changed() {
            screen.set_draft(FIELD_KEY, "", &writing);
            self.edited_text = Some(writing.clone());
        }
        let enter = output.response.lost_focus() && Shortcut::SubmitField.is_pressed(ui);
        let escape = output.response.lost_focus() && Shortcut::CancelField.is_pressed(ui);
        let kept = self.data.today.as_ref().map(|kept| kept.text.as_str());
        let line = writing.trim().to_owned();
        let is_new = kept.unwrap_or_default() != line;
        let mut keep = enter;
        let mut leave = escape && kept.is_some();
        if is_new || kept.is_some() {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                let word = if line.is_empty() { "Take the line away" } else { "Keep it for today" };
                keep |= is_new && ui.add(Button::plain(word).small()).clicked();
                leave |= kept.is_some() && ui.add(Button::quiet("Cancel").small()).clicked();
            });
        }
        if keep && is_new {
            screen.dispatch(Submission::with_draft(
                Change::Leader(LeaderChange::SetIntention(line)),
                FIELD_KEY.to_owned(),
            ));
            self.edited_text = None;
        } else if leave || (keep && kept.is_some()) {
            screen.set_draft(FIELD_KEY, "", "");
            self.edited_text = None;
        }
    }
}

/// The line of today; `true` where it is to be written anew.
fn show_saved(ui: &mut Ui, kept: &Intention) -> bool {
    let t = Tokens::of(ui);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.label(text::body(icons::CHECK).color(t.accent));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add(Label::new(text::body_medium(&kept.text).color(t.ink)).wrap());
            ui.add(LinkButton::new("Change it", "Change it: the line of today")).clicked()
        })
        .inner
    })
    .inner
}

fn show_week_review(ui: &mut Ui, screen: &mut ScreenContext<'_>, week: ReviewWeek, lines: &[Intention]) {
    ui.add_space(8.0);
    divider(ui);
    ui.add_space(6.0);
    section_label(ui, week_heading(week));
    for line in lines {
        show_intention(ui, screen, line, &line.written_at.day().strftime("%a").to_string());
    }
}

/// A line of a day that is over, and what became of it: a tick where it was done, a word where not this time.
pub(super) fn show_intention(ui: &mut Ui, screen: &mut ScreenContext<'_>, line: &Intention, day: &str) {
    let t = Tokens::of(ui);
    let answer =
        |outcome| Action::from(Change::Leader(LeaderChange::SetIntentionOutcome { intention: line.uid, outcome }));
    ui.push_id(line.uid, |ui| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let mut did = line.outcome == Some(Outcome::Did);
            if checkbox(ui, &mut did, &format!("Did it: {}", line.text)).changed() {
                screen.dispatch(answer(did.then_some(Outcome::Did)));
            }
            ui.allocate_ui_with_layout(vec2(44.0, 20.0), Layout::left_to_right(Align::Center), |ui| {
                ui.set_min_size(vec2(44.0, 20.0));
                ui.label(text::fine(day).color(t.ink_faint));
            });
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                let not = line.outcome == Some(Outcome::NotThisTime);
                let ink = if not { t.ink_faint } else { t.ink };
                ui.add(Label::new(text::small(&line.text).color(ink)).wrap());
                if !did {
                    let word = LinkButton::new("Not this time", format!("Not this time: {}", line.text));
                    if ui.add(word.selected(not)).clicked() {
                        screen.dispatch(answer((!not).then_some(Outcome::NotThisTime)));
                    }
                }
            });
        });
    });
}
